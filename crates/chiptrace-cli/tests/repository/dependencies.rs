//! Which crate may use which.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use toml::Table;

use crate::source::{root, text};

/// What the law's crate may use from outside: dates, the sounds of Chinese characters, records as text, digests,
/// errors. No parser of papers.
const CONTROLS: &[&str] = &["jiff", "pinyin", "serde", "serde_json", "sha2", "thiserror", "toml"];

/// What the papers' crate may use from outside besides: parsers and text search, nothing that reaches the
/// file system, the network or the clock.
const PAPERS: &[&str] = &[
    "aho-corasick",
    "encoding_rs",
    "fearless_simd",
    "flate2",
    "hayro-cmap",
    "hayro-font",
    "hayro-syntax",
    "html5gum",
    "memchr",
    "quick-xml",
    "regex",
    "tar",
];

/// What the program may use from outside besides, with what for.
const PROGRAM: &[(&str, &str)] = &[
    ("clap", "reads the command line"),
    ("csv", "tables in and out"),
    ("encoding_rs", "tables that are not UTF-8"),
    ("flate2", "archives that are packed"),
    ("indicatif", "shows how far a run is"),
    ("parquet", "writes the ledger's tables for data tools; Apache's own, without Arrow; feature `parquet`"),
    ("quick-xml", "reads sheets of workbooks"),
    ("rusqlite", "the ledger; feature `ledger`"),
    ("serde", "records as text"),
    ("serde_json", "JSON"),
    ("sha2", "digests"),
    ("skrifa", "the outlines of letters in PNG pictures; compiled for PDF anyway; feature `png`"),
    (
        "tiny-skia",
        "fills and strokes paths into PNG pictures, without fonts or files of the machine; feature `png`",
    ),
    ("toml", "orders and records"),
    ("zip", "workbooks and packs"),
];

fn dependencies(name: &str) -> Vec<String> {
    let manifest: Table = text(&root().join("crates").join(name).join("Cargo.toml")).parse().unwrap();
    assert!(manifest.get("target").is_none(), "{name}: dependencies of one platform are not looked at here");
    // Build scripts may use what the crate may.
    let tables = ["dependencies", "build-dependencies"].map(|table| manifest.get(table));
    tables.into_iter().flatten().flat_map(|table| table.as_table().unwrap().keys().cloned()).collect()
}

#[track_caller]
fn only(name: &str, allowed: &[&[&str]]) {
    let allowed = allowed.concat();
    for dependency in dependencies(name) {
        assert!(
            allowed.contains(&dependency.as_str()),
            "{name} may not depend on {dependency}; if it must, say why in docs/ARCHITECTURE.md and allow it here"
        );
    }
}

#[test]
fn the_law_sees_no_paper_and_no_parser() {
    only("chiptrace-controls", &[CONTROLS]);
}

#[test]
fn papers_use_the_law_and_parsers() {
    only("chiptrace", &[CONTROLS, PAPERS, &["chiptrace-controls"]]);
}

#[test]
fn the_program_uses_what_is_listed_with_a_reason() {
    let listed: Vec<&str> = PROGRAM.iter().map(|(name, _)| *name).collect();
    only("chiptrace-cli", &[&listed, &["chiptrace"]]);
    let used = dependencies("chiptrace-cli");
    let gone: Vec<&&str> = listed.iter().filter(|name| !used.iter().any(|used| used == **name)).collect();
    assert!(gone.is_empty(), "listed, but not used: {gone:?}");
}

#[test]
fn the_program_sees_the_law_through_the_library() {
    let ours: Vec<String> =
        dependencies("chiptrace-cli").into_iter().filter(|name| name.starts_with("chiptrace")).collect();
    assert_eq!(ours, ["chiptrace"]);
}

#[test]
fn every_crate_is_one_of_the_design() {
    let mut crates: Vec<String> = std::fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    crates.sort();
    assert_eq!(crates, ["chiptrace", "chiptrace-cli", "chiptrace-controls"]);
}
