//! What differs between two versions of one paper, as facts with both quotes.

use serde::{Deserialize, Serialize};

use super::row::{DisclosureRow, Entry, Quote};

/// What happened to a chip between two versions of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// The later version says that a chip was used which the earlier one does not.
    Appears,
    /// The earlier version says that a chip was used which the later one does not.
    Vanishes,
    /// One chip goes and another comes, in sentences that are otherwise much the same.
    Renamed,
    /// The chip stays and its number differs.
    Recounted,
}

/// One difference. It says what the two texts say, and nothing of why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// The chip in the earlier version.
    pub before: Option<Said>,
    /// The chip in the later version.
    pub after: Option<Said>,
}

/// What a version says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Said {
    /// Chip id.
    pub chip: String,
    /// How many.
    pub count: Option<u64>,
    /// The quote and its place.
    pub quote: Quote,
    /// The sentence.
    pub sentence: String,
}

impl ChangeKind {
    /// The change in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Appears => "appears",
            Self::Vanishes => "vanishes",
            Self::Renamed => "renamed",
            Self::Recounted => "recounted",
        }
    }
}

impl Said {
    fn of(row: &DisclosureRow) -> Self {
        let (chip, sentence) = (row.chip.clone(), row.sentence.clone());
        Self { chip, count: row.count, quote: row.quote.clone(), sentence }
    }
}

/// How much of two sentences must agree for a renaming: three words in five.
const ALIKE: f64 = 0.6;

/// The differences between an earlier and a later version, in the order of the chips' ids.
pub fn between(earlier: &Entry, later: &Entry) -> Vec<Change> {
    let has = |entry: &Entry, chip: &str| entry.used().any(|row| row.chip == chip);
    let gone: Vec<&DisclosureRow> = firsts(earlier).filter(|row| !has(later, &row.chip)).collect();
    let mut come: Vec<&DisclosureRow> = firsts(later).filter(|row| !has(earlier, &row.chip)).collect();
    let mut changes = Vec::new();
    for before in gone {
        let after = closest(before, &come).map(|at| come.remove(at));
        let kind = if after.is_some() { ChangeKind::Renamed } else { ChangeKind::Vanishes };
        changes.push(Change { kind, before: Some(Said::of(before)), after: after.map(Said::of) });
    }
    changes.extend(come.into_iter().map(|after| Change {
        kind: ChangeKind::Appears,
        before: None,
        after: Some(Said::of(after)),
    }));
    changes.extend(recounted(earlier, later));
    changes
}

/// The first disclosure of each chip in use.
fn firsts(entry: &Entry) -> impl Iterator<Item = &DisclosureRow> {
    let mut seen: Vec<&str> = Vec::new();
    entry.used().filter(move |row| {
        let new = !seen.contains(&row.chip.as_str());
        seen.push(&row.chip);
        new
    })
}

fn recounted<'e>(earlier: &'e Entry, later: &'e Entry) -> impl Iterator<Item = Change> + 'e {
    firsts(earlier).filter_map(|before| {
        let after = firsts(later).find(|row| row.chip == before.chip)?;
        (before.count != after.count).then(|| Change {
            kind: ChangeKind::Recounted,
            before: Some(Said::of(before)),
            after: Some(Said::of(after)),
        })
    })
}

fn closest(row: &DisclosureRow, others: &[&DisclosureRow]) -> Option<usize> {
    let scored = others.iter().enumerate().map(|(at, other)| (at, agreement(&row.sentence, &other.sentence)));
    scored.filter(|(_, score)| *score >= ALIKE).max_by(|a, b| a.1.total_cmp(&b.1)).map(|(at, _)| at)
}

/// The share of words that two sentences have in common, of the words in either.
fn agreement(a: &str, b: &str) -> f64 {
    let words = |text: &str| -> std::collections::BTreeSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (a, b) = (words(a), words(b));
    let either = a.union(&b).count();
    if either == 0 { 0.0 } else { a.intersection(&b).count() as f64 / either as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(chip: &str, count: u64, sentence: &str) -> DisclosureRow {
        DisclosureRow {
            chip: chip.to_owned(),
            role: "used".to_owned(),
            count: Some(count),
            count_kind: None,
            memory_gb: None,
            form: None,
            provider: None,
            activity: None,
            stands_at: None,
            machine: None,
            machine_grounds: Vec::new(),
            confidence: 1.0,
            quote: Quote { text: chip.to_owned(), ..Quote::default() },
            sentence: sentence.to_owned(),
            count_says: None,
            reasons: Vec::new(),
            also: Vec::new(),
        }
    }

    fn changes(earlier: Vec<DisclosureRow>, later: Vec<DisclosureRow>) -> Vec<(ChangeKind, String, String)> {
        let entry = |disclosures| Entry { disclosures, ..Entry::default() };
        let chip = |said: &Option<Said>| said.as_ref().map(|said| said.chip.clone()).unwrap_or_default();
        let found = between(&entry(earlier), &entry(later));
        found.iter().map(|change| (change.kind, chip(&change.before), chip(&change.after))).collect()
    }

    #[test]
    fn a_chip_is_renamed_where_the_sentence_stays() {
        let before = vec![row("nvidia-a100", 8, "All weavers were trained on eight A100 cards.")];
        let after = vec![row("nvidia-a800", 8, "All weavers were trained on eight A800 cards.")];
        let found = changes(before, after);
        assert_eq!(found, [(ChangeKind::Renamed, "nvidia-a100".to_owned(), "nvidia-a800".to_owned())]);
    }

    #[test]
    fn a_chip_vanishes_and_another_appears_where_the_sentences_differ() {
        let before = vec![row("nvidia-a100", 8, "Training took two days on A100 cards.")];
        let after = vec![row("nvidia-l4", 1, "A single L4 answers every query of the pilot.")];
        let kinds: Vec<ChangeKind> = changes(before, after).into_iter().map(|change| change.0).collect();
        assert_eq!(kinds, [ChangeKind::Vanishes, ChangeKind::Appears]);
    }

    #[test]
    fn a_number_that_differs_is_told_and_one_that_stays_is_not() {
        let before = vec![row("nvidia-a100", 8, "We used A100."), row("nvidia-l4", 1, "And an L4.")];
        let after = vec![row("nvidia-a100", 4, "We used A100."), row("nvidia-l4", 1, "And an L4.")];
        let kinds: Vec<ChangeKind> = changes(before, after).into_iter().map(|change| change.0).collect();
        assert_eq!(kinds, [ChangeKind::Recounted]);
    }
}
