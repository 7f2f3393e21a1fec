//! The page: summary, pictures with their figures, the table of findings, the clauses.

use std::collections::BTreeSet;
use std::io::{self, Write};

use chiptrace::controls::place::CountryCode;
use chiptrace::survey::fate::Funnel;
use chiptrace::survey::publication;
use chiptrace::survey::series::Group;
use sha2::{Digest, Sha256};

use super::finding;
use super::protection::Protection;
use crate::exit::Failure;
use crate::index::Counted;
use crate::ledger::read::{Clauses, Ledger, Names, Origin};
use crate::picture::{self, Picture, Shown, escape};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Everything that the page is made of.
pub struct Page<'l> {
    pub ledger: &'l Ledger,
    pub origin: Origin,
    pub funnel: Funnel,
    pub counted: Counted,
    pub clauses: Clauses,
    /// Names of chips and countries by id and code.
    pub names: Names,
    /// The source-protecting mode, where it is on.
    pub protection: Option<Protection>,
    pub country: CountryCode,
    pub limit: u64,
}

impl Page<'_> {
    /// The name of a chip or country; what has none is its own name.
    pub fn name(&self, key: &str) -> String {
        self.names.of(key)
    }

    fn shown(&self) -> Shown {
        if self.protection.is_some() { publication::papers } else { |count| count.to_string() }
    }

    /// Writes the page.
    pub fn write(
        &self,
        out: &mut impl Write,
        failed: impl Fn(io::Error) -> Failure + Copy,
    ) -> Result<(), Failure> {
        out.write_all(self.head().as_bytes()).map_err(failed)?;
        out.write_all(self.pictures().as_bytes()).map_err(failed)?;
        out.write_all(self.table_head()?.as_bytes()).map_err(failed)?;
        let mut clauses = BTreeSet::new();
        let newest = format!(
            "SELECT p.id FROM papers p WHERE EXISTS (SELECT 1 FROM findings f WHERE f.paper = p.id)
             ORDER BY p.date IS NULL, p.date DESC, p.key LIMIT {}",
            self.limit
        );
        self.ledger.each(&newest, |entry| {
            let entry = match &self.protection {
                Some(protection) => protection.apply(entry),
                None => entry,
            };
            for row in &entry.findings {
                let steps = row.slices.iter().flat_map(|slice| &slice.clauses);
                clauses.extend(steps.map(|step| step.clause.clone()));
                out.write_all(finding::write(self, &entry, row).as_bytes()).map_err(failed)?;
            }
            Ok(())
        })?;
        out.write_all(self.foot(&clauses).as_bytes()).map_err(failed)?;
        out.flush().map_err(failed)
    }

    fn head(&self) -> String {
        let shown = self.shown();
        let funnel = &self.funnel;
        let title = "AI accelerators that papers disclose";
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{}'\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
             <a class=\"skip\" href=\"#findings\">To the findings</a>\n<header><h1>{title}</h1>\n",
            base64(&Sha256::digest(SCRIPT))
        );
        out += &format!(
            "<p>{} papers were looked at; the authors of {} say that they used an AI accelerator, and {} of those touch a \
             destination that United States export-control law controlled for that chip on some day.</p>\n",
            shown(funnel.papers),
            shown(funnel.disclosed),
            shown(funnel.disclosed_with_finding)
        );
        out += "<p><strong>A finding accuses nobody.</strong> It sets what a paper says beside the law of the days on which the chip can have been \
                delivered, and beside every account of how it can have come about that the public record leaves open. Licences are not \
                published. Institutions are named, people never. An account of the law, not legal advice.</p>\n";
        out += &format!(
            "<p class=\"small\">chiptrace {}, records {}, read as of {}.</p>\n</header>\n<main>\n",
            escape(&self.origin.program),
            escape(self.origin.knowledge.get(..12).unwrap_or_default()),
            escape(&self.origin.today)
        );
        out
    }

    fn pictures(&self) -> String {
        let shown = self.shown();
        let mut out = "<section aria-labelledby=\"papers\"><h2 id=\"papers\">The papers</h2>\n".to_owned();
        out += &figure(&picture::funnel(&self.funnel, shown), "");
        for (why, papers) in &self.funnel.not_readable_because {
            out += &format!("<p class=\"small\">Not readable, {}: {}</p>\n", escape(why), shown(*papers));
        }
        out += "</section>\n<section aria-labelledby=\"chips\"><h2 id=\"chips\">Chips by country</h2>\n";
        let countries = self.counted.index.by_country();
        let drawn = picture::by_country(&countries, |key| self.name(key), shown);
        out += &figure(&drawn, &self.chips_table(&countries));
        out += "<p class=\"small\">A paper counts in each country of its institutions, and once for each chip.</p>\n</section>\n";
        let country = self.name(self.country.as_str());
        out += &format!(
            "<section aria-labelledby=\"time\"><h2 id=\"time\">{} over time</h2>\n",
            escape(&country)
        );
        if self.protection.is_none() {
            let drawn = picture::shares(&self.counted.series, &self.counted.rules, &country);
            out += &figure(&drawn, &self.series_table());
        } else {
            out += "<p>Shares by quarter rest on few papers each and are left out to protect sources.</p>\n";
        }
        out + "</section>\n"
    }

    fn chips_table(&self, countries: &[(String, Vec<(String, u64)>)]) -> String {
        let mut out =
            "<table><thead><tr><th>Country</th><th>Chip</th><th>Papers</th></tr></thead><tbody>".to_owned();
        for (country, chips) in countries {
            for (chip, papers) in chips {
                let cells = [self.name(country), self.name(chip), self.shown()(*papers)];
                let cells = cells.map(|text| format!("<td>{}</td>", escape(&text))).concat();
                out += &format!("<tr>{cells}</tr>\n");
            }
        }
        out + "</tbody></table>"
    }

    fn series_table(&self) -> String {
        let mut out = "<table><thead><tr><th>Quarter</th><th>Group</th><th>Papers</th><th>Of</th><th>Share (95 %)</th></tr></thead><tbody>"
            .to_owned();
        for group in Group::ALL {
            for point in self.counted.series.points(group) {
                let share = point.share.map(|share| {
                    let [value, low, high] = [share.value, share.low, share.high].map(|part| part * 100.0);
                    format!("{value:.1} % ({low:.1}–{high:.1})")
                });
                let cells = [
                    point.when.clone(),
                    group.name().to_owned(),
                    point.papers.to_string(),
                    point.of.to_string(),
                    share.unwrap_or_default(),
                ];
                let cells = cells.map(|text| format!("<td>{}</td>", escape(&text))).concat();
                out += &format!("<tr>{cells}</tr>\n");
            }
        }
        out + "</tbody></table>"
    }

    fn table_head(&self) -> Result<String, Failure> {
        let chips = self.ledger.names("SELECT DISTINCT chip, '' FROM findings ORDER BY 1")?;
        let places = self.ledger.names("SELECT DISTINCT destination, '' FROM findings ORDER BY 1")?;
        let answers = ["needed on every day", "needed on some of the days", "open"].map(str::to_owned);
        let mut out =
            "<section aria-labelledby=\"findings\"><h2 id=\"findings\" tabindex=\"-1\">Findings</h2>\n"
                .to_owned();
        let left_out = self.funnel.disclosed_with_finding.saturating_sub(self.limit);
        if left_out > 0 {
            let told = self.shown()(left_out);
            out += &format!("<p>The newest papers are shown; {told} more are in the ledger.</p>\n");
        }
        out += "<form id=\"filter\" hidden><label>Words <input type=\"search\" id=\"words\"></label>\n";
        out += &self.choice("chip", "Chip", chips.into_keys());
        out += &self.choice("place", "Where", places.into_keys());
        out += &self.choice("law", "Licence", answers.into_iter());
        out += "<button type=\"reset\">Show all</button> <span id=\"shown\" role=\"status\"></span></form>\n";
        out += "<table id=\"table\" role=\"table\"><caption class=\"hidden\">Findings, newest first. Each is followed by a row that opens.</caption>\n\
                <thead role=\"rowgroup\"><tr role=\"row\">";
        for name in ["Chip", "Number", "Where", "Date", "Licence", "Paper"] {
            out += &format!("<th role=\"columnheader\" scope=\"col\">{name}</th>");
        }
        Ok(out + "</tr></thead>\n")
    }

    fn choice(&self, id: &str, label: &str, keys: impl Iterator<Item = String>) -> String {
        let options: String = keys
            .map(|key| format!("<option value=\"{}\">{}</option>", escape(&key), escape(&self.name(&key))))
            .collect();
        format!(
            "<label>{label} <select id=\"{id}\"><option value=\"\">all</option>{options}</select></label>\n"
        )
    }

    fn foot(&self, clauses: &BTreeSet<String>) -> String {
        let mut out =
            "</table></section>\n<section aria-labelledby=\"law\"><h2 id=\"law\">The clauses</h2>\n"
                .to_owned();
        for clause in clauses {
            let versions = self.clauses.values().filter(|text| &text.clause == clause);
            for (at, text) in versions.enumerate() {
                if at == 0 {
                    let (id, title) = (escape(clause), escape(&text.title));
                    out += &format!("<h3 id=\"clause-{id}\">{title} <code>{id}</code></h3>\n");
                }
                let last = text.last_day.as_deref().unwrap_or("today");
                let days = format!("{} to {last}", text.version);
                let cited =
                    if text.citation.is_empty() { String::new() } else { finding::cited(&text.citation) };
                out += &format!("<p>{}: {}{cited}</p>\n", escape(&days), escape(&text.words));
            }
        }
        out += "</section>\n";
        if let Some(protection) = &self.protection {
            out += "<section aria-labelledby=\"withheld\"><h2 id=\"withheld\">What was withheld</h2>\n<ul>\n";
            for says in protection.statement() {
                out += &format!("<li>{}</li>\n", escape(&says));
            }
            out += "</ul></section>\n";
        }
        out + &format!("</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n")
    }
}

/// A picture with its figures folded away beneath it.
fn figure(drawn: &Picture, table: &str) -> String {
    let drawn = drawn.svg();
    let table = if table.is_empty() {
        String::new()
    } else {
        format!("<details><summary>The figures as a table</summary>{table}</details>")
    };
    format!(
        "<figure><div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Picture, can be scrolled\">{drawn}</div>{table}</figure>\n"
    )
}

/// Base64 with padding (RFC 4648), for the digest that lets the page's own script run and no other.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let word = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let letter = LETTERS.get((word >> (18 - 6 * at) & 63) as usize).copied().unwrap_or(b'=');
            out.push(if at <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (bytes, wanted) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(bytes.as_bytes()), wanted);
        }
    }
}
