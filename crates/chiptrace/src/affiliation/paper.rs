//! The institutions of a paper.

use std::collections::BTreeSet;
use std::ops::Range;

use chiptrace_controls::date::PartialDate;
use chiptrace_controls::name;
use chiptrace_controls::place::CountryCode;
use chiptrace_controls::register::Register;
use serde::Serialize;

use super::{Institution, Successor, domain, place, resolve_among, unregistered};
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
    /// Whether it is a corresponding author's, as the paper marks it.
    #[serde(skip)]
    pub corresponding: bool,
    /// Its number in the register.
    #[serde(skip)]
    pub number: Option<u32>,
    /// The name the register gives it.
    pub registered_name: Option<String>,
    /// Its ROR id as a URL.
    pub ror: Option<String>,
    /// Where it stands.
    pub country: Option<CountryCode>,
    /// The country of the company at the top of its owners, where that is another.
    pub headquarters: Option<CountryCode>,
    /// What it has become since, where it is no more by itself.
    pub became: Option<Successor>,
    /// What name and country rest on.
    pub reason: &'static str,
}

/// The institutions of a paper, each once, in the order printed.
///
/// Names that several institutions share are read in the light of the countries of the others and
/// of the e-mail domains. One institution without a country gets the country of the one e-mail
/// domain that no other accounts for.
///
/// Of an institution and its successor of one name, the one of the paper's `date` is meant.
pub fn read(document: &Document, date: Option<PartialDate>, register: &Register) -> Vec<Affiliated> {
    if document.anonymous {
        return Vec::new();
    }
    let of_domains = domain::countries(&document.email_domains);
    let read = |hints: &[CountryCode]| -> Vec<Affiliated> {
        let all = document.affiliations.iter().enumerate();
        let marked = |at: usize| document.corresponding.contains(&at);
        all.flat_map(|(at, passage)| of_passage(passage, marked(at), hints, date, register)).collect()
    };
    let first = read(&of_domains);
    let mut hints: Vec<CountryCode> =
        first.iter().filter_map(|one| one.country).chain(of_domains.clone()).collect();
    hints.sort_unstable();
    hints.dedup();
    let mut found = read(&hints);
    place_the_last(&mut found, &of_domains);
    once(found)
}

/// Each institution once, where it is printed first.
fn once(found: Vec<Affiliated>) -> Vec<Affiliated> {
    let key = |one: &Affiliated| (one.ror.clone().unwrap_or_else(|| one.name.to_lowercase()), one.country);
    let marked: BTreeSet<_> = found.iter().filter(|one| one.corresponding).map(key).collect();
    let mut seen = BTreeSet::new();
    let first = found.into_iter().filter(|one| seen.insert(key(one)));
    first.map(|one| Affiliated { corresponding: marked.contains(&key(&one)), ..one }).collect()
}

fn place_the_last(found: &mut [Affiliated], of_domains: &[CountryCode]) {
    let known: BTreeSet<CountryCode> = found.iter().filter_map(|one| one.country).collect();
    let left: BTreeSet<CountryCode> =
        of_domains.iter().filter(|country| !known.contains(country)).copied().collect();
    let mut without: Vec<&mut Affiliated> = found.iter_mut().filter(|one| one.country.is_none()).collect();
    if let ([only], Some(country), 1) = (without.as_mut_slice(), left.first(), left.len()) {
        only.country = Some(*country);
        only.reason = "the e-mail domain";
    }
}

/// The owner whose name only begins that of its institute is not printed as an affiliation: the Max Planck
/// Society of "Max Planck Institute for Informatics".
fn leave_out_owners(institutions: &mut Vec<Institution>) {
    let printed: Vec<Range<usize>> = institutions.iter().map(|one| one.printed.clone()).collect();
    institutions.retain(|one| {
        !printed.iter().any(|other| other.start == one.printed.start && other.end > one.printed.end)
    });
}

fn of_passage(
    passage: &Passage,
    corresponding: bool,
    hints: &[CountryCode],
    date: Option<PartialDate>,
    register: &Register,
) -> Vec<Affiliated> {
    let view = passage.text.view();
    let mut resolution = resolve_among(view, hints, date, register);
    leave_out_owners(&mut resolution.institutions);
    let printed = |range: Range<usize>| view.get(range).unwrap_or_default().to_owned();
    if resolution.institutions.is_empty() {
        let words = name::words(view, register.vocabulary());
        let places = place::read(view, &words, register.gazetteer());
        let Some(range) = unregistered::name(view, &words, &places) else { return Vec::new() };
        return vec![Affiliated {
            name: printed(range.clone()),
            location: passage.text.locate(range),
            corresponding,
            number: None,
            registered_name: None,
            ror: None,
            country: resolution.country,
            headquarters: None,
            became: None,
            reason: resolution.reason,
        }];
    }
    let known = resolution.institutions.into_iter().map(|one| Affiliated {
        name: printed(one.printed.clone()),
        location: passage.text.locate(one.printed),
        corresponding,
        number: Some(one.number),
        registered_name: Some(one.name),
        ror: one.ror,
        country: one.country,
        headquarters: one.headquarters,
        became: one.became,
        reason: one.reason,
    });
    known.collect()
}
