//! Rows into the ledger, paper by paper in the order of their keys.

use std::path::Path;

use chiptrace::controls::knowledge::Knowledge;
use chiptrace::survey::change::{Change, Said};
use chiptrace::survey::row::{
    ArxivRow, DisclosureRow, Entry, ExplanationRow, FindingRow, ListingRow, PartyRow, Quote, SliceRow, word,
};
use rusqlite::{Connection, Result, ToSql, params};

/// A ledger that is being written.
pub struct Writer {
    connection: Connection,
    papers: i64,
}

/// A page of 4 KiB and no journal: the file is written once, and its bytes depend on its rows alone.
const SETTINGS: &str = "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
    PRAGMA cache_size = -32000; PRAGMA temp_store = FILE; PRAGMA foreign_keys = OFF; PRAGMA application_id = 1667787888;";

impl Writer {
    /// A new ledger at `path`, with the records of the law and the chips.
    pub fn new(path: &Path, knowledge: &Knowledge) -> Result<Self> {
        let connection = Connection::open(path)?;
        connection.set_prepared_statement_cache_capacity(64);
        connection.execute_batch(SETTINGS)?;
        connection.execute_batch("BEGIN")?;
        connection.execute_batch(include_str!("schema.sql"))?;
        let writer = Self { connection, papers: 0 };
        writer.records(knowledge)?;
        Ok(writer)
    }

    /// Says something of the whole.
    pub fn meta(&self, name: &str, value: &str) -> Result<()> {
        self.insert("INSERT INTO meta VALUES (?, ?)", params![name, value]).map(|_| ())
    }

    /// Makes the indexes and closes the file.
    pub fn finish(self) -> Result<()> {
        self.connection.execute_batch("INSERT INTO search(search) VALUES ('optimize')")?;
        self.connection.execute_batch(include_str!("indexes.sql"))?;
        self.connection.execute_batch("COMMIT")?;
        self.connection.close().map_err(|(_, error)| error)
    }

    fn insert(&self, sql: &str, values: &[&dyn ToSql]) -> Result<i64> {
        self.connection.prepare_cached(sql)?.insert(values)
    }

    fn records(&self, knowledge: &Knowledge) -> Result<()> {
        for clause in knowledge.law().clauses() {
            for version in &clause.versions {
                let (from, to) = (version.from.to_string(), version.to.map(|day| day.to_string()));
                let (consequence, known) = (word(&clause.consequence), word(&version.verification));
                self.insert(
                    "INSERT INTO clauses VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    params![
                        clause.id,
                        from,
                        to,
                        clause.title,
                        consequence,
                        version.citation,
                        version.words,
                        known
                    ],
                )?;
            }
        }
        for chip in knowledge.chips() {
            let [announced, shipped] =
                [chip.announced, chip.first_shipped].map(|date| date.map(|d| d.to_string()));
            self.insert(
                "INSERT INTO chips VALUES (?, ?, ?, ?, ?, ?, ?)",
                params![
                    chip.id,
                    chip.vendor,
                    chip.name,
                    chip.china_variant_of,
                    chip.origin,
                    announced,
                    shipped
                ],
            )?;
        }
        for country in knowledge.places().all() {
            let code = country.alpha2.to_string();
            self.insert("INSERT INTO countries VALUES (?, ?)", params![code, country.name])?;
        }
        Ok(())
    }

    /// The number of the paper that is written next.
    pub fn next(&self) -> i64 {
        self.papers + 1
    }

    /// One reading of the paper that is written next.
    pub fn reading(&self, entry: &Entry) -> Result<()> {
        self.insert(
            "INSERT INTO readings VALUES (?, ?, ?, ?, ?, ?)",
            params![self.next(), entry.name, entry.version, entry.format, entry.sha256, fate(entry)],
        )
        .map(|_| ())
    }

    /// What differs between two versions of the paper that is written next.
    pub fn change(&self, change: &Change, from: Option<u32>, to: Option<u32>) -> Result<()> {
        let (before, after) = (change.before.as_ref(), change.after.as_ref());
        let place = |said: Option<&Said>| said.map(|said| place(&said.quote));
        self.insert(
            "INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                self.next(),
                change.kind.name(),
                from,
                to,
                before.map(|said| &said.chip),
                before.and_then(|said| said.count),
                before.map(|said| &said.quote.text),
                before.map(|said| &said.sentence),
                place(before),
                after.map(|said| &said.chip),
                after.and_then(|said| said.count),
                after.map(|said| &said.quote.text),
                after.map(|said| &said.sentence),
                place(after),
            ],
        )
        .map(|_| ())
    }

    /// A paper with all that is said of it.
    pub fn paper(&mut self, entry: &Entry) -> Result<()> {
        let paper = self.next();
        self.papers = paper;
        let ArxivRow { id, versions, categories } = entry.arxiv.clone().unwrap_or_default();
        self.insert(
            "INSERT INTO papers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                paper,
                entry.key,
                entry.name,
                entry.version,
                entry.sha256,
                entry.format,
                entry.title,
                id,
                json(&versions),
                json(&categories),
                entry.date,
                entry.quarter,
                entry.date_basis,
                entry.anonymous,
                fate(entry),
                json(&entry.countries()),
                json(&entry.mentioned_only),
            ],
        )?;
        if let Some(title) = &entry.title {
            self.search(paper, "title", title)?;
        }
        entry.parties.iter().try_for_each(|party| self.party(paper, party))?;
        entry.disclosures.iter().try_for_each(|row| self.disclosure(paper, row))?;
        entry.findings.iter().try_for_each(|row| self.finding(paper, row))?;
        self.problems(paper, entry)
    }

    fn search(&self, paper: i64, kind: &str, text: &str) -> Result<()> {
        self.insert("INSERT INTO search VALUES (?, ?, ?)", params![text, kind, paper]).map(|_| ())
    }

    fn party(&self, paper: i64, row: &PartyRow) -> Result<()> {
        let Quote { text, file, page, start, end, .. } = &row.quote;
        self.insert(
            "INSERT INTO parties VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![paper, row.name, row.country, row.ror, row.headquarters, text, file, page, start, end],
        )?;
        self.search(paper, "institution", &row.name)
    }

    fn disclosure(&self, paper: i64, row: &DisclosureRow) -> Result<()> {
        let Quote { text, file, page, start, end, section } = &row.quote;
        let disclosure = self.insert(
            "INSERT INTO disclosures VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                paper,
                row.chip,
                row.role,
                row.count,
                row.count_kind,
                row.memory_gb,
                row.form,
                row.provider,
                row.activity,
                row.stands_at,
                row.machine,
                json(&row.machine_grounds),
                row.confidence,
                text,
                row.sentence,
                row.count_says,
                json(&row.reasons),
                file,
                page,
                start,
                end,
                section
            ],
        )?;
        self.search(paper, "sentence", &row.sentence)?;
        for (Quote { text, file, page, start, end, section }, count) in &row.also {
            self.insert(
                "INSERT INTO quotes VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                params![disclosure, text, count, file, page, start, end, section],
            )?;
        }
        Ok(())
    }

    fn finding(&self, paper: i64, row: &FindingRow) -> Result<()> {
        let finding = self.insert(
            "INSERT INTO findings VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                paper,
                row.chip,
                row.destination,
                json(&row.institutions),
                row.first_day,
                row.last_day,
                row.window_basis,
                row.as_written,
                row.as_enforced,
                json(&row.licence_free),
                json(&row.supposes),
                row.last_known_state_of
            ],
        )?;
        row.listed.iter().try_for_each(|row| self.listing(finding, row))?;
        row.explanations.iter().try_for_each(|row| self.explanation(finding, row))?;
        row.slices.iter().try_for_each(|row| self.slice(finding, row))
    }

    fn listing(&self, finding: i64, row: &ListingRow) -> Result<()> {
        self.insert(
            "INSERT INTO listings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                finding,
                row.institution,
                row.list,
                row.title,
                row.entry,
                row.citation,
                row.from,
                row.from_basis,
                row.to,
                row.on_list,
                row.says
            ],
        )
        .map(|_| ())
    }

    fn explanation(&self, finding: i64, row: &ExplanationRow) -> Result<()> {
        let explanation = self.insert(
            "INSERT INTO explanations VALUES (NULL, ?, ?, ?, ?, ?, ?)",
            params![finding, row.account, row.says, row.standing, row.as_written, row.as_enforced],
        )?;
        for ground in &row.grounds {
            let values = params![explanation, ground.says, ground.citation];
            self.insert("INSERT INTO grounds VALUES (?, ?, ?)", values)?;
        }
        Ok(())
    }

    fn slice(&self, finding: i64, row: &SliceRow) -> Result<()> {
        let slice = self.insert(
            "INSERT INTO slices VALUES (NULL, ?, ?, ?, ?, ?)",
            params![finding, row.first_day, row.last_day, row.as_written, row.as_enforced],
        )?;
        for step in &row.clauses {
            let values = params![slice, step.clause, step.version, step.holds];
            self.insert("INSERT INTO steps VALUES (?, ?, ?, ?)", values)?;
        }
        Ok(())
    }

    fn problems(&self, paper: i64, entry: &Entry) -> Result<()> {
        for row in &entry.problems {
            self.insert(
                "INSERT INTO problems VALUES (?, ?, ?, ?, ?)",
                params![paper, row.kind, row.stops_reading, row.file, row.detail],
            )?;
        }
        Ok(())
    }
}

fn fate(entry: &Entry) -> String {
    entry.fate.as_ref().map(word).unwrap_or_default()
}

/// Where a quote stands, in words.
fn place(quote: &Quote) -> String {
    let file = quote.file.as_deref().unwrap_or("?");
    let page = quote.page.map(|page| format!(", page {page}")).unwrap_or_default();
    let bytes = quote.start.zip(quote.end).map(|(start, end)| format!(", bytes {start}–{end}"));
    format!("{file}{page}{}", bytes.unwrap_or_default())
}

pub(super) fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
