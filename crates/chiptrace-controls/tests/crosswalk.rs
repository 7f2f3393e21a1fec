//! Which institutions are taken for listed parties, and which are not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use chiptrace_controls::knowledge::Knowledge;
use chiptrace_controls::register::Register;
use chiptrace_controls::register::crosswalk::{Crosswalk, Decisions};
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    country: String,
    id: Option<String>,
    #[serde(default)]
    is: Vec<String>,
    is_not: Option<String>,
}

struct Loaded {
    register: Register,
    knowledge: Knowledge,
    crosswalk: Crosswalk,
}

fn loaded() -> Loaded {
    let register = Register::embedded().unwrap();
    let knowledge = Knowledge::embedded().unwrap();
    let crosswalk = Crosswalk::new(&register, knowledge.lists(), &Decisions::embedded().unwrap());
    Loaded { register, knowledge, crosswalk }
}

impl Loaded {
    fn entries(&self, id: &str) -> Vec<String> {
        let Some(institution) = self.register.by_id(id) else { return Vec::new() };
        let found = self.crosswalk.entries(&institution, &self.register, self.knowledge.lists());
        found.into_iter().map(|entry| entry.name.clone()).collect()
    }
}

#[test]
fn institutions_of_like_names_are_not_taken_for_listed_parties() {
    let loaded = loaded();
    let cases: Cases = toml::from_str(include_str!("../../../tests/cases/parties/lookalikes.toml")).unwrap();
    assert!(cases.case.len() > 30);
    for case in cases.case {
        let entries = loaded.entries(case.id.as_deref().unwrap_or(""));
        let wrong = case.is_not.iter().find(|name| entries.iter().any(|entry| entry.contains(name.as_str())));
        assert_eq!(wrong, None, "{} ({}) is taken for {entries:?}", case.name, case.country);
    }
}

#[test]
fn listed_institutions_are_found_by_their_names() {
    let loaded = loaded();
    let cases: Cases = toml::from_str(include_str!("../../../tests/cases/parties/listed.toml")).unwrap();
    for case in cases.case {
        let entries = loaded.entries(case.id.as_deref().unwrap_or(""));
        for entry in &case.is {
            assert!(
                entries.contains(entry),
                "{} ({}): {entry} not among {entries:?}",
                case.name,
                case.country
            );
        }
    }
}

#[derive(Deserialize)]
struct Buyers {
    case: Vec<Buyer>,
}

#[derive(Deserialize)]
struct Buyer {
    name: String,
    listed: bool,
}

#[test]
fn buyers_are_listed_by_their_own_name_only() {
    let loaded = loaded();
    let cases: Buyers = toml::from_str(include_str!("../../../tests/cases/parties/buyers.toml")).unwrap();
    for case in cases.case {
        let lists = loaded.knowledge.lists();
        let found = loaded.crosswalk.named(&case.name, &loaded.register, lists);
        let listed = found.iter().any(|entry| entry.list != "supplement-8");
        assert_eq!(listed, case.listed, "{}", case.name);
    }
}
