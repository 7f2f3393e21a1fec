//! Orders as rows, from whatever kind of file they stand in.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use chiptrace::controls::order::Order;
use serde_json::{Map, Value};

use super::text_input::decoded;
use crate::workbook;

/// One order with all its columns, known and unknown.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// The columns in their order, with what they hold.
    pub cells: Vec<(String, String)>,
}

/// The rows of a file, read one after another.
pub struct Rows {
    columns: Vec<String>,
    rows: Box<dyn Iterator<Item = Result<Row, String>>>,
}

/// An order must have these; a destination may be any of the three countries.
const NEEDED: [&str; 2] = ["item", "date"];
const DESTINATIONS: [&str; 3] = ["consignee_country", "end_user_country", "buyer_country"];
const LONGEST_LINE: u64 = 1 << 20;

impl Rows {
    /// Opens a file of orders.
    pub fn open(file: &Path) -> Result<Self, String> {
        let at = |problem: String| format!("{}: {problem}", file.display());
        let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
        let open = || File::open(file).map_err(|error| at(error.to_string()));
        match ending.as_str() {
            "csv" | "tsv" => Self::of_csv(open()?).map_err(at),
            "jsonl" | "ndjson" => Self::of_json_lines(open()?).map_err(at),
            "toml" => {
                Self::of_toml(&fs::read_to_string(file).map_err(|error| at(error.to_string()))?).map_err(at)
            }
            "xlsx" => Self::of_table(workbook::read(open()?).map_err(at)?).map_err(at),
            _ => Err(at("expected .csv, .xlsx, .jsonl or .toml".to_owned())),
        }
    }

    /// The columns of a table; none where every row has its own.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    fn of_csv(input: File) -> Result<Self, String> {
        let mut input = BufReader::new(decoded(input).map_err(|error| error.to_string())?);
        let head = input.fill_buf().map_err(|error| error.to_string())?;
        let first: &[u8] = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let count = |mark: u8| first.iter().filter(|byte| **byte == mark).count();
        let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(b',');
        let mut table = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(input);
        let headers = table.headers().map_err(|error| error.to_string())?;
        let columns: Vec<String> = headers.iter().map(str::to_owned).collect();
        check(&columns)?;
        let names = columns.clone();
        let rows = table.into_records().map(move |record| match record {
            Ok(record) => Ok(Row::of(&names, record.iter().map(str::to_owned))),
            Err(error) => Err(error.to_string()),
        });
        Ok(Self { columns, rows: Box::new(rows) })
    }

    fn of_json_lines(input: File) -> Result<Self, String> {
        let mut input = BufReader::new(decoded(input).map_err(|error| error.to_string())?);
        let rows = std::iter::from_fn(move || {
            loop {
                let mut line = Vec::new();
                match input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line) {
                    Err(error) => return Some(Err(error.to_string())),
                    Ok(0) => return None,
                    Ok(_) if line.iter().all(u8::is_ascii_whitespace) => {}
                    Ok(_) => return Some(json_row(&line)),
                }
            }
        });
        Ok(Self { columns: Vec::new(), rows: Box::new(rows) })
    }

    fn of_toml(text: &str) -> Result<Self, String> {
        #[derive(serde::Deserialize)]
        struct Orders {
            order: Vec<Map<String, Value>>,
        }
        let orders: Orders = toml::from_str(text).map_err(|error| error.to_string())?;
        let rows = orders.order.into_iter().map(|fields| Ok(Row::of_json(fields)));
        Ok(Self { columns: Vec::new(), rows: Box::new(rows) })
    }

    fn of_table(table: Vec<Vec<String>>) -> Result<Self, String> {
        let mut lines = table.into_iter();
        let columns = lines.next().ok_or("the sheet is empty")?;
        check(&columns)?;
        let names = columns.clone();
        let rows = lines.map(move |cells| Ok(Row::of(&names, cells.into_iter())));
        Ok(Self { columns, rows: Box::new(rows) })
    }
}

impl Iterator for Rows {
    type Item = Result<Row, String>;

    fn next(&mut self) -> Option<Self::Item> {
        self.rows.next()
    }
}

fn json_row(line: &[u8]) -> Result<Row, String> {
    serde_json::from_slice(line).map(Row::of_json).map_err(|error| error.to_string())
}

/// Says which columns a table lacks.
fn check(columns: &[String]) -> Result<(), String> {
    let has = |wanted: &str| columns.iter().any(|column| plain(column) == wanted);
    let mut missing: Vec<String> =
        NEEDED.iter().filter(|name| !has(name)).map(|name| (*name).to_owned()).collect();
    if !DESTINATIONS.iter().any(|name| has(name)) {
        missing.push(format!("one of {}", DESTINATIONS.join(", ")));
    }
    if missing.is_empty() {
        Ok(())
    } else {
        Err(format!("the table has no column {}", missing.join(" and no column ")))
    }
}

/// A column's name as the program knows it: `End user country` is `end_user_country`.
fn plain(column: &str) -> String {
    let words = column.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("_")
}

impl Row {
    fn of(columns: &[String], cells: impl Iterator<Item = String>) -> Self {
        let cells = cells.chain(std::iter::repeat(String::new()));
        Self { cells: columns.iter().cloned().zip(cells).collect() }
    }

    /// A row of the fields of a JSON object.
    pub fn of_json(fields: Map<String, Value>) -> Self {
        let text = |value: Value| match value {
            Value::String(text) => text,
            Value::Null => String::new(),
            other => other.to_string(),
        };
        Self { cells: fields.into_iter().map(|(name, value)| (name, text(value))).collect() }
    }

    /// The order of the row; unknown columns are left alone.
    pub fn order(&self) -> Result<Order, String> {
        let columns: Vec<String> = self.cells.iter().map(|(name, _)| name.clone()).collect();
        check(&columns)?;
        let fields = self.cells.iter().map(|(name, value)| (plain(name), Value::from(value.as_str())));
        serde_json::from_value(Value::Object(fields.collect())).map_err(|error| error.to_string())
    }
}
