//! How many questions are determined in a second, no two alike, and how many names are looked for among the listed parties.

use std::hint::black_box;
use std::time::Instant;

use chiptrace_controls::determination::determine;
use chiptrace_controls::inquiry::{Inquiry, Lookups};
use chiptrace_controls::knowledge::Knowledge;
use chiptrace_controls::transaction::Window;

const QUESTIONS: usize = 200_000;
const DESTINATIONS: [&str; 12] = ["CN", "HK", "MO", "AE", "RU", "DE", "SG", "IN", "MY", "TW", "KP", "JP"];
const HEADQUARTERS: [&str; 5] = ["CN", "US", "DE", "unknown", "SG"];
const EXPORTERS: [&str; 3] = ["NVIDIA", "any", "unknown"];
const TRANSACTIONS: [&str; 4] = ["export", "reexport", "use", "cloud access"];

const ROUNDS: usize = 200;
/// Written as orders have them: listed, near a listed one, in characters, unknown.
const NAMES: [&str; 8] = [
    "Inspur Group Co., Ltd.",
    "Industrial and Commercial Bank of Chad",
    "Beijing Sensetime Technology",
    "清华大学",
    "Example Cloud Pte. Ltd.",
    "Harbin Institute of Technology, Shenzhen",
    "Kuala Sample Sdn Bhd",
    "Zhejiang University",
];

fn main() {
    let began = Instant::now();
    let knowledge = Knowledge::embedded().unwrap_or_else(|error| {
        eprintln!("{error}");
        std::process::exit(1)
    });
    println!("records loaded in {:.0} ms", began.elapsed().as_secs_f64() * 1000.0);
    let began = Instant::now();
    let mut lookups = Lookups::default();
    let answered = (0..QUESTIONS).filter(|at| is_answered(*at, &knowledge, &mut lookups)).count();
    println!(
        "{answered} of {QUESTIONS} questions answered: {:.0} a second on one core",
        rate(QUESTIONS, began)
    );
    let began = Instant::now();
    for name in NAMES.iter().cycle().take(NAMES.len() * ROUNDS) {
        black_box(knowledge.screen().search(black_box(name), knowledge.lists()));
    }
    let listed = knowledge.lists().entries().len();
    println!("names looked for among {listed} parties: {:.0} a second", rate(NAMES.len() * ROUNDS, began));
}

/// Asks the question of a number; every number makes another question.
fn is_answered<'k>(at: usize, knowledge: &'k Knowledge, lookups: &mut Lookups<'k>) -> bool {
    let mut rest = at;
    let mut next = |among: usize| {
        let chosen = rest % among;
        rest /= among;
        chosen
    };
    let chips = knowledge.chips();
    let (Some(chip), Some(to)) = (chips.get(next(chips.len())), DESTINATIONS.get(next(DESTINATIONS.len())))
    else {
        return false;
    };
    let from = |list: &[&'static str], at: usize| list.get(at).map(|text| (*text).into());
    let inquiry = Inquiry {
        chip: chip.name.as_str().into(),
        destination: (*to).into(),
        end_user_hq: from(&HEADQUARTERS, next(HEADQUARTERS.len())),
        exporter: from(&EXPORTERS, next(EXPORTERS.len())),
        transaction: from(&TRANSACTIONS, next(TRANSACTIONS.len())),
        ..Inquiry::default()
    };
    let seconds = 1_640_995_200 + i64::try_from(rest).unwrap_or_default() * 86_400 * 61;
    let window = Window::day(chiptrace_controls::date::day_of_unix_time(seconds));
    let understood = inquiry.understand_with(window, knowledge, lookups);
    understood.is_ok_and(|understood| {
        black_box(determine(knowledge, &understood.transaction()));
        true
    })
}

fn rate(number: usize, began: Instant) -> f64 {
    number as f64 / began.elapsed().as_secs_f64()
}
