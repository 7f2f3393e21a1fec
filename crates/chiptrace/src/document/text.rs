//! Plain text, as converters of PDF write it.

use super::inline::Style;
use super::{Document, Input, Source, lines};

/// Reads a paper in plain text.
pub fn read(input: &Input) -> Document {
    lines::read(input, Style::Plain)
}

/// Reads a few sentences cut out of plain text or Markdown.
pub fn read_fragment(text: &str) -> Document {
    let source = Source { text: text.to_owned(), encoding: Some("UTF-8"), ..Source::default() };
    Document { passages: lines::read_fragment(text), sources: vec![source], ..Document::default() }
}
