//! Readers of HTML, JATS, Markdown and text on random and damaged input: nothing panics, and every
//! place is a stretch of the source.

#![allow(clippy::expect_used)]

mod places;

use chiptrace::document::archive::{Limits, papers, unpack};
use chiptrace::document::{Document, Input, InputFile, Kind, html, jats, markdown, text};
use proptest::prelude::*;

use places::check_words;

const SEEDS: [(Kind, &str); 3] = [
    (Kind::Html, include_str!("seeds/page.html")),
    (Kind::Jats, include_str!("seeds/article.xml")),
    (Kind::Markdown, include_str!("seeds/paper.md")),
];

fn read(kind: Kind, bytes: &[u8]) -> Document {
    let file = InputFile { path: "paper".to_owned(), bytes: bytes.to_vec() };
    let input = Input { name: "paper".to_owned(), kind, files: vec![file], metadata: None };
    match kind {
        Kind::Html => html::read(&input),
        Kind::Jats => jats::read(&input),
        Kind::Markdown => markdown::read(&input),
        _ => text::read(&input),
    }
}

/// A word that was copied stands there letter for letter.
fn check_letters(document: &Document) {
    for (word, quote) in check_words(document) {
        if quote.len() == word.len() && quote.is_ascii() && word.is_ascii() {
            assert_eq!(quote, word);
        }
    }
}

fn check(kind: Kind, bytes: &[u8]) {
    let document = read(kind, bytes);
    check_letters(&document);
    let again = read(kind, bytes);
    assert_eq!(document.passages, again.passages);
}

#[test]
fn seeds_are_read_with_their_places() {
    for (kind, seed) in SEEDS {
        check(kind, seed.as_bytes());
    }
}

#[test]
fn deep_nesting_and_long_runs_end_soon() {
    for piece in [
        "<div>",
        "<p>",
        "<table><tr><td>",
        "<!--",
        "<![CDATA[",
        "&",
        "<",
        "$",
        "[",
        "*",
        "^1",
        "@",
        "| ",
        "\n#",
        "{",
        "-\n",
    ] {
        let long = piece.repeat(20_000);
        for kind in [Kind::Html, Kind::Jats, Kind::Markdown, Kind::Text] {
            check_letters(&read(kind, long.as_bytes()));
        }
        check_letters(&text::read_fragment(&long));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_text_keeps_its_places(text in "[a-zA-Z0-9 <>&;$\\\\*_|\\[\\]()^{}#\n.@,-]{0,400}|\\PC{0,200}") {
        for kind in [Kind::Html, Kind::Jats, Kind::Markdown, Kind::Text] {
            check(kind, text.as_bytes());
        }
        check_letters(&text::read_fragment(&text));
    }

    #[test]
    fn random_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        for kind in [Kind::Html, Kind::Jats, Kind::Markdown, Kind::Text] {
            check(kind, &bytes);
        }
        unpack("x", &bytes, &Limits::default());
        for paper in papers(bytes.as_slice(), Limits::default()) {
            drop(paper);
        }
    }

    #[test]
    fn damaged_papers_keep_their_places(
        seed in 0usize..3,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0u8..3), 1..12),
    ) {
        let (kind, text) = SEEDS[seed];
        let mut bytes = text.as_bytes().to_vec();
        for (at, value, what) in changes {
            let at = at.index(bytes.len());
            match what {
                0 => bytes[at] = value,
                1 => { bytes.remove(at); }
                _ => bytes.insert(at, value),
            }
        }
        check(kind, &bytes);
    }
}
