//! How many names have a word: what thousands have in common tells little.

use std::collections::HashMap;

use super::words::VocabularyError;

const EMBEDDED: &str = include_str!("../../../../data/names/word-counts.tsv");

/// Words with the number of parties whose names have them.
#[derive(Debug, Clone, Default)]
pub(super) struct Rarity(HashMap<String, f64>);

impl Rarity {
    /// The counts compiled into the program.
    pub fn embedded() -> Result<Self, VocabularyError> {
        let lines = EMBEDDED.lines().filter(|line| !line.starts_with('#'));
        let read = |line: &str| {
            let (word, count) = line.split_once('\t')?;
            Some((word.to_owned(), weight(count.parse().ok()?)))
        };
        let counts = lines.map(|line| {
            read(line)
                .ok_or_else(|| VocabularyError(format!("word-counts.tsv: “{line}” is no word and count")))
        });
        counts.collect::<Result<_, _>>().map(Self)
    }

    /// From 1 for a word that few have towards 0.
    pub fn weight(&self, word: &str) -> f64 {
        self.0.get(word).copied().unwrap_or(1.0)
    }
}

fn weight(count: f64) -> f64 {
    1.0 / (1.0 + (count / 2.0).ln_1p())
}
