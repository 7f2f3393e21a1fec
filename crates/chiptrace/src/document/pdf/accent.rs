//! Accents that a font sets as glyphs of their own over or under a letter.

use super::content::Glyph;
use super::line::Word;

/// The letter composed of an accent and the base drawn over it next.
pub(super) fn over(accent: &Glyph, text: &str, base: &Glyph, letter: &str) -> Option<char> {
    let middle = (accent.x0 + accent.x1) / 2.0;
    let covers = base.x0 - 0.1 * base.size < middle && middle < base.x1 + 0.1 * base.size;
    if covers { compose(single(letter)?, single(text)?) } else { None }
}

/// The letter composed of the last one written and an accent drawn over it.
pub(super) fn after(written: &str, word: &Word, accent: &Glyph, text: &str) -> Option<char> {
    let overlaps = accent.x0 < word.right()? - 0.1 * accent.size;
    if overlaps { compose(written.chars().next_back()?, single(text)?) } else { None }
}

fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

// Per accent, its forms (spacing, combining) and pairs of base and composed letter.
const COMPOSED: &[(&str, &str)] = &[
    ("´\u{301}", "aáeéiíıíoóuúyýAÁEÉIÍOÓUÚYÝcćnńsśzźrŕlĺCĆNŃSŚZŹ"),
    ("`\u{300}", "aàeèiìıìoòuùAÀEÈIÌOÒUÙnǹ"),
    ("ˆ^\u{302}", "aâeêiîıîoôuûAÂEÊIÎOÔUÛcĉgĝsŝwŵyŷ"),
    ("¨\u{308}", "aäeëiïıïoöuüyÿAÄEËIÏOÖUÜ"),
    ("˜~\u{303}", "aãnñoõiĩıĩuũAÃNÑOÕ"),
    ("ˇ\u{30C}", "cčsšzžrřeěnňdďtťCČSŠZŽRŘEĚNŇDĎTŤaǎoǒuǔiǐıǐgǧGǦ"),
    ("˘\u{306}", "aăgğuŭAĂGĞUŬ"),
    ("¯\u{304}", "aāeēiīıīoōuūAĀEĒIĪOŌUŪ"),
    ("˙\u{307}", "zżeėgġZŻEĖIİ"),
    ("˚\u{30A}", "aåuůAÅUŮ"),
    ("˝\u{30B}", "oőuűOŐUŰ"),
    ("¸\u{327}", "cçsştţCÇSŞTŢeȩ"),
    ("˛\u{328}", "aąeęAĄEĘ"),
];

fn compose(base: char, accent: char) -> Option<char> {
    let (_, pairs) = COMPOSED.iter().find(|(accents, _)| accents.contains(accent))?;
    let mut letters = pairs.chars();
    while let (Some(plain), Some(composed)) = (letters.next(), letters.next()) {
        if plain == base {
            return Some(composed);
        }
    }
    None
}
