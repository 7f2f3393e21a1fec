//! Every record file is well formed, and compiled in unless `data/README.md` says that it is not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::Path;

use crate::source::{files, root, sources, text};

fn records() -> Vec<String> {
    let data = root().join("data");
    let inside = |path: &Path| path.strip_prefix(&data).unwrap().to_string_lossy().replace('\\', "/");
    files(&data).iter().map(|path| inside(path)).filter(|path| !path.ends_with("README.md")).collect()
}

/// Paths under `data/` that the libraries and the program compile in: arguments of `include_str!` and
/// `include_bytes!`, and of `embed!`, whose paths are relative to `data/` already.
fn compiled_in() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for source in ["chiptrace-controls", "chiptrace", "chiptrace-cli"].into_iter().flat_map(sources) {
        for (at, token) in source.tokens.iter().enumerate() {
            let called = source.tokens.get(at + 1).is_some_and(|next| next == "!");
            let arguments = source.tokens.iter().skip(at + 3);
            let unquoted = |token: &String| token.trim_matches('"').to_owned();
            match token.as_str() {
                "include_str" | "include_bytes" if called => {
                    let path = arguments
                        .take(1)
                        .map(unquoted)
                        .find_map(|path| path.split_once("../data/").map(|(_, inside)| inside.to_owned()));
                    found.extend(path);
                }
                "embed" if called => {
                    let listed = arguments.take_while(|token| *token != "]" && *token != "}");
                    found.extend(listed.filter(|token| token.starts_with('"')).map(unquoted));
                }
                _ => {}
            }
        }
    }
    found
}

/// The list under the heading `Not compiled in` of `data/README.md`.
fn set_aside() -> BTreeSet<String> {
    let page = text(&root().join("data/README.md"));
    let section = page.split_once("\n## Not compiled in\n").map_or("", |(_, rest)| rest);
    let section = section.split("\n## ").next().unwrap();
    section
        .lines()
        .filter_map(|line| line.strip_prefix("* `")?.split_once('`'))
        .map(|(p, _)| p.to_owned())
        .collect()
}

#[test]
fn every_record_is_compiled_in_or_listed_as_not() {
    let (compiled, aside) = (compiled_in(), set_aside());
    let records: BTreeSet<String> = records().into_iter().collect();
    let known: BTreeSet<String> = compiled.union(&aside).cloned().collect();
    let lost: Vec<&String> = records.difference(&known).collect();
    assert!(lost.is_empty(), "neither compiled in nor listed in data/README.md: {lost:?}");
    let gone: Vec<&String> = known.difference(&records).collect();
    assert!(gone.is_empty(), "named, but not there: {gone:?}");
    let both: Vec<&String> = compiled.intersection(&aside).collect();
    assert!(both.is_empty(), "listed as not compiled in, but it is: {both:?}");
}

#[test]
fn every_toml_is_well_formed() {
    let mut complaints = Vec::new();
    for folder in ["data", "tests"] {
        for path in
            files(&root().join(folder)).iter().filter(|path| path.extension().is_some_and(|e| e == "toml"))
        {
            if let Err(error) = text(path).parse::<toml::Table>() {
                complaints.push(format!("{}: {error}", path.display()));
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
