//! The fields a query can name: one table that the lexer, the error hints and the help read.

use super::nearest::nearest;
use super::tree::{Scope, TextField};

/// A field by which a query can look or filter.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in the language.
    pub name: &'static str,
    /// Other names it goes by.
    pub aliases: &'static [&'static str],
    /// What it holds.
    pub kind: FieldKind,
    /// What it is, for help.
    pub about: &'static str,
}

/// What a field holds, and so how its values are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Running text: the whole language of words works in it.
    Text(Scope),
    /// The organisations of the article.
    Organisation,
    /// The day of publication.
    Date,
    /// A short text.
    Short(TextField),
    /// The path below the root.
    Path,
    /// The id.
    Id,
    /// The tags that a reader gave.
    Tag,
    /// The number of words.
    Words,
    /// When it entered the index.
    Added,
    /// The name of a saved query.
    Saved,
}

impl FieldKind {
    /// Whether an article may be without it, so that `field:*` tells articles apart.
    pub fn optional(self) -> bool {
        match self {
            Self::Text(_) | Self::Organisation | Self::Date | Self::Tag => true,
            Self::Short(field) => !matches!(field, TextField::Format | TextField::Root),
            Self::Path | Self::Id | Self::Words | Self::Added | Self::Saved => false,
        }
    }
}

const fn field(
    name: &'static str,
    aliases: &'static [&'static str],
    kind: FieldKind,
    about: &'static str,
) -> Field {
    Field {
        name,
        aliases,
        kind,
        about,
    }
}

/// Every field, in the order in which help lists them.
#[rustfmt::skip]
pub static FIELDS: &[Field] = &[
    field("headline", &["title"], FieldKind::Text(Scope::Headline), "words of the headline"),
    field("body", &[], FieldKind::Text(Scope::Body), "words of the body"),
    field("org", &["organisation", "organization"], FieldKind::Organisation, "an organisation, by any of its names"),
    field("date", &[], FieldKind::Date, "when it was published"),
    field("publication", &[], FieldKind::Short(TextField::Publication), "the newspaper, agency or site"),
    field("section", &[], FieldKind::Short(TextField::Section), "the section or desk"),
    field("byline", &["author"], FieldKind::Short(TextField::Byline), "who wrote it"),
    field("url", &[], FieldKind::Short(TextField::Url), "its address"),
    field("language", &["lang"], FieldKind::Short(TextField::Language), "its language (`en`, `de-AT`)"),
    field("format", &[], FieldKind::Short(TextField::Format), "the format it was read from"),
    field("root", &[], FieldKind::Short(TextField::Root), "the indexed directory it is in, by its name in `morgue stats`"),
    field("path", &[], FieldKind::Path, "the file it was read from"),
    field("id", &[], FieldKind::Id, "its id"),
    field("tag", &[], FieldKind::Tag, "a tag that you gave it with `morgue tag`"),
    field("words", &[], FieldKind::Words, "how many words it has"),
    field("added", &[], FieldKind::Added, "when it entered the index"),
    field("query", &[], FieldKind::Saved, "a saved query"),
];

/// The field of a name or an alias; case is ignored.
pub fn find(name: &str) -> Option<&'static Field> {
    FIELDS
        .iter()
        .find(|field| names(field).any(|known| known.eq_ignore_ascii_case(name)))
}

/// The name closest to one that does not exist.
pub(super) fn suggest(name: &str) -> Option<&'static str> {
    nearest(name, FIELDS.iter().flat_map(names))
}

/// All names in backticks, for hints.
pub(super) fn list() -> String {
    let names: Vec<_> = FIELDS
        .iter()
        .map(|field| format!("`{}`", field.name))
        .collect();
    names.join(", ")
}

/// What stands before the first colon, if it could name a field (`10:30` and `C++:` could not).
pub(super) fn prefix(text: &str) -> Option<&str> {
    let other = |b: u8| !(b.is_ascii_alphabetic() || matches!(b, b'_' | b'-'));
    let length = text.bytes().position(other)?;
    let named = text[length..].starts_with(':');
    (named && text.starts_with(|c: char| c.is_ascii_alphabetic())).then(|| &text[..length])
}

fn names(field: &'static Field) -> impl Iterator<Item = &'static str> {
    std::iter::once(field.name).chain(field.aliases.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_aliases_are_found_and_unique() {
        assert_eq!(find("Title").map(|field| field.name), Some("headline"));
        assert_eq!(find("orgs").map(|field| field.name), None);
        let mut all: Vec<_> = FIELDS.iter().flat_map(names).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn only_names_are_prefixes() {
        assert_eq!(prefix("org:x:y"), Some("org"));
        for text in ["10:30", "C++:x", ":x", "x", "-:"] {
            assert_eq!(prefix(text), None, "{text}");
        }
    }
}
