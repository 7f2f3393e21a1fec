//! From files on disk to papers in memory.

use std::fs::File;
use std::io::{self, Read};
use std::iter;
use std::path::Path;

use chiptrace::document::archive::{self, Limits, Shape, Unpacked};
use chiptrace::document::{Input, InputFile, Kind, Problem, ProblemKind};

use crate::walk::{Found, Refused, read_bounded, shown, unreadable};

/// How much of a file tells its format.
const HEAD: u64 = 4096;

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

/// Papers one after another: one, or as many as a bulk archive holds.
pub type Papers = Box<dyn Iterator<Item = Loaded>>;

/// Reads the files of a paper, or opens a bulk archive.
pub fn load(found: &Found) -> Papers {
    match found.files.as_slice() {
        [path] if found.metadata.is_none() => {
            file(found, path).unwrap_or_else(|error| alone(Loaded::Unread(unreadable(path, &error))))
        }
        _ => alone(tree(found)),
    }
}

/// A paper whose bytes are at hand. A `kind` given by the user outranks what the bytes look like.
pub fn from_bytes(name: &str, file: &str, kind: Option<Kind>, bytes: Vec<u8>) -> Loaded {
    let whole = |kind, bytes| Unpacked {
        kind: Some(kind),
        files: vec![InputFile { path: file.to_owned(), bytes }],
        problems: Vec::new(),
    };
    let unpacked = match (kind, archive::detect(file, &bytes)) {
        (Some(kind), Shape::Paper(_) | Shape::Unknown) | (None, Shape::Paper(kind)) => whole(kind, bytes),
        _ => archive::unpack(file, &bytes, &Limits::default()),
    };
    opened(name, kind, unpacked)
}

fn alone(loaded: Loaded) -> Papers {
    Box::new(iter::once(loaded))
}

fn file(found: &Found, path: &Path) -> io::Result<Papers> {
    let inside = inside(path, &found.root);
    let mut head = Vec::new();
    File::open(path)?.take(HEAD).read_to_end(&mut head)?;
    if archive::detect(&inside, &head) == Shape::Bulk {
        return bulk(found, path);
    }
    Ok(alone(from_bytes(&found.name, &inside, found.kind, read_bounded(path)?)))
}

/// The papers of a bulk archive as they are asked for: one is in memory at a time.
fn bulk(found: &Found, path: &Path) -> io::Result<Papers> {
    let papers = archive::papers(io::BufReader::new(File::open(path)?), Limits::default());
    let (archive, kind) = (found.name.clone(), found.kind);
    Ok(Box::new(papers.map(move |paper| match paper {
        Ok(paper) => from_bytes(&format!("{archive}/{}", paper.name), &paper.path, kind, paper.bytes),
        Err(problem) => Loaded::Unread(refused(&archive, problem)),
    })))
}

fn tree(found: &Found) -> Loaded {
    let mut files = Vec::with_capacity(found.files.len());
    let mut problems = Vec::new();
    for path in &found.files {
        let inside = inside(path, &found.root);
        match read_bounded(path) {
            Ok(bytes) => files.push(InputFile { path: inside, bytes }),
            Err(error) => {
                let Refused { kind, detail, .. } = unreadable(path, &error);
                problems.push(Problem { kind, file: Some(inside), detail });
            }
        }
    }
    let metadata = found.metadata.as_deref().and_then(|path| read_bounded(path).ok());
    let input = Input { name: found.name.clone(), kind: found.kind.unwrap_or(Kind::Latex), files, metadata };
    Loaded::Paper { input, problems }
}

fn opened(name: &str, kind: Option<Kind>, mut unpacked: Unpacked) -> Loaded {
    let Some(kind) = kind.or(unpacked.kind).filter(|_| !unpacked.files.is_empty()) else {
        let nothing =
            Problem { kind: ProblemKind::Empty, file: None, detail: "there is nothing in it".to_owned() };
        return Loaded::Unread(refused(name, unpacked.problems.drain(..).next().unwrap_or(nothing)));
    };
    let is_metadata = |file: &InputFile| file.path.rsplit('/').next() == Some("metadata.json");
    let metadata = unpacked.files.iter().position(is_metadata).map(|at| unpacked.files.remove(at).bytes);
    let input = Input { name: name.to_owned(), kind, files: unpacked.files, metadata };
    Loaded::Paper { input, problems: unpacked.problems }
}

fn refused(name: &str, problem: Problem) -> Refused {
    let detail = match problem.file.filter(|file| !name.ends_with(file.as_str())) {
        Some(file) => format!("{file}: {}", problem.detail),
        None => problem.detail,
    };
    Refused { path: name.to_owned(), kind: problem.kind, detail }
}

fn inside(path: &Path, root: &Path) -> String {
    shown(path.strip_prefix(root).unwrap_or(path)).replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_vanished_is_named_with_the_reason() {
        let path = std::env::temp_dir().join("chiptrace-no-such-folder").join("gone.tex");
        let found = Found {
            name: shown(&path),
            kind: None,
            files: vec![path.clone()],
            root: path.parent().unwrap().to_path_buf(),
            metadata: None,
        };
        let loaded: Vec<Loaded> = load(&found).collect();
        let [Loaded::Unread(refused)] = loaded.as_slice() else { panic!("{loaded:?}") };
        assert_eq!((refused.kind, refused.path.as_str()), (ProblemKind::Unreadable, shown(&path).as_str()));
        assert!(refused.detail.contains("vanished"), "{}", refused.detail);
    }

    #[test]
    fn a_tree_that_lost_a_file_keeps_the_rest() {
        let folder = std::env::temp_dir().join(format!("chiptrace-tree-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let [kept, lost] = ["main.tex", "lost.tex"].map(|name| folder.join(name));
        std::fs::write(&kept, "\\documentclass{article}").unwrap();
        let found = Found {
            name: "tree".to_owned(),
            kind: Some(Kind::Latex),
            files: vec![kept, lost],
            root: folder.clone(),
            metadata: None,
        };
        let loaded: Vec<Loaded> = load(&found).collect();
        std::fs::remove_dir_all(&folder).unwrap();
        let [Loaded::Paper { input, problems }] = loaded.as_slice() else { panic!("{loaded:?}") };
        assert_eq!((input.files.len(), problems.len()), (1, 1));
        assert_eq!(problems.first().and_then(|p| p.file.as_deref()), Some("lost.tex"));
    }
}
