//! What the elements of a page mean.

use crate::document::entity;
use crate::document::flow::{Grammar, Role};
use crate::document::formula;
use crate::document::tree::{Id, Shape, Tree};
use crate::passage::Part;

/// How a page is understood.
pub(super) const GRAMMAR: Grammar = Grammar { role, formula: formula_text };

/// The element that holds the paper: `article`, `main`, the body, or the whole page.
pub(super) fn main_part(tree: &Tree<'_>) -> Id {
    let longest = |name: &str| {
        let found = tree.descendants(Tree::ROOT).filter(|&id| tree.is(id, name));
        found.max_by_key(|&id| tree.range(id).len())
    };
    let whole = longest("body").unwrap_or(Tree::ROOT);
    let enough = |id: &Id| tree.range(*id).len() * 4 > tree.range(whole).len();
    longest("article").filter(enough).or_else(|| longest("main").filter(enough)).unwrap_or(whole)
}

fn role(tree: &Tree<'_>, id: Id) -> Role {
    let classes = tree.attribute(id, "class");
    let by_class = classes.iter().flat_map(|classes| classes.split_ascii_whitespace()).find_map(class_role);
    by_class.unwrap_or_else(|| name_role(&tree.name(id).to_ascii_lowercase()))
}

/// The classes of LaTeXML, and a few that journals share.
fn class_role(class: &str) -> Option<Role> {
    Some(match class {
        "ltx_ERROR" | "ltx_authors" | "ltx_title_document" | "ltx_note_mark" | "ltx_tag_note"
        | "ltx_note_type" | "ltx_TOC" | "ltx_page_navbar" | "ltx_page_header" | "ltx_page_footer"
        | "ltx_rdf" | "ltx_dates" | "ltx_bib_cited" | "sr-only" => Role::Skip,
        "ltx_abstract" => Role::Region(Part::Abstract),
        "ltx_acknowledgements" => Role::Region(Part::Acknowledgements),
        "ltx_appendix" => Role::Region(Part::Appendix),
        "ltx_bibliography" => Role::Region(Part::Bibliography),
        "ltx_caption" => Role::Region(Part::Caption),
        "ltx_note" => Role::Note,
        "ltx_tabular" => Role::Table,
        "ltx_tr" => Role::Row,
        "ltx_td" => Role::Cell,
        "ltx_section" | "ltx_subsection" | "ltx_subsubsection" | "ltx_paragraph" => Role::Section,
        "ltx_title" => Role::Heading,
        "ltx_p" | "ltx_bibitem" | "ltx_para" | "ltx_item" => Role::Block,
        _ => return None,
    })
}

fn name_role(name: &str) -> Role {
    match name {
        "script" | "style" | "noscript" | "template" | "nav" | "footer" | "aside" | "form" | "button"
        | "select" | "svg" | "iframe" | "object" | "video" | "audio" | "head" | "header" | "annotation"
        | "annotation-xml" => Role::Skip,
        "br" | "wbr" => Role::Break,
        "sup" => Role::Raised,
        "sub" => Role::Lowered,
        "math" => Role::Formula,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Role::Heading,
        "table" => Role::Table,
        "tr" => Role::Row,
        "td" | "th" => Role::Cell,
        "caption" | "figcaption" => Role::Region(Part::Caption),
        "section" => Role::Section,
        "a" | "abbr" | "b" | "bdi" | "big" | "cite" | "code" | "del" | "dfn" | "em" | "font" | "i"
        | "img" | "ins" | "kbd" | "label" | "mark" | "q" | "s" | "samp" | "small" | "span" | "strong"
        | "time" | "tt" | "u" | "var" => Role::Inline,
        _ => Role::Block,
    }
}

/// The mathematics of a `math` element: its TeX where the page gives it, else its letters and digits.
fn formula_text(tree: &Tree<'_>, id: Id) -> String {
    if let Some(tex) = tree.attribute(id, "alttext") {
        return formula::read(&tex);
    }
    let tex = tree.descendants(id).find(|&id| {
        tree.is(id, "annotation") && tree.attribute(id, "encoding").is_some_and(|kind| kind.ends_with("tex"))
    });
    match tex {
        Some(tex) => formula::read(&leaves(tree, tex)),
        None => leaves(tree, id),
    }
}

fn leaves(tree: &Tree<'_>, id: Id) -> String {
    let texts = tree.descendants(id).filter(|&id| tree.shape(id) != Shape::Element);
    texts.map(|id| entity::decode_all(tree.raw(id).trim())).collect()
}
