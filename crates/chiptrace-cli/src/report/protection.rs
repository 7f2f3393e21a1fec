//! The source-protecting mode, applied to the papers of a page.

use std::cell::Cell;
use std::collections::BTreeSet;

use chiptrace::survey::publication::{self, NAMED_FROM, RULES, institution};
use chiptrace::survey::row::Entry;

use crate::exit::Failure;
use crate::ledger::read::Ledger;

/// Which institutions are named, and how many papers were covered.
pub struct Protection {
    named: BTreeSet<String>,
    covered: Cell<u64>,
    shown: Cell<u64>,
}

impl Protection {
    /// The institutions that enough disclosing papers of the ledger stand for.
    pub fn of(ledger: &Ledger) -> Result<Self, Failure> {
        let counts = format!(
            "SELECT coalesce(pa.ror, pa.name), '' FROM parties pa JOIN papers p ON p.id = pa.paper
             WHERE p.fate = 'disclosed' GROUP BY coalesce(pa.ror, lower(pa.name))
             HAVING count(DISTINCT pa.paper) >= {NAMED_FROM}"
        );
        let named = ledger.names(&counts)?;
        // Ids of the register hold no capitals, so that lower case leaves them as they are.
        let named = named.into_keys().map(|name| name.to_lowercase()).collect();
        Ok(Self { named, covered: Cell::new(0), shown: Cell::new(0) })
    }

    /// The paper as it may be shown.
    pub fn apply(&self, entry: Entry) -> Entry {
        let named = |party: &chiptrace::survey::row::PartyRow| {
            self.named.contains(&institution(party.ror.as_deref(), &party.name).to_lowercase())
        };
        match publication::protect(&entry, named) {
            Some(covered) => {
                self.covered.set(self.covered.get() + 1);
                covered
            }
            None => {
                self.shown.set(self.shown.get() + 1);
                entry
            }
        }
    }

    /// What was withheld, in sentences.
    pub fn statement(&self) -> Vec<String> {
        let rounded = |count: &Cell<u64>| publication::papers(count.get());
        let mut says: Vec<String> = RULES.into_iter().map(str::to_owned).collect();
        says.push(format!(
            "On this page: papers shown without title, name and quotes: {}; papers shown whole: {}.",
            rounded(&self.covered),
            rounded(&self.shown)
        ));
        says
    }
}
