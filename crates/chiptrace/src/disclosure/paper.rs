//! From the statements of a whole paper to one disclosure a chip and purpose.

use std::collections::{BTreeMap, BTreeSet};

use super::count::CountKind;
use super::role::{Cues, Reason, Role};
use super::{Reader, Statement};
use crate::accuracy::StatementKind;
use crate::document::Document;
use crate::passage::{Location, Part};

/// What a paper says of one chip for one purpose, with every place that says so.
#[derive(Debug, Clone, PartialEq)]
pub struct Disclosure {
    /// Chip id.
    pub chip: String,
    /// Used, or only spoken of.
    pub role: Role,
    /// The largest number stated for the purpose; numbers are never added up.
    pub count: Option<u64>,
    /// What kind of number it is.
    pub count_kind: Option<CountKind>,
    /// Memory per chip in GB, if stated.
    pub memory_gb: Option<f64>,
    /// Form factor, if stated.
    pub form: Option<String>,
    /// Cloud or cluster, if stated.
    pub provider: Option<String>,
    /// What it was used for.
    pub activity: Option<String>,
    /// Probability that the chip was used, of the statement that is surest.
    pub confidence: f64,
    /// The statements, the one that decides the count first.
    pub said: Vec<Said>,
}

impl Disclosure {
    /// Which kind of statement it rests on: the plainest of its places decides.
    pub fn kind(&self) -> StatementKind {
        let plain = self.said.iter().flat_map(|said| &said.reasons).any(Reason::is_plain);
        StatementKind::of(plain, self.count.is_some())
    }
}

/// One place where a paper says something of a chip.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Where: the shortest stretch that shows chip and number.
    pub location: Location,
    /// The whole sentence.
    pub sentence: Location,
    /// Which part of the paper.
    pub part: Part,
    /// The heading it stands under.
    pub section: Option<String>,
    /// The number that stands there.
    pub count: Option<u64>,
    /// Where the number comes from, in words.
    pub count_says: Option<String>,
    /// Why it was read as used or other.
    pub reasons: Vec<Reason>,
}

/// A statement with its place in the document.
#[derive(Debug, Clone)]
struct Placed {
    statement: Statement,
    said: Said,
}

/// Reads a whole paper: what is used first, then what is only spoken of, each in order of the chip's id.
pub fn read(document: &Document, reader: &Reader) -> Vec<Disclosure> {
    let mut chips: BTreeMap<String, Vec<Placed>> = BTreeMap::new();
    for placed in weighed(statements(document, reader), reader.cues()) {
        chips.entry(placed.statement.chip.clone()).or_default().push(placed);
    }
    let (mut used, mut other) = (Vec::new(), Vec::new());
    for statements in chips.into_values() {
        let (uses, mentions): (Vec<_>, Vec<_>) =
            statements.into_iter().partition(|placed| placed.statement.judgement.role == Role::Used);
        if uses.is_empty() {
            other.extend(merge(mentions));
        } else {
            used.extend(by_purpose(uses).into_iter().filter_map(merge));
        }
    }
    used.append(&mut other);
    used
}

fn statements(document: &Document, reader: &Reader) -> Vec<Placed> {
    let mut placed = Vec::new();
    for passage in document.title.iter().chain(&document.passages) {
        for statement in reader.statements(passage) {
            let (Some(location), Some(sentence)) = (
                passage.text.locate(statement.span.clone()),
                passage.text.locate(statement.sentence.clone()),
            ) else {
                continue;
            };
            let said = Said {
                location,
                sentence,
                part: passage.part,
                section: passage.section.as_deref().map(str::to_owned),
                count: statement.count.as_ref().map(|count| count.value),
                count_says: statement.count.as_ref().map(|count| count.says.clone()),
                reasons: statement.judgement.reasons.clone(),
            };
            placed.push(Placed { statement, said });
        }
    }
    placed
}

/// A paper that names at least so many chips is about chips.
const MANY_CHIPS: usize = 8;

/// The statements, those of a paper that names many chips judged again.
fn weighed(mut statements: Vec<Placed>, cues: &Cues) -> Vec<Placed> {
    let chips: BTreeSet<&str> = statements.iter().map(|placed| placed.statement.chip.as_str()).collect();
    if chips.len() < MANY_CHIPS {
        return statements;
    }
    for Placed { statement, said } in &mut statements {
        statement.judgement = cues.judge_among_many(&statement.judgement);
        said.reasons.clone_from(&statement.judgement.reasons);
    }
    statements
}

/// Splits the uses of a chip by purpose where the purposes have different numbers.
fn by_purpose(uses: Vec<Placed>) -> Vec<Vec<Placed>> {
    let mut largest: BTreeMap<Purpose, u64> = BTreeMap::new();
    for placed in &uses {
        if let Some(count) = &placed.statement.count {
            let slot = largest.entry(Purpose::of(&placed.statement)).or_default();
            *slot = (*slot).max(count.value);
        }
    }
    let mut values: Vec<u64> = largest.values().copied().collect();
    values.sort_unstable();
    values.dedup();
    if values.len() < 2 {
        return vec![uses];
    }
    let home = largest.iter().max_by_key(|(_, value)| **value).map(|(purpose, _)| *purpose);
    let mut groups: BTreeMap<u64, Vec<Placed>> = BTreeMap::new();
    for placed in uses {
        let purpose =
            Some(Purpose::of(&placed.statement)).filter(|_| placed.statement.count.is_some()).or(home);
        let key = purpose.and_then(|purpose| largest.get(&purpose)).copied().unwrap_or(0);
        groups.entry(key).or_default().push(placed);
    }
    groups.into_values().rev().collect()
}

/// Purposes that may have numbers of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Purpose {
    Training,
    Inference,
    Unstated,
}

impl Purpose {
    fn of(statement: &Statement) -> Self {
        match statement.activity.as_deref() {
            Some("training" | "fine-tuning") => Self::Training,
            Some("inference" | "measurement") => Self::Inference,
            _ => Self::Unstated,
        }
    }
}

/// One disclosure from statements about the same chip.
fn merge(mut statements: Vec<Placed>) -> Option<Disclosure> {
    statements
        .sort_by_key(|placed| std::cmp::Reverse(placed.statement.count.as_ref().map(|count| count.value)));
    let first = statements.first()?;
    let decisive = first.statement.clone();
    let find = |get: fn(&Statement) -> Option<String>| statements.iter().find_map(|p| get(&p.statement));
    let surest = |a: f64, b: f64| if decisive.judgement.role == Role::Used { a.max(b) } else { a.min(b) };
    Some(Disclosure {
        chip: decisive.chip,
        role: decisive.judgement.role,
        count: decisive.count.as_ref().map(|count| count.value),
        count_kind: decisive.count.as_ref().map(|count| count.kind),
        memory_gb: statements.iter().find_map(|placed| placed.statement.memory_gb),
        form: find(|statement| statement.form.clone()),
        provider: find(|statement| statement.provider.clone()),
        activity: find(|statement| statement.activity.clone()),
        confidence: statements.iter().map(|p| p.statement.judgement.used).reduce(surest)?,
        said: statements.into_iter().map(|placed| placed.said).collect(),
    })
}
