//! The fonts of a file: what each character code reads as, and how far it moves the pen.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use hayro_cmap::{BfString, CMap, CMapName, CidFamily};
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn, GlyphId};
use hayro_syntax::object::{self, Array, Dict, Name, Object};

use super::budget::font_is_bounded;

/// Fonts met so far; they are named by their number.
pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    font_resolver: FontResolverFn,
    cmap_resolver: CMapResolverFn,
    known: HashMap<(usize, usize), Option<usize>>,
    loaded: Vec<Loaded<'a>>,
}

/// A font with what was looked up in it.
pub(super) struct Loaded<'a> {
    font: Font<'a>,
    codes: HashMap<u32, Code>,
    numbered: HashSet<u32>,
    collection: Option<Collection>,
    /// Whether its name or weight says bold.
    pub bold: bool,
    /// Height of an em in text space units of a font size of 1.
    pub em: f64,
    /// Whether text runs to the right.
    pub horizontal: bool,
}

/// What a character code stands for.
#[derive(Debug, Clone)]
pub(super) struct Code {
    /// Its characters; `None` when the font does not say.
    pub text: Option<Box<str>>,
    /// How far it moves the pen, in ems: to the right, or up.
    pub advance: f64,
}

impl<'a> Fonts<'a> {
    pub fn new() -> Self {
        Self {
            cache: FontCache::new(),
            font_resolver: Arc::new(|query| match query {
                FontQuery::Standard(font) => Some(font.get_font_data()),
                FontQuery::Fallback(query) => Some(query.pick_standard_font().get_font_data()),
            }),
            cmap_resolver: Arc::new(|name: CMapName<'_>| hayro_cmap::load_embedded(name)),
            known: HashMap::new(),
            loaded: Vec::new(),
        }
    }

    /// The number of the font that a dictionary describes.
    pub fn number(&mut self, dict: &Dict<'a>) -> Option<usize> {
        let data = dict.data();
        let key = (data.as_ptr() as usize, data.len());
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let number = self.load(dict).map(|loaded| {
            self.loaded.push(loaded);
            self.loaded.len() - 1
        });
        self.known.insert(key, number);
        number
    }

    pub fn get_mut(&mut self, number: usize) -> Option<&mut Loaded<'a>> {
        self.loaded.get_mut(number)
    }

    fn load(&self, dict: &Dict<'a>) -> Option<Loaded<'a>> {
        if !font_is_bounded(dict) {
            return None;
        }
        let font = self.cache.font(dict, &self.font_resolver, &self.cmap_resolver)?;
        let horizontal = font.is_horizontal();
        Some(Loaded {
            font,
            codes: HashMap::new(),
            numbered: numbered_codes(dict),
            collection: Collection::of(dict),
            bold: is_bold(dict),
            em: em(dict),
            horizontal,
        })
    }
}

impl Loaded<'_> {
    /// The next character code of a string and its length in bytes.
    pub fn read(&self, bytes: &[u8], at: usize) -> (u32, usize) {
        let (code, length) = self.font.read_code(bytes, at);
        (code, length.max(1))
    }

    /// What a code stands for.
    pub fn code(&mut self, code: u32) -> &Code {
        let (font, numbered, collection) = (&self.font, &self.numbered, &self.collection);
        self.codes.entry(code).or_insert_with(|| {
            let advance = font.code_advance(code);
            let advance = if font.is_horizontal() { advance.x } else { advance.y };
            let text = match collection {
                Some(collection) => collection.characters(code),
                None if numbered.contains(&code) => by_number(code),
                None => characters(font, code),
            };
            Code { text, advance: advance / 1000.0 }
        })
    }
}

// Bitmap fonts of TeX name a glyph by its code (`a65`), those of Matplotlib by its number in the
// font (`uni00000024`). Both are set by codes that are ASCII for what ASCII has.
fn numbered_codes(dict: &Dict<'_>) -> HashSet<u32> {
    let encoding = dict.get::<Dict<'_>>("Encoding");
    let differences = encoding.and_then(|encoding| encoding.get::<Array<'_>>("Differences"));
    let mut codes = HashSet::new();
    let mut code = 0_u32;
    for entry in differences.iter().flat_map(|array| array.iter::<Object<'_>>()) {
        match entry {
            Object::Number(number) => code = u32::try_from(number.as_i64()).unwrap_or(0),
            Object::Name(name) => {
                if is_numbered(name.as_str(), code) {
                    codes.insert(code);
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    codes
}

fn is_numbered(name: &str, code: u32) -> bool {
    let digits = name.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let by_code = name.len() - digits.len() <= 1 && digits.parse() == Ok(code);
    let by_glyph = name.strip_prefix("uni0000").is_some_and(|hex| hex.len() == 4);
    by_code || (by_glyph && (32..=126).contains(&code))
}

// The upper half of TeX's T1 ("Cork") encoding; a bitmap font that has codes there is in it.
const CORK: &str = "ĂĄĆČĎĚĘĞĹĽŁŃŇŊŐŔŘŚŠŞŤŢŰŮŸŹŽŻĲİđ§ăąćčďěęğĺľłńňŋőŕřśšşťţűůÿźžżĳ¡¿£\
    ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖŒØÙÚÛÜÝÞẞàáâãäåæçèéêëìíîïðñòóôõöœøùúûüýþß";

fn by_number(code: u32) -> Option<Box<str>> {
    let ligature = match code {
        11 | 27 => "ff",
        12 | 28 => "fi",
        13 | 29 => "fl",
        14 | 30 => "ffi",
        15 | 31 => "ffl",
        16 => "“",
        17 => "”",
        21 => "–",
        22 => "—",
        _ => "",
    };
    let char = match code {
        32..=126 => char::from_u32(code),
        128.. => CORK.chars().nth(code as usize - 128),
        _ => None,
    };
    char.map(|char| char.to_string().into_boxed_str())
        .or_else(|| (!ligature.is_empty()).then(|| ligature.into()))
}

fn characters(font: &Font<'_>, code: u32) -> Option<Box<str>> {
    let unicode = match font.glyph(GlyphId::NOTDEF, code) {
        FontGlyph::Outline(glyph) => glyph.as_unicode(),
        FontGlyph::Type3(glyph) => glyph.as_unicode(),
    }?;
    readable_text(unicode)
}

fn readable_text(text: BfString) -> Option<Box<str>> {
    match text {
        BfString::Char(char) => readable(&char.to_string()),
        BfString::String(text) => readable(&text),
    }
}

/// A Chinese, Japanese or Korean font that names its characters by their number in a collection
/// of Adobe's, and has no mapping of its own.
struct Collection {
    numbers: CMap,
    characters: CMap,
}

impl Collection {
    fn of(font: &Dict<'_>) -> Option<Self> {
        if font.contains_key("ToUnicode") {
            return None;
        }
        let descendant = font.get::<Array<'_>>("DescendantFonts")?.iter::<Dict<'_>>().next()?;
        let numbers = match font.get::<Object<'_>>("Encoding")? {
            Object::Name(name) => predefined(CMapName::from_bytes(name.as_ref()))?,
            Object::Stream(stream) => CMap::parse(&stream.decoded_data().ok()?, hayro_cmap::load_embedded)?,
            _ => return None,
        };
        let info = descendant.get::<Dict<'_>>("CIDSystemInfo")?;
        let registry = info.get::<object::String<'_>>("Registry")?;
        let ordering = info.get::<object::String<'_>>("Ordering")?;
        let family = CidFamily::from_registry_ordering(registry.as_bytes(), ordering.as_bytes());
        Some(Self { numbers, characters: predefined(family.ucs2_cmap()?)? })
    }

    fn characters(&self, code: u32) -> Option<Box<str>> {
        let number = (1..=4).find_map(|bytes| self.numbers.lookup_cid_code(code, bytes))?;
        readable_text(self.characters.lookup_bf_string(number)?)
    }
}

fn predefined(name: CMapName<'_>) -> Option<CMap> {
    match name {
        CMapName::IdentityH => Some(CMap::identity_h()),
        CMapName::IdentityV => Some(CMap::identity_v()),
        name => CMap::parse(hayro_cmap::load_embedded(name)?, hayro_cmap::load_embedded),
    }
}

// Private-use and control characters say nothing to a reader.
fn readable(text: &str) -> Option<Box<str>> {
    let is_said =
        |c: char| !c.is_control() && c != '\u{FFFD}' && !matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..);
    let space = |c: char| if c.is_whitespace() { ' ' } else { c };
    let text: String = text.chars().map(space).filter(|c| is_said(*c)).collect();
    (!text.is_empty()).then(|| text.into_boxed_str())
}

fn is_bold(dict: &Dict<'_>) -> bool {
    const BOLD: [&str; 10] =
        ["bold", "-bd", "black", "heavy", "cmbx", "cmssbx", "sfbx", "medi", "demi", "tcbx"];
    let name = dict.get::<Name<'_>>("BaseFont").map(|name| name.as_str().to_lowercase());
    let named = name.is_some_and(|name| BOLD.iter().any(|part| name.contains(part)));
    let descriptor = dict.get::<Dict<'_>>("FontDescriptor");
    let weight = descriptor.and_then(|d| d.get::<f32>("FontWeight")).unwrap_or(0.0);
    named || weight >= 600.0
}

// A font whose glyphs are drawn in points rather than in parts of an em is set at a size of 1.
fn em(dict: &Dict<'_>) -> f64 {
    let is_type3 = dict.get::<Name<'_>>("Subtype").is_some_and(|name| name.as_str() == "Type3");
    let matrix = dict.get::<[f64; 6]>("FontMatrix").filter(|_| is_type3);
    let scale = matrix.map_or(0.001, |matrix| matrix[3].abs());
    if scale < 0.1 {
        return 1.0;
    }
    let bounds = dict.get::<Array<'_>>("FontBBox").map(|array| array.iter::<f64>().collect());
    let bounds: Vec<f64> = bounds.unwrap_or_default();
    let height = bounds.get(3).zip(bounds.get(1)).map_or(0.0, |(top, bottom)| top - bottom);
    if height > 0.0 { height * scale } else { 1.0 }
}
