//! Which of the names that stand in a text are meant.

use std::cmp::Reverse;
use std::collections::HashSet;

use chiptrace_controls::name::{Gap, Key, Role, Word, words};
use chiptrace_controls::party::Kind;
use chiptrace_controls::place::CountryCode;
use chiptrace_controls::register::{Institution, NameKind, Named, Register};

use super::place::{Mention, Stated};

/// An institution of the register that the text names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Match {
    pub(super) institution: u32,
    pub(super) first: usize,
    pub(super) last: usize,
    basis: Basis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Basis {
    Name,
    NameAmongSeveral,
    Campus,
    Acronym,
}

impl Match {
    /// Whether it is a name of two words and more, one of them at a place in `changed`.
    pub(super) fn is_long_enough_to_correct(&self, changed: &[usize]) -> bool {
        let inside = changed.iter().any(|place| (self.first..=self.last).contains(place));
        inside && self.is_by_several_words()
    }

    /// Whether it is a name, not an acronym, of two words and more.
    pub(super) fn is_by_several_words(&self) -> bool {
        self.last > self.first && self.basis != Basis::Acronym
    }

    pub(super) fn score(&self) -> f32 {
        match self.basis {
            Basis::Name => 1.0,
            Basis::NameAmongSeveral | Basis::Campus => 0.9,
            Basis::Acronym => 0.8,
        }
    }

    pub(super) fn reason(&self) -> &'static str {
        match self.basis {
            Basis::Name => "its name is printed",
            Basis::NameAmongSeveral => {
                "its name is printed, and the context tells it from others of that name"
            }
            Basis::Campus => "the name it shares with its sisters is printed, and its own words beside it",
            Basis::Acronym => "its acronym is printed, and the context agrees",
        }
    }
}

/// A text and what is known of it.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) text: &'a str,
    pub(super) words: &'a [Word],
    pub(super) places: &'a [Mention],
    /// Countries the text states.
    pub(super) stated: &'a Stated,
    /// Countries that e-mail domains show.
    pub(super) hints: &'a [CountryCode],
    pub(super) register: &'a Register,
    pub(super) edges: &'a Edges,
    pub(super) commas: Commas,
}

/// Whether a comma within a name tells against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Commas {
    Count,
    Ignored,
}

/// Where names of several words that tell by themselves begin and end.
#[derive(Debug, Default)]
pub(super) struct Edges {
    starts: Vec<bool>,
    stops: Vec<bool>,
    /// Where the name of the owner of several universities ends.
    owners: Vec<bool>,
    /// The words after the first of any name that is not derived.
    inner: Vec<bool>,
}

impl Edges {
    fn of(named: &[Named], context: &Text<'_>) -> Self {
        let none = vec![false; context.words.len() + 1];
        let mut edges = Self { starts: none.clone(), stops: none.clone(), owners: none.clone(), inner: none };
        let tells = |name: &&Named| {
            matches!(name.kind, NameKind::First | NameKind::Other)
                && name.len > 1
                && !context.is_generic(name)
                && context.span(name).any(|word| word.roles.has(Role::Institution))
        };
        for name in named.iter().filter(|name| name.kind != NameKind::Derived) {
            edges.inner.get_mut(name.first + 1..=name.last).unwrap_or_default().fill(true);
        }
        for name in named.iter().filter(tells) {
            for (places, at) in [(&mut edges.starts, name.first), (&mut edges.stops, name.last + 1)] {
                if let Some(edge) = places.get_mut(at) {
                    *edge = true;
                }
            }
            if let Some(edge) = edges.owners.get_mut(name.last + 1).filter(|_| context.is_system(name)) {
                *edge = true;
            }
        }
        edges
    }

    /// Whether such a name begins here.
    pub(super) fn starts(&self, place: usize) -> bool {
        self.starts.get(place).copied().unwrap_or_default()
    }

    /// Whether such a name ends right before.
    pub(super) fn stops(&self, place: usize) -> bool {
        self.stops.get(place).copied().unwrap_or_default()
    }
}

impl Edges {
    /// Whether a name that is not derived begins before and goes on here.
    pub(super) fn lies_within(&self, place: usize) -> bool {
        self.inner.get(place).copied().unwrap_or_default()
    }

    /// Whether the name of the owner of several universities ends right before.
    pub(super) fn follows_owner(&self, place: usize) -> bool {
        self.owners.get(place).copied().unwrap_or_default()
    }
}

/// The institutions that the words name.
pub(super) fn find(context: &Text<'_>) -> Vec<Match> {
    let mut named = context.register.find(context.words);
    let edges = Edges::of(&named, context);
    let context = &Text { edges: &edges, ..*context };
    sort(&mut named);
    let mut matches: Vec<Match> = Vec::new();
    let mut taken = vec![false; context.words.len()];
    // Names of general words and shared acronyms wait for the names that give them context.
    for pass in [Pass::Telling, Pass::General, Pass::Acronyms] {
        for group in named.chunk_by(|a, b| (a.first, a.last) == (b.first, b.last)) {
            let Some(head) = group.first().filter(|head| context.pass(head) == pass) else { continue };
            let span = head.first..=head.last;
            if taken.get(span.clone()).is_none_or(|span| span.iter().any(|t| *t)) {
                continue;
            }
            let Outcome::Meant(found) = context.choose(group, &matches) else { continue };
            if let Some(span) = taken.get_mut(span) {
                span.fill(true);
            }
            let Some(found) = found else { continue };
            let found = context.campus(found).unwrap_or(found);
            matches.extend(context.inner(&found, &named));
            matches.extend(context.owners(&found, &named));
            matches.push(found);
        }
    }
    context.drop_parts(&mut matches);
    matches.sort_by_key(|m| m.first);
    matches
}

/// The longest first, derived names after others of their length, those of the same words together.
fn sort(named: &mut [Named]) {
    let own: HashSet<(usize, usize)> =
        named.iter().filter(|n| n.kind != NameKind::Derived).map(|n| (n.first, n.last)).collect();
    named.sort_by_key(|n| {
        let derived = !own.contains(&(n.first, n.last));
        (Reverse(n.last - n.first), derived, n.first, n.kind, n.institution)
    });
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pass {
    Telling,
    General,
    Acronyms,
}

/// What became of names on the same words.
enum Outcome {
    /// They are not meant.
    Not,
    /// They are meant: one of them, or it cannot be told which.
    Meant(Option<Match>),
}

impl<'a> Text<'a> {
    fn pass(&self, named: &Named) -> Pass {
        match named.kind {
            NameKind::Acronym => Pass::Acronyms,
            NameKind::StrongAcronym => Pass::Telling,
            _ if self.is_generic(named) => Pass::General,
            _ => Pass::Telling,
        }
    }

    /// The institution whose name ends the longer name after a comma: "…, Chinese Academy of Sciences".
    fn inner(&self, found: &Match, named: &[Named]) -> Option<Match> {
        let inside = |inner: &&Named| {
            inner.institution != found.institution
                && inner.first > found.first
                && inner.last == found.last
                && matches!(inner.kind, NameKind::First | NameKind::Other)
                && self.word(inner.first).is_some_and(|word| word.gap >= Gap::Comma)
        };
        let record = self.register.institution(found.institution)?;
        let parents: Vec<u32> =
            record.parents().filter_map(|id| self.register.by_id(id)).map(|parent| parent.number).collect();
        let parent = named.iter().filter(inside).find(|inner| parents.contains(&inner.institution));
        let hospital = record.kinds.has(Kind::Healthcare);
        let telling = || {
            named.iter().filter(inside).find(|inner| !hospital && inner.len > 1 && !self.is_generic(inner))
        };
        let Named { institution, first, last, .. } = *parent.or_else(telling)?;
        Some(Match { institution, first, last, basis: Basis::Name })
    }

    /// Owners whose own name begins the printed one: Microsoft of "Microsoft Research Asia".
    fn owners(&self, found: &Match, named: &[Named]) -> Vec<Match> {
        let Some(record) = self.register.institution(found.institution) else { return Vec::new() };
        let part = [Kind::Facility, Kind::Company].iter().any(|kind| record.kinds.has(*kind))
            && !record.kinds.has(Kind::Education);
        if !part || found.basis == Basis::Acronym {
            return Vec::new();
        }
        let owners = record.parents().filter_map(|id| self.register.by_id(id));
        let begins = |owner: &Institution<'_>| {
            named.iter().find(|inner| {
                inner.institution == owner.number
                    && inner.first == found.first
                    && inner.last < found.last
                    && matches!(inner.kind, NameKind::First | NameKind::Other)
            })
        };
        owners
            .filter_map(|owner| begins(&owner))
            .map(|inner| Match { institution: inner.institution, last: inner.last, ..*found })
            .collect()
    }

    /// Key laboratories are parts of the institution they are printed with, and so are places of
    /// education of the university they belong to; the owner of several universities is not meant
    /// beside another institution.
    fn drop_parts(&self, matches: &mut Vec<Match>) {
        let all = matches.clone();
        let education = |number: u32| {
            self.register.institution(number).filter(|record| record.kinds.has(Kind::Education))
        };
        let heads = ["university", "college"].map(|word| self.register.vocabulary().look_up(word).0);
        let names_university = |found: &Match, other: &Match| {
            let outside = (found.first..=found.last).filter(|at| !(other.first..=other.last).contains(at));
            outside.filter_map(|at| self.word(at)).any(|word| heads.contains(&word.key))
        };
        matches.retain(|found| {
            let Some(record) = self.register.institution(found.institution) else { return false };
            let mut others = all.iter().filter(|other| other.institution != found.institution);
            let part_of = |other: &Match| {
                let owner = education(other.institution).map(|owner| owner.line.id);
                !names_university(found, other)
                    && record.kinds.has(Kind::Education)
                    && record.parents().any(|id| Some(id) == owner)
            };
            let system = record.kinds.has(Kind::Education) && is_system(record.name());
            let needless = system || record.name().contains("Key Lab");
            !(needless && others.clone().next().is_some()) && !others.any(part_of)
        });
    }

    fn choose(&self, group: &[Named], matches: &[Match]) -> Outcome {
        let fitting = self.fitting(group);
        let Some(head) = fitting.first() else { return Outcome::Not };
        let (first, last) = (head.first, head.last);
        if self.repeats(head, matches) {
            return Outcome::Meant(None);
        }
        let here: Vec<&Named> = fitting.iter().copied().filter(|named| self.agrees(named)).collect();
        if here.is_empty() && fitting.iter().all(|named| self.is_company_name(named)) {
            return Outcome::Not;
        }
        let single = here.len() == 1;
        let Some(named) = self.single_out(here, matches) else { return Outcome::Meant(None) };
        let acronym = matches!(named.kind, NameKind::Acronym | NameKind::StrongAcronym);
        let basis = match (acronym, single) {
            (true, _) => Basis::Acronym,
            (false, true) => Basis::Name,
            (false, false) => Basis::NameAmongSeveral,
        };
        if named.kind == NameKind::Acronym
            && !(self.fills_part(named) && self.follows_child(named, matches))
            && !(matches.is_empty() && self.acronym_is_safe(named, single))
        {
            return Outcome::Not;
        }
        if !acronym && self.is_generic(named) && !self.generic_is_safe(named, matches, single) {
            return Outcome::Not;
        }
        Outcome::Meant(Some(Match { institution: named.institution, first, last, basis }))
    }

    /// The names that stand by themselves; derived ones only with their town, and beside others only
    /// where the town of none of those is printed.
    fn fitting<'n>(&self, group: &'n [Named]) -> Vec<&'n Named> {
        let fits: Vec<&Named> = group.iter().filter(|named| self.fits(named)).collect();
        let (derived, own): (Vec<&Named>, Vec<&Named>) =
            fits.into_iter().partition(|named| named.kind == NameKind::Derived);
        let in_town = |named: &&Named| self.is_in_named_town(named);
        if group.iter().all(|named| named.kind == NameKind::Derived) {
            let printed = |named: &&Named| self.agrees(named) && self.prints_town(named, self.words);
            return derived.into_iter().filter(printed).collect();
        }
        let known_by = |named: &&Named| named.kind == NameKind::First || in_town(named);
        let campus = |named: &&Named| in_town(named) && self.has_kind(named, Kind::Education);
        if !own.iter().any(known_by) && derived.iter().any(campus) {
            return derived.into_iter().filter(campus).collect();
        }
        own
    }

    pub(super) fn word(&self, place: usize) -> Option<&'a Word> {
        self.words.get(place)
    }

    pub(super) fn span(&self, named: &Named) -> std::slice::Iter<'a, Word> {
        self.words.get(named.first..=named.last).unwrap_or_default().iter()
    }

    fn record(&self, named: &Named) -> Option<Institution<'a>> {
        self.register.institution(named.institution)
    }

    pub(super) fn has_kind(&self, named: &Named, kind: Kind) -> bool {
        self.record(named).is_some_and(|record| record.kinds.has(kind))
    }

    /// Whether it is no university itself but the owner of several, whose names begin with its own.
    pub(super) fn is_system(&self, named: &Named) -> bool {
        self.record(named).is_some_and(|record| is_system(record.name()))
    }

    /// Whether the institution can be where the text says.
    fn agrees(&self, named: &Named) -> bool {
        (self.stated.all.is_empty() && (!self.is_company_name(named) || !self.is_named_like_owner(named)))
            || self.is_in_stated_country(named)
            || (self.stated.by_town && self.is_in_a_town_named(named))
            || (self.is_company_name(named) && self.is_top(named))
    }

    /// Whether the printed name begins as that of its owner abroad: "IBM Research (China)".
    fn is_named_like_owner(&self, named: &Named) -> bool {
        let Some(record) = self.record(named).filter(|_| !self.is_top(named) && named.len < 3) else {
            return false;
        };
        let mut owner = record;
        for _ in 0..8 {
            let current = owner;
            match current.parents().find_map(|id| self.register.by_id(id)) {
                Some(parent) => owner = parent,
                None => break,
            }
        }
        if owner.number == record.number {
            return named.len == 1;
        }
        let initial = words(owner.name(), self.register.vocabulary()).first().map(|word| word.key);
        self.word(named.first).map(|word| word.key) == initial
    }

    fn is_company_name(&self, named: &Named) -> bool {
        self.has_kind(named, Kind::Company) && named.kind != NameKind::Acronym
    }

    /// Whether an acronym repeats the name before it: "Harbin Institute of Technology (HIT)".
    fn repeats(&self, named: &Named, matches: &[Match]) -> bool {
        let bracketed = self.word(named.first).is_some_and(|word| word.gap == Gap::Bracket);
        matches!(named.kind, NameKind::Acronym | NameKind::StrongAcronym)
            && matches.iter().any(|found| {
                found.last + 1 == named.first && (bracketed || found.institution == named.institution)
            })
    }

    /// The one that is meant among institutions of the same name.
    fn single_out<'n>(&self, mut here: Vec<&'n Named>, matches: &[Match]) -> Option<&'n Named> {
        let tests: [&dyn Fn(&Named) -> bool; 11] = [
            &|named| self.is_in_stated_country(named),
            &|named| self.has_child_among(named, matches),
            &|named| self.is_in_hinted_country(named),
            &|named| self.is_in_named_town(named),
            &|named| self.has_parent_among(named, matches),
            &|named| self.has_kind(named, Kind::Funder),
            &|named| matches!(named.kind, NameKind::First | NameKind::StrongAcronym),
            &|named| self.record(named).is_some_and(|record| record.is_described()),
            &|named| !self.is_system(named),
            &|named| self.is_top(named),
            &|named| self.has_kind(named, Kind::Education),
        ];
        for test in tests {
            if here.len() < 2 {
                break;
            }
            if here.iter().any(|named| test(named)) {
                here.retain(|named| test(named));
            }
        }
        match here.as_slice() {
            [named] => Some(named),
            _ => None,
        }
    }

    fn is_in_stated_country(&self, named: &Named) -> bool {
        self.register.country(named.institution).is_some_and(|country| self.stated.all.contains(&country))
    }

    fn is_in_hinted_country(&self, named: &Named) -> bool {
        self.register.country(named.institution).is_some_and(|country| self.hints.contains(&country))
    }

    /// Whether a town is printed whose name a town of the institution's country has.
    fn is_in_a_town_named(&self, named: &Named) -> bool {
        let country = self.register.country(named.institution);
        self.places.iter().any(|place| place.address && Some(place.country) == country)
    }

    /// Whether its town is printed outside its name.
    fn is_in_named_town(&self, named: &Named) -> bool {
        let before = self.words.get(..named.first).unwrap_or_default();
        let after = self.words.get(named.last + 1..).unwrap_or_default();
        self.prints_town(named, before) || self.prints_town(named, after)
    }

    fn prints_town(&self, named: &Named, text: &[Word]) -> bool {
        self.record(named).is_some_and(|record| self.prints(record.line.city, text))
    }

    fn prints(&self, town: &str, text: &[Word]) -> bool {
        let town: Vec<_> = words(town, self.register.vocabulary()).iter().map(|word| word.key).collect();
        let same = |window: &[Word]| window.iter().map(|word| word.key).eq(town.iter().copied());
        !town.is_empty() && text.windows(town.len()).any(same)
    }

    fn has_parent_among(&self, named: &Named, matches: &[Match]) -> bool {
        let Some(record) = self.record(named) else { return false };
        record.parents().any(|id| {
            let parent = self.register.by_id(id).map(|parent| parent.number);
            matches.iter().any(|found| Some(found.institution) == parent)
        })
    }

    /// Whether it is the parent of an institution that is named too.
    fn has_child_among(&self, named: &Named, matches: &[Match]) -> bool {
        let Some(record) = self.record(named) else { return false };
        let mut children = matches.iter().filter_map(|found| self.register.institution(found.institution));
        children.any(|child| child.parents().any(|id| id == record.line.id))
    }

    /// Whether the name of one of its parts stands right before: "Institute of Computing Technology, CAS".
    fn follows_child(&self, named: &Named, matches: &[Match]) -> bool {
        let before: Vec<Match> = matches.iter().filter(|found| found.last + 1 == named.first).copied().collect();
        self.has_child_among(named, &before)
    }

    /// Whether nobody of another country owns it, and it still exists.
    fn is_top(&self, named: &Named) -> bool {
        self.record(named)
            .is_some_and(|record| record.headquarters == record.country && record.line.successor.is_empty())
    }

    fn is_generic(&self, named: &Named) -> bool {
        let roles = [Role::Generic, Role::Institution, Role::Unit];
        self.span(named).all(|word| roles.iter().any(|role| word.roles.has(*role)))
    }

    /// A name of general words only is meant when it fills a part of the address, in its country,
    /// with its town or its parent, or when it is all there is and nobody else's.
    fn generic_is_safe(&self, named: &Named, matches: &[Match], single: bool) -> bool {
        let begins = self.word(named.first).is_some_and(|word| word.gap >= Gap::Line);
        let ends = self.word(named.last + 1).is_none_or(|next| {
            next.gap >= Gap::Stop
                || next.roles.has(Role::Unit)
                || next.roles.has(Role::Part)
                || (next.gap == Gap::And && !next.roles.has(Role::Generic))
        });
        let first = named.kind == NameKind::First;
        let university = self.has_kind(named, Kind::Education) && first && named.len > 1;
        let here = self.is_in_stated_country(named);
        let town = self.is_in_named_town(named);
        let unit = self.word(named.first).is_some_and(|word| word.roles.has(Role::Unit));
        let all_there_is = first && single && !unit && named.len > 2 && named.len == self.words.len();
        let next = self.words.get(named.last + 1..(named.last + 3).min(self.words.len())).unwrap_or_default();
        let before_place = (first && self.precedes_place(named)) || self.prints_town(named, next);
        let fills = begins && (ends || (here && before_place));
        (fills
            && ((university && (matches.is_empty() || here || self.is_in_a_country_of(named, matches)))
                || self.precedes_own_acronym(named)
                || self.has_parent_among(named, matches)
                || self.has_child_among(named, matches)
                || all_there_is
                || (matches.is_empty()
                    && here
                    && (town || named.len > 4 || (named.len > 2 && first)))))
            || (university && here && town && self.follows_unit(named.first))
    }

    fn is_in_a_country_of(&self, named: &Named, matches: &[Match]) -> bool {
        let country = self.register.country(named.institution);
        matches.iter().any(|found| self.register.country(found.institution) == country)
    }

    /// Whether it stands between commas.
    fn fills_part(&self, named: &Named) -> bool {
        let parted = |place: usize| self.word(place).is_none_or(|word| word.gap >= Gap::Comma);
        parted(named.first) && parted(named.last + 1)
    }

    fn precedes_own_acronym(&self, named: &Named) -> bool {
        let Some(next) = self.word(named.last + 1) else { return false };
        let printed = self.text.get(next.range.clone()).unwrap_or_default();
        self.record(named).is_some_and(|record| record.line.acronyms().any(|acronym| acronym == printed))
    }

    /// A shared acronym is meant in its country; without one, where it is all there is and only one
    /// institution has it.
    fn acronym_is_safe(&self, named: &Named, single: bool) -> bool {
        let letters = self.word(named.first).map_or(0, |word| word.range.len());
        let alone =
            self.words.len() < 3 || self.word(named.first).is_some_and(|word| word.gap == Gap::Bracket);
        let stated = letters > 2 && self.is_in_stated_country(named);
        single && (stated || (letters > 3 && alone && self.stated.all.is_empty()))
    }

    /// The campus that is meant where the name of all of them is printed: "University of
    /// California, Department of Chemistry, Davis".
    fn campus(&self, found: Match) -> Option<Match> {
        let common = |key: &Key| {
            let word = self.words.iter().find(|word| word.key == *key);
            word.is_some_and(|word| word.roles.has(Role::Generic) || word.roles.has(Role::Institution))
        };
        let sisters = self.register.campuses(found.institution);
        let printed = self.words.get(found.last)?.range.clone();
        if sisters.is_empty() || self.text.get(printed)? == "System" {
            return None;
        }
        let system = is_system(self.register.institution(found.institution)?.name());
        let shared: Vec<_> = self.words.get(found.first..=found.last)?.iter().map(|word| word.key).collect();
        let part = self.part_from(&found);
        let mut best: Option<(usize, u32)> = None;
        let mut in_town = Vec::new();
        for sister in sisters.iter().filter_map(|number| self.register.institution(*number)) {
            for name in sister.line.names() {
                let own: Vec<_> =
                    words(name, self.register.vocabulary()).iter().map(|word| word.key).collect();
                let printed = own.iter().all(|key| part.iter().any(|word| word.key == *key));
                let more = own.iter().any(|key| !shared.contains(key) && !common(key));
                let follows = |key: &Key| own.contains(key) && !shared.contains(key);
                let next = self.word(found.last + 1).is_some_and(|word| follows(&word.key));
                let longer = more && (system || next) && shared.iter().all(|key| own.contains(key));
                if printed && longer && best.is_none_or(|(len, _)| own.len() > len) {
                    best = Some((own.len(), sister.number));
                }
            }
            if self.prints(sister.line.city, part.get(shared.len()..).unwrap_or_default()) {
                in_town.push(sister.number);
            }
        }
        let sole_in_town = match in_town.as_slice() {
            [sister] if system => Some(*sister),
            _ => None,
        };
        let institution = best.map(|(_, sister)| sister).or(sole_in_town)?;
        Some(Match { institution, basis: Basis::Campus, ..found })
    }

    /// The words from the name on, up to a break.
    fn part_from(&self, found: &Match) -> &'a [Word] {
        let tail = self.words.get(found.last + 1..).unwrap_or_default();
        let end = tail.iter().position(|word| word.gap == Gap::Break).unwrap_or(tail.len());
        self.words.get(found.first..=found.last + end.min(30)).unwrap_or_default()
    }
}

/// Whether this is the name of an owner of several universities.
fn is_system(name: &str) -> bool {
    name.contains("System") && !name.contains("ampus")
}
