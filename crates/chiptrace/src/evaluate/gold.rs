//! Gold labels: JSON lines, one passage or paper each.

use serde::Deserialize;

use crate::disclosure::role::Role;

/// A labelled passage.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldPassage {
    /// Its id.
    pub id: String,
    /// The text, as it stands in the paper.
    pub text: String,
    /// What it says.
    pub disclosures: Vec<GoldDisclosure>,
}

/// A labelled paper.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldPaper {
    /// Its id, the name of its folder.
    pub paper_id: String,
    /// The format it is read from.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Countries of the authors' institutions, ISO alpha-2.
    pub countries: Vec<String>,
    /// Names of the institutions as printed.
    pub institutions: Vec<String>,
    /// The chips in use.
    pub disclosures: Vec<GoldDisclosure>,
    /// Chips that occur but are not in use.
    pub mentioned_only: Vec<String>,
}

/// A labelled statement.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldDisclosure {
    /// Chip id.
    pub chip: String,
    /// Used or other; papers list only what is used.
    #[serde(default = "used")]
    pub role: Role,
    /// How many.
    pub count: Option<u64>,
    /// Memory per chip in GB.
    pub memory_gb: Option<f64>,
    /// Cloud or cluster.
    pub provider: Option<String>,
    /// Whether the label is unsure; such entries neither reward nor cost.
    #[serde(default)]
    pub uncertain: bool,
}

fn used() -> Role {
    Role::Used
}
