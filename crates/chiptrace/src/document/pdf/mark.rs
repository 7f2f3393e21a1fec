//! The marks that tie names to affiliations: `Ada Example¹` and `¹ University of Somewhere`.

use std::ops::Range;

use super::block::is_caseless;
use super::line::Line;
use super::organisation::names_an_organisation;

/// A stretch of a line, and whether a mark before it begins an affiliation.
pub(super) struct Printed {
    /// Its bytes in the page's text.
    pub range: Range<usize>,
    /// Whether a mark stands before it.
    pub begins: bool,
}

// `1 One University 2 Other University` with raised numbers is two affiliations; the marks go.
pub(super) fn split_at_marks(page: &str, line: &Line, range: &Range<usize>) -> Vec<Printed> {
    let mut parts = vec![Printed { range: range.clone(), begins: false }];
    for mark in marks(page, line, range) {
        let Some(last) = parts.last_mut() else { break };
        last.range.end = mark.start;
        parts.push(Printed { range: mark.end..range.end, begins: true });
    }
    for part in &mut parts {
        let text = page.get(part.range.clone()).unwrap_or("");
        part.range.start += text.len() - text.trim_start_matches([' ', ',', ')', '.', ']']).len();
        part.range.end -= text.len() - text.trim_end().len();
    }
    parts.retain(|part| part.range.start < part.range.end);
    parts
}

// Marks before a name of an organisation: raised, or a symbol, or a number at the beginning.
fn marks(page: &str, line: &Line, range: &Range<usize>) -> Vec<Range<usize>> {
    let text = page.get(range.clone()).unwrap_or("");
    let mut marks: Vec<Range<usize>> = Vec::new();
    if let Some(len) = leading_mark(text, line, range.start) {
        marks.push(range.start..range.start + len);
    } else {
        return marks;
    }
    let raised = line.raised.iter().filter(|raised| raised.start > range.start && raised.end < range.end);
    for raised in raised {
        let before = page.get(range.start..raised.start).unwrap_or("");
        let after = page.get(raised.end..range.end).unwrap_or("").trim_start();
        let begins = before.ends_with([' ', ',', ';', '.']) || before.is_empty();
        if begins && after.starts_with(|c: char| c.is_uppercase() || !c.is_ascii()) {
            marks.push(raised.clone());
        }
    }
    marks
}

/// Symbols used as marks; U+FFFD stands for one that cannot be read.
pub(super) const SYMBOLS: [char; 16] =
    ['∗', '*', '†', '‡', '§', '¶', '⋆', '♮', '♠', '♣', '♡', '♢', '◦', '♦', '\u{FFFD}', '✉'];

fn leading_mark(text: &str, line: &Line, start: usize) -> Option<usize> {
    if let Some(raised) = line.raised.iter().find(|raised| raised.start == start) {
        let after = text.get(raised.len()..)?.trim_start();
        return after.starts_with(char::is_alphabetic).then_some(raised.len());
    }
    let bare = text.trim_start_matches(['(', '[']);
    let opening = text.len() - bare.len();
    let mark = bare.len() - bare.trim_start_matches(SYMBOLS).len();
    let digits = bare.len() - bare.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let len = opening + mark.max(digits);
    let after = text.get(len..)?.trim_start_matches([')', ']', '.', ' ']);
    let is_mark = mark > 0 || ((1..=2).contains(&digits) && names_an_organisation(text));
    (is_mark && after.starts_with(|c: char| c.is_uppercase() || is_caseless(c))).then_some(len)
}

pub(super) fn begins_with_mark(page: &str, line: &Line, range: &Range<usize>) -> bool {
    let text = page.get(range.clone()).unwrap_or("");
    leading_mark(text, line, range.start).is_some()
}
