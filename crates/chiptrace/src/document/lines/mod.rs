//! Markdown and plain text by lines: paragraphs, headings, captions, tables, notes, references.
//!
//! Converters write what stood on the page: broken lines, page marks, running heads, cells one a line.

mod furniture;
mod kind;
mod paragraph;
mod section;
mod table;

use super::inline::{self, Style};
use super::view::Writer;
use super::{Document, Input, ProblemKind, front};
use crate::passage::{Aligned, Part, Passage};

use kind::{Line, LineKind};
use paragraph::Paragraphs;

/// Longest head of a paper, in lines, if nothing says where it ends.
const HEAD_LINES: usize = 90;

/// How far into the text the notes of the first page are looked for, in lines.
const NOTE_LINES: usize = 160;

/// Reads a paper.
pub(super) fn read(input: &Input, style: Style) -> Document {
    let mut document = super::decoded(input);
    let Some(source) = document.sources.pop() else { return document };
    let lines = kind::lines(&source.text);
    let head = head_length(&lines);
    let (head, body) = lines.split_at(head);
    read_head(head, style, &mut document);
    let mut paragraphs = Paragraphs::new(&source.text, style);
    for line in head.iter().filter(|line| front::is_prose(line.text)) {
        paragraphs.line(line);
    }
    paragraphs.end();
    document.passages = paragraphs.read(body);
    if document.affiliations.is_empty() {
        front::read_notes(&first_page(body, style), &mut document);
    }
    if document.title.is_none() && document.passages.is_empty() {
        document.report(ProblemKind::NoText, &source.file, "no letters found; is this a text?");
    }
    document.sources.push(source);
    document
}

/// Reads a few sentences cut out of a paper, which have no head.
pub(super) fn read_fragment(text: &str) -> Vec<Passage> {
    let marks = ["\n#", "**", "<table", "<!-- ", "](", "\\_", "\\*", "&amp;", "&lt;"];
    let markdown = text.starts_with('#') || marks.iter().any(|mark| text.contains(mark));
    let style = if markdown { Style::Markdown } else { Style::Plain };
    Paragraphs::new(text, style).read(&kind::lines(text))
}

/// How many lines stand before the abstract or the first section.
fn head_length(lines: &[Line<'_>]) -> usize {
    let opens = |line: &Line<'_>| section::opens_paper(line.text);
    let found = lines.iter().take(HEAD_LINES * 3).position(opens);
    found.unwrap_or_else(|| {
        let prose = lines
            .windows(3)
            .take(HEAD_LINES)
            .position(|three| three.iter().all(|line| front::is_prose(line.text) && line.text.len() > 40));
        prose.unwrap_or(0)
    })
}

fn read_head(head: &[Line<'_>], style: Style, document: &mut Document) {
    let stamp = head.iter().find(|line| line.kind == LineKind::Furniture && line.text.starts_with("arXiv:"));
    document.date = stamp.and_then(|stamp| front::date(stamp.text));
    let lines: Vec<&Line<'_>> = head.iter().filter(|line| line.kind != LineKind::Furniture).collect();
    let heading = lines.iter().position(|line| line.kind == LineKind::Heading && line.text.starts_with('#'));
    let after = heading.map_or(0, |at| at + 1);
    let rest = written(lines.get(after..).unwrap_or_default(), style);
    let title = heading.map(|at| written(lines.get(at..=at).unwrap_or_default(), style));
    let (title, rest) = match &title {
        Some(title) => (title.as_slice(), rest.as_slice()),
        None => front::split_title(&rest),
    };
    let parts = title.iter().filter(|line| !line.is_empty()).cloned();
    let title = parts.reduce(|title, line| title.joined(" ", &line));
    document.title = title.map(|text| Passage { part: Part::Title, section: None, text });
    front::read(rest, document);
}

/// The views of lines, empty for those that part blocks.
fn written(lines: &[&Line<'_>], style: Style) -> Vec<Aligned> {
    let view = |line: &&Line<'_>| {
        let mut writer = Writer::new(0);
        let bare = line.text.trim_start_matches('#').trim_start();
        if line.kind != LineKind::Page {
            inline::write(&mut writer, line.end() - bare.len(), bare, style);
        }
        writer.finish()
    };
    lines.iter().map(view).collect()
}

/// The lines of the first page after the abstract has begun, where notes name institutions.
fn first_page(body: &[Line<'_>], style: Style) -> Vec<Aligned> {
    let end = body.iter().position(|line| line.text.starts_with("<!-- page 2")).unwrap_or(NOTE_LINES);
    let lines: Vec<&Line<'_>> = body.iter().take(end.min(NOTE_LINES)).collect();
    written(&lines, style)
}
