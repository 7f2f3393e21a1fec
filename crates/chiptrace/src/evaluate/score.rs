//! Precision, recall and F1, item by item, so that intervals can be drawn by resampling items.

use std::collections::BTreeSet;

use serde::Serialize;

use super::gold::GoldDisclosure;
use crate::disclosure::role::Role;
use crate::report::DisclosureRecord;

/// What was predicted, in the terms of the gold labels.
#[derive(Debug, Clone, PartialEq)]
pub struct Predicted {
    /// Chip id.
    pub chip: String,
    /// Used or other.
    pub role: Role,
    /// How many.
    pub count: Option<u64>,
    /// Memory per chip in GB.
    pub memory_gb: Option<f64>,
    /// Cloud or cluster.
    pub provider: Option<String>,
}

impl Predicted {
    /// A record in the terms of the gold labels.
    pub fn of(record: &DisclosureRecord) -> Self {
        Self {
            chip: record.chip.clone(),
            role: record.role,
            count: record.count,
            memory_gb: record.memory_gb,
            provider: record.provider.clone(),
        }
    }
}

/// Hits, false alarms and misses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Predicted and in the gold label.
    pub right: u32,
    /// Predicted and not in the gold label.
    pub false_alarms: u32,
    /// In the gold label and not predicted.
    pub missed: u32,
}

impl Tally {
    /// Share of the predictions that are right; 1 where nothing was predicted.
    pub fn precision(&self) -> f64 {
        share(self.right, self.right + self.false_alarms)
    }

    /// Share of the gold labels that were found; 1 where there are none.
    pub fn recall(&self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    /// Harmonic mean of the two.
    pub fn f1(&self) -> f64 {
        share(2 * self.right, 2 * self.right + self.false_alarms + self.missed)
    }

    /// Adds another tally.
    pub fn add(&mut self, other: &Self) {
        self.right += other.right;
        self.false_alarms += other.false_alarms;
        self.missed += other.missed;
    }
}

fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 { 1.0 } else { f64::from(part) / f64::from(whole) }
}

/// The scores of one item, or of many added up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Score {
    /// Chips in use found.
    pub used: Tally,
    /// Chips only spoken of found.
    pub other: Tally,
    /// Chips in use with the right number.
    pub counts: Tally,
    /// Memory sizes right, over chips in use that both have.
    pub memory: Tally,
    /// Providers right, over chips in use that both have.
    pub provider: Tally,
    /// Predicted uses of a chip that is not in use at all.
    pub false_accusations: u32,
    /// Predicted uses.
    pub predicted_uses: u32,
}

impl Score {
    /// Compares predictions with the labels of one item.
    pub fn of(predicted: &[Predicted], gold: &[GoldDisclosure]) -> Self {
        let mut score = Self {
            used: roles(predicted, gold, Role::Used),
            other: roles(predicted, gold, Role::Other),
            counts: counts(predicted, gold),
            ..Self::default()
        };
        let in_use = |chip: &str| gold.iter().any(|g| g.role == Role::Used && g.chip == chip);
        let unsure = |chip: &str| gold.iter().any(|g| g.uncertain && g.chip == chip);
        let judged = predicted.iter().filter(|p| p.role == Role::Used && !unsure(&p.chip));
        for prediction in judged {
            score.predicted_uses += 1;
            score.false_accusations += u32::from(!in_use(&prediction.chip));
        }
        score.attributes(predicted, gold);
        score
    }

    fn attributes(&mut self, predicted: &[Predicted], gold: &[GoldDisclosure]) {
        for label in gold.iter().filter(|g| g.role == Role::Used && !g.uncertain) {
            let same = predicted
                .iter()
                .filter(|p| p.role == Role::Used && p.chip == label.chip)
                .max_by_key(|p| one(p.count) == one(label.count));
            let Some(found) = same else { continue };
            tally_value(&mut self.memory, found.memory_gb, label.memory_gb, |a, b| (a - b).abs() < 0.5);
            let provider = (found.provider.clone(), label.provider.clone());
            tally_value(&mut self.provider, provider.0, provider.1, |a, b| same_name(a, b));
        }
    }

    /// Adds another score.
    pub fn add(&mut self, other: &Self) {
        self.used.add(&other.used);
        self.other.add(&other.other);
        self.counts.add(&other.counts);
        self.memory.add(&other.memory);
        self.provider.add(&other.provider);
        self.false_accusations += other.false_accusations;
        self.predicted_uses += other.predicted_uses;
    }

    /// Share of the predicted uses whose chip is not in use at all.
    pub fn false_accusation_rate(&self) -> f64 {
        if self.predicted_uses == 0 { 0.0 } else { share(self.false_accusations, self.predicted_uses) }
    }
}

fn tally_value<T>(tally: &mut Tally, found: Option<T>, label: Option<T>, same: impl Fn(&T, &T) -> bool) {
    match (found, label) {
        (Some(found), Some(label)) if same(&found, &label) => tally.right += 1,
        (None, None) => {}
        (found, label) => {
            tally.false_alarms += u32::from(found.is_some());
            tally.missed += u32::from(label.is_some());
        }
    }
}

/// Labels write `colab`, `Google Colab` and `google colab`: a name that contains the other is the same.
fn same_name(a: &str, b: &str) -> bool {
    let fold = |name: &str| -> String {
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let (a, b) = (fold(a), fold(b));
    a.contains(&b) || b.contains(&a)
}

fn one(count: Option<u64>) -> u64 {
    count.unwrap_or(1)
}

fn roles(predicted: &[Predicted], gold: &[GoldDisclosure], role: Role) -> Tally {
    let found: BTreeSet<&str> =
        predicted.iter().filter(|p| p.role == role).map(|p| p.chip.as_str()).collect();
    let labels: BTreeSet<&str> =
        gold.iter().filter(|g| g.role == role && !g.uncertain).map(|g| g.chip.as_str()).collect();
    let unsure: BTreeSet<&str> = gold.iter().filter(|g| g.uncertain).map(|g| g.chip.as_str()).collect();
    tally(&found, &labels, |chip| unsure.contains(chip))
}

fn counts(predicted: &[Predicted], gold: &[GoldDisclosure]) -> Tally {
    let found: BTreeSet<(&str, u64)> =
        predicted.iter().filter(|p| p.role == Role::Used).map(|p| (p.chip.as_str(), one(p.count))).collect();
    let used = gold.iter().filter(|g| g.role == Role::Used && !g.uncertain);
    let labels: BTreeSet<(&str, u64)> = used.map(|g| (g.chip.as_str(), one(g.count))).collect();
    let unsure: BTreeSet<&str> = gold.iter().filter(|g| g.uncertain).map(|g| g.chip.as_str()).collect();
    tally(&found, &labels, |(chip, _)| unsure.contains(chip))
}

fn tally<T: Ord>(found: &BTreeSet<T>, labels: &BTreeSet<T>, unsure: impl Fn(&T) -> bool) -> Tally {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Tally {
        right: number(found.intersection(labels).count()),
        false_alarms: number(found.difference(labels).filter(|item| !unsure(item)).count()),
        missed: number(labels.difference(found).count()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gold(chip: &str, role: Role, count: Option<u64>, uncertain: bool) -> GoldDisclosure {
        GoldDisclosure { chip: chip.into(), role, count, memory_gb: None, provider: None, uncertain }
    }

    fn predicted(chip: &str, role: Role, count: Option<u64>) -> Predicted {
        Predicted { chip: chip.into(), role, count, memory_gb: None, provider: None }
    }

    #[test]
    fn none_and_one_are_the_same_number() {
        let score = Score::of(
            &[predicted("a", Role::Used, Some(1)), predicted("b", Role::Used, Some(8))],
            &[gold("a", Role::Used, None, false), gold("b", Role::Used, Some(4), false)],
        );
        assert_eq!(score.used, Tally { right: 2, false_alarms: 0, missed: 0 });
        assert_eq!(score.counts, Tally { right: 1, false_alarms: 1, missed: 1 });
    }

    #[test]
    fn a_use_of_what_is_only_mentioned_is_a_false_accusation() {
        let score = Score::of(&[predicted("a", Role::Used, None)], &[gold("a", Role::Other, None, false)]);
        assert_eq!((score.false_accusations, score.predicted_uses), (1, 1));
        assert_eq!(score.other.missed, 1);
    }

    #[test]
    fn uncertain_labels_neither_reward_nor_cost() {
        let labels = [gold("a", Role::Used, None, true)];
        let found = Score::of(&[predicted("a", Role::Other, None)], &labels);
        let missed = Score::of(&[], &labels);
        assert_eq!(found, missed);
        assert_eq!(found.used, Tally::default());
    }
}
