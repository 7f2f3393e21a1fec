//! From files on disk to papers in memory.

use std::path::Path;

use chiptrace::document::{Input, InputFile, Kind, Problem, ProblemKind};

use crate::walk::{Found, Refused, read_bounded, unreadable};

/// A paper in memory, or why there is none.
#[derive(Debug)]
pub enum Loaded {
    /// A paper, with what went wrong on the way.
    Paper {
        /// Its files.
        input: Input,
        /// Files that could not be read.
        problems: Vec<Problem>,
    },
    /// Nothing could be read.
    Unread(Refused),
}

/// Reads the files of a paper.
pub fn load(found: &Found) -> Vec<Loaded> {
    let mut files = Vec::with_capacity(found.files.len());
    let mut problems = Vec::new();
    for path in &found.files {
        match read_bounded(path) {
            Ok(bytes) => files.push(InputFile { path: inside(path, &found.root), bytes }),
            Err(error) if found.files.len() == 1 => return vec![Loaded::Unread(unreadable(path, &error))],
            Err(error) => {
                let refused = unreadable(path, &error);
                problems.push(Problem {
                    kind: refused.kind,
                    file: Some(inside(path, &found.root)),
                    detail: refused.detail,
                });
            }
        }
    }
    let metadata = found.metadata.as_deref().and_then(|path| read_bounded(path).ok());
    let kind = found.kind.unwrap_or(Kind::Text);
    let input = Input { name: found.name.clone(), kind, files, metadata };
    let _ = ProblemKind::UnknownKind;
    vec![Loaded::Paper { input, problems }]
}

fn inside(path: &Path, root: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}
