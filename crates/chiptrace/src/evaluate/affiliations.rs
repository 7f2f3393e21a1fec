//! How well printed affiliations are resolved.

use std::collections::{BTreeMap, BTreeSet};

use chiptrace_controls::register::Register;
use serde::{Deserialize, Serialize};

use crate::affiliation::{Circumstances, Resolution, resolve};

/// A labelled affiliation.
#[derive(Debug, Clone, Deserialize)]
pub struct Labelled {
    /// As printed.
    pub affiliation: String,
    /// The institutions meant; empty where none is.
    #[serde(default)]
    pub ror_ids: Vec<String>,
    /// The countries it lies in.
    #[serde(default)]
    pub countries: Vec<String>,
    /// Whether the labels are all in the data set the labels were made with.
    #[serde(default = "yes")]
    pub in_ror_subset: bool,
}

fn yes() -> bool {
    true
}

/// Counts of right and wrong answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Answers given.
    pub given: usize,
    /// Answers wanted.
    pub wanted: usize,
    /// Answers that are right.
    pub right: usize,
}

impl Tally {
    /// Share of the answers given that are right; 1 where none is given.
    pub fn precision(&self) -> f64 {
        share(self.right, self.given)
    }

    /// Share of the answers wanted that are given; 1 where none is wanted.
    pub fn recall(&self) -> f64 {
        share(self.right, self.wanted)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// An answer that is not the label.
#[derive(Debug, Clone, Serialize)]
pub struct Miss {
    /// As printed.
    pub affiliation: String,
    /// Ids given but not labelled.
    pub extra: Vec<String>,
    /// Ids labelled but not given.
    pub missing: Vec<String>,
    /// Country given, where it is not labelled.
    pub country: Option<String>,
    /// Countries labelled, where another or none is given.
    pub countries: Vec<String>,
    /// What the country rests on.
    pub reason: &'static str,
}

/// The scores of a set.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Scores {
    /// Affiliations read.
    pub affiliations: usize,
    /// Those left out of the institutions' scores, since a label is not in the register.
    pub outside_register: usize,
    /// Institutions, over affiliations with labels that are all in the register.
    pub institutions: Tally,
    /// The same, with the affiliations where no institution is expected.
    pub with_none_expected: Tally,
    /// Countries, over affiliations labelled with one.
    pub country: Tally,
    /// Countries, by the country given or labelled.
    pub by_country: BTreeMap<String, Tally>,
    /// Wrong and missing answers.
    pub misses: Vec<Miss>,
}

/// Scores the register on labelled affiliations.
pub fn score(set: &[Labelled], register: &Register) -> Scores {
    let mut scores = Scores { affiliations: set.len(), ..Scores::default() };
    for labelled in set {
        let found = resolve(&labelled.affiliation, Circumstances::default(), register);
        let mut miss = Miss {
            affiliation: labelled.affiliation.clone(),
            extra: Vec::new(),
            missing: Vec::new(),
            country: None,
            countries: Vec::new(),
            reason: found.reason,
        };
        scores.add_institutions(labelled, &found, register, &mut miss);
        scores.add_country(labelled, &found, &mut miss);
        let differs = !miss.extra.is_empty() || !miss.missing.is_empty() || !miss.countries.is_empty();
        if differs || miss.country.is_some() {
            scores.misses.push(miss);
        }
    }
    scores
}

impl Scores {
    fn add_institutions(
        &mut self,
        labelled: &Labelled,
        found: &Resolution,
        register: &Register,
        miss: &mut Miss,
    ) {
        let known = |id: &String| register.by_id(id.rsplit('/').next().unwrap_or_default()).is_some();
        if !labelled.in_ror_subset || !labelled.ror_ids.iter().all(known) {
            self.outside_register += 1;
            return;
        }
        let given: BTreeSet<&String> = found.institutions.iter().filter_map(|i| i.ror.as_ref()).collect();
        let wanted: BTreeSet<&String> = labelled.ror_ids.iter().collect();
        miss.extra = given.difference(&wanted).map(|id| (*id).clone()).collect();
        miss.missing = wanted.difference(&given).map(|id| (*id).clone()).collect();
        let tally =
            Tally { given: given.len(), wanted: wanted.len(), right: given.intersection(&wanted).count() };
        self.with_none_expected.add(tally);
        if !wanted.is_empty() {
            self.institutions.add(tally);
        }
    }

    fn add_country(&mut self, labelled: &Labelled, found: &Resolution, miss: &mut Miss) {
        if labelled.countries.is_empty() {
            return;
        }
        let given = found.country.map(|country| country.to_string());
        let right = given.as_ref().is_some_and(|country| labelled.countries.contains(country));
        let tally = Tally { given: usize::from(given.is_some()), wanted: 1, right: usize::from(right) };
        self.country.add(tally);
        if let Some(country) = &given {
            let tally = Tally { wanted: 0, ..tally };
            self.by_country.entry(country.clone()).or_default().add(tally);
        }
        if let Some(country) = labelled.countries.first() {
            self.by_country.entry(country.clone()).or_default().wanted += 1;
        }
        if !right {
            miss.country = given;
            miss.countries = labelled.countries.clone();
        }
    }
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.given += other.given;
        self.wanted += other.wanted;
        self.right += other.right;
    }
}
