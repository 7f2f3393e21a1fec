//! Countries, regions and towns by the names papers print.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::edits::Edits;
use super::index::{Builder, Index};
use super::line::Line;
use super::prebuilt::{Reader, Writer};
use crate::name::{Role, Vocabulary, Word, words};
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
    /// How many institutions stand there, for towns.
    pub institutions: u32,
}

/// Places by name.
#[derive(Debug)]
pub struct Gazetteer {
    index: Index,
    places: Vec<Entry>,
    codes: BTreeMap<String, Vec<CountryCode>>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    country: CountryCode,
    extent: Extent,
    share: u8,
    institutions: u32,
}

impl Entry {
    fn whole(country: CountryCode, extent: Extent) -> Self {
        Self { country, extent, share: 100, institutions: 0 }
    }
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

/// Bytes of a town's name that must be left without a small word at its end.
const SHORTEST_TOWN: usize = 4;

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
        let mut named: Vec<(String, Entry)> = Vec::new();
        for country in countries.country {
            let names = country.aliases.into_iter().chain([country.name]);
            named.extend(names.map(|name| (name, Entry::whole(country.alpha2, Extent::Country))));
        }
        for (spelled, extent) in [(&spellings.names, Extent::Country), (&spellings.regions, Extent::Region)] {
            for (code, names) in spelled {
                named.extend(names.iter().map(|name| (name.clone(), Entry::whole(*code, extent))));
            }
        }
        named.extend(towns(TOWNS)?);
        Ok(Self::of(named, &spellings.codes, vocabulary))
    }

    pub(super) fn encode(&self, out: &mut Writer) {
        self.index.encode(out);
        out.number(self.places.len() as u32);
        for place in &self.places {
            out.country(place.country);
            out.number(u32::from_le_bytes([place.extent as u8, place.share, 0, 0]));
            out.number(place.institutions);
        }
    }

    /// The places of bytes; `None` where they are none.
    pub(super) fn decode(from: &mut Reader<'_>) -> Option<Self> {
        let index = Index::decode(from)?;
        let place = |from: &mut Reader<'_>| {
            let country = from.country()?;
            let [extent, share, ..] = from.number()?.to_le_bytes();
            let extent = [Extent::Town, Extent::Region, Extent::Country].get(usize::from(extent)).copied()?;
            Some(Entry { country, extent, share, institutions: from.number()? })
        };
        let places = (0..from.count(3)?).map(|_| place(from)).collect::<Option<Vec<_>>>()?;
        let spellings: Spellings = toml::from_str(SPELLINGS).ok()?;
        Some(Self { index, places, codes: codes(&spellings.codes) })
    }

    fn of(named: Vec<(String, Entry)>, spelled: &Spelled, vocabulary: &Vocabulary) -> Self {
        let edits = Edits::default();
        let mut builder = Builder::new(vocabulary, &edits);
        let mut places = Vec::with_capacity(named.len());
        for (name, entry) in named {
            if entry.extent == Extent::Town && is_common(&name, vocabulary) {
                continue;
            }
            builder.add(places.len() as u32, &Line { names: &name, ..Line::default() });
            places.push(entry);
        }
        Self { index: builder.finish(), places, codes: codes(spelled) }
    }

    /// The places that `words` name, also those within longer names.
    pub fn find(&self, words: &[Word]) -> Vec<Placed> {
        let found = self.index.find(words).into_iter().filter_map(|named| {
            let entry = self.places.get(named.institution as usize)?;
            Some(Placed {
                first: named.first,
                last: named.last,
                country: entry.country,
                extent: entry.extent,
                share: entry.share,
                institutions: entry.institutions,
            })
        });
        found.collect()
    }

    /// The countries that have this postal code of a state or province: `CA`, `ON`.
    pub fn of_code(&self, code: &str) -> &[CountryCode] {
        self.codes.get(code).map_or(&[], Vec::as_slice)
    }
}

fn codes(spelled: &Spelled) -> BTreeMap<String, Vec<CountryCode>> {
    let mut codes: BTreeMap<String, Vec<CountryCode>> = BTreeMap::new();
    for (country, list) in spelled {
        list.iter().for_each(|code| codes.entry(code.clone()).or_default().push(*country));
    }
    codes
}

/// Whether a town has a name of common words (Nature, National), or one of which little is left
/// without the small word at its end (Chi-an).
fn is_common(name: &str, vocabulary: &Vocabulary) -> bool {
    let found = words(name, vocabulary);
    let common = |word: &Word| word.roles.has(Role::Generic) || word.roles.has(Role::Institution);
    let left: usize = found.iter().map(|word| word.range.len()).sum();
    let ends_early = found.last().is_some_and(|word| word.range.end < name.len());
    (ends_early && left < SHORTEST_TOWN) || found.iter().all(common)
}

fn towns(text: &str) -> Result<Vec<(String, Entry)>, GazetteerError> {
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
    let entry = |&(name, country, institutions): &(&str, CountryCode, u32)| {
        let total = totals.get(name).copied().unwrap_or(institutions).max(1);
        let share = (institutions * 100 / total) as u8;
        (name.to_owned(), Entry { country, extent: Extent::Town, share, institutions })
    };
    Ok(rows.iter().map(entry).collect())
}
