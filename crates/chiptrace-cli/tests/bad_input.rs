//! Input that cannot be read: each gives a line that names file and reason, the rest goes on, and nothing is
//! written.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod program;

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use program::{Answer, chiptrace, examine};
use tempfile::TempDir;

const GOOD: &str = "\\documentclass{article}\\begin{document}\\title{A Good Paper}\\maketitle\n\
    We trained the model on two NVIDIA A100 GPUs.\\end{document}";

/// A folder with one good paper and whatever a test puts beside it.
struct Batch {
    folder: TempDir,
}

impl Batch {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // An archive beside them makes the folder a collection of papers.
        fs::write(folder.path().join("zz-good.tex.gz"), gzip(GOOD.as_bytes())).unwrap();
        Self { folder }
    }

    fn with(name: &str, bytes: &[u8]) -> Self {
        let batch = Self::new();
        fs::write(batch.path(name), bytes).unwrap();
        batch
    }

    fn path(&self, name: impl AsRef<OsStr>) -> PathBuf {
        self.folder.path().join(Path::new(name.as_ref()))
    }

    fn names(&self) -> Vec<PathBuf> {
        let mut names: Vec<PathBuf> =
            fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        names.sort();
        names
    }

    /// Reads the folder, and sees to it that the good paper was read and nothing was written.
    fn read(&self) -> Answer {
        let before = self.names();
        let answer = examine(&[self.folder.path().to_str().unwrap()]);
        assert_eq!(self.names(), before, "something was written");
        let good = answer.record("zz-good.tex.gz");
        assert_eq!(good["disclosures"][0]["chip"], "nvidia-a100", "{good}");
        assert!(!answer.errors.contains("panicked"), "{}", answer.errors);
        answer
    }

    /// The same for a paper that cannot be read for a reason.
    #[track_caller]
    fn refused(&self, name: &str, kind: &str) -> Answer {
        let answer = self.read();
        let lines: Vec<&str> = answer.errors.lines().filter(|line| line.contains(name)).collect();
        assert_eq!(lines.len(), 1, "{}", answer.errors);
        assert!(lines[0].contains(&format!(": {kind}: ")), "{}", lines[0]);
        assert_eq!(answer.code, 1);
        assert_eq!(answer.record(name)["problems"][0]["kind"], kind);
        answer
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A PDF of one page whose content stream is `content`, with `trailer` added to its trailer.
fn pdf(content: &str, trailer: &str) -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut offsets = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let start = file.len();
    file.push_str("xref\n0 5\n0000000000 65535 f \n");
    offsets.iter().for_each(|offset| file.push_str(&format!("{offset:010} 00000 n \n")));
    file.push_str(&format!("trailer\n<< /Size 5 /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n"));
    file.into_bytes()
}

#[test]
fn an_empty_file() {
    Batch::with("empty.tex.gz", &gzip(b"")).refused("empty.tex.gz", "empty");
    Batch::with("empty.pdf", b"").refused("empty.pdf", "empty");
}

#[test]
fn a_truncated_gzip() {
    let whole = gzip(GOOD.repeat(50).as_bytes());
    Batch::with("cut.tex.gz", &whole[..whole.len() / 2]).refused("cut.tex.gz", "broken");
    Batch::with("stub.tex.gz", &whole[..8]).refused("stub.tex.gz", "broken");
}

#[test]
fn a_pdf_with_a_password() {
    let encrypt = format!(
        "/Encrypt << /Filter /Standard /V 1 /R 2 /O <{0}> /U <{0}> /P -44 >> /ID [<00> <00>]",
        "5a".repeat(32)
    );
    Batch::with("locked.pdf", &pdf("", &encrypt)).refused("locked.pdf", "encrypted");
}

#[test]
fn a_scanned_pdf() {
    let picture = "q 612 0 0 792 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q";
    Batch::with("scan.pdf", &pdf(picture, "")).refused("scan.pdf", "no-text");
}

#[test]
fn a_pdf_that_is_none() {
    Batch::with("broken.pdf", b"%PDF-1.7\nnothing else").refused("broken.pdf", "broken");
}

#[test]
fn latin_1_and_gbk() {
    let latin1 = b"\\documentclass{article}\\begin{document}\\title{Caf\xe9 und Br\xfccke}\\maketitle \
        We trained on four V100 GPUs in Z\xfcrich.\\end{document}";
    // “We trained on eight A100” in Chinese, and a title, in GBK.
    let gbk = b"\\documentclass{article}\\begin{document}\\title{\xb2\xe2\xca\xd4}\\maketitle \
        \xce\xd2\xc3\xc7\xca\xb9\xd3\xc38\xd5\xc5A100\xd1\xb5\xc1\xb7\xc4\xa3\xd0\xcd\xa1\xa3\\end{document}";
    let batch = Batch::with("latin1.tex", latin1);
    fs::write(batch.path("gbk.tex"), gbk).unwrap();
    let answer = batch.read();
    assert_eq!(answer.record("latin1.tex")["title"], "Café und Brücke");
    assert_eq!(answer.record("latin1.tex")["disclosures"][0]["count"], 4);
    assert_eq!(answer.record("gbk.tex")["title"], "测试");
    assert_eq!(answer.record("gbk.tex")["disclosures"][0]["count"], 8);
}

#[test]
fn a_text_of_two_gigabytes() {
    let batch = Batch::new();
    File::create(batch.path("huge.txt")).unwrap().set_len(2 << 30).unwrap();
    let answer = batch.refused("huge.txt", "limit");
    assert!(answer.errors.contains("2048 MiB"), "{}", answer.errors);
}

#[test]
fn an_archive_that_unpacks_to_ten_gigabytes() {
    // A gzip of many members unpacks to them one after another: 640 times 16 MiB of spaces.
    let member = gzip(&vec![b' '; 16 << 20]);
    Batch::with("bomb.tex.gz", &member.repeat(640)).refused("bomb.tex.gz", "limit");
}

#[test]
fn an_archive_that_leads_outside() {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, text) in [("../../etc/x", "outside"), ("/etc/y", "outside"), ("main.tex", GOOD)] {
        let mut header = tar::Header::new_gnu();
        header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        tar.append(&header, text.as_bytes()).unwrap();
    }
    let batch = Batch::with("escape.tar.gz", &gzip(&tar.into_inner().unwrap()));
    let answer = batch.read();
    let record = answer.record("escape.tar.gz");
    assert_eq!(record["title"], "A Good Paper");
    assert_eq!(record["problems"][0]["kind"], "unsafe-path");
    assert!(answer.errors.contains("escape.tar.gz: ../../etc/x: unsafe-path: "), "{}", answer.errors);
    assert_eq!(answer.code, 1);
}

#[test]
fn a_folder_that_leads_back_to_itself() {
    let batch = Batch::new();
    fs::create_dir_all(batch.path("deep/deeper")).unwrap();
    symlink(batch.folder.path(), batch.path("deep/deeper/up")).unwrap();
    let answer = batch.refused("deep/deeper/up", "limit");
    assert_eq!(answer.records.len(), 2);
}

#[test]
fn a_link_to_nothing_and_a_path_that_is_not_there() {
    let batch = Batch::new();
    symlink("nowhere", batch.path("dangling.tex.gz")).unwrap();
    batch.refused("dangling.tex.gz", "unreadable");
    let answer = examine(&["no/such/path"]);
    assert!(answer.errors.contains("no/such/path: unreadable: "), "{}", answer.errors);
    assert_eq!(answer.code, 1);
}

#[test]
fn a_device() {
    let batch = Batch::new();
    symlink("/dev/zero", batch.path("zero.tex.gz")).unwrap();
    batch.refused("zero.tex.gz", "unreadable");
}

#[test]
fn a_file_without_permission() {
    let batch = Batch::with("secret.tex.gz", &gzip(GOOD.as_bytes()));
    let path = batch.path("secret.tex.gz");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if File::open(&path).is_ok() {
        eprintln!("skipped: this user may read everything");
        return;
    }
    batch.refused("secret.tex.gz", "unreadable");
}

#[test]
fn names_with_line_breaks_and_bytes_that_are_no_text() {
    let batch = Batch::new();
    fs::write(batch.path("two\nlines.pdf"), b"").unwrap();
    fs::write(batch.path(OsStr::from_bytes(b"\xff\xfe.pdf")), b"").unwrap();
    let answer = batch.read();
    let empty: Vec<&str> = answer.errors.lines().filter(|line| line.contains(": empty: ")).collect();
    assert_eq!(empty.len(), 2, "{}", answer.errors);
    assert!(empty.iter().any(|line| line.contains("two\u{fffd}lines.pdf")), "{}", answer.errors);
    assert_eq!((answer.records.len(), answer.code), (3, 1));
}

#[test]
fn what_is_no_paper() {
    Batch::with("picture.txt", &[0, 1, 2, 3, 0, 0, 0, 7].repeat(64)).refused("picture.txt", "unknown-kind");
}

#[test]
fn standard_input() {
    let answer = chiptrace(&["examine", "-", "--kind", "latex", "--format", "jsonl"], GOOD.as_bytes());
    assert_eq!(answer.code, 0, "{}", answer.errors);
    assert_eq!(answer.records[0]["disclosures"][0]["count"], 2);

    let packed = chiptrace(&["examine", "-", "--kind", "latex", "--format", "jsonl"], &gzip(GOOD.as_bytes()));
    assert_eq!(packed.records[0]["title"], "A Good Paper");

    let nothing = chiptrace(&["examine", "-", "--kind", "latex", "--format", "jsonl"], b"");
    assert_eq!((nothing.code, nothing.records.len()), (1, 1));
    assert!(nothing.errors.contains("chiptrace: -: empty: "), "{}", nothing.errors);

    let unnamed = chiptrace(&["examine", "-", "--format", "jsonl"], GOOD.as_bytes());
    assert_eq!(unnamed.records[0]["title"], "A Good Paper", "{}", unnamed.errors);
}

/// A tar of members whose names are bytes.
fn tar_of(members: &[(&[u8], &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name);
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        tar.append(&header, *bytes).unwrap();
    }
    tar.into_inner().unwrap()
}

#[test]
fn a_tar_on_standard_input_is_a_stream_of_papers() {
    let one = gzip(GOOD.as_bytes());
    let bulk = tar_of(&[
        (b"2401/2401.00001.gz", &one),
        (b"2401/2401.00002.gz", &one[..20]),
        (b"2401/2401.00003.gz", &one),
    ]);
    for bytes in [bulk.clone(), gzip(&bulk)] {
        let answer = chiptrace(&["examine", "-", "--format", "jsonl"], &bytes);
        let papers: Vec<&str> =
            answer.records.iter().map(|record| record["paper"].as_str().unwrap()).collect();
        assert_eq!(papers, ["-/2401.00001", "-/2401.00002", "-/2401.00003"], "{}", answer.errors);
        assert_eq!(answer.record("00003")["date"], "2024-01");
        assert!(answer.errors.contains("2401.00002.gz: broken: "), "{}", answer.errors);
        assert_eq!(answer.code, 1);
    }
    let folders =
        tar_of(&[(b"a/main.tex", GOOD.as_bytes()), (b"a/plot.pdf", b"%PDF-"), (b"b/b.tex", GOOD.as_bytes())]);
    let answer = chiptrace(&["examine", "-", "--format", "jsonl"], &folders);
    assert_eq!((answer.records.len(), answer.code), (2, 0), "{}", answer.errors);
}

#[test]
fn names_in_an_archive_break_no_line() {
    let tar = tar_of(&[
        (b"main.tex", b"\\documentclass{article}\\begin{document}\\input{two}\\end{document}"),
        (b"../two\nlines\xff.tex", b"x"),
        (b"a\nb\xfe.tex", b"\\section{Setup} We trained on two NVIDIA A100 GPUs."),
    ]);
    let batch = Batch::with("odd.tar.gz", &gzip(&tar));
    let answer = batch.read();
    assert!(answer.errors.contains("../two\u{fffd}lines\u{fffd}.tex: unsafe-path"), "{}", answer.errors);
    let path = batch.path("odd.tar.gz");
    let text = chiptrace(&["examine", path.to_str().unwrap()], b"");
    assert!(
        text.output.lines().all(|line| line.is_empty() || line.starts_with(' ') || line.ends_with(".tar.gz"))
    );
    let stream = chiptrace(&["examine", "-", "--format", "jsonl"], &tar);
    assert_eq!(stream.output.lines().count(), stream.records.len());
}

#[test]
fn limits_are_options() {
    let batch = Batch::new();
    let path = batch.path("zz-good.tex.gz");
    let run = |option: &str, value: &str| {
        chiptrace(&["examine", "--format", "jsonl", option, value, path.to_str().unwrap()], b"")
    };
    for (option, value) in [("--max-file", "20"), ("--max-unpacked", "20"), ("--max-text", "50")] {
        let answer = run(option, value);
        assert_eq!(answer.records[0]["problems"][0]["kind"], "limit", "{option}");
    }
    assert_eq!(run("--max-member", "1GiB").code, 0);
    assert_eq!(run("--max-member", "much").code, 2);
    let deep = chiptrace(
        &["examine", "--format", "jsonl", "--max-depth", "0", batch.folder.path().to_str().unwrap()],
        b"",
    );
    assert!(deep.errors.contains(": limit: "), "{}", deep.errors);
}

#[test]
fn metadata_are_joined_by_the_identifier() {
    let batch = Batch::new();
    let line = "{\"id\":\"2401.00001\",\"title\":\"By arXiv\",\"categories\":\"cs.CL cs.AI\",\
        \"versions\":[{\"version\":\"v1\",\"created\":\"Mon, 1 Jan 2024 10:00:00 GMT\"}]}";
    fs::write(batch.path("records.jsonl"), format!("not JSON\n{line}\n")).unwrap();
    let records = batch.path("records.jsonl");
    let bulk = tar_of(&[(b"2401/2401.00001.gz", &gzip(GOOD.as_bytes()))]);
    let answer =
        chiptrace(&["examine", "-", "--format", "jsonl", "--metadata", records.to_str().unwrap()], &bulk);
    let record = &answer.records[0];
    assert_eq!(
        (record["date"].as_str(), record["title"].as_str()),
        (Some("2024-01-01"), Some("A Good Paper"))
    );
    assert_eq!(record["arxiv"]["categories"], serde_json::json!(["cs.CL", "cs.AI"]));
    let missing = chiptrace(&["examine", "-", "--metadata", "no/such/file"], &bulk);
    assert_eq!(missing.code, 3, "{}", missing.errors);
}

#[test]
fn a_list_of_bulk_archives_is_no_paper() {
    let batch =
        Batch::with("arXiv_src_manifest.xml", b"<?xml version='1.0'?>\n<arXivSRC>\n<file/></arXivSRC>");
    assert_eq!(batch.read().records.len(), 1);
}

#[test]
fn passages_that_are_none() {
    let lines = "{\"id\": 1, \"text\": \"We trained on two A100 GPUs.\"}\nnot JSON\n\n{\"id\": 3, \"text\": \"Nothing.\"}\n";
    let answer = chiptrace(&["examine", "--passages", "-"], lines.as_bytes());
    assert_eq!((answer.code, answer.records.len()), (1, 2));
    assert_eq!(answer.records[0]["disclosures"][0]["count"], 2);
    assert!(answer.errors.contains("-:2: "), "{}", answer.errors);
}
