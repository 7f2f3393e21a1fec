//! Which of several institutions of one name is meant, by where they are.

use std::collections::BTreeSet;

use chiptrace_controls::name::{Key, Word, words};
use chiptrace_controls::party::Kind;
use chiptrace_controls::register::{NameKind, Named};

use super::matching::{Match, Text};
use super::place::is_of_china;

impl Text<'_> {
    /// Whether the institution can be where the text says.
    pub(super) fn agrees(&self, named: &Named) -> bool {
        (self.stated.all.is_empty() && (!self.is_company_name(named) || !self.is_named_like_owner(named)))
            || self.is_in_stated_country(named)
            || (self.stated.by_town && self.is_in_a_town_named(named))
            || (self.is_company_name(named) && self.is_top(named))
    }

    /// Whether the printed name begins as that of its owner abroad: "IBM Research (China)".
    pub(super) fn is_named_like_owner(&self, named: &Named) -> bool {
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

    pub(super) fn is_company_name(&self, named: &Named) -> bool {
        self.has_kind(named, Kind::Company) && named.kind != NameKind::Acronym
    }

    /// The one that is meant among institutions of the same name.
    ///
    /// How well a record is described does not tell whether China or Taiwan is meant.
    pub(super) fn single_out<'n>(&self, mut here: Vec<&'n Named>, matches: &[Match]) -> Option<&'n Named> {
        let by_context: [&dyn Fn(&Named) -> bool; 6] = [
            &|named| self.is_in_stated_country(named),
            &|named| self.has_child_among(named, matches),
            &|named| self.is_in_hinted_country(named),
            &|named| self.is_in_named_town(named),
            &|named| self.has_parent_among(named, matches),
            &|named| self.is_by_first_name(named),
        ];
        let by_record: [&dyn Fn(&Named) -> bool; 5] = [
            &|named| self.has_kind(named, Kind::Funder),
            &|named| self.record(named).is_some_and(|record| record.is_described()),
            &|named| !self.is_system(named),
            &|named| self.is_top(named),
            &|named| self.has_kind(named, Kind::Education),
        ];
        self.keep_those_of_the_time(&mut here);
        narrow(&mut here, &by_context);
        let of_china =
            here.iter().filter_map(|named| self.register.country(named.institution)).filter(is_of_china);
        if of_china.collect::<BTreeSet<_>>().len() < 2 {
            narrow(&mut here, &by_record);
        }
        match here.as_slice() {
            [named] => Some(named),
            _ => None,
        }
    }

    /// Of an institution and its successor of one name, leaves the one that was there in the paper's year.
    fn keep_those_of_the_time(&self, here: &mut Vec<&Named>) {
        let Some(year) = self.year else { return };
        let mut gone = Vec::new();
        for record in here.iter().filter_map(|named| self.record(named)) {
            let successor = self.register.successor(&record).map(|successor| successor.number);
            let other = here.iter().map(|named| named.institution).find(|number| Some(*number) == successor);
            match (record.successor_since(), other) {
                (Some(since), Some(other)) if year < since => gone.push(other),
                (Some(_), Some(_)) => gone.push(record.number),
                _ => {}
            }
        }
        here.retain(|named| !gone.contains(&named.institution));
    }

    /// Whether the name is the one it goes by, be it with its words in another order.
    fn is_by_first_name(&self, named: &Named) -> bool {
        let sorted = |words: &mut dyn Iterator<Item = Key>| {
            let mut keys: Vec<Key> = words.collect();
            keys.sort_unstable();
            keys
        };
        matches!(named.kind, NameKind::First | NameKind::StrongAcronym)
            || self.record(named).is_some_and(|record| {
                let first = words(record.name(), self.register.vocabulary());
                sorted(&mut first.iter().map(|word| word.key))
                    == sorted(&mut self.span(named).map(|word| word.key))
            })
    }

    pub(super) fn is_in_stated_country(&self, named: &Named) -> bool {
        self.register.country(named.institution).is_some_and(|country| self.stated.all.contains(&country))
    }

    pub(super) fn is_in_hinted_country(&self, named: &Named) -> bool {
        self.register.country(named.institution).is_some_and(|country| self.hints.contains(&country))
    }

    /// Whether a town is printed whose name a town of the institution's country has.
    pub(super) fn is_in_a_town_named(&self, named: &Named) -> bool {
        let country = self.register.country(named.institution);
        self.places.iter().any(|place| place.address && Some(place.country) == country)
    }

    pub(super) fn is_in_a_country_of(&self, named: &Named, matches: &[Match]) -> bool {
        let country = self.register.country(named.institution);
        matches.iter().any(|found| self.register.country(found.institution) == country)
    }

    /// Whether its town is printed outside its name.
    pub(super) fn is_in_named_town(&self, named: &Named) -> bool {
        let before = self.words.get(..named.first).unwrap_or_default();
        let after = self.words.get(named.last + 1..).unwrap_or_default();
        self.prints_town(named, before) || self.prints_town(named, after)
    }

    pub(super) fn prints_town(&self, named: &Named, text: &[Word]) -> bool {
        self.record(named).is_some_and(|record| self.prints(record.line.city, text))
    }

    pub(super) fn prints(&self, town: &str, text: &[Word]) -> bool {
        let town: Vec<_> = words(town, self.register.vocabulary()).iter().map(|word| word.key).collect();
        let same = |window: &[Word]| window.iter().map(|word| word.key).eq(town.iter().copied());
        !town.is_empty() && text.windows(town.len()).any(same)
    }

    /// Whether nobody of another country owns it, and it still exists.
    pub(super) fn is_top(&self, named: &Named) -> bool {
        self.record(named)
            .is_some_and(|record| record.headquarters == record.country && record.line.successor.is_empty())
    }
}

/// Leaves those that pass each test in turn, where any does.
fn narrow(here: &mut Vec<&Named>, tests: &[&dyn Fn(&Named) -> bool]) {
    for test in tests {
        if here.len() > 1 && here.iter().any(|named| test(named)) {
            here.retain(|named| test(named));
        }
    }
}
