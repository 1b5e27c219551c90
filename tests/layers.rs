//! Holds the layers: reads the imports of every file under `src/` and compares them with the table below.
//!
//! A path counts wherever it stands, in a `use` or in the middle of an expression; in comments, documentation and
//! literals it does not. `ARCHITECTURE.md` says what each layer is for.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// A folder of `src/` and what it may know.
struct Layer {
    folder: &'static str,
    /// Other layers that it may name.
    may: &'static [&'static str],
    /// Whether it may use terminal crates.
    terminal: bool,
    /// Whether it may reach for files, threads and the clock by itself.
    outside: bool,
}

const fn layer(folder: &'static str, may: &'static [&'static str]) -> Layer {
    Layer { folder, may, terminal: false, outside: true }
}

/// Who may know whom. A layer knows only such as stand above it, so there is no circle.
///
/// Files beside the folders are free: `main.rs` ties all together, and `lib.rs` only lists the modules.
const LAYERS: &[Layer] = &[
    layer("text", &[]),
    layer("cable", &["text"]),
    layer("marking", &["text", "cable"]),
    layer("archive", &["text", "cable", "marking"]),
    layer("library", &["text", "cable", "marking"]),
    layer("config", &["text"]),
    layer("cli", &["text", "cable", "marking", "archive", "library", "config"]),
    Layer { outside: false, ..layer("app", &["text", "cable", "marking", "archive", "library", "config"]) },
    Layer {
        terminal: true,
        outside: false,
        ..layer("ui", &["text", "cable", "marking", "archive", "library", "config", "app"])
    },
    Layer { terminal: true, ..layer("term", &["app"]) },
    layer("runtime", &["text", "cable", "marking", "archive", "library", "config", "app"]),
];

/// Crates that know a terminal.
const TERMINAL_CRATES: &[&str] = &["ratatui", "ratatui_textarea", "crossterm"];

/// Modules of `std` that `app` and `ui` leave to others: they take messages in and give effects out.
const OUTSIDE: &[&str] = &["fs", "thread", "time", "net", "process"];

#[test]
fn every_file_keeps_to_its_layer() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = rust_files(&src).unwrap();
    assert!(!files.is_empty(), "no file found under {}", src.display());
    let mut found = Vec::new();
    for file in files {
        let path = file.strip_prefix(&src).unwrap().to_str().unwrap().replace('\\', "/");
        let source = fs::read_to_string(&file).unwrap();
        found.extend(breaches(&path, &source));
    }
    assert!(found.is_empty(), "these go against the layers:\n{}", found.join("\n"));
}

#[test]
fn each_layer_stands_once_and_knows_only_those_above_it() {
    for (at, layer) in LAYERS.iter().enumerate() {
        let above: Vec<&str> = LAYERS.iter().take(at).map(|above| above.folder).collect();
        assert!(!above.contains(&layer.folder), "{} stands twice", layer.folder);
        for known in layer.may {
            assert!(above.contains(known), "{} may know {known}, which does not stand above it", layer.folder);
        }
    }
}

#[test]
fn a_planted_breach_is_found() {
    for (path, source, breach) in [
        ("text/line.rs", "use crate::cable::Cable;", "crate::cable::Cable"),
        ("text/line.rs", "fn f() { crate::app::key::x() }", "crate::app::key::x"),
        ("text/line.rs", "use super::super::cable;", "super::super::cable"),
        ("cable/line/tags.rs", "use super::super::super::archive;", "super::super::super::archive"),
        ("marking/mod.rs", "use crate::{text::Span, archive::{Row, Place}};", "crate::archive::Row"),
        ("archive/mod.rs", "let c = 'x'; /* no */ use crate::ui::x;", "crate::ui::x"),
        ("archive/mod.rs", "let c = '\"'; use crate::ui::x;", "crate::ui::x"),
        ("archive/mod.rs", "use crate::*;", "crate::*"),
        ("term/mod.rs", "use crate::ui::draw;", "crate::ui::draw"),
        ("runtime/mod.rs", "use crate::term::Term;", "crate::term::Term"),
        ("runtime/mod.rs", "use crossterm::event;", "crossterm::event"),
        ("app/mod.rs", "use ratatui::{text::Line};", "ratatui::text::Line"),
        ("app/mod.rs", "use ratatui as screen;", "ratatui"),
        ("app/mod.rs", "use ::std::{io, fs as files};", "std::fs"),
        ("app/mod.rs", "let x = std::time::Instant::now();", "std::time::Instant::now"),
        ("app/mod.rs", "let x = jiff::Timestamp::now();", "jiff::Timestamp::now"),
        ("ui/list.rs", "use std::thread;", "std::thread"),
        ("cli/parse.rs", "pub(in crate::app) fn f() {}", "crate::app"),
        ("screens/mod.rs", "", "no layer has this name"),
    ] {
        let expected = format!("{path}: {breach}");
        assert_eq!(breaches(path, source).first(), Some(&expected), "{source}");
    }
}

#[test]
fn what_is_allowed_is_not_a_breach() {
    for (path, source) in [
        ("main.rs", "use sipdis::{ui, term}; use crossterm::event; use std::time::Duration;"),
        ("lib.rs", "pub mod ui;"),
        ("text/line.rs", "use super::Span; use crate::text::visible;"),
        (
            "text/line.rs",
            "//! see crate::cable\n/// [`crate::ui::x`]\n/* crate::app /* nested */ crate::app */ fn f() {}",
        ),
        ("text/line.rs", r####"const A: &str = "\" crate::cable"; const B: &str = r#"" crate::ui"#;"####),
        ("text/line.rs", "fn f<'a>(x: &'a str) { if x == '\"' { } } // crate::ui"),
        ("cable/line/tags.rs", "use super::super::archive;"),
        ("cable/mod.rs", "use crate::text::{Span, span::Value as archive};"),
        ("ui/mod.rs", "use ratatui::Frame; use crate::app::App;"),
        ("app/mod.rs", "use std::fmt; use crate::archive::{self, Row};"),
    ] {
        assert_eq!(breaches(path, source), Vec::<String>::new(), "{source}");
    }
}

/// What `source`, the file at `path` under `src/`, names and must not.
fn breaches(path: &str, source: &str) -> Vec<String> {
    let Some((folder, _)) = path.split_once('/') else { return Vec::new() };
    let Some(layer) = find(folder) else { return vec![format!("{path}: no layer has this name")] };
    let depth = path.split('/').count() - usize::from(path.ends_with("/mod.rs"));
    let named = paths(&tokens(source));
    let breaches = named.iter().filter(|named| is_breach(layer, depth, named));
    breaches.map(|named| format!("{path}: {}", named.join("::"))).collect()
}

/// Whether `layer` must not name `path`; `depth` is how many `super` lead from the file to the root of the crate.
fn is_breach(layer: &Layer, depth: usize, path: &[&str]) -> bool {
    let supers = path.iter().take_while(|segment| **segment == "super").count();
    let below_root = match path {
        ["crate" | "sipdis", known, ..] => Some(known),
        _ if supers == depth => path.get(supers),
        _ => None,
    };
    let other_layer = below_root.is_some_and(|known| {
        let is_layer = *known == "*" || find(known).is_some();
        is_layer && *known != layer.folder && !layer.may.contains(known)
    });
    let terminal = !layer.terminal && path.first().is_some_and(|root| TERMINAL_CRATES.contains(root));
    let outside = !layer.outside
        && (matches!(path, ["std", module, ..] if OUTSIDE.contains(module)) || matches!(path, [_, .., "now"]));
    other_layer || terminal || outside
}

fn find(folder: &str) -> Option<&'static Layer> {
    LAYERS.iter().find(|layer| layer.folder == folder)
}

/// All files below a folder that end in `.rs`.
fn rust_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Words, `::` and other signs; comments and literals are left out.
fn tokens(source: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let len = if c.is_whitespace() {
            c.len_utf8()
        } else if let Some(len) = comment(rest).or_else(|| literal(rest)) {
            len
        } else {
            let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            let len = if rest.starts_with("::") { 2 } else { word.max(c.len_utf8()) };
            tokens.push(&rest[..len]);
            len
        };
        rest = &rest[len..];
    }
    tokens
}

/// Length of the comment that starts here.
fn comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    rest.strip_prefix("/*")?;
    let (mut open, mut at) = (1, 2);
    while open > 0 && at < rest.len() {
        let (change, step) = match &rest.as_bytes()[at..] {
            [b'/', b'*', ..] => (1, 2),
            [b'*', b'/', ..] => (-1, 2),
            _ => (0, 1),
        };
        (open, at) = (open + change, at + step);
    }
    Some(at)
}

/// Length of the string or character that starts here. A lifetime is neither; of it only the quote is taken.
fn literal(rest: &str) -> Option<usize> {
    let body = rest.trim_start_matches(['b', 'c']);
    let raw = body.strip_prefix('r').unwrap_or(body);
    let hashes = raw.len() - raw.trim_start_matches('#').len();
    if body.len() != raw.len() && raw[hashes..].starts_with('"') {
        let close = format!("\"{}", "#".repeat(hashes));
        let start = rest.len() - raw.len() + hashes + 1;
        return Some(rest[start..].find(&close).map_or(rest.len(), |end| start + end + close.len()));
    }
    let quote = body.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let start = rest.len() - body.len() + 1;
    let mut chars = rest[start..].char_indices();
    let (first, second) = (rest[start..].chars().next(), rest[start..].chars().nth(1));
    if quote == '\'' && first != Some('\\') && second != Some('\'') {
        return Some(start);
    }
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            c if c == quote => return Some(start + at + 1),
            _ => {}
        }
    }
    Some(rest.len())
}

/// All paths of more than one word, and those behind `use`; the branches of a `{a, b}` each by itself.
fn paths<'a>(tokens: &[&'a str]) -> Vec<Vec<&'a str>> {
    let mut paths = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let imported = at > 0 && tokens[at - 1] == "use";
        if is_word(tokens[at]) && (imported || tokens.get(at + 1) == Some(&"::")) {
            at = branch(tokens, at, &mut Vec::new(), &mut paths);
        } else {
            at += 1;
        }
    }
    paths
}

/// Reads the path at `at`, which goes on from `prefix`, with all its branches; gives the place behind it.
fn branch<'a>(tokens: &[&'a str], mut at: usize, prefix: &mut Vec<&'a str>, paths: &mut Vec<Vec<&'a str>>) -> usize {
    let known = prefix.len();
    let mut open = known > 0;
    while let Some(word) = tokens.get(at).filter(|token| is_word(token) || **token == "*") {
        prefix.push(word);
        open = tokens.get(at + 1) == Some(&"::");
        at += 1 + usize::from(open);
        if !open {
            break;
        }
    }
    if open && tokens.get(at) == Some(&"{") {
        while !matches!(tokens.get(at), None | Some(&"}")) {
            at = branch(tokens, at + 1, prefix, paths);
            // What may follow a branch: `as name`.
            while !matches!(tokens.get(at), None | Some(&"," | &"}")) {
                at += 1;
            }
        }
        at += 1;
    } else if prefix.len() > known {
        paths.push(prefix.clone());
    }
    prefix.truncate(known);
    at
}

/// Words that a path with `::` in front may follow, and that are no part of it.
const KEYWORDS: &[&str] = &["as", "dyn", "else", "for", "if", "impl", "in", "match", "mut", "return", "use", "where"];

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_') && !KEYWORDS.contains(&token)
}
