//! A picture as PNG, twice as fine as its units. The letters come from a font that is compiled in, and nothing is
//! asked of the machine: the same picture has the same bytes everywhere.

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use tiny_skia::{Color, FillRule, Paint, PathBuilder, Pixmap, Rect, StrokeDash, Transform};

use super::{Anchor, Picture, Place, Shape, Stroke, Style};

/// Open Sans, cut down to Latin letters: `font/README.md`.
const FONT: &[u8] = include_bytes!("font/open-sans-latin.ttf");

/// Points of the picture to a unit.
const SCALE: f32 = 2.0;

/// The picture as the bytes of a PNG file.
pub fn png(picture: &Picture) -> Result<Vec<u8>, String> {
    let (width, height) = (scaled(picture.width).ceil() as u32, scaled(picture.height).ceil() as u32);
    let sheet =
        Pixmap::new(width, height).ok_or_else(|| format!("a picture of {width} by {height} points"))?;
    let font = FontRef::new(FONT).map_err(|error| error.to_string())?;
    let mut sheet = Sheet { sheet, font };
    sheet.sheet.fill(Color::WHITE);
    picture.shapes.iter().for_each(|shape| sheet.draw(shape));
    sheet.sheet.encode_png().map_err(|error| error.to_string())
}

fn scaled(units: f64) -> f32 {
    units as f32 * SCALE
}

struct Sheet {
    sheet: Pixmap,
    font: FontRef<'static>,
}

impl Sheet {
    fn draw(&mut self, shape: &Shape) {
        match shape {
            Shape::Bar { at, size, colour, .. } => self.bar(*at, *size, colour),
            Shape::Line { from, to, stroke } => self.line(*from, *to, stroke),
            Shape::Text { at, anchor, style, text } => self.text(*at, *anchor, *style, text),
        }
    }

    fn bar(&mut self, (x, y): Place, (width, height): (f64, f64), colour: &str) {
        if let Some(area) = Rect::from_xywh(scaled(x), scaled(y), scaled(width), scaled(height)) {
            self.sheet.fill_rect(area, &paint(colour, 1.0), Transform::identity(), None);
        }
    }

    fn line(&mut self, from: Place, to: Place, stroke: &Stroke) {
        let mut path = PathBuilder::new();
        path.move_to(scaled(from.0), scaled(from.1));
        path.line_to(scaled(to.0), scaled(to.1));
        let dash = if stroke.dashed { StrokeDash::new(vec![4.0 * SCALE, 3.0 * SCALE], 0.0) } else { None };
        let width = tiny_skia::Stroke { width: scaled(stroke.width), dash, ..tiny_skia::Stroke::default() };
        if let Some(path) = path.finish() {
            let paint = paint(stroke.colour, stroke.opacity);
            self.sheet.stroke_path(&path, &paint, &width, Transform::identity(), None);
        }
    }

    fn text(&mut self, (x, y): Place, anchor: Anchor, style: Style, text: &str) {
        let size = Size::new(scaled(style.size));
        let advance = self.font.glyph_metrics(size, LocationRef::default());
        let letters = self.font.charmap();
        // What the font does not have is drawn as its first glyph, an empty box.
        let glyphs: Vec<_> =
            text.chars().map(|letter| letters.map(letter).unwrap_or(GlyphId::NOTDEF)).collect();
        let widths = glyphs.iter().map(|glyph| advance.advance_width(*glyph).unwrap_or_default());
        let whole: f32 = widths.clone().sum();
        let before = match anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => whole / 2.0,
            Anchor::End => whole,
        };
        let mut pen = Pen { path: PathBuilder::new(), x: scaled(x) - before, y: scaled(y) };
        let outlines = self.font.outline_glyphs();
        for (glyph, width) in glyphs.iter().zip(widths) {
            if let Some(outline) = outlines.get(*glyph) {
                // A glyph that cannot be drawn leaves a gap; the font's own test keeps that from happening.
                let _ = outline.draw(DrawSettings::unhinted(size, LocationRef::default()), &mut pen);
            }
            pen.x += width;
        }
        if let Some(path) = pen.path.finish() {
            let paint = paint(style.colour, 1.0);
            self.sheet.fill_path(&path, &paint, FillRule::Winding, Transform::identity(), None);
        }
    }
}

/// Glyphs have their foot at nought and grow upwards.
struct Pen {
    path: PathBuilder,
    x: f32,
    y: f32,
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.x + x, self.y - y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.x + x, self.y - y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.path.quad_to(self.x + cx, self.y - cy, self.x + x, self.y - y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.path.cubic_to(self.x + ax, self.y - ay, self.x + bx, self.y - by, self.x + x, self.y - y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

fn paint(colour: &str, opacity: f64) -> Paint<'static> {
    let parts = u32::from_str_radix(colour.trim_start_matches('#'), 16).unwrap_or_default();
    let [_, red, green, blue] = parts.to_be_bytes();
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, (opacity * 255.0).round() as u8);
    paint
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use chiptrace::controls::knowledge::{Knowledge, hexadecimal};
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::picture::HEADING;

    #[test]
    fn every_name_that_a_picture_can_show_has_its_letters() {
        let knowledge = Knowledge::embedded().unwrap();
        let chips = knowledge.chips().iter().flat_map(|chip| [chip.name.as_str(), chip.vendor.as_str()]);
        let countries = knowledge.places().all().map(|country| country.name.as_str());
        let clauses = knowledge.law().clauses().iter().map(|clause| clause.title.as_str());
        let own = "0123456789 % × … – “”";
        let font = FontRef::new(FONT).unwrap();
        let (letters, outlines) = (font.charmap(), font.outline_glyphs());
        for text in chips.chain(countries).chain(clauses).chain([own]) {
            let lost =
                text.chars().find(|letter| letters.map(*letter).and_then(|id| outlines.get(id)).is_none());
            assert_eq!(lost, None, "{text}");
        }
    }

    #[test]
    fn the_same_bytes_come_out_everywhere() {
        let mut picture = Picture::new(120.0, 60.0, "Looms", "");
        picture.styled((10.0, 20.0), Anchor::Start, HEADING, "Looms à 50 %");
        picture.bar((10.0, 30.3), (70.7, 12.0), "#0072b2", "");
        picture.line((0.0, 0.0), (120.0, 59.0), Stroke::of("#444444").wide(2.0));
        let bytes = png(&picture).unwrap();
        let digest = "b40c06efed3598b66b7d664316c68aca63f7db012c8050c55d84606ccd9dd84d";
        assert_eq!(hexadecimal(&Sha256::digest(&bytes)), digest);
    }
}
