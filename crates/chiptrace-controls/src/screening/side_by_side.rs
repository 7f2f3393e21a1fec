//! The words of two names laid side by side: which of them agree, and what only one name has.

use crate::spelling::distance;

use super::words::{NameWords, Tells, Word};

/// Two words, or a word and two that are written as one, that agree.
#[derive(Debug, Clone, Copy)]
pub(super) struct Agreeing<'a> {
    /// The word of the first name.
    pub word: &'a Word,
    /// How well they agree, up to 1.
    pub alike: f64,
    /// What the commoner of them weighs.
    pub weight: f64,
    at_a: usize,
    at_b: usize,
}

/// Two names side by side.
#[derive(Debug, Default)]
pub(super) struct SideBySide<'a> {
    /// The words that agree, in the order of the first name.
    pub shared: Vec<Agreeing<'a>>,
    /// The words that only the first has.
    pub only_a: Vec<&'a Word>,
    /// The words that only the second has.
    pub only_b: Vec<&'a Word>,
    used_a: u64,
    used_b: u64,
}

/// Names are read up to this many words.
const LONGEST: usize = 60;

impl<'a> SideBySide<'a> {
    /// Lays two names side by side; words that one name writes as one first, then the best
    /// agreements.
    pub fn of(a: &'a NameWords, b: &'a NameWords) -> Self {
        let (a, b) = (head(&a.words), head(&b.words));
        let mut sides = Self::default();
        sides.join_up(a, b, false);
        sides.join_up(b, a, true);
        sides.pair_up(a, b);
        sides.shared.sort_by_key(|agreeing| agreeing.at_a);
        sides.only_a = left_over(a, sides.used_a);
        sides.only_b = left_over(b, sides.used_b);
        sides
    }

    fn pair_up(&mut self, a: &'a [Word], b: &'a [Word]) {
        let mut pairs: Vec<Agreeing<'a>> = Vec::with_capacity(a.len());
        for (at_a, word) in a.iter().enumerate() {
            for (at_b, other) in b.iter().enumerate() {
                let alike = alike(word, other);
                if alike > 0.0 {
                    let weight = word.weight.min(other.weight);
                    pairs.push(Agreeing { word, alike, weight, at_a, at_b });
                }
            }
        }
        let apart = |pair: &Agreeing<'_>| pair.at_a.abs_diff(pair.at_b);
        pairs.sort_by(|x, y| y.alike.total_cmp(&x.alike).then_with(|| apart(x).cmp(&apart(y))));
        for pair in pairs {
            if self.used_a & 1 << pair.at_a == 0 && self.used_b & 1 << pair.at_b == 0 {
                self.used_a |= 1 << pair.at_a;
                self.used_b |= 1 << pair.at_b;
                self.shared.push(pair);
            }
        }
    }

    /// Pairs words of one name with neighbours of the other that are written as one: “Sense Time”.
    fn join_up(&mut self, a: &'a [Word], b: &'a [Word], turned: bool) {
        for (at_a, word) in a.iter().enumerate() {
            let (used_a, used_b) =
                if turned { (self.used_b, self.used_a) } else { (self.used_a, self.used_b) };
            let free = |at: usize, len: usize| used_a & 1 << at_a == 0 && used_b & run(at, len) == 0;
            let found = (0..b.len()).find_map(|at| Some((at, written_apart(word, b.get(at..)?)?)));
            let Some((at_b, len)) = found.filter(|(at, len)| free(*at, *len)) else { continue };
            let (mine, theirs) = (1 << at_a, run(at_b, len));
            let (in_a, in_b) = if turned { (theirs, mine) } else { (mine, theirs) };
            self.used_a |= in_a;
            self.used_b |= in_b;
            let (at_a, at_b) = if turned { (at_b, at_a) } else { (at_a, at_b) };
            self.shared.push(Agreeing { word, alike: 1.0, weight: word.weight, at_a, at_b });
        }
    }

    /// The words that only the first has of those that tell one thing.
    pub fn only_a_telling(&self, tells: Tells) -> Vec<&'a str> {
        telling(&self.only_a, tells)
    }

    /// The words that only the second has of those that tell one thing.
    pub fn only_b_telling(&self, tells: Tells) -> Vec<&'a str> {
        telling(&self.only_b, tells)
    }

    /// Whether the names say two places, as far as is known.
    pub fn places_differ(&self) -> bool {
        are_two_places(&self.only_a, &self.only_b)
    }

    /// Whether the words that agree stand in another order.
    pub fn is_in_another_order(&self) -> bool {
        self.shared.windows(2).any(|pair| matches!(pair, [first, second] if first.at_b > second.at_b))
    }

    /// Whether a word agrees that is more than a number, a place or a letter.
    pub fn agrees_in_a_name(&self) -> bool {
        let tells = |word: &Word| matches!(word.tells, Tells::Itself | Tells::Kind | Tells::Apart);
        self.shared.iter().any(|agreeing| tells(agreeing.word) && agreeing.word.text.chars().nth(1).is_some())
    }

    /// Whether a word agrees that tells which organisation it is, and is not merely the beginning of one.
    pub fn agrees_in_itself(&self) -> bool {
        self.shared.iter().any(|agreeing| agreeing.word.tells == Tells::Itself && agreeing.alike >= 0.8)
    }

    /// Whether the first words agree.
    pub fn begin_alike(&self) -> bool {
        self.used_a & self.used_b & 1 == 1
    }
}

fn telling<'a>(words: &[&'a Word], tells: Tells) -> Vec<&'a str> {
    words.iter().filter(|word| word.tells == tells).map(|word| word.text.as_str()).collect()
}

/// Two towns differ; “China” beside a Chinese town is no difference, beside another country it is.
fn are_two_places(a: &[&Word], b: &[&Word]) -> bool {
    let places = |words: &[&Word]| words.iter().filter(|word| word.tells == Tells::Place).count();
    let china = |words: &[&Word]| words.iter().filter(|word| word.text == "china").count();
    let abroad = |words: &[&Word]| words.iter().any(|word| word.is_abroad);
    if places(a) == 0 || places(b) == 0 {
        return false;
    }
    match (places(a) - china(a), places(b) - china(b)) {
        (0, _) => abroad(b),
        (_, 0) => abroad(a),
        _ => true,
    }
}

fn head(words: &[Word]) -> &[Word] {
    words.get(..words.len().min(LONGEST)).unwrap_or_default()
}

fn left_over(words: &[Word], used: u64) -> Vec<&Word> {
    words.iter().enumerate().filter(|(at, _)| used & 1 << at == 0).map(|(_, word)| word).collect()
}

/// So many words from a place on.
fn run(at: usize, len: usize) -> u64 {
    ((1 << len) - 1) << at
}

/// How many words, two or more, that others begin with are the word written apart.
fn written_apart(word: &Word, others: &[Word]) -> Option<usize> {
    let mut rest = word.text.as_str();
    for (at, other) in others.iter().enumerate() {
        if at > 0 && rest.trim_end_matches('s') == other.text.trim_end_matches('s') {
            return Some(at + 1);
        }
        rest = rest.strip_prefix(other.text.as_str()).filter(|rest| !rest.is_empty())?;
    }
    None
}

/// How well two words agree: 1 for the same, less for an abbreviation or a letter or two in long words.
fn alike(a: &Word, b: &Word) -> f64 {
    if a.text == b.text {
        return 1.0;
    }
    let (short, long) = if a.text.len() <= b.text.len() { (a, b) } else { (b, a) };
    let len = short.text.len();
    let names_or_kinds = |word: &Word| matches!(word.tells, Tells::Itself | Tells::Kind);
    if len < 4 || !names_or_kinds(a) || !names_or_kinds(b) || has_digit(a) || has_digit(b) {
        return 0.0;
    }
    if a.tells == Tells::Kind && b.tells == Tells::Kind {
        return 0.0;
    }
    if long.text.starts_with(short.text.as_str()) {
        return 0.75;
    }
    if a.tells == b.tells && long.text.len() - len <= 2 { misspelled(a, b, len) } else { 0.0 }
}

fn misspelled(a: &Word, b: &Word, shorter: usize) -> f64 {
    match distance(&a.text, &b.text) {
        1 if shorter >= 5 => 0.9,
        1 if shorter >= 4 => 0.6,
        2 if shorter >= 9 => 0.8,
        _ => 0.0,
    }
}

fn has_digit(word: &Word) -> bool {
    word.text.bytes().any(|byte| byte.is_ascii_digit())
}
