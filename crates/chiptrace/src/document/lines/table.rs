//! Tables drawn with `|`, in HTML, or written one cell a line.

use super::kind::{Line, LineKind};
use crate::document::inline::{self, Style};
use crate::document::view::Writer;
use crate::passage::Aligned;

/// The rows of consecutive lines of one kind, one line a row.
pub(super) fn rows(lines: &[Line<'_>], style: Style) -> Aligned {
    let mut writer = Writer::new(0);
    for line in lines.iter().filter(|line| !is_rule(line)) {
        writer.separator(line.start..line.start, "\n");
        match line.kind {
            LineKind::Pipe => cells(&mut writer, line, style),
            _ => inline::write(&mut writer, line.start, line.text, style),
        }
    }
    writer.finish()
}

/// `|---|:--:|`
fn is_rule(line: &Line<'_>) -> bool {
    line.kind == LineKind::Pipe
        && line.text.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'+' | b'='))
}

fn cells(writer: &mut Writer, line: &Line<'_>, style: Style) {
    let inner = line.text.trim_start_matches('|');
    let start = line.start + line.text.len() - inner.len();
    let mut at = start;
    for (index, cell) in inner.trim_end_matches('|').split('|').enumerate() {
        if index > 0 {
            writer.separator(at - 1..at, " | ");
        }
        inline::write(writer, at, cell, style);
        at += cell.len() + 1;
    }
}
