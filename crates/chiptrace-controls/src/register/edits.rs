//! Corrections to upstream facts, each with its reason.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::line::Line;
use crate::place::CountryCode;

/// Corrections and additions, read from TOML.
#[derive(Debug, Clone, Default)]
pub struct Edits {
    add: Vec<Add>,
    names: BTreeMap<String, Vec<Names>>,
    removed: BTreeMap<String, Vec<String>>,
    headquarters: BTreeMap<String, CountryCode>,
}

/// Why edits could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the file of edits cannot be read: {0}")]
pub struct EditsError(String);

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    add: Vec<Add>,
    #[serde(default)]
    names: Vec<Names>,
    #[serde(default)]
    remove: Vec<Remove>,
    #[serde(default)]
    headquarters: Vec<Headquarters>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Add {
    id: String,
    country: String,
    #[serde(default)]
    headquarters: String,
    #[serde(default)]
    city: String,
    kinds: String,
    names: Vec<String>,
    #[serde(default)]
    acronyms: Vec<String>,
    #[serde(default)]
    parents: Vec<String>,
    #[serde(default)]
    domains: Vec<String>,
    reason: String,
    source: String,
}

/// Names to add to an institution.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    of: String,
    #[serde(default)]
    pub(super) names: Vec<String>,
    /// Acronyms that name it without further context.
    #[serde(default)]
    pub(super) acronyms: Vec<String>,
    /// Acronyms that name others too.
    #[serde(default)]
    pub(super) shared_acronyms: Vec<String>,
    reason: String,
    source: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Remove {
    of: String,
    names: Vec<String>,
    reason: String,
    source: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Headquarters {
    of: String,
    country: String,
    reason: String,
    source: String,
}

impl Edits {
    /// Reads edits.
    ///
    /// # Errors
    /// When the TOML is malformed, a country is no code, or a reason or source is missing.
    pub fn read(text: &str) -> Result<Self, EditsError> {
        let file: File = toml::from_str(text).map_err(|e| EditsError(e.to_string()))?;
        let grounds = file.add.iter().map(|e| (&e.id, &e.reason, &e.source));
        let grounds = grounds.chain(file.names.iter().map(|e| (&e.of, &e.reason, &e.source)));
        let grounds = grounds.chain(file.remove.iter().map(|e| (&e.of, &e.reason, &e.source)));
        let mut grounds = grounds.chain(file.headquarters.iter().map(|e| (&e.of, &e.reason, &e.source)));
        let blank = |text: &String| text.trim().is_empty();
        if let Some((id, ..)) = grounds.find(|(_, reason, source)| blank(reason) || blank(source)) {
            return Err(EditsError(format!("the edit of {id} gives no reason or no source")));
        }
        let mut edits = Self { add: file.add, ..Self::default() };
        for names in file.names {
            edits.names.entry(names.of.clone()).or_default().push(names);
        }
        for remove in file.remove {
            edits.removed.entry(remove.of).or_default().extend(remove.names);
        }
        for entry in file.headquarters {
            let country = entry.country.parse().map_err(|e| EditsError(format!("{}: {e}", entry.of)))?;
            edits.headquarters.insert(entry.of, country);
        }
        Ok(edits)
    }

    /// Ids of institutions of the upstream register that edits speak of.
    pub fn named(&self) -> Vec<String> {
        self.names.keys().chain(self.removed.keys()).chain(self.headquarters.keys()).cloned().collect()
    }

    /// Lines of the institutions that edits add.
    pub(super) fn added_lines(&self) -> String {
        let lines = self.add.iter().map(|add| {
            let line = Line {
                id: &add.id,
                country: &add.country,
                headquarters: &add.headquarters,
                city: &add.city,
                kinds: &add.kinds,
                names: &add.names.join("|"),
                acronyms: &add.acronyms.join("|"),
                parents: &add.parents.join(" "),
                domains: &add.domains.join(" "),
                ..Line::default()
            };
            line.join()
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Whether edits change the names of an institution.
    pub(super) fn speaks_of(&self, id: &str) -> bool {
        self.names.contains_key(id) || self.removed.contains_key(id)
    }

    /// Names that edits give an institution.
    pub(super) fn names_of(&self, id: &str) -> &[Names] {
        self.names.get(id).map_or(&[], Vec::as_slice)
    }

    /// Whether an edit takes this name away.
    pub(super) fn removes(&self, id: &str, name: &str) -> bool {
        self.removed.get(id).is_some_and(|names| names.iter().any(|removed| removed == name))
    }

    /// The headquarters that edits state, by id.
    pub(super) fn headquarters(&self) -> impl Iterator<Item = (&str, CountryCode)> {
        self.headquarters.iter().map(|(id, country)| (id.as_str(), *country))
    }
}
