//! What the commands share: printing, today's date, and the two formats.

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use chiptrace::controls::date::{Date, day_of_unix_time};
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

/// Today in universal time.
pub fn today() -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    day_of_unix_time(i64::try_from(seconds).unwrap_or_default())
}
