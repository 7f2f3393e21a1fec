//! `chiptrace examine`: reads papers and says what they disclose and what the law said of it.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chiptrace::controls::date::Date;
use chiptrace::controls::knowledge::Knowledge;
use chiptrace::document::{Kind, Problem};
use chiptrace::examine::{Examiner, unread};
use chiptrace::report::{Report, text};
use clap::{Args, ValueEnum};

use crate::bounds::{BoundOptions, Bounds};
use crate::exit::{Failure, INCOMPLETE};
use crate::load::{Loaded, load};
use crate::metadata::Index;
use crate::passages;
use crate::pool;
use crate::progress::Progress;
use crate::reading::examiner;
use crate::standard_input::{self, Incoming};
use crate::summary::Summary;
use crate::walk::{Found, Refused, Walk, shown};

/// Reads papers: which accelerators their authors say they used, where, and what the law said.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chiptrace examine paper.tar.gz                 an arXiv source archive
  chiptrace examine papers/                      a folder of papers of any format
  chiptrace examine papers/ --format jsonl > out.jsonl
  cat paper.pdf | chiptrace examine -
  curl -s URL-OF-A-TAR | chiptrace examine - --format jsonl
  chiptrace examine bulk.tar --metadata arxiv-metadata.jsonl
  chiptrace examine --passages passages.jsonl    lines {\"id\",\"text\"} in, lines {\"id\",\"disclosures\"} out

Exit status: 0 everything was read; 1 some of it could not be read (listed on standard error); 2 wrong usage.")]
pub struct Examine {
    /// Files or folders; `-` is standard input: one paper, or a tar of many (plain or gzip).
    #[arg(required_unless_present = "passages")]
    paths: Vec<PathBuf>,
    /// Read JSON lines {"id","text"} from this file (`-` for standard input) instead of papers.
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    passages: Option<PathBuf>,
    /// The format, where it cannot be told from the file.
    #[arg(long, value_enum)]
    kind: Option<KindName>,
    /// arXiv's metadata as JSON lines: dates, versions and categories of the papers whose identifier is in their name.
    #[arg(long, value_name = "FILE")]
    metadata: Option<PathBuf>,
    /// How to write the answer.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Read by the patterns in this folder, laid out like the project's data/, instead of those compiled in; and by its
    /// parties/register.tsv, if there is one, instead of the register that was imported or compiled in.
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
    /// Papers read at the same time; by default one for each core.
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// The day to take as today, for papers without a date (YYYY-MM-DD).
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
    #[command(flatten)]
    bounds: BoundOptions,
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
    let register = crate::data::register_in(args.data.as_deref()).map_err(Failure::usage)?;
    let examiner = examiner(knowledge, &register, args.data.as_deref())?;
    if let Some(file) = &args.passages {
        return passages::run(&examiner, file);
    }
    let run = Run {
        examiner: &examiner,
        metadata: args.metadata.as_deref().map(Index::open).transpose()?,
        today: args.today.unwrap_or(today),
        bounds: args.bounds.into(),
    };
    let mut sink = Sink::new(args.format);
    let kind = args.kind.map(Kind::from);
    let papers = match args.paths.iter().any(|path| path.as_os_str() == standard_input::NAME) {
        false => Walk::new(&args.paths, kind, run.bounds),
        true => match standard_input::open(io::stdin(), kind, run.bounds)
            .map_err(|error| Failure::io("standard input", &error))?
        {
            Incoming::Papers(papers) => *papers,
            Incoming::Paper(loaded) => {
                sink.take(&run.report(loaded))?;
                return sink.finish();
            }
        },
    };
    let threads = args.threads.unwrap_or_else(pool::cores);
    let progress = Progress::start(&args.paths);
    pool::in_order(
        papers,
        threads,
        |found| run.examine(found),
        |report: Report| {
            sink.take(&report)?;
            progress.advance();
            Ok::<_, Failure>(())
        },
    )?;
    progress.finish();
    sink.finish()
}

/// What all papers of a run have in common.
pub struct Run<'e> {
    /// The reader.
    pub examiner: &'e Examiner<'e>,
    /// A file of arXiv's metadata.
    pub metadata: Option<Index>,
    /// The day taken as today.
    pub today: Date,
    /// What reading may cost.
    pub bounds: Bounds,
}

impl Run<'_> {
    /// Reads and examines one paper, or says why it could not be read.
    pub fn examine(&self, found: Result<Found, Refused>) -> Report {
        self.report(found.map_or_else(Loaded::Unread, |found| load(found, &self.bounds)))
    }

    fn report(&self, loaded: Loaded) -> Report {
        match loaded {
            Loaded::Paper { mut input, problems } => {
                let record = || self.metadata.as_ref().and_then(|index| index.record(&input.name));
                input.metadata = input.metadata.take().or_else(record);
                let mut report = self.examiner.examine(&input, self.today);
                report.problems.splice(0..0, problems);
                report
            }
            Loaded::Unread(refused) => {
                let problem = Problem { kind: refused.kind, file: None, detail: refused.detail };
                unread(&refused.path, problem)
            }
        }
    }
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
