//! The order of papers in the ledger, made on disk: memory does not grow with the corpus.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use chiptrace::survey::row::Entry;
use rusqlite::{Connection, params};

use super::failed;
use crate::exit::Failure;
use crate::survey::journal::{FILE, Heading, Scan};

const TABLE: &str = "
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000;
    CREATE TABLE place (
      key TEXT, version INTEGER, rank INTEGER, name TEXT, journal INTEGER, at INTEGER,
      PRIMARY KEY (key, version, rank, name)) WITHOUT ROWID;";

/// Where each paper's line stands, in the order of the papers' keys and versions.
pub struct Sorted {
    connection: Connection,
    scratch: PathBuf,
    journals: Vec<PathBuf>,
    /// What the journals were made by.
    pub heading: Heading,
}

impl Sorted {
    /// Sorts the journals of `folders` with a scratch file in `out`.
    ///
    /// # Errors
    /// When a journal is not finished or not of the same survey, or when a part is missing or given twice.
    pub fn of(folders: &[PathBuf], out: &Path) -> Result<Self, Failure> {
        let scratch = out.join(".sorting.sqlite");
        // Left behind by an interrupted run, if it is there at all.
        let _ = fs::remove_file(&scratch);
        let connection = Connection::open(&scratch).map_err(|error| failed(&error))?;
        connection.execute_batch(TABLE).map_err(|error| failed(&error))?;
        connection.execute_batch("BEGIN").map_err(|error| failed(&error))?;
        let journals: Vec<PathBuf> = folders.iter().map(|folder| folder.join(FILE)).collect();
        let mut headings = Vec::new();
        for (index, path) in journals.iter().enumerate() {
            headings.push(place(&connection, index, path)?);
        }
        connection.execute_batch("COMMIT").map_err(|error| failed(&error))?;
        let heading = whole(headings)?;
        Ok(Self { connection, scratch, journals, heading })
    }

    /// Hands each paper's rows to `take`, in order.
    pub fn each(&self, mut take: impl FnMut(Entry) -> Result<(), Failure>) -> Result<(), Failure> {
        let mut readers = Vec::new();
        for path in &self.journals {
            readers.push(BufReader::new(File::open(path).map_err(|error| io(path, &error))?));
        }
        let query = "SELECT journal, at FROM place ORDER BY key, version, rank, name";
        let mut places = self.connection.prepare(query).map_err(|error| failed(&error))?;
        let mut places = places.query([]).map_err(|error| failed(&error))?;
        while let Some(row) = places.next().map_err(|error| failed(&error))? {
            let (index, at): (usize, u64) =
                row.get(0).and_then(|index| Ok((index, row.get(1)?))).map_err(|error| failed(&error))?;
            let (Some(reader), Some(path)) = (readers.get_mut(index), self.journals.get(index)) else {
                continue;
            };
            take(entry(reader, at, path)?)?;
        }
        Ok(())
    }
}

impl Drop for Sorted {
    fn drop(&mut self) {
        // The next run removes what cannot be removed now.
        let _ = fs::remove_file(&self.scratch);
    }
}

fn entry(reader: &mut BufReader<File>, at: u64, path: &Path) -> Result<Entry, Failure> {
    let mut line = String::new();
    reader
        .seek(SeekFrom::Start(at))
        .and_then(|_| reader.read_line(&mut line))
        .map_err(|error| io(path, &error))?;
    serde_json::from_str(&line).map_err(|error| Failure::internal(&path.display().to_string(), &error))
}

/// Notes where each paper of a journal stands; a paper that was named twice counts once.
fn place(connection: &Connection, index: usize, path: &Path) -> Result<Heading, Failure> {
    let mut insert = connection
        .prepare("INSERT OR IGNORE INTO place VALUES (?, ?, ?, ?, ?, ?)")
        .map_err(|error| failed(&error))?;
    let scan = Scan::of(path, |at, line| {
        let entry: Entry = serde_json::from_str(line)
            .map_err(|error| Failure::internal(&path.display().to_string(), &error))?;
        let (version, rank, name) = entry.order();
        let inserted = insert.execute(params![entry.key, version, rank, name, index, at]);
        inserted.map(|_| ()).map_err(|error| failed(&error))
    })?;
    match scan {
        Some(scan) if scan.finished => Ok(scan.heading),
        Some(_) => Err(Failure::usage(format!(
            "{}: not finished; run `chiptrace survey` again with the same paths and --out",
            path.display()
        ))),
        None => Err(Failure::usage(format!("{}: not a journal of a survey", path.display()))),
    }
}

/// The heading of parts that are whole together.
fn whole(headings: Vec<Heading>) -> Result<Heading, Failure> {
    let Some(first) = headings.first().cloned() else {
        return Err(Failure::usage("no part is given"));
    };
    if headings.iter().any(|heading| !heading.agrees(&first)) {
        return Err(Failure::usage(
            "the parts were made with different programs, records, metadata, limits, days or numbers of parts",
        ));
    }
    let mut parts: Vec<u32> = headings.iter().map(|heading| heading.shard.part).collect();
    parts.sort_unstable();
    let wanted: Vec<u32> = if headings.len() == 1 { parts.clone() } else { (1..=first.shard.of).collect() };
    if parts != wanted {
        let of = first.shard.of;
        return Err(Failure::usage(format!("every part from 1 to {of} is needed once; given: {parts:?}")));
    }
    Ok(first)
}

fn io(path: &Path, error: &std::io::Error) -> Failure {
    Failure::io(&path.display().to_string(), error)
}
