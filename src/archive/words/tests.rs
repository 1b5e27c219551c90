use super::*;
use proptest::prelude::*;

/// Words with their positions, as `word@position`; other readings in brackets.
fn words(text: &str) -> String {
    let mut words = Words::new(text);
    let mut found = Vec::new();
    while words.advance() {
        let (word, position) = (words.word(), words.position());
        found.push(if words.is_main() { format!("{word}@{position}") } else { format!("({word}@{position})") });
    }
    found.join(" ")
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(words(text), expected, "{text}");
}

#[test]
fn words_as_cables_write_them() {
    check("Kosóvo KOSOVO", "kosovo@0 kosovo@1");
    check("77CAIRO1234", "77cairo1234@0");
    check("(S/NF) 1.4(b)", "s@0 nf@1 1@2 4@3 b@4");
    check("al-Qaida, co-operation", "al@0 qaida@1 co@2 operation@3");
    check("", "");
    check(" ... -- ", "");
}

#[test]
fn abbreviations_are_one_word() {
    check("E.O. 12958", "eo@0 12958@1");
    check("the U.S.-led", "the@0 us@1 led@2");
    check("U.S.S.R", "ussr@0");
    check("J.F.Kennedy", "jf@0 kennedy@1");
    check("a. b. c", "a@0 b@1 c@2");
    check("U.S.'s", "us@0 s@1");
    check("No.5 A.", "no@0 5@1 a@2");
}

#[test]
fn apostrophes_join() {
    check("D'Alema", "dalema@0 (alema@0)");
    check("Massimo D’Alema said", "massimo@0 dalema@1 (alema@1) said@2");
    check("Sana'a Qur`an", "sanaa@0 quran@1");
    check("Iran's 'Iran'", "iran@0 iran@1");
    check("D&#8217;Alema", "dalema@0 (alema@0)");
    check("don't o'", "dont@0 o@1");
    check("'s x's", "s@0 x@1");
    check("Sana'a's D'Alema's", "sanaa@0 dalema@1 (alema@1)");
}

#[test]
fn hyphens_at_line_ends_leave_both_readings() {
    check("the nego-\ntiations failed", "the@0 nego@1 tiations@2 (negotiations@1) (negotiations@2) failed@3");
    check("US-\r\n  Iranian", "us@0 iranian@1 (usiranian@0) (usiranian@1)");
    check("2006-\n2007", "2006@0 2007@1");
    check("well -\nknown", "well@0 known@1");
    check("end-", "end@0");
    check("a-\nb-\nc", "a@0 b@1 (ab@0) (ab@1) c@2 (bc@1) (bc@2)");
}

#[test]
fn accents_and_odd_letters_fold() {
    check("São Łódź Øresund STRASSE Straße", "sao@0 lodz@1 oresund@2 strasse@3 strasse@4");
    check("e\u{301}cole İZMİR ﬁne", "ecole@0 izmir@1 fine@2");
    check("re\u{ad}sume\u{200b}d", "resumed@0");
    check("Киев", "киев@0");
    check("a&nbsp;b &c; AT&T", "a@0 b@1 c@2 at@3 t@4");
}

#[test]
fn long_words_are_cut() {
    let long = "x".repeat(500);
    assert_eq!(plain_words(&long), ["x".repeat(LONGEST)]);
    assert_eq!(plain_words(&format!("{long}y")), ["x".repeat(LONGEST)]);
}

#[test]
fn zones_divide_the_text_and_lead_back() {
    let text = "CONFIDENTIAL ROME 000042\n\nSIPDIS\n\nSUBJECT: (C) TWO\nLINES\n\n1. (C) The nets\n\nROME 00000042  002 OF 002\n\nwere full.\n\nDOE\n";
    let cable = crate::cable::parse(text, &crate::cable::Hints::default());
    let [header, subject, body] = zones(&cable, text);
    assert_eq!(plain_words(&subject.text), ["two", "lines"]);
    assert_eq!(plain_words(&body.text), ["1", "c", "the", "nets", "were", "full", "doe"]);
    assert_eq!(plain_words(&header.text), ["confidential", "rome", "000042", "sipdis", "subject", "c"]);
    let start = body.text.find("nets").unwrap();
    assert_eq!(body.place(start..start + 4).of(text), "nets");
    let across = body.place(start..body.text.find("were").unwrap() + 4);
    assert_eq!(across.of(text), "nets\n\nROME 00000042  002 OF 002\n\nwere");
}

proptest! {
    #[test]
    fn any_text_has_words_in_order(text in any::<String>(), tail in "[a-zA-Z'’.& \n-]{0,40}") {
        let text = text + &tail;
        let mut words = Words::new(&text);
        let mut before = None;
        while words.advance() {
            prop_assert!(!words.word().is_empty() && words.word().len() <= LONGEST);
            prop_assert!(text.get(words.span()).is_some_and(|it| !it.is_empty()));
            if words.is_main() {
                prop_assert!(text.contains(DIVIDE) || words.position() == before.map_or(0, |n: u32| n + 1));
                before = Some(words.position());
            }
        }
    }

    /// The short way past plain words leads where the long one does.
    #[test]
    fn plain_words_are_read_as_all_words_are(text in "([a-zA-Z0-9]{1,3}|[a-z]{60,70}|[-.'’ /&;é\n])*") {
        for start in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
            let (mut short, mut long) = (Words::new(&text), Words::new(&text));
            (short.at, long.at) = (start, start);
            if short.skip_gap() && short.read_plain() && long.skip_gap() {
                prop_assert_eq!(long.read(), None);
                prop_assert_eq!((short.word(), short.at), (long.word(), long.at));
            }
        }
    }

    /// What a query says of its words must be found again when it is printed and read.
    #[test]
    fn a_word_is_its_own_word(text in "[a-zA-Z'éßøİ1-9.]{0,20}|\\PC{0,12}") {
        for word in plain_words(&text) {
            prop_assert_eq!(plain_words(&word), [word.as_str()]);
        }
    }
}
