//! Surveys: every paper accounted for, the same bytes however the work was divided or interrupted.

#![cfg(feature = "ledger")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod program;

use std::fs;
use std::path::{Path, PathBuf};

use program::{Answer, chiptrace, root};
use rusqlite::Connection;
use serde_json::Value;
use tempfile::TempDir;

/// A folder with small papers: of each kind that the funnel knows, and two versions of two of them.
fn papers(folder: &Path, many: usize) -> PathBuf {
    let papers = folder.join("papers");
    fs::create_dir(&papers).unwrap();
    for number in 0..many {
        let text = match number % 3 {
            0 => paper("We trained every loom on eight NVIDIA A100 GPUs."),
            1 => paper("Looms differ. The A100 is a product of NVIDIA."),
            _ => paper("Looms differ in their sheds."),
        };
        fs::write(papers.join(format!("loom-{number:03}.tex")), text).unwrap();
    }
    let write = |name: &str, text: &str| fs::write(papers.join(name), paper(text)).unwrap();
    write("2403.11111v1.tex", "All patterns were trained on eight NVIDIA A100 GPUs in two days.");
    write("2403.11111v2.tex", "All patterns were trained on eight NVIDIA A800 GPUs in two days.");
    write("2403.22222v1.tex", "We trained the shuttle on four NVIDIA H800 GPUs.");
    write("2403.22222v2.tex", "The shuttle is described elsewhere.");
    fs::write(papers.join("hollow.pdf"), b"").unwrap();
    papers
}

fn paper(text: &str) -> String {
    format!(
        "\\documentclass{{article}}\n\\title{{On <b>Looms</b> \\& Sheds}}\n\\author{{A. Weaver \\\\ Institute of Looms, \
         Beijing, China}}\n\\begin{{document}}\n\\maketitle\n\\section{{Experiments}}\n{text}\n\\end{{document}}\n"
    )
}

fn survey(papers: &Path, out: &Path, more: &[&str]) -> Answer {
    let mut arguments = vec!["survey", papers.to_str().unwrap(), "--out", out.to_str().unwrap()];
    arguments.extend(["--today", "2026-01-01"]);
    arguments.extend(more);
    let answer = chiptrace(&arguments, b"");
    assert!(answer.code <= 1, "{}", answer.errors);
    answer
}

/// The bytes of what a survey comes to, by file.
fn bytes(out: &Path) -> Vec<(String, Vec<u8>)> {
    let listed =
        |folder: &Path| fs::read_dir(folder).map(|files| files.map(|file| file.unwrap().path()).collect());
    let mut files: Vec<PathBuf> = ["ledger.sqlite", "summary.json"].map(|name| out.join(name)).to_vec();
    files.extend(listed(&out.join("parquet")).unwrap_or_else(|_| Vec::new()));
    files.sort();
    let name = |file: &Path| file.file_name().unwrap().to_string_lossy().into_owned();
    files.iter().map(|file| (name(file), fs::read(file).unwrap())).collect()
}

fn ask(out: &Path, question: &str) -> Vec<String> {
    let ledger = Connection::open(out.join("ledger.sqlite")).unwrap();
    let mut statement = ledger.prepare(question).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn every_paper_is_accounted_for() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    let answer = survey(&papers(folder.path(), 9), &out, &[]);
    assert_eq!(answer.code, 1, "a paper that cannot be read is told by the exit code");
    let summary: Value = serde_json::from_slice(&fs::read(out.join("summary.json")).unwrap()).unwrap();
    let funnel = &summary["funnel"];
    let number = |field: &str| funnel[field].as_u64().unwrap();
    assert_eq!(summary["schema"], "chiptrace.survey/1");
    assert_eq!((summary["readings"].as_u64(), number("papers")), (Some(14), 12));
    assert_eq!(number("not_readable") + number("no_chip") + number("mention_only") + number("disclosed"), 12);
    assert_eq!((number("not_readable"), number("no_chip"), number("mention_only")), (1, 4, 3));
    assert_eq!(funnel["not_readable_because"]["empty"], 1);
    let ledger = ask(&out, "SELECT fate || ' ' || count(*) FROM papers GROUP BY fate ORDER BY fate");
    assert_eq!(ledger, ["disclosed 4", "mention-only 3", "no-chip 4", "not-readable 1"]);
    assert!(ask(&out, "SELECT \"table\" FROM pragma_foreign_key_check").is_empty());
    assert_eq!(ask(&out, "SELECT * FROM pragma_integrity_check"), ["ok"]);
}

#[test]
fn versions_are_one_paper_and_their_differences_are_told_with_both_quotes() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    survey(&papers(folder.path(), 0), &out, &[]);
    let changes = "SELECT key || ' ' || kind || ' ' || coalesce(quote_before, '-') || ' > ' || coalesce(quote_after, '-')
        FROM changes JOIN papers ON papers.id = changes.paper ORDER BY key, kind";
    let wanted = [
        "arxiv:2403.11111 renamed eight NVIDIA A100 > eight NVIDIA A800",
        "arxiv:2403.22222 vanishes four NVIDIA H800 > -",
    ];
    assert_eq!(ask(&out, changes), wanted);
    let read = ask(&out, "SELECT key || ' ' || version FROM papers WHERE version IS NOT NULL ORDER BY key");
    assert_eq!(read, ["arxiv:2403.11111 2", "arxiv:2403.22222 2"]);
}

#[test]
fn the_ledger_can_be_searched_by_words() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    survey(&papers(folder.path(), 3), &out, &[]);
    let found =
        ask(&out, "SELECT DISTINCT kind FROM search WHERE search MATCH 'loom OR looms' ORDER BY kind");
    assert_eq!(found, ["institution", "sentence", "title"]);
}

#[test]
fn an_interruption_anywhere_does_not_change_a_byte() {
    let folder = TempDir::new().unwrap();
    let papers = papers(folder.path(), 150);
    let (whole, broken) = (folder.path().join("whole"), folder.path().join("broken"));
    survey(&papers, &whole, &["--threads", "1"]);
    let journal = fs::read(whole.join("journal.jsonl")).unwrap();
    let batch = journal.windows(7).position(|window| window == b"\n#batch").unwrap();
    let end = journal.windows(6).position(|window| window == b"\n#end ").unwrap();
    for cut in [3, batch / 2, batch, batch + 20, batch + 90, end - 1, end + 3, journal.len()] {
        let _ = fs::remove_dir_all(&broken);
        fs::create_dir(&broken).unwrap();
        fs::write(broken.join("journal.jsonl"), &journal[..cut]).unwrap();
        survey(&papers, &broken, &["--threads", "3"]);
        assert_eq!(fs::read(broken.join("journal.jsonl")).unwrap(), journal, "cut at {cut}");
        assert!(bytes(&broken) == bytes(&whole), "cut at {cut}");
    }
}

#[test]
fn parts_come_together_to_the_same_bytes() {
    let folder = TempDir::new().unwrap();
    let papers = papers(folder.path(), 20);
    let whole = folder.path().join("whole");
    survey(&papers, &whole, &[]);
    let parts: Vec<PathBuf> = (1..=3).map(|part| folder.path().join(format!("part{part}"))).collect();
    for (at, part) in parts.iter().enumerate() {
        survey(&papers, part, &["--shard", &format!("{}/3", at + 1)]);
    }
    let merge = |parts: &[&PathBuf], out: &Path| {
        let mut arguments = vec!["merge", "--out", out.to_str().unwrap()];
        arguments.extend(parts.iter().map(|part| part.to_str().unwrap()));
        chiptrace(&arguments, b"")
    };
    let merged = folder.path().join("merged");
    let [first, second, third] = parts.as_slice() else { panic!() };
    assert_eq!(merge(&[third, first, second], &merged).code, 1);
    assert!(bytes(&merged) == bytes(&whole));
    let lacking = merge(&[first, second], &merged);
    assert_eq!(lacking.code, 2);
    assert!(lacking.errors.contains("every part from 1 to 3 is needed"), "{}", lacking.errors);
}

#[test]
fn another_input_is_refused_in_a_folder_that_was_begun() {
    let folder = TempDir::new().unwrap();
    let papers = papers(folder.path(), 100);
    let out = folder.path().join("out");
    survey(&papers, &out, &[]);
    let journal = fs::read(out.join("journal.jsonl")).unwrap();
    let end = journal.windows(6).position(|window| window == b"\n#end ").unwrap();
    fs::write(out.join("journal.jsonl"), &journal[..=end]).unwrap();
    fs::remove_file(papers.join("loom-050.tex")).unwrap();
    let arguments =
        ["survey", papers.to_str().unwrap(), "--out", out.to_str().unwrap(), "--today", "2026-01-01"];
    let answer = chiptrace(&arguments, b"");
    assert_eq!(answer.code, 2);
    assert!(answer.errors.contains("the input has changed"), "{}", answer.errors);
}

#[test]
fn a_folder_with_something_else_is_left_alone() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("journal.jsonl"), "{\"mine\": true}\n").unwrap();
    let answer = chiptrace(&["survey", "examples", "--out", folder.path().to_str().unwrap()], b"");
    assert_eq!(answer.code, 2, "{}", answer.errors);
    assert_eq!(fs::read_to_string(folder.path().join("journal.jsonl")).unwrap(), "{\"mine\": true}\n");
    assert!(root().join("examples").exists());
}
