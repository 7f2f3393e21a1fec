//! `\if … \else … \fi`. A condition that cannot be decided here is taken to hold: its first case is
//! read, so that one of two versions of a text is read and never both.

use std::collections::HashMap;

use super::commands::{self, Condition};
use super::lexing;
use super::macros::Meaning;
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
            Condition::Defined => {
                let name = self.input.argument().map_or("", |piece| piece.as_str());
                let defined = name.strip_prefix('\\').is_some_and(|name| self.is_defined(name));
                self.take_case(defined);
            }
            Condition::Same => {
                let (first, second) = (self.input.argument(), self.input.argument());
                if let (Some(first), Some(second)) = (first, second) {
                    let same = self.is_same(first.as_str(), second.as_str());
                    self.take_case(same.unwrap_or(true));
                }
            }
            Condition::Comparison => {
                let holds = self.comparison();
                self.take_case(holds.unwrap_or(true));
            }
        }
    }

    fn take_case(&mut self, holds: bool) {
        if !holds {
            self.skip_case(Stop::ElseOrFi);
        }
    }

    fn is_defined(&self, name: &str) -> bool {
        self.meanings.contains_key(name) || commands::lookup(name).is_some()
    }

    /// Whether two tokens mean the same, as far as can be told: constants of the paper are compared,
    /// and what nobody defined.
    fn is_same(&self, first: &str, second: &str) -> Option<bool> {
        let (first, second) = (first.strip_prefix('\\')?, second.strip_prefix('\\')?);
        if [first, second].iter().any(|name| matches!(*name, "undefined" | "relax")) {
            let other = if matches!(first, "undefined" | "relax") { second } else { first };
            return Some(!self.is_defined(other));
        }
        match (self.meanings.get(first)?, self.meanings.get(second)?) {
            (Meaning::Macro(first), Meaning::Macro(second)) => Some(first.constant()? == second.constant()?),
            _ => None,
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

    /// `\ifnum\version=1`, where both sides are numbers or constants of the paper.
    fn comparison(&mut self) -> Option<bool> {
        let first = self.number();
        let (text, at) = self.input.current()?;
        let bytes = text.as_bytes();
        let rest = bytes.get(at..lexing::line_end(bytes, at))?;
        let offset = rest.iter().take(80).position(|byte| matches!(byte, b'<' | b'>' | b'='))?;
        let relation = *rest.get(offset)?;
        self.input.seek(at + offset + 1);
        let second = self.number();
        let (first, second) = (first?, second?);
        Some(match relation {
            b'<' => first < second,
            b'>' => first > second,
            _ => first == second,
        })
    }

    fn number(&mut self) -> Option<i64> {
        self.input.skip_filler()?;
        let (text, at) = self.input.current()?;
        let rest = text.get(at..)?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            self.input.seek(at + digits);
            return rest.get(..digits)?.parse().ok();
        }
        let name = self.input.argument()?.as_str().strip_prefix('\\')?;
        match self.meanings.get(name)? {
            Meaning::Macro(called) => called.constant()?.trim().parse().ok(),
            Meaning::Alias(_) => None,
        }
    }

    /// Passes over a case. One that is never closed is not passed over: it would take the paper with it.
    fn skip_case(&mut self, stop: Stop) {
        let Some((text, at)) = self.input.current() else { return };
        let in_file = self.input.is_in_file();
        if !self.input.can_look_ahead() {
            return;
        }
        match self.case_end(text, at, stop) {
            Some(end) => self.input.seek(end),
            None if in_file => drop(self.input.spend(text.len() - at)),
            None => self.input.seek(text.len()),
        }
    }

    fn case_end(&self, text: &str, at: usize, stop: Stop) -> Option<usize> {
        let mut depth = 0_usize;
        let mut here = at;
        loop {
            let (name, end) = next_command(text, here)?;
            here = end;
            match name {
                "fi" if depth == 0 => return Some(end),
                "fi" => depth -= 1,
                "else" if depth == 0 && stop == Stop::ElseOrFi => return Some(end),
                "newif" => here = next_command(text, here)?.1,
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
