//! The program `chiptrace`.

mod data;
mod evaluate_affiliations;
mod resolve;

use clap::{Parser, Subcommand};

#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Look at and bring in knowledge
    Data(data::Arguments),
    /// Say which institutions a printed affiliation names, and in which country it lies
    Resolve(resolve::Arguments),
    /// Score the resolution of affiliations on a labelled set
    EvaluateAffiliations(evaluate_affiliations::Arguments),
}

fn main() -> std::process::ExitCode {
    match Cli::parse().command {
        Command::Data(arguments) => data::run(&arguments),
        Command::Resolve(arguments) => resolve::run(&arguments),
        Command::EvaluateAffiliations(arguments) => evaluate_affiliations::run(&arguments),
    }
}
