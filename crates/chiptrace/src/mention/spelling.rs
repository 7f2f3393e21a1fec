//! Finding the spellings of records in tokens, whatever the case and the separators.

use std::collections::HashMap;

use super::token::{Class, Tokens, is_han};

/// Spellings, each with what it stands for.
#[derive(Debug)]
pub struct Dictionary<T> {
    entries: HashMap<String, Vec<Entry<T>>>,
}

#[derive(Debug)]
struct Entry<T> {
    pieces: Vec<Piece>,
    sense: T,
}

/// A token of a spelling, in lower case.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) text: String,
    /// Whether no white space stands before it.
    glued: bool,
}

impl Piece {
    /// Whether it must follow the piece before it at once. `RTX 3090` may fall apart or be written together;
    /// `A100` must hold together, or `a 100 W lamp` would be one.
    pub(super) fn holds_to(&self, before: &Self) -> bool {
        self.glued && before.text.chars().count() < 2
    }
}

impl<T: Clone> Dictionary<T> {
    /// A dictionary of spellings. Of two that are alike, the first counts.
    pub fn new<'s>(spellings: impl IntoIterator<Item = (&'s str, T)>) -> Self {
        let mut entries: HashMap<String, Vec<Entry<T>>> = HashMap::new();
        for (spelling, sense) in spellings {
            for pieces in variants(spelling) {
                let Some(first) = pieces.first() else { continue };
                entries.entry(first.text.clone()).or_default().push(Entry { pieces, sense: sense.clone() });
            }
        }
        for list in entries.values_mut() {
            list.sort_by_key(|entry| std::cmp::Reverse(entry.pieces.len()));
        }
        Self { entries }
    }

    /// The pieces of every spelling.
    pub(super) fn spellings(&self) -> impl Iterator<Item = &[Piece]> {
        self.entries.values().flatten().map(|entry| entry.pieces.as_slice())
    }

    /// The longest spelling that begins at token `index`: the token after it and what it stands for.
    pub fn at(&self, tokens: &Tokens<'_>, index: usize) -> Option<(usize, &T)> {
        let text = tokens.text(index);
        let folded = text.chars().any(char::is_uppercase).then(|| text.to_lowercase());
        let key = folded.as_deref().unwrap_or(text);
        let singular = key.strip_suffix('s').and_then(|stem| self.entries.get(stem));
        let candidates = self.entries.get(key).into_iter().chain(singular).flatten();
        candidates.into_iter().find_map(|entry| Some((entry.matches(tokens, index)?, &entry.sense)))
    }

    /// The spelling at `index`, or one that begins after its first words and reaches further: `A10G` in
    /// `NVIDIA A10G`. Gives the token it begins at as well.
    pub fn furthest_at(&self, tokens: &Tokens<'_>, index: usize) -> Option<(usize, usize, &T)> {
        let (mut end, mut sense) = self.at(tokens, index)?;
        let (mut start, mut inner) = (index, index);
        while inner + 1 < end && is_word(tokens, inner) {
            inner += 1;
            if let Some((later, other)) = self.at(tokens, inner).filter(|(later, _)| *later > end) {
                (start, end, sense) = (inner, later, other);
            }
        }
        Some((start, end, sense))
    }
}

/// The pieces of a spelling; where two words meet, also as one word (`TPU v3`, `TPUv3`).
fn variants(spelling: &str) -> Vec<Vec<Piece>> {
    let folded = spelling.to_lowercase();
    let tokens = Tokens::of(&folded);
    let mut all: Vec<Vec<Piece>> = vec![Vec::new()];
    let mut after_letters = false;
    for index in 0..tokens.len() {
        let text = tokens.text(index);
        if is_hyphen(text) {
            continue;
        }
        let letters = tokens.class(index) == Some(Class::Letters);
        let mut joined: Vec<Vec<Piece>> = Vec::new();
        for pieces in &mut all {
            if after_letters && letters {
                joined.extend(fused(pieces, text));
            }
            pieces.push(Piece { text: text.to_owned(), glued: tokens.glued(index) });
        }
        all.append(&mut joined);
        after_letters = letters;
    }
    all
}

/// The pieces with `text` written onto the last one.
fn fused(pieces: &[Piece], text: &str) -> Option<Vec<Piece>> {
    let (last, before) = pieces.split_last()?;
    let mut fused = before.to_vec();
    fused.push(Piece { text: format!("{}{text}", last.text), glued: last.glued });
    Some(fused)
}

impl<T> Entry<T> {
    /// The token after the spelling, if it stands at `index`.
    fn matches(&self, tokens: &Tokens<'_>, index: usize) -> Option<usize> {
        let mut at = index;
        for (number, piece) in self.pieces.iter().enumerate() {
            if let Some(before) = number.checked_sub(1).and_then(|before| self.pieces.get(before)) {
                at = step(tokens, at, piece.holds_to(before))?;
            }
            let last = number + 1 == self.pieces.len();
            if !same(tokens.text(at), &piece.text, last) {
                return None;
            }
        }
        self.ends_well(tokens, at + 1).then_some(at + 1)
    }

    /// Whether the name ends where the spelling ends: `A100s` and `A100GPU` do, `A100b` does not.
    fn ends_well(&self, tokens: &Tokens<'_>, after: usize) -> bool {
        if !tokens.glued(after) {
            return true;
        }
        let text = tokens.text(after);
        let ends_in_digit =
            self.pieces.last().is_some_and(|p| p.text.ends_with(|c: char| c.is_ascii_digit()));
        match tokens.class(after) {
            Some(Class::Letters) => {
                text.starts_with(is_han)
                    || text.eq_ignore_ascii_case("s")
                    || (ends_in_digit && may_follow(text))
            }
            Some(Class::Digits) => !ends_in_digit && self.pieces.len() > 1,
            _ => !(text == "." && tokens.class(after + 1) == Some(Class::Digits) && tokens.glued(after + 1)),
        }
    }
}

/// The next token of a spelling, over at most one hyphen.
fn step(tokens: &Tokens<'_>, at: usize, held: bool) -> Option<usize> {
    let next = at + 1;
    let hyphen = is_hyphen(tokens.text(next));
    let target = if hyphen { next + 1 } else { next };
    if !held {
        return Some(target);
    }
    let gap = !tokens.glued(next) || (hyphen && !tokens.glued(target));
    let joined = !hyphen || (tokens.is(next, "-") && tokens.text(at).starts_with(char::is_uppercase));
    (!gap && joined).then_some(target)
}

/// Whether a token is a piece of a spelling; the last may stand in the plural, `TPUs`.
fn same(text: &str, piece: &str, last: bool) -> bool {
    if text.eq_ignore_ascii_case(piece) {
        return true;
    }
    let singular = text.strip_suffix('s').filter(|stem| last && stem.len() > 2);
    singular.is_some_and(|stem| stem.eq_ignore_ascii_case(piece))
}

/// Whether a token is a word rather than the letter of a model.
fn is_word(tokens: &Tokens<'_>, index: usize) -> bool {
    tokens.class(index) == Some(Class::Letters) && tokens.text(index).len() > 1
}

/// Words that lost the space before them in a conversion, and form factors written together.
fn may_follow(text: &str) -> bool {
    const GLUED: [&str; 19] = [
        "x", "sxm", "pcie", "nvl", "gb", "gpu", "gpus", "and", "with", "for", "node", "nodes", "server",
        "servers", "card", "cards", "cluster", "using", "tensor",
    ];
    GLUED.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether a sign joins the parts of a name.
pub fn is_hyphen(text: &str) -> bool {
    matches!(text, "-" | "‐" | "‑" | "–" | "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(spellings: &[&'static str], view: &str) -> Vec<String> {
        let dictionary = Dictionary::new(spellings.iter().map(|s| (*s, *s)));
        let tokens = Tokens::of(view);
        let mut names = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            match dictionary.furthest_at(&tokens, at) {
                Some((_, end, name)) => {
                    names.push((*name).to_owned());
                    at = end;
                }
                None => at += 1,
            }
        }
        names
    }

    #[test]
    fn case_and_separators_do_not_matter() {
        for view in ["RTX 3090 Ti", "rtx3090ti", "RTX-3090-Ti", "RTX- 3090Ti", "RTX 3090TI GPUs"] {
            assert_eq!(found(&["RTX 3090", "RTX 3090 Ti"], view), ["RTX 3090 Ti"], "{view}");
        }
        for view in ["TPU v3", "TPUv3", "TPU-v3", "tpu V3"] {
            assert_eq!(found(&["TPU v3", "TPU"], view), ["TPU v3"], "{view}");
        }
    }

    #[test]
    fn names_end_where_they_end() {
        assert_eq!(found(&["A100"], "A100s, 8xA100, 8张A100卡, A100-80GB, A100GPUs"), ["A100"; 5]);
        assert!(found(&["A100", "L2"], "GA100 A1000 A100b A100.5 L_2 a 100 W").is_empty());
        assert_eq!(found(&["NVIDIA A10", "A10G"], "NVIDIA A10G"), ["A10G"]);
        assert_eq!(found(&["p4d.24xlarge"], "on p4d.24xlarge."), ["p4d.24xlarge"]);
    }
}
