//! The marks inside a line of Markdown or plain text: mathematics, emphasis, links, tags.

use super::formula;
use super::view::Writer;

/// How much of a line is markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Emphasis, links, escapes and entities of Markdown.
    Markdown,
    /// Only what no writer of plain text would mean literally: mathematics between `$`, tags.
    Plain,
}

/// The end of a mark is looked for so many bytes ahead, to keep the time linear.
const AHEAD: usize = 4000;

/// Writes one line, which stands at byte `start`, without its marks.
pub(super) fn write(writer: &mut Writer, start: usize, line: &str, style: Style) {
    let bytes = line.as_bytes();
    let (mut from, mut at) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        if !matches!(byte, b'$' | b'*' | b'_' | b'[' | b'!' | b'<' | b'\\' | b'`') {
            at += 1;
            continue;
        }
        let mark = Mark::find(line, at, style);
        let length = mark.length();
        if length == 0 {
            at += 1;
            continue;
        }
        text(writer, start, line, from..at, style);
        let inner = mark.write(writer, start, at);
        if let Some(inner) = inner {
            text(writer, start, line, inner, style);
        }
        at += length;
        from = at;
    }
    text(writer, start, line, from..at, style);
}

fn text(writer: &mut Writer, start: usize, line: &str, range: std::ops::Range<usize>, style: Style) {
    let raw = line.get(range.clone()).unwrap_or_default();
    match style {
        Style::Markdown => writer.markup(start + range.start, raw),
        Style::Plain => writer.plain(start + range.start, raw),
    }
}

/// A mark found in a line, with the bytes it takes.
enum Mark {
    None,
    /// Nothing is shown.
    Hidden(usize),
    /// It parts two words.
    Gap(usize),
    /// Another text is shown.
    Shown(usize, String),
    /// Raised or lowered text begins.
    Shift(usize, &'static str),
    /// A link or escape: so many bytes before and after the text that is shown.
    Around(usize, usize, usize),
}

impl Mark {
    fn find(line: &str, at: usize, style: Style) -> Self {
        let rest = line.get(at..).unwrap_or_default();
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        let markdown = style == Style::Markdown;
        match rest.as_bytes().first() {
            Some(b'$') => dollars(rest, before),
            Some(b'<') => tag(rest),
            Some(b'\\') => backslash(rest, markdown),
            Some(b'*') if rest.starts_with("**") => Self::Hidden(2),
            Some(b'*' | b'_') if markdown => emphasis(line, at, before),
            Some(b'`') if markdown => Self::Hidden(1),
            Some(b'!') if rest.starts_with("![") => link(rest, 2),
            Some(b'[') => link(rest, 1),
            _ => Self::None,
        }
    }

    fn length(&self) -> usize {
        match self {
            Self::None => 0,
            Self::Hidden(length) | Self::Gap(length) | Self::Shown(length, _) | Self::Shift(length, _) => {
                *length
            }
            Self::Around(before, shown, after) => before + shown + after,
        }
    }

    /// Writes what the mark shows; answers the part of the line that is to be written as text.
    fn write(&self, writer: &mut Writer, start: usize, at: usize) -> Option<std::ops::Range<usize>> {
        let range = start + at..start + at + self.length();
        match self {
            Self::None | Self::Hidden(_) => {}
            Self::Gap(_) => writer.space(range),
            Self::Shown(_, text) => writer.replaced(range, text),
            Self::Shift(_, sign) if writer.is_tight() => writer.replaced(range, sign),
            Self::Shift(..) => {}
            Self::Around(before, shown, _) => return Some(at + before..at + before + shown),
        }
        None
    }
}

fn window(text: &str) -> &str {
    text.get(..text.floor_char_boundary(AHEAD)).unwrap_or(text)
}

/// `$…$` or `$$…$$` on one line, unless the sign stands for money.
fn dollars(rest: &str, before: Option<char>) -> Mark {
    let fence = if rest.starts_with("$$") { 2 } else { 1 };
    let body = rest.get(fence..).unwrap_or_default();
    let close = if fence == 2 { "$$" } else { "$" };
    let Some(end) = window(body).find(close) else { return Mark::None };
    let inner = body.get(..end).unwrap_or_default();
    let priced = body.get(end + fence..).is_some_and(|after| after.starts_with(|c: char| c.is_ascii_digit()));
    if priced && !inner.contains('\\') {
        return Mark::None;
    }
    if before == Some('\\') || !is_formula(inner) {
        return Mark::None;
    }
    Mark::Shown(end + 2 * fence, formula::read(inner))
}

fn is_formula(inner: &str) -> bool {
    if inner.trim().is_empty() {
        return false;
    }
    if inner.contains(['\\', '^', '{', '_']) {
        return true;
    }
    let money = inner.starts_with(|c: char| c.is_ascii_digit()) && inner.contains(char::is_alphabetic);
    !money && inner.len() <= 40 && inner.split_whitespace().all(|word| word.chars().count() <= 6)
}

/// A tag or comment of HTML; anything else in angle brackets stays.
fn tag(rest: &str) -> Mark {
    if rest.starts_with("<!--") {
        return window(rest).find("-->").map_or(Mark::None, |end| Mark::Gap(end + 3));
    }
    if rest.starts_with("<latexit") {
        return window(rest).find("</latexit>").map_or(Mark::Gap(rest.len()), |end| Mark::Gap(end + 10));
    }
    let closing = rest.starts_with("</");
    let body = rest.get(if closing { 2 } else { 1 }..).unwrap_or_default();
    let name =
        body.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
    let after = body.get(name.len()..).unwrap_or_default();
    let Some(end) = window(rest).find('>').filter(|_| after.starts_with(['>', ' ', '/'])) else {
        return Mark::None;
    };
    match name.as_str() {
        "sup" if !closing => Mark::Shift(end + 1, "^"),
        "sub" if !closing => Mark::Shift(end + 1, "_"),
        "sup" | "sub" | "b" | "i" | "em" | "strong" | "span" | "a" | "u" | "font" | "code" | "small"
        | "mark" | "s" => Mark::Hidden(end + 1),
        "br" | "p" | "div" | "img" | "hr" | "center" | "details" | "summary" | "figure" | "figcaption"
        | "h1" | "h2" | "h3" | "table" | "tbody" | "thead" | "tr" | "td" | "th" | "li" | "ul" | "ol" => {
            Mark::Gap(end + 1)
        }
        _ => Mark::None,
    }
}

/// A TeX command outside of mathematics (`\approx 83`), or an escape of Markdown (`\*`).
fn backslash(rest: &str, markdown: bool) -> Mark {
    let after = rest.get(1..).unwrap_or_default();
    if markdown && after.starts_with(|c: char| c.is_ascii_punctuation()) {
        return Mark::Around(1, 1, 0);
    }
    let name = after.bytes().take_while(u8::is_ascii_alphabetic).count();
    match formula::sign(after.get(..name).unwrap_or_default()) {
        Some(sign) if name > 1 => Mark::Shown(1 + name, sign.to_owned()),
        _ => Mark::None,
    }
}

/// `[text](address)`: the text. Anything else in square brackets is a citation and stays.
fn link(rest: &str, open: usize) -> Mark {
    let Some(close) =
        window(rest).find("](").filter(|&close| !rest.get(open..close).unwrap_or_default().contains(']'))
    else {
        return Mark::None;
    };
    let Some(end) = rest.get(close..).and_then(|rest| window(rest).find(')')) else { return Mark::None };
    Mark::Around(open, close - open, end + 1)
}

/// `*x*` and `_x_`: the mark touches a word on its inner side only, and has a partner on the line.
fn emphasis(line: &str, at: usize, before: Option<char>) -> Mark {
    let sign = line.get(at..at + 1).unwrap_or_default();
    let after = line.get(at + 1..).unwrap_or_default();
    let opens =
        before.is_none_or(|c| !c.is_alphanumeric()) && after.starts_with(|c: char| !c.is_whitespace());
    let closes = before.is_some_and(|c| !c.is_whitespace()) && !after.starts_with(char::is_alphanumeric);
    let earlier = line.get(..at).unwrap_or_default();
    let partner = match (opens, closes) {
        (true, _) if after.contains(sign) => true,
        (_, true) => earlier.contains(sign),
        _ => false,
    };
    if partner { Mark::Hidden(1) } else { Mark::None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(line: &str, style: Style) -> String {
        let mut writer = Writer::new(0);
        write(&mut writer, 0, line, style);
        writer.finish().view().to_owned()
    }

    #[test]
    fn marks_give_way_to_what_they_show() {
        for (line, expected) in [
            (r"trained on $8 \times$ **A100**", "trained on 8× A100"),
            ("rate $1 0 ^ { - 4 }$ here", "rate 10^-4 here"),
            ("see [the page](https://a.b/c) and [12]", "see the page and [12]"),
            ("a *b* c_d _e_ f", "a b c_d e f"),
            ("A100<sup>2</sup> and CO<sub>2</sub>", "A100^2 and CO_2"),
            ("one<br>two <span id='a'>three</span>", "one two three"),
            (r"Li1,2\* &amp; Wu", "Li1,2* & Wu"),
            ("it costs $2 per hour and $3 per day", "it costs $2 per hour and $3 per day"),
            ("cheap ($0.01-$0.05 each)", "cheap ($0.01-$0.05 each)"),
            ("x < y and y > z", "x < y and y > z"),
            (r"\approx 83 min", "≈ 83 min"),
        ] {
            assert_eq!(view(line, Style::Markdown), expected);
        }
    }

    #[test]
    fn plain_text_keeps_what_is_not_plainly_markup() {
        for (line, expected) in [
            ("a * b * c and snake_case_name", "a * b * c and snake_case_name"),
            (r"\approx 83 min, $8\times$A100", "≈ 83 min, 8×A100"),
            ("AT&amp;T", "AT&amp;T"),
        ] {
            assert_eq!(view(line, Style::Plain), expected);
        }
    }
}
