//! `sipdis search` as its user meets it; the page on queries; and the scan against a plain reading of the language.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use assert_cmd::Command;
use proptest::prelude::*;
use serde_json::Value;
use sipdis::archive::query::{FIELDS, Facts, Kind, Known, Matcher, Query};
use sipdis::archive::search::{Search, Searcher, Wanted, places};
use sipdis::archive::{Archive, Document, Opening, Origin};

#[path = "common/generated.rs"]
mod generated;
use generated::{ALONE, cables, queries};

/// Runs in a folder and gives (exit code, stdout, stderr).
fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    run_with(folder, "", args)
}

/// The same, with a cache.
fn run_with(folder: &Path, cache: &str, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("sipdis").expect("the program is built");
    let output = command
        .arg("search")
        .args(args)
        .current_dir(folder)
        .env("SIPDIS_CACHE", cache)
        .output()
        .expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    (output.status.code().expect("the program ends by itself"), text(output.stdout), text(output.stderr))
}

const BOATS: &str = "O 201641Z NOV 06\nFM AMEMBASSY REYKJAVIK\nTO RUEHC/SECSTATE WASHDC IMMEDIATE 0042\n\
    INFO RUEHNO/USMISSION USNATO\nCONFIDENTIAL REYKJAVIK 000042\n\nSIPDIS\n\nE.O. 12958: DECL: 11/20/2016\n\
    TAGS: PREL, EFIS, IC\nSUBJECT: BOATS AND NETS\n\nREF: 06 STATE 186217\n\n\
    1. (C) The so-called codfish\nREYKJAVIK 00000042  002 OF 002\nstatus decision was D'Alema's.\n\n2. (S/NF) Iran's nego-\ntiations \
    in São Paulo.\nSPOGLI\n";
const RAIN: &str = "R 311000Z DEC 09\nFM AMEMBASSY ROME\nTO RUEHC/SECSTATE WASHDC 0043\n\
    UNCLAS ROME 000043\n\nSENSITIVE\n\nTAGS: SENV, IT\nSUBJECT: RAIN\n\nREF: 06 REYKJAVIK 42\n\n1. (U) It rained on XXXXXXXX boats.\nDOE\n";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("the temporary folder can be written");
    for (name, text) in [("06REYKJAVIK42.txt", BOATS), ("09ROME43.txt", RAIN)] {
        fs::write(folder.path().join(name), text).expect("the temporary folder can be written");
    }
    folder
}

#[test]
fn each_field_finds_what_it_names() {
    let folder = folder();
    let ids = |query: &str| -> String {
        let (_, out, complaints) = run(folder.path(), &[query, ".", "--ids"]);
        assert_eq!(complaints, "", "{query}");
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for (query, expected) in [
        ("*", "09ROME43 06REYKJAVIK42"),
        ("boats", "09ROME43 06REYKJAVIK42"),
        ("subject:boats", "06REYKJAVIK42"),
        ("-subject:boats", "09ROME43"),
        ("body:boats", "09ROME43"),
        ("header:boats", ""),
        ("\"codfish status decision\"", "06REYKJAVIK42"),
        ("\"decision status\"", ""),
        ("\"decision codfish\"~1", "06REYKJAVIK42"),
        ("\"decision codfish\"~0", ""),
        ("negotiations dalema alema iran \"sao paulo\"", "06REYKJAVIK42"),
        ("nego*", "06REYKJAVIK42"),
        ("/cod.ISH$/", "06REYKJAVIK42"),
        ("/s\\/nf/", "06REYKJAVIK42"),
        ("rain OR codfish", "09ROME43 06REYKJAVIK42"),
        ("from:rome", "09ROME43"),
        ("to:secstate info:usnato", "06REYKJAVIK42"),
        ("post:REYKJAVIK country:iceland", "06REYKJAVIK42"),
        ("country:it", "09ROME43"),
        ("tag:prel", "06REYKJAVIK42"),
        ("tag:e*", "06REYKJAVIK42"),
        ("class:C", "06REYKJAVIK42"),
        ("class:<C", "09ROME43"),
        ("class:SBU", "09ROME43"),
        ("portion:>C", "06REYKJAVIK42"),
        ("portion:NOFORN", "06REYKJAVIK42"),
        ("caption:sipdis", "06REYKJAVIK42"),
        ("precedence:>=immediate", "06REYKJAVIK42"),
        ("date:2006-11", "06REYKJAVIK42"),
        ("date:2006-11-20..2006-11-20", "06REYKJAVIK42"),
        ("after:2006-11 before:2010-01-01", "09ROME43"),
        ("year:2009", "09ROME43"),
        ("decl:2016", "06REYKJAVIK42"),
        ("decl:passed", "06REYKJAVIK42"),
        ("ref:06REYKJAVIK42", "09ROME43"),
        ("cited-by:09ROME43", "06REYKJAVIK42"),
        ("06 reykjavik 42", "06REYKJAVIK42"),
        ("ROME 43", "09ROME43"),
        ("signed:spogli", "06REYKJAVIK42"),
        ("has:redaction", "09ROME43"),
        ("has:ref", "09ROME43 06REYKJAVIK42"),
        ("is:copy", ""),
        ("is:unread is:bookmarked", ""),
        ("lint:portion-above-banner", "06REYKJAVIK42"),
    ] {
        assert_eq!(ids(query), expected, "{query}");
    }
}

#[test]
fn hits_are_shown_in_their_lines() {
    let folder = folder();
    let (code, out, _) = run(folder.path(), &["\"status decision\" boats", "."]);
    let expected = "06REYKJAVIK42  2006-11-20  C  BOATS AND NETS\n   11: SUBJECT: BOATS AND NETS\n   17: status decision was D'Alema's.\n";
    assert_eq!((code, out.as_str()), (0, expected));
    let (_, out, _) = run(folder.path(), &["--json", "codfish", "."]);
    let found: Value = serde_json::from_str(&out).expect("it is JSON");
    assert_eq!((&found[0]["id"], &found[0]["hits"][0]["line"]), (&"06REYKJAVIK42".into(), &15.into()));
    assert_eq!((&found[0]["hits"][0]["text"], &found[1]), (&"codfish".into(), &Value::Null));
    assert_eq!(run(folder.path(), &["--json", "nothing", "."]).1, "[]\n");
}

#[test]
fn the_exit_code_tells_what_was_found() {
    let folder = folder();
    assert_eq!(run(folder.path(), &["boats", ".", "--count"]), (0, "2\n".into(), String::new()));
    assert_eq!(run(folder.path(), &["nothing", "."]), (1, String::new(), String::new()));
    let (code, out, complaints) = run(folder.path(), &["boats tga:PREL", "."]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert_eq!(complaints, "sipdis: there is no field tga:; did you mean tag:?\n  boats tga:PREL\n        ^^^^\n");
    let (code, out, complaints) = run(folder.path(), &["--ids", "boats", "none.txt", "."]);
    assert!(code == 2 && out.contains("09ROME43") && complaints.contains("none.txt: does not exist"), "{complaints}");
}

#[test]
fn hits_come_in_an_order_and_no_more_than_asked_for() {
    let folder = folder();
    assert_eq!(run(folder.path(), &["--ids", "boats", ".", "--limit", "1"]).1, "09ROME43\n");
    assert_eq!(run(folder.path(), &["--ids", "--sort", "rank", "boats", "."]).1, "06REYKJAVIK42\n09ROME43\n");
    assert_eq!(run(folder.path(), &["--ids", "-rained", "."]).1, "06REYKJAVIK42\n");
}

/// What was kept of an archive saves time and changes nothing, however old it is.
#[test]
fn what_is_kept_changes_no_answer() {
    let (folder, cache) = (folder(), tempfile::tempdir().expect("the temporary folder can be written"));
    let cache = cache.path().to_str().expect("it has a plain name");
    let all_the_same = |when: &str, expected: &str| {
        for query in ["boats", "class:>=C -rain", "is:copy", "cited-by:09ROME43", "zzz"] {
            for form in [
                &["--count"][..],
                &["--ids"],
                &["--json"],
                &[],
                &["--ids", "--limit", "1"],
                &["--ids", "--sort", "rank"],
            ] {
                let args = [&[query, "."], form].concat();
                let (plain, kept) = (run(folder.path(), &args), run_with(folder.path(), cache, &args));
                assert_eq!(kept, plain, "{when}: {args:?}");
            }
        }
        assert_eq!(run_with(folder.path(), cache, &["boats", ".", "--ids"]).1, expected, "{when}");
    };
    all_the_same("nothing kept", "09ROME43\n06REYKJAVIK42\n");
    assert!(fs::read_dir(cache).expect("it is there").next().is_none(), "who searches makes no catalogue");
    let mut program = Command::cargo_bin("sipdis").expect("the program is built");
    program.args(["index", "build", "."]).current_dir(folder.path()).env("SIPDIS_CACHE", cache).assert().success();
    all_the_same("kept", "09ROME43\n06REYKJAVIK42\n");
    fs::write(folder.path().join("again.txt"), BOATS).expect("the temporary folder can be written");
    all_the_same("a copy more", "09ROME43\n06REYKJAVIK42\n06REYKJAVIK42\n");
    fs::write(folder.path().join("09ROME43.txt"), RAIN.replace("boats", "ships")).expect("the file can be written");
    all_the_same("changed", "06REYKJAVIK42\n06REYKJAVIK42\n");
    fs::remove_file(folder.path().join("06REYKJAVIK42.txt")).expect("the file can be removed");
    all_the_same("taken away", "06REYKJAVIK42\n");
    for file in fs::read_dir(cache).expect("it is there").flatten() {
        fs::write(file.path().join("catalogue"), "no catalogue").expect("the cache can be written");
    }
    all_the_same("damaged", "06REYKJAVIK42\n");
}

#[test]
fn facets_say_how_many_there_are_of_each() {
    let folder = folder();
    let (code, out, _) = run(folder.path(), &["--facets", "boats", "."]);
    let expected = "Classification
        1  class:C                   CONFIDENTIAL
        1  class:SBU                 SENSITIVE BUT UNCLASSIFIED

Years
        1  year:2009
        1  year:2006

Posts
        1  post:REYKJAVIK
        1  post:ROME

Countries of posts
        1  country:iceland           Iceland
        1  country:italy             Italy

TAGS: subjects
        1  tag:EFIS                  Commercial Fishing and Fish Processing
        1  tag:PREL                  External Political Relations
        1  tag:SENV                  Environmental Affairs

TAGS: countries and regions
        1  tag:IC                    Iceland
        1  tag:IT                    Italy

Captions
        1  caption:\"sensitive\"       SENSITIVE
        1  caption:\"sipdis\"          SIPDIS

Precedence
        1  precedence:immediate      IMMEDIATE
        1  precedence:routine        ROUTINE

Declassification
        1  decl:none                 nothing is known, or nothing to declassify
        1  decl:passed               the day is behind us
";
    assert_eq!((code, out.as_str()), (0, expected));
    let (_, out, _) = run(folder.path(), &["--facets", "--json", "--limit", "1", "tag:SENV", "."]);
    let facets: Value = serde_json::from_str(&out).expect("it is JSON");
    assert_eq!(
        (&facets[1]["facet"], &facets[1]["values"]),
        (
            &"year".into(),
            &serde_json::json!([
                {"value": "2009", "meaning": null, "query": "year:2009", "count": 1}
            ])
        )
    );
    assert_eq!(run(folder.path(), &["--facets", "zzz", "."]), (1, String::new(), String::new()));
}

#[test]
fn text_of_a_file_cannot_hide_in_an_error() {
    let folder = folder();
    let (code, _, complaints) = run(folder.path(), &["a\u{1b}[2J \"", "."]);
    assert!(code == 2 && !complaints.contains('\u{1b}'), "{complaints}");
}

proptest! {
    /// What is dismissed early (by bytes, by heads) and what is spread over the cores changes no answer.
    #[test]
    fn the_scan_finds_what_matching_every_cable_finds(texts in cables(), query in queries(ALONE)) {
        let query = Query::parse(&query).expect("the parts are good");
        let folder = tempfile::tempdir().expect("the temporary folder can be written");
        for (n, text) in texts.iter().enumerate() {
            fs::write(folder.path().join(format!("{n}.txt")), text).expect("the temporary folder can be written");
        }
        let stop = AtomicBool::new(false);
        let archive = Archive::new(vec![Origin::Path(folder.path().to_owned())]);
        let mut documents: Vec<Document> = Vec::new();
        archive.documents(&stop, &mut |document| documents.extend(document.ok()));
        let matcher = Matcher::new(&query, Known::default());
        let expected: Vec<&str> = documents.iter().filter(|document| matcher.matches(&Facts::new(document)) == Some(true)).map(|it| it.path.as_str()).collect();
        let places = places(&archive, &stop, &mut |trouble| panic!("{trouble:?}"));
        let search = Search::new(&archive, &query, Known::default(), &places, &stop);
        let found = search.first(100, &stop).expect("nobody stopped it");
        let paths: Vec<String> = found.iter().map(|hit| archive.read(hit.place).expect("it can be read").path).collect();
        prop_assert_eq!(paths, expected, "{}", query);
        prop_assert_eq!(search.count(&stop), Some(found.len()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// A facet's value counts what its query finds among what was found.
    #[test]
    fn facets_count_what_their_queries_find(texts in cables(), query in queries(ALONE)) {
        let folder = tempfile::tempdir().expect("the temporary folder can be written");
        fs::write(folder.path().join("cables.txt"), texts.concat()).expect("the temporary folder can be written");
        let (stop, today) = (AtomicBool::new(false), jiff::civil::date(2016, 1, 1));
        let archive = Arc::new(Archive::new(vec![Origin::Path(folder.path().to_owned()), Origin::Sample]));
        let searcher = Searcher::new(Arc::clone(&archive));
        archive.open(&stop, &mut |opening| if let Opening::Grown(catalogue) = opening {
            searcher.list(catalogue);
        });
        let count = |query: Query| {
            let wanted = Wanted { query, known: Known { today, ..Known::default() } };
            searcher.with(&wanted, |search| search.count(&stop)).expect("nobody stopped it")
        };
        let query = Query::parse(&query).expect("the parts are good");
        let wanted = Wanted { query: query.clone(), known: Known { today, ..Known::default() } };
        for counts in searcher.facets(&wanted, &stop).expect("nobody stopped it") {
            for value in counts.values {
                let one = Query::parse(&value.query).expect("it reads as it is written");
                prop_assert_eq!(count(Query::all_of([query.clone(), one])), value.count, "{} {}", query, value.query);
            }
        }
    }
}

/// What nobody types but a program might: answered, with an error mostly, and in time.
#[test]
fn hostile_queries_are_answered_in_time() {
    let (archive, stop) = (Archive::new(vec![Origin::Sample]), AtomicBool::new(false));
    let places = places(&archive, &stop, &mut |trouble| panic!("{trouble:?}"));
    let many = |part: &str, times: usize| part.repeat(times);
    for (query, error) in [
        (many("(", 1_000_000), Some("too long")),
        (many(")", 1_000_000), Some("too long")),
        (many("-", 1_000_000), Some("too long")),
        (many("\"", 1_000_000), Some("too long")),
        (many("a OR ", 300_000), Some("too long")),
        (many("*", 1_000_000), Some("too long")),
        (many("(", 4_000), Some("brackets")),
        (many("-(", 2_000), Some("brackets")),
        (many("NOT ", 1_000), Some("brackets")),
        (many("a ", 2_000), Some("at most")),
        (many("/a/ ", 1_000), Some("at most")),
        ("/(((a{99}){99}){99}){99}/".to_owned(), Some("memory")),
        ("/\\w{1000}\\w{1000}\\pL{1000}/".to_owned(), Some("memory")),
        (format!("/{}/", many("(", 500)), Some("")),
        ("\"a b\"~4000000000".to_owned(), Some("")),
        ("date:99999999999999999999..".to_owned(), Some("")),
        ("id:06ROME99999999999999999999".to_owned(), Some("")),
        ("*".to_owned(), None),
        ("-*".to_owned(), None),
        (many("a* ", 250), None),
        (many("-a* OR ", 200) + "b", None),
        ("/(a*)*(a*)*(a*)*b$/".to_owned(), None),
        ("/(.*)(.*)(.*)(.*)(.*)x/".to_owned(), None),
        (format!("\"{}\"~1000", many("a b c d e f g ", 30)), None),
        (format!("\"{}\"", many("the ", 250)), None),
    ] {
        let (began, shown) = (Instant::now(), query.chars().take(40).collect::<String>());
        match (Query::parse(&query), error) {
            (Ok(query), None) => {
                let search = Search::new(&archive, &query, Known::default(), &places, &stop);
                search.count(&stop).expect("nobody stopped it");
            }
            (Err(found), Some(error)) => assert!(found.to_string().contains(error), "{shown}: {found}"),
            (parsed, _) => panic!("{shown}: {parsed:?}"),
        }
        assert!(began.elapsed() < Duration::from_secs(5), "{shown} took {:?}", began.elapsed());
    }
}

/// The page on queries. `UPDATE_DOCS=1` writes it anew.
#[test]
fn the_page_says_what_the_table_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/queries.md");
    let page = page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &page).expect("the page can be written");
    }
    let stored = fs::read_to_string(&path).unwrap_or_default();
    assert!(stored == page, "docs/queries.md is not what the table says; UPDATE_DOCS=1 writes it anew");
    for line in page.lines().filter_map(|line| line.strip_prefix("    ")) {
        let query = line.split("    ").next().unwrap_or_default();
        assert!(Query::parse(query).is_ok(), "{query}");
    }
}

const LANGUAGE: &str = "# Queries

What can be typed into the search line and behind `sipdis search`. Made from the table of fields; `UPDATE_DOCS=1 cargo test
--test search` writes it anew.

    ahtisaari \"status decision\" tag:PREL from:rome class:>=C date:2006-11..2007-01 -belgrade

## Words

    kosovo serbia               both words, anywhere in the cable
    kosovo OR serbia            one of them at least; OR in capitals
    kosovo -serbia              the first and not the second; NOT serbia is the same
    (kosovo OR serbia) border   brackets
    \"status decision\"           the words next to each other, over line ends and page lines
    \"serbia border\"~5           in any order, with at most five other words between them
    negotiat*                   words that begin so
    /[0-9]+ tons/               a regular expression, on the text as it stands; case does not count
    *                           every cable

Case and accents do not count: `sao paulo` finds `SÃO PAULO`. Signs divide words, and words that a sign divides stand next to
each other: `S/NF` finds `S/NF` and `S NF`; where the sign matters, `/S\\/NF/`. Full stops inside an abbreviation do not count
(`eo` finds `E.O.`), nor do apostrophes: `dalema` and `alema` find `D'Alema`, `shia` finds `Shi'a`, `iran` finds `Iran's`. A word
that is divided at a line end is found whole and in its halves. The same rules hold for the query.

## A cable by its id

    06 rome 3128                that cable; an id in any spelling is enough
    rome 3128                   the same of any year, and cables that hold both words

## What comes first

The newest, or with `--sort rank` what fits best (BM25): a word counts the more the fewer cables hold it; further occurrences count
less and less, and less in a long cable than in a short one; a word of the subject counts three times, one of the header half.
How many cables hold a word, the index knows; what it does not hold is estimated from 1,000 cables at even distances.

## Fields
";

fn page() -> String {
    let mut page = LANGUAGE.to_owned();
    page.push_str("\nA field and its value have no blank between them. A field may stand before brackets: `tag:(PREL OR PGOV)`.\n");
    for row in FIELDS {
        let _ = write!(page, "\n### {}:\n\n{}.", row.name, uppercase_first(row.meaning));
        if !row.aliases.is_empty() {
            let aliases: Vec<String> = row.aliases.iter().map(|alias| format!("`{alias}:`")).collect();
            let _ = write!(page, " Also {}.", aliases.join(", "));
        }
        page.push_str(match row.kind {
            Kind::Words => " Takes words, phrases and all else that words can be.",
            Kind::Level => {
                " Levels are U, SBU, LOU, R, C, S and TS, or written out; `<`, `<=`, `>` and `>=` compare them."
            }
            Kind::Precedence => {
                " From routine over priority, immediate and niact to flash; `<`, `<=`, `>` and `>=` compare them."
            }
            Kind::Date => " Days are written 2006-11-20, months 2006-11, years 2006.",
            Kind::Decl => " Takes dates as `date:` does; due, passed, none or exempt, seen from today; or a code.",
            Kind::Id => " Takes an id in any spelling.",
            Kind::Name | Kind::Code | Kind::OneOf(_) => "",
        });
        page.push_str("\n\n");
        for example in row.examples {
            let _ = writeln!(page, "    {example}");
        }
        if let Kind::OneOf(words) = row.kind {
            page.push_str("\n| value | finds cables of which this holds |\n|---|---|\n");
            for (word, meaning) in words {
                let _ = writeln!(page, "| `{}:{word}` | {meaning} |", row.name);
            }
        }
    }
    page
}

fn uppercase_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>() + chars.as_str())
}
