//! How captions of figures and tables begin.

/// The words that captions begin with; of two that begin alike the longer one stands first.
const NAMES: [&str; 13] = [
    "Figure",
    "FIGURE",
    "Fig.",
    "Fig",
    "FIG.",
    "Table",
    "TABLE",
    "Tab.",
    "Algorithm",
    "Listing",
    "Scheme",
    "图",
    "表",
];

/// Whether a text begins as a caption: `Figure 3:`, `Table IV`, `Fig. 2. Cards`, but not `Figure 3 shows`.
///
/// `set_off` says that its letters are unlike running text; then no punctuation is needed.
pub(super) fn begins(text: &str, set_off: bool) -> bool {
    let Some(rest) = NAMES.iter().find_map(|name| text.strip_prefix(name)) else { return false };
    let rest = rest.trim_start();
    let number = rest.get(..number_length(rest)).unwrap_or_default().trim_end_matches(['.', '-']);
    if number.is_empty() {
        return false;
    }
    let after = rest.get(number.len()..).unwrap_or_default().trim_start();
    let closed = after.strip_prefix(['.', '-']).map(str::trim_start);
    after.is_empty()
        || after.starts_with([':', '：', '|', '—', '–', '*'])
        || closed.is_some_and(|next| !next.starts_with(char::is_lowercase))
        || (set_off && after.starts_with(char::is_uppercase))
}

/// How many bytes are the number of a figure or table: `3.`, `A.2`, `IV`, `S3`.
fn number_length(text: &str) -> usize {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let rest = text.get(letters..).unwrap_or_default();
    let digits = rest.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-')).count();
    let roman = letters > 0 && text.bytes().take(letters).all(|b| matches!(b, b'I' | b'V' | b'X'));
    let numbered = letters < 3 && rest.bytes().take(digits).any(|b| b.is_ascii_digit());
    if numbered || roman { letters + digits } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_are_told_from_sentences() {
        for caption in [
            "Figure 3: Cards",
            "Table IV",
            "Fig. 2. Cards",
            "Table 2 | Cards",
            "图 1：卡",
            "Figure S3. Cards",
            "Table A.2: Cards",
            "FIG. 1 – Cards",
            "Scheme 1.",
        ] {
            assert!(begins(caption, false), "{caption}");
        }
        for text in [
            "Figure 3 shows cards",
            "Table 2 and more",
            "Figures are cards",
            "Fig. 2. cards",
            "Table",
            "Table of",
            "Figure Cards",
        ] {
            assert!(!begins(text, false), "{text}");
        }
        assert!(begins("Table 2 Cards", true) && !begins("Table 2 Cards", false));
    }
}
