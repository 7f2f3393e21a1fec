//! What passages say of accelerators, by the cases of `tests/cases/reading/disclosures.toml`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use chiptrace::controls::knowledge::Knowledge;
use chiptrace::controls::register::Register;
use chiptrace::disclosure::role::Role;
use chiptrace::document::{Input, InputFile, Kind};
use chiptrace::examine::Examiner;
use chiptrace::report::DisclosureRecord;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    text: String,
    says: Vec<String>,
}

/// The record in the words of the expectation: only the attributes that it names.
fn told(record: &DisclosureRecord, expected: &str) -> String {
    let role = if record.role == Role::Used { "used" } else { "other" };
    let count = record.count.map_or("-".to_owned(), |count| count.to_string());
    let mut told = format!("{} {role} {count}", record.chip);
    for attribute in expected.split(' ').skip(3) {
        let name = attribute.split('=').next().unwrap_or_default();
        let value = match name {
            "kind" => {
                record.count_kind.map(|kind| serde_json::to_value(kind).unwrap().as_str().unwrap().to_owned())
            }
            "memory" => record.memory_gb.map(|size| size.to_string()),
            "form" => record.form.clone(),
            "provider" => record.provider.clone(),
            other => panic!("no attribute {other}"),
        };
        told.push_str(&format!(" {name}={}", value.unwrap_or("-".to_owned())));
    }
    told
}

#[test]
fn passages_say_what_their_cases_say() {
    let cases: Cases = toml::from_str(include_str!("../../../tests/cases/reading/disclosures.toml")).unwrap();
    let knowledge = Knowledge::embedded().unwrap();
    let register = Register::embedded().unwrap();
    let examiner = Examiner::new(&knowledge, &register).unwrap();
    let mut wrong = Vec::new();
    for case in &cases.case {
        let records = examiner.passage(&case.text);
        let blank = String::new();
        let expected = |index: usize| case.says.get(index).unwrap_or(&blank);
        let found: Vec<String> =
            records.iter().enumerate().map(|(i, record)| told(record, expected(i))).collect();
        if found != case.says {
            wrong.push(format!("{}: expected {:?}, found {found:?}", case.name, case.says));
        }
        for record in &records {
            assert!(
                case.text.contains(&record.quote),
                "{}: “{}” is not in the text",
                case.name,
                record.quote
            );
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.case.len(), wrong.join("\n"));
}

/// The chips that a Markdown paper says its authors used.
fn used(text: &str) -> Vec<String> {
    let (knowledge, register) = (Knowledge::embedded().unwrap(), Register::embedded().unwrap());
    let examiner = Examiner::new(&knowledge, &register).unwrap();
    let file = InputFile { path: "paper.md".to_owned(), bytes: text.as_bytes().to_vec() };
    let input = Input { name: "paper".to_owned(), kind: Kind::Markdown, files: vec![file], metadata: None };
    let report = examiner.examine(&input, "2026-01-01".parse().unwrap());
    let uses = report.disclosures.iter().filter(|record| record.role == Role::Used);
    uses.map(|record| record.chip.clone()).collect()
}

#[test]
fn in_a_paper_about_many_chips_only_what_is_said_plainly_is_a_use() {
    let own = "# Chips and Their Uses\n\n## Hardware setup\n\nTrain on 64 A100 GPUs with batch size 32.\n\n\
               We ran our own measurements on two V100 GPUs.\n\n";
    assert_eq!(used(own), ["nvidia-a100", "nvidia-v100"]);
    let others = "## Others\n\nSold today: H100, H200, B200, MI300X, RTX 4090 and L40S GPUs.\n";
    assert_eq!(used(&format!("{own}{others}")), ["nvidia-v100"]);
}
