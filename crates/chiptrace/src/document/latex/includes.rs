//! Files that the paper reads: inputs, packages of its own, the list of references.

use super::input_stack::{Origin, Piece};
use super::reader::Reader;
use crate::document::{Problem, ProblemKind};
use crate::passage::Part;

/// Times that files may be read into one paper.
const MAX_READS: usize = 2_000;

impl<'t> Reader<'t> {
    /// Reads the main file.
    pub(super) fn open_main(&mut self, file: usize) {
        self.open_file(file);
    }

    /// `\input`, `\include`, `\import` and their kind.
    pub(super) fn include(&mut self, folders: u8, optional: bool) {
        self.input.accept(b'*');
        let mut name = String::new();
        for _ in 0..folders {
            name.push_str(self.input.argument().map_or("", |piece| piece.as_str().trim()));
            name.push('/');
        }
        let Some(given) = self.file_name() else { return };
        name.push_str(given);
        if optional {
            self.pass_over("mm");
        }
        match self.resolve(&name, "tex") {
            Some(file) => self.open_file(file),
            None if optional || name.contains(['#', '\\']) || self.tree.is_fragment() => {}
            None => self.report_missing(&name),
        }
    }

    /// A name in braces, or up to the next space.
    fn file_name(&mut self) -> Option<&'t str> {
        if self.input.skip_filler()? == b'{' {
            return self.input.argument().map(|piece| piece.as_str());
        }
        let (text, at) = self.input.current()?;
        let rest = text.get(at..)?;
        let length =
            rest.find(|c: char| c.is_whitespace() || matches!(c, '%' | '}' | '\\')).unwrap_or(rest.len());
        self.input.seek(at + length);
        rest.get(..length)
    }

    fn resolve(&self, name: &str, suffix: &str) -> Option<usize> {
        let main = self.sources.first().copied().unwrap_or(0);
        let (source, _) = self.input.place();
        let from = self.sources.get(source).copied().unwrap_or(main);
        self.tree.resolve(name, suffix, main, from)
    }

    fn open_file(&mut self, file: usize) {
        let source = match self.sources.iter().position(|known| *known == file) {
            Some(source) => source,
            None => {
                self.sources.push(file);
                self.sources.len() - 1
            }
        };
        self.reads += 1;
        if self.input.is_reading(source) || self.reads > MAX_READS {
            return;
        }
        let text = self.tree.text(file);
        let start = if self.in_preamble { 0 } else { super::lexing::body_start(text) };
        let piece = Piece { text, start, source, anchor: None, arguments: None };
        self.input.push(piece, Origin::File);
    }

    fn report_missing(&mut self, name: &str) {
        let (source, _) = self.input.place();
        let file = self.sources.get(source).map(|file| self.tree.path(*file).to_owned());
        let detail = format!("reads “{name}”, which is not among the files of the paper");
        let problem = Problem { kind: ProblemKind::MissingFile, file, detail };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// `\usepackage{a,b}`: packages that lie in the tree are read for the commands they define.
    pub(super) fn package(&mut self) {
        self.input.optional_after_spaces();
        let Some(names) = self.input.argument() else { return };
        self.input.optional();
        let names: Vec<&str> = names.as_str().split(',').collect();
        for name in names.into_iter().rev() {
            let file = self.resolve(name.trim(), "sty");
            if let Some(file) = file.filter(|_| self.in_preamble) {
                self.open_file(file);
            }
        }
    }

    /// `\bibliography`: the list made by BibTeX, where it is there.
    pub(super) fn bibliography(&mut self) {
        self.input.optional();
        self.input.argument();
        let main = self.sources.first().copied().unwrap_or(0);
        self.page.finish_paragraph();
        if let Some(file) = self.tree.references(main) {
            self.page.part_until_heading(Part::Bibliography);
            self.open_file(file);
        }
    }
}
