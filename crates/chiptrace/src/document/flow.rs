//! From the tree of an HTML page or XML file to passages in reading order.

use std::ops::Range;
use std::sync::Arc;

use super::heading;
use super::tree::{Id, Shape, Tree};
use super::view::Writer;
use crate::passage::{Aligned, Part, Passage};

/// What an element means for the text in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Not part of the paper.
    Skip,
    /// Part of the running text around it.
    Inline,
    /// Parts two lines.
    Break,
    /// Raised characters.
    Raised,
    /// Lowered characters.
    Lowered,
    /// Mathematics.
    Formula,
    /// A footnote at the place where it is called.
    Note,
    /// A paragraph, or a box of several.
    Block,
    /// A heading.
    Heading,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// A cell of a table.
    Cell,
    /// A section: headings in it hold to its end.
    Section,
    /// All text in it is of that part.
    Region(Part),
}

/// How a format is understood.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grammar {
    /// What an element means.
    pub(super) role: fn(&Tree<'_>, Id) -> Role,
    /// The text of a formula.
    pub(super) formula: fn(&Tree<'_>, Id) -> String,
}

/// Collects passages.
pub(super) struct Flow<'t> {
    tree: &'t Tree<'t>,
    text: &'t str,
    origin: usize,
    grammar: Grammar,
    /// The passages so far.
    pub(super) passages: Vec<Passage>,
    writer: Writer,
    notes: Vec<Id>,
    section: Option<Arc<str>>,
    base: Part,
    part: Part,
    one_line: bool,
}

impl<'t> Flow<'t> {
    /// A reader of `tree`, which is the text `text` of source 0.
    pub(super) fn new(tree: &'t Tree<'t>, text: &'t str, grammar: Grammar) -> Self {
        Self::within(tree, text, 0, grammar)
    }

    /// A reader of `tree`, which is the text `text` that begins at byte `origin` of source 0.
    pub(super) fn within(tree: &'t Tree<'t>, text: &'t str, origin: usize, grammar: Grammar) -> Self {
        let writer = Writer::within(origin);
        let (base, part) = (Part::Body, Part::Body);
        let (passages, notes) = (Vec::new(), Vec::new());
        Self {
            tree,
            text,
            origin,
            grammar,
            passages,
            writer,
            notes,
            section: None,
            base,
            part,
            one_line: false,
        }
    }

    /// The text of one element as one line, whatever stands in it. Notes are left out.
    pub(super) fn line(tree: &'t Tree<'t>, text: &'t str, grammar: Grammar, id: Id) -> Aligned {
        Self::new(tree, text, grammar).into_line(id)
    }

    fn into_line(mut self, id: Id) -> Aligned {
        self.one_line = true;
        self.inside(id);
        self.writer.finish()
    }

    fn line_of(&self, id: Id) -> Aligned {
        Self::within(self.tree, self.text, self.origin, self.grammar).into_line(id)
    }

    /// Reads everything in the element.
    pub(super) fn read(&mut self, id: Id) {
        self.inside(id);
        self.flush();
    }

    /// Reads everything in the element as text of that part.
    pub(super) fn region(&mut self, id: Id, part: Part) {
        self.flush();
        let outside = (self.base, self.part, self.section.clone());
        (self.base, self.part) = (part, part);
        self.read(id);
        (self.base, self.part, self.section) = outside;
    }

    fn inside(&mut self, id: Id) {
        for child in self.tree.children(id) {
            let range = self.tree.range(child);
            match self.tree.shape(child) {
                Shape::Text => self.writer.markup(range.start, self.source(range)),
                Shape::Literal => self.writer.plain(range.start, self.source(range)),
                Shape::Element => self.element(child, range),
            }
        }
    }

    fn source(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    fn element(&mut self, id: Id, range: Range<usize>) {
        match (self.grammar.role)(self.tree, id) {
            Role::Skip => {}
            Role::Inline => self.inside(id),
            Role::Break => self.writer.space(range),
            Role::Raised => self.shifted(id, "^"),
            Role::Lowered => self.shifted(id, "_"),
            Role::Formula => self.writer.replaced(range, &(self.grammar.formula)(self.tree, id)),
            Role::Note => self.notes.push(id),
            _ if self.one_line => self.boxed(id, range),
            Role::Block | Role::Row | Role::Cell => {
                self.flush();
                self.read(id);
            }
            Role::Heading => self.heading(id),
            Role::Table => self.table(id),
            Role::Section => self.region(id, self.part),
            Role::Region(part) => self.region(id, part),
        }
    }

    /// A box inside a line parts words before and after it.
    fn boxed(&mut self, id: Id, range: Range<usize>) {
        self.writer.space(range.start..range.start);
        self.inside(id);
        self.writer.space(range.end..range.end);
    }

    /// Raised and lowered characters keep a sign, so that `10^4` is not read as `104`.
    fn shifted(&mut self, id: Id, sign: &str) {
        let tag = self.tree.tag(id);
        let shown = self.tree.descendants(id).any(|id| {
            self.tree.shape(id) != Shape::Element
                && self.source(self.tree.range(id)).starts_with(|c: char| c != '^' && !c.is_whitespace())
        });
        if shown && self.writer.is_tight() {
            self.writer.replaced(tag, sign);
        }
        self.inside(id);
    }

    fn heading(&mut self, id: Id) {
        self.flush();
        let text = self.line_of(id);
        if text.is_empty() {
            return;
        }
        self.part = heading::part_of(text.view()).unwrap_or(self.base);
        self.section = Some(Arc::from(text.view()));
        self.passages.push(Passage { part: Part::Heading, section: self.section.clone(), text });
    }

    fn table(&mut self, id: Id) {
        self.flush();
        let mut read_to = 0;
        let mut captions = Vec::new();
        let mut rows = Writer::within(self.origin);
        std::mem::swap(&mut rows, &mut self.writer);
        for inner in self.tree.descendants(id) {
            let range = self.tree.range(inner);
            if range.start < read_to || self.tree.shape(inner) != Shape::Element {
                continue;
            }
            match (self.grammar.role)(self.tree, inner) {
                Role::Row => {
                    self.writer.separator(range.start..range.start, "\n");
                    self.row(inner);
                    read_to = range.end;
                }
                Role::Region(part) => {
                    captions.push((inner, part));
                    read_to = range.end;
                }
                _ => {}
            }
        }
        std::mem::swap(&mut rows, &mut self.writer);
        for (caption, part) in captions {
            self.region(caption, part);
        }
        match rows.is_empty() {
            true if read_to == 0 => self.read(id),
            true => {}
            false => self.push(Part::Table, rows.finish()),
        }
    }

    fn row(&mut self, row: Id) {
        let one_line = std::mem::replace(&mut self.one_line, true);
        let mut first = true;
        let mut read_to = 0;
        for cell in self.tree.descendants(row) {
            let range = self.tree.range(cell);
            if range.start < read_to
                || self.tree.shape(cell) != Shape::Element
                || (self.grammar.role)(self.tree, cell) != Role::Cell
            {
                continue;
            }
            if !std::mem::take(&mut first) {
                self.writer.separator(range.start..range.start, " | ");
            }
            self.inside(cell);
            read_to = range.end;
        }
        self.one_line = one_line;
    }

    fn flush(&mut self) {
        if self.one_line {
            return;
        }
        let writer = std::mem::replace(&mut self.writer, Writer::within(self.origin));
        if !writer.is_empty() {
            self.push(self.part, writer.finish());
        }
        for note in std::mem::take(&mut self.notes) {
            let text = self.line_of(note);
            self.push(Part::Footnote, text);
        }
    }

    fn push(&mut self, part: Part, text: Aligned) {
        if !text.is_empty() {
            self.passages.push(Passage { part, section: self.section.clone(), text });
        }
    }
}
