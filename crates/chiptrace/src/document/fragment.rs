//! A stretch of text cut out of a paper, of unknown format.

use super::{Document, latex, text};

/// Reads a fragment, as LaTeX where its commands say so, else as text or Markdown.
pub fn read(fragment: &str) -> Document {
    if is_latex(fragment) { latex::read_fragment(fragment) } else { text::read_fragment(fragment) }
}

/// Commands of running text, which converters to Markdown do not leave behind.
const TEXT_COMMANDS: [&str; 22] = [
    "\\cite",
    "\\ref{",
    "\\label{",
    "\\section",
    "\\subsection",
    "\\paragraph",
    "\\textbf{",
    "\\textit{",
    "\\emph{",
    "\\item",
    "\\footnote",
    "\\caption{",
    "\\begin{itemize",
    "\\begin{table",
    "\\begin{figure",
    "\\begin{tabular",
    "\\noindent",
    "\\vspace",
    "\\url{",
    "\\texttt{",
    "\\eqref{",
    "\\autoref{",
];

fn is_latex(fragment: &str) -> bool {
    if TEXT_COMMANDS.iter().any(|command| fragment.contains(command)) {
        return true;
    }
    let comments = fragment.lines().any(|line| line.trim_start().starts_with('%'));
    let ties = fragment.contains("~\\") || fragment.contains("\\%") || fragment.contains("\\&");
    let markdown = fragment.lines().any(|line| line.starts_with("# ") || line.starts_with("## "))
        || fragment.contains("<table");
    (comments || ties) && !markdown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_comments_tell_latex() {
        assert!(is_latex("as in~\\cite{a} we train"));
        assert!(is_latex("% a comment\nWe train on two cards."));
        assert!(!is_latex("## Set-up\n\n% of runs on $8 \\times$ cards"));
        assert!(!is_latex("We train with 50% dropout."));
    }
}
