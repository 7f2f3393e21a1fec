//! Indexes the register of institutions while compiling, so that programs start without doing it.
//!
//! The lines, words and places stay reviewable files under `data/`; what is made of them is written
//! to the build folder only.

#![allow(dead_code, unreachable_pub, unused_imports)]

use std::path::PathBuf;
use std::{env, error::Error, fs};

#[path = "src/date.rs"]
mod date;
#[path = "src/list.rs"]
mod list;
#[path = "src/name/mod.rs"]
mod name;
#[path = "src/party/mod.rs"]
mod party;
#[path = "src/place.rs"]
mod place;
#[path = "src/register/mod.rs"]
mod register;

use register::Register;

fn main() -> Result<(), Box<dyn Error>> {
    for path in ["build.rs", "src", "../../data/parties", "../../data/places"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let (texts, edits, vocabulary) = Register::sources()?;
    let register = Register::load(texts, &edits, vocabulary)?;
    let folder = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo names no folder to write to")?);
    fs::write(folder.join("register.bin"), register.encode())?;
    Ok(())
}
