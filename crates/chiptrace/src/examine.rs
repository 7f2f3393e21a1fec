//! The main job on one paper: bytes in, record out. Deterministic; no file system, network or clock.

use chiptrace_controls::date::{Date, PartialDate};
use chiptrace_controls::knowledge::{Knowledge, hexadecimal};
use chiptrace_controls::list::Entry;
use chiptrace_controls::place::CountryCode;
use chiptrace_controls::register::Register;
use chiptrace_controls::register::crosswalk::{Crosswalk, Decisions};
use sha2::{Digest, Sha256};

use crate::accuracy::Measures;
use crate::affiliation::{self, Affiliated};
use crate::disclosure::count::PatternError;
use crate::disclosure::paper::{self, Disclosure};
use crate::disclosure::role::{Cues, Role};
use crate::disclosure::{Reader, ReadingData, distinct};
use crate::document::metadata::{self, Metadata};
use crate::document::{self, Document, Input, Problem, ProblemKind, identifier};
use crate::finding::{self, Findings, Seat};
use crate::machine::{Host, Machine, Scene};
use crate::mention::provider::Venues;
use crate::report::{ArxivRecord, DisclosureRecord, InstitutionRecord, PlaceRecord, Report, SCHEMA};

/// Everything that examining a paper needs, built once.
#[derive(Debug)]
pub struct Examiner<'k> {
    knowledge: &'k Knowledge,
    register: &'k Register,
    crosswalk: Crosswalk,
    reader: Reader,
    venues: Venues,
    measures: Measures,
}

impl<'k> Examiner<'k> {
    /// An examiner that knows `knowledge` and the institutions of `register`.
    ///
    /// # Errors
    /// When the reading patterns are not of the expected shape.
    pub fn new(knowledge: &'k Knowledge, register: &'k Register) -> Result<Self, PatternError> {
        Self::reading_by(knowledge, register, ReadingData::embedded())
    }

    /// An examiner that reads by the patterns and words of `data`.
    ///
    /// # Errors
    /// When they are not of the expected shape.
    pub fn reading_by(
        knowledge: &'k Knowledge,
        register: &'k Register,
        data: ReadingData<'_>,
    ) -> Result<Self, PatternError> {
        let crosswalk = Crosswalk::new(register, knowledge.lists(), &Decisions::embedded()?);
        let venues = Venues::from_toml(&data.venues)?;
        let measures = Measures::embedded()?;
        let reader = Reader::new(knowledge.chips(), data)?;
        Ok(Self { knowledge, register, crosswalk, reader, venues, measures })
    }

    /// The cues that roles are judged by.
    pub fn cues(&self) -> &Cues {
        self.reader.cues()
    }

    /// Examines one paper. `today` stands in for the date of a paper that has none.
    pub fn examine(&self, input: &Input, today: Date) -> Report {
        let document = document::read(input);
        let disclosures = paper::read(&document, &self.reader);
        let metadata = input.metadata.as_deref().and_then(metadata::from_bytes);
        let (date, date_basis) = dated(input, &document, metadata.as_ref());
        let affiliated = affiliation::read(&document, date, self.register);
        let seats: Vec<Seat<'_>> = affiliated.iter().filter_map(|found| self.seat(found)).collect();
        let hosts: Vec<Host> = affiliated.iter().map(|found| host(&document, found)).collect();
        let institutions = records(&document, affiliated);
        let placed = self.placed(&document, &hosts, &disclosures);
        let measures = &self.measures;
        let paper = finding::Paper { disclosures: &placed, seats: &seats, date, today, measures };
        let found = finding::findings(self.knowledge, paper);
        let mut countries: Vec<String> = institutions.iter().filter_map(|i| i.country.clone()).collect();
        countries.sort();
        countries.dedup();
        Report {
            schema: SCHEMA,
            paper: input.name.clone(),
            sha256: digest(input),
            kind: Some(input.kind),
            title: title(&document, metadata.as_ref()),
            arxiv: metadata.map(ArxivRecord::from),
            date,
            date_basis,
            anonymous: document.anonymous,
            institutions,
            countries,
            mentioned_only: mentioned_only(&disclosures),
            disclosures: placed
                .into_iter()
                .filter_map(|(said, machine)| DisclosureRecord::of_paper(&document, &said, machine))
                .collect(),
            problems: [document.problems, self.doubts(&disclosures, &found, date)].concat(),
            findings: found.findings,
        }
    }

    /// Each disclosure with where its machine stands.
    fn placed(
        &self,
        document: &Document,
        hosts: &[Host],
        disclosures: &[Disclosure],
    ) -> Vec<(Disclosure, Machine)> {
        let scene = Scene { document, venues: &self.venues, hosts };
        let place = |said: &Disclosure| match said.role {
            Role::Used => scene.place(said),
            Role::Other => Machine::default(),
        };
        disclosures.iter().map(|said| (said.clone(), place(said))).collect()
    }

    /// What the paper says and cannot be, and what the records do not know.
    fn doubts(
        &self,
        disclosures: &[Disclosure],
        found: &Findings,
        date: Option<PartialDate>,
    ) -> Vec<Problem> {
        let mut doubts = Vec::new();
        let mut chips: Vec<&str> =
            disclosures.iter().filter(|d| d.role == Role::Used).map(|d| d.chip.as_str()).collect();
        chips.dedup();
        for chip in chips.into_iter().filter_map(|chip| self.knowledge.chip(chip)) {
            if let (Some(date), Some(announced)) = (date, chip.announced)
                && date.latest() < announced.earliest()
            {
                let detail = format!(
                    "{} was announced {announced}, after the paper's date {date}: the paper was revised, or was misread",
                    chip.id
                );
                doubts.push(Problem { kind: ProblemKind::ImpossibleClaim, file: None, detail });
            }
        }
        doubts.extend(disclosures.iter().filter(|d| d.role == Role::Used).filter_map(|d| self.odd_memory(d)));
        for (chip, destination) in &found.unclassified {
            let detail = format!(
                "the records lack figures of {chip}: what the law said of it for {destination} is not known"
            );
            doubts.push(Problem { kind: ProblemKind::MissingFigures, file: None, detail });
        }
        doubts
    }

    /// What a stretch of text says of chips, each fact once. Whether it is LaTeX is told by its commands.
    pub fn passage(&self, text: &str) -> Vec<DisclosureRecord> {
        let document = document::fragment::read(text);
        let mut statements = Vec::new();
        for (index, passage) in document.passages.iter().enumerate() {
            statements
                .extend(self.reader.statements(passage).into_iter().map(|statement| (index, statement)));
        }
        distinct(statements)
            .into_iter()
            .filter_map(|(index, statement)| {
                DisclosureRecord::of_statement(&document, document.passages.get(index)?, &statement)
            })
            .collect()
    }

    /// A memory size that no part of the chip on record has.
    fn odd_memory(&self, disclosure: &Disclosure) -> Option<Problem> {
        let size = disclosure.memory_gb?;
        let known: Vec<f64> =
            self.knowledge.chip(&disclosure.chip)?.variants.iter().filter_map(|v| v.memory_gb).collect();
        let near = |own: &f64| (own - size).abs() <= own * 0.1 + 0.5;
        if known.is_empty() || known.iter().any(near) {
            return None;
        }
        let detail = format!(
            "{}: no part on record has {size} GB (known: {known:?}): a slice, a part made for one buyer, or a slip",
            disclosure.chip
        );
        Some(Problem { kind: ProblemKind::ImpossibleClaim, file: None, detail })
    }

    fn seat(&self, found: &Affiliated) -> Option<Seat<'k>> {
        let country = found.country?;
        Some(Seat { name: found.name.clone(), country, listed: self.listed(found, country) })
    }

    /// The list entries of an institution, where one of their addresses lies in the country in which it is.
    fn listed(&self, found: &Affiliated, country: CountryCode) -> Vec<&'k Entry> {
        let lists = self.knowledge.lists();
        let mut entries = match found.number.and_then(|number| self.register.institution(number)) {
            Some(institution) => self.crosswalk.entries(&institution, self.register, lists),
            None => self.crosswalk.named(&found.name, self.register, lists),
        };
        entries.retain(|entry| entry.countries.contains(&country));
        entries
    }

    /// The baseline: every chip name of a text, each taken as used, without a number.
    pub fn names_as_used(&self, text: &str) -> Vec<DisclosureRecord> {
        self.reader.names(text).into_iter().map(DisclosureRecord::of_name).collect()
    }

    /// The baseline on the files of a paper.
    pub fn paper_names_as_used(&self, input: &Input) -> Vec<DisclosureRecord> {
        let document = document::read(input);
        let text: Vec<&str> = document.passages.iter().map(|passage| passage.text.view()).collect();
        self.names_as_used(&text.join("\n"))
    }
}

/// The record of a paper that could not be read at all.
pub fn unread(name: &str, problem: Problem) -> Report {
    Report {
        schema: SCHEMA,
        paper: name.to_owned(),
        sha256: String::new(),
        kind: None,
        title: None,
        arxiv: None,
        date: None,
        date_basis: None,
        anonymous: false,
        institutions: Vec::new(),
        countries: Vec::new(),
        disclosures: Vec::new(),
        mentioned_only: Vec::new(),
        findings: Vec::new(),
        problems: vec![problem],
    }
}

/// SHA-256 over the files in order: path, length and bytes of each.
fn digest(input: &Input) -> String {
    let mut digest = Sha256::new();
    for file in &input.files {
        digest.update(file.path.as_bytes());
        digest.update([0]);
        digest.update((file.bytes.len() as u64).to_le_bytes());
        digest.update(&file.bytes);
    }
    hexadecimal(&digest.finalize())
}

fn mentioned_only(disclosures: &[Disclosure]) -> Vec<String> {
    disclosures.iter().filter(|d| d.role == Role::Other).map(|d| d.chip.clone()).collect()
}

/// As printed, or else as the metadata has it.
fn title(document: &Document, metadata: Option<&Metadata>) -> Option<String> {
    let printed = document.title.as_ref().map(|title| title.text.view().to_owned());
    printed.or_else(|| metadata?.title.clone())
}

/// When the paper was written: as it states, else by the month in its arXiv id.
fn dated(
    input: &Input,
    document: &Document,
    metadata: Option<&Metadata>,
) -> (Option<PartialDate>, Option<String>) {
    if let Some(date) = metadata.and_then(Metadata::submitted) {
        return (Some(date), Some("submission date in the metadata beside the paper".to_owned()));
    }
    if let Some(date) = document.date {
        return (Some(date), Some("stated in the paper".to_owned()));
    }
    match identifier::arxiv_month(&input.name) {
        Some(month) => (Some(month), Some("the month in the paper's arXiv id".to_owned())),
        None => (None, None),
    }
}

fn host(document: &Document, found: &Affiliated) -> Host {
    let country = found.country.map(|code| code.to_string());
    let quote = found.location.as_ref().and_then(|l| document.quote(l)).unwrap_or_default().to_owned();
    Host { name: found.name.clone(), country, corresponding: found.corresponding, quote }
}

fn records(document: &Document, affiliated: Vec<Affiliated>) -> Vec<InstitutionRecord> {
    let records = affiliated.into_iter().map(|found| {
        let location = found.location.as_ref();
        InstitutionRecord {
            name: found.name,
            country: found.country.map(|code| code.to_string()),
            ror: found.ror,
            headquarters: found.headquarters.map(|code| code.to_string()),
            became: found.became,
            quote: location.and_then(|l| document.quote(l)).unwrap_or_default().to_owned(),
            place: location.and_then(|l| PlaceRecord::of(document, l)),
        }
    });
    records.collect()
}
