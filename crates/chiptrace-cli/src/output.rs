//! Printing, and the two formats in which the commands on the law answer.

use std::io::{self, Write};

use clap::ValueEnum;
use serde::Serialize;

/// How an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Prints; a reader that has gone away is no error.
pub fn show(text: &str) -> Result<(), String> {
    tolerate(io::stdout().write_all(text.as_bytes()))
}

/// The outcome of writing; a reader that has gone away is no error.
pub fn tolerate<T: Default>(written: io::Result<T>) -> Result<T, String> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(T::default()),
        other => other.map_err(|error| error.to_string()),
    }
}

/// Prints as indented JSON.
pub fn show_json(value: &impl Serialize) -> Result<(), String> {
    let text = serde_json::to_string_pretty(value).map_err(|error| error.to_string())?;
    show(&format!("{text}\n"))
}
