//! Fits `data/names/weights.toml` to the pairs of the part “tuning” of `tests/cases/names/organisations.tsv` anew: the file is what
//! comes out. `cargo test -p chiptrace-controls --test name_weights -- --nocapture` prints what each sign weighs.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;

use chiptrace_controls::screening::{Evidence, Pairing, SIGNS, Vocabulary, signs};
use serde::Deserialize;

/// How strongly weights are drawn to 0, for all pairs together.
const DRAWN: f64 = 1.0;
const ROUNDS: usize = 4;
const STEPS: usize = 6_000;

/// The signs in every way in which two names can be meant, and whether they are one organisation's.
struct Pair {
    ways: Vec<Evidence>,
    is_one: bool,
}

/// How far a weight of the file may lie from the fitted one.
const AWAY: f64 = 0.1;

#[derive(Deserialize)]
struct File {
    sign: Vec<Sign>,
}

#[derive(Deserialize)]
struct Sign {
    weight: f64,
    academic: f64,
    translated: f64,
}

#[test]
fn the_weights_are_those_that_are_fitted() {
    let file: File = toml::from_str(include_str!("../../../data/names/weights.toml")).unwrap();
    let pairs = pairs();
    // What agrees counts at first; then each pair is taken in the way that speaks most for one organisation.
    let mut weights = [[0.0; SIGNS.len()]; Pairing::ALL.len()];
    weights.iter_mut().for_each(|weights| weights[1..3].fill(1.0));
    for _ in 0..ROUNDS {
        let best: Vec<_> = pairs.iter().map(|pair| (best_way(pair, &weights), pair.is_one)).collect();
        weights = Pairing::ALL.map(|pairing| {
            let paired = best.iter().filter(|(signs, _)| Pairing::of(signs) == pairing);
            fitted(&paired.copied().collect::<Vec<_>>())
        });
    }
    for (at, name) in SIGNS.iter().enumerate() {
        let fitted = weights.map(|weights| weights[at]);
        let [weight, academic, translated] = fitted;
        println!("{name}: weight = {weight:.2}, academic = {academic:.2}, translated = {translated:.2}");
        let sign = &file.sign[at];
        let written = [sign.weight, sign.academic, sign.translated];
        let away = fitted.iter().zip(written).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert!(
            away <= AWAY,
            "{name}: the file is {away:.2} away; write what is printed into data/names/weights.toml"
        );
    }
}

fn pairs() -> Vec<Pair> {
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/names/organisations.tsv");
    let vocabulary = Vocabulary::embedded().unwrap();
    let read = |name: &str| -> Vec<_> {
        vocabulary.forms(name).iter().map(|form| (vocabulary.read(&form.text), form.is_short)).collect()
    };
    let text = fs::read_to_string(table).unwrap();
    let tuning = text.lines().filter(|line| line.ends_with("\ttuning"));
    let pair = |line: &str| {
        let [name, other, answer, ..] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let (forms, others) = (read(name), read(other));
        let ways = forms.iter().flat_map(|a| others.iter().map(move |b| (a, b)));
        let ways = ways.filter(|(a, b)| !(a.1 && b.1)).map(|(a, b)| signs(&a.0, &b.0)).collect();
        Pair { ways, is_one: answer == "same" }
    };
    tuning.map(pair).collect()
}

fn best_way(pair: &Pair, weights: &[Evidence; Pairing::ALL.len()]) -> Evidence {
    let at = |signs: &Evidence| Pairing::ALL.iter().position(|one| *one == Pairing::of(signs)).unwrap();
    let sum = |signs: &Evidence| weigh(&weights[at(signs)], signs);
    *pair.ways.iter().max_by(|a, b| sum(a).total_cmp(&sum(b))).unwrap()
}

fn weigh(weights: &Evidence, signs: &Evidence) -> f64 {
    weights.iter().zip(signs).map(|(weight, sign)| weight * sign).sum()
}

/// Logistic regression in which both answers count alike, by gradient descent with momentum.
fn fitted(pairs: &[(Evidence, bool)]) -> Evidence {
    let ones = pairs.iter().filter(|(_, is_one)| *is_one).count() as f64 / pairs.len() as f64;
    let (mut weights, mut speed) = ([0.0; SIGNS.len()], [0.0; SIGNS.len()]);
    for _ in 0..STEPS {
        let mut slope: Evidence = weights.map(|weight: f64| DRAWN * weight);
        for (signs, is_one) in pairs {
            let guess = 1.0 / (1.0 + (-weigh(&weights, signs)).exp());
            let (truth, counts) = if *is_one { (1.0, 0.5 / ones) } else { (0.0, 0.5 / (1.0 - ones)) };
            for (slope, sign) in slope.iter_mut().zip(signs) {
                *slope += counts * (guess - truth) * sign;
            }
        }
        for ((weight, speed), slope) in weights.iter_mut().zip(&mut speed).zip(slope) {
            *speed = 0.9 * *speed - 0.05 * slope / pairs.len() as f64 * 2.0;
            *weight += *speed;
        }
    }
    weights
}
