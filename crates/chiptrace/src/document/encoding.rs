//! From bytes to UTF-8 text, when nobody says which encoding the bytes are in.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{Problem, ProblemKind};

/// Bytes looked at when a text without a byte order mark may be UTF-16.
const UTF16_SAMPLE: usize = 4096;

/// Decodes `bytes` to UTF-8: text, name of the encoding, and a problem if characters were lost.
///
/// A byte order mark decides; then UTF-16 by its zero bytes; then valid UTF-8; then UTF-8 with a few
/// damaged characters; then GBK (as GB18030) where the high bytes stand in pairs that are common
/// Chinese characters; what is left is read as windows-1252, of which Latin-1 is a part.
/// The byte order mark is no part of the text.
pub fn decode(bytes: &[u8]) -> (String, &'static str, Option<Problem>) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, bytes.get(mark..).unwrap_or_default());
    }
    if let Some(utf16) = utf16_without_mark(bytes) {
        return decode_as(utf16, bytes);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), "UTF-8", None);
    }
    decode_as(judge(bytes), bytes)
}

/// The text itself where `bytes` are UTF-8 without a mark, which most are: nothing is copied.
pub fn as_utf8(bytes: &[u8]) -> Option<&str> {
    if Encoding::for_bom(bytes).is_some() || utf16_without_mark(bytes).is_some() {
        return None;
    }
    std::str::from_utf8(bytes).ok()
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> (String, &'static str, Option<Problem>) {
    let (text, lost) = encoding.decode_without_bom_handling(bytes);
    let name = if encoding == GB18030 { "GBK" } else { encoding.name() };
    let problem = lost.then(|| Problem {
        kind: ProblemKind::Encoding,
        file: None,
        detail: format!("read as {name}; bytes that are not {name} became the mark “\u{FFFD}”"),
    });
    (text.into_owned(), name, problem)
}

fn judge(bytes: &[u8]) -> &'static Encoding {
    let utf8 = Utf8Tally::of(bytes);
    if utf8.characters > 4 * utf8.errors {
        return UTF_8;
    }
    if looks_like_gbk(bytes) { GB18030 } else { WINDOWS_1252 }
}

fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(UTF16_SAMPLE))?;
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = sample.len() / 4;
    match () {
        () if most == 0 => None,
        () if odd > most && even == 0 => Some(UTF_16LE),
        () if even > most && odd == 0 => Some(UTF_16BE),
        () => None,
    }
}

struct Utf8Tally {
    characters: usize,
    errors: usize,
}

impl Utf8Tally {
    /// Counts well-formed characters beyond ASCII, and damaged ones.
    fn of(bytes: &[u8]) -> Self {
        let mut tally = Self { characters: 0, errors: 0 };
        for chunk in bytes.utf8_chunks() {
            tally.characters += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
            tally.errors += usize::from(!chunk.invalid().is_empty());
        }
        tally
    }
}

/// Whether the high bytes come in pairs that GB 2312 gives to its characters: the common hanzi
/// (rows 0xB0 to 0xF7) and punctuation (0xA1 to 0xA3). Accented Latin letters stand alone.
fn looks_like_gbk(bytes: &[u8]) -> bool {
    let (mut pairs, mut strays) = (0_usize, 0_usize);
    let mut rest = bytes.iter().copied();
    while let Some(lead) = rest.next() {
        if lead < 0x80 {
            continue;
        }
        let common = matches!(lead, 0xA1..=0xA3 | 0xB0..=0xF7);
        match rest.next() {
            Some(trail) if common && trail >= 0xA1 => pairs += 1,
            _ => strays += 1,
        }
    }
    pairs > 4 * strays
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(bytes: &[u8]) -> (String, &'static str, bool) {
        let (text, name, problem) = decode(bytes);
        (text, name, problem.is_some())
    }

    #[test]
    fn utf8_with_and_without_mark() {
        assert_eq!(named("Zürich".as_bytes()), ("Zürich".into(), "UTF-8", false));
        assert_eq!(named(b"\xEF\xBB\xBFA100"), ("A100".into(), "UTF-8", false));
        assert_eq!(named(b""), (String::new(), "UTF-8", false));
        assert_eq!(as_utf8("é".as_bytes()), Some("é"));
        assert_eq!(as_utf8(b"\xEF\xBB\xBFA100"), None);
        assert_eq!(as_utf8(b"\xE9"), None);
    }

    #[test]
    fn utf16_with_and_without_mark() {
        assert_eq!(named(b"\xFF\xFEH\x001\x00"), ("H1".into(), "UTF-16LE", false));
        assert_eq!(named(b"\xFE\xFF\0H\x001"), ("H1".into(), "UTF-16BE", false));
        let wide: Vec<u8> = "eight A100 cards".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(named(&wide), ("eight A100 cards".into(), "UTF-16LE", false));
    }

    #[test]
    fn chinese_in_gbk_and_accents_in_latin1() {
        let (gbk, _, _) = encoding_rs::GBK.encode("中国科学院计算技术研究所, Beijing");
        assert_eq!(named(&gbk), ("中国科学院计算技术研究所, Beijing".into(), "GBK", false));
        assert_eq!(
            named(b"Universit\xE9 de Montr\xE9al"),
            ("Université de Montréal".into(), "windows-1252", false)
        );
        assert_eq!(named(b"M\xFCller \x96 Stra\xDFe"), ("Müller – Straße".into(), "windows-1252", false));
    }

    #[test]
    fn a_damaged_utf8_file_stays_utf8_and_says_so() {
        let mut bytes = "é è à ü ö ç ñ ß".as_bytes().to_vec();
        bytes.push(0xC3);
        let (text, name, lossy) = named(&bytes);
        assert!(text.starts_with("é è à") && text.ends_with('\u{FFFD}'));
        assert_eq!((name, lossy), ("UTF-8", true));
    }
}
