//! Identifiers of papers in their names.

use chiptrace_controls::date::PartialDate;

/// The archives whose papers had identifiers such as `hep-th/9901001` until March 2007.
/// Source: arXiv, "Understanding the arXiv identifier" and "arXiv taxonomy".
const ARCHIVES: &[&str] = &[
    "acc-phys", "adap-org", "alg-geom", "ao-sci", "astro-ph", "atom-ph", "bayes-an", "chao-dyn", "chem-ph",
    "cmp-lg", "comp-gas", "cond-mat", "cs", "dg-ga", "funct-an", "gr-qc", "hep-ex", "hep-lat", "hep-ph",
    "hep-th", "math", "math-ph", "mtrl-th", "nlin", "nucl-ex", "nucl-th", "patt-sol", "physics", "plasm-ph",
    "q-alg", "q-bio", "quant-ph", "solv-int", "supr-con",
];

/// The month in an arXiv identifier that stands in a name: `2303.08398v2` was submitted in March 2023.
pub fn arxiv_month(name: &str) -> Option<PartialDate> {
    new_form(name).map(|(_, month)| month)
}

/// The arXiv identifier that stands in a name, without its version: `2303.08398`, `hep-th/9901001`.
pub fn arxiv_id(name: &str) -> Option<String> {
    new_form(name).map(|(id, _)| id.to_owned()).or_else(|| old_form(name))
}

fn new_form(name: &str) -> Option<(&str, PartialDate)> {
    let bytes = name.as_bytes();
    let digit = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).find_map(|at| {
        let shape =
            (at..at + 4).all(digit) && bytes.get(at + 4) == Some(&b'.') && (at + 5..at + 9).all(digit);
        let end = at + 9 + usize::from(digit(at + 9));
        let alone = !at.checked_sub(1).is_some_and(digit) && !digit(end);
        let year: i16 = name.get(at..at + 2)?.parse().ok()?;
        let month: i8 = name.get(at + 2..at + 4)?.parse().ok()?;
        let month = (shape && alone && year >= 7).then(|| PartialDate::month(2000 + year, month))??;
        Some((name.get(at..end)?, month))
    })
}

/// `hep-th/9901001`, also with its subject (`math.GT/0309136`) or, in names of files, without the slash.
fn old_form(name: &str) -> Option<String> {
    let last = name.rsplit('/').next()?;
    let digits = last.find(|c: char| c.is_ascii_digit())?;
    let (letters, rest) = last.split_at(digits);
    let number = rest.get(..7).filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()))?;
    let ends = !rest.get(7..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let folder = || name.rsplit('/').nth(1);
    let archive = if letters.is_empty() { folder()? } else { letters };
    let archive = archive.split_once('.').map_or(archive, |(archive, _)| archive);
    (ends && ARCHIVES.contains(&archive)).then(|| format!("{archive}/{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_month_is_read_and_other_numbers_are_not() {
        let month = |name: &str| arxiv_month(name).map(|date| date.to_string());
        assert_eq!(month("latex/2303.08398"), Some("2023-03".to_owned()));
        assert_eq!(month("arXiv-2412.00001v2.tar.gz"), Some("2024-12".to_owned()));
        assert_eq!(month("biorxiv-2022.03.15.484463"), None);
        assert_eq!(month("2399.12345"), None);
        assert_eq!(month("12303.083981"), None);
    }

    #[test]
    fn identifiers_are_found_in_names() {
        for (name, id) in [
            ("latex/2303.08398", Some("2303.08398")),
            ("arXiv-0704.0001v2.tar.gz", Some("0704.0001")),
            ("bulk.tar/astro-ph/0001001", Some("astro-ph/0001001")),
            ("0001/astro-ph0001001.gz", Some("astro-ph/0001001")),
            ("math.GT/0309136v1", Some("math/0309136")),
            ("holiday0309136.pdf", None),
            ("cs/03091367", None),
            ("paper.tex", None),
        ] {
            assert_eq!(arxiv_id(name).as_deref(), id, "{name}");
        }
    }
}
