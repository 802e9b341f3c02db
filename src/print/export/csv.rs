//! CSV with a row an article, its text included; cells that a spreadsheet would run are made harmless.

use super::{Export, Out, id};
use crate::answer::Hit;
use crate::article::Origin;
use crate::date::NewsDate;
use crate::error::{Error, Result};
use crate::print::{Style, cell, field};
use std::borrow::Cow;

/// The columns, by names that the reader of CSV knows.
const COLUMNS: [&str; 16] = [
    "id",
    "root",
    "path",
    "headline",
    "date",
    "date_precision",
    "date_source",
    "tz_assumed",
    "publication",
    "section",
    "byline",
    "organisations",
    "organisations_given",
    "url",
    "language",
    "body",
];

struct Csv(csv::Writer<Out>);

pub(super) fn begin(out: Out) -> Result<Box<dyn Export>> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS).map_err(failure)?;
    Ok(Box::new(Csv(writer)))
}

impl Export for Csv {
    fn add(&mut self, hit: &Hit) -> Result<()> {
        let article = &hit.article;
        let names = |given: bool| {
            let all = article.organisations.iter();
            let all = all.filter(|one| !given || one.origin == Origin::Given);
            all.map(|one| one.name.as_str())
                .collect::<Vec<_>>()
                .join("; ")
        };
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let date = article.date.as_ref();
        let cells: [Cow<'_, str>; COLUMNS.len()] = [
            id(hit).into(),
            hit.root.as_str().into(),
            hit.path.as_str().into(),
            article.headline.as_str().into(),
            date.map(ToString::to_string).unwrap_or_default().into(),
            date.map_or("", |date| field::precision(date.precision))
                .into(),
            date.map_or("", |date| field::source(date.source)).into(),
            date.and_then(NewsDate::tz_assumed)
                .unwrap_or_default()
                .into(),
            text(&article.publication).into(),
            text(&article.section).into(),
            text(&article.byline).into(),
            names(false).into(),
            names(true).into(),
            text(&article.url).into(),
            text(&article.language).into(),
            article.body.as_str().into(),
        ];
        let style = Style::default();
        let guarded = cells.map(|text| cell::guard(text, &style));
        self.0
            .write_record(guarded.iter().map(|text| text.as_bytes()))
            .map_err(failure)
    }

    fn finish(&mut self) -> Result<()> {
        Ok(self.0.flush()?)
    }
}

fn failure(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        other => std::io::Error::other(format!("{other:?}")).into(),
    }
}
