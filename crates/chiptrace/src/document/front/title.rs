//! Where the title ends and the authors begin.

use std::collections::HashSet;

use super::features;
use crate::passage::Aligned;

/// A title of more lines than this is none.
const MOST_LINES: usize = 6;

/// Words that the paper uses in lower case: its own words, not names.
pub(in crate::document) type Vocabulary<'t> = HashSet<&'t str>;

/// Splits the lines of a head into those of the title and the rest.
pub(in crate::document) fn split_title<'l>(
    lines: &'l [Aligned],
    vocabulary: &Vocabulary<'_>,
) -> (&'l [Aligned], &'l [Aligned]) {
    let start = lines.iter().position(|line| !is_furniture(line.view())).unwrap_or(lines.len());
    let lines = lines.get(start..).unwrap_or_default();
    let mut end = usize::from(!lines.is_empty());
    while end < MOST_LINES.min(lines.len()) && goes_on(lines, end, vocabulary) {
        end += 1;
    }
    lines.split_at(end)
}

/// What printers put above a title or under it: page numbers, stamps, names of journals and venues.
fn is_furniture(line: &str) -> bool {
    const STARTS: [&str; 27] = [
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
        "this is an author",
        "vol.",
        "doi",
        "http",
        "research article",
        "research-article",
        "article",
        "to appear",
        "graphical abstract",
        "latest updates",
        "a preprint",
        "advance access",
        "technical report",
        "technicalreport",
        "work in progress",
        "paper under review",
        "xxxx",
    ];
    let lower = line.trim().to_lowercase();
    lower.chars().filter(|c| c.is_alphabetic()).count() < 3
        || STARTS.iter().any(|start| lower.starts_with(start))
        || lower == "paper"
        || lower.contains("creative commons")
        || lower.contains("conference on")
        || super::date(&lower).is_some_and(|_| lower.len() < 40)
}

fn goes_on(lines: &[Aligned], at: usize, vocabulary: &Vocabulary<'_>) -> bool {
    let (Some(before), Some(line)) = (lines.get(at - 1), lines.get(at)) else { return false };
    let (before, view) = (before.view(), line.view());
    if view.is_empty() || view.contains('@') || view.len() > 200 || is_furniture(view) || says_authors(view) {
        return false;
    }
    let broken = features::ends_open(before) || before.ends_with(':') || view.starts_with(char::is_lowercase);
    let capitals = |text: &str| !text.contains(char::is_lowercase);
    if broken || !view.contains(' ') || (capitals(before) && capitals(view)) {
        return true;
    }
    let next = lines.get(at + 1).map(Aligned::view).unwrap_or_default();
    let addressed = features::has_place(view) || next.contains('@');
    let organisation = features::surely_organisation(view) && addressed;
    !organisation && common_share(view, vocabulary) >= 0.5
}

/// Whether a line shows what only lines of authors show.
fn says_authors(line: &str) -> bool {
    let lower = line.to_lowercase();
    lower.starts_with("anonymous")
        || ["member, ieee", "fellow, ieee", "member ieee", "fellow ieee", "orcid", "[0000", "[0009"]
            .iter()
            .any(|sign| lower.contains(sign))
        || features::starts_with_mark(line)
        || has_marks_after_names(line)
}

/// Whether names carry marks: a digit or sign directly after a small letter, twice or at the end.
fn has_marks_after_names(line: &str) -> bool {
    let mut before = ' ';
    let mut marks = 0;
    let mut last = false;
    for c in line.chars() {
        let mark = c.is_ascii_digit() || features::is_sign(c) || c == '^';
        last = mark && (before.is_lowercase() || (last && !before.is_whitespace()));
        marks += usize::from(last && before.is_lowercase());
        before = c;
    }
    marks > 1 || last
}

/// The share of the line's words that the paper also uses in lower case. Names of people are not
/// among them; the words of titles are, by and large.
fn common_share(line: &str, vocabulary: &Vocabulary<'_>) -> f64 {
    let words = line.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 2);
    let (mut common, mut all) = (0_u32, 0_u32);
    for word in words {
        let lower = word.to_lowercase();
        let known = vocabulary.contains(lower.as_str())
            || lower.strip_suffix('s').is_some_and(|stem| vocabulary.contains(stem));
        all += 1;
        common += u32::from(known);
    }
    if all == 0 { 0.0 } else { f64::from(common) / f64::from(all) }
}
