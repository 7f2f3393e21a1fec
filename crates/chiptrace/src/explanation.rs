//! The accounts of how a chip may have come to be used, each with its standing.
//!
//! The list is closed. No account is chosen: each says whether the paper states it, whether the record
//! leaves it open, or what refutes it.

use chiptrace_controls::chip::Chip;
use chiptrace_controls::course::first_shipment;
use chiptrace_controls::date::{Date, PartialDate};
use chiptrace_controls::determination::{Answer, Determination, determine};
use chiptrace_controls::fact::Fact;
use chiptrace_controls::item::Item;
use chiptrace_controls::knowledge::Knowledge;
use chiptrace_controls::list::Entry;
use chiptrace_controls::place::CountryCode;
use chiptrace_controls::transaction::{Activity, Exporter, Standing as OnLists, Transaction, Window};
use serde::Serialize;

use crate::accuracy::{Measures, StatementKind};
use crate::machine::{Machine, Tie, same};

/// The kinds of account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Account {
    /// The chip was delivered on a day when no licence was required.
    DeliveredBeforeTheRule,
    /// The chip was delivered on a day when a licence was required.
    DeliveredAfterTheRule,
    /// A licence was granted.
    Licensed,
    /// The chip stands elsewhere and was used from afar: rented from a cloud, or reached remotely.
    UsedFromAfar,
    /// The chip stands at a co-author's institution outside.
    CoAuthorsMachine,
    /// The chip came through another country.
    ThirdCountry,
    /// The chip was the China-market variant, written under the parent's name.
    ChinaMarketVariant,
    /// The reader misread the paper.
    Misread,
}

/// What the record says of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// The paper says so.
    Stated,
    /// The record leaves it open.
    Open,
    /// The record speaks against it.
    Refuted,
    /// What it needs is not there: no such co-author, no such variant.
    Absent,
}

/// One account with its grounds.
#[derive(Debug, Clone, Serialize)]
pub struct Explanation {
    /// Which account.
    pub account: Account,
    /// What the record says of it.
    pub standing: Standing,
    /// Why, sentence by sentence.
    pub grounds: Vec<Ground>,
    /// What the law said of the transaction that the account supposes; `None` where it supposes none.
    pub determination: Option<Outcome>,
}

/// A sentence that says why an account stands or falls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ground {
    /// The sentence.
    pub says: String,
    /// Where that is published, if it rests on a clause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub citation: Option<String>,
}

/// The answer of the law in short.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// By the text.
    pub as_written: Answer,
    /// By the text as far as the authority held people to it.
    pub as_enforced: Answer,
    /// The days the account supposes.
    pub window: Window,
}

/// What the accounts are weighed with.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// All records.
    pub knowledge: &'a Knowledge,
    /// The chip.
    pub chip: &'a Chip,
    /// The chip as the law classifies it.
    pub item: &'a Item,
    /// The destination.
    pub destination: CountryCode,
    /// List entries of the institution that is taken to be the end user; none where it is not listed.
    pub end_user: &'a [&'a Entry],
    /// The days on which the chip can have been delivered.
    pub window: Window,
    /// When the paper was written, if known.
    pub paper: Option<PartialDate>,
    /// Where the machine stands, as far as the paper shows.
    pub machine: &'a Machine,
    /// Institutions outside the controlled destinations, as printed, with their countries.
    pub outside: &'a [(String, CountryCode)],
    /// How well the reader was measured.
    pub measures: &'a Measures,
    /// Which kind of statement the disclosure rests on.
    pub kind: StatementKind,
    /// How sure the reading is, from 0 to 1.
    pub confidence: f64,
}

/// All accounts, in a fixed order.
pub fn explain(case: &Case<'_>) -> Vec<Explanation> {
    vec![
        delivered_before(case),
        delivered_after(case),
        licensed(case),
        used_from_afar(case),
        co_authors_machine(case),
        third_country(case),
        china_market_variant(case),
        misread(case),
    ]
}

/// The first day on which a chip can have reached a customer, with what that rests on.
pub fn earliest_delivery(knowledge: &Knowledge, chip: &Chip, item: &Item) -> Option<(Date, String)> {
    let basis = match (chip.first_shipped, chip.announced) {
        (Some(shipped), _) => format!("first shipped {shipped}"),
        (None, Some(announced)) => format!("announced {announced}; the first shipment is not recorded"),
        (None, None) => return None,
    };
    Some((first_shipment(knowledge, item).first, basis))
}

/// The transaction of a delivery from the chip's maker: the law's letters bind the maker by name.
/// `end_user` holds the list entries of the end user, if any.
pub fn delivery<'a>(
    item: &'a Item,
    chip: &Chip,
    destination: CountryCode,
    end_user: &[&'a Entry],
    window: Window,
) -> Transaction<'a> {
    let export = Transaction::export(item, destination, window);
    let end_user = if end_user.is_empty() {
        export.end_user
    } else {
        let standing = OnLists { entries: end_user.to_vec(), ..OnLists::default() };
        Fact::inferred(standing, "an institution of the paper is a listed party by its name")
    };
    Transaction {
        end_user,
        exporter: Fact::supposed(
            Exporter::Named(chip.vendor.clone()),
            "the exporter is taken to be the chip's maker",
        ),
        headquarters: Fact::supposed(destination, "the end user is taken to be headquartered where it is"),
        ..Transaction::export(item, destination, window)
    }
}

/// The stretches of a determination on which no licence was required as enforced.
pub fn free_windows(determination: &Determination<'_>) -> Vec<Window> {
    let mut windows: Vec<Window> = Vec::new();
    for slice in determination.slices.iter().filter(|slice| slice.as_enforced == Answer::NotRequired) {
        match windows.last_mut() {
            Some(last) if last.last.tomorrow().ok() == Some(slice.days.first) => last.last = slice.days.last,
            _ => windows.push(slice.days),
        }
    }
    windows
}

fn ground(says: impl Into<String>) -> Ground {
    Ground { says: says.into(), citation: None }
}

fn outcome(determination: &Determination<'_>, window: Window) -> Outcome {
    Outcome { as_written: determination.as_written, as_enforced: determination.as_enforced, window }
}

fn explanation(account: Account, standing: Standing, grounds: Vec<Ground>) -> Explanation {
    Explanation { account, standing, grounds, determination: None }
}

/// The clauses that required a licence, as grounds: each once.
fn clauses(determination: &Determination<'_>) -> Vec<Ground> {
    let mut grounds: Vec<Ground> = Vec::new();
    for step in determination.requiring() {
        let says = format!("{} ({}, version of {})", step.clause.title, step.clause.id, step.version.from);
        let next = Ground { says, citation: Some(step.version.citation.clone()) };
        if !grounds.contains(&next) {
            grounds.push(next);
        }
    }
    grounds
}

fn delivered_before(case: &Case<'_>) -> Explanation {
    let transaction = delivery(case.item, case.chip, case.destination, case.end_user, case.window);
    let determination = determine(case.knowledge, &transaction);
    let free = free_windows(&determination);
    let began =
        earliest_delivery(case.knowledge, case.chip, case.item).map(|(_, basis)| basis).unwrap_or_default();
    let mut grounds = vec![ground(format!("{}: {began}", case.chip.name))];
    let open = determination.slices.iter().any(|slice| slice.as_enforced == Answer::Open);
    let standing = if !free.is_empty() {
        let days: Vec<String> = free.iter().map(|w| format!("{} to {}", w.first, w.last)).collect();
        grounds.push(ground(format!("no licence was required for a delivery on {}", days.join(", "))));
        Standing::Open
    } else if open {
        grounds.push(ground("whether a licence was required on some of the days is open"));
        Standing::Open
    } else {
        grounds.push(ground(format!(
            "on every day from {} to {} a licence was required",
            case.window.first, case.window.last
        )));
        Standing::Refuted
    };
    grounds.extend(clauses(&determination));
    Explanation {
        determination: Some(outcome(&determination, case.window)),
        ..explanation(Account::DeliveredBeforeTheRule, standing, grounds)
    }
}

fn delivered_after(case: &Case<'_>) -> Explanation {
    let transaction = delivery(case.item, case.chip, case.destination, case.end_user, case.window);
    let determination = determine(case.knowledge, &transaction);
    let possible = determination.slices.iter().any(|slice| slice.as_enforced != Answer::NotRequired);
    let standing = if possible { Standing::Open } else { Standing::Refuted };
    let mut grounds = vec![ground(if possible {
        "the paper does not say when the chip was delivered"
    } else {
        "no rule in force on any of the days required a licence"
    })];
    grounds.extend(clauses(&determination));
    Explanation {
        determination: Some(outcome(&determination, case.window)),
        ..explanation(Account::DeliveredAfterTheRule, standing, grounds)
    }
}

fn licensed(case: &Case<'_>) -> Explanation {
    let transaction = delivery(case.item, case.chip, case.destination, case.end_user, case.window);
    let determination = determine(case.knowledge, &transaction);
    let mut grounds =
        vec![ground("licences are not published, so the record can neither show nor exclude one")];
    for (review, step) in determination.policies() {
        let says = format!("applications were reviewed under: {} ({})", review.name(), step.clause.id);
        let next = Ground { says, citation: Some(step.version.citation.clone()) };
        if !grounds.contains(&next) {
            grounds.push(next);
        }
    }
    Explanation {
        determination: Some(outcome(&determination, case.window)),
        ..explanation(Account::Licensed, Standing::Open, grounds)
    }
}

fn used_from_afar(case: &Case<'_>) -> Explanation {
    let transaction = Transaction {
        activity: Fact::supposed(
            Activity::CloudAccess,
            "the chip is taken to stand outside and to be used from afar",
        ),
        ..delivery(case.item, case.chip, case.destination, case.end_user, case.window)
    };
    let determination = determine(case.knowledge, &transaction);
    let (standing, mut grounds) = afar(case);
    grounds.push(ground("use from afar is not by itself an export of the chip"));
    Explanation {
        determination: Some(outcome(&determination, case.window)),
        ..explanation(Account::UsedFromAfar, standing, grounds)
    }
}

/// Whether the paper names a cloud, or a cluster that stands elsewhere.
fn afar(case: &Case<'_>) -> (Standing, Vec<Ground>) {
    if let Some(rented) = &case.machine.rented {
        let of = rented.headquarters.as_deref().map(|place| format!(" (headquarters: {place})"));
        let named = |what: &str, name: &Option<String>| match name {
            Some(name) => format!("the {what} is named: {name}"),
            None => format!("no {what} is named"),
        };
        let first = format!("the paper names the cloud {}{}", rented.provider, of.unwrap_or_default());
        let rest = [named("type of machine", &rented.instance), named("region", &rented.region)];
        return (Standing::Stated, [first].into_iter().chain(rest).map(ground).collect());
    }
    let cluster = case.machine.grounds.iter().find(|ground| ground.ground == Tie::Cluster);
    let Some(cluster) = cluster else {
        let none = "the paper names no cloud or cluster, and does not say where the chip stands";
        return (Standing::Open, vec![ground(none)]);
    };
    let country = cluster.country.as_deref();
    let stands = country
        .map_or_else(|| "where it stands is not recorded".to_owned(), |at| format!("it stands in {at}"));
    let standing = match country {
        // A record that was not checked against a source settles nothing.
        Some(_) if !cluster.strong => Standing::Open,
        Some(at) if at == case.destination.as_str() => Standing::Refuted,
        Some(_) => Standing::Stated,
        None => Standing::Open,
    };
    (standing, vec![ground(cluster.says.clone()), ground(stands)])
}

fn co_authors_machine(case: &Case<'_>) -> Explanation {
    let Some((_, country)) = case.outside.first() else {
        let grounds =
            vec![ground("every institution whose country was read lies in a controlled destination")];
        return explanation(Account::CoAuthorsMachine, Standing::Absent, grounds);
    };
    let names: Vec<String> =
        case.outside.iter().map(|(name, country)| format!("{name} ({country})")).collect();
    let mut grounds = vec![
        ground(format!("institutions outside: {}", names.join("; "))),
        ground(case.machine.says.clone()),
    ];
    let tied = case.machine.institution.as_deref();
    let host = tied.and_then(|tied| case.outside.iter().find(|(name, _)| same(name, tied)));
    let standing = match (tied, host) {
        (Some(_), Some(_)) => Standing::Stated,
        (Some(_), None) if case.machine.country.as_deref() == Some(case.destination.as_str()) => {
            Standing::Refuted
        }
        _ => Standing::Open,
    };
    if tied.is_none() {
        grounds.extend(case.machine.grounds.iter().map(|weak| ground(weak.says.clone())));
    }
    let country = host.map_or(*country, |(_, country)| *country);
    let determination = determine(case.knowledge, &delivery(case.item, case.chip, country, &[], case.window));
    Explanation {
        determination: Some(outcome(&determination, case.window)),
        ..explanation(Account::CoAuthorsMachine, standing, grounds)
    }
}

fn third_country(case: &Case<'_>) -> Explanation {
    let transaction = Transaction {
        activity: Fact::supposed(
            Activity::Reexport,
            "the last leg is taken to be a reexport from another country",
        ),
        exporter: Fact::supposed(Exporter::NoAddressee, "the reseller is taken not to be bound by a letter"),
        ..delivery(case.item, case.chip, case.destination, case.end_user, case.window)
    };
    let determination = determine(case.knowledge, &transaction);
    let mut grounds = vec![ground("the paper does not say by which way the chip came")];
    grounds.push(ground(match determination.as_enforced {
        Answer::Required => "the last leg, a reexport, required a licence on every one of the days",
        Answer::NotRequired => "the last leg, a reexport, required no licence on any of the days",
        Answer::Open => "whether the last leg, a reexport, required a licence turns on the day",
    }));
    grounds.push(first_leg(case));
    Explanation {
        determination: Some(outcome(&determination, case.window)),
        ..explanation(Account::ThirdCountry, Standing::Open, grounds)
    }
}

/// The export to the country in between: a subsidiary there of a company at home at the destination.
fn first_leg(case: &Case<'_>) -> Ground {
    let Some((_, between)) = case.outside.first() else {
        return ground(
            "the first leg, to the country in between, turns on which it was: the paper names none",
        );
    };
    let transaction = Transaction {
        headquarters: Fact::supposed(case.destination, "the buyer is taken to be a subsidiary"),
        ..delivery(case.item, case.chip, *between, &[], case.window)
    };
    let answer = determine(case.knowledge, &transaction).as_enforced;
    ground(format!(
        "the first leg, for example to a subsidiary in {between}, where an institution of the paper is: {}",
        match answer {
            Answer::Required => "a licence was required on every one of the days",
            Answer::NotRequired => "no licence was required on any of the days",
            Answer::Open => "whether a licence was required turns on the day",
        }
    ))
}

fn china_market_variant(case: &Case<'_>) -> Explanation {
    let variants: Vec<&Chip> = case
        .knowledge
        .chips()
        .iter()
        .filter(|chip| chip.china_variant_of.as_deref() == Some(case.chip.id.as_str()))
        .collect();
    if variants.is_empty() {
        let grounds = vec![ground("no variant of the chip for the China market is recorded")];
        return explanation(Account::ChinaMarketVariant, Standing::Absent, grounds);
    }
    let mut grounds = Vec::new();
    let mut standing = Standing::Refuted;
    let mut determination = None;
    for variant in variants {
        let (possible, says, outcome) = variant_window(case, variant);
        grounds.push(ground(says));
        if possible {
            standing = Standing::Open;
        }
        determination = determination.or(outcome);
    }
    Explanation { determination, ..explanation(Account::ChinaMarketVariant, standing, grounds) }
}

/// Whether a variant could be delivered without a licence before the paper, in words, and what the law said of it.
fn variant_window(case: &Case<'_>, variant: &Chip) -> (bool, String, Option<Outcome>) {
    let name = &variant.name;
    let item = Item::of_chip(variant);
    let Some((first, basis)) = earliest_delivery(case.knowledge, variant, &item) else {
        return (true, format!("{name}: when it first shipped is not recorded"), None);
    };
    if first > case.window.last {
        return (false, format!("{name}: {basis}, after the paper"), None);
    }
    let window = Window::between(first, case.window.last);
    let supposed = delivery(&item, variant, case.destination, case.end_user, window);
    let determination = determine(case.knowledge, &supposed);
    let outcome = Some(outcome(&determination, window));
    let free = free_windows(&determination);
    if free.is_empty() {
        let says = format!("{name}: {basis}; no day before the paper on which it needed no licence");
        return (false, says, outcome);
    }
    let days: Vec<String> = free.iter().map(|w| format!("{} to {}", w.first, w.last)).collect();
    (true, format!("{name}: {basis}; it needed no licence on {}", days.join(", ")), outcome)
}

fn misread(case: &Case<'_>) -> Explanation {
    let doubt = (1.0 - case.confidence).clamp(0.0, 1.0) * 100.0;
    // Cues cannot show a doubt smaller than that of the labels they were weighed by.
    let doubt = if doubt < 1.0 { "about 1".to_owned() } else { format!("{doubt:.0}") };
    let grounds = vec![
        ground(format!(
            "by the cues of the sentence, the reader gives a chance of {doubt} % that the chip was not used"
        )),
        ground(case.measures.says(case.kind)),
        ground(format!("of all kinds: {}", case.measures.ordinary.says())),
        ground("read the quotes at the places given before relying on them"),
    ];
    explanation(Account::Misread, Standing::Open, grounds)
}
