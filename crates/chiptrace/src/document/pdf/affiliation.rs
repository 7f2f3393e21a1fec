//! The affiliations printed between title and abstract and in the notes of the first page.
//!
//! Authors' blocks that stand side by side are told apart by position. In each, lines of names and
//! addresses are left out; the rest is one affiliation, or several where marks or countries say so.

use std::ops::Range;

use super::flow::Paper;
use super::line::Line;
use crate::passage::{Aligned, Part, Passage};

/// Reads the affiliations of the authors' lines and of the notes at the foot of the page.
pub(super) fn read(paper: Paper<'_>, authors: &[Line], notes: &[&Line]) -> Vec<Passage> {
    let mut found = Found { paper, printed: Vec::new(), passages: Vec::new() };
    let marked = authors.iter().any(|line| begins_with_mark(paper.text(0), line, &line.range));
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
        let page = self.paper.text(0);
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
            Some(Role::Name) => !marked && restyled(stack, at),
            _ => false,
        } {
            Role::Affiliation
        } else {
            Role::Name
        }
    }

    // Whether a piece begins a new affiliation rather than going on with the pending one.
    fn begins(&self, pending: &[Piece<'_>], piece: &Piece<'_>) -> bool {
        let page = self.paper.text(0);
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
                let wrapped = before.is_some_and(|before: &Piece<'_>| before.right > self.margin());
                if let Some((page, at)) = end.filter(|_| !wrapped && self.stands_alone(text.view(), &line)) {
                    text.push_replaced(page, at..at + 1, ", ");
                    end = None;
                }
                self.paper.push_lines(&mut text, 0, std::slice::from_ref(&line), end);
                end = Some((0, line.range.end));
            }
            before = Some(piece);
        }
        self.add(text);
    }

    // Where a line is so long that the next one may be what did not fit on it.
    fn margin(&self) -> f32 {
        let columns = self.paper.pages.first().map_or(&[][..], |page| page.columns.as_slice());
        let left = columns.first().map_or(0.0, |column| column.left);
        let right = columns.last().map_or(f32::MAX, |column| column.right);
        right - 0.12 * (right - left)
    }

    // Lines of one affiliation that each name something read as a list; `, ` is shown between them.
    fn stands_alone(&self, before: &str, line: &Line) -> bool {
        let text = line.text(self.paper.text(0));
        !is_open(before)
            && names_an_organisation(before)
            && text.starts_with(char::is_uppercase)
            && (names_an_organisation(text) || is_place(text))
    }

    fn parts(&self, piece: &Piece<'_>) -> Vec<Printed> {
        split_at_marks(self.paper.text(0), piece.line, &piece.range)
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
        let page = self.paper.text(0);
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
                self.paper.push_lines(&mut text, 0, std::slice::from_ref(&line), end);
                end = Some((0, line.range.end));
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
        let is_said_by_us = ["We ", "This ", "Our ", "The code"].iter().any(|begin| view.starts_with(begin));
        if !stated.is_empty() || view.len() > 600 || view.contains("http") || is_said_by_us {
            return;
        }
        let cut = ["Correspondence", "Corresponding", "Proceedings", "Copyright", "This work"]
            .iter()
            .filter_map(|stop| view.find(stop))
            .min()
            .unwrap_or(view.len());
        if view.get(..cut).is_some_and(|kept| names_an_organisation(kept) && !kept.contains(". ")) {
            self.add(text.slice(0..cut));
        }
    }
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

// What else stands under the names: who contributed equally, who answers letters.
fn is_remark(text: &str) -> bool {
    const REMARKS: [&str; 8] = [
        "contribut",
        "corresponding",
        "correspondence",
        "these authors",
        "work done",
        "lead author",
        "senior author",
        "project lead",
    ];
    let text = text.to_lowercase();
    REMARKS.iter().any(|remark| text.contains(remark))
}

/// A stretch of a line, and whether a mark before it begins an affiliation.
struct Printed {
    range: Range<usize>,
    begins: bool,
}

// `1 One University 2 Other University` with raised numbers is two affiliations; the marks go.
fn split_at_marks(page: &str, line: &Line, range: &Range<usize>) -> Vec<Printed> {
    let mut parts = vec![Printed { range: range.clone(), begins: false }];
    for mark in marks(page, line, range) {
        let Some(last) = parts.last_mut() else { break };
        last.range.end = mark.start;
        parts.push(Printed { range: mark.end..range.end, begins: true });
    }
    for part in &mut parts {
        let text = page.get(part.range.clone()).unwrap_or("");
        part.range.start += text.len() - text.trim_start_matches([' ', ',', ')', '.', ']']).len();
        part.range.end -= text.len() - text.trim_end().len();
    }
    parts.retain(|part| part.range.start < part.range.end);
    parts
}

// Marks before a name of an organisation: raised, or a symbol, or a number at the beginning.
fn marks(page: &str, line: &Line, range: &Range<usize>) -> Vec<Range<usize>> {
    let text = page.get(range.clone()).unwrap_or("");
    let mut marks: Vec<Range<usize>> = Vec::new();
    if let Some(len) = leading_mark(text, line, range.start) {
        marks.push(range.start..range.start + len);
    } else {
        return marks;
    }
    let raised = line.raised.iter().filter(|raised| raised.start > range.start && raised.end < range.end);
    for raised in raised {
        let before = page.get(range.start..raised.start).unwrap_or("");
        let after = page.get(raised.end..range.end).unwrap_or("").trim_start();
        let begins = before.ends_with([' ', ',', ';', '.']) || before.is_empty();
        if begins && after.starts_with(|c: char| c.is_uppercase() || !c.is_ascii()) {
            marks.push(raised.clone());
        }
    }
    marks
}

const SYMBOLS: [char; 16] =
    ['∗', '*', '†', '‡', '§', '¶', '⋆', '♮', '♠', '♣', '♡', '♢', '◦', '♦', '\u{FFFD}', '✉'];

fn leading_mark(text: &str, line: &Line, start: usize) -> Option<usize> {
    if let Some(raised) = line.raised.iter().find(|raised| raised.start == start) {
        let after = text.get(raised.len()..)?.trim_start();
        return after.starts_with(char::is_alphabetic).then_some(raised.len());
    }
    let bare = text.trim_start_matches(['(', '[']);
    let opening = text.len() - bare.len();
    let mark = bare.len() - bare.trim_start_matches(SYMBOLS).len();
    let digits = bare.len() - bare.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let len = opening + mark.max(digits);
    let after = text.get(len..)?.trim_start_matches([')', ']', '.', ' ']);
    let is_mark = mark > 0 || ((1..=2).contains(&digits) && names_an_organisation(text));
    (is_mark && after.starts_with(char::is_uppercase)).then_some(len)
}

fn begins_with_mark(page: &str, line: &Line, range: &Range<usize>) -> bool {
    let text = page.get(range.clone()).unwrap_or("");
    leading_mark(text, line, range.start).is_some()
}

fn has_trailing_mark(page: &str, piece: &Piece<'_>) -> bool {
    let inside = |mark: &&Range<usize>| piece.range.start < mark.start && mark.end <= piece.range.end;
    let follows_letter = |mark: &Range<usize>| {
        page.get(..mark.start).is_some_and(|before| before.trim_end().ends_with(char::is_alphabetic))
    };
    let text = page.get(piece.range.clone()).unwrap_or("");
    piece.line.raised.iter().filter(inside).any(follows_letter) || text.ends_with(SYMBOLS)
}

// Below the names, a change of size or weight says that something else is printed.
fn restyled(stack: &[Piece<'_>], at: usize) -> bool {
    let (Some(first), Some(piece)) = (stack.first(), stack.get(at)) else { return false };
    first.line.bold != piece.line.bold || (first.line.size - piece.line.size).abs() > 0.4
}

fn is_open(text: &str) -> bool {
    const OPEN: [&str; 9] = [",", "-", "&", ";", " of", " and", " for", " in", " the"];
    OPEN.iter().any(|end| text.trim_end().ends_with(end))
}

/// The text before an e-mail address, or all of it.
fn before_address(text: &str) -> &str {
    let Some(at) = text.find('@') else { return text };
    let before = text.get(..at).unwrap_or(text);
    let local = match before.trim_end().strip_suffix('}') {
        Some(list) => list.rfind('{'),
        None => before.rfind([' ', ',', ';', '<', '(']),
    };
    let kept = local.and_then(|local| before.get(..local)).unwrap_or("");
    let labels = ["e-mail:", "email:", "e-mail", "email", "E-mail:", "Email:", "E-mail", "Email"];
    labels.iter().fold(kept.trim_end(), |kept, label| kept.strip_suffix(label).unwrap_or(kept).trim_end())
}

/// Words of which one occurs in most names of organisations, lower case.
const ORGANISATION_WORDS: [&str; 58] = [
    "universit",
    "universid",
    "univ.",
    "institut",
    "istituto",
    "college",
    "school",
    "department",
    "dept",
    "faculty",
    "faculté",
    "laborator",
    "laboratoire",
    "academy",
    "academia",
    "hospital",
    "clinic",
    "centre",
    "center",
    "centro",
    "research",
    "inc.",
    "ltd",
    "corp",
    "company",
    "gmbh",
    "technolog",
    "polytec",
    "politec",
    "école",
    "ecole",
    "hochschule",
    "council",
    "agency",
    "ministry",
    "foundation",
    "association",
    "observatory",
    "museum",
    "fraunhofer",
    "max planck",
    "division",
    "academy",
    "consortium",
    "group",
    "tech.",
    "labs",
    "大学",
    "学院",
    "研究",
    "实验室",
    "公司",
    "中心",
    "医院",
    "大學",
    "研究所",
    "科技",
    "集团",
];

/// Words that are names of organisations or parts of them when they stand alone.
const ORGANISATION_TOKENS: [&str; 14] =
    ["lab", "ai", "inc", "llc", "iit", "mit", "eth", "cnrs", "inria", "team", "tu", "ku", "ag", "nv"];

fn names_an_organisation(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut tokens = lower.split(|c: char| !c.is_alphanumeric());
    ORGANISATION_WORDS.iter().any(|word| lower.contains(word))
        || tokens.any(|token| ORGANISATION_TOKENS.contains(&token))
}

/// Countries as papers end an affiliation with them; only to tell where one ends.
const COUNTRIES: [&str; 62] = [
    "china",
    "usa",
    "us",
    "u.s.a",
    "states",
    "uk",
    "kingdom",
    "germany",
    "france",
    "italy",
    "spain",
    "portugal",
    "netherlands",
    "belgium",
    "switzerland",
    "austria",
    "sweden",
    "norway",
    "denmark",
    "finland",
    "poland",
    "czechia",
    "republic",
    "hungary",
    "romania",
    "greece",
    "turkey",
    "türkiye",
    "russia",
    "ukraine",
    "israel",
    "iran",
    "iraq",
    "arabia",
    "uae",
    "emirates",
    "qatar",
    "egypt",
    "india",
    "pakistan",
    "bangladesh",
    "lanka",
    "singapore",
    "malaysia",
    "indonesia",
    "thailand",
    "vietnam",
    "philippines",
    "japan",
    "korea",
    "taiwan",
    "kong",
    "macau",
    "australia",
    "zealand",
    "canada",
    "mexico",
    "brazil",
    "argentina",
    "chile",
    "africa",
    "ireland",
];

fn ends_in_country(text: &str) -> bool {
    let last = text.rsplit([' ', ',']).next().unwrap_or("").trim_end_matches('.').to_lowercase();
    COUNTRIES.contains(&last.as_str())
}

fn is_place(text: &str) -> bool {
    text.split(',').all(|part| part.split_whitespace().count() <= 4)
        && (ends_in_country(text) || text.contains(','))
}
