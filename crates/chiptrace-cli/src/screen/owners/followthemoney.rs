//! FollowTheMoney entities, one JSON object a line: institutions and what they own. People are left out.

use std::collections::{HashMap, HashSet};
use std::io::BufRead;

use chiptrace::controls::ownership::{Ownership, Stake};
use serde::Deserialize;

/// What is an institution; everything else but an ownership is passed over.
const INSTITUTIONS: [&str; 4] = ["Company", "Organization", "LegalEntity", "PublicBody"];

#[derive(Deserialize)]
struct Entity {
    id: String,
    schema: String,
    #[serde(default)]
    properties: HashMap<String, Vec<String>>,
}

impl Entity {
    fn first(&self, property: &str) -> Option<&str> {
        self.properties.get(property)?.first().map(String::as_str)
    }
}

/// Reads entities; an ownership counts where both ends are institutions of the file and it has not ended.
pub fn lines(input: impl BufRead, known: &mut Ownership) -> Result<(), String> {
    let mut institutions = HashSet::new();
    let mut ownerships = Vec::new();
    for (number, line) in input.lines().enumerate() {
        let line = line.map_err(|error| error.to_string())?;
        if line.trim().is_empty() {
            continue;
        }
        let entity: Entity =
            serde_json::from_str(&line).map_err(|error| format!("line {}: {error}", number + 1))?;
        if INSTITUTIONS.contains(&entity.schema.as_str()) {
            name(&entity, known);
            institutions.insert(entity.id);
        } else if entity.schema == "Ownership" && entity.first("endDate").is_none() {
            ownerships.push(entity);
        }
    }
    for ownership in &ownerships {
        let ends = ownership.first("asset").zip(ownership.first("owner"));
        let Some((of, owner)) =
            ends.filter(|(of, owner)| institutions.contains(*of) && institutions.contains(*owner))
        else {
            continue;
        };
        let share = ownership.first("percentage").and_then(share);
        let (of, owner) = (of.to_owned(), owner.to_owned());
        known.add(Stake { of, owner, owner_country: None, share, control: false });
    }
    Ok(())
}

fn name(entity: &Entity, known: &mut Ownership) {
    let all = |property: &str| entity.properties.get(property).cloned().unwrap_or_default();
    let names = [all("name"), all("alias"), all("previousName"), all("leiCode")].concat();
    let country =
        ["mainCountry", "jurisdiction", "country"].iter().find_map(|property| entity.first(property));
    known.name(&entity.id, &names, country.and_then(|code| code.parse().ok()));
}

/// `60`, `60.5` or `60%`.
fn share(written: &str) -> Option<f64> {
    let number = written.trim().trim_end_matches('%').trim().parse().ok()?;
    (0.0..=100.0).contains(&number).then_some(number)
}
