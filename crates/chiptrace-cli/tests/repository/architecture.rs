//! `docs/ARCHITECTURE.md` is true: what it names exists, and modules use each other in its order.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::HashSet;

use crate::source::{Source, after_path, files, followers, root, sources, text};

const PAGE: &str = "docs/ARCHITECTURE.md";

const CRATES: [&str; 3] = ["chiptrace-controls", "chiptrace", "chiptrace-cli"];

/// The modules of a library as the page lists them: the first column of the table under `### `name``.
fn listed(name: &str) -> Vec<String> {
    let page = text(&root().join(PAGE));
    let heading = format!("### `{name}`");
    let (_, section) = page.split_once(&heading).unwrap_or_else(|| panic!("{PAGE} has no section {heading}"));
    let section = section.split("\n#").next().unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    rows.map(|(module, _)| module.to_owned()).collect()
}

/// Modules at the crate's root that a file uses, by `crate::` or by `super::` from the right depth.
fn used(source: &Source) -> Vec<&str> {
    let mut used = followers(&source.tokens, "crate");
    let depth = source.module.len();
    for at in 0..source.tokens.len() {
        if source.tokens[at] != "super" || at >= 3 && source.tokens[at - 3] == "super" {
            continue;
        }
        let chain = (0..).take_while(|n| source.tokens.get(at + 3 * n).is_some_and(|t| t == "super")).count();
        if chain >= depth {
            used.extend(after_path(&source.tokens, at + 3 * chain - 2));
        }
    }
    used
}

#[track_caller]
fn in_order(name: &str) {
    let order = listed(name);
    let place = |module: &str| order.iter().position(|listed| listed == module);
    let mut complaints = Vec::new();
    let mut seen = HashSet::new();
    for source in sources(name) {
        let Some(module) = source.module.first() else { continue };
        seen.insert(module.clone());
        let Some(here) = place(module) else {
            complaints.push(format!("{}: {module} is not in the table of {PAGE}", source.path));
            continue;
        };
        for other in used(&source).into_iter().filter(|other| other != module) {
            match place(other) {
                Some(there) if there < here => {}
                Some(_) => {
                    complaints.push(format!("{}: uses {other}, which comes after {module}", source.path))
                }
                None => complaints.push(format!("{}: crate::{other} is no module in the table", source.path)),
            }
        }
    }
    let gone = order.iter().filter(|module| !seen.contains(*module));
    complaints.extend(gone.map(|module| format!("{PAGE} lists {module}, which is not there")));
    complaints.sort();
    complaints.dedup();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn modules_of_the_law_use_only_earlier_ones() {
    in_order("chiptrace-controls");
}

#[test]
fn modules_of_the_papers_use_only_earlier_ones() {
    in_order("chiptrace");
}

/// Names of types, functions and modules in all crates.
fn defined() -> HashSet<String> {
    let mut names = HashSet::new();
    for source in CRATES.into_iter().flat_map(sources) {
        names.extend(source.module.iter().cloned());
        let defines = ["struct", "enum", "trait", "type", "fn", "mod", "const"];
        for two in source.tokens.windows(2).filter(|two| defines.contains(&two[0].as_str())) {
            names.insert(two[1].clone());
        }
    }
    names
}

/// The code spans of a page, fenced blocks left out.
fn spans(page: &str) -> Vec<String> {
    let mut prose = String::new();
    let mut fenced = false;
    for line in page.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            prose.push_str(line);
            prose.push('\n');
        }
    }
    prose.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// What a code span claims to exist.
enum Claim<'s> {
    File(&'s str),
    Name(&'s str),
    Nothing,
}

fn claim(span: &str) -> Claim<'_> {
    let ending = [".rs", ".toml", ".md", ".tsv", ".csv"].iter().any(|ending| span.ends_with(ending));
    let command = span.contains(' ') || span.starts_with('-');
    if !command && (span.contains('/') || ending) {
        return Claim::File(span);
    }
    let name = span.split(['(', '<']).next().unwrap_or(span).rsplit("::").next().unwrap_or(span);
    let typed =
        name.starts_with(|c: char| c.is_ascii_uppercase()) && name.contains(|c: char| c.is_lowercase());
    let called = span.contains('(');
    if !command && (typed || called || span.contains("::")) { Claim::Name(name) } else { Claim::Nothing }
}

fn exists(path: &str) -> bool {
    let Some((folder, ending)) = path.split_once("/*") else { return root().join(path).exists() };
    let folder = root().join(folder);
    folder.is_dir() && files(&folder).iter().any(|file| file.to_string_lossy().ends_with(ending))
}

#[test]
fn what_the_page_names_exists() {
    let defined = defined();
    let page = text(&root().join(PAGE));
    let mut gone: Vec<String> = Vec::new();
    for span in spans(&page) {
        let there = match claim(&span) {
            Claim::File(path) => exists(path),
            Claim::Name(name) => defined.contains(name),
            Claim::Nothing => true,
        };
        if !there {
            gone.push(span);
        }
    }
    assert!(gone.is_empty(), "{PAGE} names what does not exist: {gone:?}");
}

#[test]
fn links_in_the_documents_lead_to_files() {
    let mut pages = files(&root().join("docs"));
    pages.extend(["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md"].map(|p| root().join(p)));
    let mut gone = Vec::new();
    for page in pages {
        let folder = page.parent().unwrap();
        let content = text(&page);
        let targets = content.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for target in targets.filter(|target| !target.contains("://") && !target.starts_with('#')) {
            if !folder.join(target.split('#').next().unwrap()).exists() {
                gone.push(format!("{}: {target}", page.display()));
            }
        }
    }
    assert!(gone.is_empty(), "{}", gone.join("\n"));
}
