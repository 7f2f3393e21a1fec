//! Which lines are headings.

use super::kind::{Line, LineKind};
use crate::document::heading;
use crate::passage::Part;

/// A heading is no longer than this.
const LONGEST: usize = 110;

/// Names of sections that stand on a line of their own, in lower case.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "introduction", "related work", "related works", "background", "preliminaries", "method", "methods", "methodology",
    "approach", "experiments", "experiment", "experimental setup", "experimental settings", "experimental results", "evaluation",
    "results", "results and discussion", "discussion", "conclusion", "conclusions", "limitations", "limitation", "future work",
    "conclusion and future work", "ethics statement", "ethical considerations", "broader impact", "impact statement",
    "reproducibility statement", "implementation details", "training details", "ablation study", "data availability",
    "author contributions", "keywords", "code availability",
];

/// Whether a line opens the abstract or the first section.
pub(super) fn opens_paper(text: &str) -> bool {
    let text = text.trim_start_matches(['#', '*', '_', ' ']);
    abstract_label(text) > 0
        || matches!(
            heading::name(text).trim_end_matches(['*', '.', ' ']).to_lowercase().as_str(),
            "introduction" | "a b s t r a c t" | "摘要"
        )
}

/// How many bytes at the head of a line are the word “Abstract” with the sign after it.
pub(super) fn abstract_label(text: &str) -> usize {
    let Some(rest) = ["Abstract", "ABSTRACT", "摘要"].iter().find_map(|word| text.strip_prefix(word))
    else {
        return 0;
    };
    let sign = rest.trim_start_matches([' ', '*', '_', '.', ':', '-', '—', '–', '\u{2014}']);
    let repaired = rest.starts_with('â');
    let label = text.len() - sign.len();
    if rest.is_empty() || repaired || sign.len() < rest.len() || sign.starts_with(char::is_uppercase) {
        label
    } else {
        0
    }
}

/// Marks the headings among lines of text.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    let mut last: Option<u32> = None;
    for at in 0..lines.len() {
        let Some(line) = lines.get(at).copied() else { break };
        let number = chapter(line.text);
        if line.kind == LineKind::Text && lone_number(lines, at, last) {
            set(lines, at, LineKind::Furniture);
            set(lines, next_text(lines, at), LineKind::Heading);
        } else if line.kind == LineKind::Text && is_heading(lines, at, number, last) {
            set(lines, at, LineKind::Heading);
        } else {
            continue;
        }
        last = number.or(last);
    }
}

fn set(lines: &mut [Line<'_>], at: usize, kind: LineKind) {
    if let Some(line) = lines.get_mut(at) {
        line.kind = kind;
    }
}

/// The number of the chapter a heading belongs to: 4 for `4.1 Setup` and for `IV. SETUP`.
fn chapter(text: &str) -> Option<u32> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return text.get(..digits)?.parse().ok().filter(|&number| number < 100);
    }
    let roman = ["I.", "II.", "III.", "IV.", "V.", "VI.", "VII.", "VIII.", "IX.", "X.", "XI.", "XII."];
    let at = roman
        .iter()
        .position(|number| text.strip_prefix(number).is_some_and(|rest| rest.starts_with(' ')))?;
    u32::try_from(at + 1).ok()
}

/// A number alone on its line, with the heading on the next.
fn lone_number(lines: &[Line<'_>], at: usize, last: Option<u32>) -> bool {
    let Some(line) = lines.get(at) else { return false };
    let numeric = line.text.len() <= 7
        && line.text.starts_with(|c: char| c.is_ascii_digit())
        && line.text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let next = next_text(lines, at);
    let Some(next) = lines.get(next).filter(|_| numeric && next == at + 1) else { return false };
    let titled = looks_titled(next.text) && next.text.split_whitespace().count() <= 10;
    let known = NAMES.contains(&next.text.to_lowercase().as_str());
    let dotted = line.text.trim_end_matches('.').contains('.');
    titled && follows(chapter(line.text), last, dotted) && (known || after_end(lines, at))
}

fn next_text(lines: &[Line<'_>], at: usize) -> usize {
    let next = lines.iter().skip(at + 1).position(|line| line.kind == LineKind::Text);
    next.map_or(lines.len(), |next| at + 1 + next)
}

fn is_heading(lines: &[Line<'_>], at: usize, chapter: Option<u32>, last: Option<u32>) -> bool {
    let Some(line) = lines.get(at).filter(|line| line.text.len() <= LONGEST) else { return false };
    let text = line.text.trim_matches('*');
    let name = heading::name(text);
    let lower = name.trim_end_matches(['.', ':']).to_lowercase();
    if !name.starts_with(char::is_uppercase) && !name.starts_with(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
    {
        return false;
    }
    let known = NAMES.contains(&lower.as_str())
        || (heading::part_of(text).is_some() && name.split_whitespace().count() <= 7);
    if known && !text.ends_with(',') {
        return true;
    }
    let bold = line.text.len() > text.len() + 3 && line.text.starts_with("**");
    let number = heading::number_length(text);
    if number == 0 {
        return bold && looks_titled(name);
    }
    let glued = text.get(number..).is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    let dotted = text.get(..number).is_some_and(|number| number.trim_end_matches('.').contains('.'));
    let lettered = chapter.is_none();
    if (glued && !dotted && !lettered) || is_sentence(name) {
        return false;
    }
    looks_titled(name) && after_end(lines, at) && (lettered || follows(chapter, last, dotted))
}

/// A heading has few words, ends without a stop, and is no sentence.
fn looks_titled(name: &str) -> bool {
    let words = name.split_whitespace().count();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let stopped = name.ends_with([',', ';', ':']) || (name.ends_with('.') && words > 6);
    (1..=14).contains(&words) && letters >= 3 && !stopped && name.starts_with(char::is_uppercase)
}

/// Whether a text has a verb as only sentences have.
fn is_sentence(text: &str) -> bool {
    let verbs = [" is ", " are ", " was ", " were ", " we ", " can ", " has ", " have "];
    verbs.iter().any(|verb| text.contains(verb))
}

/// Whether a chapter number comes next after the last one; at the beginning of a fragment any does.
fn follows(chapter: Option<u32>, last: Option<u32>, dotted: bool) -> bool {
    match (chapter, last) {
        (Some(chapter), Some(last)) => chapter == last + 1 || (dotted && chapter == last),
        (Some(chapter), None) => dotted || chapter <= 2,
        (None, _) => false,
    }
}

/// Whether the text before ends a sentence or a block.
fn after_end(lines: &[Line<'_>], at: usize) -> bool {
    let before = lines.get(..at).unwrap_or_default();
    let Some(before) = before.iter().rev().find(|line| line.kind != LineKind::Furniture) else { return true };
    before.is_break() || before.ends_sentence()
}

/// The part that a heading opens, from the part it stands in.
pub(super) fn part_under(text: &str, now: Part, explicit: bool, appendix: &mut bool) -> Part {
    let main = if *appendix { Part::Appendix } else { Part::Body };
    match heading::part_of(text) {
        Some(Part::Appendix) => {
            *appendix = true;
            Part::Appendix
        }
        Some(part) => part,
        None if now == Part::Bibliography => {
            let lettered =
                heading::number_length(text) > 0 && text.starts_with(|c: char| c.is_ascii_uppercase());
            *appendix |= lettered || explicit || NAMES.contains(&heading::name(text).to_lowercase().as_str());
            if *appendix { Part::Appendix } else { Part::Bibliography }
        }
        None => main,
    }
}
