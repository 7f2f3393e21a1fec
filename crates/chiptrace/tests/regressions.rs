//! What fuzzing found: each file is read in the way that its folder names, and must not panic.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use chiptrace::document::archive::{Limits, papers, unpack};
use chiptrace::document::{Document, Input, InputFile, Kind, fragment, read};

fn findings(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/regressions").join(folder);
    fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect()
}

fn checked(kind: Kind, files: Vec<InputFile>) {
    let document = read(&Input { name: "paper".to_owned(), kind, files, metadata: None });
    let front = document.title.iter().chain(&document.affiliations);
    for passage in front.chain(&document.passages) {
        let place = passage.text.locate(0..passage.text.view().len());
        assert!(place.is_some_and(|place| is_stretch(&document, &place)), "{:?}", passage.text.view());
    }
}

fn is_stretch(document: &Document, place: &chiptrace::passage::Location) -> bool {
    document.quote(place).is_some()
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
