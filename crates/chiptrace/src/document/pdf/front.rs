//! What the first page says of the paper: title, affiliations, date.

use chiptrace_controls::date::PartialDate;

use super::affiliation;
use super::block::{HeadingName, heading_name};
use super::date;
use super::flow::{Paper, runs_in_abstract};
use super::layout::Page;
use super::line::Line;
use crate::document::Source;
use crate::passage::{Aligned, Part, Passage};

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Front {
    /// How many lines of the first page it takes.
    pub lines: usize,
    /// The title.
    pub title: Option<Passage>,
    /// One passage for each printed affiliation.
    pub affiliations: Vec<Passage>,
    /// Domains of e-mail addresses.
    pub email_domains: Vec<String>,
    /// Whether the authors are anonymous.
    pub anonymous: bool,
    /// Day of submission or publication.
    pub date: Option<PartialDate>,
}

/// Reads the first page.
pub(super) fn read(paper: Paper<'_>) -> Front {
    let Some(page) = paper.pages.get(paper.front) else { return Front::default() };
    let text = paper.text(paper.front);
    let end = end(page, text, paper.body);
    let found = end.unwrap_or(page.lines.len().min(MOST_LINES));
    let title = title_lines(page.lines.get(..found).unwrap_or(&[]), paper.body, end.is_some());
    let authors = page.lines.get(title.end..found.min(title.end + MOST_AUTHORS)).unwrap_or(&[]);
    let notes = notes(page, found, paper.body);
    let printed = |lines: &[Line]| lines.iter().map(|l| l.text(text)).collect::<Vec<_>>().join("\n");
    let named = printed(authors);
    Front {
        lines: end.unwrap_or(title.end),
        title: title_passage(paper, page.lines.get(title.clone()).unwrap_or(&[])),
        affiliations: affiliation::read(paper, authors, &notes),
        email_domains: email_domains(authors.iter().chain(notes.iter().copied()).map(|line| line.text(text))),
        anonymous: named.to_lowercase().contains("anonymous") && !named.contains('@'),
        date: stated_date(page, text, found),
    }
}

/// The page with title and authors: the first one that is no publisher's sheet.
pub(super) fn page(sources: &[Source], pages: &[Page]) -> usize {
    let is_sheet = |(page, source): (&Page, &Source)| {
        let first: Vec<&str> = page.lines.iter().take(3).map(|line| line.text(&source.text)).collect();
        first
            .iter()
            .any(|line| ["graphical abstract", "highlights"].contains(&line.trim().to_lowercase().as_str()))
    };
    pages.iter().zip(sources).take(4).position(|page| !is_sheet(page)).unwrap_or(0)
}

/// Lines of authors looked at; the longest lists of collaborations have some 300.
const MOST_AUTHORS: usize = 500;

/// Lines searched for title and affiliations where nothing says where the front ends.
const MOST_LINES: usize = 12;

// The front ends where the abstract or the first section begins.
fn end(page: &Page, text: &str, body: f32) -> Option<usize> {
    let named = page.lines.iter().position(|line| begins_text(line.text(text).trim()));
    let running = page.lines.windows(6).position(|lines| runs(page, lines, body));
    match (named, running) {
        (Some(named), Some(running)) => Some(named.min(running)),
        (named, running) => named.or(running),
    }
}

fn begins_text(printed: &str) -> bool {
    use HeadingName::{Abstract, Introduction, Keywords};
    runs_in_abstract(printed)
        || matches!(heading_name(printed), Some(Abstract | Introduction | Keywords))
        || ["(Dated", "(Received"].iter().any(|begin| printed.starts_with(begin))
}

// Six lines that fill their column, one under the other, are running text.
fn runs(page: &Page, lines: &[Line], body: f32) -> bool {
    lines.windows(2).all(|pair| match pair {
        [a, b] => {
            let column = page.column(a);
            (a.size - body).abs() < 1.0
                && (a.left - b.left).abs() < 2.0 * body
                && (b.y - a.y) < 2.0 * body
                && a.right > column.right - 2.0 * body
                && a.right - a.left > 15.0 * body
        }
        _ => false,
    })
}

// The largest lines; where no abstract follows, only if they are set off from the text.
fn title_lines(lines: &[Line], body: f32, front: bool) -> std::ops::Range<usize> {
    let wide = |line: &&Line| line.range.len() >= 8;
    let largest = lines.iter().filter(wide).map(|line| line.largest).fold(0.0, f32::max);
    let is_title = |line: &Line| line.largest > largest - 0.6;
    let title = |line: &Line| is_title(line) && line.range.len() >= 3;
    let set_off = |line: &Line| front || line.bold || line.largest > 1.08 * body;
    let Some(start) = lines.iter().position(|line| title(line) && set_off(line)) else {
        return 0..0;
    };
    let under = |pair: &[Line]| match pair {
        [a, b] => is_title(b) && b.y > a.y && b.y - a.y < 2.2 * a.largest && b.bold == a.bold,
        _ => false,
    };
    let more = lines.get(start..).unwrap_or(&[]).windows(2).take_while(|pair| under(pair)).count();
    start..start + 1 + more.min(5)
}

fn title_passage(paper: Paper<'_>, lines: &[Line]) -> Option<Passage> {
    let mut text = Aligned::new();
    let mut lines = lines.to_vec();
    if let Some(last) = lines.last_mut()
        && let Some(mark) = last.raised.last().filter(|mark| mark.end == last.range.end)
    {
        last.range.end = mark.start;
    }
    paper.push_lines(&mut text, paper.front, &lines, None);
    let kept = text.view().trim_end_matches([' ', '∗', '*', '†', '⋆']).len();
    text.truncate(kept);
    let letters = text.view().chars().filter(|c| c.is_alphabetic()).count();
    (letters > 2).then_some(Passage { part: Part::Title, section: None, text })
}

// Small print at the foot of the first page.
fn notes(page: &Page, front: usize, body: f32) -> Vec<&Line> {
    let small = |line: &&Line| line.y > 0.5 * page.height && line.size < 0.93 * body;
    page.lines.get(front..).unwrap_or(&[]).iter().filter(small).collect()
}

fn stated_date(page: &Page, text: &str, front: usize) -> Option<PartialDate> {
    let stamp = page.aside.iter().map(|line| line.text(text)).find(|line| line.starts_with("arXiv:"));
    let heads = page.aside.iter().map(|line| line.text(text));
    let front = page.lines.iter().take(front + 1).map(|line| line.text(text));
    let notes = page.lines.iter().filter(|line| line.y > 0.8 * page.height).map(|line| line.text(text));
    stamp.and_then(date::find).or_else(|| front.chain(heads).chain(notes).find_map(date::find))
}

fn email_domains<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut domains: Vec<String> = Vec::new();
    for line in lines {
        for after in line.split('@').skip(1) {
            let domain: String = after
                .trim_start()
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
                .collect();
            let domain = domain.trim_matches(['.', '-']).to_lowercase();
            let ends_well = domain.rsplit_once('.').is_some_and(|(host, top)| {
                !host.is_empty() && top.len() >= 2 && top.chars().all(|c| c.is_ascii_alphabetic())
            });
            if ends_well && !domains.contains(&domain) {
                domains.push(domain);
            }
        }
    }
    domains
}
