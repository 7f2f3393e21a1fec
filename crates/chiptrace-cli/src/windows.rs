//! `chiptrace windows`: when which chip could go where without a licence.

use std::process::ExitCode;

use chiptrace::controls::catalogue::Found;
use chiptrace::controls::course::{FreeWindow, course, first_shipment, free_windows, public_since};
use chiptrace::controls::date::Date;
use chiptrace::controls::item::Item;
use chiptrace::controls::knowledge::Knowledge;
use chiptrace::controls::place::CountryCode;
use chiptrace::controls::transaction::{Exporter, Window};
use serde::Serialize;

use crate::exit::Failure;
use crate::output::{Format, show, show_json};

/// What `windows` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Chips, as people write them
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "A100,A800,H100,H800,H20,H200,MI250X,MI300X,L40S,RTX 4090,L4,A30,B200"
    )]
    chips: Vec<String>,
    /// Destinations, by ISO 3166-1 code
    #[arg(long, value_delimiter = ',', default_value = "CN,MO,RU,SA,AE,VN,SG,DE")]
    to: Vec<String>,
    /// How the table is printed
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, Serialize)]
struct Cell {
    chip: String,
    announced: Option<String>,
    first_shipped: Option<String>,
    destination: CountryCode,
    maker: String,
    maker_free: Vec<FreeWindow>,
    others_free: Vec<FreeWindow>,
}

/// Runs `windows`.
pub fn run(args: &Args, knowledge: &Knowledge, today: Date) -> Result<ExitCode, Failure> {
    let told = tell(args, knowledge, today);
    told.map(|()| ExitCode::SUCCESS).map_err(|problem| Failure::usage(format!("windows: {problem}")))
}

fn tell(args: &Args, knowledge: &Knowledge, until: Date) -> Result<(), String> {
    let mut cells = Vec::new();
    for written in &args.chips {
        let Found::Item(item) = knowledge.catalogue().find(written) else {
            return Err(format!("no chip is known as “{written}”"));
        };
        for code in &args.to {
            let country = knowledge.places().find(code).ok_or_else(|| format!("“{code}” is no country"))?;
            cells.push(cell(knowledge, &item, country.alpha2, until));
        }
    }
    match args.format {
        Format::Json => show_json(&cells),
        Format::Text => show(&table(&cells, until)),
    }
}

fn cell(knowledge: &Knowledge, item: &Item, destination: CountryCode, until: Date) -> Cell {
    let chip = knowledge.chip(&item.id);
    let maker = chip.map_or_else(|| item.name.clone(), |chip| chip.vendor.clone());
    let window = Window::between(public_since(knowledge, item), until);
    let free = |exporter| {
        free_windows(&course(knowledge, item, destination, exporter, window), first_shipment(knowledge, item))
    };
    Cell {
        chip: item.name.clone(),
        announced: chip.and_then(|chip| chip.announced).map(|date| date.to_string()),
        first_shipped: chip.and_then(|chip| chip.first_shipped).map(|date| date.to_string()),
        destination,
        maker_free: free(Exporter::Named(maker.clone())),
        others_free: free(Exporter::NoAddressee),
        maker,
    }
}

fn table(cells: &[Cell], until: Date) -> String {
    let mut out = "Days on which no licence was needed, as enforced, since the chip first shipped. The buyer is taken to be at\n\
                   home at the destination, not listed and not military. “Others”: exporters without a letter of their own.\n"
        .to_owned();
    let mut chip = "";
    for cell in cells {
        if cell.chip != chip {
            chip = &cell.chip;
            let known = |date: &Option<String>| date.clone().unwrap_or_else(|| "not known".to_owned());
            let (announced, shipped) = (known(&cell.announced), known(&cell.first_shipped));
            out += &format!("\n{chip} (announced {announced}, first shipped {shipped})\n");
        }
        let maker = days(&cell.maker_free, until);
        let others = days(&cell.others_free, until);
        let told = if maker == others { maker } else { format!("{}: {maker}; others: {others}", cell.maker) };
        out += &format!("  {}  {told}\n", cell.destination);
    }
    out
}

/// Windows in words; “never” where there is none.
pub fn days(windows: &[FreeWindow], until: Date) -> String {
    if windows.is_empty() {
        return "never".to_owned();
    }
    let word = |window: &FreeWindow| {
        let Window { first, last } = window.days;
        let last = if last == until { "today".to_owned() } else { last.to_string() };
        let doubt = if window.before_sure_shipment { " (if it had shipped by then)" } else { "" };
        format!("{first} to {last}{doubt}")
    };
    windows.iter().map(word).collect::<Vec<_>>().join(" and ")
}
