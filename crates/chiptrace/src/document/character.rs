//! Single characters: compatibility forms, and UTF-8 that was decoded as Windows-1252.

/// What a character becomes in a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Folded {
    /// It stays as it is.
    Same,
    /// It parts words.
    Space,
    /// It has no ink and parts nothing.
    Nothing,
    /// Another character.
    Letter(char),
    /// Several characters.
    Letters(&'static str),
}

/// Folds ligatures, wide and mathematical letters, and the many spaces and hyphens. Raised and
/// lowered digits stay: `10⁴` is not `104`.
pub(super) fn fold(c: char) -> Folded {
    if c.is_ascii_graphic() {
        return Folded::Same;
    }
    if c.is_whitespace() {
        return Folded::Space;
    }
    match c {
        '\u{FB00}' => Folded::Letters("ff"),
        '\u{FB01}' => Folded::Letters("fi"),
        '\u{FB02}' => Folded::Letters("fl"),
        '\u{FB03}' => Folded::Letters("ffi"),
        '\u{FB04}' => Folded::Letters("ffl"),
        '\u{FB05}' | '\u{FB06}' => Folded::Letters("st"),
        '\u{2010}' | '\u{2011}' | '\u{FE63}' => Folded::Letter('-'),
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => Folded::Nothing,
        '\u{FF01}'..='\u{FF5E}' => shifted(c, 0xFEE0),
        '\u{1D400}'..='\u{1D7FF}' => mathematical(c),
        c if c.is_control() => Folded::Nothing,
        _ => Folded::Same,
    }
}

fn shifted(c: char, by: u32) -> Folded {
    char::from_u32(u32::from(c) - by).map_or(Folded::Same, Folded::Letter)
}

/// Latin letters and digits of the block Mathematical Alphanumeric Symbols (Unicode chart U1D400):
/// 13 alphabets of 52 letters, dotless letters and Greek, five rows of digits.
fn mathematical(c: char) -> Folded {
    let offset = u32::from(c) - 0x1D400;
    let letter = |base: u8, index: u32| u8::try_from(index).ok().map(|i| char::from(base + i));
    let plain = match offset {
        0..676 if offset % 52 < 26 => letter(b'A', offset % 52),
        0..676 => letter(b'a', offset % 52 - 26),
        974.. => letter(b'0', (offset - 974) % 10),
        _ => None,
    };
    plain.map_or(Folded::Same, Folded::Letter)
}

/// Reads UTF-8 that was decoded as Latin-1 or Windows-1252 (`Ã—` for `×`, `â€™` for `’`) at the head
/// of `text`; answers the bytes taken and the character meant.
pub(super) fn repair(text: &str) -> Option<(usize, char)> {
    let mut chars = text.chars();
    let lead = chars.next()?;
    let (count, mut code) = match u32::from(lead) {
        value @ 0xC2..=0xDF => (1, value & 0x1F),
        value @ 0xE0..=0xEF => (2, value & 0x0F),
        value @ 0xF0..=0xF4 => (3, value & 0x07),
        _ => return None,
    };
    let mut length = lead.len_utf8();
    for _ in 0..count {
        let next = chars.next()?;
        if count == 1 && !plausible_pair(lead, next) {
            return None;
        }
        length += next.len_utf8();
        code = code << 6 | u32::from(windows_1252(next)? & 0x3F);
    }
    let smallest = match count {
        1 => 0x80,
        2 => 0x800,
        _ => 0x1_0000,
    };
    char::from_u32(code).filter(|_| code >= smallest).map(|c| (length, c))
}

/// Two characters are also found side by side in sound text (`É»`), except after the first letters
/// of Latin-1 and Greek pages and before control characters.
fn plausible_pair(lead: char, next: char) -> bool {
    matches!(lead, 'Â' | 'Ã' | 'Ä' | 'Å' | 'Î' | 'Ï') || ('\u{80}'..='\u{9F}').contains(&next)
}

/// The byte 0x80 to 0xBF that Latin-1 or Windows-1252 shows as `c`.
fn windows_1252(c: char) -> Option<u8> {
    let shown = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    match c {
        '\u{80}'..='\u{BF}' => u8::try_from(u32::from(c)).ok(),
        _ if u32::from(c) < 0x100 => None,
        _ => shown.chars().position(|s| s == c).and_then(|i| u8::try_from(0x80 + i).ok()),
    }
}
