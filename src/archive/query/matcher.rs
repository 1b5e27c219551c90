//! Whether a cable is meant: the truth that every faster way must agree with.
//!
//! The words of a query are numbered once; one pass over each text that is asked about notes where they stand, and all
//! phrases are decided from that. A question that the head of a cable does not answer leaves the answer open, so that most
//! cables need not be parsed whole.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use jiff::civil::Date;
use regex::Regex;

use super::ast::{Compare, Node, Pattern, Term, Test};
use super::facts::{Facts, Part};
use super::{Field, Query, expression, positions};
use crate::archive::words::Words;
use crate::cable::{Control, Level, Marking};
use crate::text::Span;

/// What is known beside the cables: by their canonical ids.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The day it is.
    pub today: Date,
    /// Cables that the person opened.
    pub read: HashSet<String>,
    /// Cables that the person marked.
    pub bookmarked: HashSet<String>,
    /// Cables that the person wrote about.
    pub noted: HashSet<String>,
    /// Ids that stand twice in the archive. See [`Query::needs_copies`].
    pub copies: HashSet<String>,
    /// What the cables cite that `cited-by:` names. See [`Query::citing`].
    pub cited: HashMap<String, HashSet<String>>,
}

/// A query made ready to be asked of many cables.
#[derive(Debug)]
pub struct Matcher {
    root: Node,
    words: HashMap<String, usize>,
    /// The first bytes of those words: most words of a text begin with another.
    first_bytes: [bool; 256],
    beginnings: Vec<(String, usize)>,
    expressions: HashMap<String, Regex>,
    known: Known,
}

/// Where the words of a query stand in one text: by their numbers.
pub(super) type Places = Vec<Vec<u32>>;

impl Query {
    /// Whether [`Known::copies`] must be filled.
    pub fn needs_copies(&self) -> bool {
        self.root.terms().iter().any(|term| term.test == Test::OneOf("copy"))
    }

    /// Whether the answer for a cable depends on which others there are.
    pub fn asks_others(&self) -> bool {
        self.needs_copies() || !self.citing().is_empty()
    }

    /// The ids of `cited-by:`, as they are written; [`Known::cited`] must have each.
    pub fn citing(&self) -> Vec<&super::ast::IdTest> {
        let terms = self.root.terms();
        let citing = terms.iter().filter(|term| term.field == Field::CitedBy);
        citing.filter_map(|term| if let Test::Id(id) = &term.test { Some(id) } else { None }).collect()
    }
}

/// The key of [`Known::cited`]: an id as it is printed.
pub(crate) fn id_key(id: &super::ast::IdTest) -> String {
    Test::Id(id.clone()).to_string()
}

impl Matcher {
    /// Makes a query ready.
    pub fn new(query: &Query, known: Known) -> Self {
        let mut matcher = Matcher {
            root: cheap_first(query.root().clone()),
            words: HashMap::new(),
            first_bytes: [false; 256],
            beginnings: Vec::new(),
            expressions: HashMap::new(),
            known,
        };
        for term in query.root().terms() {
            let Test::Words(pattern) = &term.test else { continue };
            match pattern {
                Pattern::Phrase { words, open } => {
                    for (i, word) in words.iter().enumerate() {
                        matcher.add(word, *open && i + 1 == words.len());
                    }
                }
                Pattern::Near { words, .. } => words.iter().for_each(|word| matcher.add(word, false)),
                // The parser has built it before.
                Pattern::Expression(source) => {
                    matcher.expressions.extend(expression::build(source).ok().map(|built| (source.clone(), built)));
                }
            }
        }
        matcher
    }

    fn add(&mut self, word: &str, open: bool) {
        let next = self.words.len() + self.beginnings.len();
        if !open {
            if let Some(first) = word.as_bytes().first() {
                self.first_bytes[usize::from(*first)] = true;
            }
            self.words.entry(word.to_owned()).or_insert(next);
        } else if self.beginnings.iter().all(|(known, _)| known != word) {
            self.beginnings.push((word.to_owned(), next));
        }
    }

    fn number(&self, word: &str, open: bool) -> Option<usize> {
        if open {
            self.beginnings.iter().find(|(known, _)| known == word).map(|(_, number)| *number)
        } else {
            self.words.get(word).copied()
        }
    }

    /// What is known beside the cables.
    pub fn known(&self) -> &Known {
        &self.known
    }

    /// The query, what is cheap to answer first.
    pub(crate) fn root(&self) -> &Node {
        &self.root
    }

    /// The expressions of the query.
    pub(crate) fn expression(&self, source: &str) -> Option<&Regex> {
        self.expressions.get(source)
    }

    /// Whether the head of a cable can answer a part of the query.
    pub(crate) fn head_may_tell(&self) -> bool {
        self.root.terms().iter().any(|term| match &term.test {
            Test::Words(_) => !Part::of(term.field).iter().any(|part| part.needs_body()),
            Test::OneOf("lint") => false,
            _ => !matches!(term.field, Field::Portion | Field::Lint),
        })
    }

    /// Whether it asks what the checks say of a cable.
    pub(crate) fn asks_lint(&self) -> bool {
        self.root.terms().into_iter().any(asks_lint)
    }

    /// Whether an index cannot answer a part of the query.
    #[cfg(feature = "index")]
    pub(crate) fn needs_text(&self) -> bool {
        self.root.terms().iter().any(|term| match &term.test {
            Test::Words(pattern) => matches!(pattern, Pattern::Expression(_)),
            _ => asks_lint(term),
        })
    }

    /// Whether the cable is meant; `None` where only its head was parsed and that does not tell.
    pub fn matches(&self, facts: &Facts<'_>) -> Option<bool> {
        Asking::new(self, facts).node(&self.root)
    }

    /// Where the cable holds what was asked for, in the order of its text. What is asked not to be there is nowhere.
    pub fn hits(&self, facts: &Facts<'_>) -> Vec<Span> {
        let mut asking = Asking::new(self, facts);
        let mut hits = Vec::new();
        asking.hits(&self.root, &mut hits);
        hits.sort_by_key(|span: &Span| (span.start, std::cmp::Reverse(span.end)));
        hits.dedup_by(|hit, before| before.end >= hit.end);
        hits
    }
}

/// One cable being asked.
pub(super) struct Asking<'m, 'd> {
    matcher: &'m Matcher,
    facts: &'m Facts<'d>,
    places: HashMap<Part, Places>,
}

impl<'m, 'd> Asking<'m, 'd> {
    pub(super) fn new(matcher: &'m Matcher, facts: &'m Facts<'d>) -> Self {
        Asking { matcher, facts, places: HashMap::new() }
    }

    /// `None` is "that cannot be told yet".
    fn node(&mut self, node: &Node) -> Option<bool> {
        match node {
            Node::All => Some(true),
            Node::Not(node) => self.node(node).map(|it| !it),
            Node::And(nodes) => self.decide(nodes, false),
            Node::Or(nodes) => self.decide(nodes, true),
            Node::Term(term) => self.term(term),
        }
    }

    /// Goes through the nodes until one of them decides.
    fn decide(&mut self, nodes: &[Node], decides: bool) -> Option<bool> {
        let mut open = false;
        for node in nodes {
            match self.node(node) {
                Some(answer) if answer == decides => return Some(decides),
                Some(_) => {}
                None => open = true,
            }
        }
        if open { None } else { Some(!decides) }
    }

    fn term(&mut self, term: &Term) -> Option<bool> {
        let facts = self.facts;
        let needs_body = term.field == Field::Portion || asks_lint(term);
        if needs_body && !facts.is_whole() {
            return None;
        }
        Some(match &term.test {
            Test::Words(pattern) => return self.words(term.field, pattern),
            Test::Name(name) if term.field == Field::Post => facts.post() == Some(name),
            Test::Name(name) => facts.countries().any(|country| country == *name),
            Test::Code { code, open } => self.code(term.field, code, *open),
            Test::Level { compare, level, controls } => {
                let fits = |marking: &Marking| Test::marking_fits(*compare, *level, controls, marking);
                match term.field {
                    Field::Portion => facts.portions().any(fits),
                    _ => facts.marking().as_ref().is_some_and(fits),
                }
            }
            Test::Precedence { compare, with } => facts.precedences().any(|it| compare.holds(&it, with)),
            Test::Dates(dates) if term.field == Field::Decl => {
                facts.declassification().date().is_some_and(|day| dates.hold(day))
            }
            Test::Dates(dates) => facts.time().is_some_and(|time| dates.hold(time.date())),
            Test::State(state) => facts.state(self.matcher.known.today).name() == *state,
            Test::Id(id) => match term.field {
                Field::Ref => facts.cites().any(|cited| id.fits(cited)),
                Field::CitedBy => {
                    let cited = self.matcher.known.cited.get(&id_key(id));
                    facts.id().is_some_and(|own| cited.is_some_and(|cited| cited.contains(own)))
                }
                _ => facts.id().is_some_and(|own| id.fits(own)),
            },
            Test::OneOf(word) => self.one_of(word),
        })
    }

    fn code(&self, field: Field, code: &str, open: bool) -> bool {
        let fits = |other: &str| if open { other.starts_with(code) } else { other == code };
        match field {
            Field::Tag => self.facts.tags().any(fits),
            Field::Decl => self.facts.codes().iter().any(|other| fits(other)),
            _ => self.facts.lint(self.matcher.known.today).0.into_iter().any(fits),
        }
    }

    fn one_of(&self, word: &str) -> bool {
        let (facts, known) = (self.facts, &self.matcher.known);
        let among = |ids: &HashSet<String>| facts.id().is_some_and(|id| ids.contains(id));
        match word {
            "unread" => !among(&known.read),
            "bookmarked" => among(&known.bookmarked),
            "note" => among(&known.noted),
            "copy" => among(&known.copies),
            "partial" => facts.document().cable.partial,
            "corrected" => facts.document().cable.corrected,
            "ref" => !facts.document().cable.references.is_empty(),
            "redaction" => facts.has_redaction(),
            "lint" => facts.lint(known.today).1,
            _ => false,
        }
    }

    fn words(&mut self, field: Field, pattern: &Pattern) -> Option<bool> {
        if let (Pattern::Expression(source), Field::Any) = (pattern, field) {
            let built = self.matcher.expression(source);
            return Some(built.is_some_and(|built| built.is_match(&self.facts.document().text)));
        }
        let parts = Part::of(field);
        if !self.facts.is_whole() && parts.iter().any(|part| part.needs_body()) {
            return None;
        }
        if let Pattern::Expression(source) = pattern {
            let built = self.matcher.expression(source);
            return Some(
                built.is_some_and(|built| parts.iter().any(|part| self.facts.part(*part, |text| built.is_match(text)))),
            );
        }
        Some(parts.iter().any(|part| !self.found(*part, pattern).is_empty()))
    }

    /// The stretches of a part that a pattern of words covers: places of their first and last word.
    pub(super) fn found(&mut self, part: Part, pattern: &Pattern) -> Vec<(u32, u32)> {
        let (matcher, facts) = (self.matcher, self.facts);
        let places = self.places.entry(part).or_insert_with(|| facts.part(part, |text| matcher.places(text)));
        matcher.stretches(places, pattern)
    }

    fn hits(&mut self, node: &Node, into: &mut Vec<Span>) {
        match node {
            Node::All | Node::Not(_) => {}
            Node::And(nodes) | Node::Or(nodes) => nodes.iter().for_each(|node| self.hits(node, into)),
            Node::Term(Term { field, test: Test::Words(pattern), .. }) => self.word_hits(*field, pattern, into),
            Node::Term(_) => {}
        }
    }

    fn word_hits(&mut self, field: Field, pattern: &Pattern, into: &mut Vec<Span>) {
        let facts = self.facts;
        if let (Pattern::Expression(source), Field::Any) = (pattern, field) {
            let Some(built) = self.matcher.expression(source) else { return };
            let found = built.find_iter(&facts.document().text).filter(|hit| !hit.is_empty());
            return into.extend(found.map(|hit| Span::new(hit.start(), hit.end())));
        }
        for (part, zone) in [Part::Header, Part::Subject, Part::Body].into_iter().zip(facts.zones()) {
            if !Part::of(field).contains(&part) {
                continue;
            }
            if let Pattern::Expression(source) = pattern {
                let built = self.matcher.expression(source).into_iter();
                let found = built.flat_map(|built| built.find_iter(&zone.text)).filter(|hit| !hit.is_empty());
                into.extend(found.map(|hit| zone.place(hit.range())));
                continue;
            }
            let found = self.found(part, pattern);
            into.extend(ranges(&zone.text, &found).map(|range| zone.place(range)));
        }
    }
}

/// The bytes that stretches of words cover in their text, in the order of the stretches.
pub(super) fn ranges(text: &str, found: &[(u32, u32)]) -> impl Iterator<Item = Range<usize>> {
    let last = found.last().map(|(_, last)| last.saturating_add(1));
    let mut places: HashMap<u32, Range<usize>> = HashMap::new();
    let mut words = Words::new(text);
    while last.is_some() && words.advance() && Some(words.position()) <= last {
        if words.is_main() {
            places.insert(words.position(), words.span());
        }
    }
    found.iter().filter_map(move |(from, to)| Some(places.get(from)?.start..places.get(to)?.end))
}

impl Matcher {
    /// Whether a text holds a pattern of words of the query.
    pub(crate) fn holds(&self, pattern: &Pattern, text: &str) -> bool {
        !self.stretches(&self.places(text), pattern).is_empty()
    }

    /// The stretches that a pattern of words covers in a text with these places.
    pub(super) fn stretches(&self, places: &Places, pattern: &Pattern) -> Vec<(u32, u32)> {
        let of = |word: &str, open: bool| {
            self.number(word, open).and_then(|number| places.get(number)).map(Vec::as_slice).unwrap_or_default()
        };
        match pattern {
            Pattern::Phrase { words, open } => {
                let last = words.len().saturating_sub(1);
                let all: Vec<&[u32]> = words.iter().enumerate().map(|(i, word)| of(word, *open && i == last)).collect();
                let behind = u32::try_from(last).unwrap_or(u32::MAX);
                positions::phrase(&all).into_iter().map(|start| (start, start.saturating_add(behind))).collect()
            }
            Pattern::Near { words, distance } => {
                let all: Vec<&[u32]> = words.iter().map(|word| of(word, false)).collect();
                positions::near(&all, *distance)
            }
            Pattern::Expression(_) => Vec::new(),
        }
    }

    /// Where the words of the query stand in a text.
    pub(super) fn places(&self, text: &str) -> Places {
        let mut places = vec![Vec::new(); self.words.len() + self.beginnings.len()];
        let mut words = Words::new(text);
        let mut later = false;
        let mut note = |number: usize, position: u32| {
            if let Some(of) = places.get_mut(number)
                && of.last() != Some(&position)
            {
                // The second half of a divided word is given out before the whole.
                later |= of.last().is_some_and(|before| *before > position);
                of.push(position);
            }
        };
        while words.advance() {
            let first = words.word().as_bytes().first();
            if first.is_some_and(|first| self.first_bytes[usize::from(*first)])
                && let Some(number) = self.words.get(words.word())
            {
                note(*number, words.position());
            }
            for (beginning, number) in &self.beginnings {
                if words.word().starts_with(beginning.as_str()) {
                    note(*number, words.position());
                }
            }
        }
        if later {
            places.iter_mut().for_each(|of| {
                of.sort_unstable();
                of.dedup();
            });
        }
        places
    }
}

impl Test {
    /// Whether a marking is one that is asked for: `=` asks for the level itself, everything else compares ranks.
    pub(crate) fn marking_fits(
        compare: Compare,
        level: Option<Level>,
        controls: &[Control],
        marking: &Marking,
    ) -> bool {
        let fits = |level: Level| match compare {
            Compare::Is => marking.level == level,
            _ => compare.holds(&marking.level.rank(), &level.rank()),
        };
        level.is_none_or(fits) && controls.iter().all(|control| marking.controls.contains(control))
    }
}

/// The terms of a query that are not negated.
pub(crate) fn wanted(root: &Node) -> Vec<&Term> {
    let (mut found, mut waiting) = (Vec::new(), vec![root]);
    while let Some(node) = waiting.pop() {
        match node {
            Node::All | Node::Not(_) => {}
            Node::And(nodes) | Node::Or(nodes) => waiting.extend(nodes.iter().rev()),
            Node::Term(term) => found.push(term),
        }
    }
    found
}

/// Puts what is cheap to answer before what needs the text.
fn cheap_first(node: Node) -> Node {
    let sorted = |nodes: Vec<Node>| {
        let mut nodes: Vec<Node> = nodes.into_iter().map(cheap_first).collect();
        nodes.sort_by_key(cost);
        nodes
    };
    match node {
        Node::And(nodes) => Node::And(sorted(nodes)),
        Node::Or(nodes) => Node::Or(sorted(nodes)),
        Node::Not(node) => Node::Not(Box::new(cheap_first(*node))),
        other => other,
    }
}

fn cost(node: &Node) -> u8 {
    match node {
        Node::All => 0,
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().map(cost).max().unwrap_or_default(),
        Node::Not(node) => cost(node),
        Node::Term(term) => match (&term.test, term.field) {
            (Test::Words(Pattern::Expression(_)), _) => 5,
            (Test::Words(_), Field::Any | Field::Body | Field::Header) => 4,
            (Test::Words(_), _) => 2,
            _ if asks_lint(term) => 6,
            (Test::OneOf("redaction"), _) => 3,
            _ => 1,
        },
    }
}

/// Whether a term asks what the checks say of a cable.
fn asks_lint(term: &Term) -> bool {
    term.field == Field::Lint || term.test == Test::OneOf("lint")
}
