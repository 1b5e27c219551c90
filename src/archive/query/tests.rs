use proptest::prelude::*;

use super::ast::{Compare, Dates, IdTest, Node, Pattern, Term, Test};
use super::*;
use crate::cable::{Level, Precedence, mark};
use crate::text::Span;

#[track_caller]
fn check(typed: &str, printed: &str) {
    let query = Query::parse(typed).unwrap_or_else(|error| panic!("{error}\n{}", error.underlined(typed)));
    assert_eq!(query.to_string(), printed, "{typed}");
}

/// The error, with the place between brackets.
#[track_caller]
fn check_error(typed: &str, marked: &str, message: &str) {
    let error = Query::parse(typed).unwrap_err();
    let (start, end) = (error.span.range().start, error.span.range().end);
    assert_eq!(format!("{}[{}]{}", &typed[..start], &typed[start..end], &typed[end..]), marked);
    assert_eq!(error.to_string(), message, "{typed}");
}

#[test]
fn words_phrases_and_their_like() {
    check("", "*");
    check("  *  ", "*");
    check("Kosovo  Ahtisaari", "kosovo ahtisaari");
    check("D'Alema S/NF E.O.", "dalema \"s nf\" eo");
    check("\"status  Decision\" “further delays”", "\"status decision\" \"further delays\"");
    check("prefix* \"status dec*\"", "prefix* \"status dec*\"");
    check("\"words near\"~5", "\"near words\"~5");
    check("/a\\/b [0-9]+/", "/a\\/b [0-9]+/");
    check("Serbia & Kosovo -- !", "serbia kosovo");
    check("al-Qaida", "\"al qaida\"");
    check("10:30", "\"10 30\"");
    check("or and not", "or and not");
}

#[test]
fn operators() {
    check("a b OR c", "(a b) OR c");
    check("a (b OR c)", "a (b OR c)");
    check("a OR b OR c d", "a OR b OR (c d)");
    check("((a)) AND b", "a b");
    check("a -b NOT c", "a -b -c");
    check("-(a b)", "-(a b)");
    check("--a -(-a)", "-(-a) -(-a)");
}

#[test]
fn ids_alone_find_their_cable() {
    check("06 rome 3128", "id:06ROME3128");
    check("06ROME003128", "id:06ROME3128");
    check("ROME 3128", "id:ROME3128 OR (rome 3128)");
    check("port au prince 12", "id:PORTAUPRINCE12 OR (port au prince 12)");
    check("\"06 rome 3128\"", "\"06 rome 3128\"");
    check("06 summit 12", "06 summit 12");
    check("06 rome 3128 kosovo", "06 rome 3128 kosovo");
    check("id:06 rome 3128 kosovo", "id:06ROME3128 kosovo");
    check("ref:\"06 STATE 186217\" cited-by:06-rome-3128", "ref:06STATE186217 cited-by:06ROME3128");
    check("id:port au prince 12", "id:PORTAUPRINCE12");
    check("id:05BLABLA1", "id:05BLABLA1");
}

#[test]
fn fields() {
    check("TITLE:kosovo subj:\"further delays\"", "subject:kosovo subject:\"further delays\"");
    check("subject:(kosovo OR serbia) tag:(PREL pgov)", "(subject:kosovo OR subject:serbia) tag:PREL tag:PGOV");
    check("class:>=c level:S//NF class:noforn portion:<S", "class:>=C class:S//NOFORN class:NOFORN portion:<S");
    check("class:\"top secret\" class:sbu class:\"rel to usa, gbr\"", "class:TS class:SBU class:\"REL TO USA, GBR\"");
    check(
        "date:2006-11..2007-01 before:2006 after:2006-11-20 year:2003..",
        "date:2006-11..2007-01 date:<2006 date:>2006-11-20 date:2003..",
    );
    check("date:20061120 date:>=2006/1", "date:2006-11-20 date:>=2006-01");
    check("decl:passed decl:25x1 decl:<2030 decl:2016", "decl:passed decl:25X1 decl:<2030 decl:2016");
    check(
        "post:\"Port-au-Prince\" post:rome post:blabla country:\"South Africa\"",
        "post:PORTAUPRINCE post:ROME post:BLABLA country:SOUTHAFRICA",
    );
    check("tag:k* lint:Portion*", "tag:K* lint:portion*");
    check("prec:o precedence:>=priority", "precedence:immediate precedence:>=priority");
    check("is:Partial has:REF", "is:partial has:ref");
    check("subject:/kos.*o/ from:\"amembassy rome\"", "subject:/kos.*o/ from:\"amembassy rome\"");
}

#[test]
fn errors_say_where_and_what() {
    check_error("a tga:PREL", "a [tga:]PREL", "there is no field tga:; did you mean tag:?");
    check_error(
        "http://x",
        "[http:]//x",
        "there is no field http:; to look for the word with its colon, put it in quotes",
    );
    check_error(
        "date:2006-13",
        "[date:2006-13]",
        "2006-13 is no date: write 2006, 2006-11, 2006-11-20, or a range with .. between",
    );
    check_error("date:2007..2006", "[date:2007..2006]", "this range ends before it begins");
    check_error("a \"b c", "a [\"]b c", "this quote is not closed");
    check_error("a ()", "a [()]", "nothing stands between these brackets");
    check_error("(a (b)", "[(]a (b)", "this bracket is not closed");
    check_error("a) b", "a[)] b", "this bracket was not opened");
    check_error("tag: a", "[tag:] a", "what should stand behind tag:? For example tag:PREL");
    check_error(
        "class:secrt",
        "[class:secrt]",
        "secrt is no marking: write a level (U, SBU, LOU, R, C, S, TS), controls, or both: S//NF; did you mean SECRET?",
    );
    check_error(
        "is:bokmarked",
        "[is:bokmarked]",
        "is: knows unread, bookmarked, partial, corrected, copy, and not bokmarked; did you mean bookmarked?",
    );
    check_error("tag:>PREL", "[tag:>PREL]", "tag: has no more and less; leave the sign out");
    check_error(
        "tag:PREL,PGOV",
        "[tag:PREL,PGOV]",
        "PREL,PGOV is no code; for one of two write (tag:PREL OR tag:PGOV)",
    );
    check_error("a OR", "a [OR]", "something must stand beside OR; to look for the word, write it in small letters");
    check_error("OR a", "[OR] a", "something must stand beside OR; to look for the word, write it in small letters");
    check_error("a NOT", "a [NOT]", "something must stand beside NOT; to look for the word, write it in small letters");
    check_error("AND a", "[AND] a", "something must stand beside AND; to look for the word, write it in small letters");
    check_error("*osovo", "[*osovo]", "a star stands at the end of a word: kosov*");
    check_error("\"...\"", "[\"...\"]", "there is no word in this");
    check_error("subject:(date:2006)", "subject:([date:]2006)", "a field cannot stand inside the brackets of subject:");
    check_error("\"bye bye\"~3", "[\"bye bye\"~3]", "two different words at least must stand near each other");
    check_error("\"a b\"~5000", "[\"a b\"~5000]", "near is at most 1000 words");
    check_error("/a(/", "[/a(/]", "this expression cannot be used: unclosed group");
    check_error("x /a", "x [/]a", "this expression is not closed: it ends with /");
    check_error("id:rome", "[id:rome]", "rome is no id: write 06ROME3128, or ROME3128 for any year");
}

#[test]
fn places_are_underlined_where_they_are_seen() {
    let typed = "日本 \u{1b}[2J tga:PREL";
    let error = Query::parse(typed).unwrap_err();
    assert_eq!(error.underlined(typed), "日本 ^[[2J tga:PREL\n           ^^^^");
    let long = format!("{} tga:x {}", "a ".repeat(100), "b ".repeat(100));
    let error = Query::parse(&long).unwrap_err();
    let lines = error.underlined(&long);
    assert!(lines.len() < 400 && lines.ends_with("^^^^"), "{lines}");
}

#[test]
fn hostile_queries_are_answered() {
    for query in [
        "(".repeat(1_000_000),
        ")".repeat(1_000_000),
        "(".repeat(4000),
        "-".repeat(4000),
        "-(".repeat(2000),
        "NOT ".repeat(1000),
        "\"".repeat(4001),
        "a OR ".repeat(800),
        "a ".repeat(2000),
        "*".repeat(4000),
        "subject:".repeat(500),
        format!("/{}/", "(a*)*".repeat(700)),
        "/(\\w{1000}){1000}/".to_owned(),
        format!("id:{}", "06 ".repeat(1300)),
        "\u{0}\u{1b}".repeat(1000),
    ] {
        if let Ok(read) = Query::parse(&query) {
            assert_eq!(Query::parse(&read.to_string()).unwrap().to_string(), read.to_string());
        }
    }
    assert_eq!(Query::parse(&"(".repeat(4000)).unwrap_err().fault, Fault::TooDeep);
    assert_eq!(Query::parse(&"(".repeat(1_000_000)).unwrap_err().fault, Fault::TooLong);
    assert_eq!(Query::parse(&"a ".repeat(300)).unwrap_err().fault, Fault::TooMany);
}

#[test]
fn every_example_of_the_table_parses_and_uses_its_field() {
    for row in FIELDS {
        for example in row.examples {
            let query = Query::parse(example).unwrap_or_else(|error| panic!("{example}: {error}"));
            let terms = query.root().terms();
            let dates = matches!(row.field, Field::Before | Field::After | Field::Year);
            let expected = if dates { Field::Date } else { row.field };
            assert!(terms.iter().all(|term| term.field == expected), "{example}");
        }
    }
}

#[test]
fn completion_offers_fields_and_values() {
    let vocabulary = Vocabulary {
        posts: vec!["ROME".into(), "RABAT".into()],
        tags: vec!["PREL".into()],
        captions: vec!["SIPDIS".into(), "SENSITIVE SIPDIS".into()],
    };
    let texts = |query: &str, at: usize| -> Vec<String> {
        complete(query, at, &vocabulary)
            .into_iter()
            .map(|it| format!("{}..{} {}", it.span.start, it.span.end, it.text))
            .collect()
    };
    assert_eq!(texts("ci", 2), ["0..2 cited-by:"]);
    assert_eq!(texts("a -post:r b", 9), ["8..9 ROME", "8..9 RABAT"]);
    assert_eq!(texts("(is:p", 5), ["4..5 partial"]);
    assert_eq!(texts("caption:s", 9), ["8..9 SIPDIS", "8..9 \"SENSITIVE SIPDIS\""]);
    assert_eq!(texts("\"ta", 3), [""; 0]);
    assert_eq!(texts("nofield:x", 9), [""; 0]);
    assert_eq!(texts("tag:PREL", 8), [""; 0]);
    assert_eq!(complete("tag:", 4, &vocabulary)[0].meaning, "External Political Relations");
    assert_eq!(texts("é", 1), texts("", 0));
}

/// Words as the parser leaves them.
fn word() -> impl Strategy<Value = String> {
    "[a-z0-9]{1,6}"
}

fn period() -> impl Strategy<Value = Period> {
    (1i16..=9999, 1i8..=12, 1i8..=28, 0..3).prop_map(|(year, month, day, kind)| match kind {
        0 => Period::Year(year),
        1 => Period::Month(jiff::civil::date(year, month, 1)),
        _ => Period::Day(jiff::civil::date(year, month, day)),
    })
}

fn compare() -> impl Strategy<Value = Compare> {
    (0usize..5).prop_map(|at| Compare::ALL[at])
}

fn test_and_field() -> impl Strategy<Value = (Field, Test)> {
    let text_field = prop::sample::select(
        FIELDS
            .iter()
            .filter(|row| row.kind == Kind::Words)
            .map(|row| row.field)
            .chain([Field::Any])
            .collect::<Vec<_>>(),
    );
    let pattern = prop_oneof![
        (prop::collection::vec(word(), 1..4), any::<bool>()).prop_map(|(words, open)| Pattern::Phrase { words, open }),
        (prop::collection::btree_set(word(), 2..4), 0u32..=1000)
            .prop_map(|(words, distance)| Pattern::Near { words: words.into_iter().collect(), distance }),
        "[a-z/ ().]{0,6}|a\\\\\\\\b|\\\\d+/"
            .prop_filter("a good one", |source| expression::build(source).is_ok() && !source.contains("\\/"))
            .prop_map(Pattern::Expression),
    ];
    let controls = prop::sample::subsequence(vec!["ORCON", "NOFORN", "NODIS", "REL TO USA, GBR"], 0..3);
    let level = (compare(), prop::option::of(prop::sample::select(Level::ALL.to_vec())), controls).prop_filter_map(
        "asks something",
        |(compare, level, controls)| {
            let controls = mark::controls(&controls.join("/"))?;
            let compare = if level.is_some() { compare } else { Compare::Is };
            (level.is_some() || !controls.is_empty()).then_some(Test::Level { compare, level, controls })
        },
    );
    let dates = prop_oneof![
        (compare(), period()).prop_map(|(compare, period)| Dates::One(compare, period)),
        (prop::option::of(period()), prop::option::of(period())).prop_filter_map("a range", |(from, to)| {
            let backward = from.zip(to).is_some_and(|(from, to)| from.first() > to.last());
            (!backward && (from.is_some() || to.is_some())).then_some(Dates::Range(from, to))
        }),
    ];
    let precedences = vec![
        Precedence::Routine,
        Precedence::Priority,
        Precedence::Immediate,
        Precedence::NiactImmediate,
        Precedence::Flash,
    ];
    let id =
        (prop::option::of(1990i16..2010), prop::sample::select(vec!["ROME", "STATE", "PORTAUPRINCE"]), 1u32..99999)
            .prop_map(|(year, post, serial)| Test::Id(IdTest { year, post: post.to_owned(), serial }));
    let tag = ("[A-Z]{2,4}", any::<bool>()).prop_map(|(code, open)| Test::Code { code, open });
    prop_oneof![
        (text_field, pattern).prop_map(|(field, pattern)| (field, Test::Words(pattern))),
        (prop::sample::select(vec![Field::Class, Field::Portion]), level),
        (prop::sample::select(vec![Field::Date, Field::Decl]), dates.prop_map(Test::Dates)),
        (compare(), prop::sample::select(precedences))
            .prop_map(|(compare, with)| (Field::Precedence, Test::Precedence { compare, with })),
        (prop::sample::select(vec![Field::Ref, Field::CitedBy, Field::Id]), id),
        tag.prop_map(|test| (Field::Tag, test)),
        prop::sample::select(STATES.to_vec()).prop_map(|(word, _)| (Field::Is, Test::OneOf(word))),
        prop::sample::select(PARTS.to_vec()).prop_map(|(word, _)| (Field::Has, Test::OneOf(word))),
        prop::sample::select(value::DECL_STATES.to_vec()).prop_map(|word| (Field::Decl, Test::State(word))),
        prop::sample::select(vec!["ROME", "PORTAUPRINCE"]).prop_map(|post| (Field::Post, Test::Name(post.to_owned()))),
    ]
}

pub(crate) fn node() -> impl Strategy<Value = Node> {
    let term = test_and_field().prop_map(|(field, test)| Node::Term(Term { field, test, span: Span::default() }));
    prop_oneof![1 => Just(Node::All), 12 => term].prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Node::all_of),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Node::one_of),
            inner.prop_map(|node| Node::Not(Box::new(node))),
        ]
    })
}

fn without_places(node: Node) -> Node {
    match node {
        Node::And(nodes) => Node::And(nodes.into_iter().map(without_places).collect()),
        Node::Or(nodes) => Node::Or(nodes.into_iter().map(without_places).collect()),
        Node::Not(node) => Node::Not(Box::new(without_places(*node))),
        Node::Term(term) => Node::Term(Term { span: Span::default(), ..term }),
        Node::All => Node::All,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn what_is_printed_reads_as_what_was_printed(node in node()) {
        let printed = node.to_string();
        let read = Query::parse(&printed).map_err(|error| TestCaseError::fail(format!("{printed}: {error}")))?;
        // A query of nothing but the words of an id means the id.
        prop_assume!(!read.root().terms().iter().any(|term| term.field == Field::Id) || printed.contains("id:"));
        prop_assert_eq!(without_places(read.root().clone()), node, "{}", printed);
    }

    #[test]
    fn what_is_read_prints_as_what_is_read(typed in "([a-zA-Z:\"()<>=*~/ 0-9.-]|tag:|OR |date:2006|subject:|class:){0,30}") {
        if let Ok(query) = Query::parse(&typed) {
            let printed = query.to_string();
            let again = Query::parse(&printed).map_err(|error| TestCaseError::fail(format!("{printed}: {error}")))?;
            prop_assert_eq!(again.to_string(), printed);
            prop_assert_eq!(without_places(again.root().clone()), without_places(query.root().clone()));
        }
    }

    #[test]
    fn any_text_is_answered_and_places_are_of_the_text(typed in any::<String>(), tail in "[a-z:\"()~/ -]{0,20}") {
        let typed = typed + &tail;
        match Query::parse(&typed) {
            Ok(query) => for term in query.root().terms() {
                prop_assert!(typed.get(term.span.range()).is_some());
            },
            Err(error) => {
                prop_assert!(typed.get(error.span.range()).is_some(), "{:?}", error);
                error.underlined(&typed);
            }
        }
        complete(&typed, typed.len(), &Vocabulary::default());
        complete(&typed, typed.len() / 2, &Vocabulary::default());
    }
}
