//! The ledger: a SQLite file that holds what a survey found. Written once, from journals, and then only read.

pub mod build;
pub mod read;
mod sort;
pub mod tables;
mod write;

use crate::exit::Failure;

/// An error of SQLite as the program's.
fn failed(error: &rusqlite::Error) -> Failure {
    Failure::internal("ledger", error)
}
