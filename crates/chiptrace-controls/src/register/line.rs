//! One institution a line, its facts separated by tabs.
//!
//! | column | what it is |
//! | --- | --- |
//! | id | last part of the ROR id; empty where it is not known; `x-…` for records of our own |
//! | country | ISO 3166-1 alpha-2 |
//! | headquarters | the same, where it is not that country |
//! | city | |
//! | kinds | letters: e education, f facility, c company, g government, h healthcare, n nonprofit, a archive, m funder, o other |
//! | names | the name it goes by first, then others, separated by <code>\|</code> |
//! | acronyms | separated by <code>\|</code> |
//! | parents | ids separated by spaces |
//! | domains | of its e-mail addresses and web site, where they do not show the country |
//! | successor | id of the institution it became or went into |
//! | successor since | first year of that institution, where upstream gives it and it is later than the first year of this one |
//!
//! Columns at the end may be missing. Lines that begin with `#` are remarks.

use super::Row;
use crate::party::Kinds;
use crate::place::CountryCode;

/// A line, split.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Line<'a> {
    /// Last part of the ROR id, an id of our own, or empty.
    pub id: &'a str,
    /// ISO 3166-1 alpha-2.
    pub country: &'a str,
    /// The same, or empty.
    pub headquarters: &'a str,
    /// City.
    pub city: &'a str,
    /// Letters of [`Kinds`].
    pub kinds: &'a str,
    /// Names, separated by `|`.
    pub names: &'a str,
    /// Acronyms, separated by `|`.
    pub acronyms: &'a str,
    /// Ids, separated by spaces.
    pub parents: &'a str,
    /// Domains, separated by spaces.
    pub domains: &'a str,
    /// Id, or empty.
    pub successor: &'a str,
    /// Year, or empty.
    pub successor_since: &'a str,
}

/// Which of an institution's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// The name it goes by.
    First,
    /// Another full name.
    Other,
    /// "Porto University" for "University of Porto", or a name without the town at its end: it names
    /// the institution only where the town is printed too.
    Derived,
    /// An acronym that names no other institution readers of AI papers meet.
    StrongAcronym,
    /// An acronym.
    Acronym,
}

impl NameKind {
    /// All kinds, each at the place that is its number.
    pub(super) const ALL: [Self; 5] =
        [Self::First, Self::Other, Self::Derived, Self::StrongAcronym, Self::Acronym];
}

/// Why a line could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the register: {what}")]
pub struct LineError {
    /// Number of the line from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

impl<'a> Line<'a> {
    /// Splits a line at its tabs.
    pub fn split(line: &'a str) -> Self {
        let mut columns = line.split('\t');
        let mut next = || columns.next().unwrap_or_default();
        Self {
            id: next(),
            country: next(),
            headquarters: next(),
            city: next(),
            kinds: next(),
            names: next(),
            acronyms: next(),
            parents: next(),
            domains: next(),
            successor: next(),
            successor_since: next(),
        }
    }

    /// Its full names, the one it goes by first.
    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        self.names.split('|').filter(|name| !name.is_empty())
    }

    /// Its acronyms.
    pub fn acronyms(&self) -> impl Iterator<Item = &'a str> {
        self.acronyms.split('|').filter(|name| !name.is_empty())
    }

    /// The line as text, without empty columns at the end.
    pub fn join(&self) -> String {
        let columns = [
            self.id,
            self.country,
            self.headquarters,
            self.city,
            self.kinds,
            self.names,
            self.acronyms,
            self.parents,
            self.domains,
            self.successor,
            self.successor_since,
        ];
        columns.join("\t").trim_end_matches('\t').to_owned()
    }
}

/// The lines of a register.
pub(super) fn lines(text: &str, number: usize) -> Result<Vec<(Row, Line<'_>)>, LineError> {
    let mut found = Vec::new();
    let mut start = 0;
    for (index, raw) in text.split('\n').enumerate() {
        let end = start + raw.len();
        let content = raw.trim_end_matches('\r');
        if !content.trim().is_empty() && !content.starts_with('#') {
            let line = Line::split(content);
            let row = row(&line, number, start..start + content.len())
                .map_err(|what| LineError { line: index + 1, what })?;
            found.push((row, line));
        }
        start = end + 1;
    }
    Ok(found)
}

fn row(line: &Line<'_>, text: usize, range: std::ops::Range<usize>) -> Result<Row, String> {
    if line.names.is_empty() {
        return Err("no name".to_owned());
    }
    let country: CountryCode = line.country.parse().map_err(|e| format!("{e}"))?;
    let headquarters = match line.headquarters {
        "" => country,
        code => code.parse().map_err(|e| format!("{e}"))?,
    };
    let narrow = |value: usize| u32::try_from(value).map_err(|_| "the register is over 4 GiB".to_owned());
    Ok(Row {
        text: u16::try_from(text).map_err(|_| "too many registers".to_owned())?,
        start: narrow(range.start)?,
        end: narrow(range.end)?,
        country,
        headquarters,
        kinds: Kinds::from_letters(line.kinds),
    })
}
