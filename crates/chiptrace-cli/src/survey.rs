//! `chiptrace survey`: reads a corpus of any size into a journal, and makes the ledger, the Parquet files and the
//! summary from it.

pub mod journal;
pub mod shard;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chiptrace::controls::date::Date;
use chiptrace::controls::knowledge::Knowledge;
use chiptrace::survey::row::Entry;
use clap::Args;

use crate::bounds::Bounds;
use crate::examine::Run;
use crate::exit::{Failure, INCOMPLETE};
#[cfg(feature = "parquet")]
use crate::export;
use crate::ledger::build;
#[cfg(feature = "parquet")]
use crate::ledger::read::Ledger;
use crate::pool;
use crate::progress::Progress;
use crate::reading::examiner;
use crate::walk::{Found, Refused, Walk};
use journal::{Heading, Journal};
use shard::{Shard, name};

/// Reads many papers into a ledger (SQLite), Parquet files and a summary; goes on where it was interrupted.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chiptrace survey papers/ --out survey/              journal, ledger.sqlite, parquet/ and summary.json in survey/
  chiptrace survey papers/ --out survey/              after an interruption: the same command goes on
  chiptrace survey papers/ --out part1/ --shard 1/2   half of the papers; the other half elsewhere
  chiptrace merge part1/ part2/ --out survey/         the same bytes as one run
  sqlite3 survey/ledger.sqlite \"SELECT chip, count(*) FROM disclosures WHERE role = 'used' GROUP BY chip\"

Exit status: 0 everything was read; 1 some papers could not be read (they are in the ledger, with the reason); 2 wrong usage.")]
pub struct Survey {
    /// Files or folders.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// The folder for the journal, the ledger, the Parquet files and the summary.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Read only the K-th of N parts of the papers.
    #[arg(long, value_name = "K/N", default_value = "1/1")]
    shard: Shard,
    /// Papers read at the same time; by default one for each core.
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// The day to take as today, for papers without a date (YYYY-MM-DD).
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
}

/// Runs the command.
pub fn run(args: &Survey, knowledge: &Knowledge, today: Date) -> Result<ExitCode, Failure> {
    fs::create_dir_all(&args.out).map_err(|error| Failure::io(&args.out.display().to_string(), &error))?;
    let heading = Heading::new(knowledge, args.today.unwrap_or(today), args.shard, &args.paths);
    let mut journal = Journal::open(&args.out, heading, args.today.is_some())?;
    if journal.finished() {
        eprintln!("chiptrace: {}: the survey was finished before", args.out.display());
    } else {
        read(args, knowledge, &mut journal)?;
    }
    drop(journal);
    finish(std::slice::from_ref(&args.out), &args.out, knowledge)
}

/// Makes ledger, Parquet files and summary from finished journals, and prints the funnel.
pub fn finish(folders: &[PathBuf], out: &Path, knowledge: &Knowledge) -> Result<ExitCode, Failure> {
    let summary = build::build(folders, out, knowledge)?;
    #[cfg(feature = "parquet")]
    export::parquet_tables(&Ledger::open(out)?, &out.join("parquet"))?;
    eprint!("{}", summary.funnel);
    eprintln!("in {}", out.join(build::LEDGER).display());
    let whole = summary.funnel.not_readable == 0;
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::from(INCOMPLETE) })
}

fn read(args: &Survey, knowledge: &Knowledge, journal: &mut Journal) -> Result<(), Failure> {
    let register = crate::data::register_in(None).map_err(Failure::usage)?;
    let examiner = examiner(knowledge, &register, None)?;
    let bounds = Bounds::default();
    let run = Run { examiner: &examiner, metadata: None, today: journal.today(), bounds };
    let progress = Progress::start(&args.paths);
    let shard = args.shard;
    let mut papers = Walk::new(&args.paths, None, bounds).filter(move |found| shard.holds(found));
    journal.pass_over(|| {
        progress.advance();
        papers.next().as_ref().map(name)
    })?;
    let work = |found: Result<Found, Refused>| line(&run.examine(found));
    pool::in_order(papers, args.threads.unwrap_or_else(pool::cores), work, |line| {
        progress.advance();
        journal.append(&line?)
    })?;
    progress.finish();
    journal.finish()
}

/// A paper's rows as one line.
fn line(report: &chiptrace::report::Report) -> Result<String, Failure> {
    serde_json::to_string(&Entry::of(report)).map_err(|error| Failure::internal("a paper's rows", &error))
}
