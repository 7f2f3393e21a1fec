//! Progress on standard error: only on a terminal, only when the work takes a while.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Folders with more entries than this are counted as they are read.
const COUNTED: usize = 200_000;

/// A bar with papers done, rate and time left.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar for the papers under `paths`.
    pub fn start(paths: &[PathBuf]) -> Self {
        if !io::stderr().is_terminal() {
            return Self { bar: ProgressBar::hidden() };
        }
        let bar = match estimate(paths) {
            Some(total) if total > 1 => ProgressBar::new(total),
            _ => ProgressBar::new_spinner(),
        };
        let shape = "{bar:30} {pos}/{len} papers  {per_sec}  {eta} left";
        if let Ok(style) = ProgressStyle::with_template(shape) {
            bar.set_style(style);
        }
        bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(4));
        bar.enable_steady_tick(Duration::from_millis(500));
        Self { bar }
    }

    /// One more paper is done.
    pub fn advance(&self) {
        self.bar.inc(1);
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// Files and folders at the first level that may be papers: close enough for a time estimate.
fn estimate(paths: &[PathBuf]) -> Option<u64> {
    let mut total = 0;
    for path in paths {
        if !path.is_dir() {
            total += 1;
            continue;
        }
        let mut entries = 0;
        for entry in fs::read_dir(path).ok()?.flatten() {
            let inner = if entry.path().is_dir() { fs::read_dir(entry.path()).ok() } else { None };
            let folders =
                inner.map_or(0, |inner| inner.flatten().take(COUNTED).filter(|e| e.path().is_dir()).count());
            entries += folders.max(1);
            if entries > COUNTED {
                return None;
            }
        }
        total += entries as u64;
    }
    Some(total)
}
