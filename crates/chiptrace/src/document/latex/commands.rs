//! What each command known to the reader does. One table, looked up by name.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::command_table::{BY_NAME, SKIPPED, STYLES};
use super::page::Front;
use super::symbols::{ACCENTS, OPERATORS, SYMBOLS};
use crate::passage::Part;

/// What a command does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Command {
    /// Prints a text.
    Symbol(&'static str),
    /// Prints an operator of mathematics.
    Operator(&'static str),
    /// Sets an accent on the next letter.
    Accent(char),
    /// Changes the look of text that stays.
    Style,
    /// Prints a space.
    Space,
    /// Prints a wide space.
    WideSpace,
    /// Reads past arguments: `s` a star, `o` an optional argument, `m` a mandatory one.
    /// What follows stays.
    Skip(&'static str),
    /// Ends a paragraph.
    Paragraph,
    /// Ends a line or a row.
    Row,
    /// Begins an item of a list.
    Item,
    /// Stands for a citation.
    Citation,
    /// Stands for the number of something in the paper.
    Reference,
    /// A heading of a level, 1 for a section.
    Heading(u8),
    /// Its argument stands apart from the text around it.
    Apart(Part),
    /// Its argument belongs to the title page.
    Front(Front),
    /// A note: to an author on the title page, to the text elsewhere.
    Note,
    /// Separates authors or institutions.
    Next,
    /// Separates a person from the institution.
    At,
    /// A wide space of a length given.
    Stretch,
    /// Its argument is raised.
    Raised,
    /// Its argument is lowered.
    Lowered,
    /// One part of an affiliation.
    Field,
    /// Begins the acknowledgements, or holds them in its argument.
    Thanks,
    /// Begins the appendix.
    Appendix,
    /// Sets the title page.
    MakeTitle,
    /// Holds the keywords.
    Keywords,
    /// Holds the abstract.
    Abstract,
    /// `\begin`
    Begin,
    /// `\end`
    End,
    /// Defines a command.
    Define(Definition),
    /// Reads a file: how many arguments come before its name, and whether it may be missing.
    Input {
        /// Arguments that name a folder.
        folders: u8,
        /// Whether a missing file is no problem.
        optional: bool,
    },
    /// Names packages, which may be files of the tree.
    Package,
    /// Puts the list of references here.
    Bibliography,
    /// An entry of the list of references.
    Entry,
    /// Ends the file.
    EndInput,
    /// Begins a condition.
    If(Condition),
    /// The other case of a condition, reached after the one that was read.
    Else,
    /// Ends a condition.
    Fi,
    /// Declares a condition.
    NewIf,
    /// Chooses between two arguments after `n` arguments that say which.
    Choose(u8),
    /// Text as it stands between two like characters, after `n` arguments.
    Verbatim(u8),
    /// An address that is not printed, before the text that is.
    Link,
    /// A fraction.
    Fraction,
    /// A number and a unit.
    Quantity,
    /// Begins mathematics in the text.
    OpenMath,
    /// Begins mathematics on lines of its own.
    OpenDisplay,
    /// Ends mathematics.
    CloseMath,
    /// Its argument is mathematics.
    Mathematics,
    /// Its argument is text, inside mathematics too.
    Text,
    /// `\left`, `\right` and their kind before a delimiter.
    Delimiter,
    /// Sets a length or a number.
    Length,
    /// Makes `@` a letter, or not.
    AtLetter(bool),
}

/// How a command is defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Definition {
    /// `\newcommand` and its kind; the flag says that a meaning there is stays.
    New {
        /// Whether a command that has a meaning keeps it.
        only_if_free: bool,
    },
    /// `\def` and its kind.
    Primitive,
    /// `\let`.
    Let,
    /// `\NewDocumentCommand` and its kind.
    Document,
    /// `\newenvironment` and its kind.
    Environment,
    /// `\DeclareMathOperator`.
    Operator,
}

/// How a condition is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// Known.
    Known(bool),
    /// Whether the command that follows has a meaning.
    Defined,
    /// Whether two tokens mean the same.
    Same,
    /// Whether a comparison of two numbers holds.
    Comparison,
    /// Not known here, with `n` tokens that belong to the question. The first case is read.
    Unknown(u8),
}

impl Command {
    /// Whether a paper's own definition of a command of this name is passed over: the reader knows
    /// what it is for, and its definition would only say how it looks.
    pub fn is_fixed(self) -> bool {
        match self {
            Self::Front(Front::Title | Front::Authors | Front::Affiliation) | Self::Note => true,
            Self::Symbol(_) | Self::Operator(_) | Self::Style | Self::Skip(_) | Self::Front(_) => false,
            Self::Field | Self::Raised | Self::Lowered | Self::Keywords | Self::Thanks => false,
            Self::Abstract | Self::Next | Self::At | Self::Stretch | Self::Quantity | Self::Verbatim(_) => {
                false
            }
            _ => true,
        }
    }
}

static COMMANDS: LazyLock<HashMap<&'static str, Command>> = LazyLock::new(|| {
    let mut table = HashMap::with_capacity(1500);
    table.extend(SYMBOLS.iter().map(|(name, text)| (*name, Command::Symbol(text))));
    table.extend(OPERATORS.iter().map(|(name, text)| (*name, Command::Operator(text))));
    table.extend(ACCENTS.iter().map(|(name, accent)| (*name, Command::Accent(*accent))));
    table.extend(STYLES.split_ascii_whitespace().map(|name| (name, Command::Style)));
    for (pattern, names) in SKIPPED {
        table.extend(names.split_ascii_whitespace().map(|name| (name, Command::Skip(pattern))));
    }
    for (command, names) in BY_NAME {
        table.extend(names.split_ascii_whitespace().map(|name| (name, *command)));
    }
    table
});

/// What the command `name` (without its backslash) does, if the reader knows it.
pub fn lookup(name: &str) -> Option<Command> {
    COMMANDS.get(name).copied().or_else(|| by_form(name))
}

/// How the names of lengths and of TeX's numbers end.
const LENGTH_ENDINGS: &[&str] = &[
    "skip",
    "sep",
    "width",
    "height",
    "margin",
    "indent",
    "kern",
    "glue",
    "spacing",
    "penalty",
    "tolerance",
    "badness",
    "stretch",
    "depth",
    "fuzz",
    "offset",
];

/// Commands that packages name in a regular way.
fn by_form(name: &str) -> Option<Command> {
    match name {
        " " | "\t" | "\n" | "\r" => Some(Command::Space),
        _ if name.starts_with("cite") || name.ends_with("cite") || name.ends_with("citep") => {
            Some(Command::Citation)
        }
        _ if name.len() > 3 && name.ends_with("ref") => Some(Command::Reference),
        _ if LENGTH_ENDINGS.iter().any(|ending| name.ends_with(ending)) => Some(Command::Length),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_found_by_name_and_by_form() {
        assert_eq!(lookup("times"), Some(Command::Operator("×")));
        assert_eq!(lookup("section"), Some(Command::Heading(1)));
        assert_eq!(lookup("citealp"), Some(Command::Citation));
        assert_eq!(lookup("figref"), Some(Command::Reference));
        assert_eq!(lookup("nothingofthekind"), None);
    }

    #[test]
    fn no_name_stands_twice_in_the_tables() {
        let mut names: Vec<&str> = SYMBOLS.iter().chain(OPERATORS).map(|(name, _)| *name).collect();
        names.extend(STYLES.split_ascii_whitespace());
        names.extend(SKIPPED.iter().flat_map(|(_, names)| names.split_ascii_whitespace()));
        names.extend(BY_NAME.iter().flat_map(|(_, names)| names.split_ascii_whitespace()));
        names.extend(ACCENTS.iter().map(|(name, _)| *name));
        names.sort_unstable();
        let twice: Vec<_> = names.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }
}
