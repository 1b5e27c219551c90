//! A query as text: what is printed reads as what was printed.

use std::fmt;

use super::ast::{Dates, IdTest, Node, Pattern, Term, Test};
use super::{Field, Query};

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.root())
    }
}

/// Binds loosest first: `OR`, beside each other, `-`.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Node::All => f.write_str("*"),
            Node::Or(nodes) => list(f, nodes, " OR "),
            Node::And(nodes) => list(f, nodes, " "),
            Node::Not(node) => {
                f.write_str("-")?;
                inside(f, node)
            }
            Node::Term(term) => write!(f, "{term}"),
        }
    }
}

fn list(f: &mut fmt::Formatter<'_>, nodes: &[Node], between: &str) -> fmt::Result {
    for (i, node) in nodes.iter().enumerate() {
        if i > 0 {
            f.write_str(between)?;
        }
        match node {
            // Words beside each other bind more tightly than OR, but not everybody knows.
            Node::And(_) | Node::Or(_) => inside(f, node)?,
            _ => write!(f, "{node}")?,
        }
    }
    Ok(())
}

fn inside(f: &mut fmt::Formatter<'_>, node: &Node) -> fmt::Result {
    match node {
        Node::And(_) | Node::Or(_) | Node::Not(_) => write!(f, "({node})"),
        _ => write!(f, "{node}"),
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.field != Field::Any {
            write!(f, "{}:", self.field.name())?;
        }
        write!(f, "{}", self.test)
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Test::Words(pattern) => write!(f, "{pattern}"),
            Test::Name(name) => f.write_str(name),
            Test::Code { code, open } => write!(f, "{code}{}", if *open { "*" } else { "" }),
            Test::Level { compare, level, controls } => {
                let level = level.map_or("", |level| level.letters());
                let controls: Vec<&str> = controls.iter().map(|control| control.name()).collect();
                let between = if level.is_empty() || controls.is_empty() { "" } else { "//" };
                let marking = format!("{level}{between}{}", controls.join("/"));
                let quote = if marking.contains([' ', '(', ')']) { "\"" } else { "" };
                write!(f, "{}{quote}{marking}{quote}", compare.sign())
            }
            Test::Precedence { compare, with } => {
                let word =
                    super::value::PRECEDENCES.iter().find(|(_, known)| known == with).map_or("", |(word, _)| word);
                write!(f, "{}{word}", compare.sign())
            }
            Test::Dates(Dates::One(compare, period)) => write!(f, "{}{period}", compare.sign()),
            Test::Dates(Dates::Range(from, to)) => {
                if let Some(from) = from {
                    write!(f, "{from}")?;
                }
                f.write_str("..")?;
                to.map_or(Ok(()), |to| write!(f, "{to}"))
            }
            Test::State(word) | Test::OneOf(word) => f.write_str(word),
            Test::Id(IdTest { year, post, serial }) => {
                if let Some(year) = year {
                    write!(f, "{:02}", year.rem_euclid(100))?;
                }
                write!(f, "{post}{serial}")
            }
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Pattern::Phrase { words, open } => {
                let quote = if words.len() == 1 { "" } else { "\"" };
                write!(f, "{quote}{}{}{quote}", words.join(" "), if *open { "*" } else { "" })
            }
            Pattern::Near { words, distance } => write!(f, "\"{}\"~{distance}", words.join(" ")),
            Pattern::Expression(source) => {
                f.write_str("/")?;
                let mut chars = source.chars();
                while let Some(c) = chars.next() {
                    match c {
                        '/' => f.write_str("\\/")?,
                        '\\' => {
                            f.write_str("\\")?;
                            if let Some(next) = chars.next() {
                                write!(f, "{next}")?;
                            }
                        }
                        c => write!(f, "{c}")?,
                    }
                }
                f.write_str("/")
            }
        }
    }
}
