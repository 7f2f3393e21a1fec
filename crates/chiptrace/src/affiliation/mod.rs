//! From printed affiliations to institutions and countries.
//!
//! [`resolve`] takes one printed affiliation, or a whole author block, and says which institutions
//! it names and in which country it lies; [`read`] does so for a paper. Both abstain when unsure.

mod domain;
mod edges;
mod fit;
mod general;
mod kinship;
mod matching;
mod misprint;
mod namesake;
mod paper;
mod place;
mod spacing;
mod unregistered;

use std::ops::Range;

use matching::Commas;
pub use paper::{Affiliated, read};

use chiptrace_controls::date::PartialDate;
use chiptrace_controls::name;
use chiptrace_controls::place::CountryCode;
use chiptrace_controls::register::{self, Register};
use serde::Serialize;

/// What a printed affiliation names.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Resolution {
    /// The institutions, in the order printed.
    pub institutions: Vec<Institution>,
    /// The country it lies in; `None` where it is not known, or where there are several.
    pub country: Option<CountryCode>,
    /// Whether neither an institution nor a country could be told.
    pub abstained: bool,
    /// What the country rests on, or why there is none.
    pub reason: &'static str,
}

/// An institution that a text names.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Institution {
    /// The bytes of the text that name it.
    #[serde(skip)]
    pub printed: Range<usize>,
    /// Its number in the register.
    #[serde(skip)]
    pub number: u32,
    /// Its ROR id as a URL, if it has one.
    pub ror: Option<String>,
    /// The name the register gives it.
    pub name: String,
    /// The country it is in, as the text or else the register says.
    pub country: Option<CountryCode>,
    /// The country of the company at the top of its owners.
    pub headquarters: Option<CountryCode>,
    /// What it has become since, where it is no more by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub became: Option<Successor>,
    /// How sure the match is, 0 to 1.
    pub score: f32,
    /// What the match rests on.
    pub reason: &'static str,
}

/// The institution that another has become or gone into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Successor {
    /// Its ROR id as a URL, if it has one.
    pub ror: Option<String>,
    /// The name the register gives it.
    pub name: String,
    /// Its first year, where that is known: until then the institution was itself.
    pub since: Option<i16>,
}

/// What is known of a text besides its words.
#[derive(Debug, Clone, Copy, Default)]
pub struct Circumstances<'a> {
    /// The domains of e-mail addresses that are printed with it.
    pub email_domains: &'a [String],
    /// The day of the paper: of an institution and its successor of one name, the one of that day is meant.
    pub date: Option<PartialDate>,
}

/// Resolves one printed affiliation.
pub fn resolve(text: &str, known: Circumstances<'_>, register: &Register) -> Resolution {
    resolve_among(text, &domain::countries(known.email_domains), known.date, register)
}

/// Resolves one printed affiliation; `hints` are countries that tell namesakes apart.
fn resolve_among(
    text: &str,
    hints: &[CountryCode],
    date: Option<PartialDate>,
    register: &Register,
) -> Resolution {
    let words = spacing::parted(text, name::words(text, register.vocabulary()), register);
    let places = place::read(text, &words, register.gazetteer());
    let printed = domain::printed(text);
    let hints: Vec<CountryCode> = hints.iter().chain(&printed).copied().collect();
    let stated = place::stated(&places);
    let context = matching::Text {
        text,
        words: &words,
        places: &places,
        stated: &stated,
        hints: &hints,
        year: date.map(|date| date.latest().year()),
        register,
        edges: &edges::Edges::default(),
        commas: Commas::Count,
    };
    let mut matches = matching::find(&context);
    if matches.is_empty() {
        matches = second_reading(&context);
    }
    let (country, reason) = place::decide(&words, &stated, &places, &matches, &printed, register);
    let institutions = institutions(&matches, &words, &places, country, register);
    let abstained = institutions.is_empty() && country.is_none();
    Resolution { institutions, country, abstained, reason }
}

/// What a text names whose commas, spaces or letters are misprinted.
fn second_reading(context: &matching::Text<'_>) -> Vec<matching::Match> {
    let matching::Text { text, words, register, .. } = *context;
    let mut matches = Vec::new();
    if let Some((joined, changed)) = spacing::joined(text, words, register) {
        matches = matching::find(&matching::Text { words: &joined, ..*context });
        matches.retain(|found| found.is_long_enough_to_correct(&changed));
        matches.iter_mut().for_each(|found| found.count_in(words, &joined));
    }
    if matches.is_empty() {
        matches = matching::find(&matching::Text { commas: Commas::Ignored, ..*context });
        matches.retain(matching::Match::is_by_several_words);
    }
    if matches.is_empty()
        && let Some((corrected, changed)) = misprint::corrected(text, words, register)
    {
        matches = matching::find(&matching::Text { words: &corrected, ..*context });
        matches.retain(|found| found.is_long_enough_to_correct(&changed));
    }
    matches
}

fn successor(record: &register::Institution<'_>, register: &Register) -> Option<Successor> {
    let successor = register.successor(record)?;
    let direct = successor.line.id == record.line.successor;
    let since = record.successor_since().filter(|_| direct);
    Some(Successor { ror: successor.ror(), name: successor.name().to_owned(), since })
}

fn institutions(
    matches: &[matching::Match],
    words: &[name::Word],
    places: &[place::Mention],
    country: Option<CountryCode>,
    register: &Register,
) -> Vec<Institution> {
    let institution = |found: &matching::Match| {
        let record = register.institution(found.institution)?;
        let start = words.get(found.first)?.range.start;
        let end = words.get(found.last)?.range.end;
        let country = place::of_institution(found, &record, places, country);
        Some(Institution {
            printed: start..end,
            number: record.number,
            ror: record.ror(),
            name: record.name().to_owned(),
            country: Some(country),
            headquarters: (record.headquarters != country).then_some(record.headquarters),
            became: successor(&record, register),
            score: found.score(),
            reason: found.reason(),
        })
    };
    matches.iter().filter_map(institution).collect()
}
