//! Export controls on AI accelerators, as dated records and one evaluator.
//!
//! This crate knows chips, places and rules; it never sees a paper. A caller describes a
//! [`transaction::Transaction`], hands in [`knowledge::Knowledge`], and gets a
//! [`determination::Determination`] with every clause that was looked at.

pub mod catalogue;
pub mod chip;
pub mod classification;
pub mod course;
pub mod date;
pub mod determination;
mod embedded;
pub mod fact;
pub mod inquiry;
pub mod item;
pub mod knowledge;
pub mod law;
pub mod list;
pub mod name;
pub mod order;
pub mod ownership;
pub mod party;
pub mod place;
pub mod register;
pub mod rule;
pub mod screening;
pub mod spelling;
pub mod transaction;
