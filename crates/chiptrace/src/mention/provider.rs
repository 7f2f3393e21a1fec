//! Clouds, instance types and named clusters: where a chip stands and who runs it.
//!
//! The records are `data/clouds/*.toml` and `data/clusters/clusters.toml`. A record of a cluster never
//! supplies a chip that the paper does not name.

use std::ops::Range;

use serde::Deserialize;

use super::spelling::Dictionary;
use super::token::Tokens;

/// A company or service that rents out accelerators.
#[derive(Debug, Clone, Deserialize)]
pub struct Provider {
    /// Short name: `aws`.
    pub id: String,
    /// Name as the company writes it.
    pub name: String,
    /// Country of the company's headquarters, ISO alpha-2.
    pub headquarters: Option<String>,
    /// Spellings that name it wherever they stand.
    #[serde(default)]
    pub spellings: Vec<String>,
    /// Spellings that are also ordinary words.
    #[serde(default)]
    pub ambiguous_spellings: Vec<String>,
}

/// An instance type that holds a known number of one chip.
#[derive(Debug, Clone, Deserialize)]
pub struct Instance {
    /// The type: `p4d.24xlarge`.
    pub name: String,
    /// The provider's id.
    pub provider: String,
    /// The chip's id.
    pub chip: String,
    /// Chips in one instance.
    pub count: Option<u32>,
    /// Further spellings.
    #[serde(default)]
    pub spellings: Vec<String>,
}

impl Instance {
    /// The name and the further spellings.
    pub fn all_spellings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.spellings).map(String::as_str)
    }
}

/// A named cluster, computing centre or allocation programme.
#[derive(Debug, Clone, Deserialize)]
pub struct Cluster {
    /// Its name.
    pub name: String,
    /// `cluster`, `centre`, or `programme`, which grants time on machines of others.
    pub kind: Option<String>,
    /// Who runs it.
    pub operator: Option<String>,
    /// Where it stands, ISO alpha-2.
    pub country: Option<String>,
    /// Spellings that name it wherever they stand.
    #[serde(default)]
    pub spellings: Vec<String>,
    /// Spellings that are also ordinary words.
    #[serde(default)]
    pub ambiguous_spellings: Vec<String>,
    /// How well the record is supported, as `data/README.md` explains; `None` where it has no source.
    pub verification: Option<String>,
}

impl Cluster {
    /// Every name it goes by.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let spellings = self.spellings.iter().chain(&self.ambiguous_spellings);
        spellings.chain([&self.name]).map(String::as_str)
    }

    /// Whether all of the record was read in a source.
    pub fn is_verified(&self) -> bool {
        self.verification.as_ref().is_some_and(|mark| !mark.contains('U'))
    }

    /// Whether it runs no machine itself.
    pub fn is_programme(&self) -> bool {
        self.kind.as_deref() == Some("programme")
    }

    /// Whether a sentence names it by a spelling that means nothing else.
    pub fn is_plainly_named_in(&self, sentence: &str) -> bool {
        self.spellings.iter().any(|spelling| !self.is_common(spelling) && says(sentence, spelling))
    }

    /// `Alex cluster`: whoever has a cluster may have called it Alex.
    fn is_common(&self, spelling: &str) -> bool {
        let mut words = self.ambiguous_spellings.iter().chain([&self.name]);
        let bare = spelling.strip_suffix(" HPC cluster").or_else(|| spelling.strip_suffix(" cluster"));
        bare.is_some_and(|bare| words.any(|word| word == bare) && !self.spellings.iter().any(|s| s == bare))
    }
}

/// Whether a sentence holds the words of a name, whatever the case and the separators.
fn says(sentence: &str, name: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (sentence, name) = (words(sentence), words(name).concat());
    (0..sentence.len()).any(|start| {
        let mut rest = name.as_str();
        for word in sentence.iter().skip(start) {
            match rest.strip_prefix(word.as_str()) {
                Some("") => return true,
                Some(after) => rest = after,
                None => return false,
            }
        }
        false
    })
}

/// All records of the three files.
#[derive(Debug, Clone, Default)]
pub struct Venues {
    /// Clouds.
    pub providers: Vec<Provider>,
    /// Instance types.
    pub instances: Vec<Instance>,
    /// Clusters.
    pub clusters: Vec<Cluster>,
}

#[derive(Debug, Default, Deserialize)]
struct File {
    #[serde(default, rename = "provider")]
    providers: Vec<Provider>,
    #[serde(default, rename = "instance")]
    instances: Vec<Instance>,
    #[serde(default, rename = "cluster")]
    clusters: Vec<Cluster>,
}

impl Venues {
    /// Reads the records of several files.
    ///
    /// # Errors
    /// When a text is not TOML of the expected shape.
    pub fn from_toml(texts: &[&str]) -> Result<Self, toml::de::Error> {
        let mut venues = Self::default();
        for text in texts {
            let file: File = toml::from_str(text)?;
            venues.providers.extend(file.providers);
            venues.instances.extend(file.instances);
            venues.clusters.extend(file.clusters);
        }
        Ok(venues)
    }
}

/// Finds the names of clouds and clusters.
#[derive(Debug)]
pub struct ProviderFinder {
    names: Dictionary<Sense>,
}

#[derive(Debug, Clone)]
struct Sense {
    provider: String,
    cluster: bool,
    ambiguous: bool,
    /// Written in capitals, as LUMI is, so that the word in small letters is not the name.
    capitals: bool,
}

/// Words beside which an ambiguous name is read as a place to compute.
const CONTEXT: [&str; 26] = [
    "cluster",
    "supercomputer",
    "node",
    "nodes",
    "gpu",
    "gpus",
    "cloud",
    "instance",
    "instances",
    "hpc",
    "computing",
    "system",
    "server",
    "servers",
    "machine",
    "machines",
    "partition",
    "resources",
    "compute",
    "facility",
    "platform",
    "notebook",
    "pro",
    "allocation",
    "center",
    "centre",
];

impl ProviderFinder {
    /// A finder for the records.
    pub fn new(venues: &Venues) -> Self {
        let sense = |provider: &str, spelling: &str, ambiguous| Sense {
            provider: provider.to_owned(),
            cluster: false,
            ambiguous,
            capitals: !spelling.contains(char::is_lowercase),
        };
        let site = |cluster: &str, spelling: &str, ambiguous| Sense {
            cluster: true,
            ..sense(cluster, spelling, ambiguous)
        };
        let mut all: Vec<(&str, Sense)> = Vec::new();
        for Provider { id, spellings, ambiguous_spellings, .. } in &venues.providers {
            all.extend(spellings.iter().map(|s| (s.as_str(), sense(id, s, false))));
            all.extend(ambiguous_spellings.iter().map(|s| (s.as_str(), sense(id, s, true))));
        }
        for Cluster { name, spellings, ambiguous_spellings, .. } in &venues.clusters {
            all.extend(spellings.iter().map(|s| (s.as_str(), site(name, s, false))));
            all.extend(ambiguous_spellings.iter().map(|s| (s.as_str(), site(name, s, true))));
        }
        for instance in &venues.instances {
            all.extend(instance.all_spellings().map(|s| (s, sense(&instance.provider, s, false))));
        }
        Self { names: Dictionary::new(all) }
    }

    /// The clouds and clusters named in the tokens `range`. An ambiguous name counts beside a word for
    /// computing, or right before one of `chips`.
    pub fn find(&self, tokens: &Tokens<'_>, range: Range<usize>, chips: &[usize]) -> Vec<Venue> {
        let mut found = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let Some((start, end, sense)) = self.names.furthest_at(tokens, at) else {
                at += 1;
                continue;
            };
            let beside = || supported(tokens, start..end) || chips.contains(&end);
            let clear = !sense.ambiguous || (sense.is_written(tokens, start..end) && beside());
            // Bedrock is an interface to models: no chip stands there for the authors.
            if clear && !tokens.is(end, "bedrock") {
                found.push(Venue { provider: sense.provider.clone(), cluster: sense.cluster, at: start });
            }
            at = end;
        }
        found
    }
}

impl Sense {
    /// Whether the tokens are written like a name: with a capital, or all in capitals where the name is.
    fn is_written(&self, tokens: &Tokens<'_>, name: Range<usize>) -> bool {
        let text = tokens.slice(name);
        text.starts_with(char::is_uppercase) && !(self.capitals && text.contains(char::is_lowercase))
    }
}

/// A cloud or cluster named in a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Venue {
    /// The cloud's id, or the cluster's name.
    pub provider: String,
    /// Whether it is a cluster.
    pub cluster: bool,
    /// The token at which the name begins.
    pub at: usize,
}

fn supported(tokens: &Tokens<'_>, name: Range<usize>) -> bool {
    let (from, to) = (name.start.saturating_sub(3), (name.end + 6).min(tokens.len()));
    (from..name.start).chain(name.end..to).any(|index| tokens.is_any(index, &CONTEXT))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    fn loom() -> Cluster {
        let record = r#"
            [[cluster]]
            name = "Loom"
            kind = "cluster"
            spellings = ["Loom cluster", "Loom HPC cluster", "Loom supercomputer", "Weavers' Loom"]
            ambiguous_spellings = ["Loom"]
            verification = "S"
        "#;
        Venues::from_toml(&[record]).unwrap().clusters.remove(0)
    }

    #[test]
    fn a_word_is_no_plain_name_of_a_cluster() {
        let plainly = |sentence: &str| loom().is_plainly_named_in(sentence);
        assert!(plainly("We trained on the Loom supercomputer."));
        assert!(plainly("eight GPUs of the weavers’ Loom"), "whatever the case and the apostrophe");
        assert!(!plainly("on 8 A100 GPUs of Loom"));
        assert!(!plainly("on the Loom cluster"), "others may have called theirs Loom");
        assert!(!plainly("a heirloom supercomputer"), "whole words only");
    }

    #[test]
    fn a_word_that_is_not_listed_names_no_cluster() {
        let bare = r#"[[cluster]]
            name = "Shuttle"
            spellings = ["Shuttle supercomputer"]"#;
        let finder = ProviderFinder::new(&Venues::from_toml(&[bare]).unwrap());
        let found = |text: &str| {
            let tokens = Tokens::of(text);
            finder.find(&tokens, 0..tokens.len(), &[]).len()
        };
        assert_eq!(found("compiled with Shuttle GPU kernels on one node"), 0);
        assert_eq!(found("on the Shuttle supercomputer"), 1);
    }
}
