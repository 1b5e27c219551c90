//! From what a person types to a [`Node`].
//!
//! One pass, no looking back over what was read, and no deeper than [`DEEPEST`](super::DEEPEST): any input is answered in
//! time. The grammar, `|` for choices:
//!
//! ```text
//! query  = all { "OR" all }
//! all    = part { ["AND"] part }
//! part   = ("-" | "NOT") part | "(" query ")" | field ":" "(" query ")" | [ field ":" [ sign ] ] value
//! value  = word [ "*" ] | '"' words [ "*" ] '"' [ "~" number ] | "/" expression "/"
//! ```

use super::ast::{Compare, Node, Pattern, Term, Test};
use super::error::{Fault, QueryError};
use super::{DEEPEST, Field, Kind, LONGEST, MOST, expression, value};
use crate::cable::canonical_id;
use crate::text::Span;

type Result<T> = std::result::Result<T, QueryError>;

/// Reads a query.
pub(super) fn parse(text: &str) -> Result<Node> {
    if text.len() > LONGEST {
        return Err(QueryError::new(Fault::TooLong, Span::new(text.floor_char_boundary(LONGEST), text.len())));
    }
    let mut parser = Parser { text, at: 0, depth: 0, words: 0 };
    let node = parser.one_of(Field::Any)?;
    parser.blanks();
    if parser.at < text.len() {
        return Err(parser.fault(Fault::StrayBracket, parser.at, parser.at + 1));
    }
    Ok(id_alone(text, node))
}

/// What is just an id finds that cable. Without its year it may be meant as words as well (`baghdad 2003`).
fn id_alone(text: &str, node: Node) -> Node {
    let is_plain = |term: &&Term| {
        term.field == Field::Any && matches!(&term.test, Test::Words(Pattern::Phrase { open: false, .. }))
    };
    let terms = node.terms();
    let plain = !terms.is_empty() && terms.len() <= 6 && terms.iter().all(is_plain);
    if !plain || !matches!(node, Node::Term(_) | Node::And(_)) {
        return node;
    }
    let span = Span::new(0, text.len());
    let term = |test| Node::Term(Term { field: Field::Id, test: Test::Id(test), span });
    // Signs that belong to no word, as in `rome 312:`, stand in the way of an id and not of what is meant.
    let words = node.to_string();
    for text in [text, &words].into_iter().filter(|text| !text.contains(['"', '(', '“'])) {
        if canonical_id(text).is_some_and(|id| id.has_known_post()) {
            return value::id(text).map_or(node, term);
        }
        if let Some(id) = value::id_without_year(text) {
            return Node::one_of(vec![term(id), node]);
        }
    }
    node
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    words: usize,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn fault(&self, fault: Fault, start: usize, end: usize) -> QueryError {
        QueryError::new(fault, Span::new(start, self.text.ceil_char_boundary(end.min(self.text.len()))))
    }

    fn blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Takes a sign if it stands here.
    fn take(&mut self, sign: &str) -> bool {
        let here = self.rest().starts_with(sign);
        self.at += if here { sign.len() } else { 0 };
        here
    }

    /// Takes a word in capitals if it stands here by itself.
    fn take_word(&mut self, word: &str) -> bool {
        let behind = self.rest().strip_prefix(word);
        let here =
            behind.is_some_and(|rest| rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || is_sign(c)));
        self.at += if here { word.len() } else { 0 };
        here
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth == DEEPEST {
            return Err(self.fault(Fault::TooDeep, self.at, self.at + 1));
        }
        self.depth += 1;
        let found = read(self);
        self.depth -= 1;
        found
    }

    fn one_of(&mut self, field: Field) -> Result<Node> {
        let mut nodes = Vec::new();
        loop {
            let before = self.at;
            let part = self.all_of(field)?;
            let or = self.at;
            let more = self.take_word("OR");
            if part.is_none() && (more || !nodes.is_empty()) {
                let place = if more { or } else { self.text[..before].rfind("OR").unwrap_or(before) };
                return Err(self.fault(Fault::Lonely("OR"), place, place + 2));
            }
            nodes.extend(part);
            if !more {
                return Ok(Node::one_of(nodes));
            }
        }
    }

    /// `None` where nothing stands here at all; signs that make no word are something.
    fn all_of(&mut self, field: Field) -> Result<Option<Node>> {
        let (mut nodes, mut any) = (Vec::new(), false);
        loop {
            self.blanks();
            let start = self.at;
            let and = self.take_word("AND");
            self.blanks();
            let ended = self.rest().is_empty() || self.rest().starts_with(')') || self.is_or();
            if and && (ended || !any) {
                return Err(self.fault(Fault::Lonely("AND"), start, start + 3));
            }
            if ended {
                return Ok(any.then(|| Node::all_of(nodes)));
            }
            any = true;
            nodes.extend(self.part(field)?);
        }
    }

    fn is_or(&self) -> bool {
        let behind = self.rest().strip_prefix("OR");
        behind.is_some_and(|rest| rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || is_sign(c)))
    }

    /// `None` where signs stand here that make no word.
    fn part(&mut self, field: Field) -> Result<Option<Node>> {
        let start = self.at;
        let not = self.take_word("NOT");
        if not || (self.rest().starts_with('-') && self.is_minus()) {
            self.at += usize::from(!not);
            self.blanks();
            if self.rest().is_empty() || self.rest().starts_with(')') || self.is_or() {
                return Err(self.fault(Fault::Lonely(if not { "NOT" } else { "-" }), start, self.at.max(start + 1)));
            }
            let part = self.deeper(|parser| parser.part(field))?;
            return Ok(part.map(|part| Node::Not(Box::new(part))));
        }
        if self.take("(") {
            return self.deeper(|parser| parser.group(field, start)).map(Some);
        }
        match self.field_name()? {
            Some(inner) if field != Field::Any => {
                Err(self.fault(Fault::FieldInField(field), start, self.at.max(start + inner.name().len())))
            }
            Some(inner) => self.value(inner, start),
            None => self.value(field, start),
        }
    }

    /// Whether the hyphen here stands directly before something that can be left out.
    fn is_minus(&self) -> bool {
        let rest = &self.rest()[1..];
        rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '(' | '"' | '“' | '”' | '/' | '*' | '-'))
            && !rest.starts_with("--")
    }

    /// A group, its bracket taken.
    fn group(&mut self, field: Field, start: usize) -> Result<Node> {
        let inner = self.at;
        let node = self.one_of(field)?;
        self.blanks();
        if !self.take(")") {
            return Err(self.fault(Fault::OpenGroup, start, start + 1));
        }
        if self.text[inner..self.at - 1].trim().is_empty() {
            return Err(self.fault(Fault::EmptyGroup, start, self.at));
        }
        Ok(node)
    }

    /// The name of a field and its colon.
    fn field_name(&mut self) -> Result<Option<Field>> {
        let rest = self.rest();
        let len = rest.bytes().take_while(|b| b.is_ascii_alphabetic() || *b == b'-').count();
        let Some(name) = rest.get(..len).filter(|name| !name.is_empty() && rest[len..].starts_with(':')) else {
            return Ok(None);
        };
        let start = self.at;
        self.at += len + 1;
        match Field::named(name) {
            Some(field) => Ok(Some(field)),
            None => Err(self.fault(Fault::UnknownField(name.to_owned()), start, self.at)),
        }
    }

    /// What stands behind the field, or a word without one.
    fn value(&mut self, field: Field, start: usize) -> Result<Option<Node>> {
        let named = start != self.at;
        let compare = if named { self.compare() } else { Compare::Is };
        let from = self.at;
        match self.rest().chars().next() {
            Some('(') if named => {
                self.at += 1;
                if compare != Compare::Is {
                    return Err(self.fault(Fault::NoValue(field), start, self.at));
                }
                self.deeper(|parser| parser.group(field, from)).map(Some)
            }
            Some(quote @ ('"' | '“' | '”')) => {
                self.at += quote.len_utf8();
                self.quoted(field, compare, start, from).map(Some)
            }
            Some('/') if field.kind() == Kind::Words => self.expression(field, compare, start).map(Some),
            Some(c) if !c.is_whitespace() && c != ')' => self.bare(field, compare, start),
            _ => Err(self.fault(Fault::NoValue(field), start, self.at)),
        }
    }

    fn compare(&mut self) -> Compare {
        self.take("=");
        Compare::ALL
            .into_iter()
            .find(|compare| !compare.sign().is_empty() && self.take(compare.sign()))
            .unwrap_or(Compare::Is)
    }

    fn quoted(&mut self, field: Field, compare: Compare, start: usize, quote: usize) -> Result<Node> {
        let from = self.at;
        let Some(len) = self.rest().find(['"', '“', '”']) else {
            return Err(self.fault(Fault::OpenQuote, quote, quote + 1));
        };
        let inner = &self.text[from..from + len];
        self.at = from + len;
        self.at += self.rest().chars().next().map_or(0, char::len_utf8);
        let distance = self.rest().strip_prefix('~').map(|rest| rest.bytes().take_while(u8::is_ascii_digit).count());
        let test = match distance.filter(|digits| *digits > 0) {
            Some(digits) if field.kind() == Kind::Words => {
                let figures = &self.rest()[1..=digits];
                let near = value::near(inner, figures);
                self.at += digits + 1;
                near.map(|near| Some(Test::Words(near)))
            }
            _ => value::test(field, compare, inner, true),
        };
        match test {
            Ok(Some(test)) => self.term(field, test, start),
            Ok(None) => Err(self.fault(Fault::NoWords, start, self.at)),
            Err(fault) => Err(self.fault(fault, start, self.at)),
        }
    }

    fn expression(&mut self, field: Field, compare: Compare, start: usize) -> Result<Node> {
        let slash = self.at;
        if compare != Compare::Is {
            return Err(self.fault(Fault::NoOrder(field), start, slash));
        }
        let mut source = String::new();
        let mut chars = self.text[slash + 1..].char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '/' => {
                    self.at = slash + 1 + at + 1;
                    return match expression::build(&source) {
                        Ok(_) => self.term(field, Test::Words(Pattern::Expression(source)), start),
                        Err(why) => Err(self.fault(Fault::BadExpression(why), slash, self.at)),
                    };
                }
                '\\' => match chars.next() {
                    Some((_, '/')) => source.push('/'),
                    Some((_, next)) => source.extend(['\\', next]),
                    None => break,
                },
                c => source.push(c),
            }
        }
        Err(self.fault(Fault::OpenExpression, slash, slash + 1))
    }

    /// A value without quotes. An id may go on over blanks.
    fn bare(&mut self, field: Field, compare: Compare, start: usize) -> Result<Option<Node>> {
        let from = self.at;
        self.at += bare_len(self.rest());
        if field.kind() == Kind::Id && value::id(&self.text[from..self.at]).is_none() {
            self.at = self.end_of_id(from).unwrap_or(self.at);
        }
        let written = &self.text[from..self.at];
        if field == Field::Any && written == "*" {
            return Ok(Some(Node::All));
        }
        match value::test(field, compare, written, false) {
            Ok(Some(test)) => self.term(field, test, start).map(Some),
            Ok(None) if field == Field::Any => Ok(None),
            Ok(None) => Err(self.fault(Fault::BadValue(field, written.to_owned()), start, self.at)),
            Err(fault) => Err(self.fault(fault, start, self.at)),
        }
    }

    /// Where the id ends that begins at `from` and has blanks in it: `06 port au prince 12`.
    fn end_of_id(&self, from: usize) -> Option<usize> {
        let mut at = self.at;
        for _ in 0..6 {
            let rest = self.text.get(at..)?;
            let blanks = rest.len() - rest.trim_start().len();
            let len = bare_len(&rest[blanks..]);
            if blanks == 0 || len == 0 {
                return None;
            }
            at += blanks + len;
            if value::id(&self.text[from..at]).is_some() {
                return Some(at);
            }
        }
        None
    }

    fn term(&mut self, field: Field, test: Test, start: usize) -> Result<Node> {
        let span = Span::new(start, self.at);
        self.words += match &test {
            Test::Words(Pattern::Phrase { words, .. } | Pattern::Near { words, .. }) => words.len(),
            _ => 1,
        };
        if self.words > MOST {
            return Err(QueryError::new(Fault::TooMany, span));
        }
        // Fields that only say how dates are compared.
        let field = if matches!(field, Field::Before | Field::After | Field::Year) { Field::Date } else { field };
        Ok(Node::Term(Term { field, test, span }))
    }
}

/// Signs that end a word without a blank.
fn is_sign(c: char) -> bool {
    matches!(c, '(' | ')' | '"' | '“' | '”')
}

fn bare_len(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || is_sign(c)).unwrap_or(text.len())
}
