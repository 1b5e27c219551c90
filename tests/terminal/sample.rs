//! A fictional cable in a file, and the program that shows it.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::pty::{Session, command};

/// The program that is tested.
pub const SIPDIS: &str = env!("CARGO_BIN_EXE_sipdis");

/// Stands in the list of every test's archive.
pub const SUBJECT: &str = "LAMP OIL";

/// Stands in the cable.
pub const BODY: &str = "forty-one gulls";

const CABLE: &str = "\
VZCZCXRO0007
RR RUEHC
DE RUEHVT #0012/01 0031015
ZNR UUUUU ZZH
R 031015Z JAN 05
FM AMEMBASSY VALLETTA
TO SECSTATE WASHDC 0042
BT
UNCLAS VALLETTA 000012

SIPDIS

E.O. 12958: N/A
TAGS: ECON, MT
SUBJECT: LAMP OIL

1. (U) The keeper counted forty-one gulls.

NNNN
";

/// A folder with one file in it, gone when dropped.
pub struct Sample {
    folder: TempDir,
}

impl Sample {
    /// The cable of every test.
    pub fn new() -> Self {
        Self::of(CABLE)
    }

    /// A cable with more text behind its paragraph.
    pub fn with(more: &str) -> Self {
        Self::of(&CABLE.replace("gulls.", &format!("gulls. {more}")))
    }

    fn of(text: &str) -> Self {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("05VALLETTA12.txt"), text).unwrap();
        Sample { folder }
    }

    /// A file in the folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The cable's file, as an argument.
    pub fn path(&self) -> String {
        self.file("05VALLETTA12.txt").to_str().unwrap().to_owned()
    }

    /// The program with the cable's first screen.
    pub fn shown(&self) -> Session {
        let mut session = Session::start(command(SIPDIS, &[&self.path()]));
        session.wait_for(SUBJECT);
        session
    }
}
