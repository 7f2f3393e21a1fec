//! Scores against gold sets, by the definitions that the gold sets come with.
//!
//! Two figures matter: whether a chip in use is found (`chip`, `role`), and whether its number is right
//! (`chip`, `count`). A count of one and no count are the same, since English often leaves "one" unsaid.

pub mod gold;
pub mod score;
