//! HTML into tags and text, in one pass, whatever it holds.
//!
//! Comments, declarations, scripts and styles are left out. A `<` that begins no known tag is text: cables hold `<SIC>` and
//! addresses of mail, and pages do not always escape them. An unclosed tag ends where the next begins.

/// Elements that stand in pages. What is named otherwise is text.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "footer",
    "form",
    "frame",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "link",
    "main",
    "mark",
    "meta",
    "nav",
    "nobr",
    "noscript",
    "ol",
    "option",
    "p",
    "pre",
    "s",
    "samp",
    "script",
    "section",
    "select",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "wbr",
];

/// A piece of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// As it stands, references unresolved.
    Text(&'a str),
    /// The name of an element, lower case.
    Open(&'static str),
    /// The same.
    Close(&'static str),
}

/// The pieces of a page, in order.
pub(super) struct Tokens<'a> {
    rest: &'a str,
    /// What was looked for to the end and is not there: it is not looked for again.
    missing: Vec<&'static str>,
}

impl<'a> Tokens<'a> {
    pub(super) fn of(page: &'a str) -> Self {
        Tokens { rest: page, missing: Vec::new() }
    }

    /// Goes behind the next `end`, where there is one.
    fn skip(&mut self, end: &'static str) {
        if self.missing.contains(&end) {
            return;
        }
        match find_ignoring_case(self.rest, end) {
            Some(at) => self.rest = self.rest.get(at + end.len()..).unwrap_or_default(),
            None => self.missing.push(end),
        }
    }

    /// Takes `len` bytes.
    fn take(&mut self, len: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(len).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let Some(behind) = self.rest.strip_prefix('<') else {
                let len = memchr::memchr(b'<', self.rest.as_bytes()).unwrap_or(self.rest.len());
                return Some(Token::Text(self.take(len)));
            };
            if behind.starts_with("!--") {
                self.take("<!--".len());
                self.skip("-->");
                continue;
            }
            if behind.starts_with(['!', '?']) {
                self.take(tag_len(self.rest));
                continue;
            }
            let closes = behind.starts_with('/');
            let Some(element) = element(behind.strip_prefix('/').unwrap_or(behind)) else {
                return Some(Token::Text(self.take(1)));
            };
            self.take(tag_len(self.rest));
            match (element, closes) {
                ("script", false) => self.skip("</script>"),
                ("style", false) => self.skip("</style>"),
                (_, false) => return Some(Token::Open(element)),
                (_, true) => return Some(Token::Close(element)),
            }
        }
    }
}

/// The element whose name stands here, with a blank, `/`, `<` or `>` behind it.
fn element(text: &str) -> Option<&'static str> {
    let len = text.bytes().take(12).position(|byte| !byte.is_ascii_alphanumeric())?;
    let (name, behind) = text.split_at_checked(len)?;
    let ends = behind.starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '<' | '>'));
    ELEMENTS.iter().find(|element| ends && element.eq_ignore_ascii_case(name)).copied()
}

/// The length of the tag that starts here. A `>` in a quoted value does not end it; a quote that is not closed before the next
/// tag is none.
fn tag_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'>' => return at,
            b'<' => return at - 1,
            b'"' | b'\'' => {
                let behind = bytes.get(at..).unwrap_or_default();
                let close = memchr::memchr2(byte, b'<', behind).filter(|close| behind.get(*close) == Some(&byte));
                at += close.map_or(0, |close| close + 1);
            }
            _ => {}
        }
    }
    bytes.len()
}

/// Where `needle` stands, small or capital letters.
pub(super) fn find_ignoring_case(text: &str, needle: &str) -> Option<usize> {
    let first = *needle.as_bytes().first()?;
    let bytes = text.as_bytes();
    memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), bytes)
        .find(|at| bytes.get(*at..at + needle.len()).is_some_and(|here| here.eq_ignore_ascii_case(needle.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Text as it stands, tags as `[name]` and `[/name]`.
    fn check(page: &str, expected: &str) {
        let shown: String = Tokens::of(page)
            .map(|token| match token {
                Token::Text(text) => text.to_owned(),
                Token::Open(name) => format!("[{name}]"),
                Token::Close(name) => format!("[/{name}]"),
            })
            .collect();
        assert_eq!(shown, expected, "{page}");
    }

    #[test]
    fn tags_and_text() {
        check("<P>a<br/>b</p >c", "[p]a[br]b[/p]c");
        check("<a href='x>y' title=\"'\">z</a>", "[a]z[/a]");
        check("one<!-- <pre>\n -->two<?php x ?><!DOCTYPE html>three", "onetwothree");
        check("<script>if (a<pre>b) '<pre>'</SCRIPT>x<style>p {}</style>y", "xy");
    }

    #[test]
    fn soup() {
        check("a < b, <SIC>, <john@x.gov>, <<END>>, <", "a < b, <SIC>, <john@x.gov>, <<END>>, <");
        check("<a href='x>y</a>", "[a]y[/a]");
        check("<a title=\"<\">z</a>", "[a]<\">z[/a]");
        check("<td<td>x<b", "[td][td]x<b");
        check("<!-- open <b>x", " open [b]x");
        check("<script>open <b>x", "open [b]x");
        check("é<é>", "é<é>");
    }

    #[test]
    fn elements_are_sorted_and_small() {
        assert!(ELEMENTS.is_sorted());
        assert!(
            ELEMENTS
                .iter()
                .all(|name| name.len() < 12 && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
        );
    }
}
