//! The first sheet of a workbook as text.

use std::fs::File;
use std::io::{Read, Seek};

use chiptrace::controls::date::{Date, day_of_unix_time};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

/// An unpacked part of a workbook may be this large.
const LARGEST_PART: u64 = 256 << 20;
/// Days from the workbooks' day 0 (1899-12-30) to 1970-01-01.
const EPOCH: f64 = 25_569.0;

/// The cells of the first sheet, row by row.
pub fn read(file: File) -> Result<Vec<Vec<String>>, String> {
    let mut archive = ZipArchive::new(file).map_err(|error| format!("not a workbook: {error}"))?;
    let shared = match part(&mut archive, "xl/sharedStrings.xml") {
        Ok(text) => strings(&text)?,
        Err(_) => Vec::new(),
    };
    let sheet = part(&mut archive, "xl/worksheets/sheet1.xml")?;
    let mut table = cells(&sheet, &shared)?;
    dates(&mut table);
    Ok(table)
}

fn part(archive: &mut ZipArchive<impl Read + Seek>, name: &str) -> Result<String, String> {
    let part = archive.by_name(name).map_err(|error| format!("{name}: {error}"))?;
    let mut text = String::new();
    part.take(LARGEST_PART).read_to_string(&mut text).map_err(|error| format!("{name}: {error}"))?;
    Ok(text)
}

/// The shared strings, each the sum of its runs.
fn strings(xml: &str) -> Result<Vec<String>, String> {
    let mut reader = Reader::from_str(xml);
    let (mut all, mut in_text) = (Vec::new(), false);
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) if tag.name().as_ref() == "si" => all.push(String::new()),
            Event::Start(tag) if tag.name().as_ref() == "t" => in_text = true,
            Event::End(tag) if tag.name().as_ref() == "t" => in_text = false,
            Event::Text(text) if in_text => all.last_mut().into_iter().for_each(|last| last.push_str(&text)),
            Event::GeneralRef(name) if in_text => {
                all.last_mut().into_iter().for_each(|last| last.push(entity(&name)))
            }
            Event::Eof => return Ok(all),
            _ => {}
        }
    }
}

fn cells(xml: &str, shared: &[String]) -> Result<Vec<Vec<String>>, String> {
    let mut reader = Reader::from_str(xml);
    let mut table: Vec<Vec<String>> = Vec::new();
    let (mut column, mut kind, mut value, mut inside) = (0, String::new(), String::new(), false);
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) if tag.name().as_ref() == "row" => table.push(Vec::new()),
            Event::Start(tag) if tag.name().as_ref() == "c" => {
                let place = attribute(&tag, "r").and_then(|place| column_of(&place));
                column = place.unwrap_or_else(|| table.last().map_or(0, Vec::len));
                kind = attribute(&tag, "t").unwrap_or_default();
                value.clear();
            }
            Event::Start(tag) if ["v", "t"].contains(&tag.name().as_ref()) => inside = true,
            Event::End(tag) if ["v", "t"].contains(&tag.name().as_ref()) => inside = false,
            Event::Text(text) if inside => value.push_str(&text),
            Event::GeneralRef(name) if inside => value.push(entity(&name)),
            Event::End(tag) if tag.name().as_ref() == "c" => {
                put(&mut table, column, resolve(&kind, &value, shared))
            }
            Event::Eof => return Ok(table),
            _ => {}
        }
    }
}

fn resolve(kind: &str, value: &str, shared: &[String]) -> String {
    let index = || value.trim().parse::<usize>().ok();
    if kind == "s" {
        index().and_then(|at| shared.get(at)).cloned().unwrap_or_default()
    } else {
        value.to_owned()
    }
}

fn put(table: &mut [Vec<String>], column: usize, value: String) {
    const WIDEST: usize = 1 << 14;
    let Some(row) = table.last_mut() else { return };
    if column < WIDEST {
        row.resize(row.len().max(column + 1), String::new());
        row.get_mut(column).into_iter().for_each(|cell| cell.clone_from(&value));
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    Some(found.value.to_string())
}

/// `AB12` is column 27.
fn column_of(place: &str) -> Option<usize> {
    let letters = place.chars().take_while(char::is_ascii_alphabetic);
    letters
        .map(|c| c.to_ascii_uppercase() as usize - 'A' as usize + 1)
        .reduce(|sum, c| sum * 26 + c)?
        .checked_sub(1)
}

fn entity(name: &str) -> char {
    let code = name.strip_prefix("#x").map(|hex| u32::from_str_radix(hex, 16));
    let code = code.or_else(|| name.strip_prefix('#').map(str::parse));
    match (name, code) {
        ("amp", _) => '&',
        ("lt", _) => '<',
        ("gt", _) => '>',
        ("quot", _) => '"',
        ("apos", _) => '\'',
        (_, Some(Ok(code))) => char::from_u32(code).unwrap_or('\u{fffd}'),
        _ => '\u{fffd}',
    }
}

/// Workbooks keep days as numbers: those in the column `date` become days.
fn dates(table: &mut [Vec<String>]) {
    let Some((head, rows)) = table.split_first_mut() else { return };
    let Some(at) = head.iter().position(|name| name.trim().eq_ignore_ascii_case("date")) else { return };
    for cell in rows.iter_mut().filter_map(|row| row.get_mut(at)) {
        if let Some(day) = cell.trim().parse().ok().and_then(day) {
            *cell = day.to_string();
        }
    }
}

fn day(number: f64) -> Option<Date> {
    (20_000.0..90_000.0)
        .contains(&number)
        .then(|| day_of_unix_time(((number.floor() - EPOCH) * 86_400.0) as i64))
}
