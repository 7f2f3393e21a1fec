//! Which of the names that stand in a text are meant.

use chiptrace_controls::name::{Gap, Role, Shape, Word};
use chiptrace_controls::party::Kind;
use chiptrace_controls::place::CountryCode;
use chiptrace_controls::register::{Extent, NameKind, Named, Register};

use super::place::Mention;

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
    Acronym,
}

impl Match {
    pub(super) fn score(&self) -> f32 {
        match self.basis {
            Basis::Name => 1.0,
            Basis::NameAmongSeveral => 0.9,
            Basis::Acronym => 0.8,
        }
    }

    pub(super) fn reason(&self) -> &'static str {
        match self.basis {
            Basis::Name => "its name is printed",
            Basis::NameAmongSeveral => {
                "its name is printed, and the context tells it from others of that name"
            }
            Basis::Acronym => "its acronym is printed, and the context agrees",
        }
    }
}

/// A text and what is known of it.
pub(super) struct Text<'a> {
    pub(super) text: &'a str,
    pub(super) words: &'a [Word],
    pub(super) places: &'a [Mention],
    /// Countries the text states.
    pub(super) stated: &'a [CountryCode],
    /// Countries that e-mail domains show.
    pub(super) hints: &'a [CountryCode],
    pub(super) register: &'a Register,
}

/// The institutions that the words name.
pub(super) fn find(context: &Text<'_>) -> Vec<Match> {
    let mut named = context.register.find(context.words);
    named.sort_by(|a, b| {
        let len = |n: &Named| n.last - n.first;
        len(b)
            .cmp(&len(a))
            .then(a.first.cmp(&b.first))
            .then(a.kind.cmp(&b.kind))
            .then(a.institution.cmp(&b.institution))
    });
    let mut matches: Vec<Match> = Vec::new();
    let mut taken = vec![false; context.words.len()];
    for group in named.chunk_by(|a, b| (a.first, a.last) == (b.first, b.last)) {
        let Some(head) = group.first() else { continue };
        let span = head.first..=head.last;
        if taken.get(span.clone()).is_none_or(|span| span.iter().any(|t| *t)) {
            continue;
        }
        let Outcome::Meant(found) = context.choose(group, &matches) else { continue };
        if let Some(span) = taken.get_mut(span) {
            span.fill(true);
        }
        matches.extend(found);
    }
    matches.sort_by_key(|m| m.first);
    matches
}

/// What became of names on the same words.
enum Outcome {
    /// They are not meant.
    Not,
    /// They are meant: one of them, or it cannot be told which.
    Meant(Option<Match>),
}

impl Text<'_> {
    fn choose(&self, group: &[Named], matches: &[Match]) -> Outcome {
        let fitting: Vec<&Named> = group.iter().filter(|named| self.fits(named)).collect();
        let Some(head) = fitting.first() else { return Outcome::Not };
        let (first, last) = (head.first, head.last);
        if self.repeats(head, matches) {
            return Outcome::Meant(None);
        }
        let here: Vec<&Named> = fitting.iter().copied().filter(|named| self.agrees(named)).collect();
        let single = here.len() == 1;
        let Some(named) = self.single_out(here, matches) else { return Outcome::Meant(None) };
        let acronym = matches!(named.kind, NameKind::Acronym | NameKind::StrongAcronym);
        let basis = match (acronym, single) {
            (true, _) => Basis::Acronym,
            (false, true) => Basis::Name,
            (false, false) => Basis::NameAmongSeveral,
        };
        if named.kind == NameKind::Acronym && !self.acronym_is_safe(named, single) {
            return Outcome::Not;
        }
        if !acronym && self.is_generic(named) && !self.generic_is_safe(named, matches) {
            return Outcome::Not;
        }
        Outcome::Meant(Some(Match { institution: named.institution, first, last, basis }))
    }

    fn word(&self, place: usize) -> Option<&Word> {
        self.words.get(place)
    }

    /// Whether the name stands by itself, not within a longer one.
    fn fits(&self, named: &Named) -> bool {
        if matches!(named.kind, NameKind::Acronym | NameKind::StrongAcronym) {
            return self.is_written_as_acronym(named) && self.begins_part(named) && self.ends_part(named);
        }
        if named.len == 1 {
            return self.single_word_fits(named);
        }
        self.begins(named) && self.ends(named)
    }

    fn is_written_as_acronym(&self, named: &Named) -> bool {
        let mut span = self.words.iter().skip(named.first).take(named.last - named.first + 1);
        let letters = span.clone().map(|word| word.range.len()).sum::<usize>();
        letters > 1
            && span.all(|word| {
                matches!(word.shape, Shape::Acronym | Shape::Number) || self.has_inner_capital(word)
            })
    }

    fn has_inner_capital(&self, word: &Word) -> bool {
        let printed = self.text.get(word.range.clone()).unwrap_or_default();
        printed.chars().filter(|c| c.is_uppercase()).count() > 1
    }

    /// Whether it begins a part of the address.
    fn begins_part(&self, named: &Named) -> bool {
        self.word(named.first).is_some_and(|word| word.gap >= Gap::Of)
    }

    fn ends_part(&self, named: &Named) -> bool {
        self.word(named.last + 1).is_none_or(|next| {
            next.gap >= Gap::And
                || next.shape == Shape::Number
                || self.place_at(named.last + 1, named).is_some()
        })
    }

    fn single_word_fits(&self, named: &Named) -> bool {
        let Some(word) = self.word(named.first) else { return false };
        let company = self.kinds_have(named, Kind::Company);
        let proper = matches!(word.shape, Shape::Capitalised | Shape::Acronym) && word.range.len() > 2;
        let common =
            word.roles.has(Role::Generic) || word.roles.has(Role::Institution) || word.roles.has(Role::Unit);
        let place = self.places.iter().any(|place| place.first <= named.first && named.last <= place.last);
        let follows_unit = self.word(named.last + 1).is_some_and(|next| {
            company
                && next.gap == Gap::Space
                && (next.roles.has(Role::Generic) || next.roles.has(Role::Company))
                && !next.roles.has(Role::Institution)
        });
        proper && !common && !place && self.begins_part(named) && (self.ends_part(named) || follows_unit)
    }

    fn begins(&self, named: &Named) -> bool {
        let Some(word) = self.word(named.first) else { return false };
        let Some(before) = named.first.checked_sub(1).and_then(|place| self.word(place)) else { return true };
        if word.gap >= Gap::Of || word.shape == Shape::Ideograph {
            return true;
        }
        matches!(before.shape, Shape::Number | Shape::Lower | Shape::Acronym)
            || before.roles.has(Role::Unit)
            || self.follows_unit(named.first)
    }

    /// Whether a department or school heads the stretch before `place`.
    fn follows_unit(&self, place: usize) -> bool {
        let stretch = self.words.get(..place).unwrap_or_default().iter().rev();
        for word in stretch.take(12) {
            if word.roles.has(Role::Unit) {
                return true;
            }
            if word.gap >= Gap::Comma {
                return false;
            }
        }
        false
    }

    fn ends(&self, named: &Named) -> bool {
        let Some(next) = self.word(named.last + 1) else { return true };
        match next.gap {
            Gap::Space => {
                matches!(next.shape, Shape::Number | Shape::Lower | Shape::Ideograph)
                    || next.roles.has(Role::Unit)
                    || next.roles.has(Role::Company)
                    || self.place_at(named.last + 1, named).is_some()
            }
            Gap::Of => self.place_at(named.last + 1, named).is_some(),
            Gap::And => !next.roles.has(Role::Generic) || next.roles.has(Role::Institution),
            _ => true,
        }
    }

    /// A place that begins at `place` and lies in the country of the institution.
    fn place_at(&self, place: usize, named: &Named) -> Option<&Mention> {
        let country = self.register.country(named.institution)?;
        self.places.iter().find(|mention| mention.first == place && mention.country == country)
    }

    fn kinds_have(&self, named: &Named, kind: Kind) -> bool {
        self.register.institution(named.institution).is_some_and(|record| record.kinds.has(kind))
    }

    /// Whether the institution can be where the text says.
    fn agrees(&self, named: &Named) -> bool {
        let country = self.register.country(named.institution);
        self.stated.is_empty()
            || country.is_some_and(|country| self.stated.contains(&country))
            || (self.kinds_have(named, Kind::Company) && named.kind != NameKind::Acronym)
    }

    /// Whether an acronym repeats the name before it: "Harbin Institute of Technology (HIT)".
    fn repeats(&self, named: &Named, matches: &[Match]) -> bool {
        let bracketed = self.word(named.first).is_some_and(|word| word.gap == Gap::Bracket);
        bracketed
            && matches!(named.kind, NameKind::Acronym | NameKind::StrongAcronym)
            && matches.iter().any(|found| found.last + 1 == named.first)
    }

    /// The one that is meant among institutions of the same name.
    fn single_out<'n>(&self, mut here: Vec<&'n Named>, matches: &[Match]) -> Option<&'n Named> {
        let tests: [&dyn Fn(&Named) -> bool; 7] = [
            &|named| self.is_in_stated_country(named),
            &|named| self.is_in_hinted_country(named),
            &|named| self.is_in_named_town(named),
            &|named| self.has_parent_among(named, matches),
            &|named| matches!(named.kind, NameKind::First | NameKind::StrongAcronym),
            &|named| self.is_top(named),
            &|named| self.kinds_have(named, Kind::Education),
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
        self.register.country(named.institution).is_some_and(|country| self.stated.contains(&country))
    }

    fn is_in_hinted_country(&self, named: &Named) -> bool {
        self.register.country(named.institution).is_some_and(|country| self.hints.contains(&country))
    }

    fn is_in_named_town(&self, named: &Named) -> bool {
        let Some(record) = self.register.institution(named.institution) else { return false };
        !record.line.city.is_empty() && self.text.contains(record.line.city)
    }

    fn has_parent_among(&self, named: &Named, matches: &[Match]) -> bool {
        let Some(record) = self.register.institution(named.institution) else { return false };
        record.parents().any(|id| {
            let parent = self.register.by_id(id).map(|parent| parent.number);
            matches.iter().any(|found| Some(found.institution) == parent)
        })
    }

    /// Whether nobody of another country owns it.
    fn is_top(&self, named: &Named) -> bool {
        self.register
            .institution(named.institution)
            .is_some_and(|record| record.headquarters == record.country && record.line.successor.is_empty())
    }

    fn is_generic(&self, named: &Named) -> bool {
        let mut span = self.words.iter().skip(named.first).take(named.last - named.first + 1);
        span.all(|word| {
            word.roles.has(Role::Generic) || word.roles.has(Role::Institution) || word.roles.has(Role::Unit)
        })
    }

    /// A name of general words only is meant when it fills a part of the address, in its country,
    /// with its town or its parent.
    fn generic_is_safe(&self, named: &Named, matches: &[Match]) -> bool {
        let whole = self.word(named.first).is_some_and(|word| word.gap >= Gap::Comma)
            && self.word(named.last + 1).is_none_or(|next| next.gap >= Gap::Stop);
        whole
            && self.is_in_stated_country(named)
            && (self.is_in_named_town(named) || self.has_parent_among(named, matches))
    }

    /// A shared acronym is meant in its country only.
    fn acronym_is_safe(&self, named: &Named, single: bool) -> bool {
        let letters = self.word(named.first).map_or(0, |word| word.range.len());
        letters > 2
            && single
            && self.is_in_stated_country(named)
            && self.places.iter().any(|place| place.extent == Extent::Country)
    }
}
