//! A paper as read, whatever format it came in.
//!
//! One file a format; each has a function `read(&Input) -> Document` that never fails: what could
//! not be read becomes a [`Problem`].

pub mod archive;
pub mod encoding;
pub mod fragment;
pub mod html;
pub mod identifier;
pub mod jats;
pub mod latex;
pub mod markdown;
pub mod metadata;
pub mod pdf;
pub mod text;

mod caption;
mod character;
mod entity;
mod flow;
mod formula;
mod front;
mod heading;
mod inline;
mod lines;
mod month;
mod tree;
mod view;

use std::fmt;
use std::ops::Range;

use chiptrace_controls::date::PartialDate;
use serde::{Deserialize, Serialize};

use crate::passage::{Location, Passage};

/// The formats a paper is read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// LaTeX sources, one file or a tree.
    Latex,
    /// A PDF with a text layer.
    Pdf,
    /// An HTML page.
    Html,
    /// JATS XML.
    Jats,
    /// Markdown.
    Markdown,
    /// Plain text.
    Text,
}

/// The files of one paper, in memory.
#[derive(Debug, Clone)]
pub struct Input {
    /// What the caller calls the paper: a path, an arXiv id.
    pub name: String,
    /// The format.
    pub kind: Kind,
    /// Its files, in a stable order. Formats other than LaTeX have one.
    pub files: Vec<InputFile>,
    /// A `metadata.json` that came with it.
    pub metadata: Option<Vec<u8>>,
}

/// One file of a paper.
#[derive(Debug, Clone)]
pub struct InputFile {
    /// Path inside the paper, with `/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Reads a paper by its format.
pub fn read(input: &Input) -> Document {
    match input.kind {
        Kind::Latex => latex::read(input),
        Kind::Pdf => pdf::read(input),
        Kind::Html => html::read(input),
        Kind::Jats => jats::read(input),
        Kind::Markdown => markdown::read(input),
        Kind::Text => text::read(input),
    }
}

/// A paper as read.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The texts that places refer to: one a file, or one a page for PDF.
    pub sources: Vec<Source>,
    /// The title.
    pub title: Option<Passage>,
    /// The affiliations as printed, each once, in order. Names of people are left out.
    pub affiliations: Vec<Passage>,
    /// Which of them are a corresponding author's, by their index, where the paper marks one (LaTeX and JATS).
    pub corresponding: Vec<usize>,
    /// Domains of e-mail addresses printed with the authors (`ict.ac.cn`), never the addresses.
    pub email_domains: Vec<String>,
    /// Whether the paper says that its authors are anonymous.
    pub anonymous: bool,
    /// Day of submission or publication that the paper itself states.
    pub date: Option<PartialDate>,
    /// Everything else, in reading order.
    pub passages: Vec<Passage>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Where each word of a page stands, in the order of the sources and their bytes; PDF only.
    pub words: Vec<WordBox>,
}

/// Where a word stands on a page, in points (1/72 inch) from the page's top left corner.
#[derive(Debug, Clone, PartialEq)]
pub struct WordBox {
    /// Index into `Document::sources`.
    pub source: usize,
    /// Its bytes in that source's text.
    pub range: Range<usize>,
    /// Left edge.
    pub left: f32,
    /// Top edge.
    pub top: f32,
    /// Right edge.
    pub right: f32,
    /// Bottom edge.
    pub bottom: f32,
}

/// A text that places refer to.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// Path of the file inside the paper.
    pub file: String,
    /// Page number from 1, for PDF.
    pub page: Option<u32>,
    /// Its text, decoded to UTF-8; for PDF the page's text layer in content order.
    pub text: String,
    /// The encoding the bytes were in: `UTF-8`, `windows-1252`, `GBK`; `None` for PDF.
    pub encoding: Option<&'static str>,
}

impl Document {
    /// The exact source text at a place.
    pub fn quote(&self, location: &Location) -> Option<&str> {
        self.sources.get(location.source)?.text.get(location.range.clone())
    }

    /// The words that a place covers, with their boxes on the page.
    pub fn boxes(&self, location: &Location) -> &[WordBox] {
        let place = |word: &WordBox| (word.source, word.range.end);
        let from = self.words.partition_point(|w| place(w) <= (location.source, location.range.start));
        let rest = self.words.get(from..).unwrap_or(&[]);
        let begins_before = |w: &WordBox| (w.source, w.range.start) < (location.source, location.range.end);
        rest.get(..rest.partition_point(begins_before)).unwrap_or(&[])
    }

    /// Notes a problem.
    pub fn report(&mut self, kind: ProblemKind, file: &str, detail: impl Into<String>) {
        self.problems.push(Problem { kind, file: Some(file.to_owned()), detail: detail.into() });
    }
}

/// A document that holds the input's first file, decoded, and nothing else yet.
fn decoded(input: &Input) -> Document {
    let mut document = Document::default();
    let Some(file) = input.files.first().filter(|file| !file.bytes.is_empty()) else {
        document.report(ProblemKind::Empty, &input.name, "the file is empty");
        return document;
    };
    let (text, encoding, problem) = encoding::decode(&file.bytes);
    document.problems.extend(problem.map(|problem| Problem { file: Some(file.path.clone()), ..problem }));
    document.sources.push(Source { file: file.path.clone(), page: None, text, encoding: Some(encoding) });
    document
}

/// Something that could not be read, or not fully.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Which kind.
    pub kind: ProblemKind,
    /// In which file of the paper.
    pub file: Option<String>,
    /// What was found, what was expected, what to do next.
    pub detail: String,
}

/// The kinds of problem, a closed list so that they can be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    /// The file holds nothing.
    Empty,
    /// The file ends too early, or is damaged.
    Broken,
    /// The file cannot be opened without a password.
    Encrypted,
    /// Pages are pictures without text.
    NoText,
    /// Text whose characters cannot be known (fonts without mapping).
    UnreadableText,
    /// The bytes are not of the encoding they should be in.
    Encoding,
    /// A limit on size, depth or count was met; the rest was left out.
    Limit,
    /// A file that another one includes is missing.
    MissingFile,
    /// No format was recognised.
    UnknownKind,
    /// The file could not be opened or read.
    Unreadable,
    /// A path that leads outside was refused.
    UnsafePath,
    /// The paper states something that cannot be (a memory size no variant has).
    ImpossibleClaim,
    /// The records lack a figure of a chip in use, so that it cannot be classified.
    MissingFigures,
}

impl ProblemKind {
    /// Whether nothing, or not all, of a paper could be read because of it.
    pub fn stops_reading(self) -> bool {
        !matches!(self, Self::MissingFile | Self::ImpossibleClaim | Self::MissingFigures | Self::Encoding)
    }
}

impl fmt::Display for ProblemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}
