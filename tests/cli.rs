//! The command line as its user meets it: what is printed, what is said, and the exit code.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

fn sipdis(args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("sipdis").expect("the program is built");
    command.args(args);
    command
}

/// Runs in a folder and gives (exit code, stdout, stderr).
fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = sipdis(args).current_dir(folder).output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    (output.status.code().expect("the program ends by itself"), text(output.stdout), text(output.stderr))
}

/// A folder with two cables, one a file, and a csv of both.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("the temporary folder can be written");
    fs::write(folder.path().join("06REYKJAVIK1.txt"), "UNCLAS REYKJAVIK 1\n")
        .expect("the temporary folder can be written");
    fs::write(folder.path().join("06REYKJAVIK2.txt"), "UNCLAS REYKJAVIK 2\n")
        .expect("the temporary folder can be written");
    let row = |n| {
        format!(
            "\"{n}\",\"1/2/2006 3:04\",\"06REYKJAVIK{n}\",\"Embassy Reykjavik\",\"UNCLASSIFIED\",\"\",\"\",\"UNCLAS\"\n"
        )
    };
    fs::write(folder.path().join("cables.csv"), row(1) + &row(2)).expect("the temporary folder can be written");
    folder
}

/// Where the objects of an output come from, `path:record`.
fn sources<'a>(objects: impl IntoIterator<Item = &'a Value>) -> Vec<String> {
    let source = |object: &Value| {
        let source = &object["source"];
        format!("{}:{}", source["path"].as_str().unwrap_or("?"), source["record"])
    };
    objects.into_iter().map(source).collect()
}

#[test]
fn one_cable_is_an_object_and_several_are_an_array() {
    let folder = folder();
    for args in [&["parse", "06REYKJAVIK1.txt"][..], &["parse", "--json", "06REYKJAVIK1.txt"]] {
        let (code, out, err) = run(folder.path(), args);
        assert_eq!((code, err.as_str()), (0, ""));
        let object: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(sources([&object]), ["06REYKJAVIK1.txt:1"]);
    }
    let (code, out, _) = run(folder.path(), &["parse", "--json", "cables.csv", "06REYKJAVIK1.txt"]);
    let array: Vec<Value> = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (code, sources(&array)),
        (0, ["cables.csv:1", "cables.csv:2", "06REYKJAVIK1.txt:1"].map(String::from).to_vec())
    );
}

#[test]
fn lines_come_in_the_order_of_the_files() {
    let folder = folder();
    let (code, out, err) =
        run(folder.path(), &["parse", "--jsonl", "06REYKJAVIK2.txt", "cables.csv", "06REYKJAVIK1.txt"]);
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(sources(&lines), ["06REYKJAVIK2.txt:1", "cables.csv:1", "cables.csv:2", "06REYKJAVIK1.txt:1"]);
    assert_eq!((code, err.as_str()), (0, ""));
}

#[test]
fn what_cannot_be_read_is_said_and_the_others_are_printed() {
    let folder = folder();
    let (code, out, err) = run(folder.path(), &["parse", "--jsonl", "no\u{1b}[2Jwhere", "06REYKJAVIK1.txt"]);
    assert_eq!(code, 1);
    assert_eq!(out.lines().count(), 1);
    assert_eq!(err, "sipdis: no^[[2Jwhere: does not exist\n");
    let (code, out, _) = run(folder.path(), &["parse", "nowhere"]);
    assert_eq!((code, out.as_str()), (1, "[]\n"));
}

#[test]
fn standard_input_is_a_file_named_with_a_dash() {
    let output = sipdis(&["parse", "--jsonl", "-"]).write_stdin("UNCLAS REYKJAVIK 1").output().unwrap();
    let object: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(sources([&object]), ["-:1"]);
}

#[test]
fn output_is_exact() {
    let folder = folder();
    let odd = "06REYKJAVIK1\u{202e}\u{1b}.txt";
    fs::write(folder.path().join(odd), "x").unwrap();
    let (_, out, _) = run(folder.path(), &["parse", odd]);
    let object: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(object["source"]["path"], odd);
}

#[test]
fn mistakes_of_the_command_line_have_their_own_code_and_are_made_visible() {
    let folder = folder();
    let (code, out, err) = run(folder.path(), &["parse"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("<FILE>"), "{err}");
    let (code, _, err) = run(folder.path(), &["--no\u{1b}[2Jsuch"]);
    assert_eq!(code, 2);
    assert!(err.contains("--no^[[2Jsuch") && !err.contains('\u{1b}'), "{err}");
    assert_eq!(run(folder.path(), &["parse", "--json", "--jsonl", "x"]).0, 2);
}

#[test]
fn help_and_version_are_answers() {
    let folder = folder();
    let (code, out, _) = run(folder.path(), &["--help"]);
    assert!(code == 0 && out.contains("parse") && out.contains("[PATH]"), "{out}");
    let (code, out, _) = run(folder.path(), &["--version"]);
    assert_eq!((code, out.as_str()), (0, concat!("sipdis ", env!("CARGO_PKG_VERSION"), "\n")));
}

#[test]
fn a_broken_pipe_is_no_error() {
    let folder = folder();
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("sipdis"))
        .args(["parse", "--jsonl", "cables.csv"])
        .current_dir(folder.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // Nobody reads: the other end of the pipe is closed before anything is written, or soon after.
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}
