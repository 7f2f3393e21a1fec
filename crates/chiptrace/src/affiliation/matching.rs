//! Which of the names that stand in a text are meant.

use std::cmp::Reverse;
use std::collections::HashSet;

use chiptrace_controls::name::{Gap, Word};
use chiptrace_controls::party::Kind;
use chiptrace_controls::place::CountryCode;
use chiptrace_controls::register::{Institution, NameKind, Named, Register};

use super::edges::Edges;
use super::place::{Mention, Stated};

/// An institution of the register that the text names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Match {
    pub(super) institution: u32,
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) basis: Basis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Basis {
    Name,
    NameAmongSeveral,
    Derived,
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

    /// Counts its first and last word among `words`, of which those of `joined` were made.
    pub(super) fn count_in(&mut self, words: &[Word], joined: &[Word]) {
        let (first, last) = (joined.get(self.first), joined.get(self.last));
        let at = |end: &dyn Fn(&Word) -> bool| words.iter().position(end);
        let first = first.and_then(|first| at(&|word| word.range.start == first.range.start));
        let last = last.and_then(|last| at(&|word| word.range.end == last.range.end));
        if let (Some(first), Some(last)) = (first, last) {
            (self.first, self.last) = (first, last);
        }
    }

    /// Whether its words are some of the other's.
    pub(super) fn lies_within(&self, other: &Match) -> bool {
        other.first <= self.first
            && self.last <= other.last
            && self.last - self.first < other.last - other.first
    }

    pub(super) fn score(&self) -> f32 {
        match self.basis {
            Basis::Name => 1.0,
            Basis::NameAmongSeveral | Basis::Campus | Basis::Derived => 0.9,
            Basis::Acronym => 0.8,
        }
    }

    pub(super) fn reason(&self) -> &'static str {
        match self.basis {
            Basis::Name => "its name is printed",
            Basis::NameAmongSeveral => {
                "its name is printed, and the context tells it from others of that name"
            }
            Basis::Derived => {
                "its name is printed in another order or without its town, and the town beside it"
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
    /// The year of the paper.
    pub(super) year: Option<i16>,
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
            let found = context.campus(found).or_else(|| context.whole(&found, &named)).unwrap_or(found);
            matches.extend(context.inner(&found, &named));
            matches.extend(context.owners(&found, &named));
            matches.push(found);
        }
    }
    context.drop_parts(&mut matches);
    matches.sort_by_key(|m| (m.first, Reverse(m.last)));
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
        let basis = match (acronym, named.kind, single) {
            (true, ..) => Basis::Acronym,
            (false, NameKind::Derived, _) => Basis::Derived,
            (false, _, true) => Basis::Name,
            (false, _, false) => Basis::NameAmongSeveral,
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

    pub(super) fn record(&self, named: &Named) -> Option<Institution<'a>> {
        self.register.institution(named.institution)
    }

    pub(super) fn has_kind(&self, named: &Named, kind: Kind) -> bool {
        self.record(named).is_some_and(|record| record.kinds.has(kind))
    }

    /// Whether an acronym repeats the name before it: "Harbin Institute of Technology (HIT)".
    fn repeats(&self, named: &Named, matches: &[Match]) -> bool {
        let bracketed = self.word(named.first).is_some_and(|word| word.gap == Gap::Bracket);
        matches!(named.kind, NameKind::Acronym | NameKind::StrongAcronym)
            && matches.iter().any(|found| {
                found.last + 1 == named.first && (bracketed || found.institution == named.institution)
            })
    }
}
