//! HTML: pages that LaTeXML made (arXiv's HTML among them) and article pages of any kind.

mod front;
mod grammar;
mod page;

use super::flow::Flow;
use super::tree::Tree;
use super::{Document, Input, ProblemKind};
use crate::passage::{Aligned, Part};

/// Reads an HTML page.
pub fn read(input: &Input) -> Document {
    let mut document = super::decoded(input);
    let Some(source) = document.sources.pop() else { return document };
    let tree = page::parse(&source.text);
    let main = grammar::main_part(&tree);
    front::read(&tree, &source.text, main, &mut document);
    let mut flow = Flow::new(&tree, &source.text, grammar::GRAMMAR);
    flow.region(main, Part::Body);
    document.passages.append(&mut flow.passages);
    if document.passages.is_empty() && document.problems.is_empty() {
        document.report(
            ProblemKind::NoText,
            &source.file,
            "the page holds no text; was it made by a script?",
        );
    }
    document.sources.push(source);
    document
}

/// The captions and rows of a table in HTML that begins at byte `origin` of source 0.
pub(super) fn table(text: &str, origin: usize) -> Vec<(Part, Aligned)> {
    let tree = page::parse(text);
    let mut flow = Flow::within(&tree, text, origin, grammar::GRAMMAR);
    flow.read(Tree::ROOT);
    flow.passages.into_iter().map(|passage| (passage.part, passage.text)).collect()
}
