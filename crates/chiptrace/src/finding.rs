//! A disclosure that touches a controlled destination, with the law's answer and every account of it.

mod listing;

use chiptrace_controls::chip::Chip;
use chiptrace_controls::date::{Date, PartialDate};
use chiptrace_controls::determination::{
    Answer, Determination, Question as Unsettled, Slice as LawOf, determine,
};
use chiptrace_controls::fact::Truth;
use chiptrace_controls::item::Item;
use chiptrace_controls::knowledge::Knowledge;
use chiptrace_controls::list::Entry;
use chiptrace_controls::place::CountryCode;
use chiptrace_controls::rule::Consequence;
use chiptrace_controls::transaction::Window;
use serde::Serialize;

use crate::accuracy::Measures;
use crate::disclosure::paper::Disclosure;
use crate::disclosure::role::Role;
use crate::explanation::{Case, Explanation, delivery, earliest_delivery, explain, free_windows};
use crate::machine::Machine;

pub use listing::{Listing, OnList};

/// A disclosure, a destination, the law and the accounts. It cannot be built without accounts.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// The chip's id.
    pub chip: String,
    /// The destination, ISO 3166-1 alpha-2.
    pub destination: CountryCode,
    /// The institutions there, as printed. A listed one has a finding of its own.
    pub institutions: Vec<String>,
    /// The entries of government lists that the institution is, by its name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub listed: Vec<Listing>,
    /// The days on which the chip can have been delivered: from its first shipment to the paper.
    pub window: Window,
    /// What those days rest on.
    pub window_basis: String,
    /// Whether a licence was required for a delivery in the window, by the text.
    pub as_written: Answer,
    /// The same as enforced.
    pub as_enforced: Answer,
    /// Stretches of the window on which no licence was required.
    pub licence_free: Vec<Window>,
    /// The window cut at the days on which the law changed.
    pub slices: Vec<LawSlice>,
    /// What the answer takes for granted.
    pub supposes: Vec<String>,
    /// The last verified day of the law, where the window goes beyond it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_known_state_of: Option<Date>,
    /// Every account.
    pub explanations: Vec<Explanation>,
}

/// A stretch of days in which the law is constant.
#[derive(Debug, Clone, Serialize)]
pub struct LawSlice {
    /// Its days.
    pub days: Window,
    /// By the text.
    pub as_written: Answer,
    /// As enforced.
    pub as_enforced: Answer,
    /// The clauses that hold, or may.
    pub clauses: Vec<ClauseStep>,
    /// The ids of all clauses that were looked at.
    pub looked_at: Vec<String>,
}

/// A clause that holds of the transaction, or may.
#[derive(Debug, Clone, Serialize)]
pub struct ClauseStep {
    /// The clause's id.
    pub clause: String,
    /// What it is.
    pub title: String,
    /// What follows.
    pub consequence: Consequence,
    /// Whether its condition holds.
    pub holds: Truth,
    /// First day of the version.
    pub version: Date,
    /// Where it is published.
    pub citation: String,
}

/// An institution as far as findings need it.
#[derive(Debug, Clone, PartialEq)]
pub struct Seat<'k> {
    /// As printed.
    pub name: String,
    /// Where it is.
    pub country: CountryCode,
    /// The entries of government lists that it is.
    pub listed: Vec<&'k Entry>,
}

/// The findings of a paper, and the chips in use that the law could not be asked about.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// One for each chip in use and each controlled destination.
    pub findings: Vec<Finding>,
    /// Chips in use, with a destination, whose records lack the figures that classification needs.
    pub unclassified: Vec<(String, CountryCode)>,
}

/// A paper as far as findings need it.
#[derive(Debug, Clone, Copy)]
pub struct Paper<'a> {
    /// What it says of chips, each with where the machine stands.
    pub disclosures: &'a [(Disclosure, Machine)],
    /// Its institutions.
    pub seats: &'a [Seat<'a>],
    /// When it was written, if known.
    pub date: Option<PartialDate>,
    /// The day of this reading.
    pub today: Date,
    /// How well the reader was measured.
    pub measures: &'a Measures,
}

/// The findings of a paper: one for each chip in use and each controlled destination, and for each
/// listed institution by itself.
pub fn findings(knowledge: &Knowledge, paper: Paper<'_>) -> Findings {
    let mut found = Findings::default();
    let mut asked: Vec<(&str, CountryCode)> = Vec::new();
    let mut destinations: Vec<CountryCode> = paper.seats.iter().map(|seat| seat.country).collect();
    destinations.sort();
    destinations.dedup();
    for (disclosure, machine) in paper.disclosures.iter().filter(|(said, _)| said.role == Role::Used) {
        let Some(chip) = knowledge.chip(&disclosure.chip) else { continue };
        for destination in &destinations {
            if asked.contains(&(chip.id.as_str(), *destination)) {
                continue;
            }
            asked.push((&chip.id, *destination));
            let question = Question { knowledge, chip, disclosure, machine, paper };
            for end_users in end_users(paper.seats, *destination) {
                match question.finding(*destination, &end_users) {
                    Reached::Controlled(finding) => found.findings.push(*finding),
                    Reached::Unclassified => found.unclassified.push((chip.id.clone(), *destination)),
                    Reached::Free => {}
                }
            }
        }
    }
    found.unclassified.dedup();
    found
}

/// The institutions at a destination by what the lists say of them: those that are not listed
/// together, each listed one by itself.
fn end_users<'s, 'k>(seats: &'s [Seat<'k>], destination: CountryCode) -> Vec<Vec<&'s Seat<'k>>> {
    let here = seats.iter().filter(|seat| seat.country == destination);
    let (unlisted, listed): (Vec<_>, Vec<_>) = here.partition(|seat| seat.listed.is_empty());
    let groups = [unlisted].into_iter().chain(listed.into_iter().map(|seat| vec![seat]));
    groups.filter(|group| !group.is_empty()).collect()
}

/// What the law says of a chip and a destination.
enum Reached {
    /// A licence was required on some day, or may have been.
    Controlled(Box<Finding>),
    /// Only a missing figure leaves it open.
    Unclassified,
    /// No licence was required on any day.
    Free,
}

struct Question<'a> {
    knowledge: &'a Knowledge,
    chip: &'a Chip,
    disclosure: &'a Disclosure,
    machine: &'a Machine,
    paper: Paper<'a>,
}

impl Question<'_> {
    fn finding(&self, destination: CountryCode, end_users: &[&Seat<'_>]) -> Reached {
        let item = Item::of_chip(self.chip);
        let (window, window_basis) = self.window(&item);
        let entries: Vec<&Entry> = end_users.iter().flat_map(|seat| seat.listed.iter().copied()).collect();
        let transaction = delivery(&item, self.chip, destination, &entries, window);
        let determination = determine(self.knowledge, &transaction);
        if !controlled(&determination, &item, self.knowledge.law().records_begin) {
            let begin = self.knowledge.law().records_begin;
            let open = |slice: &LawOf<'_>| slice.as_enforced == Answer::Open && slice.days.last >= begin;
            return if determination.slices.iter().any(open) { Reached::Unclassified } else { Reached::Free };
        }
        let listings = end_users.iter().flat_map(|seat| {
            seat.listed.iter().map(|entry| Listing::of(&seat.name, entry, window, self.knowledge))
        });
        let outside = self.outside(&item, window);
        let case = Case {
            knowledge: self.knowledge,
            chip: self.chip,
            item: &item,
            destination,
            end_user: &entries,
            window,
            paper: self.paper.date,
            machine: self.machine,
            outside: &outside,
            measures: self.paper.measures,
            kind: self.disclosure.kind(),
            confidence: self.disclosure.confidence,
        };
        Reached::Controlled(Box::new(Finding {
            chip: self.chip.id.clone(),
            destination,
            institutions: end_users.iter().map(|seat| seat.name.clone()).collect(),
            listed: listings.collect(),
            window,
            window_basis,
            as_written: determination.as_written,
            as_enforced: determination.as_enforced,
            licence_free: free_windows(&determination),
            slices: determination.slices.iter().map(LawSlice::of).collect(),
            supposes: determination.supposes.iter().map(ToString::to_string).collect(),
            last_known_state_of: determination.last_known_state_of,
            explanations: explain(&case),
        }))
    }

    /// From the first shipment, or the announcement, to the paper; to today where the paper has no date.
    fn window(&self, item: &Item) -> (Window, String) {
        let last = self.paper.date.map_or(self.paper.today, PartialDate::latest);
        let until = match self.paper.date {
            Some(paper) => format!("the paper's date {paper}"),
            None => format!("{last}, the day of this reading, since the paper's date is not known"),
        };
        match earliest_delivery(self.knowledge, self.chip, item) {
            Some((first, basis)) if first <= last => {
                (Window { first, last }, format!("from {first} ({basis}) to {until}"))
            }
            Some((first, basis)) => {
                (Window::day(last), format!("{until}; by the records the chip came later: {first} ({basis})"))
            }
            None => (Window::day(last), format!("{until}; when the chip first shipped is not recorded")),
        }
    }

    /// Institutions in places where the chip needed no licence.
    fn outside(&self, item: &Item, window: Window) -> Vec<(String, CountryCode)> {
        let mut outside = Vec::new();
        for seat in self.paper.seats {
            let supposed = delivery(item, self.chip, seat.country, &seat.listed, window);
            let there = determine(self.knowledge, &supposed);
            if !controlled(&there, item, self.knowledge.law().records_begin) {
                outside.push((seat.name.clone(), seat.country));
            }
        }
        outside
    }
}

/// Whether a licence was required, or may have been, on some day as enforced.
///
/// An answer that is open only because figures of the chip are not recorded, or because the day lies before
/// the records begin, makes no finding: it would say something of the records, not of the paper.
fn controlled(determination: &Determination<'_>, item: &Item, records_begin: Date) -> bool {
    let classified = item.parts.iter().any(|part| part.tpp.is_some());
    let unsettled = |question: &Unsettled| !matches!(question, Unsettled::Figure { .. });
    determination.slices.iter().any(|slice| match slice.as_enforced {
        Answer::Required => true,
        Answer::NotRequired => false,
        Answer::Open => {
            classified && slice.days.last >= records_begin && slice.turns_on.iter().any(unsettled)
        }
    })
}

impl ClauseStep {
    /// Whether what follows from it is that a licence is required.
    pub fn requires(&self) -> bool {
        self.consequence == Consequence::Licence
    }
}

impl LawSlice {
    fn of(slice: &LawOf<'_>) -> Self {
        let holding = slice.steps.iter().filter(|step| step.holds != Truth::No);
        Self {
            days: slice.days,
            as_written: slice.as_written,
            as_enforced: slice.as_enforced,
            clauses: holding
                .map(|step| ClauseStep {
                    clause: step.clause.id.clone(),
                    title: step.clause.title.clone(),
                    consequence: step.clause.consequence.clone(),
                    holds: step.holds,
                    version: step.version.from,
                    citation: step.version.citation.clone(),
                })
                .collect(),
            looked_at: slice.steps.iter().map(|step| step.clause.id.clone()).collect(),
        }
    }
}
