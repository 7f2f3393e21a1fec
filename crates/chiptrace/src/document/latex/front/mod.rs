//! The title page: title, date, and the affiliations among names, notes and addresses.
//!
//! Names of people tell where an affiliation begins and are then dropped.

mod affiliation;
mod authors;
mod corresponding;
mod date;
mod notes;
mod words;

use chiptrace_controls::date::PartialDate;

use super::page::{Front, marks};
use crate::document::Document;
use crate::passage::{Aligned, Part, Passage};

/// Puts what the title page says where the document keeps it. `later` is front matter that came after
/// the title page was set, as supplements have it.
pub fn settle(front: Vec<(Front, Aligned)>, later: Vec<(Front, Aligned)>, document: &mut Document) {
    let titles = front.iter().rev().chain(&later).filter(|(kind, _)| *kind == Front::Title);
    document.title = titles.map(|(_, text)| text).find(|text| is_title(text.view())).map(title);
    let mut found = Vec::new();
    let mut anonymous = false;
    let mut front: Vec<(Front, Aligned)> = front.into_iter().chain(later).collect();
    front.iter_mut().for_each(|(_, text)| text.trim_end());
    for (kind, text) in &front {
        match kind {
            Front::Title => {}
            Front::Date => {
                document.date = document.date.or_else(|| date::stated_in(text.view()));
                found.extend(authors::affiliations(text));
                add_domains(text.view(), document);
            }
            Front::Authors => {
                anonymous |= says_anonymous(text.view());
                found.extend(authors::affiliations(text));
                add_domains(text.view(), document);
            }
            Front::Affiliation => {
                found.extend(affiliation::stated(text));
                add_domains(text.view(), document);
            }
            Front::Note => {
                document.date = document.date.or_else(|| received(text.view()));
                found.extend(notes::affiliations(text));
                add_domains(text.view(), document);
            }
            Front::Email => add_domains(text.view(), document),
        }
    }
    found.extend(early_footnotes(document).flat_map(notes::affiliations));
    settle_affiliations(found, document);
    document.corresponding = corresponding(&front, document);
    document.anonymous = anonymous && document.affiliations.is_empty();
}

/// The day on which a journal received the paper, as notes to authors state it.
fn received(note: &str) -> Option<PartialDate> {
    let note = note.trim_start();
    let states = ["Manuscript received", "Received"].iter().any(|begin| note.starts_with(begin));
    states.then(|| date::stated_in(note)).flatten()
}

/// Passages at the beginning of a paper among which notes to authors may stand.
const EARLY: usize = 20;

/// Footnotes that stand before the first heading.
fn early_footnotes(document: &Document) -> impl Iterator<Item = &Aligned> {
    let early = document.passages.iter().take(EARLY).take_while(|passage| passage.part != Part::Heading);
    early.filter(|passage| passage.part == Part::Footnote).map(|note| &note.text)
}

/// Which affiliations are a corresponding author's.
fn corresponding(front: &[(Front, Aligned)], document: &Document) -> Vec<usize> {
    let notes: Vec<&Aligned> = early_footnotes(document).collect();
    let affiliations: Vec<&Aligned> = document.affiliations.iter().map(|passage| &passage.text).collect();
    corresponding::affiliations(front, &notes, &affiliations)
}

fn is_title(view: &str) -> bool {
    view.contains(char::is_alphanumeric) && !words::is_placeholder(view)
}

fn title(text: &Aligned) -> Passage {
    let mut text = text.clone();
    text.trim_end();
    Passage { part: Part::Title, section: None, text }
}

fn settle_affiliations(found: Vec<Aligned>, document: &mut Document) {
    let mut seen = std::collections::HashSet::new();
    for text in found {
        let key: String =
            text.view().chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        if words::is_placeholder(text.view()) || words::says_anonymous(text.view()) || !seen.insert(key) {
            continue;
        }
        document.affiliations.push(Passage { part: Part::Affiliation, section: None, text });
    }
}

fn says_anonymous(view: &str) -> bool {
    view.lines().any(words::says_anonymous)
}

/// Adds the domains of the addresses in `view`; the addresses themselves are not kept.
fn add_domains(view: &str, document: &mut Document) {
    for (at, _) in view.match_indices('@') {
        let after = view.get(at + 1..).unwrap_or_default().trim_start_matches(' ');
        let length = after.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-'));
        let domain = after.get(..length.unwrap_or(after.len())).unwrap_or_default();
        let domain = domain.trim_matches(['.', '-']).to_ascii_lowercase();
        // One letter at the end is the initial of the next author.
        let domain = match domain.rsplit_once('.') {
            Some((before, last)) if last.len() < 2 => before.to_owned(),
            _ => domain,
        };
        if domain.contains('.') && !document.email_domains.contains(&domain) {
            document.email_domains.push(domain);
        }
    }
}

/// Whether `character` is one of the marks that the reader puts into front matter.
fn is_mark(character: char) -> bool {
    [marks::RAISED, marks::LOWERED, marks::GAP, marks::NEXT, marks::AT]
        .iter()
        .any(|mark| mark.starts_with(character))
}
