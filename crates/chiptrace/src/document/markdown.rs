//! Markdown, as converters of PDF write it.

use super::inline::Style;
use super::{Document, Input, lines};

/// Reads a paper in Markdown.
pub fn read(input: &Input) -> Document {
    lines::read(input, Style::Markdown)
}
