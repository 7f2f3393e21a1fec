//! What speaks for two names being one organisation's, as numbers that are weighed.

use serde::Deserialize;

use super::side_by_side::{Agreeing, SideBySide};
use super::words::{NameWords, Tells, VocabularyError, Word};

const EMBEDDED: &str = include_str!("../../../../data/names/weights.toml");

/// What is weighed, by name; `data/names/weights.toml` says what each means.
pub const SIGNS: [&str; 36] = [
    "always",
    "share_agreed",
    "share_of_one_agreed",
    "rarest_agreed",
    "weight_agreed",
    "all_the_same",
    "misspelled",
    "both_go_on",
    "rarest_both_go_on",
    "rarest_left",
    "name_words_differ",
    "name_words_left",
    "name_words_agree",
    "kinds_differ",
    "kinds_left",
    "places_differ",
    "places_left",
    "places_agree",
    "numbers_differ",
    "numbers_left",
    "numbers_agree",
    "parts_differ",
    "parts_left",
    "another_order",
    "begin_alike",
    "both_academic",
    "one_academic",
    "academic_both_go_on",
    "one_word",
    "words",
    "nameless",
    "weight_left",
    "kind_weight_differs",
    "words_if_nameless",
    "words_if_both_go_on",
    "one_in_chinese",
];

/// Where `both_academic` stands among the signs.
const BOTH_ACADEMIC: usize = 25;
/// Where `one_in_chinese` stands among the signs.
const ONE_IN_CHINESE: usize = 35;

/// The signs of a pair of names, in the order of [`SIGNS`].
pub type Evidence = [f64; SIGNS.len()];

/// What each sign weighs: between places of learning or research, whose words of kind tell which, otherwise than
/// between others, and between a name in Chinese characters and its translation otherwise again.
#[derive(Debug, Clone)]
pub struct Weights([Evidence; Pairing::ALL.len()]);

/// What two names are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pairing {
    /// Both of one script, and not both of places of learning or research.
    Other,
    /// Both of one script and of places of learning or research.
    Academic,
    /// One in Chinese characters.
    Translated,
}

impl Pairing {
    /// Every pairing.
    pub const ALL: [Self; 3] = [Self::Other, Self::Academic, Self::Translated];

    /// The pairing of names with these signs.
    pub fn of(evidence: &Evidence) -> Self {
        let has = |sign| evidence.get(sign).is_some_and(|sign: &f64| *sign > 0.0);
        match (has(ONE_IN_CHINESE), has(BOTH_ACADEMIC)) {
            (true, _) => Self::Translated,
            (false, true) => Self::Academic,
            (false, false) => Self::Other,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    sign: Vec<Sign>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sign {
    name: String,
    weight: f64,
    academic: f64,
    translated: f64,
    #[serde(rename = "means")]
    _means: String,
}

impl Weights {
    /// The weights compiled into the program.
    pub fn embedded() -> Result<Self, VocabularyError> {
        let file: File = toml::from_str(EMBEDDED).map_err(|error| VocabularyError(error.to_string()))?;
        let names = file.sign.iter().map(|sign| sign.name.as_str());
        if !names.eq(SIGNS) {
            return Err(VocabularyError(format!("weights.toml: expected the signs {}", SIGNS.join(", "))));
        }
        let column = |read: fn(&Sign) -> f64| {
            let mut weights = [0.0; SIGNS.len()];
            weights.iter_mut().zip(&file.sign).for_each(|(weight, sign)| *weight = read(sign));
            weights
        };
        Ok(Self(Pairing::ALL.map(|pairing| match pairing {
            Pairing::Other => column(|sign| sign.weight),
            Pairing::Academic => column(|sign| sign.academic),
            Pairing::Translated => column(|sign| sign.translated),
        })))
    }

    /// How likely two names with these signs are one organisation's, among pairs of which half are.
    pub fn weigh(&self, evidence: &Evidence) -> f64 {
        let [other, academic, translated] = &self.0;
        let weights = match Pairing::of(evidence) {
            Pairing::Other => other,
            Pairing::Academic => academic,
            Pairing::Translated => translated,
        };
        let sum: f64 = weights.iter().zip(evidence).map(|(weight, sign)| weight * sign).sum();
        1.0 / (1.0 + (-sum).exp())
    }
}

/// The signs of two names.
pub(super) fn evidence(a: &NameWords, b: &NameWords, sides: &SideBySide<'_>) -> Evidence {
    let (all_a, all_b) = (total(&a.words), total(&b.words));
    let (left_a, left_b) = (total_of(&sides.only_a), total_of(&sides.only_b));
    let agreed = |agreeing: &Agreeing<'_>| agreeing.alike * agreeing.weight;
    let (rarest_a, rarest_b) = (rarest(&sides.only_a), rarest(&sides.only_b));
    let academic = both(a.is_academic(), b.is_academic());
    let go_on = left_a.min(left_b).min(1.5);
    let words = a.words.len().min(b.words.len()).min(6) as f64;
    let nameless = flag(is_nameless(a) || is_nameless(b));
    let by_kind = |tells| Left::of(sides, tells);
    let (itself, kind) = (by_kind(Tells::Itself), by_kind(Tells::Kind));
    let place = Left { differ: flag(sides.places_differ()), ..by_kind(Tells::Place) };
    let (number, apart) = (by_kind(Tells::Number), by_kind(Tells::Apart));
    [
        1.0,
        sides.share_agreed(a, b),
        share(left_a, all_a).max(share(left_b, all_b)),
        sides.shared.iter().map(agreed).fold(0.0, f64::max),
        sides.shared.iter().map(agreed).sum::<f64>().min(2.5),
        flag(!a.joined.is_empty() && a.joined == b.joined),
        sides.shared.iter().map(|agreeing| 1.0 - agreeing.alike).sum::<f64>().min(1.0),
        go_on,
        rarest_a.min(rarest_b),
        rarest_a.max(rarest_b),
        itself.differ,
        itself.left,
        itself.agree,
        kind.differ,
        kind.left,
        place.differ,
        place.left,
        place.agree,
        number.differ,
        number.left,
        number.agree,
        apart.differ,
        apart.left,
        flag(sides.is_in_another_order()),
        flag(sides.begin_alike()),
        academic.0,
        academic.1,
        academic.0 * go_on,
        flag(a.words.len().min(b.words.len()) == 1),
        words,
        nameless,
        (left_a + left_b).min(3.0),
        kind_weight(&sides.only_a).min(kind_weight(&sides.only_b)),
        words * nameless,
        words * rarest_a.min(rarest_b),
        flag(a.is_chinese != b.is_chinese),
    ]
}

impl SideBySide<'_> {
    /// The share of the weight of all words that agrees.
    pub fn share_agreed(&self, a: &NameWords, b: &NameWords) -> f64 {
        share(total_of(&self.only_a) + total_of(&self.only_b), total(&a.words) + total(&b.words))
    }
}

/// What words that tell one thing do in two names.
struct Left {
    /// Both names have such a word that the other lacks.
    differ: f64,
    /// Only one of them has.
    left: f64,
    /// A word of the kind is in both.
    agree: f64,
}

impl Left {
    fn of(sides: &SideBySide<'_>, tells: Tells) -> Self {
        let has = |words: &[&Word]| words.iter().any(|word| word.tells == tells);
        let (differ, left) = both(has(&sides.only_a), has(&sides.only_b));
        let agree = flag(sides.shared.iter().any(|agreeing| agreeing.word.tells == tells));
        Self { differ, left, agree }
    }
}

/// Whether both are true, and whether one alone is.
fn both(a: bool, b: bool) -> (f64, f64) {
    (flag(a && b), flag(a != b))
}

fn flag(truth: bool) -> f64 {
    f64::from(u8::from(truth))
}

/// The share of a weight that is not left over.
fn share(left: f64, all: f64) -> f64 {
    if all > 0.0 { (all - left) / all } else { 0.0 }
}

fn total(words: &[Word]) -> f64 {
    words.iter().map(|word| word.weight).sum()
}

fn total_of(words: &[&Word]) -> f64 {
    words.iter().map(|word| word.weight).sum()
}

fn rarest(words: &[&Word]) -> f64 {
    words.iter().map(|word| word.weight).fold(0.0, f64::max)
}

/// Whether a name is made of kinds and places alone.
fn is_nameless(name: &NameWords) -> bool {
    name.telling(Tells::Itself).next().is_none()
}

fn kind_weight(words: &[&Word]) -> f64 {
    words.iter().filter(|word| word.tells == Tells::Kind).map(|word| word.weight).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_are_read_and_the_signs_of_pairings_are_where_they_are_said_to_be() {
        assert!(Weights::embedded().is_ok());
        assert_eq!(SIGNS.get(BOTH_ACADEMIC), Some(&"both_academic"));
        assert_eq!(SIGNS.get(ONE_IN_CHINESE), Some(&"one_in_chinese"));
    }
}
