//! Universities that the records at hand lack, from lists that give little more than their names.
//!
//! They keep a name such as "Nanjing University of Posts and Telecommunications" from being taken
//! for "Nanjing University", and give a country where nothing else does.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;

use super::line::Line;
use super::ror::Record;
use crate::name::{Key, Vocabulary, words};

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
}

/// Lines for universities named in `older` (JSON lines `name`, `country_code`, `types` of an older
/// release) and in no record; with their ids where `stubs` (JSON lines `id`, `label`) has the label
/// once. Malformed lines are passed over.
///
/// The older list files Hong Kong and Macau under CN: an entry of CN is kept only when its name
/// holds a town or region of the records in China, or names Hong Kong or Macau.
pub fn lines(records: &[Record], older: &str, stubs: &str, vocabulary: &Vocabulary) -> String {
    let keys = |name: &str| words(name, vocabulary).into_iter().map(|word| word.key).collect::<Vec<_>>();
    let known: HashSet<Vec<Key>> = records.iter().flat_map(Record::names).map(|name| keys(name)).collect();
    let chinese: Vec<&str> = records.iter().filter_map(|record| record.town_in("CN")).collect();
    let ids = ids(stubs);
    let mut found = BTreeMap::new();
    for entry in older.lines().filter_map(|line| serde_json::from_str::<Older>(line).ok()) {
        let university = entry.types.iter().any(|kind| kind == "Education");
        let Some(country) = country(&entry, &chinese).filter(|_| university) else { continue };
        let name_keys = keys(&entry.name);
        if name_keys.len() > 1 && !known.contains(&name_keys) && !entry.name.contains(['|', '\t']) {
            found.insert((country.to_owned(), entry.name), ());
        }
    }
    let line = |(country, name): &(String, String)| {
        let id = ids.get(name.as_str()).copied().flatten().unwrap_or_default();
        let line = Line { id, country, kinds: "e", names: name, ..Line::default() };
        format!("{}\n", line.join())
    };
    found.keys().map(line).collect()
}

/// The id of each label; `None` where several have it.
fn ids(stubs: &str) -> HashMap<String, Option<&str>> {
    let mut ids: HashMap<String, Option<&str>> = HashMap::new();
    for line in stubs.lines() {
        let Ok(stub) = serde_json::from_str::<Stub>(line) else { continue };
        let last = stub.id.rsplit('/').next().unwrap_or_default();
        let id = line.find(last).and_then(|at| line.get(at..at + last.len()));
        ids.entry(stub.label).and_modify(|known| *known = None).or_insert(id);
    }
    ids
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
