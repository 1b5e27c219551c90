//! `sipdis lint` as its user meets it, and the page that is made from its rules.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;
use sipdis::cable::Severity;
use sipdis::marking::{RULES, Rule};

/// Runs in a folder and gives (exit code, stdout, stderr).
fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("sipdis").expect("the program is built");
    let output = command.arg("lint").args(args).current_dir(folder).output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    (output.status.code().expect("the program ends by itself"), text(output.stdout), text(output.stderr))
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("the temporary folder can be written");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("the temporary folder can be written");
    }
    folder
}

const HIGH: &str = "CONFIDENTIAL REYKJAVIK 000042\n\nSUBJECT: BOATS\n\n1. (C) Boats\tfloat. (S/NF) So they say.\n";

#[test]
fn a_finding_has_its_place_and_its_line_with_the_place_underlined() {
    let folder = folder(&[("06REYKJAVIK42.txt", HIGH)]);
    let (code, out, complaints) = run(folder.path(), &["06REYKJAVIK42.txt"]);
    let expected = "06REYKJAVIK42.txt:5:21: 06REYKJAVIK42: error [portion-above-banner] SECRET in a cable that is \
                    CONFIDENTIAL\n    1. (C) Boats    float. (S/NF) So they say.\n                           ^^^^^^\n";
    assert!(out.contains(expected), "{out}");
    assert_eq!((code, complaints.as_str()), (1, ""));
}

#[test]
fn the_place_is_underlined_by_what_a_terminal_shows() {
    // Two cells each, a mark over a letter, and a character that shows nothing but is made visible.
    let wide = "CONFIDENTIAL REYKJAVIK 000042\n\nSUBJECT: BOATS\n\n1. (C) \u{5317}\u{4eac} ca\u{200b}fe\u{301}. (S) They float.\n";
    let folder = folder(&[("a.txt", wide)]);
    let (_, out, _) = run(folder.path(), &["a.txt"]);
    let (line, under) = out
        .lines()
        .zip(out.lines().skip(1))
        .find(|(line, under)| line.contains("float") && under.contains('^'))
        .expect("the line is shown");
    let column = line.find("(S)").expect("the portion is on it");
    let cells: usize = line[..column]
        .chars()
        .map(|c| match c {
            '\u{5317}' | '\u{4eac}' => 2,
            '\u{301}' => 0,
            _ => 1,
        })
        .sum();
    assert_eq!(under.find('^'), Some(cells), "{line}\n{under}");
}

#[test]
fn only_errors_and_what_cannot_be_read_change_the_exit_code() {
    let folder = folder(&[("a.txt", "UNCLAS REYKJAVIK 000042\n\nSIPDIS\nSIPDIS\n\nSUBJECT: BOATS\n")]);
    let (code, out, _) = run(folder.path(), &["a.txt"]);
    assert!(code == 0 && out.contains("note [caption-repeated]"), "{out}");
    let (code, out, complaints) = run(folder.path(), &["a.txt", "b.txt"]);
    assert!(
        code == 1 && out.contains("caption-repeated") && complaints.contains("b.txt: does not exist"),
        "{complaints}"
    );
}

#[test]
fn json_is_one_array_for_all_files() {
    let folder = folder(&[("06REYKJAVIK42.txt", HIGH), ("b.txt", "UNCLAS REYKJAVIK 000043\n")]);
    let (code, out, _) = run(folder.path(), &["--json", "."]);
    let findings: Value = serde_json::from_str(&out).expect("it is JSON");
    let all = findings.as_array().expect("it is an array");
    let first = all.iter().find(|finding| finding["rule"] == "portion-above-banner").expect("the rule is broken");
    let keys: Vec<&str> = first.as_object().expect("it is an object").keys().map(String::as_str).collect();
    let mut documented: Vec<&str> = KEYS.iter().map(|(key, _)| *key).collect();
    documented.sort_unstable();
    assert_eq!(keys, documented);
    assert_eq!((first["line"].as_u64(), first["column"].as_u64()), (Some(5), Some(21)));
    assert_eq!(
        (&first["text"], &first["severity"], &first["id"]),
        (&"(S/NF)".into(), &"error".into(), &"06REYKJAVIK42".into())
    );
    assert_eq!(code, 1);
    let (code, out, _) = run(folder.path(), &["--json", "b.txt"]);
    assert_eq!((code, out.as_str()), (0, "[]\n"));
}

#[test]
fn text_of_a_file_cannot_reach_the_terminal() {
    let folder = folder(&[("a\u{1b}[2J.txt", "SECRET\u{1b}[2J\nSUBJECT: BOATS\n\n1. (C\u{202e}) Boats.\n")]);
    let (code, out, _) = run(folder.path(), &["."]);
    assert!(code == 1 && out.contains("mark-forged") && out.contains("<U+202E>"), "{out}");
    assert!(!out.contains(['\u{1b}', '\u{202e}']), "{out}");
}

#[test]
fn the_day_can_be_given() {
    let folder = folder(&[(
        "a.txt",
        "O 201641Z NOV 06\nFM AMEMBASSY REYKJAVIK\nBT\nSECRET REYKJAVIK 000042\nE.O. 12958: DECL: 11/20/2016\nSUBJECT: BOATS\n",
    )]);
    let (_, out, _) = run(folder.path(), &["--today", "2026-11-20", "a.txt"]);
    assert!(out.contains("note [declassification-overdue] 2016-11-20, passed 10 years ago"), "{out}");
    let (_, out, _) = run(folder.path(), &["--today", "2010-01-01", "a.txt"]);
    assert!(!out.contains("overdue"), "{out}");
}

#[test]
fn rules_are_listed() {
    let folder = folder(&[]);
    let (code, out, _) = run(folder.path(), &["--rules"]);
    assert_eq!((code, out.lines().count()), (0, RULES.len()));
    assert!(RULES.iter().zip(out.lines()).all(|(rule, line)| line.starts_with(rule.code)), "{out}");
    assert_eq!(run(folder.path(), &[]).0, 2);
}

/// What an object of `--json` holds.
const KEYS: &[(&str, &str)] = &[
    ("path", "the file, as it was found"),
    ("record", "which cable of the file, from 1"),
    ("id", "the cable's canonical id, or null"),
    ("line", "the line on which the place begins, from 1"),
    ("column", "the character of that line, from 1"),
    ("span", "first byte of the place, and the byte behind it, in the text of the cable"),
    ("rule", "the rule, by the names below; they are stable"),
    ("severity", "`error`, `warning` or `info`"),
    ("message", "the particular case, in words"),
    ("text", "the words of the place"),
];

/// The page on the rules. `UPDATE_DOCS=1` writes it anew.
#[test]
fn the_page_says_what_the_table_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/lint.md");
    let page = page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &page).expect("the page can be written");
    }
    let stored = fs::read_to_string(&path).unwrap_or_default();
    assert!(stored == page, "docs/lint.md is not what the table says; UPDATE_DOCS=1 writes it anew");
}

fn page() -> String {
    let mut page = String::from(
        "# What `sipdis lint` checks\n\n\
         Made from the table of rules; `UPDATE_DOCS=1 cargo test --test lint` writes it anew. An error is a text that\n\
         contradicts itself, and gives exit status 1; a warning is something missing or unusual; a note is worth knowing.\n\
         The checks are an aid for the reader and no ruling.\n",
    );
    page.push_str(
        "\n## As JSON\n\n\
         `sipdis lint --json PATH...` prints one array; it is empty where nothing was found. An object a finding, in the order\n\
         of the files, of the cables in them, and of the text:\n\n\
         | key | what it holds |\n|---|---|\n",
    );
    for (key, what) in KEYS {
        let _ = writeln!(page, "| `{key}` | {what} |");
    }
    for rule in RULES {
        let severity = match rule.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "note",
        };
        let _ = write!(page, "\n## {}\n\n*{severity}.* {}\n", rule.code, rule.explanation);
        for (title, example) in [("Good", rule.good), ("Bad", rule.bad)] {
            let _ = write!(page, "\n{title}{}:\n\n", beside(rule, title));
            for line in example.text.lines() {
                let line = line.escape_debug().to_string().replace("\\'", "'").replace("\\\"", "\"");
                let shown = if example.text.is_ascii() { line } else { ascii(&line) };
                let _ = writeln!(page, "{}", format!("    {shown}").trim_end());
            }
        }
    }
    page
}

/// What stands beside the text of an example.
fn beside(rule: &Rule, title: &str) -> String {
    let example = if title == "Good" { rule.good } else { rule.bad };
    match (example.level, example.date) {
        (Some(level), _) => format!(", with the level `{level}` in a column"),
        (_, Some(date)) => format!(", with the date `{date}` in a column"),
        _ => String::new(),
    }
}

/// A page must not hold letters that look like others without a word about it.
fn ascii(line: &str) -> String {
    line.chars().map(|c| if c.is_ascii() { c.to_string() } else { format!("<U+{:04X}>", u32::from(c)) }).collect()
}
