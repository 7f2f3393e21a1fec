//! `check --replay`: answers the question of a receipt again and says what has changed.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use chiptrace::controls::knowledge::Knowledge;
use serde_json::Value;

use super::answer::{CheckAnswer, Question, SCHEMA};
use crate::output::show;

const CHANGED: u8 = 1;

/// Replays a receipt.
pub fn run(file: &Path, knowledge: &Knowledge) -> Result<ExitCode, String> {
    let receipt = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let then: Value =
        serde_json::from_str(&receipt).map_err(|error| format!("{}: {error}", file.display()))?;
    if then.get("schema").and_then(Value::as_str) != Some(SCHEMA) {
        return Err(format!("{}: not a receipt of schema {SCHEMA}", file.display()));
    }
    let question = then.get("question").cloned().unwrap_or_default();
    let question: Question =
        serde_json::from_value(question).map_err(|error| format!("{}: {error}", file.display()))?;
    let again = CheckAnswer::to(question, knowledge)?.json()?;
    if again == receipt.trim_end() {
        show("Reproduced byte for byte.\n")?;
        return Ok(ExitCode::SUCCESS);
    }
    let now: Value = serde_json::from_str(&again).map_err(|error| error.to_string())?;
    let mut changes = Vec::new();
    differences("", &then, &now, &mut changes);
    show(&format!("Changed since the receipt:\n  - {}\n", changes.join("\n  - ")))?;
    Ok(ExitCode::from(CHANGED))
}

/// Where two values differ, as paths with both values.
pub fn differences(path: &str, then: &Value, now: &Value, found: &mut Vec<String>) {
    match (then, now) {
        (Value::Object(a), Value::Object(b)) => {
            let keys = a.keys().chain(b.keys().filter(|key| !a.contains_key(*key)));
            for key in keys {
                let inner = |map: &serde_json::Map<String, Value>| map.get(key).cloned().unwrap_or_default();
                differences(&format!("{path}.{key}"), &inner(a), &inner(b), found);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (at, (a, b)) in a.iter().zip(b).enumerate() {
                differences(&format!("{path}[{at}]"), a, b, found);
            }
        }
        (a, b) if a != b => found.push(format!("{}: {a} is now {b}", path.trim_start_matches('.'))),
        _ => {}
    }
}
