//! What the elements of JATS mean.

use crate::document::entity;
use crate::document::flow::{Grammar, Role};
use crate::document::formula;
use crate::document::tree::{Id, Shape, Tree};
use crate::passage::Part;

/// How JATS is understood.
pub(super) const GRAMMAR: Grammar = Grammar { role, formula: formula_text };

fn role(tree: &Tree<'_>, id: Id) -> Role {
    match tree.name(id) {
        "abstract" | "trans-abstract" => Role::Region(Part::Abstract),
        "ack" => Role::Region(Part::Acknowledgements),
        "app" | "app-group" => Role::Region(Part::Appendix),
        "ref-list" => Role::Region(Part::Bibliography),
        "caption" | "table-wrap-foot" => Role::Region(Part::Caption),
        "fn" if inside(tree, id, "back") || inside(tree, id, "fn-group") => Role::Region(Part::Footnote),
        "fn" => Role::Note,
        "sec" => Role::Section,
        "title" => Role::Heading,
        "table" | "array" => Role::Table,
        "tr" | "row" | "TR" => Role::Row,
        "td" | "th" | "entry" | "TD" | "TH" => Role::Cell,
        // The mark of a footnote would run into the word before it.
        "xref" if tree.attribute(id, "ref-type").is_some_and(|kind| kind.ends_with("fn")) => Role::Skip,
        "sup" => Role::Raised,
        "sub" => Role::Lowered,
        "break" | "HR" => Role::Break,
        "inline-formula" | "disp-formula" | "tex-math" | "math" => Role::Formula,
        "graphic"
        | "inline-graphic"
        | "media"
        | "object-id"
        | "label"
        | "permissions"
        | "supplementary-material" => Role::Skip,
        "abbrev"
        | "article-title"
        | "bold"
        | "BOLD"
        | "chapter-title"
        | "comment"
        | "email"
        | "etal"
        | "ext-link"
        | "fpage"
        | "given-names"
        | "inline-supplementary-material"
        | "issue"
        | "italic"
        | "ITALIC"
        | "lpage"
        | "monospace"
        | "month"
        | "named-content"
        | "overline"
        | "person-group"
        | "name"
        | "string-name"
        | "pub-id"
        | "publisher-loc"
        | "publisher-name"
        | "roman"
        | "sans-serif"
        | "sc"
        | "source"
        | "strike"
        | "styled-content"
        | "surname"
        | "term"
        | "underline"
        | "uri"
        | "volume"
        | "xref"
        | "year"
        | "institution"
        | "institution-wrap"
        | "country"
        | "addr-line"
        | "city"
        | "state" => Role::Inline,
        _ => Role::Block,
    }
}

fn inside(tree: &Tree<'_>, id: Id, name: &str) -> bool {
    std::iter::successors(tree.parent(id), |&id| tree.parent(id)).any(|id| tree.is(id, name))
}

/// The mathematics of a formula: its TeX where the file gives it, else its letters and digits.
fn formula_text(tree: &Tree<'_>, id: Id) -> String {
    let tex = match tree.is(id, "tex-math") {
        true => Some(id),
        false => tree.find(id, "tex-math"),
    };
    match tex {
        Some(tex) => formula::read(body(&leaves(tree, tex, ""))),
        None => leaves(tree, id, ""),
    }
}

/// Publishers wrap a formula in a whole LaTeX file.
fn body(tex: &str) -> &str {
    let inner = tex.split_once(r"\begin{document}").map_or(tex, |(_, after)| after);
    inner.split_once(r"\end{document}").map_or(inner, |(before, _)| before)
}

fn leaves(tree: &Tree<'_>, id: Id, between: &str) -> String {
    let texts = tree.descendants(id).filter(|&id| tree.shape(id) != Shape::Element);
    let texts = texts.map(|id| match tree.shape(id) {
        Shape::Literal => tree.raw(id).to_owned(),
        _ => entity::decode_all(tree.raw(id).trim()),
    });
    texts.collect::<Vec<_>>().join(between)
}
