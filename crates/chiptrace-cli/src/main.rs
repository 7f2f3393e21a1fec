//! The program `chiptrace`.

mod check;
mod law;
mod output;
mod timeline;
mod windows;

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
    /// Shows a chip's history to a destination: announced, shipped, each rule, the days without a licence
    Timeline(timeline::Args),
    /// Shows when which chip could go where without a licence
    Windows(windows::Args),
    /// Shows the clauses of the law, their versions, and what changed between two days
    Law(law::Args),
}

fn main() -> ExitCode {
    match Program::parse().command {
        Command::Check(args) => check::run(&args),
        Command::Timeline(args) => timeline::run(&args),
        Command::Windows(args) => windows::run(&args),
        Command::Law(args) => law::run(&args),
    }
}
