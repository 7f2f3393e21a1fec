//! Identifiers of papers in their names.

use chiptrace_controls::date::PartialDate;

/// The month in an arXiv identifier that stands in a name: `2303.08398v2` was submitted in March 2023.
pub fn arxiv_month(name: &str) -> Option<PartialDate> {
    let bytes = name.as_bytes();
    let digit = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).find_map(|at| {
        let shape =
            (at..at + 4).all(digit) && bytes.get(at + 4) == Some(&b'.') && (at + 5..at + 9).all(digit);
        let alone = !at.checked_sub(1).is_some_and(digit) && !digit(at + 10);
        let year: i16 = name.get(at..at + 2)?.parse().ok()?;
        let month: i8 = name.get(at + 2..at + 4)?.parse().ok()?;
        (shape && alone && year >= 7).then(|| PartialDate::month(2000 + year, month))?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_month_is_read_and_other_numbers_are_not() {
        let month = |name: &str| arxiv_month(name).map(|date| date.to_string());
        assert_eq!(month("latex/2303.08398"), Some("2023-03".to_owned()));
        assert_eq!(month("arXiv-2412.00001v2.tar.gz"), Some("2024-12".to_owned()));
        assert_eq!(month("biorxiv-2022.03.15.484463"), None);
        assert_eq!(month("2399.12345"), None);
        assert_eq!(month("12303.083981"), None);
    }
}
