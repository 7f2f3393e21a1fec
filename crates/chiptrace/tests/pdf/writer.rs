//! A minimal writer of PDFs, so that each test shows the page it is about.

/// A page of 612 × 792 points under construction; `y` is counted from the top.
#[derive(Default, Clone)]
pub struct Page {
    content: String,
    left: f32,
    y: f32,
}

/// The fonts of every page: `F1` roman, `F2` bold, `F3` without a mapping to characters.
const FONTS: &str = "<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >> \
    /F2 << /Type /Font /Subtype /Type1 /BaseFont /Times-Bold /Encoding /WinAnsiEncoding >> \
    /F3 << /Type /Font /Subtype /Type3 /FontMatrix [0.001 0 0 0.001 0 0] /FontBBox [0 0 500 700] \
    /FirstChar 65 /LastChar 70 /Widths [500 500 500 500 500 500] /CharProcs << >> \
    /Encoding << /Differences [65 /x1 /x2 /x3 /x4 /x5 /x6] >> >> >>";

impl Page {
    pub fn new() -> Self {
        Self { left: 72.0, y: 72.0, ..Self::default() }
    }

    /// Shows text at a place.
    pub fn text(mut self, x: f32, y: f32, font: &str, size: f32, text: &str) -> Self {
        let y = 792.0 - y;
        let text = text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
        self.content += &format!("BT /{font} {size} Tf {x} {y} Td ({text}) Tj ET\n");
        self
    }

    /// Moves to where the next lines begin.
    pub fn at(mut self, left: f32, y: f32) -> Self {
        (self.left, self.y) = (left, y);
        self
    }

    /// Shows lines one under the other, in a leading of 1.2.
    pub fn lines(mut self, font: &str, size: f32, lines: &[&str]) -> Self {
        for line in lines {
            let (left, y) = (self.left, self.y);
            self = self.text(left, y, font, size, line);
            self.y += 1.2 * size;
        }
        self
    }

    /// Shows words in the roman font at 10 points with a raised mark behind each.
    pub fn marked(mut self, x: f32, y: f32, parts: &[(&str, &str)]) -> Self {
        self.content += &format!("BT {x} {} Td\n", 792.0 - y);
        for (text, mark) in parts {
            self.content += &format!("/F1 10 Tf 0 Ts ({text}) Tj /F1 7 Tf 3.6 Ts ({mark}) Tj\n");
        }
        self.content += "0 Ts ET\n";
        self
    }

    /// Adds drawing operations as they are.
    pub fn raw(mut self, operations: &str) -> Self {
        self.content += operations;
        self
    }
}

/// Writes a file of these pages.
pub fn pdf(pages: &[Page]) -> Vec<u8> {
    with_objects(pages, "", &[])
}

/// Writes a file with additions to the trailer and further objects, numbered from 1000.
pub fn with_objects(pages: &[Page], trailer: &str, further: &[String]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 10 + 2 * page)).collect();
    let mut objects = vec![
        (1, "<< /Type /Catalog /Pages 2 0 R >>".to_owned()),
        (2, format!("<< /Type /Pages /Count {} /Kids [{}] >>", pages.len(), kids.join(" "))),
        (3, FONTS.to_owned()),
    ];
    for (at, page) in pages.iter().enumerate() {
        let number = 10 + 2 * at;
        let x_objects = (0..further.len()).map(|at| format!("/X{at} {} 0 R ", 1000 + at));
        let dict = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {} 0 R \
             /Resources << /Font 3 0 R /XObject << {} >> >> >>",
            number + 1,
            x_objects.collect::<String>()
        );
        objects.push((number, dict));
        objects.push((number + 1, stream("", &page.content)));
    }
    objects.extend(further.iter().enumerate().map(|(at, object)| (1000 + at, object.clone())));
    assemble(&objects, trailer)
}

/// A stream object.
pub fn stream(dict: &str, content: &str) -> String {
    format!("<< {dict} /Length {} >>\nstream\n{content}\nendstream", content.len())
}

/// Writes numbered objects, the table of their places, and the trailer.
pub fn assemble(objects: &[(usize, String)], trailer: &str) -> Vec<u8> {
    let mut file = String::from("%PDF-1.5\n");
    let mut table = String::new();
    for (number, object) in objects {
        table += &format!("{number} 1\n{:010} 00000 n \n", file.len());
        file += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let start = file.len();
    file +=
        &format!("xref\n0 1\n0000000000 65535 f \n{table}trailer\n<< /Size 5000 /Root 1 0 R {trailer} >>\n");
    file += &format!("startxref\n{start}\n%%EOF\n");
    file.into_bytes()
}
