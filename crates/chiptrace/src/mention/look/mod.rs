//! The cheap first look: whether a text can name a chip at all.
//!
//! A name begins with certain letters or digits side by side, its anchor (`rtx`, `a100`), and what else it is made
//! of follows, whatever marks stand between. A text in which no name stands like that names no chip; one in
//! which one does is worth reading. A sieve finds where a token begins like an
//! anchor, and only there the text is compared. It works on the bytes of a file as well as on a view, so it passes over LaTeX commands and tags.

mod sieve;

use std::collections::{BTreeMap, BTreeSet};

use self::sieve::{Sieve, Window, fold};
use super::spelling::{Dictionary, Piece};

/// Finds places that a chip's name may stand at.
#[derive(Debug)]
pub struct Look {
    sieve: Sieve,
    /// The anchors that share a slot of the sieve.
    groups: Vec<Vec<Key>>,
    anchors: Vec<Anchor>,
}

/// Bytes of an anchor that are compared at once.
const COMPARED: usize = 8;
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
    /// Those bytes as bits, all set where some name needs none of them.
    firsts: u128,
}

impl Look {
    /// A look for the spellings of `names` and for the words in `also`, given in lower case.
    pub(super) fn new<T: Clone>(names: &Dictionary<T>, also: &[&str]) -> Self {
        let mut anchors: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
        let words = also.iter().map(|word| ((*word).to_owned(), Vec::new()));
        for (anchor, rest) in names.spellings().flat_map(anchored).chain(words) {
            anchors.entry(anchor).or_default().push(rest);
        }
        let mut look = Self { sieve: Sieve::new(), groups: Vec::new(), anchors: Vec::new() };
        for (text, mut rests) in anchors {
            rests.sort();
            rests.dedup();
            if rests.first().is_some_and(Vec::is_empty) {
                rests.truncate(1);
            }
            look.add(text.as_bytes(), rests);
        }
        look
    }

    /// Whether the text may name a chip; if not, it names none.
    pub fn may_name(&self, text: &[u8]) -> bool {
        self.places(text).next().is_some()
    }

    /// The places in `text` that a name may begin at.
    pub fn places<'l>(&'l self, text: &'l [u8]) -> impl Iterator<Item = usize> + 'l {
        let mut from = 0;
        std::iter::from_fn(move || {
            let place = self.sieve.find(text, from, |place, slot| self.stands(text, place, slot))?;
            from = place + 1;
            Some(place)
        })
    }

    fn stands(&self, text: &[u8], at: usize, slot: usize) -> bool {
        let mut keys = self.groups.get(slot).into_iter().flatten();
        keys.any(|key| key.fits(text, at) && self.anchor_stands(key.anchor, text, at))
    }

    fn anchor_stands(&self, anchor: usize, text: &[u8], start: usize) -> bool {
        self.anchors.get(anchor).is_some_and(|anchor| anchor.stands(text, start))
    }

    /// Files an anchor under the bytes that it begins with.
    fn add(&mut self, text: &[u8], rests: Vec<Vec<String>>) {
        let key = Key::new(text, self.anchors.len());
        self.anchors.push(Anchor::new(text, rests));
        for slot in windows(text).into_iter().filter_map(|window| self.sieve.add(window)) {
            if self.groups.len() <= slot {
                self.groups.resize(slot + 1, Vec::new());
            }
            self.groups.get_mut(slot).into_iter().for_each(|group| group.push(key));
        }
    }
}

/// The folded bytes that a text may begin with where it stands as a token: four, of a shorter text three. After a text of
/// two or three letters each sign counts that may follow it.
fn windows(text: &[u8]) -> BTreeSet<Window> {
    let mut folded = text.iter().map(|byte| fold(*byte));
    let mut next = || folded.next();
    match (next(), next(), next(), next()) {
        (Some(a), Some(b), Some(c), Some(d)) => BTreeSet::from([[a, b, c, d]]),
        (Some(a), Some(b), Some(c), None) => followers(c).map(|after| [a, b, c, after]).collect(),
        (Some(a), Some(b), None, None) => followers(b).map(|after| [a, b, after, 0]).collect(),
        _ => BTreeSet::new(),
    }
}

/// What may follow a token that ends with `last`, folded.
fn followers(last: u8) -> impl Iterator<Item = u8> {
    (0..=u8::MAX).filter(move |after| may_end(last, *after)).map(fold)
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
    fn new(text: &[u8], anchor: usize) -> Self {
        let mut key = Self { bytes: word_at(text, 0), case: 0, mask: 0, anchor };
        for (place, byte) in text.iter().take(COMPARED).enumerate() {
            key.mask |= 0xff << (8 * place);
            if byte.is_ascii_alphabetic() {
                key.case |= 0x20 << (8 * place);
            }
        }
        key
    }

    /// Whether the first bytes of the anchor stand at `at`.
    fn fits(&self, text: &[u8], at: usize) -> bool {
        (word_at(text, at) | self.case) & self.mask == self.bytes
    }
}

impl Anchor {
    fn new(text: &[u8], rests: Vec<Vec<String>>) -> Self {
        let first = |rest: &Vec<String>| rest.first().and_then(|piece| piece.bytes().next());
        let next: Vec<Option<u8>> = rests.iter().map(|rest| first(rest).filter(u8::is_ascii)).collect();
        let firsts = next.iter().fold(0, |firsts, next| firsts | next.map_or(u128::MAX, bit));
        Self { text: text.into(), rests, next, firsts }
    }

    /// Whether it stands at `start`, where a token begins like it, with the rest of a name behind it.
    fn stands(&self, text: &[u8], start: usize) -> bool {
        let end = start + self.text.len();
        let whole = || text.get(start..end).is_some_and(|here| here.eq_ignore_ascii_case(&self.text));
        if !(ends(text, end) && (self.text.len() <= COMPARED || whole())) {
            return false;
        }
        let word = next_word(text, end).and_then(|at| text.get(at)).map(u8::to_ascii_lowercase);
        if self.firsts & word.map_or(u128::MAX, bit) == 0 {
            return false;
        }
        let mut rests = self.rests.iter().zip(&self.next);
        rests.any(|(rest, next)| (next.is_none() || *next == word) && follow(text, end, rest))
    }
}

/// The bit of an ASCII sign; none for others.
fn bit(byte: u8) -> u128 {
    1_u128.checked_shl(u32::from(byte)).unwrap_or(0)
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
    if let Some(Ok(bytes)) = text.get(start..start + COMPARED).map(<[u8; COMPARED]>::try_from) {
        return u64::from_le_bytes(bytes);
    }
    let rest = text.get(start..).unwrap_or(&[]);
    rest.iter()
        .take(COMPARED)
        .enumerate()
        .fold(0, |word, (place, byte)| word | u64::from(*byte) << (8 * place))
}
