//! Letters without case and accents.

// Base letters of U+00C0..U+0250 and U+1E00..U+1F00, from the canonical decompositions of the
// Unicode character database; "?" where there is none.
const LATIN: &str = "aaaaaa?ceeeeiiii?nooooo??uuuuy??aaaaaa?ceeeeiiii?nooooo??uuuuy?yaaaaaaccccccccdd??eeeeeeeeeegggggggghh??iiiiiiiii???jjkk?llllll????nnnnnn???oooooo??rrrrrrsssssssstttt??uuuuuuuuuuuuwwyyyzzzzzz?????????????????????????????????oo?????????????uu????????????????????????????aaiioouuuuuuuuuu?aaaa????ggkkoooo??j???gg??nnaa????aaaaeeeeiiiioooorrrruuuusstt??hh??????aaeeooooooooyy????????????????????????????";
const LATIN_ADDITIONAL: &str = "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy??????aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy??????";

/// Writes the letters and digits of `word` into `folded`, in small letters without accents; the
/// German spellings ae, oe, ue become a, o, u, as ä, ö, ü do.
pub fn fold(word: &str, folded: &mut String) {
    folded.clear();
    if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        folded.push_str(word);
        folded.make_ascii_lowercase();
    } else {
        word.chars().for_each(|c| fold_char(c, folded));
    }
    if folded.len() > 4 && folded.contains('e') {
        drop_umlaut_e(folded);
    }
}

fn fold_char(c: char, folded: &mut String) {
    if c.is_ascii_alphanumeric() {
        folded.push(c.to_ascii_lowercase());
    } else if super::is_ideograph(c) || matches!(c, '\u{ac00}'..='\u{d7a3}') {
        folded.push(c);
    } else if !c.is_ascii() {
        fold_other(c, folded);
    }
}

fn fold_other(c: char, folded: &mut String) {
    match c {
        '\u{300}'..='\u{36f}' => {}
        'ß' => folded.push_str("ss"),
        'æ' | 'Æ' => folded.push('a'),
        'œ' | 'Œ' | 'ø' | 'Ø' => folded.push('o'),
        'ð' | 'Ð' | 'đ' | 'Đ' => folded.push('d'),
        'ł' | 'Ł' => folded.push('l'),
        'þ' | 'Þ' => folded.push_str("th"),
        'ı' | 'İ' => folded.push('i'),
        'ə' | 'Ə' => folded.push('a'),
        'ħ' | 'Ħ' => folded.push('h'),
        '\u{ff01}'..='\u{ff5e}' => fold_full_width(c, folded),
        _ => match base(c) {
            Some(letter) => folded.push(letter),
            None => folded.extend(c.to_lowercase().filter(|c| c.is_alphanumeric())),
        },
    }
}

fn fold_full_width(c: char, folded: &mut String) {
    if let Some(ascii) = char::from_u32(u32::from(c) - 0xfee0)
        && ascii.is_ascii_alphanumeric()
    {
        folded.push(ascii.to_ascii_lowercase());
    }
}

fn base(c: char) -> Option<char> {
    let code = u32::from(c);
    let letter = match code {
        0xc0..0x250 => LATIN.as_bytes().get(code as usize - 0xc0),
        0x1e00..0x1f00 => LATIN_ADDITIONAL.as_bytes().get(code as usize - 0x1e00),
        _ => None,
    };
    letter.map(|byte| char::from(*byte)).filter(|letter| *letter != '?')
}

fn drop_umlaut_e(folded: &mut String) {
    if !folded.as_bytes().windows(2).any(|pair| matches!(pair, [b'a' | b'o' | b'u', b'e'])) {
        return;
    }
    let mut last = ' ';
    folded.retain(|c| {
        let kept = !(c == 'e' && matches!(last, 'a' | 'o' | 'u'));
        last = c;
        kept
    });
}
