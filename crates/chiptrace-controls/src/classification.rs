//! Which paragraph of the Commerce Control List a part meets, by the text in force.
//!
//! The texts are records (`data/law/us-ear/classification.toml`). A figure that is not recorded
//! leaves the answer open and is named; a vendor's own classification, or a sourced understanding,
//! settles it where the figures do not.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::fact::Truth;
use crate::item::{Figure, Item, Kind, Part};

/// `classification.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassificationFile {
    /// The texts.
    pub text: Vec<Text>,
    /// What is understood of parts without published figures.
    #[serde(default)]
    pub understood: Vec<Understood>,
}

/// One version of a control text.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// `3A090-2023`.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Where it was published.
    pub citation: String,
    /// What it says, in our words.
    pub words: String,
    /// How well the text is known: `P`, `S`, `D` or `N`.
    pub verification: String,
    /// What it classifies.
    pub applies_to: Kind,
    /// Whether vendors' declared classes follow this text.
    #[serde(default)]
    pub vendors_declare: bool,
    /// What of the text is not modelled, and why.
    #[serde(default)]
    pub not_modelled: Vec<String>,
    /// Its paragraphs.
    pub paragraph: Vec<Paragraph>,
}

/// A paragraph of a text with its thresholds.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paragraph {
    /// `3A090.a`.
    pub id: String,
    /// What meets it.
    pub when: Test,
}

/// A test on the figures of one part.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// Every test passes.
    All(Vec<Test>),
    /// At least one passes.
    Any(Vec<Test>),
    /// The test fails.
    Not(Box<Test>),
    /// Total processing performance lies within the limits.
    Tpp(Limits),
    /// Performance density lies within the limits.
    PerformanceDensity(Limits),
    /// The chip-to-chip rate lies within the limits.
    Interconnect(Limits),
    /// The memory bandwidth lies within the limits.
    MemoryBandwidth(Limits),
    /// Memory bandwidth and chip-to-chip rate together lie within the limits.
    Bandwidths(Limits),
    /// The memory bandwidth density lies within the limits.
    MemoryBandwidthDensity(Limits),
    /// The part is (or is not) designed or marketed for data centres.
    Datacentre(bool),
}

/// Limits of a figure; all that are given must be kept.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The figure or more.
    pub at_least: Option<f64>,
    /// More than the figure.
    pub above: Option<f64>,
    /// Less than the figure.
    pub under: Option<f64>,
}

impl Limits {
    fn keep(self, value: f64) -> bool {
        self.at_least.is_none_or(|limit| value >= limit)
            && self.above.is_none_or(|limit| value > limit)
            && self.under.is_none_or(|limit| value < limit)
    }

    fn each(self) -> impl Iterator<Item = f64> {
        [self.at_least, self.above, self.under].into_iter().flatten()
    }
}

/// What is understood of an item whose figures are not recorded.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Understood {
    /// The item's id.
    pub item: String,
    /// The text.
    pub text: String,
    /// The paragraphs it is understood to meet; empty for none.
    pub meets: Vec<String>,
    /// Why, and where from.
    pub source: String,
    /// How well: `P`, `S` or `D`.
    pub verification: String,
}

/// All control texts.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    texts: Vec<Text>,
    understood: BTreeMap<(String, String), Understood>,
}

/// How far a figure of a part lies from a threshold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Distance {
    /// The part.
    pub part: String,
    /// The figure.
    pub figure: Figure,
    /// What the part has.
    pub value: f64,
    /// The threshold.
    pub limit: f64,
    /// How far above (or, negative, below) the threshold, per cent of it.
    pub per_cent: f64,
}

impl Test {
    /// Whether a part passes.
    pub fn of(&self, part: &Part) -> Truth {
        match self {
            Self::All(tests) => tests.iter().fold(Truth::Yes, |truth, test| truth.and(test.of(part))),
            Self::Any(tests) => tests.iter().fold(Truth::No, |truth, test| truth.or(test.of(part))),
            Self::Not(test) => test.of(part).negate(),
            Self::Datacentre(wanted) => part.datacentre.map(|is| is == *wanted).into(),
            _ => self.figure().map_or(Truth::Unknown, |(figure, limits)| {
                part.figure(figure).map(|value| limits.keep(value)).into()
            }),
        }
    }

    fn figure(&self) -> Option<(Figure, Limits)> {
        match *self {
            Self::Tpp(limits) => Some((Figure::Tpp, limits)),
            Self::PerformanceDensity(limits) => Some((Figure::PerformanceDensity, limits)),
            Self::Interconnect(limits) => Some((Figure::Interconnect, limits)),
            Self::MemoryBandwidth(limits) => Some((Figure::MemoryBandwidth, limits)),
            Self::Bandwidths(limits) => Some((Figure::Bandwidths, limits)),
            Self::MemoryBandwidthDensity(limits) => Some((Figure::MemoryBandwidthDensity, limits)),
            Self::All(_) | Self::Any(_) | Self::Not(_) | Self::Datacentre(_) => None,
        }
    }

    /// The figures that are unknown for a part and keep the test from being decided.
    pub fn unknown_figures(&self, part: &Part, found: &mut Vec<Figure>) {
        if self.of(part) != Truth::Unknown {
            return;
        }
        match self {
            Self::All(tests) | Self::Any(tests) => {
                tests.iter().for_each(|test| test.unknown_figures(part, found));
            }
            Self::Not(test) => test.unknown_figures(part, found),
            Self::Datacentre(_) => found.push(Figure::Datacentre),
            _ => found.extend(self.figure().map(|(figure, _)| figure)),
        }
    }

    fn distances(&self, part: &Part, found: &mut Vec<Distance>) {
        match self {
            Self::All(tests) | Self::Any(tests) => tests.iter().for_each(|test| test.distances(part, found)),
            Self::Not(test) => test.distances(part, found),
            _ => {
                let Some((figure, limits)) = self.figure() else { return };
                let Some(value) = part.figure(figure) else { return };
                found.extend(limits.each().map(|limit| Distance {
                    part: part.name.clone(),
                    figure,
                    value,
                    limit,
                    per_cent: (value - limit) / limit * 100.0,
                }));
            }
        }
    }
}

impl Texts {
    /// Puts the texts together.
    pub fn new(file: ClassificationFile) -> Self {
        let understood = file.understood.into_iter();
        let understood = understood.map(|entry| ((entry.item.clone(), entry.text.clone()), entry)).collect();
        Self { texts: file.text, understood }
    }

    /// The text with an id.
    pub fn get(&self, id: &str) -> Option<&Text> {
        self.texts.iter().find(|text| text.id == id)
    }

    /// All texts.
    pub fn all(&self) -> &[Text] {
        &self.texts
    }

    /// What is understood of an item under a text.
    pub fn understood(&self, item: &Item, text: &Text) -> Option<&Understood> {
        if self.understood.is_empty() {
            return None;
        }
        self.understood.get(&(item.id.clone(), text.id.clone()))
    }

    /// Whether an item, as it was sold on a day, meets one of the paragraphs of a text.
    ///
    /// Parts without figures abstain where others of the item's parts have them.
    pub fn meets(&self, item: &Item, text: &Text, paragraphs: &[String], day: Date) -> Truth {
        if text.applies_to != item.kind {
            return Truth::No;
        }
        let opinions = item.parts_on(day).map(|part| text.part_meets(part, paragraphs));
        let mut known = opinions.filter(|truth| *truth != Truth::Unknown).peekable();
        if known.peek().is_some() {
            return Truth::agreed(known);
        }
        let understood = self.understood(item, text);
        let meets = |entry: &Understood| entry.meets.iter().any(|id| paragraphs.contains(id));
        understood.map(meets).into()
    }
}

impl Text {
    /// Whether a part meets one of the paragraphs, by its figures or by its vendor's own class.
    pub fn part_meets(&self, part: &Part, paragraphs: &[String]) -> Truth {
        let by_figures =
            self.named(paragraphs).fold(Truth::No, |truth, paragraph| truth.or(paragraph.when.of(part)));
        match part.declared.as_deref() {
            Some(class) if by_figures == Truth::Unknown && self.vendors_declare => {
                declared_meets(class, paragraphs)
            }
            _ => by_figures,
        }
    }

    fn named(&self, ids: &[String]) -> impl Iterator<Item = &Paragraph> {
        self.paragraph.iter().filter(|paragraph| ids.contains(&paragraph.id))
    }

    /// The unknown figures that keep the paragraphs from being decided for a part.
    pub fn unknown_figures(&self, part: &Part, paragraphs: &[String]) -> Vec<Figure> {
        let mut found = Vec::new();
        self.named(paragraphs).for_each(|paragraph| paragraph.when.unknown_figures(part, &mut found));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// How far each known figure of an item's parts lies from each threshold of the text, nearest first.
    pub fn distances(&self, item: &Item) -> Vec<Distance> {
        let mut found = Vec::new();
        for part in &item.parts {
            self.paragraph.iter().for_each(|paragraph| paragraph.when.distances(part, &mut found));
        }
        found.sort_by(|a, b| a.per_cent.abs().total_cmp(&b.per_cent.abs()));
        found.dedup();
        found
    }
}

/// What a vendor's declared class says of the paragraphs. A `.z` paragraph says that one of 3A090's
/// is met but not which.
fn declared_meets(class: &str, paragraphs: &[String]) -> Truth {
    let names = |letter: &str| class.contains(&format!("A090.{letter}"));
    if names("a") || names("b") {
        let letter = if names("a") { ".a" } else { ".b" };
        return paragraphs.iter().any(|paragraph| paragraph.ends_with(letter)).into();
    }
    if !class.contains(".z") {
        return Truth::No;
    }
    let both = [".a", ".b"].iter().all(|letter| paragraphs.iter().any(|id| id.ends_with(letter)));
    if both { Truth::Yes } else { Truth::Unknown }
}
