//! Institutions known in outline: a name and a country, from lists that give little more.
//!
//! They keep a name such as "Nanjing University of Posts and Telecommunications" from being taken
//! for "Nanjing University", and give a country where nothing else does.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde::Deserialize;

use super::line::Line;
use super::ror::Record;
use crate::name::{Key, Vocabulary, words};
use crate::party::Kind;

#[derive(Deserialize)]
struct Older {
    name: String,
    country_code: String,
    #[serde(default)]
    types: Vec<String>,
}

#[derive(Deserialize)]
struct Stub {
    id: String,
    label: String,
    /// How, from which record and from which country it is named.
    #[serde(default)]
    seen_from: Vec<(String, String, String)>,
}

/// Lines for institutions that no record has: universities of `older` (JSON lines `name`,
/// `country_code`, `types` of an older release), and companies that `stubs` (JSON lines `id`,
/// `label`, `seen_from`) names with their country. Malformed lines are passed over.
///
/// The older list files Hong Kong and Macau under CN: an entry of CN is kept only when its name
/// holds a town of the records in China, or names Hong Kong or Macau.
pub fn lines(records: &[Record], older: &str, stubs: &str, vocabulary: &Vocabulary) -> String {
    let stubs: Vec<Stub> = stubs.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let mut lines: BTreeSet<String> = companies(records, &stubs).collect();
    lines.extend(universities(records, older, &stubs, vocabulary));
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn companies<'a>(records: &'a [Record], stubs: &'a [Stub]) -> impl Iterator<Item = String> + 'a {
    let countries: HashMap<&str, &str> = records.iter().map(Record::country_named).collect();
    let by_id: HashMap<&str, &Record> = records.iter().map(|record| (record.id(), record)).collect();
    stubs.iter().filter_map(move |stub| {
        let (_, named) = stub.label.strip_suffix(')')?.rsplit_once(" (")?;
        let country = countries.get(named).filter(|country| country.len() == 2)?;
        let owner = stub.seen_from.iter().find(|(how, _, _)| how == "child");
        let owner = owner.and_then(|(_, id, _)| by_id.get(last_part(id))).filter(|r| r.has(Kind::Company));
        let headquarters = owner.map(|owner| owner.country()).filter(|owner| owner != country);
        let line = Line {
            id: last_part(&stub.id),
            country,
            headquarters: headquarters.unwrap_or_default(),
            kinds: "c",
            names: &stub.label,
            parents: owner.map_or("", |owner| owner.id()),
            ..Line::default()
        };
        (!stub.label.contains(['|', '\t'])).then(|| line.join())
    })
}

fn universities(records: &[Record], older: &str, stubs: &[Stub], vocabulary: &Vocabulary) -> Vec<String> {
    let keys = |name: &str| words(name, vocabulary).into_iter().map(|word| word.key).collect::<Vec<_>>();
    let known: HashSet<Vec<Key>> = records.iter().flat_map(Record::names).map(|name| keys(name)).collect();
    let chinese: Vec<&str> = records.iter().filter_map(|record| record.town_in("CN")).collect();
    let mut ids: HashMap<&str, Option<&str>> = HashMap::new();
    for stub in stubs {
        ids.entry(&stub.label).and_modify(|known| *known = None).or_insert(Some(last_part(&stub.id)));
    }
    let mut found = Vec::new();
    for entry in older.lines().filter_map(|line| serde_json::from_str::<Older>(line).ok()) {
        let university = entry.types.iter().any(|kind| kind == "Education");
        let Some(country) = country(&entry, &chinese).filter(|_| university) else { continue };
        let name_keys = keys(&entry.name);
        if name_keys.len() > 1 && !known.contains(&name_keys) && !entry.name.contains(['|', '\t']) {
            let id = ids.get(entry.name.as_str()).copied().flatten().unwrap_or_default();
            let line = Line { id, country, kinds: "e", names: &entry.name, ..Line::default() };
            found.push(line.join());
        }
    }
    found
}

fn last_part(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or_default()
}

fn country<'a>(entry: &'a Older, chinese: &[&str]) -> Option<&'a str> {
    let name = entry.name.as_str();
    match entry.country_code.as_str() {
        "CN" if name.contains("Hong Kong") => Some("HK"),
        "CN" if name.contains("Macau") || name.contains("Macao") => Some("MO"),
        "CN" => chinese.iter().any(|town| name.contains(town)).then_some("CN"),
        code => (code.len() == 2).then_some(code),
    }
}
