//! Every replay says what its file expects, and says it of a story with sources.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod program;

use std::fs;

use program::{chiptrace, root};
use toml::{Table, Value};

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().filter_map(Value::as_str).collect()
}

#[test]
fn every_replay_tells_what_its_file_expects() {
    let mut told = 0;
    for entry in fs::read_dir(root().join("examples/replays")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let case: Table = fs::read_to_string(&path).unwrap().parse().unwrap();
        let answer = chiptrace(&["replay", &name], b"");
        assert_eq!(answer.code, 0, "{name}: {}", answer.errors);
        let steps = case["step"].as_array().unwrap();
        for (number, step) in (1..).zip(steps) {
            let begin = format!("\n{number}. {}", step["says"].as_str().unwrap());
            let part =
                answer.output.split(&begin).nth(1).unwrap_or_else(|| panic!("{name}: no step {number}"));
            let part = part.split(&format!("\n{}. ", number + 1)).next().unwrap();
            for wanted in strings(&step["expect"]) {
                assert!(part.contains(wanted), "{name}, step {number}: not said: {wanted}\n{part}");
            }
        }
        told += 1;
    }
    assert_eq!(told, 5);
}

#[test]
fn the_cases_are_listed_and_an_unknown_one_is_refused() {
    let answer = chiptrace(&["replay"], b"");
    assert_eq!(answer.output.lines().count(), 5, "{}", answer.output);
    assert_eq!(chiptrace(&["replay", "no-such-case"], b"").code, 2);
}

#[test]
fn every_fact_has_a_source() {
    for entry in fs::read_dir(root().join("examples/replays")).unwrap() {
        let path = entry.unwrap().path();
        let case: Table = fs::read_to_string(&path).unwrap().parse().unwrap();
        for fact in case["fact"].as_array().unwrap() {
            assert!(!fact["source"].as_str().unwrap().is_empty(), "{}", path.display());
        }
    }
}
