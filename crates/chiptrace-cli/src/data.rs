//! `chiptrace data`: what knowledge is loaded, and bringing in newer registers.

mod zip;

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chiptrace::controls::date::Date;
use chiptrace::controls::name::Vocabulary;
use chiptrace::controls::register::edits::Edits;
use chiptrace::controls::register::{Register, outline, ror};
use clap::{Args, Subcommand};
use flate2::read::GzDecoder;

/// Countries of which the compiled-in register keeps every institution.
const WHOLE: &str = "AE,BY,CN,HK,IL,IN,IR,JP,KR,KW,KZ,MO,MY,PK,QA,RU,SA,SG,TW,VN";

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Brings in a newer register in place of the compiled-in one
    Import {
        #[command(subcommand)]
        what: Import,
    },
    /// Says what is loaded, of which release and how old
    Status,
    /// Makes the files of data/parties from a ROR dump (for maintainers of the compiled-in register)
    BuildRegister {
        /// The dump: .json or .json.gz
        #[arg(long)]
        ror: PathBuf,
        /// JSON lines of an older release: name, country_code, types
        #[arg(long)]
        older: PathBuf,
        /// JSON lines: id, label
        #[arg(long)]
        stubs: PathBuf,
        /// How many institutions of other countries to keep
        #[arg(long, default_value_t = 13_600)]
        elsewhere: usize,
        /// Where to write
        #[arg(long, default_value = "data/parties")]
        out: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
enum Import {
    /// The official dump of the Research Organization Registry, schema 1 or 2: .zip, .json or .json.gz
    Ror {
        /// The dump
        file: PathBuf,
    },
}

pub fn run(arguments: &Arguments) -> ExitCode {
    let outcome = match &arguments.command {
        Command::Import { what: Import::Ror { file } } => import_ror(file),
        Command::Status => status(),
        Command::BuildRegister { ror, older, stubs, elsewhere, out } => {
            build_register(ror, older, stubs, *elsewhere, out)
        }
    };
    match outcome {
        Ok(message) => {
            println!("{message}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("chiptrace data: {message}");
            ExitCode::FAILURE
        }
    }
}

/// The register that was imported, or else the one compiled in.
pub fn register() -> Result<Register, String> {
    register_in(None)
}

/// The register in a folder laid out like the project's `data/`, else the one that was imported, else
/// the one compiled in.
pub fn register_in(folder: Option<&Path>) -> Result<Register, String> {
    let given = folder.map(|folder| folder.join("parties/register.tsv")).filter(|path| path.exists());
    match given.or_else(|| imported().filter(|path| path.exists())) {
        Some(path) => {
            let lines = text(&path)?;
            Register::imported(lines).map_err(|e| format!("{}: {e}", path.display()))
        }
        None => Register::embedded().map_err(|e| e.to_string()),
    }
}

/// Where an imported register is kept: in `$CHIPTRACE_DATA`, else under the user's data folder.
fn imported() -> Option<PathBuf> {
    let named = std::env::var_os("CHIPTRACE_DATA").map(PathBuf::from);
    let shared = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from);
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share"));
    let folder = named.or_else(|| shared.or_else(home).map(|folder| folder.join("chiptrace")))?;
    Some(folder.join("register.tsv"))
}

/// Reads the whole dump before anything is written, so that a bad one leaves the old data in place.
fn import_ror(dump: &Path) -> Result<String, String> {
    let target = imported().ok_or("no folder to keep it in; set CHIPTRACE_DATA")?;
    let records = records(dump)?;
    let vocabulary = Vocabulary::embedded().map_err(|e| e.to_string())?;
    let scope = ror::Scope { elsewhere: usize::MAX, ..ror::Scope::default() };
    let built = ror::build(&records, &scope, &vocabulary);
    let name = dump.file_name().unwrap_or_default().to_string_lossy();
    let lines = format!("# {name}\n{}", built.lines);
    Register::imported(lines.clone()).map_err(|e| e.to_string())?;
    let folder = target.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    write(folder, "register.tsv.new", &lines)?;
    fs::rename(folder.join("register.tsv.new"), &target).map_err(|e| format!("{}: {e}", target.display()))?;
    Ok(format!(
        "kept {} institutions of {name}, left out {} withdrawn, in {}",
        built.kept,
        built.withdrawn,
        target.display()
    ))
}

fn records(dump: &Path) -> Result<Vec<ror::Record>, String> {
    let named = |error: &dyn std::fmt::Display| format!("{}: {error}", dump.display());
    if dump.extension().is_some_and(|extension| extension == "zip") {
        let archive = fs::read(dump).map_err(|e| named(&e))?;
        let json = zip::json(&archive).map_err(|e| named(&e))?;
        return ror::read(json).map_err(|e| named(&e));
    }
    ror::read(open(dump)?).map_err(|e| named(&e))
}

fn status() -> Result<String, String> {
    let register = register()?;
    let path = imported().filter(|path| path.exists());
    let origin = path.map_or("compiled in".to_owned(), |path| format!("imported, {}", path.display()));
    let release = register.release().unwrap_or("unknown release");
    let age = day_in(release).and_then(|day| crate::clock::today().since(day).ok());
    let age = age.map_or("of unknown age".to_owned(), |age| format!("{} days old", age.get_days()));
    Ok(format!("institutions {} ({origin})\nrelease      {release}, {age}", register.len()))
}

/// The first date in a file's name.
fn day_in(name: &str) -> Option<Date> {
    (0..name.len()).find_map(|at| name.get(at..at + 10)?.parse().ok())
}

fn build_register(
    dump: &Path,
    older: &Path,
    stubs: &Path,
    elsewhere: usize,
    out: &Path,
) -> Result<String, String> {
    let records = records(dump)?;
    let edits = Edits::read(&text(&out.join("edits.toml"))?).map_err(|e| e.to_string())?;
    let whole = WHOLE.split(',').map(str::to_owned).collect();
    let scope = ror::Scope { whole, elsewhere, named: edits.named() };
    let vocabulary = Vocabulary::embedded().map_err(|e| e.to_string())?;
    let built = ror::build(&records, &scope, &vocabulary);
    let lacking = outline::lines(&records, &text(older)?, &text(stubs)?, &vocabulary);
    let name = dump.file_name().unwrap_or_default().to_string_lossy();
    write(out, "register.tsv", &format!("# {name}\n{}", built.lines))?;
    write(out, "towns.tsv", &built.towns)?;
    write(out, "outlines.tsv", &lacking)?;
    Ok(format!("kept {}, left out {}, withdrawn {}", built.kept, built.left_out, built.withdrawn))
}

fn open(path: &Path) -> Result<Box<dyn Read>, String> {
    let file = fs::File::open(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let gzipped = path.extension().is_some_and(|extension| extension == "gz");
    Ok(if gzipped { Box::new(GzDecoder::new(file)) } else { Box::new(file) })
}

pub fn text(path: &Path) -> Result<String, String> {
    let mut text = String::new();
    open(path)?.read_to_string(&mut text).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(text)
}

fn write(folder: &Path, name: &str, text: &str) -> Result<(), String> {
    let path = folder.join(name);
    fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))
}
