//! Properties of the law records and of determinations.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing)]

use std::sync::LazyLock;

use chiptrace_controls::date::Date;
use chiptrace_controls::determination::{Answer, determine, determine_as_known};
use chiptrace_controls::fact::Fact;
use chiptrace_controls::item::Item;
use chiptrace_controls::knowledge::Knowledge;
use chiptrace_controls::law::{Law, Source};
use chiptrace_controls::place::CountryCode;
use chiptrace_controls::transaction::{Activity, EndUse, Exporter, Standing, Transaction, Window};
use proptest::prelude::*;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::embedded().unwrap());

const COUNTRIES: [&str; 20] = [
    "CN", "HK", "MO", "RU", "BY", "SA", "AE", "VN", "KH", "NI", "IL", "CY", "SG", "TW", "MY", "DE", "IN",
    "US", "IR", "BR",
];

/// Facts as they may stand before anybody asks which of them are known.
#[derive(Debug, Clone)]
struct Facts {
    item: usize,
    activity: Activity,
    exporter: Exporter,
    origin: CountryCode,
    destination: CountryCode,
    headquarters: CountryCode,
    entry: Option<usize>,
    end_use: EndUse,
    window: Window,
}

impl Facts {
    fn item(&self) -> &'static Item {
        let items = KNOWLEDGE.catalogue().items();
        &items[self.item % items.len()]
    }

    /// The transaction in which only the facts that `known` marks are known.
    fn transaction(&self, known: [bool; 7]) -> Transaction<'static> {
        let entries = KNOWLEDGE.lists().entries();
        let standing = Standing {
            entries: self.entry.map(|at| &entries[at % entries.len()]).into_iter().collect(),
            ..Standing::default()
        };
        Transaction {
            item: self.item(),
            activity: when(known[0], self.activity),
            exporter: when(known[1], self.exporter.clone()),
            origin: when(known[2], self.origin),
            destination: when(known[3], self.destination),
            headquarters: when(known[4], self.headquarters),
            end_user: when(known[5], standing),
            end_use: when(known[6], self.end_use),
            window: self.window,
        }
    }
}

fn when<T>(known: bool, value: T) -> Fact<T> {
    if known { Fact::stated(value, "") } else { Fact::unknown() }
}

fn country() -> impl Strategy<Value = CountryCode> {
    prop::sample::select(&COUNTRIES[..]).prop_map(|code| code.parse().unwrap())
}

fn day() -> impl Strategy<Value = Date> {
    (1_514_764_800_i64..1_830_297_600).prop_map(chiptrace_controls::date::day_of_unix_time)
}

fn facts() -> impl Strategy<Value = Facts> {
    let exporter = prop::sample::select(vec![
        Exporter::Named("NVIDIA".into()),
        Exporter::Named("AMD".into()),
        Exporter::Named("Intel".into()),
        Exporter::NoAddressee,
    ]);
    let end_use = prop::sample::select(vec![EndUse::Civil, EndUse::Military, EndUse::Supercomputer]);
    let places = (country(), country(), country());
    let rest = (prop::option::of(any::<usize>()), end_use, day(), day());
    (any::<usize>(), prop::sample::select(&Activity::ALL[..]), exporter, places, rest).prop_map(
        |(item, activity, exporter, (origin, destination, headquarters), (entry, end_use, a, b))| Facts {
            item,
            activity,
            exporter,
            origin,
            destination,
            headquarters,
            entry,
            end_use,
            window: Window::between(a, b),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn the_same_facts_give_the_same_determination(facts in facts()) {
        let once = serde_json::to_string(&determine(&KNOWLEDGE, &facts.transaction([true; 7]))).unwrap();
        let again = serde_json::to_string(&determine(&KNOWLEDGE, &facts.transaction([true; 7]))).unwrap();
        prop_assert_eq!(once, again);
    }

    #[test]
    fn more_knowledge_turns_only_open_answers(facts in facts(), fewer in any::<[bool; 7]>()) {
        let little = determine(&KNOWLEDGE, &facts.transaction(fewer));
        let much = determine(&KNOWLEDGE, &facts.transaction([true; 7]));
        for after in &much.slices {
            let day = after.days.first;
            let mut slices = little.slices.iter();
            let before = slices.find(|slice| slice.days.first <= day && day <= slice.days.last).unwrap();
            for (before, after) in [(before.as_written, after.as_written), (before.as_enforced, after.as_enforced)] {
                prop_assert!(before == Answer::Open || before == after, "{:?} became {:?}", before, after);
            }
        }
    }

    #[test]
    fn a_day_inside_a_window_has_the_answer_of_its_slice(facts in facts(), share in 0.0..1.0_f64) {
        let found = determine(&KNOWLEDGE, &facts.transaction([true; 7]));
        let at = (share * found.slices.len() as f64) as usize;
        let slice = &found.slices[at];
        for day in [slice.days.first, slice.days.last] {
            let alone = Facts { window: Window::day(day), ..facts.clone() };
            let alone = determine(&KNOWLEDGE, &alone.transaction([true; 7]));
            prop_assert_eq!((alone.as_written, alone.as_enforced), (slice.as_written, slice.as_enforced));
        }
    }

    #[test]
    fn an_open_answer_says_what_it_turns_on(facts in facts(), known in any::<[bool; 7]>()) {
        let found = determine(&KNOWLEDGE, &facts.transaction(known));
        let open = found.as_written == Answer::Open || found.as_enforced == Answer::Open;
        prop_assert!(!open || !found.turns_on().is_empty());
    }

    #[test]
    fn what_was_known_at_the_end_of_time_is_all_there_is(facts in facts()) {
        let transaction = facts.transaction([true; 7]);
        let all = serde_json::to_string(&determine(&KNOWLEDGE, &transaction)).unwrap();
        let late = serde_json::to_string(&determine_as_known(&KNOWLEDGE, &transaction, Date::MAX)).unwrap();
        prop_assert_eq!(all, late);
    }
}

#[test]
fn on_the_first_of_every_month_each_clause_has_exactly_one_version() {
    for clause in KNOWLEDGE.law().clauses() {
        for (year, month) in (2018..=2028).flat_map(|year| (1..=12).map(move |month| (year, month))) {
            let day = Date::constant(year, month, 1);
            let versions = clause.versions.iter();
            let holding =
                versions.filter(|version| version.from <= day && version.to.is_none_or(|to| day <= to));
            assert_eq!(holding.count(), 1, "{} on {day}", clause.id);
        }
    }
}

const HEAD: &str =
    "[law]\nid = \"x\"\ntitle = \"X\"\nrecords_begin = \"2020-01-01\"\nlast_verified = \"2024-01-01\"\n";

fn problem(versions: &str) -> String {
    let clause = "[[clause]]\nid = \"c\"\ntitle = \"C\"\nkind = \"regulation\"\nconsequence = \"licence\"\n";
    let text = format!("{HEAD}{clause}{versions}");
    Law::load(&[Source { path: "x.toml", text: &text }]).map(|_| ()).unwrap_err().to_string()
}

fn version(from: &str, rest: &str) -> String {
    format!(
        "[[clause.version]]\nfrom = \"{from}\"\nwords = \"w\"\nverification = \"P\"\nwhen = {{ to = {{ abroad = true }} }}\n{rest}\n"
    )
}

#[test]
fn a_law_with_a_gap_an_overlap_or_no_citation_is_refused_with_file_and_line() {
    let cited = "citation = \"here\"";
    let first = |to: &str| version("2020-01-01", &format!("{cited}\nto = \"{to}\""));
    let second = version("2021-01-01", cited);
    assert!(problem(&format!("{}{second}", first("2020-12-30"))).starts_with("x.toml:12: gap: "));
    assert!(problem(&format!("{}{second}", first("2021-01-01"))).starts_with("x.toml:12: overlap: "));
    assert!(problem(&version("2020-01-01", "")).ends_with("x.toml:12: the version has no citation"));
    assert!(problem(&version("2021-01-01", cited)).contains("nothing says what held between 2020-01-01"));
    assert!(problem(&version("2020-01-01", "citation = 5")).starts_with("x.toml:16: "));
}
