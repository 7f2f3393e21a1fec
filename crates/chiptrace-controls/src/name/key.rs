//! Keys: numbers that stand for words.

use std::hash::{BuildHasherDefault, Hasher};

/// A number that is the same for the same letters, on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u64);

impl Key {
    /// The key of folded letters (FNV-1a over eight bytes at a time, then mixed).
    pub fn of(folded: &str) -> Self {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for chunk in folded.as_bytes().chunks(8) {
            let mut bytes = [0; 8];
            for (to, from) in bytes.iter_mut().zip(chunk) {
                *to = *from;
            }
            hash = (hash ^ u64::from_le_bytes(bytes)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            hash ^= hash >> 32;
        }
        Self(hash)
    }
}

impl Key {
    /// The number itself.
    pub fn bits(self) -> u64 {
        self.0
    }

    /// The key that is this number.
    pub fn of_bits(bits: u64) -> Self {
        Self(bits)
    }
}

/// A hasher for keys, which are spread already.
#[derive(Debug, Default, Clone)]
pub struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// A map from keys.
pub type KeyMap<T> = std::collections::HashMap<Key, T, BuildHasherDefault<KeyHasher>>;
