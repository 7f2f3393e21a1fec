//! From glyphs to lines of text, and the text layer of a page.

use std::ops::Range;

use super::accent;
use super::content::{Glyph, Glyphs, Turn, unturn};
use super::order;
use crate::document::WordBox;

/// The text layer of a page.
#[derive(Debug, Default)]
pub(super) struct PageText {
    /// Its lines, each ended by a line feed.
    pub text: String,
    /// The lines, in the order in which they are drawn.
    pub lines: Vec<Line>,
    /// Where each word stands.
    pub words: Vec<WordBox>,
    /// Width and height of the page in points.
    pub page_size: (f32, f32),
    /// Glyphs drawn.
    pub glyphs: usize,
    /// Glyphs whose characters the font does not tell.
    pub unreadable: usize,
}

/// A line of text: what stands on one baseline, one after the other.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// Its bytes in the page's text.
    pub range: Range<usize>,
    /// Its parts that wide gaps keep apart.
    pub cells: Vec<Cell>,
    /// Small raised text in it: footnote marks, affiliation marks, exponents.
    pub raised: Vec<Range<usize>>,
    /// Left edge in points.
    pub left: f32,
    /// Right edge.
    pub right: f32,
    /// Baseline.
    pub y: f32,
    /// Size of most of its text.
    pub size: f32,
    /// Size of its largest text.
    pub largest: f32,
    /// Whether most of its text is bold.
    pub bold: bool,
    /// Which way it runs.
    pub turn: Turn,
    /// The form it is part of, 0 for the page itself.
    pub form: u16,
}

/// A part of a line that wide gaps keep apart from the rest.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    /// Its bytes in the page's text.
    pub range: Range<usize>,
    /// Left edge in points.
    pub left: f32,
    /// Right edge.
    pub right: f32,
}

impl Line {
    /// Its text.
    pub fn text<'t>(&self, page: &'t str) -> &'t str {
        page.get(self.range.clone()).unwrap_or("")
    }
}

/// A gap this wide, in ems, keeps two parts of a line apart.
const CELL_GAP: f32 = 0.9;
/// A gap this wide, in ems, is a space between words.
const WORD_GAP: f32 = 0.15;
/// Text smaller than this share of its line may be raised.
const RAISED_SIZE: f32 = 0.85;

/// Puts the glyphs of a page into lines.
pub(super) fn lines(glyphs: &Glyphs, source: usize) -> PageText {
    let mut page = PageText {
        page_size: glyphs.page_size,
        glyphs: glyphs.glyphs.len(),
        unreadable: glyphs.glyphs.iter().filter(|glyph| glyph.len == 0).count(),
        ..PageText::default()
    };
    for row in order::rows(segments(glyphs)) {
        Writer { glyphs, source, page: &mut page }.line(&row);
    }
    page
}

/// Glyphs drawn one after the other on one baseline, without a wide gap.
#[derive(Debug)]
pub(super) struct Segment {
    glyphs: Range<usize>,
    /// Left edge in points.
    pub left: f32,
    /// Right edge.
    pub right: f32,
    /// Baseline.
    pub y: f32,
    /// Size of its largest glyphs.
    pub size: f32,
    /// Which way it runs.
    pub turn: Turn,
    /// The form it is part of.
    pub form: u16,
}

fn segments(glyphs: &Glyphs) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for (at, glyph) in glyphs.glyphs.iter().enumerate() {
        if is_space(glyphs, glyph) {
            continue;
        }
        match segments.last_mut() {
            Some(last) if last.takes(glyph) => last.push(at, glyph),
            _ => segments.push(Segment::new(at, glyph)),
        }
    }
    segments
}

fn is_space(glyphs: &Glyphs, glyph: &Glyph) -> bool {
    glyph.len > 0 && glyphs.text_of(glyph).trim().is_empty()
}

impl Segment {
    fn new(at: usize, glyph: &Glyph) -> Self {
        Self {
            glyphs: at..at + 1,
            left: glyph.x0,
            right: glyph.x1,
            y: glyph.y,
            size: glyph.size,
            turn: glyph.turn,
            form: glyph.form,
        }
    }

    fn takes(&self, glyph: &Glyph) -> bool {
        let em = self.size.max(glyph.size);
        let gap = glyph.x0 - self.right;
        self.turn == glyph.turn
            && self.form == glyph.form
            && (glyph.y - self.y).abs() < 0.62 * em
            && gap > -em
            && gap < CELL_GAP * em
    }

    fn push(&mut self, at: usize, glyph: &Glyph) {
        self.glyphs.end = at + 1;
        self.right = self.right.max(glyph.x1);
        if glyph.size > self.size * 1.05 {
            self.size = glyph.size;
            self.y = glyph.y;
        }
    }
}

struct Writer<'a> {
    glyphs: &'a Glyphs,
    source: usize,
    page: &'a mut PageText,
}

impl Writer<'_> {
    fn line(&mut self, row: &[Segment]) {
        let Some(first) = row.first() else { return };
        let all = row.iter().flat_map(|segment| self.of(segment));
        let Measure { size, largest, y, bold } = measure(all.filter(|g| !is_space(self.glyphs, g)));
        let start = self.page.text.len();
        let mut line = Line { y, size, largest, bold, turn: first.turn, form: first.form, ..Line::default() };
        for segment in row {
            if self.page.text.len() > start {
                self.page.text.push(' ');
            }
            let cell = self.page.text.len();
            self.segment(segment, &mut line);
            let range = cell..self.page.text.len();
            line.cells.push(Cell { range, left: segment.left, right: segment.right });
        }
        if self.page.text.len() == start {
            return;
        }
        line.range = start..self.page.text.len();
        line.left = first.left;
        line.right = row.last().map_or(first.right, |segment| segment.right);
        self.page.text.push('\n');
        self.page.lines.push(line);
    }

    fn of(&self, segment: &Segment) -> &[Glyph] {
        self.glyphs.glyphs.get(segment.glyphs.clone()).unwrap_or(&[])
    }

    fn segment(&mut self, segment: &Segment, line: &mut Line) {
        let glyphs = self.glyphs.glyphs.get(segment.glyphs.clone()).unwrap_or(&[]);
        let mut word = Word::default();
        let mut space = false;
        let mut at = 0;
        while let Some(glyph) = glyphs.get(at) {
            at += 1;
            if is_space(self.glyphs, glyph) {
                space = true;
                continue;
            }
            if space || word.gap_before(glyph) > WORD_GAP * glyph.size.min(line.size) {
                self.end_word(&mut word, line);
                self.page.text.push(' ');
            }
            space = false;
            let text = self.glyphs.text_of(glyph);
            let next = glyphs.get(at).map(|next| (next, self.glyphs.text_of(next)));
            if let Some(composed) = next.and_then(|(next, base)| accent::over(glyph, text, next, base)) {
                let base = next.map_or(*glyph, |(next, _)| *next);
                self.write(composed.encode_utf8(&mut [0; 4]), &base, &mut word, line);
                at += 1;
            } else if let Some(composed) = accent::after(&self.page.text, &word, glyph, text) {
                self.page.text.pop();
                self.page.text.push(composed);
            } else {
                self.write(if text.is_empty() { "\u{FFFD}" } else { text }, glyph, &mut word, line);
            }
        }
        self.end_word(&mut word, line);
    }

    fn write(&mut self, text: &str, glyph: &Glyph, word: &mut Word, line: &mut Line) {
        let start = self.page.text.len();
        self.page.text.push_str(text);
        let end = self.page.text.len();
        word.push(start, glyph);
        let raised = glyph.size < RAISED_SIZE * line.size && line.y - glyph.y > 0.15 * line.size;
        match line.raised.last_mut() {
            Some(last) if raised && last.end == start => last.end = end,
            _ if raised => line.raised.push(start..end),
            _ => {}
        }
    }

    fn end_word(&mut self, word: &mut Word, line: &Line) {
        let ended = std::mem::take(word);
        let Some((start, left, right)) = ended.begun else { return };
        let edges = [left, line.y - 0.75 * line.size, right, line.y + 0.25 * line.size];
        let [left, top, right, bottom] = unturn(line.turn, edges, self.page.page_size);
        let range = start..self.page.text.len();
        self.page.words.push(WordBox { source: self.source, range, left, top, right, bottom });
    }
}

/// The word being written: its first byte, left and right edge.
#[derive(Debug, Default)]
pub(super) struct Word {
    begun: Option<(usize, f32, f32)>,
}

impl Word {
    fn gap_before(&self, glyph: &Glyph) -> f32 {
        self.begun.map_or(0.0, |(_, _, right)| glyph.x0 - right)
    }

    /// The right edge, once something was written.
    pub fn right(&self) -> Option<f32> {
        self.begun.map(|(_, _, right)| right)
    }

    fn push(&mut self, start: usize, glyph: &Glyph) {
        self.begun = Some(match self.begun {
            None => (start, glyph.x0, glyph.x1),
            Some((start, left, right)) => (start, left.min(glyph.x0), right.max(glyph.x1)),
        });
    }
}

struct Measure {
    size: f32,
    largest: f32,
    y: f32,
    bold: bool,
}

// The size that most glyphs have, and the baseline of the first of them.
fn measure<'g>(glyphs: impl Iterator<Item = &'g Glyph>) -> Measure {
    let mut sizes: Vec<(f32, f32, usize)> = Vec::new();
    let (mut all, mut bold) = (0_usize, 0_usize);
    for glyph in glyphs {
        all += 1;
        bold += usize::from(glyph.bold);
        match sizes.iter().position(|(size, _, _)| (size - glyph.size).abs() < 0.3) {
            Some(known) => sizes.get_mut(known).into_iter().for_each(|size| size.2 += 1),
            None if sizes.len() < 32 => sizes.push((glyph.size, glyph.y, 1)),
            None => {}
        }
    }
    let weight = |(size, _, count): &(f32, f32, usize)| *count as f32 * size;
    let main = sizes.iter().max_by(|a, b| weight(a).total_cmp(&weight(b)));
    let (size, y) = main.map_or((0.0, 0.0), |(size, y, _)| (*size, *y));
    let largest = sizes.iter().map(|(size, _, _)| *size).fold(size, f32::max);
    Measure { size, largest, y, bold: bold * 5 > all * 4 }
}
