//! Finding the names of chips.

use std::collections::HashMap;
use std::ops::Range;

use chiptrace_controls::chip::{Chip, Class as ChipClass};

use super::token::{Class, Tokens, is_han};
use super::words::Words;

/// A chip named in a view.
#[derive(Debug, Clone, PartialEq)]
pub struct ChipName {
    /// The tokens of the name.
    pub tokens: Range<usize>,
    /// The chip's id.
    pub chip: String,
    /// For a system that holds several chips: how many, where its record says so.
    pub system: Option<Option<u32>>,
    /// For a slice of a TPU pod (`v3-8`): its size as printed.
    pub slice: Option<u32>,
}

/// Finds the names of all chips of a set of records.
#[derive(Debug)]
pub struct ChipFinder {
    entries: HashMap<String, Vec<Entry>>,
}

#[derive(Debug, Clone)]
struct Entry {
    pieces: Vec<Piece>,
    chip: String,
    certainty: Certainty,
    system: Option<Option<u32>>,
}

#[derive(Debug, Clone, PartialEq)]
struct Piece {
    text: String,
    glued: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Certainty {
    Certain,
    Ambiguous,
    Family,
}

impl ChipFinder {
    /// A finder for `chips`.
    pub fn new<'c>(chips: impl IntoIterator<Item = &'c Chip>) -> Self {
        let mut entries: HashMap<String, Vec<Entry>> = HashMap::new();
        for chip in chips {
            for (spelling, certainty, system) in spellings(chip) {
                for pieces in variants(spelling) {
                    let Some(first) = pieces.first() else { continue };
                    let entry = Entry { pieces: pieces.clone(), chip: chip.id.clone(), certainty, system };
                    entries.entry(first.text.clone()).or_default().push(entry);
                }
            }
        }
        for list in entries.values_mut() {
            list.sort_by(|a, b| b.pieces.len().cmp(&a.pieces.len()).then(a.chip.cmp(&b.chip)));
        }
        Self { entries }
    }

    /// All chips named in `tokens`, from left to right, none overlapping.
    pub fn find(&self, tokens: &Tokens<'_>, words: &Words) -> Vec<ChipName> {
        let mut found: Vec<(ChipName, Certainty)> = Vec::new();
        let mut index = 0;
        while index < tokens.len() {
            match self.longest_at(tokens, index) {
                Some(name) => {
                    index = name.0.tokens.end;
                    found.push(name);
                }
                None => index += 1,
            }
        }
        settle(tokens, words, found)
    }

    /// The name at `index`, or one that begins inside it and reaches further: `NVIDIA A10` in `NVIDIA A10G`.
    fn longest_at(&self, tokens: &Tokens<'_>, index: usize) -> Option<(ChipName, Certainty)> {
        let mut best = self.name_at(tokens, index)?;
        for start in index + 1..best.0.tokens.end {
            if let Some(other) = self.name_at(tokens, start).filter(|o| o.0.tokens.end > best.0.tokens.end) {
                best = other;
            }
        }
        Some(best)
    }

    fn name_at(&self, tokens: &Tokens<'_>, index: usize) -> Option<(ChipName, Certainty)> {
        if let Some((name, certainty)) = self.pod_slice_at(tokens, index) {
            return Some((name, certainty));
        }
        let text = tokens.text(index);
        let candidates = match self.entries.get(text) {
            Some(list) => list,
            None if text.bytes().any(|byte| byte.is_ascii_uppercase()) => {
                self.entries.get(&text.to_ascii_lowercase())?
            }
            None => return None,
        };
        for entry in candidates {
            let Some(end) = entry.matches(tokens, index) else { continue };
            let mut name =
                ChipName { tokens: index..end, chip: entry.chip.clone(), system: entry.system, slice: None };
            if name.chip.starts_with("google-tpu") {
                read_slice(tokens, &mut name);
            }
            return Some((name, entry.certainty));
        }
        None
    }

    /// `v3-8 TPU`, `v2-128 Cloud TPU`: the version stands before the word.
    fn pod_slice_at(&self, tokens: &Tokens<'_>, index: usize) -> Option<(ChipName, Certainty)> {
        if !tokens.is(index, "v")
            || tokens.class(index + 1) != Some(Class::Digits)
            || !tokens.glued(index + 1)
        {
            return None;
        }
        let mut at = index + 2;
        let mut version = tokens.text(index + 1).to_owned();
        if tokens.is_any(at, &["e", "p"]) && tokens.glued(at) {
            version.push_str(&tokens.text(at).to_ascii_lowercase());
            at += 1;
        }
        let slice = (tokens.is(at, "-")).then(|| tokens.text(at + 1).parse().ok()).flatten();
        at += if slice.is_some() { 2 } else { 0 };
        while tokens.is_any(at, &["cloud", "google"]) {
            at += 1;
        }
        if !tokens.is_any(at, &["tpu", "tpus"]) {
            return None;
        }
        let chip = format!("google-tpu-v{version}");
        let known = self.entries.values().flatten().any(|entry| entry.chip == chip);
        known.then(|| (ChipName { tokens: index..at + 1, chip, system: None, slice }, Certainty::Certain))
    }
}

fn spellings(chip: &Chip) -> Vec<(&str, Certainty, Option<Option<u32>>)> {
    let unsure = if chip.class == ChipClass::Family { Certainty::Family } else { Certainty::Ambiguous };
    let plain = chip.spellings.iter().map(|s| (s.as_str(), Certainty::Certain, None));
    let ambiguous = chip.ambiguous_spellings.iter().map(|s| (s.as_str(), unsure, None));
    let systems = chip.systems.iter().flat_map(|system| {
        std::iter::once(&system.name)
            .chain(&system.spellings)
            .map(|s| (s.as_str(), Certainty::Certain, Some(system.count)))
    });
    plain.chain(ambiguous).chain(systems).collect()
}

/// The pieces of a spelling; where two words meet, also as one word (`TPU v3`, `TPUv3`).
fn variants(spelling: &str) -> Vec<Vec<Piece>> {
    let folded = spelling.to_lowercase();
    let tokens = Tokens::of(&folded);
    let mut all: Vec<Vec<Piece>> = vec![Vec::new()];
    for index in 0..tokens.len() {
        if tokens.class(index) == Some(Class::Sign) {
            continue;
        }
        let text = tokens.text(index);
        let meets = index > 0
            && tokens.class(index - 1) == tokens.class(index)
            && tokens.class(index) == Some(Class::Letters);
        let mut joined: Vec<Vec<Piece>> = Vec::new();
        for pieces in &mut all {
            if meets && let Some(last) = pieces.last() {
                let mut fused = pieces.clone();
                let text = format!("{}{text}", last.text);
                if let Some(slot) = fused.last_mut() {
                    slot.text = text;
                }
                joined.push(fused);
            }
            pieces.push(Piece { text: text.to_owned(), glued: tokens.glued(index) });
        }
        all.append(&mut joined);
    }
    all
}

impl Entry {
    /// The token after the name, if the name stands at `index`.
    fn matches(&self, tokens: &Tokens<'_>, index: usize) -> Option<usize> {
        let mut at = index;
        for (number, piece) in self.pieces.iter().enumerate() {
            if number > 0 {
                at = self.step(tokens, at, number, piece.glued)?;
            }
            let text = tokens.text(at);
            if !text.eq_ignore_ascii_case(&piece.text) && text.to_lowercase() != piece.text {
                return None;
            }
        }
        self.ends_well(tokens, at + 1).then_some(at + 1)
    }

    /// The next token, over at most one hyphen. `A100` must hold together, `RTX 3090` need not.
    fn step(&self, tokens: &Tokens<'_>, at: usize, number: usize, glued: bool) -> Option<usize> {
        let next = at + 1;
        let hyphen = is_hyphen(tokens.text(next));
        let target = if hyphen { next + 1 } else { next };
        let gap = !tokens.glued(next) || (hyphen && !tokens.glued(target));
        let short = self.pieces.get(number - 1).is_some_and(|piece| piece.text.chars().count() < 2);
        (!gap || !glued || (!short && !hyphen)).then_some(target)
    }

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

/// Words that lost the space before them in a conversion, and form factors written together.
fn may_follow(text: &str) -> bool {
    const GLUED: [&str; 19] = [
        "x", "sxm", "pcie", "nvl", "gb", "gpu", "gpus", "and", "with", "for", "node", "nodes", "server",
        "servers", "card", "cards", "cluster", "using", "tensor",
    ];
    GLUED.iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn is_hyphen(text: &str) -> bool {
    matches!(text, "-" | "‐" | "‑" | "–" | "_")
}

fn read_slice(tokens: &Tokens<'_>, name: &mut ChipName) {
    let end = name.tokens.end;
    if !is_hyphen(tokens.text(end)) || !tokens.glued(end) || !tokens.glued(end + 1) {
        return;
    }
    if let Ok(size) = tokens.text(end + 1).parse() {
        name.slice = Some(size);
        name.tokens.end = end + 2;
    }
}

/// Keeps certain names, and of the ambiguous ones those that the text around supports.
fn settle(tokens: &Tokens<'_>, words: &Words, found: Vec<(ChipName, Certainty)>) -> Vec<ChipName> {
    let mut kept: Vec<ChipName> = Vec::with_capacity(found.len());
    for (index, (name, certainty)) in found.iter().enumerate() {
        let next = found.get(index + 1).map(|(name, certainty)| (name, *certainty));
        let supported = match certainty {
            Certainty::Certain => true,
            Certainty::Ambiguous => {
                near(tokens, words, &name.tokens, 5)
                    || kept.last().is_some_and(|before| listed(tokens, &before.tokens, &name.tokens))
                    || next.is_some_and(|(after, sure)| {
                        sure == Certainty::Certain && listed(tokens, &name.tokens, &after.tokens)
                    })
            }
            Certainty::Family => {
                let beside = |other: &ChipName| beside(&name.tokens, &other.tokens);
                let model = kept.last().is_some_and(beside)
                    || next.is_some_and(|(after, sure)| sure != Certainty::Family && beside(after));
                capitalised(tokens, name) && near(tokens, words, &name.tokens, 3) && !model
            }
        };
        if supported {
            kept.push(name.clone());
        }
    }
    kept
}

/// An architecture beside a model only describes it: `Volta V100`, `RTX PRO 6000 (Blackwell)`.
fn beside(family: &Range<usize>, model: &Range<usize>) -> bool {
    let gap = if family.end <= model.start {
        model.start - family.end
    } else {
        family.start.saturating_sub(model.end)
    };
    gap <= 3
}

fn capitalised(tokens: &Tokens<'_>, name: &ChipName) -> bool {
    tokens.text(name.tokens.start).starts_with(char::is_uppercase)
}

/// Whether a word that speaks of accelerators stands within `reach` tokens.
fn near(tokens: &Tokens<'_>, words: &Words, name: &Range<usize>, reach: usize) -> bool {
    let from = name.start.saturating_sub(reach);
    let to = (name.end + reach).min(tokens.len());
    (from..name.start).chain(name.end..to).any(|index| words.is_context(tokens.text(index)))
}

/// Whether two names stand in one list: only commas, slashes, conjunctions and numbers between.
fn listed(tokens: &Tokens<'_>, before: &Range<usize>, after: &Range<usize>) -> bool {
    let between = before.end..after.start;
    between.len() <= 4
        && between.into_iter().all(|index| {
            tokens.is_any(index, &[",", "/", "and", "or", "&", "+", "s", "和", "、", "x", "×", "|"])
                || tokens.class(index) == Some(Class::Digits)
        })
}
