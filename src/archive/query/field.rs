//! The fields of a query: one table for the parser, completion, suggestions and `docs/queries.md`.

/// What a query can ask about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// All words of a cable: what is asked without a field.
    Any,
    /// Words of the subject.
    Subject,
    /// Words of the body.
    Body,
    /// Words before and behind the body.
    Header,
    /// Who sent it.
    From,
    /// Action addressees.
    To,
    /// Information addressees.
    Info,
    /// Who signed.
    Signed,
    /// Who classified.
    ClassifiedBy,
    /// Captions.
    Caption,
    /// The post of its id.
    Post,
    /// The country of the post.
    Country,
    /// TAGS.
    Tag,
    /// The marking of the whole.
    Class,
    /// The mark of a paragraph or of the subject.
    Portion,
    /// How fast it had to travel.
    Precedence,
    /// When it was sent.
    Date,
    /// Before a date.
    Before,
    /// After a date.
    After,
    /// The year it was sent.
    Year,
    /// When it is declassified.
    Decl,
    /// What it cites.
    Ref,
    /// What cites it.
    CitedBy,
    /// Which cable it is.
    Id,
    /// What holds of it.
    Is,
    /// What it has.
    Has,
    /// What the checks of markings find.
    Lint,
}

/// What may stand behind a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words, phrases, beginnings, near words, expressions.
    Words,
    /// A name, compared by its letters.
    Name,
    /// A code, or the beginning of one with a star.
    Code,
    /// A marking, with `<` and the like.
    Level,
    /// A precedence, with `<` and the like.
    Precedence,
    /// A day, month, year or range.
    Date,
    /// As a date; or due, passed, none, exempt, or a code.
    Decl,
    /// An id in any spelling.
    Id,
    /// One of a few words.
    OneOf(&'static [(&'static str, &'static str)]),
}

/// A row of [`FIELDS`].
#[derive(Debug)]
pub struct FieldRow {
    /// Which.
    pub field: Field,
    /// As it is typed, without the colon.
    pub name: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// What may stand behind it.
    pub kind: Kind,
    /// What it finds, for people.
    pub meaning: &'static str,
    /// Queries that use it; the first is shown where something is missing.
    pub examples: &'static [&'static str],
}

/// What `is:` knows.
pub const STATES: &[(&str, &str)] = &[
    ("unread", "you have not opened it"),
    ("bookmarked", "you marked it"),
    ("partial", "it says that it is an extract"),
    ("corrected", "it is a corrected copy"),
    ("copy", "another cable of the archive has the same id"),
];

/// What `has:` knows.
pub const PARTS: &[(&str, &str)] = &[
    ("note", "you wrote a note about it"),
    ("ref", "it refers to something"),
    ("redaction", "words were taken out of it"),
    ("lint", "the checks of markings find an error or a warning"),
];

const fn row(
    field: Field,
    name: &'static str,
    aliases: &'static [&'static str],
    kind: Kind,
    meaning: &'static str,
    examples: &'static [&'static str],
) -> FieldRow {
    FieldRow { field, name, aliases, kind, meaning, examples }
}

/// All fields that have a name.
pub const FIELDS: &[FieldRow] = &[
    row(
        Field::Subject,
        "subject",
        &["subj", "title"],
        Kind::Words,
        "words of the subject",
        &["subject:kosovo", "subject:\"further delays\""],
    ),
    row(
        Field::Body,
        "body",
        &["text"],
        Kind::Words,
        "words of paragraphs, headings and signatures",
        &["body:ahtisaari", "body:/[0-9]+ tons/"],
    ),
    row(
        Field::Header,
        "header",
        &["head"],
        Kind::Words,
        "words before the subject and between it and the body, and of the blocks behind the body",
        &["header:RUEHC"],
    ),
    row(
        Field::From,
        "from",
        &["sender"],
        Kind::Words,
        "words of the sender's address, or the sending post",
        &["from:rome", "from:\"amembassy rome\""],
    ),
    row(Field::To, "to", &["action"], Kind::Words, "words of the address of an action addressee", &["to:secstate"]),
    row(
        Field::Info,
        "info",
        &["cc"],
        Kind::Words,
        "words of the address of an information addressee",
        &["info:usnato"],
    ),
    row(
        Field::Post,
        "post",
        &[],
        Kind::Name,
        "the post of the cable's id, by any of its names",
        &["post:rome", "post:\"port au prince\""],
    ),
    row(
        Field::Country,
        "country",
        &[],
        Kind::Name,
        "the country of that post, by name, ISO code or TAGS code",
        &["country:italy", "country:\"south africa\""],
    ),
    row(Field::Tag, "tag", &["tags"], Kind::Code, "a TAGS code", &["tag:PREL", "tag:K*"]),
    row(
        Field::Class,
        "class",
        &["classification", "level"],
        Kind::Level,
        "the marking of the whole cable: level, controls, or both",
        &["class:SECRET", "class:>=C", "class:S//NF", "class:NOFORN"],
    ),
    row(
        Field::Portion,
        "portion",
        &["para"],
        Kind::Level,
        "the mark of a paragraph or of the subject",
        &["portion:S//NF", "portion:>C"],
    ),
    row(
        Field::Caption,
        "caption",
        &["captions"],
        Kind::Words,
        "words of a caption",
        &["caption:NODIS", "caption:\"codel\""],
    ),
    row(
        Field::Precedence,
        "precedence",
        &["prec"],
        Kind::Precedence,
        "how fast the cable had to travel",
        &["precedence:FLASH", "precedence:>=immediate"],
    ),
    row(
        Field::Date,
        "date",
        &["on", "sent"],
        Kind::Date,
        "when it was sent: a day, month, year, or a range of them",
        &["date:2006-11", "date:2006-11..2007-01", "date:2009..", "date:>=2006-11-20"],
    ),
    row(Field::Before, "before", &["until"], Kind::Date, "sent before the first day of that", &["before:2007"]),
    row(Field::After, "after", &["since"], Kind::Date, "sent after the last day of that", &["after:2006-11-20"]),
    row(Field::Year, "year", &[], Kind::Date, "the year it was sent", &["year:2006", "year:2003..2005"]),
    row(
        Field::Decl,
        "decl",
        &["declassify", "declassified"],
        Kind::Decl,
        "when it is to be declassified: a date, what has become of it, or a code",
        &["decl:passed", "decl:2016..2020", "decl:<2030", "decl:25X1"],
    ),
    row(
        Field::Ref,
        "ref",
        &["refs", "cites"],
        Kind::Id,
        "it refers to that cable",
        &["ref:06STATE186217", "ref:\"06 state 186217\""],
    ),
    row(Field::CitedBy, "cited-by", &["citedby"], Kind::Id, "that cable refers to it", &["cited-by:06ROME3128"]),
    row(
        Field::Id,
        "id",
        &["mrn"],
        Kind::Id,
        "it is that cable; without the year, of any year",
        &["id:06ROME3128", "id:06 rome 3128", "id:ROME3128"],
    ),
    row(Field::Signed, "signed", &["signature"], Kind::Words, "words of a signature", &["signed:spogli"]),
    row(
        Field::ClassifiedBy,
        "classified-by",
        &["classifiedby"],
        Kind::Words,
        "words of the name or title of who classified it",
        &["classified-by:pearce"],
    ),
    row(Field::Is, "is", &[], Kind::OneOf(STATES), "what holds of it", &["is:unread", "is:partial"]),
    row(Field::Has, "has", &[], Kind::OneOf(PARTS), "what it has", &["has:redaction", "has:ref"]),
    row(
        Field::Lint,
        "lint",
        &[],
        Kind::Code,
        "what `sipdis lint` says of it: the code of a rule, or its beginning with a star",
        &["lint:portion-above-banner", "lint:portion*"],
    ),
];

impl Field {
    /// The row of the table; none for [`Field::Any`].
    pub fn row(self) -> Option<&'static FieldRow> {
        FIELDS.iter().find(|row| row.field == self)
    }

    /// As it is typed; nothing for [`Field::Any`].
    pub fn name(self) -> &'static str {
        self.row().map_or("", |row| row.name)
    }

    /// What may stand behind it.
    pub fn kind(self) -> Kind {
        self.row().map_or(Kind::Words, |row| row.kind)
    }

    /// The field of that name, in either case.
    pub fn named(name: &str) -> Option<Field> {
        let is_it = |other: &&str| other.eq_ignore_ascii_case(name);
        FIELDS.iter().find(|row| is_it(&row.name) || row.aliases.iter().any(is_it)).map(|row| row.field)
    }

    /// The name of a field that `name` may have been meant for.
    pub fn nearest(name: &str) -> Option<&'static str> {
        let names = FIELDS.iter().flat_map(|row| {
            std::iter::once((row.name, row.name)).chain(row.aliases.iter().map(|alias| (*alias, row.name)))
        });
        super::near::nearest(name, names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_row_and_every_name_is_used_once() {
        let mut names = std::collections::HashSet::new();
        for row in FIELDS {
            assert_eq!(row.field.row().map(|found| found.name), Some(row.name));
            assert!(!row.meaning.is_empty() && !row.examples.is_empty(), "{}", row.name);
            for name in std::iter::once(&row.name).chain(row.aliases) {
                assert!(names.insert(*name), "{name} twice");
                assert_eq!(Field::named(&name.to_uppercase()), Some(row.field));
            }
            for example in row.examples {
                assert!(example.starts_with(&format!("{}:", row.name)), "{example}");
            }
        }
        assert_eq!(Field::Any.row().map(|row| row.name), None);
    }

    #[test]
    fn misspelt_names_are_near() {
        for (typed, meant) in [
            ("subjct", "subject"),
            ("tgas", "tag"),
            ("clas", "class"),
            ("date", "date"),
            ("citedby", "cited-by"),
            ("cite", "ref"),
        ] {
            assert_eq!(Field::nearest(typed), Some(meant), "{typed}");
        }
        assert_eq!(Field::nearest("http"), None);
    }
}
