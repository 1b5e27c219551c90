//! JSON lines: our own output where it holds the texts, and tables of cables that were written as objects.
//!
//! One object a line; the brackets and commas of an array that is written so are passed over. An object of ours is read from its
//! `text` and from what stood `beside` it, and parsed again: everything else in it follows from these two. Of other objects
//! the keys are read as names of columns.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::columns::{self, Cells};
use super::{Form, Next, Reach, Unpacked};
use crate::cable::Hints;
use crate::text::decode::decode;

const WITHOUT_TEXT: &str = "this object holds no text of a cable; where it is of `sipdis parse`, write it anew with \
                            --with-text. It is shown as it stands";
const BROKEN: &str = "this line is not a JSON object; it is shown as it stands";
const UNCLOSED: &str = "the file ends inside this object; it is shown as it stands";

/// The form of such files.
#[derive(Debug)]
struct Lines;

impl Form for Lines {
    fn next(&self, window: &[u8], reach: Reach) -> Next {
        let mark = if window.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let start = mark + dividers(window.get(mark..).unwrap_or_default());
        let rest = window.get(start..).unwrap_or_default();
        let len = match (memchr::memchr2(b'\n', b'\r', rest), reach) {
            (Some(len), _) => len,
            (None, Reach::GoesOn) => return Next::More,
            (None, Reach::End) if rest.is_empty() => return Next::Nothing,
            (None, Reach::End) => rest.len(),
        };
        let line = rest.get(..len).unwrap_or_default().trim_ascii_end();
        let line = line.strip_suffix(b",").unwrap_or(line);
        let fault = match object(line) {
            Ok(object) => object.unpack().is_none().then_some(WITHOUT_TEXT),
            Err(error) if error.is_eof() && start + len == window.len() => Some(UNCLOSED),
            Err(_) => Some(BROKEN),
        };
        // What divides it from the next one goes with it, so that each begins where it is found from the middle of the file.
        let rest = start + len + dividers(rest.get(len..).unwrap_or_default());
        Next::Record { bytes: start..start + line.len(), rest, fault }
    }

    fn has_marks(&self) -> bool {
        true
    }

    fn mark(&self, bytes: &[u8]) -> Option<usize> {
        let end = memchr::memchr2(b'\n', b'\r', bytes)?;
        let start = end + dividers(bytes.get(end..)?);
        (start < bytes.len()).then_some(start)
    }

    fn unpack<'a>(&self, record: &'a [u8]) -> Option<Unpacked<'a>> {
        object(record).ok()?.unpack()
    }
}

/// How many bytes stand before the next object that belong to none.
fn dividers(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_whitespace() || b"[],".contains(byte)).count()
}

fn object(record: &[u8]) -> serde_json::Result<Object> {
    serde_json::from_str(&decode(record).text)
}

/// A text that begins with a byte order mark of its own needs one more, because the first is taken for that of a file.
fn marked(text: String) -> String {
    if text.starts_with('\u{feff}') { format!("\u{feff}{text}") } else { text }
}

/// The form that was recognised once.
pub(super) fn again(_: &[u8]) -> Option<Box<dyn Form>> {
    Some(Box::new(Lines))
}

/// JSON lines are told by their first object.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Form>> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let first = head.strip_prefix(b"[").unwrap_or(head).trim_ascii_start();
    let key = first.strip_prefix(b"{")?.trim_ascii_start();
    key.starts_with(b"\"").then(|| Box::new(Lines) as Box<dyn Form>)
}

/// What is read of an object.
#[derive(Default)]
struct Object {
    /// What stood beside the text, in an object of ours.
    beside: Option<Hints>,
    text: Option<String>,
    cells: Cells<'static>,
}

impl Object {
    fn unpack(self) -> Option<Unpacked<'static>> {
        match (self.beside, self.text) {
            (Some(hints), Some(text)) => Some(Unpacked { text: Cow::Owned(marked(text).into_bytes()), hints }),
            (Some(_), None) => None,
            (None, _) => self.cells.unpack(),
        }
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor)
    }
}

struct ObjectVisitor;

impl<'de> Visitor<'de> for ObjectVisitor {
    type Value = Object;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
        let mut object = Object::default();
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            if key == "source" {
                object.beside = map.next_value::<Source>()?.0;
            } else if key == "text" || columns::is_known(&key) {
                let Words(words) = map.next_value()?;
                if key == "text" {
                    object.text.clone_from(&words);
                }
                object.cells.add(&key, words.unwrap_or_default().into());
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(object)
    }
}

/// The `source` of an object of ours, of which only `beside` matters. In other objects it may be anything.
struct Source(Option<Hints>);

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        let Some(beside) = value.get("beside") else { return Ok(Source(None)) };
        let word = |key: &str| beside.get(key).and_then(|word| word.as_str()).map(str::to_owned);
        Ok(Source(Some(Hints {
            name: word("id"),
            date: word("date").as_deref().and_then(columns::date),
            origin: word("origin"),
            level: word("level"),
        })))
    }
}

/// A string; of a list of strings, all of them; of anything else, nothing.
struct Words(Option<String>);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Words(match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::String(words) => Some(words),
            serde_json::Value::Number(number) => Some(number.to_string()),
            serde_json::Value::Array(list) => {
                Some(list.iter().filter_map(|word| word.as_str()).collect::<Vec<_>>().join(", "))
            }
            _ => None,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The records of a file, each as `id: text`, `!` and the start of what is said where it has a fault.
    fn check(file: &str, expected: &[&str]) {
        assert!(recognise(file.as_bytes()).is_some());
        let (mut rest, mut found) = (file.as_bytes(), Vec::new());
        while let Next::Record { bytes, rest: next, fault } = Lines.next(rest, Reach::End) {
            found.push(match (Lines.unpack(&rest[bytes]), fault) {
                (Some(Unpacked { text, hints }), None) => {
                    format!("{}: {}", hints.name.unwrap_or_default(), String::from_utf8_lossy(&text))
                }
                (_, fault) => format!("!{}", fault.unwrap_or_default().split(';').next().unwrap_or_default()),
            });
            rest = &rest[next..];
        }
        assert_eq!(found, expected, "{file}");
    }

    const OURS: &str = r#"{"id":"06ROME1","source":{"path":"x","beside":{"id":"06ROME01","date":"2006-11-20T16:41:00Z"}},"text":"a\nb"}"#;

    #[test]
    fn objects_of_ours_are_their_text() {
        check(&format!("{OURS}\r\n\n{OURS}"), &["06ROME01: a\nb", "06ROME01: a\nb"]);
        check(&format!("[\n{OURS},\n{OURS}\n]\n"), &["06ROME01: a\nb", "06ROME01: a\nb"]);
        let hints = Lines.unpack(OURS.as_bytes()).unwrap().hints;
        assert_eq!(hints.date, Some(jiff::civil::date(2006, 11, 20).at(16, 41, 0, 0)));
        check(r#"{"id":"06ROME1","source":{"beside":{"id":null}},"text":"a"}"#, &[": a"]);
    }

    #[test]
    fn without_text_it_is_said() {
        check(
            r#"{"id":"06ROME1","source":{"beside":{"id":"06ROME1"}},"text":null,"subject":"x"}"#,
            &["!this object holds no text of a cable"],
        );
        let broken = "!this line is not a JSON object";
        check("{\"id\":\"06ROME1\"\n{\"x\":[[[\nwords\n\"\n", &[broken; 4]);
        check(&format!("{{\"x\":{}", "[".repeat(1_000_000)), &["!the file ends inside this object"]);
        check("\u{feff}\r\n{\"id\":\"06ROME1\",\"text\":\"a", &["!the file ends inside this object"]);
    }

    #[test]
    fn other_objects_are_read_by_their_keys() {
        check(
            r#"{"doc_id":"1976REYKJA00042","body":"words","tags":["PFOR","IC"],"source":"http","topics":{"x":1},"eo":null}"#,
            &["1976REYKJA00042: words\n\nMessage Attributes\n\nTAGS: PFOR, IC\n"],
        );
    }

    #[test]
    fn an_object_is_found_from_the_middle_where_the_one_before_ends() {
        let file = b"[\n{\"a\":1},\r\n \r\n{\"a\":2}\n\n]\n";
        let Next::Record { rest, .. } = Lines.next(file, Reach::End) else { panic!("there is a record") };
        assert_eq!(file.get(rest..rest + 4), Some(&b"{\"a\""[..]));
        for from in 2..12 {
            assert_eq!(Lines.mark(&file[from..]).map(|at| from + at), Some(rest), "{from}");
        }
        let Next::Record { rest, .. } = Lines.next(&file[rest..], Reach::End) else { panic!("there is another") };
        assert_eq!((rest, Lines.mark(b"{}\n]\n"), Lines.mark(b"{}")), (11, None, None));
    }

    #[test]
    fn a_file_is_told_by_its_first_object() {
        for head in ["{ \"id\"", "\u{feff}[\n {\"", " {\"x\":1}"] {
            assert!(recognise(head.as_bytes()).is_some(), "{head}");
        }
        for head in ["", "{", "[", "{SIC}", "[\"a\"]", "(C) {\""] {
            assert!(recognise(head.as_bytes()).is_none(), "{head}");
        }
    }
}
