//! Red flags that apply to an order, each with its source, and what to ask the buyer.

use serde::Serialize;

use crate::determination::{Answer, Determination, Question};
use crate::knowledge::Knowledge;
use crate::ownership::Ownership;
use crate::place::CountryCode;
use crate::screening::Judgement;

use super::{ListMatch, Order};

/// A circumstance that calls for an inquiry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RedFlag {
    /// What it is.
    pub name: &'static str,
    /// What in the order shows it.
    pub because: String,
    /// Who says that it is one.
    pub source: &'static str,
}

const KNOW_YOUR_CUSTOMER: &str = "15 CFR part 732, Supplement No. 3 (“Know Your Customer” guidance)";
const AFFILIATES: &str = "90 FR 47201, FR Doc 2025-19001 (Red Flag 29)";
const DIVERSION: &str = "BIS guidance of 2025-05-13 on preventing diversion of advanced computing circuits";

/// The red flags of an order.
pub(super) fn apply(
    order: &Order,
    matches: &[ListMatch<'_>],
    ownership: &Ownership,
    headquarters: Option<CountryCode>,
    knowledge: &Knowledge,
) -> Vec<RedFlag> {
    let mut flags = Vec::new();
    similar_names(matches, &mut flags);
    owners(order, ownership, &mut flags);
    carriers(order, &mut flags);
    route(order, knowledge, &mut flags);
    computing_for_others(order, headquarters, &mut flags);
    if order.end_use.trim().is_empty() {
        flags.push(RedFlag {
            name: "no end use is stated",
            because: "the order does not say what the item is for".to_owned(),
            source: KNOW_YOUR_CUSTOMER,
        });
    }
    flags
}

fn similar_names(matches: &[ListMatch<'_>], flags: &mut Vec<RedFlag>) {
    for found in matches.iter().filter(|found| found.hit.judgement == Judgement::Possible) {
        flags.push(RedFlag {
            name: "a party's name is similar to a listed one",
            because: format!("{}: {} and {}", found.role, found.party, found.hit.name),
            source: KNOW_YOUR_CUSTOMER,
        });
    }
}

fn owners(order: &Order, ownership: &Ownership, flags: &mut Vec<RedFlag>) {
    for stake in ownership.owners(order.last_party()).iter().filter(|stake| stake.share.is_none()) {
        flags.push(RedFlag {
            name: "an owner's share is not known",
            because: format!("{} owns an unknown part of {}", stake.owner, stake.of),
            source: AFFILIATES,
        });
    }
}

fn carriers(order: &Order, flags: &mut Vec<RedFlag>) {
    let words = ["logistics", "freight", "forward", "shipping", "cargo", "express"];
    let name = order.last_party().to_lowercase();
    if words.iter().any(|word| name.contains(word)) {
        flags.push(RedFlag {
            name: "a freight forwarder is the last party",
            because: format!("{} by its name carries goods", order.last_party()),
            source: KNOW_YOUR_CUSTOMER,
        });
    }
}

fn route(order: &Order, knowledge: &Knowledge, flags: &mut Vec<RedFlag>) {
    let find = |text: &str| knowledge.places().find(text.trim()).map(|country| country.alpha2);
    let (from, to) = (find(&order.seller_country), find(order.destination()));
    for stop in order.route.split(['>', ';']).filter_map(find) {
        if Some(stop) != from && Some(stop) != to {
            flags.push(RedFlag {
                name: "the route passes through another country",
                because: format!("it passes through {stop}"),
                source: KNOW_YOUR_CUSTOMER,
            });
        }
    }
}

/// A data centre or cloud operator whose computing may be for somebody else.
fn computing_for_others(order: &Order, headquarters: Option<CountryCode>, flags: &mut Vec<RedFlag>) {
    let said = format!("{} {}", order.last_party(), order.end_use).to_lowercase();
    let words = ["cloud", "iaas", "data centre", "data center", "hosting", "rent", "colocation"];
    if !words.iter().any(|word| said.contains(word)) {
        return;
    }
    let home = headquarters.map_or_else(|| "not known".to_owned(), |country| country.to_string());
    flags.push(RedFlag {
        name: "computing may be for others",
        because: format!("the end user operates or rents out computing; its parent's home is {home}"),
        source: DIVERSION,
    });
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
        asked.push(format!("What share of {} does {} own?", stake.of, stake.owner));
    }
    for found in matches.iter().filter(|found| found.hit.judgement == Judgement::Possible) {
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
            exceptions.map(|step| format!("Are the conditions of {} met? {}", step.title, step.words)),
        );
    }
    asked
}
