//! The answer to one line, in brief: the words of a clause are in `chiptrace law show CLAUSE`.

use chiptrace::controls::date::Date;
use chiptrace::controls::determination::{Answer, Determination, Question, Slice, Step};
use chiptrace::controls::fact::Truth;
use chiptrace::controls::rule::Status;
use serde::Serialize;

/// The answer.
#[derive(Serialize)]
pub struct Reply<'a> {
    as_written: Answer,
    as_enforced: Answer,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_known_state_of: Option<Date>,
    turns_on: Vec<Question>,
    policies: Vec<&'static str>,
    exceptions: Vec<&'a str>,
    supposes: &'a [String],
    slices: Vec<ReplySlice<'a>>,
}

/// A slice with its steps: what holds or may, then the names of what does not.
#[derive(Serialize)]
struct ReplySlice<'a> {
    from: Date,
    to: Date,
    as_written: Answer,
    as_enforced: Answer,
    steps: Vec<ReplyStep<'a>>,
    not_met: Vec<&'a str>,
    not_in_force: Vec<&'a str>,
}

#[derive(Serialize)]
struct ReplyStep<'a> {
    clause: &'a str,
    version: Date,
    in_force: Status,
    holds: Truth,
    citation: &'a str,
}

impl<'a> Reply<'a> {
    /// A determination in brief.
    pub fn of(found: &'a Determination<'_>) -> Self {
        Self {
            as_written: found.as_written,
            as_enforced: found.as_enforced,
            last_known_state_of: found.last_known_state_of,
            turns_on: found.turns_on(),
            policies: found.policies().into_iter().map(|(review, _)| review.name()).collect(),
            exceptions: found.exceptions().into_iter().map(|step| step.title).collect(),
            supposes: &found.supposes,
            slices: found.slices.iter().map(ReplySlice::of).collect(),
        }
    }
}

impl<'a> ReplySlice<'a> {
    fn of(slice: &'a Slice<'_>) -> Self {
        let mut brief = Self {
            from: slice.days.first,
            to: slice.days.last,
            as_written: slice.as_written,
            as_enforced: slice.as_enforced,
            steps: Vec::new(),
            not_met: Vec::with_capacity(slice.steps.len()),
            not_in_force: Vec::with_capacity(slice.steps.len()),
        };
        for step in &slice.steps {
            match (step.in_force, step.holds) {
                (Status::Binding, Truth::No) => brief.not_met.push(step.clause),
                (Status::Binding, _) => brief.steps.push(ReplyStep::of(step)),
                _ => brief.not_in_force.push(step.clause),
            }
        }
        brief
    }
}

impl<'a> ReplyStep<'a> {
    fn of(step: &'a Step<'_>) -> Self {
        let Step { clause, version, in_force, holds, citation, .. } = *step;
        Self { clause, version, in_force, holds, citation }
    }
}
