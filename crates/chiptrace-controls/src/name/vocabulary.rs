//! The words that names of institutions are made of, and their abbreviations.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::fold;
use super::key::{Key, KeyMap};

/// What a word does in a name or an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
pub enum Role {
    /// A small word that does not count: of, the, de.
    Small = 1,
    /// "and".
    And = 2,
    /// Heads a part of an institution: department, faculty, school.
    Unit = 4,
    /// Heads an institution: university, institute, academy.
    Institution = 8,
    /// The legal form of a company: Inc., Ltd.
    Company = 16,
    /// Says what is studied or what kind it is, and so names no institution by itself: physics, national.
    Generic = 32,
    /// Heads a part that carries the name of the whole before it: "Ghent University Centre for …".
    Part = 256,
    /// May follow the name of a company: Research, Labs, Cloud.
    Branch = 64,
    /// Says which of several namesakes is meant: North, Central, New.
    Direction = 128,
}

/// A set of roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Roles(u16);

impl Roles {
    /// Whether the word has this role.
    pub fn has(self, role: Role) -> bool {
        self.0 & role as u16 != 0
    }
}

/// Words with their roles and abbreviations.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    entries: KeyMap<(Key, Roles)>,
    misprints: Vec<Misprint>,
    /// Bit `n` is set where a misprint begins with letter number `n`.
    misprint_initials: u32,
}

/// A long word that is often misprinted in its middle.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Misprint {
    begins: String,
    ends: Vec<String>,
    means: String,
}

/// Why a vocabulary could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the list of words cannot be read: {0}")]
pub struct VocabularyError(String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    small: Vec<String>,
    and: Vec<String>,
    unit: Vec<String>,
    institution: Vec<String>,
    company: Vec<String>,
    part: Vec<String>,
    branch: Vec<String>,
    direction: Vec<String>,
    misprint: Vec<Misprint>,
    same: BTreeMap<String, Vec<String>>,
}

const EMBEDDED: &str = include_str!("../../../../data/parties/words.toml");
const GENERIC: &str = include_str!("../../../../data/parties/generic-words.txt");

impl Vocabulary {
    /// The vocabulary compiled into the program.
    ///
    /// # Errors
    /// When the compiled-in lists are malformed.
    pub fn embedded() -> Result<Self, VocabularyError> {
        Self::read(EMBEDDED, GENERIC)
    }

    /// Reads a list of words (TOML) and a list of generic words (one a line, `#` begins a remark).
    ///
    /// # Errors
    /// When the TOML is not of the expected form.
    pub fn read(words: &str, generic: &str) -> Result<Self, VocabularyError> {
        let file: File = toml::from_str(words).map_err(|e| VocabularyError(e.to_string()))?;
        let mut vocabulary = Self::default();
        for (word, others) in &file.same {
            for other in others {
                vocabulary.equate(other, word);
            }
        }
        for (role, list) in [
            (Role::Small, &file.small),
            (Role::And, &file.and),
            (Role::Unit, &file.unit),
            (Role::Institution, &file.institution),
            (Role::Company, &file.company),
            (Role::Part, &file.part),
            (Role::Branch, &file.branch),
            (Role::Direction, &file.direction),
        ] {
            list.iter().for_each(|word| vocabulary.mark(word, role));
        }
        let lines = generic.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        lines.for_each(|word| vocabulary.mark(word, Role::Generic));
        vocabulary.spread();
        let initials = file.misprint.iter().filter_map(|misprint| misprint.begins.bytes().next());
        let letters = initials.filter(u8::is_ascii_lowercase).map(|letter| 1 << (letter - b'a'));
        vocabulary.misprint_initials = letters.fold(0, |set, letter: u32| set | letter);
        vocabulary.misprints = file.misprint;
        Ok(vocabulary)
    }

    /// The key and roles of folded letters.
    pub fn look_up(&self, folded: &str) -> (Key, Roles) {
        let plain = Key::of(folded);
        if let Some(entry) = self.entries.get(&plain) {
            return *entry;
        }
        let key = singular_key(folded).unwrap_or(plain);
        if let Some(entry) = self.entries.get(&key) {
            return *entry;
        }
        self.misprinted(folded).unwrap_or((key, Roles::default()))
    }

    fn misprinted(&self, folded: &str) -> Option<(Key, Roles)> {
        let initial = folded.bytes().next().filter(u8::is_ascii_lowercase)?;
        if self.misprint_initials & 1 << (initial - b'a') == 0 {
            return None;
        }
        let meant = self.misprints.iter().find(|misprint| {
            folded.len() > 5
                && folded.len().abs_diff(misprint.means.len()) < 3
                && folded.starts_with(misprint.begins.as_str())
                && misprint.ends.iter().any(|end| folded.ends_with(end.as_str()))
        })?;
        self.entries.get(&Key::of(&meant.means)).copied()
    }

    fn equate(&mut self, other: &str, word: &str) {
        let target = stem(word);
        self.entries.entry(target).or_insert((target, Roles::default()));
        for key in both_keys(other) {
            self.entries.insert(key, (target, Roles::default()));
        }
    }

    fn mark(&mut self, word: &str, role: Role) {
        for key in both_keys(word) {
            let entry = self.entries.entry(key).or_insert((stem(word), Roles::default()));
            entry.1.0 |= role as u16;
        }
    }

    /// Gives every spelling the roles of the word it stands for.
    fn spread(&mut self) {
        let roles: KeyMap<Roles> = self.entries.iter().map(|(key, (_, roles))| (*key, *roles)).collect();
        for (target, own) in self.entries.values_mut() {
            own.0 |= roles.get(target).map_or(0, |roles| roles.0);
        }
    }
}

fn both_keys(word: &str) -> [Key; 2] {
    let mut folded = String::new();
    fold(word, &mut folded);
    [Key::of(&folded), stem(word)]
}

fn stem(word: &str) -> Key {
    let mut folded = String::new();
    fold(word, &mut folded);
    singular_key(&folded).unwrap_or_else(|| Key::of(&folded))
}

/// The key without a plural ending, if there is one.
fn singular_key(folded: &str) -> Option<Key> {
    if folded.len() < 5 || !folded.ends_with('s') {
        return None;
    }
    if ["ss", "us", "is"].iter().any(|ending| folded.ends_with(ending)) {
        return None;
    }
    if let Some(head) = folded.strip_suffix("ies") {
        return Some(Key::of(&format!("{head}y")));
    }
    folded.strip_suffix('s').map(Key::of)
}
