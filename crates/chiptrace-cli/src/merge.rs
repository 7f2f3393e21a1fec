//! `chiptrace merge`: makes one ledger from the parts of a survey.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use chiptrace::controls::knowledge::Knowledge;
use clap::Args;

use crate::exit::Failure;
use crate::survey::finish;

/// Makes one ledger and one summary from the parts of a survey, with the same bytes as one run.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chiptrace survey papers/ --out part1/ --shard 1/2 --today 2026-01-01
  chiptrace survey papers/ --out part2/ --shard 2/2 --today 2026-01-01
  chiptrace merge part1/ part2/ --out survey/

Every part must be finished, and made by the same program, records and day (name the day with --today).")]
pub struct Merge {
    /// The folders of the parts, each made by `survey --shard`.
    #[arg(required = true)]
    parts: Vec<PathBuf>,
    /// The folder for the ledger and the summary.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Runs the command.
pub fn run(args: &Merge, knowledge: &Knowledge) -> Result<ExitCode, Failure> {
    fs::create_dir_all(&args.out).map_err(|error| Failure::io(&args.out.display().to_string(), &error))?;
    finish(&args.parts, &args.out, knowledge)
}
