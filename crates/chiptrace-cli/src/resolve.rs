//! `chiptrace resolve`: the institutions and country of printed affiliations.

use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use chiptrace::affiliation::{Circumstances, Resolution, resolve};
use chiptrace::controls::date::PartialDate;
use chiptrace::controls::register::Register;
use clap::Args;
use serde_json::{Value, json};

#[derive(Debug, Args)]
pub struct Arguments {
    /// A printed affiliation
    #[arg(required_unless_present = "file")]
    text: Option<String>,
    /// JSON lines with the field `affiliation`, and `date` where known; one answer a line
    #[arg(long, conflicts_with = "text")]
    file: Option<PathBuf>,
    /// Day, month or year of the paper: of an institution and its successor of one name, the one of that day is meant
    #[arg(long, conflicts_with = "file")]
    date: Option<PartialDate>,
}

pub fn run(arguments: &Arguments) -> ExitCode {
    match answer(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("chiptrace resolve: {message}");
            ExitCode::FAILURE
        }
    }
}

fn answer(arguments: &Arguments) -> Result<(), String> {
    let register = crate::data::register()?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    if let Some(text) = &arguments.text {
        let line = describe(text, &at(text, arguments.date, &register));
        writeln!(out, "{line}").map_err(|e| e.to_string())?;
    }
    if let Some(path) = &arguments.file {
        for (number, line) in crate::data::text(path)?.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let line = answer_line(line, &register).map_err(|e| format!("line {}: {e}", number + 1))?;
            writeln!(out, "{line}").map_err(|e| e.to_string())?;
        }
    }
    out.flush().map_err(|e| e.to_string())
}

fn answer_line(line: &str, register: &Register) -> Result<Value, String> {
    let asked: Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
    let text =
        asked.get("affiliation").and_then(Value::as_str).ok_or("the field `affiliation` is missing")?;
    let date = match asked.get("date").and_then(Value::as_str) {
        Some(date) => Some(date.parse::<PartialDate>().map_err(|e| e.to_string())?),
        None => None,
    };
    Ok(describe(text, &at(text, date, register)))
}

fn at(text: &str, date: Option<PartialDate>, register: &Register) -> Resolution {
    resolve(text, Circumstances { date, ..Circumstances::default() }, register)
}

fn describe(text: &str, resolution: &Resolution) -> Value {
    let institutions = resolution.institutions.iter().map(|found| {
        let printed = text.get(found.printed.clone()).unwrap_or_default();
        let mut line = json!(found);
        if let Some(fields) = line.as_object_mut() {
            fields.insert("printed".to_owned(), json!(printed));
        }
        line
    });
    json!({
        "affiliation": text,
        "institutions": institutions.collect::<Vec<_>>(),
        "country": resolution.country,
        "abstained": resolution.abstained,
        "reason": resolution.reason,
    })
}
