//! Who owns whom, through any depth: shares summed, unknown shares kept unknown, circles harmless.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::place::CountryCode;

/// From this share on, an owner is a parent; per cent.
pub const PARENT: f64 = 50.0;

/// A stake in a party.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stake {
    /// The party that is owned.
    pub of: String,
    /// The owner.
    pub owner: String,
    /// Where the owner is at home, where known.
    #[serde(default)]
    pub owner_country: Option<CountryCode>,
    /// Per cent; `None` where it is not known.
    #[serde(default)]
    pub share: Option<f64>,
    /// Whether the owner controls the party, whatever its share: it consolidates it in its accounts.
    #[serde(default)]
    pub control: bool,
}

impl Stake {
    fn is_of_a_parent(&self) -> bool {
        self.control || self.share.is_some_and(|share| share >= PARENT)
    }
}

/// All stakes that are known, by the party that is owned.
#[derive(Debug, Clone, Default)]
pub struct Ownership {
    owners: BTreeMap<String, Vec<Stake>>,
    countries: BTreeMap<String, CountryCode>,
    /// Names of parties that stakes speak of by an identifier.
    names: BTreeMap<String, String>,
    /// The identifier behind a name; `None` where several parties have the name.
    identifiers: BTreeMap<String, Option<String>>,
}

/// The party at the top of a chain of owners.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Top {
    /// Every step up is a parent.
    Sure(String),
    /// Shares are missing: it may be any of these.
    OneOf(BTreeSet<String>),
}

impl Ownership {
    /// Puts stakes together.
    pub fn new(stakes: impl IntoIterator<Item = Stake>) -> Self {
        let mut ownership = Self::default();
        for stake in stakes {
            ownership.add(stake);
        }
        ownership
    }

    /// Names a party that stakes speak of by an identifier, such as its LEI.
    pub fn name(&mut self, identifier: &str, names: &[String], country: Option<CountryCode>) {
        let id = key(identifier);
        if let Some(country) = country {
            self.countries.insert(id.clone(), country);
        }
        for name in names {
            let behind = self.identifiers.entry(key(name)).or_insert_with(|| Some(id.clone()));
            if behind.as_ref().is_some_and(|other| *other != id) {
                *behind = None;
            }
        }
        if let Some(name) = names.first() {
            self.names.insert(id, name.clone());
        }
    }

    /// The key under which a party stands, by its name or identifier.
    fn at(&self, party: &str) -> String {
        let key = key(party);
        self.identifiers.get(&key).cloned().flatten().unwrap_or(key)
    }

    /// What a party is called.
    pub fn called<'a>(&'a self, party: &'a str) -> &'a str {
        self.names.get(&key(party)).map_or(party, String::as_str)
    }

    /// Adds a stake.
    pub fn add(&mut self, stake: Stake) {
        if let Some(country) = stake.owner_country {
            self.countries.insert(key(&stake.owner), country);
        }
        let owners = self.owners.entry(self.at(&stake.of)).or_default();
        if !owners.contains(&stake) {
            owners.push(stake);
        }
    }

    /// What is known of some parties and of everybody above them.
    pub fn above<'a>(&self, parties: impl IntoIterator<Item = &'a str>) -> Self {
        let mut part = Self::default();
        let mut open = Vec::new();
        for party in parties {
            let at = self.at(party);
            part.identifiers.insert(key(party), Some(at.clone()));
            open.push(at);
        }
        let mut seen = BTreeSet::new();
        while let Some(current) = open.pop() {
            if !seen.insert(current.clone()) {
                continue;
            }
            part.names.extend(self.names.get(&current).map(|name| (current.clone(), name.clone())));
            part.countries.extend(self.countries.get(&current).map(|country| (current.clone(), *country)));
            if let Some(stakes) = self.owners.get(&current) {
                open.extend(stakes.iter().map(|stake| self.at(&stake.owner)));
                part.owners.insert(current, stakes.clone());
            }
        }
        part
    }

    /// Whether anything is known about who owns a party.
    pub fn knows(&self, party: &str) -> bool {
        self.owners.contains_key(&self.at(party))
    }

    /// The direct owners of a party.
    pub fn owners(&self, party: &str) -> &[Stake] {
        self.owners.get(&self.at(party)).map_or(&[], Vec::as_slice)
    }

    /// Where a party that owns another is at home.
    pub fn country(&self, party: &str) -> Option<CountryCode> {
        self.countries.get(&self.at(party)).copied()
    }

    /// The ultimate parent of a party; itself, where nobody owns half of it.
    pub fn top(&self, party: &str) -> Top {
        let mut seen = BTreeSet::new();
        let mut current = party.to_owned();
        while seen.insert(self.at(&current)) {
            let owners = self.owners(&current);
            match owners.iter().find(|stake| stake.is_of_a_parent()) {
                Some(parent) => current.clone_from(&parent.owner),
                None if self.shares_are_missing(&current) => return self.possible_tops(&current),
                None => return Top::Sure(self.called(&current).to_owned()),
            }
        }
        // A circle of parents has no top: the party is named by where the search began.
        Top::Sure(party.to_owned())
    }

    /// Owners without a share that could be half, by what the known shares leave.
    fn shares_are_missing(&self, party: &str) -> bool {
        let owners = self.owners(party);
        let known: f64 = owners.iter().filter_map(|stake| stake.share).sum();
        100.0 - known >= PARENT && owners.iter().any(|stake| stake.share.is_none())
    }

    fn possible_tops(&self, party: &str) -> Top {
        let mut tops = BTreeSet::from([self.called(party).to_owned()]);
        let mut seen = BTreeSet::new();
        let mut open = vec![party.to_owned()];
        while let Some(current) = open.pop() {
            if !seen.insert(self.at(&current)) {
                continue;
            }
            let mut parted = false;
            for stake in self.owners(&current) {
                if stake.control || stake.share.is_none_or(|share| share >= PARENT) {
                    open.push(stake.owner.clone());
                    parted = true;
                }
            }
            if !parted {
                tops.insert(self.called(&current).to_owned());
            }
        }
        Top::OneOf(tops)
    }

    /// The share of a party that marked parties hold, directly or through parties that marked parties
    /// own by half or more; and whether missing shares could make it more.
    pub fn marked_share(&self, party: &str, marked: &dyn Fn(&str) -> bool) -> (f64, bool) {
        let mut path = BTreeSet::new();
        self.marked(party, marked, &mut path)
    }

    fn marked(&self, party: &str, marked: &dyn Fn(&str) -> bool, path: &mut BTreeSet<String>) -> (f64, bool) {
        if !path.insert(self.at(party)) {
            return (0.0, false);
        }
        let (mut share, mut unsure) = (0.0, false);
        for stake in self.owners(party) {
            let (theirs, theirs_unsure) = if marked(self.called(&stake.owner)) {
                (100.0, false)
            } else {
                self.marked(&stake.owner, marked, path)
            };
            let counts = theirs >= PARENT;
            match stake.share {
                Some(part) if counts => share += part,
                None if counts || theirs_unsure => unsure = true,
                Some(_) => unsure |= theirs_unsure,
                None => {}
            }
        }
        path.remove(&self.at(party));
        (share, unsure)
    }
}

/// Names are compared without case and outer blanks.
fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stake(of: &str, owner: &str, share: Option<f64>) -> Stake {
        Stake { of: of.into(), owner: owner.into(), owner_country: None, share, control: false }
    }

    #[test]
    fn parents_are_followed_to_the_top_and_circles_end() {
        let chain = Ownership::new([
            stake("a", "b", Some(60.0)),
            stake("b", "c", Some(100.0)),
            stake("b", "x", Some(10.0)),
        ]);
        assert_eq!(chain.top("A"), Top::Sure("c".into()));
        let circle = Ownership::new([stake("a", "b", Some(60.0)), stake("b", "a", Some(60.0))]);
        assert_eq!(circle.top("a"), Top::Sure("a".into()));
        let minority = Ownership::new([stake("a", "b", Some(33.0))]);
        assert_eq!(minority.top("a"), Top::Sure("a".into()));
    }

    #[test]
    fn a_missing_share_leaves_the_top_open() {
        let unknown = Ownership::new([stake("a", "b", None)]);
        assert_eq!(unknown.top("a"), Top::OneOf(BTreeSet::from(["a".into(), "b".into()])));
        let too_little_left = Ownership::new([stake("a", "b", None), stake("a", "c", Some(60.0))]);
        assert_eq!(too_little_left.top("a"), Top::Sure("c".into()));
    }

    #[test]
    fn parties_are_found_by_name_and_by_identifier() {
        let mut known = Ownership::new([Stake { control: true, ..stake("LEI1", "LEI2", None) }]);
        known.name("LEI1", &["Child Ltd".into()], None);
        known.name("LEI2", &["Parent AG".into(), "Parent".into()], "CN".parse().ok());
        assert_eq!(known.top("child ltd"), Top::Sure("Parent AG".into()));
        assert_eq!(known.country("Parent"), "CN".parse().ok());
        known.name("LEI3", &["Child Ltd".into()], None);
        assert!(!known.knows("Child Ltd"), "two parties have the name");
        assert!(known.knows("LEI1"));
    }

    #[test]
    fn marked_shares_add_up_through_parents() {
        let owned = Ownership::new([
            stake("a", "m", Some(30.0)),
            stake("a", "b", Some(25.0)),
            stake("b", "m", Some(50.0)),
            stake("a", "c", Some(45.0)),
            stake("c", "m", Some(49.0)),
        ]);
        assert_eq!(owned.marked_share("a", &|name| name == "m"), (55.0, false));
        let unknown = Ownership::new([stake("a", "m", None)]);
        assert_eq!(unknown.marked_share("a", &|name| name == "m"), (0.0, true));
    }
}
