//! Orders: an order in words becomes a transaction, with list matches, red flags and what to ask.

mod flag;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::determination::{Answer, Determination, determine};
use crate::fact::Fact;
use crate::inquiry::{Inquiry, InquiryError};
use crate::knowledge::Knowledge;
use crate::ownership::{Ownership, Stake, Top};
use crate::place::CountryCode;
use crate::screening::{Hit, Judgement};
use crate::transaction::Standing;

pub use flag::RedFlag;

/// An order, as its line has it. Every field is text; empty where the line says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Order {
    pub id: String,
    pub seller: String,
    pub seller_country: String,
    pub buyer: String,
    pub buyer_country: String,
    pub consignee: String,
    pub consignee_country: String,
    pub end_user: String,
    pub end_user_country: String,
    /// The country of the ultimate parent's headquarters, where the asker knows it.
    pub end_user_hq: String,
    /// Owners of the end user (of the buyer, where no end user is named):
    /// `Name (CC) 60%; Other (CN) ?; Third`.
    pub owners: String,
    pub item: String,
    pub quantity: String,
    pub date: String,
    /// Places on the way, by code or name, parted by `>` or `;`.
    pub route: String,
    pub end_use: String,
    /// export, reexport, transfer, cloud access, use, technical evaluation.
    pub transaction: String,
}

/// A match of a party of the order with a list.
#[derive(Debug, Clone, Serialize)]
pub struct ListMatch<'k> {
    /// The party's part in the order.
    pub role: &'static str,
    /// The party as the order names it.
    pub party: String,
    /// Whether the entry has an address in the party's country; a doubtful match without one is shown
    /// but does not leave the answer open.
    pub same_country: bool,
    /// The match.
    pub hit: Hit<'k>,
}

/// The answer to an order.
#[derive(Debug, Clone, Serialize)]
pub struct Screened<'k> {
    /// The order's id.
    pub id: String,
    /// By the text as it stood.
    pub as_written: Answer,
    /// By the text as enforced.
    pub as_enforced: Answer,
    /// Where the ultimate parent has its headquarters, and how that is known.
    pub headquarters: String,
    /// Matches with lists.
    pub matches: Vec<ListMatch<'k>>,
    /// Red flags that apply.
    pub red_flags: Vec<RedFlag<'k>>,
    /// What must be asked of the buyer.
    pub to_ask: Vec<String>,
    /// The determination.
    pub determination: Determination<'k>,
}

impl Order {
    /// The parties that are named, with their part in the order.
    fn parties(&self) -> impl Iterator<Item = (&'static str, &str, &str)> {
        let all = [
            ("seller", self.seller.as_str(), self.seller_country.as_str()),
            ("buyer", self.buyer.as_str(), self.buyer_country.as_str()),
            ("consignee", self.consignee.as_str(), self.consignee_country.as_str()),
            ("end user", self.end_user.as_str(), self.end_user_country.as_str()),
        ];
        all.into_iter().filter(|(_, name, _)| !name.trim().is_empty())
    }

    /// Who uses the item in the end, as far as the order says.
    pub fn last_party(&self) -> &str {
        first_said([&self.end_user, &self.consignee, &self.buyer])
    }

    /// Where the item goes.
    fn destination(&self) -> &str {
        first_said([&self.consignee_country, &self.end_user_country, &self.buyer_country])
    }

    fn home(&self) -> &str {
        first_said([&self.end_user_country, &self.consignee_country, &self.buyer_country])
    }

    /// The stakes that the order itself states.
    pub fn stakes(&self) -> Vec<Stake> {
        let pieces = self.owners.split(';').map(str::trim).filter(|piece| !piece.is_empty());
        pieces.map(|piece| stake(piece, self.last_party())).collect()
    }

    fn inquiry(&self) -> Inquiry<'_> {
        fn said(text: &str) -> Option<Cow<'_, str>> {
            Some(text).filter(|text| !text.trim().is_empty()).map(Cow::Borrowed)
        }
        Inquiry {
            chip: Cow::Borrowed(&self.item),
            destination: Cow::Borrowed(self.destination()),
            end_user_hq: said(&self.end_user_hq),
            exporter: said(&self.seller),
            end_user: said(&self.end_use),
            transaction: said(&self.transaction),
            date: Cow::Borrowed(&self.date),
        }
    }
}

fn first_said<const N: usize>(fields: [&String; N]) -> &str {
    fields.into_iter().map(|field| field.trim()).find(|text| !text.is_empty()).unwrap_or_default()
}

/// Reads `Name (CC) 60%`; the country and the share may be missing, and `?` is an unknown share.
fn stake(piece: &str, of: &str) -> Stake {
    let mut name = piece.trim_end_matches(['?', ' ']).to_owned();
    let mut share = None;
    if let Some((head, number)) = name.trim_end_matches('%').rsplit_once(' ')
        && name.ends_with('%')
    {
        share = number.parse().ok().filter(|share| (0.0..=100.0).contains(share));
        name = head.trim().to_owned();
    }
    let mut owner_country = None;
    if let Some((head, code)) = name.trim_end_matches(')').rsplit_once('(')
        && name.ends_with(')')
        && let Ok(code) = code.parse::<CountryCode>()
    {
        owner_country = Some(code);
        name = head.trim().to_owned();
    }
    Stake { of: of.to_owned(), owner: name, owner_country, share, control: false }
}

/// Screens an order: against the law of its day, the lists, and the owners that are known.
pub fn screen<'k>(
    order: &Order,
    knowledge: &'k Knowledge,
    known_owners: Cow<'_, Ownership>,
) -> Result<Screened<'k>, InquiryError> {
    let understood = order.inquiry().understand(knowledge)?;
    let mut transaction = understood.transaction();
    let ownership = with_stakes(order, known_owners);
    let headquarters = headquarters(order, &ownership, knowledge);
    if order.end_user_hq.trim().is_empty() {
        transaction.headquarters = headquarters;
    }
    let matches = matches(order, knowledge);
    transaction.end_user = standing(order, &matches, &ownership, knowledge, transaction.window.last);
    let determination = determine(knowledge, &transaction);
    let told = match transaction.headquarters.value() {
        Some(country) => format!("{country}: {}", transaction.headquarters.note()),
        None => "not known: owners' shares or homes are missing".to_owned(),
    };
    let evidence = flag::Evidence {
        order,
        matches: &matches,
        ownership: &ownership,
        headquarters: transaction.headquarters.value().copied(),
        day: transaction.window.last,
        knowledge,
    };
    let red_flags = evidence.red_flags();
    Ok(Screened {
        id: order.id.clone(),
        as_written: determination.as_written,
        as_enforced: determination.as_enforced,
        headquarters: told,
        to_ask: flag::questions(order, &matches, &ownership, &determination),
        red_flags,
        matches,
        determination,
    })
}

/// The owners that are known, with those that the order states; of many owners, only those of its parties.
fn with_stakes<'a>(order: &Order, known: Cow<'a, Ownership>) -> Cow<'a, Ownership> {
    let stakes = order.stakes();
    if stakes.is_empty() {
        return known;
    }
    let owners = stakes.iter().map(|stake| stake.owner.as_str());
    let mut part = known.above(owners.chain([order.last_party()]));
    stakes.iter().for_each(|stake| part.add(stake.clone()));
    Cow::Owned(part)
}

/// The home of the ultimate parent, by the owners that are known.
fn headquarters(order: &Order, ownership: &Ownership, knowledge: &Knowledge) -> Fact<CountryCode> {
    let party = order.last_party();
    let home = knowledge.places().find(order.home()).map(|country| country.alpha2);
    let at = |name: &str| if name.eq_ignore_ascii_case(party) { home } else { ownership.country(name) };
    if !ownership.knows(party) {
        let note = "no owner is known: the end user is taken to be its own parent";
        return home.map_or_else(Fact::unknown, |home| Fact::supposed(home, note));
    }
    match ownership.top(party) {
        Top::Sure(top) => {
            let note = format!("the ultimate parent is {top}");
            at(&top).map_or_else(Fact::unknown, |country| Fact::inferred(country, note))
        }
        Top::OneOf(tops) => {
            let homes: Option<Vec<CountryCode>> = tops.iter().map(|top| at(top)).collect();
            let homes = homes.unwrap_or_default();
            match homes.split_first() {
                Some((first, rest)) if rest.iter().all(|home| home == first) => {
                    Fact::inferred(*first, "whichever owner is the parent, it is at home there")
                }
                _ => Fact::unknown(),
            }
        }
    }
}

fn matches<'k>(order: &Order, knowledge: &'k Knowledge) -> Vec<ListMatch<'k>> {
    let mut all = Vec::new();
    for (role, party, country) in order.parties() {
        let home = knowledge.places().find(country).map(|country| country.alpha2);
        for hit in knowledge.screen().search(party, knowledge.lists()) {
            let same_country = home.is_none_or(|home| hit.entry.may_be_in(home));
            all.push(ListMatch { role, party: party.to_owned(), same_country, hit });
        }
    }
    all
}

/// What the lists say of the parties that receive the item, and of their owners.
fn standing<'k>(
    order: &Order,
    matches: &[ListMatch<'k>],
    ownership: &Ownership,
    knowledge: &'k Knowledge,
    day: Date,
) -> Fact<Standing<'k>> {
    let receiving = || matches.iter().filter(|found| found.role != "seller");
    let same = receiving().filter(|found| found.hit.judgement == Judgement::Same);
    let entries: Vec<_> = same.map(|found| found.hit.entry).collect();
    let owners = listed_owners(order.last_party(), ownership, knowledge, day);
    let open = receiving().filter(|found| found.hit.is_open && found.same_country);
    let named = Standing::by_name(entries, open.map(|found| found.hit.entry));
    let note = match (named.entries.is_empty(), named.perhaps.is_empty()) {
        (false, _) => "a party's name is a listed one",
        (true, false) => "a party's name is near a listed one",
        (true, true) => "no list record has a party's name",
    };
    Fact::inferred(Standing { owners, ..named }, note)
}

/// The listed parties that own the end user, with what they own of it.
fn listed_owners<'k>(
    party: &str,
    ownership: &Ownership,
    knowledge: &'k Knowledge,
    day: Date,
) -> Vec<(&'k crate::list::Entry, Option<f64>)> {
    const LISTS: [&str; 2] = ["entity-list", "military-end-user-list"];
    let entry = |name: &str| {
        let hits = knowledge.screen().search(name, knowledge.lists());
        let same = hits.into_iter().filter(|hit| hit.judgement == Judgement::Same);
        let mut listed = same.filter(|hit| LISTS.contains(&hit.entry.list.as_str()));
        listed.find(|hit| hit.entry.listed_on(day) != Some(false)).map(|hit| hit.entry)
    };
    let marked = |name: &str| entry(name).is_some();
    let (share, unsure) = ownership.marked_share(party, &marked);
    if share == 0.0 && !unsure {
        return Vec::new();
    }
    let first = first_marked(party, ownership, &entry);
    let sure = first.map(|entry| (entry, Some(share)));
    let missing = first.filter(|_| unsure).map(|entry| (entry, None));
    sure.into_iter().chain(missing).collect()
}

/// The listed owner that is nearest up the chain.
fn first_marked<'k>(
    party: &str,
    ownership: &Ownership,
    entry: &dyn Fn(&str) -> Option<&'k crate::list::Entry>,
) -> Option<&'k crate::list::Entry> {
    let mut seen = std::collections::BTreeSet::new();
    let mut open = std::collections::VecDeque::from([party.to_owned()]);
    while let Some(current) = open.pop_front() {
        if !seen.insert(current.to_lowercase()) {
            continue;
        }
        for stake in ownership.owners(&current) {
            if let Some(found) = entry(ownership.called(&stake.owner)) {
                return Some(found);
            }
            open.push_back(stake.owner.clone());
        }
    }
    None
}
