//! The libraries touch no file, network, clock, thread, process or environment.
//!
//! What may be used of the standard library is listed; everything else is refused, by whatever name it is
//! imported. `unsafe_code = "forbid"` and the lists in `dependencies.rs` close the remaining ways.

use crate::source::{Source, followers, sources};

const LIBRARIES: [&str; 2] = ["chiptrace-controls", "chiptrace"];

/// Modules of the standard library that compute and hold nothing of the world outside.
const ALLOWED: &[&str] = &[
    "borrow",
    "cell",
    "char",
    "cmp",
    "collections",
    "convert",
    "error",
    "fmt",
    "hash",
    "io",
    "iter",
    "marker",
    "mem",
    "num",
    "ops",
    "panic",
    "rc",
    "slice",
    "str",
    "string",
    "sync",
    "vec",
];

/// Names that reach outside from within allowed modules and dependencies, and global state that changes.
const FORBIDDEN: &[&str] = &[
    // std::io and macros that write
    "stdin",
    "stdout",
    "stderr",
    "print",
    "println",
    "eprint",
    "eprintln",
    "dbg",
    // global state
    "set_hook",
    "take_hook",
    "thread_local",
    "Mutex",
    "RwLock",
    "Condvar",
    "mpsc",
    "atomic",
    "Barrier",
    // the clock and the zone of the machine, in jiff
    "now",
    "Zoned",
    "TimeZone",
    // tar writes files
    "unpack_in",
    // reading while compiling, other than records
    "option_env",
];

#[track_caller]
fn none(complaints: &[String]) {
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

fn libraries() -> impl Iterator<Item = Source> {
    LIBRARIES.into_iter().flat_map(sources)
}

#[test]
fn only_what_computes_is_used_of_the_standard_library() {
    let mut complaints = Vec::new();
    for source in libraries() {
        for head in ["std", "core", "alloc"] {
            for name in followers(&source.tokens, head) {
                if !ALLOWED.contains(&name) {
                    complaints.push(format!("{}: {head}::{name} is not on the list", source.path));
                }
            }
        }
    }
    none(&complaints);
}

#[test]
fn nothing_reaches_outside() {
    let mut complaints = Vec::new();
    for source in libraries() {
        for (at, token) in source.tokens.iter().enumerate() {
            let next = |n: usize| source.tokens.get(at + n).map_or("", String::as_str);
            let path = next(1) == ":" && next(2) == ":";
            let imported = at > 1 && source.tokens[at - 1] == ":" && source.tokens[at - 2] == ":";
            let used = ["(", "!", "<", ";"].contains(&next(1)) || path || imported;
            let defined = at > 0 && ["fn", "struct", "enum"].contains(&source.tokens[at - 1].as_str());
            if FORBIDDEN.contains(&token.as_str()) && used && !defined {
                complaints.push(format!("{}: {token}", source.path));
            }
        }
    }
    none(&complaints);
}

#[test]
fn libraries_hold_no_state_that_changes() {
    for source in libraries() {
        let changing = source.tokens.windows(2).any(|two| two[0] == "static" && two[1] == "mut");
        assert!(!changing, "{}: static mut", source.path);
    }
}
