//! Reading the repository's own sources as tokens: comments are gone, strings are whole.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A file's text.
pub fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All files under a folder, sorted.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// A source file of a crate without its unit tests.
pub struct Source {
    /// Path from the root.
    pub path: String,
    /// The modules it is, from the crate's root: `document`, `pdf`, `font`.
    pub module: Vec<String>,
    /// Its tokens; groups are opened, their brackets are tokens of their own.
    pub tokens: Vec<String>,
}

/// The sources of a crate.
pub fn sources(name: &str) -> Vec<Source> {
    let folder = root().join("crates").join(name).join("src");
    let of_tests = |path: &Path| path.file_stem().is_some_and(|stem| stem == "tests");
    files(&folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "rs") && !of_tests(path))
        .map(|path| source(&folder, &path))
        .collect()
}

fn source(folder: &Path, path: &Path) -> Source {
    let inside = path.strip_prefix(folder).unwrap().with_extension("");
    let mut module: Vec<String> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if module.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        module.pop();
    }
    let shown = path.strip_prefix(root()).unwrap().display().to_string();
    let stream: TokenStream = text(path).parse().unwrap_or_else(|error| panic!("{shown}: {error}"));
    let mut tokens = Vec::new();
    flatten(without_tests(stream), &mut tokens);
    Source { path: shown, module, tokens }
}

/// Leaves out each module that stands under `#[cfg(test)]`.
fn without_tests(stream: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    let text: Vec<String> = tokens.iter().map(ToString::to_string).collect();
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let word = |offset: usize| text.get(at + offset).map(|t| t.replace(' ', "")).unwrap_or_default();
        if word(0) == "#" && word(1) == "[cfg(test)]" && word(2) == "mod" {
            at += 5;
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept.into_iter().collect()
}

fn flatten(stream: TokenStream, tokens: &mut Vec<String>) {
    for tree in stream {
        let TokenTree::Group(group) = tree else {
            tokens.push(tree.to_string());
            continue;
        };
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Brace => ("{", "}"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::None => ("", ""),
        };
        tokens.push(open.to_owned());
        flatten(group.stream(), tokens);
        tokens.push(close.to_owned());
    }
}

/// Every path that begins with the crate or module `head`, and what it names next: `std::{fmt, io::Read}`
/// gives `fmt` and `io`. A `head` that is given another name, or imported whole, gives an empty one.
pub fn followers<'s>(tokens: &'s [String], head: &str) -> Vec<&'s str> {
    let starts = (0..tokens.len()).filter(|&at| tokens[at] == head && !follows_path(tokens, at));
    starts.flat_map(|at| after_path(tokens, at + 1)).collect()
}

fn follows_path(tokens: &[String], at: usize) -> bool {
    let named = |at: usize| tokens.get(at).is_some_and(|t| t.starts_with(|c: char| c.is_alphabetic()));
    at >= 3 && tokens[at - 1] == ":" && tokens[at - 2] == ":" && named(at - 3)
}

/// What stands after `::` at `at`: a name, or the first names in braces.
pub fn after_path(tokens: &[String], at: usize) -> Vec<&str> {
    let get = |at: usize| tokens.get(at).map_or("", String::as_str);
    if get(at) != ":" || get(at + 1) != ":" {
        let renamed = get(at) == "as" || at >= 2 && get(at - 2) == "use";
        return if renamed { vec![""] } else { Vec::new() };
    }
    if get(at + 2) != "{" {
        return vec![get(at + 2)];
    }
    let (mut names, mut depth, mut begins) = (Vec::new(), 0, true);
    for token in &tokens[at + 2..] {
        match token.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            "," if depth == 1 => begins = true,
            name if depth == 1 && begins => {
                names.push(name);
                begins = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

/// The strings in a file, doc comments (which are help texts) among them.
pub fn strings(source: &Source) -> impl Iterator<Item = &str> {
    let begins =
        |token: &&String| token.starts_with('"') || token.starts_with("r\"") || token.starts_with("r#");
    source.tokens.iter().filter(begins).map(String::as_str)
}

#[test]
fn paths_are_found_however_they_are_written() {
    let mut tokens = Vec::new();
    let code = "use std::{fmt::{self, Write}, fs}; let x = ::std::io::stdin(); use std as s; a::std::b(); let core = 1;";
    flatten(code.parse().unwrap(), &mut tokens);
    assert_eq!(followers(&tokens, "std"), ["fmt", "fs", "io", ""]);
}
