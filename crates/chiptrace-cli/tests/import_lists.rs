//! `data import csl`: a good list is used, a bad one leaves the old in place.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const HEADER: &str = "_id,source,type,name,addresses,start_date,end_date,alt_names";

/// A list of so many organisations, and one person.
fn list(organisations: usize) -> String {
    let mut text = format!("{HEADER}\n");
    for number in 0..organisations {
        let _ = writeln!(
            text,
            "{number},Entity List (EL) - Bureau of Industry and Security,,Quillfeather{number} Computing Co.,\"1 Street, Penang, MY\",2024-01-10,,Quill{number}"
        );
    }
    text += "x,Specially Designated Nationals (SDN) - Treasury Department,Individual,SURNAME Given,,,,\n";
    text
}

struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let program = Path::new(env!("CARGO_BIN_EXE_chiptrace"));
        let kept = self.0.path().join("kept");
        Command::new(program).args(arguments).env("CHIPTRACE_DATA", kept).output().unwrap()
    }

    fn import(&self, file: &str, more: &[&str]) -> (bool, String) {
        let output = self.run(&[&["data", "import", "csl", file], more].concat());
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(text).unwrap())
    }

    /// What the law says of a chip for a buyer in Malaysia.
    fn answer(&self, buyer: &str, date: &str) -> String {
        let text = format!("id,buyer,buyer_country,item,date\n1,{buyer},MY,T4,{date}\n");
        let orders = self.file("orders.csv", &text);
        let output = self.run(&["screen", &orders, "--format", "jsonl"]);
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        answer["as_written"].as_str().unwrap().to_owned()
    }
}

#[test]
fn an_imported_list_is_shown_and_used() {
    let place = Place::new();
    assert_eq!(place.answer("Quillfeather7 Computing", "2024-06-01"), "not_required");
    let (taken, told) = place.import(&place.file("csl.csv", &list(100)), &[]);
    assert!(taken && told.contains("kept 100 organisations of 1 lists, left out 1 people"), "{told}");
    assert_eq!(place.answer("Quillfeather7 Computing", "2024-06-01"), "required");
    assert_eq!(place.answer("Quillfeather7 Computing", "2024-01-09"), "not_required");
    let status = String::from_utf8(place.run(&["data", "status"]).stdout).unwrap();
    assert!(
        status.contains("joined with 100 imported from csl.csv") && status.contains("entity-list 100"),
        "{status}"
    );
    let kept = fs::read_to_string(place.0.path().join("kept/lists.jsonl")).unwrap();
    assert!(!kept.contains("SURNAME"), "people are left out");
}

#[test]
fn a_list_that_shrank_or_cannot_be_read_is_refused_and_the_old_one_kept() {
    let place = Place::new();
    assert!(place.import(&place.file("csl.csv", &list(100)), &[]).0);
    assert!(place.import(&place.file("a-little-smaller.csv", &list(98)), &[]).0);
    let smaller = place.file("smaller.csv", &list(90));
    let (taken, told) = place.import(&smaller, &[]);
    assert!(
        !taken && told.contains("shrunk by more than 2 %") && told.contains("entity-list has 90"),
        "{told}"
    );
    assert_eq!(place.answer("Quillfeather95 Computing", "2024-06-01"), "required", "the old list is kept");
    let broken = place.file("broken.csv", &format!("{}9,,,No Source Ltd,,,,\n", list(100)));
    let (taken, told) = place.import(&broken, &[]);
    assert!(
        !taken && told.contains("1 rows cannot be read") && told.contains("row 103: no source"),
        "{told}"
    );
    assert!(place.import(&broken, &["--accept-unreadable"]).0);
    assert!(place.import(&smaller, &["--accept-smaller"]).0);
    assert_eq!(place.answer("Quillfeather95 Computing", "2024-06-01"), "not_required");
}

#[test]
fn what_is_no_list_is_refused() {
    let place = Place::new();
    for (name, text, told) in [
        ("x.csv", "a,b\n1,2\n", "no column source"),
        ("x.json", "{\"rows\":[]}", "no list “results”"),
        ("x.json", "[]", "no organisation"),
        ("x.json", "[", "EOF"),
    ] {
        let (taken, said) = place.import(&place.file(name, text), &[]);
        assert!(!taken && said.contains(told), "{name}: {said}");
    }
}

/// The 29 columns of the official table, in its order and its quotes.
const OFFICIAL: &str = r#""_id","source","entity_number","type","programs","name","title","addresses","federal_register_notice","start_date","end_date","standard_order","license_requirement","license_policy","call_sign","vessel_type","gross_tonnage","gross_registered_tonnage","vessel_flag","vessel_owner","remarks","source_list_url","alt_names","citizenships","dates_of_birth","nationalities","places_of_birth","source_information_url","ids"
"a1","Entity List (EL) - Bureau of Industry and Security","","","","Quillfeather Computing Co., Ltd. (QFC)","","1 Pier Street, 2nd Floor, Penang, MY; Room 5, ""Harbour"" House, Kowloon, Hong Kong, HK","89 FR 1; 90 FR 2","2024-01-10","","","For all items subject to the EAR. (See §744.11 of the EAR)","Presumption of denial","","","","","","","","https://example.org/list","Quillfeather; and QF Jisuan","","","","","https://example.org/about",""
"a2","Specially Designated Nationals (SDN) - Treasury Department","12345","Entity","SDGT; IRAN","MISTLETHRUSH SHIPPING LLC","","Office 7, Dubai, AE","","","","","","","","","","","","","(Linked To: OTHER)","https://example.org/list","MISTLETHRUSH","","","","","https://example.org/about","Trade License No. 7"
"a3","Specially Designated Nationals (SDN) - Treasury Department","12346","Vessel","IRAN","MISTLETHRUSH ONE","","","","","","","","","ABCD1","Crude Oil Tanker","1","2","Panama","","","https://example.org/list","","","","","","https://example.org/about","IMO 1"
"a4","Denied Persons List (DPL) - Bureau of Industry and Security","","","","SURNAME, GIVEN","","1 Road, Reno, NV, 89501, US","70 F.R. 1","2020-01-01","2030-01-01","Y","","","","","","","","","FR NOTICE ADDED","https://example.org/list","","","","","","https://example.org/about",""
"#;

/// The same parties as the official JSON has them.
const OFFICIAL_JSON: &str = r#"{"total":4,"search_performed_at":"2026-07-31T13:15:00Z","sources":[{"source":"Entity List (EL)"}],"results":[
{"id":"a1","source":"Entity List (EL) - Bureau of Industry and Security","entity_number":null,"type":null,"programs":[],"name":"Quillfeather Computing Co., Ltd. (QFC)","title":null,"addresses":[{"address":"1 Pier Street, 2nd Floor","city":"Penang","state":null,"postal_code":null,"country":"MY"},{"address":"Room 5, \"Harbour\" House, Kowloon","city":"Hong Kong","state":null,"postal_code":null,"country":"HK"}],"federal_register_notice":"89 FR 1; 90 FR 2","start_date":"2024-01-10","end_date":null,"standard_order":null,"license_requirement":"For all items subject to the EAR. (See §744.11 of the EAR)","license_policy":"Presumption of denial","remarks":null,"source_list_url":"https://example.org/list","alt_names":["Quillfeather","and QF Jisuan"],"source_information_url":"https://example.org/about","ids":[],"country":null},
{"id":"a2","source":"Specially Designated Nationals (SDN) - Treasury Department","entity_number":12345,"type":"Entity","programs":["SDGT","IRAN"],"name":"MISTLETHRUSH SHIPPING LLC","title":null,"addresses":[{"address":"Office 7","city":"Dubai","state":null,"postal_code":null,"country":"AE"}],"federal_register_notice":null,"start_date":null,"end_date":null,"remarks":"(Linked To: OTHER)","alt_names":["MISTLETHRUSH"],"citizenships":[],"dates_of_birth":[],"ids":[{"type":"Trade License No.","number":"7","country":"AE","issue_date":null,"expiration_date":null}]},
{"id":"a3","source":"Specially Designated Nationals (SDN) - Treasury Department","entity_number":12346,"type":"Vessel","programs":["IRAN"],"name":"MISTLETHRUSH ONE","addresses":[],"alt_names":[],"vessel_type":"Crude Oil Tanker","ids":[{"type":"Vessel Registration Identification","number":"IMO 1"}]},
{"id":"a4","source":"Denied Persons List (DPL) - Bureau of Industry and Security","type":null,"name":"SURNAME, GIVEN","addresses":[{"address":"1 Road","city":"Reno","state":"NV","postal_code":"89501","country":"US"}],"start_date":"2020-01-01","end_date":"2030-01-01","standard_order":"Y","alt_names":[]}
]}"#;

#[test]
fn the_official_layout_is_read_alike_in_both_its_forms() {
    let mut kept = Vec::new();
    for (name, text) in [("csl.csv", OFFICIAL), ("csl.json", OFFICIAL_JSON)] {
        let place = Place::new();
        let (taken, told) = place.import(&place.file(name, text), &[]);
        assert!(taken && told.contains("kept 2 organisations of 2 lists, left out 2 people"), "{told}");
        let lines = fs::read_to_string(place.0.path().join("kept/lists.jsonl")).unwrap();
        kept.push(lines.lines().skip(1).map(str::to_owned).collect::<Vec<_>>());
    }
    assert_eq!(kept[0], kept[1]);
    let party: serde_json::Value = serde_json::from_str(&kept[0][0]).unwrap();
    assert_eq!(party["aliases"], serde_json::json!(["Quillfeather", "QF Jisuan"]));
    assert_eq!(party["countries"], serde_json::json!(["MY", "HK"]));
    assert_eq!(party["citation"], "89 FR 1; 90 FR 2");
}
