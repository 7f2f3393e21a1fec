//! The dump of the Research Organization Registry: both schemas are read, anything else is named and refused.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use chiptrace_controls::name::Vocabulary;
use chiptrace_controls::register::ror::{self, DumpError, Scope};

const SCHEMA_1: &str = r#"[{"id": "https://ror.org/0test0001", "name": "Institute of Invented Tests", "aliases": ["Invented Tests"],
  "acronyms": ["IIT-T"], "types": ["Facility"], "status": "active", "links": ["http://tests.example"],
  "country": {"country_code": "SG", "country_name": "Singapore"}, "addresses": [{"city": "Testville"}]}]"#;

const SCHEMA_2: &str = r#"[{"id": "https://ror.org/0test0001", "admin": {"last_modified": {"schema_version": "2.1"}},
  "names": [{"value": "Institute of Invented Tests", "types": ["ror_display", "label"]},
            {"value": "Invented Tests", "types": ["alias"]}, {"value": "IIT-T", "types": ["acronym"]}],
  "types": ["facility"], "status": "active", "links": [{"type": "website", "value": "http://tests.example"}],
  "locations": [{"geonames_details": {"country_code": "SG", "country_name": "Singapore", "name": "Testville"}}]}]"#;

fn lines(dump: &str) -> String {
    let records = ror::read(dump.as_bytes()).unwrap();
    let scope = Scope { elsewhere: usize::MAX, ..Scope::default() };
    ror::build(&records, &scope, &Vocabulary::embedded().unwrap()).lines
}

#[test]
fn both_schemas_give_the_same_line() {
    let line =
        "0test0001\tSG\t\tTestville\tf\tInstitute of Invented Tests|Invented Tests\tIIT-T\t\ttests.example\n";
    assert_eq!(lines(SCHEMA_1), line);
    assert_eq!(lines(SCHEMA_2), line);
}

#[test]
fn a_dump_that_is_cut_short_newer_empty_or_something_else_is_refused_by_name() {
    let cut = SCHEMA_2.get(..SCHEMA_2.len() - 40).unwrap();
    assert_eq!(ror::read(cut.as_bytes()), Err(DumpError::Truncated(0)));
    let newer = SCHEMA_2.replace("\"2.1\"", "\"3.0\"");
    assert_eq!(ror::read(newer.as_bytes()), Err(DumpError::Schema("3.0".to_owned())));
    assert_eq!(ror::read("[]".as_bytes()), Err(DumpError::Empty));
    assert!(matches!(ror::read("{\"id\": 1}".as_bytes()), Err(DumpError::Malformed(_))));
    assert!(matches!(ror::read("".as_bytes()), Err(DumpError::Truncated(0))));
}

#[test]
fn a_succession_is_dated_by_the_first_year_of_a_younger_successor_only() {
    let record = |id: &str, name: &str, established: &str, successor: &str| {
        let relationships = match successor {
            "" => String::new(),
            id => format!(r#"{{"type": "successor", "id": "https://ror.org/{id}", "label": "Successor"}}"#),
        };
        format!(
            r#"{{"id": "https://ror.org/{id}", "names": [{{"value": "{name}", "types": ["ror_display"]}}], "types": ["education"],
              "status": "active", "established": {established}, "relationships": [{relationships}],
              "locations": [{{"geonames_details": {{"country_code": "SG", "name": "Testville"}}}}]}}"#
        )
    };
    let dump = [
        record("0test0001", "University of Yesterday", "1970", "0test0003"),
        record("0test0002", "College of the Day Before", "null", "0test0004"),
        record("0test0003", "University of Today", "2023", ""),
        record("0test0004", "University of Old", "1920", ""),
        record("0test0005", "Academy of Last Year", "1980", "0test0004"),
    ];
    let lines = lines(&format!("[{}]", dump.join(",")));
    assert!(lines.contains("University of Yesterday\t\t\t\t0test0003\t2023\n"), "{lines}");
    assert!(lines.contains("College of the Day Before\t\t\t\t0test0004\t1920\n"), "{lines}");
    assert!(lines.contains("Academy of Last Year\t\t\t\t0test0004\n"), "{lines}");
}
