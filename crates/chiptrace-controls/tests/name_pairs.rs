//! Measures name matching on `tests/cases/names/organisations.tsv`.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;

use chiptrace_controls::screening::{Judgement, Vocabulary, compare_names};

/// The bar on the pairs; the measured figure is printed with `--nocapture`.
const BAR: f64 = 0.90;

#[test]
fn one_organisation_is_told_from_two() {
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/names/organisations.tsv");
    let vocabulary = Vocabulary::embedded().unwrap();
    let text = fs::read_to_string(table).unwrap();
    let (mut right, mut missed, mut wrong, mut pairs) = (0.0, Vec::new(), Vec::new(), 0);
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let [name, other, answer, _] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let scored = compare_names(name, other, &vocabulary);
        pairs += 1;
        match (answer, scored.judgement == Judgement::Same) {
            ("same", true) => right += 1.0,
            ("same", false) => {
                missed.push(format!("{:.2} {name} | {other} {:?}", scored.score, scored.reasons))
            }
            (_, true) => wrong.push(format!("{:.2} {name} | {other} {:?}", scored.score, scored.reasons)),
            _ => {}
        }
    }
    let (misses, errors) = (missed.len() as f64, wrong.len() as f64);
    let f1 = 2.0 * right / (2.0 * right + misses + errors);
    println!("{pairs} pairs, F1 {f1:.3}\nmissed:\n{}\nwrong:\n{}", missed.join("\n"), wrong.join("\n"));
    assert!(pairs >= 400 && f1 >= BAR, "F1 {f1:.3} on {pairs} pairs");
}
