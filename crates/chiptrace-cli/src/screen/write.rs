//! Answers to orders: the same columns back, with the answer behind them.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use chiptrace::controls::determination::Answer as Finding;
use chiptrace::controls::order::Screened;
use serde_json::{Map, Value};

use crate::cell::Cell;
use crate::output::tolerate;
use crate::workbook::Workbook;

use super::Form;
use super::receipt::Receipt;
use super::rows::Row;

/// The columns that an answer adds.
pub const COLUMNS: [&str; 11] = [
    "as_written",
    "as_enforced",
    "clauses",
    "policy",
    "exceptions",
    "headquarters",
    "list_matches",
    "red_flags",
    "to_ask",
    "receipt",
    "problem",
];

/// The answer to one order, as text for each column.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    cells: Vec<String>,
    receipt: Option<Receipt>,
    /// Why there is no answer.
    pub problem: Option<String>,
}

impl Answer {
    /// No answer, and why.
    pub fn problem(problem: String) -> Self {
        let mut cells = vec![String::new(); COLUMNS.len()];
        for at in [0, 1] {
            cells.get_mut(at).into_iter().for_each(|cell| "open".clone_into(cell));
        }
        cells.last_mut().into_iter().for_each(|cell| cell.clone_from(&problem));
        Self { cells, receipt: None, problem: Some(problem) }
    }

    /// The answer of a screening.
    pub fn of(screened: &Screened<'_>, receipt: Receipt) -> Self {
        let found = &screened.determination;
        let clauses = found
            .requiring()
            .into_iter()
            .map(|step| format!("{} ({})", step.clause.title, step.version.citation));
        let policies = found
            .policies()
            .into_iter()
            .map(|(review, step)| format!("{} ({})", review.name(), step.version.citation));
        let exceptions = found.exceptions().into_iter().map(|step| step.clause.title.to_owned());
        let matches = screened.matches.iter().map(|found| {
            let hit = &found.hit;
            let (score, why) = (hit.score, hit.reasons.join(", "));
            format!(
                "{}: {} = {} on {} ({:?}, {score:.2}: {why})",
                found.role, found.party, hit.name, hit.entry.list, hit.judgement
            )
        });
        let flags = screened
            .red_flags
            .iter()
            .map(|flag| format!("{}: {} [{}]", flag.name, flag.because, flag.source));
        let cells = vec![
            word(screened.as_written).to_owned(),
            word(screened.as_enforced).to_owned(),
            lines(clauses),
            lines(policies),
            lines(exceptions),
            screened.headquarters.clone(),
            lines(matches),
            lines(flags),
            lines(screened.to_ask.iter().cloned()),
            receipt.brief(),
            found.last_known_state_of.map(|day| format!("last known state of {day}")).unwrap_or_default(),
        ];
        Self { cells, receipt: Some(receipt), problem: None }
    }
}

fn lines(items: impl Iterator<Item = String>) -> String {
    let mut all: Vec<String> = Vec::new();
    for item in items {
        if !all.contains(&item) {
            all.push(item);
        }
    }
    all.join("; ")
}

fn word(answer: Finding) -> &'static str {
    match answer {
        Finding::Required => "required",
        Finding::NotRequired => "not_required",
        Finding::Open => "open",
    }
}

/// Writes answers in one form.
pub struct Writer {
    form: Target,
    columns: Vec<String>,
    begun: bool,
}

enum Target {
    Lines(Form, Box<dyn Write>),
    Table(Box<csv::Writer<Box<dyn Write>>>),
    Sheet(Box<Workbook>),
}

impl Writer {
    /// Opens the output; `columns` are the table's, or none.
    pub fn new(form: Form, file: Option<&Path>, columns: &[String]) -> Result<Self, String> {
        let create = |file: &Path| File::create(file).map_err(|error| format!("{}: {error}", file.display()));
        let output = || -> Result<Box<dyn Write>, String> {
            Ok(match file {
                Some(file) => Box::new(BufWriter::new(create(file)?)),
                None => Box::new(BufWriter::new(io::stdout())),
            })
        };
        let form = match (form, file) {
            (Form::Xlsx, Some(file)) => {
                let mut workbook = Workbook::new(BufWriter::new(create(file)?), &["orders"])?;
                workbook.begin_sheet()?;
                Target::Sheet(Box::new(workbook))
            }
            (Form::Csv, _) => Target::Table(Box::new(csv::Writer::from_writer(output()?))),
            (form, _) => Target::Lines(form, output()?),
        };
        Ok(Self { form, columns: columns.to_vec(), begun: false })
    }

    /// Writes one order with its answer.
    pub fn write(&mut self, row: &Row, answer: &Answer) -> Result<(), String> {
        if self.columns.is_empty() {
            self.columns = row.cells.iter().map(|(name, _)| name.clone()).collect();
        }
        let cell = |column: &String| {
            row.cells.iter().find(|(name, _)| name == column).map_or("", |(_, value)| value)
        };
        let line = || self.columns.iter().map(cell).chain(answer.cells.iter().map(String::as_str));
        let head = || self.columns.iter().map(String::as_str).chain(COLUMNS);
        let written = match &mut self.form {
            Target::Lines(Form::Jsonl, out) => tolerate(writeln!(out, "{}", json(row, answer))),
            Target::Lines(_, out) => tolerate(out.write_all(text(row, answer).as_bytes())),
            Target::Table(table) => {
                if !self.begun {
                    table.write_record(head()).map_err(|error| error.to_string())?;
                }
                table.write_record(line()).map_err(|error| error.to_string())
            }
            Target::Sheet(sheet) => {
                if !self.begun {
                    sheet.row(head().map(Cell::from))?;
                }
                sheet.row(line().map(Cell::from))
            }
        };
        self.begun = true;
        written
    }

    /// Ends the output.
    pub fn finish(self) -> Result<(), String> {
        match self.form {
            Target::Lines(_, mut out) => tolerate(out.flush()),
            Target::Table(mut table) => tolerate(table.flush()),
            Target::Sheet(sheet) => sheet.finish(),
        }
    }
}

/// One order with its answer, its receipt in full.
pub fn json(row: &Row, answer: &Answer) -> Value {
    let order = row.cells.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str())));
    let added = COLUMNS.iter().zip(&answer.cells).filter(|(_, value)| !value.is_empty());
    let added = added.map(|(name, value)| ((*name).to_owned(), Value::from(value.as_str())));
    let mut all: Map<String, Value> = order.chain(added).collect();
    if let Some(receipt) = answer.receipt.as_ref().and_then(|receipt| serde_json::to_value(receipt).ok()) {
        all.insert("receipt".to_owned(), receipt);
    }
    Value::Object(all)
}

fn text(row: &Row, answer: &Answer) -> String {
    let cell = |name: &str| {
        row.cells.iter().find(|(column, _)| column == name).map_or("", |(_, value)| value.as_str())
    };
    let mut out = format!("{}  {} on {}\n", cell("id"), cell("item"), cell("date"));
    for (name, value) in
        COLUMNS.iter().zip(&answer.cells).filter(|(name, value)| !value.is_empty() && **name != "receipt")
    {
        out += &format!("  {:<13} {}\n", name.replace('_', " "), value.replace("; ", "\n                "));
    }
    out + "\n"
}
