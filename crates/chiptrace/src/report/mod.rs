//! What is said of one paper, ready to be written.

pub mod text;

use chiptrace_controls::date::PartialDate;
use serde::Serialize;

use crate::accuracy::StatementKind;
use crate::affiliation::Successor;
use crate::disclosure::Statement;
use crate::disclosure::count::CountKind;
use crate::disclosure::paper::{Disclosure, Said};
use crate::disclosure::role::{Reason, Role};
use crate::document::metadata::Metadata;
use crate::document::{Document, Kind, Problem};
use crate::finding::Finding;
use crate::machine::Machine;
use crate::passage::{Location, Part, Passage};

/// The version of the shape of a paper's record. It grows when a field changes its meaning or goes away.
pub const SCHEMA: &str = "chiptrace.paper/1";

/// One paper, examined.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The shape of this record.
    pub schema: &'static str,
    /// What the caller calls the paper.
    pub paper: String,
    /// SHA-256 over the paper's files, in hexadecimal.
    pub sha256: String,
    /// The format it was read from; `None` where none was recognised.
    pub kind: Option<Kind>,
    /// The title as printed.
    pub title: Option<String>,
    /// What arXiv's metadata say, where they came with the paper.
    pub arxiv: Option<ArxivRecord>,
    /// When it was written or published, if known.
    pub date: Option<PartialDate>,
    /// What the date rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_basis: Option<String>,
    /// Whether the paper says that its authors are anonymous.
    pub anonymous: bool,
    /// The institutions as printed.
    pub institutions: Vec<InstitutionRecord>,
    /// Countries of the institutions, ISO 3166-1 alpha-2, sorted.
    pub countries: Vec<String>,
    /// What the authors say of chips: used first.
    pub disclosures: Vec<DisclosureRecord>,
    /// Chips that occur but are not said to be used.
    pub mentioned_only: Vec<String>,
    /// Disclosures that touch a controlled destination.
    pub findings: Vec<Finding>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// What arXiv's metadata say of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArxivRecord {
    /// Its identifier.
    pub id: Option<String>,
    /// Its title there.
    pub title: Option<String>,
    /// The days of its versions, the first one first.
    pub versions: Vec<PartialDate>,
    /// Its categories.
    pub categories: Vec<String>,
}

impl From<Metadata> for ArxivRecord {
    fn from(Metadata { id, title, versions, categories }: Metadata) -> Self {
        Self { id, title, versions, categories }
    }
}

/// An institution as printed.
#[derive(Debug, Clone, Serialize)]
pub struct InstitutionRecord {
    /// Its name as printed.
    pub name: String,
    /// Where it is, ISO 3166-1 alpha-2; `None` where that cannot be told.
    pub country: Option<String>,
    /// Its id in the Research Organization Registry, if it was recognised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ror: Option<String>,
    /// Where its ultimate parent has its headquarters, where that is another country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headquarters: Option<String>,
    /// What it has become since the paper, where it is no more by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub became: Option<Successor>,
    /// The printed affiliation it stands in.
    pub quote: String,
    /// Where that stands.
    pub place: Option<PlaceRecord>,
}

/// Where a quote stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlaceRecord {
    /// The file inside the paper.
    pub file: String,
    /// The page from 1, for PDF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// First byte of the quote in the file's text (in the page's text for PDF), decoded to UTF-8.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// Where the definitions stand that print what the quote calls by macros.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub definitions: Vec<DefinitionRecord>,
    /// Which part of the paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
    /// The heading it stands under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
}

/// Where a macro's definition prints what a quote calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DefinitionRecord {
    /// The file inside the paper.
    pub file: String,
    /// First byte of the printed text in the file, decoded to UTF-8.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// What the authors say of a chip.
#[derive(Debug, Clone, Serialize)]
pub struct DisclosureRecord {
    /// Chip id.
    pub chip: String,
    /// Used or other.
    pub role: Role,
    /// How many; `None` where no number is stated.
    pub count: Option<u64>,
    /// What kind of number it is.
    pub count_kind: Option<CountKind>,
    /// Memory per chip in GB, if stated.
    pub memory_gb: Option<f64>,
    /// Form factor, if stated.
    pub form: Option<String>,
    /// Cloud or cluster, if stated.
    pub provider: Option<String>,
    /// What it was used for.
    pub activity: Option<String>,
    /// At which institution it stands, on grounds that are shown; `None` for a passage that stands alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub machine: Option<Machine>,
    /// Probability that the chip was used.
    pub confidence: f64,
    /// The shortest exact stretch of the source that shows chip and number.
    pub quote: String,
    /// Where it stands.
    pub place: Option<PlaceRecord>,
    /// The whole sentence, exactly as in the source.
    pub sentence: String,
    /// Where the number comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count_says: Option<String>,
    /// Why it was read as used or other.
    pub reasons: Vec<Reason>,
    /// Every other place that speaks of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<AlsoRecord>,
}

/// Another place that speaks of the same chip and purpose.
#[derive(Debug, Clone, Serialize)]
pub struct AlsoRecord {
    /// The exact stretch.
    pub quote: String,
    /// Where it stands.
    pub place: PlaceRecord,
    /// The number that stands there; another than the disclosure's is a contradiction to look at.
    pub count: Option<u64>,
}

impl PlaceRecord {
    /// A place of a document.
    pub fn of(document: &Document, location: &Location) -> Option<Self> {
        let source = document.sources.get(location.source)?;
        let definitions = location.definitions.iter().filter_map(|found| {
            let file = document.sources.get(found.source)?.file.clone();
            Some(DefinitionRecord { file, start: found.range.start, end: found.range.end })
        });
        Some(Self {
            file: source.file.clone(),
            page: source.page,
            start: location.range.start,
            end: location.range.end,
            definitions: definitions.collect(),
            part: None,
            section: None,
        })
    }

    fn said(document: &Document, said: &Said) -> Option<Self> {
        let place = Self::of(document, &said.location)?;
        Some(Self { part: Some(said.part), section: said.section.clone(), ..place })
    }
}

impl DisclosureRecord {
    /// A disclosure of a paper.
    pub fn of_paper(document: &Document, disclosure: &Disclosure, machine: Machine) -> Option<Self> {
        let (first, rest) = disclosure.said.split_first()?;
        let also = rest.iter().filter_map(|said| {
            let quote = document.quote(&said.location)?.to_owned();
            Some(AlsoRecord { quote, place: PlaceRecord::said(document, said)?, count: said.count })
        });
        Some(Self {
            chip: disclosure.chip.clone(),
            role: disclosure.role,
            count: disclosure.count,
            count_kind: disclosure.count_kind,
            memory_gb: disclosure.memory_gb,
            form: disclosure.form.clone(),
            provider: disclosure.provider.clone(),
            activity: disclosure.activity.clone(),
            machine: (disclosure.role == Role::Used).then_some(machine),
            confidence: rounded(disclosure.confidence),
            quote: document.quote(&first.location)?.to_owned(),
            place: PlaceRecord::said(document, first),
            sentence: document.quote(&first.sentence)?.to_owned(),
            count_says: first.count_says.clone(),
            reasons: first.reasons.clone(),
            also: also.collect(),
        })
    }

    /// Which kind of statement it is.
    pub fn kind(&self) -> StatementKind {
        StatementKind::of(self.reasons.iter().any(Reason::is_plain), self.count.is_some())
    }

    /// A bare name, taken as used: the baseline of an evaluation.
    pub(crate) fn of_name(chip: String) -> Self {
        Self {
            chip,
            role: Role::Used,
            count: None,
            count_kind: None,
            memory_gb: None,
            form: None,
            provider: None,
            activity: None,
            machine: None,
            confidence: 1.0,
            quote: String::new(),
            place: None,
            sentence: String::new(),
            count_says: None,
            reasons: Vec::new(),
            also: Vec::new(),
        }
    }

    /// A statement of a passage that stands alone.
    pub fn of_statement(document: &Document, passage: &Passage, statement: &Statement) -> Option<Self> {
        let location = passage.text.locate(statement.span.clone())?;
        let sentence = passage.text.locate(statement.sentence.clone())?;
        Some(Self {
            chip: statement.chip.clone(),
            role: statement.judgement.role,
            count: statement.count.as_ref().map(|count| count.value),
            count_kind: statement.count.as_ref().map(|count| count.kind),
            memory_gb: statement.memory_gb,
            form: statement.form.clone(),
            provider: statement.provider.clone(),
            activity: statement.activity.clone(),
            machine: None,
            confidence: rounded(statement.judgement.used),
            quote: document.quote(&location)?.to_owned(),
            place: PlaceRecord::of(document, &location),
            sentence: document.quote(&sentence)?.to_owned(),
            count_says: statement.count.as_ref().map(|count| count.says.clone()),
            reasons: statement.judgement.reasons.clone(),
            also: Vec::new(),
        })
    }
}

/// Three decimals: more would pretend to a precision that the cues do not have.
fn rounded(probability: f64) -> f64 {
    (probability * 1000.0).round() / 1000.0
}
