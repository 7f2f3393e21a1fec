//! The source-protecting mode: what a published report says of counts and of institutions that few papers stand for.

use super::row::{Entry, FindingRow, PartyRow, Quote};

/// Institutions with fewer disclosing papers than this in the survey are not named.
pub const NAMED_FROM: u64 = 5;

/// Counts of papers are rounded to multiples of this; smaller ones are told as fewer than it.
pub const ROUNDED_TO: u64 = 5;

/// The rules in words, for the page that they are applied to.
pub const RULES: [&str; 4] = [
    "Counts of papers are rounded to the nearest five; counts from one to four are given as “fewer than 5”.",
    "Numbers of chips are given in the table as ranges: 1, 2–4, 5–8, 9–16, 17–64, 65–512, more than 512.",
    "An institution that stands on fewer than five papers of this survey that say they used a chip is not named: it is counted with the others of its country.",
    "Where an institution of a paper is not named, the paper's title, name, quotes, places, digest and list entries are left out too, and its date is given as a quarter.",
];

/// A count of papers, rounded.
pub fn papers(count: u64) -> String {
    match count {
        0 => "0".to_owned(),
        1..ROUNDED_TO => format!("fewer than {ROUNDED_TO}"),
        _ => rounded(count).to_string(),
    }
}

/// The nearest multiple of [`ROUNDED_TO`].
pub fn rounded(count: u64) -> u64 {
    count.saturating_add(ROUNDED_TO / 2) / ROUNDED_TO * ROUNDED_TO
}

/// A number of chips as a range.
pub fn units(count: u64) -> &'static str {
    match count {
        0 => "0",
        1 => "1",
        2..=4 => "2–4",
        5..=8 => "5–8",
        9..=16 => "9–16",
        17..=64 => "17–64",
        65..=512 => "65–512",
        _ => "more than 512",
    }
}

/// What an institution is counted by: its id in the register, else its name in lower case.
pub fn institution(ror: Option<&str>, name: &str) -> String {
    ror.map_or_else(|| name.to_lowercase(), str::to_owned)
}

/// The paper as it may be published, if one of its institutions is not `named`; `None` where all are.
pub fn protect(entry: &Entry, named: impl Fn(&PartyRow) -> bool) -> Option<Entry> {
    if entry.parties.iter().all(named) {
        return None;
    }
    let quarter = entry.quarter.clone().unwrap_or_else(|| "a day that is left out".to_owned());
    let veil = Veil::over(entry, &quarter);
    let mut shown = Entry {
        key: String::new(),
        version: None,
        name: String::new(),
        sha256: String::new(),
        title: None,
        arxiv: None,
        date: entry.quarter.clone(),
        date_basis: None,
        problems: Vec::new(),
        ..entry.clone()
    };
    for party in &mut shown.parties {
        party.name = anonymous(party.country.as_deref());
        party.ror = None;
        party.quote = Quote::default();
    }
    for disclosure in &mut shown.disclosures {
        disclosure.quote = Quote::default();
        disclosure.sentence.clear();
        disclosure.also.clear();
        disclosure.provider = None;
        disclosure.stands_at = None;
        disclosure.machine = None;
        disclosure.machine_grounds.clear();
    }
    shown.findings.iter_mut().for_each(|finding| veil.draw(finding));
    Some(shown)
}

fn anonymous(country: Option<&str>) -> String {
    format!("an institution in {}", country.unwrap_or("a country that is not known"))
}

/// The words that are replaced in sentences, longest first, each with what stands for it.
struct Veil {
    words: Vec<(String, String)>,
    quarter: String,
}

impl Veil {
    fn over(entry: &Entry, quarter: &str) -> Self {
        let institutions =
            entry.parties.iter().map(|party| (party.name.clone(), anonymous(party.country.as_deref())));
        let providers = entry.disclosures.iter().filter_map(|row| row.provider.clone());
        let providers = providers.map(|provider| (provider, "a cloud or cluster".to_owned()));
        let days = entry.findings.iter().map(|finding| finding.last_day.clone()).chain(entry.date.clone());
        let days = days.map(|day| (day, quarter.to_owned()));
        let mut words: Vec<(String, String)> = institutions.chain(providers).chain(days).collect();
        words.retain(|(word, _)| !word.trim().is_empty());
        words.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        Self { words, quarter: quarter.to_owned() }
    }

    fn draw(&self, finding: &mut FindingRow) {
        let last = finding.last_day.clone();
        finding.institutions = finding.institutions.iter().map(|name| self.cover(name)).collect();
        finding.listed.clear();
        finding.window_basis = self.cover(&finding.window_basis);
        let ends = finding.licence_free.iter_mut().map(|(_, end)| end);
        let ends = ends.chain(finding.slices.iter_mut().map(|slice| &mut slice.last_day));
        ends.filter(|end| **end == last).for_each(|end| end.clone_from(&self.quarter));
        let starts = finding.slices.iter_mut().map(|slice| &mut slice.first_day);
        starts.filter(|start| **start == last).for_each(|start| start.clone_from(&self.quarter));
        for ground in finding.explanations.iter_mut().flat_map(|row| &mut row.grounds) {
            ground.says = self.cover(&ground.says);
        }
        finding.last_day.clone_from(&self.quarter);
        if finding.first_day == last {
            finding.first_day.clone_from(&self.quarter);
        }
    }

    fn cover(&self, text: &str) -> String {
        self.words.iter().fold(text.to_owned(), |text, (word, instead)| text.replace(word, instead))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::row::{ArxivRow, DisclosureRow, ExplanationRow, GroundRow, ListingRow, SliceRow};

    fn entry() -> Entry {
        let quote = |text: &str| Quote { text: text.to_owned(), ..Quote::default() };
        let party = |name: &str, country: &str| PartyRow {
            name: name.to_owned(),
            country: Some(country.to_owned()),
            ror: None,
            headquarters: None,
            quote: quote(&format!("{name}, {country}")),
        };
        let disclosure = DisclosureRow {
            chip: "nvidia-a800".to_owned(),
            role: "used".to_owned(),
            count: Some(12),
            count_kind: None,
            memory_gb: None,
            form: None,
            provider: Some("Warp Cloud".to_owned()),
            activity: None,
            stands_at: None,
            machine: None,
            machine_grounds: Vec::new(),
            confidence: 1.0,
            quote: quote("twelve A800 of ours"),
            sentence: "We wove with twelve A800 of ours.".to_owned(),
            count_says: None,
            reasons: Vec::new(),
            also: vec![(quote("A800 again"), None)],
        };
        let says =
            "institutions outside: Loom College (DE); the paper names Warp Cloud; to 2023-12-31".to_owned();
        let explanation = ExplanationRow {
            account: "co-authors-machine".to_owned(),
            says: "the machine stands outside".to_owned(),
            standing: "open".to_owned(),
            grounds: vec![GroundRow { says, citation: None }],
            as_written: None,
            as_enforced: None,
        };
        let slice = SliceRow {
            first_day: "2023-11-17".to_owned(),
            last_day: "2023-12-31".to_owned(),
            as_written: "licence required".to_owned(),
            as_enforced: "licence required".to_owned(),
            clauses: Vec::new(),
        };
        let listing = ListingRow {
            institution: "Shuttle Institute".to_owned(),
            list: "entity-list".to_owned(),
            title: "Entity List".to_owned(),
            entry: "Shuttle Works".to_owned(),
            citation: Some("1 FR 2".to_owned()),
            from: None,
            from_basis: None,
            to: None,
            on_list: "not-known".to_owned(),
            says: "Shuttle Institute: “Shuttle Works” of the Entity List".to_owned(),
        };
        let finding = FindingRow {
            chip: "nvidia-a800".to_owned(),
            destination: "CN".to_owned(),
            institutions: vec!["Shuttle Institute".to_owned()],
            listed: vec![listing],
            first_day: "2022-11-07".to_owned(),
            last_day: "2023-12-31".to_owned(),
            window_basis: "from 2022-11-07 to the paper's date 2023-12".to_owned(),
            as_written: "open".to_owned(),
            as_enforced: "open".to_owned(),
            licence_free: Vec::new(),
            supposes: Vec::new(),
            last_known_state_of: None,
            slices: vec![slice],
            explanations: vec![explanation],
        };
        Entry {
            key: "loom-key".to_owned(),
            name: "papers/loom.tex".to_owned(),
            sha256: "c0ffee".to_owned(),
            title: Some("A Treatise on Sheds".to_owned()),
            arxiv: Some(ArxivRow { id: Some("2312.00001".to_owned()), ..ArxivRow::default() }),
            date: Some("2023-12".to_owned()),
            quarter: Some("2023-Q4".to_owned()),
            parties: vec![party("Shuttle Institute", "CN"), party("Loom College", "DE")],
            disclosures: vec![disclosure],
            findings: vec![finding],
            ..Entry::default()
        }
    }

    #[test]
    fn nothing_that_leads_to_a_small_institution_is_left() {
        let shown = protect(&entry(), |party| party.name == "Loom College").unwrap();
        let told = serde_json::to_string(&shown).unwrap();
        for hidden in [
            "Shuttle",
            "Loom",
            "Warp",
            "2023-12",
            "A Treatise",
            "papers/",
            "c0ffee",
            "twelve",
            "A800 again",
            "loom-key",
            "2312.00001",
        ] {
            assert!(!told.contains(hidden), "{hidden} is left: {told}");
        }
        assert!(told.contains("an institution in CN") && told.contains("2023-Q4"), "{told}");
    }

    #[test]
    fn a_paper_whose_institutions_are_all_named_is_shown() {
        assert_eq!(protect(&entry(), |_| true), None);
    }

    #[test]
    fn counts_are_rounded_and_small_ones_hidden() {
        let told: Vec<String> = [0, 1, 4, 5, 7, 8, 102].into_iter().map(papers).collect();
        assert_eq!(told, ["0", "fewer than 5", "fewer than 5", "5", "5", "10", "100"]);
    }

    #[test]
    fn ranges_cover_every_number() {
        let told: Vec<&str> = [0, 1, 2, 8, 9, 64, 65, 512, 513, u64::MAX].into_iter().map(units).collect();
        let wanted =
            ["0", "1", "2–4", "5–8", "9–16", "17–64", "65–512", "65–512", "more than 512", "more than 512"];
        assert_eq!(told, wanted);
    }
}
