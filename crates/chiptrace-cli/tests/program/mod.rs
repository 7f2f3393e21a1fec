//! Running the program in tests.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(dead_code, reason = "each test file uses a part")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use serde_json::Value;

/// What a run gave.
#[derive(Debug)]
pub struct Answer {
    /// The exit code; -1 after a signal.
    pub code: i32,
    /// Standard output.
    pub output: String,
    /// Standard error.
    pub errors: String,
    /// The lines of standard output that are JSON objects.
    pub records: Vec<Value>,
}

impl Answer {
    /// The record of the paper whose name ends so.
    #[track_caller]
    pub fn record(&self, name: &str) -> &Value {
        let named = |record: &&Value| record["paper"].as_str().is_some_and(|paper| paper.ends_with(name));
        match self.records.iter().find(named) {
            Some(record) => record,
            None => panic!("no record of {name}; standard error:\n{}", self.errors),
        }
    }
}

/// The repository's root, where all runs begin.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Runs the program with `input` on standard input.
pub fn chiptrace(arguments: &[&str], input: &[u8]) -> Answer {
    let mut child = Command::new(env!("CARGO_BIN_EXE_chiptrace"))
        .args(arguments)
        .current_dir(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A program that refuses its arguments does not wait for its input.
    let writer = thread::spawn(move || stdin.write_all(&input).unwrap_or_default());
    let done = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let output = String::from_utf8(done.stdout).unwrap();
    let records = output.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    Answer {
        code: done.status.code().unwrap_or(-1),
        output,
        errors: String::from_utf8(done.stderr).unwrap(),
        records,
    }
}

/// Examines papers into JSON lines, with a fixed day as today.
pub fn examine(paths: &[&str]) -> Answer {
    let mut arguments = vec!["examine", "--format", "jsonl", "--today", "2026-01-01"];
    arguments.extend(paths);
    chiptrace(&arguments, b"")
}
