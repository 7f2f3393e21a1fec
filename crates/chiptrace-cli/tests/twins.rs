//! Papers that exist in four formats, written for this project: the same facts must come out of each.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod program;
mod record;

use std::fs;

use program::{Answer, chiptrace, examine, root};
use record::{list, said, sorted, word};
use serde::Deserialize;
use serde_json::Value;

const FORMATS: [&str; 4] = ["paper.tex", "paper.pdf", "paper.html", "paper.xml"];

#[derive(Deserialize)]
struct Twin {
    title: String,
    date: Option<String>,
    expect: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    institutions: Vec<String>,
    says: Vec<String>,
    #[serde(default)]
    mentioned: Vec<String>,
}

/// The folders of `tests/papers/twins` with what must be read of each.
fn twins() -> Vec<(String, Twin)> {
    let mut twins: Vec<(String, Twin)> = fs::read_dir(root().join("tests/papers/twins"))
        .unwrap()
        .filter_map(|entry| {
            let folder = entry.unwrap();
            let text = fs::read_to_string(folder.path().join("twin.toml")).ok()?;
            Some((folder.file_name().into_string().unwrap(), toml::from_str(&text).unwrap()))
        })
        .collect();
    twins.sort_by(|one, other| one.0.cmp(&other.0));
    twins
}

fn complaints(path: &str, twin: &Twin, record: &Value) -> Vec<String> {
    let institution = |one: &Value| format!("{} {}", word(&one["name"]), word(&one["country"]));
    let used = list(record, "disclosures").iter().filter(|d| d["role"] == "used");
    let expect = &twin.expect;
    let pairs = [
        ("title", vec![word(&record["title"])], vec![twin.title.clone()]),
        ("date", vec![word(&record["date"])], vec![twin.date.clone().unwrap_or("-".to_owned())]),
        (
            "institutions",
            sorted(list(record, "institutions").iter().map(institution).collect()),
            sorted(expect.institutions.clone()),
        ),
        ("says", sorted(used.map(said).collect()), sorted(expect.says.clone())),
        (
            "mentioned",
            sorted(list(record, "mentioned_only").iter().map(word).collect()),
            sorted(expect.mentioned.clone()),
        ),
        ("problems", list(record, "problems").iter().map(Value::to_string).collect(), Vec::new()),
    ];
    let wrong = pairs.into_iter().filter(|(_, found, wanted)| found != wanted);
    wrong.map(|(field, found, wanted)| format!("{path}: {field}: wanted {wanted:?}, got {found:?}")).collect()
}

fn read(twins: &[(String, Twin)]) -> (Vec<String>, Answer) {
    let paths: Vec<String> = twins
        .iter()
        .flat_map(|(name, _)| FORMATS.map(|file| format!("tests/papers/twins/{name}/{file}")))
        .collect();
    let answer = examine(&paths.iter().map(String::as_str).collect::<Vec<_>>());
    (paths, answer)
}

#[test]
fn twins_say_the_same_in_every_format() {
    let twins = twins();
    assert!(twins.len() >= 20, "only {} twins", twins.len());
    let (paths, answer) = read(&twins);
    let wrong: Vec<String> = paths
        .iter()
        .zip(twins.iter().flat_map(|twin| [&twin.1; FORMATS.len()]))
        .flat_map(|(path, twin)| complaints(path, twin, answer.record(path)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn text_at<'t>(text: &'t str, place: &Value) -> Option<&'t str> {
    let edge = |name: &str| usize::try_from(place[name].as_u64()?).ok();
    text.get(edge("start")?..edge("end")?)
}

/// Every quote of a text format is the text of the file at its place; what a macro printed stands in its definition.
#[test]
fn quotes_and_definitions_stand_at_their_places() {
    let (paths, answer) = read(&twins());
    let (mut quotes, mut definitions) = (0, Vec::new());
    for path in paths.iter().filter(|path| !path.ends_with(".pdf")) {
        let text = fs::read_to_string(root().join(path)).unwrap();
        let record = answer.record(path);
        for said in list(record, "disclosures").iter().chain(list(record, "institutions")) {
            assert_eq!(text_at(&text, &said["place"]), said["quote"].as_str(), "{path}");
            quotes += 1;
            let printed = list(&said["place"], "definitions").iter();
            definitions.extend(printed.map(|place| text_at(&text, place).unwrap().to_owned()));
        }
    }
    assert!(quotes > 180, "only {quotes} quotes");
    definitions.sort();
    definitions.dedup();
    assert_eq!(definitions, ["A100-80GB", "NVIDIA", "NVIDIA Tesla V100", "NVIDIA Titan RTX"]);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let run = |threads: &str| {
        let arguments = ["examine", "--format", "jsonl", "--today", "2026-01-01", "--threads", threads];
        chiptrace(&[&arguments[..], &["tests/papers/twins/salt-pans", "examples"]].concat(), b"").output
    };
    let alone = run("1");
    assert!(alone.lines().count() > 8);
    assert!(["2", "5"].iter().all(|threads| run(threads) == alone));
}
