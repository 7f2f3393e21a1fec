//! What is being written: passages, with footnotes, captions and tables set aside as they come.

use std::sync::Arc;

use super::input_stack::Anchor;
use crate::passage::{Aligned, Part, Passage};

/// Where text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Running text, one passage a paragraph.
    Running,
    /// One passage of a kind of its own.
    Apart(Part),
    /// Material of the title page, which is sorted out at the end.
    Front(Front),
    /// Nowhere.
    Nowhere,
}

/// Material of the title page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Front {
    /// The title.
    Title,
    /// Free-form authors: names, institutions, addresses in lines.
    Authors,
    /// What a command says to be an affiliation.
    Affiliation,
    /// A note to an author.
    Note,
    /// Electronic addresses.
    Email,
    /// The date.
    Date,
}

/// Marks in front matter, from the private use area; they never leave this format's reader.
pub mod marks {
    /// Begins a superscript.
    pub const RAISED: &str = "\u{E000}";
    /// Ends a superscript.
    pub const LOWERED: &str = "\u{E001}";
    /// A wide space between authors or institutions on one line.
    pub const GAP: &str = "\u{E002}";
    /// The next author or institution.
    pub const NEXT: &str = "\u{E003}";
    /// What stands before it names a person.
    pub const AT: &str = "\u{E004}";
}

#[derive(Debug)]
struct Outlet {
    flow: Flow,
    slot: usize,
    text: Aligned,
    nested_tables: u32,
}

/// All that was written.
#[derive(Debug)]
pub struct Written {
    /// The passages, in reading order.
    pub passages: Vec<Passage>,
    /// Front matter up to where the title page is set.
    pub front: Vec<(Front, Aligned)>,
    /// Front matter that came later, as supplements have it.
    pub later: Vec<(Front, Aligned)>,
}

/// Passages finished and open.
#[derive(Debug)]
pub struct Page {
    open: Vec<Outlet>,
    slots: Vec<Option<Passage>>,
    /// Front matter in the order it was closed.
    front: Vec<(Front, Aligned)>,
    /// How much front matter there was when the title page was set.
    title_made: Option<usize>,
    /// What running text is at present.
    pub part: Part,
    /// Whether the appendix has begun.
    pub appendix: bool,
    section: Option<Arc<str>>,
    special_since: Option<u8>,
}

impl Page {
    /// An empty page whose text goes to `flow` at first.
    pub fn new(flow: Flow) -> Self {
        let mut page = Self {
            open: Vec::new(),
            slots: Vec::new(),
            front: Vec::new(),
            title_made: None,
            part: Part::Body,
            appendix: false,
            section: None,
            special_since: None,
        };
        page.begin(flow);
        page
    }

    /// Sends text to `flow` until [`Page::end`].
    pub fn begin(&mut self, flow: Flow) {
        let slot = self.slots.len();
        self.slots.push(None);
        self.open.push(Outlet { flow, slot, text: Aligned::new(), nested_tables: 0 });
    }

    /// Where text goes at present.
    pub fn flow(&self) -> Flow {
        self.open.last().map_or(Flow::Nowhere, |outlet| outlet.flow)
    }

    /// Changes where text goes, for what is open; what was written before is dropped.
    pub fn redirect(&mut self, flow: Flow) {
        if let Some(outlet) = self.open.last_mut() {
            outlet.flow = flow;
            outlet.text = Aligned::new();
        }
    }

    /// Whether text is written at all.
    pub fn is_writing(&self) -> bool {
        self.flow() != Flow::Nowhere
    }

    /// Whether text goes to a table, and not to a table in one of its cells.
    pub fn in_table(&self) -> bool {
        self.open.last().is_some_and(|o| o.flow == Flow::Apart(Part::Table) && o.nested_tables == 0)
    }

    /// Whether text goes to names and affiliations, whose lines and superscripts mean something.
    pub fn in_front(&self) -> bool {
        matches!(
            self.flow(),
            Flow::Front(Front::Authors | Front::Affiliation | Front::Note | Front::Email | Front::Date)
        )
    }

    /// Enters or leaves a table inside a cell, which is written as one cell.
    pub fn nest_table(&mut self, enter: bool) {
        if let Some(outlet) = self.open.last_mut() {
            outlet.nested_tables =
                if enter { outlet.nested_tables + 1 } else { outlet.nested_tables.saturating_sub(1) };
        }
    }

    fn text(&mut self) -> Option<&mut Aligned> {
        self.open.last_mut().filter(|outlet| outlet.flow != Flow::Nowhere).map(|outlet| &mut outlet.text)
    }

    /// The last character written to what is open.
    pub fn last_char(&self) -> Option<char> {
        self.open.last()?.text.view().chars().next_back()
    }

    /// Writes `text`, which stands in source `source` at byte `start`.
    pub fn copy(&mut self, source: usize, start: usize, text: &str) {
        if let Some(aligned) = self.text() {
            aligned.push_copied(source, start, text);
        }
    }

    /// Writes `text` in place of `anchor`.
    pub fn replace(&mut self, anchor: Anchor, text: &str) {
        if let Some(aligned) = self.text() {
            let definition = anchor.definition.map(|printed| (printed.source, printed.start..printed.end));
            aligned.push_called(anchor.source, anchor.start..anchor.end, definition, text);
        }
    }

    /// Whether a space written now would follow a word.
    pub fn wants_space(&self) -> bool {
        self.open.last().is_some_and(|outlet| {
            outlet.flow != Flow::Nowhere
                && outlet.text.view().ends_with(|last: char| last != ' ' && last != '\n')
        })
    }

    /// Writes a space in place of `anchor`, unless there is one.
    pub fn space(&mut self, anchor: Anchor) {
        if self.wants_space() {
            self.replace(anchor, " ");
        }
    }

    /// Ends a cell of a table.
    pub fn end_cell(&mut self, anchor: Anchor) {
        self.space(anchor);
        self.replace(anchor, "| ");
    }

    /// Ends a row of a table, or a line of the title page.
    pub fn end_line(&mut self, anchor: Anchor) {
        if let Some(text) = self.text() {
            text.trim_end();
            if !text.is_empty() {
                text.push_replaced(anchor.source, anchor.start..anchor.end, "\n");
            }
        }
    }

    /// Ends a paragraph. Text that stands apart goes on after a space.
    pub fn end_paragraph(&mut self, anchor: Anchor) {
        match self.flow() {
            Flow::Running => self.finish_paragraph(),
            _ if self.in_front() => self.end_line(anchor),
            _ => self.space(anchor),
        }
    }

    /// Puts the open paragraph among the finished passages.
    pub fn finish_paragraph(&mut self) {
        let next = self.slots.len();
        let Some(outlet) = self.open.last_mut().filter(|outlet| outlet.flow == Flow::Running) else { return };
        if outlet.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut outlet.text);
        let slot = std::mem::replace(&mut outlet.slot, next);
        self.slots.push(None);
        let part = self.part_of(text.view());
        self.settle(slot, part, text);
    }

    /// Makes the open paragraph a table, where a text that was cut out begins inside one.
    pub fn turn_into_table(&mut self) {
        if let Some(outlet) = self.open.last_mut().filter(|outlet| outlet.flow == Flow::Running) {
            outlet.flow = Flow::Apart(Part::Table);
        }
    }

    /// Whether what is open is a paragraph that turned out to be a table.
    pub fn in_found_table(&self) -> bool {
        self.open.len() == 1 && self.in_table()
    }

    /// Ends a table that was found, and goes on with running text.
    pub fn end_found_table(&mut self) {
        if self.in_found_table() {
            self.end();
            self.begin(Flow::Running);
        }
    }

    fn part_of(&self, paragraph: &str) -> Part {
        match self.part {
            Part::Body | Part::Appendix if is_thanks(paragraph) => Part::Acknowledgements,
            part => part,
        }
    }

    fn settle(&mut self, slot: usize, part: Part, mut text: Aligned) {
        text.trim_end();
        if !text.view().contains(char::is_alphanumeric) {
            return;
        }
        let section = if part == Part::Bibliography { None } else { self.section.clone() };
        if let Some(place) = self.slots.get_mut(slot) {
            *place = Some(Passage { part, section, text });
        }
    }

    /// Closes what [`Page::begin`] opened.
    pub fn end(&mut self) {
        self.finish_paragraph();
        let Some(outlet) = self.open.pop() else { return };
        match outlet.flow {
            Flow::Apart(part) => self.settle(outlet.slot, part, outlet.text),
            Flow::Front(front) => self.front.push((front, outlet.text)),
            Flow::Running | Flow::Nowhere => {}
        }
        self.move_down();
    }

    /// A paragraph in which nothing is written yet stands after all that was closed before it.
    fn move_down(&mut self) {
        let next = self.slots.len();
        if let Some(outlet) = self.open.last_mut().filter(|outlet| outlet.text.is_empty()) {
            outlet.slot = next;
            self.slots.push(None);
        }
    }

    /// The same, where the text is kept only if `keep` says so.
    pub fn end_if(&mut self, keep: impl Fn(&str) -> bool) {
        if let Some(outlet) = self.open.last_mut()
            && !keep(outlet.text.view())
        {
            outlet.text = Aligned::new();
        }
        self.end();
    }

    /// Closes a heading of `level` (1 for a section): what follows stands under it.
    pub fn end_heading(&mut self, level: u8) {
        let heading = self.open.last().map(|outlet| Arc::<str>::from(outlet.text.view().trim()));
        self.enter_section(heading.filter(|heading| !heading.is_empty()), level);
        self.end();
    }

    /// Begins a section whose heading is not printed by a heading command.
    pub fn enter_section(&mut self, heading: Option<Arc<str>>, level: u8) {
        if let Some(part) = heading.as_deref().and_then(special_part) {
            self.part = part;
            self.special_since = Some(level);
        } else if self.special_since.is_none_or(|since| level <= since) {
            self.part = self.plain_part();
            self.special_since = None;
        }
        self.section = heading;
    }

    /// Makes running text a part until the next section.
    pub fn part_until_heading(&mut self, part: Part) {
        self.part = part;
        self.special_since = Some(1);
    }

    /// Notes that the title page is set of what was said up to here.
    pub fn make_title(&mut self) {
        if self.title_made.is_none() && self.front.iter().any(|(kind, _)| *kind == Front::Title) {
            self.title_made = Some(self.front.len());
        }
    }

    /// Begins the appendix.
    pub fn begin_appendix(&mut self) {
        self.finish_paragraph();
        self.appendix = true;
        self.part = Part::Appendix;
        self.special_since = None;
    }

    fn plain_part(&self) -> Part {
        if self.appendix { Part::Appendix } else { Part::Body }
    }

    /// Closes everything and hands over what was written.
    pub fn finish(mut self) -> Written {
        while !self.open.is_empty() {
            self.end();
        }
        let later = self.title_made.map_or(Vec::new(), |made| self.front.split_off(made));
        Written { passages: self.slots.into_iter().flatten().collect(), front: self.front, later }
    }
}

/// The part that a heading announces.
fn special_part(heading: &str) -> Option<Part> {
    let heading = heading.to_lowercase();
    let has = |word: &str| heading.contains(word);
    match () {
        () if has("acknowledg") || heading.starts_with("funding") => Some(Part::Acknowledgements),
        () if has("checklist") => Some(Part::Checklist),
        () if heading.starts_with("references") || heading.starts_with("bibliography") => {
            Some(Part::Bibliography)
        }
        () => None,
    }
}

/// Whether a paragraph begins with its own heading “Acknowledgements”.
fn is_thanks(paragraph: &str) -> bool {
    let word = paragraph.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    matches!(
        word.to_ascii_lowercase().as_str(),
        "acknowledgement" | "acknowledgements" | "acknowledgment" | "acknowledgments"
    )
}
