//! Reading PDFs: pages written by the tests, and what is read of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod front;
mod hostile;
mod text;
mod writer;

use chiptrace::document::{Document, Input, InputFile, Kind, ProblemKind, pdf};
use chiptrace::passage::Part;

fn read(bytes: Vec<u8>) -> Document {
    let file = InputFile { path: "paper.pdf".to_owned(), bytes };
    pdf::read(&Input { name: "paper".to_owned(), kind: Kind::Pdf, files: vec![file], metadata: None })
}

fn views(document: &Document, part: Part) -> Vec<&str> {
    document.passages.iter().filter(|p| p.part == part).map(|p| p.text.view()).collect()
}

fn problems(document: &Document) -> Vec<ProblemKind> {
    document.problems.iter().map(|problem| problem.kind).collect()
}

/// Every character of every view has a place, and stands there unless it was folded or put between.
fn assert_traceable(document: &Document) {
    let front = document.title.iter().chain(&document.affiliations);
    for passage in front.chain(&document.passages) {
        for (at, char) in passage.text.view().char_indices() {
            let place = passage.text.locate(at..at + char.len_utf8()).expect("a place");
            let quote = document.quote(&place).expect("a quote");
            assert!(
                quote.contains(char) || !quote.is_ascii() || " ,|^\n".contains(char),
                "{char} from {quote}"
            );
        }
    }
}
