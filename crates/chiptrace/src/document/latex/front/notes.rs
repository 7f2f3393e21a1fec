//! Notes to authors that say where they work: “A. Author is with the Institute of …”.

use std::ops::Range;

use super::affiliation::{assemble, split_at_superscripts};
use super::words;
use crate::passage::Aligned;

/// Phrases after which an institution is named.
const WITH: &[&str] = &[
    "is with ",
    "are with ",
    "is also with ",
    "are also with ",
    "was with ",
    "were with ",
    "is affiliated with ",
    "are affiliated with ",
    "both with ",
    "is at ",
    "are at ",
];

/// Words of notes that say something else: money, correspondence, circumstances.
const OTHER_MATTERS: &[&str] = &[
    "support",
    "fund",
    "grant",
    "sponsor",
    "correspond",
    "equal",
    "work done",
    "intern",
    "conducted",
    "thank",
    "partially",
    "program",
    "project",
    "received",
    "accepted",
    "digital object",
    "contribut",
    "visiting",
    "while ",
];

/// The affiliations in a note.
pub fn affiliations(note: &Aligned) -> Vec<Aligned> {
    let view = note.view();
    let starts: Vec<(usize, usize)> = phrases(view);
    if starts.is_empty() {
        return plain(note);
    }
    let mut found = Vec::new();
    for (index, (_, start)) in starts.iter().enumerate() {
        let end = starts.get(index + 1).map_or(view.len(), |(next, _)| *next);
        let range = sentence(view, *start..end, index + 1 < starts.len());
        found.extend(assemble(note, &[range]).filter(|text| words::names_organisation(text.view())));
    }
    found
}

/// Where each phrase begins and ends.
fn phrases(view: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = WITH
        .iter()
        .flat_map(|phrase| view.match_indices(phrase).map(|(at, phrase)| (at, at + phrase.len())))
        .filter(|(at, _)| view.get(..*at).is_some_and(|before| before.ends_with([' ', '\n'])) || *at == 0)
        .collect();
    found.sort_unstable();
    found
}

/// Cuts `range` where its sentence ends: at an address for mail, or before the people of the next one.
fn sentence(view: &str, range: Range<usize>, another_follows: bool) -> Range<usize> {
    let text = view.get(range.clone()).unwrap_or_default();
    let mail = ["(e-mail", "(email", "(E-mail", "(Email", "E-mail", "Email", "e-mail", "email", "(", "\n"];
    let mut end = mail.iter().filter_map(|word| text.find(word)).filter(|at| is_mail(text, *at)).min();
    let stop = sentence_end(text, another_follows);
    end = end.into_iter().chain(stop).min();
    range.start..range.start + end.unwrap_or(text.len())
}

/// Whether what begins at `at` is an address for mail, or a new line, and not `(a name in brackets)`.
fn is_mail(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    if rest.starts_with('\n') {
        return true;
    }
    let clause = rest.get(..rest.find(')').unwrap_or(rest.len())).unwrap_or_default();
    clause.contains('@') || clause.to_ascii_lowercase().contains("mail")
}

fn sentence_end(text: &str, another_follows: bool) -> Option<usize> {
    let mut ends = text.match_indices(['.', ';']).filter(|(at, mark)| {
        let after = text.get(at + 1..).unwrap_or_default();
        let before = text.get(..*at).unwrap_or_default();
        let apart = after.is_empty() || after.starts_with([' ', '\n']);
        *mark == ";"
            || (apart && (!ends_abbreviated(before) || begins_with_initial(after) && ends_name(before)))
    });
    let first = ends.next().map(|(at, _)| at);
    if first.is_none() && another_follows { text.rfind([',', '\n']) } else { first }
}

/// Whether somebody's initial follows: "… Lab. A. Author is with".
fn begins_with_initial(after: &str) -> bool {
    let mut chars = after.trim_start().chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next() == Some('.')
}

/// Whether the word before a full stop is one that names of institutions end with, shortened.
fn ends_name(before: &str) -> bool {
    let word = before.rsplit([' ', ',', '(', '\n']).next().unwrap_or_default();
    ["Inc", "Ltd", "Co", "Corp", "Lab"].contains(&word)
}

/// Whether the word before a full stop is an initial or an abbreviation.
fn ends_abbreviated(before: &str) -> bool {
    let word = before.rsplit([' ', ',', '(', '\n']).next().unwrap_or_default();
    word.chars().count() == 1
        || (word.contains('.') && word.len() < 7)
        || [
            "Dept", "Univ", "Inc", "Ltd", "Co", "Corp", "St", "Inst", "Lab", "Rd", "Ave", "Dr", "Prof", "No",
            "Eng", "Sci", "Elec", "Comp",
        ]
        .contains(&word)
}

/// A note that is an affiliation as it stands: `\thanks{Institute of …, City}`.
fn plain(note: &Aligned) -> Vec<Aligned> {
    let view = note.view();
    let lower = view.to_lowercase();
    if OTHER_MATTERS.iter().any(|word| lower.contains(word)) || words::is_remark(view) {
        return Vec::new();
    }
    let pieces = split_at_superscripts(view, 0..view.len());
    let sentences = pieces.into_iter().flat_map(|piece| sentences(view, piece));
    sentences
        .filter(|range| view.get(range.clone()).is_some_and(words::names_organisation))
        .filter_map(|range| assemble(note, &[range]))
        .filter(|text| words::names_organisation(text.view()) && text.view().len() < 300)
        .collect()
}

fn sentences(view: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = range.start;
    while start < range.end {
        let text = view.get(start..range.end).unwrap_or_default();
        let end = sentence_end(text, false)
            .into_iter()
            .chain(text.find('\n'))
            .min()
            .map_or(range.end, |at| start + at);
        found.push(start..end);
        start = end + 1;
    }
    found
}
