//! `chiptrace timeline`: a chip's history to a destination, as a table and as a picture.

mod draw;

use std::path::PathBuf;
use std::process::ExitCode;

use chiptrace::controls::catalogue::Found;
use chiptrace::controls::chip::Chip;
use chiptrace::controls::course::{FreeWindow, Span, course, first_shipment, free_windows, public_since};
use chiptrace::controls::date::Date;
use chiptrace::controls::item::Item;
use chiptrace::controls::knowledge::Knowledge;
use chiptrace::controls::place::CountryCode;
use chiptrace::controls::transaction::{Exporter, Window};
use serde::Serialize;

use crate::exit::Failure;
use crate::output::{Format, show, show_json};
use crate::windows;

/// What `timeline` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The chip, as people write it
    chip: String,
    /// Where it goes: an ISO 3166-1 code or a name
    #[arg(long, value_name = "COUNTRY")]
    to: String,
    /// Also draw the timeline into this file (.svg or .png); once for each file
    #[arg(long, value_name = "FILE", visible_aliases = ["svg", "png"])]
    picture: Vec<PathBuf>,
    /// How the table is printed
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// A chip's history to a destination.
#[derive(Debug, Serialize)]
pub struct Timeline<'k> {
    schema: &'static str,
    chip: String,
    destination: CountryCode,
    destination_name: String,
    announced: Option<String>,
    first_shipped: Option<String>,
    until: Date,
    rows: Vec<Row<'k>>,
}

/// The course of the law for one kind of exporter.
#[derive(Debug, Serialize)]
pub struct Row<'k> {
    exporter: String,
    spans: Vec<Span<'k>>,
    free: Vec<FreeWindow>,
}

/// Runs `timeline`.
pub fn run(args: &Args, knowledge: &Knowledge, today: Date) -> Result<ExitCode, Failure> {
    tell(args, knowledge, today).map(|()| ExitCode::SUCCESS)
}

fn usage(problem: impl std::fmt::Display) -> Failure {
    Failure::usage(format!("timeline: {problem}"))
}

fn tell(args: &Args, knowledge: &Knowledge, today: Date) -> Result<(), Failure> {
    let item = match knowledge.catalogue().find(&args.chip) {
        Found::Item(item) => item,
        Found::Nothing { closest } => {
            let told = format!("no chip is known as “{}”; closest: {}", args.chip, closest.join(", "));
            return Err(usage(told));
        }
    };
    let country = knowledge.places().find(&args.to);
    let country = country.ok_or_else(|| usage(format!("“{}” is no country", args.to)))?;
    let mut timeline = Timeline::of(knowledge, &item, country.alpha2, today);
    timeline.destination_name.clone_from(&country.name);
    if !args.picture.is_empty() {
        draw::draw(&timeline).write(&args.picture)?;
    }
    let shown = match args.format {
        Format::Text => show(&timeline.text(knowledge)),
        Format::Json => show_json(&timeline),
    };
    shown.map_err(usage)
}

impl<'k> Timeline<'k> {
    fn of(knowledge: &'k Knowledge, item: &Item, destination: CountryCode, until: Date) -> Self {
        let chip = knowledge.chip(&item.id);
        let window = Window::between(public_since(knowledge, item), until);
        let mut rows = Vec::new();
        for (name, exporter) in exporters(chip) {
            let spans = course(knowledge, item, destination, exporter, window);
            let free = free_windows(&spans, first_shipment(knowledge, item));
            rows.push(Row { exporter: name, spans, free });
        }
        Self {
            schema: "chiptrace.timeline/1",
            chip: item.name.clone(),
            destination,
            destination_name: destination.to_string(),
            announced: chip.and_then(|chip| chip.announced).map(|date| date.to_string()),
            first_shipped: chip.and_then(|chip| chip.first_shipped).map(|date| date.to_string()),
            until,
            rows,
        }
    }

    fn text(&self, knowledge: &Knowledge) -> String {
        let unknown = || "not known".to_owned();
        let mut out = format!("{} to {}\n\n", self.chip, self.destination_name);
        out += &format!("announced      {}\n", self.announced.clone().unwrap_or_else(unknown));
        out += &format!("first shipped  {}\n", self.first_shipped.clone().unwrap_or_else(unknown));
        for row in &self.rows {
            out += &format!("\nExporter: {}\n", row.exporter);
            row.spans.iter().for_each(|span| out += &line(span, self.until, knowledge));
            let free = windows::days(&row.free, self.until);
            out += &format!("  without a licence: {free}\n");
        }
        out += "\nThe buyer is taken to be at home at the destination, not listed and not military.\n";
        out
    }
}

/// The chip's maker, and an exporter that no letter was sent to.
fn exporters(chip: Option<&Chip>) -> Vec<(String, Exporter)> {
    let maker = chip.map(|chip| (chip.vendor.clone(), Exporter::Named(chip.vendor.clone())));
    maker.into_iter().chain([("an exporter without a letter".to_owned(), Exporter::NoAddressee)]).collect()
}

fn line(span: &Span<'_>, until: Date, knowledge: &Knowledge) -> String {
    let answer = if span.as_written == span.as_enforced {
        span.as_enforced.name().to_owned()
    } else {
        format!("as written {}, as enforced {}", span.as_written.name(), span.as_enforced.name())
    };
    let titles = span.clauses.iter().filter_map(|id| knowledge.law().clause(id));
    let titles: Vec<&str> = titles.map(|clause| clause.title.as_str()).collect();
    let because = if titles.is_empty() { String::new() } else { format!(": {}", titles.join("; ")) };
    format!("  {:<25} {answer}{because}\n", days(span.days, until))
}

fn days(window: Window, until: Date) -> String {
    if window.last == until {
        format!("{} to today", window.first)
    } else {
        format!("{} to {}", window.first, window.last)
    }
}
