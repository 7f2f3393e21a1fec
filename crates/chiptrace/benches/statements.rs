//! How fast text is looked through and read for chips, beside `rg -c` for the same names on the same text.
//!
//! `CHIPTRACE_CORPUS=../corpus cargo bench -p chiptrace --bench statements`; the path counts from the root of the project; without it, the papers of `examples/` are
//! repeated. Prints megabytes of one second of one core, and ratios; asserts nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use chiptrace::disclosure::{Reader, ReadingData};
use chiptrace::document::{self, Document, Input, InputFile, Kind};
use chiptrace_controls::knowledge::Knowledge;

/// Runs of each measurement; the fastest counts.
const RUNS: usize = 5;
/// The text is repeated up to this many bytes, so that a run takes long enough to be measured.
const LEAST: usize = 32 << 20;

fn main() {
    let corpus = std::env::var_os("CHIPTRACE_CORPUS").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples")),
        |folder| Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join(folder),
    );
    let mut files = Vec::new();
    collect(&corpus, &mut files);
    files.sort();
    let inputs: Vec<Input> = files.iter().filter_map(|path| input(path)).collect();
    assert!(!inputs.is_empty(), "no .tex, .html, .xml, .md or .txt file below {}", corpus.display());

    let knowledge = Knowledge::embedded().unwrap();
    let reader = Reader::new(knowledge.chips(), ReadingData::embedded()).unwrap();
    let mut raw: Vec<u8> =
        inputs.iter().flat_map(|input| &input.files).flat_map(|f| f.bytes.clone()).collect();
    while raw.len() < LEAST {
        raw.extend_from_within(..);
    }
    let look = fastest(|| black_box(reader.look().places(black_box(&raw)).count()));
    let bytes: Vec<&[u8]> =
        inputs.iter().flat_map(|input| &input.files).map(|file| file.bytes.as_slice()).collect();
    let named = fastest(|| bytes.iter().filter(|bytes| reader.look().may_name(black_box(bytes))).count());
    let names: Vec<&str> =
        knowledge.chips().iter().flat_map(|chip| &chip.spellings).map(String::as_str).collect();
    let search = search(&raw, &names);
    let documents: Vec<Document> = inputs.iter().map(document::read).collect();
    let views = || documents.iter().flat_map(|document| &document.passages);
    let size: usize = views().map(|passage| passage.text.view().len()).sum();
    let read = fastest(|| views().map(|passage| black_box(reader.statements(passage)).len()).sum::<usize>());

    println!("{} files, {:.1} MB of bytes, {:.1} MB of text", inputs.len(), mega(raw.len()), mega(size));
    println!(
        "first look over bytes   {:8.0} MB/s   {} places",
        mega(raw.len()) / look.0.as_secs_f64(),
        look.1
    );
    println!(
        "whether a file names one {:6.0} MB/s   {} of {} files do; the look stops there",
        mega(bytes.iter().map(|bytes| bytes.len()).sum()) / named.0.as_secs_f64(),
        named.1,
        bytes.len()
    );
    match search {
        Some(time) => println!(
            "rg -c, same names       {:8.0} MB/s   the look is {:.2} times as fast",
            mega(raw.len()) / time.as_secs_f64(),
            time.as_secs_f64() / look.0.as_secs_f64()
        ),
        None => println!("rg -c, same names       not installed"),
    }
    println!(
        "text to statements      {:8.0} MB/s   {} statements",
        mega(size) / read.0.as_secs_f64(),
        read.1
    );
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}

fn input(path: &Path) -> Option<Input> {
    let kind = match path.extension()?.to_str()? {
        "tex" => Kind::Latex,
        "html" => Kind::Html,
        "xml" => Kind::Jats,
        "md" => Kind::Markdown,
        "txt" => Kind::Text,
        _ => return None,
    };
    let name = path.display().to_string();
    let files = vec![InputFile { path: name.clone(), bytes: fs::read(path).ok()? }];
    Some(Input { name, kind, files, metadata: None })
}

/// The fastest of some runs, with the result of the last.
fn fastest(mut run: impl FnMut() -> usize) -> (Duration, usize) {
    let mut best = (Duration::MAX, 0);
    for _ in 0..RUNS {
        let start = Instant::now();
        let result = run();
        best = (best.0.min(start.elapsed()), result);
    }
    best
}

/// The same bytes through `rg -c`, any case, on one thread.
fn search(raw: &[u8], names: &[&str]) -> Option<Duration> {
    let folder = std::env::temp_dir().join(format!("chiptrace-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).ok()?;
    let (text, list) = (folder.join("text"), folder.join("names"));
    fs::write(&text, raw).ok()?;
    fs::write(&list, names.join("\n")).ok()?;
    let mut best = None;
    for _ in 0..RUNS {
        let start = Instant::now();
        let search =
            Command::new("rg").args(["-c", "-a", "-i", "-F", "-j1", "-f"]).arg(&list).arg(&text).output();
        if search.is_ok_and(|output| output.status.success()) {
            best = Some(best.unwrap_or(Duration::MAX).min(start.elapsed()));
        }
    }
    let _ = fs::remove_dir_all(&folder);
    best
}

fn mega(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
