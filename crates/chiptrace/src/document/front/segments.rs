//! Cutting a line of the head into the affiliations it holds.

use std::ops::Range;

use super::features;
use crate::passage::Aligned;

/// The affiliations in one line, each cut to its own words.
pub(super) fn affiliations(line: &Aligned) -> Vec<Aligned> {
    let sentences = said_with(line.view());
    if !sentences.is_empty() {
        return sentences
            .into_iter()
            .map(|range| trimmed(line, range))
            .filter(|cut| features::has_organisation(cut.view()))
            .collect();
    }
    let line = without_addresses(line);
    let view = line.view();
    if view.is_empty() || features::is_prose(view) {
        return Vec::new();
    }
    let listed = features::starts_with_mark(view);
    let pieces = at_marks(view);
    let pieces =
        pieces.into_iter().filter(|piece| accepts(view.get(piece.clone()).unwrap_or_default(), listed));
    pieces
        .map(|piece| trimmed(&line, without_names(view, piece, listed)))
        .filter(|cut| !cut.is_empty())
        .collect()
}

fn accepts(piece: &str, listed: bool) -> bool {
    if features::is_remark(piece) || !piece.contains(char::is_alphabetic) {
        return false;
    }
    features::has_organisation(piece) || (listed && features::starts_with_mark(piece))
}

/// The institutions of sentences such as “A. Author is with the Institute of …, and also with the …”.
fn said_with(view: &str) -> Vec<Range<usize>> {
    let lead = [" is with ", " are with ", " was with ", " were with ", " is at ", " are at ", " also with "];
    let mut starts: Vec<Range<usize>> =
        lead.iter().flat_map(|lead| view.match_indices(lead).map(|(at, lead)| at..at + lead.len())).collect();
    starts.sort_by_key(|lead| lead.start);
    let mut found = Vec::new();
    for (index, lead) in starts.iter().enumerate() {
        let next = starts.get(index + 1).map_or(view.len(), |next| next.start);
        let said = view.get(lead.end..next).unwrap_or_default();
        found.push(lead.end..lead.end + sentence_end(said));
    }
    found
}

/// Where the sentence ends: at a point before a capital (also one without a space), a bracket, or the end.
fn sentence_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let point = text.match_indices('.').map(|(at, _)| at).find(|&at| {
        let word = text.get(..at).unwrap_or_default();
        let long = word.len() - word.rfind([' ', '.', ',']).map_or(0, |at| at + 1) > 3;
        let after = text.get(at + 1..).unwrap_or_default().trim_start();
        long && (after.is_empty() || after.starts_with(char::is_uppercase) || after.starts_with('('))
    });
    let bracket = text.find("(e-mail").or_else(|| text.find("(email")).or_else(|| text.find("(Email"));
    let and = text.ends_with(" and").then(|| text.len() - 4);
    [point, bracket, and].into_iter().flatten().min().unwrap_or(bytes.len())
}

/// A line without the e-mail addresses and page addresses in it.
pub(super) fn without_addresses(line: &Aligned) -> Aligned {
    let view = line.view();
    let first = view.find('@').or_else(|| view.find("http"));
    let Some(first) = first else { return line.clone() };
    let before = view.get(..first).unwrap_or_default();
    let list = before
        .rfind(['{', '(', '['])
        .filter(|&at| !before.get(at..).unwrap_or_default().contains(['}', ')', ']']));
    let start = list.or_else(|| {
        before.rfind(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':')).map(|at| at + 1)
    });
    let kept = before.get(..start.unwrap_or(0)).unwrap_or_default();
    let kept =
        kept.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '{' | '(' | '['));
    let kept = ["E-mail", "e-mail", "Email", "email", "Emails", "E-mails", "mail", "Contact"]
        .iter()
        .fold(kept, |kept, word| kept.strip_suffix(word).unwrap_or(kept).trim_end());
    line.slice(0..kept.len())
}

/// Cuts a line at the marks that stand before institutions.
fn at_marks(view: &str) -> Vec<Range<usize>> {
    let mut cuts = vec![0];
    let mut before = ' ';
    for (at, c) in view.char_indices() {
        let mark =
            c == '^' || c.is_ascii_digit() || features::is_sign(c) || matches!(c, 'a'..='h' | '(' | '[');
        let boundary = !before.is_ascii_digit() && before != '^' && !features::is_sign(before);
        let lettered = c.is_ascii_lowercase() && !matches!(before, ' ' | ',' | ';' | '.');
        let digit_in_word = c.is_ascii_digit() && before == '-';
        if mark
            && boundary
            && !lettered
            && !digit_in_word
            && at > 0
            && mark_here(view.get(at..).unwrap_or_default(), c)
        {
            cuts.push(at);
        }
        before = c;
    }
    cuts.push(view.len());
    cuts.windows(2)
        .filter_map(|pair| Some(*pair.first()?..*pair.get(1)?))
        .filter(|cut| !cut.is_empty())
        .collect()
}

// "No. 20, Road" and "100 Main Street" hold numbers that are no marks: a mark touches its word or is raised.
fn mark_here(rest: &str, first: char) -> bool {
    let length = features::mark_length(rest);
    length > 0
        && (features::starts_with_tight_mark(rest)
            || first == '^'
            || features::is_sign(first)
            || matches!(first, '[' | '('))
}

/// Leaves out names before the first comma that are followed by an organisation.
fn without_names(view: &str, piece: Range<usize>, listed: bool) -> Range<usize> {
    let mut start = piece.start;
    if listed {
        return piece;
    }
    while let Some(comma) = view.get(start..piece.end).and_then(|rest| rest.find(", ")) {
        let rest = view.get(start + comma + 2..piece.end).unwrap_or_default();
        let name = view.get(start..start + comma).unwrap_or_default();
        if !features::may_be_name(name) || !features::has_organisation(rest) {
            break;
        }
        start += comma + 2;
    }
    start..piece.end
}

/// A piece of a line without marks and stops at its ends.
fn trimmed(line: &Aligned, range: Range<usize>) -> Aligned {
    let view = line.view();
    let piece = view.get(range.clone()).unwrap_or_default();
    let mark = features::mark_length(piece);
    let body = piece.get(mark..).unwrap_or_default();
    let body = body.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(');
    let body = ["the ", "The "].iter().fold(body, |body, the| match range.start > 0 && mark == 0 {
        true => body.strip_prefix(the).unwrap_or(body),
        false => body,
    });
    let start = range.end - body.len();
    let kept = body.trim_end_matches(|c: char| !(c.is_alphanumeric() || matches!(c, ')')));
    line.slice(start..start + kept.len())
}

/// Two lines of one affiliation.
pub(super) fn join(open: Aligned, more: &Aligned) -> Aligned {
    let gap = if features::ends_open(open.view()) || more.view().starts_with(char::is_lowercase) {
        " "
    } else {
        ", "
    };
    open.joined(gap, more)
}
