//! Rows from the ledger, as the library knows them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chiptrace::survey::fate::{Fate, Funnel};
use chiptrace::survey::index::{Observation, UNKNOWN};
use chiptrace::survey::row::{
    ClauseRow, DisclosureRow, Entry, ExplanationRow, FindingRow, GroundRow, PartyRow, ProblemRow, Quote,
    SliceRow,
};
use rusqlite::types::FromSql;
use rusqlite::{Connection, OpenFlags, Result, Row, Statement};
use serde::de::DeserializeOwned;

use super::build::{LEDGER, SCHEMA};
use super::failed;
use crate::exit::Failure;

/// A ledger that is read.
pub struct Ledger {
    connection: Connection,
}

/// What the ledger was made by.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The program's version.
    pub program: String,
    /// The digest over all records.
    pub knowledge: String,
    /// The day taken as today.
    pub today: String,
}

/// A clause's version as the law's records have it.
#[derive(Debug, Clone)]
pub struct ClauseText {
    /// The clause's id.
    pub clause: String,
    /// First day.
    pub version: String,
    /// Last day; `None` for the version in force.
    pub last_day: Option<String>,
    /// What it is.
    pub title: String,
    /// What follows.
    pub consequence: String,
    /// Where it is published.
    pub citation: String,
    /// What it says, in the words of the records.
    pub words: String,
}

/// Names of chips and countries by their keys.
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// The name of a chip or a country.
    pub fn of(&self, key: &str) -> String {
        let unknown = if key == UNKNOWN { "country not known" } else { key };
        self.0.get(key).cloned().unwrap_or_else(|| unknown.to_owned())
    }
}

/// A clause's versions by id and first day.
pub type Clauses = BTreeMap<(String, String), ClauseText>;

impl Ledger {
    /// Opens a ledger: the file, or the folder that a survey made.
    pub fn open(path: &Path) -> std::result::Result<Self, Failure> {
        let file: PathBuf = if path.is_dir() { path.join(LEDGER) } else { path.to_path_buf() };
        let told = |what: &str| Failure::usage(format!("{}: {what}", file.display()));
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags(&file, flags).map_err(|error| told(&error.to_string()))?;
        let ledger = Self { connection };
        match ledger.meta("schema") {
            Ok(schema) if schema == SCHEMA => Ok(ledger),
            Ok(schema) => Err(told(&format!("of shape {schema}; this program reads {SCHEMA}: survey again"))),
            Err(_) => Err(told("no ledger; make one with `chiptrace survey PATH --out DIR`")),
        }
    }

    pub(super) fn prepare(&self, query: &str) -> std::result::Result<Statement<'_>, Failure> {
        self.connection.prepare(query).map_err(|error| failed(&error))
    }

    fn meta(&self, name: &str) -> Result<String> {
        self.connection.query_row("SELECT value FROM meta WHERE name = ?", [name], |row| row.get(0))
    }

    /// What it was made by.
    pub fn origin(&self) -> std::result::Result<Origin, Failure> {
        let meta = |name| self.meta(name).map_err(|error| failed(&error));
        Ok(Origin { program: meta("program")?, knowledge: meta("knowledge")?, today: meta("today")? })
    }

    /// What became of the papers.
    pub fn funnel(&self) -> std::result::Result<Funnel, Failure> {
        let json = self.meta("funnel").map_err(|error| failed(&error))?;
        serde_json::from_str(&json).map_err(|error| Failure::internal("ledger", &error))
    }

    /// The clauses of the law.
    pub fn clauses(&self) -> std::result::Result<Clauses, Failure> {
        let query = "SELECT clause, version, last_day, title, consequence, citation, words FROM clauses ORDER BY 1, 2";
        let rows = self.rows(query, None, |row| {
            let text = ClauseText {
                clause: row.get(0)?,
                version: row.get(1)?,
                last_day: row.get(2)?,
                title: row.get(3)?,
                consequence: row.get(4)?,
                citation: row.get(5)?,
                words: row.get(6)?,
            };
            Ok(((text.clause.clone(), text.version.clone()), text))
        });
        Ok(rows.map_err(|error| failed(&error))?.into_iter().collect())
    }

    /// Names by key of a table of two columns: chips or countries.
    pub fn names(&self, query: &str) -> std::result::Result<BTreeMap<String, String>, Failure> {
        let rows = self.rows(query, None, |row| Ok((row.get(0)?, row.get(1)?)));
        Ok(rows.map_err(|error| failed(&error))?.into_iter().collect())
    }

    /// The names of chips and countries.
    pub fn all_names(&self) -> std::result::Result<Names, Failure> {
        let mut names = self.names("SELECT chip, vendor || ' ' || name FROM chips")?;
        names.extend(self.names("SELECT country, name FROM countries")?);
        Ok(Names(names))
    }

    /// Hands the papers whose ids a query gives to `take`, one by one.
    pub fn each(
        &self,
        query: &str,
        mut take: impl FnMut(Entry) -> std::result::Result<(), Failure>,
    ) -> std::result::Result<(), Failure> {
        let mut statement = self.prepare(query)?;
        let mut ids = statement.query([]).map_err(|error| failed(&error))?;
        while let Some(row) = ids.next().map_err(|error| failed(&error))? {
            let id = row.get(0).map_err(|error| failed(&error))?;
            take(self.entry(id).map_err(|error| failed(&error))?)?;
        }
        Ok(())
    }

    /// Hands each paper that was read to `take`, as the index sees it.
    pub fn observe(&self, mut take: impl FnMut(Observation<'_>)) -> std::result::Result<(), Failure> {
        let papers = "SELECT p.id, p.quarter, p.countries,
              (SELECT json_group_array(json_array(chip, most)) FROM (
                SELECT chip, max(count) AS most FROM disclosures d WHERE d.paper = p.id AND d.role = 'used'
                GROUP BY chip ORDER BY chip))
            FROM papers p WHERE p.fate <> 'not-readable' ORDER BY p.id";
        let mut statement = self.prepare(papers)?;
        let mut rows = statement.query([]).map_err(|error| failed(&error))?;
        while let Some(row) = rows.next().map_err(|error| failed(&error))? {
            let quarter: Option<String> = row.get(1).map_err(|error| failed(&error))?;
            let countries: Vec<String> = list(row, 2).map_err(|error| failed(&error))?;
            let chips: Vec<(String, Option<u64>)> = list(row, 3).map_err(|error| failed(&error))?;
            take(Observation { quarter: quarter.as_deref(), countries: &countries, chips: &chips });
        }
        Ok(())
    }

    /// Rows of a query, each made into a value; `of` is the query's one parameter, if it has one.
    pub fn rows<T>(
        &self,
        query: &str,
        of: Option<i64>,
        make: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.connection.prepare_cached(query)?;
        match of {
            Some(id) => statement.query_map([id], make)?.collect(),
            None => statement.query_map([], make)?.collect(),
        }
    }

    /// A paper with all that is said of it.
    pub fn entry(&self, id: i64) -> Result<Entry> {
        let query =
            "SELECT key, version, name, sha256, format, title, date, quarter, date_basis, anonymous, fate,
            mentioned_only FROM papers WHERE id = ?";
        let mut paper = self.rows(query, Some(id), |row| {
            let fate: String = row.get(10)?;
            Ok(Entry {
                key: row.get(0)?,
                version: row.get(1)?,
                name: row.get(2)?,
                sha256: row.get(3)?,
                format: row.get(4)?,
                title: row.get(5)?,
                date: row.get(6)?,
                quarter: row.get(7)?,
                date_basis: row.get(8)?,
                anonymous: row.get(9)?,
                fate: Fate::ALL.into_iter().find(|known| chiptrace::survey::row::word(known) == fate),
                mentioned_only: list(row, 11)?,
                ..Entry::default()
            })
        })?;
        let mut entry = paper.pop().ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        entry.parties = self.parties(id)?;
        entry.disclosures = self.disclosures(id)?;
        entry.findings = self.findings(id)?;
        entry.problems = self.problems(id)?;
        Ok(entry)
    }

    fn parties(&self, paper: i64) -> Result<Vec<PartyRow>> {
        let query = "SELECT name, country, ror, headquarters, quote, file, page, start, \"end\", NULL
            FROM parties WHERE paper = ? ORDER BY id";
        self.rows(query, Some(paper), |row| {
            Ok(PartyRow {
                name: row.get(0)?,
                country: row.get(1)?,
                ror: row.get(2)?,
                headquarters: row.get(3)?,
                quote: quote(row, 4)?,
            })
        })
    }

    fn disclosures(&self, paper: i64) -> Result<Vec<DisclosureRow>> {
        let query =
            "SELECT id, chip, role, count, count_kind, memory_gb, form, provider, activity, confidence,
            sentence, count_says, reasons, quote, file, page, start, \"end\", section, stands_at, machine,
            machine_grounds FROM disclosures WHERE paper = ? ORDER BY id";
        self.rows(query, Some(paper), |row| {
            Ok(DisclosureRow {
                chip: row.get(1)?,
                role: row.get(2)?,
                count: row.get(3)?,
                count_kind: row.get(4)?,
                memory_gb: row.get(5)?,
                form: row.get(6)?,
                provider: row.get(7)?,
                activity: row.get(8)?,
                stands_at: row.get(19)?,
                machine: row.get(20)?,
                machine_grounds: list(row, 21)?,
                confidence: row.get(9)?,
                sentence: row.get(10)?,
                count_says: row.get(11)?,
                reasons: list(row, 12)?,
                quote: quote(row, 13)?,
                also: self.also(row.get(0)?)?,
            })
        })
    }

    fn also(&self, disclosure: i64) -> Result<Vec<(Quote, Option<u64>)>> {
        let query =
            "SELECT quote, file, page, start, \"end\", section, count FROM quotes WHERE disclosure = ?";
        self.rows(query, Some(disclosure), |row| Ok((quote(row, 0)?, row.get(6)?)))
    }

    fn findings(&self, paper: i64) -> Result<Vec<FindingRow>> {
        let query = "SELECT id, chip, destination, institutions, first_day, last_day, window_basis, as_written,
            as_enforced, licence_free, supposes, last_known_state_of FROM findings WHERE paper = ? ORDER BY id";
        self.rows(query, Some(paper), |row| {
            let id = row.get(0)?;
            Ok(FindingRow {
                chip: row.get(1)?,
                destination: row.get(2)?,
                institutions: list(row, 3)?,
                first_day: row.get(4)?,
                last_day: row.get(5)?,
                window_basis: row.get(6)?,
                as_written: row.get(7)?,
                as_enforced: row.get(8)?,
                licence_free: list(row, 9)?,
                supposes: list(row, 10)?,
                last_known_state_of: row.get(11)?,
                slices: self.slices(id)?,
                explanations: self.explanations(id)?,
            })
        })
    }

    fn slices(&self, finding: i64) -> Result<Vec<SliceRow>> {
        let query = "SELECT id, first_day, last_day, as_written, as_enforced FROM slices WHERE finding = ? ORDER BY id";
        let steps = "SELECT clause, version, holds FROM steps WHERE slice = ? ORDER BY rowid";
        self.rows(query, Some(finding), |row| {
            let step = |row: &Row<'_>| {
                Ok(ClauseRow { clause: row.get(0)?, version: row.get(1)?, holds: row.get(2)? })
            };
            Ok(SliceRow {
                first_day: row.get(1)?,
                last_day: row.get(2)?,
                as_written: row.get(3)?,
                as_enforced: row.get(4)?,
                clauses: self.rows(steps, Some(row.get(0)?), step)?,
            })
        })
    }

    fn explanations(&self, finding: i64) -> Result<Vec<ExplanationRow>> {
        let query = "SELECT id, account, says, standing, as_written, as_enforced FROM explanations
            WHERE finding = ? ORDER BY id";
        let grounds = "SELECT says, citation FROM grounds WHERE explanation = ? ORDER BY rowid";
        self.rows(query, Some(finding), |row| {
            let ground = |row: &Row<'_>| Ok(GroundRow { says: row.get(0)?, citation: row.get(1)? });
            Ok(ExplanationRow {
                account: row.get(1)?,
                says: row.get(2)?,
                standing: row.get(3)?,
                as_written: row.get(4)?,
                as_enforced: row.get(5)?,
                grounds: self.rows(grounds, Some(row.get(0)?), ground)?,
            })
        })
    }

    fn problems(&self, paper: i64) -> Result<Vec<ProblemRow>> {
        let query = "SELECT kind, stops_reading, file, detail FROM problems WHERE paper = ? ORDER BY rowid";
        self.rows(query, Some(paper), |row| {
            Ok(ProblemRow {
                kind: row.get(0)?,
                stops_reading: row.get(1)?,
                file: row.get(2)?,
                detail: row.get(3)?,
            })
        })
    }
}

/// Six columns from `at`: the text, file, page, first byte, byte after the last, section.
fn quote(row: &Row<'_>, at: usize) -> Result<Quote> {
    Ok(Quote {
        text: row.get(at)?,
        file: row.get(at + 1)?,
        page: row.get(at + 2)?,
        start: row.get(at + 3)?,
        end: row.get(at + 4)?,
        section: row.get(at + 5)?,
    })
}

/// A column that holds a JSON list.
fn list<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> Result<Vec<T>> {
    let text = String::column_result(row.get_ref(at)?)?;
    serde_json::from_str(&text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(at, rusqlite::types::Type::Text, Box::new(error))
    })
}
