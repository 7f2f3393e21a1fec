//! Many papers: what each comes to as rows of a ledger, how versions of one paper differ, and counts with their doubt.
//!
//! Nothing here reads or writes files: the program stores the rows and hands them back.

pub mod change;
pub mod citation;
pub mod fate;
pub mod identity;
pub mod index;
pub mod publication;
pub mod row;
pub mod series;
