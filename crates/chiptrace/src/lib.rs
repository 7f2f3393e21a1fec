//! Reads papers for the AI accelerators their authors say they used.
//!
//! Data goes one way: bytes become a [`document::Document`] of [`passage::Passage`]s.

pub mod affiliation;
pub mod document;
pub mod evaluate;
pub mod passage;

pub use chiptrace_controls as controls;
