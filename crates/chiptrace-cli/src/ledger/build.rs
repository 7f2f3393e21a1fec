//! From journals to the ledger and the summary. The bytes depend on the papers alone, not on how they were divided.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chiptrace::controls::knowledge::Knowledge;
use chiptrace::survey::change;
use chiptrace::survey::fate::{Fate, Funnel};
use chiptrace::survey::row::Entry;
use serde::Serialize;

use super::failed;
use super::sort::Sorted;
use super::write::{Writer, json};
use crate::exit::Failure;
use crate::survey::journal::Heading;

/// The ledger's name in its folder.
pub const LEDGER: &str = "ledger.sqlite";

/// The summary's name.
const SUMMARY: &str = "summary.json";

/// The version of the ledger's and the summary's shape.
pub const SCHEMA: &str = "chiptrace.survey/2";

/// What a survey comes to.
#[derive(Debug, Serialize)]
pub struct Summary {
    schema: &'static str,
    program: String,
    knowledge: String,
    today: String,
    /// Files and folders that were read as papers: versions and copies of one paper count each.
    readings: u64,
    /// What became of the papers.
    pub funnel: Funnel,
    /// Differences between versions of one paper.
    changes: u64,
    /// Papers that say they used a chip, by chip.
    chips: BTreeMap<String, u64>,
    /// Papers that say they used a chip, by country of an institution; a paper counts in each of its countries.
    countries: BTreeMap<String, u64>,
    /// Findings by chip and destination.
    findings: BTreeMap<String, u64>,
    /// Problems by kind.
    problems: BTreeMap<String, u64>,
}

/// Makes ledger and summary in `out`; what stood there before is replaced once the new is whole.
pub fn build(folders: &[PathBuf], out: &Path, knowledge: &Knowledge) -> Result<Summary, Failure> {
    let sorted = Sorted::of(folders, out)?;
    if sorted.heading.knowledge != knowledge.digests().all {
        let told = "the journal was made with other records than this program's: survey again";
        return Err(Failure::usage(told));
    }
    let unfinished = out.join(".ledger.sqlite");
    let _ = fs::remove_file(&unfinished);
    let writer = Writer::new(&unfinished, knowledge).map_err(|error| failed(&error))?;
    let mut builder = Builder { writer, summary: Summary::new(&sorted.heading), current: None };
    builder.describe(&sorted.heading).map_err(|error| failed(&error))?;
    sorted.each(|entry| builder.take(entry).map_err(|error| failed(&error)))?;
    let summary = builder.finish().map_err(|error| failed(&error))?;
    write_summary(&summary, out)?;
    let ledger = out.join(LEDGER);
    fs::rename(&unfinished, &ledger).map_err(|error| Failure::io(&ledger.display().to_string(), &error))?;
    Ok(summary)
}

fn write_summary(summary: &Summary, out: &Path) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(summary).map_err(|error| Failure::internal("summary", &error))?;
    let path = out.join(SUMMARY);
    fs::write(&path, text + "\n").map_err(|error| Failure::io(&path.display().to_string(), &error))
}

/// Takes readings in order and writes one paper for all readings of a key.
struct Builder {
    writer: Writer,
    summary: Summary,
    current: Option<Entry>,
}

impl Builder {
    fn describe(&self, heading: &Heading) -> rusqlite::Result<()> {
        let today = heading.today.to_string();
        let facts = [
            ("schema", SCHEMA),
            ("program", &heading.program),
            ("knowledge", &heading.knowledge),
            ("today", &today),
        ];
        facts.into_iter().try_for_each(|(name, value)| self.writer.meta(name, value))
    }

    fn take(&mut self, entry: Entry) -> rusqlite::Result<()> {
        let other = self.current.take_if(|current| current.key != entry.key);
        if let Some(done) = other {
            self.write(&done)?;
        }
        self.summary.readings += 1;
        self.writer.reading(&entry)?;
        let Some(current) = &self.current else {
            self.current = Some(entry);
            return Ok(());
        };
        let later = entry.version > current.version;
        if unread(&entry) || !(later || unread(current)) {
            return Ok(());
        }
        if later && current.version.is_some() && !unread(current) {
            for change in change::between(current, &entry) {
                self.writer.change(&change, current.version, entry.version)?;
                self.summary.changes += 1;
            }
        }
        self.current = Some(entry);
        Ok(())
    }

    fn write(&mut self, entry: &Entry) -> rusqlite::Result<()> {
        self.summary.add(entry);
        self.writer.paper(entry)
    }

    fn finish(mut self) -> rusqlite::Result<Summary> {
        if let Some(last) = self.current.take() {
            self.write(&last)?;
        }
        self.writer.meta("readings", &self.summary.readings.to_string())?;
        self.writer.meta("funnel", &json(&self.summary.funnel))?;
        self.writer.finish()?;
        Ok(self.summary)
    }
}

fn unread(entry: &Entry) -> bool {
    entry.fate == Some(Fate::NotReadable)
}

impl Summary {
    fn new(heading: &Heading) -> Self {
        Self {
            schema: SCHEMA,
            program: heading.program.clone(),
            knowledge: heading.knowledge.clone(),
            today: heading.today.to_string(),
            readings: 0,
            funnel: Funnel::default(),
            changes: 0,
            chips: BTreeMap::new(),
            countries: BTreeMap::new(),
            findings: BTreeMap::new(),
            problems: BTreeMap::new(),
        }
    }

    fn add(&mut self, entry: &Entry) {
        self.funnel.add(entry.traits());
        let mut chips: Vec<&str> = entry.used().map(|row| row.chip.as_str()).collect();
        chips.sort_unstable();
        chips.dedup();
        let countries = if chips.is_empty() { Vec::new() } else { entry.countries() };
        count(&mut self.chips, chips);
        count(&mut self.countries, countries);
        for finding in &entry.findings {
            *self.findings.entry(format!("{} {}", finding.chip, finding.destination)).or_default() += 1;
        }
        count(&mut self.problems, entry.problems.iter().map(|problem| problem.kind.as_str()));
    }
}

fn count<'a>(counts: &mut BTreeMap<String, u64>, words: impl IntoIterator<Item = &'a str>) {
    words.into_iter().for_each(|word| *counts.entry(word.to_owned()).or_default() += 1);
}
