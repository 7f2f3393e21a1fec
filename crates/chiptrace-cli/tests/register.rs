//! Bringing in a register: a good dump is used by every command, a bad one leaves what was there.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const DUMP: &str = r#"[{"id": "https://ror.org/0test0001", "admin": {"last_modified": {"schema_version": "2.1"}},
  "names": [{"value": "Institute of Invented Widgets", "types": ["ror_display", "label"]}],
  "types": ["facility"], "status": "active",
  "locations": [{"geonames_details": {"country_code": "CN", "country_name": "China", "name": "Wuxi"}}]}]"#;

const PAPER: &str = "\\documentclass{article}\\title{A Test}\\author{Ada Example\\\\ Institute of Invented Widgets, Wuxi}\
    \\date{2024-03-01}\\begin{document}\\maketitle We trained all models on 8 NVIDIA A100 GPUs.\\end{document}";

fn run(data: &Path, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_chiptrace"));
    program.env("CHIPTRACE_DATA", data).args(arguments).output().unwrap()
}

fn ids(data: &Path) -> Vec<String> {
    let answer = run(data, &["resolve", "Institute of Invented Widgets, Wuxi, China"]);
    let line: Value = serde_json::from_slice(&answer.stdout).unwrap();
    let institutions = line["institutions"].as_array().unwrap();
    institutions.iter().map(|one| one["ror"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn an_imported_register_is_used_and_kept_when_a_bad_dump_comes() {
    let folder = tempfile::tempdir().unwrap();
    let (data, dump, paper) = (
        folder.path().join("data"),
        folder.path().join("v2-2026-01-02.json"),
        folder.path().join("paper.tex"),
    );
    fs::write(&dump, DUMP).unwrap();
    fs::write(&paper, PAPER).unwrap();
    assert!(ids(&data).is_empty());
    let answer = run(&data, &["data", "import", "ror", dump.to_str().unwrap()]);
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    assert_eq!(ids(&data), ["https://ror.org/0test0001"]);

    let answer = run(&data, &["examine", paper.to_str().unwrap(), "--format", "jsonl"]);
    let record: Value = serde_json::from_slice(&answer.stdout).unwrap();
    assert_eq!(record["institutions"][0]["ror"], "https://ror.org/0test0001", "{record}");

    for (bad, says) in [
        (DUMP.get(..DUMP.len() - 30).unwrap().to_owned(), "cut short"),
        (DUMP.replace("\"2.1\"", "\"3.0\""), "schema 3.0"),
    ] {
        fs::write(&dump, bad).unwrap();
        let answer = run(&data, &["data", "import", "ror", dump.to_str().unwrap()]);
        let errors = String::from_utf8_lossy(&answer.stderr).into_owned();
        assert!(!answer.status.success() && errors.contains(says), "{errors}");
        assert!(errors.contains("v2-2026-01-02.json"), "{errors}");
        assert_eq!(ids(&data), ["https://ror.org/0test0001"]);
    }
    let status = run(&data, &["data", "status"]);
    assert!(String::from_utf8_lossy(&status.stdout).contains("v2-2026-01-02.json"));
}

#[test]
fn a_folder_of_data_may_hold_a_register() {
    let folder = tempfile::tempdir().unwrap();
    let (data, paper) = (folder.path().join("data"), folder.path().join("paper.tex"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    for part in ["reading", "clouds", "clusters"] {
        fs::create_dir_all(data.join(part)).unwrap();
        for entry in fs::read_dir(root.join(part)).unwrap().flatten() {
            fs::copy(entry.path(), data.join(part).join(entry.file_name())).unwrap();
        }
    }
    fs::create_dir_all(data.join("parties")).unwrap();
    fs::write(data.join("parties/register.tsv"), "0test0001\tCN\t\tWuxi\tf\tInstitute of Invented Widgets\n")
        .unwrap();
    fs::write(&paper, PAPER).unwrap();
    let none = folder.path().join("none");
    let answer = run(
        &none,
        &["examine", paper.to_str().unwrap(), "--format", "jsonl", "--data", data.to_str().unwrap()],
    );
    let record: Value = serde_json::from_slice(&answer.stdout).unwrap();
    assert_eq!(record["institutions"][0]["ror"], "https://ror.org/0test0001", "{record}");
}
