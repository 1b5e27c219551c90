//! Laws of the text layer, held against random text that is as nasty as we can make it.

use std::ops::Range;
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::select;
use sipdis::text::decode::{Encoding, byte_order_mark, decode};
use sipdis::text::hidden::{HIDDEN, hidden};
use sipdis::text::line::lines;
use sipdis::text::visible::{count_marks, visible_block};
use sipdis::text::width::{clusters, fit, truncate, width};
use sipdis::text::wrap::wrap;
use sipdis::text::{Visible, visible};

/// Columns that one character on the screen may take at most; see `visible`.
const WIDEST: usize = 8;

/// Letters of a cable, what hides, what stacks and joins in some script, and anything.
fn nasty_char() -> impl Strategy<Value = char> {
    // Piles, spacing marks, jamo, flags, skin tones, conjuncts, letters that join what follows, wide letters, joiners.
    const ODD: &str = "\u{300}\u{20dd}\u{903}\u{1100}\u{1161}\u{11a8}\u{1f1ee}\u{1f1f9}\u{1f44d}\u{1f3fb}\u{915}\u{94d}\
                       \u{d4e}\u{644}\u{627}全ｘ\u{200d}\u{fe0f}\u{17d2}\u{1780}\u{e33}\u{a8fa}\u{2d7f}\u{1f469}";
    let hiding: Vec<char> = HIDDEN.iter().flat_map(|row| [row.first, row.last]).collect();
    prop_oneof![
        4 => proptest::char::range(' ', '~'),
        2 => select(vec![' ', '-', '/', '\t', '\n', '\r', '\u{a0}']),
        3 => select(ODD.chars().collect::<Vec<_>>()),
        1 => select(hiding),
        1 => any::<char>(),
    ]
}

fn nasty_text() -> impl Strategy<Value = String> {
    proptest::collection::vec(nasty_char(), 0..60).prop_map(String::from_iter)
}

/// Valid and broken UTF-8, with and without a byte order mark.
fn nasty_bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        nasty_text().prop_map(String::into_bytes),
        proptest::collection::vec(any::<u8>(), 0..8),
        select(vec![b"\xef\xbb\xbf".to_vec(), b"\xff\xfe".to_vec(), b"\xfe\xff".to_vec(), b"\xd8\0\xd8\0".to_vec()]),
    ];
    proptest::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

/// Asserts that the text may be sent to a screen.
#[track_caller]
fn assert_drawable(text: &str) {
    for c in text.chars() {
        assert_eq!(hidden(c), None, "U+{:04X} in {text:?}", u32::from(c));
    }
    for cluster in clusters(text, 0) {
        assert!((1..=WIDEST).contains(&cluster.columns), "{cluster:?} in {text:?}");
    }
}

/// Asserts that offsets never go back, and lead from the start to `end`.
#[track_caller]
fn assert_monotone(offsets: impl Iterator<Item = usize>, end: usize) {
    let offsets: Vec<usize> = offsets.collect();
    assert!(offsets.is_sorted(), "{offsets:?}");
    assert_eq!(offsets.last(), Some(&end));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_visible_can_be_drawn_and_stays_as_it_is(text in nasty_text()) {
        let shown = visible(&text);
        assert_drawable(&shown);
        let again = visible(&shown);
        prop_assert_eq!(again.as_str(), shown.as_str());
        prop_assert_eq!(again.marks().count(), 0);
    }

    #[test]
    fn nothing_is_lost_on_the_way_to_the_screen(text in nasty_text()) {
        let shown = visible(&text);
        // What is neither mark nor tab stands unchanged at its place in the source.
        for (at, c) in shown.char_indices() {
            if shown.marks().all(|mark| !mark.contains(&at)) && c != ' ' {
                prop_assert!(text[shown.source_at(at)..].starts_with(c), "{c:?} at {at} of {shown:?}");
            }
        }
        // Every character is shown somewhere.
        for (at, c) in text.char_indices() {
            let place = shown.shown_at(at);
            prop_assert!(place < shown.len(), "{c:?} at {at} is behind {shown:?}");
            prop_assert!(shown.source_at(place) <= at);
        }
    }

    #[test]
    fn offsets_go_forward_in_both_directions(text in nasty_text()) {
        let shown = visible(&text);
        assert_monotone((0..=shown.len()).map(|at| shown.source_at(at)), text.len());
        assert_monotone((0..=text.len()).map(|at| shown.shown_at(at)), shown.len());
    }

    #[test]
    fn slices_agree_with_the_whole(text in nasty_text(), cuts in any::<[u8; 3]>()) {
        let whole = visible(&text);
        let mut cuts = cuts.map(usize::from);
        cuts.sort_unstable();
        let [start, cut, end] = cuts;
        let (part, left, right) = (whole.slice(start..end), whole.slice(start..cut), whole.slice(cut..end));
        prop_assert_eq!(part.as_str(), format!("{left}{right}"));
        for slice in [&part, &left, &right] {
            assert_drawable(slice);
        }
        let from = part.as_ptr() as usize - whole.as_ptr() as usize;
        for at in 0..part.len() {
            prop_assert_eq!(part.source_at(at), whole.source_at(from + at));
            let is_mark = |text: &Visible<'_>, at: usize| text.marks().any(|mark| mark.contains(&at));
            prop_assert_eq!(is_mark(&part, at), is_mark(&whole, from + at));
        }
    }

    #[test]
    fn marks_of_all_lines_are_counted(text in nasty_text()) {
        let by_line: usize = lines(&text).map(|line| visible(line.text(&text)).marks().count()).sum();
        prop_assert_eq!(count_marks(&text), by_line);
    }

    #[test]
    fn a_block_has_the_lines_it_had(text in nasty_text()) {
        let block = visible_block(&text);
        prop_assert_eq!(block.matches('\n').count(), text.matches('\n').count());
        block.split('\n').for_each(assert_drawable);
    }

    #[test]
    fn what_is_cut_fits_and_what_is_fitted_fills(text in nasty_text(), columns in 0usize..40) {
        let shown = visible(&text);
        let cut = truncate(&shown, columns);
        prop_assert!(width(&cut) <= columns);
        prop_assert!(cut.as_str() == shown.as_str() || columns == 0 || cut.ends_with('…'));
        prop_assert_eq!(width(&fit(&shown, columns)), columns);
        assert_drawable(&fit(&shown, columns));
    }

    #[test]
    fn rows_cover_the_line_in_order_and_fit(text in nasty_text(), first in 0usize..30, rest in 0usize..30) {
        let shown = visible(&text);
        let rows: Vec<Range<usize>> = wrap(&shown, first, rest).collect();
        prop_assert!(!rows.is_empty());
        let mut covered = 0;
        for (number, row) in rows.iter().enumerate() {
            prop_assert!(row.start >= covered);
            prop_assert!(shown[covered..row.start].chars().all(|c| c == ' '), "only blanks are left out");
            covered = row.end;
            let columns = if number == 0 { first } else { rest };
            let one = clusters(&shown[row.clone()], 0).count() == 1;
            prop_assert!(width(&shown[row.clone()]) <= columns || one, "{rows:?} of {shown:?}");
            prop_assert!(number == 0 || !row.is_empty());
        }
        prop_assert!(shown[covered..].chars().all(|c| c == ' '));
    }

    #[test]
    fn decoded_text_knows_every_byte(bytes in nasty_bytes()) {
        let decoded = decode(&bytes);
        assert_monotone((0..=decoded.text.len()).map(|at| decoded.source_at(at)), bytes.len());
        // From character to character the source goes on, and what it goes over says the character.
        let skip = byte_order_mark(&bytes).map_or(0, |(_, len)| len);
        prop_assert_eq!(decoded.source_at(0), skip);
        for (at, c) in decoded.text.char_indices() {
            let source = &bytes[decoded.source_at(at)..decoded.source_at(at + c.len_utf8())];
            prop_assert!(says(source, c), "{c:?} of {source:02x?}");
        }
    }

    #[test]
    fn valid_utf8_reads_as_itself(text in nasty_text()) {
        let decoded = decode(text.as_bytes());
        let expected = text.strip_prefix('\u{feff}').unwrap_or(&text);
        prop_assert_eq!(&*decoded.text, expected);
        prop_assert!(matches!(decoded.encoding, Encoding::Utf8 | Encoding::Utf8Bom));
    }

    #[test]
    fn lines_cover_every_byte_once(text in nasty_text()) {
        let mut at = 0;
        for line in lines(&text) {
            prop_assert_eq!(line.whole.range().start, at);
            prop_assert!(!line.whole.is_empty());
            prop_assert!(line.words.start == line.whole.start && line.words.end <= line.whole.end);
            prop_assert!(!line.text(&text).contains(['\n', '\r']));
            at = line.whole.range().end;
        }
        prop_assert_eq!(at, text.len());
    }
}

/// Whether these bytes stand for this character in one of the encodings that are read.
fn says(bytes: &[u8], c: char) -> bool {
    let text = c.to_string();
    let utf16 = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).eq(bytes.iter().copied());
    let (windows, _, lost) = encoding_rs::WINDOWS_1252.encode(&text);
    text.as_bytes() == bytes || utf16(u16::to_le_bytes) || utf16(u16::to_be_bytes) || (!lost && *windows == *bytes)
}

#[test]
fn the_longest_line_is_wrapped_in_time_that_grows_with_it() {
    // Ten million letters without a blank; were each row to look at the whole, this would not end.
    let line = "A".repeat(10_000_000);
    assert_eq!(wrap(&line, 1000, 1000).count(), 10_000);
    // The first row does not look at the rest.
    assert_eq!(wrap(&line, 80, 80).next(), Some(0..80));
}

#[test]
fn the_longest_pile_is_shown_in_time_that_grows_with_it() {
    let pile = format!("Z{}", "\u{300}".repeat(1_000_000));
    assert!(visible(&pile).ends_with("<+999996>"));
    let mixed = format!("Z{}", "\u{300}\u{200d}".repeat(100_000));
    assert_eq!(visible(&mixed).marks().count(), 199_999);
}

/// Real and hostile cables, where there are any at hand: the folder that `SIPDIS_SHARED` names holds them.
#[test]
fn cables_from_outside_can_be_drawn() {
    let Some(shared) = std::env::var_os("SIPDIS_SHARED") else { return };
    let (mut files, mut hostile) = (0, 0);
    for folder in ["corpus/hostile", "corpus/text"] {
        for entry in std::fs::read_dir(Path::new(&shared).join(folder)).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            let decoded = decode(&bytes);
            lines(&decoded.text).for_each(|line| assert_drawable(&visible(line.text(&decoded.text))));
            files += 1;
            hostile += usize::from(count_marks(&decoded.text) > 0);
        }
    }
    assert!(files > 0 && hostile > 0, "{hostile} of {files} files are hostile");
}
