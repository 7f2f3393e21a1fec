//! The page of a survey, as a keyboard and a screen reader meet it: what its structure must hold.

#![cfg(feature = "ledger")]
#![allow(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod program;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use program::chiptrace;
use regex::Regex;
use tempfile::TempDir;

/// An element's beginning or end, with its attributes and the text up to the next one.
#[derive(Debug, Clone)]
struct Tag {
    name: String,
    closes: bool,
    attributes: BTreeMap<String, String>,
    text: String,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    fn opens(&self, name: &str) -> bool {
        !self.closes && self.name == name
    }
}

/// The page of the examples, in the plain or the source-protecting mode.
fn page(more: &[&str]) -> String {
    let folder = TempDir::new().unwrap();
    let (survey, page) = (folder.path().join("survey"), folder.path().join("report.html"));
    let out = survey.to_str().unwrap();
    chiptrace(&["survey", "examples", "--today", "2026-01-01", "--out", out], b"");
    let mut arguments = vec!["report", out, "--out", page.to_str().unwrap()];
    arguments.extend(more);
    let answer = chiptrace(&arguments, b"");
    assert_eq!(answer.code, 0, "{}", answer.errors);
    fs::read_to_string(page).unwrap()
}

fn tags(page: &str) -> Vec<Tag> {
    let (style, script) =
        (Regex::new("(?s)<style>.*?</style>").unwrap(), Regex::new("(?s)<script>.*?</script>").unwrap());
    let bare = script.replace_all(page, "").into_owned();
    let bare = style.replace_all(&bare, "").into_owned();
    let tag = Regex::new(r#"<(/?)([a-z][a-z0-9]*)((?: [a-zA-Z0-9:-]+(?:="[^"]*")?)*) ?/?>([^<]*)"#).unwrap();
    let attribute = Regex::new(r#" ([a-zA-Z0-9:-]+)(?:="([^"]*)")?"#).unwrap();
    let attributes = |text: &str| {
        let all = attribute.captures_iter(text);
        all.map(|found| (found[1].to_owned(), found.get(2).map_or("", |value| value.as_str()).to_owned()))
            .collect()
    };
    tag.captures_iter(&bare)
        .map(|found| Tag {
            name: found[2].to_owned(),
            closes: !found[1].is_empty(),
            attributes: attributes(&found[3]),
            text: found[4].trim().to_owned(),
        })
        .collect()
}

/// What stands within each element of a name, nested ones of other names included.
fn within<'t>(tags: &'t [Tag], name: &str) -> Vec<&'t [Tag]> {
    let starts = tags.iter().enumerate().filter(|(_, tag)| tag.opens(name));
    starts
        .map(|(at, _)| {
            let rest = &tags[at..];
            let end = rest.iter().position(|tag| tag.closes && tag.name == name);
            &rest[..end.unwrap_or_else(|| panic!("{name} is not closed"))]
        })
        .collect()
}

fn both_modes(check: impl Fn(&str, &[Tag])) {
    for more in [&[][..], &["--publication"][..]] {
        let page = page(more);
        check(&page, &tags(&page));
    }
}

#[test]
fn headings_go_down_one_step_at_a_time_under_one_title() {
    both_modes(|_, tags| {
        let levels: Vec<u32> = tags
            .iter()
            .filter(|tag| !tag.closes && tag.name.len() == 2 && tag.name.starts_with('h'))
            .filter_map(|tag| tag.name[1..].parse().ok())
            .collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
        assert_eq!(levels[0], 1);
        for pair in levels.windows(2) {
            assert!(pair[1] <= pair[0] + 1, "a heading of level {} follows one of {}", pair[1], pair[0]);
        }
    });
}

#[test]
fn tables_have_captions_and_heads_with_a_scope() {
    both_modes(|_, tags| {
        let tables = within(tags, "table");
        assert!(!tables.is_empty());
        for table in tables {
            assert!(table.iter().any(|tag| tag.opens("caption") && !tag.text.is_empty()), "{:?}", table[0]);
            let heads: Vec<&Tag> = table.iter().filter(|tag| tag.opens("th")).collect();
            assert!(!heads.is_empty() && heads.iter().all(|head| head.get("scope").is_some()), "{heads:?}");
        }
    });
}

#[test]
fn pictures_are_told_in_words() {
    both_modes(|_, tags| {
        let pictures = within(tags, "svg");
        assert!(pictures.len() >= 2);
        for picture in pictures {
            assert_eq!(picture[0].get("role"), Some("img"));
            assert!(picture[0].get("aria-label").is_some_and(|label| label.len() > 20), "{:?}", picture[0]);
            for part in ["title", "desc"] {
                assert!(picture.iter().any(|tag| tag.opens(part) && !tag.text.is_empty()), "no {part}");
            }
        }
    });
}

#[test]
fn the_page_has_a_language_landmarks_and_a_way_past_them() {
    both_modes(|_, tags| {
        let find =
            |name: &str| tags.iter().find(|tag| tag.opens(name)).unwrap_or_else(|| panic!("no {name}"));
        assert_eq!(find("html").get("lang"), Some("en"));
        assert!(!find("title").text.is_empty());
        find("header");
        find("main");
        assert_eq!(find("a").get("class"), Some("skip"), "the first link leads past what stands before");
        let ids: Vec<&str> = tags.iter().filter_map(|tag| tag.get("id")).collect();
        let once: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), once.len(), "an id is given twice");
        let places = tags.iter().filter_map(|tag| tag.get("href")?.strip_prefix('#'));
        let labels = tags.iter().filter_map(|tag| tag.get("aria-labelledby"));
        for place in places.chain(labels) {
            assert!(once.contains(place), "nothing is called {place}");
        }
        let target = tags.iter().find(|tag| tag.get("id") == find("a").get("href").map(|place| &place[1..]));
        assert_eq!(
            target.unwrap().get("tabindex"),
            Some("-1"),
            "the way past leads to what can have the focus"
        );
    });
}

#[test]
fn everything_that_does_something_can_be_reached_and_has_a_name() {
    both_modes(|page, tags| {
        for control in ["input", "select"] {
            let labelled: usize = within(tags, "label")
                .iter()
                .map(|label| label.iter().filter(|tag| tag.opens(control)).count())
                .sum();
            let all = tags.iter().filter(|tag| tag.opens(control)).count();
            assert_eq!(labelled, all, "{control}");
        }
        for label in within(tags, "label") {
            assert!(!label[0].text.is_empty());
        }
        for details in within(tags, "details") {
            assert!(details[1].opens("summary") && !details[1].text.is_empty(), "{:?}", &details[..2]);
        }
        for scrolled in tags.iter().filter(|tag| tag.get("class") == Some("scroll")) {
            assert_eq!(scrolled.get("tabindex"), Some("0"), "what scrolls must be reached by keyboard");
            assert!(scrolled.get("role").is_some() && scrolled.get("aria-label").is_some());
        }
        let taken_out = tags.iter().filter(|tag| tag.get("tabindex") == Some("-1") && tag.name != "h2");
        assert_eq!(taken_out.count(), 0, "something is taken out of the order of the keyboard");
        assert!(tags.iter().all(|tag| tag.get("onclick").is_none()));
        assert!(tags.iter().any(|tag| tag.get("role") == Some("status")), "the number shown is told aloud");
        assert!(
            page.contains(":focus-visible")
                && !page.contains("outline: none")
                && !page.contains("outline: 0")
        );
    });
}

#[test]
fn what_a_summary_opens_says_of_which_finding() {
    let page = page(&[]);
    let tags = tags(&page);
    let opened = within(&tags, "tbody");
    let findings: Vec<_> = opened.iter().filter(|body| body[0].get("class") == Some("finding")).collect();
    assert!(!findings.is_empty());
    for finding in findings {
        let hidden = finding.iter().find(|tag| tag.get("class") == Some("hidden")).unwrap();
        assert!(hidden.text.starts_with("of "), "{}", hidden.text);
        let labels = finding.iter().filter_map(|tag| tag.get("data-label")).count();
        assert_eq!(labels, 6, "each cell of a phone's list says what it is");
    }
}
