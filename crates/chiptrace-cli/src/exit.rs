//! Exit codes and the errors that end the program.

use std::fmt;
use std::io;

/// Some of the input could not be read; the rest was.
pub const INCOMPLETE: u8 = 1;

/// Wrong usage: an unknown option, a missing argument, an unknown chip or country.
pub const USAGE: u8 = 2;

/// The program could not do its work: output that cannot be written, records that are wrong.
pub const FAILED: u8 = 3;

/// Why the program ends without an answer.
#[derive(Debug)]
pub struct Failure {
    code: u8,
    message: String,
    gone: bool,
}

impl Failure {
    /// Wrong usage, with what to do.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { code: USAGE, message: message.into(), gone: false }
    }

    /// Something could not be read or written.
    pub fn io(what: &str, error: &io::Error) -> Self {
        let gone = error.kind() == io::ErrorKind::BrokenPipe;
        Self { code: FAILED, message: format!("{what}: {error}"), gone }
    }

    /// Records or patterns compiled into the program are wrong.
    pub fn internal(what: &str, error: &dyn fmt::Display) -> Self {
        Self { code: FAILED, message: format!("{what}: {error}"), gone: false }
    }

    /// Whether it is only that the reader of the output has gone away, as `head` does: no error to speak of.
    pub fn reader_gone(&self) -> bool {
        self.gone
    }

    /// The exit code.
    pub fn code(&self) -> u8 {
        self.code
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
