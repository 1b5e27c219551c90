//! The pages on which cables were published: what is known of a cable in a table, its text in `<pre>` blocks.
//!
//! A page is read as it comes: tags that nobody closed, `<br>` for line ends, links around words, references for
//! characters. Only the words of the blocks are the cable, joined as the columns of the csv are; menus and scripts are not.
//! A tokenizer of our own reads it, because all of a page that is of use are six tags, and a tree of the whole would have to be
//! built and walked, in depth, of pages that nobody vouches for.

mod entities;
mod tokens;

use std::borrow::Cow;

use self::entities::resolve_into;
use self::tokens::{Token, Tokens, find_ignoring_case};
use super::columns::{Cells, GAP};
use super::{Form, Next, Reach, Unpacked};
use crate::cable::Hints;
use crate::text::decode::decode;

/// What a page starts with, in any case.
const STARTS: &[&str] = &["<!doctype html", "<html", "<?xml"];

const END: &str = "</html>";

/// The form of pages.
#[derive(Debug)]
struct Pages;

impl Form for Pages {
    fn next(&self, window: &[u8], reach: Reach) -> Next {
        Next::up_to(page_end(window), window, reach)
    }

    fn unpack<'a>(&self, record: &'a [u8]) -> Option<Unpacked<'a>> {
        let page = Page::read(&decode(record).text)?;
        Some(Unpacked { text: Cow::Owned(page.text.into_bytes()), hints: page.hints })
    }
}

/// The form that was recognised once.
pub(super) fn again(_: &[u8]) -> Option<Box<dyn Form>> {
    Some(Box::new(Pages))
}

/// Pages are told by their first tag, parts of pages by a block in what looks like one.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Form>> {
    let head = decode(head).text;
    let head = head.trim_ascii_start();
    let is_page = starts_page(head) || (head.starts_with('<') && find_ignoring_case(head, "<pre>").is_some());
    is_page.then(|| Box::new(Pages) as Box<dyn Form>)
}

fn starts_page(text: &str) -> bool {
    STARTS.iter().any(|start| text.get(..start.len()).is_some_and(|here| here.eq_ignore_ascii_case(start)))
}

/// Where the next page begins: behind the end of this one, where another starts.
fn page_end(window: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'<', window)
        .filter(|at| window.get(*at..*at + END.len()).is_some_and(|here| here.eq_ignore_ascii_case(END.as_bytes())))
        .map(|at| at + END.len())
        .map(|end| end + window.iter().skip(end).take_while(|byte| byte.is_ascii_whitespace()).count())
        .find(|next| {
            STARTS.iter().any(|start| {
                window.get(*next..*next + start.len()).is_some_and(|here| here.eq_ignore_ascii_case(start.as_bytes()))
            })
        })
}

/// What is read from a page.
#[derive(Default)]
struct Page {
    text: String,
    hints: Hints,
}

/// What the words that come belong to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Nothing that is of use.
    Elsewhere,
    /// A block of the cable.
    Block,
    /// A name in a table.
    Name,
    /// A value in a table.
    Value,
}

impl Page {
    /// `None` where the page holds no block.
    fn read(page: &str) -> Option<Page> {
        let (mut blocks, mut table, mut found) = (Vec::<String>::new(), Table::default(), None);
        let mut place = Place::Elsewhere;
        for token in Tokens::of(page) {
            match token {
                Token::Text(text) => match place {
                    Place::Elsewhere => {}
                    Place::Block => blocks.last_mut().into_iter().for_each(|block| resolve_into(text, block)),
                    Place::Name => table.names.last_mut().into_iter().for_each(|name| resolve_into(text, name)),
                    Place::Value => table.values.last_mut().into_iter().for_each(|value| resolve_into(text, value)),
                },
                Token::Open("pre") => {
                    blocks.push(String::new());
                    place = Place::Block;
                }
                Token::Close("pre" | "body" | "html") => place = Place::Elsewhere,
                Token::Open("br" | "p" | "div" | "li" | "hr") if place == Place::Block => {
                    blocks.last_mut().into_iter().for_each(|block| block.push('\n'));
                }
                _ if place == Place::Block => {}
                Token::Open("table") => {
                    table = Table::default();
                    place = Place::Elsewhere;
                }
                Token::Open("th") => {
                    table.names.push(String::new());
                    place = Place::Name;
                }
                Token::Open("td") => {
                    table.values.push(String::new());
                    place = Place::Value;
                }
                Token::Open("tr") | Token::Close("th" | "td" | "tr" | "table") => {
                    place = Place::Elsewhere;
                }
                Token::Open(_) | Token::Close(_) => {}
            }
            // Blocks before the table are not the cable's.
            if found.is_none()
                && let Token::Close("table") | Token::Open("pre") = token
                && let Some(hints) = std::mem::take(&mut table).hints()
            {
                found = Some(hints);
                blocks.drain(..blocks.len().saturating_sub(usize::from(place == Place::Block)));
            }
        }
        let mut text = String::new();
        // HTML leaves a line end out that stands directly behind the tag.
        for block in blocks.iter().map(|block| block.strip_prefix('\n').unwrap_or(block)) {
            if !text.is_empty() && !block.trim().is_empty() {
                text.push_str(GAP);
            }
            text.push_str(if block.trim().is_empty() { "" } else { block });
        }
        (!blocks.is_empty()).then(|| Page { text, hints: found.unwrap_or_default() })
    }
}

/// Names and values of a table, in their order: in two rows, or a row each.
#[derive(Default)]
struct Table {
    names: Vec<String>,
    values: Vec<String>,
}

impl Table {
    /// What a table tells of a cable: `None` where it names none.
    fn hints(&self) -> Option<Hints> {
        let mut cells = Cells::default();
        for (name, value) in self.names.iter().zip(&self.values) {
            cells.add(name, Cow::Borrowed(value));
        }
        cells.hints()
    }
}

#[cfg(test)]
mod tests;
