//! The files of a paper: which is the main one, and what the name in an `\input` stands for.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::lexing;
use crate::document::encoding;
use crate::document::{InputFile, Problem};

/// Files that are read as LaTeX text; the rest of a tree (figures, data) is never looked at.
const TEXT_SUFFIXES: &[&str] =
    &["tex", "ltx", "latex", "bbl", "sty", "cls", "def", "txt", "ins", "tikz", "pgf", "bib", ""];

/// Stems that authors give to the main file, the likeliest first.
const MAIN_STEMS: &[&str] =
    &["arxiv", "main", "ms", "paper", "article", "manuscript", "root", "final", "camera"];

/// Parts of the names of files that come beside a paper: its supplement, letters, samples of the class.
const BESIDE: &[&str] = &[
    "supp",
    "append",
    "rebut",
    "response",
    "cover",
    "diff",
    "sample",
    "example",
    "instruction",
    "guide",
    "test",
    "template",
];

/// Phrases of the samples that classes come with.
const SAMPLES: &[&str] = &[
    "Clarity in Documentation",
    "firstauthor@i1.org",
    "Title Is Hope",
    "Author Guidelines for",
    "Contribution Title",
];

/// Bytes below which a file with what it includes is hardly a paper.
const SMALL_PAPER: usize = 6_000;

/// The files of one paper, by path.
#[derive(Debug)]
pub struct Tree<'t> {
    files: Vec<File<'t>>,
    by_path: HashMap<String, usize>,
    bytes: usize,
}

#[derive(Debug)]
struct File<'t> {
    path: &'t str,
    bytes: &'t [u8],
    decoded: OnceCell<Decoded>,
}

#[derive(Debug)]
struct Decoded {
    /// The text, where it differs from the bytes.
    text: Option<String>,
    encoding: &'static str,
    problem: Option<Problem>,
}

impl<'t> Tree<'t> {
    /// The LaTeX files among `files`.
    pub fn new(files: &'t [InputFile]) -> Self {
        let is_text =
            |file: &&InputFile| TEXT_SUFFIXES.contains(&suffix(&file.path).to_ascii_lowercase().as_str());
        Self::of(files.iter().filter(is_text).map(|file| (file.path.as_str(), file.bytes.as_slice())))
    }

    /// A tree of one text.
    pub fn of_text(text: &'t str) -> Self {
        Self::of(std::iter::once(("", text.as_bytes())))
    }

    fn of(files: impl Iterator<Item = (&'t str, &'t [u8])>) -> Self {
        let files: Vec<_> =
            files.map(|(path, bytes)| File { path, bytes, decoded: OnceCell::new() }).collect();
        let by_path = files.iter().enumerate().rev().map(|(at, file)| (simplify(file.path), at));
        Self { by_path: by_path.collect(), bytes: files.iter().map(|file| file.bytes.len()).sum(), files }
    }

    /// Whether the text was cut out of a paper, so that other files are out of reach.
    pub fn is_fragment(&self) -> bool {
        self.files.iter().all(|file| file.path.is_empty())
    }

    /// Bytes of all its files.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Path of file `index`.
    pub fn path(&self, index: usize) -> &'t str {
        self.files.get(index).map_or("", |file| file.path)
    }

    /// Text of file `index`.
    pub fn text(&self, index: usize) -> &str {
        let Some(file) = self.files.get(index) else { return "" };
        match self.decoded(index).and_then(|decoded| decoded.text.as_deref()) {
            Some(text) => text,
            None => encoding::as_utf8(file.bytes).unwrap_or_default(),
        }
    }

    /// Encoding of file `index`, and what was lost in decoding it.
    pub fn encoding(&self, index: usize) -> (&'static str, Option<Problem>) {
        self.decoded(index).map_or(("UTF-8", None), |decoded| (decoded.encoding, decoded.problem.clone()))
    }

    fn decoded(&self, index: usize) -> Option<&Decoded> {
        let file = self.files.get(index)?;
        Some(file.decoded.get_or_init(|| decode(file.bytes)))
    }

    /// The file that `name` stands for in an `\input` of file `from`: as given or with `suffix`, from
    /// the folder of the main file or else of `from`. A name that leads out of the tree is none.
    pub fn resolve(&self, name: &str, suffix: &str, main: usize, from: usize) -> Option<usize> {
        let name = name.trim().trim_matches('"');
        let tried = [folder(self.path(main)), folder(self.path(from)), ""];
        let found = tried.iter().find_map(|folder| {
            let path = simplify(&format!("{folder}/{name}"));
            self.by_path.get(&format!("{path}.{suffix}")).or_else(|| self.by_path.get(&path)).copied()
        });
        found.or_else(|| self.only_one_called(name, suffix))
    }

    /// The only file of that name in any folder: trees are often flattened on their way.
    fn only_one_called(&self, name: &str, suffix: &str) -> Option<usize> {
        let last = name.rsplit('/').next().filter(|last| !last.is_empty())?;
        let full = format!("{last}.{suffix}");
        let is_called = |index: &usize| {
            let file = self.path(*index).rsplit('/').next().unwrap_or_default();
            file == last || file == full
        };
        let mut found = (0..self.files.len()).filter(is_called);
        found.next().filter(|_| found.next().is_none())
    }

    /// The list of references made for file `main`, or the only one in the tree.
    pub fn references(&self, main: usize) -> Option<usize> {
        let path = self.path(main);
        let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
        let same_name = self.by_path.get(&simplify(&format!("{stem}.bbl"))).copied();
        same_name.or_else(|| {
            let mut lists = (0..self.files.len()).filter(|index| suffix(self.path(*index)) == "bbl");
            lists.next().filter(|_| lists.next().is_none())
        })
    }

    /// The main file: it has `\documentclass` and `\begin{document}`, is not read by another such
    /// file, and has a title; then its name, how near the root it lies, and its size decide.
    pub fn main_file(&self) -> Option<usize> {
        let candidates: Vec<usize> = (0..self.files.len()).filter(|index| self.is_whole(*index)).collect();
        match candidates.as_slice() {
            [] => self.largest(),
            [only] => Some(*only),
            several => several.iter().copied().max_by_key(|index| self.standing(*index, several)),
        }
    }

    fn is_tex(&self, index: usize) -> bool {
        matches!(suffix(self.path(index)).to_ascii_lowercase().as_str(), "tex" | "ltx" | "latex" | "txt" | "")
    }

    fn is_whole(&self, index: usize) -> bool {
        let Some(file) = self.files.get(index).filter(|_| self.is_tex(index)) else { return false };
        let class = command_line(file.bytes, b"\\documentclass")
            .or_else(|| command_line(file.bytes, b"\\documentstyle"));
        let is_part = |line: &[u8]| {
            [&b"{subfiles}"[..], b"{standalone}"]
                .iter()
                .any(|name| memchr::memmem::find(line, name).is_some())
        };
        class.is_some_and(|line| !is_part(line)) && has_command(file.bytes, b"\\begin{document}")
    }

    fn largest(&self) -> Option<usize> {
        let size = |index: &usize| {
            let bytes = self.files.get(*index).map_or(&[][..], |file| file.bytes);
            (has_command(bytes, b"\\begin{document}"), bytes.len())
        };
        (0..self.files.len()).filter(|index| self.is_tex(*index)).max_by_key(size)
    }

    fn standing(&self, index: usize, candidates: &[usize]) -> impl Ord + use<> {
        let bytes = self.files.get(index).map_or(&[][..], |file| file.bytes);
        let path = self.path(index);
        let stem = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".tex").to_ascii_lowercase();
        let included =
            candidates.iter().any(|other| *other != index && self.included(*other).contains(&index));
        let beside = BESIDE.iter().any(|word| stem.contains(word));
        let exact = MAIN_STEMS.iter().rev().position(|name| *name == stem).map_or(0, |place| place + 1);
        let sample = SAMPLES.iter().any(|phrase| has_command(bytes, phrase.as_bytes()));
        let title = [&b"\\title"[..], b"\\icmltitle", b"\\Title"].iter().any(|name| has_command(bytes, name));
        let size = self.reached_bytes(index);
        let depth = path.matches('/').count();
        let first = std::cmp::Reverse(index);
        (!included, title, !sample, size > SMALL_PAPER, !beside, exact, std::cmp::Reverse(depth), size, first)
    }

    /// The files that file `by` names in an `\input` or its kind.
    fn included(&self, by: usize) -> Vec<usize> {
        let Some(file) = self.files.get(by) else { return Vec::new() };
        let mut found = Vec::new();
        for command in [&b"\\input"[..], b"\\include", b"\\subfile", b"\\import", b"\\subimport"] {
            for at in memchr::memmem::find_iter(file.bytes, command) {
                let rest = file.bytes.get(at + command.len()..).unwrap_or_default();
                let rest = rest.get(..lexing::line_end(rest, 0)).unwrap_or_default();
                let name = String::from_utf8_lossy(rest.get(..rest.len().min(200)).unwrap_or_default())
                    .replace("}{", "/");
                let name = name.trim_start_matches(['*', '{', ' ']);
                let name = name.split(['}', '%', '\\']).next().unwrap_or_default();
                if !lexing::is_commented(file.bytes, at) && name.len() > 1 {
                    found.extend(self.resolve(name, "tex", by, by));
                }
            }
        }
        found
    }

    /// Bytes of a file and of what it includes, two steps deep.
    fn reached_bytes(&self, index: usize) -> usize {
        let mut reached = vec![index];
        for _ in 0..2 {
            for file in reached.clone() {
                reached.extend(self.included(file));
            }
            reached.sort_unstable();
            reached.dedup();
        }
        reached.iter().filter_map(|file| self.files.get(*file)).map(|file| file.bytes.len()).sum()
    }
}

fn decode(bytes: &[u8]) -> Decoded {
    match encoding::as_utf8(bytes) {
        Some(_) => Decoded { text: None, encoding: "UTF-8", problem: None },
        None => {
            let (text, encoding, problem) = encoding::decode(bytes);
            Decoded { text: Some(text), encoding, problem }
        }
    }
}

/// Whether `command` stands in `bytes` outside a comment.
fn has_command(bytes: &[u8], command: &[u8]) -> bool {
    command_line(bytes, command).is_some()
}

/// What stands after `command` on its line, where it stands outside a comment.
fn command_line<'b>(bytes: &'b [u8], command: &[u8]) -> Option<&'b [u8]> {
    let at = memchr::memmem::find_iter(bytes, command).find(|at| !lexing::is_commented(bytes, *at))?;
    bytes.get(at + command.len()..lexing::line_end(bytes, at))
}

/// The ending of a name; an identifier such as `2401.00001` has none.
fn suffix(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (_, suffix) = name.rsplit_once('.').unwrap_or_default();
    if suffix.starts_with(|c: char| c.is_ascii_digit()) { "" } else { suffix }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// `path` without `.`, `..` and doubled `/`. Steps above the root lead nowhere.
fn simplify(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => match parts.pop() {
                Some(_) => {}
                None => return "..".to_owned(),
            },
            part => parts.push(part),
        }
    }
    parts.join("/")
}
