//! The ledger's tables as they are declared in `schema.sql`, for those who write them elsewhere: a table or column
//! that is added there appears in every export.

use rusqlite::types::ValueRef;

use super::failed;
use super::read::Ledger;
use crate::cell::Cell;
use crate::exit::Failure;

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether every row has a value.
    pub required: bool,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A whole number.
    Integer,
    /// A number.
    Real,
    /// Yes or no, as 1 or 0.
    Truth,
    /// A day, as YYYY-MM-DD.
    Day,
    /// Text; also dates that may be known only to the month or quarter.
    Text,
}

impl Kind {
    fn declared(declared: &str) -> Self {
        match declared {
            "INTEGER" => Self::Integer,
            "REAL" => Self::Real,
            "BOOLEAN" => Self::Truth,
            "DATE TEXT" => Self::Day,
            _ => Self::Text,
        }
    }
}

impl Ledger {
    /// The names of the tables in the order of their declaration: all but `meta`, which is about the whole.
    pub fn tables(&self) -> Result<Vec<String>, Failure> {
        let query = "SELECT s.name FROM sqlite_schema s JOIN pragma_table_list l ON l.name = s.name AND l.schema = 'main'
            WHERE l.type = 'table' AND s.name <> 'meta' ORDER BY s.rowid";
        self.rows(query, None, |row| row.get(0)).map_err(|error| failed(&error))
    }

    /// The columns of a table.
    pub fn columns(&self, table: &str) -> Result<Vec<Column>, Failure> {
        let query =
            format!("SELECT name, type, \"notnull\" OR pk FROM pragma_table_info('{table}') ORDER BY cid");
        let columns = self.rows(&query, None, |row| {
            let declared: String = row.get(1)?;
            Ok(Column { name: row.get(0)?, kind: Kind::declared(&declared), required: row.get(2)? })
        });
        columns.map_err(|error| failed(&error))
    }

    /// Hands the rows of a table to `take`, one by one in their order.
    pub fn dump(
        &self,
        table: &str,
        mut take: impl FnMut(Vec<Cell>) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let query = format!("SELECT * FROM \"{table}\" ORDER BY rowid");
        let mut statement = self.prepare(&query)?;
        let width = statement.column_count();
        let mut rows = statement.query([]).map_err(|error| failed(&error))?;
        while let Some(row) = rows.next().map_err(|error| failed(&error))? {
            let cells: rusqlite::Result<Vec<Cell>> =
                (0..width).map(|at| Ok(cell(row.get_ref(at)?))).collect();
            take(cells.map_err(|error| failed(&error))?)?;
        }
        Ok(())
    }
}

fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Null => Cell::Nothing,
        ValueRef::Integer(number) => Cell::Integer(number),
        ValueRef::Real(number) => Cell::Real(number),
        ValueRef::Text(text) | ValueRef::Blob(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
    }
}
