//! Countries, regions and towns by the names papers print.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::edits::Edits;
use super::index::{Builder, Index};
use super::line::Line;
use crate::name::{Vocabulary, Word};
use crate::place::CountryCode;

/// How large a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// A town, or a region as the registry of institutions names it.
    Town,
    /// A state or province.
    Region,
    /// A country or territory.
    Country,
}

/// A place that a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// First word, of the words searched.
    pub first: usize,
    /// Last word.
    pub last: usize,
    /// The country.
    pub country: CountryCode,
    /// How large it is.
    pub extent: Extent,
    /// Hundredths of the institutions in places of this name that stand in this country.
    pub share: u8,
}

/// Places by name.
#[derive(Debug)]
pub struct Gazetteer {
    index: Index,
    places: Vec<(CountryCode, Extent, u8)>,
    codes: BTreeMap<String, CountryCode>,
}

/// Why the places could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the list of places cannot be read: {0}")]
pub struct GazetteerError(String);

#[derive(Deserialize)]
struct Countries {
    country: Vec<Country>,
}

#[derive(Deserialize)]
struct Country {
    alpha2: CountryCode,
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
}

type Spelled = BTreeMap<CountryCode, Vec<String>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spellings {
    names: Spelled,
    regions: Spelled,
    codes: Spelled,
}

const COUNTRIES: &str = include_str!("../../../../data/places/countries.toml");
const SPELLINGS: &str = include_str!("../../../../data/places/spellings.toml");
const TOWNS: &str = include_str!("../../../../data/parties/towns.tsv");

impl Gazetteer {
    /// The places compiled into the program.
    ///
    /// # Errors
    /// When the compiled-in data is malformed.
    pub fn embedded(vocabulary: &Vocabulary) -> Result<Self, GazetteerError> {
        let countries: Countries = toml::from_str(COUNTRIES).map_err(|e| GazetteerError(e.to_string()))?;
        let spellings: Spellings = toml::from_str(SPELLINGS).map_err(|e| GazetteerError(e.to_string()))?;
        let mut named: Vec<(String, CountryCode, Extent, u8)> = Vec::new();
        for country in countries.country {
            let names = country.aliases.into_iter().chain([country.name]);
            named.extend(names.map(|name| (name, country.alpha2, Extent::Country, 100)));
        }
        for (spelled, extent) in [(&spellings.names, Extent::Country), (&spellings.regions, Extent::Region)] {
            for (code, names) in spelled {
                named.extend(names.iter().map(|name| (name.clone(), *code, extent, 100)));
            }
        }
        named.extend(towns(TOWNS)?);
        Ok(Self::of(named, &spellings.codes, vocabulary))
    }

    fn of(named: Vec<(String, CountryCode, Extent, u8)>, codes: &Spelled, vocabulary: &Vocabulary) -> Self {
        let edits = Edits::default();
        let mut builder = Builder::new(vocabulary, &edits);
        let mut places = Vec::with_capacity(named.len());
        for (name, country, extent, share) in named {
            builder.add(places.len() as u32, &Line { names: &name, ..Line::default() });
            places.push((country, extent, share));
        }
        let codes =
            codes.iter().flat_map(|(country, codes)| codes.iter().map(|code| (code.clone(), *country)));
        Self { index: builder.finish(), places, codes: codes.collect() }
    }

    /// The places that `words` name, also those within longer names.
    pub fn find(&self, words: &[Word]) -> Vec<Placed> {
        let found = self.index.find(words).into_iter().filter_map(|named| {
            let (country, extent, share) = *self.places.get(named.institution as usize)?;
            Some(Placed { first: named.first, last: named.last, country, extent, share })
        });
        found.collect()
    }

    /// The country of a postal code of a state or province: `CA`, `ON`.
    pub fn of_code(&self, code: &str) -> Option<CountryCode> {
        self.codes.get(code).copied()
    }
}

fn towns(text: &str) -> Result<Vec<(String, CountryCode, Extent, u8)>, GazetteerError> {
    let mut rows: Vec<(&str, CountryCode, u32)> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let (name, country, count) = (columns.next(), columns.next(), columns.next());
        let row = name.zip(country.and_then(|c| c.parse().ok())).zip(count.and_then(|c| c.parse().ok()));
        let ((name, country), count) = row.ok_or_else(|| GazetteerError(format!("towns: {line}")))?;
        rows.push((name, country, count));
    }
    let mut totals: BTreeMap<&str, u32> = BTreeMap::new();
    for (name, _, count) in &rows {
        *totals.entry(name).or_default() += count;
    }
    let share =
        |name: &str, count: u32| (count * 100 / totals.get(name).copied().unwrap_or(count).max(1)) as u8;
    Ok(rows
        .iter()
        .map(|(name, country, count)| ((*name).to_owned(), *country, Extent::Town, share(name, *count)))
        .collect())
}
