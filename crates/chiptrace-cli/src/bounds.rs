//! What reading may cost: the options of `examine` and `survey` that bound it.

use chiptrace::document::archive::Limits;
use clap::Args;
use serde::{Deserialize, Serialize};

/// The options; each has the default of [`Bounds`].
#[derive(Debug, Clone, Copy, Args)]
#[command(next_help_heading = "Limits")]
pub struct BoundOptions {
    /// Largest file, packed paper of an archive, or standard input (bytes, or with KiB, MiB, GiB).
    #[arg(long, value_name = "SIZE", default_value = "512MiB", value_parser = size)]
    max_file: u64,
    /// What one archive may unpack to, figures that are skipped included.
    #[arg(long, value_name = "SIZE", default_value = "1GiB", value_parser = size)]
    max_unpacked: u64,
    /// Longest file in an archive; the rest of a longer one is left out.
    #[arg(long, value_name = "SIZE", default_value = "32MiB", value_parser = size)]
    max_member: u64,
    /// Text kept of one archive.
    #[arg(long, value_name = "SIZE", default_value = "128MiB", value_parser = size)]
    max_text: u64,
    /// Files looked at in the archive of one paper.
    #[arg(long, value_name = "N", default_value_t = 50_000)]
    max_members: usize,
    /// Unpacked bytes for each packed byte, once 64 MiB are unpacked.
    #[arg(long, value_name = "N", default_value_t = 200)]
    max_ratio: u64,
    /// Folders in one another.
    #[arg(long, value_name = "N", default_value_t = 64)]
    max_depth: usize,
}

/// What reading may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// Bytes of one file.
    pub file: u64,
    /// Folders in one another.
    pub depth: usize,
    /// One archive.
    pub archive: Limits,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { file: 512 << 20, depth: 64, archive: Limits::default() }
    }
}

impl From<BoundOptions> for Bounds {
    fn from(options: BoundOptions) -> Self {
        let archive = Limits {
            total: options.max_unpacked,
            member: options.max_member,
            kept: options.max_text,
            members: options.max_members,
            ratio: options.max_ratio,
            paper: options.max_file,
        };
        Self { file: options.max_file, depth: options.max_depth, archive }
    }
}

/// `4096`, `32MiB`, `1 GiB`.
fn size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let shift = match text.get(digits.len()..).unwrap_or_default().trim() {
        "" | "B" => 0,
        "KiB" => 10,
        "MiB" => 20,
        "GiB" => 30,
        unit => return Err(format!("unknown unit {unit}; write bytes, or KiB, MiB, GiB")),
    };
    let number: u64 = digits.parse().map_err(|_| "no number; write for example 32MiB".to_owned())?;
    number.checked_mul(1 << shift).ok_or_else(|| "the number is too large".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Options {
        #[command(flatten)]
        bounds: BoundOptions,
    }

    #[test]
    fn the_defaults_of_the_options_are_those_of_the_library() {
        let options = Options::parse_from(["examine"]);
        assert_eq!(Bounds::from(options.bounds), Bounds::default());
    }

    #[test]
    fn sizes_have_units() {
        assert_eq!((size("7"), size("3KiB"), size("2 GiB")), (Ok(7), Ok(3072), Ok(2 << 30)));
        assert!(["MiB", "-1", "3MB", "99999999999GiB"].iter().all(|wrong| size(wrong).is_err()));
    }
}
