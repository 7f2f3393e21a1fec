//! The alphabet of LaTeX: classes of bytes, names of commands, balanced braces.
//!
//! Every function takes a text and a byte position, and none steps back or reads twice.

/// What a byte means to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Copied as it is.
    Plain,
    /// Space or tab.
    Space,
    /// End of a line.
    Newline,
    /// `\`
    Escape,
    /// `{`
    Open,
    /// `}`
    Close,
    /// `%`
    Comment,
    /// `$`
    Dollar,
    /// `&`
    Ampersand,
    /// `#`
    Parameter,
    /// `~`
    Tie,
    /// `-`, which may be a dash.
    Hyphen,
    /// `'`, which may close a quotation.
    Apostrophe,
    /// `` ` ``
    Backtick,
    /// `^`
    Caret,
    /// First byte of a character that may be a space or a ligature.
    Wide,
}

/// The class of a byte.
pub const fn class(byte: u8) -> Class {
    match byte {
        b' ' | b'\t' | 0x0C | 0 => Class::Space,
        b'\n' | b'\r' => Class::Newline,
        b'\\' => Class::Escape,
        b'{' => Class::Open,
        b'}' => Class::Close,
        b'%' => Class::Comment,
        b'$' => Class::Dollar,
        b'&' => Class::Ampersand,
        b'#' => Class::Parameter,
        b'~' => Class::Tie,
        b'-' => Class::Hyphen,
        b'\'' => Class::Apostrophe,
        b'`' => Class::Backtick,
        b'^' => Class::Caret,
        // Lead bytes of U+00A0/U+00AD, U+2000–U+206F, U+3000, and U+E000–U+FFFF.
        0xC2 | 0xE2 | 0xE3 | 0xEE | 0xEF => Class::Wide,
        _ => Class::Plain,
    }
}

/// The class of the byte at `at`; the end of the text counts as a line end.
pub fn class_at(text: &[u8], at: usize) -> Class {
    text.get(at).map_or(Class::Newline, |byte| class(*byte))
}

/// End of the stretch from `at` on that is text to be copied: plain characters with single spaces,
/// hyphens and apostrophes between them.
pub fn plain_run(text: &[u8], at: usize) -> usize {
    let mut end = at;
    loop {
        let rest = text.get(end..).unwrap_or_default();
        end += rest.iter().position(|byte| class(*byte) != Class::Plain).unwrap_or(rest.len());
        let next = class_at(text, end + 1);
        let goes_on = match class_at(text, end) {
            Class::Space => text.get(end) == Some(&b' ') && end > at && next == Class::Plain,
            Class::Hyphen => next != Class::Hyphen,
            Class::Apostrophe => next != Class::Apostrophe,
            _ => false,
        };
        if !goes_on || end >= text.len() {
            return end;
        }
        end += 1;
    }
}

/// End of the name of the command whose backslash stands before `at`: letters (and `@` where it
/// counts as one), or one character of another kind. `at` itself at the end of the text.
pub fn name_end(text: &str, at: usize, at_is_letter: bool) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let letter = |byte: &u8| byte.is_ascii_alphabetic() || (at_is_letter && *byte == b'@');
    let letters = rest.iter().position(|byte| !letter(byte)).unwrap_or(rest.len());
    if letters > 1 || rest.first().is_some_and(u8::is_ascii_alphabetic) {
        return at + letters;
    }
    at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
}

/// End of the command at `at` where it is an argument; `\csname name\endcsname` is one.
pub fn token_end(text: &str, at: usize) -> usize {
    let end = name_end(text, at + 1, true);
    let close = "\\endcsname";
    match text.get(at..end) {
        Some("\\csname") => {
            let line = text.get(end..line_end(text.as_bytes(), end)).unwrap_or_default();
            line.find(close).map_or(end, |offset| end + offset + close.len())
        }
        _ => end,
    }
}

/// Position after the brace that closes the group opened just before `at`, and whether there is one.
/// Without one, the position is the end of the text.
pub fn group_end(text: &[u8], at: usize, open: u8, close: u8) -> Option<usize> {
    let mut depth = 0_usize;
    let mut here = at;
    while let Some(byte) = text.get(here) {
        match *byte {
            b'\\' => here += 1,
            b'%' => here = line_end(text, here),
            b'{' if open != b'{' => here = group_end_or(text, here + 1),
            byte if byte == open => depth += 1,
            byte if byte == close && depth == 0 => return Some(here + 1),
            byte if byte == close => depth -= 1,
            b'}' => return None,
            _ => {}
        }
        here += 1;
    }
    None
}

// Position of the closing brace, for the caller's step of one byte.
fn group_end_or(text: &[u8], at: usize) -> usize {
    group_end(text, at, b'{', b'}').map_or(text.len(), |end| end - 1)
}

/// Position of the line end that closes the line `at` stands in, or the end of the text.
pub fn line_end(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    memchr::memchr2(b'\n', b'\r', rest).map_or(text.len(), |offset| at + offset)
}

/// White space from `at` on: where it ends, and whether it holds a blank line.
pub fn white_space(text: &[u8], at: usize) -> (usize, bool) {
    let mut here = at;
    let at_line_start = at.checked_sub(1).is_some_and(|before| class_at(text, before) == Class::Newline);
    let mut lines = u32::from(at_line_start);
    loop {
        match text.get(here) {
            Some(b'\r') if text.get(here + 1) == Some(&b'\n') => {}
            Some(b'\n' | b'\r') => lines += 1,
            Some(byte) if class(*byte) == Class::Space => {}
            _ => return (here, lines > 1),
        }
        here += 1;
    }
}

/// Position after a comment that begins at `at`: its line end and the indentation of the next line
/// belong to it, a blank line after it does not.
pub fn comment_end(text: &[u8], at: usize) -> usize {
    let end = line_end(text, at);
    let next = if text.get(end..end + 2) == Some(b"\r\n") { end + 2 } else { (end + 1).min(text.len()) };
    let rest = text.get(next..).unwrap_or_default();
    let indent = rest.iter().position(|byte| class(*byte) != Class::Space).unwrap_or(rest.len());
    if class_at(text, next + indent) == Class::Newline { next } else { next + indent }
}

/// Where a line's comment begins, if it has one.
fn comment_start(line: &[u8]) -> Option<usize> {
    let mut here = 0;
    loop {
        here += memchr::memchr2(b'\\', b'%', line.get(here..)?)?;
        if line.get(here) == Some(&b'%') {
            return Some(here);
        }
        here += 2;
    }
}

/// How long the length or number is that `text` begins with, `=` or `plus` before it included.
pub fn dimension_length(text: &str) -> Option<usize> {
    let rest = text.trim_start_matches([' ', '=']);
    let rest = ["plus", "minus"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    let rest = rest.trim_start_matches([' ', '-', '+']);
    let number = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let after = rest.get(number..)?;
    let unit = after.trim_start_matches(' ');
    let unit = unit.strip_prefix("true").unwrap_or(unit);
    let units = ["pt", "em", "ex", "in", "cm", "mm", "pc", "sp", "mu", "bp", "fill", "fil"];
    let end = units.iter().find_map(|name| unit.strip_prefix(name)).unwrap_or(after);
    (number > 0).then(|| text.len() - end.len())
}

/// Whether byte `at` stands in a comment.
pub fn is_commented(text: &[u8], at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let begin = memchr::memrchr2(b'\n', b'\r', before).map_or(0, |end| end + 1);
    comment_start(before.get(begin..).unwrap_or_default()).is_some()
}

/// Where the text of a file begins that is a document of its own: after its `\begin{document}`.
/// 0 for a file that is none.
pub fn body_start(text: &str) -> usize {
    let begin = "\\begin{document}";
    memchr::memmem::find(text.as_bytes(), begin.as_bytes()).map_or(0, |at| at + begin.len())
}

/// Where the environment `name` that `at` stands in ends: position of its `\end`, and after it.
pub fn environment_end(text: &str, at: usize, name: &str) -> Option<(usize, usize)> {
    let end = format!("\\end{{{name}}}");
    let rest = text.as_bytes().get(at..)?;
    let offset = memchr::memmem::find(rest, end.as_bytes())?;
    Some((at + offset, at + offset + end.len()))
}

/// White space and comments from `at` on, up to but not including a blank line.
pub fn filler_end(text: &[u8], at: usize) -> usize {
    let mut here = at;
    loop {
        let (end, blank) = white_space(text, here);
        if blank {
            return here;
        }
        if text.get(end) != Some(&b'%') {
            return end;
        }
        here = comment_end(text, end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str) -> &str {
        &text[..plain_run(text.as_bytes(), 0)]
    }

    #[test]
    fn runs_end_where_markup_begins() {
        assert_eq!(run("eight well-known cards"), "eight well-known cards");
        assert_eq!(run("a  b"), "a");
        assert_eq!(run("a {b}"), "a");
        assert_eq!(run("a--b"), "a");
        assert_eq!(run("it's ''so"), "it's");
        assert_eq!(run("a "), "a");
        assert_eq!(run(""), "");
    }

    #[test]
    fn groups_close_at_their_own_brace() {
        let end =
            |text: &str| group_end(text.as_bytes(), 1, text.as_bytes()[0], text.as_bytes()[text.len() - 1]);
        assert_eq!(end("{a{b}c}"), Some(7));
        assert_eq!(end(r"{a\}b}"), Some(6));
        assert_eq!(end("[a{]}b]"), Some(7));
        assert_eq!(group_end(b"a %}\n b} c", 0, b'{', b'}'), Some(8));
        assert_eq!(group_end(b"{{{", 1, b'{', b'}'), None);
        assert_eq!(group_end(b"a}b]", 0, b'[', b']'), None);
    }

    #[test]
    fn comments_take_their_line_end_and_indentation() {
        let text = b"a% c\n  b";
        assert_eq!(comment_end(text, 1), 7);
        assert_eq!(comment_end(b"% c\n\nb", 0), 4);
        assert_eq!(comment_end(b"% c", 0), 3);
        assert_eq!(filler_end(b" % c\n {x}", 0), 6);
        assert_eq!(filler_end(b"\n\n{x}", 0), 0);
    }

    #[test]
    fn lengths_end_after_their_unit() {
        assert_eq!(dimension_length(" 2pt plus"), Some(4));
        assert_eq!(dimension_length("=-0.5 em{"), Some(8));
        assert_eq!(dimension_length(" plus 1fil x"), Some(10));
        assert_eq!(dimension_length("=1000 8 cards"), Some(5));
        assert_eq!(dimension_length(" in the text"), None);
    }

    #[test]
    fn names_are_letters_or_one_character() {
        assert_eq!(name_end(r"\textbf{x}", 1, false), 7);
        assert_eq!(name_end(r"\a@b", 1, true), 4);
        assert_eq!(name_end(r"\é", 1, false), 3);
        assert_eq!(name_end("\\", 1, false), 1);
    }
}
