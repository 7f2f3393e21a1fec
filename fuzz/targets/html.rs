//! Bytes as a file of its kind.

#![no_main]

use chiptrace::document::Kind;
use chiptrace_fuzz::{check, file};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| check(Kind::Html, vec![file("paper.html", bytes)]));
