//! JATS XML, as journals and PubMed Central publish it.

mod file;
mod front;
mod grammar;

use super::flow::Flow;
use super::tree::Tree;
use super::{Document, Input, ProblemKind};
use crate::passage::Part;

/// Reads a JATS file. External entities are never looked up.
pub fn read(input: &Input) -> Document {
    let mut document = super::decoded(input);
    let Some(source) = document.sources.pop() else { return document };
    let (tree, damage) = file::parse(&source.text);
    if let Some(damage) = damage {
        document.report(ProblemKind::Broken, &source.file, damage);
    }
    let article = tree.find(Tree::ROOT, "article").unwrap_or(Tree::ROOT);
    let mut flow = Flow::new(&tree, &source.text, grammar::GRAMMAR);
    if let Some(meta) = tree.find(article, "article-meta") {
        front::read(&tree, &source.text, meta, &mut document);
        if document.affiliations.is_empty() {
            front::read_notes(&tree, &source.text, article, &mut document);
        }
        for part in tree.children(meta).filter(|&id| tree.is(id, "abstract") || tree.is(id, "trans-abstract"))
        {
            flow.region(part, Part::Abstract);
        }
        for thanks in tree.descendants(meta).filter(|&id| tree.is(id, "funding-statement")) {
            flow.region(thanks, Part::Acknowledgements);
        }
    }
    for part in tree.children(article) {
        match tree.name(part) {
            "body" | "floats-group" | "floats-wrap" => flow.region(part, Part::Body),
            "back" => flow.region(part, Part::Body),
            _ => {}
        }
    }
    document.passages.append(&mut flow.passages);
    if document.passages.is_empty() && document.problems.is_empty() {
        document.report(
            ProblemKind::NoText,
            &source.file,
            "no article text found; expected JATS XML with a body or an abstract",
        );
    }
    document.sources.push(source);
    document
}
