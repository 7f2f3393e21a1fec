//! What each line of a page is for: text, or something printed around it.

use std::collections::{HashMap, HashSet};

use super::content::Turn;
use super::line::{Line, PageText};

/// A page whose lines are sorted into text and the rest.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The lines of text in reading order.
    pub lines: Vec<Line>,
    /// Lines that are not read as text: running heads, turned stamps, labels inside figures.
    pub aside: Vec<Line>,
    /// The columns of text, from left to right.
    pub columns: Vec<Column>,
    /// Usual distance of baselines, in sizes of the text.
    pub leading: f32,
    /// Height of the page, in points.
    pub height: f32,
}

/// A column of text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Column {
    /// Left edge in points.
    pub left: f32,
    /// Right edge.
    pub right: f32,
}

impl Page {
    /// The column that a line stands in: for one outside all columns, its own width.
    pub fn column(&self, line: &Line) -> Column {
        let holds = |c: &&Column| c.left - 4.0 <= line.left && line.left < c.right;
        let own = Column { left: line.left, right: line.right };
        self.columns.iter().rev().find(holds).copied().unwrap_or(own)
    }
}

/// The size of running text: the largest of the sizes that much of the paper has. Lists of references
/// and appendices in smaller print can be as long as the text.
pub(super) fn body_size(pages: &[PageText]) -> f32 {
    let mut bytes: HashMap<u32, usize> = HashMap::new();
    for line in pages.iter().flat_map(|page| &page.lines) {
        *bytes.entry((line.size * 4.0).round() as u32).or_default() += line.range.len();
    }
    let most = bytes.values().max().copied().unwrap_or(0);
    let common = bytes.into_iter().filter(|(_, count)| *count * 2 >= most).map(|(size, _)| size);
    common.max().map_or(10.0, |size| size as f32 / 4.0)
}

/// Sorts the lines of all pages.
pub(super) fn pages(texts: &[(&str, &PageText)], body: f32) -> Vec<Page> {
    let repeated = repeated_heads(texts);
    texts.iter().map(|(text, page)| sort(text, page, &repeated, body)).collect()
}

fn sort(text: &str, page: &PageText, repeated: &HashMap<String, usize>, body: f32) -> Page {
    let turn = main_turn(page);
    let form = main_form(page);
    let height = if turn == Turn::Level { page.page_size.1 } else { page.page_size.0 };
    let upright: Vec<&Line> = page.lines.iter().filter(|line| line.turn == turn).collect();
    let edges = Edges::of(&upright, height);
    let numbers = LineNumbers::of(text, &upright);
    let mut sorted = Page { height, leading: 1.2, ..Page::default() };
    for line in &page.lines {
        let furniture = line.turn != turn || edges.is_head(line, text, repeated);
        let label = line.form != 0 && form != Some(line.form);
        match numbers.without(line) {
            Some(line) if !furniture && !label => sorted.lines.push(line),
            _ => sorted.aside.push(line.clone()),
        }
    }
    sorted.columns = columns(&sorted.lines, body);
    sorted.leading = leading(&sorted.lines);
    sorted
}

fn main_turn(page: &PageText) -> Turn {
    let bytes =
        |turn: Turn| -> usize { page.lines.iter().filter(|l| l.turn == turn).map(|l| l.range.len()).sum() };
    [Turn::Up, Turn::Down]
        .into_iter()
        .find(|turn| bytes(*turn) > 2 * bytes(Turn::Level) && bytes(*turn) > 400)
        .unwrap_or(Turn::Level)
}

// Some producers wrap each page in one form; then it is the page, not a figure on it.
fn main_form(page: &PageText) -> Option<u16> {
    let mut bytes: HashMap<u16, usize> = HashMap::new();
    for line in &page.lines {
        *bytes.entry(line.form).or_default() += line.range.len();
    }
    let (form, most) = bytes.iter().max_by_key(|(form, count)| (**count, **form))?;
    let all: usize = bytes.values().sum();
    (most * 2 > all && *most > 1_000).then_some(*form)
}

/// Lines this near to the top or bottom of a page, as a share of its height, may be running heads.
const EDGE: f32 = 0.12;

/// Where the outermost lines of a page stand.
struct Edges {
    top: Vec<f32>,
    bottom: Vec<f32>,
    height: f32,
}

impl Edges {
    fn of(lines: &[&Line], height: f32) -> Self {
        let mut ys: Vec<f32> = lines.iter().map(|line| line.y).collect();
        ys.sort_by(f32::total_cmp);
        ys.dedup_by(|a, b| (*a - *b).abs() < 3.0);
        let top = ys.iter().copied().take(3).filter(|y| *y < EDGE * height).collect();
        let bottom = ys.iter().rev().copied().take(3).filter(|y| *y > (1.0 - EDGE) * height);
        Self { top, bottom: bottom.collect(), height }
    }

    fn rank(&self, line: &Line) -> Option<usize> {
        let near = |ys: &Vec<f32>| ys.iter().position(|y| (y - line.y).abs() < 3.0);
        near(&self.top).or_else(|| near(&self.bottom))
    }

    fn is_head(&self, line: &Line, text: &str, repeated: &HashMap<String, usize>) -> bool {
        let Some(rank) = self.rank(line) else { return false };
        let printed = line.text(text);
        let at_top = line.y < self.height / 2.0;
        (rank == 0 && is_page_number(printed))
            || (rank < 2 && names_a_venue(printed))
            || head_key(printed, at_top).is_some_and(|key| repeated.contains_key(&key))
    }
}

fn is_page_number(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    let bare = bare.strip_prefix("Page ").unwrap_or(bare);
    let digits = bare.chars().filter(char::is_ascii_digit).count();
    let roman = bare.len() <= 6 && bare.chars().all(|c| "ivxlIVXL".contains(c));
    let of = |c: char| c.is_ascii_digit() || c == ' ' || c == '/' || c == 'o' || c == 'f' || c == '-';
    !bare.is_empty() && (roman || (digits > 0 && bare.len() <= 12 && bare.chars().all(of)))
}

// What the first page alone says at its edge.
fn names_a_venue(text: &str) -> bool {
    const VENUE: [&str; 12] = [
        "Proceedings of",
        "Accepted for",
        "Accepted to",
        "Accepted at",
        "Published as",
        "Under review",
        "Preprint",
        "Copyright",
        "©",
        "PMLR",
        "Conference on",
        "arXiv:",
    ];
    text.len() < 160 && VENUE.iter().any(|word| text.contains(word))
}

fn head_key(text: &str, at_top: bool) -> Option<String> {
    let letters: String =
        text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).take(60).collect();
    (letters.len() > 2).then(|| format!("{}{letters}", if at_top { '^' } else { '_' }))
}

// What stands at the edge of several pages, page numbers aside.
fn repeated_heads(texts: &[(&str, &PageText)]) -> HashMap<String, usize> {
    let mut pages: HashMap<String, usize> = HashMap::new();
    for (text, page) in texts {
        let lines: Vec<&Line> = page.lines.iter().filter(|line| line.turn == Turn::Level).collect();
        let edges = Edges::of(&lines, page.page_size.1);
        let at_edge = lines.iter().filter(|line| edges.rank(line).is_some());
        let mut keys: Vec<String> =
            at_edge.filter_map(|line| head_key(line.text(text), line.y < edges.height / 2.0)).collect();
        keys.sort();
        keys.dedup();
        keys.into_iter().for_each(|key| *pages.entry(key).or_default() += 1);
    }
    let enough = if texts.len() > 6 { 3 } else { 2 };
    pages.retain(|_, count| *count >= enough);
    pages
}

/// The edges at which line numbers stand, where a page is numbered by line.
struct LineNumbers {
    edges: Vec<i32>,
    /// First bytes of the numbers.
    numbers: HashSet<usize>,
}

impl LineNumbers {
    fn of(text: &str, lines: &[&Line]) -> Self {
        let mut at: HashMap<i32, Vec<(u32, usize)>> = HashMap::new();
        for line in lines {
            let outer = [line.cells.first(), line.cells.last().filter(|_| line.cells.len() > 1)];
            for cell in outer.into_iter().flatten() {
                let number = text.get(cell.range.clone()).and_then(|digits| digits.parse().ok());
                if let Some(number) = number {
                    at.entry(cell.right.round() as i32).or_default().push((number, cell.range.start));
                }
            }
        }
        let mut found = Self { edges: Vec::new(), numbers: HashSet::new() };
        for (edge, numbers) in at {
            let steps = numbers.windows(2).filter(|pair| matches!(pair, [a, b] if b.0 == a.0 + 1));
            if numbers.len() >= 10 && steps.count() * 10 >= numbers.len() * 7 {
                found.edges.push(edge);
                found.numbers.extend(numbers.into_iter().map(|(_, start)| start));
            }
        }
        found
    }

    fn without(&self, line: &Line) -> Option<Line> {
        if self.edges.is_empty() {
            return Some(line.clone());
        }
        let mut line = line.clone();
        line.cells.retain(|cell| !self.numbers.contains(&cell.range.start));
        let (first, last) = (line.cells.first()?, line.cells.last()?);
        line.range = first.range.start..last.range.end;
        (line.left, line.right) = (first.left, last.right);
        Some(line)
    }
}

// Lines of body text that begin at one edge make a column.
fn columns(lines: &[Line], body: f32) -> Vec<Column> {
    let mut lefts: Vec<(f32, Vec<f32>)> = Vec::new();
    for line in lines.iter().filter(|line| (line.size - body).abs() < 1.0) {
        match lefts.iter().position(|(left, _)| (left - line.left).abs() < 2.5) {
            Some(known) => lefts.get_mut(known).into_iter().for_each(|(_, rights)| rights.push(line.right)),
            None if lefts.len() < 64 => lefts.push((line.left, vec![line.right])),
            None => {}
        }
    }
    let wide = |(left, mut rights): (f32, Vec<f32>)| {
        rights.sort_by(f32::total_cmp);
        let right = rights.get(rights.len() * 4 / 5).copied()?;
        (rights.len() >= 5 && right - left > 10.0 * body).then_some((Column { left, right }, rights.len()))
    };
    let mut found: Vec<(Column, usize)> = lefts.into_iter().filter_map(wide).collect();
    found.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut columns: Vec<Column> = Vec::new();
    for (column, _) in found {
        if columns.iter().all(|c| column.left > c.right - 2.0 || column.right < c.left + 2.0) {
            columns.push(column);
        }
    }
    columns.sort_by(|a, b| a.left.total_cmp(&b.left));
    columns
}

fn leading(lines: &[Line]) -> f32 {
    let step = |pair: &[Line]| match pair {
        [a, b] if (a.size - b.size).abs() < 0.5 && (a.left - b.left).abs() < 40.0 => {
            Some((b.y - a.y) / b.size.max(1.0)).filter(|step| (0.9..2.6).contains(step))
        }
        _ => None,
    };
    let mut steps: Vec<f32> = lines.windows(2).filter_map(step).collect();
    steps.sort_by(f32::total_cmp);
    steps.get(steps.len() / 2).copied().unwrap_or(1.2)
}
