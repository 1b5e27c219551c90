//! Lines of a text, whatever ends them.

use super::Span;

/// One line: its words, and the whole of it with the line end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Line {
    /// The line without its end and without blanks at its end.
    pub words: Span,
    /// The line with everything up to the next line.
    pub whole: Span,
}

impl Line {
    /// The line's text without trailing blanks.
    pub fn text(self, text: &str) -> &str {
        self.words.of(text)
    }

    /// Whether nothing but blanks stands on it.
    pub fn is_blank(self) -> bool {
        self.words.is_empty()
    }
}

/// The line that starts at `from`; `None` at the end of the text.
///
/// A line ends at LF, CR, CR LF or CR CR LF (teleprinters sent two carriage returns; see ACP 127).
///
/// ```
/// use sipdis::text::line::next_line;
/// let line = next_line("BT  \r\nNNNN", 0).unwrap();
/// assert_eq!(line.text("BT  \r\nNNNN"), "BT");
/// assert_eq!(line.whole.end, 6);
/// ```
pub fn next_line(text: &str, from: usize) -> Option<Line> {
    let rest = text.as_bytes().get(from..).filter(|rest| !rest.is_empty())?;
    let (stop, end) = match memchr::memchr2(b'\n', b'\r', rest) {
        None => (rest.len(), rest.len()),
        Some(at) => {
            let crs = rest[at..].iter().take(2).take_while(|&&b| b == b'\r').count();
            let feed = rest.get(at + crs) == Some(&b'\n');
            // Two CRs without a line feed are two line ends, one of them of an empty line.
            (at, at + if feed { crs + 1 } else { 1 })
        }
    };
    let words = trimmed(rest.get(..stop).unwrap_or_default());
    Some(Line { words: Span::new(from, from + words), whole: Span::new(from, from + end) })
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

/// All lines of a text, in order; together they cover every byte once.
pub fn lines(text: &str) -> impl Iterator<Item = Line> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let line = next_line(text, at)?;
        at = line.whole.end as usize;
        Some(line)
    })
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
    fn two_returns_without_a_feed_are_two_lines() {
        let text = "a\r\rb";
        let words: Vec<_> = lines(text).map(|line| line.text(text)).collect();
        assert_eq!(words, ["a", "", "b"]);
    }
}
