//! Putting lines together to passages.

use std::sync::Arc;

use super::kind::{self, Line, LineKind};
use super::{section, table};
use crate::document::inline::{self, Style};
use crate::document::view::Writer;
use crate::document::{formula, front, html};
use crate::passage::{Aligned, Part, Passage};

/// A caption or footnote of more lines than this has run into the text.
const MOST_CAPTION_LINES: usize = 14;

/// Collects passages from lines.
pub(super) struct Paragraphs<'t> {
    text: &'t str,
    style: Style,
    passages: Vec<Passage>,
    writer: Writer,
    /// The part of the open paragraph, where it differs from the section's.
    special: Option<Part>,
    /// A sentence that a caption or note broke off, with its last line.
    waiting: Option<(Writer, Line<'t>)>,
    lines: usize,
    last: Option<Line<'t>>,
    width: usize,
    /// Whether a page, a picture or an empty line came since the last line.
    broken: bool,
    section: Option<Arc<str>>,
    part: Part,
    appendix: bool,
}

impl<'t> Paragraphs<'t> {
    /// A collector of passages of `text`.
    pub(super) fn new(text: &'t str, style: Style) -> Self {
        Self {
            text,
            style,
            passages: Vec::new(),
            writer: Writer::new(0),
            special: None,
            waiting: None,
            lines: 0,
            last: None,
            width: 0,
            broken: false,
            section: None,
            part: Part::Body,
            appendix: false,
        }
    }

    /// Reads lines to the end; answers the passages.
    pub(super) fn read(mut self, lines: &[Line<'t>]) -> Vec<Passage> {
        self.width = kind::typical_width(lines);
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            let run = match line.kind {
                LineKind::Pipe | LineKind::Cell => {
                    lines.iter().skip(at).take_while(|next| next.kind == line.kind).count()
                }
                _ => 1,
            };
            match line.kind {
                LineKind::Pipe | LineKind::Cell => self.table(lines.get(at..at + run).unwrap_or_default()),
                _ => self.line(line),
            }
            at += run.max(1);
        }
        self.finish();
        self.passages
    }

    /// Reads one line.
    pub(super) fn line(&mut self, line: &Line<'t>) {
        match line.kind {
            LineKind::Blank | LineKind::Page => self.broken = true,
            LineKind::Furniture => {}
            LineKind::Heading => self.heading(line),
            LineKind::Caption => self.open(line, Some(Part::Caption)),
            LineKind::Note => self.open(line, Some(Part::Footnote)),
            LineKind::Item => self.open(line, None),
            LineKind::HtmlTable => self.html_table(line),
            LineKind::Formula => self.formula(line),
            LineKind::Text | LineKind::Pipe | LineKind::Cell => self.text(line),
        }
    }

    fn text(&mut self, line: &Line<'t>) {
        let label = section::abstract_label(line.text);
        if label > 0 && self.part == Part::Body && self.passages.len() < 20 {
            self.end();
            self.part = Part::Abstract;
            let rest = line.text.get(label..).unwrap_or_default();
            return self.append(&Line { start: line.start + label, text: rest, kind: LineKind::Text });
        }
        if self.begins_paragraph(line) {
            self.end();
            self.resume(line.text.starts_with(char::is_lowercase));
        }
        self.append(line);
    }

    /// Takes up the sentence that a caption or note broke off, or ends it if it does not go on.
    fn resume(&mut self, goes_on: bool) {
        if let Some((writer, last)) = self.waiting.take() {
            (self.writer, self.last) = (writer, Some(last));
            if !goes_on && !front::ends_open(last.text) {
                self.end();
            }
        }
    }

    /// Whether a line of text begins a paragraph, after the line before it.
    fn begins_paragraph(&self, line: &Line<'t>) -> bool {
        let Some(last) = self.last else { return false };
        let goes_on =
            line.text.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit()) && !last.ends_sentence();
        if self.broken {
            return self.style == Style::Markdown && last.text.len() > 3 * 200
                || !goes_on
                || self.special.is_some();
        }
        if self.part == Part::Bibliography && entry_begins(line.text) {
            return true;
        }
        if self.waiting.is_some() && last.ends_sentence() && line.text.starts_with(char::is_lowercase) {
            return true;
        }
        let long = self.special.is_some() && self.lines >= MOST_CAPTION_LINES;
        let full = if self.special.is_some() { self.width * 9 / 10 } else { self.width * 3 / 4 };
        last.ends_sentence() && (long || last.text.len() < full) && !line.text.starts_with(char::is_lowercase)
    }

    /// Opens a caption, note or item. A sentence that it breaks off waits to go on after it.
    fn open(&mut self, line: &Line<'t>, special: Option<Part>) {
        let unfinished = self.special.is_none() && self.last.is_some_and(|last| !last.ends_sentence());
        if special.is_some() && unfinished && !self.writer.is_empty() {
            let writer = std::mem::replace(&mut self.writer, Writer::new(0));
            self.waiting = self.last.map(|last| (writer, last));
        }
        self.end();
        self.special = special;
        self.append(line);
    }

    /// Adds a line to the open paragraph; a hyphen at the end of the line before is undone where it
    /// only broke a word.
    fn append(&mut self, line: &Line<'t>) {
        self.broken = false;
        self.lines += 1;
        if let Some(last) = self.last.filter(|_| !self.writer.is_empty()) {
            let gap = last.end()..line.start.max(last.end());
            match joint(self.writer.view(), line.text) {
                Joint::Space => self.writer.space(gap),
                Joint::Hyphen => {}
                Joint::Word => self.writer.take_back(1),
            }
        }
        inline::write(&mut self.writer, line.start, line.text, self.style);
        self.last = Some(*line);
    }

    /// Ends the open paragraph, and one that waits.
    pub(super) fn finish(&mut self) {
        self.end();
        self.resume(false);
        self.end();
    }

    fn end(&mut self) {
        let text = std::mem::replace(&mut self.writer, Writer::new(0)).finish();
        let mut part = self.special.take().unwrap_or(self.part);
        if part == Part::Bibliography && is_no_reference(text.view()) {
            part = Part::Appendix;
        }
        self.push(part, text);
        (self.lines, self.last, self.broken) = (0, None, false);
    }

    fn push(&mut self, part: Part, text: Aligned) {
        if !text.is_empty() {
            self.passages.push(Passage { part, section: self.section.clone(), text });
        }
    }

    /// Mathematics set apart belongs to the sentence around it.
    fn formula(&mut self, line: &Line<'t>) {
        if let Some(last) = self.last.filter(|_| !self.writer.is_empty()) {
            self.writer.space(last.end()..line.start.max(last.end()));
        }
        self.writer.replaced(line.start..line.end(), &formula::read(line.text));
        self.broken = false;
        self.last = Some(*line);
    }

    fn heading(&mut self, line: &Line<'t>) {
        self.finish();
        let bare = line.text.trim_start_matches('#').trim_start();
        let mut writer = Writer::new(0);
        inline::write(&mut writer, line.end() - bare.len(), bare, self.style);
        let text = writer.finish();
        let explicit = bare.len() < line.text.len();
        self.part = section::part_under(text.view(), self.part, explicit, &mut self.appendix);
        self.section = Some(Arc::from(text.view()));
        self.push(Part::Heading, text);
    }

    fn table(&mut self, lines: &[Line<'t>]) {
        self.end();
        self.push(Part::Table, table::rows(lines, self.style));
    }

    fn html_table(&mut self, line: &Line<'t>) {
        self.end();
        debug_assert!(self.text.get(line.start..line.end()).is_some());
        for (part, text) in html::table(line.text, line.start) {
            self.push(part, text);
        }
    }
}

/// What stands between two lines of a paragraph.
enum Joint {
    Space,
    /// The hyphen stays: `A100-` and `80GB`.
    Hyphen,
    /// The hyphen goes: `spe-` and `cific`.
    Word,
}

fn joint(before: &str, line: &str) -> Joint {
    let mut ends = before.chars().rev();
    let (hyphen, letter) = (ends.next(), ends.next());
    let next = line.chars().next();
    match (hyphen, letter, next) {
        (Some('-'), Some(letter), Some(next)) if letter.is_lowercase() && next.is_lowercase() => Joint::Word,
        (Some('-'), Some(letter), Some(next)) if letter.is_alphanumeric() && next.is_alphanumeric() => {
            Joint::Hyphen
        }
        _ => Joint::Space,
    }
}

/// `[12] …` or `12. A…`
fn entry_begins(text: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    if let Some(rest) = text.strip_prefix('[') {
        let count = digits(rest);
        return count > 0 && rest.get(count..).is_some_and(|rest| rest.starts_with(']'));
    }
    let count = digits(text);
    (1..=3).contains(&count) && text.get(count..).is_some_and(|rest| rest.starts_with(". "))
}

/// Whether a long paragraph under the references names no year: the text has gone on without a heading.
fn is_no_reference(text: &str) -> bool {
    let year = |four: &[u8]| {
        matches!(four, [b'1', b'9', b'0'..=b'9', b'0'..=b'9'] | [b'2', b'0', b'0'..=b'9', b'0'..=b'9'])
    };
    text.len() > 300 && !text.as_bytes().windows(4).any(year)
}
