//! LaTeX as authors write it, read without TeX.
//!
//! One pass over the bytes of the files that the main file reaches. What is read is a stack of
//! stretches of these files (`input_stack`), what is written are passages (`page`); between the two
//! stand a table of commands (`commands`, `environments`) and the paper's own macros (`macros`).
//!
//! - Nothing is kept of comments, of `\iffalse`, and of files that are not reached.
//! - Of two versions under a condition that cannot be decided, the first is read.
//! - Text out of a macro's body stands for the call, text out of an argument for itself.
//! - The work is bounded by [`ALLOWANCE_PER_BYTE`], [`ALLOWANCE_BASE`], [`MAX_DEPTH`] and
//!   [`MAX_CALL_DEPTH`]; what goes beyond is left out and reported.

mod command_table;
mod commands;
mod conditionals;
mod dispatch;
mod environments;
mod front;
mod includes;
mod input_stack;
mod lexing;
mod macros;
mod math;
mod page;
mod reader;
mod symbols;
mod tree;

pub use input_stack::{ALLOWANCE_BASE, ALLOWANCE_PER_BYTE, MAX_DEPTH};
pub use macros::MAX_CALL_DEPTH;
use page::Flow;
use reader::Reader;
use tree::Tree;

use super::{Document, Input, ProblemKind, Source};

/// Reads a paper from the files of its tree.
pub fn read(input: &Input) -> Document {
    let tree = Tree::new(&input.files);
    let mut document = Document::default();
    let Some(main) = tree.main_file() else {
        document.report(ProblemKind::Empty, &input.name, "no LaTeX file among the files of the paper");
        return document;
    };
    let text = tree.text(main);
    let flow = if lexing::body_start(text) > 0 { Flow::Nowhere } else { Flow::Running };
    read_tree(&tree, main, flow, &mut document);
    document
}

/// Reads a piece of LaTeX cut out of a paper anywhere: in the middle of a table, of an environment, or
/// of a line of comment.
pub fn read_fragment(text: &str) -> Document {
    let tree = Tree::of_text(text);
    let mut document = Document::default();
    read_tree(&tree, 0, Flow::Running, &mut document);
    document
}

fn read_tree<'t>(tree: &'t Tree<'t>, main: usize, flow: Flow, document: &mut Document) {
    let mut reader = Reader::new(tree, flow);
    reader.open_main(main);
    reader.run();
    document.problems.append(&mut reader.problems);
    if reader.input.is_limited() {
        let detail = "macros or files nest too deeply or expand too far; what went beyond was left out";
        document.report(ProblemKind::Limit, tree.path(main), detail);
    }
    for file in std::mem::take(&mut reader.sources) {
        let (encoding, problem) = tree.encoding(file);
        let name = tree.path(file).to_owned();
        document
            .problems
            .extend(problem.map(|problem| super::Problem { file: Some(name.clone()), ..problem }));
        let text = tree.text(file).to_owned();
        document.sources.push(Source { file: name, page: None, text, encoding: Some(encoding) });
    }
    let written = reader.page.finish();
    document.passages = written.passages;
    front::settle(written.front, written.later, document);
}
