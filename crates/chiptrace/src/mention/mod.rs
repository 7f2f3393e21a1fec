//! What a passage names: chips, numbers, memory sizes.

pub mod chip;
pub mod number;
pub mod token;
pub mod words;
