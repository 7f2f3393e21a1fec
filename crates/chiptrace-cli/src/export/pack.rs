//! The evidence pack: a zip archive that shows every finding without this program.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use chiptrace::controls::knowledge::{Knowledge, hexadecimal};
use serde_json::json;
use sha2::{Digest, Sha256};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{create, failed};
use crate::exit::Failure;
use crate::ledger::read::Ledger;
use crate::report;

const README: &str = "\
Evidence pack made by chiptrace.

index.html        open this: the findings with quotes, accounts, the law by day and receipts; needs no network
findings/*.json   one file a paper: quotes with file, page and bytes, institutions, findings with accounts and clauses
clauses.json      every version of every clause of the law as recorded: days, citation, words
receipt.json      program, digest of the records and day by which all of it was made
papers.tsv        SHA-256 over the files of each paper, and what the paper was called
SHA256SUMS        digests of the files of this pack: sha256sum -c SHA256SUMS

A finding accuses nobody: it sets what a paper says beside the law of the days on which the chip can have been delivered,
and beside every account of how it can have come about that the public record leaves open.
";

/// Writes the pack.
pub fn write(ledger: &Ledger, path: &Path, knowledge: &Knowledge) -> Result<(), Failure> {
    let mut pack = Pack { archive: ZipWriter::new(create(path)?), digests: BTreeMap::new(), current: None };
    let told = |error: io::Error| failed(path, &error);
    pack.file("README.txt", README.as_bytes()).map_err(told)?;
    pack.begin("index.html").map_err(told)?;
    report::whole(ledger, knowledge, &mut pack, |error| failed(path, &error))?;
    let mut papers = String::new();
    let mut number = 0_u64;
    let found = "SELECT p.id FROM papers p WHERE EXISTS (SELECT 1 FROM findings f WHERE f.paper = p.id) ORDER BY p.id";
    ledger.each(found, |entry| {
        number += 1;
        papers += &format!("{}\t{}\n", entry.sha256, entry.name);
        let text = serde_json::to_vec_pretty(&entry).map_err(|error| Failure::internal("a paper", &error))?;
        pack.file(&format!("findings/{number:06}.json"), &text).map_err(told)
    })?;
    pack.file("papers.tsv", papers.as_bytes()).map_err(told)?;
    pack.file("clauses.json", &pretty(&clauses(knowledge))?).map_err(told)?;
    let origin = ledger.origin()?;
    let receipt = json!({ "program": origin.program, "knowledge": origin.knowledge, "today": origin.today, "papers": number });
    pack.file("receipt.json", &pretty(&receipt)?).map_err(told)?;
    pack.finish().map_err(told)
}

fn pretty(value: &serde_json::Value) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec_pretty(value).map_err(|error| Failure::internal("pack", &error))
}

fn clauses(knowledge: &Knowledge) -> serde_json::Value {
    json!(knowledge.law().clauses())
}

/// A zip archive whose members are digested as they are written. Members have no time of their own.
struct Pack {
    archive: ZipWriter<BufWriter<File>>,
    digests: BTreeMap<String, String>,
    current: Option<(String, Sha256)>,
}

impl Pack {
    fn begin(&mut self, name: &str) -> io::Result<()> {
        self.end();
        self.archive.start_file(name, SimpleFileOptions::default())?;
        self.current = Some((name.to_owned(), Sha256::new()));
        Ok(())
    }

    fn end(&mut self) {
        if let Some((name, digest)) = self.current.take() {
            self.digests.insert(name, hexadecimal(&digest.finalize()));
        }
    }

    fn file(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.begin(name)?;
        self.write_all(bytes)
    }

    fn finish(mut self) -> io::Result<()> {
        self.end();
        let sums: String = self.digests.iter().map(|(name, digest)| format!("{digest}  {name}\n")).collect();
        self.archive.start_file("SHA256SUMS", SimpleFileOptions::default())?;
        self.archive.write_all(sums.as_bytes())?;
        self.archive.finish()?.flush()
    }
}

impl Write for Pack {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.archive.write(bytes)?;
        if let (Some((_, digest)), Some(bytes)) = (&mut self.current, bytes.get(..written)) {
            digest.update(bytes);
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.archive.flush()
    }
}
