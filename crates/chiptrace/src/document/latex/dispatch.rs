//! From the name of a command to what is done.

use super::commands::{self, Command};
use super::environments::Closing;
use super::input_stack::{Mark, Piece};
use super::lexing;
use super::macros::Meaning;
use super::page::{Flow, Front, marks};
use super::reader::{Opened, Reader};
use super::symbols;
use crate::passage::Part;

impl<'t> Reader<'t> {
    /// A backslash and what follows it.
    pub(super) fn command(&mut self, text: &'t str, at: usize) {
        let mark = self.input.mark(at);
        // Inside a macro's body `@` was a letter where it was defined.
        let at_is_letter =
            self.at_is_letter || !self.input.is_in_file() || text.as_bytes().get(at + 1) == Some(&b'@');
        let end = lexing::name_end(text, at + 1, at_is_letter);
        let name = text.get(at + 1..end).unwrap_or_default();
        self.input.seek(end);
        if let Some(meaning) = self.meanings.get(name) {
            match meaning.clone() {
                Meaning::Macro(called) => return self.call(&called, mark),
                Meaning::Alias(Some(command)) => return self.perform(command, name, mark),
                Meaning::Alias(None) => return,
            }
        }
        match commands::lookup(name) {
            Some(command) => self.perform(command, name, mark),
            None => self.unknown_command(name),
        }
    }

    /// Drops a command that nobody knows with its optional arguments; its arguments in braces stay.
    fn unknown_command(&mut self, name: &str) {
        if name.starts_with("if") {
            return self.declared_condition(name);
        }
        if self.set_switch(name) {
            return;
        }
        self.input.accept(b'*');
        while self.input.optional().is_some() {}
    }

    fn perform(&mut self, command: Command, name: &'t str, mark: Mark) {
        match command {
            Command::Symbol(shown) => self.symbol(mark, name, shown),
            Command::Operator(shown) => self.operator(mark, shown),
            Command::Accent(accent) => self.accent(mark, accent, name),
            Command::Style => self.style(name),
            Command::Space => self.page.space(self.input.since(mark)),
            Command::WideSpace => self.wide_space(mark),
            Command::Skip(pattern) => self.pass_over(pattern),
            Command::Row => {
                self.leave_inline_math(true);
                self.end_row(mark);
            }
            Command::Length => self.length(),
            Command::Citation | Command::Reference => self.pointer(mark, command),
            Command::Raised => self.raised(mark),
            Command::Lowered => self.show_since(mark, "_"),
            Command::Next => self.next_author(mark, marks::NEXT),
            Command::At => self.next_author(mark, marks::AT),
            Command::Stretch => {
                self.pass_over("sm");
                self.wide_space(mark);
            }
            Command::Begin => self.begin_environment(mark),
            Command::End => self.end_environment(),
            Command::Define(definition) => self.define(definition),
            Command::AtLetter(is_letter) => self.at_is_letter = is_letter,
            _ => self.perform_structure(command, name, mark),
        }
    }

    fn perform_structure(&mut self, command: Command, name: &'t str, mark: Mark) {
        match command {
            Command::Paragraph | Command::Item => self.break_text(command, mark),
            Command::Heading(level) => self.heading(level),
            Command::Apart(part) => self.apart(part, name),
            Command::Front(front) => self.front(front, name),
            Command::Note => self.note(),
            Command::Field => drop(self.open_argument(Closing::Field)),
            Command::Thanks => self.thanks(),
            Command::Appendix => self.page.begin_appendix(),
            Command::MakeTitle => {
                self.leave_front();
                self.page.make_title();
            }
            Command::Keywords => self.apart(self.page.part, name),
            Command::Abstract => self.apart(Part::Abstract, name),
            Command::Entry => {
                self.pass_over("om");
                self.page.finish_paragraph();
            }
            _ => self.perform_other(command),
        }
    }

    fn perform_other(&mut self, command: Command) {
        match command {
            Command::Input { folders, optional } => self.include(folders, optional),
            Command::Package => self.package(),
            Command::Bibliography => self.bibliography(),
            Command::EndInput => drop(self.input.leave_file()),
            Command::If(condition) => self.condition(condition),
            Command::Else => self.skip_other_case(),
            Command::NewIf => self.declare_condition(),
            Command::Choose(questions) => self.choose(questions),
            Command::Verbatim(arguments) => self.verbatim(arguments),
            Command::Link => self.link(),
            Command::Fraction => self.fraction(),
            Command::Quantity => self.quantity(),
            Command::OpenMath => self.open_group(Opened::Math(false), Closing::Nothing),
            Command::OpenDisplay => self.begin_display(Opened::Math(true)),
            Command::CloseMath => self.close_math(),
            Command::Mathematics => self.in_math(),
            Command::Text => self.in_text(),
            _ => {}
        }
    }

    /// Reads past arguments: `s` a star, `o` optional, `m` mandatory.
    pub(super) fn pass_over(&mut self, pattern: &str) {
        for kind in pattern.bytes() {
            match kind {
                b's' => drop(self.input.accept(b'*')),
                b'o' => drop(self.input.optional_after_spaces()),
                _ => drop(self.input.argument()),
            }
        }
    }

    fn symbol(&mut self, mark: Mark, name: &str, shown: &str) {
        self.show_since(mark, shown);
        if name.starts_with(|first: char| first.is_ascii_alphabetic())
            && self.math.is_none()
            && shown.len() < 3
        {
            self.input.skip_spaces();
        }
    }

    fn style(&mut self, name: &str) {
        if name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            self.input.skip_spaces();
        }
    }

    fn wide_space(&mut self, mark: Mark) {
        let anchor = self.input.since(mark);
        match self.page.in_front() {
            true => self.page.replace(anchor, marks::GAP),
            false => self.page.space(anchor),
        }
    }

    /// `\vskip 2pt plus 1pt`, `\parindent=0em`: nothing of it is printed.
    fn length(&mut self) {
        while let Some((text, at)) = self.input.current()
            && let Some(length) = lexing::dimension_length(text.get(at..).unwrap_or_default())
        {
            self.input.seek(at + length);
        }
    }

    fn accent(&mut self, mark: Mark, accent: char, name: &str) {
        let wordlike = name.starts_with(|first: char| first.is_ascii_alphabetic());
        let Some((text, at)) = self.input.current() else { return };
        let next = text.as_bytes().get(at);
        if wordlike && next.is_none_or(|byte| !matches!(byte, b'{' | b' ' | b'\\')) {
            return;
        }
        let Some(piece) = self.input.argument() else { return };
        let whole = piece.as_str();
        let letter = match whole.trim().trim_matches(['{', '}']) {
            "\\i" | "\\imath" => Some('ı'),
            "\\j" | "\\jmath" => Some('ȷ'),
            inner => {
                inner.chars().next().filter(|first| first.is_alphabetic() && inner.len() == first.len_utf8())
            }
        };
        if let Some(letter) = letter {
            if whole.starts_with('\\') {
                self.input.skip_spaces();
            }
            return self.show_since(mark, &symbols::accented(letter, accent));
        }
        // Of several letters the first takes the accent.
        let first = whole.chars().next().filter(|first| first.is_alphabetic());
        if let Some(first) = first {
            self.show_since(mark, &symbols::accented(first, accent));
        }
        let start = piece.start + first.map_or(0, char::len_utf8);
        self.read_piece(Piece { start, ..piece });
    }

    fn break_text(&mut self, command: Command, mark: Mark) {
        let anchor = self.input.since(mark);
        match self.page.in_front() {
            true => self.page.end_line(anchor),
            false => self.page.end_paragraph(anchor),
        }
        if command == Command::Item
            && let Some(label) = self.input.optional_after_spaces()
        {
            self.read_piece(label);
        }
    }

    fn pointer(&mut self, mark: Mark, command: Command) {
        self.input.accept(b'*');
        while self.input.optional().is_some() {}
        if self.input.skip_filler() != Some(b'{') {
            return;
        }
        self.input.argument();
        self.show_since(mark, if command == Command::Citation { "[?]" } else { "[ref]" });
    }

    fn heading(&mut self, level: u8) {
        self.input.accept(b'*');
        self.input.optional();
        self.leave_front();
        self.page.end_found_table();
        self.page.finish_paragraph();
        if self.page.is_writing() && self.open_argument(Closing::Heading(level)) {
            self.page.begin(Flow::Apart(Part::Heading));
        }
    }

    fn apart(&mut self, part: Part, name: &str) {
        self.input.accept(b'*');
        if name == "captionof" {
            self.input.argument();
        }
        self.input.optional_after_spaces();
        let flow =
            if self.page.is_writing() || part == Part::Abstract { Flow::Apart(part) } else { Flow::Nowhere };
        self.open_apart(flow);
    }

    fn open_apart(&mut self, flow: Flow) {
        if self.open_argument(Closing::Apart) {
            self.page.begin(flow);
        }
    }

    /// Text of the title page, wherever it stands; `[1]` names an author's institution.
    fn front(&mut self, front: Front, name: &str) {
        self.input.accept(b'*');
        self.input.optional_after_spaces();
        if matches!(name, "icmlaffiliation" | "icmlcorrespondingauthor") {
            self.input.argument();
        }
        self.open_apart(Flow::Front(front));
    }

    fn note(&mut self) {
        self.input.optional();
        let note = matches!(self.page.flow(), Flow::Front(_) | Flow::Nowhere);
        self.open_apart(if note { Flow::Front(Front::Note) } else { Flow::Apart(Part::Footnote) });
    }

    fn thanks(&mut self) {
        if self.open_argument(Closing::Apart) {
            self.page.begin(Flow::Apart(Part::Acknowledgements));
        } else {
            self.page.finish_paragraph();
            self.page.enter_section(Some("Acknowledgements".into()), 1);
        }
    }

    fn choose(&mut self, questions: u8) {
        for _ in 0..questions {
            self.input.argument();
        }
        let first = self.input.argument();
        self.input.argument();
        if let Some(first) = first {
            self.read_piece(first);
        }
    }

    /// `\verb|text|`
    fn verbatim(&mut self, arguments: u8) {
        self.input.accept(b'*');
        self.input.optional();
        for _ in 0..arguments {
            self.input.argument();
        }
        let Some((text, at)) = self.input.current() else { return };
        let Some(open) = text.get(at..).and_then(|rest| rest.chars().next()) else { return };
        let close = if open == '{' { '}' } else { open };
        let start = at + open.len_utf8();
        let line = text.get(start..lexing::line_end(text.as_bytes(), start)).unwrap_or_default();
        if let Some(length) = line.find(close) {
            self.copy_words(text, start, start + length);
            self.input.seek(start + length + close.len_utf8());
        }
    }

    /// `\href{address}`: an address may hold `%`, which begins no comment there.
    fn link(&mut self) {
        self.input.optional();
        if self.input.skip_filler() == Some(b'{')
            && let Some((text, at)) = self.input.current()
        {
            let rest = text.as_bytes().get(at..).unwrap_or_default();
            let end = memchr::memchr2(b'}', b'\n', rest).unwrap_or(0);
            self.input.seek(at + end + usize::from(rest.get(end) == Some(&b'}')));
        }
    }

    /// Writes the bytes `start..end` with no command read, one space between words.
    pub(super) fn copy_words(&mut self, text: &'t str, start: usize, end: usize) {
        let mut at = start;
        let between = |c: char| c.is_whitespace() || ('\u{E000}'..='\u{F8FF}').contains(&c);
        for word in text.get(start..end).unwrap_or_default().split(between).filter(|word| !word.is_empty()) {
            // Words are slices of the text, in order.
            let begin = at + text.get(at..end).and_then(|rest| rest.find(word)).unwrap_or(0);
            if begin > at {
                let anchor = self.anchor(at, begin);
                self.page.space(anchor);
            }
            at = begin + word.len();
            self.copy(text, begin, at);
        }
    }

    fn in_math(&mut self) {
        if self.open_argument(Closing::Nothing) {
            self.math = Some(self.groups.len() - 1);
        }
    }

    fn in_text(&mut self) {
        if self.open_argument(Closing::Nothing) {
            self.math = None;
        }
    }
}
