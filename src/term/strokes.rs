//! Cells in the words of a terminal: where they stand, how they look, their letters.
//!
//! Takes the place of the backend that comes with ratatui, which names both colours where one of them changes, and asks the
//! machinery of formatting for each number. A frame in which everything is new is a third shorter, and made in half the time.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// Attributes with the numbers that begin and end them.
const ATTRIBUTES: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// Attributes that are seen where there is no letter.
const SEEN_ON_BLANKS: Modifier =
    Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT).union(BLINKING);
/// Attributes that end with one number.
const WEIGHTS: Modifier = Modifier::BOLD.union(Modifier::DIM);
const BLINKING: Modifier = Modifier::SLOW_BLINK.union(Modifier::RAPID_BLINK);

/// How what is written next will look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    ink: Color,
    paper: Color,
    attributes: Modifier,
}

/// What a reset leaves.
const BARE: Look = Look { ink: Color::Reset, paper: Color::Reset, attributes: Modifier::empty() };

/// Writes cells, each with its column and row, on a terminal whose looks are reset, and leaves them reset.
pub(super) fn write<'a>(out: &mut Vec<u8>, cells: impl Iterator<Item = (u16, u16, &'a Cell)>) {
    let mut strokes = Strokes { out, look: BARE };
    // The place at which the terminal goes on by itself. Behind a wide letter that is left open.
    let mut next = None;
    for (column, row, cell) in cells {
        if next != Some((column, row)) {
            let same_row = next.is_some_and(|(_, last)| last == row);
            strokes.go(column, (!same_row).then_some(row));
        }
        next = Some((column.saturating_add(1), row));
        strokes.dress(cell);
        strokes.out.extend_from_slice(cell.symbol().as_bytes());
    }
    if strokes.look != BARE {
        strokes.out.extend_from_slice(b"\x1b[0m");
    }
}

struct Strokes<'a> {
    out: &'a mut Vec<u8>,
    look: Look,
}

impl Strokes<'_> {
    /// Goes to a column of this row or of another one.
    fn go(&mut self, column: u16, row: Option<u16>) {
        self.out.extend_from_slice(b"\x1b[");
        if let Some(row) = row {
            self.number(row.saturating_add(1));
            self.out.push(b';');
        }
        self.number(column.saturating_add(1));
        self.out.push(if row.is_some() { b'H' } else { b'G' });
    }

    /// Makes what is written next look like a cell. The ink of a blank is not seen, and stays what it is.
    fn dress(&mut self, cell: &Cell) {
        let (seen, own) = (cell.modifier & SEEN_ON_BLANKS, self.look);
        let wanted = if cell.symbol() == " " && seen.is_empty() {
            Look { ink: own.ink, paper: cell.bg, attributes: own.attributes - SEEN_ON_BLANKS }
        } else {
            Look { ink: cell.fg, paper: cell.bg, attributes: cell.modifier }
        };
        if wanted != self.look {
            self.change(wanted);
        }
    }

    fn change(&mut self, wanted: Look) {
        let start = self.out.len();
        self.out.push(b'\x1b');
        let mut ended = self.look.attributes - wanted.attributes;
        // What ends one weight ends the other.
        for both in [WEIGHTS, BLINKING] {
            if ended.intersects(both) {
                ended |= self.look.attributes & both;
            }
        }
        let begun = wanted.attributes - (self.look.attributes - ended);
        let mut last = 0;
        for (attribute, _, end) in ATTRIBUTES {
            if ended.contains(attribute) && last != end {
                self.code(u16::from(end));
                last = end;
            }
        }
        for (attribute, begin, _) in ATTRIBUTES {
            if begun.contains(attribute) {
                self.code(u16::from(begin));
            }
        }
        if wanted.ink != self.look.ink {
            self.colour(wanted.ink, 38);
        }
        if wanted.paper != self.look.paper {
            self.colour(wanted.paper, 48);
        }
        self.out.push(b'm');
        // The codes are divided by what stands before each of them but the first.
        if let Some(first) = self.out.get_mut(start + 1) {
            *first = b'[';
        }
        self.look = wanted;
    }

    /// A colour for letters, of which the numbers begin at 38, or for what is below them, at 48.
    fn colour(&mut self, colour: Color, base: u16) {
        let number = match colour {
            Color::Reset => return self.code(base + 1),
            Color::Rgb(red, green, blue) => {
                for code in [base, 2, u16::from(red), u16::from(green), u16::from(blue)] {
                    self.code(code);
                }
                return;
            }
            Color::Indexed(number) => number,
            Color::Black => 0,
            Color::Red => 1,
            Color::Green => 2,
            Color::Yellow => 3,
            Color::Blue => 4,
            Color::Magenta => 5,
            Color::Cyan => 6,
            Color::Gray => 7,
            Color::DarkGray => 8,
            Color::LightRed => 9,
            Color::LightGreen => 10,
            Color::LightYellow => 11,
            Color::LightBlue => 12,
            Color::LightMagenta => 13,
            Color::LightCyan => 14,
            Color::White => 15,
        };
        for code in [base, 5, u16::from(number)] {
            self.code(code);
        }
    }

    /// A number of a list.
    fn code(&mut self, number: u16) {
        self.out.push(b';');
        self.number(number);
    }

    fn number(&mut self, number: u16) {
        let start = self.out.len();
        let mut left = number;
        loop {
            self.out.push(b'0' + u8::try_from(left % 10).unwrap_or_default());
            left /= 10;
            if left == 0 {
                break;
            }
        }
        self.out[start..].reverse();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    const INK: Color = Color::Rgb(155, 165, 7);
    const PAPER: Color = Color::Rgb(16, 0, 24);

    #[track_caller]
    fn check(cells: &[(u16, u16, &str, Style)], expected: &str) {
        let cells: Vec<_> = cells
            .iter()
            .map(|(x, y, letters, style)| {
                let mut cell = Cell::default();
                cell.set_symbol(letters).set_style(*style);
                (*x, *y, cell)
            })
            .collect();
        let mut out = Vec::new();
        write(&mut out, cells.iter().map(|(x, y, cell)| (*x, *y, cell)));
        assert_eq!(String::from_utf8(out).unwrap().replace('\x1b', "^"), expected);
    }

    #[test]
    fn cells_that_follow_one_another_are_only_letters() {
        let plain = Style::new();
        check(&[(0, 0, "a", plain), (1, 0, "é", plain)], "^[1;1Haé");
        check(&[(8, 0, "a", plain), (99, 0, "b", plain), (0, 1, "c", plain)], "^[1;9Ha^[100Gb^[2;1Hc");
        check(&[], "");
    }

    #[test]
    fn behind_a_wide_letter_the_column_is_named() {
        let plain = Style::new();
        check(&[(0, 0, "字", plain), (2, 0, "b", plain)], "^[1;1H字^[3Gb");
    }

    #[test]
    fn only_what_changes_is_named() {
        let one = Style::new().fg(INK).bg(PAPER);
        let two = Style::new().fg(Color::Indexed(200)).bg(PAPER);
        let three = Style::new().fg(Color::Indexed(200)).add_modifier(Modifier::BOLD);
        check(
            &[(0, 0, "a", one), (1, 0, "b", two), (2, 0, "c", three), (3, 0, "d", three)],
            "^[1;1H^[38;2;155;165;7;48;2;16;0;24ma^[38;5;200mb^[1;49mcd^[0m",
        );
        check(&[(0, 0, "a", Style::new().fg(Color::LightRed).bg(Color::Blue))], "^[1;1H^[38;5;9;48;5;4ma^[0m");
    }

    #[test]
    fn attributes_end_without_taking_others_with_them() {
        let with = |modifier| Style::new().add_modifier(modifier);
        let both = with(WEIGHTS | Modifier::REVERSED);
        check(
            &[(0, 0, "a", both), (1, 0, "b", with(Modifier::DIM)), (2, 0, "c", with(Modifier::ITALIC))],
            "^[1;1H^[1;2;7ma^[22;27;2mb^[22;3mc^[0m",
        );
        check(&[(0, 0, "a", with(Modifier::BOLD)), (1, 0, "b", Style::new())], "^[1;1H^[1ma^[22mb");
    }

    #[test]
    fn blanks_have_no_ink() {
        let word = Style::new().fg(INK).bg(PAPER).add_modifier(Modifier::BOLD);
        let blank = Style::new().fg(Color::Red).bg(PAPER);
        let turned = blank.add_modifier(Modifier::REVERSED);
        check(
            &[(0, 0, "a", word), (1, 0, " ", blank), (2, 0, "b", word), (3, 0, " ", turned), (4, 0, " ", blank)],
            "^[1;1H^[1;38;2;155;165;7;48;2;16;0;24ma b^[22;7;38;5;1m ^[27m ^[0m",
        );
    }
}
