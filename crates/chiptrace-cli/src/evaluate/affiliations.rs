//! `chiptrace evaluate affiliations`: scores on a labelled set.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use chiptrace::evaluate::affiliations::{Labelled, Scores, Tally, score};
use clap::Args;

#[derive(Debug, Args)]
pub struct Arguments {
    /// JSON lines with `affiliation`, `ror_ids`, `countries`; .gz is read too
    file: PathBuf,
    /// Print every wrong or missing answer as a JSON line
    #[arg(long, alias = "errors")]
    misses: bool,
}

pub fn run(arguments: &Arguments) -> ExitCode {
    match scores(arguments) {
        Ok((scores, times)) => {
            print(&scores, arguments.misses);
            print_speed(&scores, &times);
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("chiptrace evaluate affiliations: {message}");
            ExitCode::FAILURE
        }
    }
}

/// How long it took, on one core.
struct Times {
    loading: Duration,
    resolving: Duration,
}

fn scores(arguments: &Arguments) -> Result<(Scores, Times), String> {
    let text = crate::data::text(&arguments.file)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let parsed = lines.map(|(number, line)| {
        serde_json::from_str::<Labelled>(line).map_err(|e| format!("line {}: {e}", number + 1))
    });
    let set = parsed.collect::<Result<Vec<_>, _>>()?;
    let began = Instant::now();
    let register = crate::data::register()?;
    let loading = began.elapsed();
    let scores = score(&set, &register);
    Ok((scores, Times { loading, resolving: began.elapsed() - loading }))
}

fn print_speed(scores: &Scores, times: &Times) {
    let seconds = times.resolving.as_secs_f64();
    let rate = scores.affiliations as f64 / seconds.max(f64::EPSILON);
    let loading = times.loading.as_secs_f64() * 1000.0;
    println!(
        "{rate:.0} affiliations a second on one core ({seconds:.2} s); register loaded in {loading:.0} ms"
    );
}

fn print(scores: &Scores, misses: bool) {
    if misses {
        for miss in &scores.misses {
            println!("{}", serde_json::to_string(miss).unwrap_or_default());
        }
    }
    println!(
        "affiliations {}, with a label outside the register {}",
        scores.affiliations, scores.outside_register
    );
    line("institutions", &scores.institutions);
    line("with none expected", &scores.with_none_expected);
    line("country", &scores.country);
    for country in ["CN", "HK", "MO", "TW", "SG"] {
        line(country, &scores.by_country.get(country).copied().unwrap_or_default());
    }
}

fn line(name: &str, tally: &Tally) {
    let Tally { given, wanted, right } = tally;
    let (precision, recall) = (tally.precision(), tally.recall());
    println!(
        "{name:20} precision {precision:.4}  recall {recall:.4}  (given {given}, wanted {wanted}, right {right})"
    );
}
