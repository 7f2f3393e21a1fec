//! What reading one PDF may cost, and streams decoded within it.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::ZlibDecoder;
use hayro_syntax::Filter;
use hayro_syntax::object::{Array, Dict, Object, Stream};
use memchr::memmem;

/// Pages read of one file; the rest is left out. The longest theses have some 1,500.
pub const MAX_PAGES: usize = 3_000;
/// Objects one file may declare.
pub const MAX_OBJECTS: usize = 2_000_000;
/// Glyphs read of one page. A dense page of a newspaper has about 20,000.
pub const MAX_GLYPHS_PER_PAGE: usize = 100_000;
/// Glyphs read of one file: 3,000 full pages.
pub const MAX_GLYPHS: usize = 12_000_000;
/// Drawing operations looked at in one file, forms counted each time they are drawn.
pub const MAX_OPERATIONS: u64 = 60_000_000;
/// Bytes that all content streams of one file may unpack to.
pub const MAX_CONTENT_BYTES: usize = 512 << 20;
/// Bytes that one stream (a page's content, a font) may unpack to.
pub const MAX_STREAM_BYTES: usize = 64 << 20;
/// How deep forms may be drawn inside forms.
pub const MAX_FORM_DEPTH: usize = 16;
/// What drawing a form costs, in operations: finding and unpacking it.
pub const FORM_OPERATIONS: u64 = 400;
/// Entries that the width table of a font may spell out; a font of all of Unicode has 65,536.
pub const MAX_WIDTHS: u64 = 1_000_000;

/// A packed stream of this size cannot exceed [`MAX_STREAM_BYTES`] (deflate packs at most 1,032 to 1).
const SMALL_STREAM: usize = MAX_STREAM_BYTES / 1_032;

/// What is left to spend on a file.
#[derive(Debug)]
pub(super) struct Budget {
    operations: u64,
    content_bytes: usize,
    /// Glyphs that may still be read.
    pub glyphs: usize,
    /// Whether something was left out because a limit was met.
    pub exhausted: bool,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            operations: MAX_OPERATIONS,
            content_bytes: MAX_CONTENT_BYTES,
            glyphs: MAX_GLYPHS,
            exhausted: false,
        }
    }
}

impl Budget {
    /// Takes so many operations, or says that there are none left.
    pub fn take(&mut self, operations: u64) -> bool {
        self.operations = self.operations.saturating_sub(operations);
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
/// stay within [`MAX_STREAM_BYTES`] each and [`MAX_WIDTHS`].
pub(super) fn font_is_bounded(font: &Dict<'_>) -> bool {
    let descendants = font.get::<Array<'_>>("DescendantFonts");
    let descendant = descendants.and_then(|fonts| fonts.iter::<Dict<'_>>().next()).unwrap_or_default();
    let own = ["ToUnicode", "Encoding"].map(|key| font.get::<Stream<'_>>(key));
    let programs = [font, &descendant].into_iter().flat_map(|dict| {
        let descriptor = dict.get::<Dict<'_>>("FontDescriptor").unwrap_or_default();
        ["FontFile", "FontFile2", "FontFile3"].map(|key| descriptor.get::<Stream<'_>>(key))
    });
    let glyph_map = descendant.get::<Stream<'_>>("CIDToGIDMap");
    let mut streams = own.into_iter().chain(programs).chain([glyph_map]).flatten();
    let mut widths = ["W", "W2"].into_iter().filter_map(|key| descendant.get::<Array<'_>>(key));
    streams.all(|stream| is_bounded(&stream)) && widths.all(|widths| spelled_out(&widths) <= MAX_WIDTHS)
}

// A width table says `first [w w w]` or `first last w`; the latter is spelled out when it is read.
fn spelled_out(widths: &Array<'_>) -> u64 {
    let mut all = 0_u64;
    let mut first: Option<u64> = None;
    for entry in widths.iter::<Object<'_>>() {
        let number = entry.into_number().and_then(|number| u64::try_from(number.as_i64()).ok());
        all = all.saturating_add(match (first, number) {
            (Some(first), Some(last)) => last.saturating_sub(first),
            _ => 1,
        });
        first = number;
    }
    all
}

/// Whether the streams that hold the file's other objects stay within [`MAX_STREAM_BYTES`]; they
/// are unpacked as soon as the file is opened.
pub(super) fn objects_are_bounded(file: &[u8]) -> bool {
    let streams = ["/ObjStm", "/XRef"].iter().flat_map(|name| memmem::find_iter(file, name));
    streams.map(|at| raw_stream(file, at)).all(|raw| {
        raw.len() <= SMALL_STREAM
            || inflated_len(raw, MAX_STREAM_BYTES)
                .map_or(raw.len() < MAX_STREAM_BYTES / 16, |len| len < MAX_STREAM_BYTES)
    })
}

fn raw_stream(file: &[u8], dict: usize) -> &[u8] {
    let after = file.get(dict..).unwrap_or(&[]);
    let Some(start) = memmem::find(after, b"stream") else { return &[] };
    let raw = after.get(start + b"stream".len()..).unwrap_or(&[]);
    let raw = raw.get(..memmem::find(raw, b"endstream").unwrap_or(raw.len())).unwrap_or(raw);
    raw.trim_ascii_start()
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
    inflated_len(raw, limit).is_some_and(|len| len < limit)
}

fn inflated_len(raw: &[u8], limit: usize) -> Option<usize> {
    let mut inflated = ZlibDecoder::new(raw).take(limit as u64);
    let len = std::io::copy(&mut inflated, &mut std::io::sink()).ok()?;
    usize::try_from(len).ok()
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
