//! `chiptrace replay`: cases told in public, as small papers and orders written for this project.

use std::io::{self, Write};
use std::process::ExitCode;

use chiptrace::controls::date::Date;
use chiptrace::controls::inquiry::Inquiry;
use chiptrace::controls::knowledge::Knowledge;
use chiptrace::document::{Input, InputFile, Kind};
use chiptrace::examine::Examiner;
use chiptrace::report::{Report, text};
use clap::Args;
use serde::Deserialize;

use crate::check::answer::{CheckAnswer, Question};
use crate::check::text::render;
use crate::exit::Failure;
use crate::reading::examiner;

/// Tells a case from public reporting again, with small papers and orders written for this project.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chiptrace replay                      the names of the cases
  chiptrace replay four-papers          one of them, step by step
  chiptrace replay tusimple --full      with the whole record of each paper and order

The papers and their authors are invented; the facts have their sources. The cases are files in examples/replays/.")]
pub struct Replay {
    /// Which case.
    #[arg(conflicts_with = "list")]
    name: Option<String>,
    /// List the cases, as without a name.
    #[arg(long)]
    list: bool,
    /// Show whole records instead of what matters for the case.
    #[arg(long)]
    full: bool,
}

/// The cases, by name.
const CASES: [(&str, &str); 5] = [
    ("four-papers", include_str!("../../../examples/replays/four-papers.toml")),
    ("tenders-h200", include_str!("../../../examples/replays/tenders-h200.toml")),
    ("h20-model", include_str!("../../../examples/replays/h20-model.toml")),
    ("h800-before-after", include_str!("../../../examples/replays/h800-before-after.toml")),
    ("tusimple", include_str!("../../../examples/replays/tusimple.toml")),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    title: String,
    story: String,
    fact: Vec<Fact>,
    step: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fact {
    says: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    says: String,
    paper: Option<String>,
    order: Option<Inquiry<'static>>,
    /// What a test looks for in the answer.
    #[serde(rename = "expect")]
    _expect: Vec<String>,
}

/// Runs the command.
pub fn run(args: &Replay, knowledge: &Knowledge, today: Date) -> Result<ExitCode, Failure> {
    let text = match args.name.as_ref().filter(|_| !args.list) {
        None => names()?,
        Some(name) => {
            let known = CASES.iter().find(|(known, _)| known == name);
            let (_, case) =
                known.ok_or_else(|| Failure::usage(format!("no case is called {name}; {}", listed())))?;
            let case = toml::from_str(case).map_err(|error| Failure::internal(name, &error))?;
            let register = crate::data::register_in(None).map_err(Failure::usage)?;
            let examiner = examiner(knowledge, &register, None)?;
            Teller { knowledge, examiner, today, full: args.full }.tell(&case)?
        }
    };
    io::stdout().write_all(text.as_bytes()).map_err(|error| Failure::io("standard output", &error))?;
    Ok(ExitCode::SUCCESS)
}

fn listed() -> String {
    format!("cases: {}", CASES.map(|(name, _)| name).join(", "))
}

fn names() -> Result<String, Failure> {
    let mut out = String::new();
    for (name, case) in CASES {
        let case: Case = toml::from_str(case).map_err(|error| Failure::internal(name, &error))?;
        out += &format!("{name:<20}{}\n", case.title);
    }
    Ok(out)
}

struct Teller<'k> {
    knowledge: &'k Knowledge,
    examiner: Examiner<'k>,
    today: Date,
    full: bool,
}

impl Teller<'_> {
    fn tell(&self, case: &Case) -> Result<String, Failure> {
        let mut out = format!(
            "{}\n{}\n\n{}\n\nKnown in public\n",
            case.title,
            "=".repeat(case.title.len()),
            case.story.trim()
        );
        for fact in &case.fact {
            out += &format!("  - {}\n      {}\n", fact.says, fact.source);
        }
        for (number, step) in (1..).zip(&case.step) {
            out += &format!("\n{number}. {}\n\n", step.says);
            if let Some(paper) = &step.paper {
                out += &indented(&self.paper(number, paper));
            }
            if let Some(order) = &step.order {
                out += &indented(&self.order(order)?);
            }
        }
        out += "\nThe papers and their authors are invented. A finding accuses nobody; an account of the law, not legal advice.\n";
        Ok(out)
    }

    fn paper(&self, number: u32, body: &str) -> String {
        let source = format!("\\documentclass{{article}}\n{}", body.trim_start());
        let name = format!("paper-{number}.tex");
        let files = vec![InputFile { path: name.clone(), bytes: source.into_bytes() }];
        let input = Input { name, kind: Kind::Latex, files, metadata: None };
        let report = self.examiner.examine(&input, self.today);
        if self.full { text::write(&report) } else { short(&report) }
    }

    fn order(&self, order: &Inquiry<'static>) -> Result<String, Failure> {
        let question = Question { inquiry: order.clone(), figures: None, known_on: None };
        let answer = CheckAnswer::to(question, self.knowledge).map_err(Failure::usage)?;
        let text = render(&answer, self.today);
        let keep =
            |line: &&str| self.full || !line.starts_with("Thresholds") && !line.starts_with("  - total");
        Ok(text.lines().filter(keep).map(|line| format!("{line}\n")).collect())
    }
}

/// What matters of a paper for its case: the sentence, the law over the days, each account with its standing.
fn short(report: &Report) -> String {
    let whole = text::write(report);
    let title = report.title.as_deref().unwrap_or_default();
    let mut out = format!("{title} ({})\n", report.date.map(|date| date.to_string()).unwrap_or_default());
    let kept = [
        "  used ",
        "  only named",
        "  finding",
        "    delivery",
        "    window",
        "      stated",
        "      open",
        "      refuted",
        "      absent",
    ];
    let quote = |line: &str| line.trim_start().starts_with('“') || line.trim_start().starts_with("machine:");
    for line in whole.lines().filter(|line| kept.iter().any(|start| line.starts_with(start)) || quote(line)) {
        out += &format!("{line}\n");
    }
    if report.findings.is_empty() {
        out += "  no finding\n";
    }
    out
}

fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("   {line}\n") }).collect()
}
