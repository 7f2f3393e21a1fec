//! The ledger's tables as CSV files and as sheets.

use std::fs;
use std::path::Path;

use super::workbook::Workbook;
use super::{create, failed};
use crate::exit::Failure;
use crate::ledger::read::{Cell, Ledger};

/// The tables, in the order of the sheets.
const TABLES: [&str; 16] = [
    "papers",
    "disclosures",
    "parties",
    "findings",
    "listings",
    "explanations",
    "grounds",
    "slices",
    "steps",
    "clauses",
    "quotes",
    "readings",
    "changes",
    "problems",
    "chips",
    "countries",
];

/// The most rows and characters that workbooks hold in a sheet and a cell.
const ROWS: usize = 1_048_576;
const CHARACTERS: usize = 32_000;

/// Every table as `<table>.csv` in a folder.
pub fn csv(ledger: &Ledger, folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    for table in TABLES {
        let path = folder.join(format!("{table}.csv"));
        let mut writer = csv::Writer::from_writer(create(&path)?);
        let told = |error: csv::Error| Failure::internal(&path.display().to_string(), &error);
        ledger.dump(table, |cells| writer.write_record(cells.iter().map(plain)).map_err(told))?;
        writer.flush().map_err(|error| failed(&path, &error))?;
    }
    Ok(())
}

/// Every table as a sheet.
pub fn xlsx(ledger: &Ledger, path: &Path) -> Result<(), Failure> {
    let told = |error: String| Failure::internal(&path.display().to_string(), &error);
    let mut workbook = Workbook::new(create(path)?, &TABLES).map_err(told)?;
    for table in TABLES {
        workbook.begin_sheet().map_err(told)?;
        let mut rows = 0;
        ledger.dump(table, |cells| {
            rows += 1;
            if rows > ROWS {
                let told =
                    format!("{table} has more than {ROWS} rows, the most of a sheet: use --format csv");
                return Err(Failure::usage(told));
            }
            workbook.row(cells.iter().map(shortened)).map_err(told)
        })?;
    }
    workbook.finish().map_err(told)
}

/// A cell as text. Sheets take what begins with `=`, `+`, `-` or `@` for a formula, and papers are hostile input:
/// such text is led by an apostrophe.
fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{text}"),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.clone(),
    }
}

fn shortened(cell: &Cell) -> Cell {
    match cell {
        Cell::Text(text) if text.chars().count() > CHARACTERS => {
            Cell::Text(text.chars().take(CHARACTERS).chain(['…']).collect())
        }
        other => other.clone(),
    }
}
