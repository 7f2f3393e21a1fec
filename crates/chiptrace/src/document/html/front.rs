//! The head of a page: title, affiliations, date.

use std::ops::Range;

use crate::document::flow::{Flow, Role};
use crate::document::front;
use crate::document::tree::{Id, Shape, Tree};
use crate::document::view::Writer;
use crate::document::{Document, heading};
use crate::passage::{Aligned, Location, Part, Passage};

use super::grammar::GRAMMAR;

/// Fills in what the head of the page says.
pub(super) fn read(tree: &Tree<'_>, text: &str, main: Id, document: &mut Document) {
    document.title = title(tree, text, main).map(|text| Passage { part: Part::Title, section: None, text });
    let lines = author_lines(tree, text, main);
    front::read(&lines, document);
    push_stated(tree, text, main, document);
    for (name, value, id) in metas(tree) {
        match name.as_str() {
            "citation_author_institution" => push_meta(tree, text, id, &value, document),
            "citation_publication_date" | "citation_online_date" | "citation_date" | "dc.date"
                if document.date.is_none() =>
            {
                document.date = front::date(&value.replace('/', "-"));
            }
            _ => {}
        }
    }
    if document.date.is_none()
        && let Some(dates) = find_class(tree, main, "ltx_dates")
    {
        document.date = front::date(Flow::line(tree, text, GRAMMAR, dates).view());
    }
}

/// What the page marks as an affiliation, and its words did not show to be one: `KU Leuven, Leuven, Belgium`.
fn push_stated(tree: &Tree<'_>, text: &str, main: Id, document: &mut Document) {
    let marked = tree.descendants(main).filter(|&id| tree.has_class(id, "ltx_role_affiliation"));
    for id in marked {
        let range = tree.range(id);
        let within = |place: Location| range.contains(&place.range.start);
        let known = document.affiliations.iter().any(|one| one.text.locate(0..1).is_some_and(within));
        let line = Flow::line(tree, text, GRAMMAR, id);
        let (parts, view) = (line.view().split(", ").count(), line.view());
        let plain = !view.contains(['@', '[', '\n']) && view.starts_with(char::is_uppercase);
        let same = document.affiliations.iter().any(|one| one.text.view() == view);
        if !known && !same && plain && (2..8).contains(&parts) {
            front::push(document, line);
        }
    }
}

fn metas<'t>(tree: &'t Tree<'_>) -> impl Iterator<Item = (String, String, Id)> + 't {
    tree.descendants(Tree::ROOT).filter(|&id| tree.is(id, "meta")).filter_map(|id| {
        let name = tree.attribute(id, "name").or_else(|| tree.attribute(id, "property"))?;
        Some((name.to_ascii_lowercase(), tree.attribute(id, "content")?.into_owned(), id))
    })
}

fn title(tree: &Tree<'_>, text: &str, main: Id) -> Option<Aligned> {
    let line = |id: Id| Some(Flow::line(tree, text, GRAMMAR, id)).filter(|line| !line.is_empty());
    let meta = || {
        let (_, value, id) = metas(tree).find(|(name, ..)| name == "citation_title" || name == "dc.title")?;
        attribute_value(text, tree, id, &value)
    };
    find_class(tree, main, "ltx_title_document")
        .and_then(line)
        .or_else(meta)
        .or_else(|| tree.find(main, "h1").or_else(|| tree.find(Tree::ROOT, "h1")).and_then(line))
        .or_else(|| tree.find(Tree::ROOT, "title").and_then(line))
}

/// The content of a `meta` element, in its place in the page.
fn attribute_value(text: &str, tree: &Tree<'_>, id: Id, value: &str) -> Option<Aligned> {
    let tag = tree.tag(id);
    let raw = text.get(tag.clone())?;
    let mut found = Aligned::new();
    match raw.find(value) {
        Some(at) => found.push_copied(0, tag.start + at, value),
        None => found.push_replaced(0, tag, value),
    }
    Some(found).filter(|found| !found.is_empty())
}

fn push_meta(tree: &Tree<'_>, text: &str, id: Id, value: &str, document: &mut Document) {
    if let Some(text) = attribute_value(text, tree, id, value) {
        front::push(document, text);
    }
}

/// The lines in which the page names its authors: those that LaTeXML marks, and what stands before the
/// abstract without a mark.
fn author_lines(tree: &Tree<'_>, text: &str, main: Id) -> Vec<Aligned> {
    let end = before_abstract(tree, main);
    let mut head = Head { tree, text, end, writer: Writer::new(0), lines: Vec::new() };
    head.inside(main);
    head.end_line();
    head.lines
}

/// Reads everything before the abstract into lines.
struct Head<'t> {
    tree: &'t Tree<'t>,
    text: &'t str,
    end: usize,
    writer: Writer,
    lines: Vec<Aligned>,
}

impl Head<'_> {
    fn inside(&mut self, id: Id) {
        for child in self.tree.children(id) {
            let range = self.tree.range(child);
            if range.start >= self.end {
                break;
            }
            match self.tree.shape(child) {
                Shape::Element => self.element(child, range),
                _ => self.writer.markup(range.start, self.text.get(range).unwrap_or_default()),
            }
        }
    }

    fn element(&mut self, id: Id, range: Range<usize>) {
        let is = |class: &str| self.tree.has_class(id, class);
        if is("ltx_title_document") || is("ltx_note_mark") || is("ltx_tag_note") || is("ltx_note_type") {
            return;
        }
        if is("ltx_ERROR") {
            return self.end_line();
        }
        match (GRAMMAR.role)(self.tree, id) {
            Role::Break => self.end_line(),
            Role::Skip if !is("ltx_authors") => {}
            Role::Formula => self.writer.replaced(range, &(GRAMMAR.formula)(self.tree, id)),
            Role::Raised => {
                self.writer.replaced(self.tree.tag(id), "^");
                self.inside(id);
            }
            Role::Inline if !is("ltx_creator") && !is("ltx_contact") && !is("ltx_author_notes") => {
                self.inside(id)
            }
            _ => {
                self.end_block();
                self.inside(id);
                self.end_block();
            }
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::replace(&mut self.writer, Writer::new(0)).finish();
        if !line.is_empty() {
            self.lines.push(line);
        }
    }

    /// An empty line parts blocks.
    fn end_block(&mut self) {
        self.end_line();
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(Aligned::new());
        }
    }
}

fn before_abstract(tree: &Tree<'_>, main: Id) -> usize {
    let opens = |id: Id| {
        tree.has_class(id, "ltx_abstract")
            || tree.has_class(id, "ltx_section")
            || tree.has_class(id, "ltx_title_abstract")
            || (tree.is(id, "h2") && heading::part_of(tree.raw(id)).is_some())
    };
    tree.descendants(main).find(|&id| opens(id)).map_or(0, |id| tree.range(id).start)
}

fn find_class(tree: &Tree<'_>, id: Id, class: &str) -> Option<Id> {
    tree.descendants(id).find(|&id| tree.has_class(id, class))
}
