//! Links to the official text, from a citation as the records write it.

/// A link: what it leads to, and its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The part of the citation that it stands for.
    pub label: String,
    /// The address.
    pub address: String,
}

/// Links for the documents of the Federal Register and the sections of the Code of Federal Regulations in a citation.
pub fn links(citation: &str) -> Vec<Link> {
    let sections = after(citation, "15 CFR ").filter_map(section);
    sections.chain(after(citation, "FR Doc ").filter_map(document)).collect()
}

/// What stands after each occurrence of a word.
fn after<'c>(citation: &'c str, word: &'c str) -> impl Iterator<Item = &'c str> {
    citation.match_indices(word).filter_map(move |(at, _)| citation.get(at + word.len()..))
}

/// `742.6(a)(6)`: section 742.6 in the current code.
fn section(rest: &str) -> Option<Link> {
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let number = rest.get(..end)?.trim_end_matches('.');
    let (part, section) = number.split_once('.')?;
    if part.is_empty() || section.is_empty() || section.contains('.') {
        return None;
    }
    let address = format!("https://www.ecfr.gov/current/title-15/section-{number}");
    Some(Link { label: format!("15 CFR {number}"), address })
}

/// `2023-23055`: a document's number.
fn document(rest: &str) -> Option<Link> {
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(rest.len());
    let number = rest.get(..end)?;
    let (year, serial) = number.split_once('-')?;
    if year.is_empty() || serial.is_empty() || serial.contains('-') {
        return None;
    }
    let address = format!("https://www.federalregister.gov/d/{number}");
    Some(Link { label: format!("FR Doc {number}"), address })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_and_documents_are_linked_and_nothing_else_is() {
        let found = links("15 CFR 742.6(a)(6)(iii); 88 FR 73458, FR Doc 2023-23055, RIN 0694-AI94");
        let told: Vec<&str> = found.iter().map(|link| link.address.as_str()).collect();
        let wanted = [
            "https://www.ecfr.gov/current/title-15/section-742.6",
            "https://www.federalregister.gov/d/2023-23055",
        ];
        assert_eq!(told, wanted);
        assert!(links("NVIDIA Form 8-K of 2023-10-24; 15 CFR part 744; FR Doc pending").is_empty());
    }
}
