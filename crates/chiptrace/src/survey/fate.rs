//! What became of each paper of a survey: every one is counted once.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::disclosure::role::Role;
use crate::report::Report;

/// What became of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It could not be read, or not all of it, and what was read names no chip.
    NotReadable,
    /// It was read and names no chip.
    NoChip,
    /// It names chips, none of which its authors say they used.
    MentionOnly,
    /// Its authors say that they used a chip.
    Disclosed,
}

impl Fate {
    /// Every fate, in the order of the funnel.
    pub const ALL: [Self; 4] = [Self::NotReadable, Self::NoChip, Self::MentionOnly, Self::Disclosed];

    /// What became of the paper that a report is on.
    pub fn of(report: &Report) -> Self {
        if report.disclosures.iter().any(|d| d.role == Role::Used) {
            Self::Disclosed
        } else if !report.disclosures.is_empty() || !report.mentioned_only.is_empty() {
            Self::MentionOnly
        } else if report.problems.iter().any(|problem| problem.kind.stops_reading()) {
            Self::NotReadable
        } else {
            Self::NoChip
        }
    }

    /// The fate in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotReadable => "not readable",
            Self::NoChip => "no chip named",
            Self::MentionOnly => "chips named, none said to be used",
            Self::Disclosed => "a chip said to be used",
        }
    }
}

/// The papers of a survey by what became of them. The first four add up to `papers`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Funnel {
    /// All papers: versions and copies of one count once.
    pub papers: u64,
    /// Not readable, or not wholly, and no chip was seen.
    pub not_readable: u64,
    /// Why: the kind of the first problem that stopped the reading, with the number of papers.
    pub not_readable_because: BTreeMap<String, u64>,
    /// Read; no chip named.
    pub no_chip: u64,
    /// Chips named, none said to be used.
    pub mention_only: u64,
    /// A chip is said to be used.
    pub disclosed: u64,
    /// Of the disclosed: the number of chips is stated for one of them at least.
    pub disclosed_with_count: u64,
    /// Of the disclosed: the country of an institution is known.
    pub disclosed_with_country: u64,
    /// Of the disclosed: a chip touches a destination that was controlled on some day.
    pub disclosed_with_finding: u64,
}

/// What the funnel needs of a paper.
#[derive(Debug, Clone, Copy)]
pub struct Traits<'a> {
    /// What became of it.
    pub fate: Fate,
    /// The kind of the first problem that stopped the reading.
    pub stopped_by: Option<&'a str>,
    /// Whether a number of chips in use is stated.
    pub counted: bool,
    /// Whether a country is known.
    pub placed: bool,
    /// Whether there is a finding.
    pub found: bool,
}

impl Funnel {
    /// Counts one paper.
    pub fn add(&mut self, paper: Traits<'_>) {
        self.papers += 1;
        match paper.fate {
            Fate::NotReadable => {
                self.not_readable += 1;
                let why = paper.stopped_by.unwrap_or("unknown").to_owned();
                *self.not_readable_because.entry(why).or_default() += 1;
            }
            Fate::NoChip => self.no_chip += 1,
            Fate::MentionOnly => self.mention_only += 1,
            Fate::Disclosed => {
                self.disclosed += 1;
                self.disclosed_with_count += u64::from(paper.counted);
                self.disclosed_with_country += u64::from(paper.placed);
                self.disclosed_with_finding += u64::from(paper.found);
            }
        }
    }
}

impl fmt::Display for Funnel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "papers                                 {:>8}", self.papers)?;
        writeln!(f, "  not readable                         {:>8}", self.not_readable)?;
        for (why, papers) in &self.not_readable_because {
            writeln!(f, "    {why:<35}{papers:>8}")?;
        }
        writeln!(f, "  no chip named                        {:>8}", self.no_chip)?;
        writeln!(f, "  chips named, none said to be used    {:>8}", self.mention_only)?;
        writeln!(f, "  a chip said to be used               {:>8}", self.disclosed)?;
        writeln!(f, "    number of chips stated             {:>8}", self.disclosed_with_count)?;
        writeln!(f, "    country of an institution known    {:>8}", self.disclosed_with_country)?;
        writeln!(f, "    a controlled destination touched   {:>8}", self.disclosed_with_finding)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_paper_is_counted_once() {
        let mut funnel = Funnel::default();
        for (at, fate) in Fate::ALL.into_iter().cycle().take(11).enumerate() {
            let even = at % 2 == 0;
            funnel.add(Traits { fate, stopped_by: Some("empty"), counted: even, placed: true, found: even });
        }
        let parts = [funnel.not_readable, funnel.no_chip, funnel.mention_only, funnel.disclosed];
        assert_eq!((funnel.papers, parts), (11, [3, 3, 3, 2]));
        assert_eq!(funnel.not_readable_because.get("empty"), Some(&3));
        assert!(funnel.disclosed_with_finding <= funnel.disclosed);
    }
}
