//! Measures against labelled sets.

pub mod affiliations;
