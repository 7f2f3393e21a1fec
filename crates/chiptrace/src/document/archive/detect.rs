//! What a file is, by its first bytes and its name.

use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::members;
use crate::document::Kind;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Nothing.
    Empty,
    /// A paper in one file.
    Paper(Kind),
    /// A gzip; what is in it shows when it is opened.
    Gzip,
    /// A tar of one paper.
    Tar,
    /// A tar of many papers, one `.gz` or `.pdf` each.
    Bulk,
    /// A ZIP archive.
    Zip,
    /// The list that arXiv keeps of its bulk archives.
    Manifest,
    /// Something else.
    Unknown,
}

/// How far into a file a sign of its format is looked for.
const WINDOW: usize = 4096;

/// Recognises a file by its first bytes (4 KiB are enough) and its name.
pub fn detect(name: &str, first: &[u8]) -> Shape {
    let first = first.get(..WINDOW).unwrap_or(first);
    if first.is_empty() {
        return Shape::Empty;
    }
    if first.starts_with(&[0x1F, 0x8B]) {
        return Shape::Gzip;
    }
    if first.starts_with(b"PK\x03\x04") {
        return Shape::Zip;
    }
    if members::is_header(first) {
        return if is_bulk(first) { Shape::Bulk } else { Shape::Tar };
    }
    if first.windows(5).take(1024).any(|five| five == b"%PDF-") {
        return Shape::Paper(Kind::Pdf);
    }
    if is_manifest(first) {
        return Shape::Manifest;
    }
    text_kind(name, first).map_or(Shape::Unknown, Shape::Paper)
}

/// The same, and whether a gzip holds a tar of one paper or of many (64 KiB are enough).
pub fn detect_packed(name: &str, first: &[u8]) -> Shape {
    let outside = detect(name, first);
    if outside != Shape::Gzip {
        return outside;
    }
    let mut inside = Vec::new();
    // What is cut off or damaged is found when the file is read.
    let _ = MultiGzDecoder::new(first).take(WINDOW as u64).read_to_end(&mut inside);
    match detect(name, &inside) {
        found @ (Shape::Tar | Shape::Bulk) => found,
        _ => Shape::Gzip,
    }
}

/// Whether a text is arXiv's list of its bulk archives: `<arXivSRC>` or `<arXivPDF>`.
fn is_manifest(first: &[u8]) -> bool {
    let head = first.get(..512).unwrap_or(first);
    ["<arXivSRC", "<arXivPDF"].iter().any(|sign| memchr::memmem::find(head, sign.as_bytes()).is_some())
}

/// Whether a `.tex` file is a whole document that includes no other.
pub fn stands_alone(bytes: &[u8]) -> bool {
    let holds = |needle: &str| memchr::memmem::find(bytes, needle.as_bytes()).is_some();
    holds("\\documentclass") && holds("\\begin{document}") && !holds("\\input{") && !holds("\\include{")
}

/// Whether the first file of a tar is itself packed, as in arXiv's bulk archives.
fn is_bulk(first: &[u8]) -> bool {
    let mut found = super::Members::new(first);
    match found.next() {
        Ok(Some(member)) => {
            let name = member.path.to_ascii_lowercase();
            name.ends_with(".gz") || (name.ends_with(".pdf") && arxiv_stem(&name).is_some())
        }
        _ => false,
    }
}

/// The file's name without its ending, if it begins with digits as arXiv's identifiers do.
fn arxiv_stem(name: &str) -> Option<&str> {
    let stem = name.rsplit('/').next()?.rsplit_once('.')?.0;
    let digits = stem.bytes().filter(u8::is_ascii_digit).count();
    (digits >= 7 && stem.len() < 24).then_some(stem)
}

fn text_kind(name: &str, first: &[u8]) -> Option<Kind> {
    let wide = first.starts_with(&[0xFF, 0xFE]) || first.starts_with(&[0xFE, 0xFF]);
    let controls = first.iter().filter(|&&byte| byte < 9 || (14..27).contains(&byte)).count();
    if !wide && controls * 50 > first.len() {
        return None;
    }
    let text = String::from_utf8_lossy(first).to_ascii_lowercase();
    by_markup(&text).or_else(|| by_name(name)).or_else(|| by_text(&text))
}

fn by_markup(text: &str) -> Option<Kind> {
    let head = text.trim_start_matches('\u{FEFF}').trim_start();
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        return Some(Kind::Html);
    }
    if !head.starts_with('<') {
        return None;
    }
    let jats = ["<!doctype article", "<article ", "<article>", "<pmc-articleset"];
    match jats.iter().any(|sign| head.contains(sign)) && !head.contains("<body") {
        true => Some(Kind::Jats),
        false => head.contains("<html").then_some(Kind::Html),
    }
}

fn by_name(name: &str) -> Option<Kind> {
    Some(match extension(name).as_str() {
        "tex" | "ltx" | "latex" => Kind::Latex,
        "html" | "htm" | "xhtml" => Kind::Html,
        "xml" | "nxml" => Kind::Jats,
        "md" | "markdown" | "mmd" => Kind::Markdown,
        "txt" | "text" => Kind::Text,
        _ => return None,
    })
}

fn by_text(text: &str) -> Option<Kind> {
    if is_tex(text) {
        return Some(Kind::Latex);
    }
    let printable = text.chars().filter(|c| !c.is_control() || c.is_whitespace()).count();
    if printable * 10 < text.chars().count() * 9 {
        return None;
    }
    let headings = text.lines().filter(|line| line.starts_with("# ") || line.starts_with("## ")).count();
    Some(if headings > 0 { Kind::Markdown } else { Kind::Text })
}

fn is_tex(text: &str) -> bool {
    [r"\documentclass", r"\documentstyle", r"\begin{", r"\section", r"\input", r"\magnification", r"\title{"]
        .iter()
        .any(|sign| text.contains(sign))
}

fn extension(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default()
}

/// Whether a member of an archive may be part of a TeX source. Figures, fonts, data and styles are not.
pub(super) fn may_be_source(path: &str) -> bool {
    matches!(extension(path).as_str(), "tex" | "ltx" | "latex" | "bbl" | "txt" | "sty" | "")
        || path.rsplit('/').next() == Some("metadata.json")
}

/// Whether a member of an archive is itself packed.
pub(super) fn is_packed(path: &str) -> bool {
    matches!(extension(path).as_str(), "gz" | "tgz" | "tar")
}

/// What people keep beside papers, but not among the sources of one.
pub(super) fn is_no_part_of_sources(path: &str) -> bool {
    matches!(extension(path).as_str(), "tgz" | "tar" | "html" | "htm" | "xhtml" | "xml" | "nxml")
}

/// Whether a member lies where people keep figures.
pub(super) fn is_figure(path: &str) -> bool {
    const FOLDERS: [&str; 7] = ["fig", "img", "image", "plot", "graphic", "pic", "asset"];
    let Some((folders, _)) = path.rsplit_once('/') else { return false };
    let folders = folders.to_ascii_lowercase();
    folders.split('/').any(|folder| FOLDERS.iter().any(|name| folder.starts_with(name)))
}

/// Whether a member that was read is TeX.
pub(super) fn is_source(path: &str, bytes: &[u8]) -> bool {
    match extension(path).as_str() {
        "tex" | "ltx" | "latex" => true,
        "" | "txt" => is_tex(&String::from_utf8_lossy(bytes.get(..WINDOW).unwrap_or(bytes))),
        _ => false,
    }
}

/// Whether a member of an archive may be a whole paper by itself.
pub(super) fn may_be_paper(path: &str) -> bool {
    extension(path) == "pdf" || by_name(path).is_some()
}
