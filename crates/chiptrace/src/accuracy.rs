//! Shares with their doubt: Wilson intervals, and what measured precision and recall do to a count.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// The 97.5th percentile of the standard normal distribution: intervals of 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// A value with the ends of its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The value.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// How well the reader was measured to tell that a chip was used: counts on labelled passages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Uses that it told.
    pub right: u64,
    /// What it told as a use and was none.
    #[serde(rename = "false")]
    pub wrong: u64,
    /// Uses that it did not tell.
    pub missed: u64,
    /// On what, when, by what.
    pub source: String,
}

/// Kinds of statement, whose rates of error were measured apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StatementKind {
    /// A use is said in so many words, with the number of chips.
    PlainWithNumber,
    /// A use is said in so many words, without a number.
    Plain,
    /// A use is told by several weaker cues, with the number of chips.
    ImpliedWithNumber,
    /// A use is told by several weaker cues, without a number.
    Implied,
}

/// How often statements of one kind that were read as a use were none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// That were uses.
    pub right: u64,
    /// That were none.
    #[serde(rename = "false")]
    pub wrong: u64,
}

/// The rates of one kind of statement.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfKind {
    /// On passages of papers as they come.
    pub ordinary: Told,
    /// On passages chosen to be hard.
    pub hard: Told,
}

/// The measures of `data/accuracy/`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measures {
    /// On passages of papers as they come.
    pub ordinary: Measure,
    /// On passages chosen to be hard.
    pub hard: Measure,
    /// The same passages by kind of statement.
    pub kinds: BTreeMap<StatementKind, OfKind>,
}

/// With fewer statements than these, a rate says little.
const FEW: u64 = 30;

impl StatementKind {
    /// Every kind, the surest first.
    pub const ALL: [Self; 4] = [Self::PlainWithNumber, Self::Plain, Self::ImpliedWithNumber, Self::Implied];

    /// The kind of a statement that says a use in so many words, or does not, and gives a number, or does not.
    pub fn of(plain: bool, counted: bool) -> Self {
        match (plain, counted) {
            (true, true) => Self::PlainWithNumber,
            (true, false) => Self::Plain,
            (false, true) => Self::ImpliedWithNumber,
            (false, false) => Self::Implied,
        }
    }

    /// The kind in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::PlainWithNumber => "said in so many words, with a number",
            Self::Plain => "said in so many words, without a number",
            Self::ImpliedWithNumber => "told by several weaker cues, with a number",
            Self::Implied => "told by several weaker cues, without a number",
        }
    }
}

impl Told {
    /// The share that were none.
    pub fn rate(&self) -> Option<Estimate> {
        share(self.wrong, self.right + self.wrong)
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = self.right + self.wrong;
        let Some(rate) = self.rate() else { return write!(f, "no case") };
        let [value, low, high] = [rate.value, rate.low, rate.high].map(|part| part * 100.0);
        write!(f, "{} of {of} ({value:.1} %; 95 %: {low:.1} to {high:.1} %)", self.wrong)?;
        if of < FEW { write!(f, ", few cases") } else { Ok(()) }
    }
}

/// The share of `part` in `whole` with its Wilson interval (Wilson 1927, without correction for continuity).
/// `None` where `whole` is zero.
pub fn share(part: u64, whole: u64) -> Option<Estimate> {
    if whole == 0 {
        return None;
    }
    let (n, value) = (whole as f64, part.min(whole) as f64 / whole as f64);
    let spread = Z * Z / n;
    let middle = value + spread / 2.0;
    let reach = Z * (value * (1.0 - value) / n + spread / (4.0 * n)).sqrt();
    let end = |edge: f64| (edge / (1.0 + spread)).clamp(0.0, 1.0);
    Some(Estimate { value, low: end(middle - reach).min(value), high: end(middle + reach).max(value) })
}

impl Measures {
    /// The measures compiled in.
    ///
    /// # Errors
    /// When the file is not of the expected shape; a test holds that it is.
    pub fn embedded() -> Result<Self, toml::de::Error> {
        toml::from_str(include_str!("../../../data/accuracy/chip-in-use.toml"))
    }

    /// How often a statement of a kind that was read as a use was none, in words.
    pub fn says(&self, kind: StatementKind) -> String {
        let OfKind { ordinary, hard } = self.kinds.get(&kind).copied().unwrap_or_default();
        format!(
            "of the labelled statements of this kind ({}) that were read as a use, these were none: {ordinary}; on \
             passages chosen to be hard: {hard}",
            kind.name()
        )
    }
}

impl Measure {
    /// Of the uses that the reader told, how many were ones.
    pub fn precision(&self) -> Option<Estimate> {
        share(self.right, self.right + self.wrong)
    }

    /// Of the uses that there were, how many it told.
    pub fn recall(&self) -> Option<Estimate> {
        share(self.right, self.right + self.missed)
    }

    /// A share of papers corrected for what the reader tells wrongly and misses: times precision, by recall. The
    /// interval takes the unfavourable end of both measures, so that it is wider than each alone.
    pub fn correct(&self, told: Estimate) -> Option<Estimate> {
        let (precision, recall) = (self.precision()?, self.recall()?);
        let by = |share: f64, precision: f64, recall: f64| {
            if recall > 0.0 { (share * precision / recall).min(1.0) } else { 1.0 }
        };
        Some(Estimate {
            value: by(told.value, precision.value, recall.value),
            low: by(told.low, precision.low, recall.high),
            high: by(told.high, precision.high, recall.low),
        })
    }

    /// How often what was told as a use was none, in words.
    pub fn says(&self) -> String {
        let of = self.right + self.wrong;
        let wrong = share(self.wrong, of).unwrap_or(Estimate { value: 1.0, low: 0.0, high: 1.0 });
        let percent = |part: f64| format!("{:.1}", part * 100.0);
        format!(
            "{} of {of} statements read as a use were none ({} %; 95 %: {} to {} %): {}",
            self.wrong,
            percent(wrong.value),
            percent(wrong.low),
            percent(wrong.high),
            self.source
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 5e-4
    }

    #[test]
    fn wilson_intervals_are_those_of_the_formula() {
        // By hand: 10 of 100 gives 0.0552 to 0.1744; 0 of 10 gives 0 to 0.2775; 10 of 10 gives 0.7225 to 1.
        for (part, whole, low, high) in
            [(10, 100, 0.0552, 0.1744), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0)]
        {
            let found = share(part, whole).unwrap();
            assert!(close(found.low, low) && close(found.high, high), "{part}/{whole}: {found:?}");
            assert!(found.low <= found.value && found.value <= found.high);
        }
        assert_eq!(share(0, 0), None);
    }

    #[test]
    fn correction_moves_a_share_by_precision_and_recall() {
        let measure = Measure { right: 900, wrong: 100, missed: 600, source: String::new() };
        let told = Estimate { value: 0.2, low: 0.1, high: 0.3 };
        let corrected = measure.correct(told).unwrap();
        assert!(close(corrected.value, 0.3), "times .9 by .6: {corrected:?}");
        assert!(corrected.low < 0.15 && corrected.high > 0.45, "{corrected:?}");
        let most = Estimate { value: 0.9, low: 0.9, high: 0.9 };
        assert!(close(measure.correct(most).unwrap().value, 1.0), "a share is at most one");
    }

    #[test]
    fn the_measures_are_those_that_the_page_on_accuracy_gives() {
        let measures = Measures::embedded().unwrap();
        let page = include_str!("../../../docs/accuracy.md");
        let three = |part: Estimate| format!("{:.3}", part.value).trim_start_matches('0').to_owned();
        let [ordinary, hard] = [&measures.ordinary, &measures.hard]
            .map(|m| (three(m.precision().unwrap()), three(m.recall().unwrap())));
        assert!(page.contains(&format!("| chip in use | {} | {} |", ordinary.0, ordinary.1)), "{ordinary:?}");
        let told = format!("chip in use: precision {}, recall {}", hard.0, hard.1);
        assert!(page.contains(&told), "{told}");
    }

    #[test]
    fn the_rates_by_kind_of_statement_are_those_of_the_page_and_add_up() {
        let measures = Measures::embedded().unwrap();
        let page = include_str!("../../../docs/accuracy.md");
        for kind in StatementKind::ALL {
            let OfKind { ordinary, hard } = measures.kinds.get(&kind).unwrap();
            let row = format!("| {} | {ordinary} | {hard} |", kind.name());
            assert!(page.contains(&row), "not on the page: {row}");
        }
        let wrong = |of: fn(&OfKind) -> Told| measures.kinds.values().map(|kind| of(kind).wrong).sum::<u64>();
        assert_eq!(wrong(|kind| kind.ordinary), measures.ordinary.wrong);
        assert_eq!(wrong(|kind| kind.hard), measures.hard.wrong);
    }

    #[test]
    fn few_cases_are_called_few() {
        assert_eq!(Told::default().to_string(), "no case");
        let few = Told { right: 4, wrong: 1 };
        assert_eq!(few.to_string(), "1 of 5 (20.0 %; 95 %: 3.6 to 62.4 %), few cases");
        assert!(!Told { right: 200, wrong: 1 }.to_string().contains("few"));
    }
}
