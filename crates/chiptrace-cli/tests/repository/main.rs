//! Checks on the repository itself: what a reader of the architecture page may rely on.

mod architecture;
mod data;
mod dependencies;
mod purity;
mod source;
mod wording;
