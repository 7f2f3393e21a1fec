//! A paper's report as rows: flat, with words and numbers only, so that any table can hold them.

use serde::{Deserialize, Serialize};

use super::fate::{Fate, Traits};
use super::identity::Identity;
use crate::disclosure::role::Role;
use crate::document::Kind;
use crate::explanation::{Explanation, Ground};
use crate::finding::{Finding, LawSlice, Listing};
use crate::machine::MachineGround;
use crate::report::{AlsoRecord, ArxivRecord, DisclosureRecord, InstitutionRecord, PlaceRecord, Report};

/// One reading of a paper.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// What the paper is known by; versions of one paper share it.
    pub key: String,
    /// Which version was read, where the name says it.
    pub version: Option<u32>,
    /// What the input was called.
    pub name: String,
    /// SHA-256 over its files, in hexadecimal; empty where nothing was read.
    pub sha256: String,
    /// The format.
    pub format: Option<String>,
    /// The title as printed.
    pub title: Option<String>,
    /// What arXiv's metadata say, where they were given.
    pub arxiv: Option<ArxivRow>,
    /// When it was written.
    pub date: Option<String>,
    /// The quarter in which that lies, `2023-Q3`, where the date is known that well.
    pub quarter: Option<String>,
    /// What the date rests on.
    pub date_basis: Option<String>,
    /// Whether it says that its authors are anonymous.
    pub anonymous: bool,
    /// What became of it; `None` only in a row that was never filled.
    pub fate: Option<Fate>,
    /// Chips that are named but not said to be used.
    pub mentioned_only: Vec<String>,
    /// Its institutions.
    pub parties: Vec<PartyRow>,
    /// What it says of chips.
    pub disclosures: Vec<DisclosureRow>,
    /// What the law said.
    pub findings: Vec<FindingRow>,
    /// What could not be read.
    pub problems: Vec<ProblemRow>,
}

/// What arXiv's metadata say of a paper.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ArxivRow {
    /// Its identifier.
    pub id: Option<String>,
    /// The days of its versions, the first one first.
    pub versions: Vec<String>,
    /// Its categories, the first one first.
    pub categories: Vec<String>,
}

/// An institution of a paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartyRow {
    /// As printed.
    pub name: String,
    /// Where it is.
    pub country: Option<String>,
    /// Its id in the Research Organization Registry.
    pub ror: Option<String>,
    /// Its parent's country, where another.
    pub headquarters: Option<String>,
    /// The printed affiliation.
    pub quote: Quote,
}

/// An exact stretch of a source, with its place.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// The stretch.
    pub text: String,
    /// The file inside the paper.
    pub file: Option<String>,
    /// The page from 1, for PDF.
    pub page: Option<u32>,
    /// First byte.
    pub start: Option<usize>,
    /// Byte after the last.
    pub end: Option<usize>,
    /// The heading it stands under.
    pub section: Option<String>,
}

/// What a paper says of a chip.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DisclosureRow {
    /// Chip id.
    pub chip: String,
    /// `used` or `other`.
    pub role: String,
    /// How many.
    pub count: Option<u64>,
    /// What kind of number.
    pub count_kind: Option<String>,
    /// Memory of each in GB.
    pub memory_gb: Option<f64>,
    /// Form factor.
    pub form: Option<String>,
    /// Cloud or cluster.
    pub provider: Option<String>,
    /// What for.
    pub activity: Option<String>,
    /// The institution that the machine is tied to on strong grounds.
    pub stands_at: Option<String>,
    /// Where the machine stands, in a sentence.
    pub machine: Option<String>,
    /// The grounds for that, weak ones marked.
    pub machine_grounds: Vec<String>,
    /// Probability of use.
    pub confidence: f64,
    /// The quote.
    pub quote: Quote,
    /// The whole sentence.
    pub sentence: String,
    /// Where the number comes from.
    pub count_says: Option<String>,
    /// Why it was read so.
    pub reasons: Vec<String>,
    /// Other places that speak of it, each with the number there.
    pub also: Vec<(Quote, Option<u64>)>,
}

/// A disclosure that touches a controlled destination.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FindingRow {
    /// Chip id.
    pub chip: String,
    /// Destination.
    pub destination: String,
    /// Institutions there.
    pub institutions: Vec<String>,
    /// The entries of government lists that the institution is, by its name.
    pub listed: Vec<ListingRow>,
    /// First day on which the chip can have been delivered.
    pub first_day: String,
    /// The last.
    pub last_day: String,
    /// What the days rest on.
    pub window_basis: String,
    /// The law's answer by the text.
    pub as_written: String,
    /// The law's answer as enforced.
    pub as_enforced: String,
    /// Days without a licence requirement, first and last of each stretch.
    pub licence_free: Vec<(String, String)>,
    /// What the answer takes for granted.
    pub supposes: Vec<String>,
    /// The last verified day of the law, where the window goes beyond it.
    pub last_known_state_of: Option<String>,
    /// The stretches of days in which the law is constant.
    pub slices: Vec<SliceRow>,
    /// Every account.
    pub explanations: Vec<ExplanationRow>,
}

/// An entry of a government list that an institution is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListingRow {
    /// The institution as printed.
    pub institution: String,
    /// The list's id.
    pub list: String,
    /// The list's name.
    pub title: String,
    /// The entry's name.
    pub entry: String,
    /// The rule that listed it.
    pub citation: Option<String>,
    /// First day of the listing, where a source gives it.
    pub from: Option<String>,
    /// How sure that day is.
    pub from_basis: Option<String>,
    /// Its last day, where it ended or is set to end.
    pub to: Option<String>,
    /// Whether it was on the list on the days of the finding: `throughout`, `some-days`, `no-day`, `not-known`.
    pub on_list: String,
    /// The entry in a sentence.
    pub says: String,
}

/// Days in which the law is constant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SliceRow {
    /// First day.
    pub first_day: String,
    /// Last day.
    pub last_day: String,
    /// By the text.
    pub as_written: String,
    /// As enforced.
    pub as_enforced: String,
    /// The clauses that hold, or may.
    pub clauses: Vec<ClauseRow>,
}

/// A clause that holds, or may: the records of the law say the rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClauseRow {
    /// Its id.
    pub clause: String,
    /// First day of its version.
    pub version: String,
    /// `yes` or `unknown`.
    pub holds: String,
}

/// An account with its standing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExplanationRow {
    /// Which account.
    pub account: String,
    /// The account in words.
    pub says: String,
    /// Its standing.
    pub standing: String,
    /// Why.
    pub grounds: Vec<GroundRow>,
    /// The law's answer by the text, where the account supposes a transaction.
    pub as_written: Option<String>,
    /// The law's answer as enforced.
    pub as_enforced: Option<String>,
}

/// Why an account stands or falls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroundRow {
    /// The sentence.
    pub says: String,
    /// Where that is published.
    pub citation: Option<String>,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProblemRow {
    /// Which kind.
    pub kind: String,
    /// Whether it stops reading, in whole or in part.
    pub stops_reading: bool,
    /// In which file.
    pub file: Option<String>,
    /// What was found.
    pub detail: String,
}

impl Entry {
    /// The rows of a report.
    pub fn of(report: &Report) -> Self {
        let identity = Identity::of(&report.paper);
        Self {
            key: identity.key,
            version: identity.version,
            name: report.paper.clone(),
            sha256: report.sha256.clone(),
            format: report.kind.as_ref().map(word),
            title: report.title.clone(),
            arxiv: report.arxiv.as_ref().map(ArxivRow::of),
            date: report.date.map(|date| date.to_string()),
            quarter: report.date.and_then(quarter),
            date_basis: report.date_basis.clone(),
            anonymous: report.anonymous,
            fate: Some(Fate::of(report)),
            mentioned_only: report.mentioned_only.clone(),
            parties: report.institutions.iter().map(PartyRow::of).collect(),
            disclosures: report.disclosures.iter().map(DisclosureRow::of).collect(),
            findings: report.findings.iter().map(FindingRow::of).collect(),
            problems: problems(report),
        }
    }

    /// Chips that the authors say they used.
    pub fn used(&self) -> impl Iterator<Item = &DisclosureRow> {
        self.disclosures.iter().filter(|disclosure| disclosure.role == "used")
    }

    /// The countries of the institutions, each once, in order.
    pub fn countries(&self) -> Vec<&str> {
        let mut countries: Vec<&str> = self.parties.iter().filter_map(|p| p.country.as_deref()).collect();
        countries.sort_unstable();
        countries.dedup();
        countries
    }

    /// What the funnel needs.
    pub fn traits(&self) -> Traits<'_> {
        let stopping = self.problems.iter().find(|problem| problem.stops_reading);
        Traits {
            fate: self.fate.unwrap_or(Fate::NotReadable),
            stopped_by: stopping.map(|problem| problem.kind.as_str()),
            counted: self.used().any(|disclosure| disclosure.count.is_some()),
            placed: self.parties.iter().any(|party| party.country.is_some()),
            found: !self.findings.is_empty(),
        }
    }

    /// The order among readings of one paper: by version, then the format that loses least, then the name.
    pub fn order(&self) -> (u32, u8, &str) {
        let kinds = [Kind::Latex, Kind::Jats, Kind::Html, Kind::Markdown, Kind::Pdf, Kind::Text];
        let rank = kinds.iter().position(|kind| self.format.as_deref() == Some(word(kind).as_str()));
        let rank = rank.and_then(|rank| u8::try_from(rank).ok()).unwrap_or(u8::MAX);
        (self.version.unwrap_or(0), rank, &self.name)
    }
}

fn told(ground: &MachineGround) -> String {
    let weak = if ground.strong { "" } else { " (weak)" };
    let quote = if ground.quote.is_empty() { String::new() } else { format!(": “{}”", ground.quote) };
    format!("{}{weak}{quote}", ground.says)
}

/// The word that a value is written as.
pub fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(serde_json::Value::Object(map)) => map.keys().next().cloned().unwrap_or_default(),
        _ => String::new(),
    }
}

/// The quarter of a date that is known well enough to lie in one.
fn quarter(date: chiptrace_controls::date::PartialDate) -> Option<String> {
    let of = |day: chiptrace_controls::date::Date| (day.year(), (day.month() + 2) / 3);
    let (first, last) = (of(date.earliest()), of(date.latest()));
    (first == last).then(|| format!("{:04}-Q{}", first.0, first.1))
}

fn problems(report: &Report) -> Vec<ProblemRow> {
    let problems = report.problems.iter();
    problems
        .map(|problem| ProblemRow {
            kind: word(&problem.kind),
            stops_reading: problem.kind.stops_reading(),
            file: problem.file.clone(),
            detail: problem.detail.clone(),
        })
        .collect()
}

impl ArxivRow {
    fn of(record: &ArxivRecord) -> Self {
        let versions = record.versions.iter().map(ToString::to_string).collect();
        Self { id: record.id.clone(), versions, categories: record.categories.clone() }
    }
}

impl ListingRow {
    fn of(listing: &Listing) -> Self {
        let day = |day: chiptrace_controls::date::Date| day.to_string();
        Self {
            institution: listing.institution.clone(),
            list: listing.list.clone(),
            title: listing.title.clone(),
            entry: listing.entry.clone(),
            citation: listing.citation.clone(),
            from: listing.from.map(day),
            from_basis: listing.from_basis.clone(),
            to: listing.to.map(day),
            on_list: word(&listing.on_list),
            says: listing.says(),
        }
    }
}

impl PartyRow {
    fn of(record: &InstitutionRecord) -> Self {
        Self {
            name: record.name.clone(),
            country: record.country.clone(),
            ror: record.ror.clone(),
            headquarters: record.headquarters.clone(),
            quote: Quote::of(&record.quote, record.place.as_ref()),
        }
    }
}

impl Quote {
    fn of(text: &str, place: Option<&PlaceRecord>) -> Self {
        Self {
            text: text.to_owned(),
            file: place.map(|place| place.file.clone()),
            page: place.and_then(|place| place.page),
            start: place.map(|place| place.start),
            end: place.map(|place| place.end),
            section: place.and_then(|place| place.section.clone()),
        }
    }
}

impl DisclosureRow {
    fn of(record: &DisclosureRecord) -> Self {
        let also = |also: &AlsoRecord| (Quote::of(&also.quote, Some(&also.place)), also.count);
        Self {
            chip: record.chip.clone(),
            role: if record.role == Role::Used { "used" } else { "other" }.to_owned(),
            count: record.count,
            count_kind: record.count_kind.as_ref().map(word),
            memory_gb: record.memory_gb,
            form: record.form.clone(),
            provider: record.provider.clone(),
            activity: record.activity.clone(),
            stands_at: record.machine.as_ref().and_then(|machine| machine.institution.clone()),
            machine: record.machine.as_ref().map(|machine| machine.says.clone()),
            machine_grounds: record.machine.iter().flat_map(|machine| &machine.grounds).map(told).collect(),
            confidence: record.confidence,
            quote: Quote::of(&record.quote, record.place.as_ref()),
            sentence: record.sentence.clone(),
            count_says: record.count_says.clone(),
            reasons: record.reasons.iter().map(|reason| reason.says.clone()).collect(),
            also: record.also.iter().map(also).collect(),
        }
    }
}

impl FindingRow {
    fn of(finding: &Finding) -> Self {
        let days = |window: &chiptrace_controls::transaction::Window| {
            (window.first.to_string(), window.last.to_string())
        };
        Self {
            chip: finding.chip.clone(),
            destination: finding.destination.to_string(),
            institutions: finding.institutions.clone(),
            listed: finding.listed.iter().map(ListingRow::of).collect(),
            first_day: finding.window.first.to_string(),
            last_day: finding.window.last.to_string(),
            window_basis: finding.window_basis.clone(),
            as_written: finding.as_written.name().to_owned(),
            as_enforced: finding.as_enforced.name().to_owned(),
            licence_free: finding.licence_free.iter().map(days).collect(),
            supposes: finding.supposes.clone(),
            last_known_state_of: finding.last_known_state_of.map(|day| day.to_string()),
            slices: finding.slices.iter().map(SliceRow::of).collect(),
            explanations: finding.explanations.iter().map(ExplanationRow::of).collect(),
        }
    }
}

impl SliceRow {
    fn of(slice: &LawSlice) -> Self {
        let clauses = slice.clauses.iter();
        Self {
            first_day: slice.days.first.to_string(),
            last_day: slice.days.last.to_string(),
            as_written: slice.as_written.name().to_owned(),
            as_enforced: slice.as_enforced.name().to_owned(),
            clauses: clauses
                .map(|step| ClauseRow {
                    clause: step.clause.clone(),
                    version: step.version.to_string(),
                    holds: word(&step.holds),
                })
                .collect(),
        }
    }
}

impl ExplanationRow {
    fn of(explanation: &Explanation) -> Self {
        let law = explanation.determination.as_ref();
        let ground =
            |ground: &Ground| GroundRow { says: ground.says.clone(), citation: ground.citation.clone() };
        Self {
            account: word(&explanation.account),
            says: explanation.account.name().to_owned(),
            standing: explanation.standing.name().to_owned(),
            grounds: explanation.grounds.iter().map(ground).collect(),
            as_written: law.map(|law| law.as_written.name().to_owned()),
            as_enforced: law.map(|law| law.as_enforced.name().to_owned()),
        }
    }
}
