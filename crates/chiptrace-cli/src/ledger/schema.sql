-- The ledger of a survey. docs/the-ledger.md explains every table. Types are those of SQLite; BOOLEAN is 0 or 1, and
-- DATE TEXT a whole day (YYYY-MM-DD), while dates that may be known only to the month or quarter are TEXT.
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE papers (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, version INTEGER, sha256 TEXT NOT NULL, format TEXT,
  title TEXT, date TEXT, quarter TEXT, date_basis TEXT, anonymous BOOLEAN NOT NULL, fate TEXT NOT NULL,
  countries TEXT NOT NULL, mentioned_only TEXT NOT NULL);
CREATE TABLE readings (
  paper INTEGER NOT NULL REFERENCES papers(id), name TEXT NOT NULL, version INTEGER, format TEXT, sha256 TEXT NOT NULL,
  fate TEXT NOT NULL);
CREATE TABLE changes (
  paper INTEGER NOT NULL REFERENCES papers(id), kind TEXT NOT NULL, from_version INTEGER, to_version INTEGER,
  chip_before TEXT, count_before INTEGER, quote_before TEXT, sentence_before TEXT, place_before TEXT,
  chip_after TEXT, count_after INTEGER, quote_after TEXT, sentence_after TEXT, place_after TEXT);
CREATE TABLE parties (
  id INTEGER PRIMARY KEY, paper INTEGER NOT NULL REFERENCES papers(id), name TEXT NOT NULL, country TEXT, ror TEXT,
  headquarters TEXT, quote TEXT NOT NULL, file TEXT, page INTEGER, start INTEGER, "end" INTEGER);
CREATE TABLE disclosures (
  id INTEGER PRIMARY KEY, paper INTEGER NOT NULL REFERENCES papers(id), chip TEXT NOT NULL, role TEXT NOT NULL,
  count INTEGER, count_kind TEXT, memory_gb REAL, form TEXT, provider TEXT, activity TEXT, stands_at TEXT,
  machine TEXT, machine_grounds TEXT NOT NULL, confidence REAL NOT NULL,
  quote TEXT NOT NULL, sentence TEXT NOT NULL, count_says TEXT, reasons TEXT NOT NULL,
  file TEXT, page INTEGER, start INTEGER, "end" INTEGER, section TEXT);
CREATE TABLE quotes (
  disclosure INTEGER NOT NULL REFERENCES disclosures(id), quote TEXT NOT NULL, count INTEGER,
  file TEXT, page INTEGER, start INTEGER, "end" INTEGER, section TEXT);
CREATE TABLE findings (
  id INTEGER PRIMARY KEY, paper INTEGER NOT NULL REFERENCES papers(id), chip TEXT NOT NULL, destination TEXT NOT NULL,
  institutions TEXT NOT NULL, first_day DATE TEXT NOT NULL, last_day DATE TEXT NOT NULL, window_basis TEXT NOT NULL,
  as_written TEXT NOT NULL, as_enforced TEXT NOT NULL, licence_free TEXT NOT NULL, supposes TEXT NOT NULL,
  last_known_state_of DATE TEXT);
CREATE TABLE explanations (
  id INTEGER PRIMARY KEY, finding INTEGER NOT NULL REFERENCES findings(id), account TEXT NOT NULL, says TEXT NOT NULL,
  standing TEXT NOT NULL, as_written TEXT, as_enforced TEXT);
CREATE TABLE grounds (explanation INTEGER NOT NULL REFERENCES explanations(id), says TEXT NOT NULL, citation TEXT);
CREATE TABLE slices (
  id INTEGER PRIMARY KEY, finding INTEGER NOT NULL REFERENCES findings(id), first_day DATE TEXT NOT NULL,
  last_day DATE TEXT NOT NULL, as_written TEXT NOT NULL, as_enforced TEXT NOT NULL);
CREATE TABLE steps (
  slice INTEGER NOT NULL REFERENCES slices(id), clause TEXT NOT NULL, version DATE TEXT NOT NULL, holds TEXT NOT NULL);
CREATE TABLE clauses (
  clause TEXT NOT NULL, version DATE TEXT NOT NULL, last_day DATE TEXT, title TEXT NOT NULL, consequence TEXT NOT NULL,
  citation TEXT NOT NULL, words TEXT NOT NULL, verification TEXT NOT NULL, PRIMARY KEY (clause, version));
CREATE TABLE chips (
  chip TEXT PRIMARY KEY, vendor TEXT NOT NULL, name TEXT NOT NULL, china_variant_of TEXT, origin TEXT, announced TEXT,
  first_shipped TEXT);
CREATE TABLE countries (country TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE problems (
  paper INTEGER NOT NULL REFERENCES papers(id), kind TEXT NOT NULL, stops_reading BOOLEAN NOT NULL, file TEXT,
  detail TEXT NOT NULL);
CREATE VIRTUAL TABLE search USING fts5(text, kind UNINDEXED, paper UNINDEXED);
