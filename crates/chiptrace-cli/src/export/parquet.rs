//! The ledger's tables as Parquet files: typed columns, in groups of rows so that memory does not grow with the table.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use chiptrace::controls::date::Date;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::{ParquetError, Result as Written};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};

use super::failed;
use crate::cell::Cell;
use crate::exit::Failure;
use crate::ledger::build::SCHEMA;
use crate::ledger::read::{Ledger, Origin};
use crate::ledger::tables::{Column, Kind};

/// A group of rows is written out when it has so many rows, or so many bytes of text.
const ROWS: usize = 1 << 16;
const BYTES: usize = 16 << 20;

/// Every table as `<table>.parquet` in a folder; each file is replaced once the new one is whole.
pub fn write(ledger: &Ledger, folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    let origin = ledger.origin()?;
    for table in ledger.tables()? {
        let unfinished = folder.join(format!(".{table}.parquet"));
        let path = folder.join(format!("{table}.parquet"));
        write_table(ledger, &table, &origin, &unfinished)?;
        fs::rename(&unfinished, &path).map_err(|error| failed(&path, &error))?;
    }
    Ok(())
}

fn write_table(ledger: &Ledger, table: &str, origin: &Origin, path: &Path) -> Result<(), Failure> {
    let told = |error: String| Failure::internal(&path.display().to_string(), &error);
    let columns = ledger.columns(table)?;
    let file = File::create(path).map_err(|error| failed(path, &error))?;
    let mut rows = Rows::new(file, table, columns, properties(origin)).map_err(told)?;
    ledger.dump(table, |cells| rows.push(cells).map_err(told))?;
    rows.finish().map_err(told)
}

/// What the files say of themselves: nothing of the time or the machine.
fn properties(origin: &Origin) -> WriterPropertiesPtr {
    let facts = [
        ("chiptrace.schema", SCHEMA),
        ("chiptrace.program", &origin.program),
        ("chiptrace.knowledge", &origin.knowledge),
        ("chiptrace.today", &origin.today),
    ];
    let facts = facts.map(|(name, value)| KeyValue::new(name.to_owned(), value.to_owned()));
    let properties = WriterProperties::builder()
        .set_created_by(format!("chiptrace version {}", origin.program))
        .set_compression(Compression::SNAPPY)
        .set_key_value_metadata(Some(facts.to_vec()));
    Arc::new(properties.build())
}

fn schema(table: &str, columns: &[Column]) -> Written<TypePtr> {
    let fields: Written<Vec<TypePtr>> = columns.iter().map(field).collect();
    Type::group_type_builder(table).with_fields(fields?).build().map(Arc::new)
}

fn field(column: &Column) -> Written<TypePtr> {
    let (physical, logical) = match column.kind {
        Kind::Integer => (Physical::INT64, None),
        Kind::Real => (Physical::DOUBLE, None),
        Kind::Truth => (Physical::BOOLEAN, None),
        Kind::Day => (Physical::INT32, Some(LogicalType::Date)),
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
    };
    let repetition = if column.required { Repetition::REQUIRED } else { Repetition::OPTIONAL };
    let field = Type::primitive_type_builder(&column.name, physical);
    field.with_logical_type(logical).with_repetition(repetition).build().map(Arc::new)
}

/// A file that is being written: rows are held until there are enough for a group, then written column by column.
struct Rows {
    writer: SerializedFileWriter<File>,
    columns: Vec<Held>,
    rows: usize,
    bytes: usize,
}

/// The values of a column that are held.
struct Held {
    column: Column,
    values: Values,
    /// For each row 1 where there is a value, else 0.
    present: Vec<i16>,
}

enum Values {
    Integers(Vec<i64>),
    Reals(Vec<f64>),
    Truths(Vec<bool>),
    Days(Vec<i32>),
    Texts(Vec<ByteArray>),
}

impl Rows {
    fn new(
        file: File,
        table: &str,
        columns: Vec<Column>,
        properties: WriterPropertiesPtr,
    ) -> Result<Self, String> {
        let schema = schema(table, &columns).map_err(told)?;
        let writer = SerializedFileWriter::new(file, schema, properties).map_err(told)?;
        let held = |column: Column| Held { values: Values::of(column.kind), column, present: Vec::new() };
        Ok(Self { writer, columns: columns.into_iter().map(held).collect(), rows: 0, bytes: 0 })
    }

    fn push(&mut self, cells: Vec<Cell>) -> Result<(), String> {
        self.rows += 1;
        for (held, cell) in self.columns.iter_mut().zip(cells) {
            if let Cell::Text(text) = &cell {
                self.bytes += text.len();
            }
            held.push(cell)?;
        }
        if self.rows >= ROWS || self.bytes >= BYTES { self.write().map_err(told) } else { Ok(()) }
    }

    fn finish(mut self) -> Result<(), String> {
        if self.rows > 0 {
            self.write().map_err(told)?;
        }
        self.writer.close().map(|_| ()).map_err(told)
    }

    /// Writes what is held as a group, and holds nothing any more.
    fn write(&mut self) -> Written<()> {
        let mut group = self.writer.next_row_group()?;
        for held in &mut self.columns {
            if let Some(mut column) = group.next_column()? {
                held.write(&mut column)?;
                column.close()?;
            }
        }
        (self.rows, self.bytes) = (0, 0);
        group.close().map(|_| ())
    }
}

impl Held {
    fn push(&mut self, cell: Cell) -> Result<(), String> {
        let there = cell != Cell::Nothing;
        if !there && self.column.required {
            return Err(format!("{}: no value where every row has one", self.column.name));
        }
        self.present.push(i16::from(there));
        self.values.push(cell).map_err(|value| {
            format!("{}: “{value}” is no value of a column of kind {:?}", self.column.name, self.column.kind)
        })
    }

    fn write(&mut self, to: &mut SerializedColumnWriter<'_>) -> Written<()> {
        let present = (!self.column.required).then_some(self.present.as_slice());
        match &self.values {
            Values::Integers(values) => to.typed::<Int64Type>().write_batch(values, present, None),
            Values::Reals(values) => to.typed::<DoubleType>().write_batch(values, present, None),
            Values::Truths(values) => to.typed::<BoolType>().write_batch(values, present, None),
            Values::Days(values) => to.typed::<Int32Type>().write_batch(values, present, None),
            Values::Texts(values) => to.typed::<ByteArrayType>().write_batch(values, present, None),
        }?;
        self.present.clear();
        self.values = Values::of(self.column.kind);
        Ok(())
    }
}

impl Values {
    fn of(kind: Kind) -> Self {
        match kind {
            Kind::Integer => Self::Integers(Vec::new()),
            Kind::Real => Self::Reals(Vec::new()),
            Kind::Truth => Self::Truths(Vec::new()),
            Kind::Day => Self::Days(Vec::new()),
            Kind::Text => Self::Texts(Vec::new()),
        }
    }

    /// Adds a value, or gives back one that does not belong here.
    fn push(&mut self, cell: Cell) -> Result<(), Cell> {
        match (self, cell) {
            (_, Cell::Nothing) => {}
            (Self::Integers(values), Cell::Integer(number)) => values.push(number),
            (Self::Reals(values), Cell::Real(number)) => values.push(number),
            (Self::Truths(values), Cell::Integer(number @ (0 | 1))) => values.push(number == 1),
            (Self::Days(values), Cell::Text(text)) => match days_since_1970(&text) {
                Some(days) => values.push(days),
                None => return Err(Cell::Text(text)),
            },
            (Self::Texts(values), Cell::Text(text)) => values.push(ByteArray::from(text.into_bytes())),
            (_, other) => return Err(other),
        }
        Ok(())
    }
}

fn told(error: ParquetError) -> String {
    error.to_string()
}

fn days_since_1970(day: &str) -> Option<i32> {
    let first = Date::new(1970, 1, 1).ok()?;
    Some(first.until(day.parse::<Date>().ok()?).ok()?.get_days())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use parquet::file::reader::{FileReader, SerializedFileReader};

    use super::*;

    fn rows(file: File, kind: Kind) -> Rows {
        let column = Column { name: "first_day".to_owned(), kind, required: true };
        Rows::new(file, "looms", vec![column], Arc::new(WriterProperties::default())).unwrap()
    }

    #[test]
    fn only_whole_days_are_days() {
        assert_eq!(days_since_1970("1970-01-02"), Some(1));
        assert_eq!(days_since_1970("2023-10-23"), Some(19_653));
        assert_eq!(days_since_1970("1969-12-31"), Some(-1));
        assert_eq!(["2023", "2023-Q4", "2023-13-01", ""].map(days_since_1970), [None; 4]);
    }

    #[test]
    fn a_value_of_another_kind_is_refused_with_the_column() {
        let mut rows = rows(tempfile::tempfile().unwrap(), Kind::Day);
        assert_eq!(rows.push(vec![Cell::from("2023-10-23")]), Ok(()));
        let refused = rows.push(vec![Cell::from("2023-Q4")]).unwrap_err();
        assert!(refused.contains("first_day") && refused.contains("2023-Q4"), "{refused}");
        assert!(rows.push(vec![Cell::Nothing]).is_err());
    }

    #[test]
    fn rows_are_written_in_groups() {
        let file = tempfile::tempfile().unwrap();
        let mut rows = rows(file.try_clone().unwrap(), Kind::Integer);
        for number in 0..=2 * ROWS {
            rows.push(vec![Cell::Integer(number as i64)]).unwrap();
            assert!(rows.rows < ROWS);
        }
        rows.finish().unwrap();
        let read = SerializedFileReader::new(file).unwrap();
        let groups: Vec<i64> = read.metadata().row_groups().iter().map(|group| group.num_rows()).collect();
        assert_eq!(groups, [ROWS as i64, ROWS as i64, 1]);
    }
}
