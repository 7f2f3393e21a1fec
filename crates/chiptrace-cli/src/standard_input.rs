//! Standard input as a paper, or as a stream of papers.

use std::io::{self, Cursor, Read};

use chiptrace::document::archive::{Shape, detect_packed};
use chiptrace::document::{Kind, ProblemKind};

use crate::bounds::Bounds;
use crate::load::{Loaded, from_bytes};
use crate::walk::{PEEKED, Refused, Walk, too_large};

/// What papers from standard input are called.
pub const NAME: &str = "-";

/// What stands on standard input.
pub enum Incoming {
    /// A tar, packed or not, read as it comes.
    Papers(Box<Walk>),
    /// One paper.
    Paper(Loaded),
}

/// Looks at the first bytes of `input`: a tar is a stream of papers, all else one paper. With a `kind` it is one
/// paper in any case.
///
/// # Errors
/// If it cannot be read.
pub fn open(
    mut input: impl Read + Send + 'static,
    kind: Option<Kind>,
    bounds: Bounds,
) -> io::Result<Incoming> {
    let mut first = Vec::new();
    input.by_ref().take(PEEKED).read_to_end(&mut first)?;
    let shape = detect_packed(NAME, &first);
    let whole = Cursor::new(first).chain(input);
    if kind.is_none() && matches!(shape, Shape::Tar | Shape::Bulk) {
        return Ok(Incoming::Papers(Box::new(Walk::of_archive(NAME, Box::new(whole), bounds))));
    }
    let mut bytes = Vec::new();
    whole.take(bounds.file.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > bounds.file {
        let detail = format!("{}; raise --max-file", too_large(bytes.len() as u64, bounds.file));
        let refused = Refused { path: NAME.to_owned(), kind: ProblemKind::Limit, detail };
        return Ok(Incoming::Paper(Loaded::Unread(refused)));
    }
    Ok(Incoming::Paper(from_bytes(NAME, NAME, bytes, kind, &bounds)))
}
