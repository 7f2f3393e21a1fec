//! What each line of a text is, by its own looks and its neighbours'.

use memchr::{memchr2, memmem};

use super::{furniture, section};
use crate::document::{caption, front};

/// A line without the white space around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    /// Where it stands in the source.
    pub(super) start: usize,
    /// Its text.
    pub(super) text: &'t str,
    /// What it is.
    pub(super) kind: LineKind,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    /// Nothing.
    Blank,
    /// The mark of a new page, or of a picture that was left out.
    Page,
    /// A page number, a running head, remains of a formula's picture.
    Furniture,
    /// A heading.
    Heading,
    /// The first line of a caption.
    Caption,
    /// The first line of an item of a list.
    Item,
    /// The first line of a footnote.
    Note,
    /// A row of a table drawn with `|`.
    Pipe,
    /// One short line among many: a cell of a table, a label of a figure.
    Cell,
    /// A whole table in HTML; it may run over several lines of the source.
    HtmlTable,
    /// A line of mathematics set apart between `$$`.
    Formula,
    /// Running text.
    Text,
}

impl Line<'_> {
    /// Where the line ends in the source.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether a sentence may end here.
    pub(super) fn ends_sentence(&self) -> bool {
        self.text.trim_end_matches(['”', '"', ')', ']', '’']).ends_with(['.', '!', '?', ':', ';'])
    }

    /// Whether the line breaks off what stands before it.
    pub(super) fn is_break(&self) -> bool {
        matches!(
            self.kind,
            LineKind::Blank | LineKind::Page | LineKind::Heading | LineKind::HtmlTable | LineKind::Pipe
        )
    }
}

/// The lines of a text, each with its kind.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = split(text);
    mark_formulas(&mut lines);
    furniture::mark(&mut lines);
    section::mark(&mut lines);
    mark_cells(&mut lines);
    mark_notes(&mut lines);
    lines
}

fn split(text: &str) -> Vec<Line<'_>> {
    const CLOSE: &str = "</table>";
    let mut lines = Vec::new();
    let last_close = memmem::rfind(text.as_bytes(), CLOSE.as_bytes()).unwrap_or(0);
    let mut at = 0;
    while at < text.len() {
        let rest = text.get(at..).unwrap_or_default();
        let end = memchr2(b'\n', b'\x0C', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
        let line = rest.get(..end).unwrap_or_default();
        match memmem::find(line.as_bytes(), b"<table").filter(|open| at + open < last_close) {
            Some(open) => {
                push(&mut lines, at, line.get(..open).unwrap_or_default(), by_looks);
                let table = rest.get(open..).unwrap_or_default();
                let close = table.find(CLOSE).map_or(end - open, |close| close + CLOSE.len());
                push(&mut lines, at + open, table.get(..close).unwrap_or_default(), |_| LineKind::HtmlTable);
                at += open + close;
            }
            None => {
                push_line(&mut lines, at, line);
                at += end;
            }
        }
        if line.ends_with('\u{C}') {
            lines.push(Line { start: at, text: "", kind: LineKind::Page });
        }
    }
    lines
}

/// Marks the lines between two lines `$$`; the signs themselves are no text.
fn mark_formulas(lines: &mut [Line<'_>]) {
    const MOST_LINES: usize = 60;
    let mut open: Option<usize> = None;
    for at in 0..lines.len() {
        if lines.get(at).is_none_or(|line| line.text != "$$") {
            continue;
        }
        match open.take().filter(|open| at - open <= MOST_LINES) {
            None => open = Some(at),
            Some(from) => {
                for line in lines.get_mut(from..=at).unwrap_or_default() {
                    line.kind = if line.text == "$$" { LineKind::Furniture } else { LineKind::Formula };
                }
            }
        }
    }
}

/// A stamp at the head of a page may run into the title: both are lines of their own.
fn push_line<'t>(lines: &mut Vec<Line<'t>>, at: usize, line: &'t str) {
    let stamp = furniture::stamp_length(line);
    if stamp > 0 {
        push(lines, at, line.get(..stamp).unwrap_or_default(), |_| LineKind::Furniture);
    }
    let rest = line.get(stamp..).unwrap_or_default();
    if stamp == 0 || !rest.trim().is_empty() {
        push(lines, at + stamp, rest, by_looks);
    }
}

fn push<'t>(lines: &mut Vec<Line<'t>>, at: usize, line: &'t str, kind: fn(&str) -> LineKind) {
    let text = line.trim();
    let start = at + (line.len() - line.trim_start().len());
    lines.push(Line { start, text, kind: kind(text) });
}

fn by_looks(text: &str) -> LineKind {
    if text.is_empty() {
        return LineKind::Blank;
    }
    if text.starts_with("<!--") && text.ends_with("-->") || text.starts_with("![") && text.ends_with(')') {
        return LineKind::Page;
    }
    if text.starts_with('#') && text.trim_start_matches('#').starts_with(' ') {
        return LineKind::Heading;
    }
    if text.starts_with('|') && text.len() > 1 {
        return LineKind::Pipe;
    }
    if caption::begins(text.trim_start_matches(['*', '_', ' ']), false) {
        return LineKind::Caption;
    }
    if is_item(text) { LineKind::Item } else { LineKind::Text }
}

fn is_item(text: &str) -> bool {
    let bullet = text.starts_with(['•', '▪', '◦', '●', '■', '–', '➢', '‣', '·']);
    bullet || ["- ", "* ", "+ "].iter().any(|sign| text.starts_with(sign))
}

/// Marks runs of short lines and of rows of numbers: converters write tables and the labels of
/// figures so.
fn mark_cells(lines: &mut [Line<'_>]) {
    const FEWEST: usize = 5;
    if typical_width(lines) >= 40 {
        mark_runs(lines, is_short, FEWEST);
    }
    mark_runs(lines, is_row, 2);
    for at in 1..lines.len() {
        let cell = |at: usize| lines.get(at).is_some_and(|line| line.kind == LineKind::Cell);
        let between = cell(at - 1) && cell(at + 1);
        let label = |line: &&mut Line<'_>| {
            line.kind == LineKind::Text && line.text.len() < 50 && !line.ends_sentence()
        };
        if let Some(line) = lines.get_mut(at).filter(|_| between).filter(label) {
            line.kind = LineKind::Cell;
        }
    }
}

fn mark_runs(lines: &mut [Line<'_>], is: fn(&Line<'_>) -> bool, fewest: usize) {
    let mut run = Vec::new();
    for at in 0..=lines.len() {
        let line = lines.get(at);
        if line.is_some_and(is) {
            run.push(at);
            continue;
        }
        if line.is_some_and(|line| line.kind == LineKind::Furniture) {
            continue;
        }
        for &cell in run.iter().filter(|_| run.len() >= fewest) {
            if let Some(line) = lines.get_mut(cell) {
                line.kind = LineKind::Cell;
            }
        }
        run.clear();
    }
}

/// A line of which half and more are bare numbers.
fn is_row(line: &Line<'_>) -> bool {
    const MARKS: &str = ".,%×±-–()[]*↑↓";
    let number = |word: &&str| {
        let bare = word.chars().all(|c| c.is_ascii_digit() || MARKS.contains(c));
        bare && word.contains(|c: char| c.is_ascii_digit())
    };
    if line.kind != LineKind::Text || line.text.bytes().filter(u8::is_ascii_digit).count() < 3 {
        return false;
    }
    let words = line.text.split_whitespace().count();
    let numbers = line.text.split_whitespace().filter(number).count();
    line.text.len() < 120 && words > 2 && numbers * 2 >= words
}

/// Marks the footnotes: they open with a mark after the end of a sentence, at the foot of a page or
/// to name the authors' institutions.
fn mark_notes(lines: &mut [Line<'_>]) {
    const LAST_LINES: usize = 8;
    const FIRST_PAGE: usize = 200;
    for at in 1..lines.len() {
        let Some(line) = lines.get(at).filter(|line| line.kind == LineKind::Text) else { continue };
        if !front::starts_with_tight_mark(line.text) {
            continue;
        }
        let names_authors =
            at < FIRST_PAGE && (front::has_organisation(line.text) || front::is_remark(line.text));
        let near_foot = lines.iter().skip(at + 1).take(LAST_LINES).any(|line| line.kind == LineKind::Page);
        let before =
            lines.get(..at).unwrap_or_default().iter().rev().find(|line| line.kind != LineKind::Furniture);
        let after_end = before.is_some_and(|line| line.ends_sentence() || line.kind == LineKind::Note);
        if let Some(line) = lines.get_mut(at).filter(|_| (near_foot && after_end) || names_authors) {
            line.kind = LineKind::Note;
        }
    }
}

fn is_short(line: &Line<'_>) -> bool {
    line.kind == LineKind::Text && line.text.len() <= 28 && line.text.split_whitespace().count() <= 4
}

/// How long the lines of running text are, in bytes.
pub(super) fn typical_width(lines: &[Line<'_>]) -> usize {
    let mut widths: Vec<usize> =
        lines.iter().filter(|line| line.kind == LineKind::Text).map(|line| line.text.len()).collect();
    widths.sort_unstable();
    widths.get(widths.len() * 3 / 4).copied().unwrap_or(0)
}
