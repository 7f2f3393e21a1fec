//! The papers of `examples/`: what must be said of each, and what the program's answers look like.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod program;
mod record;

use std::fs;

use program::{Answer, chiptrace, examine, root};
use record::{list, said, sorted, word};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    paper: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    path: String,
    kind: String,
    date: Option<String>,
    countries: Vec<String>,
    says: Vec<String>,
    mentioned: Vec<String>,
    findings: Vec<String>,
}

impl Case {
    fn complaints(&self, record: &Value) -> Vec<String> {
        let used = list(record, "disclosures").iter().filter(|d| d["role"] == "used");
        let found = [
            ("kind", vec![word(&record["kind"])]),
            ("date", record["date"].as_str().map(str::to_owned).into_iter().collect()),
            ("countries", list(record, "countries").iter().map(word).collect()),
            ("says", sorted(used.map(said).collect())),
            ("mentioned", sorted(list(record, "mentioned_only").iter().map(word).collect())),
            ("findings", sorted(list(record, "findings").iter().map(finding).collect())),
        ];
        let wanted = [
            vec![self.kind.clone()],
            self.date.clone().into_iter().collect(),
            self.countries.clone(),
            self.says.clone(),
            self.mentioned.clone(),
            self.findings.clone(),
        ];
        let pairs = found.into_iter().zip(wanted);
        pairs
            .filter(|((_, found), wanted)| found != wanted)
            .map(|((field, found), wanted)| {
                format!("{}: {field}: wanted {wanted:?}, got {found:?}", self.path)
            })
            .collect()
    }
}

fn finding(finding: &Value) -> String {
    format!("{} {} {}", word(&finding["chip"]), word(&finding["destination"]), word(&finding["as_enforced"]))
}

#[test]
fn every_example_is_read_as_its_case_says() {
    let cases: Cases = toml::from_str(include_str!("../../../tests/cases/examples.toml")).unwrap();
    let answer = examine(&["examples"]);
    assert_eq!(answer.code, 0, "{}", answer.errors);
    assert_eq!(answer.records.len(), cases.paper.len(), "{}", answer.errors);
    let complaints: Vec<String> =
        cases.paper.iter().flat_map(|case| case.complaints(answer.record(&case.path))).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// Every quote of every text example is the text at its place.
#[test]
fn quotes_stand_at_their_places() {
    let answer = examine(&["examples"]);
    let mut checked = 0;
    for record in &answer.records {
        let path = root().join(record["paper"].as_str().unwrap());
        for disclosure in list(record, "disclosures") {
            let place = &disclosure["place"];
            let file = if path.is_dir() { path.join(place["file"].as_str().unwrap()) } else { path.clone() };
            let Ok(text) = fs::read_to_string(&file) else { continue };
            let [start, end] = ["start", "end"].map(|edge| place[edge].as_u64().unwrap() as usize);
            assert_eq!(text.get(start..end), disclosure["quote"].as_str(), "{}", file.display());
            checked += 1;
        }
    }
    assert!(checked >= 8, "only {checked} quotes were checked");
}

fn account<'v>(finding: &'v Value, name: &str) -> &'v Value {
    list(finding, "explanations").iter().find(|account| account["account"] == name).unwrap()
}

#[test]
fn eight_h100_in_beijing_in_march_2024() {
    let answer = examine(&["examples/query-expansion"]);
    let finding = &answer.records[0]["findings"][0];
    assert_eq!(account(finding, "delivered-before-the-rule")["standing"], "refuted");
    for name in ["used-from-afar", "co-authors-machine", "third-country", "licensed", "misread"] {
        let account = account(finding, name);
        assert!(account["standing"].is_string(), "{name}: {account}");
        assert!(!list(account, "grounds").is_empty(), "{name}: {account}");
    }
    assert_eq!(account(finding, "licensed")["standing"], "open");
    assert_eq!(account(finding, "co-authors-machine")["standing"], "absent");
}

#[test]
fn a_rented_cloud_and_a_co_author_abroad_are_seen() {
    let answer = examine(&["examples/meter-reading.tar.gz", "examples/tea-leaves.pdf"]);
    let finding = |name| &answer.record(name)["findings"][0];
    assert_eq!(account(finding("meter-reading.tar.gz"), "used-from-afar")["standing"], "stated");
    assert_eq!(account(finding("tea-leaves.pdf"), "co-authors-machine")["standing"], "open");
}

#[test]
fn the_record_has_the_fields_of_the_readme() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let section = readme.split("## The record").nth(1).unwrap().split("\n## ").next().unwrap();
    let listed: Vec<&str> =
        section.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    let answer = examine(&["examples/query-expansion", "no-such-paper"]);
    for record in &answer.records {
        let fields = record.as_object().unwrap();
        let missing: Vec<&String> = fields.keys().filter(|field| !listed.contains(&field.as_str())).collect();
        assert!(missing.is_empty(), "not in the README: {missing:?}");
    }
    let full = answer.records[0].as_object().unwrap();
    let gone: Vec<&&str> = listed.iter().filter(|field| !full.contains_key(**field)).collect();
    assert!(gone.is_empty(), "in the README, but not in a record: {gone:?}");
}

/// The lines of a console block of the README after `command`, up to an ellipsis.
fn shown(command: &str) -> Vec<String> {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let prompt = format!("$ {command}\n");
    let block = readme.split(&prompt).nth(1).unwrap_or_else(|| panic!("the README does not show {command}"));
    let block = block.split("```").next().unwrap().split("\n$ ").next().unwrap();
    block.lines().map(str::to_owned).filter(|line| !line.trim().is_empty() && line.trim() != "…").collect()
}

#[track_caller]
fn is_shown(command: &str, answer: &Answer) {
    let output: Vec<&str> = answer.output.lines().collect();
    let lines = shown(command);
    let gone: Vec<&String> = lines.iter().filter(|line| !output.contains(&line.as_str())).collect();
    assert!(gone.is_empty(), "the README shows after `{command}` what the program no longer says: {gone:#?}");
    assert!(lines.len() > 5, "the README shows little of `{command}`");
}

#[test]
fn the_readme_shows_what_the_program_says() {
    let examined = chiptrace(&["examine", "examples/", "--today", "2026-01-01"], b"");
    is_shown("cargo run --release -- examine examples/", &examined);
    let checked = chiptrace(&["check", "A800", "--to", "CN", "--on", "2023-10-23"], b"");
    is_shown("chiptrace check A800 --to CN --on 2023-10-23", &checked);
}

#[test]
fn one_paper_for_people() {
    let answer = chiptrace(&["examine", "examples/birdsong-a800.tex", "--today", "2026-01-01"], b"");
    insta::assert_snapshot!(answer.output);
}

#[test]
fn wrong_usage_ends_with_two() {
    for arguments in
        [&["examine"][..], &["examine", "x", "--format", "pdf"], &["check"], &["no-such-command"]]
    {
        assert_eq!(chiptrace(arguments, b"").code, 2, "{arguments:?}");
    }
}

#[test]
fn json_is_one_array() {
    let answer = chiptrace(&["examine", "examples/loom-patterns.txt", "--format", "json"], b"");
    let records: Vec<Value> = serde_json::from_str(&answer.output).unwrap();
    assert_eq!(records.len(), 1);
}
