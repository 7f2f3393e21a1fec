//! The head of a JATS file: title, affiliations of the authors, dates.

use std::collections::HashSet;

use chiptrace_controls::date::PartialDate;

use super::grammar::GRAMMAR;
use crate::document::flow::{Flow, Role};
use crate::document::front;
use crate::document::tree::{Id, Shape, Tree};
use crate::document::view::Writer;
use crate::document::{Document, entity};
use crate::passage::{Aligned, Part, Passage};

/// Fills in what `article-meta` says.
pub(super) fn read(tree: &Tree<'_>, text: &str, meta: Id, document: &mut Document) {
    let titles = tree.find(meta, "title-group").unwrap_or(meta);
    document.title = tree
        .find(titles, "article-title")
        .map(|id| Flow::line(tree, text, GRAMMAR, id))
        .filter(|title| !title.is_empty())
        .map(|text| Passage { part: Part::Title, section: None, text });
    document.date = date(tree, meta);
    let editors = editors_places(tree, meta);
    let corresponding = corresponding_places(tree, meta);
    for place in tree.descendants(meta).filter(|&id| tree.is(id, "aff")) {
        let id = tree.attribute(place, "id").unwrap_or_default();
        if !editors.contains(id.as_ref()) && !within_editor(tree, place) {
            let printed = affiliation(tree, text, place);
            let known = |document: &Document| {
                let same = |known: &Passage| known.text.view() == printed.view();
                document.affiliations.iter().position(same)
            };
            front::push(document, printed.clone());
            let at = known(document).filter(|_| corresponding.contains(id.as_ref()));
            document.corresponding.extend(at);
        }
    }
    for mail in tree.descendants(meta).filter(|&id| tree.is(id, "email")) {
        front::domains(&entity::decode_all(tree.raw(mail)), &mut document.email_domains);
    }
    if document.affiliations.is_empty() {
        front::read(&loose_lines(tree, text, meta), document);
    }
}

/// Reads what notes say of the authors' institutions, for files whose head names none.
pub(super) fn read_notes(tree: &Tree<'_>, text: &str, article: Id, document: &mut Document) {
    for note in tree.descendants(article).filter(|&id| tree.is(id, "fn")) {
        front::read_note(&Flow::line(tree, text, GRAMMAR, note), document);
    }
}

/// The affiliations of authors who are marked as corresponding.
fn corresponding_places(tree: &Tree<'_>, meta: Id) -> HashSet<String> {
    let people = tree.descendants(meta).filter(|&id| tree.is(id, "contrib") && !is_editor(tree, id));
    let calls = |person: Id| tree.descendants(person).filter(|&id| tree.is(id, "xref"));
    let of_kind = |id: Id, kind: &str| tree.attribute(id, "ref-type").as_deref() == Some(kind);
    let marked = people.filter(|&person| {
        tree.attribute(person, "corresp").as_deref() == Some("yes")
            || calls(person).any(|id| of_kind(id, "corresp"))
    });
    let places = marked.flat_map(|person| calls(person).filter(|&id| of_kind(id, "aff")));
    places.filter_map(|id| tree.attribute(id, "rid")).map(|rid| rid.into_owned()).collect()
}

/// The affiliations that belong to editors and to no author.
fn editors_places(tree: &Tree<'_>, meta: Id) -> HashSet<String> {
    let (mut authors, mut editors) = (HashSet::new(), HashSet::new());
    for person in tree.descendants(meta).filter(|&id| tree.is(id, "contrib")) {
        let places = if is_editor(tree, person) { &mut editors } else { &mut authors };
        let calls = tree.descendants(person).filter(|&id| tree.is(id, "xref"));
        places.extend(calls.filter_map(|id| tree.attribute(id, "rid")).map(|rid| rid.into_owned()));
    }
    editors.difference(&authors).cloned().collect()
}

fn is_editor(tree: &Tree<'_>, person: Id) -> bool {
    tree.attribute(person, "contrib-type")
        .is_some_and(|kind| kind.contains("editor") || kind.contains("reviewer"))
}

fn within_editor(tree: &Tree<'_>, place: Id) -> bool {
    std::iter::successors(tree.parent(place), |&id| tree.parent(id))
        .any(|id| tree.is(id, "contrib") && is_editor(tree, id))
}

/// One `aff` in one line: its mark left out, its parts divided by commas.
fn affiliation(tree: &Tree<'_>, text: &str, place: Id) -> Aligned {
    let mut writer = Writer::new(0);
    write_place(tree, text, place, &mut writer);
    writer.finish()
}

fn write_place(tree: &Tree<'_>, text: &str, id: Id, writer: &mut Writer) {
    for child in tree.children(id) {
        let range = tree.range(child);
        match (tree.shape(child), tree.name(child)) {
            (
                Shape::Element,
                "label" | "sup" | "email" | "institution-id" | "ext-link" | "uri" | "phone" | "fax",
            ) => {}
            (Shape::Element, "institution" | "country" | "addr-line" | "city" | "state" | "postal-code") => {
                let apart = writer.view().trim_end().ends_with([',', ';', '(']);
                if !apart {
                    // After a blank that is printed as an entity the comma would be a word that stands for nothing.
                    writer.trim_end();
                    writer.separator(range.start..range.start, ", ");
                }
                write_place(tree, text, child, writer);
            }
            (Shape::Element, _) => write_place(tree, text, child, writer),
            (Shape::Literal, _) => writer.plain(range.start, text.get(range).unwrap_or_default()),
            (Shape::Text, _) => {
                let raw = text.get(range.clone()).unwrap_or_default();
                writer.markup(range.start, raw);
            }
        }
    }
}

/// Where no `aff` is given: names and notes of the authors, which may hold affiliations as free text.
fn loose_lines(tree: &Tree<'_>, text: &str, meta: Id) -> Vec<Aligned> {
    let holds = |id: Id| {
        matches!(tree.name(id), "string-name" | "collab" | "bio" | "on-behalf-of")
            || (tree.is(id, "fn") && tree.attribute(id, "fn-type").is_some_and(|kind| kind.contains("aff")))
    };
    let mut lines = Vec::new();
    for id in tree.descendants(meta).filter(|&id| holds(id)) {
        lines.extend(printed_lines(tree, text, id));
        lines.push(Aligned::new());
    }
    lines
}

/// The text of an element, cut where its source breaks lines before a mark.
fn printed_lines(tree: &Tree<'_>, text: &str, id: Id) -> Vec<Aligned> {
    let mut lines = vec![Writer::new(0)];
    collect_lines(tree, text, id, &mut lines);
    lines.into_iter().map(Writer::finish).filter(|line| !line.is_empty()).collect()
}

fn collect_lines(tree: &Tree<'_>, text: &str, id: Id, lines: &mut Vec<Writer>) {
    for child in tree.children(id) {
        let range = tree.range(child);
        let raw = text.get(range.clone()).unwrap_or_default();
        if tree.shape(child) != Shape::Element {
            for (index, piece) in raw.split_inclusive('\n').enumerate() {
                let at = range.start + piece.as_ptr().addr() - raw.as_ptr().addr();
                if index > 0 && (front::starts_with_mark(piece.trim_start()) || ends_short(text, at)) {
                    lines.push(Writer::new(0));
                }
                if let Some(line) = lines.last_mut() {
                    line.markup(at, piece);
                }
            }
            continue;
        }
        let Some(line) = lines.last_mut() else { return };
        match (GRAMMAR.role)(tree, child) {
            Role::Formula => line.replaced(range, &(GRAMMAR.formula)(tree, child)),
            Role::Raised => {
                line.replaced(tree.tag(child), "^");
                collect_lines(tree, text, child, lines);
            }
            Role::Break => lines.push(Writer::new(0)),
            Role::Skip => {}
            _ => collect_lines(tree, text, child, lines),
        }
    }
}

/// Whether the line of the file before byte `at` was broken early, which converters do on purpose.
fn ends_short(text: &str, at: usize) -> bool {
    const WRAPPED_AT: usize = 50;
    let before = text.get(..at).and_then(|before| before.strip_suffix('\n')).unwrap_or_default();
    before.len() - before.rfind('\n').map_or(0, |newline| newline + 1) < WRAPPED_AT
}

/// The day the paper was received, else the day it was published first.
fn date(tree: &Tree<'_>, meta: Id) -> Option<PartialDate> {
    let history = tree.descendants(meta).filter(|&id| tree.is(id, "date"));
    let received = history.filter(|&id| tree.attribute(id, "date-type").as_deref() == Some("received"));
    let published = tree.descendants(meta).filter(|&id| tree.is(id, "pub-date"));
    let first = |ids: &mut dyn Iterator<Item = Id>| ids.filter_map(|id| stated(tree, id)).min();
    first(&mut received.into_iter()).or_else(|| first(&mut published.into_iter()))
}

fn stated(tree: &Tree<'_>, id: Id) -> Option<PartialDate> {
    if let Some(date) = tree.attribute(id, "iso-8601-date").and_then(|iso| iso.get(..10)?.parse().ok()) {
        return Some(date);
    }
    let number = |name: &str| {
        let id = tree.children(id).find(|&id| tree.is(id, name))?;
        let text = tree.children(id).next().map(|id| tree.raw(id).trim())?;
        text.parse::<i16>().ok()
    };
    let year = number("year").filter(|year| (1000..3000).contains(year))?;
    let date = match (number("month"), number("day")) {
        (Some(month), Some(day)) => format!("{year}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year}-{month:02}"),
        _ => year.to_string(),
    };
    date.parse().ok()
}
