//! Names of institutions as words that compare equal however they are printed.
//!
//! "Univ. of Sci. & Technol. of China", "UNIVERSITY OF SCIENCE AND TECHNOLOGY OF CHINA" and
//! "University of Science and Technology of China" are the same words. Case, accents, plural
//! endings, small words and common abbreviations do not count; the order of words does.

mod fold;
mod key;
mod vocabulary;

use std::ops::Range;

pub use fold::fold;
pub use key::{Key, KeyMap};
pub use vocabulary::{Role, Roles, Vocabulary, VocabularyError};

/// What stands between a word and the one before it. Greater parts more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gap {
    /// White space, a hyphen, nothing.
    Space,
    /// A small word such as "of", which is dropped.
    Of,
    /// "and", "&".
    And,
    /// A full stop or a colon.
    Stop,
    /// A bracket.
    Bracket,
    /// The end of a line, or two blanks: may part two names or the words of one.
    Line,
    /// A comma, a dash.
    Comma,
    /// A semicolon, a bullet, an empty line, the beginning of the text.
    Break,
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Two or more capitals and no small letter but a final s.
    Acronym,
    /// A capital first.
    Capitalised,
    /// No capital first.
    Lower,
    /// Holds a digit.
    Number,
    /// One Chinese or Japanese character.
    Ideograph,
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// Equal for words that count as the same.
    pub key: Key,
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What stands before it.
    pub gap: Gap,
    /// How it is written.
    pub shape: Shape,
    /// What kind of word it is in names.
    pub roles: Roles,
}

/// The words of a text, small words left out.
pub fn words(text: &str, vocabulary: &Vocabulary) -> Vec<Word> {
    let mut reader = Reader {
        text,
        vocabulary,
        shouts: !text.bytes().any(|byte| byte.is_ascii_lowercase()),
        gap: Gap::Break,
        words: Vec::with_capacity(text.len() / 6),
        folded: String::new(),
    };
    reader.read();
    reader.words
}

struct Reader<'a> {
    text: &'a str,
    vocabulary: &'a Vocabulary,
    /// Whether all of it is in capitals.
    shouts: bool,
    gap: Gap,
    words: Vec<Word>,
    folded: String,
}

impl Reader<'_> {
    fn read(&mut self) {
        let mut at = 0;
        while let Some(c) = self.text.get(at..).and_then(|rest| rest.chars().next()) {
            let next = at + c.len_utf8();
            if is_ideograph(c) {
                self.push(at..next, Shape::Ideograph);
                at = next;
            } else if is_letter(c) {
                let end = self.word_end(at);
                self.push_word(at..end);
                at = end;
            } else {
                self.separate(c, at);
                at = next;
            }
        }
    }

    /// Where the word that begins at `start` ends: letters and digits, an apostrophe between two
    /// longer parts (King's), initials whatever stands between them (U.S.A, S. N.).
    fn word_end(&self, start: usize) -> usize {
        let rest = self.text.get(start..).unwrap_or_default();
        if let Some(len) = initials(rest) {
            return start + len;
        }
        // Most words are of plain letters, and end at a plain blank or comma.
        let plain = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        match rest.as_bytes().get(plain) {
            None => return start + plain,
            Some(b' ' | b',' | b'-' | b'|' | b';' | b')') if plain > 0 => return start + plain,
            Some(_) => {}
        }
        let mut end = start;
        let mut letters = 0;
        let mut chars = rest.char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            let follows = chars.peek().map(|(_, next)| *next);
            if is_ideograph(c) || begins_anew(rest, offset, c, follows) {
                break;
            } else if is_letter(c) || is_mark(c) {
                letters += usize::from(!is_mark(c));
            } else if is_apostrophe(c) && letters > 1 && follows.is_some_and(char::is_alphanumeric) {
                letters += 1;
            } else if c == '.' && letters == 1 && is_initial(rest, offset + 1) {
                letters = 0;
            } else {
                break;
            }
            end = start + offset + c.len_utf8();
        }
        end
    }

    fn separate(&mut self, c: char, at: usize) {
        let next = self.text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
        let gap = match c {
            '\n' if next == Some('\n') => Gap::Break,
            '\n' => Gap::Line,
            ' ' if next == Some(' ') => Gap::Line,
            '-' if next == Some(' ') && self.text.get(..at).is_some_and(|head| head.ends_with(' ')) => {
                Gap::Comma
            }
            '&' | '+' | '/' => Gap::And,
            '.' | ':' => Gap::Stop,
            '(' | ')' | '[' | ']' | '（' | '）' | '{' | '}' => Gap::Bracket,
            ',' | '，' | '、' | '–' | '—' | '*' | '#' | '^' | '_' | '|' => Gap::Comma,
            ';' | '；' | '•' | '†' | '‡' | '§' | '¶' | '。' => Gap::Break,
            _ => Gap::Space,
        };
        self.gap = self.gap.max(gap);
    }

    fn push_word(&mut self, range: Range<usize>) {
        let shape = shape(self.text.get(range.clone()).unwrap_or_default());
        self.push(range, shape);
    }

    fn push(&mut self, range: Range<usize>, shape: Shape) {
        fold(self.text.get(range.clone()).unwrap_or_default(), &mut self.folded);
        let (key, roles) = self.vocabulary.look_up(&self.folded);
        if roles.has(Role::And) {
            self.gap = self.gap.max(Gap::And);
        } else if roles.has(Role::Small) && (self.shouts || shape != Shape::Acronym) {
            self.gap = self.gap.max(Gap::Of);
        } else {
            self.words.push(Word { key, range, gap: self.gap, shape, roles });
            self.gap = Gap::Space;
        }
    }
}

/// Whether a character is a letter or digit; the common scripts are told without a table.
fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        '×' | '÷' => false,
        '\u{c0}'..='\u{24f}' | '\u{400}'..='\u{481}' | '\u{1e00}'..='\u{1eff}' | '\u{ac00}'..='\u{d7a3}' => {
            true
        }
        _ => c.is_alphanumeric(),
    }
}

fn shape(word: &str) -> Shape {
    if word.bytes().skip(1).all(|byte| byte.is_ascii_lowercase()) {
        match word.as_bytes() {
            [b'A'..=b'Z', ..] => return Shape::Capitalised,
            [b'a'..=b'z', ..] => return Shape::Lower,
            _ => {}
        }
    }
    if word.chars().any(char::is_numeric) {
        return Shape::Number;
    }
    let first_is_capital = word.chars().next().is_some_and(char::is_uppercase);
    let core = word.strip_suffix('s').unwrap_or(word);
    let letters = core.chars().filter(|c| c.is_alphabetic()).count();
    if letters > 1 && core.chars().all(|c| c.is_uppercase() || !c.is_alphabetic()) {
        Shape::Acronym
    } else if first_is_capital {
        Shape::Capitalised
    } else {
        Shape::Lower
    }
}

/// Whether a footnote mark ends, or begins, within letters and digits: `2Monash`, `Munich1`.
fn begins_anew(word: &str, offset: usize, c: char, follows: Option<char>) -> bool {
    let before = word.get(..offset).unwrap_or_default();
    if c.is_uppercase() {
        return offset > 0
            && offset < 3
            && before.bytes().all(|b| b.is_ascii_digit())
            && follows.is_some_and(char::is_lowercase);
    }
    c.is_ascii_digit() && offset > 3 && before.chars().all(char::is_alphabetic)
}

fn is_initial(text: &str, at: usize) -> bool {
    let mut after = text.get(at..).unwrap_or_default().chars();
    after.next().is_some_and(char::is_alphabetic) && after.next().is_none_or(|c| !c.is_alphanumeric())
}

/// How long the two and more initials are that a text begins with, a full stop or a blank between them.
fn initials(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let initial = |at: usize| {
        bytes.get(at).is_some_and(u8::is_ascii_uppercase)
            && bytes.get(at + 1).is_none_or(|next| next.is_ascii() && !next.is_ascii_alphanumeric())
    };
    if !initial(0) {
        return None;
    }
    let mut last = 0;
    loop {
        let gap = match bytes.get(last + 1..)? {
            [b'.', b' ', ..] => 2,
            [b'.' | b' ', ..] => 1,
            _ => break,
        };
        if !initial(last + 1 + gap) {
            break;
        }
        last += 1 + gap;
    }
    (last > 0).then_some(last + 1)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '´')
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{e4e}' | '\u{5b0}'..='\u{5c7}' | '\u{64b}'..='\u{65f}')
}

/// Whether a character is a word of its own: Chinese characters and Japanese kana.
pub fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(left: &str, right: &str) -> bool {
        let vocabulary = Vocabulary::embedded().unwrap();
        let keys = |text| words(text, &vocabulary).into_iter().map(|w| w.key).collect::<Vec<_>>();
        keys(left) == keys(right)
    }

    #[test]
    fn spellings_of_a_name_are_the_same_words() {
        for (left, right) in [
            ("Univ. of Sci. & Technol. of China", "University of Science and Technology of China"),
            ("UNIVERSITÄT TRIER", "University of Trier"),
            ("Xi'an Jiaotong University", "XIAN JIAOTONG UNIV"),
            ("Université de l'Ouest", "universite de l’ouest"),
            ("U.S. Geological Survey", "US Geological Survey"),
            ("Zu\u{308}rich", "Zürich"),
            ("S. N. Bose Centre", "S.N. Bose Centre"),
            ("M. D. Anderson Center", "MD Anderson Centre"),
            ("K J Somaiya College", "K.J. Somaiya College"),
        ] {
            assert!(same(left, right), "{left} / {right}");
        }
    }

    #[test]
    fn order_and_content_words_count() {
        for (left, right) in [
            ("Washington University", "University of Washington"),
            ("Beijing University of Technology", "Beijing Institute of Technology"),
            ("Tianjin University", "Tianjin University of Technology"),
        ] {
            assert!(!same(left, right), "{left} / {right}");
        }
    }

    #[test]
    fn words_keep_their_place_and_what_stands_before_them() {
        let vocabulary = Vocabulary::embedded().unwrap();
        let text = "Dept. of Physics, ETH Zürich; 清华";
        let found = words(text, &vocabulary);
        let printed: Vec<_> = found.iter().map(|w| (&text[w.range.clone()], w.gap)).collect();
        assert_eq!(
            printed,
            [
                ("Dept", Gap::Break),
                ("Physics", Gap::Stop),
                ("ETH", Gap::Comma),
                ("Zürich", Gap::Space),
                ("清", Gap::Break),
                ("华", Gap::Space),
            ]
        );
        assert_eq!(found[2].shape, Shape::Acronym);
    }
}
