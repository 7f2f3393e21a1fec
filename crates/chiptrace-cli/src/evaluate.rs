//! `chiptrace evaluate`: scores against gold sets, with the errors to work through.

mod affiliations;
mod countries;
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use chiptrace::controls::date::Date;
use chiptrace::controls::knowledge::Knowledge;
use chiptrace::controls::register::Register;
use chiptrace::document::Input;
use chiptrace::evaluate::Item;
use chiptrace::evaluate::fit::{Fitted, fit};
use chiptrace::evaluate::gold::{GoldPaper, GoldPassage};
use chiptrace::examine::Examiner;
use clap::{Args, Subcommand, ValueEnum};
use serde::de::DeserializeOwned;

use crate::bounds::Bounds;
use crate::exit::Failure;
use crate::load::{Loaded, load};
use crate::pool;
use crate::reading::examiner;
use crate::walk::Walk;

/// Scores the reading against gold sets.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chiptrace evaluate passages passages-dev.jsonl
  chiptrace evaluate passages passages-dev.jsonl --baseline grep
  chiptrace evaluate papers papers-dev.jsonl --corpus corpus/ --errors
  chiptrace evaluate countries papers-dev.jsonl --corpus corpus/
  chiptrace evaluate affiliations affiliations-dev.jsonl")]
pub struct Evaluate {
    #[command(subcommand)]
    what: What,
    /// Read by the patterns in this folder, laid out like the project's data/, instead of those compiled in.
    #[arg(long, global = true, value_name = "FOLDER")]
    data: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Passages: JSON lines {"id","text","disclosures"}.
    Passages {
        /// The gold set.
        file: PathBuf,
        #[command(flatten)]
        options: Options,
    },
    /// Affiliations: JSON lines {"affiliation","ror_ids","countries"}; .gz is read too.
    Affiliations(affiliations::Arguments),
    /// Whole papers: JSON lines {"paper_id","kind","title","countries","disclosures","mentioned_only"}.
    Papers {
        /// The gold set.
        file: PathBuf,
        /// The folder with the papers, as KIND/PAPER_ID/.
        #[arg(long)]
        corpus: PathBuf,
        #[command(flatten)]
        options: Options,
    },
    /// Countries of whole papers: the same gold set as for papers.
    Countries(countries::Arguments),
}

/// What both kinds of gold set share.
#[derive(Debug, Args)]
pub struct Options {
    /// How to write the scores.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Also list every miss and false alarm with its passage and the reasons.
    #[arg(long)]
    errors: bool,
    /// Score a baseline instead of the reader.
    #[arg(long, value_enum)]
    baseline: Option<Baseline>,
    /// Instead of scores, print the weights of the cues that fit the labels, to be copied to data/reading/cues.toml.
    #[arg(long)]
    fit: bool,
    /// Exit with status 1 unless every bar is met, as NAME=VALUE: used-f1=0.95, false-accusations=0.01.
    #[arg(long = "require", value_name = "NAME=VALUE")]
    bars: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for people.
    Text,
    /// One JSON object.
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Baseline {
    /// Every chip name found, each taken as used.
    Grep,
}

/// Runs the command.
pub fn run(args: &Evaluate, knowledge: &Knowledge, today: Date) -> Result<ExitCode, Failure> {
    let register = Register::embedded().map_err(|error| Failure::internal("register", &error))?;
    let examiner = examiner(knowledge, &register, args.data.as_deref())?;
    let began = Instant::now();
    let (file, options, items) = match &args.what {
        What::Affiliations(arguments) => return Ok(affiliations::run(arguments)),
        What::Countries(arguments) => return countries::run(arguments, &examiner, today),
        What::Passages { file, options } => (file, options, passages(&examiner, file, options)?),
        What::Papers { file, corpus, options } => {
            (file, options, papers(&examiner, file, corpus, options, today)?)
        }
    };
    if options.fit {
        print_fit(&examiner, &items);
        return Ok(ExitCode::SUCCESS);
    }
    let run = table::Run { file, began, items: &items };
    match options.format {
        Format::Text => run.write_text(options.errors),
        Format::Json => run.write_json(options.errors)?,
    }
    run.check(&options.bars)
}

fn print_fit(examiner: &Examiner<'_>, items: &[Item]) {
    println!("# cue                     as it stands   fitted   holds");
    for Fitted { cue, before, after, holds } in fit(examiner.cues(), items) {
        println!(
            "{:<26} {before:>10.2} {after:>10.2} {holds:>7}",
            if cue.is_empty() { "bias" } else { &cue }
        );
    }
}

fn passages(examiner: &Examiner<'_>, file: &Path, options: &Options) -> Result<Vec<Item>, Failure> {
    let gold: Vec<GoldPassage> = read_lines(file)?;
    let mut items = Vec::with_capacity(gold.len());
    let work = |label: GoldPassage| {
        let predicted = match options.baseline {
            Some(Baseline::Grep) => examiner.names_as_used(&label.text),
            None => examiner.passage(&label.text),
        };
        Item::new(label.id, label.kind.unwrap_or_default(), predicted, label.disclosures)
    };
    pool::in_order(gold.into_iter(), pool::cores(), work, |item| {
        items.push(item);
        Ok::<_, Failure>(())
    })?;
    Ok(items)
}

fn papers(
    examiner: &Examiner<'_>,
    file: &Path,
    corpus: &Path,
    options: &Options,
    today: Date,
) -> Result<Vec<Item>, Failure> {
    let gold: Vec<GoldPaper> = read_lines(file)?;
    let mut items = Vec::with_capacity(gold.len());
    let work = |label: GoldPaper| paper(examiner, &label, corpus, options, today);
    pool::in_order(gold.into_iter(), pool::cores(), work, |item| {
        items.push(item?);
        Ok::<_, Failure>(())
    })?;
    Ok(items)
}

fn paper(
    examiner: &Examiner<'_>,
    label: &GoldPaper,
    corpus: &Path,
    options: &Options,
    today: Date,
) -> Result<Item, Failure> {
    let input = input(label, corpus)?;
    let predicted = match options.baseline {
        Some(Baseline::Grep) => examiner.paper_names_as_used(&input),
        None => examiner.examine(&input, today).disclosures,
    };
    Ok(Item::new(label.paper_id.clone(), label.kind.clone(), predicted, label.labels()))
}

/// The files of a labelled paper.
fn input(label: &GoldPaper, corpus: &Path) -> Result<Input, Failure> {
    let folder = corpus.join(&label.kind).join(&label.paper_id);
    let bounds = Bounds::default();
    let found = Walk::new(std::slice::from_ref(&folder), None, bounds).next();
    let loaded = found.and_then(Result::ok).map(|found| load(found, &bounds));
    let Some(Loaded::Paper { input, .. }) = loaded else {
        return Err(Failure::usage(format!("{}: no paper is there; check --corpus", folder.display())));
    };
    Ok(input)
}

/// JSON lines of one type.
pub fn read_lines<T: DeserializeOwned>(file: &Path) -> Result<Vec<T>, Failure> {
    let name = file.display();
    let text = fs::read_to_string(file).map_err(|error| Failure::io(&name.to_string(), &error))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            serde_json::from_str(line)
                .map_err(|error| Failure::usage(format!("{name}:{}: {error}", number + 1)))
        })
        .collect()
}
