//! The official Consolidated Screening List, JSON or CSV: its organisations as list entries. People, vessels and
//! aircraft are left out, and so is a name on a list without types that does not show an organisation.

use std::io::Read;

use chiptrace::controls::date::Date;
use chiptrace::controls::place::CountryCode;
use chiptrace::controls::screening::Vocabulary;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A party of the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Party {
    /// The list's id: `entity-list`.
    pub list: String,
    /// The party's name as listed.
    pub name: String,
    /// Further names.
    pub aliases: Vec<String>,
    /// Countries of its addresses.
    pub countries: Vec<CountryCode>,
    /// The first day of the listing, where the list gives it.
    pub from: Option<Date>,
    /// The last day, where the list gives it.
    pub to: Option<Date>,
    /// The notices that listed it.
    pub citation: Option<String>,
    /// What needs a licence.
    pub requirement: Option<String>,
    /// How applications are reviewed.
    pub policy: Option<String>,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Csl {
    /// Organisations.
    pub parties: Vec<Party>,
    /// Rows of people, vessels and aircraft.
    pub left_out: usize,
    /// Rows that could not be read, with the reason.
    pub unreadable: Vec<String>,
}

/// The lists by the beginning of their names, and the ids by which the records know them.
const LISTS: [(&str, &str); 12] = [
    ("Entity List", "entity-list"),
    ("Military End User", "military-end-user-list"),
    ("Unverified List", "unverified-list"),
    ("Non-SDN Chinese Military", "ns-cmic-list"),
    ("Denied Persons List", "denied-persons-list"),
    ("Specially Designated Nationals", "sdn-list"),
    ("Sectoral Sanctions", "ssi-list"),
    ("Nonproliferation Sanctions", "nonproliferation-sanctions"),
    ("ITAR Debarred", "itar-debarred-list"),
    ("Capta List", "capta-list"),
    ("Non-SDN Menu-Based", "ns-mbs-list"),
    ("Palestinian Legislative Council", "plc-list"),
];

const NOT_ORGANISATIONS: [&str; 3] = ["individual", "vessel", "aircraft"];

/// A row as the list has it; what is text in the table is a list in JSON.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Row {
    source: Value,
    r#type: Value,
    name: Value,
    addresses: Value,
    federal_register_notice: Value,
    start_date: Value,
    end_date: Value,
    license_requirement: Value,
    license_policy: Value,
    alt_names: Value,
}

/// Reads the JSON form: an object with `results`, or the list itself.
pub fn json(input: impl Read, vocabulary: &Vocabulary) -> Result<Csl, String> {
    let file: Value = serde_json::from_reader(input).map_err(|error| error.to_string())?;
    let rows = match file {
        Value::Array(rows) => rows,
        Value::Object(mut file) => match file.remove("results") {
            Some(Value::Array(rows)) => rows,
            _ => return Err("no list “results”: not the Consolidated Screening List".to_owned()),
        },
        _ => return Err("not the Consolidated Screening List".to_owned()),
    };
    let mut csl = Csl::default();
    for (number, row) in rows.into_iter().enumerate() {
        let row = serde_json::from_value(row).map_err(|error| error.to_string());
        csl.take(&format!("row {}", number + 1), row, vocabulary);
    }
    Ok(csl)
}

/// Reads the CSV form.
pub fn csv(input: impl Read, vocabulary: &Vocabulary) -> Result<Csl, String> {
    let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(input);
    let headers = table.headers().map_err(|error| error.to_string())?.clone();
    let needed = ["source", "name", "alt_names", "addresses"];
    let missing: Vec<&str> =
        needed.into_iter().filter(|name| !headers.iter().any(|header| header == *name)).collect();
    if !missing.is_empty() {
        return Err(format!("the table has no column {}", missing.join(" and no column ")));
    }
    let mut csl = Csl::default();
    for (number, record) in table.records().enumerate() {
        let row = record.map_err(|error| error.to_string()).and_then(|record| {
            if record.len() != headers.len() {
                return Err(format!("{} cells instead of {}", record.len(), headers.len()));
            }
            let cells =
                headers.iter().zip(record.iter()).map(|(name, cell)| (name.to_owned(), Value::from(cell)));
            serde_json::from_value(Value::Object(cells.collect())).map_err(|error| error.to_string())
        });
        csl.take(&format!("row {}", number + 2), row, vocabulary);
    }
    Ok(csl)
}

impl Csl {
    fn take(&mut self, place: &str, row: Result<Row, String>, vocabulary: &Vocabulary) {
        match row.and_then(Row::party) {
            Err(problem) => self.unreadable.push(format!("{place}: {problem}")),
            Ok((party, kind)) if is_organisation(&party, &kind, vocabulary) => self.parties.push(party),
            Ok(_) => self.left_out += 1,
        }
    }
}

fn is_organisation(party: &Party, kind: &str, vocabulary: &Vocabulary) -> bool {
    match kind.to_lowercase().as_str() {
        "" => party.aliases.iter().chain([&party.name]).any(|name| vocabulary.shows_an_organisation(name)),
        kind => !NOT_ORGANISATIONS.contains(&kind),
    }
}

impl Row {
    /// The party and its type.
    fn party(self) -> Result<(Party, String), String> {
        let name = text(&self.name).ok_or("no name")?;
        let source = text(&self.source).ok_or("no source")?;
        let list = LISTS.iter().find(|(begins, _)| source.starts_with(begins));
        let (_, list) = list.ok_or_else(|| format!("“{source}” is no list that is known"))?;
        let day = |value: &Value| match text(value) {
            None => Ok(None),
            Some(day) => day.parse().map(Some).map_err(|_| format!("“{day}” is no date")),
        };
        let party = Party {
            list: (*list).to_owned(),
            name,
            aliases: pieces(&self.alt_names),
            countries: countries(&self.addresses),
            from: day(&self.start_date)?,
            to: day(&self.end_date)?,
            citation: text(&self.federal_register_notice),
            requirement: text(&self.license_requirement),
            policy: text(&self.license_policy),
        };
        Ok((party, text(&self.r#type).unwrap_or_default()))
    }
}

/// A text that says something.
fn text(value: &Value) -> Option<String> {
    let text = value.as_str()?.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// The members of a list, or the pieces of a cell; the last often begins with “and”, as it stood in a notice.
fn pieces(value: &Value) -> Vec<String> {
    let pieces: Vec<String> = match value {
        Value::Array(all) => all.iter().filter_map(text).collect(),
        Value::String(cell) => cell.split(';').filter_map(|piece| text(&Value::from(piece))).collect(),
        _ => Vec::new(),
    };
    let without_and = |piece: String| piece.strip_prefix("and ").map_or(piece.clone(), str::to_owned);
    pieces.into_iter().map(without_and).collect()
}

/// The countries of addresses: a field of each in JSON, the end of each in a cell.
fn countries(addresses: &Value) -> Vec<CountryCode> {
    let codes: Vec<CountryCode> = match addresses {
        Value::Array(all) => {
            all.iter().filter_map(|address| address.get("country")?.as_str()?.parse().ok()).collect()
        }
        Value::String(cell) => {
            let ends = cell.split(';').filter_map(|address| address.rsplit(',').next());
            ends.filter_map(|code| code.parse().ok()).collect()
        }
        _ => Vec::new(),
    };
    let mut each: Vec<CountryCode> = Vec::new();
    for code in codes {
        if !each.contains(&code) {
            each.push(code);
        }
    }
    each
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        Vocabulary::embedded().unwrap()
    }

    #[test]
    fn both_forms_give_the_same_parties() {
        let json = json(
            r#"{"results":[
              {"source":"Entity List (EL) - Bureau of Industry and Security","name":"Example Computing Co., Ltd.",
               "alt_names":["Example","Ex Jisuan"],"addresses":[{"country":"CN"},{"country":"HK"}],"start_date":"2021-04-08",
               "federal_register_notice":"86 FR 1","license_requirement":"For all items","license_policy":"Presumption of denial"},
              {"source":"Specially Designated Nationals (SDN) - Treasury Department","type":"Individual","name":"Somebody"},
              {"source":"Denied Persons List (DPL) - Bureau of Industry and Security","name":"Given Surname","type":null}
            ]}"#
            .as_bytes(),
            &vocabulary(),
        )
        .unwrap();
        let csv = csv(
            "source,type,name,alt_names,addresses,start_date,end_date,federal_register_notice,license_requirement,license_policy\n\
             Entity List (EL) - Bureau of Industry and Security,,\"Example Computing Co., Ltd.\",Example; Ex Jisuan,\
             \"1 Street, Beijing, CN; 2 Street, Hong Kong, HK\",2021-04-08,,86 FR 1,For all items,Presumption of denial\n\
             Specially Designated Nationals (SDN) - Treasury Department,Individual,Somebody,,,,,,,\n\
             Denied Persons List (DPL) - Bureau of Industry and Security,,Given Surname,,,,,,,\n"
                .as_bytes(),
            &vocabulary(),
        )
        .unwrap();
        assert_eq!(json.parties, csv.parties);
        assert_eq!((json.parties.len(), json.left_out, csv.left_out), (1, 2, 2));
        assert!(json.unreadable.is_empty() && csv.unreadable.is_empty());
        assert_eq!(csv.parties[0].countries.len(), 2);
    }

    #[test]
    fn rows_that_cannot_be_read_are_named() {
        let rows = r#"[{"name":"A Ltd"},{"source":"Entity List","name":""},7,{"source":"Entity List","name":"B Ltd","start_date":"soon"}]"#;
        let csl = json(rows.as_bytes(), &vocabulary()).unwrap();
        assert_eq!(csl.unreadable.len(), 4, "{:?}", csl.unreadable);
        assert_eq!(csl.unreadable[0], "row 1: no source");
    }
}
