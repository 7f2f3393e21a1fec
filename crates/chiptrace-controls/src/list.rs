//! Listed parties as dated records.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::place::CountryCode;

/// One file of `data/lists/`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListFile {
    /// The list's id: `entity-list`.
    pub list: String,
    /// The list's name.
    pub title: String,
    /// Where the list is published.
    pub citation: String,
    /// Its entries.
    #[serde(default)]
    pub entry: Vec<EntryRecord>,
}

/// An entry as its file has it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryRecord {
    /// The party's name as listed.
    pub name: String,
    /// Further names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Countries of the listed addresses.
    #[serde(default)]
    pub countries: Vec<CountryCode>,
    /// The first day of the listing; absent where no source gives it.
    pub from: Option<Date>,
    /// Whether `from` is the effective day, the day of publication, or less sure.
    pub from_basis: Option<String>,
    /// The last day of the listing, where it ended or is set to end.
    pub to: Option<Date>,
    /// The rule that listed it.
    pub citation: Option<String>,
    /// What needs a licence.
    pub requirement: Option<String>,
    /// How applications are reviewed.
    pub policy: Option<String>,
    /// Footnotes of the list that apply.
    #[serde(default)]
    pub footnotes: Vec<u8>,
    /// Where the record was read.
    pub source: String,
}

/// A party on a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// The list's id.
    pub list: String,
    /// The party's name as listed.
    pub name: String,
    /// Further names.
    pub aliases: Vec<String>,
    /// Countries of the listed addresses.
    pub countries: Vec<CountryCode>,
    /// The first day of the listing; `None` where no source gives it.
    pub from: Option<Date>,
    /// How sure the first day is.
    pub from_basis: Option<String>,
    /// The last day, where it ended or is set to end.
    pub to: Option<Date>,
    /// The rule that listed it.
    pub citation: Option<String>,
    /// What needs a licence.
    pub requirement: Option<String>,
    /// How applications are reviewed.
    pub policy: Option<String>,
    /// Footnotes of the list that apply.
    pub footnotes: Vec<u8>,
    /// Where the record was read.
    pub source: String,
}

impl Entry {
    /// Whether the party was listed on a day; `None` where the first day is not known.
    pub fn listed_on(&self, day: Date) -> Option<bool> {
        if self.to.is_some_and(|to| day > to) {
            return Some(false);
        }
        self.from.map(|from| from <= day)
    }

    /// Whether the party may be at home in a country: one of its addresses is there, or none is recorded.
    pub fn may_be_in(&self, country: CountryCode) -> bool {
        self.countries.is_empty() || self.countries.contains(&country)
    }

    fn gain(&mut self, other: Self) {
        let names = other.aliases.into_iter().chain([other.name]);
        let new: Vec<String> = names.filter(|name| !self.names().any(|known| known == name)).collect();
        self.aliases.extend(new);
        let countries = other.countries.into_iter().filter(|country| !self.countries.contains(country));
        let new: Vec<CountryCode> = countries.collect();
        self.countries.extend(new);
        self.from = self.from.or(other.from);
        self.to = self.to.or(other.to);
    }

    /// All its names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.aliases.iter().chain([&self.name]).map(String::as_str)
    }
}

/// All listed parties.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    entries: Vec<Entry>,
    by_name: BTreeMap<String, Vec<usize>>,
    titles: BTreeMap<String, String>,
}

impl Lists {
    /// Puts list files together.
    pub fn new(files: impl IntoIterator<Item = ListFile>) -> Self {
        let mut titles = BTreeMap::new();
        let entries = files.into_iter().flat_map(|file| {
            titles.insert(file.list.clone(), file.title.clone());
            file.into_entries()
        });
        Self::of(entries.collect(), titles)
    }

    /// These lists with more entries: a party that is on a list already gains the names and countries
    /// that it lacks, and keeps its days. A list that has a title keeps it.
    pub fn joined(self, files: impl IntoIterator<Item = ListFile>) -> Self {
        let mut at: BTreeMap<(String, String), usize> = BTreeMap::new();
        let Self { mut entries, mut titles, .. } = self;
        for (index, entry) in entries.iter().enumerate() {
            at.entry((entry.list.clone(), plain(&entry.name))).or_insert(index);
        }
        for file in files {
            titles.entry(file.list.clone()).or_insert_with(|| file.title.clone());
            for entry in file.into_entries() {
                let known = at.get(&(entry.list.clone(), plain(&entry.name)));
                match known.and_then(|index| entries.get_mut(*index)) {
                    Some(known) => known.gain(entry),
                    None => entries.push(entry),
                }
            }
        }
        Self::of(entries, titles)
    }

    fn of(entries: Vec<Entry>, titles: BTreeMap<String, String>) -> Self {
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, entry) in entries.iter().enumerate() {
            for name in entry.names() {
                let found = by_name.entry(plain(name)).or_default();
                if !found.contains(&at) {
                    found.push(at);
                }
            }
        }
        Self { entries, by_name, titles }
    }

    /// The entries that have exactly this name, legal forms and punctuation aside.
    pub fn named(&self, name: &str) -> Vec<&Entry> {
        let found = self.by_name.get(&plain(name));
        found.into_iter().flatten().filter_map(|at| self.entries.get(*at)).collect()
    }

    /// The name of a list, by its id.
    pub fn title(&self, list: &str) -> Option<&str> {
        self.titles.get(list).map(String::as_str)
    }

    /// Every entry.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

/// A name without case, punctuation, brackets and legal forms.
fn plain(name: &str) -> String {
    const LEGAL_FORMS: [&str; 14] = [
        "co",
        "ltd",
        "limited",
        "company",
        "corp",
        "corporation",
        "inc",
        "llc",
        "pte",
        "plc",
        "gmbh",
        "ag",
        "the",
        "sdn",
    ];
    let mut depth = 0_u32;
    let open: String = name
        .chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .flat_map(char::to_lowercase)
        .collect();
    let words = open.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let kept: Vec<&str> = words.filter(|word| !LEGAL_FORMS.contains(word)).collect();
    kept.join(" ")
}

impl ListFile {
    fn into_entries(self) -> impl Iterator<Item = Entry> {
        let list = self.list;
        self.entry.into_iter().map(move |record| record.into_entry(&list))
    }
}

impl EntryRecord {
    fn into_entry(self, list: &str) -> Entry {
        Entry {
            list: list.to_owned(),
            name: self.name,
            aliases: self.aliases,
            countries: self.countries,
            from: self.from,
            from_basis: self.from_basis,
            to: self.to,
            citation: self.citation,
            requirement: self.requirement,
            policy: self.policy,
            footnotes: self.footnotes,
            source: self.source,
        }
    }
}
