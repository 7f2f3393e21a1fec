//! What fuzzing begins with and what it found: each file is read in the way that its folder names, and must not panic.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod places;

use std::fs;
use std::path::{Path, PathBuf};

use chiptrace::document::archive::{Limits, papers, unpack};
use chiptrace::document::{Input, InputFile, Kind, fragment, read};

use places::check_words;

fn findings(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["tests/regressions", "../../fuzz/seeds"].map(|place| root.join(place).join(folder));
    let files = folders.into_iter().flat_map(|folder| fs::read_dir(folder).into_iter().flatten());
    let files: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    assert!(!files.is_empty(), "no file for {folder}");
    files
}

fn checked(kind: Kind, files: Vec<InputFile>) {
    let document = read(&Input { name: "paper".to_owned(), kind, files, metadata: None });
    check_words(&document);
}

#[test]
fn what_was_found_is_read() {
    for (folder, kinds) in [
        ("pdf", &[Kind::Pdf][..]),
        ("html", &[Kind::Html]),
        ("jats", &[Kind::Jats]),
        ("text", &[Kind::Markdown, Kind::Text]),
    ] {
        for path in findings(folder) {
            let bytes = fs::read(&path).unwrap();
            for kind in kinds {
                checked(*kind, vec![InputFile { path: "paper".to_owned(), bytes: bytes.clone() }]);
            }
            fragment::read(&String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn what_was_found_in_latex_is_read() {
    const NAMES: [&str; 4] = ["main.tex", "other.tex", "main.bbl", "own.sty"];
    for path in findings("latex") {
        let bytes = fs::read(path).unwrap();
        let parts = NAMES.iter().zip(bytes.split(|byte| *byte == 0));
        let files = parts.map(|(name, part)| InputFile { path: (*name).to_owned(), bytes: part.to_vec() });
        checked(Kind::Latex, files.collect());
    }
}

#[test]
fn what_was_found_in_archives_is_read() {
    for path in findings("archive") {
        let bytes = fs::read(path).unwrap();
        unpack("paper", &bytes, &Limits::default());
        papers(bytes.as_slice(), Limits::default()).flatten().for_each(|paper| {
            paper.unpack(&Limits::default());
        });
    }
}
