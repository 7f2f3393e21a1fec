//! How commands print: the two formats, and standard output that may go away.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::ValueEnum;

/// How an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

const NOT_ANSWERED: u8 = 2;

/// Prints; a reader that has gone away is no error.
pub fn show(text: &str) -> Result<(), String> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.to_string()),
        _ => Ok(()),
    }
}

/// Says why a command gave no answer.
pub fn fail(command: &str, problem: &str) -> ExitCode {
    eprintln!("chiptrace {command}: {problem}");
    ExitCode::from(NOT_ANSWERED)
}
