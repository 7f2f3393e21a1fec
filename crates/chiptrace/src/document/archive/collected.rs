//! What is taken from a tar for one paper, under the limits.

use std::io::{self, Read};

use super::detect;
use super::members::{Member, Members, Oddity};
use super::{Limits, Unpacked};
use crate::document::{InputFile, Problem, ProblemKind};

/// Problems of one kind beyond this number are counted, not listed.
const MOST_PROBLEMS: usize = 10;

/// Files of one paper, as far as they were read.
#[derive(Debug)]
pub(super) struct Collected {
    limits: Limits,
    kept: u64,
    seen: usize,
    /// The files, and what went wrong.
    pub(super) unpacked: Unpacked,
}

impl Collected {
    /// Nothing yet.
    pub(super) fn new(limits: &Limits) -> Self {
        Self { limits: *limits, kept: 0, seen: 0, unpacked: Unpacked::default() }
    }

    /// Counts one more member of the archive `name`; whether the limit allows it.
    pub(super) fn counts(&mut self, name: &str) -> bool {
        self.seen += 1;
        let allowed = self.seen <= self.limits.members;
        if !allowed {
            let detail = "the archive has more members than the limit; the rest was left out";
            self.report(ProblemKind::Limit, name, detail);
        }
        allowed
    }

    /// Reads a member; whether the archive `name` can be read further.
    pub(super) fn take<R: Read>(&mut self, name: &str, member: Member, members: &mut Members<R>) -> bool {
        if let Some(oddity) = member.oddity {
            self.report(ProblemKind::UnsafePath, &member.path, oddity.detail());
            return true;
        }
        let room = self.limits.member.min(self.limits.kept.saturating_sub(self.kept));
        let (bytes, fault) = members.body(room);
        self.kept += bytes.len() as u64;
        if (bytes.len() as u64) < member.size && fault.is_none() {
            let detail = "the file is longer than the limit; the rest was left out";
            self.report(ProblemKind::Limit, &member.path, detail);
        }
        match member.path.rsplit('/').next() {
            Some("metadata.json") => self.unpacked.metadata = Some(bytes),
            _ => self.unpacked.files.push(InputFile { path: member.path, bytes }),
        }
        fault.iter().for_each(|fault| self.fault(name, fault));
        fault.is_none()
    }

    /// Bytes of its files.
    pub(super) fn kept(&self) -> u64 {
        self.kept
    }

    /// Puts the files of another before its own.
    pub(super) fn put_before(&mut self, other: Self) {
        self.unpacked.files.splice(0..0, other.unpacked.files);
        self.unpacked.problems.splice(0..0, other.unpacked.problems);
        self.unpacked.metadata = self.unpacked.metadata.take().or(other.unpacked.metadata);
    }

    /// Whether a file is TeX.
    pub(super) fn holds_source(&self) -> bool {
        self.sources().next().is_some()
    }

    /// The files that are TeX.
    pub(super) fn sources(&self) -> impl Iterator<Item = &InputFile> {
        self.unpacked.files.iter().filter(|file| detect::is_source(&file.path, &file.bytes))
    }

    fn report(&mut self, kind: ProblemKind, file: &str, detail: &str) {
        let listed = self.unpacked.problems.iter().filter(|problem| problem.kind == kind).count();
        let detail = match listed {
            0..MOST_PROBLEMS => detail.to_owned(),
            MOST_PROBLEMS => "and more of the same kind, which are not listed".to_owned(),
            _ => return,
        };
        self.unpacked.problems.push(Problem { kind, file: Some(file.to_owned()), detail });
    }

    /// Notes why the archive `name` ended.
    pub(super) fn fault(&mut self, name: &str, fault: &io::Error) {
        self.unpacked.problems.push(fault_problem(name, fault));
    }
}

/// Damage, or a limit, that ended the reading of the archive `name`.
pub(super) fn fault_problem(name: &str, fault: &io::Error) -> Problem {
    let (kind, detail) = match fault.kind() {
        io::ErrorKind::QuotaExceeded => (ProblemKind::Limit, fault.to_string()),
        _ => (ProblemKind::Broken, format!("damaged or cut off ({fault}); what came before was read")),
    };
    Problem { kind, file: Some(name.to_owned()), detail }
}

impl Oddity {
    /// Why it is not read.
    pub(super) fn detail(self) -> &'static str {
        match self {
            Self::UnsafePath => "the path leads outside of the archive",
            Self::Link => "links are not followed",
            Self::Device => "devices and pipes are not read",
        }
    }
}
