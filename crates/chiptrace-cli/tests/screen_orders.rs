//! Screens the worked examples of orders in every kind of file, and tables that are wrong.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/orders/worked-examples.csv");

fn chiptrace(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_chiptrace")).args(arguments).output().unwrap()
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("screen_orders");
    fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}

/// The answers of JSON lines, by order: what was expected and what was found.
fn answers(output: &Output) -> Vec<(String, String, String)> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let line = |line: &str| {
        let order: serde_json::Value = serde_json::from_str(line).unwrap();
        let field = |name: &str| order[name].as_str().unwrap_or_default().to_owned();
        (field("id"), field("expected"), field("as_enforced"))
    };
    text.lines().map(line).collect()
}

fn assert_expected(output: &Output) {
    let found = answers(output);
    assert_eq!(found.len(), 20);
    for (id, expected, answer) in found {
        assert_eq!(answer, expected, "{id}");
    }
}

#[test]
fn worked_examples_have_the_expected_answers() {
    assert_expected(&chiptrace(&["screen", EXAMPLES, "--format", "jsonl"]));
}

#[test]
fn a_workbook_and_json_lines_carry_the_same_orders() {
    for ending in ["xlsx", "jsonl"] {
        let file = scratch(&format!("orders.{ending}"));
        let file = file.to_str().unwrap();
        assert!(chiptrace(&["screen", EXAMPLES, "--out", file]).status.success());
        assert_expected(&chiptrace(&["screen", file, "--format", "jsonl"]));
    }
}

#[test]
fn a_table_may_be_in_utf_16_or_gbk() {
    let text = "id,buyer,buyer_country,item,date\n1,华为技术有限公司,CN,T4,2024-01-01\n";
    let utf_16: Vec<u8> =
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let (gbk, _, _) = encoding_rs::GBK.encode(text);
    for (name, bytes) in [("utf16.csv", utf_16.as_slice()), ("gbk.csv", &gbk)] {
        let file = scratch(name);
        fs::write(&file, bytes).unwrap();
        let output = chiptrace(&["screen", file.to_str().unwrap(), "--format", "jsonl"]);
        assert_eq!(answers(&output)[0].2, "required", "{name}: {output:?}");
    }
}

#[test]
fn missing_columns_and_unknown_chips_are_told() {
    let file = scratch("missing.csv");
    fs::write(&file, "id,buyer\n1,Somebody\n").unwrap();
    let output = chiptrace(&["screen", file.to_str().unwrap()]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(told.contains("no column item") && told.contains("no column date"), "{told}");
    fs::write(&file, "id,buyer,buyer_country,item,date\n1,A,DE,H1000,2024-01-01\n2,A,DE,T4,2024-01-01\n")
        .unwrap();
    let output = chiptrace(&["screen", file.to_str().unwrap(), "--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("NVIDIA H100"));
    assert_eq!(answers(&output)[1].2, "not_required");
}

/// One order of H100s to Singapore in 2024, and files of owners by which the buyer's parent is in China or not.
fn singapore(owners: &[(&str, &str)]) -> (String, Vec<String>) {
    // A file of its own for each caller: tests run side by side.
    let orders = scratch(&format!("singapore-{}.csv", owners.first().map_or("alone", |owner| owner.0)));
    fs::write(
        &orders,
        "id,buyer,buyer_country,item,date,end_use\n1,Lion Compute,SG,H100,2024-06-01,research\n",
    )
    .unwrap();
    let mut arguments = vec!["screen".to_owned(), orders.to_str().unwrap().to_owned()];
    for (name, text) in owners {
        let file = scratch(name);
        fs::write(&file, text).unwrap();
        arguments.extend(["--owners".to_owned(), file.to_str().unwrap().to_owned()]);
    }
    arguments.extend(["--format", "jsonl"].map(str::to_owned));
    let output = chiptrace(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    (String::from_utf8(output.stdout).unwrap(), arguments)
}

fn field(line: &str, name: &str) -> String {
    let answer: serde_json::Value = serde_json::from_str(line).unwrap();
    answer[name].as_str().unwrap_or_default().to_owned()
}

#[test]
fn owners_come_from_a_table_from_gleif_and_from_followthemoney() {
    assert_eq!(field(&singapore(&[]).0, "as_written"), "not_required");
    let table = "of,owner,owner_country,share\nLion Compute,Jingcheng Computing,CN,80\n";
    let relationships = "Relationship.StartNode.NodeID,Relationship.EndNode.NodeID,Relationship.RelationshipType,Relationship.RelationshipStatus\n\
        LEI1,LEI2,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE\nLEI1,LEI9,IS_DIRECTLY_CONSOLIDATED_BY,INACTIVE\nLEI1,LEI8,IS_FUND-MANAGED_BY,ACTIVE\n";
    let names = "LEI,Entity.LegalName,Entity.HeadquartersAddress.Country\nLEI1,Lion Compute,SG\nLEI2,Jingcheng Computing,CN\n";
    let golden = r#"{"relations":[{"RelationshipRecord":{"Relationship":{"StartNode":{"NodeID":{"$":"LEI1"}},"EndNode":{"NodeID":{"$":"LEI2"}},
        "RelationshipType":{"$":"IS_ULTIMATELY_CONSOLIDATED_BY"},"RelationshipStatus":{"$":"ACTIVE"}}}}]}"#;
    let golden_names = r#"{"records":[{"LEI":{"$":"LEI1"},"Entity":{"LegalName":{"$":"Lion Compute"},"HeadquartersAddress":{"Country":{"$":"SG"}}}},
        {"LEI":{"$":"LEI2"},"Entity":{"LegalName":{"$":"Jingcheng Computing"},"HeadquartersAddress":{"Country":{"$":"CN"}}}}]}"#;
    let money = concat!(
        r#"{"id":"o","schema":"Ownership","properties":{"owner":["b"],"asset":["a"],"percentage":["80%"]}}"#,
        "\n",
        r#"{"id":"a","schema":"Company","properties":{"name":["Lion Compute"],"country":["sg"]}}"#,
        "\n",
        r#"{"id":"b","schema":"Organization","properties":{"name":["Jingcheng Computing"],"jurisdiction":["cn"]}}"#,
        "\n",
        r#"{"id":"p","schema":"Person","properties":{"name":["Somebody"],"country":["de"]}}"#,
        "\n",
        r#"{"id":"q","schema":"Ownership","properties":{"owner":["p"],"asset":["b"],"percentage":["100"]}}"#,
        "\n",
        r#"{"id":"d","schema":"Directorship","properties":{"director":["p"],"organization":["a"]}}"#,
        "\n",
    );
    for files in [
        &[("owners.csv", table)][..],
        &[("rr.csv", relationships), ("lei.csv", names)],
        &[("rr.json", golden), ("lei.json", golden_names)],
        &[("money.jsonl", money)],
    ] {
        let answer = singapore(files).0;
        assert_eq!(field(&answer, "as_written"), "required", "{}: {answer}", files[0].0);
        assert_eq!(
            field(&answer, "headquarters"),
            "CN: the ultimate parent is Jingcheng Computing",
            "{}",
            files[0].0
        );
        assert!(!answer.contains("Somebody"));
    }
}

#[test]
fn files_of_owners_that_are_none_are_refused() {
    for (name, text, told) in [
        ("bad.csv", "a,b\n1,2\n", "no column of and no column owner"),
        ("bad.json", "{\"x\":1}", "no list of GLEIF records"),
        ("bad.jsonl", "{\"id\":\"a\"}\n", "line 1: missing field `schema`"),
        ("bad.txt", "", "expected .csv"),
    ] {
        let (_, arguments) = singapore(&[(name, text)]);
        let output = chiptrace(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && errors.contains(told), "{name}: {errors}");
    }
}

#[test]
fn answers_are_their_own_receipts() {
    let answers = scratch("answers.jsonl");
    let answers = answers.to_str().unwrap();
    assert!(chiptrace(&["screen", EXAMPLES, "--out", answers]).status.success());
    let lines = fs::read_to_string(answers).unwrap();
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    let receipt = &first["receipt"];
    assert_eq!(receipt["schema"], "chiptrace.screen/1");
    for digest in
        ["chips_sha256", "law_sha256", "lists_sha256", "places_sha256", "records_sha256", "order_sha256"]
    {
        assert_eq!(receipt[digest].as_str().unwrap().len(), 64, "{digest}");
    }
    let clause = &receipt["looked_at"][0]["clauses"][0];
    assert!(
        ["clause", "version", "in_force", "holds"].iter().all(|name| clause[name].is_string()),
        "{clause}"
    );
    let again = chiptrace(&["screen", "--replay", answers]);
    assert_eq!(String::from_utf8_lossy(&again.stdout), "20 answers reproduced byte for byte.\n");
    let changed = scratch("changed.jsonl");
    fs::write(&changed, lines.replacen("\"as_written\":\"required\"", "\"as_written\":\"open\"", 1)).unwrap();
    let told = chiptrace(&["screen", "--replay", changed.to_str().unwrap()]);
    let told_text = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told_text.contains("as_written: \"open\" is now \"required\""), "{told_text}");
    assert_eq!(told.status.code(), Some(1));
    let owners = scratch("other-owners.csv");
    fs::write(&owners, "of,owner,owner_country,share\nA,B,DE,60\n").unwrap();
    let other = chiptrace(&["screen", "--replay", answers, "--owners", owners.to_str().unwrap()]);
    assert!(String::from_utf8_lossy(&other.stdout).contains("receipt.owners_sha256"));
}

#[test]
fn red_flags_are_dated() {
    let orders = scratch("flags.csv");
    let line = |id: &str, date: &str| {
        format!("{id},Straits Freight Sdn Bhd,MY,T4,{date},data centre,US > AE > MY\n")
    };
    let text = format!(
        "id,buyer,buyer_country,item,date,end_use,route\n{}{}",
        line("1", "2024-06-01"),
        line("2", "2025-06-01")
    );
    fs::write(&orders, text).unwrap();
    let output = chiptrace(&["screen", orders.to_str().unwrap(), "--format", "jsonl"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let flags: Vec<String> = text.lines().map(|line| field(line, "red_flags")).collect();
    for flag in ["freight forwarder", "passes through AE", "passes through US"] {
        assert!(flags.iter().all(|told| told.contains(flag)), "{flag}: {flags:?}");
    }
    let rented = flags.iter().map(|told| told.contains("computing may be for others"));
    assert_eq!(rented.collect::<Vec<_>>(), [false, true], "the guidance is of 2025-05-13");
}

#[test]
fn days_outside_the_records_and_days_that_are_none_are_told() {
    let orders = scratch("days.csv");
    let dates = ["1999-01-01", "2031-01-01", "6/1/2024", "2024/6/1"];
    let rows: String =
        dates.iter().enumerate().map(|(id, date)| format!("{id},A,CN,H100,{date}\n")).collect();
    fs::write(&orders, format!("id,buyer,buyer_country,item,date\n{rows}")).unwrap();
    let output = chiptrace(&["screen", orders.to_str().unwrap(), "--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    let told: Vec<(String, String)> =
        text.lines().map(|line| (field(line, "as_written"), field(line, "problem"))).collect();
    assert_eq!(told[0].0, "open");
    assert_eq!(told[1], ("required".to_owned(), "last known state of 2026-10-05".to_owned()));
    assert!(told[2].1.contains("“6/1/2024” is no date"), "{told:?}");
    assert_eq!(told[3].0, "required");
}
