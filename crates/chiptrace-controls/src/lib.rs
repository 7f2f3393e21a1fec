//! Export controls on AI accelerators, as dated records and one evaluator.
//!
//! This crate knows chips, places and rules; it never sees a paper. A caller describes a
//! transaction and gets a determination with every clause that was looked at.

pub mod chip;
pub mod date;
pub mod name;
pub mod party;
pub mod place;
pub mod register;
