//! Red flags that apply to an order, each with its source, and what to ask the buyer.
//!
//! What counts as a flag, since when and who says so are records (`data/law/red-flags.toml`); here is how
//! each sign is seen in an order.

use serde::Serialize;

use crate::date::Date;
use crate::determination::{Answer, Determination, Question};
use crate::knowledge::Knowledge;
use crate::ownership::Ownership;
use crate::place::CountryCode;
use crate::red_flag::{FlagRecord, Sign};

use super::{ListMatch, Order};

/// A circumstance that calls for an inquiry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RedFlag<'k> {
    /// What it is.
    pub name: &'k str,
    /// What in the order shows it.
    pub because: String,
    /// Who says that it is one.
    pub source: &'k str,
}

/// What signs are looked for in.
pub(super) struct Evidence<'a, 'k> {
    pub order: &'a Order,
    pub matches: &'a [ListMatch<'k>],
    pub ownership: &'a Ownership,
    pub headquarters: Option<CountryCode>,
    pub day: Date,
    pub knowledge: &'k Knowledge,
}

impl<'k> Evidence<'_, 'k> {
    /// The red flags of the order, in the order of the records.
    pub fn red_flags(&self) -> Vec<RedFlag<'k>> {
        let counts = |flag: &&FlagRecord| flag.from <= self.day && flag.to.is_none_or(|to| self.day <= to);
        let flags = self.knowledge.red_flags().iter().filter(counts);
        flags
            .flat_map(|flag| {
                let (name, source) = (flag.name.as_str(), flag.citation.as_str());
                self.seen(&flag.sign).into_iter().map(move |because| RedFlag { name, because, source })
            })
            .collect()
    }

    /// Every place where the order shows a sign, in words.
    fn seen(&self, sign: &Sign) -> Vec<String> {
        match sign {
            Sign::SimilarName => {
                let near = doubtful(self.matches);
                near.map(|found| format!("{}: {} and {}", found.role, found.party, found.hit.name)).collect()
            }
            Sign::OwnerShareUnknown => {
                let owners = self.ownership.owners(self.order.last_party()).iter();
                let unknown = owners.filter(|stake| stake.share.is_none());
                let party = self.order.last_party();
                let owner = |owner| self.ownership.called(owner);
                unknown
                    .map(|stake| format!("{} owns an unknown part of {party}", owner(&stake.owner)))
                    .collect()
            }
            Sign::Carrier(words) => self.carrier(words).into_iter().collect(),
            Sign::Says(words) => self.computing_for_others(words).into_iter().collect(),
            Sign::Detour => self.detours(),
            Sign::NoEndUse if self.order.end_use.trim().is_empty() => {
                vec!["the order does not say what the item is for".to_owned()]
            }
            Sign::NoEndUse => Vec::new(),
        }
    }

    fn carrier(&self, words: &[String]) -> Option<String> {
        let name = self.order.last_party();
        has_one_of(name, words).then(|| format!("{name} by its name carries goods"))
    }

    /// A data centre or cloud operator whose computing may be for somebody else.
    fn computing_for_others(&self, words: &[String]) -> Option<String> {
        let said = format!("{} {}", self.order.last_party(), self.order.end_use);
        let home = self.headquarters.map_or_else(|| "not known".to_owned(), |country| country.to_string());
        has_one_of(&said, words)
            .then(|| format!("the end user operates or rents out computing; its parent's home is {home}"))
    }

    fn detours(&self) -> Vec<String> {
        let places = self.knowledge.places();
        let find = |text: &str| places.find(text.trim()).map(|country| country.alpha2);
        let ends = [find(&self.order.seller_country), find(self.order.destination())];
        let stops = self.order.route.split(['>', ';']).filter_map(find);
        let detours = stops.filter(|stop| !ends.contains(&Some(*stop)));
        detours.map(|stop| format!("it passes through {stop}")).collect()
    }
}

fn has_one_of(text: &str, words: &[String]) -> bool {
    let text = text.to_lowercase();
    words.iter().any(|word| text.contains(word.as_str()))
}

fn doubtful<'a, 'k>(matches: &'a [ListMatch<'k>]) -> impl Iterator<Item = &'a ListMatch<'k>> {
    matches.iter().filter(|found| found.hit.judgement.is_doubtful())
}

/// What to ask the buyer, by what the answer turns on and what the order leaves out.
pub(super) fn questions(
    order: &Order,
    matches: &[ListMatch<'_>],
    ownership: &Ownership,
    determination: &Determination<'_>,
) -> Vec<String> {
    let mut asked = Vec::new();
    let party = order.last_party();
    if order.end_user.trim().is_empty() {
        asked.push("Who is the end user?".to_owned());
    }
    if !ownership.knows(party) && order.end_user_hq.trim().is_empty() {
        asked.push(format!("Who owns {party}, and where has its ultimate parent its headquarters?"));
    }
    for stake in ownership.owners(party).iter().filter(|stake| stake.share.is_none()) {
        asked.push(format!("What share of {party} does {} own?", ownership.called(&stake.owner)));
    }
    for found in doubtful(matches) {
        asked.push(format!("Is {} the party listed as {}?", found.party, found.hit.entry.name));
    }
    if order.end_use.trim().is_empty() {
        asked.push("What is the item for, and who will compute on it?".to_owned());
    }
    for question in determination.turns_on() {
        match question {
            Question::Figure { part, figure } => {
                asked.push(format!("What is the {} of {part}?", figure.name()))
            }
            Question::Part => asked.push(format!("Which part is “{}” exactly?", order.item)),
            Question::Exporter => asked.push("Who is the exporter of record?".to_owned()),
            _ => {}
        }
    }
    if determination.as_enforced != Answer::NotRequired {
        let exceptions = determination.exceptions().into_iter();
        asked.extend(
            exceptions.map(|step| {
                format!("Are the conditions of {} met? {}", step.clause.title, step.version.words)
            }),
        );
    }
    asked
}
