use super::writer::{Page, pdf};
use super::{assert_traceable, read};

const BODY: &str = "The abstract of this paper has lines which are long enough to be taken for running text";

fn body(page: Page, y: f32) -> Page {
    page.at(72.0, y).lines("F2", 12.0, &["Abstract"]).at(72.0, y + 20.0).lines("F1", 10.0, &[BODY; 8])
}

fn affiliations(pages: &[Page]) -> Vec<String> {
    let document = read(pdf(pages));
    assert_traceable(&document);
    document.affiliations.iter().map(|passage| passage.text.view().to_owned()).collect()
}

fn title(page: Page) -> Page {
    page.text(120.0, 90.0, "F2", 16.0, "A Title That Takes Two Lines of the").text(
        180.0,
        110.0,
        "F2",
        16.0,
        "Page on Which It Stands",
    )
}

#[test]
fn title_marked_affiliations_domains_and_the_date_of_the_stamp() {
    let mut page = title(Page::new());
    page = page.marked(150.0, 140.0, &[("Ada Example", "1"), (", Bo Sample", "1,2"), (", Cy Person", "2")]);
    page = page.text(150.0, 153.0, "F1", 6.0, "1").text(
        154.0,
        157.0,
        "F1",
        9.0,
        "University of Somewhere, Germany",
    );
    page = page.text(150.0, 165.0, "F1", 6.0, "2").text(
        154.0,
        169.0,
        "F1",
        9.0,
        "Northern Institute of Machines, Norway",
    );
    page = page.text(150.0, 184.0, "F1", 9.0, "{ada,bo}@cs.somewhere.de, cy@machines.no");
    page = page.raw("BT /F1 20 Tf 0 1 -1 0 40 200 Tm (arXiv:2401.01234v2 [cs.LG] 7 Feb 2024) Tj ET\n");
    let document = read(pdf(&[body(page, 220.0)]));
    assert_traceable(&document);
    assert_eq!(
        document.title.as_ref().map(|t| t.text.view()),
        Some("A Title That Takes Two Lines of the Page on Which It Stands")
    );
    let printed: Vec<&str> = document.affiliations.iter().map(|p| p.text.view()).collect();
    assert_eq!(printed, ["University of Somewhere, Germany", "Northern Institute of Machines, Norway"]);
    assert_eq!(document.email_domains, ["cs.somewhere.de", "machines.no"]);
    assert_eq!(document.date.map(|date| date.to_string()).as_deref(), Some("2024-02-07"));
    assert!(!document.anonymous);
    assert!(document.passages.iter().all(|p| !p.text.view().contains("arXiv:")));
}

#[test]
fn authors_side_by_side_are_not_interleaved() {
    let mut page = title(Page::new());
    let blocks = [
        ["Ada Example", "Department of Cards", "First University", "Oslo, Norway", "ada@first.no"],
        ["Bo Sample", "Laboratory of Chips", "Second Institute", "Lyon, France", "bo@second.fr"],
        ["Cy Person", "School of Boards", "Third College", "Turin, Italy", "cy@third.it"],
    ];
    // Row by row, as a table draws them.
    for row in 0..5 {
        for (column, block) in blocks.iter().enumerate() {
            page = page.text(90.0 + 160.0 * column as f32, 140.0 + 12.0 * row as f32, "F1", 10.0, block[row]);
        }
    }
    assert_eq!(
        affiliations(&[body(page, 220.0)]),
        [
            "Department of Cards, First University, Oslo, Norway",
            "Laboratory of Chips, Second Institute, Lyon, France",
            "School of Boards, Third College, Turin, Italy",
        ]
    );
}

#[test]
fn affiliations_in_a_note_at_the_foot_of_the_page() {
    let mut page = body(title(Page::new()).text(250.0, 140.0, "F1", 11.0, "A. Example and B. Sample"), 170.0);
    page = page.at(72.0, 660.0).lines(
        "F1",
        8.0,
        &[
            "A. Example is with the Department of Cards, First University, Oslo 0316, Norway (e-mail: a@first.no).",
            "B. Sample was with Second Lab, Co. Ltd., Lyon, France. He is now with the Third College, Turin, Italy.",
        ],
    );
    assert_eq!(
        affiliations(&[page]),
        [
            "Department of Cards, First University, Oslo 0316, Norway",
            "Second Lab, Co. Ltd., Lyon, France",
            "Third College, Turin, Italy"
        ]
    );
}

#[test]
fn names_beside_addresses_are_left_out() {
    let mut page = title(Page::new());
    for (row, (name, address)) in
        [("Ada Example", "ada@first.no"), ("Bo Sample", "bo@first.no")].iter().enumerate()
    {
        let y = 140.0 + 14.0 * row as f32;
        page = page.text(72.0, y, "F2", 11.0, name).text(440.0, y, "F1", 9.0, address);
    }
    page = page.text(72.0, 168.0, "F1", 10.0, "Faculty of Cards, First University, Oslo, Norway");
    assert_eq!(affiliations(&[body(page, 200.0)]), ["Faculty of Cards, First University, Oslo, Norway"]);
}

#[test]
fn an_anonymous_submission_says_so() {
    let page = title(Page::new()).text(240.0, 140.0, "F2", 11.0, "Anonymous submission");
    let document = read(pdf(&[body(page, 170.0)]));
    assert!(document.anonymous);
    assert!(document.affiliations.is_empty());
}
