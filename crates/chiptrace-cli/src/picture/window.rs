//! The law of one chip and destination over the days on which it can have been delivered, against the paper's date.

use chiptrace::controls::date::Date;
use chiptrace::survey::row::{FindingRow, SliceRow};

use super::{Anchor, FREE, OPEN, Picture, REQUIRED, Stroke, days_between};

const WIDTH: f64 = 720.0;
const MARGIN: f64 = 10.0;
const BAR: f64 = 20.0;

/// The days of a finding as a bar: green where no licence was needed, red where one was, yellow where that is open.
/// `None` where the days are not given to the day.
pub fn window(finding: &FindingRow, paper: Option<&str>) -> Option<Picture> {
    let (first, last) = (day(&finding.first_day)?, day(&finding.last_day)?);
    let days = days_between(first, last).max(1.0);
    let x = |at: Date| MARGIN + (WIDTH - 2.0 * MARGIN) * (days_between(first, at) / days).clamp(0.0, 1.0);
    let runs = runs(&finding.slices);
    let says: Vec<String> =
        runs.iter().map(|(start, end, answer)| format!("{start} to {end}: {answer}")).collect();
    let title = format!("{} to {}", finding.chip, finding.destination);
    let mut picture = Picture::new(WIDTH, 66.0, &title, &says.join("; "));
    for ((start, end, answer), told) in runs.iter().zip(&says) {
        let (Some(start), Some(end)) = (day(start), day(end)) else { continue };
        let (from, to) = (x(start), x(end));
        picture.bar((from, 22.0), ((to - from).max(2.0), BAR), tone(answer), told);
        if to - from > 74.0 || start == first {
            picture.text((from, 58.0), Anchor::Start, start);
        }
    }
    picture.text((MARGIN, 14.0), Anchor::Start, "can have been delivered from");
    let paper = paper.map_or_else(|| "this reading".to_owned(), |date| format!("paper of {date}"));
    picture.text((WIDTH - MARGIN, 14.0), Anchor::End, paper);
    picture.line((WIDTH - MARGIN, 18.0), (WIDTH - MARGIN, 46.0), Stroke::of("#222222").wide(2.0));
    Some(picture)
}

/// Stretches of days with the same answer.
pub fn runs(slices: &[SliceRow]) -> Vec<(&str, &str, &str)> {
    let mut runs: Vec<(&str, &str, &str)> = Vec::new();
    for slice in slices {
        match runs.last_mut() {
            Some(last) if last.2 == slice.as_enforced => last.1 = &slice.last_day,
            _ => runs.push((&slice.first_day, &slice.last_day, &slice.as_enforced)),
        }
    }
    runs
}

fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

fn tone(answer: &str) -> &'static str {
    match answer {
        "licence required" => REQUIRED,
        "no licence required" => FREE,
        _ => OPEN,
    }
}
