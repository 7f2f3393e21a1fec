//! throw-away
use chiptrace::document::*;
fn main() {
    let mode = std::env::args().nth(1).unwrap();
    let mut pages = 0;
    for path in std::env::args().skip(2) {
        let bytes = std::fs::read(&path).unwrap();
        let input = Input { name: path.clone(), kind: Kind::Pdf, files: vec![InputFile { path: path.clone(), bytes }] };
        let d = pdf::read(&input);
        pages += d.sources.len();
        for p in &d.problems { eprintln!("{path}: {:?} {}", p.kind, p.detail); }
        match mode.as_str() {
            "none" => {}
            "text" => for s in &d.sources { println!("{}\u{c}", s.text); },
            "front" => {
                println!("== {path}\nTITLE {:?}", d.title.as_ref().map(|t| t.text.view()));
                println!("DATE {:?} ANON {} EMAIL {:?}", d.date.map(|d| d.to_string()), d.anonymous, d.email_domains);
                for a in &d.affiliations { println!("AFF {}", a.text.view()); }
            }
            _ => {
                println!("== {path}\nTITLE {:?}", d.title.as_ref().map(|t| t.text.view()));
                println!("DATE {:?} ANON {} EMAIL {:?}", d.date.map(|d| d.to_string()), d.anonymous, d.email_domains);
                for a in &d.affiliations { println!("AFF {}", a.text.view()); }
                for p in &d.passages { println!("[{:?}] {{{}}} {}", p.part, p.section.as_deref().unwrap_or(""), p.text.view()); }
            }
        }
    }
    eprintln!("{pages} pages");
}
