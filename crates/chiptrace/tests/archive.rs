//! Archives as arXiv hands them out, and archives made to do harm.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::io::{Read, Write};

use chiptrace::document::archive::{Limits, Shape, Unpacked, detect, papers, unpack};
use chiptrace::document::{Kind, ProblemKind};
use flate2::Compression;
use flate2::write::GzEncoder;
use tar::{Builder, EntryType, Header};

const TEX: &[u8] = b"\\documentclass{article}\\begin{document}Hello\\end{document}";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn header(size: usize, kind: EntryType) -> Header {
    let mut header = Header::new_gnu();
    header.set_size(size as u64);
    header.set_entry_type(kind);
    header.set_mode(0o644);
    header
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = Builder::new(Vec::new());
    for (path, bytes) in members {
        let mut header = header(bytes.len(), EntryType::Regular);
        builder.append_data(&mut header, path, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

/// A member whose path is written as it is, which `append_data` would refuse.
fn raw_member(path: &str, kind: EntryType) -> Vec<u8> {
    let mut header = header(TEX.len(), kind);
    header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
    header.set_cksum();
    let mut builder = Builder::new(Vec::new());
    builder.append(&header, TEX).unwrap();
    builder.into_inner().unwrap()
}

fn paths(unpacked: &Unpacked) -> Vec<&str> {
    unpacked.files.iter().map(|file| file.path.as_str()).collect()
}

fn kinds(unpacked: &Unpacked) -> Vec<ProblemKind> {
    unpacked.problems.iter().map(|problem| problem.kind).collect()
}

#[test]
fn a_paper_is_found_however_it_is_packed() {
    let tree = tar(&[
        ("./main.tex", TEX),
        ("fig/plot.png", b"not read"),
        ("ref.bbl", b"\\bibitem{a}"),
        ("a.bst", b"x"),
    ]);
    for (name, bytes) in [("p.tar", tree.clone()), ("p.tar.gz", gzip(&tree)), ("p", gzip(&tree))] {
        let unpacked = unpack(name, &bytes, &Limits::default());
        assert_eq!(unpacked.kind, Some(Kind::Latex));
        assert_eq!(paths(&unpacked), ["main.tex", "ref.bbl"]);
        assert!(unpacked.problems.is_empty());
    }
    for (name, bytes) in [("p.tex", TEX.to_vec()), ("p.gz", gzip(TEX)), ("2401.00001", TEX.to_vec())] {
        let unpacked = unpack(name, &bytes, &Limits::default());
        assert_eq!((unpacked.kind, unpacked.files[0].bytes.as_slice()), (Some(Kind::Latex), TEX));
    }
    let pdf = unpack("p.gz", &gzip(b"%PDF-1.7 ..."), &Limits::default());
    assert_eq!(pdf.kind, Some(Kind::Pdf));
    let old = unpack("p.tar.gz", &gzip(&tar(&[("paper", TEX), ("README", b"Words.")])), &Limits::default());
    assert_eq!((old.kind, paths(&old)), (Some(Kind::Latex), vec!["paper", "README"]));
}

#[test]
fn without_tex_the_longest_other_paper_is_taken() {
    let tree = tar(&[("a.txt", b"short"), ("paper.pdf", b"%PDF-1.4 longer than the text"), ("x.png", b"x")]);
    let unpacked = unpack("p.tar", &tree, &Limits::default());
    assert_eq!((unpacked.kind, paths(&unpacked)), (Some(Kind::Pdf), vec!["paper.pdf"]));
    let empty = unpack("p.tar", &tar(&[("x.png", b"x")]), &Limits::default());
    assert_eq!(kinds(&empty), [ProblemKind::UnknownKind]);
}

#[test]
fn what_leads_outside_is_refused_and_the_rest_is_read() {
    let mut bytes = Vec::new();
    for (path, kind) in [
        ("../../etc/x.tex", EntryType::Regular),
        ("/etc/y.tex", EntryType::Regular),
        ("a/../b.tex", EntryType::Regular),
        ("link.tex", EntryType::Symlink),
        ("hard.tex", EntryType::Link),
        ("null.tex", EntryType::Char),
        ("pipe.tex", EntryType::Fifo),
    ] {
        bytes.extend_from_slice(&raw_member(path, kind));
    }
    bytes.extend_from_slice(&tar(&[("main.tex", TEX)]));
    let unpacked = unpack("p.tar", &bytes, &Limits::default());
    assert_eq!(paths(&unpacked), ["main.tex"]);
    assert_eq!(kinds(&unpacked), [ProblemKind::UnsafePath; 7]);
}

#[test]
fn a_cut_gzip_gives_what_came_before() {
    let noise: Vec<u8> = (0..200_000u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    let whole = gzip(&tar(&[("main.tex", TEX), ("long.tex", &noise)]));
    let unpacked = unpack("p.tar.gz", &whole[..whole.len() / 2], &Limits::default());
    assert_eq!(paths(&unpacked), ["main.tex", "long.tex"]);
    assert!(!unpacked.files[1].bytes.is_empty() && unpacked.files[1].bytes.len() < noise.len());
    assert_eq!(kinds(&unpacked), [ProblemKind::Broken]);
}

#[test]
fn a_bomb_stops_at_the_limits() {
    let zeros = vec![0; 80 << 20];
    let bomb = gzip(&tar(&[("main.tex", TEX), ("zeros.dat", &zeros), ("late.tex", TEX)]));
    let by_ratio = unpack("p.tar.gz", &bomb, &Limits::default());
    assert_eq!((paths(&by_ratio), kinds(&by_ratio)), (vec!["main.tex"], vec![ProblemKind::Limit]));
    let limits = Limits { total: 1 << 20, ..Limits::default() };
    let by_total = unpack("p.tar.gz", &bomb, &limits);
    assert_eq!((paths(&by_total), kinds(&by_total)), (vec!["main.tex"], vec![ProblemKind::Limit]));
    let limits = Limits { member: 10, ..Limits::default() };
    let by_member = unpack("p.tar", &tar(&[("main.tex", TEX)]), &limits);
    assert_eq!((by_member.files[0].bytes.len(), kinds(&by_member)), (10, vec![ProblemKind::Limit]));
}

#[test]
fn many_members_and_strange_names_are_bounded() {
    let many: Vec<(String, &[u8])> = (0..500).map(|n| (format!("{n}.dat"), &b""[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let unpacked = unpack("p.tar", &tar(&many), &Limits { members: 100, ..Limits::default() });
    assert_eq!(kinds(&unpacked), [ProblemKind::Limit]);
    let long = format!("{}/main.tex", "d".repeat(300));
    let unpacked = unpack("p.tar", &tar(&[(&long, TEX), ("line\nbreak.tex", TEX)]), &Limits::default());
    assert_eq!(paths(&unpacked), [long.as_str(), "line\nbreak.tex"]);
    let mut bad = tar(&[("main.tex", TEX)]);
    bad.extend_from_slice(&[7; 1024]);
    assert_eq!(kinds(&unpack("p.tar", &bad, &Limits::default())), [ProblemKind::Broken]);
}

#[test]
fn problems_of_one_kind_are_counted_after_ten() {
    let bytes: Vec<u8> = (0..30).flat_map(|_| raw_member("../x.tex", EntryType::Regular)).collect();
    assert_eq!(unpack("p.tar", &bytes, &Limits::default()).problems.len(), 11);
}

#[test]
fn a_bulk_archive_gives_one_paper_at_a_time() {
    let bulk = tar(&[
        ("2401/2401.00001.gz", &gzip(TEX)),
        ("2401/2401.00002.pdf", b"%PDF-1.4"),
        ("2401/manifest.xml", b"<?xml version='1.0'?><arXivSRC><file/></arXivSRC>"),
        ("0001/astro-ph0001001.gz", &gzip(TEX)),
    ]);
    assert_eq!(detect("x.tar", &bulk), Shape::Bulk);
    for bytes in [bulk.clone(), gzip(&bulk)] {
        let mut found: Vec<_> = papers(bytes.as_slice(), Limits::default()).map(Result::unwrap).collect();
        let names: Vec<&str> = found.iter().map(|paper| paper.name.as_str()).collect();
        assert_eq!(names, ["2401.00001", "2401.00002", "astro-ph/0001001"]);
        assert_eq!(found.remove(0).unpack(&Limits::default()).kind, Some(Kind::Latex));
    }
}

/// The papers of a tar, as `name: files`, and the kinds of the problems.
fn stream(bytes: &[u8], limits: Limits) -> (Vec<String>, Vec<ProblemKind>) {
    let (mut named, mut kinds) = (Vec::new(), Vec::new());
    for found in papers(bytes, limits) {
        match found {
            Err(problem) => kinds.push(problem.kind),
            Ok(paper) => {
                let name = paper.name.clone();
                let unpacked = paper.unpack(&limits);
                assert!(unpacked.kind.is_some(), "{name}");
                named.push(format!("{name}: {}", paths(&unpacked).join(" ")));
            }
        }
    }
    (named, kinds)
}

#[test]
fn a_stream_of_folders_and_files_gives_one_paper_for_each() {
    const MAIN: &[u8] = b"\\documentclass{article}\\begin{document}\\input{parts/one}\\end{document}";
    let whole = tar(&[
        ("all/a/figures/plot.pdf", b"%PDF-1.4"),
        ("all/a/parts/one.tex", b"One."),
        ("all/a/more/note.csv", b"1"),
        ("all/a/more/two.tex", b"Two."),
        ("all/a/main.tex", MAIN),
        ("all/a/main.bbl", b"\\bibitem{a}"),
        ("all/a/curve.pdf", b"%PDF-1.4"),
        ("all/b.pdf", b"%PDF-1.4"),
        ("all/c.tex", TEX),
        ("all/d.tex", TEX),
        ("all/e.html", b"<!DOCTYPE html><html>"),
        ("all/2401.00001.gz", &gzip(TEX)),
        ("all/f.txt", b"Words of a paper."),
    ]);
    let expected = [
        "all/a: all/a/parts/one.tex all/a/more/two.tex all/a/main.tex all/a/main.bbl",
        "all/b.pdf: all/b.pdf",
        "all/c.tex: all/c.tex",
        "all/d.tex: all/d.tex",
        "all/e.html: all/e.html",
        "2401.00001: all/2401.00001",
        "all/f.txt: all/f.txt",
    ];
    for bytes in [whole.clone(), gzip(&whole)] {
        assert_eq!(stream(&bytes, Limits::default()), (expected.map(str::to_owned).to_vec(), vec![]));
    }
    let one = tar(&[("main.tex", MAIN), ("parts/one.tex", b"One."), ("curve.pdf", b"%PDF-1.4")]);
    assert_eq!(stream(&one, Limits::default()).0, [": main.tex parts/one.tex"]);
}

#[test]
fn a_stream_keeps_to_its_limits() {
    let zeros = vec![0; 80 << 20];
    let bomb = gzip(&tar(&[("a.tex", TEX), ("zeros.dat", &zeros), ("late.tex", TEX)]));
    let found = stream(&bomb, Limits::default());
    assert_eq!(found, (vec![": a.tex".to_owned()], vec![ProblemKind::Limit]));
    let packed = gzip(&vec![b' '; 80 << 20]);
    let inside = tar(&[("2401.00001.gz", &packed), ("2401.00002.gz", &gzip(TEX))]);
    let mut found = papers(inside.as_slice(), Limits::default()).map(Result::unwrap);
    let bomb = found.next().unwrap().unpack(&Limits::default());
    assert_eq!(kinds(&bomb), [ProblemKind::Limit]);
    assert_eq!(found.next().unwrap().unpack(&Limits::default()).kind, Some(Kind::Latex));
    let small = Limits { paper: 4, ..Limits::default() };
    assert_eq!(stream(&inside, small).1, [ProblemKind::Limit; 2]);
}

#[test]
fn a_million_empty_members_are_passed_over() {
    let empty = tar(&[("x.tex", b"")]);
    let header = &empty[..512];
    let mut many = header.repeat(1_000_000);
    many.extend_from_slice(&tar(&[("main.tex", TEX)]));
    assert_eq!(stream(&many, Limits::default()).0, [": main.tex"]);
    let unpacked = unpack("p.tar", &many, &Limits::default());
    assert_eq!(kinds(&unpacked), [ProblemKind::Limit]);
}

#[test]
fn a_cut_bulk_archive_ends_with_one_problem() {
    let bulk = tar(&[("2401/2401.00001.gz", &gzip(TEX)), ("2401/2401.00002.gz", &[1; 4000])]);
    let found: Vec<_> = papers(bulk[..2000].chain(&b""[..]), Limits::default()).collect();
    assert!(found[0].is_ok());
    assert_eq!(found[1].as_ref().unwrap_err().kind, ProblemKind::Broken);
    assert_eq!(found.len(), 2);
}

#[test]
fn formats_are_told_by_their_bytes_before_their_names() {
    for (name, bytes, shape) in [
        ("a", &b""[..], Shape::Empty),
        ("a.tex", b"<!DOCTYPE html><html>", Shape::Paper(Kind::Html)),
        ("a.txt", b"%PDF-1.5", Shape::Paper(Kind::Pdf)),
        ("a.xml", b"<?xml version='1.0'?><!DOCTYPE article><article>", Shape::Paper(Kind::Jats)),
        ("a.md", b"Words", Shape::Paper(Kind::Markdown)),
        ("a", b"# Title\n\nWords", Shape::Paper(Kind::Markdown)),
        ("a", b"Words of a paper", Shape::Paper(Kind::Text)),
        ("a.zip", b"PK\x03\x04", Shape::Zip),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\0\x01", Shape::Unknown),
    ] {
        assert_eq!(detect(name, bytes), shape, "{name}");
    }
}
