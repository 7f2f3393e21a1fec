//! Countries, and the country groups of the Export Administration Regulations with their dated changes.
//!
//! The records are `data/places/*.toml`. Hong Kong and Macau are places of their own; for the law,
//! Hong Kong is China since the day in the records.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::date::Date;

/// An ISO 3166-1 alpha-2 code.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CountryCode([u8; 2]);

/// Why a country code could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no country code: expected two letters of ISO 3166-1, such as CN or DE")]
pub struct CountryCodeError(String);

impl CountryCode {
    /// The two letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

// As one number: codes are looked up for every clause of every question.
impl Ord for CountryCode {
    fn cmp(&self, other: &Self) -> Ordering {
        u16::from_be_bytes(self.0).cmp(&u16::from_be_bytes(other.0))
    }
}

impl PartialOrd for CountryCode {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl FromStr for CountryCode {
    type Err = CountryCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.trim().as_bytes() {
            &[a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Ok(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => Err(CountryCodeError(text.to_owned())),
        }
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for CountryCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CountryCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A country group of Supplement No. 1 to part 740.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Group {
    #[serde(rename = "A:1")]
    A1,
    #[serde(rename = "A:2")]
    A2,
    #[serde(rename = "A:3")]
    A3,
    #[serde(rename = "A:4")]
    A4,
    #[serde(rename = "A:5")]
    A5,
    #[serde(rename = "A:6")]
    A6,
    B,
    #[serde(rename = "D:1")]
    D1,
    #[serde(rename = "D:2")]
    D2,
    #[serde(rename = "D:3")]
    D3,
    #[serde(rename = "D:4")]
    D4,
    #[serde(rename = "D:5")]
    D5,
    #[serde(rename = "E:1")]
    E1,
    #[serde(rename = "E:2")]
    E2,
}

/// A set of country groups.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Groups(u16);

impl Groups {
    /// Whether the group is in the set.
    pub fn contains(self, group: Group) -> bool {
        self.0 & (1 << group as u16) != 0
    }

    fn with(self, groups: &[Group]) -> Self {
        groups.iter().fold(self, |set, group| Self(set.0 | (1 << *group as u16)))
    }

    fn without(self, groups: &[Group]) -> Self {
        groups.iter().fold(self, |set, group| Self(set.0 & !(1 << *group as u16)))
    }
}

/// A country as ISO 3166-1 lists it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Country {
    /// Two letters.
    pub alpha2: CountryCode,
    /// Three letters.
    pub alpha3: String,
    /// Three digits; absent for Kosovo, which ISO has not numbered.
    pub numeric: Option<String>,
    /// The name in English.
    pub name: String,
    /// Further names.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// `data/places/countries.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountryFile {
    /// Where the table comes from.
    pub source: String,
    /// The countries.
    pub country: Vec<Country>,
}

/// `data/places/ear-country-groups.toml`: one day's table, and the changes that led to it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupFile {
    /// The day of the table.
    pub as_of: Date,
    /// The first day for which changes are recorded.
    pub changes_since: Date,
    /// Where the table comes from.
    pub source: String,
    /// Members of each group on that day.
    pub members: BTreeMap<CountryCode, Vec<Group>>,
    /// Changes before that day, each undone for the days before it.
    pub change: Vec<GroupChange>,
    /// Places that the regulations treat as part of another.
    pub treated_as: Vec<TreatedAs>,
}

/// A country that joined and left groups on a day.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupChange {
    /// The first day of the new state.
    pub from: Date,
    /// The day it became known.
    pub known: Date,
    /// Who.
    pub country: CountryCode,
    /// Groups that it joined.
    #[serde(default)]
    pub joins: Vec<Group>,
    /// Groups that it left.
    #[serde(default)]
    pub leaves: Vec<Group>,
    /// The rule that made the change.
    pub citation: String,
    /// How well it is known: `P`, `S`, `D` or `N`.
    pub verification: String,
}

/// A place that the law treats as part of another since a day.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TreatedAs {
    /// The place.
    pub place: CountryCode,
    /// What it counts as.
    pub as_part_of: CountryCode,
    /// Since when.
    pub from: Date,
    /// The rule that says so.
    pub citation: String,
}

/// All countries, with their groups on any day.
#[derive(Debug, Clone)]
pub struct Places {
    countries: BTreeMap<CountryCode, Country>,
    groups: GroupFile,
    by_name: BTreeMap<String, CountryCode>,
}

impl Places {
    /// Builds the table from the two record files.
    pub fn new(countries: CountryFile, groups: GroupFile) -> Self {
        let mut by_name = BTreeMap::new();
        for country in &countries.country {
            let names = country.aliases.iter().chain([&country.name, &country.alpha3]);
            for name in names {
                by_name.insert(name.to_lowercase(), country.alpha2);
            }
        }
        let countries = countries.country.into_iter().map(|country| (country.alpha2, country)).collect();
        Self { countries, groups, by_name }
    }

    /// The record of a country, if the code is assigned.
    pub fn get(&self, code: CountryCode) -> Option<&Country> {
        self.countries.get(&code)
    }

    /// All countries by code.
    pub fn all(&self) -> impl Iterator<Item = &Country> {
        self.countries.values()
    }

    /// A country by code or by name, as people write it.
    pub fn find(&self, text: &str) -> Option<&Country> {
        let by_code = text.parse().ok().and_then(|code| self.get(code));
        by_code.or_else(|| self.get(*self.by_name.get(&text.trim().to_lowercase())?))
    }

    /// What the regulations take a place for on a day: Hong Kong is China since 2020-12-23.
    pub fn in_law(&self, place: CountryCode, day: Date) -> CountryCode {
        let rule = self.groups.treated_as.iter().find(|rule| rule.place == place && rule.from <= day);
        rule.map_or(place, |rule| rule.as_part_of)
    }

    /// The groups of a country on a day, as far as they were known on another.
    pub fn groups(&self, country: CountryCode, day: Date, known_on: Date) -> Groups {
        let country = self.in_law(country, day);
        let now = self.groups.members.get(&country).map_or(&[][..], Vec::as_slice);
        let changes = self.groups.change.iter().rev().filter(|change| change.country == country);
        changes
            .filter(|change| day < change.from || known_on < change.known)
            .fold(Groups::default().with(now), |set, change| set.without(&change.joins).with(&change.leaves))
    }

    /// Every day on which the groups of a country, or what it counts as, change.
    pub fn change_days(&self, country: CountryCode) -> impl Iterator<Item = Date> {
        let groups = self.groups.change.iter().filter(move |change| change.country == country);
        let treated = self.groups.treated_as.iter().filter(move |rule| rule.place == country);
        groups.map(|change| change.from).chain(treated.map(|rule| rule.from))
    }

    /// The dated changes, oldest first.
    pub fn changes(&self) -> &[GroupChange] {
        &self.groups.change
    }
}
