//! Imported lists of parties: brought in with care, kept beside the register, and joined to the records.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use chiptrace::controls::knowledge::{Knowledge, digest};
use chiptrace::controls::list::{EntryRecord, ListFile};
use chiptrace::controls::screening::Vocabulary;
use serde::{Deserialize, Serialize};

use super::csl::{self, Csl, Party};
use super::{folder, open, text, write};
use crate::screen::text_input::decoded;

const FILE: &str = "lists.jsonl";
/// A list that lost a larger share of its parties is not taken without being told to.
const MAY_SHRINK_BY_PER_CENT: usize = 2;
const TOLD: usize = 5;

/// What the import may pass over.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Accept {
    /// Take a list although it has lost more than 2 per cent of its parties since the last import
    #[arg(long)]
    accept_smaller: bool,
    /// Take a list although some of its rows cannot be read; those rows are left out
    #[arg(long)]
    accept_unreadable: bool,
}

/// The first line of the kept file: what was imported.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    schema: String,
    file: String,
    sha256: String,
    left_out: usize,
    unreadable: usize,
    /// Parties by list.
    parties: BTreeMap<String, usize>,
}

const SCHEMA: &str = "chiptrace.lists/1";

/// Reads the whole list before anything is written, so that a bad one leaves the old in place.
pub fn import(file: &Path, accept: Accept) -> Result<String, String> {
    let folder = folder().ok_or("no folder to keep it in; set CHIPTRACE_DATA")?;
    let at = |problem: String| format!("{}: {problem}", file.display());
    let vocabulary = Vocabulary::embedded().map_err(|error| error.to_string())?;
    let is_table = file.to_string_lossy().trim_end_matches(".gz").ends_with(".csv");
    let csl = if is_table {
        let input = decoded(open(file)?).map_err(|error| at(error.to_string()))?;
        csl::csv(input, &vocabulary)
    } else {
        csl::json(BufReader::new(open(file)?), &vocabulary)
    };
    let csl = csl.map_err(at)?;
    let head = Head::of(file, &csl)?;
    refuse_unreadable(&csl, accept).map_err(at)?;
    refuse_smaller(&head, kept(&folder)?.as_ref(), accept).map_err(at)?;
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    write(&folder, "lists.jsonl.new", &lines(&head, &csl.parties)?)?;
    let target = folder.join(FILE);
    fs::rename(folder.join("lists.jsonl.new"), &target)
        .map_err(|error| format!("{}: {error}", target.display()))?;
    Ok(format!(
        "kept {} organisations of {} lists, left out {} people, vessels and aircraft and {} rows that cannot be read, in {}",
        csl.parties.len(),
        head.parties.len(),
        csl.left_out,
        csl.unreadable.len(),
        target.display()
    ))
}

impl Head {
    fn of(file: &Path, csl: &Csl) -> Result<Self, String> {
        let mut parties = BTreeMap::new();
        for party in &csl.parties {
            *parties.entry(party.list.clone()).or_insert(0) += 1;
        }
        if parties.is_empty() {
            return Err(format!("{}: the list has no organisation", file.display()));
        }
        let all = serde_json::to_string(&csl.parties).map_err(|error| error.to_string())?;
        Ok(Self {
            schema: SCHEMA.to_owned(),
            file: file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            sha256: digest(&all),
            left_out: csl.left_out,
            unreadable: csl.unreadable.len(),
            parties,
        })
    }
}

fn refuse_unreadable(csl: &Csl, accept: Accept) -> Result<(), String> {
    if csl.unreadable.is_empty() || accept.accept_unreadable {
        return Ok(());
    }
    let first: Vec<&str> = csl.unreadable.iter().take(TOLD).map(String::as_str).collect();
    Err(format!(
        "{} rows cannot be read; the list that was there is kept. First: {}. --accept-unreadable leaves them out",
        csl.unreadable.len(),
        first.join("; ")
    ))
}

fn refuse_smaller(head: &Head, before: Option<&Head>, accept: Accept) -> Result<(), String> {
    let Some(before) = before.filter(|_| !accept.accept_smaller) else { return Ok(()) };
    let mut lost = String::new();
    for (list, had) in &before.parties {
        let has = head.parties.get(list).copied().unwrap_or_default();
        if had.saturating_sub(has) * 100 > had * MAY_SHRINK_BY_PER_CENT {
            let per_cent = (had - has) as f64 / *had as f64 * 100.0;
            let _ = write!(lost, "{list} has {has} organisations, {had} before (−{per_cent:.1} %); ");
        }
    }
    if lost.is_empty() {
        return Ok(());
    }
    Err(format!(
        "the list has shrunk by more than 2 %, which is more often a cut file than a change; the list that was there is \
         kept. {lost}--accept-smaller takes it all the same"
    ))
}

fn lines(head: &Head, parties: &[Party]) -> Result<String, String> {
    let mut text = serde_json::to_string(head).map_err(|error| error.to_string())?;
    for party in parties {
        text.push('\n');
        text += &serde_json::to_string(party).map_err(|error| error.to_string())?;
    }
    text.push('\n');
    Ok(text)
}

/// The head of what was imported before.
fn kept(folder: &Path) -> Result<Option<Head>, String> {
    let path = folder.join(FILE);
    if !path.exists() {
        return Ok(None);
    }
    let file = fs::File::open(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut line = String::new();
    BufReader::new(file).read_line(&mut line).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&line).map(Some).map_err(|error| format!("{}: {error}", path.display()))
}

fn imported() -> Option<PathBuf> {
    folder().map(|folder| folder.join(FILE)).filter(|path| path.exists())
}

/// The records, with the lists that were imported.
pub fn joined(knowledge: Knowledge) -> Result<Knowledge, String> {
    let Some(path) = imported() else { return Ok(knowledge) };
    let at = |problem: String| format!("{}: {problem}", path.display());
    let text = text(&path)?;
    let mut lines = text.lines();
    let head: Head =
        serde_json::from_str(lines.next().unwrap_or_default()).map_err(|error| at(error.to_string()))?;
    let mut files: BTreeMap<String, ListFile> = BTreeMap::new();
    for line in lines {
        let party: Party = serde_json::from_str(line).map_err(|error| at(error.to_string()))?;
        let file = files.entry(party.list.clone()).or_insert_with(|| list(&party.list));
        file.entry.push(record(party, &head.file));
    }
    Ok(knowledge.with_lists(files.into_values().collect(), &head.sha256))
}

fn list(id: &str) -> ListFile {
    ListFile { list: id.to_owned(), title: id.to_owned(), citation: String::new(), entry: Vec::new() }
}

fn record(party: Party, file: &str) -> EntryRecord {
    EntryRecord {
        name: party.name,
        aliases: party.aliases,
        countries: party.countries,
        from: party.from,
        from_basis: party.from.map(|_| "the list's start date".to_owned()),
        to: party.to,
        citation: party.citation,
        requirement: party.requirement,
        policy: party.policy,
        footnotes: Vec::new(),
        source: format!("Consolidated Screening List, {file}"),
    }
}

/// What lists are there, for `data status`.
pub fn status(knowledge: &Knowledge) -> Result<String, String> {
    let compiled = knowledge.lists().entries().len();
    let Some(head) = folder().map(|folder| kept(&folder)).transpose()?.flatten() else {
        return Ok(format!("lists        {compiled} organisations (compiled in)"));
    };
    let by_list: Vec<String> = head.parties.iter().map(|(list, count)| format!("{list} {count}")).collect();
    let sum: usize = head.parties.values().sum();
    Ok(format!(
        "lists        {compiled} organisations compiled in, joined with {sum} imported from {}\n             {}",
        head.file,
        by_list.join(", ")
    ))
}
