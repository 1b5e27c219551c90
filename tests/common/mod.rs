//! What several test programs share.

use std::path::PathBuf;

/// The folder of real cables, which is not part of the project. Without it the test that asks is not run, and says so.
pub fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("SIPDIS_SHARED").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("not run: SIPDIS_SHARED is not set");
    }
    folder
}
