//! Draws a timeline: a bar for each exporter, coloured by the answer, with the days on which it changes.

use std::fmt::Write as _;

use chiptrace::controls::course::Span;
use chiptrace::controls::date::Date;
use chiptrace::controls::determination::Answer;

use super::Timeline;

const WIDTH: f64 = 960.0;
const LEFT: f64 = 200.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 60.0;
const ROW: f64 = 62.0;
const BAR: f64 = 22.0;

/// The picture as SVG.
pub fn draw(timeline: &Timeline<'_>) -> String {
    let spans = || timeline.rows.iter().flat_map(|row| &row.spans);
    let first = spans().map(|span| span.days.first).min().unwrap_or(timeline.until);
    let scale = Scale { first, days: days_between(first, timeline.until).max(1.0) };
    let height = TOP + ROW * count(timeline.rows.len()) + 60.0;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
         viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n"
    );
    let title = escape(&format!("{} to {}", timeline.chip, timeline.destination_name));
    let _ = writeln!(out, "<title>{title}</title>\n<text x=\"10\" y=\"24\" font-size=\"16\">{title}</text>");
    years(&mut out, &scale, height);
    for (at, row) in timeline.rows.iter().enumerate() {
        let y = TOP + ROW * count(at);
        let _ = writeln!(out, "<text x=\"10\" y=\"{}\">{}</text>", y + 15.0, escape(&row.exporter));
        row.spans.iter().for_each(|span| bar(&mut out, span, &scale, y));
    }
    legend(&mut out, height);
    out.push_str("</svg>\n");
    out
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

fn days_between(first: Date, last: Date) -> f64 {
    f64::from(first.until(last).map_or(0, |span| span.get_days()))
}

fn count(number: usize) -> f64 {
    f64::from(u16::try_from(number).unwrap_or(u16::MAX))
}

fn years(out: &mut String, scale: &Scale, height: f64) {
    let first = scale.first.year();
    for year in first + 1..=first + 30 {
        let Ok(day) = Date::new(year, 1, 1) else { continue };
        if days_between(scale.first, day) > scale.days {
            break;
        }
        let x = scale.x(day);
        let bottom = height - 45.0;
        let _ = writeln!(
            out,
            "<line x1=\"{x:.1}\" y1=\"44\" x2=\"{x:.1}\" y2=\"{bottom}\" stroke=\"#ddd\"/>\
             <text x=\"{x:.1}\" y=\"40\" text-anchor=\"middle\" fill=\"#666\">{year}</text>"
        );
    }
}

fn colour(span: &Span<'_>) -> &'static str {
    match (span.as_written, span.as_enforced) {
        (_, Answer::Required) => "#b5523b",
        (Answer::NotRequired, Answer::NotRequired) => "#4d8a5f",
        (_, Answer::NotRequired) => "#9cbf8f",
        (_, Answer::Open) => "#d9b44a",
    }
}

fn bar(out: &mut String, span: &Span<'_>, scale: &Scale, y: f64) {
    let (x, end) = (scale.x(span.days.first), scale.x(span.days.last));
    let width = (end - x).max(1.0);
    let told = escape(&format!("{} to {}: {}", span.days.first, span.days.last, span.clauses.join(", ")));
    let _ = writeln!(
        out,
        "<rect x=\"{x:.1}\" y=\"{y}\" width=\"{width:.1}\" height=\"{BAR}\" fill=\"{}\"><title>{told}</title></rect>",
        colour(span)
    );
    if width > 66.0 {
        let _ = writeln!(
            out,
            "<text x=\"{x:.1}\" y=\"{}\" fill=\"#444\" font-size=\"10\">{}</text>",
            y + 34.0,
            span.days.first
        );
    }
}

fn legend(out: &mut String, height: f64) {
    let entries = [
        ("#4d8a5f", "no licence required"),
        ("#9cbf8f", "required as written, not enforced"),
        ("#d9b44a", "open"),
        ("#b5523b", "licence required"),
    ];
    for (at, (colour, word)) in entries.into_iter().enumerate() {
        let x = 10.0 + 235.0 * count(at);
        let y = height - 26.0;
        let _ = writeln!(
            out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"12\" height=\"12\" fill=\"{colour}\"/><text x=\"{}\" y=\"{}\">{word}</text>",
            x + 18.0,
            y + 11.0
        );
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
