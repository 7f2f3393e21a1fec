//! A picture as SVG.

use super::{Anchor, Picture, Shape};

impl Picture {
    /// The picture as markup that can stand in a page or a file.
    pub fn svg(&self) -> String {
        let (width, height) = (self.width, self.height);
        let (title, says) = (escape(&self.title), escape(&self.says));
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             role=\"img\" aria-label=\"{title}. {says}\" font-family=\"system-ui, sans-serif\">\n\
             <title>{title}</title>\n<desc>{says}</desc>\n<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n"
        );
        self.shapes.iter().for_each(|shape| out += &markup(shape));
        out + "</svg>\n"
    }
}

fn markup(shape: &Shape) -> String {
    match shape {
        Shape::Bar { at: (x, y), size: (width, height), colour, told } => format!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{colour}\"><title>{}</title></rect>\n",
            escape(told)
        ),
        Shape::Text { at: (x, y), anchor, style, text } => format!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{}\" fill=\"{}\" font-size=\"{}\">{}</text>\n",
            anchor.word(),
            style.colour,
            style.size,
            escape(text)
        ),
        Shape::Line { from: (x1, y1), to: (x2, y2), stroke } => {
            let opacity = if stroke.opacity < 1.0 {
                format!(" stroke-opacity=\"{}\"", stroke.opacity)
            } else {
                String::new()
            };
            let dashes = if stroke.dashed { " stroke-dasharray=\"4 3\"" } else { "" };
            format!(
                "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{}\" stroke-width=\"{}\"{opacity}{dashes}/>\n",
                stroke.colour, stroke.width
            )
        }
    }
}

impl Anchor {
    fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
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
