//! The affiliations printed between title and abstract and in the notes of the first page.
//!
//! Authors' blocks that stand side by side are told apart by position. In each, lines of names and
//! addresses are left out; the rest is one affiliation, or several where marks or countries say so.

use std::ops::Range;

use super::flow::Paper;
use super::line::Line;
use super::mark::{Printed, SYMBOLS, begins_with_mark, split_at_marks};
use super::organisation::{
    before_address, ends_in_country, is_open, is_place, is_remark, names_an_organisation,
};
use crate::passage::{Aligned, Part, Passage};

/// Reads the affiliations of the authors' lines and of the notes at the foot of the page.
pub(super) fn read(paper: Paper<'_>, authors: &[Line], notes: &[&Line]) -> Vec<Passage> {
    let mut found = Found { paper, printed: Vec::new(), passages: Vec::new() };
    let marked = authors.iter().any(|line| begins_with_mark(paper.text(paper.front), line, &line.range));
    for stack in stacks(authors) {
        found.stack(&stack, marked);
    }
    found.notes(notes);
    found.passages
}

/// A part of a line, as one column of authors sees it.
#[derive(Debug, Clone)]
struct Piece<'l> {
    line: &'l Line,
    range: Range<usize>,
    left: f32,
    right: f32,
    /// Whether an e-mail address stands beside it.
    named: bool,
}

// Pieces that stand under one another, aligned at an edge or the middle.
fn stacks(lines: &[Line]) -> Vec<Vec<Piece<'_>>> {
    let mut stacks: Vec<Vec<Piece<'_>>> = Vec::new();
    for line in lines {
        for cell in &line.cells {
            let range = cell.range.clone();
            let named = line.cells.len() > 1;
            let piece = Piece { line, range, left: cell.left, right: cell.right, named };
            match stacks
                .iter_mut()
                .rev()
                .find(|stack| stack.last().is_some_and(|top| stands_under(top, &piece)))
            {
                Some(stack) => stack.push(piece),
                None => stacks.push(vec![piece]),
            }
        }
    }
    stacks
}

fn stands_under(top: &Piece<'_>, piece: &Piece<'_>) -> bool {
    let step = piece.line.y - top.line.y;
    let size = top.line.size.max(piece.line.size);
    let middle = (top.left + top.right - piece.left - piece.right).abs() / 2.0;
    step > 0.5 * size && step < 4.0 * size && (middle < size || (top.left - piece.left).abs() < 0.5 * size)
}

struct Found<'a> {
    paper: Paper<'a>,
    printed: Vec<String>,
    passages: Vec<Passage>,
}

/// What a line of an authors' block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Name,
    Affiliation,
    Address,
    Nothing,
}

impl<'a> Found<'a> {
    fn stack(&mut self, stack: &[Piece<'_>], marked: bool) {
        let mut pending: Vec<Piece<'_>> = Vec::new();
        let mut before = None;
        for (at, piece) in stack.iter().enumerate() {
            let role = self.role(stack, at, before, marked);
            if role == Role::Affiliation {
                if self.begins(&pending, piece) {
                    self.finish(&mut pending);
                }
                pending.push(piece.clone());
            } else {
                self.finish(&mut pending);
            }
            before = Some(role);
        }
        self.finish(&mut pending);
    }

    fn role(&self, stack: &[Piece<'_>], at: usize, before: Option<Role>, marked: bool) -> Role {
        let page = self.paper.text(self.paper.front);
        let Some(piece) = stack.get(at) else { return Role::Nothing };
        let text = page.get(piece.range.clone()).unwrap_or("");
        let row = piece.line.text(page);
        if text.starts_with("Editor") || text.chars().filter(|c| c.is_alphabetic()).count() < 2 {
            Role::Nothing
        } else if text.contains('@') {
            if names_an_organisation(before_address(text)) { Role::Affiliation } else { Role::Address }
        } else if piece.named && row.contains('@') {
            Role::Name
        } else if begins_with_mark(page, piece.line, &piece.range) || names_an_organisation(text) {
            Role::Affiliation
        } else if has_trailing_mark(page, piece) || at == 0 {
            Role::Name
        } else if match before {
            Some(Role::Affiliation) => marked || is_place(text),
            Some(Role::Name) => !marked && (restyled(stack, at) || follows_addresses(page, stack, at)),
            _ => false,
        } {
            Role::Affiliation
        } else {
            Role::Name
        }
    }

    // Whether a piece begins a new affiliation rather than going on with the pending one.
    fn begins(&self, pending: &[Piece<'_>], piece: &Piece<'_>) -> bool {
        let page = self.paper.text(self.paper.front);
        let Some(last) = pending.last() else { return true };
        let text = page.get(piece.range.clone()).unwrap_or("");
        let before = page.get(last.range.clone()).unwrap_or("").trim_end();
        if begins_with_mark(page, piece.line, &piece.range) {
            return true;
        }
        let marked = pending.first().is_some_and(|first| begins_with_mark(page, first.line, &first.range));
        !is_open(before) && !marked && ends_in_country(before) && names_an_organisation(text)
    }

    fn finish(&mut self, pending: &mut Vec<Piece<'_>>) {
        let pieces = std::mem::take(pending);
        let mut text = Aligned::new();
        let mut end = None;
        let mut before: Option<&Piece<'_>> = None;
        for piece in &pieces {
            for part in self.parts(piece) {
                if part.begins {
                    self.add(std::mem::take(&mut text));
                    end = None;
                }
                let mut line = piece.line.clone();
                line.range = part.range;
                let wrapped = before.is_some_and(|before| self.fills_the_page(before));
                if let Some((page, at)) = end.filter(|_| !wrapped && self.stands_alone(text.view(), &line)) {
                    text.push_replaced(page, at..at + 1, ", ");
                    end = None;
                }
                self.paper.push_lines(&mut text, self.paper.front, std::slice::from_ref(&line), end);
                end = Some((self.paper.front, line.range.end));
            }
            before = Some(piece);
        }
        self.add(text);
    }

    // Whether a line is so long that the next one may be what did not fit on it.
    fn fills_the_page(&self, piece: &Piece<'_>) -> bool {
        let columns = self.paper.pages.get(self.paper.front).map_or(&[][..], |page| page.columns.as_slice());
        let left = columns.first().map_or(0.0, |column| column.left);
        let right = columns.last().map_or(f32::MAX, |column| column.right);
        let width = right - left;
        piece.right > right - 0.12 * width && piece.right - piece.left > 0.6 * width
    }

    // Lines of one affiliation that each name something read as a list; `, ` is shown between them.
    fn stands_alone(&self, before: &str, line: &Line) -> bool {
        let text = line.text(self.paper.text(self.paper.front));
        !is_open(before)
            && names_an_organisation(before)
            && text.starts_with(char::is_uppercase)
            && (names_an_organisation(text) || is_place(text))
    }

    fn parts(&self, piece: &Piece<'_>) -> Vec<Printed> {
        split_at_marks(self.paper.text(self.paper.front), piece.line, &piece.range)
    }

    fn add(&mut self, mut text: Aligned) {
        let kept = before_address(text.view()).trim_end_matches([' ', ',', ';', '.', '(', '{']).len();
        text.truncate(kept);
        let printed = text.view().to_owned();
        let letters = printed.chars().filter(|c| c.is_alphabetic()).count();
        if letters < 2 || is_remark(&printed) || self.printed.contains(&printed) {
            return;
        }
        self.printed.push(printed);
        self.passages.push(Passage { part: Part::Affiliation, section: None, text });
    }

    fn notes(&mut self, notes: &[&Line]) {
        let page = self.paper.text(self.paper.front);
        let mut text = Aligned::new();
        let mut end: Option<(usize, usize)> = None;
        for line in notes {
            for part in split_at_marks(page, line, &line.range) {
                if part.begins {
                    self.note(std::mem::take(&mut text));
                    end = None;
                }
                let mut line = (*line).clone();
                line.range = part.range;
                self.paper.push_lines(&mut text, self.paper.front, std::slice::from_ref(&line), end);
                end = Some((self.paper.front, line.range.end));
            }
        }
        self.note(text);
    }

    fn note(&mut self, text: Aligned) {
        let view = text.view();
        let stated = with_clauses(view);
        for clause in &stated {
            self.add(text.slice(clause.clone()));
        }
        if !stated.is_empty() || view.contains("http") {
            return;
        }
        let cut = ["Correspondence", "Corresponding", "Proceedings", "Copyright", "This work"]
            .iter()
            .filter_map(|stop| view.find(stop))
            .min()
            .unwrap_or(view.len());
        let kept = view.get(..cut).unwrap_or("");
        let end = sentence_end(kept);
        let sentence = kept.get(..end).unwrap_or("");
        if names_an_organisation(sentence) && end < 300 && !makes_a_statement(sentence) {
            self.add(text.slice(0..end));
        }
    }
}

// An affiliation is no sentence: a note that says something of an organisation has a verb.
fn makes_a_statement(text: &str) -> bool {
    const VERBS: &str =
        "is|are|was|were|we|our|us|use|used|see|can|may|has|have|which|this|available|thank|supported";
    text.split(|c: char| !c.is_alphanumeric())
        .any(|word| VERBS.split('|').any(|verb| verb.eq_ignore_ascii_case(word)))
}

/// What follows `The authors are with …`, up to the end of the sentence or the e-mail address.
fn with_clauses(view: &str) -> Vec<Range<usize>> {
    const WITH: [&str; 7] = [
        " is with ",
        " are with ",
        " was with ",
        " were with ",
        " currently with ",
        " affiliated with ",
        " is now with ",
    ];
    let mut starts: Vec<usize> =
        WITH.iter().flat_map(|with| view.match_indices(with).map(|(at, with)| at + with.len())).collect();
    starts.sort_unstable();
    let mut clauses = Vec::new();
    for (number, start) in starts.iter().enumerate() {
        let rest = view.get(*start..).unwrap_or("");
        let begin = start + rest.len() - rest.strip_prefix("the ").unwrap_or(rest).len();
        let mut end = start + sentence_end(rest);
        if let Some(next) = starts.get(number + 1).filter(|next| **next < end) {
            let before = view.get(*start..*next).unwrap_or("");
            end = start + before.rfind(" and ").or_else(|| before.rfind(", ")).unwrap_or(before.len());
        }
        clauses.push(begin..end);
    }
    clauses
}

fn sentence_end(text: &str) -> usize {
    const STOPS: [&str; 6] = ["(e-mail", "(email", "(E-mail", "(Email", "(Corresponding", "E-mail:"];
    let stop = STOPS.iter().filter_map(|stop| text.find(stop)).min().unwrap_or(text.len());
    let ends = |(at, _): &(usize, &str)| {
        let word = text.get(..*at).unwrap_or("").rsplit([' ', '.']).next().unwrap_or("");
        word.len() > 1 && !["Co", "Ltd", "Inc", "Univ", "Dept", "Corp", "St"].contains(&word)
    };
    let sentence = text.match_indices(". ").find(ends).map_or(text.len(), |(at, _)| at);
    stop.min(sentence)
}

fn has_trailing_mark(page: &str, piece: &Piece<'_>) -> bool {
    let inside = |mark: &&Range<usize>| piece.range.start < mark.start && mark.end <= piece.range.end;
    let follows_letter = |mark: &Range<usize>| {
        page.get(..mark.start).is_some_and(|before| before.trim_end().ends_with(char::is_alphabetic))
    };
    let text = page.get(piece.range.clone()).unwrap_or("");
    piece.line.raised.iter().filter(inside).any(follows_letter) || text.ends_with(SYMBOLS)
}

// Names have their addresses beside them; the line below has none.
fn follows_addresses(page: &str, stack: &[Piece<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| stack.get(before));
    before.is_some_and(|before| before.named && before.line.text(page).contains('@'))
}

// Below the names, a change of size or weight says that something else is printed.
fn restyled(stack: &[Piece<'_>], at: usize) -> bool {
    let (Some(first), Some(piece)) = (stack.first(), stack.get(at)) else { return false };
    first.line.bold != piece.line.bold || (first.line.size - piece.line.size).abs() > 0.4
}
