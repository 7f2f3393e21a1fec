//! Finding papers in the file system: which files belong together, in a stable order.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use chiptrace::document::archive::{self, Limits, Paper, Papers, Shape};
use chiptrace::document::{Kind, ProblemKind};

/// Files larger than this are not read: 512 MiB, far above any paper's sources.
pub const LARGEST_FILE: u64 = 512 << 20;

/// Folders are followed this deep.
const DEEPEST: usize = 64;

/// A paper that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Files on disk, not yet read.
    Files(Files),
    /// A member of a bulk archive, packed: the archive's path and the member.
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
    bulk: Option<(String, Papers<BufReader<File>>)>,
    kind: Option<Kind>,
}

impl Walk {
    /// Papers under `paths`, in the order given and by name within a folder.
    pub fn new(paths: &[PathBuf], kind: Option<Kind>) -> Self {
        let pending = paths.iter().rev().map(|path| (path.clone(), 0)).collect();
        Self { pending, ready: Vec::new(), linked: HashSet::new(), bulk: None, kind }
    }

    fn visit(&mut self, path: PathBuf, depth: usize) {
        let outcome = fs::metadata(&path).and_then(|about| {
            if about.is_dir() { self.folder(&path, depth) } else { self.file(&path, &about) }
        });
        if let Err(error) = outcome {
            self.ready.push(Err(unreadable(&path, &error)));
        }
    }

    fn file(&mut self, path: &Path, about: &fs::Metadata) -> io::Result<()> {
        let name = shown(path);
        if !about.is_file() {
            let detail = "it is neither a file nor a folder; name a regular file".to_owned();
            self.ready.push(Err(Refused { path: name, kind: ProblemKind::Unreadable, detail }));
            return Ok(());
        }
        if self.kind.is_none() && is_bulk(path)? {
            let papers = archive::papers(BufReader::new(File::open(path)?), Limits::default());
            self.bulk = Some((name, papers));
            return Ok(());
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
        if depth >= DEEPEST || self.loops(path)? {
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

/// Whether a file is a tar of many papers.
fn is_bulk(path: &Path) -> io::Result<bool> {
    let mut first = Vec::new();
    File::open(path)?.take(4096).read_to_end(&mut first)?;
    Ok(archive::detect(&shown(path), &first) == Shape::Bulk)
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
    let Ok(bytes) = read_bounded(path) else { return false };
    let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    holds(b"\\documentclass") && holds(b"\\begin{document}") && !holds(b"\\input{") && !holds(b"\\include{")
}

/// Reads a file whole, unless it is larger than [`LARGEST_FILE`].
pub fn read_bounded(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    let mut bytes = Vec::new();
    if size <= LARGEST_FILE {
        // A file may grow while it is read.
        file.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    }
    let found = size.max(bytes.len() as u64);
    if found > LARGEST_FILE {
        let (found, most) = (found >> 20, LARGEST_FILE >> 20);
        let message = format!("the file has {found} MiB, more than the {most} MiB that are read");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

/// A path that could not be opened or read, as a problem.
pub fn unreadable(path: &Path, error: &io::Error) -> Refused {
    let (kind, advice) = match error.kind() {
        io::ErrorKind::NotFound => {
            (ProblemKind::Unreadable, "it does not exist, or vanished while being read")
        }
        io::ErrorKind::PermissionDenied => (ProblemKind::Unreadable, "give the program leave to read it"),
        io::ErrorKind::FileTooLarge => (ProblemKind::Limit, "split it, or name its parts"),
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
