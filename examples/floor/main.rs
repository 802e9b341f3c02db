//! The least that Tantivy needs for an archive: what `morgue` is measured against.
//!
//! ```sh
//! cargo run --release --example floor -- index corpus.jsonl DIR [--plain]
//! cargo run --release --example floor -- search DIR 'harbour AND date:2019'
//! cargo run --release --example floor -- batch DIR queries.txt
//! ```
//!
//! It reads JSON Lines it trusts, into headline and body with positions, stored with Zstandard, and a column
//! of days; English stemming unless `--plain`. It finds the ten best and prints the engine's own snippets. No
//! cleaning, no records of files, no other fields, no seal, no recognised names, no errors in words.

mod analysis;
mod ask;

use serde::Deserialize;
use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings, TantivyDocument};

/// What may go wrong is shown as it is.
type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// The memory that the writing threads share.
const ARENA: usize = 192 << 20;

fn main() -> Outcome {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["index", file, to] => index(file, Path::new(to), true),
        ["index", file, to, "--plain"] => index(file, Path::new(to), false),
        ["search", from, query] => ask::search(Path::new(from), query),
        ["batch", from, queries] => ask::batch(Path::new(from), queries),
        _ => Err("use: floor index FILE DIR [--plain] | search DIR QUERY | batch DIR FILE".into()),
    }
}

/// A line of the corpus.
#[derive(Deserialize)]
struct Line<'l> {
    #[serde(borrow)]
    id: Cow<'l, str>,
    #[serde(borrow)]
    headline: Cow<'l, str>,
    #[serde(borrow)]
    body: Cow<'l, str>,
    #[serde(borrow)]
    date: Cow<'l, str>,
}

/// The fields of the index.
struct Fields {
    id: Field,
    headline: Field,
    body: Field,
    date: Field,
}

impl Fields {
    fn of(schema: &Schema) -> tantivy::Result<Self> {
        Ok(Self {
            id: schema.get_field("id")?,
            headline: schema.get_field("headline")?,
            body: schema.get_field("body")?,
            date: schema.get_field("date")?,
        })
    }
}

fn schema(stem: bool) -> Schema {
    let name = if stem { "english" } else { "lower" };
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(name)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = TextOptions::default()
        .set_indexing_options(indexing)
        .set_stored();
    let mut schema = Schema::builder();
    schema.add_text_field("id", STRING | STORED);
    schema.add_text_field("headline", text.clone());
    schema.add_text_field("body", text);
    schema.add_i64_field("date", FAST);
    schema.build()
}

fn index(file: &str, to: &Path, stem: bool) -> Outcome {
    std::fs::create_dir_all(to)?;
    let schema = schema(stem);
    let fields = Fields::of(&schema)?;
    let settings = IndexSettings {
        docstore_compression: Compressor::Zstd(ZstdCompressor::default()),
        ..IndexSettings::default()
    };
    let index = Index::builder()
        .schema(schema)
        .settings(settings)
        .tokenizers(analysis::tokenizers())
        .create_in_dir(to)?;
    let threads = std::thread::available_parallelism()?.get();
    let mut writer = index.writer_with_num_threads(threads, ARENA)?;
    let mut input = BufReader::with_capacity(1 << 20, File::open(file)?);
    let mut line = String::new();
    while input.read_line(&mut line)? > 0 {
        let read: Line = serde_json::from_str(&line)?;
        let mut document = TantivyDocument::new();
        document.add_text(fields.id, read.id);
        document.add_text(fields.headline, read.headline);
        document.add_text(fields.body, read.body);
        document.add_i64(fields.date, day(&read.date).ok_or("no date")?);
        writer.add_document(document)?;
        line.clear();
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}

/// A day as a number in the order of days: `YYYYMMDD`.
fn day(date: &str) -> Option<i64> {
    date.replace('-', "").parse().ok()
}
