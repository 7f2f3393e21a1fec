//! A workbook of one or several sheets, written as it comes: memory does not grow with its rows.

use std::fs::File;
use std::io::{BufWriter, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::cell::Cell;
use crate::picture::escape;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const SHEETS: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// The most rows of a sheet, and about the most characters of a cell.
const ROWS: usize = 1_048_576;
const CHARACTERS: usize = 32_000;

/// A workbook that is being written.
pub struct Workbook {
    archive: ZipWriter<BufWriter<File>>,
    begun: usize,
    rows: usize,
}

impl Workbook {
    /// Begins a workbook whose sheets have these names; each is then begun in turn.
    pub fn new(file: BufWriter<File>, names: &[impl AsRef<str>]) -> Result<Self, String> {
        let mut book = Self { archive: ZipWriter::new(file), begun: 0, rows: 0 };
        book.part("[Content_Types].xml", &types(names.len()))?;
        book.part(
            "_rels/.rels",
            &format!(
                "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" \
                 Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        )?;
        let sheets: String = (1..).zip(names).map(|(at, name)| sheet(at, name.as_ref())).collect();
        book.part(
            "xl/workbook.xml",
            &format!(
                "{HEAD}<workbook xmlns=\"{SHEETS}\" xmlns:r=\"{OFFICE}\"><sheets>{sheets}</sheets></workbook>"
            ),
        )?;
        let relations: String = (1..=names.len()).map(relation).collect();
        let relations =
            format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{relations}</Relationships>");
        book.part("xl/_rels/workbook.xml.rels", &relations)?;
        Ok(book)
    }

    fn part(&mut self, name: &str, text: &str) -> Result<(), String> {
        self.archive.start_file(name, SimpleFileOptions::default()).map_err(|error| error.to_string())?;
        self.write(text)
    }

    fn write(&mut self, text: &str) -> Result<(), String> {
        self.archive.write_all(text.as_bytes()).map_err(|error| error.to_string())
    }

    /// Begins the next sheet.
    pub fn begin_sheet(&mut self) -> Result<(), String> {
        self.end_sheet()?;
        self.begun += 1;
        self.rows = 0;
        let name = format!("xl/worksheets/sheet{}.xml", self.begun);
        self.part(&name, &format!("{HEAD}<worksheet xmlns=\"{SHEETS}\"><sheetData>"))
    }

    fn end_sheet(&mut self) -> Result<(), String> {
        if self.begun == 0 { Ok(()) } else { self.write("</sheetData></worksheet>") }
    }

    /// Adds a row. Text stands as text, never as a formula.
    pub fn row(&mut self, cells: impl Iterator<Item = Cell>) -> Result<(), String> {
        self.rows += 1;
        if self.rows > ROWS {
            return Err(format!("more than {ROWS} rows, the most of a sheet: write CSV instead"));
        }
        let mut line = "<row>".to_owned();
        for cell in cells {
            match cell {
                Cell::Nothing => line += "<c/>",
                Cell::Integer(_) | Cell::Real(_) => line += &format!("<c><v>{cell}</v></c>"),
                Cell::Text(text) => {
                    let text = escape(&shortened(text));
                    line += &format!("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>");
                }
            }
        }
        self.write(&(line + "</row>"))
    }

    /// Ends the workbook.
    pub fn finish(mut self) -> Result<(), String> {
        self.end_sheet()?;
        let mut file = self.archive.finish().map_err(|error| error.to_string())?;
        file.flush().map_err(|error| error.to_string())
    }
}

fn shortened(text: String) -> String {
    let end = text.char_indices().nth(CHARACTERS).map(|(end, _)| end);
    match end.and_then(|end| text.get(..end)) {
        Some(start) => format!("{start}…"),
        None => text,
    }
}

fn types(sheets: usize) -> String {
    let office = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let parts: String = (1..=sheets)
        .map(|at| {
            format!(
                "<Override PartName=\"/xl/worksheets/sheet{at}.xml\" ContentType=\"{office}.worksheet+xml\"/>"
            )
        })
        .collect();
    format!(
        "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" \
         ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{office}.sheet.main+xml\"/>{parts}</Types>"
    )
}

fn sheet(at: usize, name: &str) -> String {
    format!("<sheet name=\"{}\" sheetId=\"{at}\" r:id=\"rId{at}\"/>", escape(name))
}

fn relation(at: usize) -> String {
    format!("<Relationship Id=\"rId{at}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{at}.xml\"/>")
}
