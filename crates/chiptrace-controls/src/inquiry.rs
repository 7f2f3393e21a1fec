//! A question as people write it: names, codes and dates in words, made into facts.

mod lookups;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::date::PartialDate;
use crate::fact::Fact;
use crate::item::Item;
use crate::knowledge::Knowledge;
use crate::list::Entry;
use crate::name::is_ideograph;
use crate::place::CountryCode;
use crate::screening::Judgement;
use crate::transaction::{Activity, EndUse, Exporter, Standing, Transaction, Window};

use lookups::EndUser;
pub use lookups::Lookups;

/// A question in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Inquiry<'a> {
    /// The chip, system or memory.
    pub chip: Cow<'a, str>,
    /// The country it goes to, or is used in.
    pub destination: Cow<'a, str>,
    /// The country where the end user's ultimate parent has its headquarters; `unknown` where it is not known.
    #[serde(default)]
    pub end_user_hq: Option<Cow<'a, str>>,
    /// Who exports, left open where not given; `any` for an exporter that no letter was sent to.
    #[serde(default)]
    pub exporter: Option<Cow<'a, str>>,
    /// The end user's name, or words about it.
    #[serde(default)]
    pub end_user: Option<Cow<'a, str>>,
    /// What is done: export, reexport, transfer, cloud access, use, technical evaluation.
    #[serde(default)]
    pub transaction: Option<Cow<'a, str>>,
    /// When: a day, a month, a quarter or a year.
    pub date: Cow<'a, str>,
}

/// Why a question could not be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InquiryError {
    /// No record has the chip.
    #[error("no chip is known as “{written}”{}", offer(closest))]
    Chip {
        /// What was written.
        written: String,
        /// The closest names.
        closest: Vec<String>,
    },
    /// No country has the code or name.
    #[error("“{0}” is no country: expected an ISO 3166-1 code such as CN or DE, or a name")]
    Country(String),
    /// The date could not be read.
    #[error(transparent)]
    Date(#[from] crate::date::DateError),
    /// The activity is not one that is known.
    #[error(
        "“{0}” is no transaction: expected export, reexport, transfer, cloud access, use, or technical evaluation"
    )]
    Activity(String),
}

fn offer(closest: &[String]) -> String {
    if closest.is_empty() { String::new() } else { format!("; closest: {}", closest.join(", ")) }
}

/// A question whose words were understood.
#[derive(Debug, Clone)]
pub struct Understood<'k> {
    /// The item.
    pub item: Cow<'k, Item>,
    activity: Fact<Activity>,
    exporter: Fact<Exporter>,
    destination: CountryCode,
    headquarters: Fact<CountryCode>,
    end_user: Fact<Standing<'k>>,
    end_use: Fact<EndUse>,
    window: Window,
}

impl Inquiry<'_> {
    /// Understands the words of a question.
    pub fn understand<'k>(&self, knowledge: &'k Knowledge) -> Result<Understood<'k>, InquiryError> {
        self.understand_with(self.window()?, knowledge, &mut Lookups::default())
    }

    /// The same of days that are known, with what was found for earlier questions.
    pub fn understand_with<'k>(
        &self,
        window: Window,
        knowledge: &'k Knowledge,
        lookups: &mut Lookups<'k>,
    ) -> Result<Understood<'k>, InquiryError> {
        let item = lookups.chip(&self.chip, knowledge)?;
        self.put(item, window, knowledge, lookups)
    }

    /// Understands the rest of a question about an item that is already known.
    pub fn about<'k>(
        &self,
        item: Cow<'k, Item>,
        knowledge: &'k Knowledge,
    ) -> Result<Understood<'k>, InquiryError> {
        self.put(item, self.window()?, knowledge, &mut Lookups::default())
    }

    fn window(&self) -> Result<Window, InquiryError> {
        Ok(self.date.parse::<PartialDate>()?.into())
    }

    fn put<'k>(
        &self,
        item: Cow<'k, Item>,
        window: Window,
        knowledge: &'k Knowledge,
        lookups: &mut Lookups<'k>,
    ) -> Result<Understood<'k>, InquiryError> {
        let destination = country(&self.destination, knowledge)?;
        let activity = self.activity()?;
        let headquarters = self.headquarters(destination, knowledge)?;
        let home = headquarters.value().copied().unwrap_or(destination);
        let EndUser { standing, end_use } = lookups.end_user(self.end_user.as_deref(), home, || EndUser {
            standing: self.standing(home, knowledge),
            end_use: self.end_use(),
        });
        let exporter = self.exporter();
        Ok(Understood {
            item,
            activity,
            exporter,
            destination,
            headquarters,
            end_user: standing,
            end_use,
            window,
        })
    }

    fn activity(&self) -> Result<Fact<Activity>, InquiryError> {
        let written = match said(&self.transaction) {
            None => return Ok(Fact::supposed(Activity::Export, "an export is taken to be meant")),
            Some(word) if is_unknown(word) => return Ok(Fact::unknown()),
            Some(written) => written,
        };
        let activity = Activity::parse(written).ok_or_else(|| InquiryError::Activity(written.to_owned()))?;
        Ok(Fact::stated(activity, "as asked"))
    }

    fn exporter(&self) -> Fact<Exporter> {
        match said(&self.exporter) {
            None => Fact::unknown(),
            Some(word) if is_unknown(word) => Fact::unknown(),
            Some(word) if word.eq_ignore_ascii_case("any") => {
                Fact::stated(Exporter::NoAddressee, "any exporter without a letter of its own")
            }
            Some(name) => Fact::stated(Exporter::Named(name.to_owned()), "as asked"),
        }
    }

    fn headquarters(
        &self,
        destination: CountryCode,
        knowledge: &Knowledge,
    ) -> Result<Fact<CountryCode>, InquiryError> {
        match said(&self.end_user_hq) {
            None => Ok(Fact::supposed(
                destination,
                "the end user's ultimate parent is taken to have its headquarters at the destination",
            )),
            Some(word) if is_unknown(word) => Ok(Fact::unknown()),
            Some(written) => Ok(Fact::stated(country(written, knowledge)?, "as asked")),
        }
    }

    fn standing<'k>(&self, home: CountryCode, knowledge: &'k Knowledge) -> Fact<Standing<'k>> {
        let Some(written) = said(&self.end_user).filter(|word| !is_unknown(word) && *word != "any") else {
            return Fact::supposed(Standing::default(), "the end user is taken not to be listed");
        };
        let named = by_name(written, home, knowledge);
        let said_to_be_on = lists_spoken_of(written);
        let note = match (named.entries.is_empty() && said_to_be_on.is_empty(), named.perhaps.is_empty()) {
            (false, _) => "the end user's name as a list has it",
            (true, false) => "the end user's name is near one on a list",
            (true, true) => "no list record has the end user's name",
        };
        Fact::inferred(Standing { said_to_be_on, ..named }, note)
    }

    fn end_use(&self) -> Fact<EndUse> {
        let words = said(&self.end_user).unwrap_or_default().to_lowercase();
        let denied = ["no military", "non-military", "not military", "no known military", "civil"];
        if words.contains("military") && !denied.iter().any(|phrase| words.contains(phrase)) {
            return Fact::inferred(EndUse::Military, "the words about the end user");
        }
        if words.contains("supercomputer") {
            return Fact::inferred(EndUse::Supercomputer, "the words about the end user");
        }
        Fact::supposed(EndUse::Civil, "no military or supercomputer end use is taken to be meant")
    }
}

impl Understood<'_> {
    /// Asks the same of other days.
    pub fn move_to(&mut self, window: Window) {
        self.window = window;
    }

    /// The listed parties that the end user may be.
    pub fn perhaps_listed(&self) -> impl Iterator<Item = &Entry> {
        self.end_user.value().into_iter().flat_map(|standing| standing.perhaps.iter().copied())
    }

    /// The facts as a transaction.
    pub fn transaction(&self) -> Transaction<'_> {
        Transaction {
            item: &self.item,
            activity: self.activity.clone(),
            exporter: self.exporter.clone(),
            origin: Fact::unknown(),
            destination: Fact::stated(self.destination, "as asked"),
            headquarters: self.headquarters.clone(),
            end_user: self.end_user.clone(),
            end_use: self.end_use.clone(),
            window: self.window,
        }
    }
}

/// What a field says; a dash, “n/a” and “none” say nothing.
fn said<'a>(field: &'a Option<Cow<'_, str>>) -> Option<&'a str> {
    const NOTHING: [&str; 6] = ["", "-", "n/a", "none", "not given", "null"];
    let text = field.as_deref()?.trim();
    (!NOTHING.iter().any(|nothing| text.eq_ignore_ascii_case(nothing))).then_some(text)
}

fn is_unknown(word: &str) -> bool {
    ["unknown", "?", "not stated"].iter().any(|unknown| word.eq_ignore_ascii_case(unknown))
}

fn country(written: &str, knowledge: &Knowledge) -> Result<CountryCode, InquiryError> {
    let found = knowledge.places().find(written);
    found.map(|country| country.alpha2).ok_or_else(|| InquiryError::Country(written.to_owned()))
}

/// The entries with the name, or with one that is taken to be the same; and those that may be at home in the
/// country and that it may be.
fn by_name<'k>(written: &str, home: CountryCode, knowledge: &'k Knowledge) -> Standing<'k> {
    let mut entries = knowledge.lists().named(written);
    let hits =
        if is_a_name(written) { knowledge.screen().search(written, knowledge.lists()) } else { Vec::new() };
    let (same, near): (Vec<_>, Vec<_>) = hits.into_iter().partition(|hit| hit.judgement == Judgement::Same);
    for entry in same.into_iter().map(|hit| hit.entry) {
        if !entries.contains(&entry) {
            entries.push(entry);
        }
    }
    let open = near.into_iter().filter(|hit| hit.is_open).map(|hit| hit.entry);
    Standing::by_name(entries, open.filter(|entry| entry.may_be_in(home)))
}

/// Words without a capital are no name, unless they are of a script that has none, or a single word.
fn is_a_name(written: &str) -> bool {
    written.chars().any(|c| c.is_uppercase() || is_ideograph(c)) || !written.contains(' ')
}

/// Lists that the words about an end user name, such as “Entity List party”.
fn lists_spoken_of(written: &str) -> Vec<String> {
    let words = written.to_lowercase();
    let denied = ["not ", "un", "no ", "non"].iter().any(|word| words.contains(&format!("{word}listed")));
    let denied = denied || ["not on", "not an entity", "not entity"].iter().any(|no| words.contains(no));
    let names = [
        ("entity list", "entity-list"),
        ("entity-list", "entity-list"),
        ("military end-user list", "military-end-user-list"),
        ("military end user list", "military-end-user-list"),
        ("meu list", "military-end-user-list"),
        ("supplement no. 8", "supplement-8"),
        ("supplement 8", "supplement-8"),
    ];
    let spoken = names.iter().filter(|(phrase, _)| !denied && words.contains(phrase));
    spoken.map(|(_, list)| (*list).to_owned()).collect()
}
