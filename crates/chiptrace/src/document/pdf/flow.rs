//! From blocks to passages: sections, and paragraphs joined over columns and pages.

use std::ops::Range;
use std::sync::Arc;

use super::block::{Block, BlockKind, HeadingName, blocks, ends_sentence, heading_name, is_set_off};
use super::fold::{self, Stretch};
use super::layout::Page;
use super::line::Line;
use super::vocabulary::Vocabulary;
use crate::document::Source;
use crate::passage::{Aligned, Part, Passage};

/// Everything that passages are made from.
#[derive(Clone, Copy)]
pub(super) struct Paper<'a> {
    /// The texts of the pages.
    pub sources: &'a [Source],
    /// Their lines.
    pub pages: &'a [Page],
    /// The words it writes.
    pub words: &'a Vocabulary<'a>,
    /// The size of most text.
    pub body: f32,
    /// The page with title and authors.
    pub front: usize,
}

impl<'a> Paper<'a> {
    /// The text of a page.
    pub fn text(&self, page: usize) -> &'a str {
        self.sources.get(page).map_or("", |source| source.text.as_str())
    }

    /// Appends a stretch of a line to a view.
    pub fn push(&self, view: &mut Aligned, page: usize, line: &Line, range: Range<usize>) {
        let from = Stretch { source: page, page: self.text(page), raised: &line.raised };
        fold::push(view, from, range);
    }

    /// Appends whole lines to a view, joined as running text.
    pub fn push_lines(&self, view: &mut Aligned, page: usize, lines: &[Line], after: Option<(usize, usize)>) {
        let mut end = after;
        for line in lines {
            if let Some(end) = end {
                fold::join(view, end, line.text(self.text(page)), self.words);
            }
            self.push(view, page, line, line.range.clone());
            end = Some((page, line.range.end));
        }
    }
}

/// The passages of a paper; the first `from` lines of its front are left out.
pub(super) fn passages(paper: Paper<'_>, from: usize) -> Vec<Passage> {
    let mut flow = Flow::new(paper);
    for (number, page) in paper.pages.iter().enumerate() {
        let skip = if number == paper.front { from } else { 0 };
        let text = paper.text(number);
        for block in blocks(page, text, paper.body).into_iter().filter(|b| b.lines.end > skip) {
            let lines = block.lines.start.max(skip)..block.lines.end;
            flow.block(number, Block { lines, ..block });
        }
    }
    flow.passages
}

struct Flow<'a> {
    paper: Paper<'a>,
    passages: Vec<Passage>,
    section: Option<Arc<str>>,
    part: Part,
    /// The page that the abstract's heading is on.
    abstract_page: usize,
    open: Option<Open>,
}

/// A paragraph that may go on in the next column or on the next page.
struct Open {
    passage: usize,
    end: (usize, usize),
    size: f32,
}

impl<'a> Flow<'a> {
    fn new(paper: Paper<'a>) -> Self {
        let passages = Vec::new();
        Self { paper, passages, section: None, part: Part::Body, abstract_page: 0, open: None }
    }

    fn block(&mut self, number: usize, block: Block) {
        let Some(page) = self.paper.pages.get(number) else { return };
        let Some(lines) = page.lines.get(block.lines) else { return };
        match block.kind {
            BlockKind::Heading if self.is_entry(number, lines) => self.paragraph(number, page, lines),
            BlockKind::Heading => self.heading(number, lines),
            BlockKind::Table => self.table(number, lines),
            BlockKind::Caption => self.aside(Part::Caption, number, lines),
            BlockKind::Footnote => self.aside(Part::Footnote, number, lines),
            BlockKind::Paragraph => self.paragraph(number, page, lines),
        }
    }

    // `A. Author` looks like a lettered heading; in the list of references it is not.
    fn is_entry(&self, number: usize, lines: &[Line]) -> bool {
        let printed = lines.first().map_or("", |line| line.text(self.paper.text(number)));
        self.part == Part::Bibliography
            && !is_set_off(lines, self.paper.body)
            && heading_name(printed).is_none()
    }

    fn aside(&mut self, part: Part, number: usize, lines: &[Line]) {
        let part = if self.part == Part::Bibliography && part != Part::Caption { self.part } else { part };
        let mut text = Aligned::new();
        self.paper.push_lines(&mut text, number, lines, None);
        self.passages.push(Passage { part, section: self.section.clone(), text });
    }

    fn table(&mut self, number: usize, lines: &[Line]) {
        let mut text = Aligned::new();
        for line in lines {
            for (at, cell) in line.cells.iter().enumerate() {
                if at > 0 {
                    text.push_replaced(number, cell.range.start..cell.range.start, " | ");
                }
                self.paper.push(&mut text, number, line, cell.range.clone());
            }
            text.push_replaced(number, line.range.end..line.range.end + 1, "\n");
        }
        text.trim_end();
        self.passages.push(Passage { part: Part::Table, section: self.section.clone(), text });
    }

    fn heading(&mut self, number: usize, lines: &[Line]) {
        let mut text = Aligned::new();
        self.paper.push_lines(&mut text, number, lines, None);
        self.open = None;
        self.enter(number, heading_name(text.view()));
        self.section = Some(Arc::from(text.view()));
        self.passages.push(Passage { part: Part::Heading, section: self.section.clone(), text });
    }

    fn enter(&mut self, number: usize, name: Option<HeadingName>) {
        self.abstract_page = number;
        self.part = match name {
            Some(HeadingName::Abstract) => Part::Abstract,
            Some(HeadingName::Introduction | HeadingName::Keywords) => Part::Body,
            Some(HeadingName::Acknowledgements) => Part::Acknowledgements,
            Some(HeadingName::References) => Part::Bibliography,
            Some(HeadingName::Appendix) => Part::Appendix,
            Some(HeadingName::Checklist) => Part::Checklist,
            None => match self.part {
                Part::Bibliography | Part::Appendix => Part::Appendix,
                Part::Checklist => Part::Checklist,
                _ => Part::Body,
            },
        };
    }

    fn paragraph(&mut self, number: usize, page: &Page, lines: &[Line]) {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        if self.part == Part::Abstract && number > self.abstract_page {
            self.part = Part::Body;
        }
        let end = (number, last.range.end);
        let column = page.column(last);
        let goes_on = column.right - last.right < 3.0 * last.size;
        let open = self.open.take();
        match open {
            Some(open) if self.continues(&open, number, lines) => {
                let Some(known) = self.passages.get_mut(open.passage) else { return };
                self.paper.push_lines(&mut known.text, number, lines, Some(open.end));
                let going = goes_on || is_fragment(lines, self.paper.text(number));
                self.open = going.then_some(Open { end, ..open });
            }
            Some(open) if self.interrupts(&open, lines) => {
                self.begin(number, lines);
                self.open = Some(open);
            }
            _ => {
                self.begin(number, lines);
                let passage = self.passages.len() - 1;
                let going = goes_on || is_fragment(lines, self.paper.text(number));
                self.open = going.then_some(Open { passage, end, size: first.size });
            }
        }
    }

    // A label of a figure or a piece of a table amid an unfinished paragraph.
    fn interrupts(&self, open: &Open, lines: &[Line]) -> bool {
        let unfinished = self.passages.get(open.passage).is_some_and(|p| !ends_sentence(p.text.view()));
        unfinished && (lines.len() < 2 || lines.iter().all(|line| (line.size - open.size).abs() > 0.4))
    }

    fn begin(&mut self, number: usize, lines: &[Line]) {
        let mut text = Aligned::new();
        self.paper.push_lines(&mut text, number, lines, None);
        let part = if runs_in_abstract(text.view()) { Part::Abstract } else { self.part };
        self.passages.push(Passage { part, section: self.section.clone(), text });
    }

    fn continues(&self, open: &Open, number: usize, lines: &[Line]) -> bool {
        let (Some(passage), Some(first)) = (self.passages.get(open.passage), lines.first()) else {
            return false;
        };
        let text = self.paper.text(number);
        let next = first.text(text);
        let begins_inside =
            next.starts_with(|c: char| c.is_lowercase() || c.is_numeric() || "(×-–,".contains(c));
        let is_text = lines.len() > 1 || lines.last().is_some_and(|last| ends_sentence(last.text(text)));
        let alike = (open.size - first.size).abs() < 0.4;
        let unfinished = !ends_sentence(passage.text.view());
        is_fragment(lines, text) || (unfinished && alike && (begins_inside || is_text))
    }
}

// A piece of a formula: a single line with few letters, or some and a sign.
fn is_fragment(lines: &[Line], text: &str) -> bool {
    let [line] = lines else { return false };
    let printed = line.text(text);
    let letters = printed.chars().filter(|c| c.is_alphabetic()).count();
    let sign = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && !"-.,;:'’&/".contains(c);
    let label = printed.starts_with('(') && printed.chars().nth(2) == Some(')') && letters > 0;
    !label && (letters < 4 || (letters < 12 && printed.contains(sign)))
}

/// Whether a paragraph begins with the word that stands for the heading of an abstract.
pub(super) fn runs_in_abstract(text: &str) -> bool {
    const NAMES: [&str; 4] = ["Abstract", "ABSTRACT", "摘要", "摘 要"];
    let Some(rest) = NAMES.iter().find_map(|name| text.strip_prefix(name)) else { return false };
    let after = rest.trim_start();
    let spaced = after.len() < rest.len();
    after.starts_with(['—', '–', '-', '.', ':', '：']) || (spaced && after.starts_with(char::is_uppercase))
}
