//! The program itself: killed while it builds, two of it at once, and a disk with no room for the list.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Instant;

use sipdis::archive::keep::Opened;

use super::stage::{Stage, rows};

/// Cables of the archive: enough that building takes a while.
const CABLES: usize = 2500;

/// Kills in a run; `SIPDIS_KILLS` asks for more.
const KILLS: u32 = 20;

fn sipdis(stage: &Stage, args: &[&str], path: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sipdis"));
    command.args(args).arg(path).env("SIPDIS_CACHE", &stage.cache);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Numbers that jump about in `0..1`.
fn jumping(n: u32) -> f64 {
    (f64::from(n) * 0.618_033_988_75).fract()
}

fn wait(child: Child) -> String {
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    said
}

#[test]
fn killed_at_any_moment_the_next_start_is_right() {
    let stage = Stage::new();
    let path = stage.write("a.csv", rows(0..CABLES));
    let expected = stage.fresh(&["a.csv"]).rows;
    let began = Instant::now();
    wait(sipdis(&stage, &["index", "build"], &path).spawn().unwrap());
    let whole = began.elapsed();
    let kills = std::env::var("SIPDIS_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    for n in 0..kills {
        if n % 2 == 0 {
            stage.folder(&["a.csv"]).clear().unwrap();
        }
        if n % 5 == 4 {
            // So that there is something to be written.
            stage.write("a.csv", rows(0..CABLES));
            stage.age(&path);
            stage.append("a.csv", "\n");
        }
        let mut child = sipdis(&stage, &["index", "build"], &path).spawn().unwrap();
        thread::sleep(whole.mul_f64(jumping(n) * 1.1));
        // It may be through already.
        let _ = child.kill();
        child.wait().unwrap();
        let next = stage.start(&["a.csv"]);
        assert_eq!(next.rows.len(), expected.len(), "kill {n}: {:?}", next.words);
        assert!(next.rows.iter().zip(&expected).all(|(one, other)| one.id == other.id && one.subject == other.subject));
        assert!(next.words.iter().all(|words| !words.contains("damaged")), "kill {n}: {:?}", next.words);
        assert_eq!(stage.start(&["a.csv"]).opened, Opened::Kept, "kill {n}");
    }
    // The index goes on from what was left of it.
    wait(sipdis(&stage, &["index", "build"], &path).spawn().unwrap());
    let status = sipdis(&stage, &["index", "status", "--json"], &path).output().unwrap();
    let status: serde_json::Value = serde_json::from_slice(&status.stdout).unwrap();
    let part = serde_json::json!({ "cables": CABLES, "up_to_date": true });
    assert_eq!(status["catalogue"], part);
    if cfg!(feature = "index") {
        assert_eq!(status["index"], part);
        let found = sipdis(&stage, &["search", "--count", "rain"], &path).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&found.stdout).trim(), CABLES.to_string());
    }
}

#[test]
fn two_programs_build_at_once() {
    let stage = Stage::new();
    let path = stage.write("a.csv", rows(0..CABLES));
    for _ in 0..3 {
        let both: Vec<Child> = (0..2).map(|_| sipdis(&stage, &["index", "build"], &path).spawn().unwrap()).collect();
        let said: Vec<String> = both
            .into_iter()
            .map(|child| String::from_utf8_lossy(&child.wait_with_output().unwrap().stderr).into_owned())
            .collect();
        assert!(said.iter().all(|said| said.contains(&format!("catalogue: {CABLES} cables"))), "{said:?}");
        assert!(said.iter().all(|said| !said.contains("damaged") && !said.contains("panicked")), "{said:?}");
        let next = stage.start(&["a.csv"]);
        assert_eq!((next.opened, next.rows.len()), (Opened::Kept, CABLES));
        stage.folder(&["a.csv"]).clear().unwrap();
    }
}

#[cfg(unix)]
#[test]
fn files_that_may_not_grow_cost_a_word() {
    let stage = Stage::new();
    let path = stage.write("a.csv", rows(0..CABLES));
    let limited = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 16; exec \"$0\" stats \"$1\"", env!("CARGO_BIN_EXE_sipdis")])
        .arg(&path)
        .env("SIPDIS_CACHE", &stage.cache)
        .output()
        .unwrap();
    assert!(limited.status.success(), "{}", String::from_utf8_lossy(&limited.stderr));
    assert!(String::from_utf8_lossy(&limited.stdout).starts_with(&format!("{CABLES} cables\n")));
    assert!(!stage.kept(&["a.csv"]).exists());
    let left: Vec<_> = std::fs::read_dir(stage.folder(&["a.csv"]).path()).unwrap().flatten().collect();
    assert!(left.iter().all(|entry| entry.file_name() != "catalogue.new"), "nothing is left lying about");
}

#[test]
fn status_build_and_clear_say_what_they_do() {
    let stage = Stage::new();
    let path = stage.write("a.csv", rows(0..50));
    let status = || sipdis(&stage, &["index", "status"], &path).output().unwrap();
    let none = status();
    assert_eq!(none.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&none.stdout).contains("catalogue  none\nindex      none\n"));
    let said = wait(sipdis(&stage, &["index", "build"], &path).spawn().unwrap());
    assert!(said.starts_with("catalogue: 50 cables\n"), "{said}");
    let built = status();
    assert_eq!(built.status.code(), Some(0));
    let words = String::from_utf8_lossy(&built.stdout).into_owned();
    assert!(words.starts_with(&format!("folder     {}", stage.cache.display())), "{words}");
    assert!(words.contains("catalogue  50 cables, up to date\n"), "{words}");
    let said = wait(sipdis(&stage, &["index", "build"], &path).spawn().unwrap());
    assert!(said.starts_with("catalogue: 50 cables, up to date\n"), "{said}");
    stage.append("a.csv", &rows(50..60));
    assert_eq!(status().status.code(), Some(1));
    assert!(String::from_utf8_lossy(&status().stdout).contains("50 cables, not up to date\n"));
    wait(sipdis(&stage, &["index", "clear"], &path).spawn().unwrap());
    assert!(!stage.folder(&["a.csv"]).path().exists());
    assert!(path.exists());
}
