//! The value of one field of one hit, in its two forms: JSON, and the flat text of a cell.
//!
//! JSON keeps structure (organisations with their forms, snippets with their highlights); a cell has
//! room for one text, so lists are joined and a snippet loses its highlights.

use super::reprinted;
use crate::answer::{Reprint, Snippet};
use crate::article::{Organisation, Origin};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::borrow::Cow;
use std::ops::Range;

/// A value, borrowed from its hit where it can be.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// The article does not have it.
    Nothing,
    /// A text.
    Text(Cow<'a, str>),
    /// A count.
    Count(u64),
    /// A score.
    Score(f32),
    /// Organisations.
    Organisations(&'a [Organisation]),
    /// Stretches of a text.
    Stretches(&'a str, &'a [Range<usize>]),
    /// One passage.
    Snippet(&'a Snippet),
    /// All passages.
    Snippets(&'a [Snippet]),
    /// Copies of the article.
    Reprints(&'a [Reprint]),
}

impl<'a> Value<'a> {
    /// A text, or nothing.
    pub(super) fn text(text: Option<impl Into<Cow<'a, str>>>) -> Self {
        text.map_or(Self::Nothing, |text| Self::Text(text.into()))
    }

    /// The value as the text of a cell; nothing is empty.
    pub fn flat(&self) -> Cow<'a, str> {
        match self {
            Self::Nothing => "".into(),
            Self::Text(text) => text.clone(),
            Self::Count(count) => count.to_string().into(),
            Self::Score(score) => score.to_string().into(),
            Self::Organisations(all) => {
                let names: Vec<_> = all.iter().map(|one| one.name.as_str()).collect();
                names.join("; ").into()
            }
            Self::Stretches(text, ranges) => {
                let pairs = in_characters(text, ranges).into_iter();
                let pairs: Vec<_> = pairs.map(|[from, to]| format!("{from}-{to}")).collect();
                pairs.join("; ").into()
            }
            Self::Snippet(snippet) => flat_snippet(snippet).into(),
            Self::Snippets(all) => {
                let texts: Vec<_> = all.iter().map(flat_snippet).collect();
                texts.join(" | ").into()
            }
            Self::Reprints(all) => {
                let name = |one: &Reprint| format!("{} ({})", one.id, reprinted::name(one));
                let names: Vec<_> = all.iter().map(name).collect();
                names.join("; ").into()
            }
        }
    }

    /// Whether the cell holds a text that somebody else wrote, not a number of ours.
    pub(super) fn is_foreign(&self) -> bool {
        !matches!(self, Self::Nothing | Self::Count(_) | Self::Score(_))
    }
}

/// A passage as one text, with `…` where text was left out.
fn flat_snippet(snippet: &Snippet) -> String {
    let before = if snippet.cut_before { "… " } else { "" };
    let after = if snippet.cut_after { " …" } else { "" };
    format!("{before}{}{after}", snippet.text)
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => to.serialize_none(),
            Self::Text(text) => to.serialize_str(text),
            Self::Count(count) => to.serialize_u64(*count),
            Self::Score(score) => to.serialize_f32(*score),
            Self::Organisations(all) => to.collect_seq(all.iter().map(OrganisationForm)),
            Self::Stretches(text, ranges) => in_characters(text, ranges).serialize(to),
            Self::Snippet(snippet) => SnippetForm(snippet).serialize(to),
            Self::Snippets(all) => to.collect_seq(all.iter().map(SnippetForm)),
            Self::Reprints(all) => to.collect_seq(all.iter().map(ReprintForm)),
        }
    }
}

/// An organisation as every hit shows it: the same keys each time, `null` for what it does not have.
struct OrganisationForm<'a>(&'a Organisation);

impl Serialize for OrganisationForm<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let origin: Origin = self.0.origin;
        let mut form = to.serialize_struct("Organisation", 4)?;
        form.serialize_field("name", &self.0.name)?;
        form.serialize_field("forms", &self.0.forms)?;
        form.serialize_field("origin", &origin)?;
        form.serialize_field("confidence", &self.0.confidence)?;
        form.end()
    }
}

/// A reprint, with the same keys each time.
struct ReprintForm<'a>(&'a Reprint);

impl Serialize for ReprintForm<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut form = to.serialize_struct("Reprint", 5)?;
        form.serialize_field("id", &self.0.id)?;
        form.serialize_field("headline", &self.0.headline)?;
        form.serialize_field("publication", &self.0.publication)?;
        let date = self.0.date.as_ref().map(ToString::to_string);
        form.serialize_field("date", &date)?;
        form.serialize_field("similarity", &self.0.similarity)?;
        form.end()
    }
}

/// A snippet with its highlights counted in characters, so that no script has to know UTF-8.
struct SnippetForm<'a>(&'a Snippet);

impl Serialize for SnippetForm<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut form = to.serialize_struct("Snippet", 4)?;
        form.serialize_field("text", &self.0.text)?;
        form.serialize_field(
            "highlights",
            &in_characters(&self.0.text, &self.0.highlights),
        )?;
        form.serialize_field("cut_before", &self.0.cut_before)?;
        form.serialize_field("cut_after", &self.0.cut_after)?;
        form.end()
    }
}

/// Byte ranges as `[start, end]` in Unicode scalar values. One pass over the text, as the ranges are
/// in order.
fn in_characters(text: &str, ranges: &[Range<usize>]) -> Vec<[usize; 2]> {
    let (mut bytes, mut characters) = (0, 0);
    let mut count_to = |end: usize| {
        if let Some(between) = text.get(bytes..end) {
            characters += between.chars().count();
            bytes = end;
        }
        characters
    };
    ranges
        .iter()
        .map(|range| [count_to(range.start), count_to(range.end)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn highlights_are_counted_in_characters() {
        let text = "Größe 可可 cocoa";
        let ranges = [
            text.find('可').unwrap()..text.find(" cocoa").unwrap(),
            15..20,
        ];
        assert_eq!(in_characters(text, &ranges), [[6, 8], [9, 14]]);
    }

    #[test]
    #[expect(clippy::reversed_empty_ranges, reason = "broken ranges are the point")]
    fn ranges_that_cannot_be_do_no_harm() {
        let ranges = [1..2, 900..901, 4..0];
        assert_eq!(in_characters("可可", &ranges).len(), 3);
    }

    #[test]
    fn a_score_keeps_the_digits_it_has() {
        let score = Value::Score(12.84);
        assert_eq!(score.flat(), "12.84");
        assert_eq!(serde_json::to_string(&score).unwrap(), "12.84");
        assert_eq!(
            serde_json::to_string(&Value::Score(f32::NAN)).unwrap(),
            "null"
        );
    }
}
