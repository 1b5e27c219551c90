//! From places of the source to places in words that were set anew.
//!
//! Setting a text (see [`super::prose`]) adds and takes away nothing but blanks, so a place is known by how many other
//! characters stand before it.

use std::ops::Range;

use super::prose::Part;
use crate::cable::BodyLine;
use crate::text::Span;

/// A place in a part: which of the spans it belongs to, and the bytes of the part's text.
pub type Place = (usize, Range<usize>);

/// Where `spans` of the source stand in the `parts` that were set from these lines; a list for each part. Spans are in
/// order and do not overlap. One that lies in no line, as in a page line, stands nowhere.
pub fn trace(lines: &[BodyLine<'_>], parts: &[Part], spans: &[Span]) -> Vec<Vec<Place>> {
    let mut found = vec![Vec::new(); parts.len()];
    if spans.is_empty() {
        return found;
    }
    let counted = counted(lines, spans);
    let (mut seen, mut next) = (0, 0);
    for (part, found) in parts.iter().zip(&mut found) {
        for (at, c) in part.text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            while counted.get(next).is_some_and(|range| range.end <= seen) {
                next += 1;
            }
            if counted.get(next).is_some_and(|range| range.contains(&seen)) {
                let end = at + c.len_utf8();
                match found.last_mut() {
                    Some((span, range)) if *span == next => range.end = end,
                    _ => found.push((next, at..end)),
                }
            }
            seen += 1;
        }
    }
    found
}

/// For each span, which characters of the lines it covers, counted without blanks.
fn counted(lines: &[BodyLine<'_>], spans: &[Span]) -> Vec<Range<usize>> {
    let mut bounds = spans.iter().flat_map(|span| [span.range().start, span.range().end]).peekable();
    let (mut letters, mut counts) = (0, Vec::new());
    for line in lines {
        for (at, c) in line.text.char_indices() {
            let at = line.span.range().start + at;
            while bounds.next_if(|bound| *bound <= at).is_some() {
                counts.push(letters);
            }
            letters += usize::from(!c.is_whitespace());
        }
    }
    counts.extend(bounds.map(|_| letters));
    counts.chunks_exact(2).filter_map(|pair| Some(*pair.first()?..*pair.last()?)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::prose::set;
    use super::*;
    use crate::cable::{body_lines, tables};
    use crate::text::line::lines;
    use proptest::prelude::*;

    /// Sets a text whose lines that start with `PAGE ` are noise; gives the words that stand at `words` then.
    fn traced(text: &str, words: &[&str]) -> Vec<String> {
        let noise: Vec<Span> = lines(text).filter(|l| l.text(text).starts_with("PAGE ")).map(|l| l.whole).collect();
        let body = body_lines(text, Span::new(0, text.len()), &noise);
        let parts = set(&body, 0, &tables(text, [(Span::new(0, text.len()), noise.as_slice())]));
        let mut from = 0;
        let span = |word: &&str| {
            let start = from + text[from..].find(word).expect("the word stands in the text");
            from = start + word.len();
            Span::new(start, from)
        };
        let spans: Vec<Span> = words.iter().map(span).collect();
        let places = trace(&body, &parts, &spans);
        let named = parts.iter().zip(places).flat_map(|(part, places)| {
            places.into_iter().map(|(span, range)| format!("{span} {}", &part.text[range])).collect::<Vec<_>>()
        });
        named.collect()
    }

    #[test]
    fn a_place_is_found_across_joined_lines_and_folded_blanks() {
        let text = "The paper that lay on the table of the harbour is marked  SECRET//\nNOFORN and was seen by many who \
                    can read, and by their cats.\n\n(C) And more.";
        assert_eq!(traced(text, &["SECRET//\nNOFORN", "(C)"]), ["0 SECRET// NOFORN", "1 (C)"]);
    }

    #[test]
    fn what_lies_in_a_page_line_stands_nowhere() {
        let text = "The harbour was closed (C) for\nPAGE 02 SECRET\nthe whole (S) of the month.";
        assert_eq!(traced(text, &["(C)", "SECRET", "(S)"]), ["0 (C)", "2 (S)"]);
    }

    #[test]
    fn a_place_in_two_parts_is_found_in_both() {
        let text = "Ports:\n\nNorth      SECRET\n\nNOFORN     120";
        assert_eq!(traced(text, &["SECRET\n\nNOFORN"]), ["0 SECRET", "0 NOFORN"]);
    }

    proptest! {
        #[test]
        fn any_span_has_the_letters_it_had(text in "([-a-zé:.()0-9]{0,9}[ \t]{0,4}\n{0,2}){0,20}", a in 0usize..99, b in 0usize..99) {
            let (start, end) = (a.min(b).min(text.len()), a.max(b).min(text.len()));
            prop_assume!(text.is_char_boundary(start) && text.is_char_boundary(end));
            let body = body_lines(&text, Span::new(0, text.len()), &[]);
            let parts = set(&body, 0, &tables(&text, [(Span::new(0, text.len()), [].as_slice())]));
            let places = trace(&body, &parts, &[Span::new(start, end)]);
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let found: String = parts
                .iter()
                .zip(places)
                .flat_map(|(part, places)| places.into_iter().map(|(_, range)| bare(&part.text[range])).collect::<Vec<_>>())
                .collect();
            prop_assert_eq!(found, bare(&text[start..end]));
        }
    }
}
