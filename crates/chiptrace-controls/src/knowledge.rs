//! All dated records, loaded once and passed as an argument.

mod sources;

use std::fmt::Write as _;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::catalogue::Catalogue;
use crate::chip::{Chip, ChipFile};
use crate::item::{Memory, MemoryFile};
use crate::law::{Law, LawError, Source};
use crate::list::{ListFile, Lists};
use crate::place::Places;
use crate::red_flag::{FlagFile, FlagRecord};
use crate::screening::{Screen, Vocabulary, VocabularyError};

pub use sources::EMBEDDED;

/// Chips, places, lists and law, immutable.
#[derive(Debug, Clone)]
pub struct Knowledge {
    chips: Vec<Chip>,
    catalogue: Catalogue,
    places: Places,
    lists: Lists,
    screen: Screen,
    law: Law,
    red_flags: Vec<FlagRecord>,
    digests: Digests,
}

/// SHA-256 of the records, in hexadecimal, part by part and over all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Digests {
    /// Of `chips/` and `memory/`.
    pub chips: String,
    /// Of `places/`.
    pub places: String,
    /// Of `lists/`.
    pub lists: String,
    /// Of `law/`.
    pub law: String,
    /// Of all of them.
    pub all: String,
}

/// Why records were refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KnowledgeError {
    /// A law file is wrong.
    #[error(transparent)]
    Law(#[from] LawError),
    /// The words of organisations' names are wrong.
    #[error(transparent)]
    Names(#[from] VocabularyError),
    /// Another file is wrong.
    #[error("{file}: {problem}")]
    File {
        /// The file.
        file: String,
        /// What is wrong.
        problem: String,
    },
    /// A file that must be there is not.
    #[error("the records have no {0}")]
    Missing(&'static str),
}

impl Knowledge {
    /// The records compiled into the program.
    pub fn embedded() -> Result<Self, KnowledgeError> {
        Self::from_sources(EMBEDDED)
    }

    /// Records that the caller has read: paths as under `data/`.
    pub fn from_sources(sources: &[Source<'_>]) -> Result<Self, KnowledgeError> {
        let chips: Vec<Chip> =
            read_all::<ChipFile>(sources, "chips/")?.into_iter().flat_map(|file| file.chips).collect();
        let memories: Vec<Memory> =
            read_all::<MemoryFile>(sources, "memory/")?.into_iter().flat_map(|file| file.memories).collect();
        let countries = read_one(sources, "places/countries.toml")?;
        let groups = read_one(sources, "places/ear-country-groups.toml")?;
        let lists = Lists::new(read_all::<ListFile>(sources, "lists/")?);
        Ok(Self {
            screen: Screen::new(&lists, Vocabulary::embedded()?),
            lists,
            catalogue: Catalogue::new(&chips, memories),
            chips,
            places: Places::new(countries, groups),
            law: Law::load(&under(sources, "law/us-ear/"))?,
            red_flags: read_one::<FlagFile>(sources, "law/red-flags.toml")?.flag,
            digests: Digests::of(sources),
        })
    }

    /// The same with more listed parties, which have a digest of their own.
    pub fn with_lists(self, files: Vec<ListFile>, their_digest: &str) -> Self {
        let vocabulary = self.screen.vocabulary().clone();
        let lists = self.lists.joined(files);
        let joined = |ours: &str| digest(&format!("{ours} {their_digest}"));
        let digests =
            Digests { lists: joined(&self.digests.lists), all: joined(&self.digests.all), ..self.digests };
        Self { screen: Screen::new(&lists, vocabulary), lists, digests, ..self }
    }

    /// Chip records.
    pub fn chips(&self) -> &[Chip] {
        &self.chips
    }

    /// The chip with an id.
    pub fn chip(&self, id: &str) -> Option<&Chip> {
        self.chips.iter().find(|chip| chip.id == id)
    }

    /// Everything that can be classified, and what people call it.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Countries and their groups.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// Listed parties.
    pub fn lists(&self) -> &Lists {
        &self.lists
    }

    /// The listed parties' names, ready to be searched.
    pub fn screen(&self) -> &Screen {
        &self.screen
    }

    /// The United States' Export Administration Regulations, as far as recorded.
    pub fn law(&self) -> &Law {
        &self.law
    }

    /// Circumstances of an order that call for an inquiry.
    pub fn red_flags(&self) -> &[FlagRecord] {
        &self.red_flags
    }

    /// Digests of the records.
    pub fn digests(&self) -> &Digests {
        &self.digests
    }
}

fn under<'a>(sources: &[Source<'a>], prefix: &str) -> Vec<Source<'a>> {
    sources.iter().filter(|source| source.path.starts_with(prefix)).copied().collect()
}

fn read<T: DeserializeOwned>(source: &Source<'_>) -> Result<T, KnowledgeError> {
    toml::from_str(source.text)
        .map_err(|error| KnowledgeError::File { file: source.path.to_owned(), problem: error.to_string() })
}

fn read_all<T: DeserializeOwned>(sources: &[Source<'_>], prefix: &str) -> Result<Vec<T>, KnowledgeError> {
    under(sources, prefix).iter().map(read).collect()
}

fn read_one<T: DeserializeOwned>(sources: &[Source<'_>], path: &'static str) -> Result<T, KnowledgeError> {
    sources.iter().find(|source| source.path == path).ok_or(KnowledgeError::Missing(path)).and_then(read)
}

impl Digests {
    fn of(sources: &[Source<'_>]) -> Self {
        let over = |prefixes: &[&str]| {
            let mut digest = Sha256::new();
            for source in sources.iter().filter(|s| prefixes.iter().any(|prefix| s.path.starts_with(prefix)))
            {
                digest.update(source.path);
                digest.update([0]);
                digest.update(source.text);
                digest.update([0]);
            }
            hexadecimal(&digest.finalize())
        };
        Self {
            chips: over(&["chips/", "memory/"]),
            places: over(&["places/"]),
            lists: over(&["lists/"]),
            law: over(&["law/"]),
            all: over(&[""]),
        }
    }
}

/// SHA-256 of a text, in hexadecimal.
pub fn digest(text: &str) -> String {
    hexadecimal(&Sha256::digest(text))
}

/// Bytes in hexadecimal, as digests are written.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
