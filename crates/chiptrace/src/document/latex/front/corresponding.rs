//! Which affiliations are those of a corresponding author, where marks and notes on the title page show it.
//!
//! Nothing is guessed: a note must stand at the author's number, a mark must be explained as that of a corresponding
//! author, or the author must have a block of one's own.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::affiliation::split;
use crate::document::latex::page::{Front, marks};
use crate::passage::Aligned;

/// Words that say it, in lower case.
const PHRASES: [&str; 2] = ["corresponding author", "correspondence"];

/// What may stand between a mark and the words that explain it.
const EXPLAINS: [&str; 9] =
    ["denotes", "denote", "indicates", "indicate", "marks", "means", "represents", "the", "equal"];

/// Marks that are no numbers of institutions.
const SYMBOLS: &str = "*∗⋆†‡§¶#✉\u{2709}";

/// A note farther than so many bytes from an author's number is not at it: `}$\,\thanks{` and the like stand between.
const AT_NUMBER: usize = 24;

/// A superscript: its content, and where what follows it begins.
#[derive(Debug, Clone)]
struct Raised {
    content: Range<usize>,
    after: usize,
}

/// The indices of `affiliations` that are a corresponding author's. `notes` are footnotes of the title page.
pub fn affiliations(front: &[(Front, Aligned)], notes: &[&Aligned], affiliations: &[&Aligned]) -> Vec<usize> {
    let said: Vec<&Aligned> =
        front.iter().filter(|(kind, _)| *kind == Front::Note).map(|(_, text)| text).collect();
    let said: Vec<&Aligned> = said.iter().chain(notes).copied().filter(|note| begins(note.view())).collect();
    let texts = front.iter().map(|(_, text)| text).chain(notes.iter().copied());
    let symbols: BTreeSet<char> = texts.flat_map(|text| explained(text.view())).collect();
    let mut labels = BTreeSet::new();
    let mut found: BTreeSet<usize> = BTreeSet::new();
    for block in blocks(front, Front::Authors) {
        labels.extend(labelled(block, &symbols, &said));
        found.extend(own_block(block, &said, affiliations));
    }
    let numbered = numbered(front, affiliations);
    for label in &labels {
        match numbered.get(label) {
            Some(places) => found.extend(places),
            // `14` may stand for 1 and 4.
            None if label.chars().all(|c| c.is_ascii_digit()) => {
                found.extend(label.chars().filter_map(|digit| numbered.get(&digit.to_string())).flatten());
            }
            None => {}
        }
    }
    found.into_iter().collect()
}

fn blocks(front: &[(Front, Aligned)], kind: Front) -> impl Iterator<Item = &Aligned> {
    front.iter().filter(move |(other, _)| *other == kind).map(|(_, text)| text)
}

/// Whether a note begins with the words.
fn begins(note: &str) -> bool {
    let lower = note.to_lowercase();
    let text = lower.trim_start_matches(|c: char| !c.is_alphabetic());
    let text = text.strip_prefix("the ").or_else(|| text.strip_prefix("co-")).unwrap_or(text);
    PHRASES.iter().any(|phrase| text.starts_with(phrase))
}

/// The symbols that a text explains as those of a corresponding author.
fn explained(view: &str) -> Vec<char> {
    let lower = view.to_ascii_lowercase();
    let at = PHRASES.iter().flat_map(|phrase| lower.match_indices(phrase)).map(|(at, _)| at);
    at.flat_map(|at| symbols_before(lower.get(..at).unwrap_or_default())).collect()
}

/// The symbols at the end of `text`, a superscript or bare, with words that explain in between.
fn symbols_before(text: &str) -> Vec<char> {
    let mut text = text.trim_end_matches([' ', ':', '=']);
    while let Some(rest) = EXPLAINS.iter().find_map(|word| text.strip_suffix(word)) {
        text = rest.trim_end_matches([' ', ':', '=']);
    }
    let text = text.trim_end_matches(marks::LOWERED);
    let kept = text.trim_end_matches(|c| SYMBOLS.contains(c));
    text.get(kept.len()..).unwrap_or_default().chars().map(plain).collect()
}

/// One character for the asterisk of text and that of formulas.
fn plain(symbol: char) -> char {
    if symbol == '∗' { '*' } else { symbol }
}

/// The numbers of institutions at names that carry one of `symbols`, or at which a note of `said` stands.
fn labelled(block: &Aligned, symbols: &BTreeSet<char>, said: &[&Aligned]) -> Vec<String> {
    let view = block.view();
    let all = raised(view);
    let noted: Vec<usize> = said.iter().filter_map(|note| noted(block, &all, note)).collect();
    let mut labels = Vec::new();
    for (at, one) in all.iter().enumerate() {
        let content = view.get(one.content.clone()).unwrap_or_default();
        let explains = view.get(one.after..).is_some_and(begins);
        let marked = !explains && content.chars().any(|c| symbols.contains(&plain(c)));
        if marked || noted.contains(&at) {
            for near in neighbours(view, &all, at) {
                labels.extend(numbers(view.get(near.content.clone()).unwrap_or_default()));
            }
        }
    }
    labels
}

/// A superscript with those that stand right before and after it.
fn neighbours<'r>(view: &str, all: &'r [Raised], at: usize) -> Vec<&'r Raised> {
    let touches = |first: &Raised, next: &Raised| {
        let between = view.get(first.after..next.content.start).unwrap_or_default();
        between.trim_end_matches(marks::RAISED).trim_matches([' ', ',']).is_empty()
    };
    let own = all.get(at);
    let before =
        at.checked_sub(1).and_then(|before| all.get(before)).filter(|b| own.is_some_and(|o| touches(b, o)));
    let after = all.get(at + 1).filter(|after| own.is_some_and(|own| touches(own, after)));
    before.into_iter().chain(own).chain(after).collect()
}

/// The superscript at which a note stands: the last one before it, if that is near.
fn noted(block: &Aligned, all: &[Raised], note: &Aligned) -> Option<usize> {
    let first = note.view().chars().next()?;
    let note = note.locate(0..first.len_utf8())?;
    let gap = |one: &Raised| {
        let number = block.locate(one.content.clone()).filter(|number| number.source == note.source)?;
        note.range.start.checked_sub(number.range.end)
    };
    let gaps = all.iter().enumerate().filter_map(|(at, one)| Some((gap(one)?, at)));
    gaps.min().filter(|(gap, _)| *gap <= AT_NUMBER).map(|(_, at)| at)
}

/// The affiliations of a block of one's own (`\author{… \and …}`) in which a note of `said` stands.
fn own_block(block: &Aligned, said: &[&Aligned], affiliations: &[&Aligned]) -> Vec<usize> {
    let view = block.view();
    let stretches = split(view, 0..view.len(), |c| marks::NEXT.starts_with(c));
    if stretches.len() < 2 || view.contains(marks::RAISED) {
        return Vec::new();
    }
    let of_note = |stretch: &Range<usize>| said.iter().any(|note| begins_in(note, block, stretch));
    let noted = stretches.iter().filter(|stretch| of_note(stretch));
    noted.flat_map(|stretch| begun_in(affiliations, block, stretch)).collect()
}

/// Which affiliations have each number, by the superscripts before them.
fn numbered(front: &[(Front, Aligned)], affiliations: &[&Aligned]) -> BTreeMap<String, Vec<usize>> {
    let mut numbered: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for block in blocks(front, Front::Authors).chain(blocks(front, Front::Affiliation)) {
        let view = block.view();
        for one in raised(view) {
            let labels = numbers(view.get(one.content).unwrap_or_default());
            let [label] = labels.as_slice() else { continue };
            let rest = view.get(one.after..).unwrap_or_default();
            let ends = |c: char| marks::RAISED.starts_with(c) || marks::NEXT.starts_with(c);
            let length = rest.find(ends).unwrap_or(rest.len());
            if !rest.trim_start_matches(' ').starts_with(char::is_alphanumeric) {
                continue;
            }
            let places = begun_in(affiliations, block, &(one.after..one.after + length));
            numbered.entry(label.clone()).or_default().extend(places);
        }
    }
    numbered
}

/// The affiliations that begin in a stretch of a block.
fn begun_in(affiliations: &[&Aligned], block: &Aligned, stretch: &Range<usize>) -> Vec<usize> {
    let all = affiliations.iter().enumerate();
    all.filter(|(_, text)| begins_in(text, block, stretch)).map(|(at, _)| at).collect()
}

/// Whether a text begins where a stretch of a block stands in the source.
fn begins_in(text: &Aligned, block: &Aligned, stretch: &Range<usize>) -> bool {
    let first = text.view().chars().next().and_then(|first| text.locate(0..first.len_utf8()));
    first.zip(block.locate(stretch.clone())).is_some_and(|(first, stretch)| {
        first.source == stretch.source && stretch.range.contains(&first.range.start)
    })
}

fn raised(view: &str) -> Vec<Raised> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = view.get(from..).and_then(|rest| rest.find(marks::RAISED)) {
        let start = from + at + marks::RAISED.len();
        let Some(length) = view.get(start..).and_then(|rest| rest.find(marks::LOWERED)) else { break };
        from = start + length + marks::LOWERED.len();
        found.push(Raised { content: start..start + length, after: from });
    }
    found
}

/// The numbers and letters of a superscript that institutions are counted by.
fn numbers(content: &str) -> Vec<String> {
    let words = content.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.filter(|word| word.len() <= 2).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_explained_before_the_words_and_between_them() {
        for text in [
            "\u{E000}*\u{E001}Corresponding author.",
            "* denotes the corresponding author",
            "*: Correspondence to",
        ] {
            assert_eq!(explained(text), ['*'], "{text}");
        }
        assert!(explained("* Equal contribution. Corresponding author: see below").is_empty());
    }

    #[test]
    fn a_mark_leads_over_the_number_beside_it_to_the_institution() {
        let block = "A. Heddle\u{E000}1\u{E001}, B. Reed\u{E000}2,*\u{E001}\n\u{E000}1\u{E001}Loom College\n\u{E000}2\u{E001}Shed \
                     Institute\n\u{E000}*\u{E001}Corresponding author";
        let block = Aligned::verbatim(0, block);
        let at = |name: &str| block.view().find(name).unwrap()..block.view().find(name).unwrap() + name.len();
        let places = [block.slice(at("Loom College")), block.slice(at("Shed Institute"))];
        let places: Vec<&Aligned> = places.iter().collect();
        assert_eq!(affiliations(&[(Front::Authors, block.clone())], &[], &places), [1]);
    }
}
