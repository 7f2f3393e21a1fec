//! `chiptrace screen`: orders, line by line, against the law of their day, the lists and the owners.

mod rows;
mod sheet;
mod text_input;
mod write;

use std::borrow::Cow;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chiptrace::controls::date::Date;
use chiptrace::controls::knowledge::Knowledge;
use chiptrace::controls::order::{Order, Screened, screen};
use chiptrace::controls::ownership::{Ownership, Stake};
use clap::ValueEnum;

use crate::exit::{Failure, INCOMPLETE};

use rows::{Row, Rows};
use write::{Answer, Writer};

/// What `screen` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The orders: a table (.csv, .xlsx), JSON lines (.jsonl) or TOML (.toml), told by the name's ending
    orders: PathBuf,
    /// Owners of parties: a CSV table with the columns of, owner, owner_country, share
    #[arg(long, value_name = "FILE")]
    owners: Option<PathBuf>,
    /// Write the table with the answers into this file (.csv, .xlsx or .jsonl) instead of printing
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How the answers are printed
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
}

/// The form in which the answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people.
    Text,
    /// JSON lines.
    Jsonl,
    /// The same table with more columns.
    Csv,
    /// The same, as a workbook.
    #[value(skip)]
    Xlsx,
}

/// Runs `screen`.
pub fn run(args: &Args, knowledge: &Knowledge, _today: Date) -> Result<ExitCode, Failure> {
    let usage = |problem: String| Failure::usage(format!("screen: {problem}"));
    let owners = args.owners.as_deref().map_or_else(|| Ok(Ownership::default()), owners).map_err(usage)?;
    let desk = Desk { knowledge, owners };
    let problems = desk.work_through(args).map_err(usage)?;
    Ok(if problems == 0 { ExitCode::SUCCESS } else { ExitCode::from(INCOMPLETE) })
}

struct Desk<'k> {
    knowledge: &'k Knowledge,
    owners: Ownership,
}

impl Desk<'_> {
    fn work_through(&self, args: &Args) -> Result<usize, String> {
        let rows = Rows::open(&args.orders)?;
        let form = match &args.out {
            Some(file) => form_of(file)?,
            None => args.format,
        };
        let mut writer = Writer::new(form, args.out.as_deref(), rows.columns())?;
        let mut problems = 0;
        for (number, row) in rows.enumerate() {
            let answer = match &row {
                Ok(row) => self.answer(row),
                Err(problem) => Answer::problem(problem.clone()),
            };
            if let Some(problem) = &answer.problem {
                problems += 1;
                eprintln!("order {}: {problem}", number + 1);
            }
            writer.write(&row.unwrap_or_default(), &answer)?;
        }
        writer.finish()?;
        Ok(problems)
    }

    fn answer(&self, row: &Row) -> Answer {
        match row.order().and_then(|order| self.screen(&order)) {
            Ok(answer) => answer,
            Err(problem) => Answer::problem(problem),
        }
    }

    fn screen(&self, order: &Order) -> Result<Answer, String> {
        let screened: Screened<'_> =
            screen(order, self.knowledge, Cow::Borrowed(&self.owners)).map_err(|error| error.to_string())?;
        Ok(Answer::of(&screened, self.knowledge))
    }
}

fn form_of(file: &Path) -> Result<Form, String> {
    match file.extension().and_then(|ending| ending.to_str()) {
        Some("csv") => Ok(Form::Csv),
        Some("xlsx") => Ok(Form::Xlsx),
        Some("jsonl") => Ok(Form::Jsonl),
        _ => Err(format!("{}: expected a name ending in .csv, .xlsx or .jsonl", file.display())),
    }
}

/// Reads a table of owners.
fn owners(file: &Path) -> Result<Ownership, String> {
    let at = |problem: String| format!("{}: {problem}", file.display());
    let input = File::open(file).map_err(|error| at(error.to_string()))?;
    let mut table =
        csv::Reader::from_reader(text_input::decoded(input).map_err(|error| at(error.to_string()))?);
    let mut ownership = Ownership::default();
    for stake in table.deserialize() {
        let stake: Stake = stake.map_err(|error| at(error.to_string()))?;
        ownership.add(stake);
    }
    Ok(ownership)
}
