//! Pictures as SVG: the funnel, chips by country, shares over time. Each stands alone and carries its description.

mod bars;
mod funnel;
mod lines;
mod window;

use std::fmt::Display;

pub use bars::by_country;
pub use funnel::{funnel, stages};
pub use lines::shares;
pub use window::{runs, window};

/// Colours that differ for people with any colour vision (Okabe and Ito 2008).
const COLOURS: [&str; 7] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#999999"];

/// How a count of papers is written: plainly, or rounded for publication.
pub type Shown = fn(u64) -> String;

/// A picture that is being drawn.
struct Canvas {
    out: String,
}

impl Canvas {
    /// A canvas of so many units; `title` and `says` are read aloud in place of the picture.
    fn new(width: f64, height: f64, title: &str, says: &str) -> Self {
        let (title, says) = (escape(title), escape(says));
        let out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             role=\"img\" aria-label=\"{title}. {says}\" font-family=\"system-ui, sans-serif\" font-size=\"13\">\n\
             <title>{title}</title>\n<desc>{says}</desc>\n<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n"
        );
        Self { out }
    }

    fn bar(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), colour: &str, told: &str) {
        let told = escape(told);
        self.out += &format!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{colour}\"><title>{told}</title></rect>\n"
        );
    }

    fn text(&mut self, (x, y): (f64, f64), anchor: &str, text: impl Display) {
        let text = escape(&text.to_string());
        self.out += &format!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"#222\">{text}</text>\n"
        );
    }

    fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), style: &str) {
        self.out += &format!("<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" {style}/>\n");
    }

    fn done(mut self) -> String {
        self.out += "</svg>\n";
        self.out
    }
}

/// Text that can stand in markup and in attributes: papers are hostile input.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            c if c.is_control() && c != '\n' && c != '\t' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// A number that is small enough to be drawn.
fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn colour(at: usize) -> &'static str {
    COLOURS.get(at % COLOURS.len()).copied().unwrap_or("#999999")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hostile_survives() {
        let out = escape("<script>alert('x' & \"y\")</script>\u{0}\u{1b}[2J");
        assert_eq!(
            out,
            "&lt;script&gt;alert(&#39;x&#39; &amp; &quot;y&quot;)&lt;/script&gt;\u{fffd}\u{fffd}[2J"
        );
    }
}
