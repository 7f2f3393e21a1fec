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
            .filter(|cut| features::has_organisation(cut.view()) || features::has_place(cut.view()))
            .collect();
    }
    between_addresses(line).iter().flat_map(listed_in).collect()
}

fn listed_in(line: &Aligned) -> Vec<Aligned> {
    let view = line.view();
    if view.is_empty() || features::is_prose(view) {
        return Vec::new();
    }
    let listed = features::starts_with_mark(view);
    let pieces = at_marks(view);
    let pieces =
        pieces.into_iter().filter(|piece| accepts(view.get(piece.clone()).unwrap_or_default(), listed));
    pieces
        .map(|piece| trimmed(line, without_names(view, piece, listed)))
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
    let lead = [
        " is with ",
        " are with ",
        " was with ",
        " were with ",
        " is at ",
        " are at ",
        " also with ",
        " associated with ",
        " affiliated with ",
        " students at ",
        " student at ",
    ];
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
pub(super) fn sentence_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let remark = text.find(" Correspond").or_else(|| text.find(" *Correspond"));
    let point = text.match_indices('.').map(|(at, _)| at).find(|&at| {
        let word = text.get(..at).unwrap_or_default();
        let long = word.len() - word.rfind([' ', '.', ',']).map_or(0, |at| at + 1) > 3;
        let after = text.get(at + 1..).unwrap_or_default().trim_start();
        long && (after.is_empty() || after.starts_with(|c: char| c.is_uppercase() || matches!(c, '(' | '^')))
    });
    let bracket = text.find("(e-mail").or_else(|| text.find("(email")).or_else(|| text.find("(Email"));
    let and = text.ends_with(" and").then(|| text.len() - 4);
    [point, bracket, and, remark].into_iter().flatten().min().unwrap_or(bytes.len())
}

/// The stretches of a line between the e-mail addresses and page addresses in it.
fn between_addresses(line: &Aligned) -> Vec<Aligned> {
    let view = line.view();
    let mut pieces = Vec::new();
    let mut from = 0;
    while let Some(rest) = view.get(from..)
        && let Some(at) = rest.find('@').or_else(|| rest.find("http"))
    {
        pieces.push(line.slice(from..from + before_address(rest.get(..at).unwrap_or_default())));
        let address = rest.get(at..).unwrap_or_default();
        let end = address.find([' ', ',', ';', ')', '}']).unwrap_or(address.len());
        from += at + end.max(1);
    }
    pieces.push(line.slice(from..view.len()));
    pieces
}

/// A line up to the name of a person that has run into the name of a country.
pub(super) fn unglued(line: &Aligned) -> Aligned {
    features::glued_name(line.view()).map_or_else(|| line.clone(), |end| line.slice(0..end))
}

/// A line up to the first e-mail address or page address in it.
pub(super) fn without_addresses(line: &Aligned) -> Aligned {
    between_addresses(line).into_iter().next().unwrap_or_default()
}

/// How much of the text before an `@` stands before the names of the address: `{a, b}` or one word.
fn before_address(before: &str) -> usize {
    const LABELS: [&str; 8] =
        ["Emails", "emails", "E-mails", "E-mail", "e-mail", "Email", "email", "Contact"];
    let closed = before.trim_end().ends_with(['}', ')', ']']);
    let open = before.rfind(['{', '(', '[']);
    let list = open.filter(|&at| closed || !before.get(at..).unwrap_or_default().contains(['}', ')', ']']));
    let separator = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':');
    let word = || before.rfind(separator).map(|at| at + 1);
    let kept = before.get(..list.or_else(word).unwrap_or(0)).unwrap_or_default();
    let kept = kept.trim_end_matches(|c: char| separator(c) || matches!(c, '{' | '(' | '['));
    LABELS.iter().fold(kept, |kept, label| kept.strip_suffix(label).unwrap_or(kept).trim_end()).len()
}

/// Cuts a line at the marks that stand before institutions.
fn at_marks(view: &str) -> Vec<Range<usize>> {
    let mut cuts = vec![0];
    let mut before = ' ';
    for (at, c) in view.char_indices() {
        let mark =
            c == '^' || c.is_ascii_digit() || features::is_sign(c) || matches!(c, 'a'..='h' | '(' | '[');
        let within_word = c == '*' && before.is_uppercase();
        let boundary =
            !within_word && !before.is_ascii_digit() && before != '^' && !features::is_sign(before);
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
    while let Some(comma) = view.get(start..piece.end).and_then(|rest| rest.find(',')) {
        let rest = view.get(start + comma + 1..piece.end).unwrap_or_default();
        let names = view.get(start..start + comma).unwrap_or_default();
        let named = names.split(" and ").all(|name| {
            name.trim().is_empty() || features::may_be_name(name.trim().trim_start_matches("and "))
        });
        if !named || !features::has_organisation(rest) {
            break;
        }
        start += comma + 1;
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
    let raised = body.rfind(" ^").or_else(|| body.rfind('^')).filter(|at| body.len() - at < 6);
    let body = body.get(..raised.unwrap_or(body.len())).unwrap_or_default();
    let kept = body.trim_end_matches(|c: char| !(c.is_alphanumeric() || matches!(c, ')' | '.')));
    let abbreviated = ["Ltd.", "Inc.", "Corp.", "Co.", "U.S.A.", "U.K.", "P.R.C.", "U.S."]
        .iter()
        .any(|end| kept.ends_with(end));
    let kept = if abbreviated { kept } else { kept.trim_end_matches('.') };
    line.slice(start..start + kept.len())
}

/// Two lines of one affiliation: a comma goes between them where the second names something new.
pub(super) fn join(open: Aligned, more: &Aligned) -> Aligned {
    let first = more.view().split(',').next().unwrap_or_default();
    let new = features::surely_organisation(first)
        || features::has_place(first)
        || more.view().contains(',') && features::has_place(more.view());
    let broken = features::ends_open(open.view())
        || features::is_rest_of_name(first)
        || more.view().starts_with(char::is_lowercase);
    open.joined(if new && !broken { ", " } else { " " }, more)
}

/// Two lines that were one; a hyphen that only broke a word is undone.
pub(in crate::document) fn unbroken(open: Aligned, more: &Aligned) -> Aligned {
    let view = open.view();
    let word = view.strip_suffix('-').filter(|word| word.ends_with(char::is_lowercase));
    match word.filter(|_| more.view().starts_with(char::is_lowercase)) {
        Some(word) => open.slice(0..word.len()).joined("", more),
        None => open.joined(" ", more),
    }
}
