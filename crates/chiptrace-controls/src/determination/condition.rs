//! Whether a condition holds of a transaction on a day, and which unknown facts it turns on.

use std::collections::BTreeSet;

use crate::classification::Test;
use crate::date::Date;
use crate::fact::{Fact, Truth};
use crate::knowledge::Knowledge;
use crate::list::Entry;
use crate::place::{CountryCode, Groups, Places};
use crate::rule::{Classified, Predicate, Region};
use crate::transaction::{Exporter, Transaction};

use super::Question;

/// A transaction on a day, before the law as known on another.
pub(super) struct Scene<'k, 't, 'a> {
    pub knowledge: &'k Knowledge,
    pub transaction: &'t Transaction<'a>,
    pub day: Date,
    pub known_on: Date,
    /// Whether the item is subject to the regulations at all.
    pub subject_to_the_regulations: Truth,
    origin: Option<Located>,
    destination: Option<Located>,
    headquarters: Option<Located>,
}

/// A place as the law sees it on the day.
#[derive(Clone, Copy)]
struct Located {
    in_law: CountryCode,
    groups: Groups,
}

impl<'k, 't, 'a> Scene<'k, 't, 'a> {
    /// Looks up the places of a transaction.
    pub fn new(
        knowledge: &'k Knowledge,
        transaction: &'t Transaction<'a>,
        day: Date,
        known_on: Date,
    ) -> Self {
        let place = |fact: &Fact<CountryCode>| {
            fact.value().map(|country| Located::of(*country, knowledge.places(), day, known_on))
        };
        let origin = place(&transaction.origin);
        let (destination, headquarters) = (place(&transaction.destination), place(&transaction.headquarters));
        let subject_to_the_regulations = subject_to_the_regulations(transaction);
        Self {
            knowledge,
            transaction,
            day,
            known_on,
            subject_to_the_regulations,
            origin,
            destination,
            headquarters,
        }
    }
}

impl Located {
    fn of(country: CountryCode, places: &Places, day: Date, known_on: Date) -> Self {
        Self { in_law: places.in_law(country, day), groups: places.groups(country, day, known_on) }
    }

    fn is_in(self, region: &Region) -> bool {
        if region.except_countries.contains(&self.in_law) {
            return false;
        }
        if region.countries.contains(&self.in_law) || region.abroad && self.in_law.as_str() != "US" {
            return true;
        }
        region.groups.iter().any(|group| self.groups.contains(*group))
            && !region.except_groups.iter().any(|group| self.groups.contains(*group))
    }
}

impl Scene<'_, '_, '_> {
    /// Whether a condition holds.
    pub fn holds(&self, condition: &Predicate) -> Truth {
        let facts = self.transaction;
        match condition {
            Predicate::All(parts) => self.all(parts),
            Predicate::Any(parts) => self.any(parts),
            Predicate::Not(part) => self.holds(part).negate(),
            Predicate::Classified(classified) => self.classified(classified),
            Predicate::Named(ids) => ids.contains(&facts.item.id).into(),
            Predicate::Kind(kind) => (facts.item.kind == *kind).into(),
            Predicate::Figures(test) => self.figures(test),
            Predicate::Exporter(names) => facts.exporter.is(|exporter| is_one_of(exporter, names)),
            Predicate::Activity(activities) => facts.activity.is(|activity| activities.contains(activity)),
            Predicate::From(region) => within(self.origin, region),
            Predicate::To(region) => within(self.destination, region),
            Predicate::Headquarters(region) => within(self.headquarters, region),
            Predicate::DesignedIn(region) => within(self.designer(), region),
            Predicate::EndUserOn(lists) => self.listed(lists),
            Predicate::OwnedByListed(lists) => self.owned(lists),
            Predicate::EndUse(uses) => facts.end_use.is(|end_use| uses.contains(end_use)),
        }
    }

    fn all(&self, parts: &[Predicate]) -> Truth {
        let mut truth = Truth::Yes;
        for part in parts {
            truth = truth.and(self.holds(part));
            if truth == Truth::No {
                break;
            }
        }
        truth
    }

    fn any(&self, parts: &[Predicate]) -> Truth {
        let mut truth = Truth::No;
        for part in parts {
            truth = truth.or(self.holds(part));
            if truth == Truth::Yes {
                break;
            }
        }
        truth
    }

    fn classified(&self, classified: &Classified) -> Truth {
        let texts = &self.knowledge.law().texts;
        let text = texts.get(&classified.text);
        text.map_or(Truth::Unknown, |text| {
            texts.meets(self.transaction.item, text, &classified.paragraphs, self.day)
        })
    }

    fn figures(&self, test: &Test) -> Truth {
        let opinions: Vec<Truth> =
            self.transaction.item.parts_on(self.day).map(|part| test.of(part)).collect();
        let known = opinions.iter().copied().filter(|truth| *truth != Truth::Unknown);
        Truth::agreed(known)
    }

    fn designer(&self) -> Option<Located> {
        let country = self.transaction.item.designed_in?;
        Some(Located::of(country, self.knowledge.places(), self.day, self.known_on))
    }

    fn listed(&self, lists: &[String]) -> Truth {
        let Some(standing) = self.transaction.end_user.value() else { return Truth::Unknown };
        if standing.said_to_be_on.iter().any(|list| lists.contains(list)) {
            return Truth::Yes;
        }
        let on = |entry: &&&Entry| lists.contains(&entry.list);
        let listed = |entry: &&Entry| Truth::from(entry.listed_on(self.day));
        let own = standing.entries.iter().filter(on).map(listed);
        let perhaps = standing.perhaps.iter().filter(on).map(|entry| listed(entry).and(Truth::Unknown));
        own.chain(perhaps).fold(Truth::No, Truth::or)
    }

    /// Whether listed parties own half of the end user. Unknown shares may make up the rest.
    fn owned(&self, lists: &[String]) -> Truth {
        let Some(standing) = self.transaction.end_user.value() else { return Truth::Unknown };
        let mut sure = 0.0;
        let mut unsure = false;
        for (entry, share) in standing.owners.iter().filter(|(entry, _)| lists.contains(&entry.list)) {
            match (entry.listed_on(self.day), share) {
                (Some(false), _) => {}
                (Some(true), Some(share)) => sure += share,
                _ => unsure = true,
            }
        }
        match (sure >= 50.0, unsure) {
            (true, _) => Truth::Yes,
            (false, true) => Truth::Unknown,
            (false, false) => Truth::No,
        }
    }

    /// Adds the unknown facts that keep a condition from being decided.
    pub fn questions(&self, condition: &Predicate, found: &mut BTreeSet<Question>) {
        if self.holds(condition) != Truth::Unknown {
            return;
        }
        let question = match condition {
            Predicate::All(parts) | Predicate::Any(parts) => {
                return parts.iter().for_each(|part| self.questions(part, found));
            }
            Predicate::Not(part) => return self.questions(part, found),
            Predicate::Classified(classified) => return self.classification_questions(classified, found),
            Predicate::Figures(test) => return self.figure_questions(test, found),
            Predicate::Named(_) | Predicate::Kind(_) => Question::Part,
            Predicate::Exporter(_) => Question::Exporter,
            Predicate::Activity(_) => Question::Activity,
            Predicate::From(_) => Question::Origin,
            Predicate::To(_) => Question::Destination,
            Predicate::Headquarters(_) => Question::Headquarters,
            Predicate::DesignedIn(_) => Question::Designer,
            Predicate::EndUserOn(_) => Question::Listing,
            Predicate::OwnedByListed(_) => Question::Ownership,
            Predicate::EndUse(_) => Question::EndUse,
        };
        found.insert(question);
    }

    fn classification_questions(&self, classified: &Classified, found: &mut BTreeSet<Question>) {
        let Some(text) = self.knowledge.law().texts.get(&classified.text) else { return };
        let before = found.len();
        for part in self.transaction.item.parts_on(self.day) {
            let figures = text.unknown_figures(part, &classified.paragraphs);
            let part = &part.name;
            found.extend(figures.into_iter().map(|figure| Question::Figure { part: part.clone(), figure }));
        }
        if found.len() == before {
            found.insert(Question::Part);
        }
    }

    fn figure_questions(&self, test: &Test, found: &mut BTreeSet<Question>) {
        let before = found.len();
        for part in self.transaction.item.parts_on(self.day) {
            let mut figures = Vec::new();
            test.unknown_figures(part, &mut figures);
            let part = &part.name;
            found.extend(figures.into_iter().map(|figure| Question::Figure { part: part.clone(), figure }));
        }
        if found.len() == before {
            found.insert(Question::Part);
        }
    }
}

fn subject_to_the_regulations(transaction: &Transaction<'_>) -> Truth {
    let abroad = transaction.item.designed_in.is_some_and(|country| country.as_str() != "US");
    let leaves_us = transaction.origin.is(|origin| origin.as_str() == "US") == Truth::Yes;
    if abroad && !leaves_us { Truth::Unknown } else { Truth::Yes }
}

fn within(place: Option<Located>, region: &Region) -> Truth {
    place.map(|place| place.is_in(region)).into()
}

/// A company is meant by its name alone or by a longer one that begins with it (`NVIDIA Corporation`).
fn is_one_of(exporter: &Exporter, names: &[String]) -> bool {
    let Exporter::Named(exporter) = exporter else { return false };
    let exporter = exporter.trim();
    names.iter().any(|name| {
        let parted = exporter.split_at_checked(name.len());
        parted.is_some_and(|(head, rest)| {
            head.eq_ignore_ascii_case(name) && !rest.starts_with(char::is_alphanumeric)
        })
    })
}
