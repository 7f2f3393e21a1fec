//! From files on disk to papers in memory.

use std::path::Path;

use chiptrace::document::archive::{Shape, Unpacked, detect, unpack};
use chiptrace::document::{Input, InputFile, Kind, Problem, ProblemKind};

use crate::bounds::Bounds;
use crate::walk::{Files, Found, Refused, read_bounded, shown, unreadable};

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
pub fn load(found: Found, bounds: &Bounds) -> Loaded {
    match found {
        Found::Packed(archive, paper) => {
            let inside = if paper.name.is_empty() { String::new() } else { format!("/{}", paper.name) };
            let name = shown(Path::new(&format!("{archive}{inside}")));
            unpacked(name, paper.unpack(&bounds.archive), None)
        }
        Found::Files(files) => match (files.files.as_slice(), files.kind) {
            ([path], kind) if kind != Some(Kind::Latex) || files.metadata.is_none() => {
                single(&files, path, kind, bounds)
            }
            (_, kind) => tree(&files, kind.unwrap_or(Kind::Latex), bounds),
        },
    }
}

fn single(files: &Files, path: &Path, kind: Option<Kind>, bounds: &Bounds) -> Loaded {
    match read_bounded(path, bounds.file) {
        Err(error) => Loaded::Unread(unreadable(path, &error)),
        Ok(bytes) => from_bytes(&files.name, &inside(path, &files.root), bytes, kind, bounds),
    }
}

/// A paper whose bytes are at hand, packed or not.
pub fn from_bytes(name: &str, file: &str, bytes: Vec<u8>, kind: Option<Kind>, bounds: &Bounds) -> Loaded {
    match (kind, detect(file, &bytes)) {
        (Some(kind), Shape::Paper(_) | Shape::Unknown) => {
            let files = vec![InputFile { path: file.to_owned(), bytes }];
            let input = Input { name: name.to_owned(), kind, files, metadata: None };
            Loaded::Paper { input, problems: Vec::new() }
        }
        _ => unpacked(name.to_owned(), unpack(file, &bytes, &bounds.archive), kind),
    }
}

/// A paper from an archive, or from a file that is none; the user's word on the format comes first.
fn unpacked(name: String, unpacked: Unpacked, kind: Option<Kind>) -> Loaded {
    let Unpacked { kind: recognised, files, metadata, problems } = unpacked;
    match kind.or(recognised).filter(|_| !files.is_empty()) {
        Some(kind) => Loaded::Paper { input: Input { name, kind, files, metadata }, problems },
        None => {
            let first = problems.into_iter().next();
            let (kind, detail) = first.map_or_else(
                || {
                    (
                        ProblemKind::UnknownKind,
                        "nothing in it can be read as a paper; name its format with --kind".to_owned(),
                    )
                },
                |problem| (problem.kind, problem.detail),
            );
            Loaded::Unread(Refused { path: name, kind, detail })
        }
    }
}

fn tree(found: &Files, kind: Kind, bounds: &Bounds) -> Loaded {
    let mut files = Vec::with_capacity(found.files.len());
    let mut problems = Vec::new();
    for path in &found.files {
        match read_bounded(path, bounds.file) {
            Ok(bytes) => files.push(InputFile { path: inside(path, &found.root), bytes }),
            Err(error) => {
                let refused = unreadable(path, &error);
                let file = Some(inside(path, &found.root));
                problems.push(Problem { kind: refused.kind, file, detail: refused.detail });
            }
        }
    }
    if files.is_empty() {
        let detail = problems.into_iter().next().map_or_else(String::new, |problem| problem.detail);
        return Loaded::Unread(Refused { path: found.name.clone(), kind: ProblemKind::Unreadable, detail });
    }
    let metadata = found.metadata.as_deref().and_then(|path| read_bounded(path, bounds.file).ok());
    Loaded::Paper { input: Input { name: found.name.clone(), kind, files, metadata }, problems }
}

fn inside(path: &Path, root: &Path) -> String {
    shown(path.strip_prefix(root).unwrap_or(path)).replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn files(root: &Path, names: &[&str], kind: Option<Kind>) -> Found {
        let files = names.iter().map(|name| root.join(name)).collect();
        Found::Files(Files { name: shown(root), kind, files, root: root.to_path_buf(), metadata: None })
    }

    #[test]
    fn a_file_that_vanished_is_reported_with_the_reason() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gone.tex");
        fs::write(&path, "text").unwrap();
        let found = files(folder.path(), &["gone.tex"], None);
        fs::remove_file(&path).unwrap();
        let Loaded::Unread(refused) = load(found, &Bounds::default()) else { panic!("it was read") };
        assert_eq!((refused.kind, refused.path), (ProblemKind::Unreadable, shown(&path)));
        assert!(refused.detail.contains("vanished"), "{}", refused.detail);
    }

    #[test]
    fn a_tree_that_lost_a_file_keeps_the_rest() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("main.tex"), "\\documentclass{article}").unwrap();
        let found = files(folder.path(), &["lost.tex", "main.tex"], Some(Kind::Latex));
        let Loaded::Paper { input, problems } = load(found, &Bounds::default()) else {
            panic!("it was not read")
        };
        assert_eq!(input.files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), ["main.tex"]);
        assert_eq!(problems.first().and_then(|problem| problem.file.as_deref()), Some("lost.tex"));
    }
}
