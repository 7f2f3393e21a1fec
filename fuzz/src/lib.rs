//! What must hold of every input: nothing panics, every word has a place, and the same bytes give the same document.

use chiptrace::document::{Document, Input, InputFile, Kind, read};
use chiptrace::passage::Passage;

/// Reads the files as a paper of a kind, twice, and checks what came of it.
pub fn check(kind: Kind, files: Vec<InputFile>) {
    let input = Input { name: "paper".to_owned(), kind, files, metadata: None };
    let document = read(&input);
    passages(&document).for_each(|passage| check_places(&document, passage));
    let again = read(&input);
    assert!(passages(&document).eq(passages(&again)), "two readings of the same bytes differ");
    assert_eq!(document.problems, again.problems);
}

/// A file with a name that its kind has.
pub fn file(path: &str, bytes: &[u8]) -> InputFile {
    InputFile { path: path.to_owned(), bytes: bytes.to_vec() }
}

fn passages(document: &Document) -> impl Iterator<Item = &Passage> {
    document.title.iter().chain(&document.affiliations).chain(&document.passages)
}

fn check_places(document: &Document, passage: &Passage) {
    let view = passage.text.view();
    let mut at = 0;
    for word in view.split(' ') {
        let range = at..at + word.len();
        at = range.end + 1;
        if word.is_empty() {
            continue;
        }
        let place = passage.text.locate(range).expect("a word has a place");
        let quote = document.quote(&place).expect("a place is a stretch of the source");
        let printed = place.definitions.iter().all(|one| {
            let text = document.sources.get(one.source).map_or("", |source| source.text.as_str());
            text.get(one.range.clone()).is_some()
        });
        assert!(printed, "a definition is a stretch of its source");
        assert!(!quote.is_empty() || word == "|", "only the sign between two cells stands for nothing");
    }
}
