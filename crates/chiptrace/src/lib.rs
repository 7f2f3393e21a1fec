//! Reads papers for the AI accelerators their authors say they used.
//!
//! Data goes one way: bytes become a [`document::Document`] of [`passage::Passage`]s.

pub mod accuracy;
pub mod affiliation;
pub mod disclosure;
pub mod document;
pub mod evaluate;
pub mod examine;
pub mod explanation;
pub mod finding;
pub mod machine;
pub mod mention;
pub mod passage;
pub mod report;
pub mod survey;

pub use chiptrace_controls as controls;
