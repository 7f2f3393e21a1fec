//! How LaTeX is read, by the cases of `tests/cases/reading/latex.toml`.

use std::collections::BTreeMap;

use chiptrace::document::{Document, Input, InputFile, Kind, latex};
use chiptrace::passage::{Location, Part, Passage};
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    latex: Option<String>,
    #[serde(default)]
    files: BTreeMap<String, String>,
    passages: Option<Vec<String>>,
    title: Option<String>,
    affiliations: Option<Vec<String>>,
    domains: Option<Vec<String>>,
    anonymous: Option<bool>,
    date: Option<String>,
    #[serde(default)]
    quotes: BTreeMap<String, String>,
    #[serde(default)]
    definitions: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    problems: Vec<String>,
}

fn read(case: &Case) -> Document {
    if let Some(text) = &case.latex {
        return latex::read_fragment(text);
    }
    let files = case
        .files
        .iter()
        .map(|(path, text)| InputFile { path: path.clone(), bytes: text.clone().into_bytes() });
    latex::read(&Input { name: case.name.clone(), kind: Kind::Latex, files: files.collect(), metadata: None })
}

fn shown(passage: &Passage) -> String {
    let part = serde_json::to_string(&passage.part).unwrap_or_default();
    format!("{} | {}", part.trim_matches('"'), passage.text.view())
}

fn views(passages: &[Passage]) -> Vec<&str> {
    passages.iter().map(|passage| passage.text.view()).collect()
}

fn check(case: &Case) {
    let document = read(case);
    let name = &case.name;
    if let Some(expected) = &case.passages {
        assert_eq!(&document.passages.iter().map(shown).collect::<Vec<_>>(), expected, "{name}");
    }
    if let Some(title) = &case.title {
        assert_eq!(document.title.as_ref().map(|title| title.text.view()), Some(title.as_str()), "{name}");
    }
    if let Some(expected) = &case.affiliations {
        assert_eq!(&views(&document.affiliations), expected, "{name}");
        assert!(document.affiliations.iter().all(|passage| passage.part == Part::Affiliation), "{name}");
    }
    if let Some(expected) = &case.domains {
        assert_eq!(&document.email_domains, expected, "{name}");
    }
    assert_eq!(document.anonymous, case.anonymous.unwrap_or(false), "{name}");
    if let Some(date) = &case.date {
        assert_eq!(document.date.map(|date| date.to_string()).as_ref(), Some(date), "{name}");
    }
    let problems: Vec<String> = document.problems.iter().map(|problem| problem.kind.to_string()).collect();
    assert_eq!(problems, case.problems, "{name}");
    for (words, source) in &case.quotes {
        let found = place(&document, words).and_then(|place| document.quote(&place).map(str::to_owned));
        assert_eq!(found.as_ref(), Some(source), "{name}: {words}");
    }
    for (words, printed) in &case.definitions {
        let found = place(&document, words).map(|place| definitions(&document, &place));
        assert_eq!(found.unwrap_or_default(), *printed, "{name}: {words}");
    }
}

/// The place of the first passage stretch whose view is `words`.
fn place(document: &Document, words: &str) -> Option<Location> {
    document.passages.iter().find_map(|passage| {
        let start = passage.text.view().find(words)?;
        passage.text.locate(start..start + words.len())
    })
}

fn definitions<'d>(document: &'d Document, place: &Location) -> Vec<&'d str> {
    let text = |source: usize| document.sources.get(source).map_or("", |source| source.text.as_str());
    let found = place.definitions.iter();
    found.filter_map(|one| text(one.source).get(one.range.clone())).collect()
}

#[test]
fn every_case_reads_as_it_says() {
    let text = include_str!("../../../tests/cases/reading/latex.toml");
    let cases: Cases = toml::from_str(text).unwrap();
    let failed: Vec<String> = cases
        .case
        .iter()
        .filter_map(|case| std::panic::catch_unwind(|| check(case)).err().map(|_| case.name.clone()))
        .collect();
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn files_in_other_encodings_are_read_and_named() {
    let (gbk, _, _) = encoding_rs::GBK.encode(
        "\\documentclass{article}\\title{卡片}\\begin{document}\\maketitle 我们使用了八块显卡进行训练。\\end{document}",
    );
    let files = vec![InputFile { path: "main.tex".into(), bytes: gbk.into_owned() }];
    let document = latex::read(&Input { name: "gbk".into(), kind: Kind::Latex, files, metadata: None });
    assert_eq!(views(&document.passages), ["我们使用了八块显卡进行训练。"]);
    assert_eq!(document.sources.first().and_then(|source| source.encoding), Some("GBK"));
    assert!(document.problems.is_empty());
}

#[test]
fn a_file_named_by_its_identifier_is_read() {
    let files = vec![InputFile { path: "2401/2401.00001".into(), bytes: b"\\section{One} Words.".to_vec() }];
    let document = latex::read(&Input { name: "x".into(), kind: Kind::Latex, files, metadata: None });
    assert_eq!(views(&document.passages), ["One", "Words."]);
}

#[test]
fn a_tree_without_latex_says_so() {
    let files = vec![InputFile { path: "figure.png".into(), bytes: vec![0x89, 0x50] }];
    let document = latex::read(&Input { name: "x".into(), kind: Kind::Latex, files, metadata: None });
    assert_eq!(document.problems.len(), 1);
    assert!(document.passages.is_empty());
}
