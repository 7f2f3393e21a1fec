//! `check --cases`: every combination of fields has a sensible answer, a question keeps its id whatever is wrong
//! with it, and what was kept from earlier questions changes no answer.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing)]

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// The answers to some lines, in their order.
fn answers(lines: &str) -> Vec<Value> {
    let program = Command::new(env!("CARGO_BIN_EXE_chiptrace"))
        .args(["check", "--cases", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut program = program.unwrap();
    let mut input = program.stdin.take().unwrap();
    let lines = lines.to_owned();
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()).unwrap());
    let output = program.wait_with_output().unwrap();
    writer.join().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The answer to a question in which some fields stand otherwise than usual.
fn answer(changes: &Value) -> Value {
    let mut question =
        json!({"id": "q", "chip": "A800", "destination": "CN", "date": "2023-11-01", "exporter": "any"});
    question.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    let mut found = answers(&format!("{question}\n"));
    assert_eq!(found.len(), 1, "{question}");
    assert_eq!(found[0]["id"], "q", "{question}");
    found.remove(0)
}

#[test]
fn a_field_that_says_nothing_is_as_good_as_missing() {
    for nothing in [Value::Null, json!(""), json!(" "), json!("-"), json!("n/a"), json!("None")] {
        let found = answer(&json!({"exporter": nothing}));
        assert_eq!(found["as_written"], "open", "no exporter: a letter may bind it: {found}");
        assert_eq!(found["turns_on"][0], "exporter");
        let fields = ["end_user_hq", "end_user", "transaction"];
        for field in fields {
            let found = answer(&json!({field: nothing}));
            assert_eq!(found["as_written"], "not_required", "{field}: {found}");
            assert_eq!(found["supposes"].as_array().unwrap().len(), 4, "{field}: {found}");
        }
    }
}

#[test]
fn what_a_question_cannot_do_without_is_named() {
    for (field, what) in [("chip", "chip"), ("destination", "destination"), ("date", "date")] {
        for nothing in [Value::Null, json!("")] {
            let found = answer(&json!({field: nothing}));
            assert_eq!(found["problem"], format!("the question has no {what}"));
            assert_eq!((&found["as_written"], &found["as_enforced"]), (&json!("open"), &json!("open")));
        }
    }
}

#[test]
fn what_cannot_be_understood_is_told() {
    for (changes, told) in [
        (json!({"chip": "H1000"}), "NVIDIA H100"),
        (json!({"chip": ["A100"]}), "“chip” holds a list"),
        (json!({"end_user": {"name": "x"}}), "“end_user” holds a list or an object"),
        (json!({"destination": "Atlantis"}), "“Atlantis” is no country"),
        (json!({"end_user_hq": "XX"}), "“XX” is no country"),
        (json!({"date": "6/1/2024"}), "“6/1/2024” is no date"),
        (json!({"date": "2023-02-30"}), "is no date"),
        (json!({"transaction": "gift"}), "“gift” is no transaction"),
        (json!({"chip": null, "tpp": "much"}), "tpp: “much” is no number"),
    ] {
        let found = answer(&changes);
        assert!(found["problem"].as_str().unwrap_or_default().contains(told), "{changes}: {found}");
    }
}

#[test]
fn the_same_is_understood_however_it_is_written() {
    for (changes, wanted) in [
        (json!({"chip": "a800", "destination": "hong kong", "date": "2023-11-17"}), "required"),
        (json!({"destination": "china", "date": "2023/11/17"}), "required"),
        (json!({"destination": "CHN", "date": "2023-11-17T08:00:00Z"}), "required"),
        (json!({"destination": "cn", "exporter": "nvidia corporation"}), "required"),
        (json!({"chip": 4090, "date": "2023-11-17"}), "required"),
        (json!({"destination": "uk", "date": "2024-03"}), "not_required"),
        (json!({"date": 2022}), "not_required"),
        (json!({"date": "2024-06-01", "transaction": "IaaS"}), "not_required"),
        (json!({"date": "2024-06-01", "transaction": "Re-Export"}), "required"),
        (json!({"date": "2024-06-01", "transaction": "unknown"}), "open"),
        (json!({"chip": null, "tpp": 5000, "date": "2024-06-01"}), "required"),
        (
            json!({"chip": null, "tpp": 4000, "die_area": 600, "datacentre": true, "date": "2024-06-01"}),
            "required",
        ),
        (json!({"chip": null, "tpp": 4000, "datacentre": false, "date": "2024-06-01"}), "not_required"),
        (json!({"chip": null, "tpp": 4000, "date": "2024-06-01"}), "open"),
        (json!({"end_user": "华为技术有限公司"}), "required"),
        (json!({"end_user": "inspur group co., ltd."}), "required"),
        (json!({"end_user": "not an Entity List party"}), "not_required"),
    ] {
        let found = answer(&changes);
        assert_eq!(found["as_written"], wanted, "{changes}: {found}");
    }
}

#[test]
fn days_outside_the_records_are_said() {
    let before = answer(&json!({"date": "1999-01-01"}));
    assert_eq!(before["as_written"], "open");
    assert!(before["turns_on"][0]["law"].as_str().unwrap().starts_with("records begin on"));
    assert_eq!(answer(&json!({"date": "2031-01-01"}))["last_known_state_of"], "2026-10-05");
}

#[test]
fn fields_that_no_question_has_are_named() {
    assert_eq!(answer(&json!({"colour": "red"}))["not_read"], json!(["colour"]));
    assert_eq!(answer(&json!({"tpp": 1}))["not_read"], json!(["tpp"]), "the chip has a name");
}

#[test]
fn lines_that_are_no_questions_are_answered_all_the_same() {
    let found = answers("{bad\n[1]\n\"A100\"\n\n{}\n");
    assert_eq!(found.len(), 4);
    assert!(found.iter().all(|answer| answer["as_written"] == "open" && answer["problem"].is_string()));
}

#[test]
fn what_was_kept_changes_no_answer() {
    let days =
        ["2023-10-22", "2023-10-23", "2023-11-16", "2023-11-17", "2023-11", "2023-10-23", "2026-12-01"];
    let end_users = [Value::Null, json!("Tiangong Loongson Robotics"), json!("Inspur Group")];
    let question = |day: &&str, end_user: &Value, home: &str| {
        json!({"id": 1, "chip": "A800", "destination": "HK", "exporter": "NVIDIA", "date": day, "end_user": end_user,
            "end_user_hq": home})
    };
    let every = days.iter().flat_map(|day| end_users.iter().map(move |end_user| (day, end_user)));
    let every =
        every.flat_map(|(day, end_user)| ["CN", "BR"].map(|home| question(day, end_user, home).to_string()));
    let lines: Vec<String> = every.collect();
    let alone: Vec<Value> = lines.iter().flat_map(|line| answers(line)).collect();
    let thrice: String = [&lines[..], &lines, &lines].concat().join("\n");
    let together = answers(&thrice);
    assert_eq!(together.len(), 3 * lines.len());
    for (at, answer) in together.iter().enumerate() {
        assert_eq!(*answer, alone[at % lines.len()], "{}", lines[at % lines.len()]);
    }
}

#[test]
fn a_listed_party_that_the_end_user_may_be_is_named() {
    let asked = |home: &str| {
        answer(
            &json!({"chip": "RTX 3090", "date": "2025-06-01", "end_user": "Tiangong Loongson Robotics", "end_user_hq": home}),
        )
    };
    let near = asked("CN");
    assert_eq!((&near["as_written"], &near["turns_on"]), (&json!("open"), &json!(["listing"])));
    assert!(near["perhaps_listed"][0].as_str().unwrap().contains("Loongson"), "{near}");
    assert_eq!(asked("DE")["perhaps_listed"], Value::Null);
}
