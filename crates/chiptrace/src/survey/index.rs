//! Counts of papers and of disclosed units by chip, country and quarter.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::accuracy::{Estimate, Measure, share};

/// What stands where a country or a quarter is not known.
pub const UNKNOWN: &str = "unknown";

/// A paper that was read, as the index sees it.
#[derive(Debug, Clone, Copy)]
pub struct Observation<'a> {
    /// `2023-Q3`, where known.
    pub quarter: Option<&'a str>,
    /// The countries of its institutions, each once.
    pub countries: &'a [String],
    /// The chips that its authors say they used, each once, with the largest number stated.
    pub chips: &'a [(String, Option<u64>)],
}

/// Chip, country, quarter.
type Key = (String, String, String);

/// The counts.
#[derive(Debug, Clone, Default)]
pub struct Index {
    cells: BTreeMap<Key, Cell>,
    read: BTreeMap<(String, String), Read>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    papers: u64,
    fractional_papers: f64,
    papers_with_units: u64,
    units: u64,
    fractional_units: f64,
}

/// The papers of a country and quarter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Read {
    /// That were read.
    pub papers: u64,
    /// That say they used some chip.
    pub disclosing: u64,
}

/// A line of the index.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// Chip id.
    pub chip: String,
    /// Country of an institution, or `unknown`.
    pub country: String,
    /// Quarter of the paper's date, or `unknown`.
    pub quarter: String,
    /// Papers that say they used it; a paper counts in each of its countries.
    pub papers: u64,
    /// The same, a paper of n countries counting 1/n in each.
    pub fractional_papers: f64,
    /// Papers that state a number.
    pub papers_with_units: u64,
    /// The sum of those numbers. The same machine counts in every paper that names it.
    pub units: u64,
    /// The same, divided over the countries of each paper.
    pub fractional_units: f64,
    /// Papers of the country and quarter that were read.
    pub of_read: u64,
    /// The share of the papers that were read.
    pub share_of_read: Option<Estimate>,
    /// That share, corrected for measured precision and recall.
    pub corrected: Option<Estimate>,
    /// Papers of the country and quarter that say they used some chip.
    pub of_disclosing: u64,
    /// The share of those.
    pub share_of_disclosing: Option<Estimate>,
}

impl Index {
    /// Counts one paper that was read.
    pub fn add(&mut self, paper: Observation<'_>) {
        let quarter = paper.quarter.unwrap_or(UNKNOWN);
        let unknown = [UNKNOWN.to_owned()];
        let countries = if paper.countries.is_empty() { &unknown } else { paper.countries };
        let weight = 1.0 / countries.len() as f64;
        for country in countries {
            let read = self.read.entry((country.clone(), quarter.to_owned())).or_default();
            read.papers += 1;
            read.disclosing += u64::from(!paper.chips.is_empty());
            for (chip, units) in paper.chips {
                let key = (chip.clone(), country.clone(), quarter.to_owned());
                self.cells.entry(key).or_default().add(*units, weight);
            }
        }
    }

    /// The lines, by chip, country and quarter.
    pub fn lines<'i>(&'i self, measure: &'i Measure) -> impl Iterator<Item = Line> + 'i {
        self.cells.iter().map(move |((chip, country, quarter), cell)| {
            let read = self.read(country, quarter);
            let share_of_read = share(cell.papers, read.papers);
            Line {
                chip: chip.clone(),
                country: country.clone(),
                quarter: quarter.clone(),
                papers: cell.papers,
                fractional_papers: cell.fractional_papers,
                papers_with_units: cell.papers_with_units,
                units: cell.units,
                fractional_units: cell.fractional_units,
                of_read: read.papers,
                share_of_read,
                corrected: share_of_read.and_then(|told| measure.correct(told)),
                of_disclosing: read.disclosing,
                share_of_disclosing: share(cell.papers, read.disclosing),
            }
        })
    }

    /// The papers of a country and quarter.
    pub fn read(&self, country: &str, quarter: &str) -> Read {
        self.read.get(&(country.to_owned(), quarter.to_owned())).copied().unwrap_or_default()
    }

    /// The quarters in which papers of a country were read, in order, the unknown left out.
    pub fn quarters(&self, country: &str) -> Vec<&str> {
        let of = self.read.keys().filter(|(other, quarter)| other == country && quarter != UNKNOWN);
        of.map(|(_, quarter)| quarter.as_str()).collect()
    }

    /// Papers by chip and country over all quarters: the country with most papers first.
    pub fn by_country(&self) -> Vec<(String, Vec<(String, u64)>)> {
        let mut countries: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
        for ((chip, country, _), cell) in &self.cells {
            *countries.entry(country).or_default().entry(chip).or_default() += cell.papers;
        }
        let most_first = |chips: BTreeMap<&str, u64>| {
            let mut chips: Vec<(String, u64)> = chips.into_iter().map(|(c, n)| (c.to_owned(), n)).collect();
            chips.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            chips
        };
        let named = countries.into_iter().map(|(country, chips)| (country.to_owned(), most_first(chips)));
        let mut countries: Vec<(String, Vec<(String, u64)>)> = named.collect();
        let total = |chips: &[(String, u64)]| chips.iter().map(|(_, papers)| papers).sum::<u64>();
        countries.sort_by(|a, b| total(&b.1).cmp(&total(&a.1)).then_with(|| a.0.cmp(&b.0)));
        countries
    }
}

impl Cell {
    fn add(&mut self, units: Option<u64>, weight: f64) {
        self.papers += 1;
        self.fractional_papers += weight;
        if let Some(units) = units {
            self.papers_with_units += 1;
            self.units = self.units.saturating_add(units);
            self.fractional_units += units as f64 * weight;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Quarter, countries, chips with numbers.
    type Paper<'a> = (&'a str, &'a [&'a str], &'a [(&'a str, Option<u64>)]);

    fn lines(papers: &[Paper<'_>]) -> Vec<Line> {
        let mut index = Index::default();
        for (quarter, countries, chips) in papers {
            let countries: Vec<String> = countries.iter().map(|c| (*c).to_owned()).collect();
            let chips: Vec<(String, Option<u64>)> =
                chips.iter().map(|(c, n)| ((*c).to_owned(), *n)).collect();
            let quarter = (!quarter.is_empty()).then_some(*quarter);
            index.add(Observation { quarter, countries: &countries, chips: &chips });
        }
        let measure = Measure { right: 1, wrong: 0, missed: 0, source: String::new() };
        index.lines(&measure).collect()
    }

    #[test]
    fn a_paper_of_two_countries_counts_in_both_and_half_in_each() {
        let found = lines(&[("2024-Q1", &["CN", "US"], &[("a", Some(8))]), ("2024-Q1", &["CN"], &[])]);
        let told: Vec<_> = found
            .iter()
            .map(|l| (l.country.as_str(), l.papers, l.fractional_papers, l.fractional_units, l.of_read))
            .collect();
        assert_eq!(told, [("CN", 1, 0.5, 4.0, 2), ("US", 1, 0.5, 4.0, 1)]);
    }

    #[test]
    fn fractions_add_up_to_the_papers() {
        let found = lines(&[
            ("2024-Q1", &["CN", "DE", "US"], &[("a", None)]),
            ("", &[], &[("a", Some(3))]),
            ("2023-Q4", &["CN"], &[("a", Some(1)), ("b", None)]),
        ]);
        let of_a = found.iter().filter(|line| line.chip == "a");
        let sum: f64 = of_a.map(|line| line.fractional_papers).sum();
        assert!((sum - 3.0).abs() < 1e-9, "{sum}");
        let unknown = found.iter().find(|line| line.country == UNKNOWN).unwrap();
        assert_eq!((unknown.quarter.as_str(), unknown.units), (UNKNOWN, 3));
    }
}
