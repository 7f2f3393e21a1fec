//! What is made from a ledger: the page, the index, the exports. Papers are hostile input here.

#![cfg(feature = "ledger")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod program;

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use program::{Answer, chiptrace};
use serde_json::Value;
use tempfile::TempDir;

/// A paper that tries to leave its place in a page, a sheet and a bibliography.
const HOSTILE: &str = r#"<!DOCTYPE html><html><head>
<title>&lt;script&gt;alert("loom")&lt;/script&gt; } =cmd()</title>
<meta name="citation_title" content="&lt;script&gt;alert(&quot;loom&quot;)&lt;/script&gt; } =cmd()">
<meta name="citation_author" content="Weaver, A."><meta name="citation_author_institution" content="Institute &quot;&gt;&lt;img src=x onerror=alert(1)&gt; of Looms, Beijing, China">
<meta name="citation_publication_date" content="2023/12/20"></head>
<body><h1>&lt;script&gt;alert("loom")&lt;/script&gt; } =cmd()</h1><h2>Experiments</h2>
<p>=HYPERLINK &lt;/blockquote&gt;&lt;script&gt;alert(2)&lt;/script&gt; we trained every loom on eight NVIDIA A800 GPUs.</p></body></html>"#;

/// A ledger with the examples, a hostile paper, and six papers of one institution.
fn ledger(folder: &Path) -> PathBuf {
    let papers = folder.join("papers");
    fs::create_dir(&papers).unwrap();
    fs::write(papers.join("hostile.html"), HOSTILE).unwrap();
    for number in 1..=6 {
        let text = format!(
            "\\documentclass{{article}}\\title{{Sheds, part {number}}}\\date{{May 2024}}\n\\author{{B. Heddle \\\\ Tsinghua \
             University, Beijing, China}}\n\\begin{{document}}\\maketitle\\section{{Setup}}\nWe trained the shed on {number} \
             NVIDIA A800 GPUs.\n\\end{{document}}\n"
        );
        fs::write(papers.join(format!("shed-{number}.tex")), text).unwrap();
    }
    let out = folder.join("survey");
    let answer =
        run(&["survey", papers.to_str().unwrap(), "examples", "--today", "2026-01-01", "--out"], &out);
    assert!(answer.code <= 1, "{}", answer.errors);
    out
}

fn run(arguments: &[&str], path: &Path) -> Answer {
    let mut arguments = arguments.to_vec();
    arguments.push(path.to_str().unwrap());
    chiptrace(&arguments, b"")
}

fn make(ledger: &Path, command: &[&str], out: &Path) {
    let mut arguments = vec![*command.first().unwrap(), ledger.to_str().unwrap()];
    arguments.extend(command.iter().skip(1));
    arguments.push("--out");
    let answer = run(&arguments, out);
    assert_eq!(answer.code, 0, "{}", answer.errors);
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn the_page_is_whole_and_nothing_hostile_gets_out() {
    let folder = TempDir::new().unwrap();
    let ledger = ledger(folder.path());
    let out = folder.path().join("report.html");
    make(&ledger, &["report"], &out);
    let page = text(&out);
    assert_eq!(page.matches("<script").count(), 1, "only the page's own script");
    assert!(!page.contains("<img") && !page.contains("alert(\""), "markup of a paper got out");
    assert!(
        page.contains("&lt;script&gt;alert(&quot;loom&quot;)&lt;/script&gt;"),
        "the title is shown as it is"
    );
    for loading in ["src=", "@import", "url(", "<link", "<iframe", "fetch("] {
        let own = page.replace("img src=x", "");
        assert!(!own.contains(loading), "the page loads something: {loading}");
    }
    let found = page.matches("<tbody class=\"finding\"").count();
    assert!(found >= 9, "{found} findings");
    assert_eq!(page.matches("<h4>Receipt</h4>").count(), found);
    assert!(
        page.contains("https://www.federalregister.gov/d/2023-23055"),
        "clauses lead to the official text"
    );
    assert!(page.contains("Tsinghua University") && page.contains("Telling Warblers Apart"));
}

#[test]
fn every_element_is_closed() {
    let folder = TempDir::new().unwrap();
    let ledger = ledger(folder.path());
    let out = folder.path().join("report.html");
    make(&ledger, &["report", "--publication"], &out);
    let page = text(&out);
    for element in [
        "table",
        "tbody",
        "tr",
        "details",
        "summary",
        "ul",
        "li",
        "section",
        "svg",
        "figure",
        "dl",
        "p",
        "blockquote",
    ] {
        let opened =
            page.matches(&format!("<{element}>")).count() + page.matches(&format!("<{element} ")).count();
        let closed = page.matches(&format!("</{element}>")).count();
        assert_eq!(opened, closed, "{element}");
    }
}

#[test]
fn a_published_page_names_no_small_institution_and_says_what_it_withholds() {
    let folder = TempDir::new().unwrap();
    let ledger = ledger(folder.path());
    let out = folder.path().join("public.html");
    make(&ledger, &["report", "--publication"], &out);
    let page = text(&out);
    assert!(page.contains("Tsinghua University"), "six papers stand for it");
    for hidden in ["Xuhui", "Warblers", "birdsong", "of Looms", "loom"] {
        assert!(!page.contains(hidden), "{hidden} is shown");
    }
    assert!(page.contains("What was withheld") && page.contains("fewer than five papers"));
    assert!(page.contains("an institution in CN"));
}

#[test]
fn the_index_counts_what_the_ledger_holds() {
    let folder = TempDir::new().unwrap();
    let ledger = ledger(folder.path());
    let answer = chiptrace(&["index", ledger.to_str().unwrap(), "--format", "csv"], b"");
    let line = answer.output.lines().find(|line| line.starts_with("nvidia-a800,CN,2024-Q2")).unwrap();
    assert!(
        line.starts_with("nvidia-a800,CN,2024-Q2,6,6.0000,6,21,21.0000,8,0.7500,0.4093,0.9285,"),
        "{line}"
    );
    let json = ["index", ledger.to_str().unwrap(), "--format", "json"];
    let answer: Value = serde_json::from_str(&chiptrace(&json, b"").output).unwrap();
    assert_eq!(answer["schema"], "chiptrace.index/1");
    let days: Vec<&str> =
        answer["rules"].as_array().unwrap().iter().filter_map(|r| r["day"].as_str()).collect();
    assert!(days.contains(&"2023-10-23") && days.contains(&"2025-04-09"), "{days:?}");
    let told = chiptrace(&["index", ledger.to_str().unwrap()], b"").output;
    assert!(told.contains("China-market variants") && told.contains("The correction:"), "{told}");
}

#[test]
fn tables_are_exported_and_formulas_are_text() {
    let folder = TempDir::new().unwrap();
    let ledger = ledger(folder.path());
    let tables = folder.path().join("tables");
    make(&ledger, &["export", "--format", "csv"], &tables);
    let mut reader = csv::Reader::from_path(tables.join("papers.csv")).unwrap();
    let papers: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(papers.len(), 15);
    let disclosures = text(&tables.join("disclosures.csv"));
    assert!(disclosures.contains("'=HYPERLINK") && !disclosures.contains(",=HYPERLINK"), "{disclosures}");
    let book = folder.path().join("survey.xlsx");
    make(&ledger, &["export", "--format", "xlsx"], &book);
    let mut archive = zip::ZipArchive::new(fs::File::open(&book).unwrap()).unwrap();
    let mut sheet = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut sheet).unwrap();
    assert_eq!(sheet.matches("<row>").count(), papers.len() + 1);
    assert!(!sheet.contains("<f>"), "a formula");
}

#[test]
fn lines_and_bibliography_hold_the_papers() {
    let folder = TempDir::new().unwrap();
    let ledger = ledger(folder.path());
    let (lines, bibliography) = (folder.path().join("papers.jsonl"), folder.path().join("papers.bib"));
    make(&ledger, &["export", "--format", "jsonl"], &lines);
    let papers: Vec<Value> = text(&lines).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(papers.len(), 15);
    let birdsong = papers.iter().find(|paper| paper["name"] == "examples/birdsong-a800.tex").unwrap();
    assert_eq!(birdsong["findings"][0]["explanations"].as_array().map(Vec::len), Some(8));
    make(&ledger, &["export", "--format", "bibtex"], &bibliography);
    let bibliography = text(&bibliography);
    let disclosed = papers.iter().filter(|paper| paper["fate"] == "disclosed").count();
    assert_eq!(bibliography.matches("@misc{").count(), disclosed);
    assert!(!bibliography.contains("Heddle"), "an author");
}

#[test]
fn the_pack_opens_without_the_program_and_its_digests_are_right() {
    let folder = TempDir::new().unwrap();
    let ledger = ledger(folder.path());
    let (first, second) = (folder.path().join("a.zip"), folder.path().join("b.zip"));
    make(&ledger, &["export", "--format", "pack"], &first);
    make(&ledger, &["export", "--format", "pack"], &second);
    assert!(fs::read(&first).unwrap() == fs::read(&second).unwrap(), "the same ledger gives the same pack");
    let unpacked = folder.path().join("unpacked");
    zip::ZipArchive::new(fs::File::open(&first).unwrap()).unwrap().extract(&unpacked).unwrap();
    assert!(text(&unpacked.join("index.html")).contains("<tbody class=\"finding\""));
    assert!(text(&unpacked.join("clauses.json")).contains("2023-23055"));
    let listed = text(&unpacked.join("SHA256SUMS"));
    assert!(listed.lines().count() >= 10, "{listed}");
    for (digest, name) in listed.lines().filter_map(|line| line.split_once("  ")) {
        assert_eq!(sha256(&fs::read(unpacked.join(name)).unwrap()), digest, "{name}");
    }
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn entities_are_institutions_and_papers_and_pass_the_model_of_follow_the_money() {
    let folder = TempDir::new().unwrap();
    let ledger = ledger(folder.path());
    let out = folder.path().join("entities.ftm.json");
    make(&ledger, &["export", "--format", "ftm"], &out);
    let entities: Vec<Value> = text(&out).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let schemata = ["Organization", "Document", "Documentation"];
    assert!(entities.iter().all(|entity| schemata.contains(&entity["schema"].as_str().unwrap())));
    assert!(!text(&out).contains("Heddle"), "an author");
    let ids: Vec<&str> = entities.iter().filter_map(|entity| entity["id"].as_str()).collect();
    let of = |entity: &Value, name: &str| entity["properties"][name][0].as_str().unwrap().to_owned();
    for link in entities.iter().filter(|entity| entity["schema"] == "Documentation") {
        assert!(ids.contains(&of(link, "entity").as_str()) && ids.contains(&of(link, "document").as_str()));
    }
    by_the_model(&out);
}

/// Asks the followthemoney package of Python, where `CHIPTRACE_FTM_PYTHON` or `python3` has it. Who names an
/// interpreter wants the answer: it must have the package.
fn by_the_model(entities: &Path) {
    let named = std::env::var("CHIPTRACE_FTM_PYTHON");
    let python = named.clone().unwrap_or_else(|_| "python3".to_owned());
    let there = Command::new(&python).args(["-c", "import followthemoney"]).output();
    if !there.is_ok_and(|output| output.status.success()) {
        let told = format!("{python} has no package followthemoney (pip install followthemoney)");
        assert!(named.is_err(), "{told}");
        eprintln!("not validated: {told}");
        return;
    }
    let complaint = complaint_of_the_model(&python, entities);
    assert_eq!(complaint, None);
    // The model can say no: of a country that is none, and of a property that it does not know.
    let whole = text(entities);
    for (right, wrong) in [("[\"cn\"]", "[\"atlantis\"]"), ("\"fileName\"", "\"loom\"")] {
        let broken = entities.with_extension("broken");
        assert!(whole.contains(right), "{right}");
        fs::write(&broken, whole.replace(right, wrong)).unwrap();
        assert!(complaint_of_the_model(&python, &broken).is_some(), "{wrong} passes");
    }
}

fn complaint_of_the_model(python: &str, entities: &Path) -> Option<String> {
    let check = "
import json, sys
from followthemoney import model
for line in open(sys.argv[1], encoding='utf-8'):
    data = json.loads(line)
    entity = model.get_proxy(data)
    for name, values in data['properties'].items():
        kept = entity.get(name)
        if len(kept) != len(set(values)):
            sys.exit(f'{data[\"schema\"]}.{name}: {values} became {kept}')
    model.get(data['schema']).validate(entity.to_dict())
";
    let output = Command::new(python).args(["-c", check]).arg(entities).output().unwrap();
    (!output.status.success()).then(|| String::from_utf8_lossy(&output.stderr).into_owned())
}
