//! The papers that disclose a chip, as BibTeX. Authors are left out: the program keeps no people.

use std::io::Write;
use std::path::Path;

use chiptrace::survey::row::Entry;

use super::{DISCLOSING, create, failed};
use crate::exit::Failure;
use crate::ledger::read::Ledger;

/// Writes the papers.
pub fn write(ledger: &Ledger, path: &Path) -> Result<(), Failure> {
    let mut out = create(path)?;
    writeln!(out, "% Authors are left out: chiptrace keeps institutions and no people.")
        .map_err(|error| failed(path, &error))?;
    let mut number = 0_u64;
    ledger.each(DISCLOSING, |entry| {
        number += 1;
        out.write_all(record(number, &entry).as_bytes()).map_err(|error| failed(path, &error))
    })?;
    out.flush().map_err(|error| failed(path, &error))
}

fn record(number: u64, entry: &Entry) -> String {
    let mut fields = vec![("title", entry.title.clone().unwrap_or_else(|| entry.name.clone()))];
    let date = entry.date.as_deref().unwrap_or_default();
    let mut parts = date.split('-');
    fields.extend(parts.next().filter(|year| !year.is_empty()).map(|year| ("year", year.to_owned())));
    fields.extend(
        parts.next().filter(|month| !month.starts_with('Q')).map(|month| ("month", month.to_owned())),
    );
    if let Some(id) = entry.key.strip_prefix("arxiv:") {
        fields.extend([("eprint", id.to_owned()), ("archiveprefix", "arXiv".to_owned())]);
    }
    let mut chips: Vec<&str> = entry.used().map(|row| row.chip.as_str()).collect();
    chips.dedup();
    fields.push(("note", format!("says that it used {}; read as {}", chips.join(", "), entry.name)));
    let fields: String =
        fields.iter().map(|(name, value)| format!("  {name} = {{{}}},\n", escaped(value))).collect();
    format!("\n@misc{{chiptrace{number},\n{fields}}}\n")
}

/// Text that is only text to TeX.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' => out += "\\textbackslash{}",
            '{' | '}' | '%' | '#' | '&' | '$' | '_' => out.extend(['\\', c]),
            '~' => out += "\\textasciitilde{}",
            '^' => out += "\\textasciicircum{}",
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_leave_its_field() {
        let entry = Entry {
            key: "arxiv:2403.11111".to_owned(),
            title: Some("Looms} \\input{/etc/passwd} 100 %".to_owned()),
            date: Some("2024-03".to_owned()),
            ..Entry::default()
        };
        let told = record(1, &entry);
        let title = "title = {Looms\\} \\textbackslash{}input\\{/etc/passwd\\} 100 \\%},";
        assert!(told.contains(title), "{told}");
        assert!(told.contains("year = {2024}") && told.contains("eprint = {2403.11111}"), "{told}");
    }
}
