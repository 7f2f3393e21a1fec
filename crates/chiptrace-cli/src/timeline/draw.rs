//! Draws a timeline: a bar for each exporter, coloured by the answer, with the days on which it changes.

use chiptrace::controls::course::Span;
use chiptrace::controls::date::Date;
use chiptrace::controls::determination::Answer;

use super::Timeline;
use crate::picture::{Anchor, FREE, OPEN, Picture, REQUIRED, SMALL, Stroke, days_between, number};

const WIDTH: f64 = 960.0;
const LEFT: f64 = 210.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 30.0;
const ROW: f64 = 62.0;
const BAR: f64 = 22.0;

/// A licence is required as written, and that is not enforced.
const FREE_AS_ENFORCED: &str = "#9cbf8f";

/// The timeline as a picture.
pub fn draw(timeline: &Timeline<'_>) -> Picture {
    let spans = || timeline.rows.iter().flat_map(|row| &row.spans);
    let first = spans().map(|span| span.days.first).min().unwrap_or(timeline.until);
    let scale = Scale { first, days: days_between(first, timeline.until).max(1.0) };
    let height = TOP + ROW * number(timeline.rows.len()) + 60.0;
    let title = format!("{} to {}", timeline.chip, timeline.destination_name);
    let says = "The answer of the law by day for each exporter, from when the chip was public. The days and clauses are in the table.";
    let mut picture = Picture::new(WIDTH, height, &title, says);
    years(&mut picture, &scale, height);
    for (at, row) in timeline.rows.iter().enumerate() {
        let y = TOP + ROW * number(at);
        picture.text((10.0, y + 15.0), Anchor::Start, &row.exporter);
        row.spans.iter().for_each(|span| bar(&mut picture, span, &scale, y));
    }
    legend(&mut picture, height);
    picture
}

struct Scale {
    first: Date,
    days: f64,
}

impl Scale {
    fn x(&self, day: Date) -> f64 {
        LEFT + (WIDTH - LEFT - RIGHT) * (days_between(self.first, day) / self.days).clamp(0.0, 1.0)
    }
}

fn years(picture: &mut Picture, scale: &Scale, height: f64) {
    let first = scale.first.year();
    for year in first + 1..=first + 30 {
        let Ok(day) = Date::new(year, 1, 1) else { continue };
        if days_between(scale.first, day) > scale.days {
            break;
        }
        let x = scale.x(day);
        picture.line((x, 16.0), (x, height - 45.0), Stroke::of("#dddddd"));
        picture.styled((x, 11.0), Anchor::Middle, SMALL, year);
    }
}

fn colour(span: &Span<'_>) -> &'static str {
    match (span.as_written, span.as_enforced) {
        (_, Answer::Required) => REQUIRED,
        (Answer::NotRequired, Answer::NotRequired) => FREE,
        (_, Answer::NotRequired) => FREE_AS_ENFORCED,
        (_, Answer::Open) => OPEN,
    }
}

fn bar(picture: &mut Picture, span: &Span<'_>, scale: &Scale, y: f64) {
    let (x, end) = (scale.x(span.days.first), scale.x(span.days.last));
    let width = (end - x).max(1.0);
    let told = format!("{} to {}: {}", span.days.first, span.days.last, span.clauses.join(", "));
    picture.bar((x, y), (width, BAR), colour(span), &told);
    if width > 66.0 {
        picture.styled((x, y + 35.0), Anchor::Start, SMALL, span.days.first);
    }
}

fn legend(picture: &mut Picture, height: f64) {
    let entries = [
        (FREE, "no licence required"),
        (FREE_AS_ENFORCED, "required as written, not enforced"),
        (OPEN, "open"),
        (REQUIRED, "licence required"),
    ];
    for (at, (colour, word)) in entries.into_iter().enumerate() {
        let (x, y) = (10.0 + 235.0 * number(at), height - 26.0);
        picture.bar((x, y), (12.0, 12.0), colour, word);
        picture.text((x + 18.0, y + 11.0), Anchor::Start, word);
    }
}
