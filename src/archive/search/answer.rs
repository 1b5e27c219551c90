//! What is known of which cables a query means, before any text is read.
//!
//! Two sets: the cables that are meant for certain, and those that may be. The columns of a catalogue and the runs of an
//! index answer in this form; what lies between the two sets is decided by the text.

use super::super::Bits;
use crate::archive::query::ast::{Node, Term};

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    /// What is meant.
    pub certain: Bits,
    /// What may be meant; holds the certain.
    pub possible: Bits,
}

impl Answer {
    /// All is known: these are meant, and no others.
    pub(crate) fn known(bits: Bits) -> Self {
        Answer { possible: bits.clone(), certain: bits }
    }

    /// These are meant; of the others nothing is known.
    pub(crate) fn at_least(certain: Bits) -> Self {
        Answer { possible: Bits::all(certain.len()), certain }
    }

    /// Nothing is known of `len` cables.
    pub(crate) fn open(len: u32) -> Self {
        Answer::at_least(Bits::none(len))
    }

    /// The answer for a query among `len` cables, from the answers for its terms.
    pub(crate) fn of<E>(node: &Node, len: u32, term: &mut dyn FnMut(&Term) -> Result<Answer, E>) -> Result<Answer, E> {
        Ok(match node {
            Node::All => Answer::known(Bits::all(len)),
            Node::Not(node) => {
                let answer = Answer::of(node, len, term)?;
                Answer { certain: answer.possible.not(), possible: answer.certain.not() }
            }
            Node::And(nodes) => {
                let mut both = Answer::known(Bits::all(len));
                for node in nodes {
                    if both.possible.is_empty() {
                        break;
                    }
                    let answer = Answer::of(node, len, term)?;
                    both.certain = both.certain.and(&answer.certain);
                    both.possible = both.possible.and(&answer.possible);
                }
                both
            }
            Node::Or(nodes) => {
                let mut one = Answer::known(Bits::none(len));
                for node in nodes {
                    let answer = Answer::of(node, len, term)?;
                    one.certain = one.certain.or(&answer.certain);
                    one.possible = one.possible.or(&answer.possible);
                }
                one
            }
            Node::Term(asked) => term(asked)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::query::Query;

    #[test]
    fn what_is_not_known_stays_open_through_any_query() {
        let set = |numbers: &[u32]| {
            let mut bits = Bits::none(4);
            numbers.iter().for_each(|number| bits.insert(*number));
            bits
        };
        let answer = |query: &str| {
            let query = Query::parse(query).unwrap();
            let term = |term: &Term| {
                Ok::<_, ()>(match term.test.to_string().as_str() {
                    "known" => Answer::known(set(&[0, 1])),
                    _ => Answer::at_least(set(&[1, 2])),
                })
            };
            let Answer { certain, possible } = Answer::of(query.root(), 4, &mut { term }).unwrap();
            (certain.iter().collect::<Vec<_>>(), possible.iter().collect::<Vec<_>>())
        };
        assert_eq!(answer("*"), (vec![0, 1, 2, 3], vec![0, 1, 2, 3]));
        assert_eq!(answer("known part"), (vec![1], vec![0, 1]));
        assert_eq!(answer("known OR part"), (vec![0, 1, 2], vec![0, 1, 2, 3]));
        assert_eq!(answer("-part"), (vec![], vec![0, 3]));
        assert_eq!(answer("known -part"), (vec![], vec![0]));
        assert_eq!(answer("-known"), (vec![2, 3], vec![2, 3]));
    }
}
