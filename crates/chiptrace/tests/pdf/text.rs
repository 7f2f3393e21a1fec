use chiptrace::passage::{Location, Part};

use super::writer::{Page, pdf, stream, with_objects};
use super::{assert_traceable, read, views};

fn column(left: f32, y: f32, lines: &[&str]) -> Page {
    Page::new().at(left, y).lines("F1", 10.0, lines)
}

const FILLED: &str = "Every line of this column runs on to about the same right edge as all others do and";

#[test]
fn lines_join_to_paragraphs_and_line_end_hyphens_go() {
    let page = column(
        72.0,
        100.0,
        &[
            "The network was trained for three days on a single machine with eight accelera-",
            "tors of the newest kind, after which we evaluated the well-known baselines and the",
            "fine-tuned models on the same data.",
        ],
    );
    let document =
        read(pdf(&[page.at(84.0, 136.0).lines("F1", 10.0, &["A second paragraph is indented a little."])]));
    assert_traceable(&document);
    let body = views(&document, Part::Body);
    assert_eq!(body.len(), 2, "{body:?}");
    assert!(body[0].contains("eight accelerators of the newest kind"), "{body:?}");
    assert!(body[0].ends_with("the fine-tuned models on the same data."));
    assert_eq!(body[1], "A second paragraph is indented a little.");
}

#[test]
fn a_quote_over_a_hyphen_is_what_the_page_says_and_has_a_box() {
    let page = column(72.0, 100.0, &["We trained on eight accelera-", "tors for a week in May."]);
    let document = read(pdf(&[page]));
    let passage = &document.passages[0];
    let at = passage.text.view().find("eight accelerators").expect("the words joined");
    let place = passage.text.locate(at..at + "eight accelerators".len()).expect("a place");
    assert_eq!(document.quote(&place), Some("eight accelera-\ntors"));
    assert_eq!(document.sources[place.source].page, Some(1));
    let words: Vec<_> =
        document.boxes(&place).iter().map(|word| &document.sources[0].text[word.range.clone()]).collect();
    assert_eq!(words, ["eight", "accelera-", "tors"]);
    let first = &document.boxes(&place)[0];
    assert!(
        first.top < 100.0 && first.bottom > 100.0 && first.left > 72.0 && first.right < 200.0,
        "{first:?}"
    );
    assert!(document.boxes(&Location { source: 7, range: 0..5, definitions: Vec::new() }).is_empty());
}

#[test]
fn two_columns_are_read_one_after_the_other_and_over_the_page() {
    let left: Vec<&str> = vec!["words of the left column that fill it well"; 8];
    let mut first = column(72.0, 100.0, &left);
    first = first.at(320.0, 100.0).lines("F1", 10.0, &["words of the right column that fill it too"; 7]);
    first = first.lines("F1", 10.0, &["and the sentence goes on over the page"]);
    let second = column(
        72.0,
        100.0,
        &["where it ends at last. Then comes another.", "And more follows here until the end of it."],
    );
    let document = read(pdf(&[first, second]));
    assert_traceable(&document);
    let body = views(&document, Part::Body);
    assert_eq!(body.len(), 1, "{body:?}");
    assert!(body[0].contains("fill it well words of the right column"));
    assert!(body[0].contains("goes on over the page where it ends at last."));
    let place = document.passages[0].text.locate(0..5).expect("a place");
    assert_eq!(document.quote(&place), Some("words"));
}

#[test]
fn running_heads_page_numbers_and_line_numbers_are_left_out() {
    let page = |number: usize| {
        let mut page = Page::new().text(
            250.0,
            40.0,
            "F1",
            9.0,
            &format!("Some Authors / Journal of Pages 7 ({number})"),
        );
        for line in 0..12 {
            let y = 100.0 + 12.0 * line as f32;
            page = page.text(30.0, y, "F1", 7.0, &format!("{:03}", number * 12 + line));
            page = page.text(72.0, y, "F1", 10.0, FILLED);
        }
        page.text(300.0, 760.0, "F1", 9.0, &number.to_string())
    };
    let document = read(pdf(&[page(1), page(2), page(3)]));
    assert_traceable(&document);
    let all: Vec<&str> = document.passages.iter().map(|p| p.text.view()).collect();
    assert!(all.iter().all(|text| !text.contains("Journal of Pages")), "{all:?}");
    assert!(all.iter().all(|text| !text.contains(|c: char| c.is_ascii_digit())), "{all:?}");
    assert!(document.sources[0].text.contains("Journal of Pages"));
}

#[test]
fn headings_footnotes_captions_and_tables_are_told_apart() {
    let mut page = Page::new()
        .text(72.0, 72.0, "F2", 16.0, "A Paper on Cards")
        .at(72.0, 100.0)
        .lines("F2", 12.0, &["1 Experimental Setup"])
        .at(72.0, 124.0)
        .lines("F1", 10.0, &[FILLED; 5]);
    for (row, cells) in
        [["Model", "Size", "Cards"], ["Small", "1.3B", "8"], ["Large", "70B", "512"]].iter().enumerate()
    {
        for (at, cell) in cells.iter().enumerate() {
            page = page.text(120.0 + 120.0 * at as f32, 220.0 + 12.0 * row as f32, "F1", 10.0, cell);
        }
    }
    page = page.text(120.0, 270.0, "F1", 10.0, "Table 2: What was trained on how many cards.");
    page = page.at(72.0, 300.0).lines("F1", 10.0, &[FILLED; 5]);
    page =
        page.text(72.0, 690.0, "F1", 5.5, "3").text(76.0, 693.0, "F1", 8.0, "See the appendix for prices.");
    page = page.at(72.0, 400.0).lines("F2", 12.0, &["Acknowledgements"]);
    page =
        page.at(72.0, 424.0).lines("F1", 10.0, &["We thank the centre for computing time on its machine."]);
    page = page.at(72.0, 450.0).lines("F2", 12.0, &["References"]);
    page = page.at(72.0, 474.0).lines("F1", 10.0, &["[1] A. Author. A paper on cards. 2020."]);
    page = page.text(72.0, 500.0, "F2", 12.0, "A").text(96.0, 500.0, "F2", 12.0, "Machines");
    page = page.at(72.0, 524.0).lines("F1", 10.0, &["The machine has eight cards and two processors."]);
    let document = read(pdf(&[page]));
    assert_traceable(&document);
    let headings = ["1 Experimental Setup", "Acknowledgements", "References", "A Machines"];
    assert_eq!(views(&document, Part::Heading), headings);
    assert_eq!(views(&document, Part::Appendix), ["The machine has eight cards and two processors."]);
    assert_eq!(views(&document, Part::Table), ["Model | Size | Cards\nSmall | 1.3B | 8\nLarge | 70B | 512"]);
    assert_eq!(views(&document, Part::Caption), ["Table 2: What was trained on how many cards."]);
    assert_eq!(views(&document, Part::Footnote), ["^3 See the appendix for prices."]);
    assert_eq!(
        views(&document, Part::Acknowledgements),
        ["We thank the centre for computing time on its machine."]
    );
    assert_eq!(views(&document, Part::Bibliography), ["[1] A. Author. A paper on cards. 2020."]);
    let body = document.passages.iter().find(|p| p.part == Part::Body).expect("body text");
    assert_eq!(body.section.as_deref(), Some("1 Experimental Setup"));
}

#[test]
fn raised_marks_do_not_fuse_with_the_word() {
    let page =
        Page::new().marked(72.0, 100.0, &[("on four such GPU", "3"), (" for 10", "6"), (" steps", "")]);
    let document = read(pdf(&[page]));
    assert_traceable(&document);
    assert_eq!(views(&document, Part::Body), ["on four such GPU^3 for 10^6 steps"]);
    assert_eq!(document.sources[0].text, "on four such GPU3 for 106 steps\n");
}

#[test]
fn ligatures_and_wide_forms_are_folded_in_the_view_only() {
    // 0xAE and 0xB4 are not letters in WinAnsi; the ligature comes from a glyph name.
    let fonts = "/F1 10 Tf 0 Ts";
    let page = Page::new().raw(&format!("BT {fonts} 72 700 Td (8\\327A100 \\226 caf\\351) Tj ET\n"));
    let document = read(pdf(&[page]));
    assert_traceable(&document);
    assert_eq!(document.sources[0].text, "8×A100 – café\n");
    assert_eq!(views(&document, Part::Body), ["8×A100 – café"]);
}

#[test]
fn chinese_text_is_read_by_the_predefined_tables() {
    let font = "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /GBK-EUC-H /DescendantFonts \
        [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo \
        << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>] >>";
    // GBK for a compiler of machine words: 计算机.
    let form = stream(
        &format!("/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F9 {font} >> >>"),
        "BT /F9 10 Tf 72 600 Td <BCC6CBE3BBFA> Tj ET",
    );
    let document = read(with_objects(&[Page::new().raw("/X0 Do\n")], "", &[form]));
    assert_eq!(document.sources[0].text, "计算机\n");
}

#[test]
fn columns_drawn_line_by_line_across_the_page_are_read_one_after_the_other() {
    let mut page = Page::new();
    for row in 0..12 {
        let y = 100.0 + 12.0 * row as f32;
        page = page.text(72.0, y, "F1", 10.0, &format!("left words in line {row} of the left column"));
        page = page.text(320.0, y, "F1", 10.0, &format!("right words in line {row} of the right column"));
    }
    let document = read(pdf(&[page]));
    let text = &document.sources[0].text;
    assert!(text.starts_with("left words in line 0 of the left column\nleft words in line 1"), "{text}");
    assert!(text.ends_with("right words in line 11 of the right column\n"));
}

#[test]
fn lines_drawn_from_the_bottom_up_are_read_from_the_top_down() {
    let mut page = Page::new();
    for row in (0..15).rev() {
        page = page.text(72.0, 100.0 + 12.0 * row as f32, "F1", 10.0, &format!("{row} {FILLED}"));
    }
    let document = read(pdf(&[page]));
    let firsts: Vec<&str> =
        document.sources[0].text.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(firsts, (0..15).map(|row| row.to_string()).collect::<Vec<_>>());
}
