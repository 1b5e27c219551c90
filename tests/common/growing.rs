//! Texts that grow without end: each kind asks a parser to look at the same words again and again.
//!
//! `tests/parse_size.rs` reads each at a small size, `src/cable/growth.rs` counts how the work grows with the length, and
//! `benches/growth.rs` measures how the time does.

/// A text of any length.
pub struct Kind {
    pub name: &'static str,
    /// What stands first: [`HEAD`] and the beginning of what is repeated.
    head: &'static [&'static str],
    /// The words that stand at a number's place. Numbers and names in them differ, so that no two are the same.
    words: fn(usize) -> String,
}

impl Kind {
    /// A text of at least `size` bytes.
    pub fn text(&self, size: usize) -> String {
        let mut text = self.head.concat();
        text.reserve(size + 64);
        for number in 0.. {
            if text.len() >= size {
                break;
            }
            text.push_str(&(self.words)(number));
        }
        text
    }
}

const HEAD: &str = "VZCZCXRO0001\nRR RUEHC\nDE RUEHRO #0042 0011502\nR 011502Z JAN 06\nFM AMEMBASSY ROME\n\
                    TO RUEHC/SECSTATE WASHDC 0042\nBT\nC O N F I D E N T I A L ROME 000042\n";

/// A head that ends in its list of addressees.
const TO: &str = "FM AMEMBASSY ROME\nTO RUEHC/SECSTATE WASHDC 0042\n";

const PARAGRAPH: &str = "\n1. (C) The boats ";

/// A word of four letters that stands for a number.
fn name(number: usize) -> String {
    (0..4).map(|place| char::from(b'A' + (number / 26_usize.pow(place) % 26) as u8)).collect()
}

const fn kind(name: &'static str, head: &'static [&'static str], words: fn(usize) -> String) -> Kind {
    Kind { name, head, words }
}

pub const KINDS: &[Kind] = &[
    kind("one line of words", &[HEAD, PARAGRAPH], |_| "boats and nets ".into()),
    kind("one line without a head", &[], |_| "boats and nets ".into()),
    kind("nested brackets", &[HEAD, PARAGRAPH], |_| "(".into()),
    kind("nested brackets without a head", &[], |_| "(".into()),
    kind("nested marks", &[HEAD, PARAGRAPH], |_| "((C) ".into()),
    kind("short lines", &[HEAD, PARAGRAPH], |_| "a\n".into()),
    kind("blank lines", &[HEAD, PARAGRAPH], |_| "\n".into()),
    kind("blank lines in the head", &[HEAD], |_| "\n".into()),
    kind("lines of one word, apart", &[HEAD, PARAGRAPH], |_| "word\n\n".into()),
    kind("carriage returns", &[HEAD, PARAGRAPH], |_| "\r".into()),
    kind("numbered paragraphs", &[HEAD], |number| format!("{}. (C) Boats.\n\n", number % 999 + 1)),
    kind("numbers alone", &[HEAD, PARAGRAPH, "\n"], |_| "1.\n".into()),
    kind("labels", &[HEAD, PARAGRAPH, "\n"], |_| "a) b\n".into()),
    kind("portions", &[HEAD], |number| format!("(C//REL TO USA, {}) boats.\n\n", name(number))),
    kind("paragraphs on one line", &[HEAD, PARAGRAPH], |number| format!("{}. (C) Boats. ", number + 2)),
    kind("headings", &[HEAD], |_| "BOATS\n-----\n\n".into()),
    kind(
        "headings on one line",
        &[HEAD, PARAGRAPH, "came back. The nets, the fish and the men were counted in the harbour. "],
        |_| "----- The nets ----- ".into(),
    ),
    kind("rules", &[HEAD], |_| "-----\n".into()),
    kind("ends of a summary", &[HEAD, "\n1. (C) Summary. "], |_| "end ".into()),
    kind("a summary without end", &[HEAD, "\n1. (C) Summary. Boats.\n\n"], |number| {
        format!("{}. (C) Boats.\n\n", number % 900 + 2)
    }),
    kind("page lines", &[HEAD, PARAGRAPH], |_| "ROME 00000042  002 OF 003\n".into()),
    kind("page lines on one line", &[HEAD, PARAGRAPH], |_| "ROME 00000042  002 OF 003 ".into()),
    kind("page lines and blanks", &[HEAD, PARAGRAPH], |_| "\nROME 00000042  002 OF 003\n\nboats and\n".into()),
    kind("banners", &[HEAD, PARAGRAPH], |_| "SECRET\n\n\n".into()),
    kind("captions", &[HEAD], |_| "SIPDIS\n".into()),
    kind("release lists", &[HEAD], |number| format!("REL TO USA, {}\n", name(number))),
    kind("release lists on one line", &["SECRET//"], |number| format!("REL TO USA, {}//", name(number))),
    kind("countries of one list", &["SECRET//REL NATO"], |_| "/AUS".into()),
    kind("TAGS", &[HEAD, "TAGS: PREL"], |_| ", PGOV".into()),
    kind("names among TAGS", &[HEAD, "TAGS: PREL"], |number| format!(", {}{}", name(number), name(number + 7))),
    kind("lines of TAGS", &[HEAD], |number| format!("TAGS: {}\n", name(number))),
    kind("fields on one line", &[HEAD], |_| "TAGS: PREL SUBJECT: ".into()),
    kind("subjects", &[HEAD], |_| "SUBJECT: BOATS\n".into()),
    kind("references", &[HEAD, "REF: A"], |number| format!(", ROME {number}")),
    kind("labelled references", &[HEAD, "REF: "], |number| {
        format!("({}) ROME {number}\n     ", char::from(b'A' + (number % 26) as u8))
    }),
    kind("lines of references", &[HEAD], |number| format!("REF: ROME {number}\n")),
    kind("exemptions", &[HEAD, "E.O. 12958: DECL: "], |number| format!("25X1-{} ", name(number))),
    kind("authorities", &[HEAD, "Classified By: "], |_| "Ambassador John Doe, ".into()),
    kind("reasons", &[HEAD, "Classified By: Doe\n"], |_| "Reason: 1.4 (b)\n".into()),
    kind("addressees", &[TO], |number| format!("RUEH{}/AMEMBASSY {} {number}\n", &name(number)[..2], name(number))),
    kind("addressees on one line", &[TO, "INFO "], |number| format!("RUEHXX/AMEMBASSY {} ", name(number))),
    kind("exempt addressees", &[TO, "XMT "], |number| format!("AMEMBASSY {}\n", name(number))),
    kind("relays", &["VZCZCXRO0001\nRR "], |number| format!("RUEH{} ", &name(number)[..2])),
    kind("copies of an office", &["ACTION EUR-12\nINFO "], |number| format!("{}-00 ", &name(number)[..3])),
    kind("attention lines", &[HEAD], |_| "STATE FOR EUR/WE\n".into()),
    kind("an attention line that goes on", &[HEAD, "STATE FOR EUR/WE\n"], |_| "EUR/WE, NEA/ARP\n".into()),
    kind("records", &[], |number| format!("{number}\n2007-06-19 17:12:00\n07ROME42\nEmbassy Rome\nUNCLASSIFIED\n")),
    kind("beginnings", &[], |_| "VZCZCXYZ0001\nSUBJECT: A\n".into()),
    kind("sections", &["UNCLAS SECTION 01 OF 99 ROME 000042\n\n1. Boats\n"], |number| {
        format!("UNCLAS SECTION {:02} OF 99 ROME 000042\n\nboats\n", number % 99 + 1)
    }),
    kind("attributes", &[HEAD, PARAGRAPH, "\n\nMessage Attributes\nReference: "], |number| format!("ROME {number}, ")),
    kind("labelled captions", &["MRN: 23 ROME 42\n"], |_| "Captions: SENSITIVE, RELTO USA, NZL\n".into()),
    kind("links", &[HEAD], |_| "[1](#)".into()),
    kind("pilcrows", &[HEAD], |_| "\u{b6}".into()),
    kind("entities", &[HEAD, "TAGS: "], |_| "&#8217;".into()),
    kind("struck words", &[HEAD, PARAGRAPH], |_| "XXXX ".into()),
    kind("struck words in Cyrillic", &[HEAD, PARAGRAPH], |_| "\u{425}\u{425}\u{425}\u{425} ".into()),
    kind("tabs", &[], |_| "\tUNCLAS ".into()),
    kind("quotes", &[], |_| "\",".into()),
    kind("blanks", &[HEAD, PARAGRAPH], |_| " ".into()),
    kind("signatures", &[HEAD, PARAGRAPH, "\n"], |_| "DOE\n".into()),
];
