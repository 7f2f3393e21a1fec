//! Bytes as Markdown, as plain text, and as a passage that was cut out of a paper.

#![no_main]

use chiptrace::document::{Kind, fragment};
use chiptrace_fuzz::{check, file};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    check(Kind::Markdown, vec![file("paper.md", bytes)]);
    check(Kind::Text, vec![file("paper.txt", bytes)]);
    fragment::read(&String::from_utf8_lossy(bytes));
});
