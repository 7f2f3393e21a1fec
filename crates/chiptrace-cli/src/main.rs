//! The program `chiptrace`.

mod check;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Reads papers for the AI accelerators their authors say they used, and applies dated export-control law.
#[derive(Parser)]
#[command(version)]
struct Program {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Says whether a chip needed a licence to a destination on a day, and why
    Check(Box<check::Args>),
}

fn main() -> ExitCode {
    match Program::parse().command {
        Command::Check(args) => check::run(&args),
    }
}
