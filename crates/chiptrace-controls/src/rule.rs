//! Clauses of law as dated records: what each version asks, of whom, and since when.
//!
//! The records are `data/law/*/*.toml`. A condition is built from a closed set of typed predicates,
//! so that a lawyer can read it and the program can say which fact it turns on.

use serde::{Deserialize, Serialize};

use crate::classification::Test;
use crate::date::Date;
use crate::place::{CountryCode, Group};
use crate::transaction::{Activity, EndUse};

/// A clause: one requirement, policy or exception through all its versions.
#[derive(Debug, Clone, Serialize)]
pub struct Clause {
    /// A short name that stays: `us-ear/hq-a`.
    pub id: String,
    /// What it is, in a few words.
    pub title: String,
    /// What kind of thing it is.
    pub kind: ClauseKind,
    /// What follows when it holds.
    pub consequence: Consequence,
    /// The activities that it speaks of.
    pub activities: Vec<Activity>,
    /// Whether it reaches items designed abroad without more.
    pub reaches_foreign_items: bool,
    /// Its versions, in order, without gap or overlap.
    pub versions: Vec<Version>,
}

/// What kind of thing a clause is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClauseKind {
    /// A regulation, binding everyone.
    Regulation,
    /// A letter or notice that binds the exporter it was sent to.
    Letter,
    /// Official guidance on what a regulation means.
    Guidance,
    /// A requirement that attaches to listed parties.
    List,
}

/// What follows when a clause holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consequence {
    /// A licence is required.
    Licence,
    /// A licence application is reviewed in this way.
    Policy(Review),
    /// A licence exception may be available; whether its conditions are met is for the exporter to show.
    Exception(String),
    /// Something to look into.
    Caution,
}

/// How licence applications are reviewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Review {
    /// Applications are denied.
    Denial,
    /// Applications are presumed to be denied.
    PresumptionOfDenial,
    /// Each application is looked at on its own.
    CaseByCase,
    /// Applications are presumed to be approved.
    PresumptionOfApproval,
}

impl Review {
    /// The policy in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Denial => "denial",
            Self::PresumptionOfDenial => "presumption of denial",
            Self::CaseByCase => "case-by-case review",
            Self::PresumptionOfApproval => "presumption of approval",
        }
    }
}

/// One version of a clause.
#[derive(Debug, Clone, Serialize)]
pub struct Version {
    /// First day.
    pub from: Date,
    /// Last day; `None` for the version in force.
    pub to: Option<Date>,
    /// Whether the clause binds in these days.
    pub status: Status,
    /// Where it is published. Never empty for a version that binds.
    pub citation: String,
    /// When it was announced.
    pub announced: Option<Date>,
    /// When it was published.
    pub published: Option<Date>,
    /// When it took effect, as the text says.
    pub effective: Option<Date>,
    /// When those it binds could know it.
    pub known: Date,
    /// What it says, in our words.
    pub words: String,
    /// How well it is known.
    pub verification: Verification,
    /// How well its days are known, where that differs.
    pub days_verification: Option<Verification>,
    /// Whether the text as written settles the matter when the condition holds.
    pub as_written: Force,
    /// Whether the authority holds people to it.
    pub as_enforced: Force,
    /// Why the force is not plain.
    pub force_note: Option<String>,
    /// When it is not enforced although it holds.
    pub not_enforced_when: Option<Predicate>,
    /// What of it is not modelled, and why.
    pub not_modelled: Vec<String>,
    /// The condition; `None` where the version does not bind.
    pub when: Option<Predicate>,
}

/// Whether a clause binds on the days of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// There is no such clause.
    Absent,
    /// It is published and effective, but compliance is not yet due.
    Pending,
    /// It binds.
    Binding,
    /// It is published, and its operation is suspended.
    Suspended,
}

/// What a version does to the answer when its condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Force {
    /// It settles it.
    #[default]
    Binds,
    /// Whether it applies is not settled: the answer is open.
    Unclear,
    /// It is passed over.
    DoesNotBind,
}

/// How well a record is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verification {
    /// The primary text was seen, or a verbatim quotation of it.
    P,
    /// Law firms, think tanks, press.
    S,
    /// Derived from a primary text.
    D,
    /// General knowledge; not verified.
    N,
}

impl Verification {
    /// The mark in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::P => "primary text seen",
            Self::S => "secondary source",
            Self::D => "derived from a primary text",
            Self::N => "not verified",
        }
    }
}

/// A condition of a clause.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Predicate {
    /// Every one holds.
    All(Vec<Predicate>),
    /// At least one holds.
    Any(Vec<Predicate>),
    /// It does not hold.
    Not(Box<Predicate>),
    /// The item meets one of the paragraphs of a control text.
    Classified(Classified),
    /// The item is one of these chips.
    Named(Vec<String>),
    /// The item is of this kind.
    Kind(crate::item::Kind),
    /// Every part the item may be passes the test.
    Figures(Test),
    /// The exporter is one of these.
    Exporter(Vec<String>),
    /// The activity is one of these.
    Activity(Vec<Activity>),
    /// The item leaves one of these places.
    From(Region),
    /// The item goes to one of these places.
    To(Region),
    /// The end user or its ultimate parent has its headquarters there.
    Headquarters(Region),
    /// The item's designer is there.
    DesignedIn(Region),
    /// The end user is on one of these lists.
    EndUserOn(Vec<String>),
    /// Parties on these lists own at least 50 per cent of the end user.
    OwnedByListed(Vec<String>),
    /// The end use is one of these.
    EndUse(Vec<EndUse>),
}

/// Paragraphs of a control text.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Classified {
    /// The text's id.
    pub text: String,
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
}

/// A set of places, by code, by group, or all but the United States.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Every place outside the United States.
    #[serde(default)]
    pub abroad: bool,
    /// These countries.
    #[serde(default)]
    pub countries: Vec<CountryCode>,
    /// Members of these groups.
    #[serde(default)]
    pub groups: Vec<Group>,
    /// But not members of these.
    #[serde(default)]
    pub except_groups: Vec<Group>,
    /// And not these countries.
    #[serde(default)]
    pub except_countries: Vec<CountryCode>,
}

impl Clause {
    /// The version in force on a day, as far as versions were known on another.
    pub fn version(&self, day: Date, known_on: Date) -> Option<&Version> {
        self.latest(self.begun(day), known_on)
    }

    /// How many versions have begun on a day.
    pub(crate) fn begun(&self, day: Date) -> usize {
        self.versions.partition_point(|version| version.from <= day)
    }

    /// The last of the first so many versions that was known on a day.
    pub(crate) fn latest(&self, begun: usize, known_on: Date) -> Option<&Version> {
        self.versions.get(..begun)?.iter().rev().find(|version| version.known <= known_on)
    }
}
