//! What a passage names: chips, numbers, memory sizes.

pub mod chip;
pub mod look;
pub mod number;
pub mod provider;
pub mod spelling;
pub mod token;
pub mod words;
