//! Records that the program wrote of real papers; run by `.ci/corpus`, which says where they are.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::env;
use std::fs;

use serde_json::Value;

const FIELDS: [&str; 11] = [
    "schema",
    "paper",
    "sha256",
    "kind",
    "title",
    "institutions",
    "countries",
    "disclosures",
    "mentioned_only",
    "findings",
    "problems",
];

fn file(variable: &str) -> String {
    let path = env::var(variable).unwrap_or_else(|_| panic!("{variable} names no file"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn complaints(record: &Value) -> Vec<String> {
    let paper = record["paper"].as_str().unwrap_or("?");
    let mut complaints = Vec::new();
    let missing = FIELDS.iter().filter(|field| record.get(**field).is_none());
    complaints.extend(missing.map(|field| format!("{paper}: no field {field}")));
    let unread = record["kind"].is_null();
    if unread && record["problems"].as_array().is_none_or(Vec::is_empty) {
        complaints.push(format!("{paper}: not read, and no problem says why"));
    }
    for disclosure in record["disclosures"].as_array().into_iter().flatten() {
        let quote = disclosure["quote"].as_str().unwrap_or_default();
        let sentence = disclosure["sentence"].as_str().unwrap_or_default();
        if quote.is_empty() || sentence.is_empty() || disclosure["place"].is_null() {
            complaints.push(format!("{paper}: a disclosure without quote, sentence or place: {disclosure}"));
        }
    }
    for finding in record["findings"].as_array().into_iter().flatten() {
        if finding["explanations"].as_array().is_none_or(|accounts| accounts.len() < 8) {
            complaints.push(format!("{paper}: a finding without all accounts"));
        }
    }
    complaints
}

#[test]
#[ignore = "needs records of the corpus; .ci/corpus makes them"]
fn every_paper_has_a_whole_record() {
    let records: Vec<Value> = file("CHIPTRACE_RECORDS")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect();
    let papers = file("CHIPTRACE_PAPERS");
    let read: BTreeSet<&str> = records.iter().filter_map(|record| record["paper"].as_str()).collect();
    let named = |paper: &&str| read.iter().any(|name| name.contains(&format!("/corpus/{paper}")));
    let lost: Vec<&str> = papers.lines().filter(|paper| !named(paper)).collect();
    assert!(lost.is_empty(), "no record of {lost:?}");
    let complaints: Vec<String> = records.iter().flat_map(complaints).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
