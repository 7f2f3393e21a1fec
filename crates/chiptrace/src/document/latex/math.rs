//! Mathematics: kept as characters as far as they can be read, dropped where nothing can.

use super::environments::Closing;
use super::input_stack::{Mark, Origin, Piece};
use super::lexing;
use super::page::{Flow, marks};
use super::reader::{Opened, Reader};
use super::symbols::SYMBOLS;
use crate::passage::Part;

impl<'t> Reader<'t> {
    /// `$` and `$$`
    pub(super) fn dollar(&mut self, bytes: &[u8], at: usize) {
        let double = bytes.get(at + 1) == Some(&b'$');
        self.last_markup = self.anchor(at, at + 1);
        let open = self.math.and_then(|depth| Some((depth, self.groups.get(depth)?.opened)));
        self.input.seek(at + 1);
        match open {
            None if double => {
                self.input.seek(at + 2);
                self.begin_display(Opened::Math(true));
            }
            None => self.open_group(Opened::Math(false), Closing::Nothing),
            Some((depth, Opened::Math(display))) => {
                self.input.seek(at + if display && double { 2 } else { 1 });
                self.close_groups_to(depth);
            }
            Some(_) => {}
        }
    }

    /// Opens a group of mathematics that has another opening than a dollar.
    pub(super) fn open_math(&mut self, opened: Opened<'t>, closing: Closing<'t>) {
        self.open_group(opened, closing);
        self.math = Some(self.groups.len() - 1);
    }

    /// `\)` and `\]`
    pub(super) fn close_math(&mut self) {
        if let Some(depth) = self.math
            && let Some(Opened::Math(_)) = self.groups.get(depth).map(|group| group.opened)
        {
            self.close_groups_to(depth);
        }
    }

    /// Ends mathematics in the text that was left open: at the end of a paragraph, or (`only_top`)
    /// at the end of a cell, where nothing was opened inside it.
    pub(super) fn leave_inline_math(&mut self, only_top: bool) {
        let Some(depth) = self.math else { return };
        let inline = self.groups.get(depth).is_some_and(|group| group.opened == Opened::Math(false));
        if inline && (!only_top || (depth + 1 == self.groups.len() && self.page.in_table())) {
            self.close_groups_to(depth);
        }
    }

    /// Mathematics on lines of its own becomes a passage of its own.
    pub(super) fn begin_display(&mut self, opened: Opened<'t>) {
        if self.math.is_some() || !matches!(self.page.flow(), Flow::Running | Flow::Apart(Part::Abstract)) {
            return self.open_math(opened, Closing::Nothing);
        }
        self.page.begin(Flow::Apart(self.page.part));
        self.open_math(opened, Closing::Display);
    }

    pub(super) fn end_display(&mut self) {
        self.page.end_if(is_worth_keeping);
        self.show_space_here();
    }

    fn show_space_here(&mut self) {
        self.page.space(self.last_markup);
    }

    /// Writes an operator; a space before it stands after it too.
    pub(super) fn operator(&mut self, mark: Mark, shown: &str) {
        let spaced = self.page.last_char() == Some(' ');
        self.show_since(mark, shown);
        let Some((text, at)) = self.input.current() else { return };
        if self.math.is_some() && !spaced {
            self.input.seek(lexing::white_space(text.as_bytes(), at).0);
        }
    }

    /// `\frac{a}{b}` as `a/b`
    pub(super) fn fraction(&mut self) {
        if self.open_argument(Closing::Numerator) {
            return;
        }
        if let (Some(above), Some(below)) = (self.input.argument(), self.input.argument()) {
            self.read_around("/", above, below);
        }
    }

    fn read_around(&mut self, between: &str, first: Piece<'t>, second: Piece<'t>) {
        let depth = self.input.depth();
        self.read_piece(first);
        while self.input.depth() > depth
            && let Some((text, at)) = self.input.current()
            && self.input.depth() > depth
        {
            self.step(text, at);
        }
        self.show_here(between);
        self.read_piece(second);
    }

    pub(super) fn denominator(&mut self) {
        self.show_here("/");
    }

    /// `\SI{80}{GB}` as `80 GB`
    pub(super) fn quantity(&mut self) {
        self.input.optional();
        self.open_argument(Closing::Number);
    }

    pub(super) fn unit(&mut self) {
        self.input.optional();
        if self.input.skip_filler() == Some(b'{') {
            self.show_space_here();
        }
    }

    /// A superscript: a mark on the title page, `^` and its text elsewhere.
    pub(super) fn raised(&mut self, mark: Mark) {
        if !self.page.in_front() {
            return self.show_since(mark, "^");
        }
        let Some(piece) = self.input.argument() else { return };
        self.show_since(mark, marks::RAISED);
        self.show_since(mark, &counted_by(piece.as_str()));
        self.show_since(mark, marks::LOWERED);
    }

    /// Reads `piece` as text of an expansion.
    pub(super) fn read_piece(&mut self, piece: Piece<'t>) {
        self.input.push(piece, Origin::Expansion);
    }
}

/// Whether displayed mathematics tells a reader something as text: a number that is more than an
/// index, a multiplication, or a word.
fn is_worth_keeping(view: &str) -> bool {
    let mut before = ' ';
    let mut letters = 0;
    for character in view.chars() {
        letters = if character.is_ascii_alphabetic() { letters + 1 } else { 0 };
        let number = character.is_ascii_digit() && !matches!(before, '_' | '^');
        if number || character == '×' || letters > 3 {
            return true;
        }
        before = character;
    }
    false
}

/// Symbols by which authors are counted, besides numbers and letters.
const COUNTING: &str = ",*∗⋆†‡§¶#✉";

/// What a superscript of the title page counts by; fonts and layout are left out.
fn counted_by(piece: &str) -> String {
    let mut kept = String::new();
    let mut pieces = piece.split('\\');
    kept.push_str(pieces.next().unwrap_or_default());
    for command in pieces {
        let end = command.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(command.len());
        let (name, rest) = command.split_at(end);
        let envelope = ["Letter", "Envelope", "envelope"].contains(&name).then_some("✉");
        let printed = SYMBOLS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
        kept += envelope.or(printed).unwrap_or_default();
        kept += rest;
    }
    kept.chars().filter(|c| c.is_alphanumeric() || COUNTING.contains(*c)).take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::counted_by;

    #[test]
    fn superscripts_keep_what_authors_are_counted_by() {
        for (piece, kept) in [
            ("1", "1"),
            (r"{\rm 1, \rm 2}", "1,2"),
            (r"2,\dagger", "2,†"),
            ("1,*", "1,*"),
            (r"\ast\Letter", "*✉"),
        ] {
            assert_eq!(counted_by(piece), kept, "{piece}");
        }
    }
}
