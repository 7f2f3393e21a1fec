//! Workbooks (.xlsx, Office Open XML): the first sheet of one as text, and tables written as sheets.

mod read;
mod write;

pub use read::read;
pub use write::Workbook;
