//! Which of the names that stand in a text are meant.

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
        inside && self.last > self.first && self.basis != Basis::Acronym
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
            matches.extend(context.parent_within(&found, &named));
            matches.push(found);
        }
    }
    context.drop_key_laboratories(&mut matches);
    matches.sort_by_key(|m| m.first);
    matches
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

    /// The parent whose name is a part of the longer name: "…, Chinese Academy of Sciences".
    fn parent_within(&self, found: &Match, named: &[Named]) -> Option<Match> {
        let record = self.register.institution(found.institution)?;
        let parents: Vec<u32> =
            record.parents().filter_map(|id| self.register.by_id(id)).map(|parent| parent.number).collect();
        let inner = named.iter().find(|inner| {
            parents.contains(&inner.institution)
                && inner.first > found.first
                && inner.last == found.last
                && self.word(inner.first).is_some_and(|word| word.gap >= Gap::Comma)
        })?;
        let Named { institution, first, last, .. } = *inner;
        Some(Match { institution, first, last, basis: Basis::Name })
    }

    /// Key laboratories are parts of the institution they are printed with.
    fn drop_key_laboratories(&self, matches: &mut Vec<Match>) {
        let all = matches.clone();
        matches.retain(|found| {
            let Some(record) = self.register.institution(found.institution) else { return false };
            let key_laboratory = record.name().contains("Key Lab");
            !key_laboratory || !all.iter().any(|other| other.institution != found.institution)
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
        if named.kind == NameKind::Acronym && !(matches.is_empty() && self.acronym_is_safe(named, single)) {
            return Outcome::Not;
        }
        if !acronym && self.is_generic(named) && !self.generic_is_safe(named, matches) {
            return Outcome::Not;
        }
        Outcome::Meant(Some(Match { institution: named.institution, first, last, basis }))
    }

    /// The names that stand by themselves; derived ones only where no other is, with their town.
    fn fitting<'n>(&self, group: &'n [Named]) -> Vec<&'n Named> {
        let mut fitting: Vec<&Named> = group.iter().filter(|named| self.fits(named)).collect();
        if group.iter().any(|named| named.kind != NameKind::Derived) {
            fitting.retain(|named| named.kind != NameKind::Derived);
        } else {
            fitting.retain(|named| self.agrees(named) && self.prints_town(named, self.words));
        }
        fitting
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
        self.record(named).is_some_and(|record| record.name().contains("System"))
    }

    /// Whether the institution can be where the text says.
    fn agrees(&self, named: &Named) -> bool {
        (self.stated.all.is_empty() && (!self.is_company_name(named) || !self.is_named_like_owner(named)))
            || self.is_in_stated_country(named)
            || (self.stated.by_town && self.is_in_a_town_named(named))
            || (self.is_company_name(named) && self.is_top(named))
    }

    /// Whether its name, the country taken off, is that of its owner abroad: "IBM Research (China)".
    fn is_named_like_owner(&self, named: &Named) -> bool {
        let Some(record) = self.record(named).filter(|_| !self.is_top(named) && named.len < 3) else {
            return false;
        };
        let initial = |name: &str| name.split([' ', ',']).next().unwrap_or_default().to_lowercase();
        let mut owner = record;
        for _ in 0..8 {
            let current = owner;
            match current.parents().find_map(|id| self.register.by_id(id)) {
                Some(parent) => owner = parent,
                None => break,
            }
        }
        let alone = owner.number == record.number && named.len == 1;
        alone || (owner.number != record.number && initial(owner.name()) == initial(record.name()))
    }

    fn is_company_name(&self, named: &Named) -> bool {
        self.has_kind(named, Kind::Company) && named.kind != NameKind::Acronym
    }

    /// Whether an acronym repeats the name before it: "Harbin Institute of Technology (HIT)".
    fn repeats(&self, named: &Named, matches: &[Match]) -> bool {
        let bracketed = self.word(named.first).is_some_and(|word| word.gap >= Gap::Bracket);
        bracketed
            && matches!(named.kind, NameKind::Acronym | NameKind::StrongAcronym)
            && matches.iter().any(|found| found.last + 1 == named.first)
    }

    /// The one that is meant among institutions of the same name.
    fn single_out<'n>(&self, mut here: Vec<&'n Named>, matches: &[Match]) -> Option<&'n Named> {
        let tests: [&dyn Fn(&Named) -> bool; 8] = [
            &|named| self.is_in_stated_country(named),
            &|named| self.is_in_hinted_country(named),
            &|named| self.is_in_named_town(named),
            &|named| self.has_parent_among(named, matches),
            &|named| matches!(named.kind, NameKind::First | NameKind::StrongAcronym),
            &|named| self.record(named).is_some_and(|record| record.is_described()),
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
    /// with its town or its parent.
    fn generic_is_safe(&self, named: &Named, matches: &[Match]) -> bool {
        let whole = self.word(named.first).is_some_and(|word| word.gap >= Gap::Line)
            && self.word(named.last + 1).is_none_or(|next| next.gap >= Gap::Stop);
        let university =
            self.has_kind(named, Kind::Education) && named.kind == NameKind::First && named.len > 1;
        let alone = matches.is_empty();
        whole
            && (university
                || self.precedes_own_acronym(named)
                || self.has_parent_among(named, matches)
                || (alone
                    && self.is_in_stated_country(named)
                    && (self.is_in_named_town(named)
                        || named.len > 4
                        || (named.len > 2 && named.kind == NameKind::First))))
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
        if sisters.is_empty() {
            return None;
        }
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
                let longer = more && shared.iter().all(|key| own.contains(key));
                if printed && longer && best.is_none_or(|(len, _)| own.len() > len) {
                    best = Some((own.len(), sister.number));
                }
            }
            if self.prints(sister.line.city, part.get(shared.len()..).unwrap_or_default()) {
                in_town.push(sister.number);
            }
        }
        let system = self.register.institution(found.institution)?.name().contains("System");
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
