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
