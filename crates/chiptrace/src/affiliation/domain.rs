//! Countries that e-mail addresses and web sites show.

use chiptrace_controls::place::CountryCode;

/// An internet domain.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Domain {
    pub(super) country: Option<CountryCode>,
}

/// The domains printed in a text and beside it.
pub(super) fn read(text: &str, beside: &[String]) -> Vec<Domain> {
    let printed =
        text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '<' | '>' | '{' | '}'));
    let printed = printed.filter_map(host);
    let beside = beside.iter().map(String::as_str);
    beside.chain(printed).map(|host| Domain { country: country(host) }).collect()
}

fn host(word: &str) -> Option<&str> {
    let word = word.trim_end_matches(['.', ':']);
    let host = match word.rsplit_once('@') {
        Some((_, host)) => host,
        None => word
            .strip_prefix("http://")
            .or_else(|| word.strip_prefix("https://"))
            .or_else(|| word.strip_prefix("www."))?,
    };
    let host = host.split('/').next()?;
    let plain = host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
    (plain && host.contains('.')).then_some(host)
}

/// The country that the ending of a domain shows.
fn country(host: &str) -> Option<CountryCode> {
    let ending = host.rsplit('.').next()?.to_ascii_uppercase();
    match ending.as_str() {
        "EDU" | "GOV" | "MIL" => "US".parse().ok(),
        "UK" => "GB".parse().ok(),
        "SU" => "RU".parse().ok(),
        // Sold to anybody, wherever they are.
        "AI" | "IO" | "CO" | "ME" | "TV" | "CC" | "EU" | "FM" | "GG" | "TO" | "SH" | "LY" | "XYZ" => None,
        code if code.len() == 2 => code.parse().ok(),
        _ => None,
    }
}
