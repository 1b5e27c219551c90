//! The program `sipdis`: ties command line, terminal and state together.

fn main() {}
