//! Fits the weights of the cues to labels.
//!
//! Logistic regression with a Gaussian prior around the weights as they stand: with a few hundred labels,
//! a cue that is seldom seen keeps what its author gave it. Deterministic: full gradient steps, no draws.

use std::collections::BTreeMap;

use super::Item;
use crate::disclosure::role::{Cues, Role};

/// Gradient steps.
const STEPS: usize = 4000;

/// Length of a step.
const RATE: f64 = 0.01;

/// How far a weight may move: the standard deviation of the prior.
const SPREAD: f64 = 1.0;

/// How much more a false use costs than a missed one.
const FALSE_USE: f64 = 3.0;

/// A cue with its weight before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// The cue's id; empty for the bias.
    pub cue: String,
    /// Its weight as it stands.
    pub before: f64,
    /// The weight that fits the labels.
    pub after: f64,
    /// In how many examples it holds.
    pub holds: usize,
}

/// One statement with its label.
struct Example {
    cues: Vec<usize>,
    used: bool,
}

/// The weights that fit the labels of `items`.
pub fn fit(cues: &Cues, items: &[Item]) -> Vec<Fitted> {
    let names: Vec<(&str, f64)> = std::iter::once(("", cues.bias())).chain(cues.weights()).collect();
    let index: BTreeMap<&str, usize> = names.iter().enumerate().map(|(at, (name, _))| (*name, at)).collect();
    let examples = examples(items, &index);
    let mut weights: Vec<f64> = names.iter().map(|(_, weight)| *weight).collect();
    for _ in 0..STEPS {
        step(&mut weights, &names, &examples);
    }
    let holds = |at: usize| examples.iter().filter(|example| example.cues.contains(&at)).count();
    let fitted = names.iter().zip(&weights).enumerate();
    fitted
        .map(|(at, ((name, before), after))| Fitted {
            cue: (*name).to_owned(),
            before: *before,
            after: *after,
            holds: holds(at),
        })
        .collect()
}

fn examples(items: &[Item], index: &BTreeMap<&str, usize>) -> Vec<Example> {
    let mut examples = Vec::new();
    for item in items {
        for record in &item.predicted {
            let labels: Vec<_> = item.gold.iter().filter(|label| label.chip == record.chip).collect();
            let used = labels.iter().any(|label| label.role == Role::Used);
            let both = used && labels.iter().any(|label| label.role == Role::Other);
            if both || labels.iter().any(|label| label.uncertain) {
                continue;
            }
            let cues = record.reasons.iter().filter_map(|reason| index.get(reason.cue.as_str()).copied());
            examples.push(Example { cues: std::iter::once(0).chain(cues).collect(), used });
        }
    }
    examples
}

fn step(weights: &mut [f64], prior: &[(&str, f64)], examples: &[Example]) {
    let mut gradient: Vec<f64> = weights
        .iter()
        .zip(prior)
        .map(|(weight, (_, before))| (before - weight) / (SPREAD * SPREAD))
        .collect();
    for example in examples {
        let score: f64 = example.cues.iter().filter_map(|cue| weights.get(*cue)).sum();
        let chance = 1.0 / (1.0 + (-score).exp());
        let error = if example.used { 1.0 - chance } else { -chance * FALSE_USE };
        for cue in &example.cues {
            if let Some(slot) = gradient.get_mut(*cue) {
                *slot += error;
            }
        }
    }
    for (weight, slope) in weights.iter_mut().zip(gradient) {
        *weight += RATE * slope;
    }
}
