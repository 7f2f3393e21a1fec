//! Bulk archives as a stream: a tar whose members are papers, each packed for itself.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;

use super::members::{Members, Oddity};
use super::{Limits, Problem, ProblemKind};

/// One packed paper of a bulk archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// The identifier in its file name: `2401.00001`, `astro-ph/0001001`; else the path.
    pub name: String,
    /// Its path in the archive.
    pub path: String,
    /// Its bytes as packed, for [`super::unpack`].
    pub bytes: Vec<u8>,
}

/// The papers of a bulk archive, one at a time; no more than one is in memory.
pub struct Papers<R> {
    members: Members<Opened<R>>,
    limits: Limits,
    ended: bool,
}

/// Reads the papers of a bulk tar, which may itself be a gzip, from any reader.
///
/// A damaged tar gives the papers before the damage, then a problem, and ends.
pub fn papers<R: Read>(mut reader: R, limits: Limits) -> Papers<R> {
    let mut magic = Vec::new();
    // What cannot be read here cannot be read by the first header either, which reports it.
    let ended = reader.by_ref().take(2).read_to_end(&mut magic).is_err();
    let packed = magic == [0x1F, 0x8B];
    let whole = io::Cursor::new(magic).chain(reader);
    let opened =
        if packed { Opened::Gzip(Box::new(MultiGzDecoder::new(whole))) } else { Opened::Plain(whole) };
    Papers { members: Members::new(opened), limits, ended }
}

type Whole<R> = io::Chain<io::Cursor<Vec<u8>>, R>;

enum Opened<R> {
    Plain(Whole<R>),
    Gzip(Box<MultiGzDecoder<Whole<R>>>),
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
        while !self.ended {
            let member = match self.members.next() {
                Ok(Some(member)) => member,
                Ok(None) => return self.end(None),
                Err(fault) => return self.end(Some(&fault)),
            };
            if let Some(oddity) = member.oddity {
                return Some(Err(refused(&member.path, oddity)));
            }
            if member.path.ends_with(".xml") || member.size == 0 {
                continue;
            }
            if member.size > self.limits.paper {
                let detail = "the packed paper is longer than the limit; it was left out".to_owned();
                return Some(Err(Problem { kind: ProblemKind::Limit, file: Some(member.path), detail }));
            }
            let (bytes, fault) = self.members.body(member.size);
            if let Some(fault) = fault {
                return self.end(Some(&fault));
            }
            return Some(Ok(Paper { name: identifier(&member.path), path: member.path, bytes }));
        }
        None
    }
}

impl<R> Papers<R> {
    fn end(&mut self, fault: Option<&io::Error>) -> Option<Result<Paper, Problem>> {
        self.ended = true;
        let detail = format!("the bulk archive is damaged or cut off ({}); papers before were read", fault?);
        Some(Err(Problem { kind: ProblemKind::Broken, file: None, detail }))
    }
}

fn refused(path: &str, oddity: Oddity) -> Problem {
    let detail = match oddity {
        Oddity::UnsafePath => "the path leads outside of the archive",
        Oddity::Link => "links are not followed",
        Oddity::Device => "devices and pipes are not read",
    };
    Problem { kind: ProblemKind::UnsafePath, file: Some(path.to_owned()), detail: detail.to_owned() }
}

/// `2401/2401.00001.gz` is `2401.00001`, `0001/astro-ph0001001.gz` is `astro-ph/0001001`.
fn identifier(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = [".tar.gz", ".gz", ".pdf", ".tar", ".tex"]
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .unwrap_or(name);
    let letters = stem.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    match stem.split_at(letters) {
        ("", _) => stem.to_owned(),
        (archive, number) if number.len() == 7 && number.bytes().all(|b| b.is_ascii_digit()) => {
            format!("{archive}/{number}")
        }
        _ => stem.to_owned(),
    }
}
