//! The sieve of the first look: where a token of a text begins with bytes that tell a name.
//!
//! Sixty-four bytes at a time are folded, so that both cases of a letter are the same and all marks are, and the places at which
//! a token begins are told, all with vector instructions. Only there the folded bytes, three and four of them, are hashed to
//! a bit of a map; few bits are set, and only where one is the text is compared.

use fearless_simd::{Level, Select, Simd, SimdBase, SimdMask, dispatch, mask8x64, u8x64};

/// Folded bytes that tell a name: four, or three and a zero.
pub(super) type Window = [u8; 4];

/// Bytes that are looked at together, and the places whose windows lie within them.
const BLOCK: usize = 64;
const PLACES: usize = BLOCK - 3;
/// Bits of a hash, and of the part of it that numbers a slot.
const HASH: u32 = 20;
const SLOT: u32 = 16;

/// Which windows tell a name, and the slot of each.
#[derive(Debug)]
pub(super) struct Sieve {
    bits: Box<[u64; 1 << (HASH - 6)]>,
    slots: Box<[u16; 1 << SLOT]>,
    filled: u16,
}

/// A block of a text as the sieve sees it.
struct Folded {
    bytes: [u8; BLOCK],
    /// The places at which a token begins, a bit each.
    begins: u64,
}

impl Sieve {
    pub(super) fn new() -> Self {
        Self { bits: Box::new([0; 1 << (HASH - 6)]), slots: Box::new([0; 1 << SLOT]), filled: 0 }
    }

    /// Lets a window through. Returns the number of its slot, which it may share with others.
    pub(super) fn add(&mut self, window: Window) -> Option<usize> {
        let hash = hash(u32::from_le_bytes(window));
        self.bits.get_mut(hash >> 6).into_iter().for_each(|word| *word |= 1 << (hash & 63));
        let slot = self.slots.get_mut(hash >> (HASH - SLOT))?;
        if *slot == 0 {
            self.filled = self.filled.saturating_add(1);
            *slot = self.filled;
        }
        Some(usize::from(*slot - 1))
    }

    /// The first place at or after `at` where a token begins with a window that is let through, and of which `stands` says yes,
    /// given the place and the slot of the window.
    pub(super) fn find(
        &self,
        text: &[u8],
        at: usize,
        stands: impl Fn(usize, usize) -> bool,
    ) -> Option<usize> {
        dispatch!(Level::new(), simd => self.find_with(simd, text, at, &stands))
    }

    #[inline(always)]
    fn find_with<S: Simd>(
        &self,
        simd: S,
        text: &[u8],
        mut at: usize,
        stands: &impl Fn(usize, usize) -> bool,
    ) -> Option<usize> {
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let before = at.checked_sub(1).and_then(|before| text.get(before)).copied();
            let mut block = match rest.first_chunk() {
                Some(bytes) => Folded::new(simd, before, bytes),
                None => Folded::new(simd, before, &padded(rest)),
            };
            while let Some((place, window)) = block.next() {
                let hashes = [hash(window), hash(window & 0x00ff_ffff)];
                if hashes.map(|hash| self.lets_through(hash)) != [false; 2]
                    && self.slots_of(hashes).any(|slot| stands(at + place, slot))
                {
                    return Some(at + place);
                }
            }
            at += PLACES;
        }
        None
    }

    #[inline(always)]
    fn lets_through(&self, hash: usize) -> bool {
        self.bits.get(hash >> 6).is_some_and(|word| word >> (hash & 63) & 1 != 0)
    }

    fn slots_of(&self, hashes: [usize; 2]) -> impl Iterator<Item = usize> {
        let passed = hashes.into_iter().filter(|hash| self.lets_through(*hash));
        let slots = passed.filter_map(|hash| self.slots.get(hash >> (HASH - SLOT)));
        slots.filter_map(|slot| usize::from(*slot).checked_sub(1))
    }
}

impl Folded {
    /// A block that `before` stands before.
    #[inline(always)]
    fn new<S: Simd>(simd: S, before: Option<u8>, text: &[u8; BLOCK]) -> Self {
        let text = u8x64::from_slice(simd, text);
        let mut bytes = [0; BLOCK];
        fold_all(simd, text).store_slice(&mut bytes);
        let begins = begins(before.map_or(b' ', fold), text) & ((1 << PLACES) - 1);
        Self { bytes, begins }
    }

    /// The next place at which a token begins, and the four folded bytes there.
    #[inline(always)]
    fn next(&mut self) -> Option<(usize, u32)> {
        if self.begins == 0 {
            return None;
        }
        let place = self.begins.trailing_zeros() as usize;
        self.begins &= self.begins - 1;
        let window = self.bytes.get(place..)?.first_chunk()?;
        Some((place, u32::from_le_bytes(*window)))
    }
}

/// Where a token begins that a name may begin with, a bit a place: a letter after none, or after an `x` as in `8xA100`, before
/// a letter, a digit or a hyphen; three digits after none; a sign beyond ASCII. No name begins with fewer digits or a single letter.
#[inline(always)]
fn begins<S: Simd>(before: u8, text: u8x64<S>) -> u64 {
    let after = |mask: u64, before: bool| mask << 1 | u64::from(before);
    let (letters, digits) = (letters(text).to_bitmask(), digits(text).to_bitmask());
    let x = (text | 0x20).simd_eq(b'x').to_bitmask();
    let hyphen = text.simd_eq(b'-').to_bitmask();
    let after_letter = after(letters & !x, before.is_ascii_lowercase() && before != b'x');
    let after_digit = after(digits, before.is_ascii_digit());
    let word = letters & !after_letter & (letters | digits | hyphen) >> 1;
    let number = digits & !after_digit & digits >> 1 & digits >> 2;
    word | number | text.simd_ge(0xc0).to_bitmask()
}

#[inline(always)]
fn letters<S: Simd>(text: u8x64<S>) -> mask8x64<S> {
    ((text | 0x20) - b'a').simd_lt(26)
}

#[inline(always)]
fn digits<S: Simd>(text: u8x64<S>) -> mask8x64<S> {
    (text - b'0').simd_lt(10)
}

/// As [`fold`], of each byte.
#[inline(always)]
fn fold_all<S: Simd>(simd: S, text: u8x64<S>) -> u8x64<S> {
    let other = text.simd_ge(0x80).select(text & 0x87, u8x64::splat(simd, b' '));
    letters(text).select(text | 0x20, digits(text).select(text, other))
}

#[inline(always)]
fn hash(window: u32) -> usize {
    (window.wrapping_mul(0x9e37_79b1) >> (u32::BITS - HASH)) as usize
}

/// What a byte counts as: a letter in lower case, a digit, a blank for all other signs, one of eight for bytes beyond
/// ASCII.
#[inline(always)]
pub(super) const fn fold(byte: u8) -> u8 {
    let lower = byte | 0x20;
    if lower.wrapping_sub(b'a') < 26 {
        lower
    } else if byte.wrapping_sub(b'0') < 10 {
        byte
    } else if byte >= 0x80 {
        byte & 0x87
    } else {
        b' '
    }
}

fn padded(rest: &[u8]) -> [u8; BLOCK] {
    let mut bytes = [b' '; BLOCK];
    bytes.iter_mut().zip(rest).for_each(|(slot, byte)| *slot = *byte);
    bytes
}
