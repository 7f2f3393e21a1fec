//! Whose machine: at which institution a chip stands, as far as the paper shows.
//!
//! Strong grounds tie a machine to an institution; weak ones are told and tie nothing. Without exactly one
//! institution on strong grounds, it cannot be told from the paper.

use std::ops::Range;

use serde::Serialize;

use crate::disclosure::paper::Disclosure;
use crate::document::Document;
use crate::mention::provider::{Cluster, Instance, Venues};
use crate::passage::{Location, Part, Passage};

/// An institution of the paper, as far as machines need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// As printed.
    pub name: String,
    /// Where it is, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Whether a corresponding author is there, as the paper marks it.
    pub corresponding: bool,
    /// The paper's own words for it among its affiliations.
    pub quote: String,
}

impl Host {
    /// Somebody who is none of the paper's institutions.
    fn outside(name: String, country: Option<String>) -> Self {
        Self { name, country, corresponding: false, quote: String::new() }
    }
}

/// Kinds of ground, the strong ones first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tie {
    /// The sentence that names the chip says “at X”, or “of X”.
    Sentence,
    /// It names a cluster, whose operator the records give. Weak where the record was not read in a source.
    Cluster,
    /// The acknowledgements thank X for computing.
    Acknowledgement,
    /// It names a cloud: the machine is nobody's of the paper.
    Cloud,
    /// The acknowledgements name X as a funder. Weak.
    Funding,
    /// X is the only institution of the paper. Weak.
    OnlyInstitution,
    /// X is the first affiliation. Weak.
    FirstAffiliation,
    /// X is the affiliation of a corresponding author, as the paper marks it. Weak.
    CorrespondingAffiliation,
}

/// One ground with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MachineGround {
    /// Which kind.
    pub ground: Tie,
    /// Whether it ties the machine by itself.
    pub strong: bool,
    /// The institution or cloud that it points to.
    pub to: String,
    /// Its country, ISO 3166-1 alpha-2, where known.
    pub country: Option<String>,
    /// The ground in a sentence.
    pub says: String,
    /// The exact stretch of the paper it rests on; empty where it rests on the list of affiliations, or where the name
    /// does not stand in the sentences that name the chip.
    pub quote: String,
}

/// Where a machine stands, as far as the paper shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Machine {
    /// The institution that it is tied to; `None` where it cannot be told.
    pub institution: Option<String>,
    /// That institution's country.
    pub country: Option<String>,
    /// The conclusion in a sentence.
    pub says: String,
    /// A cloud that the machine is rented from, with what the paper says of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rented: Option<Rented>,
    /// Every ground.
    pub grounds: Vec<MachineGround>,
}

/// A machine of a cloud.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rented {
    /// The cloud.
    pub provider: String,
    /// Country of its headquarters.
    pub headquarters: Option<String>,
    /// The type of machine that the sentence names.
    pub instance: Option<String>,
    /// The region that the sentence names, such as `us-east-1`.
    pub region: Option<String>,
}

/// What is thanked for where it is computing: machines, time on them, places that run them.
const COMPUTING: [&str; 19] = [
    "computing resource",
    "computational resource",
    "compute resource",
    "computing time",
    "compute time",
    "computing facilit",
    "computational facilit",
    "computational shared facilit",
    "computing cent",
    "computing cluster",
    "computing cloud",
    "computing platform",
    "computing support",
    "scientific computing",
    "performance computing",
    "hardware support",
    "supercomput",
    "hpc",
    "gpu",
];

/// An institution farther than this many bytes from what is thanked for is not the one that is thanked.
const NEAR: usize = 120;

/// Words of a sentence that thanks for money.
const MONEY: [&str; 5] = ["fund", "grant", "support", "sponsor", "scholarship"];

/// Words that lead to the place of a machine.
const LEADING: [&str; 5] = ["at", "of", "by", "from", "in"];

impl Tie {
    fn strong(self) -> bool {
        matches!(self, Self::Sentence | Self::Cluster | Self::Acknowledgement | Self::Cloud)
    }
}

/// What the machines of a paper are placed with.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// The paper.
    pub document: &'a Document,
    /// Clouds and clusters on record.
    pub venues: &'a Venues,
    /// Its institutions, in the order printed.
    pub hosts: &'a [Host],
}

impl Scene<'_> {
    /// Where the machine of a disclosure stands.
    pub fn place(&self, disclosure: &Disclosure) -> Machine {
        let mut grounds = Vec::new();
        for said in &disclosure.said {
            self.sentence(&said.sentence, &mut grounds);
        }
        let rented = self.venue(disclosure, &mut grounds);
        self.acknowledgements(&mut grounds);
        self.affiliations(&mut grounds);
        grounds.sort_by_key(|ground| !ground.strong);
        let mut seen: Vec<(Tie, String)> = Vec::new();
        grounds.retain(|ground| {
            let this = (ground.ground, ground.to.clone());
            let new = !seen.contains(&this);
            seen.push(this);
            new
        });
        conclude(grounds, rented)
    }

    fn sentence(&self, location: &Location, grounds: &mut Vec<MachineGround>) {
        let Some(sentence) = self.document.quote(location) else { return };
        for host in self.hosts.iter().filter(|host| host.can_be_looked_for()) {
            let Some(range) = find_name(sentence, &host.name) else { continue };
            let before = sentence.get(..range.start).unwrap_or_default();
            let mut words = before.split_whitespace().rev().filter(|word| !word.eq_ignore_ascii_case("the"));
            let last = words.next().unwrap_or_default().to_lowercase();
            let owner = sentence
                .get(range.end..)
                .is_some_and(|rest| rest.starts_with("'s") || rest.starts_with("’s"));
            if owner || LEADING.contains(&last.as_str()) {
                let says = format!("the sentence places it at {}", host.name);
                grounds.push(ground(Tie::Sentence, host, says, sentence.get(range).unwrap_or_default()));
            }
        }
    }

    /// The sentences of a disclosure, as the paper has them.
    fn quoted(&self, disclosure: &Disclosure) -> Vec<&str> {
        disclosure.said.iter().filter_map(|said| self.document.quote(&said.sentence)).collect()
    }

    fn operated(&self, cluster: &Cluster, disclosure: &Disclosure) -> MachineGround {
        let operator =
            cluster.operator.clone().unwrap_or_else(|| format!("the operator of {}", cluster.name));
        let sentences = self.quoted(disclosure);
        let plain = sentences.iter().any(|sentence| cluster.is_plainly_named_in(sentence));
        let doubt = doubt(cluster, plain);
        let says =
            format!("the paper names {}, which {operator} runs{}", cluster.name, doubt.unwrap_or_default());
        let quote = naming(&sentences, &cluster.names().collect::<Vec<_>>());
        let host = Host::outside(operator, cluster.country.clone());
        MachineGround { strong: doubt.is_none(), ..ground(Tie::Cluster, &host, says, quote) }
    }

    fn venue(&self, disclosure: &Disclosure, grounds: &mut Vec<MachineGround>) -> Option<Rented> {
        let name = disclosure.provider.as_deref()?;
        if let Some(cluster) = self.venues.clusters.iter().find(|cluster| cluster.name == name) {
            grounds.push(self.operated(cluster, disclosure));
            return None;
        }
        let provider = self.venues.providers.iter().find(|provider| provider.id == name)?;
        let cloud = Host::outside(provider.name.clone(), None);
        let says = format!("the paper names the cloud {}", provider.name);
        let sentences = self.quoted(disclosure);
        let of_provider = || self.venues.instances.iter().filter(|instance| instance.provider == provider.id);
        let spellings = provider.spellings.iter().chain(&provider.ambiguous_spellings).map(String::as_str);
        let names = spellings.chain(of_provider().flat_map(Instance::all_spellings)).collect::<Vec<_>>();
        grounds.push(ground(Tie::Cloud, &cloud, says, naming(&sentences, &names)));
        let instance =
            of_provider().flat_map(|instance| instance.all_spellings().map(move |s| (instance, s)));
        let named = |spelling: &str| sentences.iter().any(|sentence| find_name(sentence, spelling).is_some());
        Some(Rented {
            provider: provider.name.clone(),
            headquarters: provider.headquarters.clone(),
            instance: instance.into_iter().find(|(_, s)| named(s)).map(|(instance, _)| instance.name.clone()),
            region: sentences.iter().find_map(|sentence| region(sentence)),
        })
    }

    fn acknowledgements(&self, grounds: &mut Vec<MachineGround>) {
        let thanks = self.document.passages.iter().filter(|passage| passage.part == Part::Acknowledgements);
        for passage in thanks {
            for range in sentences(passage.text.view()) {
                self.thanks(passage, range, grounds);
            }
        }
    }

    fn thanks(&self, passage: &Passage, range: Range<usize>, grounds: &mut Vec<MachineGround>) {
        let Some(sentence) = passage.text.view().get(range.clone()) else { return };
        let lower = sentence.to_ascii_lowercase();
        for host in self.hosts.iter().filter(|host| host.can_be_looked_for()) {
            let Some(name) = find_name(sentence, &host.name) else { continue };
            if let Some(stretch) = thanked_for(&lower, &name) {
                // The shortest stretch: the rest of the sentence may name people.
                let place = passage.text.locate(range.start + stretch.start..range.start + stretch.end);
                let quote = place.and_then(|place| self.document.quote(&place)).unwrap_or_default();
                let says = format!("the acknowledgements thank {} for computing", host.name);
                grounds.push(ground(Tie::Acknowledgement, host, says, quote));
            } else if MONEY.iter().any(|word| lower.contains(word)) {
                let says = format!("the acknowledgements name {} where they speak of funds", host.name);
                let place = passage.text.locate(range.start + name.start..range.start + name.end);
                let quote = place.and_then(|place| self.document.quote(&place)).unwrap_or_default();
                grounds.push(ground(Tie::Funding, host, says, quote));
            }
        }
    }

    fn affiliations(&self, grounds: &mut Vec<MachineGround>) {
        let Some((first, rest)) = self.hosts.split_first() else { return };
        if rest.is_empty() {
            let says = format!("{} is the only institution of the paper", first.name);
            grounds.push(ground(Tie::OnlyInstitution, first, says, &first.quote));
        } else {
            let says = format!("{} is the first affiliation", first.name);
            grounds.push(ground(Tie::FirstAffiliation, first, says, &first.quote));
            for host in self.hosts.iter().filter(|host| host.corresponding) {
                let says = format!("{} is the affiliation of a corresponding author", host.name);
                grounds.push(ground(Tie::CorrespondingAffiliation, host, says, &host.quote));
            }
        }
    }
}

impl Host {
    /// Names of one word are left alone: many are names of makers, which stand beside their chips.
    fn can_be_looked_for(&self) -> bool {
        self.name.split_whitespace().nth(1).is_some()
    }
}

/// The stretch from an institution's name to the nearest words for computing, if they stand near.
fn thanked_for(lower: &str, name: &Range<usize>) -> Option<Range<usize>> {
    let found = COMPUTING.iter().flat_map(|words| lower.match_indices(words));
    let whole = found.map(|(at, words)| whole_words(lower, at..at + words.len()));
    let stretches = whole.map(|words| name.start.min(words.start)..name.end.max(words.end));
    stretches.min_by_key(Range::len).filter(|stretch| stretch.len() <= name.len() + NEAR)
}

/// A range with the words that it begins and ends in.
fn whole_words(text: &str, range: Range<usize>) -> Range<usize> {
    let letters = |text: &mut dyn Iterator<Item = char>| -> usize {
        text.take_while(|c| c.is_alphanumeric()).map(char::len_utf8).sum()
    };
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    range.start - letters(&mut before.chars().rev())..range.end + letters(&mut after.chars())
}

/// Why a named cluster does not settle where the machine stands.
fn doubt(cluster: &Cluster, plain: bool) -> Option<&'static str> {
    if !cluster.is_verified() {
        Some(", by a record that was not checked against a source")
    } else if cluster.is_programme() {
        Some(", a programme that grants time on machines of others")
    } else if !plain {
        Some(", if the word means that one")
    } else {
        None
    }
}

/// The words of the sentences that are one of the names; where markup stands inside a name, the sentence.
fn naming<'s>(sentences: &[&'s str], names: &[&str]) -> &'s str {
    let named = |sentence: &&'s str| {
        names.iter().find_map(|name| find_name(sentence, name)).and_then(|range| sentence.get(range))
    };
    sentences.iter().find_map(named).or(sentences.first().copied()).unwrap_or_default()
}

fn ground(tie: Tie, host: &Host, says: String, quote: &str) -> MachineGround {
    MachineGround {
        ground: tie,
        strong: tie.strong(),
        to: host.name.clone(),
        country: host.country.clone(),
        says,
        quote: quote.to_owned(),
    }
}

fn conclude(grounds: Vec<MachineGround>, rented: Option<Rented>) -> Machine {
    let mut strong: Vec<&MachineGround> = Vec::new();
    for ground in grounds.iter().filter(|ground| ground.strong) {
        if !strong.iter().any(|known| same(&known.to, &ground.to)) {
            strong.push(ground);
        }
    }
    let (institution, country, says) = match strong.as_slice() {
        [one] if one.ground == Tie::Cloud => (None, None, one.says.clone()),
        [one] => (Some(one.to.clone()), one.country.clone(), format!("at {}: {}", one.to, one.says)),
        [] => (None, None, "at which institution it stands cannot be told from the paper".to_owned()),
        several => {
            let names: Vec<&str> = several.iter().map(|ground| ground.to.as_str()).collect();
            let says = format!(
                "grounds for several places ({}): it cannot be told from the paper",
                names.join("; ")
            );
            (None, None, says)
        }
    };
    Machine { institution, country, says, rented, grounds }
}

/// Whether two names are of one institution, as far as their words tell.
pub fn same(a: &str, b: &str) -> bool {
    find_name(a, b).is_some() || find_name(b, a).is_some()
}

/// Where a name stands in a text, whole words, whatever the case of Latin letters. Short names are not looked for:
/// they are also words.
fn find_name(text: &str, name: &str) -> Option<Range<usize>> {
    let name = name.trim().trim_start_matches("The ").trim_start_matches("the ").to_ascii_lowercase();
    if name.chars().count() < 5 {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    lower.match_indices(&name).map(|(at, found)| at..at + found.len()).find(|range| {
        let before = lower.get(..range.start).and_then(|text| text.chars().next_back());
        let after = lower.get(range.end..).and_then(|text| text.chars().next());
        !inside(before) && !inside(after)
    })
}

/// Sentences, roughly: up to a full stop before a space.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut ends: Vec<usize> = text.match_indices(". ").map(|(at, _)| at + 1).collect();
    ends.push(text.len());
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(&ends).map(|(start, end)| start..*end).filter(|range| !range.is_empty()).collect()
}

/// A cloud's region: `us-east-1`, `ap-southeast-2`, `cn-north-1`.
fn region(sentence: &str) -> Option<String> {
    let words = sentence.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let is_region = |word: &&str| {
        let parts: Vec<&str> = word.split('-').collect();
        matches!(parts.as_slice(), [zone, side, number]
            if zone.len() == 2 && zone.chars().all(|c| c.is_ascii_lowercase())
                && side.len() >= 4 && side.chars().all(|c| c.is_ascii_lowercase())
                && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()))
    };
    words.into_iter().find(is_region).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(tie: Tie, to: &str) -> MachineGround {
        ground(tie, &Host::outside(to.to_owned(), None), String::new(), "")
    }

    #[test]
    fn one_institution_on_strong_grounds_ties_the_machine() {
        let grounds =
            vec![at(Tie::Acknowledgement, "Loom College"), at(Tie::FirstAffiliation, "Shed Institute")];
        assert_eq!(conclude(grounds, None).institution.as_deref(), Some("Loom College"));
    }

    #[test]
    fn weak_grounds_and_contradictions_tie_nothing() {
        for grounds in [
            vec![],
            vec![at(Tie::OnlyInstitution, "Loom College")],
            vec![at(Tie::Funding, "Loom College"), at(Tie::FirstAffiliation, "Loom College")],
            vec![
                at(Tie::FirstAffiliation, "Loom College"),
                at(Tie::CorrespondingAffiliation, "Loom College"),
            ],
            vec![at(Tie::Sentence, "Loom College"), at(Tie::Acknowledgement, "Shed Institute")],
            vec![at(Tie::Cloud, "Warp Cloud")],
        ] {
            assert_eq!(conclude(grounds.clone(), None).institution, None, "{grounds:?}");
        }
    }

    #[test]
    fn names_are_whole_words() {
        assert!(find_name("run at the University of Looms.", "University of Looms").is_some());
        assert!(find_name("the Universities of Loomshire", "University of Loom").is_none());
        assert!(find_name("we ran it at MIT", "MIT").is_none(), "short names are not looked for");
    }

    #[test]
    fn thanks_are_for_computing_and_near() {
        let thanked =
            |text: &str| thanked_for(&text.to_lowercase(), &find_name(text, "University of Looms").unwrap());
        let thanks = "We thank the supercomputing center of the University of Looms and our friends.";
        let stretch = thanked(thanks).unwrap();
        assert_eq!(&thanks[stretch], "supercomputing center of the University of Looms");
        for other in [
            "A student at the Department of Computer Science, University of Looms.",
            "The University of Looms is a member of the Cluster of Excellence on accelerators.",
        ] {
            assert_eq!(thanked(other), None, "{other}");
        }
    }

    #[test]
    fn regions_are_told_from_other_words() {
        assert_eq!(region("eight A100 in us-east-1 of AWS"), Some("us-east-1".to_owned()));
        assert_eq!(region("the up-to-date state-of-the-art A100-80"), None);
    }
}
