//! `chiptrace evaluate countries`: on how many papers the countries are exactly those of the label.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use chiptrace::controls::date::Date;
use chiptrace::evaluate::gold::GoldPaper;
use chiptrace::examine::Examiner;
use clap::Args;

use super::{input, read_lines};
use crate::exit::Failure;
use crate::pool;

#[derive(Debug, Args)]
pub struct Arguments {
    /// JSON lines with `paper_id`, `kind`, `countries`, `institutions`
    file: PathBuf,
    /// The folder with the papers, as KIND/PAPER_ID/
    #[arg(long)]
    corpus: PathBuf,
    /// Print every paper whose countries differ
    #[arg(long)]
    errors: bool,
}

pub fn run(arguments: &Arguments, examiner: &Examiner<'_>, today: Date) -> Result<ExitCode, Failure> {
    let gold: Vec<GoldPaper> = read_lines(&arguments.file)?;
    let papers = gold.len();
    let mut exact = 0;
    let work = |label: GoldPaper| {
        let input = input(&label, &arguments.corpus)?;
        Ok::<_, Failure>((examiner.examine(&input, today).countries, label))
    };
    pool::in_order(gold.into_iter(), pool::cores(), work, |answer| {
        let (read, label) = answer?;
        let same = read.iter().collect::<BTreeSet<_>>() == label.countries.iter().collect();
        exact += usize::from(same);
        if arguments.errors && !same {
            println!(
                "{}: label {:?}, read {read:?}; {:?}",
                label.paper_id, label.countries, label.institutions
            );
        }
        Ok::<_, Failure>(())
    })?;
    println!("countries exactly as labelled on {exact} of {papers} papers");
    Ok(ExitCode::SUCCESS)
}
