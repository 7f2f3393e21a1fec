//! A register as bytes: what indexing its lines yields, so that a program need not index when it starts.
//!
//! The bytes are numbers of 32 bits, least byte first. They are made of the reviewable files by the
//! build script of this crate, and fit only the texts and edits they were made of.

use std::collections::HashMap;

use super::index::Index;
use super::{Edits, Gazetteer, Register, RegisterError, Row, Texts, Vocabulary};
use crate::name::{Key, KeyMap};
use crate::party::Kinds;
use crate::place::CountryCode;

/// Writes numbers.
#[derive(Debug, Default)]
pub(super) struct Writer(Vec<u8>);

impl Writer {
    pub(super) fn number(&mut self, number: u32) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    pub(super) fn numbers(&mut self, numbers: &[u32]) {
        self.number(numbers.len() as u32);
        numbers.iter().for_each(|number| self.number(*number));
    }

    pub(super) fn country(&mut self, country: CountryCode) {
        let letters = country.as_str().bytes();
        self.number(letters.fold(0, |code, letter| code << 8 | u32::from(letter)));
    }

    /// Keys with a number each, in the order of the keys.
    pub(super) fn keys(&mut self, map: &KeyMap<u32>) {
        let mut pairs: Vec<(u64, u32)> = map.iter().map(|(key, number)| (key.bits(), *number)).collect();
        pairs.sort_unstable();
        self.number(pairs.len() as u32);
        for (bits, number) in pairs {
            self.number(bits as u32);
            self.number((bits >> 32) as u32);
            self.number(number);
        }
    }
}

/// Reads numbers; `None` where the bytes end.
#[derive(Debug)]
pub(super) struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    pub(super) fn number(&mut self) -> Option<u32> {
        let (number, rest) = self.0.split_first_chunk::<4>()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*number))
    }

    pub(super) fn numbers(&mut self) -> Option<Vec<u32>> {
        let len = self.number()? as usize;
        let (numbers, rest) = self.0.split_at_checked(len.checked_mul(4)?)?;
        self.0 = rest;
        let (chunks, _) = numbers.as_chunks::<4>();
        Some(chunks.iter().map(|chunk| u32::from_le_bytes(*chunk)).collect())
    }

    /// How many things of so many numbers each follow.
    pub(super) fn count(&mut self, numbers: usize) -> Option<usize> {
        let count = self.number()? as usize;
        (count.checked_mul(numbers * 4)? <= self.0.len()).then_some(count)
    }

    pub(super) fn country(&mut self) -> Option<CountryCode> {
        let code = self.number()?.to_be_bytes();
        std::str::from_utf8(code.get(2..)?).ok()?.parse().ok()
    }

    pub(super) fn keys(&mut self) -> Option<KeyMap<u32>> {
        let count = self.count(3)?;
        let mut map = KeyMap::with_capacity_and_hasher(count, Default::default());
        for _ in 0..count {
            let bits = u64::from(self.number()?) | u64::from(self.number()?) << 32;
            map.insert(Key::of_bits(bits), self.number()?);
        }
        Some(map)
    }
}

impl Register {
    /// What indexing yielded, as bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Writer::default();
        self.index.encode(&mut out);
        self.gazetteer.encode(&mut out);
        out.number(self.rows.len() as u32);
        for row in &self.rows {
            out.number(row.text.into());
            out.number(row.start);
            out.number(row.end);
            out.country(row.country);
            out.country(row.headquarters);
            out.number(row.kinds.bits());
        }
        out.keys(&self.by_id);
        let mut parents: Vec<_> = self.campuses.iter().collect();
        parents.sort_unstable();
        out.number(parents.len() as u32);
        for (parent, campuses) in parents {
            out.number(*parent);
            out.numbers(campuses);
        }
        out.0
    }

    /// The register of bytes that [`Register::encode`] made of the same texts and edits.
    ///
    /// # Errors
    /// When the bytes are cut short or are no register.
    pub fn decode(
        bytes: &[u8],
        mut texts: Texts,
        edits: Edits,
        vocabulary: Vocabulary,
    ) -> Result<Self, RegisterError> {
        texts.push(edits.added_lines().into());
        Self::decoded(&mut Reader(bytes), texts, edits, vocabulary).ok_or(RegisterError::Prebuilt)
    }

    fn decoded(from: &mut Reader<'_>, texts: Texts, edits: Edits, vocabulary: Vocabulary) -> Option<Self> {
        let index = Index::decode(from)?;
        let gazetteer = Gazetteer::decode(from)?;
        let rows = (0..from.count(6)?).map(|_| row(from)).collect::<Option<Vec<_>>>()?;
        let by_id = from.keys()?;
        let parents = from.count(2)?;
        let mut campuses = HashMap::with_capacity(parents);
        for _ in 0..parents {
            campuses.insert(from.number()?, from.numbers()?);
        }
        Some(Self { vocabulary, gazetteer, texts, rows, by_id, campuses, edits, index })
    }
}

fn row(from: &mut Reader<'_>) -> Option<Row> {
    Some(Row {
        text: u16::try_from(from.number()?).ok()?,
        start: from.number()?,
        end: from.number()?,
        country: from.country()?,
        headquarters: from.country()?,
        kinds: Kinds::of_bits(from.number()?),
    })
}
