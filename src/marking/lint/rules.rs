//! The table of rules.

use super::{Example, Rule, captions, clock, levels, marks};
use crate::cable::Code;
use crate::cable::Severity::{Error, Info, Warning};

const fn of(text: &'static str) -> Example {
    Example::of(text)
}

const fn with_level(text: &'static str, level: &'static str) -> Example {
    Example { level: Some(level), ..of(text) }
}

const fn with_date(text: &'static str, date: &'static str) -> Example {
    Example { date: Some(date), ..of(text) }
}

/// All rules, in the order of their severity.
pub const RULES: &[Rule] = &[
    Rule {
        code: "portion-above-banner",
        severity: Error,
        explanation: "A portion is marked higher than the whole cable. The whole must be at least as high as its highest \
                      portion.",
        good: of("SECRET ROME 000042\n\nSUBJECT: BOATS\n\n1. (S) They float.\n"),
        bad: of("CONFIDENTIAL ROME 000042\n\nSUBJECT: BOATS\n\n1. (S) They float.\n"),
        check: levels::portion_above_banner,
    },
    Rule {
        code: "captions-exclude",
        severity: Error,
        explanation: "Two captions or controls say what cannot hold together: two of NODIS, EXDIS and LIMDIS, two \
                      channels, AGREMENT beside anything, or a release list beside NODIS, EXDIS or NOFORN.",
        good: of("SECRET ROME 000042\n\nNODIS\n\nSUBJECT: BOATS\n"),
        bad: of("SECRET//REL TO USA, GBR ROME 000042\n\nNODIS\n\nSUBJECT: BOATS\n"),
        check: captions::exclude,
    },
    Rule {
        code: "mark-forged",
        severity: Error,
        explanation: "A marking holds letters of another script that look like the right ones, or characters that show \
                      nothing. Neither comes from a typist.",
        good: of("SECRET ROME 000042\n\nSUBJECT: BOATS\n\n1. (C) They float.\n"),
        bad: of("SECRET ROME 000042\n\nSUBJECT: BOATS\n\n1. (\u{421}) They float.\n"),
        check: marks::mark_forged,
    },
    Rule {
        code: "control-missing",
        severity: Warning,
        explanation: "A portion is NOFORN, and the cable is not: neither on its line nor in its captions.",
        good: of("SECRET ROME 000042\n\nNOFORN\n\nSUBJECT: BOATS\n\n1. (S/NF) They float.\n"),
        bad: of("SECRET ROME 000042\n\nSUBJECT: BOATS\n\n1. (S/NF) They float.\n"),
        check: levels::control_missing,
    },
    Rule {
        code: "release-too-wide",
        severity: Warning,
        explanation: "The cable may go to countries to which not all of its portions may go.",
        good: of("SECRET//REL TO USA, GBR ROME 000042\n\nSUBJECT: BOATS\n\n1. (S//REL TO USA, GBR) They float.\n"),
        bad: of("SECRET//REL TO USA, GBR, AUS ROME 000042\n\nSUBJECT: BOATS\n\n1. (S//REL TO USA, GBR) They float.\n"),
        check: levels::release_too_wide,
    },
    Rule {
        code: "banner-differs",
        severity: Warning,
        explanation: "The banner of a page is at another level than the classification line. A banner that a release put \
                      there is none of these.",
        good: of("SECRET ROME 000042\n\nSUBJECT: BOATS\n\n1. (S) They\n\nSECRET\nPAGE 02  ROME 00042\n\nfloat.\n"),
        bad: of("SECRET ROME 000042\n\nSUBJECT: BOATS\n\n1. (S) They\n\nCONFIDENTIAL\nPAGE 02  ROME 00042\n\nfloat.\n"),
        check: levels::banner_differs,
    },
    Rule {
        code: "section-differs",
        severity: Warning,
        explanation: "A further section, or a further copy of the classification line, is at another level than the first.",
        good: of(
            "SECRET SECTION 01 OF 02 ROME 000042\n\nSUBJECT: BOATS\n\n1. (S) They\n\nSECRET SECTION 02 OF 02 ROME \
                  000042\n\nfloat.\n",
        ),
        bad: of(
            "SECRET SECTION 01 OF 02 ROME 000042\n\nSUBJECT: BOATS\n\n1. (S) They\n\nCONFIDENTIAL SECTION 02 OF 02 \
                 ROME 000042\n\nfloat.\n",
        ),
        check: levels::section_differs,
    },
    Rule {
        code: "column-differs",
        severity: Warning,
        explanation: "The level in a column beside the text is another one than that of the text.",
        good: with_level("SECRET ROME 000042\n", "SECRET//NOFORN"),
        bad: with_level("SECRET ROME 000042\n", "CONFIDENTIAL"),
        check: levels::column_differs,
    },
    Rule {
        code: "paragraph-unmarked",
        severity: Warning,
        explanation: "Other paragraphs of the classified cable have marks, this one has none. Every portion needs one since \
                      1995. What is quoted, and formal remarks, are left out.",
        good: of(
            "O 201641Z NOV 06\nFM AMEMBASSY ROME\nBT\nSECRET ROME 000042\n\nSUBJECT: BOATS\n\n1. (S) They float.\n\n\
                  2. (U) So they say.\n",
        ),
        bad: of(
            "O 201641Z NOV 06\nFM AMEMBASSY ROME\nBT\nSECRET ROME 000042\n\nSUBJECT: BOATS\n\n1. (S) They float.\n\n\
                 2. So they say.\n",
        ),
        check: marks::paragraph_unmarked,
    },
    Rule {
        code: "text-unmarked",
        severity: Warning,
        explanation: "No paragraph of the classified cable has a mark, and no mark is given for the entire text.",
        good: of(
            "O 201641Z NOV 06\nFM AMEMBASSY ROME\nBT\nSECRET ROME 000042\n\nSUBJECT: BOATS\n\n1. (S) Entire text.\n\n\
                  2. They float.\n",
        ),
        bad: of("O 201641Z NOV 06\nFM AMEMBASSY ROME\nBT\nSECRET ROME 000042\n\nSUBJECT: BOATS\n\n1. They float.\n"),
        check: marks::text_unmarked,
    },
    Rule {
        code: Code::DECLASSIFICATION_MISSING.name,
        severity: Code::DECLASSIFICATION_MISSING.severity,
        explanation: Code::DECLASSIFICATION_MISSING.explanation,
        good: of(
            "O 201641Z NOV 06\nFM AMEMBASSY ROME\nBT\nSECRET ROME 000042\n\nE.O. 12958: DECL: 11/20/2016\nSUBJECT: \
                  BOATS\n",
        ),
        bad: of("O 201641Z NOV 06\nFM AMEMBASSY ROME\nBT\nSECRET ROME 000042\n\nE.O. 12958: N/A\nSUBJECT: BOATS\n"),
        check: |case, say| case.parser_noted(&Code::DECLASSIFICATION_MISSING, say),
    },
    Rule {
        code: "order-missing",
        severity: Warning,
        explanation: "The cable is classified and has a subject, and no executive-order line. Since the order of 1972 every \
                      classified cable names its order.",
        good: of(
            "O 201641Z NOV 06\nFM AMEMBASSY ROME\nBT\nSECRET ROME 000042\n\nE.O. 12958: DECL: 11/20/2016\nSUBJECT: \
                  BOATS\n",
        ),
        bad: of("O 201641Z NOV 06\nFM AMEMBASSY ROME\nBT\nSECRET ROME 000042\n\nSUBJECT: BOATS\n"),
        check: clock::order_missing,
    },
    Rule {
        code: Code::DECLASSIFICATION_UNREADABLE.name,
        severity: Code::DECLASSIFICATION_UNREADABLE.severity,
        explanation: Code::DECLASSIFICATION_UNREADABLE.explanation,
        good: of(
            "O 201641Z NOV 06\nFM AMEMBASSY ROME\nBT\nSECRET ROME 000042\n\nE.O. 12958: DECL: 11/20/2016\nSUBJECT: \
                  BOATS\n",
        ),
        bad: of(
            "O 201641Z NOV 06\nFM AMEMBASSY ROME\nBT\nSECRET ROME 000042\n\nE.O. 12958: DECL: 11/31/2016\nSUBJECT: \
                 BOATS\n",
        ),
        check: |case, say| case.parser_noted(&Code::DECLASSIFICATION_UNREADABLE, say),
    },
    Rule {
        code: "declassification-impossible",
        severity: Warning,
        explanation: "The date of declassification is no later than the cable itself.",
        good: of(
            "O 201641Z NOV 06\nFM AMEMBASSY ROME\nBT\nSECRET ROME 000042\n\nE.O. 12958: DECL: 11/20/2016\nSUBJECT: \
                  BOATS\n",
        ),
        bad: of(
            "O 201641Z NOV 06\nFM AMEMBASSY ROME\nBT\nSECRET ROME 000042\n\nE.O. 12958: DECL: 11/20/2006\nSUBJECT: \
                 BOATS\n",
        ),
        check: clock::impossible,
    },
    Rule {
        code: Code::DECLASSIFICATION_LATE.name,
        severity: Code::DECLASSIFICATION_LATE.severity,
        explanation: Code::DECLASSIFICATION_LATE.explanation,
        good: of(
            "O 201641Z NOV 06\nFM AMEMBASSY ROME\nBT\nSECRET ROME 000042\n\nE.O. 12958: DECL: 11/20/2031\nSUBJECT: \
                  BOATS\n",
        ),
        bad: of(
            "O 201641Z NOV 06\nFM AMEMBASSY ROME\nBT\nSECRET ROME 000042\n\nE.O. 12958: DECL: 11/20/2036\nSUBJECT: \
                 BOATS\n",
        ),
        check: |case, say| case.parser_noted(&Code::DECLASSIFICATION_LATE, say),
    },
    Rule {
        code: Code::FILING_DAY_DIFFERS.name,
        severity: Code::FILING_DAY_DIFFERS.severity,
        explanation: Code::FILING_DAY_DIFFERS.explanation,
        good: of(
            "DE RUEHRO #0042 3241641\nZNY SSSSS ZZH\nO 201641Z NOV 06\nFM AMEMBASSY ROME\nBT\nSECRET ROME 000042\n",
        ),
        bad: of(
            "DE RUEHRO #0042 3341641\nZNY SSSSS ZZH\nO 201641Z NOV 06\nFM AMEMBASSY ROME\nBT\nSECRET ROME 000042\n",
        ),
        check: |case, say| case.parser_noted(&Code::FILING_DAY_DIFFERS, say),
    },
    Rule {
        code: "exemption-without-date",
        severity: Warning,
        explanation: "A code exempts the cable from the rule of 25 years, and neither a date nor an event says until when.",
        good: of("SECRET ROME 000042\n\nE.O. 13526: DECL: 25X1, 12/31/2060\nSUBJECT: BOATS\n"),
        bad: of("SECRET ROME 000042\n\nE.O. 13526: DECL: 25X1\nSUBJECT: BOATS\n"),
        check: clock::exemption_without_date,
    },
    Rule {
        code: "reason-missing",
        severity: Warning,
        explanation: "Whoever classified the cable gives no reason, or one without its section, 1.4 or 1.5. The orders ask \
                      for it since 1995.",
        good: of(
            "SECRET ROME 000042\n\nE.O. 12958: DECL: 11/20/2016\nSUBJECT: BOATS\n\nClassified By: DCM Jane Doe. Reason: \
                  1.4 (b) and (d).\n\n1. (S) They float.\n",
        ),
        bad: of(
            "SECRET ROME 000042\n\nE.O. 12958: DECL: 11/20/2016\nSUBJECT: BOATS\n\nClassified By: DCM Jane Doe.\n\n1. (S) \
                 They float.\n",
        ),
        check: clock::reason_missing,
    },
    Rule {
        code: "reason-unknown",
        severity: Warning,
        explanation: "The reason for classifying is none of those that the orders list: 1.5 (a) to (g) from 1995, 1.4 (a) to \
                      (h) since 2003.",
        good: of(
            "SECRET ROME 000042\n\nE.O. 12958: DECL: 11/20/2016\nSUBJECT: BOATS\n\nClassified By: DCM Jane Doe. Reason: \
                  1.4 (h).\n\n1. (S) They float.\n",
        ),
        bad: of(
            "SECRET ROME 000042\n\nE.O. 12958: DECL: 11/20/2016\nSUBJECT: BOATS\n\nClassified By: DCM Jane Doe. Reason: \
                 1.5 (h).\n\n1. (S) They float.\n",
        ),
        check: clock::reason_unknown,
    },
    Rule {
        code: "mark-unknown",
        severity: Info,
        explanation: "Where a mark stands, brackets begin with a level and go on with something that is in no table.",
        good: of("SECRET ROME 000042\n\nSUBJECT: BOATS\n\n1. (S//NF) They float.\n"),
        bad: of("SECRET ROME 000042\n\nSUBJECT: BOATS\n\n1. (S//QQ) They float.\n"),
        check: marks::mark_unknown,
    },
    Rule {
        code: "mark-damaged",
        severity: Info,
        explanation: "A marking has lost a letter or a bracket, or has a wrong one. What was meant is a guess, and counts \
                      nowhere.",
        good: of("UNCLAS ROME 000042\n\nSUBJECT: BOATS\n\n1. (SBU) They float.\n"),
        bad: of("UNCLAS ROME 000042\n\nSUBJECT: BOATS\n\n1. (SUB) They float.\n"),
        check: marks::mark_damaged,
    },
    Rule {
        code: "banner-above-portions",
        severity: Info,
        explanation: "Every paragraph has a mark, and none is as high as the whole. The parts together may be higher than \
                      each by itself; otherwise the cable is marked too high.",
        good: of("SECRET ROME 000042\n\nSUBJECT: BOATS\n\n1. (S) They float.\n\n2. (C) So they say.\n"),
        bad: of("SECRET ROME 000042\n\nSUBJECT: BOATS\n\n1. (C) They float.\n\n2. (C) So they say.\n"),
        check: levels::banner_above_portions,
    },
    Rule {
        code: Code::SECURITY_DIFFERS.name,
        severity: Code::SECURITY_DIFFERS.severity,
        explanation: Code::SECURITY_DIFFERS.explanation,
        good: of(
            "DE RUEHRO #0042 3241641\nZNY SSSSS ZZH\nO 201641Z NOV 06\nFM AMEMBASSY ROME\nBT\nSECRET ROME 000042\n",
        ),
        bad: of(
            "DE RUEHRO #0042 3241641\nZNY CCCCC ZZH\nO 201641Z NOV 06\nFM AMEMBASSY ROME\nBT\nSECRET ROME 000042\n",
        ),
        check: |case, say| case.parser_noted(&Code::SECURITY_DIFFERS, say),
    },
    Rule {
        code: "old-text-unmarked",
        severity: Info,
        explanation: "No paragraph of the classified cable has a mark. Before 1995 that was usual.",
        good: of(
            "R 011430Z SEP 76\nFM AMEMBASSY ROME\nBT\nSECRET ROME 0042\nSUBJECT: BOATS\n1. S - ENTIRE TEXT.\n2. THEY \
                  FLOAT.\n",
        ),
        bad: of("R 011430Z SEP 76\nFM AMEMBASSY ROME\nBT\nSECRET ROME 0042\nSUBJECT: BOATS\n1. THEY FLOAT.\n"),
        check: marks::old_text_unmarked,
    },
    Rule {
        code: "declassification-overdue",
        severity: Info,
        explanation: "The date of declassification, given or computed, has passed. The original may have been extended, \
                      reviewed again or exempted since.",
        good: of(
            "O 201641Z NOV 06\nFM AMEMBASSY ROME\nBT\nSECRET ROME 000042\n\nE.O. 12958: DECL: 11/20/2031\nSUBJECT: \
                  BOATS\n",
        ),
        bad: of(
            "O 201641Z NOV 06\nFM AMEMBASSY ROME\nBT\nSECRET ROME 000042\n\nE.O. 12958: DECL: 11/20/2016\nSUBJECT: \
                 BOATS\n",
        ),
        check: clock::overdue,
    },
    Rule {
        code: "retired-code",
        severity: Info,
        explanation: "The instruction is a code that holds no longer: OADR and MR since 1995, X1 to X8 since 2003. Such \
                      cables are taken for declassified after 25 years.",
        good: of(
            "O 201641Z NOV 96\nFM AMEMBASSY ROME\nBT\nSECRET ROME 000042\n\nE.O. 12958: DECL: 11/20/2006\nSUBJECT: \
                  BOATS\n",
        ),
        bad: of(
            "O 201641Z NOV 96\nFM AMEMBASSY ROME\nBT\nSECRET ROME 000042\n\nE.O. 12958: DECL: X1\nSUBJECT: BOATS\n",
        ),
        check: clock::retired_code,
    },
    Rule {
        code: Code::CAPTION_REPEATED.name,
        severity: Code::CAPTION_REPEATED.severity,
        explanation: Code::CAPTION_REPEATED.explanation,
        good: of("SECRET ROME 000042\n\nSIPDIS\n\nSUBJECT: BOATS\n"),
        bad: of("SECRET ROME 000042\n\nSIPDIS\nSIPDIS\n\nSUBJECT: BOATS\n"),
        check: |case, say| case.parser_noted(&Code::CAPTION_REPEATED, say),
    },
    Rule {
        code: "date-differs",
        severity: Info,
        explanation: "The date in a column beside the text lies more than a day from the date-time group.",
        good: with_date("O 201641Z NOV 06\nFM AMEMBASSY ROME\nBT\nUNCLAS ROME 000042\n", "2006-11-20"),
        bad: with_date("O 201641Z NOV 06\nFM AMEMBASSY ROME\nBT\nUNCLAS ROME 000042\n", "2007-11-20"),
        check: clock::date_differs,
    },
];

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::cable::parse;
    use crate::marking::{Finding, lint};

    fn findings(example: &Example) -> Vec<Finding> {
        let hints = example.hints();
        lint(&parse(example.text, &hints), example.text, &hints, date(2026, 1, 1))
    }

    #[test]
    fn every_rule_finds_its_bad_example_and_leaves_its_good_one() {
        for rule in RULES {
            let codes = |example| findings(example).iter().map(|finding| finding.rule.code).collect::<Vec<_>>();
            assert!(codes(&rule.bad).contains(&rule.code), "{}: {:?}", rule.code, codes(&rule.bad));
            assert!(!codes(&rule.good).contains(&rule.code), "{}: {:?}", rule.code, codes(&rule.good));
        }
    }

    #[test]
    fn findings_have_a_place_and_words() {
        for rule in RULES {
            for finding in findings(&rule.bad) {
                assert!(!finding.message.is_empty() && !finding.span.is_empty(), "{}: {finding:?}", rule.code);
                assert!(!finding.span.of(rule.bad.text).contains('\n'), "{}: {finding:?}", rule.code);
            }
        }
    }

    #[test]
    fn codes_are_words_of_their_own_and_explained() {
        let mut seen = std::collections::HashSet::new();
        assert!(RULES.is_sorted_by(|a, b| a.severity >= b.severity));
        for rule in RULES {
            assert!(seen.insert(rule.code), "{} stands twice", rule.code);
            assert!(
                rule.code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{}",
                rule.code
            );
            let of_parser = Code::ALL.iter().find(|code| code.name == rule.code);
            assert!(
                of_parser.is_none_or(|code| (code.severity, code.explanation) == (rule.severity, rule.explanation))
            );
            assert!(rule.explanation.ends_with('.') && !rule.explanation.contains("  "), "{}", rule.code);
        }
    }
}
