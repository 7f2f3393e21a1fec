//! `chiptrace data`: what knowledge is loaded, and bringing in newer registers.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chiptrace::controls::name::Vocabulary;
use chiptrace::controls::register::edits::Edits;
use chiptrace::controls::register::{outline, ror};
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
    /// Make the files of data/parties from a ROR dump (for maintainers of the compiled-in register)
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

pub fn run(arguments: &Arguments) -> ExitCode {
    let outcome = match &arguments.command {
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

fn build_register(
    dump: &Path,
    older: &Path,
    stubs: &Path,
    elsewhere: usize,
    out: &Path,
) -> Result<String, String> {
    let records = ror::read(open(dump)?).map_err(|e| format!("{}: {e}", dump.display()))?;
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
