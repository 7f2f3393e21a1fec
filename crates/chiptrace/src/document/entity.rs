//! Character references of HTML and XML.

use html5gum::{Token, Tokenizer};

/// The longest name of an entity in HTML is 31 letters; with `&` and `;` 33.
const LONGEST: usize = 33;

/// Decodes the entity at the head of `text`; answers the bytes taken and what it stands for. A name
/// that HTML does not know (also one declared in a DTD of its own) stays as it is printed.
pub(super) fn decode(text: &str) -> Option<(usize, String)> {
    let name = text.strip_prefix('&')?;
    let end = name.bytes().take(LONGEST).position(|b| b == b';')?;
    let name = name.get(..end)?;
    let decoded = match name {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "nbsp" => "\u{A0}".to_owned(),
        _ => match name.strip_prefix('#') {
            Some(number) => numeric(number)?.to_string(),
            None => named(text.get(..end + 2)?)?,
        },
    };
    Some((end + 2, decoded))
}

/// All entities of `text` decoded.
pub(super) fn decode_all(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, after) = rest.split_at(at);
        decoded.push_str(before);
        let (length, meant) = decode(after).unwrap_or_else(|| (1, "&".to_owned()));
        decoded.push_str(&meant);
        rest = after.get(length..).unwrap_or_default();
    }
    decoded.push_str(rest);
    decoded
}

fn numeric(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?).filter(|&c| c != '\0')
}

fn named(entity: &str) -> Option<String> {
    if !entity.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'&' | b';')) {
        return None;
    }
    Tokenizer::new(entity).find_map(|token| match token {
        Ok(Token::String(text)) if **text != *entity.as_bytes() => String::from_utf8(text.to_vec()).ok(),
        _ => None,
    })
}
