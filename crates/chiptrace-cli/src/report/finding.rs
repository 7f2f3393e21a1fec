//! One finding on the page: a row, and what it opens to.

use std::fmt::Write;

use chiptrace::survey::citation::links;
use chiptrace::survey::publication;
use chiptrace::survey::row::{DisclosureRow, Entry, ExplanationRow, FindingRow, Quote};

use super::page::Page;
use crate::picture::{escape, runs, window};

/// The row of a finding and its details, as a group of rows of the table.
pub fn write(page: &Page<'_>, entry: &Entry, finding: &FindingRow) -> String {
    let said: Vec<&DisclosureRow> = entry.used().filter(|row| row.chip == finding.chip).collect();
    let chip = page.name(&finding.chip);
    let place = page.name(&finding.destination);
    let title = entry.title.as_deref().unwrap_or("(title not found)");
    let title = if entry.name.is_empty() { "(left out to protect sources)" } else { title };
    let text = format!("{chip} {place} {title} {}", finding.institutions.join(" ")).to_lowercase();
    let mut out = format!(
        "<tbody class=\"finding\" role=\"rowgroup\" data-chip=\"{}\" data-place=\"{}\" data-law=\"{}\" data-text=\"{}\">\n<tr role=\"row\">",
        escape(&finding.chip),
        escape(&finding.destination),
        escape(law(finding)),
        escape(&text)
    );
    cell(&mut out, "Chip", &chip);
    cell(&mut out, "Number", &numbers(page, &said));
    cell(&mut out, "Where", &format!("{place}: {}", finding.institutions.join("; ")));
    cell(&mut out, "Date", entry.date.as_deref().unwrap_or("not known"));
    cell(&mut out, "Licence", law(finding));
    cell(&mut out, "Paper", title);
    out += "</tr>\n<tr role=\"row\" class=\"more\"><td role=\"cell\" colspan=\"6\"><details><summary>";
    out += &format!(
        "Quotes, accounts, clauses and receipt<span class=\"hidden\"> of {} in {}: {}</span>",
        escape(&chip),
        escape(&place),
        escape(title)
    );
    out += "</summary>\n";
    out += &quotes(&said);
    out += &accounts(finding);
    out += &days(page, entry, finding);
    out += &receipt(page, entry);
    out + "</details></td></tr></tbody>\n"
}

fn cell(out: &mut String, label: &str, text: &str) {
    let _ = write!(out, "<td role=\"cell\" data-label=\"{label}\">{}</td>", escape(text));
}

fn numbers(page: &Page<'_>, said: &[&DisclosureRow]) -> String {
    let most = said.iter().filter_map(|row| row.count).max();
    match most {
        None => "not stated".to_owned(),
        Some(count) if page.protection.is_some() => publication::units(count).to_owned(),
        Some(count) => count.to_string(),
    }
}

/// The answer over the days of delivery, as enforced.
pub fn law(finding: &FindingRow) -> &'static str {
    let any = |answer: &str| finding.slices.iter().any(|slice| slice.as_enforced == answer);
    match (any("licence required"), any("no licence required"), any("open")) {
        (true, false, false) => "needed on every day",
        (true, _, _) => "needed on some of the days",
        (false, true, false) => "not needed",
        (false, _, _) => "open",
    }
}

fn quotes(said: &[&DisclosureRow]) -> String {
    let mut out = "<h4>What the paper says</h4>\n".to_owned();
    for row in said.iter().filter(|row| !row.sentence.is_empty()) {
        let sentence = row.sentence.split_whitespace().collect::<Vec<_>>().join(" ");
        out += &format!("<blockquote><p>{}</p></blockquote>\n", escape(&sentence));
        let why = row.reasons.iter().take(3).map(String::as_str).collect::<Vec<_>>().join("; ");
        let told = format!("{}. Confidence {:.2}: {why}", place(&row.quote), row.confidence);
        out += &format!("<p class=\"small\">{}</p>\n", escape(&told));
        if let Some(machine) = &row.machine {
            let grounds = row.machine_grounds.join("; ");
            out += &format!("<p>Whose machine: {}. Grounds: {}.</p>\n", escape(machine), escape(&grounds));
        }
        for (quote, _) in row.also.iter().take(5) {
            let told = format!("Also: “{}”, {}", quote.text, place(quote));
            out += &format!("<p class=\"small\">{}</p>\n", escape(&told));
        }
    }
    if said.iter().all(|row| row.sentence.is_empty()) {
        out += "<p>The quotes are left out to protect sources.</p>\n";
    }
    out
}

fn place(quote: &Quote) -> String {
    let file = quote.file.as_deref().unwrap_or("place not known");
    let page = quote.page.map(|page| format!(", page {page}")).unwrap_or_default();
    let section = quote.section.as_deref().map(|s| format!(", section “{s}”")).unwrap_or_default();
    let bytes = quote.start.zip(quote.end).map(|(start, end)| format!(", bytes {start}–{end}"));
    format!("{file}{page}{}{section}", bytes.unwrap_or_default())
}

fn accounts(finding: &FindingRow) -> String {
    let mut out = "<h4>How it can have come about</h4>\n<ul class=\"accounts\">\n".to_owned();
    for row in &finding.explanations {
        out += &format!(
            "<li><span class=\"standing {0}\">{0}</span> {1}{2}<ul>",
            escape(&row.standing),
            escape(&row.says),
            escape(&outcome(row))
        );
        for ground in &row.grounds {
            let cited = ground.citation.as_deref().map(cited).unwrap_or_default();
            out += &format!("<li>{}{cited}</li>", escape(&ground.says));
        }
        out += "</ul></li>\n";
    }
    out + "</ul>\n"
}

fn outcome(row: &ExplanationRow) -> String {
    match (&row.as_written, &row.as_enforced) {
        (Some(written), Some(enforced)) if written == enforced => {
            format!(" (the law over those days: {enforced})")
        }
        (Some(written), Some(enforced)) => {
            format!(" (the law over those days: as written {written}, as enforced {enforced})")
        }
        _ => String::new(),
    }
}

/// A citation with links to the official text.
pub fn cited(citation: &str) -> String {
    let mut out = format!(" [{}", escape(citation));
    for link in links(citation) {
        out += &format!(
            "; <a href=\"{}\" rel=\"noreferrer\">{}, official text</a>",
            escape(&link.address),
            escape(&link.label)
        );
    }
    out + "]"
}

fn days(page: &Page<'_>, entry: &Entry, finding: &FindingRow) -> String {
    let mut out = format!(
        "<h4>The law on the days of delivery</h4>\n<p>Delivery: {}.</p>\n",
        escape(&finding.window_basis)
    );
    if let Some(drawn) = window(finding, entry.date.as_deref()) {
        out += &format!("<div class=\"scroll\">{}</div>\n", drawn.svg());
    }
    out += "<ul>\n";
    for (first, last, answer) in runs(&finding.slices) {
        out += &format!("<li>{} to {}: {}", escape(first), escape(last), escape(answer));
        let within = finding
            .slices
            .iter()
            .filter(|slice| slice.first_day.as_str() >= first && slice.last_day.as_str() <= last);
        let mut clauses: Vec<&str> = Vec::new();
        for step in within.flat_map(|slice| &slice.clauses) {
            let text = page.clauses.get(&(step.clause.clone(), step.version.clone()));
            if text.is_some_and(|text| text.consequence == "licence")
                && !clauses.contains(&step.clause.as_str())
            {
                clauses.push(&step.clause);
            }
        }
        for clause in clauses {
            out += &format!(" <a href=\"#clause-{0}\">{0}</a>", escape(clause));
        }
        out += "</li>\n";
    }
    out += "</ul>\n";
    if let Some(day) = &finding.last_known_state_of {
        out += &format!("<p>The law is recorded as last known on {}.</p>\n", escape(day));
    }
    out
}

fn receipt(page: &Page<'_>, entry: &Entry) -> String {
    if entry.name.is_empty() {
        return "<h4>Receipt</h4>\n<p>Left out to protect sources.</p>\n".to_owned();
    }
    let origin = &page.origin;
    let rows = [
        ("paper", entry.name.as_str()),
        ("SHA-256 of its files", &entry.sha256),
        ("date rests on", entry.date_basis.as_deref().unwrap_or("not known")),
        ("program", &origin.program),
        ("records", &origin.knowledge),
        ("read as of", &origin.today),
    ];
    let mut out = "<h4>Receipt</h4>\n<dl>\n".to_owned();
    for (name, value) in rows {
        out += &format!("<dt>{name}</dt><dd>{}</dd>\n", escape(value));
    }
    out + "</dl>\n"
}
