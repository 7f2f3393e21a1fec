//! Names that may mean something else: those of general words only, and acronyms.

use chiptrace_controls::name::{Gap, Role};
use chiptrace_controls::party::Kind;
use chiptrace_controls::register::{NameKind, Named};

use super::matching::{Match, Text};

impl Text<'_> {
    pub(super) fn is_generic(&self, named: &Named) -> bool {
        let roles = [Role::Generic, Role::Institution, Role::Unit];
        self.span(named).all(|word| roles.iter().any(|role| word.roles.has(*role)))
    }

    /// A name of general words only is meant when it fills a part of the address, in its country,
    /// with its town or its parent, or when it is all there is and nobody else's.
    pub(super) fn generic_is_safe(&self, named: &Named, matches: &[Match], single: bool) -> bool {
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
                || self.precedes_acronym_of_parent(named)
                || self.has_parent_among(named, matches)
                || self.has_child_among(named, matches)
                || all_there_is
                || (matches.is_empty() && here && (town || named.len > 4 || (named.len > 2 && first)))))
            || (university && here && town && self.follows_unit(named.first))
    }

    /// Whether it stands between commas.
    pub(super) fn fills_part(&self, named: &Named) -> bool {
        let parted = |place: usize| self.word(place).is_none_or(|word| word.gap >= Gap::Comma);
        parted(named.first) && parted(named.last + 1)
    }

    /// "Institute of Computing Technology, CAS".
    fn precedes_acronym_of_parent(&self, named: &Named) -> bool {
        let Some(next) = self.word(named.last + 1) else { return false };
        let printed = self.text.get(next.range.clone()).unwrap_or_default();
        let Some(record) = self.record(named) else { return false };
        let mut parents = record.parents().filter_map(|id| self.register.by_id(id));
        parents.any(|parent| parent.line.acronyms().any(|acronym| acronym == printed))
    }

    pub(super) fn precedes_own_acronym(&self, named: &Named) -> bool {
        let Some(next) = self.word(named.last + 1) else { return false };
        let printed = self.text.get(next.range.clone()).unwrap_or_default();
        self.record(named).is_some_and(|record| record.line.acronyms().any(|acronym| acronym == printed))
    }

    /// A shared acronym is meant in its country; without one, where it is all there is and only one
    /// institution has it.
    pub(super) fn acronym_is_safe(&self, named: &Named, single: bool) -> bool {
        let letters = self.word(named.first).map_or(0, |word| word.range.len());
        let alone = self.words.len() < 3;
        let stated = letters > 2 && self.is_in_stated_country(named);
        single && (stated || (letters > 3 && alone && self.stated.all.is_empty()))
    }
}
