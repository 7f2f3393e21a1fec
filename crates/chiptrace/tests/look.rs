//! The first look passes over no text that names a chip.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::LazyLock;

use chiptrace::disclosure::{Reader, ReadingData};
use chiptrace_controls::knowledge::Knowledge;
use proptest::prelude::*;

static READER: LazyLock<Reader> = LazyLock::new(|| {
    let knowledge = Knowledge::embedded().unwrap();
    Reader::new(knowledge.chips(), ReadingData::embedded()).unwrap()
});

static SPELLINGS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let knowledge = Knowledge::embedded().unwrap();
    let all =
        knowledge.chips().iter().flat_map(|chip| chip.spellings.iter().chain(&chip.ambiguous_spellings));
    all.cloned().collect()
});

/// What may stand around and inside a name, or break it.
const PIECES: [&str; 24] = [
    " ", "  ", "-", "‐", "_", "\n", "8x", "8 × ", "x", "s", "GPU ", " GPUs", "NVIDIA ", "v3-8 TPU", "使用",
    "张", ",", "/", "(", ")", ".5", "é", "A", "7",
];

#[test]
fn every_spelling_on_record_passes_the_first_look() {
    for spelling in SPELLINGS.iter() {
        assert!(READER.look().may_name(spelling.as_bytes()), "{spelling}");
    }
}

#[test]
fn marks_of_latex_and_html_do_not_hide_a_name() {
    for bytes in
        [r"RTX~\textbf{3090}", r"an \texttt{A100}", "GTX <b>1080</b> Ti", r"8$\times$H100", r"TPU-\!v3"]
    {
        assert!(READER.look().may_name(bytes.as_bytes()), "{bytes}");
    }
}

#[test]
fn blanks_however_many_do_not_hide_a_name() {
    for blank in [" ", "\u{a0}", "\u{3000}", "\n"] {
        let view = format!("a Wafer{}Scale Engine", blank.repeat(500));
        assert!(!READER.names(&view).is_empty() && READER.look().may_name(view.as_bytes()), "{blank:?}");
    }
}

#[test]
fn a_name_passes_wherever_it_stands() {
    for name in ["A100", "8xH100s", "TPU", "L4 GPU", "昇腾910B", "MI250"] {
        for before in 0..200 {
            let text = format!("{}{name}", " ,".repeat(before).split_at(before).0);
            let found: Vec<usize> = READER.look().places(text.as_bytes()).collect();
            assert!(found.iter().any(|place| *place >= before), "{name} after {before} bytes: {found:?}");
        }
    }
}

#[test]
fn a_text_without_a_name_does_not_pass() {
    for text in [
        "We trained for 300 epochs with a batch of 1024 on a cluster, as in Section 4.2.",
        "RTX and GTX are names of series, and titanium is a metal.",
        "GA1000 of 3090000",
    ] {
        assert!(!READER.look().may_name(text.as_bytes()), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn what_is_found_passes_the_first_look(parts in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>(), 0..4_u8), 1..10)) {
        let mut view = String::new();
        for (index, name, case) in parts {
            let part = if name { index.get(&SPELLINGS).as_str() } else { index.get(&PIECES) };
            match case {
                0 => view.push_str(&part.to_uppercase()),
                1 => view.push_str(&part.to_lowercase()),
                2 => view.push_str(&part.replace(' ', "")),
                _ => view.push_str(part),
            }
        }
        let named = READER.names(&view);
        prop_assert!(named.is_empty() || READER.look().may_name(view.as_bytes()), "{named:?} in {view:?}");
    }
}
