//! Writing a normalised view: one space between words, compatibility characters folded, entities
//! and text decoded with the wrong encoding put right, every byte aligned to its source.

use std::ops::Range;

use super::character::{self, Folded};
use super::entity;
use crate::passage::Aligned;

/// Writes the view of one passage.
#[derive(Debug)]
pub(super) struct Writer {
    text: Aligned,
    source: usize,
    /// Where the text that positions refer to begins in the source.
    origin: usize,
    gap: Option<Gap>,
}

/// White space seen but not yet written: it vanishes at the end of a passage.
#[derive(Debug)]
struct Gap {
    range: Range<usize>,
    one_space: bool,
}

impl Writer {
    /// A writer of text that stands in source number `source`.
    pub(super) fn new(source: usize) -> Self {
        Self { text: Aligned::new(), source, origin: 0, gap: None }
    }

    /// A writer of text that begins at byte `origin` of source 0; positions are given from there.
    pub(super) fn within(origin: usize) -> Self {
        Self { origin, ..Self::new(0) }
    }

    /// Whether nothing but white space was written.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// What was written so far, without white space at its end.
    pub(super) fn view(&self) -> &str {
        self.text.view()
    }

    /// Whether the next character will follow the last one directly.
    pub(super) fn is_tight(&self) -> bool {
        self.gap.is_none() && !self.text.is_empty()
    }

    /// Ends the passage.
    pub(super) fn finish(self) -> Aligned {
        self.text
    }

    /// Writes plain text that stands at byte `start`.
    pub(super) fn plain(&mut self, start: usize, raw: &str) {
        self.write(start, raw, false);
    }

    /// Writes text of an HTML or XML file, in which entities stand for characters.
    pub(super) fn markup(&mut self, start: usize, raw: &str) {
        self.write(start, raw, true);
    }

    /// Writes `text` for the bytes `range`.
    pub(super) fn replaced(&mut self, range: Range<usize>, text: &str) {
        if text.is_empty() {
            return;
        }
        self.write_gap();
        self.stand_for(range, text);
    }

    /// The bytes `range` part two words.
    pub(super) fn space(&mut self, range: Range<usize>) {
        self.widen_gap(range, false);
    }

    /// Writes `mark` between two cells, sentences or lines; nothing at the beginning of a passage.
    pub(super) fn separator(&mut self, range: Range<usize>, mark: &str) {
        self.gap = None;
        if !self.text.is_empty() {
            self.stand_for(range, mark);
        }
    }

    /// Removes white space at the end of the view.
    pub(super) fn trim_end(&mut self) {
        self.text.trim_end();
    }

    /// Takes back the last `bytes` bytes of the view.
    pub(super) fn take_back(&mut self, bytes: usize) {
        self.text.truncate(self.text.view().len().saturating_sub(bytes));
    }

    fn write(&mut self, start: usize, raw: &str, entities: bool) {
        let bytes = raw.as_bytes();
        let (mut from, mut at) = (0, 0);
        while let Some(&byte) = bytes.get(at) {
            let next_is_graphic = || bytes.get(at + 1).is_some_and(u8::is_ascii_graphic);
            let plain = byte.is_ascii_graphic() && !(entities && byte == b'&');
            if plain || (byte == b' ' && at > from && next_is_graphic()) {
                at += 1;
                continue;
            }
            self.copy(start, raw, from..at);
            at += self.special(start + at, raw.get(at..).unwrap_or_default(), entities);
            from = at;
        }
        self.copy(start, raw, from..at);
    }

    fn copy(&mut self, start: usize, raw: &str, range: Range<usize>) {
        if let Some(text) = raw.get(range.clone()).filter(|text| !text.is_empty()) {
            self.write_gap();
            self.copied(start + range.start, text);
        }
    }

    /// Handles what stands at the head of `raw` and is not plain ASCII; answers how many bytes it took.
    fn special(&mut self, start: usize, raw: &str, entities: bool) -> usize {
        let Some(first) = raw.chars().next() else { return 1 };
        if entities && let Some((length, decoded)) = entity::decode(raw) {
            self.fold_all(start..start + length, decoded.as_str());
            return length;
        }
        if let Some((length, repaired)) = character::repair(raw) {
            self.fold(start..start + length, repaired, None);
            return length;
        }
        let length = first.len_utf8();
        self.fold(start..start + length, first, raw.get(..length));
        length
    }

    fn fold_all(&mut self, range: Range<usize>, text: &str) {
        for c in text.chars() {
            self.fold(range.clone(), c, None);
        }
    }

    fn fold(&mut self, range: Range<usize>, c: char, printed: Option<&str>) {
        match (character::fold(c), printed) {
            (Folded::Space, _) => self.widen_gap(range, c == ' ' && printed.is_some()),
            (Folded::Nothing, _) => {}
            (Folded::Same, Some(text)) => {
                self.write_gap();
                self.copied(range.start, text);
            }
            (Folded::Same, None) => self.replaced(range, c.encode_utf8(&mut [0; 4])),
            (Folded::Letter(letter), _) => self.replaced(range, letter.encode_utf8(&mut [0; 4])),
            (Folded::Letters(letters), _) => self.replaced(range, letters),
        }
    }

    fn copied(&mut self, start: usize, text: &str) {
        self.text.push_copied(self.source, self.origin + start, text);
    }

    fn stand_for(&mut self, range: Range<usize>, text: &str) {
        self.text.push_replaced(self.source, self.origin + range.start..self.origin + range.end, text);
    }

    fn widen_gap(&mut self, range: Range<usize>, one_space: bool) {
        self.gap = Some(match self.gap.take() {
            None => Gap { range, one_space },
            Some(gap) => Gap { range: gap.range.start..range.end.max(gap.range.end), one_space: false },
        });
    }

    fn write_gap(&mut self) {
        let Some(gap) = self.gap.take() else { return };
        if self.text.is_empty() || self.text.view().ends_with(['\n', ' ']) {
            return;
        }
        if gap.one_space {
            self.copied(gap.range.start, " ");
        } else {
            self.stand_for(gap.range, " ");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(raw: &str, entities: bool) -> Aligned {
        let mut writer = Writer::new(0);
        writer.write(0, raw, entities);
        writer.finish()
    }

    #[test]
    fn white_space_and_compatibility_characters_are_folded() {
        for (raw, expected) in [
            ("  two \n\t words  ", "two words"),
            ("e\u{FB03}cient \u{FB01}ve", "efficient five"),
            ("RTX\u{2011}3090\u{A0}GPU", "RTX-3090 GPU"),
            ("soft\u{AD}hyphen", "softhyphen"),
            ("\u{FF28}\u{FF11}\u{FF10}\u{FF10}", "H100"),
            ("\u{1D44E}\u{1D7D8}", "a0"),
            ("8Ã\u{97}A100 donâ€™t 4Â\u{a0}GB", "8×A100 don’t 4 GB"),
            ("Université, «CAFÉ»", "Université, «CAFÉ»"),
        ] {
            assert_eq!(view(raw, false).view(), expected, "{raw:?}");
        }
    }

    #[test]
    fn entities_stand_for_characters_only_in_markup() {
        let raw = "8&times;A100 &amp; 2&#215;H100 &#xd7; &unknown; &";
        assert_eq!(view(raw, true).view(), "8×A100 & 2×H100 × &unknown; &");
        assert_eq!(view("a &amp; b", false).view(), "a &amp; b");
    }

    #[test]
    fn every_replaced_character_has_the_place_it_stands_for() {
        let raw = "8&times;A100";
        let text = view(raw, true);
        let place = text.locate(1..3).map(|l| &raw[l.range]);
        assert_eq!(place, Some("&times;"));
        assert_eq!(text.locate(0..text.view().len()).map(|l| &raw[l.range]), Some(raw));
    }
}
