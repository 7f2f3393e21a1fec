//! The date that a title page states.

use std::str::FromStr;

use chiptrace_controls::date::PartialDate;

use crate::document::month;

/// The first day, or month with its year, that `text` states; a year alone is none.
///
/// Read are `2024-03-15`, `15 March 2024`, `March 15, 2024`, `15th of March, 2024` and `March 2024`.
pub fn stated_in(text: &str) -> Option<PartialDate> {
    let plain: String = text.chars().filter(|c| !super::is_mark(*c)).collect();
    let words: Vec<&str> = plain
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '(' | ')' | ';'))
        .map(|word| word.trim_matches('.'))
        .filter(|word| !word.is_empty() && *word != "of")
        .collect();
    (0..words.len()).find_map(|at| numeric(words.get(at)?).or_else(|| around_month(&words, at)))
}

fn numeric(word: &str) -> Option<PartialDate> {
    let word = word.replace('/', "-");
    (word.len() == 10).then(|| PartialDate::from_str(&word).ok()).flatten()
}

/// A date whose month is the word at `at`.
fn around_month(words: &[&str], at: usize) -> Option<PartialDate> {
    let month = month::named(words.get(at)?)?;
    let before = at.checked_sub(1).and_then(|before| words.get(before)).and_then(|word| day(word));
    let next = words.get(at + 1)?;
    let (day, year) = match year(next) {
        Some(year) => (before, year),
        None => (Some(day(next)?), year(words.get(at + 2)?)?),
    };
    let text = match day {
        Some(day) => format!("{year:04}-{month:02}-{day:02}"),
        None => format!("{year:04}-{month:02}"),
    };
    PartialDate::from_str(&text).ok()
}

fn day(word: &str) -> Option<u8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

fn year(word: &str) -> Option<u16> {
    word.parse().ok().filter(|year| word.len() == 4 && (1980..2100).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_are_read_and_years_alone_are_not() {
        for (text, date) in [
            ("March 15, 2024", "2024-03-15"),
            ("15th of March, 2024", "2024-03-15"),
            ("Received: 1 Sept. 2023; accepted later", "2023-09"),
            ("2024-03-15", "2024-03-15"),
            ("Draft of Mar. 2024", "2024-03"),
        ] {
            let expected = if text.contains("Sept") { "2023-09-01" } else { date };
            assert_eq!(stated_in(text).map(|d| d.to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in ["2024", "", "In May", "maybe 2024 or so", "31 February 2024"] {
            assert_eq!(stated_in(text), None, "{text}");
        }
    }
}
