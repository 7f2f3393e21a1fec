//! The paper's own commands and environments: definitions, and what a call becomes.

use std::rc::Rc;

use super::commands::{self, Command, Definition};
use super::environments::Closing;
use super::input_stack::{Arguments, Mark, Origin, Piece};
use super::lexing;
use super::reader::{Opened, Reader};

/// Calls that may stand around a call.
pub const MAX_CALL_DEPTH: usize = 60;

/// Commands of a few classes whose names papers take for something of their own.
const OFTEN_REDEFINED: &[&str] = &[
    "name",
    "addr",
    "at",
    "authors",
    "Author",
    "Title",
    "Authors",
    "affils",
    "address",
    "papertitle",
    "thesistitle",
    "runtitle",
    "email",
    "up",
];

/// What a name means that the paper defined.
#[derive(Debug, Clone)]
pub enum Meaning<'t> {
    /// Another name for a command of the reader; `None` for one that does nothing.
    Alias(Option<Command>),
    /// A body with parameters.
    Macro(Macro<'t>),
}

impl<'t> Macro<'t> {
    /// The body of a macro without parameters.
    pub fn constant(&self) -> Option<&'t str> {
        self.parameters.is_empty().then(|| self.body.as_str())
    }
}

/// A body with parameters.
#[derive(Debug, Clone)]
pub struct Macro<'t> {
    body: Piece<'t>,
    parameters: Vec<Parameter<'t>>,
}

/// How one parameter is given in a call.
#[derive(Debug, Clone)]
enum Parameter<'t> {
    Mandatory,
    /// In brackets, with what it is when it is not given.
    Optional(Option<Piece<'t>>),
    Star,
}

impl<'t> Parameter<'t> {
    /// What stands for a parameter that a call leaves out: a text of the definition, or nothing. Both belong to
    /// the call, as `body` does.
    fn default(&self, body: &Piece<'t>) -> Piece<'t> {
        match self {
            Self::Optional(Some(default)) => Piece { anchor: body.anchor, ..default.clone() },
            _ => Piece { text: "", start: 0, arguments: None, ..body.clone() },
        }
    }
}

/// An environment that the paper defined.
#[derive(Debug, Clone)]
pub struct EnvironmentMacro<'t> {
    begin: Macro<'t>,
    end: Piece<'t>,
}

impl<'t> Reader<'t> {
    /// `\newcommand`, `\def` and their kind.
    pub(super) fn define(&mut self, definition: Definition) {
        match definition {
            Definition::New { only_if_free } => self.new_command(only_if_free),
            Definition::Primitive => self.primitive_definition(),
            Definition::Let => self.alias(),
            Definition::Document => self.document_command(),
            Definition::Environment => self.new_environment(),
            Definition::Operator => {
                self.input.accept(b'*');
                self.new_command(false);
            }
        }
    }

    fn new_command(&mut self, only_if_free: bool) {
        self.input.accept(b'*');
        let Some(name) = self.command_name() else { return };
        let parameters = self.counted_parameters();
        let Some(body) = self.input.argument() else { return };
        if only_if_free && (self.meanings.contains_key(name) || commands::lookup(name).is_some()) {
            return;
        }
        self.set_meaning(name, Meaning::Macro(Macro { body, parameters }));
    }

    fn command_name(&mut self) -> Option<&'t str> {
        let name = self.input.argument()?.as_str().trim().strip_prefix('\\')?;
        (!name.is_empty()).then_some(name)
    }

    /// `[2][default]`
    fn counted_parameters(&mut self) -> Vec<Parameter<'t>> {
        let count =
            self.input.optional_after_spaces().and_then(|piece| piece.as_str().trim().parse::<usize>().ok());
        let mut parameters = vec![Parameter::Mandatory; count.unwrap_or(0).min(9)];
        if let Some(default) = self.input.optional_after_spaces()
            && let Some(first) = parameters.first_mut()
        {
            *first = Parameter::Optional(Some(default));
        }
        parameters
    }

    /// `\def\name#1#2{body}`. Parameters that are told apart by other characters are not read:
    /// a command with such parameters stays unknown.
    fn primitive_definition(&mut self) {
        let Some(name) = self.command_name() else { return };
        let Some((text, at)) = self.input.current() else { return };
        let rest = text.get(at..).unwrap_or_default();
        let Some(brace) = rest.bytes().take(60).position(|byte| byte == b'{') else { return };
        let pattern: String = rest.get(..brace).unwrap_or_default().split_whitespace().collect();
        self.input.seek(at + brace);
        let Some(body) = self.input.argument() else { return };
        let count = pattern.len() / 2;
        let expected: String = (1..=count).map(|number| format!("#{number}")).collect();
        if pattern == expected && count <= 9 {
            let parameters = vec![Parameter::Mandatory; count];
            self.set_meaning(name, Meaning::Macro(Macro { body, parameters }));
        }
    }

    /// `\let\new=\old`
    fn alias(&mut self) {
        let Some(name) = self.command_name() else { return };
        self.input.skip_spaces();
        self.input.accept(b'=');
        let Some(old) = self.input.argument().and_then(|piece| piece.as_str().strip_prefix('\\')) else {
            return;
        };
        let meaning = match self.meanings.get(old) {
            Some(meaning) => meaning.clone(),
            None => Meaning::Alias(commands::lookup(old)),
        };
        self.set_meaning(name, meaning);
    }

    /// `\NewDocumentCommand\name{m o O{default} s}{body}`
    fn document_command(&mut self) {
        let Some(name) = self.command_name() else { return };
        let Some(signature) = self.input.argument() else { return };
        let Some(body) = self.input.argument() else { return };
        if let Some(parameters) = read_signature(&signature) {
            self.set_meaning(name, Meaning::Macro(Macro { body, parameters }));
        }
    }

    fn new_environment(&mut self) {
        self.input.accept(b'*');
        let Some(name) = self.input.argument().map(|piece| piece.as_str().trim()) else { return };
        let parameters = self.counted_parameters();
        let (Some(body), Some(end)) = (self.input.argument(), self.input.argument()) else { return };
        if !super::environments::is_known(name) {
            self.environment_macros.insert(name, EnvironmentMacro { begin: Macro { body, parameters }, end });
        }
    }

    fn set_meaning(&mut self, name: &'t str, meaning: Meaning<'t>) {
        if OFTEN_REDEFINED.contains(&name) || !commands::lookup(name).is_some_and(Command::is_fixed) {
            self.meanings.insert(name, meaning);
        }
    }

    /// Reads the body of a macro in place of its call, which began at `mark`.
    pub(super) fn call(&mut self, called: &Macro<'t>, mark: Mark) {
        if let Some((body, arguments)) = self.prepare(called, mark) {
            self.input.push(Piece { arguments: Some(arguments), ..body }, Origin::Expansion);
        }
    }

    fn prepare(&mut self, called: &Macro<'t>, mark: Mark) -> Option<(Piece<'t>, Rc<Arguments<'t>>)> {
        let depth = self.input.arguments().map_or(0, |arguments| arguments.depth) + 1;
        if depth > MAX_CALL_DEPTH {
            self.input.note_limit();
            return None;
        }
        let given: Vec<_> = called.parameters.iter().map(|parameter| self.given(parameter)).collect();
        let anchor = Some(self.input.since(mark));
        let body = Piece { anchor, ..called.body.clone() };
        let actual = |(given, parameter): (Option<Piece<'t>>, &Parameter<'t>)| {
            given.unwrap_or_else(|| parameter.default(&body))
        };
        let values = given.into_iter().zip(&called.parameters).map(actual).collect();
        Some((body, Rc::new(Arguments { values, depth })))
    }

    /// What a call gives for a parameter.
    fn given(&mut self, parameter: &Parameter<'t>) -> Option<Piece<'t>> {
        match parameter {
            Parameter::Mandatory => self.input.argument(),
            Parameter::Optional(_) => self.input.optional_after_spaces(),
            Parameter::Star => {
                self.input.accept(b'*');
                None
            }
        }
    }

    /// Begins an environment that the paper defined; returns whether `name` is one.
    pub(super) fn begin_environment_macro(&mut self, name: &'t str, mark: Mark) -> bool {
        let Some(environment) = self.environment_macros.get(name).cloned() else { return false };
        let Some((body, arguments)) = self.prepare(&environment.begin, mark) else { return true };
        let end = Piece { anchor: body.anchor, ..environment.end };
        self.open_group(Opened::Environment(name), Closing::Macro(end, Rc::clone(&arguments)));
        self.input.push(Piece { arguments: Some(arguments), ..body }, Origin::Expansion);
        true
    }
}

fn read_signature<'t>(signature: &Piece<'t>) -> Option<Vec<Parameter<'t>>> {
    let bytes = signature.text.as_bytes();
    let mut parameters = Vec::new();
    let mut at = signature.start;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'm' => parameters.push(Parameter::Mandatory),
            b'o' => parameters.push(Parameter::Optional(None)),
            b's' => parameters.push(Parameter::Star),
            b'O' => {
                let end = lexing::group_end(bytes, at + 1, b'{', b'}')?;
                let text = signature.text.get(..end - 1)?;
                parameters.push(Parameter::Optional(Some(Piece {
                    text,
                    start: at + 1,
                    ..signature.clone()
                })));
                at = end;
            }
            byte if byte.is_ascii_whitespace() || *byte == b'+' => {}
            _ => return None,
        }
    }
    Some(parameters)
}
