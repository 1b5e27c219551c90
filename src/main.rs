//! The program `sipdis`: ties command line, terminal and state together.

use std::process::ExitCode;

use sipdis::archive::Origin;
use sipdis::cli::{self, Cli, Outcome};

fn main() -> ExitCode {
    match Cli::of_this_process().map(cli::run) {
        Ok(Outcome::Screen(origins)) => screen(origins),
        Ok(Outcome::Exit(code)) | Err(code) => code,
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
