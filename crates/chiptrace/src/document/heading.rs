//! What a heading says about the text under it.

use crate::passage::Part;

/// The part of a paper that a heading opens, if its words say so.
pub(super) fn part_of(heading: &str) -> Option<Part> {
    let words = name(heading).to_lowercase();
    let words = words.trim_end_matches([':', '.', ' ']);
    let begins = |starts: &[&str]| starts.iter().any(|start| words.starts_with(start));
    if matches!(words, "references" | "bibliography" | "literature cited" | "works cited" | "reference")
        || begins(&["references and notes", "参考文献"])
    {
        return Some(Part::Bibliography);
    }
    if begins(&["acknowledg", "funding", "致谢", "financial support"]) {
        return Some(Part::Acknowledgements);
    }
    if matches!(words, "abstract" | "summary" | "a b s t r a c t" | "摘要") {
        return Some(Part::Abstract);
    }
    if words.ends_with("checklist") {
        return Some(Part::Checklist);
    }
    begins(&["appendi", "supplement", "supporting information", "附录"]).then_some(Part::Appendix)
}

/// A heading without its number: `4.1 Setup`, `IV. SETUP`, `A.2 Data` and `4.1Setup` are `Setup`.
pub(super) fn name(heading: &str) -> &str {
    let heading = heading.trim();
    let rest = heading.get(number_length(heading)..).unwrap_or(heading);
    rest.trim_start_matches([' ', '\t', '.', ':', '-', '–', '—'])
}

/// How many bytes of the heading are its number: digits and points, a Roman number, or a letter with
/// a point or digits after it.
pub(super) fn number_length(heading: &str) -> usize {
    let number = heading.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let year = heading.bytes().take_while(u8::is_ascii_digit).count() > 2;
    if number > 0 {
        return if year { 0 } else { number };
    }
    let roman = heading.bytes().take_while(|b| matches!(b, b'I' | b'V' | b'X' | b'L')).count();
    if roman > 0 && heading.as_bytes().get(roman) == Some(&b'.') {
        return roman + 1;
    }
    let letter = usize::from(heading.as_bytes().first().is_some_and(u8::is_ascii_uppercase));
    let after = heading.bytes().skip(letter).take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    if letter == 1 && (after > 0 || heading.as_bytes().get(1) == Some(&b' ') && lone_letter(heading)) {
        return letter + after;
    }
    0
}

// "A Proofs" is appendix A, "A Study of Routing" is a title.
fn lone_letter(heading: &str) -> bool {
    !heading.starts_with("A ") && !heading.starts_with("I ") || heading.split(' ').count() <= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_no_part_of_the_name() {
        for (heading, expected) in [
            ("4.1 Setup", "Setup"),
            ("4.1Setup", "Setup"),
            ("IV. SETUP", "SETUP"),
            ("A.2 Data", "Data"),
            ("B Details", "Details"),
            ("Introduction", "Introduction"),
            ("2023. A title", "2023. A title"),
            ("VGG", "VGG"),
        ] {
            assert_eq!(name(heading), expected);
        }
    }

    #[test]
    fn words_say_which_part_follows() {
        for (heading, part) in [
            ("References", Some(Part::Bibliography)),
            ("7. REFERENCES", Some(Part::Bibliography)),
            ("Acknowledgments and Disclosure of Funding", Some(Part::Acknowledgements)),
            ("VI. ACKNOWLEDGMENT", Some(Part::Acknowledgements)),
            ("Appendix A. Proofs", Some(Part::Appendix)),
            ("NeurIPS Paper Checklist", Some(Part::Checklist)),
            ("Abstract", Some(Part::Abstract)),
            ("Reference model", None),
        ] {
            assert_eq!(part_of(heading), part, "{heading}");
        }
    }
}
