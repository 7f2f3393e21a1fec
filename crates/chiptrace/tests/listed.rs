//! What findings say of institutions on government lists.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use chiptrace::controls::knowledge::Knowledge;
use chiptrace::controls::register::Register;
use chiptrace::document::{Input, InputFile, Kind};
use chiptrace::examine::Examiner;
use chiptrace::finding::{Finding, OnList};
use chiptrace::report::text;

/// The findings of a paper by these institutions that says it used eight A100, and its record as text.
fn findings(institutions: &[&str], date: &str) -> (Vec<Finding>, String) {
    let authors = institutions.iter().enumerate().map(|(at, name)| format!("$^{}${name}\\\\", at + 1));
    let source = format!(
        "\\documentclass{{article}}\\title{{A Test}}\\author{{Ada Example$^1$\\\\ {}}}\\date{{{date}}}\
         \\begin{{document}}\\maketitle\\section{{Experiments}}We trained all models on 8 NVIDIA A100 GPUs.\\end{{document}}",
        authors.collect::<String>()
    );
    let file = InputFile { path: "main.tex".to_owned(), bytes: source.into_bytes() };
    let input = Input { name: "paper".to_owned(), kind: Kind::Latex, files: vec![file], metadata: None };
    let (knowledge, register) = (Knowledge::embedded().unwrap(), Register::embedded().unwrap());
    let examiner = Examiner::new(&knowledge, &register).unwrap();
    let report = examiner.examine(&input, "2026-01-01".parse().unwrap());
    let written = text::write(&report);
    (report.findings, written)
}

#[test]
fn a_listed_institution_is_named_with_its_entry_and_is_the_end_user() {
    let (findings, written) = findings(
        &["Harbin Institute of Technology, Harbin, China", "Tsinghua University, Beijing, China"],
        "2023-05-02",
    );
    let [tsinghua, harbin] = findings.as_slice() else { panic!("{written}") };
    assert_eq!(tsinghua.institutions, ["Tsinghua University"]);
    assert!(tsinghua.listed.is_empty());
    assert_eq!(harbin.institutions, ["Harbin Institute of Technology"]);
    let listing = harbin.listed.iter().find(|listing| listing.list == "entity-list").unwrap();
    assert_eq!(listing.from.unwrap().to_string(), "2020-06-05");
    assert_eq!(listing.on_list, OnList::SomeDays);
    let by_list = |finding: &Finding| {
        finding
            .slices
            .iter()
            .flat_map(|slice| &slice.clauses)
            .any(|clause| clause.requires() && clause.clause.contains("entity"))
    };
    assert!(by_list(harbin) && !by_list(tsinghua), "{written}");
    assert!(harbin.explanations.len() == tsinghua.explanations.len());
    assert!(
        written.contains("of the Entity List, listed on 2020-06-05; on the list on some of these days"),
        "{written}"
    );
}

#[test]
fn institutions_of_like_names_and_parents_are_not_taken_for_listed_ones() {
    for name in [
        "Harbin University of Science and Technology, Harbin, China",
        "Chinese Academy of Sciences, Beijing, China",
        "Tianjin University of Technology, Tianjin, China",
    ] {
        let (findings, written) = findings(&[name], "2023-05-02");
        assert!(
            !findings.is_empty() && findings.iter().all(|finding| finding.listed.is_empty()),
            "{written}"
        );
    }
}

#[test]
fn an_entry_of_a_later_day_is_said_to_be_later() {
    let (findings, written) = findings(&["Zhipu AI, Beijing, China"], "2023-05-02");
    let listed: Vec<_> = findings.iter().flat_map(|finding| &finding.listed).collect();
    assert_eq!(
        listed.iter().map(|listing| listing.on_list).collect::<Vec<_>>(),
        [OnList::NoDay],
        "{written}"
    );
    assert!(written.contains("not on the list on any of these days"), "{written}");
}
