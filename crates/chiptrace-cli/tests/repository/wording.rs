//! No accusation: words that judge people or institutions stand in no text that the program writes.

use std::path::Path;
use std::process::Command;

use crate::source::{files, root, sources, strings};

/// Beginnings of words that are not used.
const FORBIDDEN: &[&str] = &[
    "violat",
    "suspect",
    "suspicio",
    "illegal",
    "illicit",
    "unlawful",
    "smuggl",
    "culprit",
    "guilty",
    "evad",
    "evasion",
    "circumvent",
    "wrongdo",
    "launder",
    "perpetrat",
    "incriminat",
];

/// Records of names as institutions write them: what a name holds is not ours to choose.
const NAMES: &[&str] = &["data/parties/", "data/names/word-counts.tsv"];

/// The forbidden words of a text, lower case.
fn found(content: &str) -> Vec<String> {
    let lower = content.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    let forbidden = |word: &&str| FORBIDDEN.iter().any(|beginning| word.starts_with(beginning));
    words.filter(forbidden).map(str::to_owned).collect()
}

#[track_caller]
fn none(complaints: &[String]) {
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn no_string_of_the_program_accuses() {
    let mut complaints = Vec::new();
    for source in ["chiptrace-controls", "chiptrace", "chiptrace-cli"].into_iter().flat_map(sources) {
        for string in strings(&source) {
            complaints
                .extend(found(string).iter().map(|word| format!("{}: {word} in {string}", source.path)));
        }
    }
    none(&complaints);
}

#[test]
fn no_record_accuses() {
    let records = files(&root().join("data")).into_iter();
    let ours = records.filter(|path| !NAMES.iter().any(|folder| name(path).starts_with(folder)));
    none(&ours.flat_map(|path| complaints(&path)).collect::<Vec<_>>());
}

#[test]
fn no_page_accuses() {
    let mut pages = files(&root().join("docs"));
    pages.push(root().join("README.md"));
    none(&pages.iter().flat_map(|path| complaints(path)).collect::<Vec<_>>());
}

fn name(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// The forbidden words of a file, with their lines.
fn complaints(path: &Path) -> Vec<String> {
    let content = std::fs::read_to_string(path).unwrap_or_default();
    let told = |(number, line): (usize, &str)| {
        let place = format!("{}:{}", name(path), number + 1);
        found(line).into_iter().map(move |word| format!("{place}: {word}")).collect::<Vec<_>>()
    };
    content.lines().enumerate().flat_map(told).collect()
}

#[test]
fn no_answer_about_the_examples_accuses() {
    for format in ["text", "json"] {
        let output = Command::new(env!("CARGO_BIN_EXE_chiptrace"))
            .args(["examine", "examples", "--today", "2026-01-01", "--format", format])
            .current_dir(root())
            .output()
            .unwrap();
        none(&found(&String::from_utf8_lossy(&output.stdout)));
    }
}

#[test]
fn the_list_of_words_catches_their_forms() {
    assert_eq!(found("It was Smuggled, a violation."), ["smuggled", "violation"]);
    assert!(found("the exporter required a licence; open").is_empty());
}
