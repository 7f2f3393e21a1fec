//! How many sentences of a paper's LaTeX stand whole in what is read from its PDF, beside `pdftotext`.
//!
//! `cargo bench -p chiptrace --bench intact -- CORPUS`: the papers of `tests/papers/twins/`, and those of CORPUS that exist under one
//! name in its folders `latex` and `pdf`. A sentence of the running text counts that has eight words or more and no mathematics; blanks,
//! ligatures and the shape of quotation marks are put in one writing on both sides, and nothing else is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use chiptrace::document::{Input, InputFile, Kind, read};
use chiptrace::passage::Part;

fn main() {
    let twins = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/papers/twins"));
    let folders = fs::read_dir(twins).unwrap().flatten().map(|entry| entry.path());
    let pairs = folders.map(|folder| (folder.clone(), folder)).filter(|(folder, _)| folder.is_dir());
    compare("papers written for the tests", pairs.collect());
    let corpus = std::env::args().skip(1).find(|one| !one.starts_with("--")).map(PathBuf::from);
    for corpus in corpus.iter().filter(|corpus| corpus.is_dir()) {
        let folders = fs::read_dir(corpus.join("pdf")).unwrap().flatten().map(|entry| entry.path());
        let pairs = folders.map(|pdf| (corpus.join("latex").join(pdf.file_name().unwrap()), pdf));
        compare("papers of the corpus", pairs.filter(|(latex, _)| latex.is_dir()).collect());
    }
}

fn compare(name: &str, mut pairs: Vec<(PathBuf, PathBuf)>) {
    pairs.sort();
    let (mut sentences, mut ours, mut theirs) = (0, 0, 0);
    for (latex, pdf) in &pairs {
        let (read, printed) = (view(&input(Kind::Pdf, pdf, "pdf")), pdftotext(pdf));
        for sentence in sentences_of(&input(Kind::Latex, latex, "tex")) {
            sentences += 1;
            ours += usize::from(read.contains(&sentence));
            theirs += usize::from(printed.contains(&sentence));
        }
    }
    let share = |found: usize| 100.0 * found as f64 / (sentences as f64).max(1.0);
    println!("{name}: {} papers, {sentences} sentences", pairs.len());
    println!("  whole in what is read here   {:5.1} %", share(ours));
    println!("  whole in pdftotext           {:5.1} %", share(theirs));
}

fn input(kind: Kind, folder: &Path, ending: &str) -> Input {
    let paths = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let wanted = paths.filter(|path| path.extension().is_some_and(|found| found == ending));
    let files =
        wanted.map(|path| InputFile { path: path.display().to_string(), bytes: fs::read(path).unwrap() });
    Input { name: folder.display().to_string(), kind, files: files.collect(), metadata: None }
}

/// All that is read, one passage after the other.
fn view(input: &Input) -> String {
    let views = read(input).passages.iter().map(|passage| plain(passage.text.view())).collect::<Vec<_>>();
    views.join(" ")
}

fn sentences_of(input: &Input) -> Vec<String> {
    let body = read(input).passages.into_iter().filter(|passage| passage.part == Part::Body);
    let sentences = body.flat_map(|passage| {
        let plain = plain(passage.text.view());
        plain.split_inclusive(". ").map(|sentence| sentence.trim().to_owned()).collect::<Vec<_>>()
    });
    let running = |sentence: &String| {
        let plain = |c: char| c.is_ascii_alphanumeric() || " ,.-'\"()".contains(c);
        sentence.split(' ').count() >= 8 && sentence.ends_with('.') && sentence.chars().all(plain)
    };
    sentences.filter(running).collect()
}

fn pdftotext(folder: &Path) -> String {
    let files = input(Kind::Pdf, folder, "pdf").files;
    let texts =
        files.iter().filter_map(|file| Command::new("pdftotext").args([&file.path, "-"]).output().ok());
    texts.map(|output| plain(&String::from_utf8_lossy(&output.stdout))).collect()
}

/// Blanks, ligatures and quotation marks in one writing.
fn plain(text: &str) -> String {
    let mut text = text.to_owned();
    for (from, to) in [("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬀ", "ff"), ("ﬃ", "ffi"), ("ﬄ", "ffl")] {
        text = text.replace(from, to);
    }
    let text = text.replace(['’', '‘'], "'").replace(['“', '”'], "\"").replace(['–', '—'], "-");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
