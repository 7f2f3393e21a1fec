//! What printed affiliations are resolved to.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::borrow::Cow;

use chiptrace::affiliation::{Circumstances, resolve};
use chiptrace::controls::date::PartialDate;
use chiptrace::controls::name::Vocabulary;
use chiptrace::controls::register::Register;
use chiptrace::controls::register::edits::Edits;
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    #[serde(default)]
    ids: Vec<String>,
    country: Option<String>,
    headquarters: Option<String>,
    #[serde(default)]
    none: bool,
    date: Option<PartialDate>,
    /// What the first institution has become.
    became: Option<String>,
}

impl Case {
    fn known(&self) -> Circumstances<'static> {
        Circumstances { date: self.date, ..Circumstances::default() }
    }
}

#[test]
fn affiliations_are_resolved_as_the_cases_say() {
    let register = Register::embedded().unwrap();
    let cases: Cases =
        toml::from_str(include_str!("../../../tests/cases/parties/affiliations.toml")).unwrap();
    for case in cases.case {
        let found = resolve(&case.text, case.known(), &register);
        let ids: Vec<String> = found.institutions.iter().filter_map(|one| one.ror.clone()).collect();
        let wanted: Vec<String> = case.ids.iter().map(|id| format!("https://ror.org/{id}")).collect();
        assert_eq!(ids, wanted, "{}", case.text);
        assert_eq!(found.country.map(|code| code.to_string()), case.country, "{}", case.text);
        let headquarters = found.institutions.iter().find_map(|one| one.headquarters);
        assert_eq!(headquarters.map(|code| code.to_string()), case.headquarters, "{}", case.text);
        assert_eq!(found.abstained, case.none, "{}", case.text);
        let became = found.institutions.iter().find_map(|one| one.became.as_ref()?.ror.clone());
        assert_eq!(became, case.became.map(|id| format!("https://ror.org/{id}")), "{}", case.text);
    }
}

const LINES: &str = include_str!("../../../data/parties/register.tsv");

fn register(lines: &[&str]) -> Register {
    let text = Cow::Owned(lines.join("\n"));
    Register::load(vec![text], &Edits::default(), Vocabulary::embedded().unwrap()).unwrap()
}

fn ids(text: &str, register: &Register) -> Vec<String> {
    let found = resolve(text, Circumstances::default(), register).institutions;
    found.into_iter().filter_map(|one| one.ror).collect()
}

/// The first of a few institutions that was found by its name and town, and that is another among more.
fn spoiled_by_more(
    few: &[&str],
    more: &[&str],
    find: impl Fn(&str, &Register) -> Vec<String>,
) -> Option<String> {
    let small = register(few);
    let large = register(&[few, more].concat());
    (0..small.len() as u32).find_map(|number| {
        let institution = small.institution(number)?;
        let text = format!("{}, {}", institution.name(), institution.line.city);
        let id = institution.ror()?;
        let right = find(&text, &small).as_slice() == [id.clone()];
        let found = find(&text, &large);
        (right && !found.is_empty() && !found.contains(&id)).then(|| format!("{text}: {found:?}"))
    })
}

#[test]
fn a_finder_that_more_records_lead_astray_is_seen() {
    let few = ["01111111x\tUS\t\tBoston\te\tExample University"];
    let more = ["02222222x\tCA\t\tBoston\te\tExample University"];
    let last_of_the_name = |text: &str, register: &Register| {
        let words = chiptrace::controls::name::words(text, register.vocabulary());
        let last = register.find(&words).into_iter().map(|named| named.institution).max();
        last.and_then(|number| register.institution(number)?.ror()).into_iter().collect()
    };
    assert!(spoiled_by_more(&few, &more, last_of_the_name).is_some());
    assert_eq!(spoiled_by_more(&few, &more, ids), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// More records never make another institution of one that was rightly found by its name and
    /// town, unless they bring a longer name that is printed too.
    #[test]
    fn more_records_never_make_a_right_match_wrong(start in 0usize..20_000, step in 7usize..97) {
        let lines: Vec<&str> = LINES.lines().filter(|line| !line.starts_with('#')).collect();
        let few: Vec<&str> = lines.iter().copied().skip(start).step_by(step).take(40).collect();
        let more: Vec<&str> = lines.iter().copied().skip(start % step).step_by(step + 1).take(600).collect();
        prop_assert_eq!(spoiled_by_more(&few, &more, ids), None);
    }

    /// Any text gives an answer whose names stand in it.
    #[test]
    fn any_text_is_answered(text in "(\\PC|[ ,;{}()\\\\@\n]){0,300}") {
        let register = register(&["042nb2s44\tUS\t\tCambridge\te\tMassachusetts Institute of Technology\tMIT"]);
        for one in resolve(&text, Circumstances::default(), &register).institutions {
            prop_assert!(text.get(one.printed).is_some());
        }
    }
}

#[test]
fn long_and_damaged_texts_are_read_to_the_end() {
    let register = Register::embedded().unwrap();
    let block = "Ann Author{\\textsuperscript{1,2}, Bo Bauer$^{3}$, \u{202e}جامعة\u{202c}, MÃ¼nchen, ";
    let long = format!("{}Tsinghua University, Beijing, China", block.repeat(100_000 / block.len()));
    let found = resolve(&long, Circumstances::default(), &register);
    assert!(found.institutions.iter().any(|one| one.name == "Tsinghua University"));
}

#[test]
fn hundreds_of_institutions_in_one_block_are_all_read() {
    let register = Register::embedded().unwrap();
    let names = ["Tsinghua University, Beijing, China", "Duke University, Durham, NC, USA"];
    let block: Vec<String> =
        (1..=400).map(|at| format!("$^{{{at}}}${}", names.get(at % 2).unwrap())).collect();
    let found = resolve(&block.join("; "), Circumstances::default(), &register);
    assert_eq!(found.institutions.len(), 400);
    assert_eq!(found.country, None);
}
