//! Institutions only, never people: names of authors do not come out of any front matter.

#![allow(clippy::unwrap_used)]

use chiptrace::controls::date::Date;
use chiptrace::controls::knowledge::Knowledge;
use chiptrace::controls::register::Register;
use chiptrace::document::{Input, InputFile, Kind};
use chiptrace::examine::Examiner;

const PEOPLE: [&str; 4] = ["Ada Verne", "Li Quan", "Tomas Halvor", "Mira Sol"];

fn heads() -> Vec<(Kind, String)> {
    let [a, b, c, d] = PEOPLE;
    vec![
        (
            Kind::Text,
            format!("A paper on looms\n{a}\n{b}\n{c}\n{d}\nUniversity of Oslo\nAbstract\nWe weave.\n"),
        ),
        (Kind::Text, format!("A paper on looms\n{a}, {b}, {c}, {d}\nAbstract\nWe weave.\n")),
        (
            Kind::Markdown,
            format!("# A paper on looms\n\n{a} {b}\n\n{c}\n\n{d}\n\n## Abstract\n\nWe weave.\n"),
        ),
        (
            Kind::Latex,
            format!(
                "\\documentclass{{article}}\\title{{Looms}}\\author{{{a} \\and {b} \\\\ University of Oslo \\and {c} \\and {d}}}\\begin{{document}}\\maketitle We weave.\\end{{document}}"
            ),
        ),
        (
            Kind::Latex,
            format!(
                "\\documentclass{{article}}\\title{{Looms}}\\author[1]{{{a}}}\\author[1]{{{b}}}\\affil[1]{{University of Oslo}}\\author{{{c}, {d}}}\\begin{{document}}\\maketitle We weave.\\end{{document}}"
            ),
        ),
        (
            Kind::Html,
            format!(
                "<html><body><h1>Looms</h1><div>{a}</div><div>{b}</div><p>{c}, {d}</p><h2>Abstract</h2><p>We weave.</p></body></html>"
            ),
        ),
        (
            Kind::Jats,
            format!(
                "<article><front><article-meta><title-group><article-title>Looms</article-title></title-group><contrib-group><contrib><name><surname>{a}</surname></name></contrib><contrib><string-name>{b}</string-name></contrib></contrib-group><aff>University of Oslo</aff></article-meta></front><body><p>{c} and {d} wove.</p></body></article>"
            ),
        ),
    ]
}

#[test]
fn no_name_of_a_person_stands_among_the_institutions() {
    let knowledge = Knowledge::embedded().unwrap();
    let register = Register::embedded().unwrap();
    let examiner = Examiner::new(&knowledge, &register).unwrap();
    for (kind, text) in heads() {
        let file = InputFile { path: "paper".to_owned(), bytes: text.clone().into_bytes() };
        let input = Input { name: "paper".to_owned(), kind, files: vec![file], metadata: None };
        let report = examiner.examine(&input, Date::constant(2026, 1, 1));
        for institution in &report.institutions {
            for person in PEOPLE {
                assert!(!institution.name.contains(person), "{kind:?}: {} in {text}", institution.name);
            }
        }
    }
}
