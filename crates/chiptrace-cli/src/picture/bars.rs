//! Papers by country, each bar divided by chip.

use super::{Anchor, Picture, Shown, colour, number};

const WIDTH: f64 = 760.0;
const LEFT: f64 = 170.0;
const ROW: f64 = 30.0;

/// Countries shown; the rest is told in words.
const COUNTRIES: usize = 12;

/// Chips with a colour of their own; the rest is one colour.
const CHIPS: usize = 6;

/// A country with its papers by chip, most first.
type Country = (String, Vec<(String, u64)>);

/// Chips by country as a picture. `name` gives a chip's or a country's name.
pub fn by_country(countries: &[Country], name: impl Fn(&str) -> String, shown: Shown) -> Picture {
    let chips = commonest(countries);
    let rows = countries.get(..COUNTRIES.min(countries.len())).unwrap_or_default();
    let total = |country: &Country| country.1.iter().map(|(_, papers)| papers).sum::<u64>();
    let most = rows.iter().map(total).max().unwrap_or(1).max(1) as f64;
    let says: Vec<String> = rows.iter().map(|c| format!("{}: {}", name(&c.0), shown(total(c)))).collect();
    let legend = 24.0 * number(chips.len().div_ceil(3) + 1);
    let height = ROW * number(rows.len()) + legend + 40.0;
    let mut picture = Picture::new(WIDTH, height, "Chips said to be used, by country", &says.join("; "));
    for (at, country) in rows.iter().enumerate() {
        let y = 8.0 + ROW * number(at);
        picture.text((LEFT - 10.0, y + 18.0), Anchor::End, name(&country.0));
        let mut x = LEFT;
        for (colour, chip, papers) in segments(country, &chips) {
            let width = (WIDTH - LEFT - 110.0) * papers as f64 / most;
            let told = format!("{}: {} {}", name(&country.0), name(&chip), shown(papers));
            picture.bar((x, y + 4.0), (width, ROW - 10.0), colour, &told);
            x += width;
        }
        picture.text((x + 8.0, y + 18.0), Anchor::Start, shown(total(country)));
    }
    let y = 20.0 + ROW * number(rows.len());
    keys(&mut picture, &chips, y, name);
    if countries.len() > COUNTRIES {
        let told = format!("and {} countries with fewer", countries.len() - COUNTRIES);
        picture.text((LEFT, height - 10.0), Anchor::Start, told);
    }
    picture
}

/// The chips of most papers.
fn commonest(countries: &[Country]) -> Vec<String> {
    let mut totals = std::collections::BTreeMap::<&str, u64>::new();
    let all = countries.iter().flat_map(|(_, chips)| chips);
    all.for_each(|(chip, papers)| *totals.entry(chip).or_default() += papers);
    let mut chips: Vec<(&str, u64)> = totals.into_iter().collect();
    chips.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    chips.into_iter().take(CHIPS).map(|(chip, _)| chip.to_owned()).collect()
}

/// The parts of a country's bar: the commonest chips in a fixed order, then all others.
fn segments(country: &Country, chips: &[String]) -> Vec<(&'static str, String, u64)> {
    let papers = |chip: &String| country.1.iter().find(|(known, _)| known == chip).map_or(0, |(_, n)| *n);
    let mut parts: Vec<(&str, String, u64)> =
        chips.iter().enumerate().map(|(at, chip)| (colour(at), chip.clone(), papers(chip))).collect();
    let others = country.1.iter().filter(|(chip, _)| !chips.contains(chip)).map(|(_, papers)| papers).sum();
    parts.push((colour(CHIPS), "others".to_owned(), others));
    parts.retain(|(_, _, papers)| *papers > 0);
    parts
}

fn keys(picture: &mut Picture, chips: &[String], y: f64, name: impl Fn(&str) -> String) {
    let all = chips.iter().map(|chip| name(chip)).chain(["others".to_owned()]).enumerate();
    for (at, chip) in all {
        let (x, y) = (LEFT + 190.0 * number(at % 3), y + 24.0 * number(at / 3));
        let tone = if at == chips.len() { colour(CHIPS) } else { colour(at) };
        picture.bar((x, y), (12.0, 12.0), tone, &chip);
        picture.text((x + 18.0, y + 11.0), Anchor::Start, chip);
    }
}
