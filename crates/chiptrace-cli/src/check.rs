//! `chiptrace check`: whether a chip needed a licence to a destination on a day, and why.

pub mod answer;
mod cases;
mod replay;
pub mod text;

use std::borrow::Cow;
use std::path::PathBuf;
use std::process::ExitCode;

use chiptrace::controls::date::Date;
use chiptrace::controls::inquiry::Inquiry;
use chiptrace::controls::item::Part;
use chiptrace::controls::knowledge::Knowledge;

use crate::exit::Failure;
use crate::output::{Format, show};

use answer::{CheckAnswer, Question};
use cases::Line;
pub use replay::differences;

/// What `check` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The chip, system or memory, as people write it: “A100”, “DGX A100”, “RTX 4090 D”, “HBM3 stack”
    chip: Option<String>,
    /// Where it goes: an ISO 3166-1 code or a name
    #[arg(long, value_name = "COUNTRY")]
    to: Option<String>,
    /// Where the end user's ultimate parent has its headquarters, or “unknown”; the destination where not given
    #[arg(long, value_name = "COUNTRY")]
    end_user_hq: Option<String>,
    /// Who exports; “any” for an exporter that no letter was sent to
    #[arg(long, value_name = "NAME")]
    exporter: Option<String>,
    /// The end user's name, looked up in the lists
    #[arg(long, value_name = "NAME")]
    end_user: Option<String>,
    /// export, reexport, transfer, cloud access, use, technical evaluation
    #[arg(long, value_name = "KIND")]
    transaction: Option<String>,
    /// The day, month, quarter or year; today where not given
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// Answer by what could be known of the law on this day
    #[arg(long, value_name = "DATE")]
    known_on: Option<Date>,
    #[command(flatten)]
    figures: Figures,
    /// Answer one question a line from a file of JSON lines (`-` for standard input)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["chip", "to", "replay"])]
    cases: Option<PathBuf>,
    /// Answer again the question of an earlier answer in JSON, and say what has changed
    #[arg(long, value_name = "RECEIPT", conflicts_with_all = ["chip", "to"])]
    replay: Option<PathBuf>,
    /// How the answer is printed
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// A chip known only by its numbers.
#[derive(Debug, Clone, clap::Args)]
struct Figures {
    /// Total processing performance of a chip known only by its numbers
    #[arg(long, value_name = "NUMBER", conflicts_with = "chip")]
    tpp: Option<f64>,
    /// Its logic die area in mm²
    #[arg(long, value_name = "MM2", requires = "tpp")]
    die_area: Option<f64>,
    /// Its chip-to-chip transfer rate in GB/s, both directions
    #[arg(long, value_name = "GB_S", requires = "tpp")]
    interconnect: Option<f64>,
    /// Its memory bandwidth in GB/s
    #[arg(long, value_name = "GB_S", requires = "tpp")]
    memory_bandwidth: Option<f64>,
    /// It is designed or marketed for data centres
    #[arg(long, requires = "tpp", conflicts_with = "not_datacentre")]
    datacentre: bool,
    /// It is not designed or marketed for data centres
    #[arg(long, requires = "tpp")]
    not_datacentre: bool,
}

/// Runs `check`.
pub fn run(args: &Args, knowledge: &Knowledge, today: Date) -> Result<ExitCode, Failure> {
    let outcome = match (&args.cases, &args.replay) {
        (Some(file), _) => cases::run(file, args.known_on, knowledge),
        (_, Some(file)) => replay::run(file, knowledge),
        _ => one(args, knowledge, today),
    };
    outcome.map_err(|problem| Failure::usage(format!("check: {problem}")))
}

fn one(args: &Args, knowledge: &Knowledge, today: Date) -> Result<ExitCode, String> {
    let answer = CheckAnswer::to(args.question(today)?, knowledge)?;
    match args.format {
        Format::Text => show(&text::render(&answer, today))?,
        Format::Json => show(&format!("{}\n", answer.json()?))?,
    }
    Ok(ExitCode::SUCCESS)
}

impl Args {
    fn question(&self, today: Date) -> Result<Question, String> {
        let to = self.to.clone().ok_or("a destination is needed: --to COUNTRY")?;
        let part = self.figures.part();
        if self.chip.is_none() && part.is_none() {
            return Err("a chip is needed: its name, or its numbers with --tpp".to_owned());
        }
        let said = |field: &Option<String>| field.clone().map(Cow::Owned);
        let inquiry = Inquiry {
            chip: said(&self.chip).unwrap_or_default(),
            destination: to.into(),
            end_user_hq: said(&self.end_user_hq),
            exporter: said(&self.exporter),
            end_user: said(&self.end_user),
            transaction: said(&self.transaction),
            date: said(&self.on).unwrap_or_else(|| today.to_string().into()),
        };
        Ok(Question { inquiry, figures: part, known_on: self.known_on })
    }
}

impl Figures {
    /// The numbers of a line of questions; none where it has no TPP.
    fn of(line: &Line<'_>) -> Result<Option<Self>, String> {
        let number = |name: &str| {
            let number =
                |text: &str| text.trim().parse().map_err(|_| format!("{name}: “{text}” is no number"));
            line.field(name).map(number).transpose()
        };
        let marketed = line.field("datacentre").map(str::trim);
        if marketed.is_some_and(|word| !["true", "false"].contains(&word)) {
            return Err("datacentre: expected true or false".to_owned());
        }
        let Some(tpp) = number("tpp")? else { return Ok(None) };
        Ok(Some(Self {
            tpp: Some(tpp),
            die_area: number("die_area")?,
            interconnect: number("interconnect")?,
            memory_bandwidth: number("memory_bandwidth")?,
            datacentre: marketed == Some("true"),
            not_datacentre: marketed == Some("false"),
        }))
    }

    fn part(&self) -> Option<Part> {
        let tpp = self.tpp?;
        let datacentre = (self.datacentre || self.not_datacentre).then_some(self.datacentre);
        Some(Part {
            name: format!("a chip of TPP {tpp}"),
            tpp: Some(tpp),
            performance_density: self.die_area.map(|area| tpp / area),
            interconnect: self.interconnect,
            memory_bandwidth: self.memory_bandwidth,
            datacentre,
            ..Part::default()
        })
    }
}
