//! What printers add to a page: numbers, running heads, stamps.

use std::collections::HashMap;

use super::kind::{Line, LineKind};

/// A line at the edge of a page that comes this often is a running head.
const OFTEN: usize = 3;

/// A title may come again as a running head; here it is read as a title.
const TITLE_LINES: usize = 12;

/// Marks the lines that are no part of the text.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    let edges: Vec<usize> = (0..lines.len()).filter(|&at| may_be(lines, at) && at_edge(lines, at)).collect();
    let mut counts: HashMap<String, usize> = HashMap::new();
    let shape =
        |lines: &[Line<'_>], at: usize| lines.get(at).map(|line| shape(line.text)).unwrap_or_default();
    for &at in &edges {
        *counts.entry(shape(lines, at)).or_default() += 1;
    }
    for at in edges {
        let often = at >= TITLE_LINES && counts.get(&shape(lines, at)).is_some_and(|&count| count >= OFTEN);
        if let Some(line) =
            lines.get_mut(at).filter(|line| often || is_number(line.text) || names_authors(line.text))
        {
            line.kind = LineKind::Furniture;
        }
    }
    for line in lines.iter_mut().filter(|line| line.kind == LineKind::Text && is_debris(line.text)) {
        line.kind = LineKind::Furniture;
    }
}

fn may_be(lines: &[Line<'_>], at: usize) -> bool {
    lines.get(at).is_some_and(|line| {
        line.text.len() < 160 && matches!(line.kind, LineKind::Text | LineKind::Cell | LineKind::Caption)
    })
}

/// Whether a page may begin or end within two lines.
fn at_edge(lines: &[Line<'_>], at: usize) -> bool {
    let gap = |at: Option<usize>| {
        at.is_none_or(|at| {
            lines.get(at).is_none_or(|line| matches!(line.kind, LineKind::Blank | LineKind::Page))
        })
    };
    gap(at.checked_sub(1)) || gap(Some(at + 1)) || gap(at.checked_sub(2)) || gap(Some(at + 2))
}

/// A line with its numbers and spaces taken out.
fn shape(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

fn is_number(text: &str) -> bool {
    text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit())
}

/// `10 A. Author et al.`: the running head of even pages.
fn names_authors(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    bare.len() < text.len() && bare.len() < 60 && bare.ends_with("et al.")
}

/// Remains of formulas kept as pictures: long runs of letters and digits without a space.
fn is_debris(text: &str) -> bool {
    text.starts_with("<latexit")
        || text.ends_with("</latexit>")
        || (text.len() > 60
            && !text.contains(' ')
            && !text.contains("://")
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'>' | b'<')))
}

/// How many bytes at the head of a line are a stamp such as `arXiv:2401.00001v1 [cs.CL] 1 Jan 2024`.
pub(super) fn stamp_length(line: &str) -> usize {
    let body = line.trim_start();
    if !body.starts_with("arXiv:") {
        return 0;
    }
    let mut from = line.len() - body.len();
    from += body.find(']').map_or(0, |at| at + 1);
    let rest = line.get(from..).unwrap_or_default();
    let year = rest
        .as_bytes()
        .windows(4)
        .position(|four| matches!(four, [b'1' | b'2', b'9' | b'0', b'0'..=b'9', b'0'..=b'9']));
    year.filter(|&at| at < 20).map_or(0, |at| from + at + 4)
}
