//! Countries that e-mail addresses and web sites show.

use chiptrace_controls::place::CountryCode;

/// The countries that domains show, each once.
pub(super) fn countries(domains: &[String]) -> Vec<CountryCode> {
    distinct(domains.iter().filter_map(|domain| country(domain)))
}

/// The countries that addresses printed in a text show, each once.
pub(super) fn printed(text: &str) -> Vec<CountryCode> {
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '<' | '>' | '{' | '}');
    distinct(text.split(ends).filter_map(host).filter_map(country))
}

fn distinct(countries: impl Iterator<Item = CountryCode>) -> Vec<CountryCode> {
    let mut countries: Vec<CountryCode> = countries.collect();
    countries.sort_unstable();
    countries.dedup();
    countries
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
