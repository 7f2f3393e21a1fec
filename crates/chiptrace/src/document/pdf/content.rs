//! From the drawing operations of a page to glyphs: which character stands where, and how large.
//!
//! Only operations that move or show text are followed; paths, colours and images are passed
//! over, so no picture is ever decoded. Forms are followed within a budget: a form that draws
//! itself twice would otherwise double at every level.

use std::collections::{HashMap, HashSet};

use hayro_font::kurbo::{Affine, Point, Vec2};
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page, Resources};

use super::budget::{Budget, FORM_OPERATIONS, MAX_FORM_DEPTH, MAX_GLYPHS_PER_PAGE};
use super::font::Fonts;

/// The glyphs of a page in the order in which they are drawn.
#[derive(Debug, Default)]
pub(super) struct Glyphs {
    /// Their characters, one after the other.
    pub text: String,
    /// The glyphs.
    pub glyphs: Vec<Glyph>,
    /// Width and height of the page in points.
    pub page_size: (f32, f32),
}

/// A glyph.
///
/// Positions are points from the top left corner of the page, x along the line and y across it:
/// for turned text the page is turned until its lines are level.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    /// First byte of its characters in [`Glyphs::text`].
    pub start: u32,
    /// Bytes of its characters; none when it cannot be read.
    pub len: u8,
    /// Where it begins.
    pub x0: f32,
    /// Where the pen goes on.
    pub x1: f32,
    /// The baseline.
    pub y: f32,
    /// Height of the font.
    pub size: f32,
    /// Whether its font is bold.
    pub bold: bool,
    /// Which way its line runs.
    pub turn: Turn,
    /// The form it is part of, 0 for the page itself.
    pub form: u16,
}

/// Which way a line of text runs on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Turn {
    /// To the right.
    #[default]
    Level,
    /// Up the page.
    Up,
    /// Down the page.
    Down,
    /// Upside down, or aslant.
    Other,
}

/// Reads the glyphs of a page.
pub(super) fn glyphs<'a>(page: &Page<'a>, fonts: &mut Fonts<'a>, budget: &mut Budget) -> Glyphs {
    let out = Glyphs { page_size: page.render_dimensions(), ..Glyphs::default() };
    let mut pen = Pen { fonts, budget, out, forms: 0, form: 0, forms_drawn: 0, blank: HashSet::new() };
    let mut content = Vec::new();
    for stream in streams(page.raw()) {
        if let Some(bytes) = pen.budget.content(&stream) {
            content.extend_from_slice(&bytes);
            content.push(b' ');
        }
    }
    let state = State::new(Affine::new(page.initial_transform(true).as_coeffs()));
    pen.follow(&content, page.resources(), state, 0);
    pen.budget.glyphs = pen.budget.glyphs.saturating_sub(pen.out.glyphs.len());
    pen.out
}

fn streams<'a>(page: &Dict<'a>) -> Vec<Stream<'a>> {
    match page.get::<Object<'_>>("Contents") {
        Some(Object::Stream(stream)) => vec![stream],
        Some(Object::Array(array)) => array.iter::<Stream<'_>>().collect(),
        _ => Vec::new(),
    }
}

struct Pen<'f, 'a> {
    fonts: &'f mut Fonts<'a>,
    budget: &'f mut Budget,
    out: Glyphs,
    forms: u16,
    form: u16,
    forms_drawn: usize,
    /// Forms that show no text, such as the marks of a plot, which are drawn thousands of times.
    blank: HashSet<ObjectIdentifier>,
}

/// The graphics state, as far as it moves text.
#[derive(Debug, Clone)]
struct State {
    page: Affine,
    line: Affine,
    text: Affine,
    font: Option<usize>,
    size: f64,
    character_space: f64,
    word_space: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
}

impl State {
    fn new(page: Affine) -> Self {
        Self {
            page,
            line: Affine::IDENTITY,
            text: Affine::IDENTITY,
            font: None,
            size: 1.0,
            character_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        }
    }

    fn set_line(&mut self, line: Affine) {
        self.line = line;
        self.text = line;
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.set_line(self.line * Affine::translate((x, y)));
    }

    fn advance(&mut self, by: f64, horizontal: bool) {
        let step = if horizontal { (by * self.stretch, 0.0) } else { (0.0, by) };
        self.text *= Affine::translate(step);
    }

    fn place(&mut self, op: &Op<'_, '_>) {
        match op {
            Op::Transform(m) => self.page *= matrix([m.0, m.1, m.2, m.3, m.4, m.5]),
            Op::BeginText(_) => self.set_line(Affine::IDENTITY),
            Op::SetTextMatrix(m) => self.set_line(matrix([m.0, m.1, m.2, m.3, m.4, m.5])),
            Op::NextLine(by) => self.next_line(by.0.as_f64(), by.1.as_f64()),
            Op::NextLineAndSetLeading(by) => {
                self.leading = -by.1.as_f64();
                self.next_line(by.0.as_f64(), by.1.as_f64());
            }
            Op::NextLineUsingLeading(_) => self.next_line(0.0, -self.leading),
            Op::TextLeading(leading) => self.leading = leading.0.as_f64(),
            Op::CharacterSpacing(space) => self.character_space = space.0.as_f64(),
            Op::WordSpacing(space) => self.word_space = space.0.as_f64(),
            Op::HorizontalScaling(percent) => self.stretch = percent.0.as_f64() / 100.0,
            Op::TextRise(rise) => self.rise = rise.0.as_f64(),
            _ => {}
        }
    }
}

fn matrix(m: [Number; 6]) -> Affine {
    Affine::new(m.map(|number| number.as_f64()))
}

type FontNames = HashMap<Vec<u8>, Option<usize>>;

impl<'a> Pen<'_, 'a> {
    fn follow(&mut self, content: &[u8], resources: &Resources<'a>, start: State, depth: usize) {
        let mut state = start;
        let mut saved: Vec<State> = Vec::new();
        let mut names = FontNames::new();
        let mut ops = TypedIter::new(content);
        while let Some(op) = ops.next() {
            if !self.budget.take(1) || self.is_full() {
                return;
            }
            match &op {
                Op::SaveState(_) if saved.len() < 512 => saved.push(state.clone()),
                Op::RestoreState(_) => state = saved.pop().unwrap_or(state),
                Op::TextFont(font) => {
                    state.font = self.font(font.0, resources, &mut names);
                    state.size = font.1.as_f64();
                }
                Op::XObject(name) => self.form(name.0, resources, &state, depth),
                op => self.show(op, &mut state),
            }
        }
    }

    fn is_full(&mut self) -> bool {
        let full = self.out.glyphs.len() >= MAX_GLYPHS_PER_PAGE.min(self.budget.glyphs);
        self.budget.exhausted |= full;
        full
    }

    fn font(&mut self, name: &Name<'_>, all: &Resources<'a>, seen: &mut FontNames) -> Option<usize> {
        if let Some(known) = seen.get(name.as_ref()) {
            return *known;
        }
        let number = all.get_font(name).and_then(|dict| self.fonts.number(&dict));
        seen.insert(name.as_ref().to_vec(), number);
        number
    }

    fn form(&mut self, name: &Name<'_>, resources: &Resources<'a>, state: &State, depth: usize) {
        let Some(stream) = resources.get_x_object(name) else { return };
        let dict = stream.dict();
        let id = stream.obj_id();
        if depth >= MAX_FORM_DEPTH || !may_hold_text(dict) || self.blank.contains(&id) {
            return;
        }
        let before = (self.out.glyphs.len(), self.forms_drawn);
        self.forms_drawn += 1;
        if !self.budget.take(FORM_OPERATIONS) {
            return;
        }
        let Some(content) = self.budget.content(&stream) else { return };
        let mut inner = state.clone();
        inner.page *= Affine::new(dict.get::<[f64; 6]>("Matrix").unwrap_or(IDENTITY));
        let own = dict.get::<Dict<'_>>("Resources").map(Resources::new);
        let outer_form = self.form;
        if depth == 0 {
            self.forms = self.forms.saturating_add(1);
            self.form = self.forms;
        }
        self.follow(&content, own.as_ref().unwrap_or(resources), inner, depth + 1);
        self.form = outer_form;
        if (self.out.glyphs.len(), self.forms_drawn) == (before.0, before.1 + 1) {
            self.blank.insert(id);
        }
    }

    fn show(&mut self, op: &Op<'_, '_>, state: &mut State) {
        match op {
            Op::ShowText(text) => self.string(text.0.as_bytes(), state),
            Op::ShowTexts(parts) => self.strings(parts.0, state),
            Op::NextLineAndShowText(text) => {
                state.next_line(0.0, -state.leading);
                self.string(text.0.as_bytes(), state);
            }
            Op::ShowTextWithParameters(text) => {
                state.word_space = text.0.as_f64();
                state.character_space = text.1.as_f64();
                state.next_line(0.0, -state.leading);
                self.string(text.2.as_bytes(), state);
            }
            op => state.place(op),
        }
    }

    fn strings(&mut self, parts: &Array<'_>, state: &mut State) {
        let horizontal = state.font.and_then(|n| self.fonts.get_mut(n)).is_none_or(|f| f.horizontal);
        for part in parts.iter::<Object<'_>>() {
            match part {
                Object::String(text) => self.string(text.as_bytes(), state),
                Object::Number(back) => {
                    state.advance(-back.as_f64() / 1000.0 * state.size, horizontal);
                }
                _ => {}
            }
        }
    }

    fn string(&mut self, bytes: &[u8], state: &mut State) {
        let Some(font) = state.font.and_then(|number| self.fonts.get_mut(number)) else { return };
        let (bold, em, horizontal) = (font.bold, font.em, font.horizontal);
        let mut at = 0;
        let room = MAX_GLYPHS_PER_PAGE.saturating_sub(self.out.glyphs.len());
        while at < bytes.len().min(4 * room) {
            let (number, length) = font.read(bytes, at);
            at += length;
            let code = font.code(number);
            let start = state.page * state.text * Point::new(0.0, state.rise);
            let space = if number == 32 && length == 1 { state.word_space } else { 0.0 };
            let width = code.advance * state.size;
            let pen = Stroke { start, width, em, bold, form: self.form, horizontal };
            self.out.push(code.text.as_deref(), &pen, state);
            state.advance(width + state.character_space + space, horizontal);
        }
    }
}

const IDENTITY: [f64; 6] = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn may_hold_text(dict: &Dict<'_>) -> bool {
    let is_form = dict.get::<Name<'_>>("Subtype").is_some_and(|name| name.as_str() == "Form");
    let resources = dict.get::<Dict<'_>>("Resources");
    is_form && resources.is_none_or(|r| r.contains_key("Font") || r.contains_key("XObject"))
}

struct Stroke {
    start: Point,
    width: f64,
    em: f64,
    bold: bool,
    form: u16,
    horizontal: bool,
}

impl Glyphs {
    fn push(&mut self, text: Option<&str>, pen: &Stroke, state: &State) {
        let to_page = state.page * state.text;
        let [a, b, c, d, _, _] = to_page.as_coeffs();
        let along = Vec2::new(a, b) * state.stretch;
        let turn = turn(along);
        let size = pen.em * state.size.abs() * c.hypot(d);
        let width = if pen.horizontal { pen.width * along.hypot() } else { size };
        let (x, y) = level(turn, pen.start, self.page_size);
        let text = text.unwrap_or("");
        self.glyphs.push(Glyph {
            start: u32::try_from(self.text.len()).unwrap_or(u32::MAX),
            len: u8::try_from(text.len()).unwrap_or(0),
            x0: x,
            x1: x + width as f32,
            y,
            size: size as f32,
            bold: pen.bold,
            turn,
            form: pen.form,
        });
        self.text.push_str(text);
    }

    /// The characters of a glyph.
    pub fn text_of(&self, glyph: &Glyph) -> &str {
        let start = glyph.start as usize;
        self.text.get(start..start + usize::from(glyph.len)).unwrap_or("")
    }
}

fn turn(along: Vec2) -> Turn {
    if along.y.abs() < 0.2 * along.x.abs() && along.x > 0.0 {
        Turn::Level
    } else if along.x.abs() < 0.2 * along.y.abs() {
        if along.y < 0.0 { Turn::Up } else { Turn::Down }
    } else {
        Turn::Other
    }
}

fn level(turn: Turn, at: Point, page: (f32, f32)) -> (f32, f32) {
    let (x, y) = (at.x as f32, at.y as f32);
    match turn {
        Turn::Up => (page.1 - y, x),
        Turn::Down => (y, page.0 - x),
        Turn::Level | Turn::Other => (x, y),
    }
}

/// The box `[left, top, right, bottom]` on the page of a box on the turned page.
pub(super) fn unturn(turn: Turn, [left, top, right, bottom]: [f32; 4], page: (f32, f32)) -> [f32; 4] {
    match turn {
        Turn::Up => [top, page.1 - right, bottom, page.1 - left],
        Turn::Down => [page.0 - bottom, left, page.0 - top, right],
        Turn::Level | Turn::Other => [left, top, right, bottom],
    }
}
