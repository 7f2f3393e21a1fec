//! The summary at the end of a run: how many papers, and what became of each.

use std::collections::BTreeMap;
use std::fmt;

use chiptrace::disclosure::role::Role;
use chiptrace::document::ProblemKind;
use chiptrace::report::Report;

/// Counts over all papers of a run.
#[derive(Debug, Default)]
pub struct Summary {
    papers: u64,
    unread: u64,
    naming: u64,
    disclosing: u64,
    with_findings: u64,
    problems: BTreeMap<ProblemKind, u64>,
}

impl Summary {
    /// Counts one paper.
    pub fn add(&mut self, report: &Report) {
        self.papers += 1;
        self.unread += u64::from(report.problems.iter().any(|problem| problem.kind.stops_reading()));
        self.naming += u64::from(!report.disclosures.is_empty());
        self.disclosing += u64::from(report.disclosures.iter().any(|d| d.role == Role::Used));
        self.with_findings += u64::from(!report.findings.is_empty());
        for problem in &report.problems {
            *self.problems.entry(problem.kind).or_default() += 1;
        }
    }

    /// Papers so far.
    pub fn papers(&self) -> u64 {
        self.papers
    }

    /// Whether anything could not be read.
    pub fn incomplete(&self) -> bool {
        self.unread > 0
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "papers              {:>7}", self.papers)?;
        writeln!(f, "  could not be read {:>7}", self.unread)?;
        writeln!(f, "  name a chip       {:>7}", self.naming)?;
        writeln!(f, "  disclose a use    {:>7}", self.disclosing)?;
        writeln!(f, "  with a finding    {:>7}", self.with_findings)?;
        for (kind, count) in &self.problems {
            writeln!(f, "  problem: {:<16}{count:>2}", kind.to_string())?;
        }
        Ok(())
    }
}
