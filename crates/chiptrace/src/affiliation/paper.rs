//! The institutions of a paper.

use std::collections::BTreeSet;

use chiptrace_controls::name;
use chiptrace_controls::place::CountryCode;
use chiptrace_controls::register::Register;
use serde::Serialize;

use super::{place, resolve, unregistered};
use crate::document::Document;
use crate::passage::{Location, Passage};

/// An institution at which a paper's authors work.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Affiliated {
    /// Its name as printed.
    pub name: String,
    /// Where that stands.
    #[serde(skip)]
    pub location: Option<Location>,
    /// The name the register gives it.
    pub registered_name: Option<String>,
    /// Its ROR id as a URL.
    pub ror: Option<String>,
    /// Where it stands.
    pub country: Option<CountryCode>,
    /// The country of the company at the top of its owners, where that is another.
    pub headquarters: Option<CountryCode>,
    /// What name and country rest on.
    pub reason: &'static str,
}

/// The institutions of a paper, each once, in the order printed.
pub fn read(document: &Document, register: &Register) -> Vec<Affiliated> {
    if document.anonymous {
        return Vec::new();
    }
    let mut found = Vec::new();
    for passage in &document.affiliations {
        found.extend(of_passage(passage, &document.email_domains, register));
    }
    let mut seen = BTreeSet::new();
    found
        .retain(|one| seen.insert((one.ror.clone().unwrap_or_else(|| one.name.to_lowercase()), one.country)));
    found
}

fn of_passage(passage: &Passage, email_domains: &[String], register: &Register) -> Vec<Affiliated> {
    let view = passage.text.view();
    let resolution = resolve(view, email_domains, register);
    let printed = |range: std::ops::Range<usize>| view.get(range).unwrap_or_default().to_owned();
    if resolution.institutions.is_empty() {
        let words = name::words(view, register.vocabulary());
        let places = place::read(view, &words, register.gazetteer());
        let Some(range) = unregistered::name(view, &words, &places) else { return Vec::new() };
        return vec![Affiliated {
            name: printed(range.clone()),
            location: passage.text.locate(range),
            registered_name: None,
            ror: None,
            country: resolution.country,
            headquarters: None,
            reason: resolution.reason,
        }];
    }
    let known = resolution.institutions.into_iter().map(|one| Affiliated {
        name: printed(one.printed.clone()),
        location: passage.text.locate(one.printed),
        registered_name: Some(one.name),
        ror: one.ror,
        country: one.country,
        headquarters: one.headquarters,
        reason: one.reason,
    });
    known.collect()
}
