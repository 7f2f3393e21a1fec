//! Whose machine: the cases of `tests/cases/machines.toml`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use chiptrace::controls::date::Date;
use chiptrace::controls::knowledge::Knowledge;
use chiptrace::controls::register::Register;
use chiptrace::document::{Input, InputFile, Kind};
use chiptrace::examine::Examiner;
use chiptrace::machine::{Machine, Tie};
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
    paper: String,
    at: Option<String>,
    grounds: Vec<String>,
    #[serde(default)]
    corresponding: Vec<String>,
    instance: Option<String>,
    region: Option<String>,
}

fn kinds(machine: &Machine) -> Vec<String> {
    let word = |value| serde_json::to_value(value).unwrap().as_str().unwrap().to_owned();
    machine.grounds.iter().map(|ground| word(ground.ground)).collect()
}

#[test]
fn every_machine_stands_where_its_case_says() {
    let cases: Cases = toml::from_str(include_str!("../../../tests/cases/machines.toml")).unwrap();
    let (knowledge, register) = (Knowledge::embedded().unwrap(), Register::embedded().unwrap());
    let examiner = Examiner::new(&knowledge, &register).unwrap();
    for case in cases.case {
        let source = format!("\\documentclass{{article}}\n\\title{{Looms}}{}", case.paper);
        let files = vec![InputFile { path: "main.tex".to_owned(), bytes: source.clone().into_bytes() }];
        let input = Input { name: "main.tex".to_owned(), kind: Kind::Latex, files, metadata: None };
        let report = examiner.examine(&input, Date::constant(2026, 1, 1));
        let machine = report.disclosures[0].machine.clone().unwrap();
        let told = (machine.institution.clone(), kinds(&machine));
        assert_eq!(told, (case.at, case.grounds), "{}: {machine:#?}", case.name);
        let marked = machine.grounds.iter().filter(|ground| ground.ground == Tie::CorrespondingAffiliation);
        let marked: Vec<&str> = marked.map(|ground| ground.to.as_str()).collect();
        assert_eq!(marked, case.corresponding, "{}", case.name);
        let rented = machine.rented.as_ref();
        let told = (rented.and_then(|r| r.instance.clone()), rented.and_then(|r| r.region.clone()));
        assert_eq!(told, (case.instance, case.region), "{}", case.name);
        for ground in &machine.grounds {
            let quoted = !ground.quote.is_empty() && source.contains(&ground.quote);
            assert!(quoted, "{}: not in the paper: {ground:?}", case.name);
        }
    }
}
