//! How many chips a sentence says there are.

use std::ops::Range;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::shape::{Named, Written};
use crate::mention::words::Words;

/// What kind of number a count is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountKind {
    /// So many.
    Exact,
    /// "up to", "no more than".
    AtMost,
    /// "at least", "more than".
    AtLeast,
    /// "about", "dozens of".
    Approx,
    /// So many in each machine; how many machines is not said.
    PerNode,
}

impl CountKind {
    /// A number of this kind in words: `at least 8`.
    pub fn phrase(self, count: u64) -> String {
        match self {
            Self::Exact => count.to_string(),
            Self::AtMost => format!("at most {count}"),
            Self::AtLeast => format!("at least {count}"),
            Self::Approx => format!("about {count}"),
            Self::PerNode => format!("{count} per node"),
        }
    }
}

/// A stated number of chips.
#[derive(Debug, Clone, PartialEq)]
pub struct Count {
    /// The number, nodes multiplied out.
    pub value: u64,
    /// What kind of number it is.
    pub kind: CountKind,
    /// The tokens that show it.
    pub tokens: Range<usize>,
    /// Where it comes from, in words.
    pub says: String,
}

/// The patterns of `data/reading/counts.toml`.
#[derive(Debug)]
pub struct CountPatterns {
    patterns: Vec<Pattern>,
    at_most: Regex,
    at_least: Regex,
    approx: Regex,
    not_count: Regex,
    nodes_with: Regex,
    whole_cluster: Regex,
    nodes_anywhere: Regex,
    per_node_after: Regex,
    per_node_before: Regex,
    several_nodes: Regex,
    total: Regex,
    half_of: Regex,
    part_of: Regex,
    not_machines: Regex,
    one_of_them: Regex,
}

#[derive(Debug)]
struct Pattern {
    regex: Regex,
    says: String,
    gives: Gives,
}

/// What a pattern that matches tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Gives {
    /// The number in its group `n`, times `k`.
    #[default]
    Number,
    /// One chip.
    One,
    /// A duration and no number.
    Duration,
    /// A number of machines, which says nothing of the chips in them.
    Machines,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    count: Vec<Record>,
    kinds: Kinds,
    not_counts: NotCounts,
    nodes: Nodes,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kinds {
    at_most: String,
    at_least: String,
    approx: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NotCounts {
    before: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Nodes {
    whole: String,
    with: String,
    anywhere: String,
    per_node_after: String,
    per_node_before: String,
    several: String,
    total: String,
    half: String,
    part: String,
    not_machines: String,
    one_of_them: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    #[serde(rename = "id")]
    _id: String,
    says: String,
    pattern: String,
    #[serde(default)]
    gives: Gives,
}

/// Why count patterns could not be read.
#[derive(Debug, thiserror::Error)]
pub enum PatternError {
    /// Not TOML of the expected shape.
    #[error("{0}")]
    Toml(#[from] toml::de::Error),
    /// A pattern is no regular expression.
    #[error("{0}")]
    Regex(#[from] regex::Error),
}

impl CountPatterns {
    /// Reads the patterns.
    ///
    /// # Errors
    /// When the text is not of the expected shape or a pattern is no regular expression.
    pub fn from_toml(text: &str, words: &Words) -> Result<Self, PatternError> {
        let file: File = toml::from_str(text)?;
        let compile = |pattern: &str| Regex::new(&words.fill(pattern));
        let patterns = file.count.into_iter().map(|record| {
            Ok(Pattern { regex: compile(&record.pattern)?, says: record.says, gives: record.gives })
        });
        Ok(Self {
            patterns: patterns.collect::<Result<_, regex::Error>>()?,
            at_most: compile(&ending(&file.kinds.at_most))?,
            at_least: compile(&ending(&file.kinds.at_least))?,
            approx: compile(&ending(&file.kinds.approx))?,
            not_count: compile(&ending(&file.not_counts.before))?,
            whole_cluster: compile(&file.nodes.whole)?,
            nodes_with: compile(&file.nodes.with)?,
            nodes_anywhere: compile(&file.nodes.anywhere)?,
            per_node_after: compile(&file.nodes.per_node_after)?,
            per_node_before: compile(&file.nodes.per_node_before)?,
            several_nodes: compile(&file.nodes.several)?,
            total: compile(&file.nodes.total)?,
            half_of: compile(&file.nodes.half)?,
            part_of: compile(&file.nodes.part)?,
            not_machines: compile(&file.nodes.not_machines)?,
            one_of_them: compile(&file.nodes.one_of_them)?,
        })
    }

    /// The number of chips that the sentence gives for the chip in focus.
    pub fn read(&self, written: &Written, named: &Named) -> Option<Count> {
        // A slice has its size in its name, in hours of it too.
        if let Some(size) = named.name.slice {
            return Some(self.slice(written, size));
        }
        let text = written.text.as_str();
        let plain = self.first_match(written, named.name.system.flatten().is_some());
        let explicit = match plain {
            Found::Duration => return None,
            Found::Number { value, range, says } => Some((value, range, says)),
            Found::Nothing => None,
        };
        let unit_follows = text.get(written.focus..).is_some_and(|rest| rest.starts_with("§ gpu"));
        match (named.name.system, explicit) {
            (Some(None), None) => None,
            (Some(held), explicit) if !unit_follows => self.systems(written, held, explicit),
            (_, Some((value, range, says))) => Some(self.with_nodes(written, value, range, says)),
            _ => None,
        }
    }

    /// Whether the sentence gives only chip hours or days for the chip in focus.
    pub fn is_duration(&self, written: &Written) -> bool {
        matches!(self.first_match(written, false), Found::Duration)
    }

    fn slice(&self, written: &Written, size: u32) -> Count {
        Count {
            value: u64::from(size),
            kind: CountKind::Exact,
            tokens: written.tokens(written.focus..written.focus + 1),
            says: "the size of the pod slice, as printed".to_owned(),
        }
    }

    /// Systems that hold a known number of chips: 24 DGX A100 are 24 × 8.
    fn systems(
        &self,
        written: &Written,
        held: Option<u32>,
        explicit: Option<(u64, Range<usize>, &str)>,
    ) -> Option<Count> {
        let held = u64::from(held?);
        let before = written.text.get(..written.focus).unwrap_or("");
        if self.half_of.is_match(before) && held.is_multiple_of(2) {
            return Some(Count {
                value: held / 2,
                kind: CountKind::Exact,
                tokens: written.tokens(written.focus..written.focus + "§".len()),
                says: format!("half of {held}, the number that one such system holds"),
            });
        }
        if self.part_of.is_match(before) {
            return None;
        }
        let (systems, range) = match explicit {
            Some((value, range, _)) => (value, range),
            None => (1, written.focus..written.focus + "§".len()),
        };
        Some(Count {
            value: systems.checked_mul(held)?,
            kind: self.kind_before(&written.text, range.start),
            tokens: written.tokens(range),
            says: format!("{systems} × {held}, the number that one such system holds"),
        })
    }

    /// What the first pattern that matches tells; `system`, whether a number of machines tells that of chips.
    fn first_match<'p>(&'p self, written: &Written, system: bool) -> Found<'p> {
        let text = written.text.as_str();
        for pattern in &self.patterns {
            for captures in pattern.regex.captures_iter(text) {
                let Some(whole) = captures.get(0) else { continue };
                if !(whole.start() <= written.focus && written.focus < whole.end()) {
                    continue;
                }
                let range = trimmed(text, whole.range());
                match pattern.gives {
                    Gives::Duration => return Found::Duration,
                    Gives::Machines if system => continue,
                    Gives::Machines => return Found::Nothing,
                    Gives::One => return Found::Number { value: 1, range, says: &pattern.says },
                    Gives::Number => {}
                }
                let Some(number) = captures.name("n") else { continue };
                if text.get(..number.start()).is_some_and(|before| self.not_count.is_match(before)) {
                    continue;
                }
                let factor = captures.name("k").map_or(Some(1), |k| k.as_str().parse::<u64>().ok());
                let value =
                    number.as_str().parse::<u64>().ok().zip(factor).and_then(|(n, k)| n.checked_mul(k));
                let factored = captures.name("k").is_some() || whole.as_str().contains('×');
                let Some(value) = value.filter(|value| is_count(*value, factored)) else { continue };
                return Found::Number { value, range, says: &pattern.says };
            }
        }
        Found::Nothing
    }

    /// Multiplies by the number of machines where the sentence gives it.
    fn with_nodes(&self, written: &Written, value: u64, range: Range<usize>, says: &str) -> Count {
        let text = written.text.as_str();
        let before = text.get(..range.start).unwrap_or("");
        let after = text.get(range.end..).unwrap_or("");
        let kind = self.kind_before(text, range.start);
        let exact = |value, says: String| Count { value, kind, tokens: written.tokens(range.clone()), says };
        if self.total.is_match(after.get(..floor(after, 40)).unwrap_or("")) {
            return exact(value, says.to_owned());
        }
        let each = self.per_node_after.is_match(after) || self.per_node_before.is_match(before);
        let machines = self.machines(text, before, each);
        let whole = machines.is_some_and(|(_, before)| self.whole_cluster.is_match(before));
        if let Some((machines, _)) = machines.filter(|_| !whole)
            && let Some(product) = value.checked_mul(machines)
        {
            return exact(product, format!("{machines} machines × {value} chips in each"));
        }
        if each || whole || (value > 1 && self.several_nodes.is_match(before)) {
            let says = format!("{says}; it is the number in each machine, and how many machines is not said");
            return Count { value, kind: CountKind::PerNode, tokens: written.tokens(range), says };
        }
        exact(value, says.to_owned())
    }

    /// How many machines the text names before the chip, or anywhere if the number of chips is that of `each`, and what
    /// stands before their number.
    fn machines<'t>(&self, text: &'t str, before: &'t str, each: bool) -> Option<(u64, &'t str)> {
        let found = self.nodes_with.captures(before);
        let found = found.or_else(|| if each { self.nodes_anywhere.captures(text) } else { None })?;
        let number = found.name("n")?;
        let not = |words: &Regex, found: Option<regex::Match<'_>>| {
            found.is_some_and(|found| words.is_match(found.as_str()))
        };
        let others = not(&self.not_machines, found.name("w")) || not(&self.one_of_them, found.get(0));
        let before = text.get(..number.start())?;
        // `an Atlas 800 server` is no eight hundred servers.
        let named = self.not_count.is_match(before);
        let machines = number.as_str().parse().ok().filter(|machines| *machines > 0)?;
        (!others && !named).then_some((machines, before))
    }

    fn kind_before(&self, text: &str, start: usize) -> CountKind {
        let before = text.get(..start).unwrap_or("");
        if self.at_most.is_match(before) {
            CountKind::AtMost
        } else if self.at_least.is_match(before) {
            CountKind::AtLeast
        } else if self.approx.is_match(before) {
            CountKind::Approx
        } else {
            CountKind::Exact
        }
    }
}

/// Whether a number may count chips: 2020 before a chip is a year, unless a multiplication sign says otherwise.
fn is_count(value: u64, factored: bool) -> bool {
    let year = (1990..=2035).contains(&value) && value != 2000 && !factored;
    (1..=10_000_000).contains(&value) && !year
}

enum Found<'p> {
    Duration,
    Number { value: u64, range: Range<usize>, says: &'p str },
    Nothing,
}

/// One of the phrases at the end of the text, with an article or bracket after it.
fn ending(phrases: &str) -> String {
    format!(r"(?:^| )(?:{phrases})(?: a| the| a total of| \()? ?$")
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let found = text.get(range.clone()).unwrap_or("");
    let start = range.start + (found.len() - found.trim_start().len());
    start..start.max(range.end - (found.len() - found.trim_end().len()))
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
