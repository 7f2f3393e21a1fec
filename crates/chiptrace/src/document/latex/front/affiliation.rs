//! Affiliations that a command of the class says to be such: `\affiliation`, `\institute`, `\address`.

use std::ops::Range;

use super::{is_mark, words};
use crate::document::front::begins_with_numbered_name;
use crate::document::latex::page::marks;
use crate::passage::Aligned;

/// The affiliations in the argument of such a command.
pub fn stated(block: &Aligned) -> Vec<Aligned> {
    let view = block.view();
    let entries = split(view, 0..view.len(), |c| marks::NEXT.starts_with(c));
    entries.into_iter().flat_map(|entry| in_entry(block, entry)).collect()
}

fn in_entry(block: &Aligned, entry: Range<usize>) -> Vec<Aligned> {
    let view = block.view();
    let text = view.get(entry.clone()).unwrap_or_default();
    let start = entry.start + text.find(marks::AT).map_or(0, |at| at + marks::AT.len());
    let numbered = split_at_superscripts(view, start..entry.end);
    numbered.into_iter().filter_map(|range| assemble(block, &lines_of(view, range))).collect()
}

/// The lines and cells of a stretch.
pub fn lines_of(view: &str, range: Range<usize>) -> Vec<Range<usize>> {
    split(view, range, |c| c == '\n' || marks::GAP.starts_with(c))
}

/// Splits at superscripts, which are left out.
pub fn split_at_superscripts(view: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut from = range.start;
    while let Some(found) = view.get(from..range.end).and_then(|rest| rest.find(marks::RAISED)) {
        parts.push(from..from + found);
        let after = from + found;
        let lowered = view.get(after..range.end).and_then(|rest| rest.find(marks::LOWERED));
        from = lowered.map_or(range.end, |end| after + end + marks::LOWERED.len());
    }
    parts.push(from..range.end);
    parts.retain(|part| view.get(part.clone()).is_some_and(|text| text.contains(char::is_alphanumeric)));
    parts
}

/// Splits `range` of `view` at the characters that `at` says, and leaves empty parts out.
pub fn split(view: &str, range: Range<usize>, at: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut from = range.start;
    for (offset, character) in view.get(range.clone()).unwrap_or_default().char_indices() {
        if at(character) {
            parts.push(from..range.start + offset);
            from = range.start + offset + character.len_utf8();
        }
    }
    parts.push(from..range.end);
    parts.retain(|part| view.get(part.clone()).is_some_and(|text| text.contains(char::is_alphanumeric)));
    parts
}

/// One affiliation out of its lines: the parts between commas, cleaned, each once, joined by `, `.
pub fn assemble(block: &Aligned, lines: &[Range<usize>]) -> Option<Aligned> {
    let view = block.view();
    let mut parts: Vec<Range<usize>> = Vec::new();
    for line in lines {
        let line = without_address(view, line.clone());
        for part in split(view, line, |c| c == ',' || is_mark(c)) {
            add_part(view, &mut parts, part);
        }
    }
    let mut affiliation = Aligned::new();
    let mut previous: Option<usize> = None;
    for part in parts {
        if let Some(end) = previous {
            join(block, &mut affiliation, end..part.start);
        }
        previous = Some(part.end);
        affiliation.append(&block.slice(part));
    }
    affiliation.view().chars().filter(|c| c.is_alphabetic()).nth(1).map(|_| affiliation)
}

fn add_part(view: &str, parts: &mut Vec<Range<usize>>, part: Range<usize>) {
    let mut part = tidy(view, part);
    if parts.is_empty() {
        let text = view.get(part.clone()).unwrap_or_default();
        part.start += LEAD.iter().find(|lead| text.starts_with(**lead)).map_or(0, |lead| lead.len());
    }
    let is_wanted = |text: &&str| !text.is_empty() && !words::is_remark(text) && !words::is_web_address(text);
    let Some(text) = view.get(part.clone()).filter(is_wanted) else { return };
    if !parts.iter().any(|known| view.get(known.clone()) == Some(text)) {
        parts.push(part);
    }
}

/// Puts `, ` between two parts; it stands for what was between them.
fn join(block: &Aligned, affiliation: &mut Aligned, between: Range<usize>) {
    if block.view().get(between.clone()) == Some(", ") {
        return affiliation.append(&block.slice(between));
    }
    let place =
        block.locate(between.clone()).or_else(|| block.locate(between.start.checked_sub(1)?..between.start));
    if let Some(place) = place {
        affiliation.push_replaced(place.source, place.range, ", ");
    }
}

/// A line without the e-mail address in it and what follows.
fn without_address(view: &str, line: Range<usize>) -> Range<usize> {
    let text = view.get(line.clone()).unwrap_or_default();
    let Some(at) = text.find('@') else { return line };
    let before = text.get(..at).unwrap_or_default();
    let start = match (before.rfind('{'), before.ends_with('}')) {
        (Some(brace), true) => brace,
        _ => before.rfind([' ', ',', '(', '<', '{']).unwrap_or(0),
    };
    let word = before.get(..start).unwrap_or_default().trim_end();
    let label = ["e-mail:", "email:", "e-mails:", "emails:", "mail:", "(e-mail:", "(email:", "e-mail"];
    let kept = label.iter().find_map(|label| strip_suffix_ignoring_case(word, label)).unwrap_or(word);
    line.start..line.start + kept.len()
}

fn strip_suffix_ignoring_case<'v>(text: &'v str, suffix: &str) -> Option<&'v str> {
    let at = text.len().checked_sub(suffix.len())?;
    text.get(at..).filter(|end| end.eq_ignore_ascii_case(suffix)).and_then(|_| text.get(..at))
}

/// Words that lead up to an institution and are no part of its name.
const LEAD: &[&str] = &["and ", "the ", "Currently affiliated with ", "also with ", "with the ", "with "];

/// A part without numbering, key words of the class (`city=`) and marks around it.
pub fn tidy(view: &str, part: Range<usize>) -> Range<usize> {
    let text = view.get(part.clone()).unwrap_or_default();
    let mut start = part.start + (text.len() - text.trim_start_matches(is_loose).len());
    start += key_length(view.get(start..part.end).unwrap_or_default());
    start += numbering_length(view.get(start..part.end).unwrap_or_default());
    let rest = view.get(start..part.end).unwrap_or_default();
    let kept = rest.trim_end_matches(|c: char| is_loose(c) && c != '.' && c != '"').trim_end_matches(" and");
    let kept = if kept.ends_with('.') && !is_abbreviated(kept) { kept.trim_end_matches('.') } else { kept };
    start..start + kept.len()
}

/// Whether `c` may stand around a part without belonging to it.
fn is_loose(c: char) -> bool {
    c.is_whitespace() || is_mark(c) || ",;:.*†‡§¶~^|{}\"⋆∗".contains(c)
}

/// Length of `organization=` and its kind.
fn key_length(text: &str) -> usize {
    let key = text.find('=').unwrap_or(0);
    let name = text.get(..key).unwrap_or_default().trim_end();
    let is_key = key > 0 && key < 20 && name.chars().all(|c| c.is_ascii_lowercase());
    let after = text.get(key + 1..).unwrap_or_default();
    if is_key { key + 1 + (after.len() - after.trim_start_matches([' ', '"']).len()) } else { 0 }
}

/// Length of a number or letter that only counts: `1 University`, `(a) University`.
fn numbering_length(text: &str) -> usize {
    if begins_with_numbered_name(text) {
        return 0;
    }
    let open = usize::from(text.starts_with(['(', '[']));
    let rest = text.get(open..).unwrap_or_default();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let letter = usize::from(digits == 0 && open == 1 && rest.starts_with(|c: char| c.is_ascii_lowercase()));
    let label = digits + letter;
    if label == 0 || label > 2 {
        return 0;
    }
    let after = rest.get(label..).unwrap_or_default();
    let trimmed = after.trim_start_matches([')', ']', '.', ' ', ':']);
    let goes_on = (trimmed.starts_with(|c: char| c.is_uppercase()) && (digits == 0 || !is_street(trimmed)))
        || begins_with_numbered_name(trimmed);
    if goes_on { open + label + (after.len() - trimmed.len()) } else { 0 }
}

/// Whether a number before `text` is a house number: few words, and none of an institution.
fn is_street(text: &str) -> bool {
    !words::names_organisation(text) && text.contains(' ')
}

fn is_abbreviated(text: &str) -> bool {
    let word = text.rsplit([' ', ',']).next().unwrap_or_default();
    matches!(
        word,
        "Inc." | "Ltd." | "Co." | "Corp." | "Univ." | "Inst." | "Dept." | "Sci." | "Tech." | "Eng."
    ) || word.matches('.').count() > 1
}
