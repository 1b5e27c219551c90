//! From the colours that are meant to those that the terminal has.

use ratatui::style::Color;

use super::tones::Ink;

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColourDepth {
    /// None: attributes only.
    None,
    /// The sixteen of old terminals, in whatever shades the user has set.
    Sixteen,
    /// The 256 of xterm.
    TwoFiftySix,
    /// 24 bits.
    True,
}

/// A colour in so many.
pub(super) fn colour(depth: ColourDepth, Ink { rgb, ansi }: Ink) -> Color {
    let [_, r, g, b] = rgb.to_be_bytes();
    match depth {
        ColourDepth::True => Color::Rgb(r, g, b),
        ColourDepth::TwoFiftySix => Color::Indexed(nearest(r, g, b)),
        ColourDepth::Sixteen | ColourDepth::None => ansi,
    }
}

/// Steps of a side of the cube of colours that begins at number 16.
pub(super) const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The nearest of xterm's colours 16 to 255: a cube of six steps a side, and 24 greys.
fn nearest(r: u8, g: u8, b: u8) -> u8 {
    let step = |v: u8| (0..6u8).min_by_key(|&n| STEPS.get(usize::from(n)).map(|s| s.abs_diff(v))).unwrap_or(0);
    let value = |n: u8| STEPS.get(usize::from(n)).copied().unwrap_or(0);
    let (cr, cg, cb) = (step(r), step(g), step(b));
    let mean = (u16::from(r) + u16::from(g) + u16::from(b)) / 3;
    let grey = u8::try_from((mean.saturating_sub(3) / 10).min(23)).unwrap_or(0);
    let far = |(x, y, z): (u8, u8, u8)| {
        let square = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
        square(x, r) + square(y, g) + square(z, b)
    };
    let shade = 8 + grey * 10;
    let in_cube = far((value(cr), value(cg), value(cb)));
    if far((shade, shade, shade)) < in_cube { 232 + grey } else { 16 + 36 * cr + 6 * cg + cb }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_of_256() {
        assert_eq!([nearest(0, 0, 0), nearest(255, 255, 255), nearest(255, 0, 0)], [16, 231, 196]);
        assert_eq!(nearest(0x80, 0x80, 0x80), 244);
        assert_eq!(nearest(0x0f, 0x14, 0x19), 233);
    }
}
