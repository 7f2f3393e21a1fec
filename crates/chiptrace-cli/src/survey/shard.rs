//! Parts of a corpus: which papers belong to the K-th of N.

use std::path::Path;
use std::str::FromStr;

use chiptrace::survey::identity::Identity;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::walk::{Found, Refused, shown};

/// The K-th of N parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// From 1.
    pub part: u32,
    /// How many there are.
    pub of: u32,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(k, n)| Some((k.parse().ok()?, n.parse().ok()?)));
        match numbers {
            Some((part, of)) if (1..=of).contains(&part) => Ok(Self { part, of }),
            _ => Err("expected K/N with K from 1 to N, such as 2/8".to_owned()),
        }
    }
}

impl Shard {
    /// Whether a paper belongs to this part. Versions of one paper go to the same.
    pub fn holds(self, found: &Result<Found, Refused>) -> bool {
        self.of == 1 || self.holds_name(&name(found))
    }

    fn holds_name(self, name: &str) -> bool {
        let digest = Sha256::digest(Identity::of(name).key);
        let number = digest.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        number % u64::from(self.of) == u64::from(self.part - 1)
    }
}

/// What the paper will be called in its report.
pub fn name(found: &Result<Found, Refused>) -> String {
    match found {
        Ok(Found::Files(files)) => files.name.clone(),
        Ok(Found::Packed(archive, paper)) if paper.name.is_empty() => shown(Path::new(archive)),
        Ok(Found::Packed(archive, paper)) => shown(Path::new(&format!("{archive}/{}", paper.name))),
        Err(refused) => refused.path.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_paper_is_in_one_part() {
        let shards: Vec<Shard> = (1..=3).map(|part| Shard { part, of: 3 }).collect();
        for at in 0..200 {
            let name = format!("paper-{at}");
            assert_eq!(shards.iter().filter(|shard| shard.holds_name(&name)).count(), 1, "{name}");
        }
    }

    #[test]
    fn versions_of_a_paper_are_in_the_same_part() {
        let shard = Shard { part: 1, of: 7 };
        for at in 10000..10050 {
            let [a, b] = [1, 2].map(|version| shard.holds_name(&format!("x/2303.{at}v{version}.pdf")));
            assert_eq!(a, b);
        }
    }

    #[test]
    fn what_is_no_part_is_refused() {
        for text in ["0/2", "3/2", "1", "a/b", "1/0"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }
}
