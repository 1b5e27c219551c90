//! The program `sipdis`: ties command line, terminal and state together.

#[cfg(feature = "terminal")]
mod screen;

use std::process::ExitCode;

use sipdis::cli::{self, Cli, Outcome};

fn main() -> ExitCode {
    match Cli::of_this_process().map(cli::run) {
        Ok(Outcome::Screen(wanted)) => screen::show(wanted),
        Ok(Outcome::Exit(code)) | Err(code) => code,
    }
}

/// Stands for the screen where there is none.
#[cfg(not(feature = "terminal"))]
mod screen {
    use std::process::ExitCode;

    use sipdis::cli::{self, Wanted};

    pub fn show(_: Wanted) -> ExitCode {
        cli::complain("this build has no screen; `sipdis parse FILE` prints cables as JSON");
        ExitCode::FAILURE
    }
}
