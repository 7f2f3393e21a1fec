//! What counts as a red flag in an order, as dated records (`data/law/red-flags.toml`).

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::rule::Verification;

/// `data/law/red-flags.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlagFile {
    /// The flags.
    pub flag: Vec<FlagRecord>,
}

/// What counts as a red flag, as its record has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlagRecord {
    /// A short name that stays.
    pub id: String,
    /// What it is, in a few words.
    pub name: String,
    /// What in an order shows it.
    pub sign: Sign,
    /// The first day.
    pub from: Date,
    /// The last day, where it has one.
    pub to: Option<Date>,
    /// Who says that it is one.
    pub citation: String,
    /// The sense of its words.
    pub words: String,
    /// How well it is known.
    pub verification: Verification,
}

/// What in an order shows a red flag.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// A party's name is near a listed one, and not taken to be the same.
    SimilarName,
    /// An owner is named without its share.
    OwnerShareUnknown,
    /// The last party's name has one of these words.
    Carrier(Vec<String>),
    /// The last party's name or the stated end use has one of these words.
    Says(Vec<String>),
    /// The route passes through a country that is neither the seller's nor the destination.
    Detour,
    /// No end use is stated.
    NoEndUse,
}
