//! The papers of `tests/papers/twins`, damaged at random, in every format: nothing panics, every quote is the stretch of
//! its source that its place names, and the same bytes give the same document and the same report.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod places;

use std::path::Path;
use std::sync::LazyLock;

use chiptrace::controls::date::Date;
use chiptrace::controls::knowledge::Knowledge;
use chiptrace::controls::name::Vocabulary;
use chiptrace::controls::register::Register;
use chiptrace::controls::register::edits::Edits;
use chiptrace::document::{Document, Input, InputFile, Kind, read};
use chiptrace::examine::Examiner;
use chiptrace::report::PlaceRecord;
use proptest::prelude::*;
use proptest::sample::Index;

use places::{check_words, passages};

const FORMATS: [(Kind, &str); 4] =
    [(Kind::Latex, "tex"), (Kind::Pdf, "pdf"), (Kind::Html, "html"), (Kind::Jats, "xml")];

static PAPERS: LazyLock<Vec<(Kind, Vec<u8>)>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/papers/twins");
    let names = ["canal-ice", "loom-cards", "salt-pans", "glass-eels", "rice-paper", "owl-pellets"];
    let file =
        |name: &str, end: &str| std::fs::read(folder.join(name).join("paper").with_extension(end)).unwrap();
    names.iter().flat_map(|name| FORMATS.map(|(kind, end)| (kind, file(name, end)))).collect()
});

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::embedded().unwrap());

static REGISTER: LazyLock<Register> = LazyLock::new(|| {
    let lines = "03cve4549\tCN\t\tBeijing\tem\tTsinghua University\tTHU\t\n".into();
    Register::load(vec![lines], &Edits::default(), Vocabulary::embedded().unwrap()).unwrap()
});

static EXAMINER: LazyLock<Examiner<'static>> =
    LazyLock::new(|| Examiner::new(&KNOWLEDGE, &REGISTER).unwrap());

/// One change: at a place, a number of bytes is taken out, and others are put in.
type Change = (Index, usize, Vec<u8>);

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let piece = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..4),
        prop::sample::select(vec![
            "{",
            "}",
            "<",
            ">",
            "\\",
            "$",
            "&",
            "<p>",
            "</p>",
            "\\fi",
            "endstream",
            "(",
            ")"
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    prop::collection::vec((any::<Index>(), 0..40usize, piece), 1..12)
}

fn damaged(paper: &Index, changes: &[Change]) -> Input {
    let (kind, whole) = &PAPERS[paper.index(PAPERS.len())];
    let mut bytes = whole.clone();
    for (at, taken, put) in changes {
        let at = at.index(bytes.len().max(1)).min(bytes.len());
        let end = (at + taken).min(bytes.len());
        bytes.splice(at..end, put.iter().copied());
    }
    let files = vec![InputFile { path: "paper.tex".to_owned(), bytes }];
    Input { name: "paper".to_owned(), kind: *kind, files, metadata: None }
}

fn stretch<'d>(document: &'d Document, place: &PlaceRecord) -> Option<&'d str> {
    let of_place =
        |source: &&chiptrace::document::Source| source.file == place.file && source.page == place.page;
    document.sources.iter().find(of_place)?.text.get(place.start..place.end)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_quote_is_the_stretch_at_its_place(paper: Index, changes in changes()) {
        let input = damaged(&paper, &changes);
        let document = read(&input);
        check_words(&document);
        let today = Date::new(2026, 1, 1).unwrap();
        let report = EXAMINER.examine(&input, today);
        for said in &report.disclosures {
            let place = said.place.as_ref().expect("a disclosure has a place");
            prop_assert_eq!(stretch(&document, place), Some(said.quote.as_str()));
            prop_assert!(said.also.iter().all(|also| stretch(&document, &also.place) == Some(also.quote.as_str())));
        }
        for institution in &report.institutions {
            let place = institution.place.as_ref().map(|place| stretch(&document, place));
            prop_assert!(place.is_none_or(|found| found == Some(institution.quote.as_str())));
        }
        let again = read(&input);
        prop_assert!(passages(&document).eq(passages(&again)));
        let second = EXAMINER.examine(&input, today);
        prop_assert_eq!(serde_json::to_string(&report).unwrap(), serde_json::to_string(&second).unwrap());
    }
}
