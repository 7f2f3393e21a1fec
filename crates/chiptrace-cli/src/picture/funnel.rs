//! The funnel: from all papers to findings.

use chiptrace::survey::fate::Funnel;

use super::{Anchor, Picture, Shown, colour, number};

const WIDTH: f64 = 760.0;
const LEFT: f64 = 300.0;
const ROW: f64 = 34.0;

/// The funnel as a picture.
pub fn funnel(funnel: &Funnel, shown: Shown) -> Picture {
    let named = funnel.mention_only + funnel.disclosed;
    let rows = [
        ("papers", funnel.papers),
        ("not readable, or not wholly", funnel.not_readable),
        ("read, no chip named", funnel.no_chip),
        ("a chip named", named),
        ("a chip said to be used", funnel.disclosed),
        ("… with the number of chips", funnel.disclosed_with_count),
        ("… with the country of an institution", funnel.disclosed_with_country),
        ("… touching a controlled destination", funnel.disclosed_with_finding),
    ];
    let says: Vec<String> = rows.iter().map(|(name, count)| format!("{name}: {}", shown(*count))).collect();
    let mut picture =
        Picture::new(WIDTH, ROW * number(rows.len()) + 16.0, "What became of the papers", &says.join("; "));
    let most = funnel.papers.max(1) as f64;
    for (at, (name, count)) in rows.into_iter().enumerate() {
        let y = 8.0 + ROW * number(at);
        let width = (WIDTH - LEFT - 110.0) * count as f64 / most;
        let set_aside = at == 1 || at == 2;
        picture.text((LEFT - 10.0, y + 19.0), Anchor::End, name);
        let tone = if set_aside { "#bbbbbb" } else { colour(0) };
        picture.bar(
            (LEFT, y + 4.0),
            (width.max(1.0), ROW - 12.0),
            tone,
            &format!("{name}: {}", shown(count)),
        );
        picture.text((LEFT + width + 8.0, y + 19.0), Anchor::Start, shown(count));
    }
    picture
}
