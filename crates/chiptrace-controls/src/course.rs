//! The course of the law over time for one movement: spans of days with the same answer.

use serde::Serialize;

use crate::date::Date;
use crate::determination::{Answer, Slice, determine};
use crate::fact::{Fact, Truth};
use crate::item::Item;
use crate::knowledge::Knowledge;
use crate::place::CountryCode;
use crate::rule::Consequence;
use crate::transaction::{Exporter, Transaction, Window};

/// Days with the same answer for the same reasons.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Span<'k> {
    /// The days.
    pub days: Window,
    /// By the text as it stood.
    pub as_written: Answer,
    /// By the text as enforced.
    pub as_enforced: Answer,
    /// The clauses that require a licence, or may.
    pub clauses: Vec<&'k str>,
}

impl Span<'_> {
    /// Whether a licence was certainly not needed, as enforced.
    pub fn is_free(&self) -> bool {
        self.as_enforced == Answer::NotRequired
    }

    fn continues(&self, other: &Self) -> bool {
        (self.as_written, self.as_enforced, &self.clauses)
            == (other.as_written, other.as_enforced, &other.clauses)
    }
}

/// The export of an item to a country by an exporter, over an interval of days, to a buyer who is
/// taken to be at home there, not listed and not military.
pub fn course<'k>(
    knowledge: &'k Knowledge,
    item: &Item,
    destination: CountryCode,
    exporter: Exporter,
    window: Window,
) -> Vec<Span<'k>> {
    let mut transaction = Transaction::export(item, destination, window);
    transaction.exporter = Fact::stated(exporter, "as asked");
    transaction.headquarters =
        Fact::supposed(destination, "the buyer is taken to be at home at the destination");
    let mut spans: Vec<Span<'k>> = Vec::new();
    for slice in determine(knowledge, &transaction).slices {
        let next = span(&slice);
        match spans.last_mut() {
            Some(last) if last.continues(&next) => last.days.last = next.days.last,
            _ => spans.push(next),
        }
    }
    spans
}

fn span<'k>(slice: &Slice<'k>) -> Span<'k> {
    let requiring = slice.steps.iter().filter(|step| {
        step.clause.consequence == Consequence::Licence
            && (step.as_written != Truth::No || step.as_enforced != Truth::No)
    });
    Span {
        days: slice.days,
        as_written: slice.as_written,
        as_enforced: slice.as_enforced,
        clauses: requiring.map(|step| step.clause.id.as_str()).collect(),
    }
}

/// A stretch of days in which no licence was needed, as enforced, and the item could be bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct FreeWindow {
    /// The days.
    pub days: Window,
    /// It lies before the last day on which the first shipment may have been: whether anything could
    /// be bought in it is not sure.
    pub before_sure_shipment: bool,
}

/// The stretches of days in which no licence was needed, as enforced, since the item first shipped.
pub fn free_windows(spans: &[Span<'_>], shipping: Window) -> Vec<FreeWindow> {
    let mut windows: Vec<Window> = Vec::new();
    for span in spans.iter().filter(|span| span.is_free() && span.days.last >= shipping.first) {
        match windows.last_mut() {
            Some(last) if last.last.tomorrow().ok() == Some(span.days.first) => last.last = span.days.last,
            _ => windows.push(Window { first: span.days.first.max(shipping.first), last: span.days.last }),
        }
    }
    let sure = |days: Window| FreeWindow { days, before_sure_shipment: days.last < shipping.last };
    windows.into_iter().map(sure).collect()
}

/// The days on which an item may first have shipped: never before it was announced. Where no source
/// gives the first shipment, the day it was announced; where none gives that, the day the records begin.
pub fn first_shipment(knowledge: &Knowledge, item: &Item) -> Window {
    let public = public_since(knowledge, item);
    let shipped = knowledge.chip(&item.id).and_then(|chip| chip.first_shipped);
    shipped.map_or(Window::day(public), |date| {
        let first = date.earliest().max(public);
        Window { first, last: date.latest().max(first) }
    })
}

/// The first day on which an item was public; the day on which the records begin where that is not known.
pub fn public_since(knowledge: &Knowledge, item: &Item) -> Date {
    let begin = knowledge.law().records_begin;
    item.change_days().min().map_or(begin, |day| day.max(begin))
}
