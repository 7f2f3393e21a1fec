//! Whether the authors used a chip, or only speak of it.

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::count::PatternError;
use super::shape::Written;

/// What a chip is to the authors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// They ran their own work on it.
    Used,
    /// Everything else: cited, compared, priced, simulated, recommended, somebody else's.
    Other,
}

/// Something in the text that speaks for or against use.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reason {
    /// The cue, an id of `data/reading/cues.toml`.
    pub cue: String,
    /// What it tells, in words.
    pub says: String,
    /// Its weight; above zero speaks for use.
    pub weight: f64,
}

impl Reason {
    /// Whether it says by itself that the authors used a chip.
    pub fn is_plain(&self) -> bool {
        self.weight >= PLAIN
    }
}

/// A role with how sure it is and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// The role.
    pub role: Role,
    /// Probability that the chip was used.
    pub used: f64,
    /// The cues that hold, the heaviest first.
    pub reasons: Vec<Reason>,
}

/// What is known around a chip besides the sentence it stands in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Around<'a> {
    /// The sentence before, as a shape without focus.
    pub previous: &'a str,
    /// The heading, lower case.
    pub section: &'a str,
    /// Whether a number of chips is given.
    pub counted: bool,
    /// Whether only chip hours are given.
    pub duration: bool,
    /// Whether only an architecture or family is named.
    pub family: bool,
    /// Whether it stands in the list of references.
    pub bibliography: bool,
    /// Whether it stands in the title or in a heading.
    pub title: bool,
    /// Whether it stands in a table's row that cites another work.
    pub cited_row: bool,
}

/// The weight of a cue that by itself says that the authors used a chip.
const PLAIN: f64 = 2.0;

/// The cues of `data/reading/cues.toml`.
#[derive(Debug)]
pub struct Cues {
    bias: f64,
    cues: Vec<Cue>,
}

#[derive(Debug)]
struct Cue {
    id: String,
    says: String,
    weight: f64,
    test: Test,
}

#[derive(Debug)]
enum Test {
    Pattern { scope: Scope, pattern: Regex, unless: Option<Regex> },
    Fact(FactKind),
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Scope {
    #[default]
    Sentence,
    Before,
    After,
    Previous,
    Section,
}

impl Scope {
    fn of<'t>(self, written: &'t Written, around: &Around<'t>) -> &'t str {
        match self {
            Self::Sentence => written.text.as_str(),
            Self::Before => written.text.get(..written.focus).unwrap_or(""),
            Self::After => written.text.get(written.focus..).unwrap_or(""),
            Self::Previous => around.previous,
            Self::Section => around.section,
        }
    }
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum FactKind {
    Counted,
    Duration,
    Family,
    Bibliography,
    CitedRow,
    Title,
    ManyChips,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    bias: f64,
    cue: Vec<Record>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    id: String,
    says: String,
    weight: f64,
    #[serde(default, rename = "in")]
    scope: Scope,
    pattern: Option<String>,
    unless: Option<String>,
    kind: Option<FactKind>,
}

impl Cues {
    /// Reads the cues.
    ///
    /// # Errors
    /// When the text is not of the expected shape or a pattern is no regular expression.
    pub fn from_toml(text: &str) -> Result<Self, PatternError> {
        let file: File = toml::from_str(text)?;
        let cues = file.cue.into_iter().map(Cue::from_record).collect::<Result<_, _>>()?;
        Ok(Self { bias: file.bias, cues })
    }

    /// The score before any cue.
    pub fn bias(&self) -> f64 {
        self.bias
    }

    /// The cues with their weights.
    pub fn weights(&self) -> impl Iterator<Item = (&str, f64)> {
        self.cues.iter().map(|cue| (cue.id.as_str(), cue.weight))
    }

    /// Judges the chip in focus.
    pub fn judge(&self, written: &Written, around: &Around<'_>) -> Judgement {
        self.weigh(self.cues.iter().filter(|cue| cue.holds(written, around)).map(Cue::reason).collect())
    }

    /// The judgement again, of a chip in a paper that names many, as surveys and textbooks do: a use by the
    /// authors must be said in so many words.
    pub fn judge_among_many(&self, judgement: &Judgement) -> Judgement {
        let mut reasons = judgement.reasons.clone();
        if !reasons.iter().any(Reason::is_plain) {
            let told = self.cues.iter().filter(|cue| matches!(cue.test, Test::Fact(FactKind::ManyChips)));
            reasons.extend(told.map(Cue::reason));
        }
        self.weigh(reasons)
    }

    fn weigh(&self, mut reasons: Vec<Reason>) -> Judgement {
        let score = self.bias + reasons.iter().map(|reason| reason.weight).sum::<f64>();
        // Where nothing speaks for a use, that nothing speaks against it is not enough.
        let score = if reasons.iter().any(|reason| reason.weight > 0.0) { score } else { score.min(0.0) };
        reasons.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()).then_with(|| a.cue.cmp(&b.cue)));
        let used = 1.0 / (1.0 + (-score).exp());
        let role = if score > 0.0 { Role::Used } else { Role::Other };
        Judgement { role, used, reasons }
    }
}

impl Cue {
    fn reason(&self) -> Reason {
        Reason { cue: self.id.clone(), says: self.says.clone(), weight: self.weight }
    }

    fn from_record(record: Record) -> Result<Self, PatternError> {
        let test = match (record.pattern, record.kind) {
            (None, Some(kind)) => Test::Fact(kind),
            (pattern, _) => Test::Pattern {
                scope: record.scope,
                pattern: Regex::new(pattern.as_deref().unwrap_or("$^"))?,
                unless: record.unless.as_deref().map(Regex::new).transpose()?,
            },
        };
        Ok(Self { id: record.id, says: record.says, weight: record.weight, test })
    }

    fn holds(&self, written: &Written, around: &Around<'_>) -> bool {
        match &self.test {
            Test::Pattern { scope, pattern, unless } => {
                let text = scope.of(written, around);
                pattern.is_match(text) && !unless.as_ref().is_some_and(|unless| unless.is_match(text))
            }
            Test::Fact(kind) => match kind {
                FactKind::Counted => around.counted,
                FactKind::Duration => around.duration,
                FactKind::Family => around.family,
                FactKind::Bibliography => around.bibliography,
                FactKind::CitedRow => around.cited_row,
                FactKind::Title => around.title,
                // Told of a whole paper, see `judge_among_many`.
                FactKind::ManyChips => false,
            },
        }
    }
}
