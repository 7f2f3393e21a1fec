//! The law cannot tell whether a paper or an order asks: equal facts have equal determinations.

#![allow(clippy::panic, clippy::unwrap_used, clippy::expect_used)]

use std::borrow::Cow;

use chiptrace::controls::date::{Date, PartialDate};
use chiptrace::controls::determination::{Determination, determine};
use chiptrace::controls::fact::Truth;
use chiptrace::controls::knowledge::Knowledge;
use chiptrace::controls::order::{Order, screen};
use chiptrace::controls::ownership::Ownership;
use chiptrace::explanation::delivery;

const DESTINATIONS: [&str; 12] = ["CN", "HK", "MO", "RU", "IR", "SA", "AE", "VN", "KH", "IL", "SG", "DE"];
const DATES: [&str; 11] = [
    "2019-06-01",
    "2022-08-26",
    "2022-10-21",
    "2023-01-17",
    "2023-10-23",
    "2023-11",
    "2024-Q1",
    "2025-04-09",
    "2025-05-15",
    "2026",
    "2026-12-01",
];

/// A clause, its version, and whether it holds.
type Looked = (String, Date, Truth);

/// What an answer says, without the words about what it takes for granted.
fn said(found: &Determination<'_>) -> Vec<(Date, Date, String, Vec<Looked>)> {
    let slices = found.slices.iter();
    let step = |step: &chiptrace::controls::determination::Step<'_>| {
        (step.clause.id.clone(), step.version.from, step.holds)
    };
    slices
        .map(|slice| {
            let answers = format!("{:?} {:?} {:?}", slice.as_written, slice.as_enforced, slice.turns_on);
            (slice.days.first, slice.days.last, answers, slice.steps.iter().map(step).collect())
        })
        .collect()
}

#[test]
fn a_paper_and_an_order_with_equal_facts_have_equal_determinations() {
    let knowledge = Knowledge::embedded().unwrap();
    let mut compared = 0;
    for chip in knowledge.chips().iter().filter(|chip| !chip.variants.is_empty()) {
        let item = knowledge.catalogue().get(&chip.id).unwrap();
        for destination in DESTINATIONS {
            for date in DATES {
                let window = date.parse::<PartialDate>().unwrap().into();
                let paper =
                    determine(&knowledge, &delivery(item, chip, destination.parse().unwrap(), &[], window));
                let order = Order {
                    seller: chip.vendor.clone(),
                    end_user_country: destination.to_owned(),
                    item: chip.id.clone(),
                    date: date.to_owned(),
                    transaction: "export".to_owned(),
                    ..Order::default()
                };
                let order = screen(&order, &knowledge, Cow::Owned(Ownership::default())).unwrap();
                let what = format!("{} to {destination} in {date}", chip.id);
                assert_eq!(said(&paper), said(&order.determination), "{what}");
                compared += 1;
            }
        }
    }
    assert!(compared > 10_000, "only {compared}");
}
