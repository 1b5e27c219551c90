//! The table of diagnostics. Its texts are read by users: `docs/diagnostics.md` is made from it.

use super::{Code, Severity};

/// Makes a constant of every row and the list of all of them, so that no row can be left out of the list.
macro_rules! codes {
    ($($id:ident: $name:literal, $severity:ident, $explanation:literal, $advice:literal,
       bad: $bad:literal, good: $good:literal;)*) => {
        impl Code {
            $(#[doc = $explanation]
            pub const $id: Code = Code {
                name: $name,
                severity: Severity::$severity,
                explanation: $explanation,
                advice: $advice,
                bad: $bad,
                good: $good,
            };)*

            /// All kinds of diagnostics, in the order of a cable's parts.
            pub const ALL: &[Code] = &[$(Code::$id),*];
        }
    };
}

codes! {
    // The text as a whole.

    CORRECTED_COPY: "corrected-copy", Info,
    "The cable says of itself that it is a corrected copy.",
    "An earlier copy with the same number exists, and other cables may quote that one.",
    bad: "UNCLAS VALLETTA 000007\n\nC O R R E C T E D  C O P Y\n\nSUBJECT: RAIN\n\n1. It rained.\n",
    good: "UNCLAS VALLETTA 000007\n\nSUBJECT: RAIN\n\n1. It rained.\n";

    PARTIAL_EXTRACT: "partial-extract", Info,
    "The text says of itself that it is an extract.",
    "What is missing here may stand in the original: addressees, the date, the end.",
    bad: "This record is a partial extract of the original cable.\n\nUNCLAS VALLETTA 000007\n",
    good: "UNCLAS VALLETTA 000007\n";

    HIDDEN_CHARACTERS: "hidden-characters", Warning,
    "The text holds characters that show nothing, turn the direction of writing, or command a terminal.",
    "They can hide words or make them look like others. The screen shows a mark for each; output to a file is exact, so \
     mind where you print it.",
    bad: "UNCLAS VALLETTA 000007\n\nSUBJECT: RAIN\u{202e}FALL\n",
    good: "UNCLAS VALLETTA 000007\n\nSUBJECT: RAINFALL AT ĦAL FAR\n";

    ENCODING_DAMAGED: "encoding-damaged", Info,
    "The text holds signs of having been read in a wrong encoding before it came here.",
    "Accents, quotation marks and dashes are not what was written. Another copy may have them.",
    bad: "UNCLAS VALLETTA 000007\n\nSUBJECT: THE KEEPERâ€™S LAMP\n",
    good: "UNCLAS VALLETTA 000007\n\nSUBJECT: THE KEEPER’S LAMP\n";

    REDACTIONS: "redactions", Info,
    "Words were taken out by whoever published the text.",
    "Names and places are missing where marks stand in their stead; do not read the marks as words.",
    bad: "UNCLAS VALLETTA 000007\n\n1. The keeper, XXXXXXXXXXXX, was asked.\n",
    good: "UNCLAS VALLETTA 000007\n\n1. The keeper of light XXX was asked.\n";

    SECTION_MISSING: "section-missing", Warning,
    "The cable was sent in sections, and not all of them are in this text.",
    "Look for the other sections under the same number; what is quoted from them is not here.",
    bad: "UNCLAS SECTION 01 OF 03 VALLETTA 000007\n\n1. It rained.\n\nVALLETTA 00000007  002 OF 003\n\n2. It snowed.\n",
    good: "UNCLAS SECTION 01 OF 02 VALLETTA 000007\n\n1. It rained.\n\nVALLETTA 00000007  002 OF 002\n\n2. It snowed.\n";

    MESSAGE_CUT: "message-cut", Warning,
    "The text breaks off: it ends inside a sentence, without a signature or a mark of the end.",
    "The rest is missing in this copy.",
    bad: "UNCLAS VALLETTA 000007\n\n1. It rained on the\n",
    good: "UNCLAS VALLETTA 000007\n\n1. It rained on the\nharbour.\n";

    LINE_ENDS_LOST: "line-ends-lost", Info,
    "Two fields share a line that should have one each.",
    "They were taken apart where the keyword of the second stands; if a value looks too long or too short, this is why.",
    bad: "UNCLAS VALLETTA 000007\n\nE.O. 12958: N/A TAGS: SENV\n",
    good: "UNCLAS VALLETTA 000007\n\nE.O. 12958: N/A\nTAGS: SENV\n";

    PAGE_LINE_INSIDE: "page-line-inside", Info,
    "Page or section lines stand inside a list, a field or a sentence.",
    "They are left out of the values and stay in the source.",
    bad: "UNCLAS VALLETTA 000007\n\n1. It rained on\n\nVALLETTA 00000007  002 OF 002\n\nthe harbour.\n",
    good: "UNCLAS VALLETTA 000007\n\n1. It rained on the harbour.\n\nVALLETTA 00000007  002 OF 002\n\n2. It snowed.\n";

    UNKNOWN_LINE: "unknown-line", Info,
    "A line above the first paragraph is none that a cable has there.",
    "It may be a field with a misspelt keyword; its words are in no value.",
    bad: "UNCLAS VALLETTA 000007\n\nkeeper's own copy\n\nSUBJECT: RAIN\n",
    good: "UNCLAS VALLETTA 000007\n\nSUBJECT: RAIN\n";

    // Format lines 1 to 11.

    LINES_OUT_OF_ORDER: "lines-out-of-order", Info,
    "The lines of the header do not stand in the order that the handbook gives them.",
    "The header was put together by hand or by a program; check whom a list of addressees belongs to.",
    bad: "FM AMEMBASSY VALLETTA\nR 050930Z FEB 06\nTO SECSTATE WASHDC\nBT\nUNCLAS VALLETTA 000007\n",
    good: "R 050930Z FEB 06\nFM AMEMBASSY VALLETTA\nTO SECSTATE WASHDC\nBT\nUNCLAS VALLETTA 000007\n";

    DATE_IMPOSSIBLE: "date-impossible", Warning,
    "The figures of a date-time group are no date, such as day 31 of a short month.",
    "The text is kept, and the cable has no date from it.",
    bad: "R 310930Z FEB 06\n",
    good: "R 280930Z FEB 06\n";

    FILING_DAY_DIFFERS: "filing-day-differs", Warning,
    "The day on which the station filed the message is more than one day away from its date-time group.",
    "One of the two is mistyped, or the message waited; the date-time group is what counts as its date.",
    bad: "DE RUEHVT #0007 0460935\nR 050930Z FEB 06\nFM AMEMBASSY VALLETTA\n",
    good: "DE RUEHVT #0007 0360935\nR 050930Z FEB 06\nFM AMEMBASSY VALLETTA\n";

    SERIAL_DIFFERS: "serial-differs", Info,
    "The station's number of the message is not the number on the classification line.",
    "Stations that relay for others count by themselves; otherwise one of the two is mistyped. The id is made from the \
     classification line.",
    bad: "DE RUEHVT #0017 0360935\nR 050930Z FEB 06\nFM AMEMBASSY VALLETTA\nBT\nUNCLAS VALLETTA 000007\n",
    good: "DE RUEHVT #0007 0360935\nR 050930Z FEB 06\nFM AMEMBASSY VALLETTA\nBT\nUNCLAS VALLETTA 000007\n";

    PRECEDENCE_DIFFERS: "precedence-differs", Info,
    "The doubled letters of format line 2 are not the highest precedence of the date-time group.",
    "The message may have been sent a second time with another precedence.",
    bad: "OO RUEHC\nDE RUEHVT #0007 0360935\nR 050930Z FEB 06\nFM AMEMBASSY VALLETTA\n",
    good: "RR RUEHC\nDE RUEHVT #0007 0360935\nR 050930Z FEB 06\nFM AMEMBASSY VALLETTA\n";

    SECURITY_DIFFERS: "security-differs", Info,
    "The letters behind ZNY or ZNR stand for another level than the classification line.",
    "The letters steer the transmission; the classification line is what counts.",
    bad: "ZNY SSSSS ZZH\nR 050930Z FEB 06\nFM AMEMBASSY VALLETTA\nBT\nUNCLAS VALLETTA 000007\n",
    good: "ZNR UUUUU ZZH\nR 050930Z FEB 06\nFM AMEMBASSY VALLETTA\nBT\nUNCLAS VALLETTA 000007\n";

    DISTRIBUTION_TOTAL: "distribution-total", Info,
    "The copies of a distribution block do not add up to the total behind them.",
    "An office is missing or misread in this copy.",
    bad: "ACTION EUR-12\nINFO OCT-01 IO-10 /022 R\n",
    good: "ACTION EUR-12\nINFO OCT-01 IO-10 /023 R\n";

    // Classification, captions and fields.

    CLASSIFICATION_MISSING: "classification-missing", Warning,
    "No classification line was found.",
    "Do not take the cable for unclassified: look at the marks of its paragraphs and at other copies.",
    bad: "R 050930Z FEB 06\nFM AMEMBASSY VALLETTA\nTO SECSTATE WASHDC\nBT\n\nSUBJECT: RAIN\n\n1. It rained.\n",
    good: "R 050930Z FEB 06\nFM AMEMBASSY VALLETTA\nTO SECSTATE WASHDC\nBT\nUNCLAS VALLETTA 000007\n\nSUBJECT: RAIN\n\n\
           1. It rained.\n";

    NUMBER_DIFFERS: "number-differs", Error,
    "The number on the classification line is not that of the cable's name.",
    "The file or the row may hold another cable than it says. The name counts as the id.",
    bad: "MRN: 06 VALLETTA 70\nDate/DTG: Feb 05, 2006 / 050930Z FEB 06\nFrom: AMEMBASSY VALLETTA\nUNCLAS VALLETTA 000007\n",
    good: "MRN: 06 VALLETTA 7\nDate/DTG: Feb 05, 2006 / 050930Z FEB 06\nFrom: AMEMBASSY VALLETTA\nUNCLAS VALLETTA 000007\n";

    CAPTION_REPEATED: "caption-repeated", Info,
    "A caption stands more than once; it counts once.",
    "Nothing to do: systems that stored cables often added a caption that was there already.",
    bad: "UNCLAS VALLETTA 000007\n\nSIPDIS\nSENSITIVE\nSIPDIS\n",
    good: "UNCLAS VALLETTA 000007\n\nSIPDIS\nSENSITIVE\n";

    FIELD_REPEATED: "field-repeated", Info,
    "A field that a cable has once stands twice.",
    "The first one counts. The second may belong to a correction, or to another cable in the same text.",
    bad: "UNCLAS VALLETTA 000007\n\nSUBJECT: RAIN\nTAGS: SENV\nSUBJECT: SNOW\n",
    good: "UNCLAS VALLETTA 000007\n\nSUBJECT: RAIN AND SNOW\nTAGS: SENV\n";

    ORDER_UNKNOWN: "order-unknown", Warning,
    "The executive order of the cable has no number, or one that no order on classified information has.",
    "Usually two figures changed places. Which order holds decides what codes and reasons mean.",
    bad: "UNCLAS VALLETTA 000007\n\nE.O. 12598: N/A\n",
    good: "UNCLAS VALLETTA 000007\n\nE.O. 12958: N/A\n";

    DECLASSIFICATION_MISSING: "declassification-missing", Warning,
    "The cable is classified, and nothing says when it will not be any more.",
    "The order's own rule holds then; under those in force since 1995 it is 25 years at the most.",
    bad: "C O N F I D E N T I A L VALLETTA 000007\n\nE.O. 12356: N/A\n",
    good: "C O N F I D E N T I A L VALLETTA 000007\n\nE.O. 12356: DECL: OADR\n";

    DECLASSIFICATION_UNREADABLE: "declassification-unreadable", Warning,
    "The E.O. line has an instruction in which neither a date nor an event nor a code can be read.",
    "Read the line itself; a date is often mistyped.",
    bad: "UNCLAS VALLETTA 000007\n\nE.O. 12958: DECL: 13/32/2016\n",
    good: "UNCLAS VALLETTA 000007\n\nE.O. 12958: DECL: 02/05/2016\n";

    DECLASSIFICATION_LATE: "declassification-late", Warning,
    "The date of declassification is more than 25 years after the cable, and no exemption is named.",
    "The order allows no such date: the year is mistyped, or the exemption was left out.",
    bad: "R 050930Z FEB 06\nFM AMEMBASSY VALLETTA\nBT\nUNCLAS VALLETTA 000007\n\nE.O. 12958: DECL: 02/05/2036\n",
    good: "R 050930Z FEB 06\nFM AMEMBASSY VALLETTA\nBT\nUNCLAS VALLETTA 000007\n\nE.O. 12958: DECL: 25X1, 02/05/2036\n";

    AUTHORITY_MISSING: "authority-missing", Warning,
    "The cable is classified under an order that asks who classified it and why, and does not say.",
    "It may be a copy without its head, or classified by a guide or a source that is not named.",
    bad: "S E C R E T VALLETTA 000007\n\nE.O. 12958: DECL: 02/05/2016\nSUBJECT: RAIN\n\n1. (S) It rained.\n",
    good: "S E C R E T VALLETTA 000007\n\nE.O. 12958: DECL: 02/05/2016\nSUBJECT: RAIN\n\n\
           Classified By: DCM Jane Doe. Reason: 1.4 (b).\n\n1. (S) It rained.\n";

    TAG_UNKNOWN: "tag-unknown", Info,
    "A TAGS code is in no list of codes.",
    "It is mistyped, or a local one; a search by code may miss the cable.",
    bad: "UNCLAS VALLETTA 000007\n\nTAGS: SENV, ZZQW\n",
    good: "UNCLAS VALLETTA 000007\n\nTAGS: SENV, PREL\n";

    TAGS_RUN_TOGETHER: "tags-run-together", Info,
    "TAGS codes stand without anything between them; they were cut where all parts are known.",
    "Check the codes against the line.",
    bad: "UNCLAS VALLETTA 000007\n\nTAGS: SENVPREL\n",
    good: "UNCLAS VALLETTA 000007\n\nTAGS: SENV PREL\n";

    TAG_REPEATED: "tag-repeated", Info,
    "A TAGS code stands more than once; it counts once.",
    "Perhaps another code was meant.",
    bad: "UNCLAS VALLETTA 000007\n\nTAGS: SENV, PREL, SENV\n",
    good: "UNCLAS VALLETTA 000007\n\nTAGS: SENV, PREL\n";

    SUBJECT_MISSING: "subject-missing", Warning,
    "The cable has other fields and no subject.",
    "It may be empty, or its keyword misspelt: look at the lines above the first paragraph.",
    bad: "UNCLAS VALLETTA 000007\n\nTAGS: SENV\n\n1. It rained.\n",
    good: "UNCLAS VALLETTA 000007\n\nTAGS: SENV\nSUBJECT: RAIN\n\n1. It rained.\n";

    REFERENCE_INCOMPLETE: "reference-incomplete", Info,
    "A reference names a post without a number, or a number without a post.",
    "The cable that is meant cannot be found by it.",
    bad: "UNCLAS VALLETTA 000007\n\nSUBJECT: RAIN\n\nREF: A. ROME\n     B. ROME 12\n",
    good: "UNCLAS VALLETTA 000007\n\nSUBJECT: RAIN\n\nREF: A. ROME 11\n     B. ROME 12\n";

    REFERENCE_LABELS: "reference-labels", Info,
    "The letters of the references do not follow one another.",
    "The text may speak of a `ref B` that is not listed, or is listed under another letter.",
    bad: "R 050930Z FEB 06\nFM AMEMBASSY VALLETTA\nBT\nUNCLAS VALLETTA 000007\n\nSUBJECT: RAIN\n\n\
          REF: A. ROME 11\n     C. ROME 12\n",
    good: "R 050930Z FEB 06\nFM AMEMBASSY VALLETTA\nBT\nUNCLAS VALLETTA 000007\n\nSUBJECT: RAIN\n\n\
           REF: A. ROME 11\n     B. ROME 12\n";

    // The body.

    PARAGRAPH_MISSING: "paragraph-missing", Warning,
    "The numbers of the paragraphs leave some out.",
    "A part of the text may be missing, or the typist miscounted.",
    bad: "UNCLAS VALLETTA 000007\n\n1. It rained.\n\n2. It snowed.\n\n5. It stopped.\n",
    good: "UNCLAS VALLETTA 000007\n\n1. It rained.\n\n2. It snowed.\n\n3. It stopped.\n";

    PARAGRAPH_REPEATED: "paragraph-repeated", Info,
    "Two paragraphs that follow one another have the same number.",
    "A reference to that number may mean either.",
    bad: "UNCLAS VALLETTA 000007\n\n1. (U) It rained.\n\n2. (U) It snowed.\n\n2. (U) It stopped.\n\n3. (U) It was over.\n",
    good: "UNCLAS VALLETTA 000007\n\n1. (U) It rained.\n\n2. (U) It snowed:\n\n1. in Rome\n\n2. at sea\n\n3. (U) It was over.\n";
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::cable::{Hints, parse};

    fn codes(text: &str) -> HashSet<&'static str> {
        parse(text, &Hints::default()).diagnostics.iter().map(|it| it.code).collect()
    }

    #[test]
    fn names_are_kebab_case_and_each_stands_once() {
        let mut seen = HashSet::new();
        for code in Code::ALL {
            let words: Vec<&str> = code.name.split('-').collect();
            let kebab = words.iter().all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()));
            assert!(kebab && seen.insert(code.name), "{}", code.name);
        }
    }

    #[test]
    fn every_code_is_explained_in_sentences() {
        for code in Code::ALL {
            let explanation = code.explanation.replace("E.O.", "order");
            assert!(explanation.ends_with('.') && !explanation.contains(". "), "{}", code.name);
            assert!(code.advice.ends_with('.'), "{}", code.name);
        }
    }

    #[test]
    fn every_bad_example_gives_its_code_and_no_other() {
        for code in Code::ALL {
            assert_eq!(codes(code.bad), HashSet::from([code.name]), "{}:\n{}", code.name, code.bad);
        }
    }

    #[test]
    fn no_good_example_gives_its_code() {
        for code in Code::ALL {
            assert!(!codes(code.good).contains(code.name), "{}:\n{}", code.name, code.good);
        }
    }
}
