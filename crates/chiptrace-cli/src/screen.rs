//! `chiptrace screen`: orders, line by line, against the law of their day, the lists and the owners.

mod owners;
mod receipt;
mod replay;
mod rows;
pub mod text_input;
mod write;

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chiptrace::controls::date::Date;
use chiptrace::controls::knowledge::Knowledge;
use chiptrace::controls::order::{Order, Screened, screen};
use clap::ValueEnum;

use crate::exit::{Failure, INCOMPLETE};

use owners::Owners;
use receipt::Receipt;
use rows::{Row, Rows};
use write::{Answer, Writer};

/// What `screen` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The orders: a table (.csv, .xlsx), JSON lines (.jsonl) or TOML (.toml), told by the name's ending
    #[arg(required_unless_present = "replay")]
    orders: Option<PathBuf>,
    /// Owners of parties, once or more: a CSV table (of, owner, owner_country, share), GLEIF's relationships and
    /// names (.csv, .json), FollowTheMoney entities (.jsonl)
    #[arg(long, value_name = "FILE")]
    owners: Vec<PathBuf>,
    /// Write the table with the answers into this file (.csv, .xlsx or .jsonl) instead of printing
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How the answers are printed
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
    /// Answer again the orders of earlier answers in JSON lines, and say what has changed
    #[arg(long, value_name = "ANSWERS", conflicts_with_all = ["orders", "out"])]
    replay: Option<PathBuf>,
}

/// The form in which the answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people.
    Text,
    /// JSON lines, each with its receipt.
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
    let owners = owners::read(&args.owners).map_err(usage)?;
    let desk = Desk { knowledge, owners };
    if let Some(answers) = &args.replay {
        return replay::run(answers, &desk).map_err(usage);
    }
    let problems = desk.work_through(args).map_err(usage)?;
    Ok(if problems == 0 { ExitCode::SUCCESS } else { ExitCode::from(INCOMPLETE) })
}

struct Desk<'k> {
    knowledge: &'k Knowledge,
    owners: Owners,
}

impl Desk<'_> {
    fn work_through(&self, args: &Args) -> Result<usize, String> {
        let orders = args.orders.as_deref().ok_or("no file of orders")?;
        let rows = Rows::open(orders)?;
        let form = match &args.out {
            Some(file) => form_of(file)?,
            None => args.format,
        };
        let mut writer = Writer::new(form, args.out.as_deref(), rows.columns())?;
        let mut problems = 0;
        for (number, row) in rows.enumerate() {
            let (row, answer) = match row {
                Ok(row) => {
                    let answer = self.answer(&row);
                    (row, answer)
                }
                Err(problem) => (Row::default(), Answer::problem(problem)),
            };
            if let Some(problem) = &answer.problem {
                problems += 1;
                eprintln!("order {}: {problem}", number + 1);
            }
            writer.write(&row, &answer)?;
        }
        writer.finish()?;
        Ok(problems)
    }

    fn answer(&self, row: &Row) -> Answer {
        match row.order().and_then(|order| self.screen(&order, row)) {
            Ok(answer) => answer,
            Err(problem) => Answer::problem(problem),
        }
    }

    fn screen(&self, order: &Order, row: &Row) -> Result<Answer, String> {
        let screened: Screened<'_> = screen(order, self.knowledge, Cow::Borrowed(&self.owners.known))
            .map_err(|error| error.to_string())?;
        let receipt = Receipt::new(row, &screened.determination, self.knowledge, &self.owners.sha256);
        Ok(Answer::of(&screened, receipt))
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
