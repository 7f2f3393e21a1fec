//! The order in which the parts of a page are read.
//!
//! Typesetters draw a page in the order in which it is read, so that order is kept. It is repaired
//! in two cases only: when lines of two columns are drawn alternately, and when wide lines of one
//! column are drawn upwards more often than columns and floats explain.

use super::line::Segment;

/// Parts that stand on one baseline.
pub(super) type Row = Vec<Segment>;

/// A part this wide, in ems, is part of running text rather than a label or a cell.
const WIDE: f32 = 12.0;

/// Puts the parts of a page into rows, in reading order.
pub(super) fn rows(segments: Vec<Segment>) -> Vec<Row> {
    let gutter = alternating_gutter(&segments);
    let mut rows: Vec<Row> = Vec::new();
    for segment in segments {
        match rows.last_mut() {
            Some(row) if row.last().is_some_and(|last| goes_on(last, &segment, gutter)) => row.push(segment),
            _ => rows.push(vec![segment]),
        }
    }
    match gutter.or_else(|| disordered(&rows).then(|| free_gutter(&rows)).flatten()) {
        Some(gutter) => by_columns(rows, gutter),
        None if disordered(&rows) => by_columns(rows, f32::MAX),
        None => rows,
    }
}

fn is_wide(segment: &Segment) -> bool {
    segment.right - segment.left > WIDE * segment.size.max(1.0)
}

fn is_level(a: &Segment, b: &Segment) -> bool {
    (a.y - b.y).abs() < 0.3 * a.size.max(b.size) && a.turn == b.turn && a.form == b.form
}

fn goes_on(a: &Segment, b: &Segment, gutter: Option<f32>) -> bool {
    let across = gutter.is_some_and(|gutter| a.right < gutter && gutter < b.left);
    is_level(a, b) && b.left >= a.right && !across
}

// Where wide parts stand side by side again and again, with the gap at one place.
fn alternating_gutter(segments: &[Segment]) -> Option<f32> {
    let mut gaps: Vec<(f32, f32)> = segments
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] if is_level(a, b) && is_wide(a) && is_wide(b) && b.left > a.right => {
                Some((a.right, b.left))
            }
            _ => None,
        })
        .collect();
    gaps.sort_by(|a, b| a.1.total_cmp(&b.1));
    let (_, left) = *gaps.get(gaps.len() / 2)?;
    let common = gaps.iter().filter(|gap| gap.0 < left && (gap.1 - left).abs() < 15.0).count();
    (common >= 8 && common * 3 > segments.len()).then_some(left - 1.0)
}

// Whether wide lines are often drawn above the one drawn before them.
fn disordered(rows: &[Row]) -> bool {
    let wide: Vec<&Segment> = rows.iter().filter_map(|row| row.first()).filter(|s| is_wide(s)).collect();
    let up = |pair: &&[&Segment]| match pair {
        [a, b] => a.turn == b.turn && b.y < a.y - a.size && a.left < b.right && b.left < a.right,
        _ => false,
    };
    let ups = wide.windows(2).filter(up).count();
    wide.len() > 10 && ups * 5 > wide.len()
}

// A line down the page that few wide rows cross, with rows on both sides of it.
fn free_gutter(rows: &[Row]) -> Option<f32> {
    let wide: Vec<&Segment> = rows.iter().flatten().filter(|segment| is_wide(segment)).collect();
    let left = wide.iter().map(|s| s.left).fold(f32::MAX, f32::min);
    let right = wide.iter().map(|s| s.right).fold(0.0, f32::max);
    let middle = (left + right) / 2.0;
    let crossing = wide.iter().filter(|s| s.left < middle && middle < s.right).count();
    let beyond = wide.iter().filter(|s| s.left >= middle).count();
    (crossing * 3 < wide.len() && beyond >= 5).then_some(middle)
}

// From the top down; between rows that cross the gutter, the left column before the right one.
fn by_columns(mut rows: Vec<Row>, gutter: f32) -> Vec<Row> {
    let y = |row: &Row| row.first().map_or(0.0, |first| first.y);
    rows.sort_by(|a, b| y(a).total_cmp(&y(b)));
    let (mut ordered, mut right): (Vec<Row>, Vec<Row>) = (Vec::new(), Vec::new());
    for row in rows {
        let begins = row.first().map_or(0.0, |first| first.left);
        let ends = row.last().map_or(0.0, |last| last.right);
        if begins >= gutter {
            right.push(row);
        } else {
            if ends > gutter {
                ordered.append(&mut right);
            }
            ordered.push(row);
        }
    }
    ordered.append(&mut right);
    ordered
}
