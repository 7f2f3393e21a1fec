//! GLEIF's files: relationships (level 2), which say who consolidates whom, and names (level 1), in CSV and JSON.
//!
//! A relationship gives control and no share. Those that ended, and branches and funds, are passed over.

use std::io::Read;

use chiptrace::controls::ownership::{Ownership, Stake};
use csv::StringRecord;
use serde_json::Value;

const CONSOLIDATED: [&str; 2] = ["IS_DIRECTLY_CONSOLIDATED_BY", "IS_ULTIMATELY_CONSOLIDATED_BY"];
const RELATIONSHIP: [&str; 4] = [
    "Relationship.StartNode.NodeID",
    "Relationship.EndNode.NodeID",
    "Relationship.RelationshipType",
    "Relationship.RelationshipStatus",
];
const ENTITY: [&str; 3] = ["LEI", "Entity.LegalName", "Entity.HeadquartersAddress.Country"];

/// Whether a table is one of GLEIF's.
pub fn has_table(headers: &StringRecord) -> bool {
    let has = |name: &str| headers.iter().any(|header| header == name);
    RELATIONSHIP.iter().take(3).all(|name| has(name)) || ENTITY.iter().take(2).all(|name| has(name))
}

/// Reads a table of relationships or of names.
pub fn table(
    mut table: csv::Reader<impl Read>,
    headers: &StringRecord,
    known: &mut Ownership,
) -> Result<(), String> {
    let column = |name: &str| headers.iter().position(|header| header == name);
    let (relationship, entity) = (RELATIONSHIP.map(column), ENTITY.map(column));
    for record in table.records() {
        let record = record.map_err(|error| error.to_string())?;
        let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default();
        if relationship[0].is_some() {
            let [child, parent, kind, status] = relationship.map(cell);
            consolidated(known, child, parent, kind, status);
        } else {
            let [lei, name, country] = entity.map(cell);
            named(known, lei, name, country);
        }
    }
    Ok(())
}

/// Reads a file of relationships or of names: the golden copy's form, or an answer of GLEIF's interface.
pub fn json(input: impl Read, known: &mut Ownership) -> Result<(), String> {
    let file: Value = serde_json::from_reader(input).map_err(|error| error.to_string())?;
    let records = ["relations", "records", "data"].iter().find_map(|name| file.get(name));
    let records = records.or(Some(&file)).and_then(Value::as_array).ok_or("no list of GLEIF records")?;
    for record in records {
        relationship_of(record, known);
        entity_of(record, known);
    }
    Ok(())
}

fn relationship_of(record: &Value, known: &mut Ownership) {
    let golden = record.pointer("/RelationshipRecord/Relationship");
    let asked = record.pointer("/attributes/relationship");
    let Some(relationship) = golden.or(asked) else { return };
    let part = |paths: [&str; 2]| paths.iter().find_map(|path| text(relationship.pointer(path)?));
    let child = part(["/StartNode/NodeID", "/startNode/id"]);
    let parent = part(["/EndNode/NodeID", "/endNode/id"]);
    let kind = part(["/RelationshipType", "/type"]);
    let status = part(["/RelationshipStatus", "/status"]).unwrap_or_default();
    if let (Some(child), Some(parent), Some(kind)) = (child, parent, kind) {
        consolidated(known, child, parent, kind, status);
    }
}

fn entity_of(record: &Value, known: &mut Ownership) {
    let part = |paths: [&str; 2]| paths.iter().find_map(|path| text(record.pointer(path)?));
    let lei = part(["/LEI", "/attributes/lei"]);
    let name = part(["/Entity/LegalName", "/attributes/entity/legalName/name"]);
    let country =
        part(["/Entity/HeadquartersAddress/Country", "/attributes/entity/headquartersAddress/country"]);
    if let (Some(lei), Some(name)) = (lei, name) {
        named(known, lei, name, country.unwrap_or_default());
    }
}

/// A text, or one in the golden copy's wrapping.
fn text(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("$").and_then(Value::as_str))
}

fn consolidated(known: &mut Ownership, child: &str, parent: &str, kind: &str, status: &str) {
    let active = status.is_empty() || status.eq_ignore_ascii_case("active");
    if active && CONSOLIDATED.contains(&kind) && child != parent {
        let (of, owner) = (child.to_owned(), parent.to_owned());
        known.add(Stake { of, owner, owner_country: None, share: None, control: true });
    }
}

fn named(known: &mut Ownership, lei: &str, name: &str, country: &str) {
    known.name(lei, &[name.to_owned()], country.parse().ok());
}
