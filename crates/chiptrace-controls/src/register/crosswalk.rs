//! Which institutions of a register are entries of which lists.
//!
//! An institution is an entry's when they stand in the same country and one of its full names is a
//! name of the entry, word for word; for a name of two general words, such as "Institute of Physics",
//! only together with its parent's name. Never by an acronym, by a parent, or by a sister: the
//! Academy is not listed because an institute of it is.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{Institution, Number, Register};
use crate::list::{Entry, Lists};
use crate::name::{Key, Role, Shape, words};
use crate::party::Kind;

/// Institutions and the list entries they are.
#[derive(Debug, Clone, Default)]
pub struct Crosswalk {
    names: BTreeMap<Vec<Key>, Vec<usize>>,
    entries: BTreeMap<Number, BTreeSet<usize>>,
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

/// Why decisions could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the file of decisions on listed parties cannot be read: {0}")]
pub struct DecisionsError(String);

const EMBEDDED: &str = include_str!("../../../../data/parties/listed.toml");

impl Decisions {
    /// The decisions compiled into the program.
    ///
    /// # Errors
    /// When the compiled-in file is malformed.
    pub fn embedded() -> Result<Self, DecisionsError> {
        toml::from_str(EMBEDDED).map_err(|e| DecisionsError(e.to_string()))
    }
}

impl Crosswalk {
    /// Finds the pairs.
    pub fn new(register: &Register, lists: &Lists, decisions: &Decisions) -> Self {
        let mut crosswalk = Self { names: names_of_entries(register, lists), entries: BTreeMap::new() };
        let countries: BTreeSet<_> =
            lists.entries().iter().flat_map(|entry| entry.countries.iter()).collect();
        for number in 0..register.len() as Number {
            let Some(institution) = register.institution(number) else { continue };
            if !countries.contains(&institution.country) {
                continue;
            }
            for keys in names_of(&institution, register) {
                let found = crosswalk.names.get(&keys).into_iter().flatten();
                let here = found.filter(|at| stands_with(&institution, lists.entries().get(**at)));
                crosswalk.entries.entry(number).or_default().extend(here);
            }
        }
        crosswalk.decide(register, lists, decisions);
        crosswalk.entries.retain(|_, entries| !entries.is_empty());
        crosswalk
    }

    /// The entries an institution is.
    pub fn entries<'a>(&'a self, institution: Number, lists: &'a Lists) -> impl Iterator<Item = &'a Entry> {
        let places = self.entries.get(&institution).into_iter().flatten();
        places.filter_map(|at| lists.entries().get(*at))
    }

    /// The entries that have this name, word for word, wherever they stand.
    pub fn named<'a>(
        &'a self,
        name: &str,
        register: &Register,
        lists: &'a Lists,
    ) -> impl Iterator<Item = &'a Entry> {
        let keys = keys(&words(name, register.vocabulary()));
        let found = self.names.get(&keys).into_iter().flatten();
        found.filter_map(|at| lists.entries().get(*at))
    }

    /// Every institution that is an entry.
    pub fn institutions(&self) -> impl Iterator<Item = Number> {
        self.entries.keys().copied()
    }

    fn decide(&mut self, register: &Register, lists: &Lists, decisions: &Decisions) {
        for (same, decision) in
            decisions.same.iter().map(|d| (true, d)).chain(decisions.different.iter().map(|d| (false, d)))
        {
            let Some(institution) = register.by_id(&decision.id) else { continue };
            let entries = self.entries.entry(institution.number).or_default();
            for (at, entry) in lists.entries().iter().enumerate() {
                if entry.list == decision.list && entry.name == decision.entry {
                    if same {
                        entries.insert(at)
                    } else {
                        entries.remove(&at)
                    };
                }
            }
        }
    }
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
