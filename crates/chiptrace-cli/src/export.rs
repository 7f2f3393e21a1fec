//! `chiptrace export`: what a ledger holds, in files that open elsewhere.

mod bibtex;
mod ftm;
mod pack;
#[cfg(feature = "parquet")]
mod parquet;
mod tables;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chiptrace::controls::knowledge::Knowledge;
use clap::{Args, ValueEnum};

use crate::exit::Failure;
use crate::ledger::read::Ledger;

/// Writes a ledger as files for other programs, or as a pack of evidence that opens without this one.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chiptrace export survey/ --format csv --out tables/            every table as CSV in a folder
  chiptrace export survey/ --format xlsx --out survey.xlsx       every table as a sheet
  chiptrace export survey/ --format parquet --out parquet/       every table as Parquet in a folder, as the survey wrote them
  chiptrace export survey/ --format jsonl --out papers.jsonl     one paper with all that is said of it a line
  chiptrace export survey/ --format ftm --out entities.ftm.json  institutions and papers for Aleph and OpenSanctions tools
  chiptrace export survey/ --format bibtex --out papers.bib      the papers that disclose a chip
  chiptrace export survey/ --format pack --out evidence.zip      page, quotes, places, digests, clauses, receipts

docs/exports.md says what each holds.")]
pub struct Export {
    /// The ledger, or the folder that a survey made.
    ledger: PathBuf,
    /// What to write.
    #[arg(long, value_enum)]
    format: Format,
    /// The file to write; for csv and parquet, the folder.
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
}

/// Forms of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Every table, as comma-separated values.
    Csv,
    /// Every table, as a sheet of a workbook.
    Xlsx,
    /// Every table, as Parquet with typed columns.
    Parquet,
    /// One paper a line.
    Jsonl,
    /// FollowTheMoney entities, one a line: institutions and papers, no people.
    Ftm,
    /// The papers that disclose a chip.
    Bibtex,
    /// A zip archive with the evidence of every finding.
    Pack,
}

/// Papers that disclose a chip, in order.
const DISCLOSING: &str = "SELECT id FROM papers WHERE fate = 'disclosed' ORDER BY id";

/// Runs the command.
pub fn run(args: &Export, knowledge: &Knowledge) -> Result<ExitCode, Failure> {
    let ledger = Ledger::open(&args.ledger)?;
    match args.format {
        Format::Csv => tables::csv(&ledger, &args.out)?,
        Format::Xlsx => tables::xlsx(&ledger, &args.out)?,
        Format::Parquet => parquet_tables(&ledger, &args.out)?,
        Format::Jsonl => lines(&ledger, &args.out)?,
        Format::Ftm => ftm::write(&ledger, &args.out)?,
        Format::Bibtex => bibtex::write(&ledger, &args.out)?,
        Format::Pack => pack::write(&ledger, &args.out, knowledge)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Every table as Parquet in a folder.
#[cfg(feature = "parquet")]
pub fn parquet_tables(ledger: &Ledger, folder: &Path) -> Result<(), Failure> {
    parquet::write(ledger, folder)
}

#[cfg(not(feature = "parquet"))]
fn parquet_tables(_: &Ledger, _: &Path) -> Result<(), Failure> {
    Err(Failure::usage("this program was built without Parquet: build it with `--features parquet`"))
}

fn lines(ledger: &Ledger, path: &Path) -> Result<(), Failure> {
    let mut out = create(path)?;
    ledger.each("SELECT id FROM papers ORDER BY id", |entry| {
        let line = serde_json::to_string(&entry).map_err(|error| Failure::internal("a paper", &error))?;
        writeln!(out, "{line}").map_err(|error| failed(path, &error))
    })?;
    out.flush().map_err(|error| failed(path, &error))
}

fn create(path: &Path) -> Result<BufWriter<File>, Failure> {
    File::create(path).map(BufWriter::new).map_err(|error| failed(path, &error))
}

fn failed(path: &Path, error: &std::io::Error) -> Failure {
    Failure::io(&path.display().to_string(), error)
}
