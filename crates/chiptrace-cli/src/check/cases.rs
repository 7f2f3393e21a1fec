//! `check --cases`: one question a line, one answer a line.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use crate::output::tolerate;
use chiptrace::controls::date::Date;
use chiptrace::controls::determination::{Answer, Determination, Question, Slice, Step, determine_as_known};
use chiptrace::controls::fact::Truth;
use chiptrace::controls::inquiry::Inquiry;
use chiptrace::controls::knowledge::Knowledge;
use chiptrace::controls::rule::Status;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A line longer than this is refused.
const LONGEST_LINE: u64 = 1 << 20;
const SOME_NOT_ANSWERED: u8 = 1;

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    #[serde(flatten)]
    inquiry: Inquiry,
}

#[derive(Serialize)]
struct Reply<'a> {
    as_written: Answer,
    as_enforced: Answer,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_known_state_of: Option<Date>,
    turns_on: Vec<Question>,
    policies: Vec<&'static str>,
    exceptions: Vec<&'a str>,
    supposes: &'a [String],
    slices: Vec<CaseSlice<'a>>,
}

/// A slice with its steps: what holds or may, then the names of what does not.
#[derive(Serialize)]
struct CaseSlice<'a> {
    from: Date,
    to: Date,
    as_written: Answer,
    as_enforced: Answer,
    steps: Vec<CaseStep<'a>>,
    not_met: Vec<&'a str>,
    not_in_force: Vec<&'a str>,
}

/// A step in brief: the clause's words are in `chiptrace law show CLAUSE`.
#[derive(Serialize)]
struct CaseStep<'a> {
    clause: &'a str,
    version: Date,
    in_force: Status,
    holds: Truth,
    citation: &'a str,
}

/// Answers every line of a file.
pub fn run(file: &Path, known_on: Option<Date>, knowledge: &Knowledge) -> Result<ExitCode, String> {
    let input: Box<dyn Read> = if file == Path::new("-") {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(file).map_err(|error| format!("{}: {error}", file.display()))?)
    };
    let clerk = Clerk { knowledge, known_on: known_on.unwrap_or(Date::MAX) };
    let mut out = BufWriter::new(io::stdout().lock());
    let problems = clerk.answer_all(BufReader::new(input), &mut out);
    let problems = problems.and_then(|problems| out.flush().map(|()| problems));
    let problems = tolerate(problems)?;
    Ok(if problems == 0 { ExitCode::SUCCESS } else { ExitCode::from(SOME_NOT_ANSWERED) })
}

struct Clerk<'k> {
    knowledge: &'k Knowledge,
    known_on: Date,
}

impl Clerk<'_> {
    fn answer_all(&self, mut input: impl BufRead, out: &mut impl Write) -> io::Result<usize> {
        let mut problems = 0;
        let mut line = Vec::new();
        for number in 1_usize.. {
            line.clear();
            if input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
                break;
            }
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let (id, reply) = self.answer(&line);
            match reply {
                Ok(reply) => writeln!(out, "{{\"id\":{id},{reply}")?,
                Err(problem) => {
                    problems += 1;
                    eprintln!("line {number}: {problem}");
                    let problem = Value::from(problem);
                    writeln!(
                        out,
                        "{{\"id\":{id},\"as_written\":\"open\",\"as_enforced\":\"open\",\"problem\":{problem}}}"
                    )?;
                }
            }
        }
        Ok(problems)
    }

    fn answer(&self, line: &[u8]) -> (Value, Result<String, String>) {
        match serde_json::from_slice::<Line>(line) {
            Err(error) => (Value::Null, Err(error.to_string())),
            Ok(Line { id, inquiry }) => (id, self.reply(&inquiry)),
        }
    }

    /// The reply without its opening brace, so that an id can go before it.
    fn reply(&self, inquiry: &Inquiry) -> Result<String, String> {
        let understood = inquiry.understand(self.knowledge).map_err(|error| error.to_string())?;
        let found = determine_as_known(self.knowledge, &understood.transaction(), self.known_on);
        let json = serde_json::to_string(&brief(&found)).map_err(|error| error.to_string())?;
        Ok(json.trim_start_matches('{').to_owned())
    }
}

fn brief<'a>(found: &'a Determination<'_>) -> Reply<'a> {
    Reply {
        as_written: found.as_written,
        as_enforced: found.as_enforced,
        last_known_state_of: found.last_known_state_of,
        turns_on: found.turns_on(),
        policies: found.policies().into_iter().map(|(review, _)| review.name()).collect(),
        exceptions: found.exceptions().into_iter().map(|step| step.title).collect(),
        supposes: &found.supposes,
        slices: found.slices.iter().map(CaseSlice::of).collect(),
    }
}

impl<'a> CaseSlice<'a> {
    fn of(slice: &'a Slice<'_>) -> Self {
        let mut case = Self {
            from: slice.days.first,
            to: slice.days.last,
            as_written: slice.as_written,
            as_enforced: slice.as_enforced,
            steps: Vec::new(),
            not_met: Vec::new(),
            not_in_force: Vec::new(),
        };
        for step in &slice.steps {
            match (step.in_force, step.holds) {
                (Status::Binding, Truth::No) => case.not_met.push(step.clause),
                (Status::Binding, _) => case.steps.push(CaseStep::of(step)),
                _ => case.not_in_force.push(step.clause),
            }
        }
        case
    }
}

impl<'a> CaseStep<'a> {
    fn of(step: &'a Step<'_>) -> Self {
        let Step { clause, version, in_force, holds, citation, .. } = *step;
        Self { clause, version, in_force, holds, citation }
    }
}
