//! `\if … \else … \fi`. A condition that cannot be decided here is taken to hold: its first case is
//! read, so that one of two versions of a text is read and never both.

use std::collections::HashMap;

use super::commands::Condition;
use super::lexing;
use super::reader::Reader;

/// Conditions that the paper declared with `\newif`, and whether they hold.
pub type Switches<'t> = HashMap<&'t str, bool>;

/// Names that begin like a condition and are none.
const NO_CONDITIONS: &[&str] = &[
    "iff",
    "ifthenelse",
    "iftoggle",
    "ifbool",
    "ifblank",
    "ifdef",
    "ifcsdef",
    "ifstrequal",
    "ifstrempty",
    "ifundef",
    "ifdefempty",
    "ifdefstring",
    "ifnumcomp",
    "ifnumequal",
    "ifcsundef",
    "ifnotempty",
];

/// Where the case being skipped ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    ElseOrFi,
    Fi,
}

impl<'t> Reader<'t> {
    /// `\iftrue`, `\ifx` and their kind.
    pub(super) fn condition(&mut self, condition: Condition) {
        match condition {
            Condition::Known(true) => {}
            Condition::Known(false) => self.skip_case(Stop::ElseOrFi),
            Condition::Unknown(tokens) => {
                for _ in 0..tokens {
                    self.input.argument();
                }
            }
            Condition::Comparison => self.skip_comparison(),
        }
    }

    /// A condition declared by the paper, or by a class that is not there.
    pub(super) fn declared_condition(&mut self, name: &str) {
        let holds = name.strip_prefix("if").and_then(|name| self.switches.get(name)).copied();
        if holds == Some(false) {
            self.skip_case(Stop::ElseOrFi);
        }
    }

    /// `\newif\ifdraft`
    pub(super) fn declare_condition(&mut self) {
        let name = self.input.argument().map(|piece| piece.as_str());
        if let Some(name) = name.and_then(|name| name.strip_prefix("\\if")) {
            self.switches.insert(name, false);
        }
    }

    /// `\drafttrue`, `\draftfalse`: whether `name` sets a declared condition.
    pub(super) fn set_switch(&mut self, name: &str) -> bool {
        let (switch, value) = match (name.strip_suffix("true"), name.strip_suffix("false")) {
            (Some(switch), _) => (switch, true),
            (_, Some(switch)) => (switch, false),
            _ => return false,
        };
        let declared = self.switches.get_mut(switch);
        declared.map(|held| *held = value).is_some()
    }

    /// `\else`, reached at the end of the case that was read.
    pub(super) fn skip_other_case(&mut self) {
        self.skip_case(Stop::Fi);
    }

    fn skip_comparison(&mut self) {
        let Some((text, at)) = self.input.current() else { return };
        let bytes = text.as_bytes();
        let rest = bytes.get(at..lexing::line_end(bytes, at)).unwrap_or_default();
        let Some(relation) = rest.iter().take(80).position(|byte| matches!(byte, b'<' | b'>' | b'=')) else {
            return;
        };
        self.input.seek(at + relation + 1);
        let Some((text, at)) = self.input.current() else { return };
        let digits =
            text.as_bytes().get(at..).unwrap_or_default().iter().take_while(|b| b.is_ascii_digit()).count();
        if digits > 0 {
            self.input.seek(at + digits);
        } else {
            self.input.argument();
        }
    }

    fn skip_case(&mut self, stop: Stop) {
        let mut depth = 0_usize;
        while let Some((text, at)) = self.input.current() {
            let Some((name, end)) = next_command(text, at) else {
                self.input.seek(text.len());
                continue;
            };
            self.input.seek(end);
            match name {
                "fi" if depth == 0 => return,
                "fi" => depth -= 1,
                "else" if depth == 0 && stop == Stop::ElseOrFi => return,
                "newif" => drop(self.input.argument()),
                _ if self.is_condition(name) => depth += 1,
                _ => {}
            }
        }
    }

    fn is_condition(&self, name: &str) -> bool {
        name.starts_with("if") && !NO_CONDITIONS.contains(&name) && !self.meanings.contains_key(name)
    }
}

/// The next command from `at` on that is not in a comment: its name, and where it ends.
fn next_command(text: &str, at: usize) -> Option<(&str, usize)> {
    let bytes = text.as_bytes();
    let mut here = at;
    loop {
        here += memchr::memchr2(b'\\', b'%', bytes.get(here..)?)?;
        if bytes.get(here) == Some(&b'%') {
            here = lexing::line_end(bytes, here);
            continue;
        }
        let end = lexing::name_end(text, here + 1, false);
        return Some((text.get(here + 1..end)?, end));
    }
}
