//! `chiptrace index`: papers and disclosed units by chip, country and quarter, with shares and their doubt.

mod table;

use std::path::PathBuf;
use std::process::ExitCode;

use chiptrace::accuracy::{Measure, Measures};
use chiptrace::controls::date::Date;
use chiptrace::controls::knowledge::Knowledge;
use chiptrace::controls::place::CountryCode;
use chiptrace::survey::index::{Index, Line, Observation};
use chiptrace::survey::series::{BeforeAfter, Group, Point, Rule, Series, groups, rules};
use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::exit::Failure;
use crate::ledger::read::{Ledger, Origin};
use crate::output::{show, show_json};
use crate::picture::{self, Picture};

/// Counts papers and disclosed chips by chip, country and quarter, and follows groups of chips over time.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chiptrace index survey/                              tables on the terminal
  chiptrace index survey/ --format csv > index.csv     one line for each chip, country and quarter
  chiptrace index survey/ --format json                with the series and the years around each rule
  chiptrace index survey/ --picture shares.png         shares over time with the rules as marked lines, as PNG or SVG
  chiptrace index survey/ --picture funnel.svg --draw funnel
  chiptrace index survey/ --country RU                 the series of another country")]
pub struct Counts {
    /// The ledger, or the folder that a survey made.
    ledger: PathBuf,
    /// The country whose series is shown.
    #[arg(long, value_name = "CC", default_value = "CN")]
    country: CountryCode,
    /// How to write the answer.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Also draw a picture into this file (.svg or .png); once for each file.
    #[arg(long, value_name = "FILE", visible_aliases = ["svg", "png"])]
    picture: Vec<PathBuf>,
    /// What the picture shows.
    #[arg(long, value_enum, default_value_t = Drawn::Shares, requires = "picture")]
    draw: Drawn,
}

/// Pictures of a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Drawn {
    /// Shares of groups of chips over time, with the rules as marked lines.
    Shares,
    /// Chips by country.
    Countries,
    /// What became of the papers.
    Funnel,
}

/// Ways to write the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables for people.
    Text,
    /// One line for each chip, country and quarter.
    Csv,
    /// Everything.
    Json,
}

/// What a ledger comes to in numbers.
pub struct Counted {
    /// Chip by country by quarter.
    pub index: Index,
    /// Groups of chips over time, in one country.
    pub series: Series,
    /// The days on which chips came to need a licence to that country.
    pub rules: Vec<Rule>,
}

/// The answer as JSON.
#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    program: &'a str,
    knowledge: &'a str,
    today: &'a str,
    measure: &'a Measure,
    lines: Vec<Line>,
    country: CountryCode,
    groups: Vec<(Group, Vec<Point>)>,
    rules: &'a [Rule],
    around_rules: Vec<BeforeAfter>,
}

/// Runs the command.
pub fn run(args: &Counts, knowledge: &Knowledge) -> Result<ExitCode, Failure> {
    let ledger = Ledger::open(&args.ledger)?;
    let measures = Measures::embedded().map_err(|error| Failure::internal("measures", &error))?;
    let origin = ledger.origin()?;
    let counted = count(&ledger, knowledge, args.country, &origin)?;
    if !args.picture.is_empty() {
        draw(args, &ledger, &counted, knowledge)?.write(&args.picture)?;
    }
    let lines: Vec<Line> = counted.index.lines(&measures.ordinary).collect();
    let written = match args.format {
        Format::Text => show(&table::text(&counted, &lines, &measures.ordinary, args.country)),
        Format::Csv => table::csv(&lines).and_then(|text| show(&text)),
        Format::Json => show_json(&answer(&counted, lines, &measures.ordinary, &origin, args.country)),
    };
    written.map(|()| ExitCode::SUCCESS).map_err(|error| Failure::internal("index", &error))
}

fn draw(
    args: &Counts,
    ledger: &Ledger,
    counted: &Counted,
    knowledge: &Knowledge,
) -> Result<Picture, Failure> {
    let plainly = |papers: u64| papers.to_string();
    Ok(match args.draw {
        Drawn::Shares => {
            picture::shares(&counted.series, &counted.rules, &country_name(knowledge, args.country))
        }
        Drawn::Countries => {
            let names = ledger.all_names()?;
            picture::by_country(&counted.index.by_country(), |key| names.of(key), plainly)
        }
        Drawn::Funnel => picture::funnel(&ledger.funnel()?, plainly),
    })
}

fn answer<'a>(
    counted: &'a Counted,
    lines: Vec<Line>,
    measure: &'a Measure,
    origin: &'a Origin,
    country: CountryCode,
) -> Answer<'a> {
    Answer {
        schema: "chiptrace.index/1",
        program: &origin.program,
        knowledge: &origin.knowledge,
        today: &origin.today,
        measure,
        lines,
        country,
        groups: Group::ALL.into_iter().map(|group| (group, counted.series.points(group))).collect(),
        rules: &counted.rules,
        around_rules: counted.series.around(&counted.rules),
    }
}

/// A country's name as the records have it.
pub fn country_name(knowledge: &Knowledge, country: CountryCode) -> String {
    knowledge.places().get(country).map_or_else(|| country.to_string(), |country| country.name.clone())
}

/// Goes once through the papers of a ledger.
pub fn count(
    ledger: &Ledger,
    knowledge: &Knowledge,
    country: CountryCode,
    origin: &Origin,
) -> Result<Counted, Failure> {
    let today: Date =
        origin.today.parse().map_err(|_| Failure::usage(format!("the ledger's day {}", origin.today)))?;
    let mut index = Index::default();
    let mut series = Series::new(country.as_str(), groups(knowledge, country, today));
    ledger.observe(|paper: Observation<'_>| {
        index.add(paper);
        series.add(paper);
    })?;
    Ok(Counted { index, series, rules: rules(knowledge, country, today) })
}
