//! Finds the item that somebody wrote: “A100”, “DGX A100”, “RTX 4090 D”, “Gaudi2 HL-225B”, “HBM3 stack”.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::chip::Chip;
use crate::item::{Item, Memory, Part};
use crate::spelling::distance;

/// Every item of the records, with what people call it.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    items: Vec<Item>,
    by_key: BTreeMap<String, Name>,
    memories: Vec<Memory>,
}

#[derive(Debug, Clone, PartialEq)]
struct Name {
    item: usize,
    part: Option<String>,
    written: String,
}

/// What a name was found to mean.
#[derive(Debug, Clone, PartialEq)]
pub enum Found<'a> {
    /// This item, with only the parts that were named.
    Item(Cow<'a, Item>),
    /// Nothing by that name; these come closest.
    Nothing {
        /// The closest names, best first.
        closest: Vec<String>,
    },
}

const MAKERS: [&str; 19] = [
    "nvidia",
    "amd",
    "intel",
    "huawei",
    "google",
    "aws",
    "amazon",
    "geforce",
    "tesla",
    "instinct",
    "radeon",
    "habana",
    "hgx",
    "microsoft",
    "samsung",
    "sk",
    "hynix",
    "skhynix",
    "micron",
];
const GENERIC: [&str; 23] = [
    "gpu",
    "gpus",
    "card",
    "cards",
    "chip",
    "chips",
    "accelerator",
    "accelerators",
    "server",
    "servers",
    "system",
    "systems",
    "module",
    "board",
    "stack",
    "stacks",
    "memory",
    "dram",
    "tensor",
    "core",
    "graphics",
    "processor",
    "processors",
];
/// Machines whose stated memory is that of all their chips together.
const MACHINES: [&str; 2] = ["dgx", "hgx"];

impl Catalogue {
    /// Builds the catalogue from chip and memory records.
    pub fn new(chips: &[Chip], memories: Vec<Memory>) -> Self {
        let mut catalogue = Self { memories, ..Self::default() };
        for chip in chips {
            catalogue.add_chip(chip);
        }
        for at in 0..catalogue.memories.len() {
            catalogue.add_memory(at);
        }
        catalogue
    }

    fn add_chip(&mut self, chip: &Chip) {
        let item = self.items.len();
        self.items.push(Item::of_chip(chip));
        let systems = chip.systems.iter().flat_map(|system| system.spellings.iter().chain([&system.name]));
        let spellings = chip.spellings.iter().chain(&chip.ambiguous_spellings);
        for written in spellings.chain(systems).chain([&chip.id, &chip.name]) {
            self.add(written, item, None);
        }
        for variant in &chip.variants {
            self.add(&variant.sku, item, Some(&variant.sku));
        }
    }

    fn add_memory(&mut self, at: usize) {
        let Some(memory) = self.memories.get(at).cloned() else { return };
        let item = self.items.len();
        self.items.push(memory.item());
        for written in memory.spellings.iter().chain([&memory.id, &memory.name]) {
            self.add(written, item, None);
        }
    }

    fn add(&mut self, written: &str, item: usize, part: Option<&str>) {
        let name = Name { item, part: part.map(str::to_owned), written: written.to_owned() };
        self.by_key.entry(key(&tokens(written))).or_insert(name);
    }

    /// Every item.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The item with an id.
    pub fn get(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// Finds what was written.
    pub fn find(&self, written: &str) -> Found<'_> {
        let tokens = tokens(written);
        let plain = without_noise(without_count(&tokens));
        let found = self.exactly(&tokens).or_else(|| self.exactly(&plain)).or_else(|| self.with_part(&plain));
        let found = found.or_else(|| self.exactly(&without_size(&tokens, &plain)));
        let found = found.or_else(|| self.in_other_order(&plain));
        match found {
            Some(item) => Found::Item(only_named_parts(item, &plain)),
            None => Found::Nothing { closest: self.closest(&key(&tokens)) },
        }
    }

    fn exactly(&self, tokens: &[String]) -> Option<Cow<'_, Item>> {
        let name = self.by_key.get(&key(tokens))?;
        let item = self.items.get(name.item)?;
        match &name.part {
            Some(sku) => item.narrowed(|part| part.name == *sku).map(Cow::Owned),
            None => Some(Cow::Borrowed(item)),
        }
    }

    /// The longest leading words that name an item, the rest telling which part of it.
    fn with_part(&self, tokens: &[String]) -> Option<Cow<'_, Item>> {
        (1..tokens.len()).rev().find_map(|length| {
            let (head, rest) = tokens.split_at_checked(length)?;
            let item = self.exactly(head)?;
            item.narrowed(|part| rest.iter().all(|word| part_has(part, word))).map(Cow::Owned)
        })
    }

    /// Two words that name an item the other way round: “IPU Bow”.
    fn in_other_order(&self, tokens: &[String]) -> Option<Cow<'_, Item>> {
        let [first, second] = tokens else { return None };
        self.exactly(&[second.clone(), first.clone()])
    }

    fn closest(&self, wanted: &str) -> Vec<String> {
        let mut scored: Vec<(usize, &Name)> = self
            .by_key
            .iter()
            .map(|(key, name)| (distance(wanted, key), name))
            .filter(|(distance, _)| *distance <= 1.max(wanted.len() / 3))
            .collect();
        scored.sort_by(|a, b| (a.0, &a.1.written).cmp(&(b.0, &b.1.written)));
        let mut names: Vec<String> = Vec::new();
        for (_, name) in scored {
            let item = self.items.get(name.item).map(|item| item.name.clone());
            names.extend(item.filter(|item| !names.contains(item)));
            if names.len() == 5 {
                break;
            }
        }
        names
    }
}

/// Where what was written stands in the names of some parts only, those parts (`HL-328` is one of Gaudi 3's).
fn only_named_parts<'a>(item: Cow<'a, Item>, written: &[String]) -> Cow<'a, Item> {
    let stands_in = |part: &Part| {
        let name = tokens(&part.name);
        name.windows(written.len().max(1)).any(|words| words == written)
    };
    if item.parts.iter().all(stands_in) {
        return item;
    }
    item.narrowed(stands_in).map_or(item, Cow::Owned)
}

/// Words, split where letters and digits meet: `HL-225B` is `hl`, `225`, `b`.
fn tokens(written: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = None;
    for c in written.chars().map(half_width).flat_map(char::to_lowercase) {
        let kind = c.is_alphanumeric().then(|| c.is_numeric());
        match (kind, words.last_mut()) {
            (Some(_), Some(word)) if kind == last => word.push(c),
            (Some(_), _) => words.push(c.to_string()),
            (None, _) => {}
        }
        last = kind;
    }
    words
}

/// `Ａ１００` as `A100`, and the sign for times as the letter.
fn half_width(c: char) -> char {
    if c == '×' {
        return 'x';
    }
    let ascii = matches!(c, '\u{ff01}'..='\u{ff5e}').then(|| u32::from(c) - 0xfee0);
    ascii.and_then(char::from_u32).unwrap_or(c)
}

/// The words after a count: `8 x A100` and `8× A100` speak of A100s.
fn without_count(tokens: &[String]) -> &[String] {
    match tokens {
        [count, by, rest @ ..] if is_number(count) && by == "x" && !rest.is_empty() => rest,
        _ => tokens,
    }
}

/// The words without a size that tells no part: of a machine's memory in all, or of a memory stack.
fn without_size(written: &[String], plain: &[String]) -> Vec<String> {
    let is_machine = written.iter().any(|word| MACHINES.contains(&word.as_str()));
    let is_memory = plain.iter().any(|word| word == "hbm");
    if !is_machine && !is_memory {
        return Vec::new();
    }
    let mut kept: Vec<String> = Vec::new();
    for word in plain {
        match (word.as_str(), kept.last()) {
            ("gb" | "tb" | "high" | "hi", Some(size)) if is_number(size) => {
                kept.pop();
            }
            _ => kept.push(word.clone()),
        }
    }
    kept
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

fn key(tokens: &[String]) -> String {
    tokens.concat()
}

fn without_noise(tokens: &[String]) -> Vec<String> {
    let is = |words: &[&str], token: &String| words.contains(&token.as_str());
    let kept: Vec<String> =
        tokens.iter().filter(|token| !is(&MAKERS, token) && !is(&GENERIC, token)).cloned().collect();
    if kept.is_empty() { tokens.to_vec() } else { kept }
}

fn part_has(part: &Part, word: &str) -> bool {
    let name = tokens(&part.name);
    word == "gb" || name.iter().any(|token| token == word) || word == "based"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_split_where_letters_meet_digits() {
        assert_eq!(tokens("Gaudi2 HL-225B"), ["gaudi", "2", "hl", "225", "b"]);
        assert_eq!(tokens("RTX4090 D"), ["rtx", "4090", "d"]);
        assert_eq!(tokens("Ａ１００"), ["a", "100"]);
    }
}
