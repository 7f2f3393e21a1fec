//! Finding papers in the file system: which files belong together, in a stable order.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use chiptrace::document::archive::{self, Paper, Papers, Shape};
use chiptrace::document::{Kind, ProblemKind};

use crate::bounds::Bounds;

/// How much of a file is looked at to tell what it is.
pub const PEEKED: u64 = 64 << 10;

/// A paper that was found.
#[derive(Debug)]
pub enum Found {
    /// Files on disk, not yet read.
    Files(Files),
    /// A paper of an archive of many: the archive's path and the paper.
    Packed(String, Paper),
}

/// The files of one paper, not yet read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// What the paper is called: its path as the user would write it.
    pub name: String,
    /// The format, where the shape of the folder or the user's `--kind` says it.
    pub kind: Option<Kind>,
    /// Its files; more than one for a LaTeX tree.
    pub files: Vec<PathBuf>,
    /// The folder that paths inside the paper are relative to.
    pub root: PathBuf,
    /// A `metadata.json` beside the files.
    pub metadata: Option<PathBuf>,
}

/// A path that gives no paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The path.
    pub path: String,
    /// Which kind of problem.
    pub kind: ProblemKind,
    /// What was found and what to do.
    pub detail: String,
}

/// Walks paths lazily, folder by folder: memory does not grow with the number of papers.
pub struct Walk {
    pending: Vec<(PathBuf, usize)>,
    ready: Vec<Result<Found, Refused>>,
    linked: HashSet<PathBuf>,
    bulk: Option<(String, Papers<Box<dyn Read + Send>>)>,
    kind: Option<Kind>,
    bounds: Bounds,
}

impl Walk {
    /// Papers under `paths`, in the order given and by name within a folder.
    pub fn new(paths: &[PathBuf], kind: Option<Kind>, bounds: Bounds) -> Self {
        let pending = paths.iter().rev().map(|path| (path.clone(), 0)).collect();
        Self { pending, ready: Vec::new(), linked: HashSet::new(), bulk: None, kind, bounds }
    }

    /// The papers of a tar that `reader` gives.
    pub fn of_archive(name: &str, reader: Box<dyn Read + Send>, bounds: Bounds) -> Self {
        let papers = archive::papers(reader, bounds.archive);
        Self { bulk: Some((name.to_owned(), papers)), ..Self::new(&[], None, bounds) }
    }

    fn visit(&mut self, path: PathBuf, depth: usize) {
        let outcome = fs::metadata(&path).and_then(|about| {
            if about.is_dir() { self.folder(&path, depth) } else { self.file(&path, &about, depth) }
        });
        if let Err(error) = outcome {
            self.ready.push(Err(unreadable(&path, &error)));
        }
    }

    fn file(&mut self, path: &Path, about: &fs::Metadata, depth: usize) -> io::Result<()> {
        let name = shown(path);
        if !about.is_file() {
            let detail = "it is neither a file nor a folder; name a regular file".to_owned();
            self.ready.push(Err(Refused { path: name, kind: ProblemKind::Unreadable, detail }));
            return Ok(());
        }
        match if self.kind.is_none() { shape(path)? } else { Shape::Unknown } {
            Shape::Bulk => {
                let reader: Box<dyn Read + Send> = Box::new(BufReader::new(File::open(path)?));
                self.bulk = Some((name, archive::papers(reader, self.bounds.archive)));
                return Ok(());
            }
            // It lies beside the archives that it lists.
            Shape::Manifest if depth > 0 => return Ok(()),
            _ => {}
        }
        let root = path.parent().unwrap_or(Path::new("")).to_path_buf();
        let files = vec![path.to_path_buf()];
        self.ready.push(Ok(Found::Files(Files { name, kind: self.kind, files, root, metadata: None })));
        Ok(())
    }

    /// The next paper of the bulk archive that is open.
    fn packed(&mut self) -> Option<Result<Found, Refused>> {
        let (archive, papers) = self.bulk.as_mut()?;
        let next = papers.next();
        let name = archive.clone();
        match next {
            Some(Ok(paper)) => Some(Ok(Found::Packed(name, paper))),
            Some(Err(problem)) => {
                Some(Err(Refused { path: name, kind: problem.kind, detail: problem.detail }))
            }
            None => {
                self.bulk = None;
                None
            }
        }
    }

    fn folder(&mut self, path: &Path, depth: usize) -> io::Result<()> {
        if depth >= self.bounds.depth || self.loops(path)? {
            let detail =
                "the folder leads back to itself, or lies too deep; it was not read again".to_owned();
            self.ready.push(Err(Refused { path: shown(path), kind: ProblemKind::Limit, detail }));
            return Ok(());
        }
        let mut entries: Vec<PathBuf> = Vec::new();
        for entry in fs::read_dir(path)? {
            match entry {
                Ok(entry) => entries.push(entry.path()),
                Err(error) => self.ready.push(Err(unreadable(path, &error))),
            }
        }
        entries.retain(|entry| !is_hidden(entry));
        entries.sort();
        if let Some(tree) = Self::tree(path, &entries)? {
            self.ready.push(Ok(Found::Files(tree)));
            return Ok(());
        }
        let wanted = entries.into_iter().rev().filter(|entry| entry.is_dir() || is_paper(entry));
        self.pending.extend(wanted.map(|entry| (entry, depth + 1)));
        Ok(())
    }

    /// Whether a link leads to a folder it lies in, or to one that another link led to.
    fn loops(&mut self, path: &Path) -> io::Result<bool> {
        if !fs::symlink_metadata(path)?.is_symlink() {
            return Ok(false);
        }
        let target = fs::canonicalize(path)?;
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Ok(fs::canonicalize(parent)?.starts_with(&target) || !self.linked.insert(target))
    }

    /// A folder with `.tex` files is one paper, unless each of them is a whole paper of its own and the folder
    /// holds other papers too.
    fn tree(path: &Path, entries: &[PathBuf]) -> io::Result<Option<Files>> {
        let sources: Vec<&PathBuf> =
            entries.iter().filter(|entry| has_extension(entry, &["tex", "ltx"])).collect();
        let others = sources.len() > 1 || entries.iter().any(|entry| is_no_part_of_a_tree(entry));
        if sources.is_empty() || (others && sources.iter().all(|file| stands_alone(file))) {
            return Ok(None);
        }
        let mut files = Vec::new();
        gather(path, 0, &mut files)?;
        files.sort();
        let metadata = Some(path.join("metadata.json")).filter(|file| file.is_file());
        Ok(Some(Files {
            name: shown(path),
            kind: Some(Kind::Latex),
            files,
            root: path.to_path_buf(),
            metadata,
        }))
    }
}

impl Iterator for Walk {
    type Item = Result<Found, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(ready) = self.packed().or_else(|| self.ready.pop()) {
                return Some(ready);
            }
            let (path, depth) = self.pending.pop()?;
            self.visit(path, depth);
            self.ready.reverse();
        }
    }
}

/// What a file is, by its beginning.
fn shape(path: &Path) -> io::Result<Shape> {
    let mut first = Vec::new();
    File::open(path)?.take(PEEKED).read_to_end(&mut first)?;
    Ok(archive::detect_packed(&shown(path), &first))
}

/// The files of a LaTeX tree that can hold text. Links are not followed.
fn gather(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        if is_hidden(&path) {
            continue;
        }
        if kind.is_dir() && depth < 8 {
            gather(&path, depth + 1, files)?;
        } else if kind.is_file()
            && has_extension(&path, &["tex", "ltx", "bbl", "txt", "sty", "cls", "def", "inp"])
        {
            files.push(path);
        }
    }
    Ok(())
}

/// Whether a `.tex` file is a whole document that includes no other.
fn stands_alone(path: &Path) -> bool {
    read_bounded(path, Bounds::default().file).is_ok_and(|bytes| archive::stands_alone(&bytes))
}

/// Reads a file whole, unless it has more than `most` bytes.
pub fn read_bounded(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    let mut bytes = Vec::new();
    if size <= most {
        // A file may grow while it is read.
        file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    }
    let found = size.max(bytes.len() as u64);
    if found > most {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, too_large(found, most)));
    }
    Ok(bytes)
}

/// Says that a file has `found` bytes where `most` are read.
pub fn too_large(found: u64, most: u64) -> String {
    match most >> 20 {
        0 => format!("the file has {found} bytes, more than the {most} that are read"),
        mebibytes => format!("the file has {} MiB, more than the {mebibytes} MiB that are read", found >> 20),
    }
}

/// A path that could not be opened or read, as a problem.
pub fn unreadable(path: &Path, error: &io::Error) -> Refused {
    let (kind, advice) = match error.kind() {
        io::ErrorKind::NotFound => {
            (ProblemKind::Unreadable, "it does not exist, or vanished while being read")
        }
        io::ErrorKind::PermissionDenied => (ProblemKind::Unreadable, "give the program leave to read it"),
        io::ErrorKind::FileTooLarge => (ProblemKind::Limit, "split it, or raise --max-file"),
        _ => (ProblemKind::Unreadable, "check the disk and the path"),
    };
    Refused { path: shown(path), kind, detail: format!("{error}; {advice}") }
}

/// A path on one line, whatever bytes its name holds.
pub fn shown(path: &Path) -> String {
    path.to_string_lossy().chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

fn is_paper(path: &Path) -> bool {
    has_extension(
        path,
        &[
            "tex", "ltx", "pdf", "html", "htm", "xhtml", "xml", "nxml", "md", "markdown", "txt", "gz", "tgz",
            "tar",
        ],
    )
}

/// What people keep beside papers, but not among the sources of one.
fn is_no_part_of_a_tree(path: &Path) -> bool {
    let packed = path.file_stem().is_some_and(|stem| has_extension(Path::new(stem), &["tar"]));
    packed || has_extension(path, &["tgz", "tar", "html", "htm", "xhtml", "xml", "nxml"])
}

fn has_extension(path: &Path, wanted: &[&str]) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or("");
    wanted.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with('.'))
}
