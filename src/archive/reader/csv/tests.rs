//! Rows against the fields they were written from, and against the `csv` crate as an oracle.

use proptest::prelude::*;

use super::*;

/// A row as the dialect writes it, without a line end.
fn written(fields: &[Vec<u8>], dialect: Dialect) -> Vec<u8> {
    let mut row = Vec::new();
    for (i, field) in fields.iter().enumerate() {
        row.extend_from_slice(if i == 0 { b"\"" } else { b",\"" });
        for &byte in field {
            match (byte, dialect) {
                (b'"' | b'\\', Dialect::Backslash) => row.push(b'\\'),
                (b'"', Dialect::Doubled) => row.push(b'"'),
                _ => {}
            }
            row.push(byte);
        }
        row.push(b'"');
    }
    row
}

/// All records of a file, cut from windows that grow by `step` bytes, with whether each has a fault.
fn records(file: &[u8], step: usize, dialect: Dialect) -> Vec<(Vec<u8>, bool)> {
    let (mut at, mut len, mut found) = (0, step, Vec::new());
    loop {
        let end = file.len().min(at + len);
        let reach = if end == file.len() { Reach::End } else { Reach::GoesOn };
        match next(&file[at..end], reach, dialect) {
            Next::More => len += step,
            Next::Nothing => return found,
            Next::Record { bytes, rest, fault } => {
                found.push((file[at..end][bytes].to_vec(), fault.is_some()));
                (at, len) = (at + rest, step);
            }
        }
    }
}

/// What the `csv` crate makes of a file.
fn oracle(file: &[u8], dialect: Dialect) -> Vec<Vec<Vec<u8>>> {
    let mut reader = ::csv::ReaderBuilder::new();
    if dialect == Dialect::Backslash {
        reader.double_quote(false).escape(Some(b'\\'));
    }
    reader
        .has_headers(false)
        .from_reader(file)
        .byte_records()
        .map(|row| row.unwrap().iter().map(<[u8]>::to_vec).collect())
        .collect()
}

fn dialect() -> impl Strategy<Value = Dialect> {
    prop_oneof![Just(Dialect::Backslash), Just(Dialect::Doubled)]
}

/// Fields of what makes trouble: quotes, escapes, line ends, commas, bytes that are no UTF-8.
fn fields() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let byte =
        prop_oneof![prop::sample::select(br#""\,ab1/"#.to_vec()), prop::sample::select(b"\r\n \xe9\x00".to_vec())];
    let field = prop::collection::vec(byte, 0..12);
    (1..300_000u32, prop::collection::vec(field, COLUMNS - 2)).prop_map(|(number, others)| {
        let mut row = vec![number.to_string().into_bytes(), b"1/2/2006 3:04".to_vec()];
        row.extend(others);
        row
    })
}

proptest! {
    #[test]
    fn rows_are_what_was_written_and_what_the_csv_crate_reads(
        rows in prop::collection::vec(fields(), 1..5), dialect in dialect(), step in 1..64usize,
        end in prop::sample::select(vec!["\n", "\r\n", "\n\r\n"]), last_end in any::<bool>(),
    ) {
        let mut file = Vec::new();
        for (i, row) in rows.iter().enumerate() {
            file.extend(written(row, dialect));
            if last_end || i + 1 < rows.len() {
                file.extend_from_slice(end.as_bytes());
            }
        }
        let found = records(&file, step, dialect);
        prop_assert!(found.iter().all(|(_, fault)| !fault));
        let read: Vec<Vec<Vec<u8>>> = found
            .iter()
            .map(|(row, _)| grammar::columns(row, dialect, COLUMNS).unwrap().into_iter().map(Cow::into_owned).collect())
            .collect();
        prop_assert_eq!(&read, &rows);
        prop_assert_eq!(&read, &oracle(&file, dialect));
        // The shorter ways to some of the columns give the same.
        let (first, _) = grammar::first_row(&file, dialect).unwrap();
        prop_assert_eq!(&first, &rows[0]);
        let (before, _) = grammar::columns_before_last::<{ COLUMNS - 1 }>(&found[0].0, dialect).unwrap();
        prop_assert_eq!(&before[..], &rows[0][..COLUMNS - 1]);
    }

    #[test]
    fn a_damaged_row_takes_no_other_with_it(
        rows in prop::collection::vec(fields(), 3), dialect in dialect(), cut in any::<prop::sample::Index>(),
    ) {
        // The middle row loses one of its quotes.
        let mut rows: Vec<_> = rows.iter().map(|row| written(row, dialect)).collect();
        let quotes: Vec<_> = memchr::memchr_iter(b'"', &rows[1]).collect();
        rows[1].remove(quotes[cut.index(quotes.len())]);
        let file = rows.join(&b"\r\n"[..]);
        let found = records(&file, 1 << 20, dialect);
        prop_assert_eq!(&found[0], &(rows[0].clone(), false));
        prop_assert_eq!(&found[found.len() - 1], &(rows[2].clone(), false));
    }

    #[test]
    fn no_byte_is_lost_but_what_divides_rows(file in "([\"\\\\,1/\r\nab ]|\n\"1\",\"2/){0,60}", step in 1..20usize) {
        for dialect in [Dialect::Backslash, Dialect::Doubled] {
            let bytes = |text: &[u8]| text.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect::<Vec<_>>();
            let found = records(file.as_bytes(), step, dialect);
            let joined = found.iter().flat_map(|(row, _)| bytes(row)).collect::<Vec<_>>();
            prop_assert_eq!(joined, bytes(file.as_bytes()));
        }
    }
}

/// The records of a file in the dump's dialect, `!` before those with a fault.
fn check(file: &str, expected: &[&str]) {
    let found: Vec<_> = records(file.as_bytes(), 7, Dialect::Backslash)
        .into_iter()
        .map(|(row, fault)| format!("{}{}", if fault { "!" } else { "" }, String::from_utf8(row).unwrap()))
        .collect();
    assert_eq!(found, expected);
}

const ONE: &str = r#""1","1/2/2006 3:04","06ROME1","","","","","body""#;
const TWO: &str = r#""2","1/2/2006 3:04","06ROME2","","","","","body""#;

#[test]
fn broken_rows_are_kept_and_said() {
    let short = r#""1","1/2/2006","too","few""#;
    check(&format!("{short}\n{TWO}\n"), &[&format!("!{short}"), TWO]);
    let long = format!(r#"{ONE},"ninth""#);
    check(&format!("{long}\n{TWO}\n"), &[&format!("!{long}"), TWO]);
    let unclosed = ONE.strip_suffix('"').unwrap();
    check(&format!("{unclosed}\r\n{TWO}"), &[&format!("!{unclosed}"), TWO]);
    check(&format!("{TWO}\n{unclosed}"), &[TWO, &format!("!{unclosed}")]);
    check(&format!("some words\n\n{TWO}"), &["!some words\n", TWO]);
}

#[test]
fn what_divides_rows_belongs_to_none() {
    check(&format!("\u{feff}\r\n{ONE}\r\n\r\n\n{TWO}\n"), &[ONE, TWO]);
    check(&format!(" \t\r\n\n  \n{ONE}\r\n \n{TWO}\n\n "), &[ONE, TWO]);
    check(&format!("id,date,mrn,origin,level,refs,header,body\r\n{ONE}\n"), &[ONE]);
    check("", &[]);
}

#[test]
fn fields_of_rfc_4180_may_stand_without_quotes() {
    let row = br#"1,1/2/2006 3:04,06ROME1,"Embassy ""Rome""",SECRET,,,"a, b""#;
    let columns = grammar::columns(row, Dialect::Doubled, COLUMNS).unwrap();
    assert_eq!(columns[3].as_ref(), b"Embassy \"Rome\"");
    assert_eq!(columns[5].as_ref(), b"");
    assert_eq!(columns[7].as_ref(), b"a, b");
    assert_eq!(grammar::columns(row, Dialect::Backslash, COLUMNS), None);
}

#[test]
fn a_row_gives_a_text_and_what_stands_beside_it() {
    let row =
        br#""1","12/28/2006 18:48","06ROME1","Embassy Rome","SECRET//NOFORN","","FM AMEMBASSY ROME","say \"no\"""#;
    let unpacked = unpack(row, Dialect::Backslash).unwrap();
    assert_eq!(unpacked.text.as_ref(), b"FM AMEMBASSY ROME\n\nsay \"no\"");
    assert_eq!(unpacked.hints.name.as_deref(), Some("06ROME1"));
    assert_eq!(unpacked.hints.date, Some(jiff::civil::date(2006, 12, 28).at(18, 48, 0, 0)));
    assert_eq!(unpacked.hints.origin.as_deref(), Some("Embassy Rome"));
    assert_eq!(unpacked.hints.level.as_deref(), Some("SECRET//NOFORN"));
    assert_eq!(unpack(TWO.as_bytes(), Dialect::Backslash).unwrap().text.as_ref(), b"body");
}
