//! arXiv's metadata, one JSON object a line, joined to papers by their identifiers.

use std::borrow::Cow;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use chiptrace::document::identifier::arxiv_id;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::exit::Failure;

/// Bytes of one line; a longer one is passed over. arXiv's longest have 10 KiB.
const LONGEST_LINE: u64 = 1 << 20;

/// Where the record of each paper begins in a file of metadata: sixteen bytes a paper are in memory, the records
/// stay on disk.
#[derive(Debug)]
pub struct Index {
    /// Hash of the identifier and first byte of the line, sorted.
    places: Vec<(u64, u64)>,
    sha256: String,
    file: Mutex<BufReader<File>>,
}

#[derive(Deserialize)]
struct Identified<'l> {
    #[serde(borrow, alias = "arxiv_id")]
    id: Option<Cow<'l, str>>,
}

impl Index {
    /// Goes through the file once. Lines that are no record are passed over.
    ///
    /// # Errors
    /// If the file cannot be read, or holds no record.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let name = path.display().to_string();
        let failed = |error: &io::Error| Failure::io(&name, error);
        let mut file = BufReader::with_capacity(1 << 20, File::open(path).map_err(|error| failed(&error))?);
        let (places, sha256) = places(&mut file).map_err(|error| failed(&error))?;
        if places.is_empty() {
            return Err(Failure::usage(format!("{name}: no line is a JSON object with `id` or `arxiv_id`")));
        }
        Ok(Self { places, sha256, file: Mutex::new(file) })
    }

    /// SHA-256 of the file, in hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The record of the paper whose arXiv identifier stands in `name`.
    pub fn record(&self, name: &str) -> Option<Vec<u8>> {
        let id = arxiv_id(name)?;
        let wanted = hash(&id);
        let from = self.places.partition_point(|(hash, _)| *hash < wanted);
        let same = self.places.iter().skip(from).take_while(|(hash, _)| *hash == wanted);
        same.filter_map(|(_, at)| self.line(*at).ok())
            .find(|line| identified(line).as_deref() == Some(id.as_str()))
    }

    fn line(&self, at: u64) -> io::Result<Vec<u8>> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(at))?;
        let mut line = Vec::new();
        file.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        Ok(line)
    }
}

/// Where each record begins, sorted, and the digest of the whole.
fn places(file: &mut impl BufRead) -> io::Result<(Vec<(u64, u64)>, String)> {
    let (mut places, mut at, mut line) = (Vec::new(), 0, Vec::new());
    let mut digest = Sha256::new();
    loop {
        line.clear();
        let read = file.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? as u64;
        if read == 0 {
            places.sort_unstable();
            return Ok((places, digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()));
        }
        digest.update(&line);
        if let Some(id) = identified(&line) {
            places.push((hash(&id), at));
        }
        at += read;
    }
}

fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

/// The identifier of a record.
fn identified(line: &[u8]) -> Option<String> {
    let record: Identified<'_> = serde_json::from_slice(line).ok()?;
    arxiv_id(&record.id?)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn records_are_found_by_the_identifier_in_a_name() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let long = "x".repeat(2 << 20);
        writeln!(file, "{{\"id\":\"2401.00001\",\"title\":\"One\"}}\nnot JSON\n{long}").unwrap();
        writeln!(file, "{{\"id\":\"astro-ph/0001001\",\"title\":\"Old\"}}").unwrap();
        let index = Index::open(file.path()).unwrap();
        let found = |name: &str| index.record(name).map(|line| String::from_utf8(line).unwrap());
        assert!(found("bulk.tar/2401.00001").unwrap().contains("One"));
        assert!(found("latex/2401.00001v3.tar.gz").unwrap().contains("One"));
        assert!(found("0001/astro-ph0001001.gz").unwrap().contains("Old"));
        assert_eq!((found("2401.00002"), found("paper.tex")), (None, None));
    }

    #[test]
    fn a_file_without_records_is_refused() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        writeln!(file, "[1]\n{{}}").unwrap();
        assert!(Index::open(file.path()).is_err());
    }
}
