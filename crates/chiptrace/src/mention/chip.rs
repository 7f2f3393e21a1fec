//! Finding the names of chips.

use std::ops::Range;

use chiptrace_controls::chip::{Chip, Class as ChipClass};

use super::look::Look;
use super::number;
use super::provider::Instance;
use super::spelling::{Dictionary, is_hyphen};
use super::token::{Class, Tokens};
use super::words::Words;

/// A chip named in a view.
#[derive(Debug, Clone, PartialEq)]
pub struct ChipName {
    /// The tokens of the name.
    pub tokens: Range<usize>,
    /// The chip's id.
    pub chip: String,
    /// For a system or an instance type that holds several chips: how many, where its record says so.
    pub system: Option<Option<u32>>,
    /// For a slice of a TPU pod (`v3-8`): its size as printed.
    pub slice: Option<u32>,
}

/// Finds the names of all chips of a set of records.
#[derive(Debug)]
pub struct ChipFinder {
    names: Dictionary<Sense>,
    look: Look,
    pods: Vec<String>,
    supers: Vec<String>,
}

#[derive(Debug, Clone)]
struct Sense {
    chip: String,
    certainty: Certainty,
    system: Option<Option<u32>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Certainty {
    Certain,
    Ambiguous,
    /// An architecture: whether the spelling by itself speaks of accelerators (`Hopper GPUs`).
    Family(bool),
}

impl ChipFinder {
    /// A finder for `chips`, the systems that hold them and the instance types that rent them out.
    pub fn new(chips: &[Chip], instances: &[Instance]) -> Self {
        let rented = instances.iter().flat_map(|instance| {
            let sense = Sense {
                chip: instance.chip.clone(),
                certainty: Certainty::Certain,
                system: Some(instance.count),
            };
            instance.all_spellings().map(move |spelling| (spelling, sense.clone()))
        });
        let ids = |wanted: fn(&str) -> bool| {
            let ids = chips.iter().map(|chip| &chip.id).filter(move |id| wanted(id));
            ids.cloned().collect()
        };
        let names = Dictionary::new(chips.iter().flat_map(senses).chain(rented));
        Self {
            pods: ids(|id| id.starts_with("google-tpu-v")),
            supers: ids(|id| id.ends_with("-super")),
            look: Look::new(&names, &["tpu"]),
            names,
        }
    }

    /// The first look by which a text that names no chip is told without cutting it into tokens.
    pub fn look(&self) -> &Look {
        &self.look
    }

    /// All chips named in `tokens`, from left to right, none overlapping.
    pub fn find(&self, tokens: &Tokens<'_>, words: &Words) -> Vec<ChipName> {
        let mut found: Vec<(ChipName, Certainty)> = Vec::new();
        let mut index = 0;
        while index < tokens.len() {
            let pod = self.pod_slice_at(tokens, index).map(|name| (name, Certainty::Certain));
            match pod.or_else(|| self.name_at(tokens, index)) {
                Some(name) => {
                    index = name.0.tokens.end;
                    found.push(name);
                }
                None => index += 1,
            }
        }
        settle(tokens, words, found)
    }

    fn name_at(&self, tokens: &Tokens<'_>, index: usize) -> Option<(ChipName, Certainty)> {
        let (start, end, sense) = self.names.furthest_at(tokens, index)?;
        let mut name =
            ChipName { tokens: start..end, chip: sense.chip.clone(), system: sense.system, slice: None };
        if tokens.text(end) == "S" && tokens.glued(end) {
            let super_card = format!("{}-super", name.chip);
            if self.supers.contains(&super_card) {
                name.chip = super_card;
            }
        }
        if name.chip.starts_with("google-tpu") {
            read_slice(tokens, &mut name);
        }
        Some((name, sense.certainty))
    }

    /// `v3-8 TPU`, `v2-128 Cloud TPU`: the version stands before the word.
    fn pod_slice_at(&self, tokens: &Tokens<'_>, index: usize) -> Option<ChipName> {
        let versioned = tokens.is(index, "v") && tokens.class(index + 1) == Some(Class::Digits);
        if !versioned || !tokens.glued(index + 1) {
            return None;
        }
        let mut at = index + 2;
        let mut chip = format!("google-tpu-v{}", tokens.text(index + 1));
        if tokens.is_any(at, &["e", "p"]) && tokens.glued(at) {
            chip.push_str(&tokens.text(at).to_ascii_lowercase());
            at += 1;
        }
        let slice = tokens.is(at, "-").then(|| tokens.text(at + 1).parse().ok()).flatten();
        at += if slice.is_some() { 2 } else { 0 };
        while tokens.is_any(at, &["cloud", "google"]) {
            at += 1;
        }
        let named = tokens.is_any(at, &["tpu", "tpus"]) && self.pods.contains(&chip);
        named.then(|| ChipName { tokens: index..at + 1, chip, system: None, slice })
    }
}

fn senses(chip: &Chip) -> Vec<(&str, Sense)> {
    let sense = |certainty, system| Sense { chip: chip.id.clone(), certainty, system };
    let (sure, unsure) = match chip.class {
        ChipClass::Family => (Certainty::Family(true), Certainty::Family(false)),
        _ => (Certainty::Certain, Certainty::Ambiguous),
    };
    let plain = chip.spellings.iter().map(|s| (s.as_str(), sense(sure, None)));
    let ambiguous = chip.ambiguous_spellings.iter().map(|s| (s.as_str(), sense(unsure, None)));
    let systems = chip.systems.iter().flat_map(|system| {
        let all = std::iter::once(&system.name).chain(&system.spellings);
        all.map(|s| (s.as_str(), sense(Certainty::Certain, Some(system.count))))
    });
    plain.chain(systems).chain(ambiguous).collect()
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
        let next = found.get(index + 1);
        let supported = match certainty {
            _ if not_available(tokens, &name.tokens) => false,
            Certainty::Certain => true,
            Certainty::Ambiguous if follows_digits(tokens, &name.tokens) => false,
            Certainty::Ambiguous => {
                near(tokens, words, &name.tokens, 5)
                    || counted(tokens, &name.tokens)
                    || kept.last().is_some_and(|before| listed(tokens, &before.tokens, &name.tokens))
                    || next.is_some_and(|(after, sure)| {
                        *sure == Certainty::Certain && listed(tokens, &name.tokens, &after.tokens)
                    })
            }
            Certainty::Family(sure) => {
                let beside = |other: &ChipName| beside(&name.tokens, &other.tokens);
                let model = kept.last().is_some_and(beside)
                    || next
                        .is_some_and(|(after, sure)| !matches!(sure, Certainty::Family(_)) && beside(after));
                let supported = *sure || (capitalised(tokens, name) && near(tokens, words, &name.tokens, 3));
                supported && !model
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
    let (left, right) = if family.end <= model.start { (family, model) } else { (model, family) };
    right.start.saturating_sub(left.end) <= 3
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

/// Whether it goes on from digits: the M10 in `14m10s`.
fn follows_digits(tokens: &Tokens<'_>, name: &Range<usize>) -> bool {
    let before = name.start.checked_sub(1).and_then(|before| tokens.class(before));
    tokens.glued(name.start) && before == Some(Class::Digits)
}

/// Whether it is `N/A` with the number of the next cell: the A100 in `N/A100`.
fn not_available(tokens: &Tokens<'_>, name: &Range<usize>) -> bool {
    let before = |back: usize| name.start.checked_sub(back);
    let is = |index: Option<usize>, word: &str| index.is_some_and(|index| tokens.is(index, word));
    tokens.is(name.start, "a")
        && tokens.glued(name.start)
        && before(1).is_some_and(|slash| tokens.glued(slash))
        && is(before(1), "/")
        && is(before(2), "n")
}

/// Whether a small number stands before a bare model and its plural after: `four 4090s`. Decades have no number before.
fn counted(tokens: &Tokens<'_>, name: &Range<usize>) -> bool {
    let bare = name.len() == 1 && tokens.class(name.start) == Some(Class::Digits);
    let plural = bare && tokens.is(name.end, "s") && tokens.glued(name.end);
    let before = name.start.checked_sub(1).and_then(|before| number::at(tokens, before));
    plural && before.is_some_and(|number| number.end == name.start && number.value <= Some(64))
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
