//! The program `sipdis`: ties command line, terminal and state together.

use std::process::ExitCode;

use clap::Parser;
use sipdis::archive::Origin;
use sipdis::cli::{self, Cli, Outcome};

fn main() -> ExitCode {
    match cli::run(Cli::parse()) {
        Outcome::Exit(code) => code,
        Outcome::Screen(origins) => screen(origins),
    }
}

#[cfg(feature = "terminal")]
fn screen(origins: Vec<Origin>) -> ExitCode {
    no_screen(origins)
}

#[cfg(not(feature = "terminal"))]
fn screen(origins: Vec<Origin>) -> ExitCode {
    no_screen(origins)
}

fn no_screen(_: Vec<Origin>) -> ExitCode {
    cli::complain("this build has no screen; `sipdis parse FILE` prints cables as JSON");
    ExitCode::FAILURE
}
