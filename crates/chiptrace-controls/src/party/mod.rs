//! Institutions and companies. Never people.

use std::str::FromStr;

use serde::Serialize;

/// What an institution is. One may be several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A university, college or school.
    Education,
    /// A research institute or laboratory.
    Facility,
    /// A company.
    Company,
    /// A ministry, agency or other public body.
    Government,
    /// A hospital or clinic.
    Healthcare,
    /// A society or charity.
    Nonprofit,
    /// A library, museum or garden.
    Archive,
    /// Pays for research.
    Funder,
    /// Anything else.
    Other,
}

const KINDS: [(Kind, char, &str); 9] = [
    (Kind::Education, 'e', "education"),
    (Kind::Facility, 'f', "facility"),
    (Kind::Company, 'c', "company"),
    (Kind::Government, 'g', "government"),
    (Kind::Healthcare, 'h', "healthcare"),
    (Kind::Nonprofit, 'n', "nonprofit"),
    (Kind::Archive, 'a', "archive"),
    (Kind::Funder, 'm', "funder"),
    (Kind::Other, 'o', "other"),
];

/// The kinds of one institution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kinds(u16);

impl Kinds {
    /// Whether it is of this kind.
    pub fn has(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u16) != 0
    }

    /// With one kind more.
    #[must_use]
    pub fn with(self, kind: Kind) -> Self {
        Self(self.0 | 1 << kind as u16)
    }

    /// Whether it is of a kind that writes papers: education, facility, company, public body, hospital.
    pub fn publishes(self) -> bool {
        [Kind::Education, Kind::Facility, Kind::Company, Kind::Government, Kind::Healthcare]
            .iter()
            .any(|kind| self.has(*kind))
    }

    /// One bit a kind.
    pub fn bits(self) -> u32 {
        self.0.into()
    }

    /// From one bit a kind; further bits are passed over.
    pub fn of_bits(bits: u32) -> Self {
        Self(bits as u16)
    }

    /// From the letters of the register's `kinds` column; unknown letters are passed over.
    pub fn from_letters(letters: &str) -> Self {
        let known = KINDS.iter().filter(|(_, letter, _)| letters.contains(*letter));
        known.fold(Self::default(), |kinds, (kind, _, _)| kinds.with(*kind))
    }

    /// The letters of the register's `kinds` column.
    pub fn letters(self) -> String {
        KINDS.iter().filter(|(kind, _, _)| self.has(*kind)).map(|(_, letter, _)| *letter).collect()
    }
}

impl FromStr for Kind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        KINDS.iter().find(|(_, _, name)| text.eq_ignore_ascii_case(name)).map(|(kind, _, _)| *kind).ok_or(())
    }
}
