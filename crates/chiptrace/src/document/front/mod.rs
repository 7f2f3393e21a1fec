//! The head of a paper read by lines: title, affiliations, domains of e-mail addresses.
//!
//! Decisions rest on general features (words for organisations, names of countries, marks before
//! institutions and after names). A line that shows none of them may be a name and is left out.

mod features;
mod segments;
mod title;

use chiptrace_controls::date::PartialDate;

use super::{Document, month};
use crate::passage::{Aligned, Part, Passage};

pub(super) use features::{
    begins_with_numbered_name, ends_open, has_organisation, is_prose, is_remark, starts_with_mark,
    starts_with_tight_mark,
};
pub(super) use segments::unbroken;
pub(super) use title::{Vocabulary, split_title};

/// A line of so many bytes was broken because the page was full.
const FULL_LINE: usize = 60;

/// An affiliation longer than this is prose.
const LONGEST: usize = 600;

/// Reads the lines between title and abstract into `document`. An empty line parts blocks.
pub(super) fn read(lines: &[Aligned], document: &mut Document) {
    let mut open: Option<Aligned> = None;
    for line in whole_lines(lines).iter().map(segments::unglued) {
        let line = &line;
        domains(line.view(), &mut document.email_domains);
        document.anonymous |= says_anonymous(line.view());
        if document.date.is_none() {
            document.date = stated_date(line.view());
        }
        if let Some(more) = open.as_ref().and_then(|open| continuation(open.view(), line)) {
            open = open.map(|open| segments::join(open, &more));
            continue;
        }
        for segment in segments::affiliations(line) {
            push_some(document, open.replace(segment));
        }
        if line.is_empty() || !features::has_organisation(line.view()) {
            push_some(document, open.take());
        }
    }
    push_some(document, open);
}

/// Joins the lines of a list of institutions (`1Institute of …, 2University of …`) that is broken
/// where the page is full.
fn whole_lines(lines: &[Aligned]) -> Vec<Aligned> {
    let mut whole: Vec<Aligned> = Vec::with_capacity(lines.len());
    let mut width = 0;
    for line in lines {
        let view = line.view();
        let goes_on = |open: &&mut Aligned| {
            let listed = features::starts_with_tight_mark(open.view()) && !open.view().contains('@');
            let broken = width > FULL_LINE || features::ends_open(open.view()) || open.view().ends_with('-');
            listed && broken && !features::starts_with_mark(view)
        };
        let text = !view.is_empty()
            && !view.contains('@')
            && !features::is_prose(view)
            && !features::is_remark(view);
        match whole.last_mut().filter(|_| text).filter(goes_on) {
            Some(open) => *open = segments::unbroken(std::mem::take(open), line),
            None => whole.push(line.clone()),
        }
        width = view.len();
    }
    whole
}

/// Reads what a paragraph of the first page says of the authors' institutions: a note that lists
/// them, or sentences such as “A. Author is with the Institute of …”.
pub(super) fn read_note(paragraph: &Aligned, document: &mut Document) {
    let view = paragraph.view();
    let leads = [" is with ", " are with ", " associated with ", " affiliated with "];
    let said = leads.iter().any(|lead| view.contains(lead));
    let listed = features::starts_with_tight_mark(view) && features::has_organisation(view);
    if said || listed {
        let end = if said { view.len() } else { segments::sentence_end(view) };
        for segment in segments::affiliations(&paragraph.slice(0..end)) {
            push(document, segment);
        }
        domains(view, &mut document.email_domains);
    }
}

/// Adds an affiliation unless it is there already.
pub(super) fn push(document: &mut Document, text: Aligned) {
    let known = document.affiliations.iter().any(|known| known.text.view() == text.view());
    if !known && !text.is_empty() && text.view().len() <= LONGEST {
        document.affiliations.push(Passage { part: Part::Affiliation, section: None, text });
    }
}

fn push_some(document: &mut Document, text: Option<Aligned>) {
    if let Some(text) = text {
        push(document, text);
    }
}

/// What of `line` goes on with the affiliation `open`: the second half of a broken line, or its address.
fn continuation(open: &str, line: &Aligned) -> Option<Aligned> {
    let line = segments::without_addresses(line);
    let view = line.view();
    if view.is_empty()
        || features::starts_with_mark(view)
        || features::is_remark(view)
        || features::is_prose(view)
    {
        return None;
    }
    let rest_of_name = features::is_rest_of_name(view) && !features::has_place(open);
    let broken =
        features::ends_open(open) || view.starts_with(|c: char| c.is_lowercase() || c == '(') || rest_of_name;
    let address = features::has_place(view) && !features::has_organisation(view) && view.len() < 120;
    let parent = features::has_organisation(view) && features::is_department(open);
    (broken || address || parent).then_some(line)
}

/// Collects the domains of the e-mail addresses in a text.
pub(super) fn domains(text: &str, found: &mut Vec<String>) {
    for (at, _) in text.match_indices('@') {
        let name = text.get(..at).unwrap_or_default().trim_end().chars().last();
        let named = |c: char| c.is_alphanumeric() || matches!(c, '}' | ')' | ']' | '.' | '_' | '-' | '*');
        let after = text.get(at + 1..).unwrap_or_default().trim_start();
        let end = after
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-')))
            .unwrap_or(after.len());
        let Some(domain) = after.get(..end).and_then(domain).filter(|_| name.is_some_and(named)) else {
            continue;
        };
        if !found.contains(&domain) {
            found.push(domain);
        }
    }
}

/// Ends of domains that are looked for where the next word has run into one.
const TOP_LEVELS: [&str; 34] = [
    "com", "edu", "org", "net", "gov", "cn", "ai", "uk", "hk", "jp", "kr", "de", "fr", "it", "ca", "au",
    "sg", "nl", "ch", "se", "br", "il", "tw", "eu", "us", "at", "be", "dk", "fi", "ru", "ir", "ae", "sa",
    "mo",
];

/// A domain whose last label is of letters. Converters run the next word into it: `x.edu2ndAuthor`.
fn domain(printed: &str) -> Option<String> {
    let printed = printed.trim_matches(['.', '-']).to_ascii_lowercase();
    let (rest, last) = printed.rsplit_once('.')?;
    let letters = last.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(last.len());
    let last = last.get(..letters)?;
    let last = match last.len() {
        2..=4 => last,
        5.. => TOP_LEVELS.iter().find(|end| last.starts_with(**end)).unwrap_or(&last),
        _ => return None,
    };
    Some(format!("{rest}.{last}"))
}

fn says_anonymous(line: &str) -> bool {
    let line = line.to_lowercase();
    line.len() < 120
        && (line.starts_with("anonymous")
            || line.contains("anonymous author")
            || line.contains("anonymous submission"))
}

/// The day an arXiv stamp or a date line states.
fn stated_date(line: &str) -> Option<PartialDate> {
    if line.len() < 60 && !line.contains('@') {
        return date(line);
    }
    let stamp = line.find("arXiv:")?;
    let stamp = line.get(stamp..)?;
    let end = stamp.char_indices().nth(60).map_or(stamp.len(), |(at, _)| at);
    date(stamp.get(..end)?)
}

/// Reads a date: `2024-03-01`, `1 Jul 2025`, `December 6, 2023`, `March 2024`.
pub(super) fn date(text: &str) -> Option<PartialDate> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty()).collect();
    if let Some(found) =
        words.iter().find_map(|word| word.parse::<PartialDate>().ok().filter(|_| word.len() >= 7))
    {
        return Some(found);
    }
    let at = words.iter().position(|word| month::named(word).is_some())?;
    let month = month::named(words.get(at)?)?;
    let number = |index: Option<usize>| {
        words.get(index?)?.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()
    };
    let before: Option<i16> = number(at.checked_sub(1));
    let (day, year): (Option<i16>, Option<i16>) = match (number(Some(at + 1)), number(Some(at + 2))) {
        (Some(year), _) if year > 1900 => (before, Some(year)),
        (Some(day), Some(year)) if year > 1900 => (Some(day), Some(year)),
        _ => (None, None),
    };
    let year = year.filter(|year| (1950..2100).contains(year))?;
    match day.filter(|day| (1..=31).contains(day)) {
        Some(day) => format!("{year:04}-{month:02}-{day:02}").parse().ok(),
        None => PartialDate::month(year, month),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_far_as_they_are_stated() {
        for (text, expected) in [
            ("(December 6, 2023)", Some("2023-12-06")),
            ("arXiv:2507.00352v1 [cs.SE] 1 Jul 2025", Some("2025-07-01")),
            ("March 2024", Some("2024-03")),
            ("2024-03-01", Some("2024-03-01")),
            ("31 February 2024", None),
            ("You may use 8 cards", None),
        ] {
            assert_eq!(date(text).map(|d| d.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn only_domains_of_addresses_are_kept() {
        let mut found = Vec::new();
        domains("{a.b, c}@Ict.ac.cn, d@x.edu. @handle recall@10.5 e@y.edu2ndAuthor", &mut found);
        assert_eq!(found, ["ict.ac.cn", "x.edu", "y.edu"]);
    }
}
