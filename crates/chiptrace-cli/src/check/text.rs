//! The answer of `check` for people: the answer first, then the clauses, then what it turns on.

use std::fmt::Write as _;

use chiptrace::controls::date::Date;
use chiptrace::controls::determination::{Answer, Question as Open, Slice, Step};
use chiptrace::controls::fact::Truth;
use chiptrace::controls::item::Figure;
use chiptrace::controls::rule::{Consequence, Status, Verification};
use chiptrace::controls::transaction::Window;

use super::answer::{CheckAnswer, Named};

/// Writes an answer.
pub fn render(answer: &CheckAnswer<'_>, today: Date) -> String {
    let mut out = String::new();
    head(&mut out, answer, today);
    for slice in &answer.determination.slices {
        if answer.determination.slices.len() > 1 {
            let _ = writeln!(out, "\n{}: {}", days(slice.days), both(slice.as_written, slice.as_enforced));
        }
        clauses(&mut out, slice);
    }
    section(&mut out, "Review of an application", answer.policies.iter().map(with_source));
    section(
        &mut out,
        "Licence exceptions that may be used, if their conditions are met",
        answer.exceptions.iter().map(with_source),
    );
    section(&mut out, "To look into", answer.cautions.iter().map(with_source));
    section(&mut out, "The open answer turns on", answer.turns_on.iter().map(|open| question(open, answer)));
    let near = answer.perhaps_listed.iter().map(|near| format!("{} ({})", near.name, near.list));
    section(&mut out, "Listed parties that the end user may be", near);
    section(&mut out, "Thresholds near this chip", thresholds(answer).into_iter());
    section(&mut out, "Taken for granted", answer.determination.supposes.iter().map(ToString::to_string));
    section(&mut out, "The answer would not be sure without", answer.would_differ.iter().cloned());
    let digest: String = answer.knowledge.all.chars().take(12).collect();
    let _ = writeln!(out, "\n{}, records {digest}. An account of the law, not legal advice.", answer.program);
    out
}

/// Thresholds near the chip, a line for each distance, whatever the number of parts at it.
fn thresholds(answer: &CheckAnswer<'_>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for near in &answer.near_thresholds {
        let side = if near.per_cent < 0.0 { "below" } else { "above" };
        let (figure, value, limit, distance) =
            (near.figure.name(), near.value, near.limit, near.per_cent.abs());
        let line = format!("{figure} {value:.2} is {distance:.1} % {side} {limit}");
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

fn head(out: &mut String, answer: &CheckAnswer<'_>, today: Date) {
    let asked = &answer.question.inquiry;
    let window = Window { first: first_day(answer), last: last_day(answer) };
    let _ = writeln!(
        out,
        "{} to {}, {}: {}",
        answer.item.name,
        asked.destination,
        days(window),
        both(answer.as_written, answer.as_enforced)
    );
    if let Some(known_on) = answer.question.known_on {
        let _ = writeln!(out, "By what could be known of the law on {known_on}.");
    }
    if let Some(verified) = answer.determination.last_known_state_of {
        let _ = writeln!(
            out,
            "This is the last known state of the law, of {verified}: nothing after it was verified."
        );
    }
    if window.last > today {
        let _ = writeln!(out, "{} lies in the future.", window.last);
    }
}

fn first_day(answer: &CheckAnswer<'_>) -> Date {
    answer.determination.slices.first().map_or(Date::MIN, |slice| slice.days.first)
}

fn last_day(answer: &CheckAnswer<'_>) -> Date {
    answer.determination.slices.last().map_or(Date::MAX, |slice| slice.days.last)
}

fn days(window: Window) -> String {
    if window.first == window.last {
        window.first.to_string()
    } else {
        format!("{} to {}", window.first, window.last)
    }
}

fn both(as_written: Answer, as_enforced: Answer) -> String {
    if as_written == as_enforced {
        as_written.name().to_owned()
    } else {
        format!("as written {}, as enforced {}", as_written.name(), as_enforced.name())
    }
}

fn clauses(out: &mut String, slice: &Slice<'_>) {
    let licence = |step: &&Step<'_>| step.clause.consequence == Consequence::Licence;
    let steps = || slice.steps.iter().filter(licence);
    let requiring = steps().filter(|step| step.holds != Truth::No);
    section(out, "Clauses that require a licence, or may", requiring.map(clause));
    let other = steps().filter(|step| step.holds == Truth::No);
    let (in_force, not): (Vec<_>, Vec<_>) = other.partition(|step| step.version.status == Status::Binding);
    let titles =
        |steps: &[&Step<'_>]| steps.iter().map(|step| step.clause.id.clone()).collect::<Vec<_>>().join(", ");
    let _ = writeln!(out, "\nLooked at, in force, not met: {}", titles(&in_force));
    let _ = writeln!(out, "Looked at, not in force: {}", titles(&not));
}

fn clause(step: &Step<'_>) -> String {
    let mut text = format!(
        "{} ({}; since {})\n      {}",
        step.clause.title, step.version.citation, step.version.from, step.version.words
    );
    if step.holds == Truth::Unknown {
        text.push_str("\n      Whether it is met is not known.");
    }
    if let Some(note) = &step.version.force_note {
        let _ = write!(text, "\n      Not plain: {note}");
    }
    if step.version.verification != Verification::P {
        let _ = write!(text, "\n      Known by: {}.", step.version.verification.name());
    }
    if let Some(days) = step.version.days_verification {
        let _ = write!(text, "\n      Its days are known by: {}.", days.name());
    }
    text
}

fn with_source(named: &Named) -> String {
    format!("{} ({})\n      {}", named.name, named.citation, named.words)
}

fn section(out: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title}:");
    for line in lines {
        let _ = writeln!(out, "  - {line}");
    }
}

fn question(open: &Open, answer: &CheckAnswer<'_>) -> String {
    match open {
        Open::Figure { part, figure: Figure::Datacentre } => format!("{part}: {}", Figure::Datacentre.name()),
        Open::Figure { part, figure } => format!("{part}: its {} is not in the records", figure.name()),
        Open::Part => format!("which part of {} it is", answer.item.name),
        Open::Exporter => "who exports: a letter binds only the company it was sent to".to_owned(),
        Open::Origin => "where the item leaves from".to_owned(),
        Open::Destination => "where the item goes".to_owned(),
        Open::Headquarters => "where the end user's ultimate parent has its headquarters".to_owned(),
        Open::Activity => "what is done with the item".to_owned(),
        Open::Listing => "whether the end user is listed".to_owned(),
        Open::Ownership => "what share of the end user listed parties own".to_owned(),
        Open::EndUse => "what the item is for".to_owned(),
        Open::Designer => "where the item was designed".to_owned(),
        Open::SubjectToTheRegulations => {
            "whether an item designed abroad is subject to the regulations".to_owned()
        }
        Open::Law(clause) => format!("the law itself, which is not settled: {clause}"),
        Open::Day => "the day: the answer changes inside the window".to_owned(),
    }
}
