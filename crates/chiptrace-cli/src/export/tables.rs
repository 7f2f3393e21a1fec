//! The ledger's tables as CSV files and as sheets.

use std::fs;
use std::path::Path;

use super::{create, failed};
use crate::cell::Cell;
use crate::exit::Failure;
use crate::ledger::read::Ledger;
use crate::workbook::Workbook;

/// Every table as `<table>.csv` in a folder.
pub fn csv(ledger: &Ledger, folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    for table in ledger.tables()? {
        let path = folder.join(format!("{table}.csv"));
        let mut writer = csv::Writer::from_writer(create(&path)?);
        let told = |error: csv::Error| Failure::internal(&path.display().to_string(), &error);
        let columns = ledger.columns(&table)?;
        writer.write_record(columns.iter().map(|column| &column.name)).map_err(told)?;
        ledger.dump(&table, |cells| writer.write_record(cells.iter().map(plain)).map_err(told))?;
        writer.flush().map_err(|error| failed(&path, &error))?;
    }
    Ok(())
}

/// Every table as a sheet.
pub fn xlsx(ledger: &Ledger, path: &Path) -> Result<(), Failure> {
    let told = |error: String| Failure::internal(&path.display().to_string(), &error);
    let tables = ledger.tables()?;
    let mut workbook = Workbook::new(create(path)?, &tables).map_err(told)?;
    for table in &tables {
        workbook.begin_sheet().map_err(told)?;
        let columns = ledger.columns(table)?.into_iter();
        workbook.row(columns.map(|column| Cell::Text(column.name))).map_err(told)?;
        ledger.dump(table, |cells| workbook.row(cells.into_iter()).map_err(told))?;
    }
    workbook.finish().map_err(told)
}

/// A cell as text. Sheets take what begins with `=`, `+`, `-` or `@` for a formula, and papers are hostile input:
/// such text is led by an apostrophe.
fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{text}"),
        other => other.to_string(),
    }
}
