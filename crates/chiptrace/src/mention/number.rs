//! Numbers as papers write them: digits, words, Chinese numerals.

use super::token::{Class, Tokens};

/// A number read from tokens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    /// Its value; `None` for one with decimals, which counts nothing.
    pub value: Option<u64>,
    /// The token after it.
    pub end: usize,
}

/// Larger numbers of chips than this are no counts.
const LARGEST: u64 = 10_000_000;

/// The number that begins at token `index`.
pub fn at(tokens: &Tokens<'_>, index: usize) -> Option<Number> {
    match tokens.class(index)? {
        Class::Digits => Some(digits(tokens, index)),
        Class::Letters => word(tokens, index).or_else(|| han(tokens, index)),
        Class::Sign => None,
    }
}

fn digits(tokens: &Tokens<'_>, index: usize) -> Number {
    let mut text = tokens.text(index).to_owned();
    let mut end = index + 1;
    while text.len() <= 12 && grouped(tokens, end) {
        text.push_str(tokens.text(end + 1));
        end += 2;
    }
    if continues(tokens, end, ".") {
        while continues(tokens, end, ".") {
            end += 2;
        }
        return Number { value: None, end };
    }
    let mut value = text.parse::<u64>().ok();
    if tokens.is(end, "k") && tokens.glued(end) && !tokens.glued(end + 1) {
        value = value.and_then(|value| value.checked_mul(1000));
        end += 1;
    }
    Number { value: value.filter(|value| *value <= LARGEST), end }
}

/// A comma and exactly three digits: `1,024`.
fn grouped(tokens: &Tokens<'_>, at: usize) -> bool {
    continues(tokens, at, ",") && tokens.text(at + 1).len() == 3
}

fn continues(tokens: &Tokens<'_>, at: usize, sign: &str) -> bool {
    tokens.is(at, sign)
        && tokens.glued(at)
        && tokens.glued(at + 1)
        && tokens.class(at + 1) == Some(Class::Digits)
}

fn word(tokens: &Tokens<'_>, index: usize) -> Option<Number> {
    let value = match tokens.text(index).to_ascii_lowercase().as_str() {
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "sixteen" => 16,
        "twenty" => 20,
        "thirty" => 30,
        "forty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "hundred" => 100,
        _ => return None,
    };
    let tail = match value {
        20..=60 if tokens.is(index + 1, "-") => word(tokens, index + 2).filter(|n| n.value < Some(10)),
        _ => None,
    };
    let units = tail.and_then(|n| n.value).unwrap_or(0);
    Some(Number { value: Some(value + units), end: tail.map_or(index + 1, |n| n.end) })
}

/// Chinese numerals up to ninety-nine; only before a measure word, since 一 stands in many words.
fn han(tokens: &Tokens<'_>, index: usize) -> Option<Number> {
    let mut value = 0;
    let mut end = index;
    while let Some(digit) = han_digit(tokens.text(end)) {
        value = match digit {
            10 if value == 0 => 10,
            10 => value * 10,
            _ => value + digit,
        };
        end += 1;
    }
    (end > index && is_measure(tokens.text(end))).then_some(Number { value: Some(value), end })
}

fn han_digit(text: &str) -> Option<u64> {
    Some(match text {
        "一" | "单" => 1,
        "二" | "两" | "双" => 2,
        "三" => 3,
        "四" => 4,
        "五" => 5,
        "六" => 6,
        "七" => 7,
        "八" => 8,
        "九" => 9,
        "十" => 10,
        _ => return None,
    })
}

/// Whether a word is a Chinese measure word for cards: 8张A100.
pub fn is_measure(text: &str) -> bool {
    matches!(text, "张" | "块" | "个" | "卡" | "片" | "颗" | "台" | "枚")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(view: &str) -> Option<(Option<u64>, usize)> {
        at(&Tokens::of(view), 0).map(|number| (number.value, number.end))
    }

    #[test]
    fn numbers_are_read_in_every_writing() {
        assert_eq!(read("8 A100"), Some((Some(8), 1)));
        assert_eq!(read("1,024 A100"), Some((Some(1024), 3)));
        assert_eq!(read("10k GPUs"), Some((Some(10_000), 2)));
        assert_eq!(read("eight"), Some((Some(8), 1)));
        assert_eq!(read("Thirty-two GPUs"), Some((Some(32), 3)));
        assert_eq!(read("十六张"), Some((Some(16), 2)));
        assert_eq!(read("两块"), Some((Some(2), 1)));
    }

    #[test]
    fn decimals_and_what_is_no_number_count_nothing() {
        assert_eq!(read("1.10 A100"), Some((None, 3)));
        assert_eq!(read("一般"), None);
        assert_eq!(read("GPU"), None);
        assert_eq!(read("99999999999999999999"), Some((None, 1)));
    }
}
