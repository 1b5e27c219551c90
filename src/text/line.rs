//! Lines of a text, whatever ends them.

use super::Span;
use super::work::looked_at;

/// One line: its words, and the whole of it with the line end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Line {
    /// The line without its end and without blanks at its end.
    pub words: Span,
    /// The line with everything up to the next line.
    pub whole: Span,
}

impl Line {
    /// The line that begins at `start`, whose words stop at `stop`, blanks included, and which ends at `end`; see [`line_end`].
    #[inline]
    pub fn between(text: &str, start: usize, stop: usize, end: usize) -> Line {
        let words = match text.as_bytes().get(start..stop).unwrap_or_default() {
            // Most lines end in a word.
            words @ [.., last] if last.is_ascii_graphic() => words.len(),
            words => trimmed(words),
        };
        let whole = Span::new(start, end);
        Line { words: Span { start: whole.start, end: Span::new(start + words, end).start }, whole }
    }

    /// The line's text without trailing blanks.
    pub fn text(self, text: &str) -> &str {
        self.words.of(text)
    }

    /// Whether nothing but blanks stands on it.
    pub fn is_blank(self) -> bool {
        self.words.is_empty()
    }
}

/// All lines of a text, in order; together they cover every byte once.
///
/// A line ends at LF, CR, CR LF or CR CR LF (teleprinters sent two carriage returns; see ACP 127).
///
/// ```
/// use sipdis::text::line::lines;
/// let text = "BT  \r\nNNNN";
/// let line = lines(text).next().unwrap();
/// assert_eq!(line.text(text), "BT");
/// assert_eq!(line.whole.end, 6);
/// ```
pub fn lines(text: &str) -> Lines<'_> {
    lines_from(text, 0)
}

/// The lines of a text from the one that starts at byte `from`. Their spans are of the whole text.
///
/// ```
/// use sipdis::text::line::lines_from;
/// let text = "BT\nNNNN";
/// assert_eq!(lines_from(text, 3).next().unwrap().text(text), "NNNN");
/// ```
pub fn lines_from(text: &str, from: usize) -> Lines<'_> {
    Lines { text, at: from }
}

/// The lines of a text from the last one up to the one that begins at byte `from`, one after the other as they are asked for.
///
/// ```
/// use sipdis::text::line::lines_back;
/// let text = "TO ROME\nBT\r\nNNNN\n";
/// assert_eq!(lines_back(text, 3).map(|line| line.text(text)).collect::<Vec<_>>(), ["NNNN", "BT", "ROME"]);
/// ```
pub fn lines_back(text: &str, from: usize) -> impl Iterator<Item = Line> + Clone + use<'_> {
    let mut end = text.len();
    std::iter::from_fn(move || {
        let rest = text.as_bytes().get(from..end).filter(|rest| !rest.is_empty())?;
        let stop = rest.len() - end_len_back(rest);
        let start = memchr::memrchr2(b'\n', b'\r', &rest[..stop]).map_or(0, |sign| sign + 1);
        looked_at(rest.len() - start);
        let line = Line::between(text, from + start, from + stop, end);
        end = from + start;
        Some(line)
    })
}

/// Where the words of the line that begins at `from` stop, blanks included, and where the next line begins.
///
/// ```
/// use sipdis::text::line::line_end;
/// assert_eq!(line_end("BT \r\nNNNN", 0), (3, 5));
/// ```
#[inline]
pub fn line_end(text: &str, from: usize) -> (usize, usize) {
    next_end(text.as_bytes(), from)
}

/// The last sign of the line end behind byte `from`: CR where nothing else ends the line there, LF otherwise.
///
/// All lines of a text mostly end alike, so who only looks at where many lines begin can search for this one sign.
///
/// ```
/// use sipdis::text::line::last_sign;
/// assert_eq!((last_sign("a\r\nb", 0), last_sign("a\rb\n", 0), last_sign("a", 0)), (b'\n', b'\r', b'\n'));
/// ```
pub fn last_sign(text: &str, from: usize) -> u8 {
    let (_, end) = line_end(text, from);
    let sign = end.checked_sub(1).and_then(|last| text.as_bytes().get(last));
    if sign == Some(&b'\r') { b'\r' } else { b'\n' }
}

/// The lines of a text, as [`lines`] gives them.
#[derive(Debug, Clone)]
pub struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl Lines<'_> {
    /// Where the next line begins.
    pub fn at(&self) -> usize {
        self.at
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    #[inline]
    fn next(&mut self) -> Option<Line> {
        let (from, bytes) = (self.at, self.text.as_bytes());
        if from >= bytes.len() {
            return None;
        }
        let (stop, end) = next_end(bytes, from);
        self.at = end;
        Some(Line::between(self.text, from, stop, end))
    }
}

/// Where the line that begins at `from` stops, and where the next one begins. Each search begins behind the line end before
/// it, so all together go over the text once, and a line end of two signs is found once.
#[inline]
fn next_end(bytes: &[u8], from: usize) -> (usize, usize) {
    let rest = bytes.get(from..).unwrap_or_default();
    // Many lines are blank, and then the search costs more than a look.
    let stop = match rest {
        [b'\n' | b'\r', ..] => 0,
        [b' ', b'\n' | b'\r', ..] => 1,
        _ => memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len()),
    };
    let len = match rest.get(stop) {
        Some(b'\n') => 1,
        Some(_) if rest.get(stop + 1) == Some(&b'\n') => 2,
        Some(_) => end_len(&rest[stop..]),
        None => 0,
    };
    looked_at(stop + len);
    (from + stop, from + stop + len)
}

/// Length of the line end at the start of `rest`. Two CRs without a line feed are two line ends, one of them of an empty
/// line.
fn end_len(rest: &[u8]) -> usize {
    match rest {
        [b'\r', b'\r', b'\n', ..] => 3,
        [b'\r', b'\n', ..] => 2,
        [] => 0,
        _ => 1,
    }
}

/// Length of the line end at the end of `before`, where [`lines`] sees the same line ends.
fn end_len_back(before: &[u8]) -> usize {
    match before {
        [.., b'\r', b'\r', b'\n'] => 3,
        [.., b'\r', b'\n'] => 2,
        [.., b'\r' | b'\n'] => 1,
        _ => 0,
    }
}

/// Length without the blanks at the end. Works on bytes, as every line of every text passes here.
fn trimmed(words: &[u8]) -> usize {
    let mut rest = words;
    loop {
        rest = match rest {
            [rest @ .., b' ' | b'\t'] => rest,
            // A no-break space.
            [rest @ .., 0xc2, 0xa0] => rest,
            _ => return rest.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_counts_once() {
        let text = "a\nb\r\nc\rd\r\r\ne";
        let words: Vec<_> = lines(text).map(|line| line.text(text)).collect();
        assert_eq!(words, ["a", "b", "c", "d", "e"]);
    }

    #[test]
    fn a_line_end_is_found_wherever_it_stands() {
        for (before, sign) in (0..200).flat_map(|before| ["\n", "\r", "\u{b}", "é"].map(|sign| (before, sign))) {
            let text = format!("{}{sign}\t\u{e}a\nb", "\t\u{c}x é-".chars().cycle().take(before).collect::<String>());
            let expected = text.find(['\n', '\r']);
            assert_eq!(Some(line_end(&text, 0).0), expected, "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_same_lines_from_either_end(text in "[a \r\n\u{a0}]{0,12}") {
            let mut back: Vec<_> = lines_back(&text, 0).collect();
            back.reverse();
            proptest::prop_assert_eq!(back, lines(&text).collect::<Vec<_>>());
        }
    }

    #[test]
    fn two_returns_without_a_feed_are_two_lines() {
        let text = "a\r\rb";
        let words: Vec<_> = lines(text).map(|line| line.text(text)).collect();
        assert_eq!(words, ["a", "", "b"]);
    }
}
