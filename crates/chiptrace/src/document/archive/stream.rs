//! A tar of many papers as a stream: each packed for itself, as in arXiv's bulk archives, or as files and folders.

use std::collections::VecDeque;
use std::io::{self, Read};

use super::collected::Collected;
use super::detect;
use super::gunzip::Gunzip;
use super::members::{Member, Members};
use super::{Limits, Unpacked, unpack};
use crate::document::{InputFile, Kind, Problem, ProblemKind};

/// One paper of a stream.
#[derive(Debug)]
pub struct Paper {
    /// The identifier in its file name: `2401.00001`, `astro-ph/0001001`; else the path, which is empty for a tar
    /// that holds one paper.
    pub name: String,
    /// Its path in the archive.
    pub path: String,
    content: Content,
}

#[derive(Debug)]
enum Content {
    /// One file, perhaps packed.
    File(Vec<u8>),
    /// The sources of a folder.
    Folder(Box<Unpacked>),
}

impl Paper {
    /// Its files.
    pub fn unpack(self, limits: &Limits) -> Unpacked {
        match self.content {
            Content::File(bytes) => unpack(&self.path, &bytes, limits),
            Content::Folder(unpacked) => *unpacked,
        }
    }
}

/// The papers of a tar, one at a time; memory holds two, and what waits for a main file under the limit on text.
pub struct Papers<R> {
    members: Members<Opened<R>>,
    limits: Limits,
    folder: Option<Folder>,
    /// Folders without a main file, which may belong to one around them.
    orphans: Vec<Folder>,
    ready: VecDeque<Result<Paper, Problem>>,
    ended: bool,
}

/// Reads the papers of a tar, which may itself be a gzip, from any reader.
///
/// A packed file, a PDF, an HTML, XML, Markdown or text file is a paper. TeX sources of one folder and of the folders
/// in it are one, as long as they follow each other; whole documents that include nothing are papers of their own. Folders
/// without a main file belong to the next one around them.
/// Figures are passed over unread. A damaged tar gives the papers before the damage, then a problem, and ends.
pub fn papers<R: Read>(mut reader: R, limits: Limits) -> Papers<R> {
    let mut magic = Vec::new();
    // What cannot be read here cannot be read by the first header either, which reports it.
    let ended = reader.by_ref().take(2).read_to_end(&mut magic).is_err();
    let packed = magic == [0x1F, 0x8B];
    let whole = io::Cursor::new(magic).chain(reader);
    let opened = match packed {
        true => {
            // A stream may be of any length; only what grows as a bomb does is stopped.
            let limits = Limits { total: u64::MAX, ..limits };
            Opened::Gzip(Box::new(Gunzip::new(whole, &limits)))
        }
        false => Opened::Plain(whole),
    };
    Papers {
        members: Members::new(opened),
        limits,
        folder: None,
        orphans: Vec::new(),
        ready: VecDeque::new(),
        ended,
    }
}

type Whole<R> = io::Chain<io::Cursor<Vec<u8>>, R>;

enum Opened<R> {
    Plain(Whole<R>),
    Gzip(Box<Gunzip<Whole<R>>>),
}

impl<R: Read> Read for Opened<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(reader) => reader.read(buffer),
            Self::Gzip(reader) => reader.read(buffer),
        }
    }
}

impl<R: Read> Iterator for Papers<R> {
    type Item = Result<Paper, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() && !self.ended {
            match self.members.next() {
                Ok(Some(member)) => self.member(member),
                Ok(None) => self.end(),
                Err(fault) => self.damaged(&fault),
            }
        }
        self.ready.pop_front()
    }
}

impl<R: Read> Papers<R> {
    fn member(&mut self, member: Member) {
        let path = member.path.as_str();
        let ended = |folder: &Folder| {
            !is_within(&folder.root, path) || (folder.alone && detect::is_no_part_of_sources(path))
        };
        if self.folder.as_ref().is_some_and(ended) {
            self.close_folder();
        }
        if member.size == 0 && member.oddity.is_none() {
            return;
        }
        let source = detect::may_be_source(path) && (self.folder.is_some() || !path.ends_with(".txt"));
        match member.oddity {
            None if source => self.source(member),
            None if self.folder.is_some() || detect::is_figure(path) => {}
            None if detect::is_packed(path) || detect::may_be_paper(path) => self.file(member),
            None => {}
            Some(oddity) => {
                let detail = oddity.detail().to_owned();
                self.ready.push_back(Err(Problem {
                    kind: ProblemKind::UnsafePath,
                    file: Some(member.path),
                    detail,
                }));
            }
        }
    }

    fn file(&mut self, member: Member) {
        if member.size > self.limits.paper {
            let detail = "the packed paper is longer than the limit; it was left out".to_owned();
            let problem = Problem { kind: ProblemKind::Limit, file: Some(member.path), detail };
            return self.ready.push_back(Err(problem));
        }
        let (bytes, fault) = self.members.body(member.size);
        match fault {
            Some(fault) => self.damaged(&fault),
            // The list of a bulk archive's papers is none itself.
            None if detect::detect(&member.path, &bytes) == detect::Shape::Manifest => {}
            None => self.ready.push_back(Ok(Paper {
                name: identifier(&member.path),
                path: member.path,
                content: Content::File(bytes),
            })),
        }
    }

    fn source(&mut self, member: Member) {
        let path = member.path.clone();
        let mut folder = self.folder.take().unwrap_or_else(|| Folder::of(parent(&path), &self.limits));
        let goes_on = folder.files.counts(&path) && folder.files.take(&path, member, &mut self.members);
        if folder.ends_before_last() {
            let last = folder.files.unpacked.files.pop();
            let mut next = Folder::of(&folder.root, &self.limits);
            next.files.unpacked.files.extend(last);
            self.hand_out(folder);
            folder = next;
        }
        folder.look_at_last();
        self.folder = Some(folder);
        if !goes_on {
            self.end();
        }
    }

    fn close_folder(&mut self) {
        let Some(mut folder) = self.folder.take() else { return };
        if !folder.has_main {
            self.orphans.push(folder);
            let kept: u64 = self.orphans.iter().map(|orphan| orphan.files.kept()).sum();
            if kept > self.limits.kept {
                self.hand_out_orphans();
            }
            return;
        }
        let within = |orphan: &mut Folder| is_within(&folder.root, &orphan.root);
        let own: Vec<Folder> = self.orphans.extract_if(.., within).collect();
        own.into_iter().rev().for_each(|orphan| folder.files.put_before(orphan.files));
        self.hand_out_orphans();
        self.hand_out(folder);
    }

    fn hand_out_orphans(&mut self) {
        for orphan in std::mem::take(&mut self.orphans) {
            self.hand_out(orphan);
        }
    }

    fn hand_out(&mut self, folder: Folder) {
        if !folder.files.holds_source() {
            let problems = folder.files.unpacked.problems;
            return self.ready.extend(problems.into_iter().map(Err));
        }
        let alone = folder.files.sources().next().filter(|_| folder.alone && !folder.root.is_empty());
        let path = alone.map_or(folder.root, |file| file.path.clone());
        let unpacked = Unpacked { kind: Some(Kind::Latex), ..folder.files.unpacked };
        let content = Content::Folder(Box::new(unpacked));
        self.ready.push_back(Ok(Paper { name: path.clone(), path, content }));
    }

    fn damaged(&mut self, fault: &io::Error) {
        self.end();
        let (kind, detail) = match fault.kind() {
            io::ErrorKind::QuotaExceeded => (ProblemKind::Limit, fault.to_string()),
            _ => {
                let detail =
                    format!("the bulk archive is damaged or cut off ({fault}); papers before were read");
                (ProblemKind::Broken, detail)
            }
        };
        self.ready.push_back(Err(Problem { kind, file: None, detail }));
    }

    fn end(&mut self) {
        self.close_folder();
        self.hand_out_orphans();
        self.ended = true;
    }
}

/// TeX sources that belong together.
#[derive(Debug)]
struct Folder {
    root: String,
    files: Collected,
    /// Whether one of them is a main file.
    has_main: bool,
    /// Whether the only source is a whole document.
    alone: bool,
}

impl Folder {
    fn of(root: &str, limits: &Limits) -> Self {
        Self { root: root.to_owned(), files: Collected::new(limits), has_main: false, alone: false }
    }

    /// Whether it is a whole document, and the file that came last is another beside it.
    fn ends_before_last(&self) -> bool {
        let last = self.files.unpacked.files.last();
        let other = |file: &InputFile| parent(&file.path) == self.root && detect::stands_alone(&file.bytes);
        self.alone && last.is_some_and(other)
    }

    /// Notes what the file that came last says of the folder.
    fn look_at_last(&mut self) {
        let Some(file) = self.files.unpacked.files.last() else { return };
        if !detect::is_source(&file.path, &file.bytes) {
            return;
        }
        self.alone = !self.has_main && detect::stands_alone(&file.bytes);
        self.has_main |= is_main(&file.bytes);
    }
}

fn is_main(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"\\documentclass").is_some()
        || memchr::memmem::find(bytes, b"\\documentstyle").is_some()
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn is_within(folder: &str, path: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// `2401/2401.00001.gz` is `2401.00001`, `0001/astro-ph0001001.gz` is `astro-ph/0001001`; another name stays.
fn identifier(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = [".tar.gz", ".gz", ".pdf", ".tar", ".tex"]
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .unwrap_or(name);
    let letters = stem.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    match stem.split_at(letters) {
        ("", number) if number.starts_with(|c: char| c.is_ascii_digit()) => stem.to_owned(),
        (archive, number) if number.len() == 7 && number.bytes().all(|b| b.is_ascii_digit()) => {
            format!("{archive}/{number}")
        }
        _ => path.to_owned(),
    }
}
