//! The one pass over the text: what each character does, and groups that open and close.

use std::collections::HashMap;

use super::conditionals::Switches;
use super::environments::Closing;
use super::input_stack::{Anchor, InputStack, Mark, Origin};
use super::lexing::{self, Class};
use super::macros::{EnvironmentMacro, Meaning};
use super::page::{Flow, Page, marks};
use super::tree::Tree;
use crate::document::Problem;

/// Reads the files of a tree into a page.
pub struct Reader<'t> {
    pub(super) tree: &'t Tree<'t>,
    /// For each source, in the order they were first read, the file of the tree.
    pub(super) sources: Vec<usize>,
    pub(super) input: InputStack<'t>,
    pub(super) page: Page,
    pub(super) groups: Vec<Group<'t>>,
    /// Positions of open environments among the groups.
    pub(super) environments: Vec<usize>,
    pub(super) meanings: HashMap<&'t str, Meaning<'t>>,
    pub(super) environment_macros: HashMap<&'t str, EnvironmentMacro<'t>>,
    pub(super) switches: Switches<'t>,
    /// Position among the groups of the mathematics being read.
    pub(super) math: Option<usize>,
    pub(super) at_is_letter: bool,
    pub(super) in_preamble: bool,
    /// The last markup that was read: what is written when a group ends stands for it.
    pub(super) last_markup: Anchor,
    /// How many times a file was opened.
    pub(super) reads: usize,
    pub(super) problems: Vec<Problem>,
}

/// What opened a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened<'t> {
    /// `{`
    Brace,
    /// `$`, `$$`, `\(` or `\[`; the flag says that it stands on lines of its own.
    Math(bool),
    /// `\begin` with this name.
    Environment(&'t str),
}

/// A group that is open.
#[derive(Debug)]
pub struct Group<'t> {
    pub(super) opened: Opened<'t>,
    closing: Closing<'t>,
    math_before: Option<usize>,
}

impl Group<'_> {
    /// Whether something is done when it closes.
    fn ends_something(&self) -> bool {
        !matches!(self.closing, Closing::Nothing)
    }
}

impl<'t> Reader<'t> {
    /// A reader of `tree` that writes to `flow` at first.
    pub fn new(tree: &'t Tree<'t>, flow: Flow) -> Self {
        Self {
            tree,
            sources: Vec::new(),
            input: InputStack::new(tree.bytes()),
            page: Page::new(flow),
            groups: Vec::new(),
            environments: Vec::new(),
            meanings: HashMap::new(),
            environment_macros: HashMap::new(),
            switches: Switches::default(),
            math: None,
            at_is_letter: false,
            in_preamble: flow == Flow::Nowhere,
            last_markup: Anchor::new(0, 0, 0),
            reads: 0,
            problems: Vec::new(),
        }
    }

    /// Reads all that is on the stack.
    pub fn run(&mut self) {
        while let Some((text, at)) = self.input.current() {
            self.step(text, at);
        }
        while !self.groups.is_empty() {
            self.close_group();
        }
    }

    pub(super) fn step(&mut self, text: &'t str, at: usize) {
        let bytes = text.as_bytes();
        match lexing::class_at(bytes, at) {
            Class::Plain => self.copy(text, at, lexing::plain_run(bytes, at)),
            Class::Space | Class::Newline => self.white_space(bytes, at),
            Class::Escape => {
                self.last_markup = self.anchor(at, at + 1);
                self.command(text, at);
            }
            Class::Open => {
                self.input.seek(at + 1);
                self.open_group(Opened::Brace, Closing::Nothing);
            }
            Class::Close => self.close_brace(at),
            Class::Comment => self.input.seek(lexing::comment_end(bytes, at)),
            Class::Dollar => self.dollar(bytes, at),
            Class::Ampersand => self.ampersand(at),
            Class::Parameter => self.parameter(text, at),
            Class::Tie => self.space(at, at + 1),
            Class::Hyphen => self.hyphens(text, at),
            Class::Apostrophe => self.quote_marks(text, at, "''", "”", "'"),
            Class::Backtick => self.quote_marks(text, at, "``", "“", "‘"),
            Class::Caret => self.caret(text, at),
            Class::Wide => self.wide_character(text, at),
        }
    }

    /// Writes the bytes `start..end` of the text being read, and moves behind them.
    pub(super) fn copy(&mut self, text: &'t str, start: usize, end: usize) {
        self.input.seek(end);
        if !self.page.is_writing() {
            return;
        }
        let piece = text.get(start..end).unwrap_or_default();
        match self.input.place() {
            (source, None) => self.page.copy(source, start, piece),
            (_, Some(_)) => self.page.replace(self.input.anchor(start, end), piece),
        }
    }

    /// Writes `shown` in place of the bytes `start..end`, and moves behind them.
    pub(super) fn show(&mut self, start: usize, end: usize, shown: &str) {
        let anchor = self.anchor(start, end);
        self.input.seek(end);
        self.page.replace(anchor, shown);
    }

    /// What bytes `start..end` of the text being read stand for in the sources.
    pub(super) fn anchor(&self, start: usize, end: usize) -> Anchor {
        self.input.anchor(start, end)
    }

    /// Writes `shown` in place of all that was read since `mark`.
    pub(super) fn show_since(&mut self, mark: Mark, shown: &str) {
        let anchor = self.input.since(mark);
        self.page.replace(anchor, shown);
    }

    fn space(&mut self, start: usize, end: usize) {
        let anchor = self.anchor(start, end);
        self.input.seek(end);
        self.page.space(anchor);
    }

    fn white_space(&mut self, bytes: &[u8], at: usize) {
        let (end, blank) = lexing::white_space(bytes, at);
        if blank {
            return self.paragraph(at, end);
        }
        if end == at + 1
            && let (source, None) = self.input.place()
            && self.page.wants_space()
        {
            // One byte stands for one byte, so the run of copied text goes on.
            self.page.copy(source, at, " ");
            return self.input.seek(end);
        }
        self.space(at, end);
    }

    /// Ends a paragraph at `start..end`. Mathematics in the text never reaches beyond one.
    pub(super) fn paragraph(&mut self, start: usize, end: usize) {
        let anchor = self.anchor(start, end);
        self.input.seek(end);
        self.leave_inline_math(false);
        self.page.end_found_table();
        self.page.end_paragraph(anchor);
    }

    fn ampersand(&mut self, at: usize) {
        let anchor = self.anchor(at, at + 1);
        self.input.seek(at + 1);
        self.leave_inline_math(true);
        if self.math.is_none() {
            self.page.turn_into_table();
        }
        match self.page.flow() {
            _ if self.page.in_table() && self.math.is_none() => self.page.end_cell(anchor),
            Flow::Front(_) if self.page.in_front() => self.page.replace(anchor, marks::GAP),
            _ => self.page.space(anchor),
        }
    }

    fn hyphens(&mut self, text: &'t str, at: usize) {
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        let count = rest.iter().take(3).take_while(|byte| **byte == b'-').count();
        match count {
            2 if self.math.is_none() => self.show(at, at + 2, "–"),
            3 if self.math.is_none() => self.show(at, at + 3, "—"),
            _ => self.copy(text, at, at + 1),
        }
    }

    fn quote_marks(&mut self, text: &'t str, at: usize, double: &str, shown: &str, single: &str) {
        let is_double = text.get(at..).is_some_and(|rest| rest.starts_with(double));
        match is_double {
            true => self.show(at, at + 2, shown),
            false => self.show(at, at + 1, single),
        }
    }

    fn caret(&mut self, text: &'t str, at: usize) {
        if !self.page.in_front() {
            return self.copy(text, at, at + 1);
        }
        let mark = self.input.mark(at);
        self.input.seek(at + 1);
        self.raised(mark);
    }

    fn wide_character(&mut self, text: &'t str, at: usize) {
        let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) else {
            return self.input.seek(at + 1);
        };
        let end = at + character.len_utf8();
        match character {
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' => self.input.seek(end),
            // The marks of the reader itself have no meaning in a source.
            '\u{E000}'..='\u{F8FF}' => self.input.seek(end),
            'ﬀ' => self.show(at, end, "ff"),
            'ﬁ' => self.show(at, end, "fi"),
            'ﬂ' => self.show(at, end, "fl"),
            'ﬃ' => self.show(at, end, "ffi"),
            'ﬄ' => self.show(at, end, "ffl"),
            space if space.is_whitespace() => self.space(at, end),
            _ => self.copy(text, at, end),
        }
    }

    fn parameter(&mut self, text: &'t str, at: usize) {
        let digit = text.as_bytes().get(at + 1).and_then(|byte| byte.checked_sub(b'1')).filter(|n| *n < 9);
        let Some((arguments, number)) = self.input.arguments().cloned().zip(digit) else {
            return self.copy(text, at, at + 1);
        };
        self.input.seek(at + 2);
        if let Some(argument) = arguments.values.get(usize::from(number)) {
            self.input.push(argument.clone(), Origin::Expansion);
        }
    }

    /// Opens a group; `closing` is done when it ends.
    pub(super) fn open_group(&mut self, opened: Opened<'t>, closing: Closing<'t>) {
        if let Opened::Environment(_) = opened {
            self.environments.push(self.groups.len());
        }
        self.groups.push(Group { opened, closing, math_before: self.math });
        if let Opened::Math(_) = opened {
            self.math = Some(self.groups.len() - 1);
        }
    }

    /// If an argument in braces comes next, opens it and returns true; `closing` is done at its end.
    pub(super) fn open_argument(&mut self, closing: Closing<'t>) -> bool {
        let opens = self.input.skip_filler() == Some(b'{') && self.input.accept(b'{');
        if opens {
            self.open_group(Opened::Brace, closing);
        }
        opens
    }

    /// Closes the innermost group.
    pub(super) fn close_group(&mut self) {
        let Some(group) = self.groups.pop() else { return };
        if let Opened::Environment(_) = group.opened {
            self.environments.pop();
        }
        self.math = group.math_before;
        self.finish(group.closing);
    }

    /// Closes groups until `depth` are open.
    pub(super) fn close_groups_to(&mut self, depth: usize) {
        while self.groups.len() > depth {
            self.close_group();
        }
    }

    fn close_brace(&mut self, at: usize) {
        self.last_markup = self.anchor(at, at + 1);
        self.input.seek(at + 1);
        let is_brace = |group: Option<&Group>| group.is_some_and(|group| group.opened == Opened::Brace);
        let last = self.groups.len().wrapping_sub(1);
        if is_brace(self.groups.get(last)) {
            self.close_group();
        } else if self.math == Some(last) && is_brace(self.groups.get(last.wrapping_sub(1))) {
            self.close_groups_to(last - 1);
        } else if let Some(depth) = self.argument_below() {
            self.close_groups_to(depth);
        }
    }

    /// Where the argument of a command was opened in which environments were left open.
    fn argument_below(&self) -> Option<usize> {
        let near = self.groups.iter().enumerate().rev().take(8);
        let mut argument = near.skip_while(|(_, group)| matches!(group.opened, Opened::Environment(_)));
        argument
            .next()
            .filter(|(_, group)| group.opened == Opened::Brace && group.ends_something())
            .map(|(at, _)| at)
    }

    /// Closes what was left open of the title page, where the text begins.
    pub(super) fn leave_front(&mut self) {
        while matches!(self.page.flow(), Flow::Front(_)) && !self.groups.is_empty() {
            self.close_group();
        }
    }
}
