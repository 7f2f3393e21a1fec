//! `chiptrace report`: a survey as one page that needs no network.

mod finding;
mod page;
mod protection;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use chiptrace::controls::knowledge::Knowledge;
use chiptrace::controls::place::CountryCode;
use clap::Args;

use crate::exit::Failure;
use crate::index::count;
use crate::ledger::read::Ledger;
use page::Page;
use protection::Protection;

/// Writes a survey as one page for a browser: summary, pictures, findings with quotes, accounts and clauses.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chiptrace report survey/ --out report.html                 everything that the ledger holds of findings
  chiptrace report survey/ --out public.html --publication   counts rounded, small institutions not named

The page loads nothing from elsewhere. It can be filtered, printed, and used by keyboard and screen reader.
The rules of --publication are printed on the page that they were applied to.")]
pub struct Report {
    /// The ledger, or the folder that a survey made.
    ledger: PathBuf,
    /// The page to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Protect sources: round counts, and name no institution that few papers stand for.
    #[arg(long)]
    publication: bool,
    /// The most papers with findings to show, newest first; the page says how many were left out.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    limit: u64,
    /// The country whose series is drawn.
    #[arg(long, value_name = "CC", default_value = "CN")]
    country: CountryCode,
}

/// Runs the command.
pub fn run(args: &Report, knowledge: &Knowledge) -> Result<ExitCode, Failure> {
    let ledger = Ledger::open(&args.ledger)?;
    let protection = args.publication.then(|| Protection::of(&ledger)).transpose()?;
    let page = page(&ledger, knowledge, args.country, args.limit, protection)?;
    let failed = |error| Failure::io(&args.out.display().to_string(), &error);
    let mut out = BufWriter::new(File::create(&args.out).map_err(failed)?);
    page.write(&mut out, failed)?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the page of every finding of a ledger, for the evidence pack.
pub fn whole(
    ledger: &Ledger,
    knowledge: &Knowledge,
    out: &mut impl Write,
    failed: impl Fn(io::Error) -> Failure + Copy,
) -> Result<(), Failure> {
    let china = "CN".parse().map_err(|error| Failure::internal("country", &error))?;
    page(ledger, knowledge, china, u64::from(u32::MAX), None)?.write(out, failed)
}

fn page<'l>(
    ledger: &'l Ledger,
    knowledge: &Knowledge,
    country: CountryCode,
    limit: u64,
    protection: Option<Protection>,
) -> Result<Page<'l>, Failure> {
    let origin = ledger.origin()?;
    let counted = count(ledger, knowledge, country, &origin)?;
    Ok(Page {
        funnel: ledger.funnel()?,
        clauses: ledger.clauses()?,
        ledger,
        origin,
        counted,
        names: ledger.all_names()?,
        protection,
        country,
        limit,
    })
}
