//! The journal of a survey: one line a paper in the order of the input, in batches each closed by its digest.
//!
//! A run that ends at any moment leaves whole batches and perhaps a torn end; the next run cuts the end off,
//! passes over the papers that are there and goes on. So the bytes do not depend on interruptions.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use chiptrace::controls::date::Date;
use chiptrace::controls::knowledge::{Knowledge, hexadecimal};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::shard::Shard;
use crate::exit::Failure;

/// The journal's name in its folder.
pub const FILE: &str = "journal.jsonl";

/// The version of the journal's shape.
const SCHEMA: &str = "chiptrace.journal/1";

/// Papers in a batch: what can be lost by an interruption.
const BATCH: usize = 64;

/// Lines that begin so are the journal's own; all others are papers.
const OWN: &str = "#";

/// What a journal was made by. Two journals belong together if all but the part and the input are equal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    schema: String,
    /// The program's version.
    pub program: String,
    /// The digest over all records.
    pub knowledge: String,
    /// The day taken as today.
    pub today: Date,
    /// Which part of the corpus.
    pub shard: Shard,
    input: Vec<String>,
}

impl Heading {
    /// The heading of a run that begins now.
    pub fn new(knowledge: &Knowledge, today: Date, shard: Shard, input: &[PathBuf]) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            knowledge: knowledge.digests().all.clone(),
            today,
            shard,
            input: input.iter().map(|path| path.display().to_string()).collect(),
        }
    }

    /// Whether two journals can be of one survey.
    pub fn agrees(&self, other: &Self) -> bool {
        let of = |heading: &Self| Self { shard: other.shard, input: Vec::new(), ..heading.clone() };
        of(self) == of(other) && self.shard.of == other.shard.of
    }
}

/// A journal that is being written.
pub struct Journal {
    path: PathBuf,
    file: File,
    heading: Heading,
    done: u64,
    finished: bool,
    batch: Vec<String>,
}

impl Journal {
    /// Opens the journal in a folder, or begins one. `fixed` says that the user named the day: a journal begun
    /// on another day is then refused, and otherwise goes on with its own.
    pub fn open(folder: &Path, heading: Heading, fixed: bool) -> Result<Self, Failure> {
        let path = folder.join(FILE);
        let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let file = opened.map_err(|error| failed(&path, &error))?;
        if file.try_lock().is_err() {
            let told = format!("{}: another survey is writing to it", path.display());
            return Err(Failure::usage(told));
        }
        let mut journal = Self { path, file, heading, done: 0, finished: false, batch: Vec::new() };
        let length = journal.file.metadata().map_err(|error| failed(&journal.path, &error))?.len();
        let state = Scan::of(&journal.path, |_, _| Ok(()))?;
        match state {
            Some(state) => journal.resume(state, fixed)?,
            None if length == 0 => journal.begin()?,
            None => journal.begin_again()?,
        }
        Ok(journal)
    }

    fn begin(&mut self) -> Result<(), Failure> {
        let heading = serde_json::to_string(&self.heading).unwrap_or_default();
        self.write(&format!("{OWN}begin {heading}\n"))
    }

    /// A file whose first line is torn was interrupted before the first paper; one of another kind is not ours.
    fn begin_again(&mut self) -> Result<(), Failure> {
        let mut start = [0_u8; 7];
        let read = self.file.read(&mut start).map_err(|error| failed(&self.path, &error))?;
        if !b"#begin ".starts_with(start.get(..read).unwrap_or_default()) {
            let told = format!("{}: not a journal of a survey; choose another folder", self.path.display());
            return Err(Failure::usage(told));
        }
        self.cut(0)?;
        self.begin()
    }

    fn resume(&mut self, state: Scan, fixed: bool) -> Result<(), Failure> {
        let mut wanted = self.heading.clone();
        if !fixed {
            wanted.today = state.heading.today;
        }
        if wanted != state.heading {
            let told = format!(
                "{}: begun with other papers, another part, day or program; choose another folder",
                self.path.display()
            );
            return Err(Failure::usage(told));
        }
        self.heading = state.heading;
        self.done = state.papers;
        self.finished = state.finished;
        self.cut(state.whole)
    }

    fn cut(&mut self, length: u64) -> Result<(), Failure> {
        let cut = self.file.set_len(length).and_then(|()| self.file.seek(SeekFrom::End(0)));
        cut.map(|_| ()).map_err(|error| failed(&self.path, &error))
    }

    fn write(&mut self, text: &str) -> Result<(), Failure> {
        let written = self.file.write_all(text.as_bytes()).and_then(|()| self.file.sync_data());
        written.map_err(|error| failed(&self.path, &error))
    }

    /// The day that the survey takes as today.
    pub fn today(&self) -> Date {
        self.heading.today
    }

    /// Whether every paper is in it.
    pub fn finished(&self) -> bool {
        self.finished
    }

    /// Passes over the papers that are in the journal; `next` names the input's papers one by one.
    ///
    /// # Errors
    /// When the input is no longer the one that the journal was begun with.
    pub fn pass_over(&self, mut next: impl FnMut() -> Option<String>) -> Result<(), Failure> {
        if self.done == 0 {
            return Ok(());
        }
        Scan::of(&self.path, |_, line| {
            let name = journalled(line, &self.path)?.name;
            if next().as_ref() == Some(&name) {
                return Ok(());
            }
            let told = format!(
                "{}: {name} stands in the journal, but not at the same place of the input: the input has changed; \
                 choose another folder",
                self.path.display()
            );
            Err(Failure::usage(told))
        })?;
        Ok(())
    }

    /// Adds a paper.
    pub fn append(&mut self, line: &str) -> Result<(), Failure> {
        self.batch.push(line.to_owned());
        if self.batch.len() >= BATCH { self.close_batch() } else { Ok(()) }
    }

    fn close_batch(&mut self) -> Result<(), Failure> {
        let mut text = self.batch.iter().fold(String::new(), |text, line| text + line + "\n");
        let digest = hexadecimal(&Sha256::digest(&text));
        text += &format!("{OWN}batch {} {digest}\n", self.batch.len());
        self.done += self.batch.len() as u64;
        self.batch.clear();
        self.write(&text)
    }

    /// Closes the journal: every paper is in it.
    pub fn finish(&mut self) -> Result<(), Failure> {
        if !self.batch.is_empty() {
            self.close_batch()?;
        }
        self.write(&format!("{OWN}end {}\n", self.done))?;
        self.finished = true;
        Ok(())
    }
}

/// What a pass over a journal found.
pub struct Scan {
    /// What it was made by.
    pub heading: Heading,
    /// Papers in whole batches.
    pub papers: u64,
    /// The length of what is whole, in bytes.
    whole: u64,
    /// Whether every paper is in it.
    pub finished: bool,
}

/// The name and the place of a paper among its versions, as a line of the journal gives them.
#[derive(Debug, Deserialize)]
pub struct Journalled {
    /// What the input was called.
    pub name: String,
}

/// The head of a paper's line.
pub fn journalled(line: &str, path: &Path) -> Result<Journalled, Failure> {
    serde_json::from_str(line).map_err(|error| Failure::internal(&path.display().to_string(), &error))
}

impl Scan {
    /// Goes through the whole batches of a journal and hands each paper's line with its place to `take`, batch by
    /// batch once its digest is checked. `None` where not even the heading is whole.
    pub fn of(
        path: &Path,
        mut take: impl FnMut(u64, &str) -> Result<(), Failure>,
    ) -> Result<Option<Self>, Failure> {
        let file = File::open(path).map_err(|error| failed(path, &error))?;
        let mut lines = Lines { reader: BufReader::new(file), at: 0 };
        let first = lines.next(path)?.map(|(_, line)| line);
        let heading = first.as_deref().and_then(|line| line.strip_prefix("#begin "));
        let Some(heading) = heading.and_then(|json| serde_json::from_str(json).ok()) else { return Ok(None) };
        let mut scan = Self { heading, papers: 0, whole: lines.at, finished: false };
        let mut batch = Vec::new();
        while let Some((at, line)) = lines.next(path)? {
            match line.strip_prefix(OWN) {
                None => batch.push((at, line)),
                Some(own) if scan.closes(own, &batch) => {
                    batch.iter().try_for_each(|(at, line)| take(*at, line))?;
                    batch.clear();
                    scan.whole = lines.at;
                }
                Some(_) => break,
            }
        }
        Ok(Some(scan))
    }

    /// Whether a line of the journal's own agrees with what stands before it.
    fn closes(&mut self, own: &str, batch: &[(u64, String)]) -> bool {
        if own == format!("end {}", self.papers) && batch.is_empty() {
            self.finished = true;
            return true;
        }
        let mut digest = Sha256::new();
        batch.iter().for_each(|(_, line)| {
            digest.update(line);
            digest.update("\n");
        });
        let whole = own == format!("batch {} {}", batch.len(), hexadecimal(&digest.finalize()));
        self.papers += if whole { batch.len() as u64 } else { 0 };
        whole && !self.finished
    }
}

/// Lines with their places; a last line without an end is not given.
struct Lines {
    reader: BufReader<File>,
    at: u64,
}

impl Lines {
    fn next(&mut self, path: &Path) -> Result<Option<(u64, String)>, Failure> {
        let mut bytes = Vec::new();
        self.reader.read_until(b'\n', &mut bytes).map_err(|error| failed(path, &error))?;
        let begin = self.at;
        if bytes.pop() != Some(b'\n') {
            return Ok(None);
        }
        self.at += bytes.len() as u64 + 1;
        // A line that is no text is torn, as far as the digest is concerned.
        Ok(Some((begin, String::from_utf8(bytes).unwrap_or_default())))
    }
}

fn failed(path: &Path, error: &std::io::Error) -> Failure {
    Failure::io(&path.display().to_string(), error)
}
