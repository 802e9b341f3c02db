//! What can be said of a hit: every field, once, as data.
//!
//! `--fields`, `--template`, the columns of CSV and TSV, the keys of JSON and the help text all read
//! [`FIELDS`]. A new field is a row here and a property in `schema/hit.json`.

use super::{Style, Topic, Value, reprinted};
use crate::answer::{Hit, Page, Reprint};
use crate::date::{DateSource, NewsDate, Precision};
use crate::error::{Error, Result};

/// A hit in its page, as a field sees it.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The page it stands on.
    pub page: &'a Page,
    /// The hit.
    pub hit: &'a Hit,
    /// Its place in the whole answer, from 1.
    pub rank: u64,
    /// The query of the batch it answers.
    pub topic: Option<&'a Topic>,
}

/// A field of a hit.
#[derive(Debug)]
pub struct Field {
    /// Its name in `--fields`, as a column and as a key.
    pub name: &'static str,
    /// One line for help.
    pub about: &'static str,
    /// Where it is printed without being asked for.
    usual: Usual,
    /// Its value in one hit.
    value: for<'a> fn(Row<'a>) -> Value<'a>,
}

/// Where a field is printed without being asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Usual {
    /// In JSON and in the columns of CSV and TSV.
    Everywhere,
    /// In JSON only.
    Json,
    /// In the rows of a batch only.
    Batch,
    /// Where each story counts once only.
    Collapsed,
    /// Nowhere.
    Never,
}

/// Which of the usual fields a format prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// JSON objects.
    Json,
    /// JSON objects, each to be read without the others.
    JsonLine,
    /// Columns.
    Columns,
}

impl<'a> Row<'a> {
    /// The copies of the hit that it stands for.
    pub(super) fn reprints(self) -> &'a [Reprint] {
        let before = self.page.offset.saturating_add(1);
        reprinted::of(self.page, self.rank.saturating_sub(before) as usize)
    }
}

impl Field {
    /// Its value in one hit.
    pub fn value<'a>(&self, row: Row<'a>) -> Value<'a> {
        (self.value)(row)
    }

    fn is_usual(&self, shape: Shape, style: &Style) -> bool {
        match self.usual {
            Usual::Everywhere => true,
            Usual::Json => shape != Shape::Columns,
            Usual::Batch => style.topic.is_some() && shape != Shape::Json,
            Usual::Collapsed => style.collapsed,
            Usual::Never => false,
        }
    }
}

/// Every field, in the order in which they are printed.
#[rustfmt::skip]
pub static FIELDS: &[Field] = &[
    Field { name: "query_id", about: "the id of the query in a batch", usual: Usual::Batch,
        value: |row| Value::text(row.topic.map(|topic| topic.id.as_str())) },
    Field { name: "query", about: "the query as typed", usual: Usual::Batch,
        value: |row| Value::Text(row.page.provenance.query.as_str().into()) },
    Field { name: "rank", about: "the place in the answer, from 1", usual: Usual::Never,
        value: |row| Value::Count(row.rank) },
    Field { name: "score", about: "the BM25 score; none where the order is by date", usual: Usual::Everywhere,
        value: |row| row.hit.score.map_or(Value::Nothing, Value::Score) },
    Field { name: "id", about: "the id, for `morgue show`", usual: Usual::Everywhere,
        value: |row| Value::Text(row.hit.id.as_str().into()) },
    Field { name: "root", about: "the name of the root the file lies under", usual: Usual::Everywhere,
        value: |row| Value::Text(row.hit.root.as_str().into()) },
    Field { name: "path", about: "the path of the file below its root", usual: Usual::Everywhere,
        value: |row| Value::Text(row.hit.path.as_str().into()) },
    Field { name: "headline", about: "the headline", usual: Usual::Everywhere,
        value: |row| Value::Text(row.hit.article.headline.as_str().into()) },
    Field { name: "headline_highlights", about: "what of the headline matches, as characters of it", usual: Usual::Json,
        value: |row| Value::Stretches(&row.hit.article.headline, &row.hit.headline_highlights) },
    Field { name: "date", about: "the date of publication in ISO 8601, as precise as it is known", usual: Usual::Everywhere,
        value: |row| Value::text(row.hit.article.date.as_ref().map(ToString::to_string)) },
    Field { name: "date_precision", about: "year, month, day, minute or instant", usual: Usual::Everywhere,
        value: |row| Value::text(row.hit.article.date.as_ref().map(|date| precision(date.precision))) },
    Field { name: "date_source", about: "where the date was found: given, path, dateline, file or text", usual: Usual::Everywhere,
        value: |row| Value::text(row.hit.article.date.as_ref().map(|date| source(date.source))) },
    Field { name: "tz_assumed", about: "the zone of a time that was given without one, as it was assumed", usual: Usual::Json,
        value: |row| Value::text(row.hit.article.date.as_ref().and_then(NewsDate::tz_assumed)) },
    Field { name: "organisations", about: "the organisations", usual: Usual::Everywhere,
        value: |row| Value::Organisations(&row.hit.article.organisations) },
    Field { name: "publication", about: "the newspaper, agency or site", usual: Usual::Everywhere,
        value: |row| Value::text(row.hit.article.publication.as_deref()) },
    Field { name: "byline", about: "who wrote it", usual: Usual::Everywhere,
        value: |row| Value::text(row.hit.article.byline.as_deref()) },
    Field { name: "section", about: "the section or desk", usual: Usual::Everywhere,
        value: |row| Value::text(row.hit.article.section.as_deref()) },
    Field { name: "url", about: "the address of the article", usual: Usual::Everywhere,
        value: |row| Value::text(row.hit.article.url.as_deref()) },
    Field { name: "language", about: "the language as a BCP 47 tag", usual: Usual::Everywhere,
        value: |row| Value::text(row.hit.article.language.as_deref()) },
    Field { name: "snippet", about: "the passage that shows best why it matches", usual: Usual::Everywhere,
        value: |row| row.hit.snippets.first().map_or(Value::Nothing, Value::Snippet) },
    Field { name: "snippets", about: "all passages that were asked for", usual: Usual::Json,
        value: |row| Value::Snippets(&row.hit.snippets) },
    Field { name: "reprint_count", about: "how many reprints stand behind it (`--collapse`)", usual: Usual::Collapsed,
        value: |row| Value::Count(row.reprints().len() as u64) },
    Field { name: "reprints", about: "its reprints: id, publication, date, similarity (`--collapse`)", usual: Usual::Collapsed,
        value: |row| Value::Reprints(row.reprints()) },
    Field { name: "words", about: "how many words headline and body have", usual: Usual::Never,
        value: |row| Value::Count(row.hit.article.words()) },
    Field { name: "body", about: "the whole text", usual: Usual::Never,
        value: |row| Value::Text(row.hit.article.body.as_str().into()) },
];

/// The name of a precision, as JSON has it.
pub(super) fn precision(precision: Precision) -> &'static str {
    match precision {
        Precision::Year => "year",
        Precision::Month => "month",
        Precision::Day => "day",
        Precision::Minute => "minute",
        Precision::Instant => "instant",
    }
}

/// The name of the place a date was found in, as JSON has it.
pub(super) fn source(source: DateSource) -> &'static str {
    match source {
        DateSource::Given => "given",
        DateSource::Path => "path",
        DateSource::Dateline => "dateline",
        DateSource::File => "file",
        DateSource::Text => "text",
    }
}

/// The field of a name.
///
/// # Errors
/// [`Error::Usage`] with every name there is.
pub fn field(name: &str) -> Result<&'static Field> {
    FIELDS
        .iter()
        .find(|field| field.name == name)
        .ok_or_else(|| {
            let names: Vec<_> = FIELDS.iter().map(|field| field.name).collect();
            Error::Usage(format!(
                "a hit has no field `{name}`: the fields are {}",
                names.join(", ")
            ))
        })
}

/// The fields to print: those asked for, in that order, or the usual ones of the shape.
pub(super) fn chosen(style: &Style, shape: Shape) -> Result<Vec<&'static Field>> {
    if !style.fields.is_empty() {
        return style.fields.iter().map(|name| field(name.trim())).collect();
    }
    Ok(FIELDS
        .iter()
        .filter(|field| field.is_usual(shape, style))
        .collect())
}

/// The hits of a page with their ranks.
pub(super) fn rows<'a>(page: &'a Page, style: &'a Style) -> impl Iterator<Item = Row<'a>> {
    page.hits.iter().zip(1..).map(|(hit, place)| Row {
        page,
        hit,
        rank: page.offset.saturating_add(place),
        topic: style.topic.as_ref(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_field_is_answered_with_those_there_are() {
        let style = Style {
            fields: vec!["date".into(), " headline".into(), "titel".into()],
            ..Style::default()
        };
        let error = chosen(&style, Shape::Columns).unwrap_err().to_string();
        assert!(
            error.starts_with("a hit has no field `titel`: the fields are query_id, query, rank"),
            "{error}"
        );
    }

    #[test]
    fn fields_are_printed_in_the_order_asked_for() {
        let style = Style {
            fields: vec!["headline".into(), "date".into()],
            ..Style::default()
        };
        let names: Vec<_> = chosen(&style, Shape::Json)
            .unwrap()
            .iter()
            .map(|f| f.name)
            .collect();
        assert_eq!(names, ["headline", "date"]);
    }
}
