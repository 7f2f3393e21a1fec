//! `chiptrace evaluate`: scores against gold sets.
use std::path::PathBuf;
