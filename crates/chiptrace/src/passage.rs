//! Text that never loses its place: a normalised view aligned to the source it was read from.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Which part of a paper a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The paper's title.
    Title,
    /// The abstract.
    Abstract,
    /// Running text.
    Body,
    /// The heading of a section.
    Heading,
    /// The caption of a figure or table.
    Caption,
    /// A table: one line a row, cells separated by ` | `.
    Table,
    /// A footnote.
    Footnote,
    /// Thanks, funding and computing support.
    Acknowledgements,
    /// Text after the main part.
    Appendix,
    /// A reproducibility or ethics checklist.
    Checklist,
    /// The list of references.
    Bibliography,
    /// One printed affiliation.
    Affiliation,
}

/// A stretch of a paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// Which part of the paper it is.
    pub part: Part,
    /// The heading it stands under, as the view shows it.
    pub section: Option<Arc<str>>,
    /// Its text.
    pub text: Aligned,
}

/// A place in a source: the bytes `range` of source number `source` of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// Index into `Document::sources`.
    pub source: usize,
    /// Bytes of that source's text.
    pub range: Range<usize>,
    /// Where the definitions stand that printed the text, if the place holds calls of macros; in its order.
    pub definitions: Vec<Definition>,
}

/// The bytes `range` of source number `source`, in the definition of a macro.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Index into `Document::sources`.
    pub source: usize,
    /// Bytes of that source's text.
    pub range: Range<usize>,
}

/// A normalised view of text with, for every byte, the bytes of the source it stands for.
///
/// The view is what is searched and reasoned over: one space between words, no markup, ligatures
/// and line-end hyphens undone. The alignment is a list of runs in the order of the view; a run is
/// either copied byte for byte or stands as a whole for a stretch of the source (an entity, a
/// command, the call of a macro).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Aligned {
    view: String,
    runs: Vec<Run>,
    /// What macros printed, in the order of the view.
    printed: Vec<Printed>,
}

/// A stretch of the view that a macro printed.
#[derive(Debug, Clone, PartialEq)]
struct Printed {
    view: Range<usize>,
    definition: Definition,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Run {
    view_start: u32,
    source: u32,
    source_start: u32,
    source_len: u32,
    copied: bool,
}

impl Aligned {
    /// An empty view.
    pub fn new() -> Self {
        Self::default()
    }

    /// A view that is the whole of source `source`, unchanged.
    pub fn verbatim(source: usize, text: &str) -> Self {
        let mut aligned = Self::new();
        aligned.push_copied(source, 0, text);
        aligned
    }

    /// The normalised text.
    pub fn view(&self) -> &str {
        &self.view
    }

    /// Whether nothing was pushed.
    pub fn is_empty(&self) -> bool {
        self.view.is_empty()
    }

    /// Appends `text`, which stands in source `source` from byte `start` on, byte for byte.
    pub fn push_copied(&mut self, source: usize, start: usize, text: &str) {
        if text.is_empty() {
            return;
        }
        if let Some(last) = self.runs.last_mut()
            && last.copied
            && last.source == narrow(source)
            && last.source_start.saturating_add(last.source_len) == narrow(start)
        {
            last.source_len = last.source_len.saturating_add(narrow(text.len()));
        } else {
            self.runs.push(Run {
                view_start: narrow(self.view.len()),
                source: narrow(source),
                source_start: narrow(start),
                source_len: narrow(text.len()),
                copied: true,
            });
        }
        self.view.push_str(text);
    }

    /// Appends `text`, which stands for the bytes `range` of source `source` as a whole.
    pub fn push_replaced(&mut self, source: usize, range: Range<usize>, text: &str) {
        if text.is_empty() {
            return;
        }
        self.runs.push(Run {
            view_start: narrow(self.view.len()),
            source: narrow(source),
            source_start: narrow(range.start),
            source_len: narrow(range.len()),
            copied: false,
        });
        self.view.push_str(text);
    }

    /// Appends `text` for the call of a macro at the bytes `call` of source `source`; `definition` is the source
    /// and the bytes that print it. Without a definition the text stands for the bytes `call` alone; a space has none.
    pub fn push_called(
        &mut self,
        source: usize,
        call: Range<usize>,
        definition: Option<(usize, Range<usize>)>,
        text: &str,
    ) {
        let start = self.view.len();
        self.push_replaced(source, call, text);
        let view = start..self.view.len();
        if let Some((source, range)) = definition.filter(|_| !text.trim().is_empty()) {
            self.printed.push(Printed { view, definition: Definition { source, range } });
        }
    }

    /// Appends another view with its places.
    pub fn append(&mut self, other: &Self) {
        self.printed.extend(other.shifted(self.view.len()));
        for (index, run) in other.runs.iter().enumerate() {
            let end = other.runs.get(index + 1).map_or(other.view.len(), |next| next.view_start as usize);
            let text = other.view.get(run.view_start as usize..end).unwrap_or_default();
            let start = run.source_start as usize;
            match run.copied {
                true => self.push_copied(run.source as usize, start, text),
                false => {
                    self.push_replaced(run.source as usize, start..start + run.source_len as usize, text)
                }
            }
        }
    }

    /// Removes white space at the end of the view.
    pub fn trim_end(&mut self) {
        let kept = self.view.trim_end().len();
        self.truncate(kept);
    }

    /// Shortens the view to its first `len` bytes, which must end on a character.
    pub fn truncate(&mut self, len: usize) {
        if len >= self.view.len() || !self.view.is_char_boundary(len) {
            return;
        }
        self.view.truncate(len);
        while self.runs.last().is_some_and(|run| run.view_start as usize >= len) {
            self.runs.pop();
        }
        if let Some(last) = self.runs.last_mut()
            && last.copied
        {
            last.source_len = narrow(len) - last.view_start;
        }
        while self.printed.last().is_some_and(|printed| printed.view.end > len) {
            let Some(cut) = self.printed.pop().and_then(|printed| printed.within(&(0..len))) else {
                continue;
            };
            self.printed.push(cut);
            break;
        }
    }

    fn shifted(&self, by: usize) -> impl Iterator<Item = Printed> {
        self.printed.iter().map(move |printed| Printed {
            view: printed.view.start + by..printed.view.end + by,
            definition: printed.definition.clone(),
        })
    }

    /// The bytes `range` of the view as a view of their own; empty if `range` does not fall on characters.
    pub fn slice(&self, range: Range<usize>) -> Self {
        let Some(view) = self.view.get(range.clone()).filter(|view| !view.is_empty()) else {
            return Self::new();
        };
        let (first, last) = (self.run_at(range.start).unwrap_or(0), self.run_at(range.end - 1).unwrap_or(0));
        let runs = self.runs.get(first..=last).unwrap_or_default().iter().enumerate().map(|(offset, run)| {
            let piece = self.piece(first + offset, run, &range);
            Run {
                view_start: run.view_start.saturating_sub(narrow(range.start)),
                source_start: narrow(piece.start),
                source_len: narrow(piece.len()),
                ..*run
            }
        });
        let printed = self.printed_in(&range).map(|printed| Printed {
            view: printed.view.start - range.start..printed.view.end - range.start,
            definition: printed.definition,
        });
        Self { view: view.to_owned(), runs: runs.collect(), printed: printed.collect() }
    }

    /// This view, `gap` and `other` as one. The gap stands for the source between the two.
    pub fn joined(mut self, gap: &str, other: &Self) -> Self {
        let end = self.runs.last().map(|run| (run.source, run.source_start.saturating_add(run.source_len)));
        let begin = other.runs.first().map(|run| (run.source, run.source_start));
        if let (Some((source, end)), Some((other_source, begin))) = (end, begin) {
            let begin = if source == other_source { begin.max(end) } else { end };
            self.push_replaced(source as usize, end as usize..begin as usize, gap);
        }
        let shift = narrow(self.view.len());
        let runs =
            other.runs.iter().map(|run| Run { view_start: run.view_start.saturating_add(shift), ..*run });
        self.runs.extend(runs);
        self.printed.extend(other.shifted(self.view.len()));
        self.view.push_str(&other.view);
        self
    }

    /// Where the bytes `range` of the view come from. An empty range, or one outside, has no place.
    ///
    /// A range that begins in one file and ends in another is cut to the file it begins in.
    pub fn locate(&self, range: Range<usize>) -> Option<Location> {
        if range.is_empty() || range.end > self.view.len() {
            return None;
        }
        let first = self.run_at(range.start)?;
        let last = self.run_at(range.end - 1)?;
        let runs = self.runs.get(first..=last)?;
        let source = runs.first()?.source;
        let mut found: Option<Range<usize>> = None;
        for (offset, run) in runs.iter().enumerate().filter(|(_, run)| run.source == source) {
            let piece = self.piece(first + offset, run, &range);
            found = Some(match found {
                None => piece,
                Some(all) => all.start.min(piece.start)..all.end.max(piece.end),
            });
        }
        let definitions = self.definitions(&range);
        found.map(|range| Location { source: source as usize, range, definitions })
    }

    /// Where the definitions stand that printed a part of a range. What only a space parts is one stretch.
    fn definitions(&self, range: &Range<usize>) -> Vec<Definition> {
        let mut found: Vec<Definition> = Vec::new();
        for Printed { definition: next, .. } in self.printed_in(range) {
            let near = |last: &Definition| {
                let gap = next.range.start.checked_sub(last.range.end);
                last.source == next.source && gap.is_some_and(|gap| gap <= 1)
            };
            match found.last_mut().filter(|last| near(last)) {
                Some(last) => last.range.end = next.range.end,
                None => found.push(next),
            }
        }
        found
    }

    fn printed_in(&self, range: &Range<usize>) -> impl Iterator<Item = Printed> {
        let from = self.printed.partition_point(|printed| printed.view.end <= range.start);
        let rest = self.printed.get(from..).unwrap_or_default();
        rest.iter().map_while(move |printed| printed.clone().within(range))
    }

    fn run_at(&self, byte: usize) -> Option<usize> {
        self.runs.partition_point(|run| run.view_start as usize <= byte).checked_sub(1)
    }

    fn piece(&self, index: usize, run: &Run, range: &Range<usize>) -> Range<usize> {
        let start = run.source_start as usize;
        let end = start + run.source_len as usize;
        if !run.copied {
            return start..end;
        }
        let view_start = run.view_start as usize;
        let view_end = self.runs.get(index + 1).map_or(self.view.len(), |next| next.view_start as usize);
        let from = range.start.max(view_start) - view_start;
        let to = range.end.min(view_end) - view_start;
        start + from..start + to
    }
}

impl Printed {
    /// The part of it that falls in a range of the view. Text that was copied from the definition is cut to the
    /// byte; other text stands for its part of the definition as a whole.
    fn within(mut self, range: &Range<usize>) -> Option<Self> {
        let view = self.view.start.max(range.start)..self.view.end.min(range.end);
        if view.is_empty() {
            return None;
        }
        if self.definition.range.len() == self.view.len() {
            let shift = |byte: usize| self.definition.range.start + (byte - self.view.start);
            self.definition.range = shift(view.start)..shift(view.end);
        }
        self.view = view;
        Some(self)
    }
}

// Sources are bounded well under 4 GiB by the readers; a longer one would pin to the end.
fn narrow(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(source: usize, range: Range<usize>) -> Location {
        Location { source, range, definitions: Vec::new() }
    }

    #[test]
    fn copied_and_replaced_runs_map_back() {
        let source = r"used 8$\times$A100 cards";
        let mut text = Aligned::new();
        text.push_copied(0, 0, &source[..6]);
        text.push_replaced(0, 6..14, "×");
        text.push_copied(0, 14, &source[14..]);
        assert_eq!(text.view(), "used 8×A100 cards");
        let quote = |range: Range<usize>| text.locate(range).map(|l| &source[l.range]);
        assert_eq!(quote(5..12), Some(r"8$\times$A100"));
        assert_eq!(quote(6..8), Some(r"$\times$"));
        assert_eq!(quote(8..12), Some("A100"));
        assert_eq!(quote(0..0), None);
        assert_eq!(quote(0..99), None);
    }

    #[test]
    fn truncation_keeps_the_rest_in_place() {
        let mut text = Aligned::verbatim(0, "one two  ");
        text.trim_end();
        assert_eq!(text.view(), "one two");
        assert_eq!(text.locate(4..7), Some(place(0, 4..7)));
        text.push_replaced(0, 7..9, " ");
        text.truncate(7);
        text.push_copied(0, 9, "!");
        assert_eq!(text.locate(7..8), Some(place(0, 9..10)));
    }

    #[test]
    fn two_views_join_over_the_source_between_them() {
        let source = "Institute\n  of Tests";
        let (mut first, mut second) = (Aligned::new(), Aligned::new());
        first.push_copied(0, 0, "Institute");
        second.push_copied(0, 12, "of Tests");
        let both = first.joined(" ", &second);
        assert_eq!(both.view(), "Institute of Tests");
        assert_eq!(both.locate(9..10).map(|l| &source[l.range]), Some("\n  "));
        assert_eq!(both.locate(10..18).map(|l| &source[l.range]), Some("of Tests"));
    }

    #[test]
    fn slices_and_what_is_appended_keep_their_places() {
        let mut text = Aligned::verbatim(0, "one two");
        text.push_replaced(0, 7..9, ", ");
        text.push_copied(0, 9, "three");
        let mut joined = text.slice(4..11);
        assert_eq!(joined.view(), "two, th");
        assert_eq!(joined.locate(0..3), Some(place(0, 4..7)));
        assert_eq!(joined.locate(5..7), Some(place(0, 9..11)));
        joined.append(&text.slice(0..3));
        assert_eq!(joined.view(), "two, thone");
        assert_eq!(joined.locate(7..10), Some(place(0, 0..3)));
        assert!(text.slice(20..30).is_empty());
    }

    #[test]
    fn a_range_over_two_files_is_cut_to_the_first() {
        let mut text = Aligned::verbatim(0, "ab");
        text.push_copied(1, 5, "cd");
        assert_eq!(text.locate(1..3), Some(place(0, 1..2)));
        assert_eq!(text.locate(2..4), Some(place(1, 5..7)));
    }

    #[test]
    fn what_a_macro_printed_has_the_place_of_the_call_and_of_the_definition() {
        let source = r"\def\c{A100} 8 \c{} cards";
        let mut text = Aligned::new();
        text.push_copied(0, 13, "8 ");
        text.push_called(0, 15..19, Some((0, 7..11)), "A100");
        text.push_copied(0, 19, " cards");
        let found = text.locate(0..6).unwrap();
        assert_eq!(&source[found.range], r"8 \c{}");
        let printed = |text: &Aligned, range: Range<usize>| {
            let found = text.locate(range).map_or(Vec::new(), |place| place.definitions);
            found.into_iter().map(|definition| &source[definition.range]).collect::<Vec<_>>()
        };
        assert_eq!(printed(&text, 0..6), ["A100"]);
        assert!(printed(&text, 0..2).is_empty() && printed(&text, 7..12).is_empty());
        let both = text.slice(3..9).joined(", ", &text);
        assert_eq!(both.view(), "100 ca, 8 A100 cards");
        assert_eq!((printed(&both, 0..3), printed(&both, 8..14)), (vec!["100"], vec!["A100"]));
        text.truncate(4);
        assert_eq!(printed(&text, 0..4), ["A1"]);
    }
}
