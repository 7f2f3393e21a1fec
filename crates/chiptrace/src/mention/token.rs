//! Cutting a view into runs of letters, runs of digits and single signs.
//!
//! `8xA100-80GB` is `8 x A 100 - 80 GB`: chip names and counts are written with or without
//! separators, and these small pieces make both look alike.

use std::ops::Range;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Letters of one word; a Chinese character is a word of its own.
    Letters,
    /// Decimal digits.
    Digits,
    /// Any other single character that is no white space.
    Sign,
}

/// A piece of a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte in the view.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// What it is made of.
    pub class: Class,
    /// Whether white space, or the beginning of the view, stands before it.
    pub spaced: bool,
    /// Whether a line break stands before it (rows of a table).
    pub line_start: bool,
}

impl Token {
    /// Its bytes in the view.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// The tokens of a view, with the view.
#[derive(Debug)]
pub struct Tokens<'t> {
    view: &'t str,
    tokens: Vec<Token>,
}

impl<'t> Tokens<'t> {
    /// Cuts a view.
    pub fn of(view: &'t str) -> Self {
        let mut tokens: Vec<Token> = Vec::with_capacity(view.len() / 4);
        let mut spaced = true;
        let mut line_start = true;
        for (start, character) in view.char_indices() {
            let Some(class) = classify(character) else {
                spaced = true;
                line_start |= character == '\n';
                continue;
            };
            let end = start + character.len_utf8();
            let joins = !spaced && class != Class::Sign && !is_han(character);
            match tokens.last_mut() {
                Some(last)
                    if joins
                        && last.class == class
                        && last.end == start
                        && !ends_han(view, last)
                        && !is_times(view, last) =>
                {
                    last.end = end;
                }
                _ => tokens.push(Token { start, end, class, spaced, line_start }),
            }
            spaced = false;
            line_start = false;
        }
        Self { view, tokens }
    }

    /// The view that was cut.
    pub fn view(&self) -> &'t str {
        self.view
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether the view holds nothing but white space.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Token `index`, if there is one.
    pub fn get(&self, index: usize) -> Option<Token> {
        self.tokens.get(index).copied()
    }

    /// The text of token `index`; empty outside.
    pub fn text(&self, index: usize) -> &'t str {
        self.get(index).and_then(|token| self.view.get(token.range())).unwrap_or("")
    }

    /// Whether token `index` is `word`, whatever the case.
    pub fn is(&self, index: usize, word: &str) -> bool {
        self.text(index).eq_ignore_ascii_case(word)
    }

    /// Whether token `index` is one of `words` (given in lower case).
    pub fn is_any(&self, index: usize, words: &[&str]) -> bool {
        let text = self.text(index);
        !text.is_empty() && words.iter().any(|word| text.eq_ignore_ascii_case(word))
    }

    /// What token `index` is made of.
    pub fn class(&self, index: usize) -> Option<Class> {
        self.get(index).map(|token| token.class)
    }

    /// Whether token `index` follows the one before it without white space.
    pub fn glued(&self, index: usize) -> bool {
        index > 0 && self.get(index).is_some_and(|token| !token.spaced)
    }

    /// The bytes of the view from token `range.start` to the token before `range.end`.
    pub fn bytes(&self, range: Range<usize>) -> Range<usize> {
        let Some(last) = range.end.checked_sub(1) else { return 0..0 };
        match (self.get(range.start), self.get(last)) {
            (Some(first), Some(last)) if first.start < last.end => first.start..last.end,
            _ => 0..0,
        }
    }

    /// The text from token `range.start` to the token before `range.end`.
    pub fn slice(&self, range: Range<usize>) -> &'t str {
        self.view.get(self.bytes(range)).unwrap_or("")
    }

    /// The index of the first token that begins at or after byte `byte`.
    pub fn at_byte(&self, byte: usize) -> usize {
        self.tokens.partition_point(|token| token.start < byte)
    }
}

fn classify(character: char) -> Option<Class> {
    match character {
        'a'..='z' | 'A'..='Z' => Some(Class::Letters),
        '0'..='9' => Some(Class::Digits),
        _ if character.is_whitespace() => None,
        _ if character.is_alphabetic() => Some(Class::Letters),
        _ => Some(Class::Sign),
    }
}

fn ends_han(view: &str, token: &Token) -> bool {
    view.get(token.range()).and_then(|text| text.chars().next()).is_some_and(is_han)
}

/// Whether a letter x directly after digits is a multiplication sign: `8xA100`.
fn is_times(view: &str, token: &Token) -> bool {
    let before = view.get(..token.start).and_then(|text| text.chars().next_back());
    matches!(view.get(token.range()), Some("x" | "X")) && before.is_some_and(|c| c.is_ascii_digit())
}

/// Whether a character is a Chinese one.
pub(crate) fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(view: &str) -> Vec<&str> {
        let tokens = Tokens::of(view);
        (0..tokens.len()).map(|index| tokens.text(index)).collect()
    }

    #[test]
    fn names_and_counts_fall_apart_the_same_way_with_or_without_separators() {
        assert_eq!(pieces("8xA100-80GB"), ["8", "x", "A", "100", "-", "80", "GB"]);
        assert_eq!(pieces("RTX 3090Ti"), ["RTX", "3090", "Ti"]);
        assert_eq!(pieces("使用8张A100"), ["使", "用", "8", "张", "A", "100"]);
    }

    #[test]
    fn glue_and_lines_are_known() {
        let tokens = Tokens::of("a 8x\nb");
        assert_eq!((0..4).map(|i| tokens.glued(i)).collect::<Vec<_>>(), [false, false, true, false]);
        assert!(tokens.get(3).is_some_and(|token| token.line_start));
        assert_eq!(tokens.slice(1..3), "8x");
        assert_eq!(tokens.at_byte(2), 1);
    }
}
