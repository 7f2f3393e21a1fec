//! Pictures, each drawn once as shapes and written as SVG or PNG: every number that they show also stands in a table
//! or in their description.

#[cfg(feature = "ledger")]
mod bars;
#[cfg(feature = "ledger")]
mod funnel;
#[cfg(feature = "ledger")]
mod lines;
#[cfg(feature = "png")]
mod raster;
mod svg;
#[cfg(feature = "ledger")]
mod window;

use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

#[cfg(feature = "ledger")]
pub use bars::by_country;
#[cfg(feature = "ledger")]
pub use funnel::funnel;
#[cfg(feature = "ledger")]
pub use lines::shares;
pub use svg::escape;
#[cfg(feature = "ledger")]
pub use window::{runs, window};

use chiptrace::controls::date::Date;

use crate::exit::Failure;

/// Colours that differ for people with any colour vision (Okabe and Ito 2008).
#[cfg(feature = "ledger")]
const COLOURS: [&str; 7] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#999999"];

/// A licence is required.
pub const REQUIRED: &str = "#b5523b";
/// No licence is required.
pub const FREE: &str = "#4d8a5f";
/// Whether a licence is required is open.
pub const OPEN: &str = "#d9b44a";

/// How a count of papers is written: plainly, or rounded for publication.
#[cfg(feature = "ledger")]
pub type Shown = fn(u64) -> String;

/// A place on a picture: from the left and from the top.
type Place = (f64, f64);

/// A picture as shapes, those in front last.
pub struct Picture {
    width: f64,
    height: f64,
    title: String,
    says: String,
    shapes: Vec<Shape>,
}

enum Shape {
    /// An area of one colour, with what is told of it where the picture can be pointed at.
    Bar { at: Place, size: (f64, f64), colour: &'static str, told: String },
    /// A line of text.
    Text { at: Place, anchor: Anchor, style: Style, text: String },
    /// A straight line.
    Line { from: Place, to: Place, stroke: Stroke },
}

/// Which part of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its first letter.
    Start,
    /// Its middle.
    Middle,
    /// Its last letter.
    End,
}

/// How text looks.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    size: f64,
    colour: &'static str,
}

/// Text as it ordinarily looks.
pub const PLAIN: Style = Style { size: 13.0, colour: "#222222" };
/// What is said beside.
pub const SMALL: Style = Style { size: 11.0, colour: "#444444" };
/// The heading of a picture that stands alone, and the room for it.
const HEADING: Style = Style { size: 16.0, colour: "#222222" };
const HEAD: f64 = 36.0;

/// How a line looks.
#[derive(Debug, Clone, Copy)]
pub struct Stroke {
    colour: &'static str,
    width: f64,
    opacity: f64,
    dashed: bool,
}

impl Stroke {
    /// A thin line of a colour.
    pub fn of(colour: &'static str) -> Self {
        Self { colour, width: 1.0, opacity: 1.0, dashed: false }
    }

    /// The same line, so wide.
    #[cfg(any(feature = "ledger", test))]
    pub fn wide(self, width: f64) -> Self {
        Self { width, ..self }
    }

    /// The same line, so far from see-through.
    #[cfg(feature = "ledger")]
    pub fn faint(self, opacity: f64) -> Self {
        Self { opacity, ..self }
    }

    /// The same line in dashes.
    #[cfg(feature = "ledger")]
    pub fn dashed(self) -> Self {
        Self { dashed: true, ..self }
    }
}

impl Shape {
    /// Moves the shape down.
    fn lower(&mut self, by: f64) {
        match self {
            Self::Bar { at, .. } | Self::Text { at, .. } => at.1 += by,
            Self::Line { from, to, .. } => {
                from.1 += by;
                to.1 += by;
            }
        }
    }
}

impl Picture {
    /// An empty picture of so many units; `title` and `says` are read aloud in place of the picture.
    pub fn new(width: f64, height: f64, title: &str, says: &str) -> Self {
        Self { width, height, title: title.to_owned(), says: says.to_owned(), shapes: Vec::new() }
    }

    /// Adds an area.
    pub fn bar(&mut self, at: Place, size: (f64, f64), colour: &'static str, told: &str) {
        self.shapes.push(Shape::Bar { at, size, colour, told: told.to_owned() });
    }

    /// Adds text as it ordinarily looks.
    pub fn text(&mut self, at: Place, anchor: Anchor, text: impl Display) {
        self.styled(at, anchor, PLAIN, text);
    }

    /// Adds text.
    pub fn styled(&mut self, at: Place, anchor: Anchor, style: Style, text: impl Display) {
        self.shapes.push(Shape::Text { at, anchor, style, text: text.to_string() });
    }

    /// Adds a line.
    pub fn line(&mut self, from: Place, to: Place, stroke: Stroke) {
        self.shapes.push(Shape::Line { from, to, stroke });
    }

    /// Writes the picture with its title over it, as the file's name ends: `.svg` or `.png`.
    pub fn write(mut self, files: &[PathBuf]) -> Result<(), Failure> {
        self.shapes.iter_mut().for_each(|shape| shape.lower(HEAD));
        self.height += HEAD;
        self.styled((10.0, 24.0), Anchor::Start, HEADING, self.title.clone());
        files.iter().try_for_each(|file| self.write_to(file))
    }

    fn write_to(&self, file: &Path) -> Result<(), Failure> {
        let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let bytes = match ending.to_ascii_lowercase().as_str() {
            "svg" => self.svg().into_bytes(),
            "png" => self.png()?,
            _ => {
                let told = format!("{}: expected a name ending in .svg or .png", file.display());
                return Err(Failure::usage(told));
            }
        };
        fs::write(file, bytes).map_err(|error| Failure::io(&file.display().to_string(), &error))
    }

    #[cfg(feature = "png")]
    fn png(&self) -> Result<Vec<u8>, Failure> {
        raster::png(self).map_err(|error| Failure::internal("picture", &error))
    }

    #[cfg(not(feature = "png"))]
    fn png(&self) -> Result<Vec<u8>, Failure> {
        Err(Failure::usage(
            "this program was built without PNG: choose a name ending in .svg, or build with `--features png`",
        ))
    }
}

/// How many days lie between two.
pub fn days_between(first: Date, last: Date) -> f64 {
    f64::from(first.until(last).map_or(0, |span| span.get_days()))
}

/// A number that is small enough to be drawn.
pub fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(feature = "ledger")]
fn colour(at: usize) -> &'static str {
    COLOURS.get(at % COLOURS.len()).copied().unwrap_or("#999999")
}
