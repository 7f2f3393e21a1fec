//! `chiptrace examine --passages`: lines of text in, lines of disclosures out.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::ExitCode;

use chiptrace::examine::Examiner;
use chiptrace::report::DisclosureRecord;
use serde::{Deserialize, Serialize};

use crate::exit::{Failure, INCOMPLETE};

#[derive(Debug, Deserialize)]
struct Line {
    id: serde_json::Value,
    text: String,
}

#[derive(Debug, Serialize)]
struct Answer<'a> {
    id: &'a serde_json::Value,
    disclosures: Vec<DisclosureRecord>,
}

/// Reads passages from a file, or from standard input for `-`.
pub fn run(examiner: &Examiner<'_>, file: &Path) -> Result<ExitCode, Failure> {
    let name = file.display().to_string();
    let reader: Box<dyn BufRead> = if name == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(file).map_err(|error| Failure::io(&name, &error))?))
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut unread = 0_u64;
    for (number, line) in reader.lines().enumerate() {
        let line = line.map_err(|error| Failure::io(&name, &error))?;
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Line>(&line) {
            Ok(line) => {
                answer(examiner, &line, &mut out).map_err(|error| Failure::io("standard output", &error))?
            }
            Err(error) => {
                unread += 1;
                eprintln!("chiptrace: {name}:{}: {error}; expected {{\"id\",\"text\"}}", number + 1);
            }
        }
    }
    out.flush().map_err(|error| Failure::io("standard output", &error))?;
    Ok(if unread > 0 { ExitCode::from(INCOMPLETE) } else { ExitCode::SUCCESS })
}

fn answer(examiner: &Examiner<'_>, line: &Line, out: &mut impl Write) -> io::Result<()> {
    let answer = Answer { id: &line.id, disclosures: examiner.passage(&line.text) };
    serde_json::to_writer(&mut *out, &answer)?;
    writeln!(out)
}
