//! Files for other programs that are not text: Parquet tables and PNG pictures.

#![cfg(all(feature = "parquet", feature = "png"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod program;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use program::chiptrace;
use rusqlite::Connection;
use rusqlite::types::Value;
use tempfile::TempDir;

/// A survey of the examples.
fn survey(folder: &Path) -> PathBuf {
    let out = folder.join("survey");
    let answer =
        chiptrace(&["survey", "examples", "--today", "2026-01-01", "--out", out.to_str().unwrap()], b"");
    assert!(answer.code <= 1, "{}", answer.errors);
    out
}

fn read(path: &Path) -> SerializedFileReader<File> {
    SerializedFileReader::new(File::open(path).unwrap()).unwrap()
}

/// The rows of a Parquet file, each value as it is written in the ledger.
fn rows(path: &Path) -> Vec<Vec<Value>> {
    let value = |field: &Field| match field {
        Field::Null => Value::Null,
        Field::Long(number) => Value::Integer(*number),
        Field::Double(number) => Value::Real(*number),
        Field::Bool(truth) => Value::Integer(i64::from(*truth)),
        Field::Str(text) => Value::Text(text.clone()),
        Field::Date(_) => Value::Text(day(field)),
        other => panic!("{other:?}"),
    };
    let rows = read(path);
    let rows = rows.get_row_iter(None).unwrap();
    rows.map(|row| row.unwrap().get_column_iter().map(|(_, field)| value(field)).collect()).collect()
}

/// A day as the ledger has it; the crate writes it with its zone behind.
fn day(field: &Field) -> String {
    field.to_string().split(' ').next().unwrap().to_owned()
}

fn strings(ledger: &Connection, query: &str) -> Vec<String> {
    let mut statement = ledger.prepare(query).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// The rows of a table of the ledger.
fn kept(ledger: &Connection, table: &str) -> Vec<Vec<Value>> {
    let mut statement = ledger.prepare(&format!("SELECT * FROM {table} ORDER BY rowid")).unwrap();
    let width = statement.column_count();
    let rows = statement.query_map([], |row| (0..width).map(|at| row.get(at)).collect()).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn the_parquet_files_hold_what_the_ledger_holds() {
    let folder = TempDir::new().unwrap();
    let out = survey(folder.path());
    let ledger = Connection::open(out.join("ledger.sqlite")).unwrap();
    let tables =
        strings(&ledger, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'");
    let tables: Vec<&String> =
        tables.iter().filter(|name| !["meta", "sqlite_schema"].contains(&name.as_str())).collect();
    for needed in ["papers", "disclosures", "parties", "findings", "explanations", "problems"] {
        assert!(tables.iter().any(|table| *table == needed), "{needed}");
    }
    for table in &tables {
        let rows = rows(&out.join(format!("parquet/{table}.parquet")));
        assert!(rows == kept(&ledger, table), "{table}: {rows:?}");
    }
    assert_eq!(fs::read_dir(out.join("parquet")).unwrap().count(), tables.len());
}

#[test]
fn parquet_columns_have_types_and_the_files_say_what_made_them() {
    let folder = TempDir::new().unwrap();
    let out = survey(folder.path());
    let findings = read(&out.join("parquet/findings.parquet"));
    let meta = findings.metadata().file_metadata();
    let columns: Vec<String> =
        meta.schema_descr().columns().iter().map(|c| format!("{} {}", c.name(), c.physical_type())).collect();
    for wanted in ["paper INT64", "chip BYTE_ARRAY", "first_day INT32", "last_day INT32"] {
        assert!(columns.iter().any(|column| column == wanted), "{wanted}: {columns:?}");
    }
    let first = rows(&out.join("parquet/findings.parquet"));
    assert!(!first.is_empty());
    let facts = meta.key_value_metadata().unwrap();
    let fact = |name: &str| facts.iter().find(|fact| fact.key == name).and_then(|fact| fact.value.clone());
    let ledger = Connection::open(out.join("ledger.sqlite")).unwrap();
    for name in ["schema", "program", "knowledge", "today"] {
        let told = strings(&ledger, &format!("SELECT value FROM meta WHERE name = '{name}'"));
        assert_eq!(fact(&format!("chiptrace.{name}")).as_ref(), told.first(), "{name}");
    }
    let papers = read(&out.join("parquet/papers.parquet"));
    let anonymous = papers.metadata().file_metadata().schema_descr().columns().to_vec();
    assert!(anonymous.iter().any(|c| c.name() == "anonymous" && c.physical_type().to_string() == "BOOLEAN"));
}

#[test]
fn an_export_has_the_bytes_of_the_survey() {
    let folder = TempDir::new().unwrap();
    let out = survey(folder.path());
    let again = folder.path().join("again");
    let (ledger, to) = (out.to_str().unwrap(), again.to_str().unwrap());
    let answer = chiptrace(&["export", ledger, "--format", "parquet", "--out", to], b"");
    assert_eq!(answer.code, 0, "{}", answer.errors);
    for file in fs::read_dir(&again).unwrap().map(|file| file.unwrap().path()) {
        let made = fs::read(out.join("parquet").join(file.file_name().unwrap())).unwrap();
        assert!(fs::read(&file).unwrap() == made, "{}", file.display());
    }
}

/// Width and height as the head of a PNG file gives them.
fn size(png: &[u8]) -> [u32; 2] {
    assert_eq!(png.get(..8).unwrap(), b"\x89PNG\r\n\x1a\n");
    [16, 20].map(|at| u32::from_be_bytes(png.get(at..at + 4).unwrap().try_into().unwrap()))
}

fn attribute(svg: &str, name: &str) -> f64 {
    let value = svg.split(&format!(" {name}=\"")).nth(1).unwrap();
    value.split('"').next().unwrap().parse().unwrap()
}

/// Draws a picture as SVG and PNG, and the PNG twice.
fn draw(folder: &Path, command: &[&str]) {
    let [svg, first, second] = ["a.svg", "b.png", "c.png"].map(|name| folder.join(name));
    let mut arguments = command.to_vec();
    for file in [&svg, &first, &second] {
        arguments.extend(["--picture", file.to_str().unwrap()]);
    }
    let answer = chiptrace(&arguments, b"");
    assert_eq!(answer.code, 0, "{}", answer.errors);
    let (svg, png) = (fs::read_to_string(svg).unwrap(), fs::read(first).unwrap());
    let wanted = ["width", "height"].map(|name| (2.0 * attribute(&svg, name)).ceil() as u32);
    assert_eq!(size(&png), wanted, "{command:?}: twice as fine as the SVG");
    assert!(png.len() > 5_000, "{command:?}: an empty picture");
    assert!(fs::read(second).unwrap() == png, "{command:?}: other bytes");
}

#[test]
fn every_picture_is_written_as_svg_and_as_png() {
    let folder = TempDir::new().unwrap();
    let out = survey(folder.path());
    for what in ["shares", "countries", "funnel"] {
        draw(folder.path(), &["index", out.to_str().unwrap(), "--draw", what]);
    }
    draw(folder.path(), &["timeline", "A800", "--to", "CN"]);
}

#[test]
fn a_picture_of_another_kind_is_refused_with_what_can_be_written() {
    let answer = chiptrace(&["timeline", "A800", "--to", "CN", "--picture", "loom.gif"], b"");
    assert_eq!(answer.code, 2);
    assert!(answer.errors.contains("loom.gif: expected a name ending in .svg or .png"), "{}", answer.errors);
}
