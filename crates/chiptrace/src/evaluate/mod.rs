//! Scores against gold sets, by the definitions that the gold sets come with.
//!
//! Two figures matter: whether a chip in use is found (`chip`, `role`), and whether its number is right
//! (`chip`, `count`). A count of one and no count are the same, since English often leaves "one" unsaid.

pub mod affiliations;
pub mod bootstrap;
pub mod calibration;
pub mod fit;
pub mod gold;
pub mod score;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::accuracy::{StatementKind, Told};
use crate::disclosure::role::Role;
use crate::report::DisclosureRecord;
use gold::GoldDisclosure;
use score::{Predicted, Score};

/// One passage or paper, predicted and labelled.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// The format it was read from, for scores by format.
    pub kind: String,
    /// What was said of it.
    pub predicted: Vec<DisclosureRecord>,
    /// What the label says.
    pub gold: Vec<GoldDisclosure>,
    /// Its score.
    pub score: Score,
}

impl Item {
    /// Scores predictions against a label.
    pub fn new(
        id: String,
        kind: String,
        predicted: Vec<DisclosureRecord>,
        gold: Vec<GoldDisclosure>,
    ) -> Self {
        let terms: Vec<Predicted> = predicted.iter().map(Predicted::of).collect();
        let score = Score::of(&terms, &gold);
        Self { id, kind, predicted, gold, score }
    }

    /// What is wrong with it, one line each; empty where all is right.
    pub fn errors(&self) -> Vec<Mistake> {
        let chips: std::collections::BTreeSet<&str> = self
            .predicted
            .iter()
            .map(|p| p.chip.as_str())
            .chain(self.gold.iter().filter(|g| !g.uncertain).map(|g| g.chip.as_str()))
            .collect();
        chips.into_iter().filter_map(|chip| self.mistake(chip)).collect()
    }

    fn mistake(&self, chip: &str) -> Option<Mistake> {
        let labels: Vec<&GoldDisclosure> = self.gold.iter().filter(|g| g.chip == chip).collect();
        let found: Vec<&DisclosureRecord> = self.predicted.iter().filter(|p| p.chip == chip).collect();
        if labels.iter().any(|label| label.uncertain) {
            return None;
        }
        let used = |role: Role| role == Role::Used;
        let gold_used = labels.iter().any(|label| used(label.role));
        let found_used = found.iter().any(|record| used(record.role));
        let numbers = |values: Vec<Option<u64>>| {
            let mut values: Vec<u64> = values.into_iter().map(|value| value.unwrap_or(1)).collect();
            values.sort_unstable();
            values.dedup();
            values
        };
        let labelled = numbers(labels.iter().filter(|l| used(l.role)).map(|l| l.count).collect());
        let counted = numbers(found.iter().filter(|r| used(r.role)).map(|r| r.count).collect());
        let kind = match (gold_used, found_used) {
            (false, true) if labels.is_empty() => MistakeKind::NoSuchChip,
            (false, true) => MistakeKind::FalseUse,
            (true, false) if found.is_empty() => MistakeKind::NotFound,
            (true, false) => MistakeKind::MissedUse,
            (true, true) if labelled != counted => MistakeKind::WrongCount,
            (false, false) if labels.is_empty() != found.is_empty() => MistakeKind::MentionOnly,
            _ => return None,
        };
        Some(Mistake { kind, chip: chip.to_owned(), labelled, counted })
    }
}

/// A mistake about one chip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mistake {
    /// Which kind.
    pub kind: MistakeKind,
    /// The chip.
    pub chip: String,
    /// The numbers in use by the label.
    pub labelled: Vec<u64>,
    /// The numbers in use by the prediction.
    pub counted: Vec<u64>,
}

/// The kinds of mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MistakeKind {
    /// A chip that is only spoken of was read as used: a false accusation.
    FalseUse,
    /// A chip was read as used that the label does not know: a false accusation.
    NoSuchChip,
    /// A chip in use was read as only spoken of.
    MissedUse,
    /// A chip in use was not found at all.
    NotFound,
    /// The chip is right and the number is not.
    WrongCount,
    /// A chip only spoken of was missed, or found where there is none.
    MentionOnly,
}

impl MistakeKind {
    /// The kind in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::FalseUse => "only spoken of, read as used",
            Self::NoSuchChip => "not labelled, read as used",
            Self::MissedUse => "used, read as only spoken of",
            Self::NotFound => "used, not found",
            Self::WrongCount => "used, number wrong",
            Self::MentionOnly => "only spoken of, missed or made up",
        }
    }
}

/// Of the statements read as a use, how many were none, by kind of statement.
pub fn by_statement<'i>(items: impl IntoIterator<Item = &'i Item>) -> BTreeMap<StatementKind, Told> {
    let mut told: BTreeMap<StatementKind, Told> = BTreeMap::new();
    for item in items {
        for record in item.predicted.iter().filter(|record| record.role == Role::Used) {
            let labels: Vec<_> = item.gold.iter().filter(|label| label.chip == record.chip).collect();
            let of_kind = told.entry(record.kind()).or_default();
            match labels.iter().any(|label| label.role == Role::Used) {
                _ if labels.iter().any(|label| label.uncertain) => {}
                true => of_kind.right += 1,
                false => of_kind.wrong += 1,
            }
        }
    }
    told
}

/// The scores of many items added up.
pub fn total<'i>(items: impl IntoIterator<Item = &'i Item>) -> Score {
    let mut total = Score::default();
    for item in items {
        total.add(&item.score);
    }
    total
}
