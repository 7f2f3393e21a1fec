//! Scores as a table and as JSON.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::thread;
use std::time::Instant;

use chiptrace::controls::knowledge::hexadecimal;
use chiptrace::evaluate::bootstrap::interval;
use chiptrace::evaluate::calibration::Calibration;
use chiptrace::evaluate::score::{Score, Tally};
use chiptrace::evaluate::{Item, MistakeKind, total};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::exit::{Failure, INCOMPLETE};

/// A run over one gold set.
pub struct Run<'r> {
    /// The gold set.
    pub file: &'r Path,
    /// When the run began.
    pub began: Instant,
    /// What was predicted and labelled.
    pub items: &'r [Item],
}

/// A row of the table: its name and the tally it shows.
type Row = (&'static str, fn(&Score) -> &Tally);

const ROWS: [Row; 5] = [
    ("used", |score| &score.used),
    ("other", |score| &score.other),
    ("chip + count", |score| &score.counts),
    ("memory", |score| &score.memory),
    ("provider", |score| &score.provider),
];

impl Run<'_> {
    /// Prints the table.
    pub fn write_text(&self, errors: bool) {
        let scores: Vec<Score> = self.items.iter().map(|item| item.score).collect();
        let all = total(self.items);
        println!("{} ({} items, sha256 {})", self.file.display(), self.items.len(), self.digest());
        println!("{}", self.machine());
        println!();
        println!("                precision  recall     F1   95 % of F1       right  false  missed");
        for (name, get) in ROWS {
            let tally = get(&all);
            let (low, high) = interval(&scores, |score| get(score).f1());
            println!(
                "{name:<15} {:>8.3} {:>8.3} {:>7.3}   {low:.3}–{high:.3} {:>10} {:>6} {:>7}",
                tally.precision(),
                tally.recall(),
                tally.f1(),
                tally.right,
                tally.false_alarms,
                tally.missed
            );
        }
        let (low, high) = interval(&scores, Score::false_accusation_rate);
        println!(
            "false accusations {:.2} % ({} of {} uses; 95 %: {:.2}–{:.2} %)",
            all.false_accusation_rate() * 100.0,
            all.false_accusations,
            all.predicted_uses,
            low * 100.0,
            high * 100.0
        );
        let calibration = Calibration::of(self.items);
        println!(
            "expected calibration error {:.3} (probability of use, {} statements, 10 bins)",
            calibration.error, calibration.statements
        );
        self.write_kinds();
        self.write_confusion();
        if errors {
            self.write_errors();
        }
    }

    fn write_kinds(&self) {
        println!();
        for (kind, score) in self.by_kind() {
            println!(
                "  {kind:<9} used F1 {:.3}  chip + count F1 {:.3}  false accusations {}",
                score.used.f1(),
                score.counts.f1(),
                score.false_accusations
            );
        }
    }

    fn write_confusion(&self) {
        println!();
        for (kind, count) in self.confusion() {
            println!("  {count:>4}  {}", kind.name());
        }
    }

    fn write_errors(&self) {
        for item in self.items {
            for mistake in item.errors() {
                println!();
                println!(
                    "{} [{}] {}: {}; label {:?}, read {:?}",
                    item.id,
                    item.kind,
                    mistake.chip,
                    mistake.kind.name(),
                    mistake.labelled,
                    mistake.counted
                );
                for record in item.predicted.iter().filter(|record| record.chip == mistake.chip) {
                    println!(
                        "    {:?} {:?} at {:.3}: {}",
                        record.role, record.count, record.confidence, record.sentence
                    );
                    for reason in &record.reasons {
                        println!("      {:+.1} {}: {}", reason.weight, reason.cue, reason.says);
                    }
                }
            }
        }
    }

    /// Prints the scores as one JSON object.
    pub fn write_json(&self, errors: bool) -> Result<(), Failure> {
        let all = total(self.items);
        let rows: BTreeMap<&str, _> = ROWS.iter().map(|(name, get)| (*name, tally_json(get(&all)))).collect();
        let mistakes: Vec<_> =
            self.items.iter().flat_map(|item| item.errors().into_iter().map(|m| (&item.id, m))).collect();
        let value = json!({
            "schema": "chiptrace.evaluation/1",
            "version": env!("CARGO_PKG_VERSION"),
            "file": self.file.display().to_string(),
            "sha256": self.digest(),
            "items": self.items.len(),
            "machine": self.machine(),
            "scores": rows,
            "false_accusation_rate": all.false_accusation_rate(),
            "calibration": Calibration::of(self.items),
            "confusion": self.confusion().into_iter().map(|(kind, count)| (kind.name(), count)).collect::<BTreeMap<_, _>>(),
            "errors": if errors { json!(mistakes) } else { json!(null) },
        });
        let text =
            serde_json::to_string_pretty(&value).map_err(|error| Failure::internal("scores", &error))?;
        println!("{text}");
        Ok(())
    }

    fn by_kind(&self) -> BTreeMap<&str, Score> {
        let mut kinds: BTreeMap<&str, Score> = BTreeMap::new();
        for item in self.items {
            kinds.entry(&item.kind).or_default().add(&item.score);
        }
        kinds
    }

    fn confusion(&self) -> BTreeMap<MistakeKind, usize> {
        let mut kinds = BTreeMap::new();
        for mistake in self.items.iter().flat_map(Item::errors) {
            *kinds.entry(mistake.kind).or_default() += 1;
        }
        kinds
    }

    fn digest(&self) -> String {
        let bytes = fs::read(self.file).unwrap_or_default();
        hexadecimal(&Sha256::digest(bytes)).chars().take(12).collect()
    }

    fn machine(&self) -> String {
        format!(
            "chiptrace {}, {} {}, {} cores, {:.1} s",
            env!("CARGO_PKG_VERSION"),
            std::env::consts::OS,
            std::env::consts::ARCH,
            thread::available_parallelism().map_or(1, usize::from),
            self.began.elapsed().as_secs_f64()
        )
    }

    /// Holds the scores against bars, `NAME=VALUE` each.
    pub fn check(&self, bars: &[String]) -> Result<ExitCode, Failure> {
        let all = total(self.items);
        let mut met = true;
        for bar in bars {
            let wrong =
                || Failure::usage(format!("“{bar}” is no bar: expected NAME=VALUE, such as used-f1=0.95"));
            let (name, value) = bar.split_once('=').ok_or_else(wrong)?;
            let value: f64 = value.parse().map_err(|_| wrong())?;
            let (reached, enough) = match name {
                "used-f1" => (all.used.f1(), all.used.f1() >= value),
                "used-precision" => (all.used.precision(), all.used.precision() >= value),
                "count-f1" => (all.counts.f1(), all.counts.f1() >= value),
                "memory-f1" => (all.memory.f1(), all.memory.f1() >= value),
                "provider-f1" => (all.provider.f1(), all.provider.f1() >= value),
                "false-accusations" => (all.false_accusation_rate(), all.false_accusation_rate() <= value),
                _ => return Err(wrong()),
            };
            if !enough {
                eprintln!("chiptrace: {name} is {reached:.4}, the bar is {value}");
                met = false;
            }
        }
        Ok(if met { ExitCode::SUCCESS } else { ExitCode::from(INCOMPLETE) })
    }
}

fn tally_json(tally: &Tally) -> serde_json::Value {
    json!({
        "precision": tally.precision(), "recall": tally.recall(), "f1": tally.f1(),
        "right": tally.right, "false": tally.false_alarms, "missed": tally.missed,
    })
}
