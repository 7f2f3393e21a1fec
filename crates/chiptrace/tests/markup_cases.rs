//! Readable cases: what is read from text, Markdown, HTML and JATS.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use chiptrace::document::{Document, Input, InputFile, Kind, html, jats, markdown, text};
use chiptrace::passage::{Part, Passage};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    #[serde(default)]
    fragment: Vec<Fragment>,
    #[serde(default)]
    head: Vec<Head>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fragment {
    name: String,
    text: String,
    view: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    name: String,
    text: String,
    title: String,
    affiliations: Vec<String>,
    domains: Vec<String>,
    date: Option<String>,
    #[serde(default)]
    anonymous: bool,
}

fn shown(passage: &Passage) -> String {
    let part = serde_json::to_value(passage.part).unwrap();
    format!("{}: {}", part.as_str().unwrap(), passage.text.view())
}

fn views(passages: &[Passage]) -> Vec<&str> {
    passages.iter().map(|passage| passage.text.view()).collect()
}

fn input(kind: Kind, text: &str) -> Input {
    let file = InputFile { path: "paper".to_owned(), bytes: text.as_bytes().to_vec() };
    Input { name: "paper".to_owned(), kind, files: vec![file], metadata: None }
}

#[test]
fn fragments_read_as_their_cases_say() {
    let cases: Cases = toml::from_str(include_str!("../../../tests/cases/reading/text.toml")).unwrap();
    for case in cases.fragment {
        let document = text::read_fragment(&case.text);
        let found: Vec<String> = document.passages.iter().map(shown).collect();
        assert_eq!(found, case.view, "{}", case.name);
    }
}

#[test]
fn heads_read_as_their_cases_say() {
    let cases: Cases = toml::from_str(include_str!("../../../tests/cases/reading/heads.toml")).unwrap();
    for case in cases.head {
        let document = match case.text.starts_with('#') {
            true => markdown::read(&input(Kind::Markdown, &case.text)),
            false => text::read(&input(Kind::Text, &case.text)),
        };
        let title = document.title.as_ref().map(|title| title.text.view());
        assert_eq!(title, Some(case.title.as_str()), "{}", case.name);
        assert_eq!(views(&document.affiliations), case.affiliations, "{}", case.name);
        assert_eq!(document.email_domains, case.domains, "{}", case.name);
        assert_eq!(document.date.map(|date| date.to_string()), case.date, "{}", case.name);
        assert_eq!(document.anonymous, case.anonymous, "{}", case.name);
    }
}

fn of_part(document: &Document, part: Part) -> Vec<String> {
    document
        .passages
        .iter()
        .filter(|passage| passage.part == part)
        .map(|passage| passage.text.view().to_owned())
        .collect()
}

#[test]
fn a_page_by_latexml_is_read_part_by_part() {
    let document = html::read(&input(Kind::Html, include_str!("seeds/page.html")));
    assert_eq!(document.title.as_ref().map(|title| title.text.view()), Some("A Page of Tests"));
    assert_eq!(views(&document.affiliations), ["Institute of Invented Tests, Testville, Norway"]);
    assert_eq!(document.email_domains, ["tests.example"]);
    assert_eq!(of_part(&document, Part::Abstract), ["We test & measure."]);
    assert_eq!(of_part(&document, Part::Body), ["We train on 8×A100^2 cards for 10^4 steps."]);
    assert_eq!(of_part(&document, Part::Footnote), ["Each has 80 GB."]);
    assert_eq!(of_part(&document, Part::Caption), ["Table 1: Costs"]);
    assert_eq!(of_part(&document, Part::Table), ["chip | hours\nH100 | 12"]);
    assert_eq!(of_part(&document, Part::Bibliography), ["[1] Somebody. 2020."]);
}

#[test]
fn any_article_page_is_read_without_its_frame() {
    let page = r#"<html><head><title>Tests | A Journal</title><meta name="citation_title" content="A Page of Tests">
        <meta name="citation_author_institution" content="Institute of Invented Tests, Norway">
        <meta name="citation_publication_date" content="2024/02/03"><style>p { }</style></head>
        <body><header>Menu</header><nav>Home</nav><main><h1>A Page of Tests</h1>
        <h2>Abstract</h2><p>We test.</p><h2>1. Setup</h2><p>One H100<br>card<script>x</script>.</p>loose text
        <h2>Acknowledgements</h2><p>Thanks.</p></main><footer>Imprint</footer></body></html>"#;
    let document = html::read(&input(Kind::Html, page));
    assert_eq!(document.title.as_ref().map(|title| title.text.view()), Some("A Page of Tests"));
    assert_eq!(views(&document.affiliations), ["Institute of Invented Tests, Norway"]);
    assert_eq!(document.date.map(|date| date.to_string()).as_deref(), Some("2024-02-03"));
    assert_eq!(of_part(&document, Part::Abstract), ["We test."]);
    assert_eq!(of_part(&document, Part::Body), ["One H100 card.", "loose text"]);
    assert_eq!(of_part(&document, Part::Acknowledgements), ["Thanks."]);
}

#[test]
fn a_jats_file_is_read_part_by_part() {
    let document = jats::read(&input(Kind::Jats, include_str!("seeds/article.xml")));
    assert_eq!(document.title.as_ref().map(|title| title.text.view()), Some("A File of Tests"));
    assert_eq!(views(&document.affiliations), ["Institute of Invented Tests, Testville, Norway"]);
    assert_eq!(document.date.map(|date| date.to_string()).as_deref(), Some("2024-02-03"));
    assert_eq!(of_part(&document, Part::Body), ["We train on 8×A100 cards (80 GB)."]);
    assert_eq!(of_part(&document, Part::Footnote), ["Rented."]);
    assert_eq!(of_part(&document, Part::Caption), ["Costs"]);
    assert_eq!(of_part(&document, Part::Table), ["chip | hours\nH100 | 12"]);
    assert_eq!(of_part(&document, Part::Acknowledgements), ["We thank the cluster."]);
    assert_eq!(of_part(&document, Part::Bibliography), ["Somebody. 2020."]);
    assert!(document.problems.is_empty());
}

#[test]
fn a_damaged_jats_file_is_reported_and_read_on() {
    let whole = include_str!("seeds/article.xml");
    let cut = &whole[..whole.find("</sec>").unwrap()];
    let document = jats::read(&input(Kind::Jats, cut));
    assert_eq!(document.problems.len(), 1);
    assert_eq!(of_part(&document, Part::Body), ["We train on 8×A100 cards (80 GB)."]);
    let stray = whole.replace("<body>", "<body></nothing><sec <");
    assert!(!jats::read(&input(Kind::Jats, &stray)).problems.is_empty());
}
