//! Folders that change between two looks.

use std::fs::{self, File, OpenOptions};
use std::io::Write;

use super::*;

struct Watched {
    folder: tempfile::TempDir,
    watch: Watch,
}

/// A time from which on nothing has been written.
fn later() -> SystemTime {
    SystemTime::now() + Duration::from_secs(3600)
}

/// A folder with these files, which was looked at once.
fn watched(files: &[&str]) -> Watched {
    let folder = tempfile::tempdir().unwrap();
    for name in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "words").unwrap();
    }
    let watch = Watch::since(later(), [folder.path().to_owned()]);
    let mut watched = Watched { folder, watch };
    assert_eq!(watched.look(), [""; 0]);
    assert_eq!(watched.look(), [""; 0]);
    watched
}

impl Watched {
    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What a look tells: `+` new, `>` grown, `~` changed, `-` gone.
    fn look(&mut self) -> Vec<String> {
        let mut told = Vec::new();
        let root = self.folder.path().to_owned();
        self.watch.look(&mut |Changed { path, what }| {
            let sign = match what {
                What::New => '+',
                What::Grown => '>',
                What::Changed => '~',
                What::Gone => '-',
            };
            told.push(format!("{sign}{}", path.strip_prefix(&root).unwrap().display()));
        });
        told
    }
}

fn append(path: &Path, words: &str) {
    OpenOptions::new().append(true).open(path).unwrap().write_all(words.as_bytes()).unwrap();
}

#[test]
fn what_happens_to_files_is_told_once() {
    let mut watched = watched(&["a", "b", "c", "deep/d", ".hidden"]);
    append(&watched.at("a"), "more");
    fs::write(watched.at("b"), "less").unwrap();
    fs::remove_file(watched.at("c")).unwrap();
    fs::write(watched.at("deep/e"), "words").unwrap();
    fs::write(watched.at(".other"), "words").unwrap();
    assert_eq!(watched.look(), ["-c", "+deep/e", ">a", "~b"]);
    assert_eq!(watched.look(), [""; 0]);
    append(&watched.at("deep/e"), "more");
    assert_eq!(watched.look(), [">deep/e"]);
    fs::write(watched.at("c"), "words").unwrap();
    assert_eq!(watched.look(), ["+c"]);
}

#[test]
fn a_file_that_was_put_in_place_of_another_has_changed() {
    let mut watched = watched(&["a"]);
    fs::write(watched.at("new"), "many more words").unwrap();
    fs::rename(watched.at("new"), watched.at("a")).unwrap();
    assert_eq!(watched.look(), ["~a"]);
    // Written anew with the same length.
    let old = std::time::UNIX_EPOCH + Duration::from_secs(1);
    File::options().append(true).open(watched.at("a")).unwrap().set_modified(old).unwrap();
    assert_eq!(watched.look(), ["~a"]);
}

#[test]
fn folders_come_and_go_with_what_is_in_them() {
    let mut watched = watched(&["a/one", "a/deep/two", "b"]);
    fs::create_dir_all(watched.at("c/deep")).unwrap();
    fs::write(watched.at("c/three"), "words").unwrap();
    fs::write(watched.at("c/deep/four"), "words").unwrap();
    assert_eq!(watched.look(), ["+c/three", "+c/deep/four"]);
    fs::rename(watched.at("a"), watched.at("moved")).unwrap();
    assert_eq!(watched.look(), ["-a/one", "-a/deep/two", "+moved/one", "+moved/deep/two"]);
    fs::rename(watched.at("c/deep"), watched.at("moved/deep/down")).unwrap();
    assert_eq!(watched.look(), ["-c/deep/four", "+moved/deep/down/four"]);
    fs::rename(watched.at("moved/deep/down"), watched.at("c/deep")).unwrap();
    assert_eq!(watched.look(), ["-moved/deep/down/four", "+c/deep/four"]);
    fs::remove_dir_all(watched.at("c")).unwrap();
    assert_eq!(watched.look(), ["-c/three", "-c/deep/four"]);
    fs::remove_file(watched.at("b")).unwrap();
    fs::create_dir(watched.at("b")).unwrap();
    fs::write(watched.at("b/five"), "words").unwrap();
    assert_eq!(watched.look(), ["-b", "+b/five"]);
    fs::remove_dir_all(watched.folder.path()).unwrap();
    assert_eq!(watched.look(), ["-moved/one", "-moved/deep/two", "-b/five"]);
    assert_eq!(watched.look(), [""; 0]);
}

#[test]
fn a_named_file_may_go_and_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    let mut watched = Watched { watch: Watch::since(later(), [path.clone()]), folder };
    assert_eq!(watched.look(), [""; 0]);
    fs::write(&path, "words").unwrap();
    assert_eq!(watched.look(), ["+a"]);
    append(&path, "more");
    fs::write(watched.at("beside"), "words").unwrap();
    assert_eq!(watched.look(), [">a"]);
    fs::remove_file(&path).unwrap();
    assert_eq!(watched.look(), ["-a"]);
}

#[test]
fn of_many_files_so_many_have_their_turn_at_a_look() {
    let names: Vec<String> = (0..FILES + 100).map(|n| format!("{n:04}")).collect();
    let mut watched = watched(&names.iter().map(String::as_str).collect::<Vec<_>>());
    // A folder that nobody wrote to for a while: its time tells that no name changed.
    let old = std::time::UNIX_EPOCH + Duration::from_secs(1);
    File::open(watched.folder.path()).unwrap().set_modified(old).unwrap();
    for _ in 0..4 {
        assert_eq!(watched.look(), [""; 0]);
    }
    for name in &names {
        append(&watched.at(name), "more");
    }
    let (one, two, three) = (watched.look(), watched.look(), watched.look());
    assert_eq!(one.len().max(two.len()), FILES);
    let mut all = [one, two, three].concat();
    all.sort();
    assert_eq!(all, names.iter().map(|name| format!(">{name}")).collect::<Vec<_>>());
}

#[cfg(target_os = "linux")]
#[test]
fn names_may_be_anything_and_links_may_lead_round() {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("a")).unwrap();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("a/up")).unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path().join("broken")).unwrap();
    let mut watch = Watch::since(later(), [folder.path().to_owned()]);
    watch.look(&mut |_| panic!("the first look tells nothing"));
    let path = folder.path().join("a").join(OsString::from_vec(b"x\xff\n\x1b[2J".to_vec()));
    fs::write(&path, "words").unwrap();
    let mut told = Vec::new();
    watch.look(&mut |changed| told.push(changed));
    assert_eq!(told, [Changed { path, what: What::New }]);
}

#[test]
fn it_ends_when_it_is_woken() {
    let folder = tempfile::tempdir().unwrap();
    let stop = std::sync::Arc::new(AtomicBool::new(false));
    let (mut watch, seen) = (Watch::since(later(), [folder.path().to_owned()]), std::sync::Arc::clone(&stop));
    let thread = std::thread::spawn(move || watch.changes(&seen, &mut |_| {}));
    stop.store(true, Ordering::Relaxed);
    thread.thread().unpark();
    thread.join().unwrap();
}
