//! How alike two names are, and what that means.

use std::cmp::Ordering;

use serde::Serialize;

use super::evidence::{Evidence, Pairing, Weights, evidence};
use super::side_by_side::SideBySide;
use super::words::{NameWords, Tells};

/// What a score and its reasons mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// Taken to be two organisations.
    Different,
    /// Somebody should look.
    Possible,
    /// More likely one organisation than two; somebody must look before anything rests on it.
    Likely,
    /// Taken to be one organisation.
    Same,
}

impl Judgement {
    /// Whether somebody has to say what it is.
    pub fn is_doubtful(self) -> bool {
        matches!(self, Self::Possible | Self::Likely)
    }
}

/// A comparison.
#[derive(Debug, Clone)]
pub struct Scored {
    /// How likely it is one organisation, among pairs of which half are.
    pub score: f64,
    /// What it means.
    pub judgement: Judgement,
    /// Whether it may be one organisation, so that nothing can rest on its being two.
    pub is_open: bool,
    /// Why, in words.
    pub reasons: Vec<String>,
}

impl Scored {
    /// Which of two comparisons says more for one organisation: by its judgement, then by its score.
    pub fn order(&self, other: &Self) -> Ordering {
        self.judgement.cmp(&other.judgement).then_with(|| self.score.total_cmp(&other.score))
    }
}

// The least score of each judgement. What the law is applied to takes more than what somebody looks at.
const SAME: f64 = 0.85;
const LIKELY: f64 = 0.50;
const POSSIBLE: f64 = 0.35;
/// Two places of learning or research are likely one from this score on, the best one for the pairs of the part “tuning”:
/// below it they share a town and a field.
const LIKELY_ACADEMIC: f64 = 0.62;
/// Of two places of learning or research this share of all words, by weight, must agree for them to be the same.
const ACADEMIC_SHARE: f64 = 0.9;

/// Compares two names.
pub fn compare(a: &NameWords, b: &NameWords, weights: &Weights) -> Scored {
    let sides = SideBySide::of(a, b);
    let is_same = !a.joined.is_empty() && a.joined == b.joined;
    let evidence = evidence(a, b, &sides);
    let said_differently = contradictions(&sides);
    let score = match is_same {
        true => 1.0,
        false if !sides.agrees_in_a_name() => 0.0,
        false => weights.weigh(&evidence),
    };
    let is_its_own = said_differently.is_empty() && has_its_own_name(a, b, &sides);
    let score = if is_its_own { score.max(SAME) } else { score };
    let likely = match Pairing::of(&evidence) {
        Pairing::Academic => LIKELY_ACADEMIC,
        Pairing::Other | Pairing::Translated => LIKELY,
    };
    let judgement = match score {
        _ if is_same || is_its_own => Judgement::Same,
        _ if score >= SAME && said_differently.is_empty() && is_enough(a, b, &sides) => Judgement::Same,
        _ if score >= likely => Judgement::Likely,
        _ if score >= POSSIBLE => Judgement::Possible,
        _ => {
            return Scored {
                score,
                judgement: Judgement::Different,
                is_open: false,
                reasons: vec![in_common(&sides, false)],
            };
        }
    };
    let mut reasons = vec![in_common(&sides, is_same)];
    reasons.extend(said_differently);
    reasons.extend(gone_on(&sides));
    if a.is_academic() != b.is_academic() {
        reasons.push("only one is a university or institute".to_owned());
    }
    let are_companies = !a.is_academic() && !b.is_academic();
    let is_open = judgement == Judgement::Likely || are_companies && sides.agrees_in_itself();
    Scored { score, judgement, is_open, reasons }
}

/// Whether a company's own words are all that the other has, and only one of them says more of its kind: “Huawei” beside
/// “Huawei Technologies”. A town beside them may tell a subsidiary.
fn has_its_own_name(a: &NameWords, b: &NameWords, sides: &SideBySide<'_>) -> bool {
    let left = |tells| (sides.only_a_telling(tells), sides.only_b_telling(tells));
    let (own, kinds, places) = (left(Tells::Itself), left(Tells::Kind), left(Tells::Place));
    let is_academic = a.is_academic() || b.is_academic();
    !is_academic
        && sides.agrees_in_itself()
        && own.0.is_empty()
        && own.1.is_empty()
        && (kinds.0.is_empty() || kinds.1.is_empty())
        && places.0.is_empty() == places.1.is_empty()
}

/// Whether what agrees can tell which organisation it is: a word of its own, or nearly all words where words of kind tell.
fn is_enough(a: &NameWords, b: &NameWords, sides: &SideBySide<'_>) -> bool {
    if a.is_academic() && b.is_academic() {
        sides.share_agreed(a, b) >= ACADEMIC_SHARE
    } else {
        sides.agrees_in_itself()
    }
}

/// The signs for one organisation in two names, as [`compare`] weighs them.
pub fn signs(a: &NameWords, b: &NameWords) -> Evidence {
    evidence(a, b, &SideBySide::of(a, b))
}

fn in_common(sides: &SideBySide<'_>, is_same: bool) -> String {
    if is_same {
        return "the names are the same, legal forms and gaps aside".to_owned();
    }
    let words: Vec<&str> = sides.shared.iter().map(|agreeing| agreeing.word.text.as_str()).collect();
    if words.is_empty() { "no word in common".to_owned() } else { format!("in common: {}", words.join(", ")) }
}

/// What the two names say differently: places, numbers, words for a part or a relative.
fn contradictions(sides: &SideBySide<'_>) -> Vec<String> {
    let kinds = [
        (Tells::Place, "places"),
        (Tells::Number, "numbers"),
        (Tells::Apart, "words for a part or a relative"),
    ];
    let told = kinds.into_iter().filter_map(|(tells, what)| {
        let (in_a, in_b) = (sides.only_a_telling(tells), sides.only_b_telling(tells));
        let parted = match tells {
            Tells::Place => sides.places_differ(),
            _ => !in_a.is_empty() || !in_b.is_empty(),
        };
        parted.then(|| format!("different {what}: {} and {}", or_none(&in_a), or_none(&in_b)))
    });
    told.collect()
}

/// Names that each go on with a word of their own, as those of siblings do.
fn gone_on(sides: &SideBySide<'_>) -> Option<String> {
    let (in_a, in_b) = (sides.only_a_telling(Tells::Itself), sides.only_b_telling(Tells::Itself));
    let both = !in_a.is_empty() && !in_b.is_empty();
    both.then(|| format!("each has a word that the other lacks: {} and {}", or_none(&in_a), or_none(&in_b)))
}

fn or_none(words: &[&str]) -> String {
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}
