//! Where a field ends inside a line: web pages lost line ends, so the next field, a note, a rule or the first paragraph
//! may share the line with its last words.

use super::authority::has_reasons;
use super::keyword::{Key, key};
use super::line::{portion, references, tags};
use super::search::{Letters, Needle};
use super::seen::Seen;
use super::words::{Ends, ends_with_ci, strip_prefix_ci};

/// Keywords that can open a field inside a line.
struct Keywords {
    /// What a line has that has one of them.
    seen: Seen,
    /// A word that all of them have; a line is searched for it first.
    common: Needle,
    words: &'static [Needle],
}

/// The keywords that can open a field inside a line, behind a blank, each with its colon.
const INSIDE: &[Keywords] = &[
    Keywords { seen: Seen::TAGS, common: Needle::new("AGS:"), words: &[Needle::new("TAGS:"), Needle::new(" AGS:")] },
    Keywords {
        seen: Seen::SUBJECT,
        common: Needle::new("SUBJ"),
        words: &[Needle::new("SUBJECT:"), Needle::new("SUBJ:")],
    },
    Keywords {
        seen: Seen::REFERENCE,
        common: Needle::new("REF"),
        words: &[
            Needle::new("REF:"),
            Needle::new("REFS:"),
            Needle::new("REF(S):"),
            Needle::new("REF A"),
            Needle::new(" REF "),
            Needle::new("REFTEL"),
            Needle::new("REFERENCE"),
        ],
    },
    Keywords { seen: Seen::ORDER, common: Needle::new("E.O. 1"), words: &[Needle::new("E.O. 1")] },
    AUTHORITY,
];

const AUTHORITY: Keywords = Keywords { seen: Seen::CLASSIFIED, common: CLASSIFIED_BY, words: &[CLASSIFIED_BY] };

/// The same behind an order, which TAGS follow without a colon too.
const INSIDE_ORDER: &[Keywords] =
    &[Keywords { seen: Seen::TAG, common: Needle::new("TAG"), words: &[Needle::new("TAGS "), Needle::new(" TAG")] }];

const CLASSIFIED_BY: Needle = Needle::new("CLASSIFIED BY");

/// Where a field opens inside a line with these letters that belongs to none, among those that `missing` asks for; it sees
/// the value too.
pub(super) fn inside_other(line: &str, letters: Letters, missing: impl Fn(Key, &str) -> bool) -> Option<usize> {
    let opens = |(needle, wanted): &(Needle, Key)| {
        if !needle.may_stand_in(letters) {
            return None;
        }
        let at = needle.find(line)?;
        let at = at + usize::from(needle.word().starts_with(' '));
        // An order in a sentence has no colon behind its number, and no instruction.
        let (key, value) = key(&line[at..])?;
        let order = key != Key::ExecutiveOrder
            || value.bytes().take(9).any(|b| b == b':')
            || value.get(5..).is_some_and(|rest| strip_prefix_ci(rest.trimmed_start(), "DECL").is_some());
        (at > 0 && key == *wanted && order && missing(key, value)).then_some(at)
    };
    const MET: &[(Needle, Key)] = &[
        (Needle::new("E.O. 1"), Key::ExecutiveOrder),
        (Needle::new(" EO 1"), Key::ExecutiveOrder),
        (Needle::new("TAGS:"), Key::Tags),
        (Needle::new(" AGS:"), Key::Tags),
        (Needle::new("SUBJECT:"), Key::Subject),
        (Needle::new(" REF: "), Key::References),
        (Needle::new("CLASSIFIED BY:"), Key::ClassifiedBy),
    ];
    MET.iter().filter_map(opens).min()
}

/// No field is longer. A text that repeats keywords on one long line must not be searched to its end for each.
pub(super) const FAR: usize = 6_000;

/// Where a field ends inside `part` of a line, in whose first [`FAR`] bytes this was seen; never at its start.
pub(super) fn inside(part: &str, own: Key, seen: Seen) -> Option<usize> {
    let may_be_prose = own == Key::References && part.len() >= PROSE;
    if !seen.has(ends_of(own)) && !may_be_prose {
        return None;
    }
    // What is found first bounds what is searched next.
    let mut near = &part[..part.floor_char_boundary(FAR)];
    let whole = near.len();
    for end in [other_field_seen, level, index, handling_note, first_paragraph, rule, prose] {
        if let Some(cut) = end(near, own, seen) {
            near = &near[..cut];
        }
    }
    if near.len() == whole {
        return None;
    }
    // The mark of what begins there goes with it: `... (U) Classified by`.
    let head = near.trimmed_end();
    let mark = head.rfind('(').filter(|at| head.len() - at <= 8 && own != Key::Subject);
    let marked = mark.filter(|at| portion::read(head, &head[*at..]).is_some_and(|(_, behind)| behind.is_empty()));
    Some(marked.unwrap_or(near.len()))
}

/// What is seen in a line inside which a field may end.
const fn ends_of(own: Key) -> Seen {
    let authority = Seen::CLASSIFIED.or(Seen::BY);
    let fields = authority.or(Seen::TAGS).or(Seen::SUBJECT).or(Seen::REFERENCE).or(Seen::ORDER);
    let paragraph = Seen::BRACKET.or(Seen::FIRST);
    match own {
        Key::ExecutiveOrder => fields.or(Seen::TAG).or(paragraph),
        Key::Tags => fields.or(Seen::UNCLAS).or(Seen::SPACED).or(paragraph),
        Key::Subject => fields.or(Seen::SPACED).or(Seen::INDEX).or(Seen::BUT).or(Seen::FIRST).or(Seen::RULE),
        Key::References => authority.or(Seen::SPACED).or(Seen::BUT).or(paragraph).or(Seen::RULE),
        Key::ClassifiedBy | Key::Reason | Key::Declassify => Seen::REFERENCE.or(paragraph).or(Seen::RULE),
    }
}

/// Where another field opens inside `line`.
pub(super) fn other_field(line: &str, own: Key) -> Option<usize> {
    other_field_seen(line, own, Seen::of(line))
}

/// As [`other_field`], of a line in which this was seen.
fn other_field_seen(line: &str, own: Key, seen: Seen) -> Option<usize> {
    // A sentence of the authority may speak of anything, but references behind its reasons are no part of it.
    if matches!(own, Key::ClassifiedBy | Key::Reason | Key::Declassify) {
        return references_behind(line, seen);
    }
    let mut end = None;
    let (fields, more): (&[_], &[_]) = match own {
        Key::ExecutiveOrder => (INSIDE, INSIDE_ORDER),
        Key::References => (&[AUTHORITY], &[]),
        _ => (INSIDE, &[]),
    };
    for Keywords { seen: has, common, words } in fields.iter().chain(more) {
        if seen.has(*has) && common.is_in(line) {
            for needle in *words {
                end = opening(line, own, needle, end).or(end);
            }
        }
    }
    if end.is_none() && seen.has(Seen::BY) { misspelt_authority(line) } else { end }
}

/// Where a field that begins with `needle` opens inside `line`, before the one that opens at `end`.
fn opening(line: &str, own: Key, needle: &Needle, end: Option<usize>) -> Option<usize> {
    let word = needle.word();
    // From the second character: a field does not end where it begins.
    let second = line.char_indices().nth(1)?.0;
    let stop = end.map_or(line.len(), |end| line.len().min(end + word.len()));
    let at = second + needle.find(line.get(second..stop)?)?;
    let (found, value) = key(line.get(at..)?)?;
    let fits = found != own
        && match own {
            // A sentence of the subject may speak of a reference, and of what is classified by whom.
            Key::Subject if matches!(word, "REFTEL" | "REFERENCE" | " REF ") => references::opens_list(value),
            // Tags and references in the title of a talk are followed by neither codes nor labels.
            Key::Subject if found == Key::Tags => tags::opens_list(value),
            Key::Subject if word == "REF A" => references::opens_item(value),
            _ if matches!(word, " TAG" | "TAGS ") => tags::opens_list(value),
            Key::References => found == Key::ClassifiedBy,
            Key::Subject => found != Key::ClassifiedBy || line[at..].contains(':') || has_reasons(&line[at..]),
            _ => true,
        };
    let opens = fits && (stands_apart(line, at, word) || is_glued(line, at, word, own, value));
    opens.then(|| at + usize::from(word.starts_with(' '))).filter(|at| end.is_none_or(|end| *at < end))
}

/// Where references to cables open behind the reasons of an authority: `DCM Doe, reason 1.4 (b) REF: A) ROME 12`.
fn references_behind(line: &str, seen: Seen) -> Option<usize> {
    const REF: Needle = Needle::new(" REF");
    let at = if seen.has(Seen::REFERENCE) { REF.find(line)? + 1 } else { return None };
    let opened = key(&line[at..]).is_some_and(|(key, value)| key == Key::References && references::opens_list(value));
    (opened && has_reasons(&line[..at])).then_some(at)
}

const BY: Needle = Needle::new(" BY:");

/// Where an authority opens inside a line whose keyword has a typing error: `... MANAMA 165 Classiied By: CDA Doe`.
fn misspelt_authority(line: &str) -> Option<usize> {
    let by = BY.find(line)?;
    let at = line[..by].rfind(|c: char| !c.is_alphanumeric())? + 1;
    key(line.get(at..)?).filter(|(key, _)| *key == Key::ClassifiedBy).map(|_| at)
}

fn stands_apart(line: &str, at: usize, word: &str) -> bool {
    let before = line[..at].chars().next_back();
    word.starts_with(' ') || before.is_some_and(|c| matches!(c, ' ' | '\t' | '*' | ')' | '.' | '"'))
}

/// `...TO EGYPTREF: CAIRO 493`: web pages lost the line end before the keyword, and the blank with it.
fn is_glued(line: &str, at: usize, word: &str, own: Key, value: &str) -> bool {
    match word {
        "REF:" | "REFS:" => references::opens_item(&value[..CLASSIFIED_BY.find(value).unwrap_or(value.len())]),
        // Nothing but the keyword ends in these letters.
        "TAGS:" | "SUBJECT:" => matches!(own, Key::ExecutiveOrder | Key::Tags),
        "TAGS " => own == Key::ExecutiveOrder && tags::opens_list(value),
        "CLASSIFIED BY" => {
            let declassified = ["DE", "UN"].iter().any(|front| ends_with_ci(&line[..at], front));
            line.as_bytes().get(at + word.len()) == Some(&b':') || !declassified && has_reasons(&line[at..])
        }
        _ => false,
    }
}

/// Where a classification line begins behind a field: an extract broke off, and the cable follows on the same line. Only
/// behind codes a level without blanks between its letters is certain to be one.
fn level(part: &str, own: Key, seen: Seen) -> Option<usize> {
    const UNCLAS: Needle = Needle::new(" UNCLAS ");
    const SPACED: &[Needle] = &[Needle::new(" C O N F I D E N T I A L "), Needle::new(" S E C R E T ")];
    let unclas = own == Key::Tags && seen.has(Seen::UNCLAS);
    let spaced = matches!(own, Key::Tags | Key::Subject | Key::References) && seen.has(Seen::SPACED);
    let levels = unclas.then_some(&UNCLAS).into_iter().chain(SPACED.iter().filter(|_| spaced));
    levels.filter_map(|level| level.find(part)).min().map(|at| at + 1)
}

/// Where a table of contents opens behind a subject: `JAPANESE MORNING PRESS 06/26/09 Index:`, with its first lines perhaps.
fn index(part: &str, own: Key, seen: Seen) -> Option<usize> {
    const INDEX: Needle = Needle::new(" INDEX:");
    if own != Key::Subject || !seen.has(Seen::INDEX) {
        return None;
    }
    let at = INDEX.find(part)?;
    let behind = part[at + INDEX.word().len()..].trimmed_start();
    let opens = behind.is_empty()
        || behind.starts_with(|c: char| c == '(' || c.is_ascii_digit())
        || strip_prefix_ci(behind, "INDEX:").is_some();
    opens.then_some(at + 1)
}

/// Where the first paragraph begins inside `part`: `... TRIPOLI 480  1. (U) The boats`, `... STATE 92560 (C) We told`.
fn first_paragraph(part: &str, own: Key, seen: Seen) -> Option<usize> {
    const NUMBER: &str = " 1.";
    // Both have a bracket.
    if !seen.has(Seen::OPENING) || !seen.has(Seen::BRACKET.or(Seen::FIRST)) {
        return None;
    }
    // `Reason: 1. (C)` may have lost its section.
    let from = match own {
        Key::ClassifiedBy | Key::Reason => behind_section(part)?,
        _ => 0,
    };
    let behind = &part[from..];
    memchr::memchr_iter(b'(', behind.as_bytes()).find_map(|at| {
        let (front, marked) = behind.split_at(at);
        let numbered = || {
            let head = front.trimmed_end().strip_suffix(NUMBER)?;
            let (_, rest) = portion::read(marked, marked)?;
            let apart = rest.is_empty() || rest.starts_with(|c: char| c == ' ' || c.is_uppercase());
            apart.then_some(head.len() + 1)
        };
        // A subject may have brackets of its own.
        let alone = || own != Key::Subject && front.ends_with(' ') && portion::opens_prose(marked);
        numbered().or_else(|| alone().then_some(at)).map(|at| from + at)
    })
}

/// Where the words of an authority go on behind its section and the figure of that, so that `1. 4 (c)` opens nothing.
fn behind_section(part: &str) -> Option<usize> {
    let is_section = |at: &usize| {
        matches!(
            part.as_bytes().get(at + 1..),
            Some([b'.', b'4' | b'5', ..] | [b'.', b' ', b'4' | b'5', ..] | [b' ', b'.', b'4' | b'5', ..])
        )
    };
    let at = memchr::memchr_iter(b'1', part.as_bytes()).find(is_section)?;
    Some(if at > 0 { part.floor_char_boundary(at + 4) } else { 0 })
}

/// Where a rule of dashes begins behind a field, with the heading that it rules off: `... IN MENDOZA  Summary -----`.
fn rule(part: &str, own: Key, seen: Seen) -> Option<usize> {
    const RULE: Needle = Needle::new(" -----");
    if !seen.has(Seen::RULE) || matches!(own, Key::Tags | Key::ExecutiveOrder) {
        return None;
    }
    let at = RULE.find(part)?;
    let head = part[..at].trimmed_end();
    let heading = head.rfind(' ').filter(|at| super::body::is_usual_heading(&head[at + 1..]));
    Some(heading.unwrap_or(at) + 1)
}

/// Fewer words behind references are none of a text.
const PROSE: usize = 100;

/// Where the text begins that a lost line end put behind references: `STATE 102414 We delivered the points to the Minister`.
fn prose(part: &str, own: Key, _: Seen) -> Option<usize> {
    // Of so many words most are in small letters, which references are not.
    const WORDS: usize = 9;
    const SMALL: usize = 5;
    if own != Key::References || part.len() < PROSE {
        return None;
    }
    let digits = |at: usize| part.as_bytes().get(at.wrapping_sub(1)).is_some_and(u8::is_ascii_digit);
    memchr::memchr_iter(b' ', part.as_bytes()).filter(|&at| digits(at)).map(|at| at + 1).find(|&at| {
        let small = |word: &&str| word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase());
        let opens = part[at..].trim_start().starts_with(|c: char| c.is_uppercase());
        opens && part[at..].split_ascii_whitespace().take(WORDS).filter(small).count() >= SMALL
    })
}

/// Where a note on handling begins behind a subject or a list of references. It belongs to neither, and the rest of the
/// line is text.
fn handling_note(part: &str, own: Key, seen: Seen) -> Option<usize> {
    const NOTE: Needle = Needle::new(" BUT UNCLASSIFIED");
    const BUT: Needle = Needle::new(" BUT");
    if !matches!(own, Key::Subject | Key::References) || !seen.has(Seen::BUT) {
        return None;
    }
    // The word before is SENSITIVE, in some spelling; the words behind may be on the next line.
    let head = part.trimmed_end();
    let at_end = || ends_with_ci(head, BUT.word()).then(|| head.len() - BUT.word().len());
    let at = NOTE.find(part).or_else(at_end)?;
    let sensitive = part[..at].rfind(' ')? + 1;
    strip_prefix_ci(&part[sensitive..], "SENS")?;
    let head = part[..sensitive].trimmed_end();
    let opening = ["THIS CABLE IS", "THIS MESSAGE IS"].iter().find(|opening| ends_with_ci(head, opening));
    Some(opening.map_or(sensitive, |opening| head.len() - opening.len()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(part: &str, own: Key, expected: &str) {
        assert_eq!(inside(part, own, Seen::of(part)).map_or("", |at| &part[at..]), expected, "{part}");
    }

    proptest! {
        #[test]
        fn where_nothing_was_seen_nothing_begins(
            front in "[A-Za-z ]{0,6}(ROME 42|PREL|BOATS|DCM Doe|1\\.4 \\(b\\)|DECL: X1)?[ .*\"()]{0,2}",
            opening in "TAGS: PREL|tags PREL|TAG: PREL| AGS: PREL|SUBJECT: X|Subj: X|REF: ROME 1|REFS: A|REF\\(S\\): ROME 1|REF A\\. ROME 1\
                |REF ROME 1|REFTEL: ROME 2|REFERENCE: A|E\\.O\\. 12958: N/A|CLASSIFIED BY: DCM|Classiied By: DCM|UNCLAS ROME\
                |C O N F I D E N T I A L ROME|S E C R E T ROME|INDEX: 1|SENSITIVE BUT UNCLASSIFIED|SENSITIVE BUT|1\\. ?\\(U\\) The\
                |\\(C\\) We told him that they left|Summary ------|----- The|\\PC{0,8}",
            behind in "( and the boats left)?",
            keep in 0..30_usize,
        ) {
            let opening = &opening[..opening.floor_char_boundary(keep.max(3))];
            let part = format!("{front}{opening}{behind}");
            for own in [Key::ExecutiveOrder, Key::Tags, Key::Subject, Key::References, Key::ClassifiedBy, Key::Reason] {
                prop_assert_eq!(inside(&part, own, Seen::of(&part)), inside(&part, own, Seen::ANYTHING), "{:?} {}", own, part);
            }
        }
    }

    #[test]
    fn fields_that_share_a_line() {
        check("BOATS REF: ROME 42", Key::Subject, "REF: ROME 42");
        check("BOATS OF EGYPTREF: CAIRO 493Classified By: DCM", Key::Subject, "REF: CAIRO 493Classified By: DCM");
        check("ROME 42 (U) Classified by DCM Doe", Key::References, "(U) Classified by DCM Doe");
        check("DECL: 01/01/2020 TAG: PREL, IT", Key::ExecutiveOrder, "TAG: PREL, IT");
        check("DECL: 01/01/2020 TAGS PREL, IT", Key::ExecutiveOrder, "TAGS PREL, IT");
        check("DECL: 01/01/2020 TAG ALONG", Key::ExecutiveOrder, "");
        check("DECL: 01/01/2020TAGS PREL, IT", Key::ExecutiveOrder, "TAGS PREL, IT");
        check(
            "BOATSClassified by DCM Doe for reasons 1.4 (b)",
            Key::Subject,
            "Classified by DCM Doe for reasons 1.4 (b)",
        );
        check("BOATS DECLASSIFIED BY DCM DOE FOR REASONS 1.4 (B)", Key::Subject, "");
        check("BOATSREFS: A. DOE E-MAIL", Key::Subject, "REFS: A. DOE E-MAIL");
        check("BOATS REF ROME 42", Key::Subject, "REF ROME 42");
        check("BOATS OF EGYPTREF: A. CAIRO 493", Key::Subject, "REF: A. CAIRO 493");
        check("PREL, IT UNCLAS SECTION 01 OF 02 ROME 000042", Key::Tags, "UNCLAS SECTION 01 OF 02 ROME 000042");
        check("PREL, IT C O N F I D E N T I A L ROME 000042", Key::Tags, "C O N F I D E N T I A L ROME 000042");
        check("BOATS... C O N F I D E N T I A L ROME 000042", Key::Subject, "C O N F I D E N T I A L ROME 000042");
        check("PRESS OF 06/26/09 Index: Index:", Key::Subject, "Index: Index:");
        check("PRESS OF 06/26/09 INDEX: (1) Boats", Key::Subject, "INDEX: (1) Boats");
        check("THE PRICE INDEX: A STORY", Key::Subject, "");
        check("AN UNCLAS CABLE", Key::Subject, "");
        check("BOATS OF REF STATUS", Key::Subject, "");
        check("BOATS AS IN REF A.", Key::Subject, "");
        check("BOATS AND TAGS: A STORY", Key::Subject, "");
        check(
            "BOATS CLASSIFIED BY DCM DOE FOR REASONS 1.4 (B)",
            Key::Subject,
            "CLASSIFIED BY DCM DOE FOR REASONS 1.4 (B)",
        );
        check("DECL: 01/01/2020TAGS: PREL", Key::ExecutiveOrder, "TAGS: PREL");
        check("DCM Doe, who classified ref: a note", Key::ClassifiedBy, "");
        check("ROME 42 Classiied By: DCM Doe", Key::References, "Classiied By: DCM Doe");
        check("BOATS BUILT BY: DOE", Key::Subject, "");
        check("TALK OF TAGS", Key::Subject, "");
    }

    #[test]
    fn paragraphs_rules_and_notes() {
        check("A) STATE 132944  1. (U) The boats", Key::References, "1. (U) The boats");
        check(
            "STATE 92560 (C) We told the Minister that the boats left on time.",
            Key::References,
            "(C) We told the Minister that the boats left on time.",
        );
        check(
            "STATE 92560 We told the Minister that the boats left the river on time, and he was glad of the news that we brought.",
            Key::References,
            "We told the Minister that the boats left the river on time, and he was glad of the news that we brought.",
        );
        check("DCM Doe for reasons 1.4 (b) and (c)", Key::ClassifiedBy, "");
        check("DCM Doe for reasons 1.4 (b) 1. (C) The", Key::ClassifiedBy, "1. (C) The");
        check("DCM Doe for reasons 1.4 (b) REF: A) ROME 12", Key::ClassifiedBy, "REF: A) ROME 12");
        check("DCM Doe for reasons 1.4 (b) as in ref A", Key::ClassifiedBy, "");
        check("BOATS  Summary ------", Key::Subject, "Summary ------");
        check("BOATS SENSITIVE BUT UNCLASSIFIED", Key::Subject, "SENSITIVE BUT UNCLASSIFIED");
        check("BOATS THIS CABLE IS SENSITIVE BUT", Key::Subject, "THIS CABLE IS SENSITIVE BUT");
        check("BOATS ARE NOT BUT UNCLASSIFIED", Key::Subject, "");
    }
}
