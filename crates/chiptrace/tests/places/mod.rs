//! What every reading promises: each word of each passage stands for a stretch of its source.

use chiptrace::document::Document;
use chiptrace::passage::Passage;

/// All passages, those of the title and the affiliations first.
pub fn passages(document: &Document) -> impl Iterator<Item = &Passage> {
    document.title.iter().chain(&document.affiliations).chain(&document.passages)
}

/// Every word has a place; only the sign between two cells may stand for nothing. Gives the words with what stands there.
pub fn check_words(document: &Document) -> Vec<(&str, &str)> {
    let mut words = Vec::new();
    for passage in passages(document) {
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
            assert!(!quote.is_empty() || word == "|", "{word:?} stands for nothing in {view:?}");
            words.push((word, quote));
        }
    }
    words
}
