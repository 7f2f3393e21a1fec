//! Measures name matching on `tests/cases/names/organisations.tsv`.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;

use chiptrace_controls::screening::{Judgement, Vocabulary, compare_names};

// What F1 may not fall below; the figures are printed with `--nocapture`. What is missing are translations, and siblings
// that no word of their name tells apart.
const BARS: [(&str, Script, f64); 4] = [
    ("tuning", Script::Latin, 0.90),
    ("held back", Script::Latin, 0.90),
    ("tuning", Script::Chinese, 0.76),
    ("held back", Script::Chinese, 0.75),
];
const FEWEST: usize = 400;

/// What the names of a pair are written in; a name in Chinese characters stands beside its English form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Chinese,
}

impl Script {
    fn of(pair: &str) -> Self {
        let is_chinese = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
        if pair.contains(is_chinese) { Self::Chinese } else { Self::Latin }
    }
}

/// What was counted over the pairs of one part.
#[derive(Default)]
struct Count {
    pairs: usize,
    different: usize,
    right: f64,
    missed: Vec<String>,
    wrong: Vec<String>,
}

impl Count {
    fn f1(&self) -> f64 {
        let errors = (self.missed.len() + self.wrong.len()) as f64;
        2.0 * self.right / (2.0 * self.right + errors)
    }
}

fn count(part: &str, script: Script) -> Count {
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/names/organisations.tsv");
    let vocabulary = Vocabulary::embedded().unwrap();
    let text = fs::read_to_string(table).unwrap();
    let mut count = Count::default();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let [name, other, answer, _, its_part] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        if its_part != part || Script::of(line) != script {
            continue;
        }
        let scored = compare_names(name, other, &vocabulary);
        let told = || format!("{:.2} {name} | {other} {:?}", scored.score, scored.reasons);
        count.pairs += 1;
        count.different += usize::from(answer == "different");
        match (answer, scored.judgement >= Judgement::Likely) {
            ("same", true) => count.right += 1.0,
            ("same", false) => count.missed.push(told()),
            (_, true) => count.wrong.push(told()),
            _ => {}
        }
    }
    count
}

#[test]
fn one_organisation_is_told_from_two() {
    for (part, script, bar) in BARS {
        let count = count(part, script);
        let (pairs, f1) = (count.pairs, count.f1());
        let (missed, wrong) = (count.missed.len(), count.wrong.len());
        println!("{part}, {script:?}: {pairs} pairs, F1 {f1:.3}, {missed} missed, {wrong} wrong");
        if part == "tuning" {
            println!("missed:\n{}\nwrong:\n{}", count.missed.join("\n"), count.wrong.join("\n"));
        }
        let differ = count.different as f64 / pairs as f64;
        assert!((0.48..0.52).contains(&differ), "half of the pairs are hard negatives: {differ}");
        assert!(pairs >= FEWEST && f1 >= bar, "{part}, {script:?}: F1 {f1:.3} on {pairs} pairs");
    }
}
