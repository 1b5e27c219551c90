//! Pages scroll, wrap, go to places and sideways.

use super::*;
use proptest::prelude::*;

/// A page of the paragraphs of a text, each a stop.
fn page(text: &str, width: u16, height: u16) -> Page {
    let block = |line: &str| Block { stop: !line.is_empty(), hang: 2, ..Block::words(line, Role::Plain) };
    let mut page = Page::new(text.lines().map(block).collect());
    page.fit(width, height);
    page
}

/// The rows that are seen, with `/` between them.
fn seen(page: &Page) -> String {
    let rows = page.seen().map(|row| row.block.text.text()[row.range].to_owned());
    rows.collect::<Vec<_>>().join("/")
}

const TEXT: &str = "one two three\nfour\n\nfive six\nseven";

#[test]
fn a_page_scrolls_no_further_than_its_end() {
    let mut page = page(TEXT, 8, 3);
    assert_eq!(seen(&page), "one two/three/four");
    page.go(Motion::Lines(1));
    assert_eq!(seen(&page), "three/four/");
    page.go(Motion::End);
    assert_eq!(seen(&page), "/five six/seven");
    assert_eq!(page.percent(), Some(100));
    page.go(Motion::Pages(-9));
    assert_eq!(seen(&page), "one two/three/four");
}

#[test]
fn what_stands_at_the_top_stays_there_at_another_width() {
    let mut page = page(TEXT, 8, 2);
    page.go(Motion::Lines(2));
    assert_eq!(seen(&page), "four/");
    page.fit(40, 2);
    assert_eq!(seen(&page), "four/");
}

#[test]
fn paragraphs_are_gone_through_in_both_directions() {
    let mut page = page(TEXT, 8, 2);
    assert!(page.go_stop(true));
    assert_eq!(seen(&page), "four/");
    assert!(page.go_stop(true));
    assert_eq!(seen(&page), "five six/seven");
    page.go(Motion::Start);
    page.go(Motion::Lines(1));
    assert!(page.go_stop(false), "from its second row, back leads to the start of the same paragraph");
    assert_eq!(seen(&page), "one two/three");
    assert!(!page.go_stop(false));
}

#[test]
fn marked_places_are_gone_through_and_go_round() {
    let mut page = page("rain\nsun\nrain\nsnow rain", 20, 2);
    assert_eq!(page.mark("RAIN"), 3);
    assert_eq!(seen(&page), "rain/sun", "marking does not move");
    page.go(Motion::Lines(1));
    assert_eq!(page.go_hit(true, true), Some((2, 3)));
    assert_eq!(page.go_hit(true, true), Some((3, 3)));
    assert_eq!(seen(&page), "rain/snow rain");
    assert_eq!(page.go_hit(true, true), Some((1, 3)));
    assert_eq!(page.go_hit(false, true), Some((3, 3)));
    page.forget();
    assert_eq!(page.go_hit(true, true), None);
}

#[test]
fn two_pages_of_one_source_keep_the_place() {
    let at = |at: u32| Block { at: Some(at), ..Block::words("words", Role::Plain) };
    let mut read = Page::new(vec![Block::blank(), at(10), Block::words("more", Role::Plain), at(40), at(60), at(80)]);
    let mut source = Page::with_cursor((0..9).map(|n| at(n * 10)).collect());
    read.fit(20, 2);
    source.fit(20, 2);
    assert_eq!(read.anchor(), None, "at the top there is nothing to keep");
    read.go(Motion::Lines(2));
    assert_eq!(read.anchor(), Some(10));
    source.go_anchor(10);
    assert_eq!(source.cursor(), Some(1));
    source.go(Motion::Lines(4));
    read.go_anchor(source.anchor().unwrap());
    assert_eq!(read.anchor(), Some(40), "line 50 belongs to the paragraph that begins at 40");
}

#[test]
fn a_cut_block_has_one_row() {
    let block = Block { cut: true, ..Block::words("one two three", Role::Plain) };
    let mut page = Page::new(vec![block]);
    page.fit(9, 5);
    let rows: Vec<_> = page.seen().map(|row| (row.range, row.cut)).collect();
    assert_eq!(rows, [(0..7, true)], "two columns are left for the sign");
    page.fit(13, 5);
    assert_eq!(page.seen().map(|row| (row.range, row.cut)).collect::<Vec<_>>(), [(0..13, false)]);
}

#[test]
fn what_goes_sideways_shows_what_is_left_out() {
    let row = |text: &str| Block { sideways: true, ..Block::words(text, Role::Plain) };
    let mut page = Page::new(vec![row("Harbour    2005  2006"), row("              a  b"), row("short")]);
    page.fit(12, 3);
    let shown = |page: &Page| {
        let rows = page.seen().map(|row| {
            let sign = |is: bool| if is { "…" } else { "" };
            format!("{}{}{}", sign(row.begun), &row.block.text.text()[row.range.clone()], sign(row.cut))
        });
        rows.collect::<Vec<_>>().join("/")
    };
    assert_eq!(shown(&page), "Harbour   …/          …/short");
    assert!(page.goes_on_right() && !page.has_gone_right());
    page.go_sideways(8);
    assert_eq!(shown(&page), "… 2005  2…/      a  b/…");
    page.go_sideways(8);
    assert_eq!(shown(&page), "…2005  2006/     a  b/…");
    assert!(!page.goes_on_right() && page.has_gone_right());
    page.go_sideways(-99);
    assert_eq!((page.mark("2006"), page.go_hit(true, true)), (1, Some((1, 1))));
    assert_eq!(shown(&page), "…2005  2006/     a  b/…");
}

proptest! {
    #[test]
    fn something_is_always_seen(
        text in "([a-z ]{0,30}\n){1,9}",
        cursor in any::<bool>(),
        steps in proptest::collection::vec((0u8..8, -9isize..9, 1u16..40, 1u16..12), 0..20),
    ) {
        let mut page = page(&text, 10, 4);
        page.blocks.iter_mut().step_by(2).for_each(|block| block.sideways = true);
        page = if cursor { Page::with_cursor(page.blocks) } else { Page::new(page.blocks) };
        page.fit(10, 4);
        for (what, n, width, height) in steps {
            match what {
                0 => page.go(Motion::Lines(n)),
                1 => page.go(Motion::Pages(n)),
                2 => page.go(Motion::End),
                3 => page.fit(width, height),
                4 => { let _ = page.mark("a"); }
                7 => page.go_sideways(n * 3),
                5 => { let _ = page.go_hit(n > 0, n % 2 == 0); }
                _ => { let _ = page.go_stop(n > 0); }
            }
            prop_assert!(page.seen().next().is_some());
            prop_assert!(page.cursor().is_none_or(|at| page.seen().any(|row| row.cursor && row.number == at)));
        }
    }
}
