//! Gold labels: JSON lines, one passage or paper each.

use serde::Deserialize;

use crate::disclosure::role::Role;

/// A labelled passage.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldPassage {
    /// Its id.
    pub id: String,
    /// The format of the paper it was cut from.
    pub kind: Option<String>,
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

impl GoldPaper {
    /// The label as statements: what is used, and what is only spoken of.
    pub fn labels(&self) -> Vec<GoldDisclosure> {
        let spoken_of = self.mentioned_only.iter().map(|chip| GoldDisclosure {
            chip: chip.clone(),
            role: Role::Other,
            count: None,
            memory_gb: None,
            provider: None,
            uncertain: false,
        });
        self.disclosures.iter().cloned().chain(spoken_of).collect()
    }
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
