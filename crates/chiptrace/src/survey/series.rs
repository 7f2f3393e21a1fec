//! How the use of groups of chips goes over time in a country, and before and after each rule.

use std::collections::BTreeMap;

use chiptrace_controls::course::{course, public_since};
use chiptrace_controls::date::Date;
use chiptrace_controls::determination::Answer;
use chiptrace_controls::item::Item;
use chiptrace_controls::knowledge::Knowledge;
use chiptrace_controls::place::CountryCode;
use chiptrace_controls::transaction::{Exporter, Window};
use serde::Serialize;

use super::index::Observation;
use crate::accuracy::{Estimate, share};

/// What a chip is to a destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Needs a licence to the destination today, and is no variant for the China market.
    Restricted,
    /// A variant made for the China market.
    ChinaMarketVariant,
    /// Designed at the destination.
    Domestic,
}

impl Group {
    /// Every group.
    pub const ALL: [Self; 3] = [Self::Restricted, Self::ChinaMarketVariant, Self::Domestic];

    /// The group in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Restricted => "restricted chips",
            Self::ChinaMarketVariant => "China-market variants",
            Self::Domestic => "domestic chips",
        }
    }
}

/// A day on which a chip that needed no licence came to need one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// The day.
    pub day: Date,
    /// The clauses that came to hold.
    pub titles: Vec<String>,
    /// The chips, by id.
    pub chips: Vec<String>,
}

/// Which group each chip belongs to; chips of none are left out.
pub fn groups(knowledge: &Knowledge, destination: CountryCode, today: Date) -> BTreeMap<String, Group> {
    let group = |chip: &chiptrace_controls::chip::Chip| {
        if chip.china_variant_of.is_some() {
            return Some(Group::ChinaMarketVariant);
        }
        if chip.origin.as_deref() == Some(destination.as_str()) {
            return Some(Group::Domestic);
        }
        let item = Item::of_chip(chip);
        let exporter = Exporter::Named(chip.vendor.clone());
        let spans = course(knowledge, &item, destination, exporter, Window::day(today));
        spans.last().is_some_and(|span| span.as_enforced == Answer::Required).then_some(Group::Restricted)
    };
    let chips = knowledge.chips().iter();
    chips.filter_map(|chip| Some((chip.id.clone(), group(chip)?))).collect()
}

/// The days on which chips came to need a licence to a destination, as enforced, shipped by their makers.
pub fn rules(knowledge: &Knowledge, destination: CountryCode, until: Date) -> Vec<Rule> {
    let mut found: BTreeMap<Date, (Vec<String>, Vec<String>)> = BTreeMap::new();
    let foreign = |origin: Option<&str>| origin != Some(destination.as_str());
    for chip in knowledge.chips().iter().filter(|chip| foreign(chip.origin.as_deref())) {
        let item = Item::of_chip(chip);
        let window = Window::between(public_since(knowledge, &item), until);
        let exporter = Exporter::Named(chip.vendor.clone());
        let spans = course(knowledge, &item, destination, exporter, window);
        for (before, after) in spans.iter().zip(spans.iter().skip(1)) {
            if before.as_enforced == Answer::Required || after.as_enforced != Answer::Required {
                continue;
            }
            let (titles, chips) = found.entry(after.days.first).or_default();
            chips.push(chip.id.clone());
            let new = |clause: &&str| !before.clauses.contains(clause);
            // An open answer that becomes a requirement can rest on the same clauses.
            let same = !after.clauses.iter().any(new);
            for clause in after.clauses.iter().filter(|clause| same || new(clause)) {
                let title = knowledge.law().clause(clause).map_or(*clause, |clause| clause.title.as_str());
                if !titles.iter().any(|known| known == title) {
                    titles.push(title.to_owned());
                }
            }
        }
    }
    found.into_iter().map(|(day, (titles, chips))| Rule { day, titles, chips }).collect()
}

/// The papers of one country by quarter, with the groups of chips that they say they used.
#[derive(Debug, Clone)]
pub struct Series {
    country: String,
    groups: BTreeMap<String, Group>,
    quarters: BTreeMap<String, Quarter>,
}

#[derive(Debug, Clone, Default)]
struct Quarter {
    disclosing: u64,
    using: BTreeMap<Group, u64>,
}

/// A group's papers in a stretch of time, of those that disclose a chip.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// The quarter, or the quarters as `first to last`.
    pub when: String,
    /// Papers that say they used a chip of the group.
    pub papers: u64,
    /// Papers that say they used any chip.
    pub of: u64,
    /// The share.
    pub share: Option<Estimate>,
}

/// A group in the year before a rule and the year after.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BeforeAfter {
    /// The day of the rule.
    pub day: Date,
    /// Which group.
    pub group: Group,
    /// The last four quarters that ended before the day.
    pub before: Point,
    /// The first four that began after it.
    pub after: Point,
}

impl Series {
    /// An empty series of a country.
    pub fn new(country: &str, groups: BTreeMap<String, Group>) -> Self {
        Self { country: country.to_owned(), groups, quarters: BTreeMap::new() }
    }

    /// Counts one paper that was read.
    pub fn add(&mut self, paper: Observation<'_>) {
        let Some(quarter) = paper.quarter else { return };
        if paper.chips.is_empty() || !paper.countries.contains(&self.country) {
            return;
        }
        let mut groups: Vec<Group> =
            paper.chips.iter().filter_map(|(chip, _)| self.groups.get(chip).copied()).collect();
        groups.sort_unstable();
        groups.dedup();
        let quarter = self.quarters.entry(quarter.to_owned()).or_default();
        quarter.disclosing += 1;
        groups.into_iter().for_each(|group| *quarter.using.entry(group).or_default() += 1);
    }

    /// A group by quarter, from the first quarter with a paper to the last.
    pub fn points(&self, group: Group) -> Vec<Point> {
        self.quarters.keys().map(|when| self.point(group, when, when)).collect()
    }

    fn point(&self, group: Group, first: &str, last: &str) -> Point {
        let within = self.quarters.range(first.to_owned()..=last.to_owned()).map(|(_, quarter)| quarter);
        let (papers, of) = within.fold((0, 0), |(papers, of), quarter| {
            (papers + quarter.using.get(&group).copied().unwrap_or(0), of + quarter.disclosing)
        });
        let when = if first == last { first.to_owned() } else { format!("{first} to {last}") };
        Point { when, papers, of, share: share(papers, of) }
    }

    /// Each group before and after each rule, where there are papers on both sides.
    pub fn around(&self, rules: &[Rule]) -> Vec<BeforeAfter> {
        let pairs = rules.iter().flat_map(|rule| Group::ALL.into_iter().map(move |group| (rule.day, group)));
        let all = pairs.map(|(day, group)| {
            let here = i32::from(day.year()) * 4 + i32::from((day.month() - 1) / 3);
            BeforeAfter {
                day,
                group,
                before: self.point(group, &quarter(here - 4), &quarter(here - 1)),
                after: self.point(group, &quarter(here + 1), &quarter(here + 4)),
            }
        });
        all.filter(|both| both.before.of > 0 && both.after.of > 0).collect()
    }
}

/// The name of a quarter by its number since the year 0.
fn quarter(number: i32) -> String {
    format!("{:04}-Q{}", number.div_euclid(4), number.rem_euclid(4) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_and_rules_follow_from_the_records() {
        let knowledge = Knowledge::embedded().unwrap();
        let (china, today) = ("CN".parse().unwrap(), Date::constant(2025, 6, 1));
        let groups = groups(&knowledge, china, today);
        assert_eq!(groups.get("nvidia-h100"), Some(&Group::Restricted));
        assert_eq!(groups.get("nvidia-a800"), Some(&Group::ChinaMarketVariant));
        assert_eq!(groups.get("nvidia-t4"), None);
        let rules = rules(&knowledge, china, today);
        let on = |day: Date, chip: &str| {
            rules.iter().any(|rule| rule.day == day && rule.chips.iter().any(|known| known == chip))
        };
        assert!(on(Date::constant(2023, 10, 23), "nvidia-h800"), "{rules:#?}");
        assert!(on(Date::constant(2025, 4, 9), "nvidia-h20"), "{rules:#?}");
    }

    #[test]
    fn a_year_before_a_rule_is_set_beside_the_year_after() {
        let groups = BTreeMap::from([("v".to_owned(), Group::ChinaMarketVariant)]);
        let mut series = Series::new("CN", groups);
        let countries = ["CN".to_owned()];
        for (quarter, chip) in
            [("2023-Q1", "v"), ("2023-Q3", "x"), ("2023-Q4", "v"), ("2024-Q1", "v"), ("2025-Q3", "v")]
        {
            let chips = [(chip.to_owned(), None)];
            series.add(Observation { quarter: Some(quarter), countries: &countries, chips: &chips });
        }
        let rule = Rule { day: Date::constant(2023, 11, 17), titles: Vec::new(), chips: Vec::new() };
        let around = series.around(&[rule]);
        let variants = around.iter().find(|both| both.group == Group::ChinaMarketVariant).unwrap();
        assert_eq!((variants.before.papers, variants.before.of), (1, 2));
        assert_eq!((variants.after.papers, variants.after.of), (1, 1));
        assert_eq!(variants.before.when, "2022-Q4 to 2023-Q3");
    }
}
