//! The program `chiptrace`.

mod bounds;
mod cell;
mod check;
mod clock;
mod data;
mod evaluate;
mod examine;
mod exit;
#[cfg(feature = "ledger")]
mod export;
#[cfg(feature = "ledger")]
mod index;
mod law;
#[cfg(feature = "ledger")]
mod ledger;
mod load;
#[cfg(feature = "ledger")]
mod merge;
mod metadata;
mod output;
mod passages;
mod picture;
mod pool;
mod progress;
mod reading;
mod replay;
#[cfg(feature = "ledger")]
mod report;
mod resolve;
mod screen;
mod standard_input;
mod summary;
#[cfg(feature = "ledger")]
mod survey;
mod timeline;
mod walk;
mod windows;
mod workbook;

use std::process::ExitCode;

use chiptrace::controls::knowledge::Knowledge;
use clap::{Parser, Subcommand};

use clock::today;
use exit::Failure;

/// Finds the AI accelerators that papers disclose, and what US export-control law said of them.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Examine(examine::Examine),
    Evaluate(evaluate::Evaluate),
    #[cfg(feature = "ledger")]
    Survey(survey::Survey),
    #[cfg(feature = "ledger")]
    Merge(merge::Merge),
    #[cfg(feature = "ledger")]
    Index(index::Counts),
    #[cfg(feature = "ledger")]
    Report(report::Report),
    #[cfg(feature = "ledger")]
    Export(export::Export),
    Replay(replay::Replay),
    /// Says whether a chip needed a licence to a destination on a day, and why
    Check(Box<check::Args>),
    /// Shows a chip's history to a destination: announced, shipped, each rule, the days without a licence
    Timeline(timeline::Args),
    /// Shows when which chip could go where without a licence
    Windows(windows::Args),
    /// Screens orders against the law of their day, the lists and the owners that are known
    Screen(screen::Args),
    /// Shows the clauses of the law, their versions, and what changed between two days
    Law(law::Args),
    /// Says which institutions a printed affiliation names, and in which country it lies
    Resolve(resolve::Arguments),
    /// Looks at and brings in knowledge
    Data(data::Arguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments.command) {
        Ok(code) => code,
        Err(failure) if failure.reader_gone() => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("chiptrace: {failure}");
            ExitCode::from(failure.code())
        }
    }
}

fn run(command: &Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Examine(args) => examine::run(args, &records()?, today()),
        Command::Evaluate(args) => evaluate::run(args, &records()?, today()),
        #[cfg(feature = "ledger")]
        Command::Survey(args) => survey::run(args, &records()?, today()),
        #[cfg(feature = "ledger")]
        Command::Merge(args) => merge::run(args, &records()?),
        #[cfg(feature = "ledger")]
        Command::Index(args) => index::run(args, &records()?),
        #[cfg(feature = "ledger")]
        Command::Report(args) => report::run(args, &records()?),
        #[cfg(feature = "ledger")]
        Command::Export(args) => export::run(args, &records()?),
        Command::Replay(args) => replay::run(args, &records()?, today()),
        Command::Check(args) => check::run(args, &with_lists()?, today()),
        Command::Timeline(args) => timeline::run(args, &records()?, today()),
        Command::Windows(args) => windows::run(args, &records()?, today()),
        Command::Screen(args) => screen::run(args, &with_lists()?, today()),
        Command::Law(args) => law::run(args, &records()?, today()),
        Command::Resolve(args) => Ok(resolve::run(args)),
        Command::Data(args) => Ok(data::run(args)),
    }
}

/// The records compiled into the program.
fn records() -> Result<Knowledge, Failure> {
    Knowledge::embedded().map_err(|error| Failure::internal("records", &error))
}

/// The same, with the lists that were imported.
fn with_lists() -> Result<Knowledge, Failure> {
    data::with_imported_lists(records()?).map_err(|error| Failure::internal("lists", &error))
}
