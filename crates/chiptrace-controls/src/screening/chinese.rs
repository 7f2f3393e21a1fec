//! Names in Chinese characters, as the words that compare equal to their English and pinyin forms.

use std::collections::BTreeMap;

use pinyin::ToPinyin;

use crate::name::is_ideograph;

/// Chinese words with what they say. What no word covers is read as pinyin.
#[derive(Debug, Clone, Default)]
pub(super) struct Glossary {
    /// The longest first.
    words: Vec<(String, String)>,
    /// How words that say something else than they sound are written in pinyin: `langchao` is Inspur.
    by_sound: BTreeMap<String, String>,
    /// Traditional characters with their simplified forms.
    simplified: BTreeMap<char, char>,
}

impl Glossary {
    /// Sorts the words; `traditional` has characters with their simplified forms, pair by pair; `is_common`
    /// tells what many names say, which is not looked up by its sound.
    pub fn new(words: BTreeMap<String, String>, traditional: &str, is_common: impl Fn(&str) -> bool) -> Self {
        let by_sound = words.iter().filter(|(_, meaning)| !meaning.is_empty() && !is_common(meaning));
        let by_sound = by_sound.map(|(word, meaning)| (sound(word), meaning.clone())).collect();
        let mut words: Vec<(String, String)> = words.into_iter().collect();
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        let pairs = traditional.split_whitespace().map(str::chars);
        let simplified = pairs.filter_map(|mut pair| pair.next().zip(pair.next())).collect();
        Self { words, by_sound, simplified }
    }

    /// What a word in pinyin stands for.
    pub fn sounding(&self, word: &str) -> Option<&str> {
        self.by_sound.get(word).map(String::as_str)
    }

    /// A name with its Chinese words put into those they stand for, and the rest into pinyin.
    pub fn read(&self, name: &str) -> String {
        if name.is_ascii() {
            return name.to_owned();
        }
        let simplified = |c: char| self.simplified.get(&c).copied().unwrap_or(c);
        let name: String = name.chars().map(simplified).collect();
        let mut out = String::new();
        let mut rest = name.as_str();
        let mut in_pinyin = false;
        while let Some(c) = rest.chars().next() {
            let known = self.words.iter().find(|(word, _)| rest.starts_with(word.as_str()));
            let (length, text) = match known {
                Some((word, meaning)) => (word.len(), format!(" {meaning} ")),
                None if is_ideograph(c) && !in_pinyin => (c.len_utf8(), format!(" {}", syllable(c))),
                None if is_ideograph(c) => (c.len_utf8(), syllable(c)),
                None if in_pinyin => (c.len_utf8(), format!(" {c}")),
                None => (c.len_utf8(), c.to_string()),
            };
            in_pinyin = known.is_none() && is_ideograph(c);
            out += &text;
            rest = rest.get(length..).unwrap_or_default();
        }
        out
    }
}

fn sound(word: &str) -> String {
    word.chars().map(syllable).collect()
}

fn syllable(c: char) -> String {
    c.to_pinyin().map_or_else(|| c.to_string(), |pinyin| pinyin.plain().replace('ü', "v"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_put_into_english_and_the_rest_into_pinyin() {
        let words = [("浪潮", "inspur"), ("大学", "university"), ("集团", "group")];
        let words = words.map(|(word, meaning)| (word.to_owned(), meaning.to_owned()));
        let glossary = Glossary::new(words.into(), "學学", |meaning| meaning != "inspur");
        assert_eq!(glossary.read("铜仁大學"), " tongren university ");
        assert_eq!(glossary.read("铜仁大学"), " tongren university ");
        assert_eq!(glossary.read("浪潮集团 AI"), " inspur  group  AI");
        assert_eq!(glossary.sounding("langchao"), Some("inspur"));
        assert_eq!(glossary.sounding("daxue"), None);
    }
}
