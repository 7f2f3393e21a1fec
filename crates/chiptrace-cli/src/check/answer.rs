//! The answer of `check` as data; in JSON it is also the receipt that `--replay` reads.

use std::borrow::Cow;

use chiptrace::controls::classification::Distance;
use chiptrace::controls::date::Date;
use chiptrace::controls::determination::{Answer, Determination, Question as Open, Step, determine_as_known};
use chiptrace::controls::inquiry::{Inquiry, Understood};
use chiptrace::controls::item::Item;
use chiptrace::controls::item::Part;
use chiptrace::controls::knowledge::{Digests, Knowledge, digest};
use serde::{Deserialize, Serialize};

/// The shape of the answer; it changes when a field changes its meaning.
pub const SCHEMA: &str = "chiptrace.check/1";

/// A threshold is near when the chip lies within this many per cent of it.
const NEAR: f64 = 15.0;

/// What was asked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Question {
    /// The question in words.
    #[serde(flatten)]
    pub inquiry: Inquiry<'static>,
    /// The chip's numbers, where it has no name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figures: Option<Part>,
    /// The day whose knowledge of the law is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_on: Option<Date>,
}

/// The answer.
#[derive(Debug, Clone, Serialize)]
pub struct CheckAnswer<'k> {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The program and its version.
    pub program: &'static str,
    /// Digests of the records.
    pub knowledge: &'k Digests,
    /// SHA-256 of the question.
    pub question_sha256: String,
    /// What was asked.
    pub question: Question,
    /// The item as understood.
    pub item: Item,
    /// By the text as it stood.
    pub as_written: Answer,
    /// By the text as enforced.
    pub as_enforced: Answer,
    /// How an application would be reviewed, with the clause.
    pub policies: Vec<Named>,
    /// Licence exceptions that may be available.
    pub exceptions: Vec<Named>,
    /// Things to look into.
    pub cautions: Vec<Named>,
    /// What an open answer turns on.
    pub turns_on: Vec<Open>,
    /// Listed parties that the end user may be: somebody must look.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub perhaps_listed: Vec<Near>,
    /// What would make a different answer, among the things taken for granted.
    pub would_differ: Vec<String>,
    /// Thresholds that the chip lies near.
    pub near_thresholds: Vec<Distance>,
    /// The determination, slice by slice.
    pub determination: Determination<'k>,
}

/// A clause by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// What it gives.
    pub name: String,
    /// The clause's id.
    pub clause: String,
    /// Where it is published.
    pub citation: String,
    /// What it says.
    pub words: String,
}

/// A listed party whose name is near the end user's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Near {
    /// The name as listed.
    pub name: String,
    /// The list.
    pub list: String,
}

impl<'k> CheckAnswer<'k> {
    /// Answers a question.
    pub fn to(question: Question, knowledge: &'k Knowledge) -> Result<Self, String> {
        let understood = question.understand(knowledge)?;
        let known_on = question.known_on.unwrap_or(Date::MAX);
        let determination = determine_as_known(knowledge, &understood.transaction(), known_on);
        let asked = serde_json::to_string(&question).map_err(|error| error.to_string())?;
        Ok(Self {
            schema: SCHEMA,
            program: concat!("chiptrace ", env!("CARGO_PKG_VERSION")),
            knowledge: knowledge.digests(),
            question_sha256: digest(&asked),
            as_written: determination.as_written,
            as_enforced: determination.as_enforced,
            policies: named(determination.policies().iter().map(|(review, step)| (review.name(), *step))),
            exceptions: titled(&determination.exceptions()),
            cautions: titled(&determination.cautions()),
            turns_on: determination.turns_on(),
            perhaps_listed: near_listed(&understood, knowledge),
            would_differ: would_differ(&understood, &determination, knowledge, known_on),
            near_thresholds: near(&understood.item, &determination, knowledge),
            item: understood.item.into_owned(),
            question,
            determination,
        })
    }

    /// The answer as JSON, indented.
    pub fn json(&self) -> Result<String, String> {
        serde_json::to_string_pretty(self).map_err(|error| error.to_string())
    }
}

impl Question {
    fn understand<'k>(&self, knowledge: &'k Knowledge) -> Result<Understood<'k>, String> {
        let understood = match &self.figures {
            Some(part) => self.inquiry.about(Cow::Owned(Item::of_figures(part.clone(), None)), knowledge),
            None => self.inquiry.understand(knowledge),
        };
        understood.map_err(|error| error.to_string())
    }
}

/// Steps by name, each once.
fn named<'s>(steps: impl IntoIterator<Item = (&'s str, &'s Step<'s>)>) -> Vec<Named> {
    let mut all: Vec<Named> = Vec::new();
    for (name, step) in steps {
        let named = Named {
            name: name.to_owned(),
            clause: step.clause.id.clone(),
            citation: step.version.citation.clone(),
            words: step.version.words.clone(),
        };
        if !all.contains(&named) {
            all.push(named);
        }
    }
    all
}

fn titled<'s>(steps: &[&'s Step<'s>]) -> Vec<Named> {
    named(steps.iter().map(|step| (step.clause.title.as_str(), *step)))
}

fn near_listed(understood: &Understood<'_>, knowledge: &Knowledge) -> Vec<Near> {
    let title = |list: &str| knowledge.lists().title(list).unwrap_or(list).to_owned();
    let near = understood.perhaps_listed();
    near.map(|entry| Near { name: entry.name.clone(), list: title(&entry.list) }).collect()
}

/// What changes when a thing taken for granted is left open.
fn would_differ(
    understood: &Understood<'_>,
    answer: &Determination<'_>,
    knowledge: &Knowledge,
    known_on: Date,
) -> Vec<String> {
    let transaction = understood.transaction();
    let doubts = transaction.doubts();
    let differs = doubts.into_iter().filter(|(_, doubtful)| {
        let other = determine_as_known(knowledge, doubtful, known_on);
        (other.as_written, other.as_enforced) != (answer.as_written, answer.as_enforced)
    });
    differs.map(|(what, _)| what.to_owned()).collect()
}

/// The thresholds near the chip, of the control texts that the steps looked at.
fn near(item: &Item, determination: &Determination<'_>, knowledge: &Knowledge) -> Vec<Distance> {
    let in_force = knowledge.law().texts_in_force(determination.slices.last().map(|slice| slice.days.last));
    let distances = in_force.into_iter().flat_map(|text| text.distances(item));
    distances.filter(|distance| distance.per_cent.abs() <= NEAR).collect()
}
