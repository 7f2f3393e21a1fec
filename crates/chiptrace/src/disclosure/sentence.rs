//! Where sentences begin and end.

use std::ops::Range;

use crate::mention::token::{Class, Tokens};

/// A sentence longer than this is cut: tables and lists in broken text have no full stops.
const LONGEST: usize = 400;

/// The sentences of a view, as ranges of tokens, in order and without gaps.
pub fn split(tokens: &Tokens<'_>) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for index in 0..tokens.len() {
        let next = index + 1;
        let breaks = ends(tokens, index)
            || tokens.get(next).is_some_and(|token| token.line_start)
            || next - start >= LONGEST;
        if breaks {
            sentences.push(start..next);
            start = next;
        }
    }
    if start < tokens.len() {
        sentences.push(start..tokens.len());
    }
    sentences
}

fn ends(tokens: &Tokens<'_>, index: usize) -> bool {
    match tokens.text(index) {
        "!" | "?" => !tokens.glued(index + 1),
        "。" | "！" | "？" | "•" | "■" => true,
        "." => full_stop(tokens, index),
        _ => false,
    }
}

fn full_stop(tokens: &Tokens<'_>, index: usize) -> bool {
    let Some(before) = index.checked_sub(1) else { return true };
    let next = tokens.text(index + 1);
    if tokens.glued(index + 1) {
        return lost_space(tokens, before, next);
    }
    if !tokens.glued(index) {
        return true;
    }
    let starts_anew = !next.starts_with(char::is_lowercase);
    starts_anew && !is_abbreviation(tokens, before)
}

/// `the model.We train`: a conversion lost the space after the full stop.
fn lost_space(tokens: &Tokens<'_>, before: usize, next: &str) -> bool {
    let word = tokens.text(before);
    let ends_word = tokens.class(before) == Some(Class::Letters) && word.len() > 2;
    let starts = next.starts_with(char::is_uppercase) && next.chars().skip(1).all(char::is_lowercase);
    ends_word && starts && word.chars().all(char::is_lowercase) && next.len() > 1
}

fn is_abbreviation(tokens: &Tokens<'_>, before: usize) -> bool {
    const SHORT: [&str; 34] = [
        "e", "g", "i", "al", "fig", "figs", "eq", "eqs", "sec", "tab", "vs", "cf", "approx", "resp", "etc",
        "no", "nos", "dr", "prof", "st", "inc", "corp", "ltd", "co", "ref", "refs", "ver", "vol", "pp", "ch",
        "app", "max", "min", "supp",
    ];
    let text = tokens.text(before);
    let initial = tokens.class(before) == Some(Class::Letters)
        && text.len() == 1
        && text.starts_with(char::is_uppercase);
    let etc = text.eq_ignore_ascii_case("etc");
    !etc && (initial || SHORT.iter().any(|short| text.eq_ignore_ascii_case(short)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(view: &str) -> Vec<&str> {
        let tokens = Tokens::of(view);
        split(&tokens).into_iter().map(|range| tokens.slice(range)).collect()
    }

    #[test]
    fn sentences_end_at_full_stops_and_not_at_abbreviations_or_decimals() {
        assert_eq!(
            sentences("We use PyTorch 1.10, cf. Fig. 3. Runs took 2.5 h. See Smith et al. We stop."),
            ["We use PyTorch 1.10, cf. Fig. 3.", "Runs took 2.5 h.", "See Smith et al. We stop."]
        );
    }

    #[test]
    fn lines_and_lost_spaces_break_too() {
        assert_eq!(sentences("a | b\nc | d"), ["a | b", "c | d"]);
        assert_eq!(sentences("of the model.We train"), ["of the model.", "We train"]);
        assert_eq!(sentences("使用张量。训练"), ["使用张量。", "训练"]);
    }
}
