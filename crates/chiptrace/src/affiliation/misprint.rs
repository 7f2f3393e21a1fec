//! Names with one misprinted word.

use chiptrace_controls::name::{Key, Shape, Word, fold};
use chiptrace_controls::register::Register;

const SHORTEST: usize = 6;
const LONGEST: usize = 16;
const MOST_WORDS: usize = 6;

/// The words with every unknown one replaced by the only known one that differs in a letter, and
/// the places of those; `None` where there is none.
pub(super) fn corrected(text: &str, words: &[Word], register: &Register) -> Option<(Vec<Word>, Vec<usize>)> {
    let unknown = words.iter().enumerate().filter(|(_, word)| {
        let length = word.range.len();
        let proper = matches!(word.shape, Shape::Capitalised | Shape::Acronym);
        proper && (SHORTEST..=LONGEST).contains(&length) && !register.has_word(word.key)
    });
    let mut words_corrected = words.to_vec();
    let mut places = Vec::new();
    for (place, word) in unknown.take(MOST_WORDS) {
        let printed = text.get(word.range.clone()).unwrap_or_default();
        let Some(key) = neighbour(printed, register) else { continue };
        if let Some(word) = words_corrected.get_mut(place) {
            word.key = key;
            places.push(place);
        }
    }
    (!places.is_empty()).then_some((words_corrected, places))
}

/// The only known word that comes of one letter left out, put in, changed, or swapped with the next.
fn neighbour(printed: &str, register: &Register) -> Option<Key> {
    let mut folded = String::new();
    fold(printed, &mut folded);
    if !folded.is_ascii() || folded.len() < SHORTEST {
        return None;
    }
    let mut found: Option<Key> = None;
    let mut candidate = Vec::with_capacity(folded.len() + 1);
    let mut consider = |bytes: &[u8]| {
        let word = std::str::from_utf8(bytes).unwrap_or_default();
        let (key, _) = register.vocabulary().look_up(word);
        if !register.has_word(key) || found == Some(key) {
            return true;
        }
        let first = found.is_none();
        found = Some(key);
        first
    };
    let bytes = folded.as_bytes();
    for (head, rest) in (0..=bytes.len()).filter_map(|place| bytes.split_at_checked(place)) {
        let (after, after_two) = (rest.get(1..), rest.get(2..));
        let mut only =
            after.is_none_or(|after| consider_parts(&mut candidate, &[head, after], &mut consider));
        if let (Some([a, b]), Some(after_two)) = (rest.get(..2), after_two) {
            only &= consider_parts(&mut candidate, &[head, &[*b, *a], after_two], &mut consider);
        }
        for letter in b'a'..=b'z' {
            only &= consider_parts(&mut candidate, &[head, &[letter], rest], &mut consider);
            only &= after
                .is_none_or(|after| consider_parts(&mut candidate, &[head, &[letter], after], &mut consider));
        }
        if !only {
            return None;
        }
    }
    found
}

fn consider_parts(
    candidate: &mut Vec<u8>,
    parts: &[&[u8]],
    consider: &mut impl FnMut(&[u8]) -> bool,
) -> bool {
    candidate.clear();
    parts.iter().for_each(|part| candidate.extend_from_slice(part));
    consider(candidate)
}
