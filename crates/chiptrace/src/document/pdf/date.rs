//! Days and months as papers print them: `15 Mar 2023`, `July 5 - 10, 2020`, `March 2024`.

use chiptrace_controls::date::{Date, PartialDate};

use crate::document::month;

/// The first day or month that a text states.
pub(super) fn find(text: &str) -> Option<PartialDate> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | ';' | ':' | '–' | '—' | '.'))
        .filter(|word| !word.is_empty())
        .collect();
    (0..words.len())
        .find_map(|at| day(&words, at))
        .or_else(|| (0..words.len()).find_map(|at| month_only(&words, at)))
}

fn day(words: &[&str], at: usize) -> Option<PartialDate> {
    let word = words.get(at)?;
    if let Some(date) = word.get(..10).filter(|_| word.len() == 10).and_then(iso) {
        return Some(date);
    }
    let month = month::named(word)?;
    let before = at.checked_sub(1).and_then(|before| number(words.get(before)?));
    let after: Vec<&str> = words.iter().skip(at + 1).take(5).copied().collect();
    let next = after.first().and_then(|word| number(word));
    let year_after = after.iter().find_map(|word| year(word));
    let direct_year = after.first().and_then(|word| year(word));
    match (before, direct_year, next, year_after) {
        (Some(day), Some(year), _, _) => dated(year, month, day),
        (_, None, Some(day), Some(year)) => dated(year, month, day),
        _ => None,
    }
}

fn month_only(words: &[&str], at: usize) -> Option<PartialDate> {
    PartialDate::month(year(words.get(at + 1)?)?, month::named(words.get(at)?)?)
}

fn dated(year: i16, month: i8, day: i8) -> Option<PartialDate> {
    Date::new(year, month, day).ok().map(PartialDate::day)
}

fn iso(word: &str) -> Option<PartialDate> {
    let date: PartialDate = word.parse().ok()?;
    (1990..=2099).contains(&date.earliest().year()).then_some(date)
}

fn number(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
    let first = digits.split(['-', '‑']).next()?;
    first.parse().ok().filter(|day| (1..=31).contains(day))
}

fn year(word: &str) -> Option<i16> {
    word.parse().ok().filter(|year| (1990..=2099).contains(year) && word.len() == 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_dates_are_found() {
        for (text, date) in [
            ("arXiv:2303.08398v1 [cs.CV] 15 Mar 2023", Some("2023-03-15")),
            ("July 5 - 10, 2020. ©2020 The Society", Some("2020-07-05")),
            ("New Town, June 1-6, 2018", Some("2018-06-01")),
            ("Received March 3rd, 2024; accepted 4 May 2024", Some("2024-03-03")),
            ("Technical report, November 2024", Some("2024-11")),
            ("Published 2024-05-06.", Some("2024-05-06")),
            ("we may train 12 models", None),
            ("Volume 12, 2023", None),
        ] {
            assert_eq!(find(text).map(|date| date.to_string()).as_deref(), date, "{text}");
        }
    }
}
