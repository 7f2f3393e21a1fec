//! `check --cases`: one question a line, one answer a line.

mod desk;
mod line;
mod reply;

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use chiptrace::controls::date::Date;
use chiptrace::controls::knowledge::Knowledge;
use serde_json::Value;

use crate::output::tolerate;

use desk::Desk;
pub use line::Line;

/// A line longer than this is refused.
const LONGEST_LINE: u64 = 1 << 20;
const SOME_NOT_ANSWERED: u8 = 1;

/// Answers every line of a file.
pub fn run(file: &Path, known_on: Option<Date>, knowledge: &Knowledge) -> Result<ExitCode, String> {
    let input: Box<dyn Read> = if file == Path::new("-") {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(file).map_err(|error| format!("{}: {error}", file.display()))?)
    };
    let mut desk = Desk::new(knowledge, known_on.unwrap_or(Date::MAX));
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let problems = answer_all(&mut desk, BufReader::with_capacity(1 << 16, input), &mut out);
    let problems = problems.and_then(|problems| out.flush().map(|()| problems));
    let problems = tolerate(problems)?;
    Ok(if problems == 0 { ExitCode::SUCCESS } else { ExitCode::from(SOME_NOT_ANSWERED) })
}

fn answer_all(desk: &mut Desk<'_>, mut input: impl BufRead, out: &mut impl Write) -> io::Result<usize> {
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
        if let Err(problem) = answer(desk, &line, out)? {
            problems += 1;
            eprintln!("line {number}: {problem}");
        }
    }
    Ok(problems)
}

/// Answers one line; what kept it from an answer is written to the output too.
fn answer(desk: &mut Desk<'_>, line: &[u8], out: &mut impl Write) -> io::Result<Result<(), String>> {
    // Looked through once as a whole, a line need not be looked through for each of its texts.
    let read = match std::str::from_utf8(line) {
        Ok(text) => serde_json::from_str::<Line<'_>>(text),
        Err(_) => serde_json::from_slice(line),
    };
    let (line, outcome) = match read {
        Err(error) => (Line::default(), Err(error.to_string())),
        Ok(mut line) => {
            let reply = desk.answer(&line);
            line.set_aside_figures();
            (line, reply)
        }
    };
    write!(out, "{{\"id\":{},", line.id)?;
    if !line.not_read.is_empty() {
        write!(out, "\"not_read\":{},", Value::from(line.not_read))?;
    }
    match outcome {
        Ok(reply) => out.write_all(reply)?,
        Err(problem) => {
            let problem = Value::from(problem);
            write!(out, "\"as_written\":\"open\",\"as_enforced\":\"open\",\"problem\":{problem}}}")?;
            out.write_all(b"\n")?;
            return Ok(Err(problem.as_str().unwrap_or_default().to_owned()));
        }
    }
    out.write_all(b"\n")?;
    Ok(Ok(()))
}
