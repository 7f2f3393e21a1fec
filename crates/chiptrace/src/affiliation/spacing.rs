//! Words printed together that are several, and printed apart that are one.

use chiptrace_controls::name::{Gap, Shape, Word, fold, words};
use chiptrace_controls::register::Register;

const SHORTEST: usize = 4;

/// The words, those taken apart that no name holds but whose parts names hold: "Duke UniversityUSA", "1UT".
pub(super) fn parted(text: &str, found: Vec<Word>, register: &Register) -> Vec<Word> {
    let glued = |word: &Word| word.range.len() >= SHORTEST - 1 && !register.has_word(word.key);
    if !found.iter().any(|word| glued(word) && seams(printed(text, word)).next().is_some()) {
        return found;
    }
    let mut apart = Vec::with_capacity(found.len() + 4);
    for word in found {
        let parts = if glued(&word) { parts(text, &word, register) } else { None };
        match parts {
            Some(parts) => apart.extend(parts),
            None => apart.push(word),
        }
    }
    apart
}

fn parts(text: &str, word: &Word, register: &Register) -> Option<Vec<Word>> {
    let whole = printed(text, word);
    let mut start = 0;
    let mut parts: Vec<Word> = Vec::new();
    for end in seams(whole).chain([whole.len()]) {
        for mut part in words(whole.get(start..end)?, register.vocabulary()) {
            let offset = word.range.start + start;
            part.range = part.range.start + offset..part.range.end + offset;
            part.gap = if parts.is_empty() { word.gap } else { Gap::Space };
            if part.range.len() > 1 && printed(text, &part).chars().all(char::is_uppercase) {
                part.shape = Shape::Acronym;
            }
            parts.push(part);
        }
        start = end;
    }
    parts.iter().any(|part| part.range.len() > 1 && register.has_word(part.key)).then_some(parts)
}

/// Where a small letter or a digit is followed by a capital that begins a word.
fn seams(word: &str) -> impl Iterator<Item = usize> {
    let mut before = None;
    word.char_indices().filter_map(move |(at, c)| {
        let seam = c.is_uppercase() && before.is_some_and(|b: char| b.is_lowercase() || b.is_ascii_digit());
        before = Some(c);
        seam.then_some(at)
    })
}

/// The words with two neighbours joined wherever a name holds them as one, and the places of
/// those; `None` where there are none: "Shen yang", "Jiao tong".
pub(super) fn joined(text: &str, found: &[Word], register: &Register) -> Option<(Vec<Word>, Vec<usize>)> {
    let mut rest = found.iter().peekable();
    let mut together = Vec::with_capacity(found.len());
    let mut changed = Vec::new();
    while let Some(word) = rest.next() {
        let both = rest.peek().and_then(|next| join(text, word, next, register));
        if let Some(both) = both {
            changed.push(together.len());
            together.push(both);
            rest.next();
        } else {
            together.push(word.clone());
        }
    }
    (!changed.is_empty()).then_some((together, changed))
}

fn join(text: &str, word: &Word, next: &Word, register: &Register) -> Option<Word> {
    let letters = |word: &Word| word.shape != Shape::Number && word.shape != Shape::Ideograph;
    let near = next.gap == Gap::Space && next.range.start == word.range.end + 1;
    if !near || !letters(word) || !letters(next) {
        return None;
    }
    let mut folded = String::new();
    fold(&[printed(text, word), printed(text, next)].concat(), &mut folded);
    let (key, roles) = register.vocabulary().look_up(&folded);
    let range = word.range.start..next.range.end;
    (folded.len() >= SHORTEST + 2 && register.has_word(key)).then(|| Word {
        key,
        range,
        roles,
        ..word.clone()
    })
}

fn printed<'a>(text: &'a str, word: &Word) -> &'a str {
    text.get(word.range.clone()).unwrap_or_default()
}
