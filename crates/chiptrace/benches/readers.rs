//! How fast papers are read, against other tools on the same files in the same run.
//!
//! `cargo bench -p chiptrace --bench readers -- CORPUS`, where CORPUS holds a folder a format and in it a folder a paper.
//! Times are CPU seconds of one thread; what a child process takes counts for the tool that it is. `pdftotext` and
//! `pandoc` are compared where they are installed. A number after CORPUS is the number of rounds; the best one counts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use chiptrace::document::archive::{Limits, papers};
use chiptrace::document::{Input, InputFile, Kind, read};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|one| !one.starts_with("--")).collect();
    let Some(corpus) = arguments.first().map(PathBuf::from).filter(|path| path.is_dir()) else {
        println!("name a folder of papers: cargo bench -p chiptrace --bench readers -- CORPUS [ROUNDS]");
        return;
    };
    let rounds = arguments.get(1).and_then(|rounds| rounds.parse().ok()).unwrap_or(3);
    println!("best of {rounds} rounds, CPU seconds of one thread");
    bulk(&corpus.join("latex"), rounds);
    latex(&corpus.join("latex"), rounds);
    pdf(&corpus.join("pdf"), rounds);
    for (kind, folder) in [(Kind::Html, "html"), (Kind::Jats, "jats"), (Kind::Text, "text")] {
        markup(kind, &corpus.join(folder), rounds);
    }
}

/// CPU seconds of this process and of the children it has waited for; where the system does not say, the clock's.
fn cpu() -> (f64, f64) {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let field = |at: usize| after_name.split_whitespace().nth(at).and_then(|word| word.parse::<f64>().ok());
    // Fields 14 to 17 of the line, in ticks of which Linux counts a hundred a second.
    match (field(11), field(12), field(13), field(14)) {
        (Some(user), Some(system), Some(users), Some(systems)) => {
            ((user + system) / 100.0, (users + systems) / 100.0)
        }
        _ => {
            static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
            let wall = START.get_or_init(Instant::now).elapsed().as_secs_f64();
            (wall, wall)
        }
    }
}

/// The shortest time of several rounds, of this process and of its children.
fn best(rounds: usize, mut work: impl FnMut()) -> f64 {
    let round = |work: &mut dyn FnMut()| {
        let before = cpu();
        work();
        let after = cpu();
        (after.0 - before.0) + (after.1 - before.1)
    };
    (0..rounds.max(1)).map(|_| round(&mut work)).fold(f64::INFINITY, f64::min).max(0.01)
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

fn files(folder: &Path) -> Vec<PathBuf> {
    folders(folder)
        .into_iter()
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect()
}

fn input(kind: Kind, folder: &Path, wanted: &[&str]) -> Input {
    let is_wanted = |path: &PathBuf| path.extension().is_some_and(|end| wanted.iter().any(|one| end == *one));
    let files = files(folder).into_iter().filter(is_wanted).map(|path| InputFile {
        path: path.strip_prefix(folder).unwrap().display().to_string(),
        bytes: fs::read(&path).unwrap(),
    });
    Input { name: folder.display().to_string(), kind, files: files.collect(), metadata: None }
}

fn inputs(kind: Kind, folder: &Path, wanted: &[&str]) -> Vec<Input> {
    let found = folders(folder).into_iter().map(|paper| input(kind, &paper, wanted));
    found.filter(|input| !input.files.is_empty()).collect()
}

fn megabytes(inputs: &[Input]) -> f64 {
    inputs.iter().flat_map(|input| &input.files).map(|file| file.bytes.len()).sum::<usize>() as f64 / 1e6
}

fn installed(program: &str) -> bool {
    Command::new(program).arg("-v").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// A tar of one gzip of a tar a paper, as arXiv's bulk files are.
fn packed(folder: &Path) -> Vec<u8> {
    let mut bulk = tar::Builder::new(Vec::new());
    for (number, paper) in folders(folder).into_iter().enumerate() {
        let mut tree = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::default()));
        for path in files(&paper) {
            tree.append_path_with_name(&path, path.strip_prefix(&paper).unwrap()).unwrap();
        }
        let bytes = tree.into_inner().unwrap().finish().unwrap();
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        bulk.append_data(&mut header, format!("2401/2401.{number:05}.gz"), bytes.as_slice()).unwrap();
    }
    bulk.into_inner().unwrap()
}

fn bulk(folder: &Path, rounds: usize) {
    let bulk = packed(folder);
    let mut unpacked = 0;
    let plain = best(rounds, || {
        let mut tar = tar::Archive::new(bulk.as_slice());
        unpacked = 0;
        for entry in tar.entries().unwrap() {
            unpacked += io::copy(&mut GzDecoder::new(entry.unwrap()), &mut io::sink()).unwrap();
        }
    });
    let mut opened = 0;
    let ours = best(rounds, || {
        opened = papers(bulk.as_slice(), Limits::default())
            .map(|paper| paper.unwrap().unpack(&Limits::default()).files.len())
            .sum();
    });
    let size = unpacked as f64 / 1e6;
    println!("bulk tar       {size:.0} MB unpacked; plain decompression {:.0} MB/s", size / plain);
    println!(
        "  opened       {:.0} MB/s, {opened} files: {:.2} × plain decompression",
        size / ours,
        plain / ours
    );
}

fn latex(folder: &Path, rounds: usize) {
    let inputs = inputs(Kind::Latex, folder, &["tex", "ltx", "bbl", "sty", "cls", "txt", "def"]);
    let tex = inputs.iter().flat_map(|input| &input.files).filter(|file| file.path.ends_with(".tex"));
    let tex = tex.map(|file| file.bytes.len()).sum::<usize>() as f64 / 1e6;
    let mut passages = 0;
    let ours = best(rounds, || passages = inputs.iter().map(|input| read(input).passages.len()).sum());
    println!(
        "latex          {} papers, {tex:.1} MB of TeX: {:.0} MB/s, {passages} passages",
        inputs.len(),
        tex / ours
    );
    if !installed("pandoc") {
        return println!("  pandoc       is not installed");
    }
    let mut read_by_pandoc = 0.0;
    let theirs = best(1, || {
        read_by_pandoc = 0.0;
        for file in
            inputs.iter().take(20).flat_map(|input| &input.files).filter(|file| file.path.ends_with(".tex"))
        {
            through(Command::new("pandoc").args(["-f", "latex", "-t", "plain"]), &file.bytes);
            read_by_pandoc += file.bytes.len() as f64 / 1e6;
        }
    });
    println!(
        "  pandoc       {:.2} MB/s: {:.0} ×",
        read_by_pandoc / theirs,
        (tex / ours) / (read_by_pandoc / theirs)
    );
}

fn through(command: &mut Command, bytes: &[u8]) {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = piped.spawn().unwrap();
    // A tool that gives up does not read to the end.
    let _ = child.stdin.take().unwrap().write_all(bytes);
    child.wait().unwrap();
}

fn pdf(folder: &Path, rounds: usize) {
    let inputs = inputs(Kind::Pdf, folder, &["pdf"]);
    let mut pages = 0;
    let ours = best(rounds, || pages = inputs.iter().map(|input| read(input).sources.len()).sum());
    let rate = pages as f64 / ours;
    println!("pdf            {} papers, {pages} pages: {rate:.0} pages/s", inputs.len());
    if !installed("pdftotext") {
        return println!("  pdftotext    is not installed");
    }
    let theirs = best(rounds, || {
        for input in &inputs {
            for file in &input.files {
                let path = Path::new(&input.name).join(&file.path);
                let mut child = Command::new("pdftotext")
                    .arg(path)
                    .arg("-")
                    .stdout(Stdio::piped())
                    .stderr(Stdio::null())
                    .spawn()
                    .unwrap();
                let mut text = Vec::new();
                child.stdout.take().unwrap().read_to_end(&mut text).unwrap();
                child.wait().unwrap();
            }
        }
    });
    println!("  pdftotext    {:.0} pages/s: {:.2} ×", pages as f64 / theirs, theirs / ours);
}

fn markup(kind: Kind, folder: &Path, rounds: usize) {
    let inputs = inputs(kind, folder, &["html", "xml", "txt", "md"]);
    let ours = best(rounds, || inputs.iter().for_each(|input| drop(read(input))));
    let size = megabytes(&inputs);
    println!(
        "{:<14} {} papers, {size:.1} MB: {:.0} MB/s",
        format!("{kind:?}").to_lowercase(),
        inputs.len(),
        size / ours
    );
}
