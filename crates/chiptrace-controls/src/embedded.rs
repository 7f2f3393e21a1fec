//! The register compiled into the program, indexed by the build script.

use crate::register::{Register, RegisterError};

const INDEXED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/register.bin"));

impl Register {
    /// The register compiled into the program, with its edits.
    ///
    /// # Errors
    /// When the compiled-in data is malformed.
    pub fn embedded() -> Result<Self, RegisterError> {
        let (texts, edits, vocabulary) = Self::sources()?;
        Self::decode(INDEXED, texts, edits, vocabulary)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_indexed_register_is_that_of_the_lines() {
        let (texts, edits, vocabulary) = Register::sources().unwrap();
        let indexed = Register::load(texts, &edits, vocabulary).unwrap().encode();
        assert!(indexed == INDEXED, "the build script ran on other data");
        assert!(Register::embedded().unwrap().encode() == INDEXED);
    }

    #[test]
    fn damaged_bytes_are_refused() {
        for end in [0, 3, 4, 1000, INDEXED.len() / 2, INDEXED.len() - 1] {
            let (texts, edits, vocabulary) = Register::sources().unwrap();
            let cut = INDEXED.get(..end).unwrap();
            assert!(Register::decode(cut, texts, edits, vocabulary).is_err(), "{end} bytes");
        }
    }
}
