//! What a sentence says of a chip besides its number: memory, and what it was used for.

use regex::Regex;
use serde::Deserialize;

use super::count::PatternError;
use super::shape::Written;

/// The patterns of `data/reading/attributes.toml`.
#[derive(Debug)]
pub struct AttributePatterns {
    memory: Vec<Regex>,
    host: Regex,
    activities: Vec<(String, Regex)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    memory: Vec<String>,
    host: String,
    activity: Vec<Activity>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Activity {
    name: String,
    pattern: String,
}

impl AttributePatterns {
    /// Reads the patterns.
    ///
    /// # Errors
    /// When the text is not of the expected shape or a pattern is no regular expression.
    pub fn from_toml(text: &str) -> Result<Self, PatternError> {
        let file: File = toml::from_str(text)?;
        let activities = file.activity.into_iter().map(|a| Ok((a.name, Regex::new(&a.pattern)?)));
        Ok(Self {
            memory: file.memory.iter().map(|pattern| Regex::new(pattern)).collect::<Result<_, _>>()?,
            host: Regex::new(&file.host)?,
            activities: activities.collect::<Result<_, regex::Error>>()?,
        })
    }

    /// Memory of the chip in focus in GB, where the sentence gives it outside the name.
    pub fn memory(&self, written: &Written) -> Option<f64> {
        self.memory.iter().find_map(|pattern| {
            pattern.captures_iter(&written.text).find_map(|found| {
                let (whole, size) = (found.get(0)?, found.name("n")?);
                let touches = whole.start() <= written.focus && written.focus < whole.end();
                let after = written.text.get(size.end() + "GB".len()..)?;
                (touches && !self.host.is_match(after)).then(|| size.as_str().parse().ok())?
            })
        })
    }

    /// What the chip was used for.
    pub fn activity(&self, text: &str) -> Option<&str> {
        self.activities.iter().find(|(_, pattern)| pattern.is_match(text)).map(|(name, _)| name.as_str())
    }
}
