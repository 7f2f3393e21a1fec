//! FollowTheMoney entities: institutions, papers, and which institution stands on which paper. No people.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use chiptrace::controls::knowledge::hexadecimal;
use chiptrace::survey::publication::institution;
use chiptrace::survey::row::{Entry, PartyRow};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{DISCLOSING, create, failed};
use crate::exit::Failure;
use crate::ledger::read::Ledger;

/// Writes the entities of papers that disclose a chip. An institution comes once, with its first paper.
pub fn write(ledger: &Ledger, path: &Path) -> Result<(), Failure> {
    let mut out = create(path)?;
    let mut known = BTreeSet::new();
    ledger.each(DISCLOSING, |entry| {
        let mut entities = vec![document(&entry)];
        for party in &entry.parties {
            let id = identifier(&["institution", &institution(party.ror.as_deref(), &party.name)]);
            if known.insert(id.clone()) {
                entities.push(organization(&id, party));
            }
            entities.push(documentation(&id, &entry, party));
        }
        for entity in entities {
            writeln!(out, "{entity}").map_err(|error| failed(path, &error))?;
        }
        Ok(())
    })?;
    out.flush().map_err(|error| failed(path, &error))
}

/// An id that depends on nothing but what it stands for.
fn identifier(parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.join("\u{0}"));
    let short: String = hexadecimal(&digest).chars().take(40).collect();
    format!("chiptrace-{short}")
}

fn entity(id: &str, schema: &str, properties: Value) -> Value {
    json!({ "id": id, "schema": schema, "properties": properties })
}

/// A list of one value, or none.
fn one(value: Option<&str>) -> Vec<&str> {
    value.into_iter().filter(|value| !value.is_empty()).collect()
}

fn organization(id: &str, party: &PartyRow) -> Value {
    let country = party.country.as_deref().map(str::to_lowercase);
    let ror = party
        .ror
        .as_deref()
        .map(|ror| format!("https://ror.org/{}", ror.trim_start_matches("https://ror.org/")));
    let properties = json!({
        "name": [party.name],
        "country": one(country.as_deref()),
        "sourceUrl": one(ror.as_deref()),
    });
    entity(id, "Organization", properties)
}

fn paper(entry: &Entry) -> String {
    identifier(&["paper", &entry.key])
}

fn document(entry: &Entry) -> Value {
    // FollowTheMoney knows days, months and years, and no quarters.
    let date = entry.date.as_deref().map(|date| date.split("-Q").next().unwrap_or(date));
    let arxiv = entry.key.strip_prefix("arxiv:").map(|id| format!("https://arxiv.org/abs/{id}"));
    let properties = json!({
        "title": one(entry.title.as_deref()),
        "fileName": [entry.name],
        "date": one(date),
        "sourceUrl": one(arxiv.as_deref()),
        "summary": entry.used().map(|row| row.sentence.as_str()).collect::<Vec<_>>(),
    });
    entity(&paper(entry), "Document", properties)
}

/// Says that an institution is printed on a paper, and what the paper says that it used.
fn documentation(institution: &str, entry: &Entry, party: &PartyRow) -> Value {
    let chips: Vec<String> = entry
        .used()
        .map(|row| match row.count {
            Some(count) => format!("{count} × {}", row.chip),
            None => row.chip.clone(),
        })
        .collect();
    let id = identifier(&["on", institution, &entry.key]);
    let properties = json!({
        "entity": [institution],
        "document": [paper(entry)],
        "role": ["printed as an affiliation"],
        "summary": [format!("The paper says that its authors used {}", chips.join(", "))],
        "description": one(Some(&party.quote.text)),
    });
    entity(&id, "Documentation", properties)
}
