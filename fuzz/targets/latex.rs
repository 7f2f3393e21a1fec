//! Bytes as a tree of files: a zero byte ends one and begins the next.

#![no_main]

use chiptrace::document::Kind;
use chiptrace_fuzz::{check, file};
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 4] = ["main.tex", "other.tex", "main.bbl", "own.sty"];

fuzz_target!(|bytes: &[u8]| {
    let parts = bytes.split(|byte| *byte == 0);
    check(Kind::Latex, NAMES.iter().zip(parts).map(|(name, part)| file(name, part)).collect());
});
