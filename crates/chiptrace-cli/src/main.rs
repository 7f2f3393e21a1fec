//! The program `chiptrace`.

fn main() {}
