//! An XML file as a tree, by `quick-xml`. Faults are counted and read over.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::document::tree::{Builder, Shape, Tree};

/// After so many faults in the syntax the rest of the file is left out.
const MOST_FAULTS: usize = 50;

/// The tree of a file, and what was damaged in it.
pub(super) fn parse(text: &str) -> (Tree<'_>, Option<String>) {
    let mut builder = Builder::new(text);
    let (mut start, mut faults, mut first) = (0, 0, None);
    while start < text.len() {
        let Some((at, fault)) = read_from(text, start, &mut builder) else { break };
        faults += 1;
        first.get_or_insert_with(|| format!("at byte {at}: {fault}"));
        if faults == MOST_FAULTS {
            break;
        }
        let rest = text.get(at..).unwrap_or_default();
        let Some(next) = rest.char_indices().skip(1).find(|(_, c)| *c == '<') else { break };
        start = at + next.0;
    }
    let (tree, unmatched) = builder.finish();
    let damage = match (first, unmatched) {
        (Some(first), _) => {
            Some(format!("XML that is not well formed, {first} ({faults} such places); read over"))
        }
        (None, 0) => None,
        (None, count) => Some(format!("{count} tags without a partner; the file may be cut off")),
    };
    (tree, damage)
}

/// Reads up to the end or the next fault; answers where it is and what.
fn read_from<'t>(text: &'t str, start: usize, builder: &mut Builder<'t>) -> Option<(usize, String)> {
    let mut reader = Reader::from_str(text.get(start..)?);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    loop {
        let before = start + position(&reader);
        let event = match reader.read_event() {
            Ok(Event::Eof) => return None,
            Ok(event) => event,
            Err(fault) => return Some((before, fault.to_string())),
        };
        let range = before..start + position(&reader);
        match event {
            Event::Start(tag) => builder.open(range.clone(), range.start + 1 + tag.name().as_ref().len()),
            Event::Empty(tag) => builder.void(range.clone(), range.start + 1 + tag.name().as_ref().len()),
            Event::End(tag) => builder.close(tag.local_name().as_ref(), range),
            Event::Text(_) | Event::GeneralRef(_) => builder.text(range, Shape::Text),
            Event::CData(data) => builder.text(inner(range, data.len()), Shape::Literal),
            _ => {}
        }
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// The bytes between `<![CDATA[` and `]]>`.
fn inner(range: Range<usize>, length: usize) -> Range<usize> {
    let start = range.start + "<![CDATA[".len();
    start..(start + length).min(range.end)
}
