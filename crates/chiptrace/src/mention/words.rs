//! The word lists of `data/reading/words.toml`.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

/// Words that reading relies on, by what they tell.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    brands: HashSet<String>,
    units: HashSet<String>,
    context: HashSet<String>,
    fillers: HashSet<String>,
    machines: HashSet<String>,
    forms: HashMap<String, String>,
}

impl Words {
    /// Reads the lists.
    ///
    /// # Errors
    /// When the text is not TOML of the expected shape; the message names line and field.
    pub fn from_toml(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// Makers and brands that stand before a model.
    pub fn is_brand(&self, word: &str) -> bool {
        contains(&self.brands, word)
    }

    /// Nouns for an accelerator as a thing: GPU, card.
    pub fn is_unit(&self, word: &str) -> bool {
        contains(&self.units, word)
    }

    /// Words near which an ambiguous name is read as an accelerator.
    pub fn is_context(&self, word: &str) -> bool {
        contains(&self.context, word)
    }

    /// What may stand between a number and the chip it counts.
    pub fn is_filler(&self, word: &str) -> bool {
        contains(&self.fillers, word)
    }

    /// Machines that hold several accelerators.
    pub fn is_machine(&self, word: &str) -> bool {
        contains(&self.machines, word)
    }

    /// Fills the word classes into a pattern: `{f}` what may stand between a number and its chip, `{m}` a machine.
    pub fn fill(&self, pattern: &str) -> String {
        pattern
            .replace(
                "{f}",
                &format!(
                    "(?:(?:{}|[a-z]+ - [a-z]+|\\d+(?:\\.\\d+)?GB|,|-) ){{0,5}}",
                    alternatives(&self.fillers)
                ),
            )
            .replace("{m}", &format!("(?:{})", alternatives(&self.machines)))
    }

    /// The form factor a word names.
    pub fn form(&self, word: &str) -> Option<&str> {
        self.forms.get(word.to_lowercase().as_str()).map(String::as_str)
    }
}

fn contains(set: &HashSet<String>, word: &str) -> bool {
    set.contains(word) || (word.chars().any(char::is_uppercase) && set.contains(&word.to_lowercase()))
}

/// The words as alternatives of a pattern, longest first, in a stable order.
fn alternatives(set: &HashSet<String>) -> String {
    let mut words: Vec<&str> = set.iter().map(String::as_str).collect();
    words.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    words.iter().map(|word| regex::escape(word)).collect::<Vec<_>>().join("|")
}
