use std::io::Read;

use chiptrace::document::ProblemKind;
use chiptrace::document::pdf::budget::{MAX_OBJECTS, MAX_PAGES};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use proptest::prelude::*;

use super::writer::{Page, assemble, pdf, stream, with_objects};
use super::{assert_traceable, problems, read, views};
use chiptrace::passage::Part;

fn sample() -> Vec<u8> {
    let page = Page::new()
        .at(72.0, 100.0)
        .lines("F2", 14.0, &["A Title of a Paper"])
        .marked(72.0, 130.0, &[("Ada Example", "1"), (" and Bo Sample", "2")])
        .at(72.0, 160.0)
        .lines(
            "F1",
            10.0,
            &["We used eight cards for the whole of the train-", "ing and one card for tests."],
        );
    with_objects(&[page.clone(), page.raw("/X0 Do\n")], "", &[form("BT /F1 8 Tf 72 72 Td (label) Tj ET", "")])
}

fn form(content: &str, x_objects: &str) -> String {
    let dict = format!(
        "/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font 3 0 R /XObject << {x_objects} >> >>"
    );
    stream(&dict, content)
}

#[test]
fn nothing_and_what_is_no_pdf() {
    assert_eq!(problems(&read(Vec::new())), [ProblemKind::Empty]);
    assert_eq!(problems(&read(b"<html>no</html>".to_vec())), [ProblemKind::Broken]);
    assert_eq!(problems(&read(b"%PDF-1.7\n".to_vec())), [ProblemKind::Broken]);
}

#[test]
fn pages_without_text_are_said_to_be_so() {
    let document = read(pdf(&[Page::new(), Page::new().raw("0 0 100 100 re f\n")]));
    assert_eq!(problems(&document), [ProblemKind::NoText]);
    assert!(document.passages.is_empty());
}

#[test]
fn a_password_is_asked_for() {
    let o = "00".repeat(32);
    let encrypt =
        format!("/ID [<01> <01>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <{o}> /U <{o}> /P -4 >>");
    let document = read(with_objects(&[Page::new().text(72.0, 72.0, "F1", 10.0, "secret")], &encrypt, &[]));
    assert_eq!(problems(&document), [ProblemKind::Encrypted]);
    assert!(document.passages.is_empty());
}

#[test]
fn text_that_cannot_be_read_is_not_passed_on() {
    let page = Page::new().at(72.0, 100.0).lines("F3", 10.0, &["ABCDEFABCDEF"; 9]);
    let document = read(pdf(&[page]));
    assert_eq!(problems(&document), [ProblemKind::UnreadableText]);
    assert!(document.passages.is_empty());
}

#[test]
fn forms_that_double_at_every_level_end() {
    let next = |level: usize| form(&"/N Do ".repeat(8), &format!("/N {} 0 R", 1001 + level));
    let mut further: Vec<String> = (0..30).map(next).collect();
    further.push(form("BT /F1 8 Tf 72 72 Td (deep) Tj ET", ""));
    let document = read(with_objects(&[Page::new().raw("/X20 Do /X0 Do\n")], "", &further));
    assert_eq!(problems(&document), [ProblemKind::Limit]);
}

#[test]
fn a_form_that_contains_itself_ends() {
    let content = "BT /F1 8 Tf 72 72 Td (again) Tj ET /X0 Do /X1 Do";
    let further = [form(content, "/X0 1000 0 R /X1 1001 0 R"), form(content, "/X0 1001 0 R /X1 1000 0 R")];
    let document = read(with_objects(&[Page::new().raw("/X0 Do\n")], "", &further));
    assert!(document.sources[0].text.starts_with("again"));
}

#[test]
fn a_page_tree_that_contains_itself_ends() {
    let objects = [
        (1, "<< /Type /Catalog /Pages 2 0 R >>".to_owned()),
        (2, "<< /Type /Pages /Count 2 /Kids [2 0 R 3 0 R] >>".to_owned()),
        (3, "<< /Type /Pages /Count 1 /Kids [2 0 R 3 0 R] >>".to_owned()),
    ];
    assert!(read(assemble(&objects, "")).passages.is_empty());
}

#[test]
fn pages_beyond_the_limit_are_left_out() {
    let page = Page::new().text(72.0, 100.0, "F1", 10.0, "one of very many pages");
    let document = read(pdf(&vec![page; 10_000]));
    assert_eq!(problems(&document), [ProblemKind::Limit]);
    assert_eq!(document.sources.len(), MAX_PAGES);
}

/// A file of one page and `count` objects that nothing uses.
fn objects(count: usize) -> Vec<u8> {
    let mut file = pdf(&[Page::new().text(72.0, 100.0, "F1", 10.0, "one page among many objects")]);
    let table = file.windows(5).rposition(|five| five == b"xref\n").expect("a table");
    let rest = file.split_off(table);
    for number in 0..count {
        file.extend(format!("{} 0 obj\n0\nendobj\n", 1000 + number).bytes());
    }
    // The table is no longer where the end says: the objects are found one by one.
    file.extend(rest);
    file
}

#[test]
fn a_million_objects_are_passed_over() {
    let document = read(objects(1_000_000));
    assert_eq!(views(&document, Part::Body), ["one page among many objects"]);
    assert!(document.problems.is_empty(), "{:?}", document.problems);
}

#[test]
fn more_objects_than_the_limit_are_refused() {
    assert_eq!(problems(&read(objects(MAX_OBJECTS + 1))), [ProblemKind::Limit]);
}

#[test]
fn a_font_with_endless_widths_is_not_loaded() {
    let font = "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [<< /Type /Font \
        /Subtype /CIDFontType2 /BaseFont /A /W [0 4000000000 500] >>] >>";
    let resources = stream(
        &format!("/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F9 {font} >> >>"),
        "BT /F9 8 Tf 72 72 Td (again) Tj ET",
    );
    let page = Page::new().text(72.0, 100.0, "F1", 10.0, "the text beside it").raw("/X0 Do\n");
    let document = read(with_objects(&[page], "", &[resources]));
    assert_eq!(views(&document, Part::Body), ["the text beside it"]);
}

#[test]
fn content_that_unpacks_to_gigabytes_is_cut() {
    let mut file = b"%PDF-1.5\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n\
        << /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents \
        [4 0 R 4 0 R 4 0 R] >>\nendobj\n"
        .to_vec();
    file.extend(packed_zeros(4, "", 200 << 20));
    file.extend(b"trailer\n<< /Root 1 0 R >>\n%%EOF\n");
    let document = read(file);
    assert!(problems(&document).contains(&ProblemKind::Limit), "{:?}", document.problems);
}

#[test]
fn objects_that_unpack_to_gigabytes_are_refused() {
    let mut file = pdf(&[Page::new().text(72.0, 100.0, "F1", 10.0, "text")]);
    file.extend(packed_zeros(99, "/Type /ObjStm /N 1 /First 10", 200 << 20));
    assert_eq!(problems(&read(file)), [ProblemKind::Limit]);
}

fn packed_zeros(number: usize, dict: &str, len: usize) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    std::io::copy(&mut std::io::repeat(b' ').take(len as u64), &mut packer).expect("memory");
    let packed = packer.finish().expect("memory");
    let mut object =
        format!("{number} 0 obj\n<< {dict} /Filter /FlateDecode /Length {} >>\nstream\n", packed.len())
            .into_bytes();
    object.extend(packed);
    object.extend(b"\nendstream\nendobj\n");
    object
}

#[test]
fn deep_nesting_ends() {
    for (open, close) in [("[", "]"), ("<< /A ", " >>")] {
        let nested = format!("{}{}", open.repeat(100_000), close.repeat(100_000));
        let page = Page::new().raw(&nested).text(72.0, 100.0, "F1", 10.0, "text");
        read(with_objects(&[page], "", &[nested]));
    }
}

#[test]
fn every_truncation_is_read_without_panic() {
    let whole = sample();
    for len in (0..whole.len()).step_by(37) {
        assert_traceable(&read(whole[..len].to_vec()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn mutated_bytes_are_read_without_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
        let mut bytes = sample();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        assert_traceable(&read(bytes));
    }

    #[test]
    fn any_content_is_read_without_panic(content in "[0-9 ./()\\[\\]<>A-Za-z*'\"-]{0,400}") {
        assert_traceable(&read(pdf(&[Page::new().raw(&content)])));
    }
}
