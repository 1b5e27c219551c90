//! Where a field ends inside a line: web pages lost line ends, so the next field, a note, a rule or the first paragraph
//! may share the line with its last words.

use super::authority::has_reasons;
use super::keyword::{Key, key};
use super::line::{portion, references, tags};
use super::search::{Letters, Needle};
use super::words::{Ends, ends_with_ci, strip_prefix_ci};

/// The keywords that can open a field inside a line, behind a blank, each with its colon; those that have a word in common
/// together, with that word. A subject has the letters of many, and it costs less to search it for that word first.
const INSIDE: &[(Needle, &[Needle])] = &[
    (Needle::new("TAGS:"), &[Needle::new("TAGS:")]),
    (Needle::new(" AGS:"), &[Needle::new(" AGS:")]),
    (Needle::new("SUBJ"), &[Needle::new("SUBJECT:"), Needle::new("SUBJ:")]),
    (
        Needle::new("REF"),
        &[
            Needle::new("REF:"),
            Needle::new("REFS:"),
            Needle::new("REF(S):"),
            Needle::new("REF A"),
            Needle::new(" REF "),
            Needle::new("REFTEL"),
            Needle::new("REFERENCE"),
        ],
    ),
    (Needle::new("E.O. 1"), &[Needle::new("E.O. 1")]),
    AUTHORITY,
];

const AUTHORITY: (Needle, &[Needle]) = (CLASSIFIED_BY, &[CLASSIFIED_BY]);

/// The same behind an order, which TAGS follow without a colon too.
const INSIDE_ORDER: &[(Needle, &[Needle])] = &[(Needle::new("TAG"), &[Needle::new("TAGS "), Needle::new(" TAG")])];

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

/// Where a field ends inside `part` of a line; never at its start.
pub(super) fn inside(part: &str, own: Key) -> Option<usize> {
    // No field is longer. A text that repeats keywords on one long line must not be searched to its end for each, and
    // what is found first bounds what is searched next.
    const FAR: usize = 6_000;
    let mut near = &part[..part.floor_char_boundary(FAR)];
    let whole = near.len();
    let letters = Letters::of(near);
    for end in [other_field_among, level, index, handling_note, first_paragraph, rule, prose] {
        if let Some(cut) = end(near, own, letters) {
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

/// Where another field opens inside `line`.
pub(super) fn other_field(line: &str, own: Key) -> Option<usize> {
    other_field_among(line, own, Letters::of(line))
}

/// As [`other_field`], for a line with these letters.
fn other_field_among(line: &str, own: Key, letters: Letters) -> Option<usize> {
    // A sentence of the authority may speak of anything, but references behind its reasons are no part of it.
    if matches!(own, Key::ClassifiedBy | Key::Reason | Key::Declassify) {
        return references_behind(line, letters);
    }
    let mut end = None;
    let (groups, more): (&[_], &[_]) = match own {
        Key::ExecutiveOrder => (INSIDE, INSIDE_ORDER),
        Key::References => (&[AUTHORITY], &[]),
        _ => (INSIDE, &[]),
    };
    for (common, needles) in groups.iter().chain(more) {
        if common.may_stand_in(letters) && common.is_in(line) {
            for needle in needles.iter().filter(|needle| needle.may_stand_in(letters)) {
                end = opening(line, own, needle, end).or(end);
            }
        }
    }
    if end.is_none() && BY.may_stand_in(letters) { misspelt_authority(line) } else { end }
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
fn references_behind(line: &str, letters: Letters) -> Option<usize> {
    const REF: Needle = Needle::new(" REF");
    let at = REF.may_stand_in(letters).then(|| REF.find(line)).flatten()? + 1;
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
fn level(part: &str, own: Key, letters: Letters) -> Option<usize> {
    const LEVELS: &[Needle] =
        &[Needle::new(" UNCLAS "), Needle::new(" C O N F I D E N T I A L "), Needle::new(" S E C R E T ")];
    let levels = match own {
        Key::Tags => LEVELS,
        Key::Subject | Key::References => &LEVELS[1..],
        _ => &[],
    };
    let found = levels.iter().filter(|level| level.may_stand_in(letters));
    found.filter_map(|level| level.find(part)).min().map(|at| at + 1)
}

/// Where a table of contents opens behind a subject: `JAPANESE MORNING PRESS 06/26/09 Index:`, with its first lines perhaps.
fn index(part: &str, own: Key, letters: Letters) -> Option<usize> {
    const INDEX: Needle = Needle::new(" INDEX:");
    if own != Key::Subject || !INDEX.may_stand_in(letters) {
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
fn first_paragraph(part: &str, own: Key, letters: Letters) -> Option<usize> {
    const NUMBER: Needle = Needle::new(" 1.");
    const BRACKET: Needle = Needle::new(" (");
    // Both have a bracket.
    if !letters.may_have(b'(') {
        return None;
    }
    // `Reason: 1. (C)` may have lost its section.
    let from = match own {
        Key::ClassifiedBy | Key::Reason => {
            const SECTIONS: [&str; 6] = ["1.4", "1.5", "1. 4", "1. 5", "1 .4", "1 .5"];
            memchr::memchr_iter(b'1', part.as_bytes())
                .find(|at| SECTIONS.iter().any(|section| part[*at..].starts_with(section)))?
        }
        _ => 0,
    };
    // Behind the section's own figure, so that `1. 4 (c)` opens nothing.
    let from = if from > 0 { part.floor_char_boundary(from + 4) } else { 0 };
    let behind = &part[from..];
    let numbered = NUMBER.all(behind).map(|at| from + at + 1).find(|at| {
        let behind = part[at + 2..].trimmed_start();
        portion::read(behind, behind)
            .is_some_and(|(_, rest)| rest.is_empty() || rest.starts_with(|c: char| c == ' ' || c.is_uppercase()))
    });
    // A subject may have brackets of its own.
    let marked = BRACKET.all(behind).map(|at| from + at + 1);
    let marked = marked.filter(|_| own != Key::Subject).find(|at| portion::opens_prose(&part[*at..]));
    numbered.into_iter().chain(marked).min()
}

/// Where a rule of dashes begins behind a field, with the heading that it rules off: `... IN MENDOZA  Summary -----`.
fn rule(part: &str, own: Key, letters: Letters) -> Option<usize> {
    const RULE: Needle = Needle::new(" -----");
    if !letters.may_have(b'-') || matches!(own, Key::Tags | Key::ExecutiveOrder) {
        return None;
    }
    let at = RULE.find(part)?;
    let head = part[..at].trimmed_end();
    let heading = head.rfind(' ').filter(|at| super::body::is_usual_heading(&head[at + 1..]));
    Some(heading.unwrap_or(at) + 1)
}

/// Where the text begins that a lost line end put behind references: `STATE 102414 We delivered the points to the Minister`.
fn prose(part: &str, own: Key, _: Letters) -> Option<usize> {
    const SHORTEST: usize = 100;
    // Of so many words most are in small letters, which references are not.
    const WORDS: usize = 9;
    const SMALL: usize = 5;
    if own != Key::References || part.len() < SHORTEST {
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
fn handling_note(part: &str, own: Key, letters: Letters) -> Option<usize> {
    const NOTE: Needle = Needle::new(" BUT UNCLASSIFIED");
    const BUT: Needle = Needle::new(" BUT");
    if !matches!(own, Key::Subject | Key::References) || !BUT.may_stand_in(letters) {
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
    use super::*;

    fn check(part: &str, own: Key, expected: &str) {
        assert_eq!(inside(part, own).map_or("", |at| &part[at..]), expected, "{part}");
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
