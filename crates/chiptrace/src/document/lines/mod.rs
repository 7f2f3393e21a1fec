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
use chiptrace_controls::date::PartialDate;

use front::Vocabulary;
use kind::{Line, LineKind};
use paragraph::Paragraphs;

/// Longest head of a paper, in lines, if nothing says where it ends.
const HEAD_LINES: usize = 90;

/// How far into the text the notes of the first page are looked for, in lines.
const NOTE_LINES: usize = 200;

/// How far into the text arXiv's stamp is looked for, in lines.
const STAMP_LINES: usize = 400;

/// How much of the text gives the words by which a title is told from names, in lines.
const VOCABULARY_LINES: usize = 300;

/// Reads a paper.
pub(super) fn read(input: &Input, style: Style) -> Document {
    let mut document = super::decoded(input);
    let Some(source) = document.sources.pop() else { return document };
    let lines = kind::lines(&source.text);
    let (head, body) = lines.split_at(head_length(&lines));
    document.date = stamped(&lines);
    read_head(head, &vocabulary(body), style, &mut document);
    let mut paragraphs = Paragraphs::new(&source.text, style);
    for line in head.iter().filter(|line| front::is_prose(line.text)) {
        paragraphs.line(line);
    }
    paragraphs.finish();
    document.passages = paragraphs.read(body);
    if document.affiliations.is_empty() {
        read_notes(first_page_end(&lines, &source.text), &mut document);
    }
    if document.title.is_none() && document.passages.is_empty() {
        document.report(ProblemKind::NoText, &source.file, "no letters found; is this a text?");
    }
    document.sources.push(source);
    document
}

/// The day in arXiv's stamp (`arXiv:2401.00001v1 [cs.CL] 1 Jan 2024`), which converters put at the
/// head or the foot of the first page, or run into another line.
fn stamped(lines: &[Line<'_>]) -> Option<PartialDate> {
    lines.iter().take(STAMP_LINES).find_map(|line| {
        let stamp = line.text.get(line.text.find("arXiv:")?..)?;
        let (identifier, after) = stamp.split_once('[')?;
        let (_, day) = after.split_once(']').filter(|_| identifier.len() < 30)?;
        front::date(day.get(..day.floor_char_boundary(20))?)
    })
}

/// The words that the text uses in lower case.
fn vocabulary<'t>(body: &[Line<'t>]) -> Vocabulary<'t> {
    let lines = body.iter().take(VOCABULARY_LINES).filter(|line| !line.text.contains('@'));
    let words = lines.flat_map(|line| line.text.split([' ', '-', '/']));
    let words = words.map(|word| word.trim_matches(|c: char| !c.is_alphabetic()));
    words.filter(|word| word.len() > 2 && word.chars().all(char::is_lowercase)).collect()
}

/// Where the second page begins, or where the notes of the first can be no more.
fn first_page_end(lines: &[Line<'_>], text: &str) -> usize {
    let second = lines.iter().find(|line| line.text.starts_with("<!-- page 2"));
    let last = lines.get(NOTE_LINES.min(lines.len().saturating_sub(1)));
    second.or(last).map_or(text.len(), |line| line.start)
}

fn read_notes(end: usize, document: &mut Document) {
    let passages = std::mem::take(&mut document.passages);
    let starts = |passage: &&Passage| passage.text.locate(0..1).is_some_and(|place| place.range.start < end);
    for passage in passages.iter().take_while(starts) {
        front::read_note(&passage.text, document);
    }
    document.passages = passages;
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
    let prose = |line: &Line<'_>| line.text.len() > 40 && front::is_prose(line.text);
    let label = lines.iter().take(HEAD_LINES * 3).position(opens);
    let text = lines.windows(3).take(HEAD_LINES).position(|three| three.iter().all(prose));
    label.into_iter().chain(text).min().unwrap_or(0)
}

fn read_head(head: &[Line<'_>], vocabulary: &Vocabulary<'_>, style: Style, document: &mut Document) {
    let lines: Vec<&Line<'_>> = head.iter().filter(|line| line.kind != LineKind::Furniture).collect();
    let heading = lines.iter().position(|line| line.kind == LineKind::Heading && line.text.starts_with('#'));
    let after = heading.map_or(0, |at| at + 1);
    let rest = written(lines.get(after..).unwrap_or_default(), style);
    let title = heading.map(|at| written(lines.get(at..=at).unwrap_or_default(), style));
    let (title, rest) = match &title {
        Some(title) => (title.as_slice(), rest.as_slice()),
        None => front::split_title(&rest, vocabulary),
    };
    let parts = title.iter().filter(|line| !line.is_empty()).cloned();
    let title = parts.reduce(|title, line| front::unbroken(title, &line));
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
