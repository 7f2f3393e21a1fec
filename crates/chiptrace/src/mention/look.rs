//! The cheap first look: whether a text can name a chip at all.
//!
//! A name begins with certain letters or digits side by side, its anchor (`rtx`, `a100`), and what else it is made
//! of follows, whatever marks stand between. A text in which no name stands like that names no chip; one in
//! which one does is worth reading. The search looks up every three bytes in a table and compares only where they
//! are those of an anchor. It works on the bytes of a file as well as on a view, so it passes over LaTeX commands and tags.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::spelling::{Dictionary, Piece};

/// Finds places that a chip's name may stand at.
#[derive(Debug)]
pub struct Look {
    /// For each three bytes, in the lower half the sets of anchors that are told by them, in the upper half those that
    /// are told by them one byte further on. A name may stand only where both have a set in common.
    sets: Box<[u8; TRIPLES]>,
    /// For each three bytes the number of their group, plus one.
    numbers: Box<[u16; TRIPLES]>,
    /// The anchors that are told by the same three bytes.
    groups: Vec<Vec<Key>>,
    anchors: Vec<Anchor>,
}

const TRIPLES: usize = 1 << 15;
const SETS: usize = 4;
/// Places that are looked up together, and the bytes that this takes: one before the first, two after the last.
const BLOCK: usize = 16;
const BYTES: usize = BLOCK + 3;
/// Bytes of an anchor that are compared at once.
const WIDTH: usize = 8;
/// Bytes of marks that may stand between two pieces of a name.
const FARTHEST: usize = 48;

/// What tells an anchor at a glance.
#[derive(Debug, Clone, Copy)]
struct Key {
    /// The first bytes of the anchor, little endian, letters in lower case.
    bytes: u64,
    /// The bit in which cases differ, for each letter.
    case: u64,
    /// All bits of the bytes that are compared.
    mask: u64,
    /// How many bytes before the place that it is found by the anchor begins.
    back: usize,
    /// The number of the anchor.
    anchor: usize,
}

/// Bytes that stand side by side in every text with a certain name.
#[derive(Debug)]
struct Anchor {
    /// All of it, letters in lower case.
    text: Box<[u8]>,
    /// What may follow: the later pieces of each name.
    rests: Vec<Vec<String>>,
    /// The first byte of each.
    next: Vec<Option<u8>>,
}

impl Look {
    /// A look for the spellings of `names` and for the words in `also`, given in lower case.
    pub(super) fn new<T: Clone>(names: &Dictionary<T>, also: &[&str]) -> Self {
        let english = English::new();
        let mut anchors: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
        let words = also.iter().map(|word| ((*word).to_owned(), Vec::new()));
        for (anchor, rest) in names.spellings().flat_map(anchored).chain(words) {
            anchors.entry(anchor).or_default().push(rest);
        }
        let (sets, numbers) = (Box::new([0; TRIPLES]), Box::new([0; TRIPLES]));
        let mut look = Self { sets, numbers, groups: Vec::new(), anchors: Vec::new() };
        for (text, mut rests) in anchors {
            rests.sort();
            rests.dedup();
            if rests.first().is_some_and(Vec::is_empty) {
                rests.truncate(1);
            }
            look.add(&english, text.as_bytes(), rests);
        }
        look
    }

    /// Whether the text may name a chip; if not, it names none.
    pub fn may_name(&self, text: &[u8]) -> bool {
        self.places(text).next().is_some()
    }

    /// The places in `text` that a name may stand at: each the second of the four bytes by which it was found.
    pub fn places<'l>(&'l self, text: &'l [u8]) -> impl Iterator<Item = usize> + 'l {
        let mut from = 0;
        std::iter::from_fn(move || {
            let place = self.place_from(text, from)?;
            from = place + 1;
            Some(place)
        })
    }

    /// The first place at or after `at`. Most blocks of places have none.
    fn place_from(&self, text: &[u8], mut at: usize) -> Option<usize> {
        while at < text.len() {
            let found = match at.checked_sub(1).and_then(|before| text.get(before..)?.first_chunk()) {
                Some(block) => self.place_in(text, at, block),
                None => self.place_in(text, at, &padded(text, at)),
            };
            if found.is_some() {
                return found;
            }
            at += BLOCK;
        }
        None
    }

    #[inline]
    fn place_in(&self, text: &[u8], at: usize, block: &[u8; BYTES]) -> Option<usize> {
        let [first, second, third, rest @ ..] = block;
        let mut here = triple([*first, *second, *third]);
        let (mut sets, mut common) = (self.sets_of(here), 0);
        for byte in rest {
            here = push(here, *byte);
            let next = self.sets_of(here);
            common |= sets & next >> SETS;
            sets = next;
        }
        if common == 0 { None } else { self.standing_in(text, at, block) }
    }

    #[cold]
    fn standing_in(&self, text: &[u8], at: usize, block: &[u8; BYTES]) -> Option<usize> {
        let [first, second, third, rest @ ..] = block;
        let mut here = triple([*first, *second, *third]);
        for (byte, place) in rest.iter().zip(at..text.len()) {
            let next = push(here, *byte);
            let common = self.sets_of(here) & self.sets_of(next) >> SETS;
            if common != 0 && self.stands(text, place, here) {
                return Some(place);
            }
            here = next;
        }
        None
    }

    fn stands(&self, text: &[u8], at: usize, triple: u16) -> bool {
        let number = self.numbers.get(usize::from(triple)).copied().unwrap_or(0);
        let group = usize::from(number).checked_sub(1).and_then(|number| self.groups.get(number));
        let mut keys = group.into_iter().flatten();
        keys.any(|key| key.fits(text, at).is_some_and(|start| self.anchor_stands(key.anchor, text, start)))
    }

    fn sets_of(&self, triple: u16) -> u8 {
        self.sets.get(usize::from(triple)).copied().unwrap_or(0)
    }

    fn anchor_stands(&self, anchor: usize, text: &[u8], start: usize) -> bool {
        self.anchors.get(anchor).is_some_and(|anchor| anchor.stands(text, start))
    }

    /// Files an anchor under the four bytes of it, or around it, that are the rarest.
    fn add(&mut self, english: &English, text: &[u8], rests: Vec<Vec<String>>) {
        let bytes = surrounded(text);
        let Some((back, _)) = english.rarest(&bytes) else { return };
        let Some([first, second, third, fourth]) = bytes.get(back..back + 4) else { return };
        let key = Key::new(text, back, self.anchors.len());
        let set = 1 << (key.anchor % SETS);
        self.anchors.push(Anchor::new(text, rests));
        for triple in triples(first, second, third) {
            self.file(triple, key);
            self.mark(triple, set);
        }
        for triple in triples(second, third, fourth) {
            self.mark(triple, set << SETS);
        }
    }

    fn mark(&mut self, triple: u16, set: u8) {
        if let Some(sets) = self.sets.get_mut(usize::from(triple)) {
            *sets |= set;
        }
    }

    fn file(&mut self, triple: u16, key: Key) {
        let Some(number) = self.numbers.get_mut(usize::from(triple)) else { return };
        if *number == 0 {
            self.groups.push(Vec::new());
            *number = u16::try_from(self.groups.len()).unwrap_or(u16::MAX);
        }
        if let Some(group) = self.groups.get_mut(usize::from(*number) - 1) {
            group.push(key);
        }
    }
}

/// The bytes from the one before `at`, blanks where the text has none.
fn padded(text: &[u8], at: usize) -> [u8; BYTES] {
    let mut bytes = [b' '; BYTES];
    let skipped = usize::from(at == 0);
    let here = text.iter().skip(at.saturating_sub(1));
    bytes.iter_mut().skip(skipped).zip(here).for_each(|(slot, byte)| *slot = *byte);
    bytes
}

/// The numbers of three bytes, each one of several.
fn triples(first: &[u8], second: &[u8], third: &[u8]) -> BTreeSet<u16> {
    let pairs = first.iter().flat_map(|first| second.iter().map(move |second| (*first, *second)));
    pairs.flat_map(|(first, second)| third.iter().map(move |third| triple([first, second, *third]))).collect()
}

/// A number for three bytes, the same for both cases of a letter.
fn triple(three: [u8; 3]) -> u16 {
    three.into_iter().fold(0, push)
}

/// The number of the last two of three bytes with the next.
fn push(triple: u16, byte: u8) -> u16 {
    (triple << CLASS_BITS | CLASSES.get(usize::from(byte)).copied().unwrap_or(0)) & (TRIPLES as u16 - 1)
}

const CLASS_BITS: u32 = TRIPLES.ilog2() / 3;

/// Each letter is a class of its own, two digits share one, as do all other signs; bytes beyond ASCII are strewn
/// over the rarest letters.
const CLASSES: [u16; 256] = classes();

#[expect(
    clippy::indexing_slicing,
    reason = "the compiler runs it and refuses an index that is out of bounds"
)]
const fn classes() -> [u16; 256] {
    const RAREST: &[u8; 8] = b"kvwxyjqz";
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < classes.len() {
        classes[byte] = match byte as u8 {
            letter @ (b'a'..=b'z' | b'A'..=b'Z') => (letter & 0x1f) as u16,
            digit @ b'0'..=b'9' => 27 + ((digit - b'0') / 2) as u16,
            other @ 128.. => (RAREST[other as usize % RAREST.len()] & 0x1f) as u16,
            _ => 0,
        };
        byte += 1;
    }
    classes
}

/// The bytes of a text, each by itself, with those that may stand before and after it.
fn surrounded(text: &[u8]) -> Vec<Vec<u8>> {
    let (Some(first), Some(last)) = (text.first(), text.last()) else { return Vec::new() };
    let before = (0..=u8::MAX).filter(|before| may_begin(*before, *first)).collect();
    let after = (0..=u8::MAX).filter(|after| may_end(*last, *after)).collect();
    let inner = text.iter().map(|byte| vec![*byte]);
    std::iter::once(before).chain(inner).chain(std::iter::once(after)).collect()
}

/// The anchor of a name with the pieces that follow. A piece of one character is no anchor by itself: if it holds to
/// the next (`A100`), both are, with or without a hyphen between; else the name is known by its later pieces.
fn anchored(pieces: &[Piece]) -> Vec<(String, Vec<String>)> {
    let texts = |pieces: &[Piece]| -> Vec<String> {
        let words = pieces.iter().filter(|piece| piece.text.chars().any(char::is_alphanumeric));
        words.map(|piece| piece.text.clone()).collect()
    };
    match pieces {
        [first, next, rest @ ..] if next.holds_to(first) => {
            let joined = |joint: &str| (format!("{}{joint}{}", first.text, next.text), texts(rest));
            vec![joined(""), joined("-")]
        }
        [first, rest @ ..] if first.text.len() > 1 => vec![(first.text.clone(), texts(rest))],
        [_, rest @ ..] => anchored(rest),
        [] => Vec::new(),
    }
}

impl Key {
    fn new(text: &[u8], back: usize, anchor: usize) -> Self {
        let mut key = Self { bytes: word_at(text, 0), case: 0, mask: 0, back, anchor };
        for (place, byte) in text.iter().take(WIDTH).enumerate() {
            key.mask |= 0xff << (8 * place);
            if byte.is_ascii_alphabetic() {
                key.case |= 0x20 << (8 * place);
            }
        }
        key
    }

    /// Where the anchor begins that is found by the place `at`, if its first bytes are there.
    fn fits(&self, text: &[u8], at: usize) -> Option<usize> {
        let start = at.checked_sub(self.back)?;
        ((word_at(text, start) | self.case) & self.mask == self.bytes).then_some(start)
    }
}

impl Anchor {
    fn new(text: &[u8], rests: Vec<Vec<String>>) -> Self {
        let first = |rest: &Vec<String>| rest.first().and_then(|piece| piece.bytes().next());
        let next = rests.iter().map(|rest| first(rest).filter(u8::is_ascii)).collect();
        Self { text: text.into(), rests, next }
    }

    /// Whether it stands at `start` with the rest of a name behind it.
    fn stands(&self, text: &[u8], start: usize) -> bool {
        let end = start + self.text.len();
        let whole = text.get(start..end).is_some_and(|here| here.eq_ignore_ascii_case(&self.text));
        if !(whole && begins(text, start) && ends(text, end)) {
            return false;
        }
        let word = next_word(text, end).and_then(|at| text.get(at)).map(u8::to_ascii_lowercase);
        let mut rests = self.rests.iter().zip(&self.next);
        rests.any(|(rest, next)| (next.is_none() || *next == word) && follow(text, end, rest))
    }
}

/// Whether the pieces of `rest` follow from `at` on, in order, with only marks between.
fn follow(text: &[u8], mut at: usize, rest: &[String]) -> bool {
    rest.iter().all(|piece| {
        let found = if piece.is_ascii() { next_word(text, at) } else { Some(at) };
        let end = found.map_or(at, |found| found + piece.len());
        let here = found.and_then(|found| text.get(found..end));
        at = end;
        here.is_some_and(|here| here.eq_ignore_ascii_case(piece.as_bytes())) && ends(text, end)
    })
}

/// Where the next letter or digit is that is not of a LaTeX command or a tag, if only marks stand before it.
/// Blanks, those beyond ASCII among them, may be as many as they like, as between tokens.
fn next_word(text: &[u8], mut at: usize) -> Option<usize> {
    let mut limit = at + FARTHEST;
    while at < limit {
        at = match text.get(at)? {
            blank if blank.is_ascii_whitespace() || !blank.is_ascii() => {
                limit += 1;
                at + 1
            }
            b'\\' => after_letters(text, at + 1),
            b'<' => text.iter().skip(at).take(FARTHEST).position(|byte| *byte == b'>').map(|n| at + n + 1)?,
            byte if byte.is_ascii_alphanumeric() => return Some(at),
            _ => at + 1,
        };
    }
    None
}

fn after_letters(text: &[u8], at: usize) -> usize {
    at + text.iter().skip(at).take(FARTHEST).take_while(|byte| byte.is_ascii_alphabetic()).count()
}

fn begins(text: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    before.zip(text.get(at)).is_none_or(|(before, first)| may_begin(*before, *first))
}

/// Whether a token may begin with `first` after `before`; `8xA100` has its sign of multiplication before the name.
fn may_begin(before: u8, first: u8) -> bool {
    before | 0x20 == b'x' || !goes_on(before, first)
}

fn ends(text: &[u8], at: usize) -> bool {
    let last = at.checked_sub(1).and_then(|last| text.get(last));
    last.zip(text.get(at)).is_none_or(|(last, after)| may_end(*last, *after))
}

/// Whether a token may end with `last` before `after`; `TPUs` has its plural after the name.
fn may_end(last: u8, after: u8) -> bool {
    after == b's' || !goes_on(last, after)
}

fn goes_on(before: u8, after: u8) -> bool {
    (before.is_ascii_digit() && after.is_ascii_digit())
        || (before.is_ascii_alphabetic() && after.is_ascii_alphabetic())
}

fn word_at(text: &[u8], start: usize) -> u64 {
    if let Some(Ok(bytes)) = text.get(start..start + WIDTH).map(<[u8; WIDTH]>::try_from) {
        return u64::from_le_bytes(bytes);
    }
    let rest = text.get(start..).unwrap_or(&[]);
    rest.iter().take(WIDTH).enumerate().fold(0, |word, (place, byte)| word | u64::from(*byte) << (8 * place))
}

/// What is rare in English papers, roughly.
struct English {
    common: HashSet<&'static [u8]>,
}

impl English {
    fn new() -> Self {
        Self { common: COMMON.split(' ').map(str::as_bytes).collect() }
    }

    /// Where the rarest four bytes stand, and about how often they do.
    fn rarest(&self, bytes: &[Vec<u8>]) -> Option<(usize, f64)> {
        let shares = bytes.windows(4).map(|four| self.share(four)).enumerate();
        shares.min_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// About how often four bytes stand at a place: by the letters, and more often if they are part of many words.
    fn share(&self, four: &[Vec<u8>]) -> f64 {
        let single = |bytes: &Vec<u8>| if let [byte] = bytes.as_slice() { *byte } else { b' ' };
        let single: Vec<u8> = four.iter().map(single).collect();
        let common = single.windows(3).filter(|three| self.common.contains(three)).count();
        let letters: f64 = single.iter().map(|byte| byte_share(*byte)).product();
        letters * 100_f64.powi(i32::try_from(common).unwrap_or(0))
    }
}

/// The commonest three letters in words of English papers.
const COMMON: &str = "abl age ain all anc and ang are ase ate ati ble cal com con cti dat del ear ect enc end ene ent era \
    ere ers est eve ext fig for gen gra her ica ine ing int ion ite ith ive lin man mat men met mod mpl \
    nal nce nin nte ode omp ons orm our par per pre pro rat ren res rin sta str tat ted ter the tic tin \
    tio tor tra tri tur ult ure ver wit";

fn byte_share(byte: u8) -> f64 {
    const ORDER: &[u8] = b"etaoinsrhldcumfpgwybvkxjqz";
    match ORDER.iter().position(|letter| *letter == byte) {
        Some(rank) => 0.1 * 0.85_f64.powi(i32::try_from(rank).unwrap_or(0)),
        None if byte.is_ascii_digit() => 0.08,
        None => 0.4,
    }
}
