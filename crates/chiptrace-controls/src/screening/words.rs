//! The words of an organisation's name, each with what it tells.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::name::{fold, is_ideograph};

use super::chinese::Glossary;
use super::evidence::Weights;
use super::rarity::Rarity;

const EMBEDDED: &str = include_str!("../../../../data/names/organisation-words.toml");

/// Why the list of words was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("organisation words: {0}")]
pub struct VocabularyError(pub(super) String);

/// What a word of a name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tells {
    /// Which organisation it is.
    Itself,
    /// What kind of thing it is.
    Kind,
    /// Where it is.
    Place,
    /// Which of several it is: a number, a point of the compass.
    Number,
    /// That it is a part, a relative or a namesake.
    Apart,
}

/// A word of a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// Folded and spelled in the usual way.
    pub text: String,
    /// What it tells.
    pub tells: Tells,
    /// Whether it is a place outside China.
    pub is_abroad: bool,
    /// 1 for a word that few names have, less the more have it.
    pub weight: f64,
}

/// A name as its words; legal forms are left out.
#[derive(Debug, Clone, Default)]
pub struct NameWords {
    /// The words in their order.
    pub words: Vec<Word>,
    /// All letters and digits without gaps.
    pub joined: String,
    /// Whether the name is written in Chinese characters.
    pub is_chinese: bool,
}

/// What words tell.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    legal: Vec<String>,
    known: BTreeMap<String, (String, Tells)>,
    abroad: BTreeSet<String>,
    short: BTreeMap<String, String>,
    chinese: Glossary,
    rarity: Rarity,
    weights: Weights,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    legal: Vec<String>,
    generic: Vec<String>,
    which: Vec<String>,
    places: Vec<String>,
    abroad: Vec<String>,
    apart: Vec<String>,
    traditional: String,
    short: BTreeMap<String, String>,
    chinese: BTreeMap<String, String>,
}

impl Vocabulary {
    /// The words compiled into the program.
    pub fn embedded() -> Result<Self, VocabularyError> {
        let file: File = toml::from_str(EMBEDDED).map_err(|error| VocabularyError(error.to_string()))?;
        let mut known = BTreeMap::new();
        let usual = |entry: &String| folded(entry.split_once(':').map_or(entry.as_str(), |(_, usual)| usual));
        let abroad = file.abroad.iter().map(usual).collect();
        let kinds = [
            (file.generic, Tells::Kind),
            (file.which, Tells::Number),
            (file.places, Tells::Place),
            (file.abroad, Tells::Place),
            (file.apart, Tells::Apart),
        ];
        for (words, tells) in kinds {
            for entry in words {
                let (word, usual) = entry.split_once(':').unwrap_or((&entry, &entry));
                known.insert(folded(word), (folded(usual), tells));
            }
        }
        let is_known = |meaning: &str| meaning.split(' ').any(|word| known.contains_key(word));
        let chinese = Glossary::new(file.chinese, &file.traditional, is_known);
        let legal = file.legal.iter().map(|word| folded(word)).collect();
        Ok(Self {
            legal,
            known,
            abroad,
            short: file.short,
            chinese,
            rarity: Rarity::embedded()?,
            weights: Weights::embedded()?,
        })
    }

    /// What each sign for one organisation weighs.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// The words of a name.
    pub fn read(&self, name: &str) -> NameWords {
        let is_chinese = name.chars().any(is_ideograph);
        let name = self.chinese.read(name).replace("R&D", "research development");
        let mut words = Vec::new();
        for piece in pieces(&name) {
            let long = self.short.get(&piece).map(String::as_str);
            let long = long.or_else(|| self.chinese.sounding(&piece)).unwrap_or(&piece);
            words.extend(
                long.split(' ').map(folded).filter(|word| self.counts(word)).map(|word| self.word(&word)),
            );
        }
        let joined = words.iter().map(|word: &Word| word.text.as_str()).collect();
        NameWords { words, joined, is_chinese }
    }

    /// Whether a name shows by a word, a digit or its script that an organisation has it.
    ///
    /// Lists hold people too, and not all of them say who is one.
    pub fn shows_an_organisation(&self, name: &str) -> bool {
        const SMALL: [&str; 17] = [
            "the", "of", "and", "for", "in", "at", "de", "la", "a", "to", "with", "as", "est", "sa", "ab",
            "no", "al",
        ];
        const SURNAMES_TOO: [&str; 24] = [
            "west", "north", "south", "east", "law", "marine", "bank", "key", "power", "new", "high", "hi",
            "state", "force", "cloud", "general", "army", "space", "air", "ocean", "press", "ship", "plant",
            "normal",
        ];
        let words: Vec<String> = name.split(|c: char| !c.is_alphanumeric()).map(folded).collect();
        let told = |word: &String| {
            let legal = self.legal.contains(word) && !SMALL.contains(&word.as_str());
            let kind = matches!(self.known.get(word), Some((_, Tells::Kind | Tells::Apart)));
            legal || kind && !SURNAMES_TOO.contains(&word.as_str())
        };
        words.iter().filter(|word| !word.is_empty()).count() == 1
            || name.chars().any(|c| c.is_ascii_digit() || c == '&' || is_ideograph(c))
            || words.iter().any(told)
    }

    fn counts(&self, word: &String) -> bool {
        !word.is_empty() && !self.legal.contains(word)
    }

    fn word(&self, folded: &str) -> Word {
        let (text, tells) = self.told(folded);
        let weight = self.rarity.weight(&text);
        let is_abroad = self.abroad.contains(&text);
        Word { text, tells, is_abroad, weight }
    }

    fn told(&self, folded: &str) -> (String, Tells) {
        if let Some((usual, tells)) = self.known.get(folded) {
            return (usual.clone(), *tells);
        }
        let digits: String = folded.chars().take_while(char::is_ascii_digit).collect();
        let rest = folded.get(digits.len()..).unwrap_or_default();
        if !digits.is_empty() && ["", "st", "nd", "rd", "th"].contains(&rest) {
            return (digits.trim_start_matches('0').to_owned(), Tells::Number);
        }
        let ordinals: [&str; 10] =
            ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
        if let Some(at) = ordinals.iter().position(|word| *word == folded) {
            return ((at + 1).to_string(), Tells::Number);
        }
        (singular(folded).to_owned(), Tells::Itself)
    }

    /// Whether what stands in brackets says which of several organisations is meant.
    fn tells_apart(&self, inside: &str) -> bool {
        let words: Vec<Word> =
            pieces(&self.chinese.read(inside)).iter().map(|piece| self.word(piece)).collect();
        words.iter().any(|word| matches!(word.tells, Tells::Place | Tells::Number))
    }

    /// The ways in which one printed name can be meant: as it stands, without what is in brackets unless
    /// that is a place or a number, and what is in brackets at the end where it is a name of its own.
    pub fn forms(&self, name: &str) -> Vec<Form> {
        let name = subordinate(name).unwrap_or(name);
        let (outside, mut inside) = parted(name);
        let form = |text: String, is_short| Form { text, is_short };
        let mut forms = vec![form(name.to_owned(), false)];
        if !inside.is_empty() && !inside.iter().any(|text| self.tells_apart(text)) {
            forms.push(form(outside, false));
        }
        let at_end = name.trim_end().ends_with([')', '）']);
        let acronym =
            |text: &String| text.len() >= 3 && text.chars().all(|c| c.is_ascii_uppercase() || c == '-');
        forms.extend(inside.pop().filter(|text| at_end && acronym(text)).map(|text| form(text, true)));
        forms
    }
}

fn folded(word: &str) -> String {
    let mut folded = String::new();
    fold(word, &mut folded);
    folded
}

impl NameWords {
    /// What to look the name up by: its distinctive words, else all words, and the whole without gaps.
    pub fn keys(&self) -> Vec<String> {
        let itself = || self.words.iter().filter(|word| word.tells == Tells::Itself);
        let words: Vec<&Word> =
            if itself().next().is_some() { itself().collect() } else { self.words.iter().collect() };
        let starts = words.iter().filter(|word| word.text.len() >= 5);
        let starts = starts.filter_map(|word| word.text.get(..4).map(|start| format!("{start}…")));
        let mut keys: Vec<String> = words.iter().map(|word| word.text.clone()).chain(starts).collect();
        keys.push(self.joined.clone());
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Whether it is a place of learning or research, whose words of kind tell which.
    pub fn is_academic(&self) -> bool {
        const KINDS: [&str; 5] = ["university", "college", "institute", "academy", "laboratory"];
        self.words.iter().any(|word| KINDS.contains(&word.text.as_str()))
    }

    /// The words that tell one thing.
    pub fn telling(&self, tells: Tells) -> impl Iterator<Item = &str> {
        self.words.iter().filter(move |word| word.tells == tells).map(|word| word.text.as_str())
    }
}

/// A way in which a printed name can be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The name.
    pub text: String,
    /// Whether it is only the short form that stood in brackets: siblings share their parent's.
    pub is_short: bool,
}

/// A name without what is in brackets, and what is.
fn parted(name: &str) -> (String, Vec<String>) {
    let mut outside = String::new();
    let mut inside = Vec::new();
    let mut depth = 0_u32;
    for c in name.chars() {
        match c {
            '(' | '（' => {
                depth += 1;
                inside.push(String::new());
            }
            ')' | '）' => depth = depth.saturating_sub(1),
            _ if depth > 0 => inside.last_mut().into_iter().for_each(|text| text.push(c)),
            _ => outside.push(c),
        }
    }
    (outside, inside)
}

/// The pieces of a name, folded; single letters that follow one another are one piece: `L.L.C.` is `llc`.
fn pieces(name: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut after_letter = false;
    for piece in name.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’') {
        let piece = folded(piece);
        let is_letter = piece.len() == 1 && piece.bytes().all(|byte| byte.is_ascii_alphabetic());
        match pieces.last_mut() {
            Some(last) if is_letter && after_letter => last.push_str(&piece),
            _ if piece.is_empty() => continue,
            _ => pieces.push(piece),
        }
        after_letter = is_letter;
    }
    pieces
}

/// A word without the ending of the plural.
fn singular(word: &str) -> &str {
    let stem = word.strip_suffix('s').filter(|stem| stem.len() >= 4 && !stem.ends_with('s'));
    stem.filter(|stem| stem.is_ascii()).unwrap_or(word)
}

/// The part that an entry names behind its parent: “X. Affiliated Entity: Y” is about Y.
fn subordinate(name: &str) -> Option<&str> {
    let marks = ["Affiliated Entity:", "Subordinate Institution -", "Subordinate Institute -"];
    marks.iter().find_map(|mark| name.split_once(mark)).map(|(_, part)| part.trim())
}
