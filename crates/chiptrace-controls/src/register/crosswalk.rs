//! Which institutions of a register are entries of which lists.
//!
//! An institution is an entry's when they stand in the same country and one of its full names is a
//! name of the entry, word for word; for a name of two general words, such as "Institute of Physics",
//! only together with its parent's name. Never by an acronym, by a parent, or by a sister: the
//! Academy is not listed because an institute of it is.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{Institution, Register};
use crate::list::{Entry, Lists};
use crate::name::{Key, Role, Shape, words};
use crate::party::Kind;

/// The names of list entries, and what people decided on pairs that names do not tell.
#[derive(Debug, Clone, Default)]
pub struct Crosswalk {
    names: BTreeMap<Vec<Key>, Vec<usize>>,
    same: BTreeMap<String, Vec<usize>>,
    different: BTreeMap<String, Vec<usize>>,
}

/// Pairs that a person has decided on.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decisions {
    /// Pairs that are the same though no name says so.
    #[serde(default)]
    same: Vec<Decision>,
    /// Pairs that are not the same though a name is.
    #[serde(default)]
    different: Vec<Decision>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    id: String,
    list: String,
    entry: String,
    #[allow(dead_code)]
    reason: String,
}

const EMBEDDED: &str = include_str!("../../../../data/parties/listed.toml");

impl Decisions {
    /// The decisions compiled into the program.
    ///
    /// # Errors
    /// When the compiled-in file is malformed.
    pub fn embedded() -> Result<Self, toml::de::Error> {
        toml::from_str(EMBEDDED)
    }
}

impl Crosswalk {
    /// Prepares the names of all entries.
    pub fn new(register: &Register, lists: &Lists, decisions: &Decisions) -> Self {
        Self {
            names: names_of_entries(register, lists),
            same: by_institution(&decisions.same, lists),
            different: by_institution(&decisions.different, lists),
        }
    }

    /// The entries an institution is.
    pub fn entries<'a>(
        &self,
        institution: &Institution<'_>,
        register: &Register,
        lists: &'a Lists,
    ) -> Vec<&'a Entry> {
        let decided = |by_id: &BTreeMap<String, Vec<usize>>| -> Vec<usize> {
            by_id.get(institution.line.id).cloned().unwrap_or_default()
        };
        let different = decided(&self.different);
        let mut places: BTreeSet<usize> = decided(&self.same).into_iter().collect();
        for keys in names_of(institution, register) {
            let found = self.names.get(&keys).into_iter().flatten();
            places.extend(found.filter(|at| stands_with(institution, lists.entries().get(**at))));
        }
        let places = places.into_iter().filter(|at| !different.contains(at));
        places.filter_map(|at| lists.entries().get(at)).collect()
    }

    /// The entries that have this name, word for word, wherever they stand.
    pub fn named<'a>(&self, name: &str, register: &Register, lists: &'a Lists) -> Vec<&'a Entry> {
        let keys = keys(&words(name, register.vocabulary()));
        let found = self.names.get(&keys).into_iter().flatten();
        found.filter_map(|at| lists.entries().get(*at)).collect()
    }
}

fn by_institution(decisions: &[Decision], lists: &Lists) -> BTreeMap<String, Vec<usize>> {
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for decision in decisions {
        let meant = |entry: &Entry| entry.list == decision.list && entry.name == decision.entry;
        let found = lists.entries().iter().enumerate().filter(|(_, entry)| meant(entry));
        places.entry(decision.id.clone()).or_default().extend(found.map(|(at, _)| at));
    }
    places
}

fn names_of_entries(register: &Register, lists: &Lists) -> BTreeMap<Vec<Key>, Vec<usize>> {
    let mut names: BTreeMap<Vec<Key>, Vec<usize>> = BTreeMap::new();
    for (at, entry) in lists.entries().iter().enumerate() {
        for name in entry.names() {
            for form in [name, without_acronym(name, register)] {
                let words = words(form, register.vocabulary());
                let acronym = matches!(words.as_slice(), [only] if only.shape == Shape::Acronym);
                let places = names.entry(keys(&words)).or_default();
                if (!acronym || name == entry.name) && !places.contains(&at) {
                    places.push(at);
                }
            }
        }
    }
    names
}

fn keys(words: &[crate::name::Word]) -> Vec<Key> {
    let legal_form = words.iter().rev().take_while(|word| word.roles.has(Role::Company)).count();
    let kept = if legal_form < words.len() { words.len() - legal_form } else { words.len() };
    words.iter().take(kept).map(|word| word.key).collect()
}

/// "Harbin Institute of Technology (HIT)" without its acronym; a bracket that says more stays.
fn without_acronym<'a>(name: &'a str, register: &Register) -> &'a str {
    let Some((head, bracket)) = name.rsplit_once(" (") else { return name };
    match words(bracket, register.vocabulary()).as_slice() {
        [only] if only.shape == Shape::Acronym && bracket.ends_with(')') => head,
        _ => name,
    }
}

/// "Huawei Technologies (China)" without the country that the register adds to companies.
fn without_country<'a>(name: &'a str, institution: &Institution<'_>) -> &'a str {
    let company = institution.kinds.has(Kind::Company) && name == institution.name();
    name.rsplit_once(" (").filter(|(_, tail)| company && tail.ends_with(')')).map_or(name, |(head, _)| head)
}

/// The names an institution is known by, and those joined with its parents' names.
fn names_of(institution: &Institution<'_>, register: &Register) -> BTreeSet<Vec<Key>> {
    let mut names = BTreeSet::new();
    let parents: Vec<Vec<Key>> = institution
        .parents()
        .filter_map(|id| register.by_id(id))
        .map(|parent| keys(&words(parent.name(), register.vocabulary())))
        .collect();
    for name in institution.all_names(register) {
        let found = words(without_country(&name, institution), register.vocabulary());
        let own = keys(&found);
        for parent in &parents {
            names.insert([own.as_slice(), parent].concat());
            names.insert([parent, own.as_slice()].concat());
        }
        let general = [Role::Generic, Role::Institution, Role::Unit];
        let is_general = found.iter().all(|word| general.iter().any(|role| word.roles.has(*role)));
        if !is_general || own.len() > 2 {
            names.insert(own);
        }
    }
    names
}

fn stands_with(institution: &Institution<'_>, entry: Option<&Entry>) -> bool {
    entry.is_some_and(|entry| entry.countries.contains(&institution.country))
}
