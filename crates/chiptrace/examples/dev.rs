//! dev only
use chiptrace::disclosure::{Reader, ReadingData, distinct, role::Role};
use chiptrace::evaluate::{gold::GoldPassage, score::*};
use chiptrace::passage::*;
fn norm(text: &str) -> Passage {
    let latex = text.contains("\\cite")
        || text.contains("\\textbf")
        || text.contains("$") && text.contains("\\")
        || text.contains("\\section")
        || text.contains("\\begin");
    let mut t = String::new();
    for line in text.lines() {
        if latex {
            let mut l = line;
            let mut i = 0;
            let b = line.as_bytes();
            while i < b.len() {
                if b[i] == b'%' && (i == 0 || b[i - 1] != b'\\') {
                    l = &line[..i];
                    break;
                }
                i += 1;
            }
            if l.trim().is_empty() && !line.trim().is_empty() {
                continue;
            }
            t.push_str(l);
            t.push('\n');
        } else {
            t.push_str(line);
            t.push('\n');
        }
    }
    let t = t
        .replace("~", " ")
        .replace("$\\times$", "×")
        .replace("\\times", "×")
        .replace("$", "")
        .replace("\\,", " ")
        .replace("\\&", "&")
        .replace("Ã\u{97}", "×");
    let re = regex::Regex::new(r"\\cite\w*\{[^}]*\}").unwrap();
    let t = re.replace_all(&t, "[?]").into_owned();
    let t = if latex {
        regex::Regex::new(
            r"\\(?:text\w+|emph|underline|footnote\w*|caption|item|section|subsection|paragraph)\b|[{}]",
        )
        .unwrap()
        .replace_all(&t, " ")
        .into_owned()
    } else {
        regex::Regex::new(r"([a-z])-\n([a-z])").unwrap().replace_all(&t, "$1$2").into_owned()
    };
    let t = regex::Regex::new(r"\s+").unwrap().replace_all(&t, " ").into_owned();
    Passage { part: Part::Body, section: None, text: Aligned::verbatim(0, &t) }
}
fn main() {
    let mut chips = vec![];
    for f in std::fs::read_dir("data/chips").unwrap() {
        let s = std::fs::read_to_string(f.unwrap().path()).unwrap();
        let c: chiptrace_controls::chip::ChipFile = toml::from_str(&s).unwrap();
        chips.extend(c.chips);
    }
    let reader = Reader::new(&chips, ReadingData::embedded()).unwrap();
    let mut total = Score::default();
    let verbose = std::env::args().nth(2).is_some();
    for l in std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap().lines() {
        let g: GoldPassage = serde_json::from_str(l).unwrap();
        let p = norm(&g.text);
        let st = reader.statements(&p);
        let d = distinct(st.clone());
        let pr: Vec<Predicted> = d
            .iter()
            .map(|s| Predicted {
                chip: s.chip.clone(),
                role: s.judgement.role,
                count: s.count.as_ref().map(|c| c.value),
                memory_gb: s.memory_gb,
                provider: None,
            })
            .collect();
        let s = Score::of(&pr, &g.disclosures);
        total.add(&s);
        if verbose
            && (s.used.false_alarms
                + s.used.missed
                + s.counts.false_alarms
                + s.counts.missed
                + s.memory.missed
                + s.memory.false_alarms
                > 0)
        {
            println!("== {} {:?} {:?} mem {:?}", g.id, s.used, s.counts, s.memory);
            for x in &g.disclosures {
                println!("  gold {} {:?} {:?} {:?} {}", x.chip, x.role, x.count, x.memory_gb, x.uncertain);
            }
            for x in &d {
                println!(
                    "  pred {} {:?} {:?} {:?} {:.2} | {:?} | {}",
                    x.chip,
                    x.judgement.role,
                    x.count.as_ref().map(|c| (c.value, c.kind)),
                    x.memory_gb,
                    x.judgement.used,
                    x.judgement.reasons.iter().map(|r| (r.cue.as_str(), r.weight)).collect::<Vec<_>>(),
                    &p.text.view()[x.sentence.clone()]
                );
            }
        }
    }
    for (n, t) in
        [("used", total.used), ("other", total.other), ("counts", total.counts), ("memory", total.memory)]
    {
        println!("{n} P {:.3} R {:.3} F {:.3} {t:?}", t.precision(), t.recall(), t.f1());
    }
    println!("fa {:.4}", total.false_accusation_rate());
    let _ = Role::Used;
}
