//! What an answer to an order rests on, so that anybody can make it again: `screen --replay`.

use chiptrace::controls::date::Date;
use chiptrace::controls::determination::Determination;
use chiptrace::controls::fact::Truth;
use chiptrace::controls::knowledge::{Knowledge, digest};
use chiptrace::controls::rule::Status;
use serde::Serialize;

use super::rows::Row;

/// The shape of a receipt; it changes when a field changes its meaning.
pub const SCHEMA: &str = "chiptrace.screen/1";

/// The receipt of one answer.
#[derive(Debug, Clone, Serialize)]
pub struct Receipt {
    /// [`SCHEMA`].
    schema: &'static str,
    /// The program and its version.
    program: &'static str,
    /// SHA-256 of the chip records, the law, the lists, the places, and of all records.
    chips_sha256: String,
    law_sha256: String,
    lists_sha256: String,
    places_sha256: String,
    records_sha256: String,
    /// SHA-256 of each file of owners, in their order.
    owners_sha256: Vec<String>,
    /// SHA-256 of the order's columns and cells.
    order_sha256: String,
    /// Every clause that was looked at, by the stretch of days.
    looked_at: Vec<Stretch>,
}

#[derive(Debug, Clone, Serialize)]
struct Stretch {
    from: Date,
    to: Date,
    clauses: Vec<LookedAt>,
}

/// A clause: its version is the latest that had begun and was known.
#[derive(Debug, Clone, Serialize)]
struct LookedAt {
    clause: String,
    version: Date,
    in_force: Status,
    holds: Truth,
}

impl Receipt {
    /// The receipt of a determination.
    pub fn new(
        row: &Row,
        determination: &Determination<'_>,
        knowledge: &Knowledge,
        owners_sha256: &[String],
    ) -> Self {
        let digests = knowledge.digests();
        Self {
            schema: SCHEMA,
            program: concat!("chiptrace ", env!("CARGO_PKG_VERSION")),
            chips_sha256: digests.chips.clone(),
            law_sha256: digests.law.clone(),
            lists_sha256: digests.lists.clone(),
            places_sha256: digests.places.clone(),
            records_sha256: digests.all.clone(),
            owners_sha256: owners_sha256.to_vec(),
            order_sha256: order_digest(row),
            looked_at: stretches(determination),
        }
    }

    /// The receipt in one cell of a table: the first digits of each digest.
    pub fn brief(&self) -> String {
        let short = |name: &str, sha256: &str| format!("{name} {}", sha256.get(..16).unwrap_or(sha256));
        let records = [
            short("chips", &self.chips_sha256),
            short("law", &self.law_sha256),
            short("lists", &self.lists_sha256),
            short("places", &self.places_sha256),
        ];
        let owners = self.owners_sha256.iter().map(|sha256| short("owners", sha256));
        let order = [short("order", &self.order_sha256)];
        let all: Vec<String> =
            [self.program.to_owned()].into_iter().chain(records).chain(owners).chain(order).collect();
        all.join("; ")
    }
}

fn order_digest(row: &Row) -> String {
    let mut cells: Vec<String> =
        row.cells.iter().map(|(name, value)| format!("{name}\u{1}{value}\u{2}")).collect();
    cells.sort_unstable();
    digest(&cells.concat())
}

fn stretches(determination: &Determination<'_>) -> Vec<Stretch> {
    let slices = determination.slices.iter();
    let stretch = |slice: &chiptrace::controls::determination::Slice<'_>| Stretch {
        from: slice.days.first,
        to: slice.days.last,
        clauses: slice
            .steps
            .iter()
            .map(|step| LookedAt {
                clause: step.clause.id.clone(),
                version: step.version.from,
                in_force: step.version.status,
                holds: step.holds,
            })
            .collect(),
    };
    slices.map(stretch).collect()
}
