//! The words of an organisation's name, each with what it tells.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::name::fold;

const EMBEDDED: &str = include_str!("../../../../data/names/organisation-words.toml");

/// Why the list of words was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("organisation words: {0}")]
pub struct VocabularyError(String);

/// What a word of a name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tells {
    /// Which organisation it is.
    Itself,
    /// What kind of thing it is.
    Kind,
    /// Where it is.
    Place,
    /// Which of several it is: a number.
    Number,
    /// That it is a part, a relative or a namesake.
    Apart,
}

/// A word of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Folded and spelled in the usual way.
    pub text: String,
    /// What it tells.
    pub tells: Tells,
}

/// A name as its words; legal forms are left out.
#[derive(Debug, Clone, Default)]
pub struct NameWords {
    /// The words in their order.
    pub words: Vec<Word>,
    /// All letters and digits without gaps.
    pub joined: String,
}

/// What words tell.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    legal: Vec<String>,
    known: BTreeMap<String, (String, Tells)>,
    short: BTreeMap<String, String>,
    chinese: Vec<(String, String)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    legal: Vec<String>,
    generic: Vec<String>,
    places: Vec<String>,
    apart: Vec<String>,
    short: BTreeMap<String, String>,
    chinese: BTreeMap<String, String>,
}

impl Vocabulary {
    /// The words compiled into the program.
    pub fn embedded() -> Result<Self, VocabularyError> {
        let file: File = toml::from_str(EMBEDDED).map_err(|error| VocabularyError(error.to_string()))?;
        let mut known = BTreeMap::new();
        let kinds = [(file.generic, Tells::Kind), (file.places, Tells::Place), (file.apart, Tells::Apart)];
        for (words, tells) in kinds {
            for entry in words {
                let (word, usual) = entry.split_once(':').unwrap_or((&entry, &entry));
                known.insert(folded(word), (folded(usual), tells));
            }
        }
        let mut chinese: Vec<(String, String)> = file.chinese.into_iter().collect();
        chinese.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        let legal = file.legal.iter().map(|word| folded(word)).collect();
        Ok(Self { legal, known, short: file.short, chinese })
    }

    /// The words of a name.
    pub fn read(&self, name: &str) -> NameWords {
        let name = self.without_chinese(name).replace("R&D", "research development");
        let mut words = Vec::new();
        for piece in name.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’') {
            let piece = folded(piece);
            let long = self.short.get(&piece).unwrap_or(&piece);
            words.extend(
                long.split(' ').map(folded).filter(|word| self.counts(word)).map(|word| self.word(&word)),
            );
        }
        let joined = words.iter().map(|word: &Word| word.text.as_str()).collect();
        NameWords { words, joined }
    }

    fn counts(&self, word: &String) -> bool {
        !word.is_empty() && !self.legal.contains(word)
    }

    fn word(&self, folded: &str) -> Word {
        if let Some((usual, tells)) = self.known.get(folded) {
            return Word { text: usual.clone(), tells: *tells };
        }
        let digits: String = folded.chars().take_while(char::is_ascii_digit).collect();
        let rest = folded.get(digits.len()..).unwrap_or_default();
        if !digits.is_empty() && ["", "st", "nd", "rd", "th"].contains(&rest) {
            return Word { text: digits.trim_start_matches('0').to_owned(), tells: Tells::Number };
        }
        let ordinals =
            ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
        if let Some(at) = ordinals.iter().position(|word| *word == folded) {
            return Word { text: (at + 1).to_string(), tells: Tells::Number };
        }
        Word { text: folded.to_owned(), tells: Tells::Itself }
    }

    /// The name with Chinese words put into the words they stand for.
    fn without_chinese(&self, name: &str) -> String {
        if name.is_ascii() {
            return name.to_owned();
        }
        let put =
            |text: String, (word, meaning): &(String, String)| text.replace(word, &format!(" {meaning} "));
        self.chinese.iter().fold(name.to_owned(), put)
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

/// The ways in which one printed name can be meant: as it stands, without what is in brackets, and
/// what is in brackets where that is a name of its own.
pub fn forms(name: &str) -> Vec<String> {
    let name = subordinate(name).unwrap_or(name);
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
    let mut forms = vec![name.to_owned()];
    if !inside.is_empty() {
        forms.push(outside);
    }
    let at_end = name.trim_end().ends_with([')', '）']);
    let acronym = |text: &String| text.len() >= 3 && text.chars().all(|c| c.is_ascii_uppercase() || c == '-');
    forms.extend(inside.pop().filter(|text| at_end && acronym(text)));
    forms
}

/// The part that an entry names behind its parent: “X. Affiliated Entity: Y” is about Y.
fn subordinate(name: &str) -> Option<&str> {
    let marks = ["Affiliated Entity:", "Subordinate Institution -", "Subordinate Institute -"];
    marks.iter().find_map(|mark| name.split_once(mark)).map(|(_, part)| part.trim())
}
