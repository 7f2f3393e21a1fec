//! Free-form author blocks: names, institutions and addresses in lines, with superscripts or without.

use std::ops::Range;

use super::affiliation::{assemble, split, tidy};
use super::words;
use crate::document::latex::page::marks;
use crate::passage::Aligned;

/// A stretch of a line between gaps and superscripts.
#[derive(Debug)]
struct Segment {
    range: Range<usize>,
    /// Whether a superscript stands before it as its number.
    numbered: bool,
    /// Whether it begins a line or follows a gap.
    first: bool,
}

/// What a segment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Institution,
    /// Goes on from an institution: a place, a street.
    Address,
    /// A person, a remark, an address for mail.
    Other,
}

/// The affiliations in an author block.
pub fn affiliations(block: &Aligned) -> Vec<Aligned> {
    let view = block.view();
    let groups = split(view, 0..view.len(), |c| marks::NEXT.starts_with(c));
    let several = groups.len() > 1;
    groups.into_iter().flat_map(|group| in_group(block, group, several)).collect()
}

/// The affiliations of one author, or of all where the block is not divided.
fn in_group(block: &Aligned, group: Range<usize>, several: bool) -> Vec<Aligned> {
    let view = block.view();
    let one_person = several && is_one_person(view.get(group.clone()).and_then(|text| text.lines().next()));
    let mut found: Vec<Vec<Range<usize>>> = Vec::new();
    let mut open = false;
    for (number, line) in split(view, group, |c| c == '\n').into_iter().enumerate() {
        let whole = view.get(line.clone()).unwrap_or_default();
        if words::begins_remark(whole) && !whole.contains(marks::GAP) {
            open = false;
            continue;
        }
        for segment in segments(view, line) {
            match (role(view, &segment, number, one_person), open && !segment.numbered) {
                (Role::Institution | Role::Address, true) => {
                    found.last_mut().into_iter().for_each(|parts| parts.push(segment.range.clone()));
                }
                (Role::Institution, false) => {
                    found.push(vec![segment.range]);
                    open = true;
                }
                (Role::Address, false) => open = false,
                (Role::Other, _) => open = false,
            }
        }
    }
    found.iter().filter_map(|parts| assemble(block, parts)).collect()
}

fn role(view: &str, segment: &Segment, line: usize, one_person: bool) -> Role {
    let text = view.get(tidy(view, segment.range.clone())).unwrap_or_default();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 2 || words::is_remark(text) || text.starts_with('@') {
        return Role::Other;
    }
    if let Some(at) = text.find('@') {
        let before = text.get(..at).unwrap_or_default();
        let comma = before.find([',', '{', '(']).unwrap_or(0);
        let institution = words::names_organisation(before.get(..comma).unwrap_or_default());
        return if institution { Role::Institution } else { Role::Other };
    }
    match () {
        () if words::names_organisation(text) && !is_list_of_people(text) => Role::Institution,
        // Names come first: what is numbered in the first line are people.
        () if segment.numbered && line > 0 => Role::Institution,
        () if line > 0 && segment.first && words::looks_like_address(text) => Role::Address,
        () if line > 0 && segment.first && is_single_name(text) => Role::Institution,
        () if line == 1 && segment.first && one_person => Role::Institution,
        () => Role::Other,
    }
}

/// Whether the first line of an author's group holds one name and no more.
fn is_one_person(line: Option<&str>) -> bool {
    line.is_some_and(|line| {
        !line.contains([',', '&'])
            && !line.contains(" and ")
            && !words::names_organisation(line)
            && line.len() < 60
    })
}

/// A list of names in which one word looks like an institution (a person called Ant or Apple).
fn is_list_of_people(text: &str) -> bool {
    let parts: Vec<&str> = text.split(',').collect();
    let institutions = parts.iter().filter(|part| words::names_organisation(part)).count();
    parts.len() >= 4 && institutions * 4 < parts.len()
}

/// One word, as companies have and people seldom.
fn is_single_name(text: &str) -> bool {
    !text.contains(char::is_whitespace)
        && text.chars().filter(|c| c.is_uppercase()).count() > 0
        && text.len() > 2
}

fn segments(view: &str, line: Range<usize>) -> Vec<Segment> {
    split(view, line, |c| marks::GAP.starts_with(c))
        .into_iter()
        .flat_map(|cell| in_cell(view, cell))
        .collect()
}

/// A cell that begins with a superscript holds numbered institutions; otherwise superscripts follow
/// what they number.
fn in_cell(view: &str, cell: Range<usize>) -> Vec<Segment> {
    let text = view.get(cell.clone()).unwrap_or_default();
    let leads = text.trim_start_matches([' ', ',', ';']).starts_with(marks::RAISED);
    let mut segments = Vec::new();
    let mut from = cell.start;
    let mut numbered = false;
    while let Some(found) = view.get(from..cell.end).and_then(|rest| rest.find(marks::RAISED)) {
        segments.push(Segment { range: from..from + found, numbered, first: from == cell.start });
        let raised = from + found;
        let end = view.get(raised..cell.end).and_then(|rest| rest.find(marks::LOWERED));
        from = end.map_or(cell.end, |end| raised + end + marks::LOWERED.len());
        let before = view.get(segments.last().map_or(raised..raised, |part: &Segment| part.range.clone()));
        numbered =
            leads || (stands_apart(view, raised, from) && before.is_some_and(words::names_organisation));
    }
    segments.push(Segment { range: from..cell.end, numbered, first: from == cell.start });
    segments
        .retain(|part| view.get(part.range.clone()).is_some_and(|text| text.contains(char::is_alphanumeric)));
    segments
}

/// Whether a superscript stands after a comma and before a name: `…, ²Institute`.
fn stands_apart(view: &str, raised: usize, after: usize) -> bool {
    let before = view.get(..raised).unwrap_or_default();
    let follows = view.get(after..).unwrap_or_default();
    before.trim_end().ends_with([',', ';']) && follows.trim_start().starts_with(char::is_alphabetic)
}
