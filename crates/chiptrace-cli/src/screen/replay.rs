//! `screen --replay`: answers the orders of earlier answers again, and says what has changed.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::ExitCode;

use serde_json::{Map, Value};

use crate::check::differences;
use crate::exit::INCOMPLETE;
use crate::output::show;

use super::Desk;
use super::receipt::SCHEMA;
use super::rows::Row;
use super::write::{COLUMNS, json};

const LONGEST_LINE: u64 = 1 << 22;

/// Replays every line of a file of answers.
pub fn run(answers: &Path, desk: &Desk<'_>) -> Result<ExitCode, String> {
    let at = |problem: String| format!("{}: {problem}", answers.display());
    let mut input = BufReader::new(File::open(answers).map_err(|error| at(error.to_string()))?);
    let (mut lines, mut changed) = (0, 0);
    let mut line = Vec::new();
    loop {
        line.clear();
        let count = input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line);
        if count.map_err(|error| at(error.to_string()))? == 0 {
            break;
        }
        lines += 1;
        let changes =
            replay(line.trim_ascii_end(), desk).map_err(|problem| at(format!("line {lines}: {problem}")))?;
        if !changes.is_empty() {
            changed += 1;
            show(&format!("line {lines}: changed since the receipt:\n  - {}\n", changes.join("\n  - ")))?;
        }
    }
    show(&match changed {
        0 => format!("{lines} answers reproduced byte for byte.\n"),
        _ => format!("{} of {lines} answers reproduced byte for byte.\n", lines - changed),
    })?;
    Ok(if changed == 0 { ExitCode::SUCCESS } else { ExitCode::from(INCOMPLETE) })
}

/// What differs between an answer and the same order's answer now.
fn replay(line: &[u8], desk: &Desk<'_>) -> Result<Vec<String>, String> {
    let then: Map<String, Value> = serde_json::from_slice(line).map_err(|error| error.to_string())?;
    let has_problem = then.contains_key("problem");
    let schema = then.get("receipt").and_then(|receipt| receipt.get("schema")).and_then(Value::as_str);
    if schema != Some(SCHEMA) && !has_problem {
        return Err(format!("not an answer with a receipt of schema {SCHEMA}"));
    }
    let asked = then.iter().filter(|(name, _)| !COLUMNS.contains(&name.as_str()));
    let row = Row::of_json(asked.map(|(name, value)| (name.clone(), value.clone())).collect());
    let again = json(&row, &desk.answer(&row));
    if again.to_string().as_bytes() == line {
        return Ok(Vec::new());
    }
    let mut changes = Vec::new();
    differences("", &Value::Object(then), &again, &mut changes);
    Ok(changes)
}
