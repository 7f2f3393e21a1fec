//! `\begin` and `\end`: what each environment does to the text inside it.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::LazyLock;

use super::input_stack::{Arguments, Mark, Origin, Piece};
use super::lexing;
use super::page::{Flow, Front};
use super::reader::{Opened, Reader};
use crate::passage::Part;

/// What is done when a group ends.
#[derive(Debug)]
pub enum Closing<'t> {
    /// Nothing.
    Nothing,
    /// The text apart ends.
    Apart,
    /// The heading of a level ends.
    Heading(u8),
    /// Running text is again what it was.
    Part(Part),
    /// A table inside a cell ends.
    NestedTable,
    /// Mathematics on lines of its own ends, which may not be worth keeping.
    Display,
    /// The numerator ends; the denominator follows.
    Numerator,
    /// One part of an affiliation ends.
    Field,
    /// The quantity's number ends; its unit follows.
    Number,
    /// The end of the paper's own environment is read.
    Macro(Piece<'t>, Rc<Arguments<'t>>),
}

/// What an environment does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Environment {
    Document,
    /// Its text stays in the flow; the arguments after `\begin` are passed over.
    Flowing(&'static str),
    /// Its text is of a part of its own.
    Part(Part),
    /// It floats: the text around it goes on after it.
    Float,
    /// Its text is one passage of a part.
    Apart(Part),
    /// A table; the arguments after `\begin` are passed over.
    Table(&'static str),
    Display(&'static str),
    Inline,
    Verbatim(&'static str),
    Dropped,
    References,
    Appendix,
    Keywords,
    Front(Front),
}

use Environment as E;

const ENVIRONMENTS: &[(Environment, &str)] = &[
    (E::Document, "document"),
    (E::Apart(Part::Abstract), "abstract onecolabstract IEEEabstract"),
    (
        E::Part(Part::Acknowledgements),
        "acks ack acknowledgments acknowledgements acknowledgment acknowledgement Acknowledgements Acknowledgments",
    ),
    (
        E::Float,
        "figure table wrapfigure wraptable sidewaystable sidewaysfigure SCfigure floatingfigure algorithm teaserfigure \
        marginfigure margintable strip algorithm2e listing",
    ),
    (
        E::Table("om"),
        "tabular array longtable supertabular NiceTabular tblr longtblr talltblr tabu longtabu deluxetable",
    ),
    (E::Table("mom"), "tabular* tabularx tabulary xltabular NiceTabularX"),
    (E::Display("s"), "equation displaymath align gather multline eqnarray flalign dmath empheq"),
    (E::Display("m"), "alignat IEEEeqnarray xalignat"),
    (E::Inline, "math"),
    (E::Verbatim("o"), "verbatim lstlisting Verbatim alltt BVerbatim python bash"),
    (E::Verbatim("om"), "minted"),
    (
        E::Dropped,
        "comment icmlauthorlist tikzpicture pgfpicture picture CCSXML filecontents axis tikzcd pspicture forest pgfonlayer",
    ),
    (E::References, "thebibliography"),
    (E::Appendix, "appendices appendix subappendices"),
    (E::Keywords, "keywords keyword IEEEkeywords keyword*"),
    (E::Front(Front::Authors), "aug"),
    (E::Flowing("m"), "spacing multicols adjustwidth adjustbox addmargin otherlanguage turn rotate scope"),
    (E::Flowing("mm"), "CJK CJK*"),
    (E::Flowing("ooom"), "minipage subfigure subtable subcaptionblock"),
    (E::Flowing("m"), "lrbox"),
    (
        E::Flowing("o"),
        "itemize enumerate description compactitem compactenum inparaenum tcolorbox mdframed framed \
        theorem lemma proof definition remark corollary proposition tablenotes threeparttable enumerate* itemize* landscape",
    ),
];

static BY_NAME: LazyLock<HashMap<&'static str, Environment>> = LazyLock::new(|| {
    let entries = ENVIRONMENTS.iter();
    entries.flat_map(|(what, names)| names.split_ascii_whitespace().map(move |name| (name, *what))).collect()
});

fn lookup(name: &str) -> Environment {
    let known = BY_NAME.get(name).or_else(|| BY_NAME.get(name.trim_end_matches('*')));
    known.copied().unwrap_or(E::Flowing("o"))
}

/// Whether the reader knows the environment `name`, so that the paper's own definition is not needed.
pub fn is_known(name: &str) -> bool {
    BY_NAME.contains_key(name)
}

impl<'t> Reader<'t> {
    /// `\begin`
    pub(super) fn begin_environment(&mut self, mark: Mark) {
        let Some(name) = self.input.argument().map(|piece| piece.as_str().trim()) else { return };
        if self.begin_environment_macro(name, mark) {
            return;
        }
        match lookup(name) {
            E::Document => self.begin_document(),
            E::Flowing(pattern) => {
                self.pass_over(pattern);
                self.open_group(Opened::Environment(name), Closing::Nothing);
            }
            E::Part(part) => self.begin_part(name, part),
            E::Apart(part) => {
                self.leave_front();
                self.page.begin(Flow::Apart(part));
                self.open_group(Opened::Environment(name), Closing::Apart);
            }
            E::Float => self.begin_apart(name, Flow::Running, "o"),
            E::Table(pattern) => self.begin_table(name, pattern),
            E::Display(pattern) => {
                self.pass_over(pattern);
                self.begin_display(Opened::Environment(name));
            }
            E::Inline => self.open_math(Opened::Environment(name), Closing::Nothing),
            E::Verbatim(pattern) => self.verbatim_environment(name, pattern),
            E::Dropped => self.drop_environment(name),
            E::References => {
                self.input.argument();
                self.begin_part(name, Part::Bibliography);
            }
            E::Appendix => {
                self.page.begin_appendix();
                self.open_group(Opened::Environment(name), Closing::Nothing);
            }
            E::Keywords => self.begin_part(name, self.page.part),
            E::Front(front) => self.begin_apart(name, Flow::Front(front), ""),
        }
    }

    fn begin_document(&mut self) {
        if self.in_preamble {
            self.in_preamble = false;
            self.groups.clear();
            self.environments.clear();
            self.math = None;
            self.at_is_letter = false;
            self.page.redirect(Flow::Running);
        }
    }

    fn begin_part(&mut self, name: &'t str, part: Part) {
        self.page.finish_paragraph();
        let before = std::mem::replace(&mut self.page.part, part);
        self.open_group(Opened::Environment(name), Closing::Part(before));
    }

    fn begin_apart(&mut self, name: &'t str, flow: Flow, pattern: &str) {
        self.pass_over(pattern);
        let flow = if self.page.is_writing() { flow } else { Flow::Nowhere };
        self.page.begin(flow);
        self.open_group(Opened::Environment(name), Closing::Apart);
    }

    fn begin_table(&mut self, name: &'t str, pattern: &str) {
        self.pass_over(pattern);
        if self.math.is_some() || self.page.in_front() {
            return self.open_group(Opened::Environment(name), Closing::Nothing);
        }
        if self.page.flow() == Flow::Apart(Part::Table) {
            self.page.nest_table(true);
            return self.open_group(Opened::Environment(name), Closing::NestedTable);
        }
        self.begin_apart(name, Flow::Apart(Part::Table), "");
    }

    /// Where the environment `name` that is being entered ends. One that never ends is passed over in a
    /// text that was cut out; in a paper its end was mistyped, and the text is read on.
    fn environment_end(&mut self, text: &'t str, at: usize, name: &str) -> Option<(usize, usize)> {
        let end = if self.input.can_look_ahead() { lexing::environment_end(text, at, name) } else { None };
        if end.is_none() && (self.tree.is_fragment() || !self.input.is_in_file()) {
            return Some((text.len(), text.len()));
        }
        end.or_else(|| {
            self.input.spend(text.len() - at);
            None
        })
    }

    fn drop_environment(&mut self, name: &'t str) {
        let Some((text, at)) = self.input.current() else { return };
        if let Some((_, end)) = self.environment_end(text, at, name) {
            self.input.seek(end);
        }
    }

    fn verbatim_environment(&mut self, name: &'t str, pattern: &str) {
        self.pass_over(pattern);
        let Some((text, at)) = self.input.current() else { return };
        if let Some((inner, end)) = self.environment_end(text, at, name) {
            self.page.finish_paragraph();
            self.copy_words(text, at, inner);
            self.page.finish_paragraph();
            self.input.seek(end);
        }
    }

    /// `\end`
    pub(super) fn end_environment(&mut self) {
        let Some(name) = self.input.argument().map(|piece| piece.as_str().trim()) else { return };
        if name == "document" {
            return self.end_document();
        }
        let is_open =
            |at: &usize| self.groups.get(*at).is_some_and(|g| g.opened == Opened::Environment(name));
        // Environments that are never closed are few: those further out are not looked for.
        match self.environments.iter().rev().take(16).copied().find(is_open) {
            Some(depth) => self.close_groups_to(depth),
            None => self.end_unopened(name),
        }
    }

    fn end_unopened(&mut self, name: &str) {
        match lookup(name) {
            E::Table(_) | E::Float => self.page.end_found_table(),
            E::Part(_) | E::References => self.page.finish_paragraph(),
            _ => {}
        }
    }

    fn end_document(&mut self) {
        if !self.in_preamble && !self.input.leave_file() {
            self.input.clear();
        }
    }

    /// Does what was to be done at the end of a group.
    pub(super) fn finish(&mut self, closing: Closing<'t>) {
        match closing {
            Closing::Nothing => {}
            Closing::Apart => self.page.end(),
            Closing::Heading(level) => self.page.end_heading(level),
            Closing::Part(part) => {
                self.page.finish_paragraph();
                self.page.part = part;
            }
            Closing::NestedTable => self.page.nest_table(false),
            Closing::Display => self.end_display(),
            Closing::Numerator => self.denominator(),
            Closing::Field => self.show_here(", "),
            Closing::Number => self.unit(),
            Closing::Macro(end, arguments) => {
                self.input.push(Piece { arguments: Some(arguments), ..end }, Origin::Expansion);
            }
        }
    }

    /// Writes `shown` where a group ends.
    pub(super) fn show_here(&mut self, shown: &str) {
        self.page.replace(self.last_markup, shown);
    }

    /// `\\`
    pub(super) fn end_row(&mut self, mark: Mark) {
        self.input.accept(b'*');
        self.input.optional();
        let anchor = self.input.since(mark);
        // In braces inside a cell, `\\` only breaks the line.
        let in_braces = self.groups.last().is_some_and(|group| group.opened == Opened::Brace);
        if self.page.in_front() || (self.page.in_table() && self.math.is_none() && !in_braces) {
            self.page.end_line(anchor);
        } else {
            self.page.space(anchor);
        }
    }

    /// `\and`, `\And`, `\AND`
    pub(super) fn next_author(&mut self, mark: Mark, sign: &str) {
        let anchor = self.input.since(mark);
        if self.page.in_front() {
            self.page.end_line(anchor);
            self.page.replace(anchor, sign);
        } else {
            self.page.space(anchor);
        }
    }
}
