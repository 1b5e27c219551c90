//! Regular expressions in queries.

use regex::{Regex, RegexBuilder};

/// More than that is no expression that a person typed.
const SIZE: usize = 1 << 20;

/// Compiles an expression; case does not count, and `^` and `$` are ends of lines. An error is one line for people.
///
/// Linear in the text by its nature; what would need too much memory is an error.
pub(super) fn build(source: &str) -> Result<Regex, String> {
    let mut builder = RegexBuilder::new(source);
    let builder = builder.case_insensitive(true).multi_line(true).size_limit(SIZE).dfa_size_limit(SIZE).nest_limit(40);
    builder.build().map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => "it would need too much memory".to_owned(),
        error => {
            // The last line says what is wrong, those before it show where.
            let text = error.to_string();
            let last = text.lines().last().unwrap_or_default();
            last.trim().strip_prefix("error: ").unwrap_or(last).to_owned()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_one_line() {
        assert_eq!(build("a(b").unwrap_err(), "unclosed group");
        assert_eq!(build(r"(\w{1000}){1000}").unwrap_err(), "it would need too much memory");
        assert!(build("AHTI.*saari").unwrap().is_match("ahti-\nSAARI ahti saari"));
    }
}
