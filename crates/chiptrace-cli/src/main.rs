//! The program `chiptrace`.

mod check;
mod clock;
mod evaluate;
mod examine;
mod exit;
mod load;
mod passages;
mod pool;
mod progress;
mod summary;
mod walk;

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
    /// Says whether a chip needed a licence to a destination on a day, and why
    Check(Box<check::Args>),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments.command) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("chiptrace: {failure}");
            ExitCode::from(failure.code())
        }
    }
}

fn run(command: &Command) -> Result<ExitCode, Failure> {
    let knowledge = Knowledge::embedded().map_err(|error| Failure::internal("records", &error))?;
    match command {
        Command::Examine(args) => examine::run(args, &knowledge, today()),
        Command::Evaluate(args) => evaluate::run(args, &knowledge, today()),
        Command::Check(args) => Ok(check::run(args)),
    }
}
