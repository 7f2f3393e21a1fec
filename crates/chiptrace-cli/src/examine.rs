//! `chiptrace examine`: reads papers and says what they disclose and what the law said of it.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chiptrace::controls::date::Date;
use chiptrace::controls::knowledge::Knowledge;
use chiptrace::controls::register::Register;
use chiptrace::document::{Kind, Problem, ProblemKind};
use chiptrace::examine::{Examiner, unread};
use chiptrace::report::{Report, text};
use clap::{Args, ValueEnum};

use crate::exit::{Failure, INCOMPLETE};
use crate::load::{Loaded, from_bytes, load};
use crate::passages;
use crate::pool;
use crate::progress::Progress;
use crate::reading::examiner;
use crate::summary::Summary;
use crate::walk::{Found, LARGEST_FILE, Refused, Walk, shown};

/// Reads papers: which accelerators their authors say they used, where, and what the law said.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chiptrace examine paper.tar.gz                 an arXiv source archive
  chiptrace examine papers/                      a folder of papers of any format
  chiptrace examine papers/ --format jsonl > out.jsonl
  cat paper.tex | chiptrace examine - --kind latex
  chiptrace examine --passages passages.jsonl    lines {\"id\",\"text\"} in, lines {\"id\",\"disclosures\"} out

Exit status: 0 everything was read; 1 some of it could not be read (listed on standard error); 2 wrong usage.")]
pub struct Examine {
    /// Files or folders; `-` is standard input and needs --kind.
    #[arg(required_unless_present = "passages")]
    paths: Vec<PathBuf>,
    /// Read JSON lines {"id","text"} from this file (`-` for standard input) instead of papers.
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    passages: Option<PathBuf>,
    /// The format, where it cannot be told from the file.
    #[arg(long, value_enum)]
    kind: Option<KindName>,
    /// How to write the answer.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Read by the patterns in this folder, laid out like the project's data/, instead of those compiled in.
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
    /// Papers read at the same time; by default one for each core.
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// The day to take as today, for papers without a date (YYYY-MM-DD).
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
}

/// Ways to write the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// One JSON array.
    Json,
    /// One JSON object a line.
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum KindName {
    Latex,
    Pdf,
    Html,
    Jats,
    Markdown,
    Text,
}

impl From<KindName> for Kind {
    fn from(name: KindName) -> Self {
        match name {
            KindName::Latex => Self::Latex,
            KindName::Pdf => Self::Pdf,
            KindName::Html => Self::Html,
            KindName::Jats => Self::Jats,
            KindName::Markdown => Self::Markdown,
            KindName::Text => Self::Text,
        }
    }
}

/// Runs the command.
pub fn run(args: &Examine, knowledge: &Knowledge, today: Date) -> Result<ExitCode, Failure> {
    let register = Register::embedded().map_err(|error| Failure::internal("register", &error))?;
    let examiner = examiner(knowledge, &register, args.data.as_deref())?;
    if let Some(file) = &args.passages {
        return passages::run(&examiner, file);
    }
    let today = args.today.unwrap_or(today);
    let kind = args.kind.map(Kind::from);
    let mut sink = Sink::new(args.format);
    if args.paths.iter().any(|path| path.as_os_str() == "-") {
        for report in from_standard_input(&examiner, kind, today)? {
            sink.take(&report)?;
        }
    } else {
        let threads = args.threads.unwrap_or_else(pool::cores);
        let progress = Progress::start(&args.paths);
        let work = |found: Result<_, _>| examine(&examiner, found, today);
        pool::in_order(Walk::new(&args.paths, kind), threads, work, |report: Report| {
            sink.take(&report)?;
            progress.advance();
            Ok::<_, Failure>(())
        })?;
        progress.finish();
    }
    sink.finish()
}

/// Reads and examines one paper, or says why it could not be read.
pub fn examine(examiner: &Examiner<'_>, found: Result<Found, Refused>, today: Date) -> Report {
    report(examiner, found.map_or_else(Loaded::Unread, |found| load(&found)), today)
}

fn report(examiner: &Examiner<'_>, loaded: Loaded, today: Date) -> Report {
    match loaded {
        Loaded::Paper { input, problems } => {
            let mut report = examiner.examine(&input, today);
            report.problems.splice(0..0, problems);
            report
        }
        Loaded::Unread(refused) => {
            let problem = Problem { kind: refused.kind, file: None, detail: refused.detail };
            unread(&refused.path, problem)
        }
    }
}

fn from_standard_input(
    examiner: &Examiner<'_>,
    kind: Option<Kind>,
    today: Date,
) -> Result<Vec<Report>, Failure> {
    let Some(kind) = kind else {
        return Err(Failure::usage("standard input needs --kind latex|pdf|html|jats|markdown|text"));
    };
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(LARGEST_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::io("standard input", &error))?;
    if bytes.len() as u64 > LARGEST_FILE {
        let detail = format!("more than {} MiB; give the paper as a file or in parts", LARGEST_FILE >> 20);
        return Ok(vec![unread("-", Problem { kind: ProblemKind::Limit, file: None, detail })]);
    }
    Ok(vec![report(examiner, from_bytes("-", "-", bytes, Some(kind)), today)])
}

/// The paper, and the file inside it where that is another.
fn named(paper: &str, problem: &Problem) -> String {
    match problem.file.as_deref() {
        Some(file) if !paper.ends_with(file) => format!("{paper}: {}", shown(Path::new(file))),
        _ => paper.to_owned(),
    }
}

/// Writes records as they come and keeps the counts of the summary.
struct Sink {
    format: Format,
    summary: Summary,
    out: io::BufWriter<io::Stdout>,
}

impl Sink {
    fn new(format: Format) -> Self {
        Self { format, summary: Summary::default(), out: io::BufWriter::new(io::stdout()) }
    }

    fn take(&mut self, report: &Report) -> Result<(), Failure> {
        let first = self.summary.papers() == 0;
        self.summary.add(report);
        for problem in report.problems.iter().filter(|problem| problem.kind.stops_reading()) {
            eprintln!("chiptrace: {}: {}: {}", named(&report.paper, problem), problem.kind, problem.detail);
        }
        self.write(report, first).map_err(|error| Failure::io("standard output", &error))
    }

    fn write(&mut self, report: &Report, first: bool) -> io::Result<()> {
        match self.format {
            Format::Text => writeln!(self.out, "{}", text::write(report)),
            Format::Jsonl => {
                serde_json::to_writer(&mut self.out, report)?;
                writeln!(self.out)
            }
            Format::Json => {
                write!(self.out, "{}", if first { "[\n" } else { ",\n" })?;
                serde_json::to_writer_pretty(&mut self.out, report)?;
                Ok(())
            }
        }
    }

    fn finish(mut self) -> Result<ExitCode, Failure> {
        let end = match (self.format, self.summary.papers()) {
            (Format::Json, 0) => "[]\n",
            (Format::Json, _) => "\n]\n",
            _ => "",
        };
        let written = write!(self.out, "{end}").and_then(|()| self.out.flush());
        written.map_err(|error| Failure::io("standard output", &error))?;
        eprint!("{}", self.summary);
        Ok(if self.summary.incomplete() { ExitCode::from(INCOMPLETE) } else { ExitCode::SUCCESS })
    }
}
