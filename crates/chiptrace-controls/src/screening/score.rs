//! How alike two names are, and what that means.

use serde::Serialize;

use crate::spelling::distance;

use super::words::{NameWords, Tells, Word};

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
    /// From 0 to 1.
    pub score: f64,
    /// What it means.
    pub judgement: Judgement,
    /// Why, in words.
    pub reasons: Vec<String>,
}

/// The least score of each judgement.
struct Bars {
    same: f64,
    likely: f64,
    possible: f64,
}

const COMPANIES: Bars = Bars { same: 0.77, likely: 0.62, possible: 0.52 };
/// For names of universities and institutes, of which many share nearly all words.
const ACADEMIC: Bars = Bars { same: 0.90, likely: 0.88, possible: 0.62 };
/// For names that begin alike and go on differently, as those of siblings do.
const BOTH_GO_ON: f64 = 0.8;

/// What a word counts for, by what it tells.
fn weight(word: &Word, academic: bool) -> f64 {
    match word.tells {
        Tells::Itself => 1.0,
        Tells::Kind if academic => 0.6,
        Tells::Kind => 0.22,
        Tells::Place => 0.35,
        Tells::Number | Tells::Apart => 0.6,
    }
}

/// Compares two names.
pub fn compare(a: &NameWords, b: &NameWords) -> Scored {
    let mut reasons = Vec::new();
    let mut score = overlap(a, b, &mut reasons);
    if !a.joined.is_empty() && a.joined == b.joined {
        score = 1.0;
        "the names are the same, legal forms and gaps aside"
            .clone_into(reasons.first_mut().unwrap_or(&mut String::new()));
    }
    for (tells, what, factor) in [
        (Tells::Place, "places", 0.55),
        (Tells::Number, "numbers", 0.40),
        (Tells::Apart, "words for a part or a relative", 0.60),
    ] {
        if let Some(reason) = contradiction(a, b, tells, what) {
            score *= factor;
            reasons.push(reason);
        }
    }
    let academic = a.is_academic() || b.is_academic();
    if a.is_academic() != b.is_academic() {
        score *= 0.7;
        reasons.push("only one is a university or institute".to_owned());
    }
    let bars = if academic { ACADEMIC } else { COMPANIES };
    let judgement = match score {
        _ if score >= bars.same => Judgement::Same,
        _ if score >= bars.likely => Judgement::Likely,
        _ if score >= bars.possible => Judgement::Possible,
        _ => Judgement::Different,
    };
    Scored { score, judgement, reasons }
}

/// The words of two names laid side by side.
struct SideBySide<'a> {
    /// The weight of the words that both have.
    shared: f64,
    /// Those words.
    named: Vec<String>,
    /// The words that only one has.
    only_a: Vec<&'a Word>,
    only_b: Vec<&'a Word>,
}

fn side_by_side<'a>(a: &'a NameWords, b: &'a NameWords, academic: bool) -> SideBySide<'a> {
    let mut free: Vec<&Word> = b.words.iter().collect();
    let (mut shared, mut named, mut only_a) = (0.0, Vec::new(), Vec::new());
    for word in &a.words {
        let best = free.iter().enumerate().map(|(at, other)| (at, alike(word, other)));
        let best = best.max_by(|x, y| x.1.total_cmp(&y.1)).filter(|(_, alike)| *alike > 0.0);
        let Some((at, alike)) = best else {
            only_a.push(word);
            continue;
        };
        let other = free.swap_remove(at);
        shared += alike * (weight(word, academic) + weight(other, academic)) / 2.0;
        named.push(word.text.clone());
    }
    SideBySide { shared, named, only_a, only_b: free }
}

impl SideBySide<'_> {
    /// Whether each of the names has a word of this kind that the other lacks.
    fn both_go_on(&self, tells: Tells) -> bool {
        let has = |words: &[&Word]| words.iter().any(|word| word.tells == tells);
        has(&self.only_a) && has(&self.only_b)
    }
}

/// The weight of the words that both names have, as a share of the weight of all; a name without
/// words of its own must agree in nearly all of them.
fn overlap(a: &NameWords, b: &NameWords, reasons: &mut Vec<String>) -> f64 {
    let academic = a.is_academic() && b.is_academic();
    let (all_a, all_b) = (total(a, academic), total(b, academic));
    let sides = side_by_side(a, b, academic);
    reasons.push(if sides.named.is_empty() {
        "no word in common".to_owned()
    } else {
        format!("in common: {}", sides.named.join(", "))
    });
    if all_a == 0.0 || all_b == 0.0 {
        return 0.0;
    }
    let dice = 2.0 * sides.shared / (all_a + all_b);
    let distinctive = |name: &NameWords| name.telling(Tells::Itself).count();
    let (few, many) = (distinctive(a).min(distinctive(b)), distinctive(a).max(distinctive(b)));
    let contained = sides.shared / all_a.min(all_b);
    let own = own_words_alike(a, b);
    let score = match (few, many) {
        (0, 0) => dice,
        (0, _) => dice * 0.8,
        _ if academic => dice.max(own.min(dice + 0.2)),
        _ if sides.both_go_on(Tells::Kind) => (0.55 * dice + 0.45 * contained).max(own * BOTH_GO_ON),
        _ => (0.55 * dice + 0.45 * contained).max(own),
    };
    if own == 0.0 && sides.both_go_on(Tells::Itself) {
        reasons.push("each has a word of its own that the other lacks".to_owned());
        return score * BOTH_GO_ON;
    }
    score
}

fn total(name: &NameWords, academic: bool) -> f64 {
    name.words.iter().map(|word| weight(word, academic)).sum()
}

/// How alike two words are: 1 for the same, less for one or two letters' difference in long words.
fn alike(a: &Word, b: &Word) -> f64 {
    if a.text == b.text {
        return if a.tells == b.tells { 1.0 } else { 0.9 };
    }
    let shorter = a.text.len().min(b.text.len());
    let has_digit = |word: &Word| word.text.bytes().any(|byte| byte.is_ascii_digit());
    if a.tells != Tells::Itself || b.tells != Tells::Itself || shorter < 5 || has_digit(a) || has_digit(b) {
        return 0.0;
    }
    if a.text.len().abs_diff(b.text.len()) > 2 {
        return 0.0;
    }
    match distance(&a.text, &b.text) {
        1 => 0.9,
        2 if shorter >= 9 => 0.8,
        _ => 0.0,
    }
}

/// Names with the same distinctive words, in any order and however they are written together.
fn own_words_alike(a: &NameWords, b: &NameWords) -> f64 {
    let own = |name: &NameWords| {
        let mut words: Vec<String> = name.telling(Tells::Itself).map(str::to_owned).collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let (sorted_a, sorted_b) = (own(a), own(b));
    let written = |name: &NameWords| name.telling(Tells::Itself).collect::<String>();
    let same = sorted_a == sorted_b || (written(a).len() >= 5 && written(a) == written(b));
    if same { 0.86 } else { 0.0 }
}

/// What the two names say differently. For places and numbers both must say something; a word for a
/// part counts when only one name has it.
fn contradiction(a: &NameWords, b: &NameWords, tells: Tells, what: &str) -> Option<String> {
    let said = |name: &'_ NameWords| -> Vec<String> {
        let mut words: Vec<String> = name.telling(tells).map(str::to_owned).collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let (in_a, in_b) = (said(a), said(b));
    let common = in_a.iter().any(|word| in_b.contains(word));
    let parted = match tells {
        Tells::Apart => in_a.len() != in_b.len() || !(common || in_a.is_empty()),
        Tells::Place => !common && places_differ(&in_a, &in_b),
        _ => in_a != in_b && !(in_a.is_empty() && in_b.is_empty()),
    };
    parted.then(|| format!("different {what}: {} and {}", or_none(&in_a), or_none(&in_b)))
}

/// Two towns differ; “China” beside a Chinese town is no difference, beside another country it is.
fn places_differ(a: &[String], b: &[String]) -> bool {
    const ABROAD: [&str; 32] = [
        "chad",
        "chittagong",
        "dubai",
        "uae",
        "iran",
        "turkey",
        "indonesia",
        "thailand",
        "netherlands",
        "france",
        "canada",
        "australia",
        "london",
        "singapore",
        "malaysia",
        "japan",
        "korea",
        "russia",
        "germany",
        "india",
        "vietnam",
        "pakistan",
        "philippines",
        "brazil",
        "mexico",
        "egypt",
        "saudi",
        "qatar",
        "israel",
        "italy",
        "spain",
        "kazakhstan",
    ];
    let towns = |names: &[String]| names.iter().filter(|name| *name != "china").count();
    let abroad = |names: &[String]| names.iter().any(|name| ABROAD.contains(&name.as_str()));
    match (towns(a), towns(b)) {
        _ if a.is_empty() || b.is_empty() => false,
        (0, _) => abroad(b),
        (_, 0) => abroad(a),
        _ => true,
    }
}

fn or_none(words: &[String]) -> String {
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}
