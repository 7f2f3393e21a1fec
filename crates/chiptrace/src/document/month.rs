//! Names of months, in full or short.

const NAMES: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The month that a word names: `March`, `mar`, `Sept`.
pub(super) fn named(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let names = |name: &&str| **name == word || (matches!(word.len(), 3 | 4) && name.starts_with(&word));
    let at = NAMES.iter().position(names)?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_named_in_full_or_short() {
        let all: Vec<Option<i8>> =
            ["March", "mar", "Sept", "may", "DECEMBER", "ma", "marchs", "maybe"].map(named).into();
        assert_eq!(all, [Some(3), Some(3), Some(9), Some(5), Some(12), None, None, None]);
    }
}
