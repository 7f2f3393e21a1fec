//! What is asked of the law: which item, from and to whom, where, when, by what activity.
//!
//! A paper suggests transactions and an order is one; the law cannot tell which stood behind it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::date::{Date, PartialDate};
use crate::fact::{Basis, Fact};
use crate::item::Item;
use crate::list::Entry;
use crate::place::CountryCode;

/// A movement or use of an item, as far as it is known.
#[derive(Debug, Clone)]
pub struct Transaction<'a> {
    /// What moves or is used.
    pub item: &'a Item,
    /// What is done with it.
    pub activity: Fact<Activity>,
    /// Who exports.
    pub exporter: Fact<Exporter>,
    /// Where it leaves from.
    pub origin: Fact<CountryCode>,
    /// Where it goes, or where it is used.
    pub destination: Fact<CountryCode>,
    /// Where the end user's ultimate parent has its headquarters.
    pub headquarters: Fact<CountryCode>,
    /// List entries of the end user.
    pub end_user: Fact<Standing<'a>>,
    /// What it is for.
    pub end_use: Fact<EndUse>,
    /// The days on which it may have happened.
    pub window: Window,
}

/// What is done with an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// It leaves the United States.
    Export,
    /// It goes from one foreign country to another.
    Reexport,
    /// It changes hands inside a country.
    Transfer,
    /// Somebody computes on it from afar.
    CloudAccess,
    /// It is used where it stands.
    Use,
    /// One is obtained to find out what it can do.
    TechnicalEvaluation,
}

impl Activity {
    /// Every activity.
    pub const ALL: [Self; 6] = [
        Self::Export,
        Self::Reexport,
        Self::Transfer,
        Self::CloudAccess,
        Self::Use,
        Self::TechnicalEvaluation,
    ];

    /// The activity in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Export => "export",
            Self::Reexport => "reexport",
            Self::Transfer => "in-country transfer",
            Self::CloudAccess => "cloud access",
            Self::Use => "use",
            Self::TechnicalEvaluation => "technical evaluation",
        }
    }

    /// Reads an activity as people write it.
    pub fn parse(text: &str) -> Option<Self> {
        let word: String = text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
        Some(match word.as_str() {
            "export" | "exports" => Self::Export,
            "reexport" | "reexports" => Self::Reexport,
            "transfer" | "incountrytransfer" | "transferincountry" => Self::Transfer,
            "cloudaccess" | "cloud" | "cloudrental" | "remoteaccess" | "remoteuse" | "rental" | "iaas" => {
                Self::CloudAccess
            }
            "use" => Self::Use,
            "technicalevaluation" | "technicalanalysis" | "evaluation" => Self::TechnicalEvaluation,
            _ => return None,
        })
    }
}

/// Who exports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exporter {
    /// This company.
    Named(String),
    /// One that no letter was sent to.
    NoAddressee,
}

/// What the item is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndUse {
    /// Nothing that the end-use controls name.
    Civil,
    /// A military end user or end use.
    Military,
    /// A supercomputer.
    Supercomputer,
}

/// What the lists say of an end user.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Standing<'a> {
    /// Its own entries.
    pub entries: Vec<&'a Entry>,
    /// Entries that may be its own, by their names: somebody must look before anything rests on it.
    pub perhaps: Vec<&'a Entry>,
    /// Lists that the asker says it is on, by id.
    pub said_to_be_on: Vec<String>,
    /// Entries of its owners, with their shares in per cent where known.
    pub owners: Vec<(&'a Entry, Option<f64>)>,
}

impl<'a> Standing<'a> {
    /// The standing of a party by its name: entries with the name, and those near it. Where a list has the party
    /// itself, an entry near it on the same list is another's; another list may still have it by a name that is near.
    pub fn by_name(entries: Vec<&'a Entry>, near: impl Iterator<Item = &'a Entry>) -> Self {
        let perhaps = near.filter(|near| entries.iter().all(|own| own.list != near.list)).collect();
        Self { entries, perhaps, ..Self::default() }
    }
}

/// An interval of days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Window {
    /// First day.
    pub first: Date,
    /// Last day; never before the first.
    pub last: Date,
}

impl Window {
    /// A single day.
    pub fn day(day: Date) -> Self {
        Self { first: day, last: day }
    }

    /// From one day to another, whichever comes first.
    pub fn between(a: Date, b: Date) -> Self {
        Self { first: a.min(b), last: a.max(b) }
    }
}

impl From<PartialDate> for Window {
    fn from(date: PartialDate) -> Self {
        Self { first: date.earliest(), last: date.latest() }
    }
}

impl<'a> Transaction<'a> {
    /// The export of an item to a place on a day, to a buyer taken to be neither listed nor military.
    ///
    /// Exporter and headquarters are left unknown.
    pub fn export(item: &'a Item, destination: CountryCode, window: Window) -> Self {
        Self {
            item,
            activity: Fact::supposed(Activity::Export, "no other activity was named"),
            exporter: Fact::unknown(),
            origin: Fact::unknown(),
            destination: Fact::stated(destination, ""),
            headquarters: Fact::unknown(),
            end_user: Fact::supposed(Standing::default(), "the end user is taken not to be listed"),
            end_use: Fact::supposed(
                EndUse::Civil,
                "no military or supercomputer end use is taken to be meant",
            ),
            window,
        }
    }

    /// The transaction once more for each supposed fact, with that fact unknown, and what the fact is.
    pub fn doubts(&self) -> Vec<(&'static str, Self)> {
        let mut all = Vec::new();
        let mut doubt = |what, basis, change: fn(&mut Self)| {
            if basis == Basis::Supposed {
                let mut doubtful = self.clone();
                change(&mut doubtful);
                all.push((what, doubtful));
            }
        };
        doubt(
            "knowing where the end user's ultimate parent has its headquarters",
            self.headquarters.basis(),
            |t| t.headquarters = Fact::unknown(),
        );
        doubt("knowing that the end user is not listed", self.end_user.basis(), |t| {
            t.end_user = Fact::unknown();
        });
        doubt("knowing what the item is for", self.end_use.basis(), |t| t.end_use = Fact::unknown());
        all
    }

    /// What the answer takes for granted: the reason of every supposed fact.
    pub fn suppositions(&self) -> impl Iterator<Item = &Cow<'static, str>> {
        let all = [
            (self.activity.basis(), self.activity.note()),
            (self.exporter.basis(), self.exporter.note()),
            (self.origin.basis(), self.origin.note()),
            (self.destination.basis(), self.destination.note()),
            (self.headquarters.basis(), self.headquarters.note()),
            (self.end_user.basis(), self.end_user.note()),
            (self.end_use.basis(), self.end_use.note()),
        ];
        all.into_iter().filter(|(basis, _)| *basis == Basis::Supposed).map(|(_, note)| note)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(list: &str, name: &str) -> Entry {
        Entry {
            list: list.to_owned(),
            name: name.to_owned(),
            aliases: Vec::new(),
            countries: Vec::new(),
            from: None,
            from_basis: None,
            to: None,
            citation: None,
            requirement: None,
            policy: None,
            footnotes: Vec::new(),
            source: String::new(),
        }
    }

    #[test]
    fn one_list_that_has_a_party_says_nothing_of_another() {
        let own = entry("ns-cmic-list", "Example Micro");
        let (sibling, near) =
            (entry("ns-cmic-list", "Example"), entry("entity-list", "Example Microelectronics"));
        let standing = Standing::by_name(vec![&own], [&sibling, &near].into_iter());
        assert_eq!(standing.perhaps, [&near]);
        assert_eq!(Standing::by_name(Vec::new(), [&sibling, &near].into_iter()).perhaps, [&sibling, &near]);
    }
}
