//! What may be typed next: names of fields, and values that the archive has.

use super::value::{DECL_STATES, LEVELS, PRECEDENCES};
use super::{FIELDS, Field, Kind};
use crate::cable::table;
use crate::marking::RULES;
use crate::text::Span;

/// Values that stand in an archive, the more frequent ones first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Posts, as in ids.
    pub posts: Vec<String>,
    /// TAGS.
    pub tags: Vec<String>,
    /// Captions.
    pub captions: Vec<String>,
}

/// Something that may be typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What it takes the place of.
    pub span: Span,
    /// What is put there.
    pub text: String,
    /// What it means, for people.
    pub meaning: String,
}

/// How many are offered, at most.
const MOST: usize = 50;

/// What may stand at the cursor, a place in bytes.
///
/// ```
/// use sipdis::archive::query::{Vocabulary, complete};
/// let vocabulary = Vocabulary { tags: vec!["PREL".into(), "PGOV".into()], ..Vocabulary::default() };
/// let text = |query: &str| -> Vec<String> {
///     complete(query, query.len(), &vocabulary).into_iter().map(|it| it.text).collect()
/// };
/// assert_eq!(text("kosovo -su"), ["subject:"]);
/// assert_eq!(text("tag:pr"), ["PREL"]);
/// assert_eq!(text("class:>=T"), ["TS"]);
/// ```
pub fn complete(query: &str, cursor: usize, vocabulary: &Vocabulary) -> Vec<Completion> {
    let cursor = query.floor_char_boundary(cursor);
    let before = query.get(..cursor).unwrap_or_default();
    if before.matches(['"', '“', '”']).count() % 2 == 1 {
        return Vec::new();
    }
    let start = before
        .rfind(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"'))
        .map_or(0, |at| at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let word = before.get(start..).unwrap_or_default();
    let bare = word.trim_start_matches('-');
    let start = start + word.len() - bare.len();
    let (from, typed, known) = match bare.split_once(':') {
        None => (start, bare, fields()),
        Some((name, value)) => {
            let Some(field) = Field::named(name) else { return Vec::new() };
            let typed = value.trim_start_matches(['<', '>', '=']);
            (cursor - typed.len(), typed, values(field, vocabulary))
        }
    };
    let typed = typed.to_lowercase();
    let fits = |text: &str| {
        let text = text.trim_matches('"').to_lowercase();
        text.starts_with(&typed) && text != typed
    };
    let span = Span::new(from, cursor);
    let known = known.into_iter().filter(|(text, _)| fits(text)).take(MOST);
    known.map(|(text, meaning)| Completion { span, text, meaning }).collect()
}

fn fields() -> Vec<(String, String)> {
    FIELDS.iter().map(|row| (format!("{}:", row.name), row.meaning.to_owned())).collect()
}

fn values(field: Field, vocabulary: &Vocabulary) -> Vec<(String, String)> {
    let owned = |(word, meaning): (&str, &str)| (word.to_owned(), meaning.to_owned());
    match field.kind() {
        Kind::OneOf(words) => words.iter().copied().map(owned).collect(),
        // The short names, which come first.
        Kind::Level => LEVELS.iter().take(7).map(|(word, level)| owned((word, level.banner()))).collect(),
        Kind::Precedence => PRECEDENCES.iter().take(5).map(|(word, it)| owned((word, it.name()))).collect(),
        Kind::Decl => DECL_STATES.iter().map(|word| owned((word, ""))).collect(),
        Kind::Code if field == Field::Lint => RULES.iter().map(|rule| owned((rule.code, rule.explanation))).collect(),
        Kind::Code => {
            let name = |tag: &str| table::tag(tag, None).and_then(|tag| tag.name).unwrap_or_default().to_owned();
            vocabulary.tags.iter().map(|tag| (tag.clone(), name(tag))).collect()
        }
        Kind::Name if field == Field::Post => {
            let name = |post: &str| table::post(post).map_or("", |post| post.full_name).to_owned();
            vocabulary.posts.iter().map(|post| (post.clone(), name(post))).collect()
        }
        Kind::Words if field == Field::Caption => {
            let meaning = |it: &str| table::caption(it).map_or("", |caption| caption.meaning).to_owned();
            let quoted = |it: &str| if it.contains(' ') { format!("\"{it}\"") } else { it.to_owned() };
            vocabulary.captions.iter().map(|it| (quoted(it), meaning(it))).collect()
        }
        _ => Vec::new(),
    }
}
