//! What must hold of every LaTeX text, well-formed or not.

use chiptrace::document::{Document, Input, InputFile, Kind, latex};
use chiptrace::passage::Passage;
use proptest::prelude::*;

const PIECES: &[&str] = &[
    "{",
    "}",
    "\\",
    "$",
    "$$",
    "%",
    "\n",
    "\n\n",
    " ",
    "~",
    "&",
    "\\\\",
    "#1",
    "#",
    "^",
    "_",
    "--",
    "``",
    "''",
    "[",
    "]",
    "é",
    "大学",
    "\u{e000}",
    "\u{a0}",
    "word",
    "8",
    "A100",
    "@x.org",
    "\\begin{tabular}{c}",
    "\\end{tabular}",
    "\\begin{document}",
    "\\end{document}",
    "\\begin{table}",
    "\\end{table}",
    "\\begin{equation}",
    "\\end{equation}",
    "\\begin{verbatim}",
    "\\end{verbatim}",
    "\\begin{abstract}",
    "\\end{abstract}",
    "\\footnote{",
    "\\caption{",
    "\\section{",
    "\\author{",
    "\\affiliation{",
    "\\thanks{",
    "\\title{",
    "\\and",
    "\\maketitle",
    "\\appendix",
    "\\item[",
    "\\iffalse",
    "\\iftrue",
    "\\ifx\\a\\b",
    "\\else",
    "\\fi",
    "\\newif\\ifq",
    "\\ifq",
    "\\qtrue",
    "\\def\\a#1{\\a{#1#1}}",
    "\\newcommand{\\b}[2][x]{#1\\b{#2}#2}",
    "\\a{y}",
    "\\b{z}",
    "\\let\\a\\b",
    "\\frac",
    "\\SI{",
    "\\'",
    "\\c{",
    "\\verb|",
    "\\href{",
    "\\url{",
    "\\cite{",
    "\\input{main}",
    "\\input{other}",
    "\\multicolumn{2}{c}{",
    "\\textsuperscript{",
    "\\makeatletter",
    "\\newenvironment{e}{\\begin{tabular}{c}}{\\end{tabular}}",
    "\\begin{e}",
    "\\end{e}",
    "\\(",
    "\\]",
];

fn texts() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..120).prop_map(|pieces| pieces.concat())
}

fn read(main: &str, other: &str) -> Document {
    let file = |path: &str, text: &str| InputFile { path: path.into(), bytes: text.into() };
    let files = vec![file("main.tex", main), file("other.tex", other)];
    latex::read(&Input { name: "x".into(), kind: Kind::Latex, files, metadata: None })
}

fn passages(document: &Document) -> impl Iterator<Item = &Passage> {
    document.title.iter().chain(&document.affiliations).chain(&document.passages)
}

fn check_places(document: &Document, at: usize, length: usize) -> Result<(), TestCaseError> {
    for passage in passages(document) {
        let view = passage.text.view();
        prop_assert!(!view.trim().is_empty());
        prop_assert!(
            !view.contains("  ")
                && !view.contains(['\t', '\u{e000}', '\u{e001}', '\u{e002}', '\u{e003}', '\u{e004}']),
            "{view:?}"
        );
        let start = (0..=at % view.len()).rev().find(|at| view.is_char_boundary(*at)).unwrap_or(0);
        let end = (start + 1 + length % view.len()).min(view.len());
        let end = (end..=view.len()).find(|at| view.is_char_boundary(*at)).unwrap_or(view.len());
        let location = passage.text.locate(start..end);
        prop_assert!(location.is_some());
        let quote = location.and_then(|location| document.quote(&location).map(str::to_owned));
        prop_assert!(quote.is_some_and(|quote| !quote.is_empty()), "{:?}", view.get(start..end));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn every_quote_is_a_stretch_of_its_source(main in texts(), other in texts(), at: usize, length: usize) {
        check_places(&read(&main, &other), at, length)?;
        check_places(&latex::read_fragment(&main), at, length)?;
    }

    #[test]
    fn bytes_of_any_kind_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let files = vec![InputFile { path: "main.tex".into(), bytes }];
        let document = latex::read(&Input { name: "x".into(), kind: Kind::Latex, files, metadata: None });
        check_places(&document, 0, 7)?;
    }

    #[test]
    fn the_same_bytes_give_the_same_document(main in texts(), other in texts()) {
        let (first, second) = (read(&main, &other), read(&main, &other));
        prop_assert_eq!(first.passages, second.passages);
        prop_assert_eq!(first.affiliations, second.affiliations);
        prop_assert_eq!(first.problems, second.problems);
    }
}

#[test]
fn what_is_built_to_be_slow_or_deep_comes_to_an_end() {
    let deep = 1_000_000;
    let doubling: String = (b'a'..=b'z').zip(b'b'..=b'z').fold(String::new(), |text, (name, next)| {
        text + &format!("\\def\\{}{{\\{}\\{}}}", name as char, next as char, next as char)
    });
    for text in [
        "{".repeat(deep),
        "{".repeat(deep) + &"}".repeat(deep),
        "\\begin{a}".repeat(deep / 4) + &"\\end{b}".repeat(deep / 4),
        "\\footnote{".repeat(deep / 8),
        "\\iffalse ".repeat(deep / 8),
        "\\label{".repeat(deep / 8),
        "\\newcommand{\\x}[1]{".repeat(deep / 8),
        "$".repeat(deep),
        "\\def\\a#1{\\a{#1#1#1}}\\a{gigabyte}".to_owned(),
        doubling + "\\def\\z{gigabyte}\\a",
    ] {
        let document = latex::read_fragment(&text);
        let written: usize = document.passages.iter().map(|passage| passage.text.view().len()).sum();
        assert!(written < 64 * text.len() + (8 << 20));
    }
}
