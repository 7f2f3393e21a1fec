//! The answer to one line, in brief: the words of a clause are in `chiptrace law show CLAUSE`.
//!
//! Most of the time of a long run is spent on writing, so that the JSON is put together by hand.

use std::collections::HashMap;
use std::io::Write as _;

use chiptrace::controls::date::Date;
use chiptrace::controls::determination::{Determination, Slice, Step};
use chiptrace::controls::fact::Truth;
use chiptrace::controls::law::Law;
use chiptrace::controls::rule::Status;
use serde::Serialize;

/// Kept clauses may take this many bytes; beyond, all are dropped and keeping begins anew.
const ROOM: usize = 16 << 20;

/// What was written of clauses: the same ones hold of many questions.
#[derive(Default)]
pub struct Clauses {
    written: HashMap<Vec<u8>, Vec<u8>>,
    taken: usize,
    key: Vec<u8>,
}

/// Writes a determination as JSON without the opening brace, with the listed parties that the end user may be.
/// Clauses that were kept must be of the same law, known on the same day.
pub fn write(
    found: &Determination<'_>,
    perhaps_listed: &[&str],
    law: &Law,
    kept: &mut Clauses,
    out: &mut Vec<u8>,
) -> Result<(), String> {
    out.extend_from_slice(b"\"as_written\":");
    value(&found.as_written, out)?;
    out.extend_from_slice(b",\"as_enforced\":");
    value(&found.as_enforced, out)?;
    if let Some(day) = found.last_known_state_of {
        out.extend_from_slice(b",\"last_known_state_of\":");
        date(day, out);
    }
    out.extend_from_slice(b",\"turns_on\":");
    value(&found.turns_on(), out)?;
    if !perhaps_listed.is_empty() {
        out.extend_from_slice(b",\"perhaps_listed\":");
        list(perhaps_listed.iter().copied(), out, text)?;
    }
    out.extend_from_slice(b",\"policies\":");
    let policies = found.policies();
    list(policies.iter().map(|(review, _)| review.name()), out, text)?;
    out.extend_from_slice(b",\"exceptions\":");
    list(found.exceptions().iter().map(|step| step.clause.title.as_str()), out, text)?;
    out.extend_from_slice(b",\"supposes\":");
    list(found.supposes.iter().map(AsRef::as_ref), out, text)?;
    out.extend_from_slice(b",\"slices\":");
    list(found.slices.iter(), out, |one, out| slice(one, law, kept, out))?;
    out.push(b'}');
    Ok(())
}

fn slice(slice: &Slice<'_>, law: &Law, kept: &mut Clauses, out: &mut Vec<u8>) -> Result<(), String> {
    out.extend_from_slice(b"{\"from\":");
    date(slice.days.first, out);
    out.extend_from_slice(b",\"to\":");
    date(slice.days.last, out);
    kept.tell_apart(slice, law);
    if let Some(written) = kept.written.get(&kept.key) {
        out.extend_from_slice(written);
        return Ok(());
    }
    let from = out.len();
    clauses(slice, out)?;
    kept.keep(out.get(from..).unwrap_or_default());
    Ok(())
}

impl Clauses {
    /// Makes the key of a slice: between which changes of the law it lies, and of each clause whether it holds.
    fn tell_apart(&mut self, slice: &Slice<'_>, law: &Law) {
        self.key.clear();
        let changes = law.change_days().partition_point(|change| *change <= slice.days.first);
        self.key.extend_from_slice(&changes.to_le_bytes());
        self.key.extend([slice.as_written as u8, slice.as_enforced as u8]);
        self.key.extend(slice.steps.iter().map(|step| step.holds as u8));
    }

    fn keep(&mut self, written: &[u8]) {
        if self.taken > ROOM {
            self.written.clear();
            self.taken = 0;
        }
        self.taken += self.key.len() + written.len();
        self.written.insert(self.key.clone(), written.to_vec());
    }
}

/// The answers of a slice and its steps: what holds or may, then the names of what does not.
fn clauses(slice: &Slice<'_>, out: &mut Vec<u8>) -> Result<(), String> {
    out.extend_from_slice(b",\"as_written\":");
    value(&slice.as_written, out)?;
    out.extend_from_slice(b",\"as_enforced\":");
    value(&slice.as_enforced, out)?;
    out.extend_from_slice(b",\"steps\":");
    let is_binding = |step: &&Step<'_>| step.version.status == Status::Binding;
    let binding = || slice.steps.iter().filter(is_binding);
    list(binding().filter(|step| step.holds != Truth::No), out, step)?;
    out.extend_from_slice(b",\"not_met\":");
    let not_met = binding().filter(|step| step.holds == Truth::No);
    list(not_met.map(|step| step.clause.id.as_str()), out, name)?;
    out.extend_from_slice(b",\"not_in_force\":");
    let not_in_force = slice.steps.iter().filter(|step| !is_binding(step));
    list(not_in_force.map(|step| step.clause.id.as_str()), out, name)?;
    out.push(b'}');
    Ok(())
}

fn step(step: &Step<'_>, out: &mut Vec<u8>) -> Result<(), String> {
    out.extend_from_slice(b"{\"clause\":");
    name(&step.clause.id, out)?;
    out.extend_from_slice(b",\"version\":");
    date(step.version.from, out);
    out.extend_from_slice(b",\"in_force\":");
    value(&step.version.status, out)?;
    out.extend_from_slice(b",\"holds\":");
    value(&step.holds, out)?;
    out.extend_from_slice(b",\"citation\":");
    text(&step.version.citation, out)?;
    out.push(b'}');
    Ok(())
}

fn list<T>(
    members: impl Iterator<Item = T>,
    out: &mut Vec<u8>,
    mut write: impl FnMut(T, &mut Vec<u8>) -> Result<(), String>,
) -> Result<(), String> {
    out.push(b'[');
    for (at, member) in members.enumerate() {
        if at > 0 {
            out.push(b',');
        }
        write(member, out)?;
    }
    out.push(b']');
    Ok(())
}

/// The id of a clause, which has nothing that must be escaped.
fn name(id: &str, out: &mut Vec<u8>) -> Result<(), String> {
    out.push(b'"');
    out.extend_from_slice(id.as_bytes());
    out.push(b'"');
    Ok(())
}

/// A text; most have nothing that must be escaped.
fn text(text: &str, out: &mut Vec<u8>) -> Result<(), String> {
    let is_plain = |byte: &u8| *byte >= b' ' && *byte != b'"' && *byte != b'\\';
    if !text.as_bytes().iter().fold(true, |plain, byte| plain & is_plain(byte)) {
        return value(text, out);
    }
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
    Ok(())
}

fn value<T: Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) -> Result<(), String> {
    serde_json::to_writer(out, value).map_err(|error| error.to_string())
}

fn date(day: Date, out: &mut Vec<u8>) {
    let (Ok(year), Ok(month), Ok(day_of_month)) =
        (u16::try_from(day.year()), u8::try_from(day.month()), u8::try_from(day.day()))
    else {
        let _ = write!(out, "\"{day}\"");
        return;
    };
    let digit = |number: u16| b'0' + u8::try_from(number % 10).unwrap_or_default();
    let two = |number: u8| [digit(u16::from(number / 10)), digit(u16::from(number))];
    out.push(b'"');
    out.extend([digit(year / 1000), digit(year / 100), digit(year / 10), digit(year), b'-']);
    out.extend(two(month));
    out.push(b'-');
    out.extend(two(day_of_month));
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_days_are_written_as_the_library_writes_them() {
        for said in ["", "plain", "“quoted” 5 §", "a \"quote\"", "back\\slash", "line\nbreak", "tab\t"] {
            let mut out = Vec::new();
            text(said, &mut out).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(said).unwrap());
        }
        for said in ["2022-10-07", "1999-12-31", "0987-01-01"] {
            let day: Date = said.parse().unwrap();
            let mut out = Vec::new();
            date(day, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(&day).unwrap());
        }
    }
}
