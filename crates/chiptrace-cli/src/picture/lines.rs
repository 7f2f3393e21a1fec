//! Shares of groups of chips over time, with the rules as marked lines.

use chiptrace::controls::date::Date;
use chiptrace::survey::series::{Group, Point, Rule, Series};

use super::{Anchor, Picture, Stroke, colour, number};

const WIDTH: f64 = 760.0;
const LEFT: f64 = 60.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 34.0;
const HEIGHT: f64 = 260.0;

/// Quarters with fewer papers are left out: their shares say next to nothing.
const FEWEST: u64 = 10;

/// The days that the picture spans.
struct Scale {
    first: f64,
    last: f64,
}

impl Scale {
    fn x(&self, time: f64) -> f64 {
        let span = (self.last - self.first).max(0.25);
        LEFT + (WIDTH - LEFT - RIGHT) * ((time - self.first) / span).clamp(0.0, 1.0)
    }
}

/// The share of each group by quarter, with its 95 % interval, as a picture.
pub fn shares(series: &Series, rules: &[Rule], country: &str) -> Picture {
    let groups: Vec<(Group, Vec<Point>)> =
        Group::ALL.into_iter().map(|group| (group, drawn(series.points(group)))).collect();
    let times: Vec<f64> =
        groups.iter().flat_map(|(_, points)| points).filter_map(|p| middle(&p.when)).collect();
    let scale = Scale {
        first: times.iter().copied().fold(f64::INFINITY, f64::min) - 0.125,
        last: times.iter().copied().fold(f64::NEG_INFINITY, f64::max) + 0.125,
    };
    let shown: Vec<&Rule> =
        rules.iter().filter(|rule| (scale.first..=scale.last).contains(&moment(rule.day))).collect();
    let height = TOP + HEIGHT + 90.0 + 20.0 * number(shown.len());
    let title = format!("Shares of papers of {country} by quarter");
    let says = "Of the papers that say they used a chip: the share that used one of each group, with 95 % intervals; \
                vertical lines are days on which chips came to need a licence. Quarters with fewer than ten such papers are \
                left out. The figures are in the table.";
    let mut picture = Picture::new(WIDTH, height, &title, says);
    axes(&mut picture, &scale);
    marks(&mut picture, &scale, &shown);
    for (at, (_, points)) in groups.iter().enumerate() {
        curve(&mut picture, &scale, points, at);
    }
    legend(&mut picture, &shown);
    let told = format!("Quarters with fewer than {FEWEST} such papers are left out.");
    picture.text((LEFT, height - 8.0), Anchor::Start, told);
    picture
}

fn drawn(mut points: Vec<Point>) -> Vec<Point> {
    points.retain(|point| point.of >= FEWEST);
    points
}

fn height_of(share: f64) -> f64 {
    TOP + HEIGHT * (1.0 - share)
}

fn axes(picture: &mut Picture, scale: &Scale) {
    for step in 0..=4 {
        let share = f64::from(step) / 4.0;
        let y = height_of(share);
        picture.line((LEFT, y), (WIDTH - RIGHT, y), Stroke::of("#dddddd"));
        picture.text((LEFT - 8.0, y + 4.0), Anchor::End, format!("{:.0} %", share * 100.0));
    }
    let mut year = scale.first.ceil();
    while year <= scale.last && year - scale.first < 60.0 {
        let x = scale.x(year);
        picture.line((x, TOP + HEIGHT), (x, TOP + HEIGHT + 6.0), Stroke::of("#888888"));
        picture.text((x, TOP + HEIGHT + 20.0), Anchor::Middle, format!("{year:.0}"));
        year += 1.0;
    }
}

fn marks(picture: &mut Picture, scale: &Scale, rules: &[&Rule]) {
    for (at, rule) in rules.iter().enumerate() {
        let x = scale.x(moment(rule.day));
        picture.line((x, TOP - 8.0), (x, TOP + HEIGHT), Stroke::of("#444444").dashed());
        // Close lines: their numbers take turns in height.
        picture.text((x, TOP - 12.0 - 12.0 * number(at % 2)), Anchor::Middle, at + 1);
    }
}

fn curve(picture: &mut Picture, scale: &Scale, points: &[Point], group: usize) {
    // Side by side, so that intervals do not hide each other.
    let (colour, aside) = (colour(group), 7.0 * (number(group) - 1.0));
    let placed =
        points.iter().filter_map(|point| Some((scale.x(middle(&point.when)?) + aside, point, point.share?)));
    let placed: Vec<_> = placed.collect();
    for (x, point, share) in &placed {
        let interval = Stroke::of(colour).wide(5.0).faint(0.35);
        picture.line((*x, height_of(share.low)), (*x, height_of(share.high)), interval);
        let told = format!("{}: {} of {}", point.when, point.papers, point.of);
        picture.bar((x - 3.0, height_of(share.value) - 3.0), (6.0, 6.0), colour, &told);
    }
    for ((x, point, share), (next, later, after)) in placed.iter().zip(placed.iter().skip(1)) {
        // No line over quarters that are left out.
        let apart = middle(&later.when).zip(middle(&point.when)).map_or(1.0, |(later, point)| later - point);
        if apart > 0.3 {
            continue;
        }
        let curve = Stroke::of(colour).wide(2.0);
        picture.line((*x, height_of(share.value)), (*next, height_of(after.value)), curve);
    }
}

fn legend(picture: &mut Picture, rules: &[&Rule]) {
    let y = TOP + HEIGHT + 34.0;
    for (at, group) in Group::ALL.into_iter().enumerate() {
        let x = LEFT + 210.0 * number(at);
        picture.bar((x, y), (12.0, 12.0), colour(at), group.name());
        picture.text((x + 18.0, y + 11.0), Anchor::Start, group.name());
    }
    for (at, rule) in rules.iter().enumerate() {
        let title = rule.titles.first().map_or("", String::as_str);
        let chips = if rule.chips.len() == 1 { "chip" } else { "chips" };
        let told = format!("{}  {}  {title} ({} {chips})", at + 1, rule.day, rule.chips.len());
        picture.text((LEFT, y + 36.0 + 20.0 * number(at)), Anchor::Start, told);
    }
}

/// The middle of a quarter, in years.
fn middle(quarter: &str) -> Option<f64> {
    let (year, number) = quarter.split_once("-Q")?;
    Some(year.parse::<f64>().ok()? + (number.parse::<f64>().ok()? - 0.5) / 4.0)
}

/// A day, in years.
fn moment(day: Date) -> f64 {
    f64::from(day.year()) + f64::from(day.day_of_year() - 1) / 366.0
}
