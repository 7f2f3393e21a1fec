//! Where the title ends and the authors begin.

use super::features;
use crate::passage::Aligned;

/// A title of more lines than this is none.
const MOST_LINES: usize = 5;

/// Splits the lines of a head into those of the title and the rest.
pub(in crate::document) fn split_title(lines: &[Aligned]) -> (&[Aligned], &[Aligned]) {
    let start = lines.iter().position(|line| !is_furniture(line.view())).unwrap_or(lines.len());
    let lines = lines.get(start..).unwrap_or_default();
    let mut end = usize::from(!lines.is_empty());
    while end < MOST_LINES.min(lines.len()) && goes_on(lines, end) {
        end += 1;
    }
    lines.split_at(end)
}

/// What printers put above a title: page numbers, arXiv stamps, names of journals and venues.
fn is_furniture(line: &str) -> bool {
    const STARTS: [&str; 16] = [
        "arxiv:",
        "published as",
        "under review",
        "preprint",
        "accepted",
        "ieee ",
        "journal of",
        "proceedings",
        "submitted",
        "this paper",
        "vol.",
        "doi",
        "http",
        "research article",
        "article",
        "to appear",
    ];
    let lower = line.trim().to_lowercase();
    lower.chars().filter(|c| c.is_alphabetic()).count() < 3
        || STARTS.iter().any(|start| lower.starts_with(start))
        || lower.contains("creative commons")
        || lower.contains("conference on")
        || super::date(&lower).is_some_and(|_| lower.len() < 40)
}

fn goes_on(lines: &[Aligned], at: usize) -> bool {
    let (Some(before), Some(line)) = (lines.get(at - 1), lines.get(at)) else { return false };
    let (before, view) = (before.view(), line.view());
    if view.is_empty()
        || view.contains('@')
        || view.len() > 200
        || view.to_lowercase().starts_with("anonymous")
    {
        return false;
    }
    if features::ends_open(before) || before.ends_with(':') || view.starts_with(char::is_lowercase) {
        return true;
    }
    !(features::starts_with_mark(view)
        || has_marks_after_names(view)
        || is_list_of_names(view)
        || before_organisation(lines, at))
}

/// Whether names carry marks: a digit or sign directly after a letter, twice or at the end.
fn has_marks_after_names(line: &str) -> bool {
    let marked = |word: &str| {
        let word = word.trim_end_matches([',', ';', '.']);
        let body = word.trim_end_matches(|c: char| {
            c.is_ascii_digit() || features::is_sign(c) || matches!(c, '^' | ',' | '{' | '}')
        });
        body.len() < word.len()
            && body.len() > 1
            && body.starts_with(char::is_uppercase)
            && !body.chars().skip(1).all(|c| c.is_uppercase() || c == '-')
    };
    let count = line.split_whitespace().filter(|word| marked(word)).count();
    count > 1 || (count == 1 && line.split_whitespace().last().is_some_and(marked))
}

fn is_list_of_names(line: &str) -> bool {
    let names: Vec<&str> = line
        .split([',', ';'])
        .flat_map(|piece| piece.split(" and "))
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .collect();
    names.len() > 1 && names.iter().all(|name| features::may_be_name(name))
}

fn before_organisation(lines: &[Aligned], at: usize) -> bool {
    let line = lines.get(at).map(Aligned::view).unwrap_or_default();
    let next = lines.get(at + 1).map(Aligned::view).unwrap_or_default();
    let name = features::may_be_name(line) && (next.contains('@') || features::has_organisation(next));
    let organisation = features::has_organisation(line) && (features::has_place(line) || next.contains('@'));
    name || organisation
}
