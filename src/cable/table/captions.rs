//! Captions: who may handle a cable and what it is for.

use std::sync::LazyLock;

use serde::Serialize;

use super::super::pairs::Pairs;
use super::folding::words;
use super::map::Map;
use super::rows::{Row, rows};

pub(super) const TABLE: &str = include_str!("../../../assets/tables/captions.csv");

static CAPTIONS: LazyLock<Vec<Caption>> = LazyLock::new(|| rows(TABLE).filter_map(Caption::read).collect());

/// A caption, or the form of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caption {
    /// As it stands on its line: `NODIS`. In a form, words in angle brackets stand for what differs:
    /// `FOR <name or office> ONLY`.
    pub caption: &'static str,
    /// What it does.
    pub kind: CaptionKind,
    /// What it means.
    pub meaning: &'static str,
    /// Whom it restricts the cable to.
    pub restricts_to: Option<&'static str>,
    /// When it was in use, roughly: `1960s-`.
    pub era: Option<&'static str>,
    /// A remark.
    pub note: Option<&'static str>,
}

/// What a caption does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CaptionKind {
    /// Restricts who in the Government gets it: `NODIS`.
    Distribution,
    /// Restricts to whom it may be released: `NOFORN`.
    Dissemination,
    /// Marks unclassified text that is controlled: `SENSITIVE`.
    Control,
    /// Says where it goes, and restricts nothing: `SIPDIS`.
    Routing,
    /// Of the armed forces: `SPECAT`.
    Military,
    /// Keeps it in one channel: `DISSENT CHANNEL`.
    Channel,
    /// Draws an office's attention: `CODEL`.
    Attention,
    /// Asks to pass it on.
    Passing,
    /// Belongs to the precedence: `NIACT`.
    Precedence,
    /// Stands for many addressees: `ALDAC`.
    Collective,
    /// Stands behind a reference: `NOTAL`.
    Reference,
    /// Says what kind of copy it is: `CORRECTED COPY`.
    Status,
    /// Names a series of numbers: `SECTO`.
    Series,
    /// Names a programme: `VISAS VIPER`.
    Program,
}

impl CaptionKind {
    /// Whether it keeps the cable from somebody. `SIPDIS` does not: it widens distribution.
    pub fn restricts(self) -> bool {
        use CaptionKind::{Channel, Control, Dissemination, Distribution, Military};
        matches!(self, Distribution | Dissemination | Control | Military | Channel)
    }
}

impl Caption {
    fn read(mut row: Row) -> Option<Caption> {
        let caption = row.field();
        let kind = match row.field() {
            "distribution" => CaptionKind::Distribution,
            "dissemination" => CaptionKind::Dissemination,
            "control" => CaptionKind::Control,
            "routing" => CaptionKind::Routing,
            "military" => CaptionKind::Military,
            "channel" => CaptionKind::Channel,
            "attention" => CaptionKind::Attention,
            "passing" => CaptionKind::Passing,
            "precedence" => CaptionKind::Precedence,
            "collective" => CaptionKind::Collective,
            "reference" => CaptionKind::Reference,
            "status" => CaptionKind::Status,
            "series" => CaptionKind::Series,
            "program" => CaptionKind::Program,
            _ => return None,
        };
        let (meaning, restricts_to, era) = (row.field(), row.optional(), row.optional());
        row.skip(2);
        Some(Caption { caption, kind, meaning, restricts_to, era, note: row.optional() })
    }

    /// Whether it is the form of many captions and not one caption.
    pub fn is_form(&self) -> bool {
        self.caption.contains('<')
    }

    /// Whether `text` reads like this form: its own words in their places, and something in each gap.
    fn fits(&self, text: &str) -> bool {
        let mut rest = text;
        let mut pieces = self.caption.split('>').peekable();
        let mut gap_before = false;
        while let Some(piece) = pieces.next() {
            let (own, gap_behind) = match piece.split_once('<') {
                Some((own, _)) => (own, true),
                None => (piece, false),
            };
            let found = match (gap_before, pieces.peek().is_none()) {
                (false, _) => rest.starts_with(own).then_some(0),
                (true, false) => rest.find(own),
                (true, true) => rest.ends_with(own).then(|| rest.len() - own.len()),
            };
            match found {
                Some(0) if gap_before => return false,
                Some(at) => rest = rest.get(at + own.len()..).unwrap_or_default(),
                None => return false,
            }
            gap_before = gap_behind;
        }
        true
    }
}

/// All captions and forms.
pub fn captions() -> impl Iterator<Item = &'static Caption> {
    CAPTIONS.iter()
}

/// All captions that are no forms, by their words.
static BY_TEXT: LazyLock<Map<&'static str, &'static Caption>> = LazyLock::new(|| {
    captions().filter(|caption| !caption.is_form()).map(|caption| (caption.caption, caption)).collect()
});

/// What a caption means, in either case and with any blanks between its words.
///
/// ```
/// use sipdis::cable::table::{CaptionKind, caption};
/// assert_eq!(caption("SIPDIS").unwrap().kind, CaptionKind::Routing);
/// assert_eq!(caption("STATE FOR EUR/WE"), None);
/// ```
pub fn caption(text: &str) -> Option<&'static Caption> {
    if opens_caption(text) { known_caption(text) } else { None }
}

/// As [`caption`], where it is known that a caption begins like this.
pub(crate) fn known_caption(text: &str) -> Option<&'static Caption> {
    BY_TEXT.get(&*words(text)).copied()
}

/// Whether a caption is written just like this, in capitals and with single blanks.
pub(crate) fn is_caption(text: &str) -> bool {
    BY_TEXT.contains_key(text)
}

/// Whether any caption that is no form begins with the first word of `text`: a cheap test, for those who ask about many lines.
pub(crate) fn opens_caption(text: &str) -> bool {
    let word = first_word(text.trim_start());
    match word.bytes().any(|b| b.is_ascii_lowercase()) {
        true => begins_caption(&word.to_ascii_uppercase()),
        false => begins_caption(word),
    }
}

/// Whether any caption that is no form begins with this word, which is in capitals.
pub(crate) fn begins_caption(word: &str) -> bool {
    static OPENINGS: LazyLock<Map<&'static str, ()>> =
        LazyLock::new(|| BY_TEXT.keys().map(|caption| (first_word(caption), ())).collect());
    static GLANCE: LazyLock<Pairs> =
        LazyLock::new(|| OPENINGS.keys().fold(Pairs::new(), |pairs, word| pairs.with(word)));
    // Asked of every addressee, and most words are none.
    let may_begin = matches!(word.as_bytes(), [first, second, ..] if GLANCE.may_begin(*first, *second));
    may_begin && OPENINGS.contains_key(word)
}

/// Letters and figures at the start.
fn first_word(text: &str) -> &str {
    // What is no ASCII letter or figure ends a word, and so does the first byte of any other character.
    let end = text.bytes().position(|byte| !byte.is_ascii_alphanumeric());
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// The form that `text` has, if it is a caption with a name or an office in it: the form with the most words of its own.
///
/// Some forms are wide: any `... FOR ...` reads like an attention line. Ask only about lines that stand where captions
/// stand.
///
/// ```
/// use sipdis::cable::table::caption_form;
/// assert_eq!(caption_form("STATE FOR EUR/WE").unwrap().caption, "STATE FOR <office>");
/// ```
pub fn caption_form(text: &str) -> Option<&'static Caption> {
    let own = |caption: &&Caption| {
        let gaps: usize = caption.caption.split('<').skip(1).filter_map(|gap| gap.find('>')).sum();
        caption.caption.len() - gaps
    };
    let text = words(text);
    captions().filter(|caption| caption.is_form() && caption.fits(&text)).max_by_key(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_reads_and_no_caption_stands_twice() {
        let mut seen = std::collections::HashSet::new();
        for row in rows(TABLE) {
            let caption = Caption::read(row).unwrap();
            assert!(!caption.meaning.is_empty(), "{caption:?}");
            assert!(seen.insert(caption.caption), "{caption:?}");
            assert!(caption.is_form() || words(caption.caption) == caption.caption, "{caption:?}");
            assert!(caption.is_form() || opens_caption(&caption.caption.to_lowercase()), "{caption:?}");
        }
    }

    #[test]
    fn every_form_fits_an_example_of_itself() {
        for form in captions().filter(|caption| caption.is_form()) {
            let pieces = form.caption.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, own)| own));
            let example = pieces.collect::<Vec<_>>().join("PAO");
            assert!(form.fits(&example), "{example} {form:?}");
            assert!(caption_form(&example).is_some());
        }
    }

    #[test]
    fn restrictions() {
        assert!(caption("nodis").unwrap().kind.restricts());
        assert!(caption("NOFORN").unwrap().kind.restricts());
        assert!(!caption("SIPDIS").unwrap().kind.restricts());
        assert_eq!(caption("STADIS").unwrap().restricts_to, Some("Department of State; no other agency"));
        assert_eq!(caption("sensitive   sipdis").unwrap().caption, "SENSITIVE SIPDIS");
    }

    #[test]
    fn forms_with_the_most_words_win() {
        for (text, form) in [
            ("STATE FOR EUR/WE", Some("STATE FOR <office>")),
            ("DEPT PASS USTR", Some("DEPT PASS <agency>")),
            ("FOR AMBASSADOR ONLY", Some("FOR <name or office> ONLY")),
            ("PARIS FOR ECON", Some("<ADDRESSEE> FOR <office>")),
            ("FOR ONLY", None),
            ("STATE FOR", None),
            ("NODIS", None),
            ("", None),
        ] {
            assert_eq!(caption_form(text).map(|form| form.caption), form, "{text}");
        }
    }
}
