//! Finds listed organisations by name, in three steps: candidates, a score with its reasons, a judgement.
//!
//! Legal forms do not count, words that thousands of names share count little, and place words,
//! numbers and words for a part or a relative count against a match where they differ: “Industrial and
//! Commercial Bank of Chad” is not China's.

mod chinese;
mod evidence;
mod rarity;
mod score;
mod side_by_side;
mod words;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::list::{Entry, Lists};

pub use evidence::{Evidence, Pairing, SIGNS, Weights};
pub use score::{Judgement, Scored, compare, signs};
pub use words::{NameWords, Vocabulary, VocabularyError};

/// A name among the lists' names that somebody's name was compared with.
#[derive(Debug, Clone, Serialize)]
pub struct Hit<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// Which of its names came closest.
    pub name: &'a str,
    /// From 0 to 1.
    pub score: f64,
    /// What it means.
    pub judgement: Judgement,
    /// Whether it may be the party, so that nothing can rest on its being another: likely, or possible by a word that tells
    /// which company it is.
    pub is_open: bool,
    /// Why, in words.
    pub reasons: Vec<String>,
}

/// The names of all listed organisations, ready to be searched.
#[derive(Debug, Clone)]
pub struct Screen {
    vocabulary: Vocabulary,
    names: Vec<Listed>,
    by_word: BTreeMap<String, Vec<usize>>,
}

#[derive(Debug, Clone)]
struct Listed {
    entry: usize,
    name: String,
    words: NameWords,
    is_short: bool,
}

/// A word that more listed names share than this brings no candidates by itself.
const COMMON: usize = 60;

/// Compares two printed names, each as it stands and without what is in brackets; the best counts.
pub fn compare_names(a: &str, b: &str, vocabulary: &Vocabulary) -> Scored {
    let read = |name: &str| -> Vec<(NameWords, bool)> {
        vocabulary.forms(name).iter().map(|form| (vocabulary.read(&form.text), form.is_short)).collect()
    };
    let (forms_a, forms_b) = (read(a), read(b));
    let pairs = forms_a.iter().flat_map(|a| forms_b.iter().map(move |b| (a, b)));
    let pairs = pairs.filter(|(a, b)| !(a.1 && b.1)).map(|(a, b)| compare(&a.0, &b.0, vocabulary.weights()));
    let best = pairs.max_by(Scored::order);
    best.unwrap_or_else(|| compare(&NameWords::default(), &NameWords::default(), vocabulary.weights()))
}

impl Screen {
    /// Prepares the names of all listed organisations.
    pub fn new(lists: &Lists, vocabulary: Vocabulary) -> Self {
        let mut screen = Self { vocabulary, names: Vec::new(), by_word: BTreeMap::new() };
        for (entry, listed) in lists.entries().iter().enumerate() {
            for name in listed.names() {
                screen.add(entry, name);
            }
        }
        screen
    }

    fn add(&mut self, entry: usize, name: &str) {
        for form in self.vocabulary.forms(name) {
            let words = self.vocabulary.read(&form.text);
            let at = self.names.len();
            for key in words.keys() {
                self.by_word.entry(key).or_default().push(at);
            }
            self.names.push(Listed { entry, name: name.to_owned(), words, is_short: form.is_short });
        }
    }

    /// The words of a name.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The entries whose names match or may match, best first.
    pub fn search<'a>(&'a self, name: &str, lists: &'a Lists) -> Vec<Hit<'a>> {
        let mut best: BTreeMap<usize, (Scored, &'a str)> = BTreeMap::new();
        for form in self.vocabulary.forms(name) {
            let words = self.vocabulary.read(&form.text);
            let apart = |listed: &&Listed| !(form.is_short && listed.is_short);
            for listed in self.candidates(&words).into_iter().filter(apart) {
                let scored = compare(&words, &listed.words, self.vocabulary.weights());
                let better = best.get(&listed.entry).is_none_or(|(other, _)| scored.order(other).is_gt());
                if scored.judgement != Judgement::Different && better {
                    best.insert(listed.entry, (scored, &listed.name));
                }
            }
        }
        let mut hits: Vec<Hit<'a>> = best
            .into_iter()
            .filter_map(|(at, (scored, name))| {
                let Scored { score, judgement, is_open, reasons } = scored;
                Some(Hit { entry: lists.entries().get(at)?, name, score, judgement, is_open, reasons })
            })
            .collect();
        let best_first =
            |a: &Hit<'_>, b: &Hit<'_>| (b.judgement.cmp(&a.judgement)).then(b.score.total_cmp(&a.score));
        hits.sort_by(|a, b| best_first(a, b).then_with(|| a.entry.name.cmp(&b.entry.name)));
        hits
    }

    /// Names that share a word which is not common, or the whole name without its gaps.
    fn candidates(&self, words: &NameWords) -> Vec<&Listed> {
        let keys = words.keys();
        let lists = keys.iter().filter_map(|key| self.by_word.get(key));
        let rare: Vec<&Vec<usize>> = lists.clone().filter(|list| list.len() <= COMMON).collect();
        let mut found: Vec<usize> = if rare.is_empty() {
            lists.min_by_key(|list| list.len()).into_iter().flatten().copied().collect()
        } else {
            rare.into_iter().flatten().copied().collect()
        };
        found.sort_unstable();
        found.dedup();
        found.into_iter().filter_map(|at| self.names.get(at)).collect()
    }
}
