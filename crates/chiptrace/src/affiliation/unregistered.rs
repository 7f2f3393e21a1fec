//! Institutions that no register holds, by the form of the printed text.

use std::ops::Range;

use chiptrace_controls::name::{Gap, Role, Shape, Word};

use super::place::Mention;

const LONGEST: usize = 12;
/// "Independent Researcher": who writes so names no institution.
const INDEPENDENT: &str = "independent";

/// The part of an affiliation that names the institution: the one with a word such as "university",
/// not a department and not a place; else a short text that is one name.
pub(super) fn name(text: &str, words: &[Word], places: &[Mention]) -> Option<Range<usize>> {
    let begins = |head: &str| text.get(..head.len()).is_some_and(|text| text.eq_ignore_ascii_case(head));
    let independent = begins(INDEPENDENT) && !words.iter().any(|word| word.roles.has(Role::Institution));
    if (text.contains('@') && words.len() > LONGEST * 3) || independent {
        return None;
    }
    let parts = parts(words);
    let mut best: Option<(u8, &Range<usize>)> = None;
    for part in &parts {
        let rank = rank(words.get(part.clone())?);
        if rank > 0 && best.is_none_or(|(known, _)| rank > known) {
            best = Some((rank, part));
        }
    }
    let chosen = match best {
        Some((_, part)) => part.clone(),
        None => sole_name(words, &parts, places)?,
    };
    let span = words.get(chosen)?;
    Some(span.first()?.range.start..span.last()?.range.end)
}

fn parts(words: &[Word]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (place, word) in words.iter().enumerate().skip(1) {
        if word.gap >= Gap::Comma {
            parts.push(start..place);
            start = place;
        }
    }
    parts.push(start..words.len());
    parts
}

/// How much a part looks like an institution: 0 not at all.
fn rank(part: &[Word]) -> u8 {
    let capitalised = part.iter().any(|word| word.shape != Shape::Lower && word.shape != Shape::Number);
    if part.is_empty() || part.len() > LONGEST || !capitalised {
        return 0;
    }
    let institution = part.iter().any(|word| word.roles.has(Role::Institution));
    let legal_form = part.len() > 1 && part.last().is_some_and(|word| word.roles.has(Role::Company));
    let unit = part.first().is_some_and(|word| word.roles.has(Role::Unit));
    match (institution, legal_form, unit) {
        (_, true, _) => 4,
        (true, _, false) => 3,
        (true, _, true) => 1,
        _ => 0,
    }
}

/// A text of one short part that is no place: "Meshy AI".
fn sole_name(words: &[Word], parts: &[Range<usize>], places: &[Mention]) -> Option<Range<usize>> {
    let first = parts.first()?;
    let span = words.get(first.clone())?;
    let place = |word: usize| places.iter().any(|m| m.first <= word && word <= m.last);
    let named =
        span.first()?.shape != Shape::Lower && (span.first()?.shape != Shape::Number || is_glued(span));
    let rest_is_place = parts.iter().skip(1).all(|part| part.clone().all(place));
    let is_name = named && span.len() <= 4 && rest_is_place && !first.clone().all(place);
    (is_name && !may_be_a_person(span, parts.len() > 1)).then(|| first.clone())
}

/// Whether a name begins with a number: "4Paradigm".
fn is_glued(span: &[Word]) -> bool {
    matches!(span, [number, word, ..] if number.range.end == word.range.start && word.shape != Shape::Number)
}

/// Two to four plain capitalised words and no place after them may be somebody's name: nobody is listed.
fn may_be_a_person(span: &[Word], place_follows: bool) -> bool {
    let plain = |word: &Word| word.shape == Shape::Capitalised || word.shape == Shape::Ideograph;
    span.len() > 1 && span.iter().all(plain) && !place_follows
}
