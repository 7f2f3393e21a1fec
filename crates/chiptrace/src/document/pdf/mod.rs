//! A born-digital PDF.
//!
//! Content streams are read for text only (`content`, with `font` and `budget`); glyphs become lines
//! (`line`, with `accent` and `order`); lines are told from running heads and the like (`layout`),
//! put into blocks (`block`) and joined to passages (`flow`, with `fold` and `vocabulary`). The first
//! page gives title and date (`front`) and affiliations (`affiliation`, with `mark` and
//! `organisation`).
//!
//! Each page is one source, whose text is what its lines say, ligatures and hyphens as printed; the
//! box of each word is in [`Document::words`]. In views, raised small text is set off by `^`: the
//! footnote mark of `H100³` reads `H100^3`, the affiliation mark of `Ada Example¹` `Ada Example^1`,
//! and `10⁶` reads `10^6`. Labels inside figures, running heads, line numbers and turned stamps are
//! in the text of the page but in no passage.

mod accent;
mod affiliation;
mod block;
pub mod budget;
mod content;
mod date;
mod flow;
mod fold;
mod font;
mod front;
mod layout;
mod line;
mod mark;
mod order;
mod organisation;
mod vocabulary;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use self::budget::{Budget, MAX_OBJECTS, MAX_PAGES};
use self::flow::Paper;
use self::font::Fonts;
use self::line::PageText;
use self::vocabulary::Vocabulary;
use super::{Document, Input, ProblemKind, Source};

/// Reads a PDF.
pub fn read(input: &Input) -> Document {
    let mut document = Document::default();
    let Some(file) = input.files.first() else {
        document.report(ProblemKind::Empty, &input.name, "no file was given");
        return document;
    };
    if file.bytes.is_empty() {
        document.report(ProblemKind::Empty, &file.path, "the file holds nothing");
        return document;
    }
    // The PDF library indexes into what the file declares; a damaged file that trips one of its
    // checks must cost this file, not the run.
    let outcome = catch_unwind(AssertUnwindSafe(|| read_file(&file.path, &file.bytes)));
    outcome.unwrap_or_else(|_| {
        document.report(ProblemKind::Broken, &file.path, "the file is damaged beyond reading");
        document
    })
}

fn read_file(path: &str, bytes: &[u8]) -> Document {
    let mut document = Document::default();
    if !budget::objects_are_bounded(bytes) {
        document.report(ProblemKind::Limit, path, "the file's objects unpack to more than is read");
        return document;
    }
    let pdf = match Pdf::new(bytes.to_vec()) {
        Ok(pdf) => pdf,
        Err(error) => {
            let (kind, detail) = refusal(error);
            document.report(kind, path, detail);
            return document;
        }
    };
    if pdf.len() > MAX_OBJECTS {
        let detail = format!("{} objects, of which at most {MAX_OBJECTS} are read", pdf.len());
        document.report(ProblemKind::Limit, path, detail);
        return document;
    }
    let texts = read_pages(&pdf, path, &mut document);
    if is_readable(&texts, path, &mut document) {
        fill(&texts, &mut document);
    }
    document
}

fn refusal(error: LoadPdfError) -> (ProblemKind, &'static str) {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            (ProblemKind::Encrypted, "the file cannot be opened without its password")
        }
        LoadPdfError::Decryption(_) => {
            (ProblemKind::Encrypted, "the file is encrypted in a way that is not supported")
        }
        LoadPdfError::Invalid => (ProblemKind::Broken, "no pages were found; the file is no PDF, or damaged"),
    }
}

fn read_pages(pdf: &Pdf, path: &str, document: &mut Document) -> Vec<PageText> {
    let mut fonts = Fonts::new();
    let mut budget = Budget::default();
    let mut texts = Vec::new();
    for (number, page) in pdf.pages().iter().take(MAX_PAGES).enumerate() {
        let glyphs = content::glyphs(page, &mut fonts, &mut budget);
        let mut text = line::lines(&glyphs, number);
        document.words.append(&mut text.words);
        document.sources.push(Source {
            file: path.to_owned(),
            page: u32::try_from(number + 1).ok(),
            text: std::mem::take(&mut text.text),
            encoding: None,
        });
        texts.push(text);
    }
    if pdf.pages().len() > MAX_PAGES {
        let detail = format!("{} pages, of which the first {MAX_PAGES} were read", pdf.pages().len());
        document.report(ProblemKind::Limit, path, detail);
    }
    if budget.exhausted {
        document.report(ProblemKind::Limit, path, "the drawing is too large; some text was left out");
    }
    texts
}

/// More unreadable glyphs than this share, and a page's text is not passed on.
const MAX_UNREADABLE: f32 = 0.3;

fn is_readable(texts: &[PageText], path: &str, document: &mut Document) -> bool {
    let glyphs: usize = texts.iter().map(|text| text.glyphs).sum();
    let unreadable: usize = texts.iter().map(|text| text.unreadable).sum();
    if glyphs == 0 {
        let detail = format!("{} pages without text; scanned pages need OCR first", texts.len());
        document.report(ProblemKind::NoText, path, detail);
        return false;
    }
    let blank = texts.iter().filter(|text| text.glyphs < 20).count();
    if blank * 2 > texts.len() {
        let detail = format!("{blank} of {} pages hold no text; scanned pages need OCR first", texts.len());
        document.report(ProblemKind::NoText, path, detail);
    }
    let share = unreadable as f32 / glyphs as f32;
    if share > 0.02 {
        let detail =
            format!("{:.0} % of the glyphs are in fonts that do not say what they are", share * 100.0);
        document.report(ProblemKind::UnreadableText, path, detail);
    }
    share <= MAX_UNREADABLE
}

fn fill(texts: &[PageText], document: &mut Document) {
    let body = layout::body_size(texts);
    let sources = document.sources.as_slice();
    let pairs: Vec<(&str, &PageText)> =
        sources.iter().map(|source| source.text.as_str()).zip(texts).collect();
    let pages = layout::pages(&pairs, body);
    let words = Vocabulary::of(sources);
    let front_page = front::page(sources, &pages);
    let paper = Paper { sources, pages: &pages, words: &words, body, front: front_page };
    let front = front::read(paper);
    let passages = flow::passages(paper, front.lines);
    document.title = front.title;
    document.affiliations = front.affiliations;
    document.email_domains = front.email_domains;
    document.anonymous = front.anonymous;
    document.date = front.date;
    document.passages = passages;
}
