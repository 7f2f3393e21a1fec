//! The words a paper writes within its lines, to tell which line-end hyphens belong to a word.

use std::collections::HashSet;

use crate::document::Source;

/// The words of a paper.
#[derive(Debug, Default)]
pub(super) struct Vocabulary<'a> {
    whole: HashSet<&'a str>,
    hyphenated: HashSet<&'a str>,
}

impl<'a> Vocabulary<'a> {
    /// Collects the words of all pages; halves of words at the ends of lines are left out.
    pub fn of(sources: &'a [Source]) -> Self {
        let mut words = Self::default();
        let mut broken = false;
        for line in sources.iter().flat_map(|source| source.text.lines()) {
            for token in line.split(' ').skip(usize::from(broken)).filter(|token| !token.ends_with('-')) {
                let word = token.trim_matches(|c: char| !c.is_alphanumeric());
                let known = if word.contains('-') { &mut words.hyphenated } else { &mut words.whole };
                known.insert(word);
            }
            broken = line.ends_with('-');
        }
        words
    }

    /// Whether the hyphen between `stem`, the text up to a line's end, and `next`, the next line, is
    /// there for the line's end only.
    ///
    /// The paper decides: a word it also writes without the hyphen loses it; one it also writes with
    /// it within a line, or whose halves it uses as words, keeps it; else one between small letters goes.
    pub fn hyphen_goes(&self, stem: &str, next: &str) -> bool {
        let head = stem.rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
        let head = head.trim_start_matches(|c: char| !c.is_alphanumeric());
        let tail: String = next.chars().take_while(|c| c.is_alphabetic()).collect();
        if head.contains('-') || !head.ends_with(char::is_alphabetic) || tail.is_empty() {
            return false;
        }
        let small = head.ends_with(char::is_lowercase) && tail.starts_with(char::is_lowercase);
        let long = head.len() > 3 && tail.len() > 3;
        let two_words = long && self.whole.contains(head) && self.whole.contains(tail.as_str());
        self.whole.contains(format!("{head}{tail}").as_str())
            || (small && !two_words && !self.hyphenated.contains(format!("{head}-{tail}").as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_paper_decides_on_hyphens() {
        let text = "a scenario that is specific, a well-known one, SciBert and overview.\nthe over-\nview\n";
        let sources = [Source { text: text.to_owned(), ..Source::default() }];
        let words = Vocabulary::of(&sources);
        for (stem, next, goes) in [
            ("the accelera", "tors ran", true),
            ("a scenario", "specific one", false),
            ("a well", "known one", false),
            ("an (over", "view)", true),
            ("with Sci", "Bert", true),
            ("with Open", "Net", false),
            ("the state-of-the", "art", false),
            ("the RTX", "4090", false),
        ] {
            assert_eq!(words.hyphen_goes(stem, next), goes, "{stem}-{next}");
        }
    }
}
