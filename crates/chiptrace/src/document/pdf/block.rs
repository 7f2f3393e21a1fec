//! Lines that belong together, and what they are: paragraph, heading, caption, footnote, table.

use std::ops::Range;

use super::layout::{Column, Page};
use super::line::Line;
use crate::document::caption;

/// Lines of a page that belong together.
#[derive(Debug)]
pub(super) struct Block {
    /// Which lines of the page's text.
    pub lines: Range<usize>,
    /// What they are.
    pub kind: BlockKind,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// Running text.
    Paragraph,
    /// The heading of a section.
    Heading,
    /// The caption of a figure or table.
    Caption,
    /// A footnote.
    Footnote,
    /// Rows of cells.
    Table,
}

/// Puts the lines of a page into blocks.
pub(super) fn blocks(page: &Page, text: &str, body: f32) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut start = 0;
    while let Some(rest) = page.lines.get(start..).filter(|rest| !rest.is_empty()) {
        let rows = table_len(page, rest, text);
        let len = if rows > 1 { rows } else { paragraph_len(page, rest, text) };
        let lines = start..start + len;
        let block = rest.get(..len).unwrap_or(rest);
        let kind = if rows > 1 { BlockKind::Table } else { kind_of(page, block, text, body) };
        start += len;
        match blocks.last_mut() {
            Some(label) if is_bare_label(page, label, text) && follows(page, label, block) => {
                label.lines.end = lines.end;
            }
            _ => blocks.push(Block { lines, kind }),
        }
    }
    blocks
}

// `TABLE I`, whose caption is a block of its own.
fn is_bare_label(page: &Page, block: &Block, text: &str) -> bool {
    let lines = page.lines.get(block.lines.clone()).unwrap_or(&[]);
    block.kind == BlockKind::Caption && matches!(lines, [line] if line.text(text).len() < 12)
}

fn follows(page: &Page, label: &Block, block: &[Line]) -> bool {
    let last = label.lines.end.checked_sub(1).and_then(|last| page.lines.get(last));
    last.zip(block.first()).is_some_and(|(label, next)| {
        let step = next.y - label.y;
        next.cells.len() == 1
            && step > 0.0
            && step < 2.5 * label.size
            && (next.largest - label.largest).abs() < 1.5
    })
}

fn table_len(page: &Page, lines: &[Line], text: &str) -> usize {
    let mut rows = 0;
    for (at, line) in lines.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| lines.get(before));
        let step = before.map_or(0.0, |before| line.y - before.y);
        if !(0.0..3.0 * line.size.max(6.0)).contains(&step) || is_run_in(line, text) || at > rows + 1 {
            break;
        }
        if is_row(page, line, text) {
            rows = at + 1;
        }
    }
    let rows = if lines.first().is_some_and(|first| is_row(page, first, text)) { rows } else { 0 };
    let wide = lines.get(..rows).is_some_and(|rows| rows.iter().any(|row| row.cells.len() > 2));
    if rows >= 3 || (rows == 2 && wide) { rows } else { 0 }
}

// A line of text that is stretched to fill its column has wide gaps too, all alike.
fn is_row(page: &Page, line: &Line, text: &str) -> bool {
    let gaps = line.cells.windows(2).filter_map(|pair| match pair {
        [a, b] => Some(b.left - a.right),
        _ => None,
    });
    let narrow = gaps.fold(0.0, f32::max) < 1.8 * line.size;
    let column = page.column(line);
    let fills = (column.right - line.right).abs() < line.size && (line.left - column.left) < 3.0 * line.size;
    let word = |range: &Range<usize>| {
        text.get(range.clone()).is_some_and(|cell| cell.starts_with(char::is_lowercase))
    };
    let words = line.cells.iter().filter(|cell| word(&cell.range)).count();
    let stretched = narrow && fills && words * 3 >= line.cells.len();
    let heading = line.bold && narrow && begins_with_number(line, text);
    line.cells.len() > 1 && !stretched && !heading
}

fn is_run_in(line: &Line, text: &str) -> bool {
    caption::begins(line.text(text), true)
}

fn paragraph_len(page: &Page, lines: &[Line], text: &str) -> usize {
    let mut len = 1;
    for pair in lines.windows(2) {
        let [a, b] = pair else { break };
        let notes = lines.first().is_some_and(begins_with_mark) && begins_with_mark(b);
        if notes || breaks(page, a, b, len == 1, text) {
            break;
        }
        len += 1;
    }
    len
}

// Whether a new block begins with line `b`; `first` says that `a` begins one.
fn breaks(page: &Page, a: &Line, b: &Line, first: bool, text: &str) -> bool {
    let (column, size) = (page.column(a), a.size.max(1.0));
    let step = b.y - a.y;
    let elsewhere = step < -0.5 * size || b.left > a.right + 2.0 * size || b.right < column.left;
    let restyled = (a.size - b.size).abs() > 0.6 || (a.bold && !b.bold && is_short(a, column));
    let apart = step > size * (page.leading * 1.32).max(page.leading + 0.25);
    let heads = (a.bold && b.bold && begins_section(b.text(text)))
        || is_roman_heading(a.text(text))
        || is_roman_heading(b.text(text))
        || (first && is_short(a, column) && heading_name(a.text(text)).is_some());
    if elsewhere
        || restyled
        || apart
        || heads
        || begins_item(b.text(text))
        || caption::begins(b.text(text), true)
    {
        return true;
    }
    let one_heading = a.bold && b.bold && is_short(a, column);
    if one_heading {
        return false;
    }
    let ended = ends_sentence(a.text(text));
    let indented = b.left > a.left + 0.7 * size && b.left < a.left + 4.0 * size;
    let outdented = !first && b.left < a.left - 0.7 * size;
    (ended && (indented || is_short(a, column) || outdented)) || (indented && is_short(a, column))
}

fn is_short(line: &Line, column: Column) -> bool {
    line.right < column.right - 0.12 * (column.right - column.left)
}

/// Whether a text ends as a sentence does.
pub(super) fn ends_sentence(text: &str) -> bool {
    const ABBREVIATIONS: [&str; 10] =
        ["al.", "e.g.", "i.e.", "Fig.", "Figs.", "Eq.", "Sec.", "vs.", "cf.", "Tab."];
    let last = text.rsplit([' ', '(']).next().unwrap_or("");
    if ABBREVIATIONS.contains(&last) {
        return false;
    }
    let unmarked = text.trim_end_matches(char::is_numeric);
    let decimal = unmarked.len() < text.len()
        && unmarked.strip_suffix('.').is_some_and(|whole| whole.ends_with(char::is_numeric));
    let bare = unmarked.trim_end_matches([')', ']', '”', '"', '’', '^']);
    !decimal
        && (bare.ends_with(['.', '!', '?', ':', '。', '！', '？', '：']) || text.ends_with(['.', ':', '?']))
}

fn begins_item(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        Some('•' | '▪' | '◦' | '–' | '‣' | '·' | '■' | '▸' | '►') => true,
        Some('[') => text.get(1..).and_then(|t| t.split_once(']')).is_some_and(|(n, _)| is_number(n)),
        Some('(') => text.get(1..).and_then(|t| t.split_once(')')).is_some_and(|(n, _)| is_number(n)),
        Some('1'..='9') => text.split_once(". ").is_some_and(|(n, _)| is_number(n) && n.len() < 3),
        _ => false,
    }
}

// `3.1 Data`, under the heading of section 3.
fn begins_section(text: &str) -> bool {
    let Some((number, name)) = text.split_once(' ') else { return false };
    let parts = || number.trim_end_matches('.').split('.');
    parts().count() > 1 && parts().all(is_number) && name.starts_with(char::is_uppercase)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn kind_of(page: &Page, lines: &[Line], text: &str, body: f32) -> BlockKind {
    let Some(first) = lines.first() else { return BlockKind::Paragraph };
    let printed = first.text(text);
    let small = first.size < 0.93 * body;
    if caption::begins(printed, small || first.bold) {
        BlockKind::Caption
    } else if is_heading(lines, text, body) {
        BlockKind::Heading
    } else if small
        && (begins_note(first, printed) || ends_column(page, lines, body))
        && first.y > 0.45 * page.height
    {
        BlockKind::Footnote
    } else {
        BlockKind::Paragraph
    }
}

/// A page of more lines is a drawing; nothing on it is worth comparing with every other line.
const MANY_LINES: usize = 2_000;

// Small print under the last line of text in its column.
fn ends_column(page: &Page, lines: &[Line], body: f32) -> bool {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return false };
    if page.lines.len() > MANY_LINES {
        return false;
    }
    let beside = |line: &&Line| line.left < first.right && line.right > first.left;
    let mut column = page.lines.iter().filter(beside).filter(|line| line.size > 0.93 * body);
    let above = page.lines.iter().filter(beside).any(|line| line.size > 0.93 * body && line.y < first.y);
    above && column.all(|line| line.y < last.y)
}

fn begins_with_mark(line: &Line) -> bool {
    line.raised.first().is_some_and(|mark| mark.start == line.range.start)
}

fn begins_note(line: &Line, text: &str) -> bool {
    begins_with_mark(line) || text.starts_with(['∗', '*', '†', '‡', '§', '¶', '⋆', '♮', '♠', '♣', '✉'])
}

// The number of a section set apart from its name by a wide space: `3.1`, `B`, `A.2`.
fn begins_with_number(line: &Line, text: &str) -> bool {
    let number = line.cells.first().and_then(|cell| text.get(cell.range.clone())).unwrap_or("");
    let digits = number.trim_start_matches(|c: char| c.is_ascii_uppercase());
    (1..=6).contains(&number.len())
        && number.len() - digits.len() <= 1
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
}

fn is_heading(lines: &[Line], text: &str, body: f32) -> bool {
    let Some(first) = lines.first().filter(|_| lines.len() <= 3) else { return false };
    let printed: String = lines.iter().map(|line| line.text(text)).collect::<Vec<_>>().join(" ");
    let letters = printed.chars().filter(|c| c.is_alphabetic()).count();
    let apart = lines.iter().any(|line| line.cells.len() > 1 + usize::from(begins_with_number(line, text)));
    let step = printed.split_once(": ").is_some_and(|(number, _)| is_number(number));
    let known = heading_name(&printed).is_some() && printed.len() < 60 && first.size > 0.85 * body;
    let odd = apart
        || step
        || (first.largest < 0.93 * body && !known)
        || !printed.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || is_caseless(c));
    if odd || letters < 3 || printed.chars().count() > 160 || letters * 2 < printed.chars().count() {
        return false;
    }
    let large = first.size > 1.08 * body;
    let styled = large || lines.iter().all(|line| line.bold);
    let plain_end = !printed.ends_with(['.', ',', ';', ':']);
    let one = lines.len() == 1;
    (styled && plain_end) || known || (one && (is_roman_heading(&printed) || is_lettered_heading(&printed)))
}

/// Whether lines are set off from running text, as headings of most styles are.
pub(super) fn is_set_off(lines: &[Line], body: f32) -> bool {
    lines.iter().all(|line| line.bold || line.largest > 1.08 * body)
}

// `A. Data`, in italics.
fn is_lettered_heading(text: &str) -> bool {
    let mut chars = text.chars();
    let lettered = chars.next().is_some_and(|c| c.is_ascii_uppercase()) && chars.as_str().starts_with(". ");
    let name = text.get(3..).unwrap_or("");
    lettered
        && text.len() < 80
        && name.starts_with(char::is_uppercase)
        && !name.ends_with(['.', ',', ';', '-'])
        && !name.contains(", ")
}

/// Whether a letter is of a script without capitals.
pub(super) fn is_caseless(char: char) -> bool {
    char.is_alphabetic() && !char.is_uppercase() && !char.is_lowercase()
}

fn is_roman_heading(text: &str) -> bool {
    let Some((number, name)) = text.split_once(". ") else { return false };
    let roman = !number.is_empty() && number.chars().all(|c| "IVX".contains(c));
    roman && name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
}

/// The sections that are typed by their heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeadingName {
    Abstract,
    Keywords,
    Introduction,
    Acknowledgements,
    References,
    Appendix,
    Checklist,
}

/// Which of the typed sections a heading names.
pub(super) fn heading_name(text: &str) -> Option<HeadingName> {
    let letters: String = text
        .trim_start_matches(|c: char| c.is_numeric() || c == '.' || c.is_whitespace())
        .chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect();
    let bare = letters.trim_start_matches(['i', 'v', 'x']);
    let known = [letters.as_str(), bare];
    let is = |names: &[&str]| names.iter().any(|name| known.contains(name));
    let begins = |names: &[&str]| names.iter().any(|name| letters.starts_with(name));
    if is(&["abstract", "摘要"]) {
        Some(HeadingName::Abstract)
    } else if is(&["articleinfo", "keywords", "indexterms", "ccsconcepts"]) {
        Some(HeadingName::Keywords)
    } else if is(&["introduction", "ntroduction", "引言"]) {
        Some(HeadingName::Introduction)
    } else if begins(&["acknowledg", "致谢"]) || is(&["funding", "fundinginformation"]) {
        Some(HeadingName::Acknowledgements)
    } else if is(&["references", "reference", "bibliography", "literaturecited", "参考文献"]) {
        Some(HeadingName::References)
    } else if begins(&["appendix", "appendices", "supplementarymaterial", "supplemental"]) {
        Some(HeadingName::Appendix)
    } else if begins(&["neuripspaperchecklist", "paperchecklist", "reproducibilitychecklist"])
        || is(&["checklist"])
    {
        Some(HeadingName::Checklist)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_full_stops_and_not_at_abbreviations_or_decimals() {
        for ended in ["It ends.", "It ends.3", "(It ends.)", "as follows:", "It is “so.”", "它结束了。"]
        {
            assert!(ends_sentence(ended), "{ended}");
        }
        for open in ["as shown by Author et al.", "a rate of 3.5", "on eight A100", "see Fig.", "we use"] {
            assert!(!ends_sentence(open), "{open}");
        }
    }
}
