//! Who owns whom, from files of the user's: a table of owners, GLEIF's relationships and names, FollowTheMoney.

mod followthemoney;
mod gleif;

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use chiptrace::controls::knowledge::hexadecimal;
use chiptrace::controls::ownership::{Ownership, Stake};
use sha2::{Digest, Sha256};

use super::text_input::decoded;

/// The owners that were read, and a digest over the files.
#[derive(Default)]
pub struct Owners {
    /// Who owns whom.
    pub known: Ownership,
    /// SHA-256 of the files, in hexadecimal, in their order; none where there is no file.
    pub sha256: Vec<String>,
}

/// Reads every file; its kind is told by its ending and its columns.
pub fn read(files: &[PathBuf]) -> Result<Owners, String> {
    let mut owners = Owners::default();
    for file in files {
        let at = |problem: String| format!("{}: {problem}", file.display());
        add(file, &mut owners.known).map_err(at)?;
        owners.sha256.push(digest(file).map_err(at)?);
    }
    Ok(owners)
}

fn add(file: &Path, known: &mut Ownership) -> Result<(), String> {
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    let input = File::open(file).map_err(|error| error.to_string())?;
    match ending.as_str() {
        "csv" => table(decoded(input).map_err(|error| error.to_string())?, known),
        "json" => gleif::json(BufReader::new(input), known),
        "jsonl" | "ndjson" | "ijson" => followthemoney::lines(BufReader::new(input), known),
        _ => Err("expected .csv (owners or GLEIF), .json (GLEIF) or .jsonl (FollowTheMoney)".to_owned()),
    }
}

/// A table: of owners (`of`, `owner`, `owner_country`, `share`), or one of GLEIF's.
fn table(input: impl Read, known: &mut Ownership) -> Result<(), String> {
    let mut table = csv::Reader::from_reader(input);
    let headers = table.headers().map_err(|error| error.to_string())?.clone();
    if gleif::has_table(&headers) {
        return gleif::table(table, &headers, known);
    }
    let missing: Vec<&str> =
        ["of", "owner"].into_iter().filter(|name| !headers.iter().any(|header| header == *name)).collect();
    if !missing.is_empty() {
        return Err(format!("the table has no column {}", missing.join(" and no column ")));
    }
    for stake in table.deserialize() {
        let stake: Stake = stake.map_err(|error| error.to_string())?;
        known.add(stake);
    }
    Ok(())
}

fn digest(file: &Path) -> Result<String, String> {
    let mut input = File::open(file).map_err(|error| error.to_string())?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = input.read(&mut buffer).map_err(|error| error.to_string())?;
        let Some(bytes) = buffer.get(..count).filter(|bytes| !bytes.is_empty()) else { break };
        digest.update(bytes);
    }
    Ok(hexadecimal(&digest.finalize()))
}
