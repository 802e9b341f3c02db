//! Apache Parquet: columns with types, compressed, in groups of rows that bound the memory.
//!
//! Written with the low-level writer of the `parquet` crate, without Arrow: the form is one flat table with
//! two lists, and Arrow would be twenty more crates. A missing value is null.

use super::{Export, Out, id};
use crate::answer::Hit;
use crate::article::{Article, Origin};
use crate::date::NewsDate;
use crate::error::{Error, Result};
use crate::print::field;
use jiff::civil::Date;
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{
    SerializedColumnWriter, SerializedFileWriter, SerializedRowGroupWriter,
};
use parquet::schema::parser::parse_message_type;
use std::sync::Arc;

/// So many articles are one group, at most.
const ROWS: usize = 20_000;

/// Or so many bytes of text.
const BYTES: usize = 64 << 20;

/// The columns; `Texts::of` fills the texts in this order.
const SCHEMA: &str = "
message article {
  REQUIRED BYTE_ARRAY id (STRING);
  REQUIRED BYTE_ARRAY root (STRING);
  REQUIRED BYTE_ARRAY path (STRING);
  REQUIRED BYTE_ARRAY headline (STRING);
  REQUIRED BYTE_ARRAY body (STRING);
  OPTIONAL BYTE_ARRAY date (STRING);
  OPTIONAL BYTE_ARRAY date_precision (STRING);
  OPTIONAL BYTE_ARRAY date_source (STRING);
  OPTIONAL BYTE_ARRAY tz_assumed (STRING);
  OPTIONAL BYTE_ARRAY modified (STRING);
  OPTIONAL BYTE_ARRAY publication (STRING);
  OPTIONAL BYTE_ARRAY section (STRING);
  OPTIONAL BYTE_ARRAY byline (STRING);
  OPTIONAL BYTE_ARRAY url (STRING);
  OPTIONAL BYTE_ARRAY language (STRING);
  OPTIONAL INT32 first_day (DATE);
  OPTIONAL INT32 last_day (DATE);
  REQUIRED INT64 words;
  REQUIRED group organisations (LIST) { REPEATED group list { REQUIRED BYTE_ARRAY element (STRING); } }
  REQUIRED group organisations_given (LIST) { REPEATED group list { REQUIRED BYTE_ARRAY element (STRING); } }
}";

/// How many of the columns are texts that every article has, and how many are texts that some have.
const REQUIRED: usize = 5;
const OPTIONAL: usize = 10;

struct Parquet {
    /// None once it is finished.
    writer: Option<SerializedFileWriter<Out>>,
    rows: Rows,
}

/// A group of rows, column by column.
#[derive(Default)]
struct Rows {
    count: usize,
    bytes: usize,
    required: [Vec<ByteArray>; REQUIRED],
    optional: [Vec<Option<String>>; OPTIONAL],
    days: [Vec<Option<i32>>; 2],
    words: Vec<i64>,
    lists: [Vec<Vec<String>>; 2],
}

pub(super) fn begin(out: Out) -> Result<Box<dyn Export>> {
    let schema = parse_message_type(SCHEMA).map_err(failed)?;
    let level = ZstdLevel::try_new(3).map_err(failed)?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_created_by(format!("morgue {}", env!("CARGO_PKG_VERSION")))
        .build();
    let writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties));
    Ok(Box::new(Parquet {
        writer: Some(writer.map_err(failed)?),
        rows: Rows::default(),
    }))
}

impl Export for Parquet {
    fn add(&mut self, hit: &Hit) -> Result<()> {
        self.rows.add(hit);
        if self.rows.count >= ROWS || self.rows.bytes >= BYTES {
            self.write()?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        if self.rows.count > 0 {
            self.write()?;
        }
        match self.writer.take() {
            Some(writer) => writer.close().map(drop).map_err(failed),
            None => Ok(()),
        }
    }
}

impl Parquet {
    fn write(&mut self) -> Result<()> {
        let rows = std::mem::take(&mut self.rows);
        if let Some(writer) = &mut self.writer {
            let mut group = writer.next_row_group().map_err(failed)?;
            rows.write(&mut group).map_err(failed)?;
            group.close().map_err(failed)?;
        }
        Ok(())
    }
}

impl Rows {
    fn add(&mut self, hit: &Hit) {
        let article = &hit.article;
        let date = article.date.as_ref();
        let required = [
            id(hit),
            &hit.root,
            &hit.path,
            &article.headline,
            &article.body,
        ];
        for (column, text) in self.required.iter_mut().zip(required) {
            self.bytes += text.len();
            column.push(ByteArray::from(text));
        }
        let optional = [
            date.map(ToString::to_string),
            date.map(|date| field::precision(date.precision).to_owned()),
            date.map(|date| field::source(date.source).to_owned()),
            date.and_then(NewsDate::tz_assumed),
            article.modified.as_ref().map(ToString::to_string),
            article.publication.clone(),
            article.section.clone(),
            article.byline.clone(),
            article.url.clone(),
            article.language.clone(),
        ];
        for (column, text) in self.optional.iter_mut().zip(optional) {
            column.push(text);
        }
        let days = [
            date.map(|date| day(date.first)),
            date.map(|date| day(date.last)),
        ];
        for (column, day) in self.days.iter_mut().zip(days) {
            column.push(day);
        }
        self.words.push(article.words() as i64);
        for (column, given) in self.lists.iter_mut().zip([false, true]) {
            column.push(organisations(article, given));
        }
        self.count += 1;
    }

    fn write(self, group: &mut SerializedRowGroupWriter<'_, Out>) -> parquet::errors::Result<()> {
        for column in self.required {
            put(group, |out| {
                out.typed::<ByteArrayType>()
                    .write_batch(&column, None, None)
            })?;
        }
        for column in self.optional {
            let levels = defined(&column);
            let there = column
                .iter()
                .flatten()
                .map(|text| ByteArray::from(text.as_str()));
            let there: Vec<_> = there.collect();
            put(group, |out| {
                out.typed::<ByteArrayType>()
                    .write_batch(&there, Some(&levels), None)
            })?;
        }
        for column in self.days {
            let levels = defined(&column);
            let there: Vec<_> = column.into_iter().flatten().collect();
            put(group, |out| {
                out.typed::<Int32Type>()
                    .write_batch(&there, Some(&levels), None)
            })?;
        }
        put(group, |out| {
            out.typed::<Int64Type>()
                .write_batch(&self.words, None, None)
        })?;
        for column in self.lists {
            let (names, defined, repeated) = flattened(&column);
            put(group, |out| {
                let out = out.typed::<ByteArrayType>();
                out.write_batch(&names, Some(&defined), Some(&repeated))
            })?;
        }
        Ok(())
    }
}

/// Writes the next column of a group.
fn put(
    group: &mut SerializedRowGroupWriter<'_, Out>,
    write: impl FnOnce(&mut SerializedColumnWriter<'_>) -> parquet::errors::Result<usize>,
) -> parquet::errors::Result<()> {
    let missing =
        || parquet::errors::ParquetError::General("the schema has too few columns".into());
    let mut column = group.next_column()?.ok_or_else(missing)?;
    write(&mut column)?;
    column.close()
}

/// The definition levels of a column: 1 where there is a value.
fn defined<T>(column: &[Option<T>]) -> Vec<i16> {
    column
        .iter()
        .map(|value| i16::from(value.is_some()))
        .collect()
}

/// A column of lists: the values, whether there is one, and whether it goes on with the list before.
fn flattened(lists: &[Vec<String>]) -> (Vec<ByteArray>, Vec<i16>, Vec<i16>) {
    let (mut values, mut defined, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
    for list in lists {
        if list.is_empty() {
            defined.push(0);
            repeated.push(0);
        }
        for (place, name) in list.iter().enumerate() {
            values.push(ByteArray::from(name.as_str()));
            defined.push(1);
            repeated.push(i16::from(place > 0));
        }
    }
    (values, defined, repeated)
}

fn organisations(article: &Article, given: bool) -> Vec<String> {
    let all = article.organisations.iter();
    let all = all.filter(|one| !given || one.origin == Origin::Given);
    all.map(|one| one.name.clone()).collect()
}

/// Days since 1970-01-01.
fn day(date: Date) -> i32 {
    (date - Date::constant(1970, 1, 1)).get_days()
}

fn failed(error: parquet::errors::ParquetError) -> Error {
    match error {
        parquet::errors::ParquetError::External(error) => {
            match error.downcast::<std::io::Error>() {
                Ok(error) => (*error).into(),
                Err(error) => std::io::Error::other(error.to_string()).into(),
            }
        }
        other => std::io::Error::other(other.to_string()).into(),
    }
}
