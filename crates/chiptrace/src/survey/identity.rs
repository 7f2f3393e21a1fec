//! Which readings are of one paper: the identifier in a name, and the version beside it.

/// What a paper is known by, and which version of it a reading is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity {
    /// `arxiv:2303.08398`, `biorxiv:2020.04.07.030213`, or the name itself where it holds no identifier.
    pub key: String,
    /// The number after `v`, where the name has one.
    pub version: Option<u32>,
}

/// Shapes of identifiers: runs of digits of these lengths (shortest, longest), with a point between.
const SHAPES: [(&str, &[(usize, usize)]); 2] =
    [("biorxiv", &[(4, 4), (2, 2), (2, 2), (6, 8)]), ("arxiv", &[(4, 4), (4, 5)])];

impl Identity {
    /// The identity in a name; the identifier that stands last counts, as file names stand after folders.
    pub fn of(name: &str) -> Self {
        let starts = (0..name.len()).rev().filter(|at| begins_a_number(name, *at));
        starts
            .flat_map(|at| SHAPES.iter().map(move |shape| (at, shape)))
            .find_map(|(at, (scheme, shape))| identifier(name, at, scheme, shape))
            .unwrap_or_else(|| Self { key: name.to_owned(), version: None })
    }
}

fn begins_a_number(name: &str, at: usize) -> bool {
    let bytes = name.as_bytes();
    let before = at.checked_sub(1).and_then(|before| bytes.get(before));
    bytes.get(at).is_some_and(u8::is_ascii_digit) && !before.is_some_and(|b| b.is_ascii_digit() || *b == b'.')
}

fn identifier(name: &str, at: usize, scheme: &str, shape: &[(usize, usize)]) -> Option<Identity> {
    let mut rest = name.get(at..)?;
    for (index, (shortest, longest)) in shape.iter().enumerate() {
        if index > 0 {
            rest = rest.strip_prefix('.')?;
        }
        let digits = digits(rest);
        if !(*shortest..=*longest).contains(&digits) {
            return None;
        }
        rest = rest.get(digits..)?;
    }
    let key = name.get(at..name.len() - rest.len())?;
    if scheme == "arxiv" {
        crate::document::identifier::arxiv_month(key)?;
    }
    Some(Identity { key: format!("{scheme}:{key}"), version: version(rest) })
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn version(rest: &str) -> Option<u32> {
    let number = rest.strip_prefix(['v', 'V'])?;
    number.get(..digits(number))?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is(name: &str, key: &str, version: Option<u32>) {
        assert_eq!(Identity::of(name), Identity { key: key.to_owned(), version }, "{name}");
    }

    #[test]
    fn identifiers_are_found_in_names() {
        is("latex/2303.08398", "arxiv:2303.08398", None);
        is("a/2303.08398v2.tar.gz", "arxiv:2303.08398", Some(2));
        is("arXiv_src_2303_001.tar/2303.08398v11.gz", "arxiv:2303.08398", Some(11));
        is("1206.5533/2303.08398/main.tex", "arxiv:2303.08398", None);
        is("jats/biorxiv-2020.04.07.030213v1/a.xml", "biorxiv:2020.04.07.030213", Some(1));
    }

    #[test]
    fn other_names_are_what_they_are() {
        for name in ["papers/solar.tex", "2399.12345", "12303.083981", "2020.acl-main.207", "ü2303.083"] {
            is(name, name, None);
        }
    }
}
