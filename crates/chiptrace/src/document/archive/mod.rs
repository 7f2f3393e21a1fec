//! Archives: a paper's source as arXiv hands it out, and bulk files of many papers.
//!
//! Nothing is written to disk. What an archive may cost is bounded by [`Limits`]; what is left out is
//! reported.

mod collected;
mod detect;
mod gunzip;
mod members;
mod stream;

use std::io::{self, Read};

use serde::{Deserialize, Serialize};

use super::{InputFile, Kind, Problem, ProblemKind};
use collected::Collected;
use gunzip::Gunzip;
use members::Members;

pub use detect::{Shape, detect, detect_packed, stands_alone};
pub use stream::{Paper, Papers, papers};

/// What unpacking one archive may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes unpacked in all, figures that are skipped included. Default 1 GiB.
    pub total: u64,
    /// Bytes of one file; the rest of a longer one is left out. Default 32 MiB, ten times the longest
    /// TeX file in the shared corpus.
    pub member: u64,
    /// Bytes of text kept in all. Default 128 MiB.
    pub kept: u64,
    /// Files looked at. Default 50 000.
    pub members: usize,
    /// Unpacked bytes for each packed byte, once 64 MiB are unpacked. Default 200; TeX packs to a third
    /// or a fifth, figures seldom below a fiftieth.
    pub ratio: u64,
    /// Bytes of one packed paper in a bulk archive. Default 512 MiB.
    pub paper: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            total: 1 << 30,
            member: 32 << 20,
            kept: 128 << 20,
            members: 50_000,
            ratio: 200,
            paper: 512 << 20,
        }
    }
}

/// What an archive held.
#[derive(Debug, Clone, Default)]
pub struct Unpacked {
    /// The format of the paper in it, if there is one.
    pub kind: Option<Kind>,
    /// Its files in the order of the archive, figures and fonts left out.
    pub files: Vec<InputFile>,
    /// A `metadata.json` that came with it.
    pub metadata: Option<Vec<u8>>,
    /// What was refused, damaged or left out.
    pub problems: Vec<Problem>,
}

/// Unpacks a paper: a tar, a gzip of a tar, a gzip of one file, or one file as it is.
///
/// A bulk archive of many papers is read by [`papers`].
pub fn unpack(name: &str, bytes: &[u8], limits: &Limits) -> Unpacked {
    let mut unpacked = Unpacked::default();
    match detect(name, bytes) {
        Shape::Empty => report(&mut unpacked, ProblemKind::Empty, name, "the file is empty"),
        Shape::Zip => report(
            &mut unpacked,
            ProblemKind::UnknownKind,
            name,
            "ZIP archives are not read; unpack it first",
        ),
        Shape::Manifest => report(
            &mut unpacked,
            ProblemKind::UnknownKind,
            name,
            "a list of bulk archives, not a paper; name the archives",
        ),
        Shape::Unknown => report(
            &mut unpacked,
            ProblemKind::UnknownKind,
            name,
            "neither a paper nor an archive of one was recognised",
        ),
        Shape::Paper(kind) => {
            unpacked.kind = Some(kind);
            unpacked.files.push(InputFile { path: name.to_owned(), bytes: bytes.to_vec() });
        }
        Shape::Tar | Shape::Bulk => unpack_tar(name, &mut || Box::new(bytes), limits, &mut unpacked),
        Shape::Gzip => unpack_gzip(name, bytes, limits, &mut unpacked),
    }
    unpacked
}

fn unpack_gzip(name: &str, bytes: &[u8], limits: &Limits, unpacked: &mut Unpacked) {
    let open = || Gunzip::new(bytes, limits);
    let mut first = Vec::new();
    let broken = open().take(1024).read_to_end(&mut first).err();
    let inner = name.strip_suffix(".gz").unwrap_or(name);
    match detect(inner, &first) {
        Shape::Tar | Shape::Bulk => unpack_tar(name, &mut || Box::new(open()), limits, unpacked),
        Shape::Paper(kind) => {
            let mut text = Vec::new();
            let fault = open().take(limits.kept).read_to_end(&mut text).err();
            if text.len() as u64 >= limits.kept {
                report(
                    unpacked,
                    ProblemKind::Limit,
                    name,
                    "the file is longer than the limit; the rest was left out",
                );
            }
            unpacked.kind = Some(kind);
            unpacked.files.push(InputFile { path: inner.to_owned(), bytes: text });
            fault.iter().for_each(|fault| report_fault(unpacked, name, fault));
        }
        _ => match broken {
            Some(fault) => report_fault(unpacked, name, &fault),
            None if first.is_empty() => report(unpacked, ProblemKind::Empty, name, "the gzip holds nothing"),
            None => {
                report(unpacked, ProblemKind::UnknownKind, name, "the gzip holds neither a paper nor a tar")
            }
        },
    }
}

/// Reads the texts of a tar; if there are none, the longest paper in another format.
fn unpack_tar<'a>(
    name: &str,
    open: &mut dyn FnMut() -> Box<dyn Read + 'a>,
    limits: &Limits,
    unpacked: &mut Unpacked,
) {
    let first = read_tar(name, open(), limits, detect::may_be_source);
    if first.holds_source() {
        *unpacked = Unpacked { kind: Some(Kind::Latex), ..first.unpacked };
        return;
    }
    let second = read_tar(name, open(), limits, detect::may_be_paper).unpacked;
    let kind_of = |file: &InputFile| match detect(&file.path, &file.bytes) {
        Shape::Paper(kind) => Some(kind),
        _ => None,
    };
    let longest =
        second.files.into_iter().filter(|file| kind_of(file).is_some()).max_by_key(|file| file.bytes.len());
    unpacked.kind = longest.as_ref().and_then(kind_of);
    unpacked.files.extend(longest);
    unpacked.problems = second.problems;
    if unpacked.files.is_empty() && unpacked.problems.is_empty() {
        report(
            unpacked,
            ProblemKind::UnknownKind,
            name,
            "the archive holds no paper: no TeX, PDF, HTML, XML or text",
        );
    }
}

fn read_tar(name: &str, reader: impl Read, limits: &Limits, wanted: fn(&str) -> bool) -> Collected {
    let mut members = Members::new(reader);
    let mut collected = Collected::new(limits);
    loop {
        match members.next() {
            Ok(Some(member)) if member.oddity.is_none() && !wanted(&member.path) => {
                if !collected.counts(name) {
                    return collected;
                }
            }
            Ok(Some(member)) => {
                if !collected.counts(name) || !collected.take(name, member, &mut members) {
                    return collected;
                }
            }
            Ok(None) => return collected,
            Err(fault) => {
                collected.fault(name, &fault);
                return collected;
            }
        }
    }
}

fn report(unpacked: &mut Unpacked, kind: ProblemKind, file: &str, detail: &str) {
    unpacked.problems.push(Problem { kind, file: Some(file.to_owned()), detail: detail.to_owned() });
}

fn report_fault(unpacked: &mut Unpacked, name: &str, fault: &io::Error) {
    unpacked.problems.push(collected::fault_problem(name, fault));
}
