//! The normalised view of a page's text: ligatures and compatibility forms as plain letters, lines
//! joined, line-end hyphens undone, raised marks set off.

use std::ops::Range;

use super::vocabulary::Vocabulary;
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
        let mark = !matches!(char, '®' | '™' | '°') && begins_raised(from.raised, at);
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

fn begins_raised(raised: &[Range<usize>], at: usize) -> bool {
    raised.binary_search_by_key(&at, |range| range.start).is_ok()
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
pub(super) fn join(view: &mut Aligned, end: (usize, usize), next: &str, words: &Vocabulary<'_>) {
    let (source, at) = end;
    let shown = view.view();
    let cut = shown.len() - shown.chars().next_back().map_or(0, char::len_utf8);
    let Some(stem) = shown.get(..cut).filter(|stem| shown.ends_with('-') && ends_in_word(stem)) else {
        if !shown.ends_with(is_ideograph) || !next.starts_with(is_ideograph) {
            view.push_replaced(source, at..at + 1, " ");
        }
        return;
    };
    if words.hyphen_goes(stem, next) {
        view.truncate(cut);
    }
}

fn ends_in_word(stem: &str) -> bool {
    stem.ends_with(char::is_alphanumeric)
}

fn is_ideograph(char: char) -> bool {
    matches!(char, '\u{3000}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}')
}
