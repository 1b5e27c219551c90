//! Keywords of fields, `TAGS:`, as nearly all cables write them (`usual`), as many do (here), and with a typing error
//! (`slip`).

use super::line::{portion, references};
use super::model::PieceKind;
use super::words::{Ends, Signs, strip_leftovers, strip_prefix_ci, without_tags_at_start};

mod order;
mod slip;
mod usual;
mod words;

/// A field that opens with a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    ExecutiveOrder,
    Tags,
    Subject,
    References,
    ClassifiedBy,
    /// `REASON: 1.4 (B)` on a line of its own.
    Reason,
    /// `DECLASSIFY ON:` and `DERIVED FROM:`, which some cables print below the authority.
    Declassify,
}

impl Key {
    /// What its lines are taken for.
    pub(super) fn piece(self) -> PieceKind {
        match self {
            Key::ExecutiveOrder | Key::Declassify => PieceKind::ExecutiveOrder,
            Key::Tags => PieceKind::Tags,
            Key::Subject => PieceKind::Subject,
            Key::References => PieceKind::References,
            Key::ClassifiedBy | Key::Reason => PieceKind::ClassifiedBy,
        }
    }
}

/// How keywords are written, misspellings that real cables have included; those with one first letter together.
const KEYWORDS: &[(&str, Key)] = &[
    ("TAGS", Key::Tags),
    ("TAG", Key::Tags),
    ("TABS", Key::Tags),
    ("TGS", Key::Tags),
    ("TAGES", Key::Tags),
    ("TAS", Key::Tags),
    ("TAGS/", Key::Tags),
    ("AGS", Key::Tags),
    ("SUBJECT/REF", Key::Subject),
    ("SUBJECT", Key::Subject),
    ("SUBJEC", Key::Subject),
    ("SUBEJCT", Key::Subject),
    ("SUBJCT", Key::Subject),
    ("SUJECT", Key::Subject),
    ("SUBECT", Key::Subject),
    ("SUBJ", Key::Subject),
    ("SUB", Key::Subject),
    ("REFERENCES", Key::References),
    ("REFERENCE", Key::References),
    ("REFTELS", Key::References),
    ("REFTEL", Key::References),
    ("REF(S)", Key::References),
    ("REFS", Key::References),
    ("REF", Key::References),
    ("REASONS", Key::Reason),
    ("REASON", Key::Reason),
    ("CLASSIFIED BY", Key::ClassifiedBy),
    ("CLASSIFIED  BY", Key::ClassifiedBy),
    ("CLASSIFIEDBY", Key::ClassifiedBy),
    ("CLASSIFED BY", Key::ClassifiedBy),
    ("CLASSFIED BY", Key::ClassifiedBy),
    ("CLASSIFIED", Key::ClassifiedBy),
    ("CLASIFIED BY", Key::ClassifiedBy),
    ("DERIVED FROM", Key::Declassify),
    ("DERIVED BY", Key::ClassifiedBy),
    ("DECLASSIFY ON", Key::Declassify),
    ("DECLASSIFY", Key::Declassify),
];

/// A keyword at the start of `line`, and what stands behind it.
///
/// Most keywords need a colon, or what typists made of it. `TAGS`, `REF` and `CLASSIFIED BY` are taken without one, as
/// nothing else opens a line with them.
pub(super) fn key(line: &str) -> Option<(Key, &str)> {
    usual::read(line).or_else(|| {
        let bare = strip_leftovers(line);
        if words::open(bare) { None } else { bare_key(bare) }
    })
}

/// As [`key`], if the keyword is written as in nearly all cables.
pub(super) fn usual(line: &str) -> Option<(Key, &str)> {
    usual::read(line)
}

/// Whether a line opens a field as nearly all cables write it.
pub(super) fn is_usual(line: &str) -> bool {
    usual(line).is_some()
}

/// As [`key`], however the keyword is written.
#[cfg(test)]
fn any_key(line: &str) -> Option<(Key, &str)> {
    bare_key(strip_leftovers(line))
}

/// As [`key`], however the keyword is written, of a line without what web pages left before it.
fn bare_key(mut rest: &str) -> Option<(Key, &str)> {
    if let Some((_, behind)) = portion::read(rest, rest) {
        rest = behind.trimmed_start();
    }
    if let Some(behind) = order::read(rest) {
        return Some((Key::ExecutiveOrder, behind));
    }
    // `(Classified by ...)`, `-- Classified by ...`.
    if rest.starts_with(['(', '[', '-'])
        && let Some(behind) = strip_prefix_ci(rest.without_at_start(const { Signs::new("([- ") }), "CLASSIFIED BY")
    {
        return Some((Key::ClassifiedBy, behind.strip_prefix(':').unwrap_or(behind)));
    }
    // Mostly it is another word, which the first three letters tell.
    let first = rest.as_bytes().first_chunk::<3>()?.map(|byte| byte.to_ascii_uppercase());
    let known = keywords(rest).iter().find_map(|(word, key)| {
        if word.as_bytes().first_chunk() != Some(&first) {
            return None;
        }
        let behind = strip_prefix_ci(rest, word)?;
        let trimmed = without_tags_at_start(behind.without_at_start(const { Signs::new(" \t\u{a0}") }));
        if let Some(value) =
            trimmed.strip_prefix([':', ';']).or_else(|| trimmed.strip_prefix(',').filter(|_| *word == "TAGS"))
        {
            return Some((*key, value));
        }
        let apart = behind.len() > trimmed.len() || behind.is_empty();
        let bare = match key {
            Key::Tags => apart && matches!(*word, "TAGS" | "TAG") && !trimmed.starts_with(['-', '.']),
            Key::References => {
                let post = || word.starts_with("REFTEL") && references::opens_with_post(trimmed);
                trimmed.starts_with('.') || apart && (opens_reference(trimmed) || post())
            }
            Key::ClassifiedBy => (apart || trimmed.starts_with('.')) && word.ends_with("BY") && !trimmed.is_empty(),
            Key::Reason => apart && trimmed.starts_with("1."),
            // `SUBJECT. WEATHER` and `SUBJECT - WEATHER` are typing errors; `SUBJECTS` never gets here.
            Key::Subject => trimmed.starts_with('.') && word.len() >= 4 || apart && trimmed.starts_with("- "),
            Key::ExecutiveOrder | Key::Declassify => false,
        };
        bare.then(|| (*key, trimmed.strip_prefix(['.', '-']).unwrap_or(trimmed)))
    });
    known.or_else(|| slip::read(rest))
}

/// The keywords that begin with the letter with which a text begins. They stand together in the table.
fn keywords(text: &str) -> &'static [(&'static str, Key)] {
    const RANGES: [(u8, u8); 256] = {
        let mut ranges = [(0, 0); 256];
        let mut at = 0;
        while at < KEYWORDS.len() {
            let letter = KEYWORDS[at].0.as_bytes()[0] as usize;
            let (start, end) = ranges[letter];
            assert!(start == end || end as usize == at, "keywords with one first letter stand together");
            let range = if start == end { (at as u8, at as u8 + 1) } else { (start, at as u8 + 1) };
            ranges[letter] = range;
            ranges[(letter as u8).to_ascii_lowercase() as usize] = range;
            at += 1;
        }
        ranges
    };
    let (start, end) = text.as_bytes().first().map_or((0, 0), |first| RANGES[usize::from(*first)]);
    KEYWORDS.get(usize::from(start)..usize::from(end)).unwrap_or_default()
}

/// Whether what stands behind a bare `REF` looks like a reference: a label, a year or a name in capitals.
fn opens_reference(text: &str) -> bool {
    let word = text.split([' ', ',']).next().unwrap_or("");
    let label = matches!(word.trim_start_matches('(').as_bytes(), [b'A'..=b'Z' | b'a'..=b'z', b'.' | b')' | b':', ..]);
    // `REF (1) ROME 12`, `REFS A - ROME 12`.
    let numbered = matches!(word.trim_start_matches('(').as_bytes(), [b'1', b')', ..]);
    let dashed = || {
        word.len() == 1
            && text.get(1..).is_some_and(|rest| rest.starts_with(" - "))
            && references::opens_with_label(text)
    };
    let figures = word.len() >= 2 && word.bytes().all(|b| b.is_ascii_digit() || b == b'/');
    // `REF SAN JOSE 12`, `REF IIR 6 809`.
    let capitals =
        word.len() >= 3 && word.bytes().all(|b| b.is_ascii_uppercase()) && !matches!(word, "THE" | "AND" | "FOR");
    label
        || numbered
        || dashed()
        || figures
        || capitals && text.bytes().any(|b| b.is_ascii_digit())
        || references::opens_with_post(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords() {
        for (line, expected) in [
            ("E.O. 12958: DECL: X1", Some((Key::ExecutiveOrder, "12958: DECL: X1"))),
            ("EO 12958 DECL: 12/31/2034", Some((Key::ExecutiveOrder, "12958 DECL: 12/31/2034"))),
            ("E.o. 12958: decl", Some((Key::ExecutiveOrder, "12958: decl"))),
            ("EO12958: DECL: X1", Some((Key::ExecutiveOrder, "12958: DECL: X1"))),
            ("E/O 12958: DECL: X1", Some((Key::ExecutiveOrder, "12958: DECL: X1"))),
            ("tAgs something", Some((Key::Tags, "something"))),
            ("¶SUBJ: X", Some((Key::Subject, " X"))),
            ("REF A. RIYADH 1579", Some((Key::References, "A. RIYADH 1579"))),
            ("(U) Classified by Consul", Some((Key::ClassifiedBy, "Consul"))),
            ("<strong>TAGS</strong> PREL", Some((Key::Tags, "PREL"))),
            ("REFORM CONTINUES", None),
            ("SUBJECTS DISCUSSED", None),
            ("EMBASSY COMMENT", None),
            ("REF 05ROME12; 05ROME13", Some((Key::References, "05ROME12; 05ROME13"))),
            ("REF Rome 12", Some((Key::References, "Rome 12"))),
            ("REF SAN JOSE 12", Some((Key::References, "SAN JOSE 12"))),
            ("REF THE MINISTER", None),
            ("REF THE 12 BOATS", None),
            ("Reasons to believe", None),
        ] {
            assert_eq!(key(line), expected, "{line}");
        }
    }
}
