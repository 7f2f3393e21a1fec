//! The official dump of the Research Organization Registry (CC0), schemas 1 and 2.
//!
//! Only facts are taken: id, names, country, city, kinds, parents, domains, first year, successor. Records are
//! read one by one, so a dump of any size needs little memory beyond what is kept.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;

use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};

use super::line::Line;
use crate::name::{Vocabulary, words};
use crate::party::{Kind, Kinds};

/// A record of the dump.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    id: String,
    country: String,
    country_name: String,
    city: String,
    region: String,
    kinds: Kinds,
    names: Vec<String>,
    acronyms: Vec<String>,
    parents: Vec<(String, String)>,
    domains: Vec<String>,
    successor: String,
    established: Option<i16>,
    withdrawn: bool,
    links: usize,
}

/// Which records to keep.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Countries of which every record is kept that is a place of education, a facility, a company,
    /// a public body or a hospital.
    pub whole: Vec<String>,
    /// How many of the others are kept: the largest, by how many names, relationships and
    /// identifiers in other registers they have, universities before others of the same count.
    pub elsewhere: usize,
    /// Ids kept in any case: those that edits speak of.
    pub named: Vec<String>,
}

/// Why a dump could not be read. Nothing of it is used then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DumpError {
    /// The file ends too early.
    #[error("the dump is cut short after {0} records; fetch it again")]
    Truncated(usize),
    /// The file is no dump.
    #[error("no ROR dump: {0}")]
    Malformed(String),
    /// A schema this program does not know.
    #[error("the dump is of schema {0}; this program reads schemas 1 and 2")]
    Schema(String),
    /// It holds no record.
    #[error("the dump holds no record")]
    Empty,
}

/// Reads a dump: one JSON array of records.
///
/// # Errors
/// When it is cut short, of an unknown schema, empty, or no dump.
pub fn read(json: impl Read) -> Result<Vec<Record>, DumpError> {
    let mut records = Vec::new();
    let mut newer = None;
    let mut deserializer = serde_json::Deserializer::from_reader(std::io::BufReader::new(json));
    let outcome = deserializer.deserialize_seq(Records { records: &mut records, newer: &mut newer });
    if let Some(version) = newer {
        return Err(DumpError::Schema(version));
    }
    match outcome {
        Err(error) if error.is_eof() || error.is_io() => Err(DumpError::Truncated(records.len())),
        Err(error) => Err(DumpError::Malformed(error.to_string())),
        Ok(()) if records.is_empty() => Err(DumpError::Empty),
        Ok(()) => Ok(records),
    }
}

struct Records<'a> {
    records: &'a mut Vec<Record>,
    newer: &'a mut Option<String>,
}

impl<'de> Visitor<'de> for Records<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of ROR records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(raw) = seq.next_element::<Raw>()? {
            if let Some(version) = raw.unknown_schema() {
                *self.newer = Some(version);
                return Err(serde::de::Error::custom("unknown schema"));
            }
            self.records.push(raw.record());
        }
        Ok(())
    }
}

/// Both schemas in one: fields of the other are absent.
#[derive(Deserialize)]
struct Raw {
    id: String,
    #[serde(default)]
    admin: Admin,
    #[serde(default)]
    names: Vec<RawName>,
    #[serde(default)]
    locations: Vec<Location>,
    #[serde(default)]
    types: Vec<String>,
    #[serde(default)]
    relationships: Vec<Relationship>,
    #[serde(default)]
    status: String,
    #[serde(default)]
    domains: Vec<String>,
    #[serde(default)]
    links: Vec<Link>,
    #[serde(default)]
    established: Option<i16>,
    #[serde(default)]
    external_ids: serde_json::Value,
    // Schema 1.
    #[serde(default)]
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    acronyms: Vec<String>,
    #[serde(default)]
    labels: Vec<Label>,
    #[serde(default)]
    country: Option<CountryOf>,
    #[serde(default)]
    addresses: Vec<Address>,
}

#[derive(Deserialize, Default)]
struct Admin {
    #[serde(default)]
    last_modified: Stamp,
}

#[derive(Deserialize, Default)]
struct Stamp {
    #[serde(default)]
    schema_version: String,
}

#[derive(Deserialize)]
struct RawName {
    value: String,
    #[serde(default)]
    types: Vec<String>,
}

#[derive(Deserialize)]
struct Location {
    geonames_details: Place,
}

#[derive(Deserialize, Default)]
struct Place {
    #[serde(default)]
    country_code: Option<String>,
    #[serde(default)]
    country_name: Option<String>,
    #[serde(default)]
    country_subdivision_name: Option<String>,
    #[serde(default)]
    name: Option<String>,
}

#[derive(Deserialize)]
struct Relationship {
    id: String,
    #[serde(default)]
    label: String,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Link {
    Plain(String),
    Typed {
        #[serde(rename = "type")]
        kind: String,
        value: String,
    },
}

#[derive(Deserialize)]
struct Label {
    label: String,
}

#[derive(Deserialize)]
struct CountryOf {
    country_code: String,
    #[serde(default)]
    country_name: String,
}

#[derive(Deserialize)]
struct Address {
    #[serde(default)]
    city: Option<String>,
    #[serde(default)]
    state: Option<String>,
}

impl Raw {
    fn unknown_schema(&self) -> Option<String> {
        let version = &self.admin.last_modified.schema_version;
        let major = version.split('.').next().unwrap_or_default();
        (!matches!(major, "" | "1" | "2")).then(|| version.clone())
    }

    fn record(self) -> Record {
        let (country, country_name) = self.country();
        let (city, region) = self.city();
        let related =
            |kind: &'static str| self.relationships.iter().filter(move |r| r.kind.eq_ignore_ascii_case(kind));
        let kinds = self.types.iter().filter_map(|kind| kind.parse::<Kind>().ok());
        let identifiers = match &self.external_ids {
            serde_json::Value::Array(list) => list.len(),
            serde_json::Value::Object(map) => map.len(),
            _ => 0,
        };
        let (names, acronyms) = self.all_names();
        Record {
            id: last_part(&self.id),
            links: self.relationships.len() + identifiers + names.len() + acronyms.len(),
            kinds: kinds.fold(Kinds::default(), Kinds::with),
            parents: related("parent").map(|r| (last_part(&r.id), r.label.clone())).collect(),
            successor: related("successor").next().map(|r| last_part(&r.id)).unwrap_or_default(),
            domains: self.all_domains(),
            established: self.established,
            withdrawn: self.status.eq_ignore_ascii_case("withdrawn"),
            country,
            country_name,
            city,
            region,
            names,
            acronyms,
        }
    }

    fn country(&self) -> (String, String) {
        let place = self.locations.first().map(|location| &location.geonames_details);
        match (place, &self.country) {
            (Some(place), _) => (
                place.country_code.clone().unwrap_or_default(),
                place.country_name.clone().unwrap_or_default(),
            ),
            (None, Some(country)) => (country.country_code.clone(), country.country_name.clone()),
            (None, None) => Default::default(),
        }
    }

    fn city(&self) -> (String, String) {
        let place = self.locations.first().map(|location| &location.geonames_details);
        let (city, region) = match (place, self.addresses.first()) {
            (Some(place), _) => (place.name.clone(), place.country_subdivision_name.clone()),
            (None, Some(address)) => (address.city.clone(), address.state.clone()),
            (None, None) => (None, None),
        };
        (city.unwrap_or_default(), region.unwrap_or_default())
    }

    fn all_names(&self) -> (Vec<String>, Vec<String>) {
        let of = |kind: &'static str| self.names.iter().filter(move |n| n.types.iter().any(|t| t == kind));
        let first = of("ror_display").map(|n| n.value.clone()).chain([self.name.clone()]);
        let others =
            self.names.iter().filter(|n| !n.types.iter().any(|t| t == "acronym" || t == "ror_display"));
        let names = first.chain(others.map(|n| n.value.clone()));
        let names =
            names.chain(self.labels.iter().map(|l| l.label.clone())).chain(self.aliases.iter().cloned());
        let acronyms = of("acronym").map(|n| n.value.clone()).chain(self.acronyms.iter().cloned());
        // Numbers of mixed units (UMR 5242) tell by the number only, which texts seldom print with it.
        let acronyms = acronyms.filter(|acronym| {
            !["UMR", "UPR", "EA ", "UR ", "USR"].iter().any(|unit| acronym.starts_with(unit))
        });
        (distinct(names), distinct(acronyms))
    }

    fn all_domains(&self) -> Vec<String> {
        let sites = self.links.iter().filter_map(|link| match link {
            Link::Plain(url) => Some(url),
            Link::Typed { kind, value } if kind == "website" => Some(value),
            Link::Typed { .. } => None,
        });
        let hosts = sites.filter_map(|url| host(url));
        distinct(self.domains.iter().cloned().chain(hosts))
    }
}

fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for name in names {
        let clean = name.replace(['|', '\t', '\n', '\r'], " ");
        let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
        if !clean.is_empty() && !kept.contains(&clean) {
            kept.push(clean);
        }
    }
    kept
}

fn last_part(id: &str) -> String {
    id.rsplit('/').next().unwrap_or_default().to_owned()
}

fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', ':']).next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    host.contains('.').then(|| host.to_owned())
}

/// Lines for a register, and what was left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Built {
    /// One institution a line, by country and id.
    pub lines: String,
    /// Towns and regions, the country each stands in, and how many institutions stand there:
    /// `name`, `country`, `number`, separated by tabs.
    pub towns: String,
    /// How many institutions the lines hold.
    pub kept: usize,
    /// How many were left out by the scope.
    pub left_out: usize,
    /// How many upstream has withdrawn.
    pub withdrawn: usize,
}

/// Makes register lines of a dump.
pub fn build(records: &[Record], scope: &Scope, vocabulary: &Vocabulary) -> Built {
    let kept = select(records, scope);
    let ids: HashMap<&str, &Record> = records.iter().map(|record| (record.id.as_str(), record)).collect();
    let kept_ids: std::collections::HashSet<&str> = kept.iter().map(|record| record.id.as_str()).collect();
    let countries: HashMap<&str, &str> =
        records.iter().map(|record| (record.country_name.as_str(), record.country.as_str())).collect();
    let mut lines = String::new();
    for record in &kept {
        let headquarters = headquarters(record, &ids, &countries).unwrap_or_default();
        let parents = record.parents.iter().map(|(id, _)| id.as_str()).filter(|id| kept_ids.contains(id));
        let line = Line {
            id: &record.id,
            country: &record.country,
            headquarters,
            city: &record.city,
            kinds: &record.kinds.letters(),
            names: &different(&record.names, vocabulary).join("|"),
            acronyms: &record.acronyms.join("|"),
            parents: &parents.collect::<Vec<_>>().join(" "),
            domains: &record.telling_domains().join(" "),
            successor: &record.successor,
            successor_since: &successor_since(record, &ids).map(|year| year.to_string()).unwrap_or_default(),
        };
        lines.push_str(&line.join());
        lines.push('\n');
    }
    let withdrawn = records.iter().filter(|record| record.withdrawn).count();
    let left_out = records.len() - withdrawn - kept.len();
    Built { lines, towns: towns(records), kept: kept.len(), left_out, withdrawn }
}

/// The first year of the institution that a record's became or went into: before it, it was itself. One that is
/// older than the record's tells nothing.
fn successor_since(record: &Record, ids: &HashMap<&str, &Record>) -> Option<i16> {
    let since = ids.get(record.successor.as_str())?.established?;
    record.established.is_none_or(|established| established < since).then_some(since)
}

/// The names whose words differ, in scripts that papers print affiliations in.
fn different<'a>(names: &'a [String], vocabulary: &Vocabulary) -> Vec<&'a str> {
    let mut seen = std::collections::HashSet::new();
    let foreign = |c: char| matches!(c, '\u{590}'..='\u{10ff}' | '\u{1200}'..='\u{1cff}');
    let mut kept = Vec::new();
    for (place, name) in names.iter().enumerate() {
        let keys: Vec<_> = words(name, vocabulary).into_iter().map(|word| word.key).collect();
        if (seen.insert(keys) && !name.contains(foreign)) || place == 0 {
            kept.push(name.as_str());
        }
    }
    kept
}

fn select<'a>(records: &'a [Record], scope: &Scope) -> Vec<&'a Record> {
    let usable = records.iter().filter(|r| !r.withdrawn && r.country.len() == 2 && !r.names.is_empty());
    let (mut kept, mut others): (Vec<_>, Vec<_>) = usable.partition(|r| {
        (scope.whole.contains(&r.country) && r.kinds.publishes()) || scope.named.contains(&r.id)
    });
    others.sort_by(|a, b| b.size().cmp(&a.size()).then(a.id.cmp(&b.id)));
    others.truncate(scope.elsewhere);
    kept.append(&mut others);
    kept.sort_by(|a, b| a.country.cmp(&b.country).then(a.id.cmp(&b.id)));
    kept
}

/// The country of the company at the top of a company's owners, where it is another.
fn headquarters<'a>(
    record: &'a Record,
    ids: &HashMap<&str, &'a Record>,
    countries: &HashMap<&str, &'a str>,
) -> Option<&'a str> {
    if !record.kinds.has(Kind::Company) {
        return None;
    }
    let mut current = record;
    let mut country = record.country.as_str();
    for _ in 0..8 {
        let Some((id, label)) = current.parents.first() else { break };
        let Some(parent) = ids.get(id.as_str()) else {
            let named = label.rsplit_once(" (").map(|(_, tail)| tail.trim_end_matches(')'));
            country = named.and_then(|name| countries.get(name)).copied().unwrap_or(country);
            break;
        };
        if parent.kinds.has(Kind::Company) {
            country = &parent.country;
        } else if !parent.kinds.has(Kind::Facility) {
            break;
        }
        current = parent;
    }
    (country != record.country && country.len() == 2).then_some(country)
}

fn towns(records: &[Record]) -> String {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for record in records.iter().filter(|record| !record.withdrawn && record.country.len() == 2) {
        for place in [&record.city, &record.region] {
            if place.chars().count() > 2 && !place.contains(['\t', '\n']) {
                *counts.entry((place.as_str(), record.country.as_str())).or_default() += 1;
            }
        }
    }
    counts.iter().map(|((name, country), count)| format!("{name}\t{country}\t{count}\n")).collect()
}

impl Record {
    /// Its full names.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn country(&self) -> &str {
        &self.country
    }

    /// The name of its country, and its code.
    pub(super) fn country_named(&self) -> (&str, &str) {
        (&self.country_name, &self.country)
    }

    pub(super) fn has(&self, kind: Kind) -> bool {
        self.kinds.has(kind)
    }

    /// Its city, if it stands in that country.
    pub(super) fn town_in(&self, country: &str) -> Option<&str> {
        (self.country == country && self.city.len() > 3).then_some(self.city.as_str())
    }

    /// How large it seems: how much is recorded of it, and six more for a university.
    fn size(&self) -> usize {
        self.links + if self.kinds.has(Kind::Education) { 6 } else { 0 }
    }

    /// Domains whose ending does not show the country: `huawei.com`, but not `pku.edu.cn`.
    fn telling_domains(&self) -> Vec<&str> {
        let silent = |domain: &&str| {
            let ending = domain.rsplit('.').next().unwrap_or_default();
            let shown =
                ending.len() == 2 && !matches!(ending, "ai" | "io" | "co" | "me" | "tv" | "cc" | "eu");
            let american = self.country == "US" && matches!(ending, "edu" | "gov" | "mil");
            !shown && !american && domain.is_ascii()
        };
        self.domains.iter().map(String::as_str).filter(silent).collect()
    }
}
