//! The normalised view of a page's text: ligatures and compatibility forms as plain letters, lines
//! joined, line-end hyphens undone, raised marks set off.
//!
//! A raised mark is shown as `^` and its text: the affiliation mark of `Ada Lovelace¹` reads
//! `Ada Lovelace^1`, the footnote mark of `H100³` reads `H100^3`, and `10⁶` reads `10^6`.

use std::ops::Range;

use memchr::memmem;

use crate::document::Source;
use crate::passage::Aligned;

/// A stretch of a page's text to be shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch<'a> {
    /// Number of the page's source.
    pub source: usize,
    /// The page's text.
    pub page: &'a str,
    /// Raised stretches of it, in order.
    pub raised: &'a [Range<usize>],
}

/// Appends the bytes `range` of a page.
pub(super) fn push(view: &mut Aligned, from: Stretch<'_>, range: Range<usize>) {
    let text = from.page.get(range.clone()).unwrap_or("");
    let mut copied = range.start;
    for (offset, char) in text.char_indices() {
        let at = range.start + offset;
        let mark = !matches!(char, '®' | '™' | '°') && from.raised.iter().any(|raised| raised.start == at);
        let folded = fold(char);
        if !mark && folded.is_none() {
            continue;
        }
        view.push_copied(from.source, copied, from.page.get(copied..at).unwrap_or(""));
        copied = at + char.len_utf8();
        let plain = folded.unwrap_or_else(|| char.to_string());
        let shown = if mark && !plain.starts_with('^') { format!("^{plain}") } else { plain };
        view.push_replaced(from.source, at..copied, &shown);
    }
    view.push_copied(from.source, copied, from.page.get(copied..range.end).unwrap_or(""));
}

/// What a character is shown as, where not as itself.
fn fold(char: char) -> Option<String> {
    if char.is_ascii() {
        return None;
    }
    let text = match char {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{3000}' => " ",
        '\u{AD}' | '\u{2010}' | '\u{2011}' => "-",
        '¹' => "^1",
        '²' => "^2",
        '³' => "^3",
        '⁰'..='⁹' => return digit(char, '⁰').map(|digit| format!("^{digit}")),
        '₀'..='₉' => return digit(char, '₀').map(String::from),
        '！'..='～' => return char::from_u32(char as u32 - 0xFEE0).map(String::from),
        '\u{1D400}'..='\u{1D7FF}' => return mathematical(char).map(String::from),
        _ => return None,
    };
    Some(text.to_owned())
}

fn digit(char: char, zero: char) -> Option<char> {
    char::from_digit(char as u32 - zero as u32, 10)
}

// The mathematical alphabets are runs of A to Z, a to z; the digits, runs of 0 to 9.
fn mathematical(char: char) -> Option<char> {
    let code = char as u32;
    match code {
        0x1D400..=0x1D6A3 => {
            let index = (code - 0x1D400) % 52;
            let letter = if index < 26 { 'A' as u32 + index } else { 'a' as u32 + index - 26 };
            char::from_u32(letter)
        }
        0x1D7CE..=0x1D7FF => char::from_digit((code - 0x1D7CE) % 10, 10),
        _ => None,
    }
}

/// Joins the line that ends at byte `end` of `page` to what follows, which begins with `next`.
pub(super) fn join(view: &mut Aligned, end: (usize, usize), next: &str, sources: &[Source]) {
    let (source, at) = end;
    let shown = view.view();
    let cut = shown.len() - shown.chars().next_back().map_or(0, char::len_utf8);
    let Some(stem) = shown.get(..cut).filter(|stem| shown.ends_with('-') && ends_in_word(stem)) else {
        if !shown.ends_with(is_ideograph) || !next.starts_with(is_ideograph) {
            view.push_replaced(source, at..at + 1, " ");
        }
        return;
    };
    if is_line_end_hyphen(stem, next, sources) {
        view.truncate(cut);
    }
}

fn ends_in_word(stem: &str) -> bool {
    stem.ends_with(char::is_alphanumeric)
}

fn is_ideograph(char: char) -> bool {
    matches!(char, '\u{3000}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}')
}

// The paper decides: a word it also writes without the hyphen loses it; one it also writes with it
// within a line, or whose halves it uses as words, keeps it; else a hyphen between small letters goes.
fn is_line_end_hyphen(stem: &str, next: &str, sources: &[Source]) -> bool {
    let head = stem.rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
    let tail: String = next.chars().take_while(|c| c.is_alphabetic()).collect();
    if head.contains('-') || !head.ends_with(char::is_alphabetic) || tail.is_empty() {
        return false;
    }
    let head = head.trim_start_matches(|c: char| !c.is_alphanumeric());
    let says = |text: &str, word: bool| sources.iter().any(|source| contains(&source.text, text, word));
    let small = head.ends_with(char::is_lowercase) && tail.starts_with(char::is_lowercase);
    let two_words = || head.len() > 3 && tail.len() > 3 && says(head, true) && says(&tail, true);
    says(&format!("{head}{tail}"), false)
        || (small && !says(&format!("{head}-{tail}"), false) && !two_words())
}

fn contains(text: &str, part: &str, as_word: bool) -> bool {
    let alone = |at: usize| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + part.len()..).and_then(|after| after.chars().next());
        before.is_none_or(|c| c == ' ' || c == '\n') && after.is_none_or(|c| c != '-' && !c.is_alphanumeric())
    };
    memmem::find_iter(text.as_bytes(), part).any(|at| !as_word || alone(at))
}
