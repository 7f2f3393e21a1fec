//! What reading one PDF may cost, and streams decoded within it.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::ZlibDecoder;
use hayro_syntax::Filter;
use hayro_syntax::object::{Dict, Stream};

/// Pages read of one file; the rest is left out. The longest theses have some 1,500.
pub const MAX_PAGES: usize = 3_000;
/// Objects one file may declare.
pub const MAX_OBJECTS: usize = 2_000_000;
/// Glyphs read of one page. A dense page of a newspaper has about 20,000.
pub const MAX_GLYPHS_PER_PAGE: usize = 100_000;
/// Drawing operations looked at in one file, forms counted each time they are drawn.
pub const MAX_OPERATIONS: u64 = 60_000_000;
/// Bytes that all content streams of one file may unpack to.
pub const MAX_CONTENT_BYTES: usize = 512 << 20;
/// Bytes that one stream (a page's content, a font) may unpack to.
pub const MAX_STREAM_BYTES: usize = 64 << 20;
/// How deep forms may be drawn inside forms.
pub const MAX_FORM_DEPTH: usize = 16;

/// A packed stream of this size cannot exceed [`MAX_STREAM_BYTES`] (deflate packs at most 1,032 to 1).
const SMALL_STREAM: usize = MAX_STREAM_BYTES / 1_032;

/// What is left to spend on a file.
#[derive(Debug)]
pub(super) struct Budget {
    operations: u64,
    content_bytes: usize,
    /// Whether something was left out because a limit was met.
    pub exhausted: bool,
}

impl Default for Budget {
    fn default() -> Self {
        Self { operations: MAX_OPERATIONS, content_bytes: MAX_CONTENT_BYTES, exhausted: false }
    }
}

impl Budget {
    /// Takes one operation, or says that there is none left.
    pub fn operation(&mut self) -> bool {
        self.operations = self.operations.saturating_sub(1);
        self.exhausted |= self.operations == 0;
        self.operations > 0
    }

    /// Unpacks a content stream.
    pub fn content<'a>(&mut self, stream: &Stream<'a>) -> Option<Cow<'a, [u8]>> {
        let limit = self.content_bytes.min(MAX_STREAM_BYTES);
        let Some(bytes) = unpack(stream, limit) else {
            self.exhausted |= !is_bounded(stream);
            return None;
        };
        self.exhausted |= bytes.len() >= limit;
        self.content_bytes = self.content_bytes.saturating_sub(bytes.len());
        Some(bytes)
    }
}

/// The font library unpacks what a font dictionary names by itself; this looks first whether it would
/// stay within [`MAX_STREAM_BYTES`] each.
pub(super) fn font_is_bounded(font: &Dict<'_>) -> bool {
    let own = ["ToUnicode", "Encoding"].iter().filter_map(|key| font.get::<Stream<'_>>(key));
    let descendant = font
        .get::<hayro_syntax::object::Array<'_>>("DescendantFonts")
        .and_then(|fonts| fonts.iter::<Dict<'_>>().next());
    let descriptors = [Some(font), descendant.as_ref()]
        .into_iter()
        .flatten()
        .filter_map(|dict| dict.get::<Dict<'_>>("FontDescriptor"));
    let programs = descriptors.flat_map(|descriptor| {
        ["FontFile", "FontFile2", "FontFile3"].map(|key| descriptor.get::<Stream<'_>>(key))
    });
    let glyph_map = descendant.as_ref().and_then(|dict| dict.get::<Stream<'_>>("CIDToGIDMap"));
    own.chain(programs.flatten()).chain(glyph_map).all(|stream| is_bounded(&stream))
}

fn is_bounded(stream: &Stream<'_>) -> bool {
    let filters = stream.filters();
    let packed = filters.iter().filter(|filter| expands(**filter)).count();
    let raw = stream.raw_data();
    match filters.as_slice() {
        _ if packed == 0 => raw.len() <= MAX_STREAM_BYTES,
        _ if packed == 1 && raw.len() <= SMALL_STREAM => true,
        [Filter::FlateDecode] => inflates_within(&raw, MAX_STREAM_BYTES),
        _ => false,
    }
}

fn expands(filter: Filter) -> bool {
    matches!(filter, Filter::FlateDecode | Filter::LzwDecode | Filter::RunLengthDecode)
}

fn inflates_within(raw: &[u8], limit: usize) -> bool {
    let mut inflated = ZlibDecoder::new(raw).take(limit as u64);
    std::io::copy(&mut inflated, &mut std::io::sink()).is_ok_and(|bytes| bytes < limit as u64)
}

// Content is unpacked here rather than by the PDF library, which has no limit and gives nothing
// of a stream whose end is damaged.
fn unpack<'a>(stream: &Stream<'a>, limit: usize) -> Option<Cow<'a, [u8]>> {
    let plain = stream.filters().as_slice() == [Filter::FlateDecode]
        && !stream.dict().contains_key("DecodeParms")
        && !stream.dict().contains_key("DP");
    if plain {
        let raw = stream.raw_data();
        let mut bytes = Vec::with_capacity(raw.len().saturating_mul(4).min(limit));
        let outcome = ZlibDecoder::new(raw.as_ref()).take(limit as u64).read_to_end(&mut bytes);
        if outcome.is_ok() || !bytes.is_empty() {
            return Some(Cow::Owned(bytes));
        }
    }
    if is_bounded(stream) { stream.decoded_data().ok() } else { None }
}
