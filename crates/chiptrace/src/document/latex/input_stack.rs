//! What is being read: a stack of files, macro bodies and arguments, each a stretch of a source.
//!
//! Nothing is copied when a macro is expanded: its body is read where it was defined, its arguments
//! where they stand. The work that expansion may cost is bounded by one allowance in bytes.

use std::rc::Rc;

use super::lexing::{self, Class};

/// Files, bodies and arguments that may be open in one another.
pub const MAX_DEPTH: usize = 200;

/// Bytes that expansion and look-ahead may read for each byte of the paper's files …
pub const ALLOWANCE_PER_BYTE: usize = 16;

/// … and on top of that, so that small files have room.
pub const ALLOWANCE_BASE: usize = 1 << 20;

/// Bytes of a source that text in the output stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// Index of the source.
    pub source: usize,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// Where the text is printed in the definition of a macro, if the anchor is a call of one.
    pub definition: Option<Printed>,
}

impl Anchor {
    /// The bytes `start..end` of a file.
    pub fn new(source: usize, start: usize, end: usize) -> Self {
        Self { source, start, end, definition: None }
    }
}

/// Bytes of a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Printed {
    /// Index of the source.
    pub source: usize,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// A stretch of a source that can be read: the body of a macro, an argument.
#[derive(Debug, Clone)]
pub struct Piece<'t> {
    /// The source up to the end of the stretch.
    pub text: &'t str,
    /// Where the stretch begins.
    pub start: usize,
    /// Index of the source.
    pub source: usize,
    /// The call that its text stands for, inside a macro.
    pub anchor: Option<Anchor>,
    /// What `#1` … `#9` mean in it.
    pub arguments: Option<Rc<Arguments<'t>>>,
}

impl<'t> Piece<'t> {
    /// Its text.
    pub fn as_str(&self) -> &'t str {
        self.text.get(self.start..).unwrap_or_default()
    }
}

/// The arguments of one call.
#[derive(Debug)]
pub struct Arguments<'t> {
    /// In order, the optional one first.
    pub values: Vec<Piece<'t>>,
    /// How many calls stand around this one.
    pub depth: usize,
}

/// Why a stretch is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A file of the tree.
    File,
    /// The body of a macro, or one of its arguments.
    Expansion,
}

#[derive(Debug)]
struct Frame<'t> {
    piece: Piece<'t>,
    at: usize,
    origin: Origin,
}

/// Where a command began, to say later which bytes its output stands for.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    depth: usize,
    anchor: Option<Anchor>,
    source: usize,
    start: usize,
    limit: usize,
}

/// The stack.
#[derive(Debug)]
pub struct InputStack<'t> {
    frames: Vec<Frame<'t>>,
    allowance: usize,
    exhausted: bool,
    limited: bool,
}

impl<'t> InputStack<'t> {
    /// An empty stack for a paper whose files hold `bytes` bytes.
    pub fn new(bytes: usize) -> Self {
        let allowance = bytes.saturating_mul(ALLOWANCE_PER_BYTE).saturating_add(ALLOWANCE_BASE);
        Self { frames: Vec::new(), allowance, exhausted: false, limited: false }
    }

    /// Whether a limit was met, so that something was left out.
    pub fn is_limited(&self) -> bool {
        self.limited || self.exhausted
    }

    /// Reads `piece` next. Refused beyond the depth or the allowance.
    pub fn push(&mut self, piece: Piece<'t>, origin: Origin) -> bool {
        self.drop_finished();
        let cost = if origin == Origin::File { 0 } else { piece.as_str().len() + 16 };
        if self.frames.len() >= MAX_DEPTH || !self.spend(cost) {
            self.limited = true;
            return false;
        }
        let at = piece.start;
        self.frames.push(Frame { piece, at, origin });
        true
    }

    /// Pays for reading `bytes` bytes again; whether that is still allowed.
    pub fn spend(&mut self, bytes: usize) -> bool {
        match self.allowance.checked_sub(bytes) {
            Some(rest) => self.allowance = rest,
            None => self.exhausted = true,
        }
        !self.exhausted
    }

    /// Whether the allowance is not used up.
    pub fn can_look_ahead(&self) -> bool {
        !self.exhausted
    }

    /// How many stretches are open.
    pub fn depth(&self) -> usize {
        self.frames.len()
    }

    /// The text being read (up to its end) and the position in it; `None` when all is read.
    pub fn current(&mut self) -> Option<(&'t str, usize)> {
        self.drop_finished();
        self.frames.last().map(|frame| (frame.piece.text, frame.at))
    }

    fn drop_finished(&mut self) {
        while self.frames.last().is_some_and(|frame| frame.at >= frame.piece.text.len()) {
            self.frames.pop();
        }
    }

    /// What bytes `start..end` of the text being read stand for.
    pub fn anchor(&self, start: usize, end: usize) -> Anchor {
        let (source, call) = self.place();
        placed(source, call, start, end)
    }

    /// The source being read, and the call its text stands for.
    pub fn place(&self) -> (usize, Option<Anchor>) {
        self.frames.last().map_or((0, None), |frame| (frame.piece.source, frame.piece.anchor))
    }

    /// What `#1` … mean here.
    pub fn arguments(&self) -> Option<&Rc<Arguments<'t>>> {
        self.frames.last()?.piece.arguments.as_ref()
    }

    /// Moves to byte `at` of the text being read.
    pub fn seek(&mut self, at: usize) {
        if let Some(frame) = self.frames.last_mut() {
            frame.at = at;
        }
    }

    /// Stops reading the innermost file; returns whether another one is open around it.
    pub fn leave_file(&mut self) -> bool {
        while self.frames.pop().is_some_and(|frame| frame.origin != Origin::File) {}
        self.frames.iter().any(|frame| frame.origin == Origin::File)
    }

    /// Notes that something was left out.
    pub fn note_limit(&mut self) {
        self.limited = true;
    }

    /// Whether a file is being read, and not an expansion.
    pub fn is_in_file(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.origin == Origin::File)
    }

    /// Leaves everything unread.
    pub fn clear(&mut self) {
        self.frames.clear();
    }

    /// Whether source `source` is being read.
    pub fn is_reading(&self, source: usize) -> bool {
        self.frames.iter().any(|frame| frame.origin == Origin::File && frame.piece.source == source)
    }

    /// Remembers byte `start` of the text being read.
    pub fn mark(&self, start: usize) -> Mark {
        let (source, anchor) = self.place();
        let limit = self.frames.last().map_or(start, |frame| frame.piece.text.len());
        Mark { depth: self.frames.len(), anchor, source, start, limit }
    }

    /// The bytes from `mark` to the present position, or the call around them.
    pub fn since(&self, mark: Mark) -> Anchor {
        let same = self.frames.get(mark.depth.wrapping_sub(1)).filter(|f| f.piece.source == mark.source);
        let end = same.map_or(mark.limit, |frame| frame.at).clamp(mark.start, mark.limit.max(mark.start));
        placed(mark.source, mark.anchor, mark.start, end)
    }

    /// Skips white space and comments, up to a blank line, and returns the byte that follows.
    pub fn skip_filler(&mut self) -> Option<u8> {
        loop {
            let (text, at) = self.current()?;
            let end = lexing::filler_end(text.as_bytes(), at);
            self.seek(end);
            if end < text.len() {
                return text.as_bytes().get(end).copied();
            }
        }
    }

    /// Skips spaces and at most the end of the line, as TeX does after the name of a command.
    pub fn skip_spaces(&mut self) {
        let Some((text, at)) = self.current() else { return };
        let (end, blank) = lexing::white_space(text.as_bytes(), at);
        if !blank {
            self.seek(end);
        }
    }

    /// Whether the byte at the present position is `byte`; if so it is read.
    pub fn accept(&mut self, byte: u8) -> bool {
        let Some((text, at)) = self.current() else { return false };
        let found = text.as_bytes().get(at) == Some(&byte);
        if found {
            self.seek(at + 1);
        }
        found
    }

    /// The `[…]` at the present position, if there is one.
    pub fn optional(&mut self) -> Option<Piece<'t>> {
        let (text, at) = self.current()?;
        if text.as_bytes().get(at) != Some(&b'[') {
            return None;
        }
        self.delimited(b'[', b']')
    }

    /// The same, also after spaces.
    pub fn optional_after_spaces(&mut self) -> Option<Piece<'t>> {
        let (text, at) = self.current()?;
        let (end, blank) = lexing::white_space(text.as_bytes(), at);
        if blank || text.as_bytes().get(end) != Some(&b'[') {
            return None;
        }
        self.seek(end);
        self.delimited(b'[', b']')
    }

    /// The next argument: a group, or one token. `None` at the end of a paragraph or group.
    pub fn argument(&mut self) -> Option<Piece<'t>> {
        match self.skip_filler()? {
            b'{' => self.delimited(b'{', b'}'),
            b'}' => None,
            _ => self.token(),
        }
    }

    fn token(&mut self) -> Option<Piece<'t>> {
        let (text, at) = self.current()?;
        let end = match lexing::class_at(text.as_bytes(), at) {
            Class::Newline => return None,
            Class::Escape => lexing::token_end(text, at),
            Class::Parameter => (at + 2).min(text.len()),
            _ => at + text.get(at..)?.chars().next()?.len_utf8(),
        };
        self.take(at, end, end)
    }

    fn delimited(&mut self, open: u8, close: u8) -> Option<Piece<'t>> {
        let (text, at) = self.current()?;
        if self.exhausted {
            return None;
        }
        let Some(end) = lexing::group_end(text.as_bytes(), at + 1, open, close) else {
            self.spend(text.len() - at);
            return None;
        };
        self.take(at + 1, end - 1, end)
    }

    fn take(&mut self, start: usize, end: usize, next: usize) -> Option<Piece<'t>> {
        let frame = self.frames.last_mut()?;
        let text = frame.piece.text.get(..end)?;
        frame.at = next;
        let Piece { source, anchor, .. } = frame.piece;
        Some(Piece { text, start, source, anchor, arguments: frame.piece.arguments.clone() })
    }
}

/// Bytes of a file stand for themselves; bytes of a definition stand for the call.
fn placed(source: usize, call: Option<Anchor>, start: usize, end: usize) -> Anchor {
    match call {
        None => Anchor::new(source, start, end),
        Some(call) => Anchor { definition: Some(Printed { source, start, end }), ..call },
    }
}
