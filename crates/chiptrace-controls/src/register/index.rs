//! Names by their words.
//!
//! Every name is filed under its rarest word. To find the names in a text, each of its words is
//! looked up and the names filed there are compared with the words around it, so the work grows
//! with the length of the text and hardly with the number of names.

use super::Number;
use super::edits::Edits;
use super::line::{Line, NameKind};
use super::prebuilt::{Reader, Writer};
use crate::name::{Gap, Key, KeyMap, Role, Shape, Vocabulary, Word, words};

const LONGEST_NAME: usize = 24;

type WordNumber = u32;

/// A name that stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// Whose name it is.
    pub institution: Number,
    /// Which of its names.
    pub kind: NameKind,
    /// First word, of the words searched.
    pub first: usize,
    /// Last word.
    pub last: usize,
    /// How many words the name has.
    pub len: usize,
    /// Bit `i` is set where the name itself is parted before word `i`, as by a comma.
    pub parted: u32,
}

/// Names by their words.
#[derive(Debug, Default)]
pub(super) struct Index {
    numbers: KeyMap<WordNumber>,
    words: Vec<WordNumber>,
    names: Vec<Name>,
    /// Where the names filed under each word begin in `filed`; one entry more than words.
    starts: Vec<u32>,
    filed: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Name {
    start: u32,
    institution: Number,
    len: u8,
    rarest: u8,
    kind: NameKind,
    parted: u32,
}

impl Name {
    fn at(&self, first: usize, last: usize) -> Named {
        let Self { institution, kind, parted, .. } = *self;
        Named { institution, kind, first, last, len: self.len.into(), parted }
    }
}

/// Collects names.
pub(super) struct Builder<'a> {
    vocabulary: &'a Vocabulary,
    edits: &'a Edits,
    index: Index,
    counts: Vec<u32>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(vocabulary: &'a Vocabulary, edits: &'a Edits) -> Self {
        Self { vocabulary, edits, index: Index::default(), counts: Vec::new() }
    }

    /// Makes room for this many institutions.
    pub(super) fn reserve(&mut self, institutions: usize) {
        self.index.numbers.reserve(institutions * 2);
        self.index.names.reserve(institutions * 4);
        self.index.words.reserve(institutions * 16);
        self.counts.reserve(institutions * 2);
    }

    /// Adds every name of an institution: its own first, then those that can be derived of them.
    pub(super) fn add(&mut self, number: Number, line: &Line<'_>) {
        let first_name = self.index.names.len();
        let edited = self.edits.speaks_of(line.id);
        let mut kind = NameKind::First;
        let mut printed = Vec::new();
        for name in line.names() {
            if !(edited && self.edits.removes(line.id, name)) {
                let company = kind == NameKind::First && line.kinds.contains('c');
                let name = if company { without_country(name) } else { name };
                printed.push((name, self.add_name(number, kind, name, first_name)));
            }
            kind = NameKind::Other;
        }
        self.add_edited(number, line, first_name);
        let town: Vec<Key> = words(line.city, self.vocabulary).iter().map(|word| word.key).collect();
        for (name, found) in &printed {
            self.add_without_initials(number, name, found, first_name);
            self.add_turned(number, found, first_name);
            self.add_without_town(number, found, &town, first_name);
        }
        let kind = if line.id.starts_with("x-") { NameKind::StrongAcronym } else { NameKind::Acronym };
        for acronym in line.acronyms().filter(|acronym| !(edited && self.edits.removes(line.id, acronym))) {
            self.add_name(number, kind, acronym, first_name);
        }
    }

    fn add_edited(&mut self, number: Number, line: &Line<'_>, first_name: usize) {
        let edits = self.edits;
        for more in edits.names_of(line.id) {
            for (kind, names) in [
                (NameKind::Other, &more.names),
                (NameKind::StrongAcronym, &more.acronyms),
                (NameKind::Acronym, &more.shared_acronyms),
            ] {
                for name in names {
                    self.add_name(number, kind, name, first_name);
                }
            }
        }
    }

    fn add_name(&mut self, institution: Number, kind: NameKind, name: &str, first_name: usize) -> Vec<Word> {
        let found = words(name, self.vocabulary);
        let legal_form = found.iter().rev().take_while(|word| word.roles.has(Role::Company)).count();
        let kept = if legal_form < found.len() { found.len() - legal_form } else { found.len() };
        let start = self.index.words.len();
        if kept == 0 || kept > LONGEST_NAME {
            return found;
        }
        let mut parted = 0;
        for (place, word) in found.iter().take(kept).enumerate() {
            let number = self.number(word.key);
            self.index.words.push(number);
            parted |= u32::from(may_be_parted(&found, place, word.gap)) << place;
        }
        self.push(institution, kind, start, parted, first_name);
        found
    }

    /// "Indian Institute of Technology Kharagpur" is printed "Indian Institute of Technology, …,
    /// Kharagpur" too, and "University of Maryland, College Park" also "Maryland Univ., College Park".
    fn add_without_town(&mut self, institution: Number, found: &[Word], town: &[Key], first_name: usize) {
        let begins_town = |place: &usize| {
            let rest = found.get(*place..).unwrap_or_default();
            !town.is_empty()
                && rest.len() >= town.len()
                && rest.iter().map(|word| &word.key).zip(town).all(|(a, b)| a == b)
        };
        let Some(kept) = (2..found.len()).find(begins_town) else { return };
        let head = found.get(..kept).unwrap_or_default();
        if !head.iter().any(|word| word.roles.has(Role::Institution)) {
            return;
        }
        let start = self.index.words.len();
        for word in head {
            let number = self.number(word.key);
            self.index.words.push(number);
        }
        if self.push(institution, NameKind::Derived, start, 0, first_name) {
            self.add_turned(institution, head, first_name);
        }
    }

    /// "N. I. Lobachevsky State University" is printed without the initials too.
    fn add_without_initials(&mut self, institution: Number, name: &str, found: &[Word], first_name: usize) {
        let [initials, own_name, rest @ ..] = found else { return };
        let printed = name.get(initials.range.clone()).unwrap_or_default();
        let own = |word: &Word| !word.roles.has(Role::Generic) && !word.roles.has(Role::Institution);
        let are_initials = initials.shape == Shape::Acronym && printed.contains(['.', ' ']);
        if !are_initials || !own(own_name) || rest.is_empty() {
            return;
        }
        let start = self.index.words.len();
        for word in found.iter().skip(1) {
            let number = self.number(word.key);
            self.index.words.push(number);
        }
        self.push(institution, NameKind::Derived, start, 0, first_name);
    }

    /// "University of Porto" is printed "Porto University" too, and "Jena University Hospital"
    /// "University Hospital Jena"; but "Athens Academy" is not the Academy of Athens.
    fn add_turned(&mut self, institution: Number, found: &[Word], first_name: usize) {
        let heads = |word: &Word| word.roles.has(Role::Institution) || word.roles.has(Role::Generic);
        let turned = ["university", "hospital"].map(|word| self.vocabulary.look_up(word).0);
        let institution_of = |words: &[Word]| words.iter().any(|word| turned.contains(&word.key));
        let leading = found.iter().take_while(|word| heads(word)).count();
        let trailing = found.iter().rev().take_while(|word| heads(word)).count();
        let turn = if leading > 0 { leading } else { found.len() - trailing };
        let (front, back) = found.split_at_checked(turn).unwrap_or_default();
        let (head, own) = if leading > 0 { (front, back) } else { (back, front) };
        let unit = head.iter().any(|word| word.roles.has(Role::Unit) && !word.roles.has(Role::Institution));
        if found.len() > 4 || own.is_empty() || own.iter().any(heads) || !institution_of(head) || unit {
            return;
        }
        let start = self.index.words.len();
        for word in back.iter().chain(front) {
            let number = self.number(word.key);
            self.index.words.push(number);
        }
        self.push(institution, NameKind::Derived, start, 0, first_name);
    }

    /// Files the words from `start` on as a name, unless the institution has it already.
    fn push(
        &mut self,
        institution: Number,
        kind: NameKind,
        start: usize,
        parted: u32,
        first_name: usize,
    ) -> bool {
        let len = self.index.words.len() - start;
        let known = |other: &Name| self.index.same_words(other, start, len);
        if self.index.names.get(first_name..).is_some_and(|names| names.iter().any(known)) {
            self.index.words.truncate(start);
            return false;
        }
        for number in self.index.words.get(start..).unwrap_or_default() {
            if let Some(count) = self.counts.get_mut(*number as usize) {
                *count += 1;
            }
        }
        self.index.names.push(Name {
            start: start as u32,
            institution,
            len: len as u8,
            rarest: 0,
            kind,
            parted,
        });
        true
    }

    fn number(&mut self, key: Key) -> WordNumber {
        let next = self.counts.len() as WordNumber;
        let number = *self.index.numbers.entry(key).or_insert(next);
        if number == next {
            self.counts.push(0);
        }
        number
    }

    /// Files every name under its rarest word.
    pub(super) fn finish(mut self) -> Index {
        let mut filed_under = Vec::with_capacity(self.index.names.len());
        let mut starts = vec![0u32; self.counts.len() + 1];
        for name in &mut self.index.names {
            let words = self.index.words.get(name.start as usize..).unwrap_or_default();
            let counted = words.iter().take(name.len.into()).enumerate();
            let rarest =
                counted.min_by_key(|(_, word)| self.counts.get(**word as usize).copied().unwrap_or(0));
            let (place, word) = rarest.map_or((0, 0), |(place, word)| (place, *word));
            name.rarest = place as u8;
            filed_under.push(word);
            if let Some(count) = starts.get_mut(word as usize + 1) {
                *count += 1;
            }
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut next = starts.clone();
        let mut filed = vec![0u32; filed_under.len()];
        for (name, word) in filed_under.iter().enumerate() {
            if let Some(place) = next.get_mut(*word as usize) {
                if let Some(slot) = filed.get_mut(*place as usize) {
                    *slot = name as u32;
                }
                *place += 1;
            }
        }
        self.index.starts = starts;
        self.index.filed = filed;
        self.index
    }
}

impl Index {
    pub(super) fn encode(&self, out: &mut Writer) {
        out.keys(&self.numbers);
        out.numbers(&self.words);
        out.numbers(&self.starts);
        out.numbers(&self.filed);
        out.number(self.names.len() as u32);
        for name in &self.names {
            out.number(name.start);
            out.number(name.institution);
            out.number(u32::from_le_bytes([name.len, name.rarest, name.kind as u8, 0]));
            out.number(name.parted);
        }
    }

    pub(super) fn decode(from: &mut Reader<'_>) -> Option<Self> {
        let numbers = from.keys()?;
        let (words, starts, filed) = (from.numbers()?, from.numbers()?, from.numbers()?);
        let name = |from: &mut Reader<'_>| {
            let (start, institution) = (from.number()?, from.number()?);
            let [len, rarest, kind, _] = from.number()?.to_le_bytes();
            let kind = NameKind::ALL.get(usize::from(kind)).copied()?;
            Some(Name { start, institution, len, rarest, kind, parted: from.number()? })
        };
        let names = (0..from.count(4)?).map(|_| name(from)).collect::<Option<Vec<_>>>()?;
        Some(Self { numbers, words, names, starts, filed })
    }

    /// Whether a word stands in any name.
    pub(super) fn has_word(&self, key: Key) -> bool {
        self.numbers.contains_key(&key)
    }

    /// Names that stand in `text` word for word.
    pub(super) fn find(&self, text: &[Word]) -> Vec<Named> {
        let numbers = self.numbers_of(text);
        let mut found = Vec::new();
        for (place, number) in numbers.iter().enumerate() {
            for name in self.filed_under(*number) {
                let Some(first) = place.checked_sub(name.rarest.into()) else { continue };
                let end = first + usize::from(name.len);
                if numbers.get(first..end) == self.words_of(name) && !parted(text, first, end) {
                    found.push(name.at(first, end - 1));
                }
            }
        }
        found
    }

    /// The institutions whose names begin with a word that is the rarest of them.
    pub(super) fn begun_with(&self, key: Key) -> impl Iterator<Item = Number> {
        let number = self.numbers.get(&key).copied().unwrap_or(WordNumber::MAX);
        let own = |name: &&Name| {
            name.rarest == 0 && matches!(name.kind, NameKind::First | NameKind::Other) && name.len > 1
        };
        self.filed_under(number).filter(own).map(|name| name.institution)
    }

    fn numbers_of(&self, text: &[Word]) -> Vec<WordNumber> {
        text.iter().map(|word| self.numbers.get(&word.key).copied().unwrap_or(WordNumber::MAX)).collect()
    }

    fn filed_under(&self, number: WordNumber) -> impl Iterator<Item = &Name> {
        let number = number as usize;
        let range = match (self.starts.get(number), self.starts.get(number.saturating_add(1))) {
            (Some(start), Some(end)) => *start as usize..*end as usize,
            _ => 0..0,
        };
        let filed = self.filed.get(range).unwrap_or_default();
        filed.iter().filter_map(|name| self.names.get(*name as usize))
    }

    fn words_of(&self, name: &Name) -> Option<&[WordNumber]> {
        let start = name.start as usize;
        self.words.get(start..start + usize::from(name.len))
    }

    fn same_words(&self, name: &Name, start: usize, len: usize) -> bool {
        self.words_of(name) == self.words.get(start..start + len)
    }
}

/// Whether texts part a name before its word `place`: where it is parted itself, and between two
/// institutions, as in "West China Hospital of Sichuan University".
fn may_be_parted(name: &[Word], place: usize, gap: Gap) -> bool {
    let names_institution = |words: &[Word]| words.iter().any(|word| word.roles.has(Role::Institution));
    let (head, tail) = name.split_at_checked(place).unwrap_or_default();
    place > 0
        && (gap >= Gap::Bracket || (gap == Gap::Of && names_institution(head) && names_institution(tail)))
}

fn parted(text: &[Word], first: usize, end: usize) -> bool {
    text.get(first + 1..end).is_some_and(|inner| inner.iter().any(|word| word.gap == Gap::Break))
}

/// A company's name without the country that the register adds: "Huawei Technologies (China)".
fn without_country(name: &str) -> &str {
    match name.rsplit_once(" (") {
        Some((head, tail)) if tail.ends_with(')') && !head.is_empty() => head,
        _ => name,
    }
}
