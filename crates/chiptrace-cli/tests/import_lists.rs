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
