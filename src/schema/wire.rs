//! Documents of the index as a Quickwit cluster takes them, and back.
//!
//! A cluster gets every document of ours whole, as one stored text, and beside it what can be asked of it: the
//! words of its texts as *our* tokens, separated by blanks, in three forms (stems, folded words, spellings);
//! its short texts as *facts*, `field:key`; its days and numbers. So analysis happens here alone, whatever the
//! cluster would make of a text. `schema/quickwit.json` is the index in the cluster's own words: it names no
//! timestamp field (bounds before 1972 find nothing on one), and no tokenizer that drops long values.

use super::{DISPLAY, Fields, keyed, schema, unkeyed};
use crate::analysis::{Stemmer, fold, folded_part, push_term, words};
use jiff::civil::Date;
use serde_json::{Map, Value as Json, json};
use std::borrow::Cow;
use std::collections::HashSet;
use tantivy::schema::{Field, Value};
use tantivy::{Document, TantivyDocument};
use xxhash_rust::xxh3::xxh3_128;

/// The index of a cluster, as data.
pub const CLUSTER_INDEX: &str = include_str!("../../schema/quickwit.json");

/// Stands for a word of which nothing is left to search for, so that the words behind it keep their places.
pub const BLANK: &str = "\u{1}";

/// Of longer values a cluster keeps none in a column and finds none as a term, without a word.
pub const LONGEST_VALUE: usize = 254;
/// Of longer keys a column has a part.
const LONGEST_KEY: usize = 120;

/// Where an undated article stands in an order by date: behind all others, in either direction.
const BEYOND: i64 = 1 << 50;

/// The key under which the articles of a file are found, superseded and removed.
pub fn file_key(file: &str) -> String {
    format!("{:032x}", xxh3_128(file.as_bytes()))
}

/// The key of the record of a file.
pub fn record_key(file: &str) -> String {
    file_key(&format!("record of {file}"))
}

/// A document in the form of the cluster; numbers of its batch are added when it is sent.
pub fn outgoing(
    fields: &Fields,
    document: &TantivyDocument,
    stemmer: Stemmer,
) -> Map<String, Json> {
    let mut wire = Map::new();
    let file = text(document, fields.file).unwrap_or_default();
    let is_article = text(document, fields.kind) == Some("article");
    let (kind, key) = if is_article {
        ("article", file_key(file))
    } else {
        ("file", record_key(file))
    };
    wire.insert("kind".into(), kind.into());
    wire.insert("file_key".into(), key.into());
    wire.insert("document".into(), document.to_json(&schema()).into());
    if !is_article {
        return wire;
    }
    for (name, field) in [("headline", fields.headline), ("body", fields.body)] {
        add_tokens(
            &mut wire,
            name,
            text(document, field).unwrap_or_default(),
            stemmer,
        );
    }
    wire.insert("facts".into(), facts(fields, document).into());
    for (name, field) in [
        ("organisations", fields.organisations),
        ("organisations_given", fields.organisations_given),
    ] {
        // One spelling of a name, so that the articles that have it can be counted by its spellings.
        let mut keys = HashSet::new();
        let terms = texts(document, field).filter(|term| keys.insert(unkeyed(term).0));
        let values: Vec<_> = terms.map(column_value).collect();
        wire.insert(name.into(), values.into());
    }
    for (name, field) in [
        ("publication", fields.publication),
        ("section", fields.section),
    ] {
        if let Some(value) = text(document, field) {
            wire.insert(name.into(), column_value(value).into());
        }
    }
    add_numbers(&mut wire, fields, document);
    wire
}

/// The key of a name as it stands in a column: of a long one the beginning, and a hash of all of it.
pub fn column_key(key: &str) -> Cow<'_, str> {
    if key.len() <= LONGEST_KEY {
        return key.into();
    }
    let hash = xxh3_128(key.as_bytes());
    format!("{}#{hash:032x}", cut(key, LONGEST_KEY)).into()
}

/// A term in a column, short enough to be kept there.
fn column_value(term: &str) -> String {
    let (key, display) = unkeyed(term);
    let key = column_key(key);
    let room = LONGEST_VALUE - key.len() - DISPLAY.len_utf8();
    keyed(&key, cut(&display, room))
}

/// As many of the first characters as are `room` bytes or less.
fn cut(text: &str, room: usize) -> &str {
    &text[..text.floor_char_boundary(room)]
}

/// The document that [`outgoing`] was given.
pub fn incoming(text: &str) -> Option<TantivyDocument> {
    TantivyDocument::parse_json(&schema(), text).ok()
}

fn text(document: &TantivyDocument, field: Field) -> Option<&str> {
    document.get_first(field)?.as_str()
}

fn texts(document: &TantivyDocument, field: Field) -> impl Iterator<Item = &str> {
    document.get_all(field).filter_map(|value| value.as_str())
}

fn number(document: &TantivyDocument, field: Field) -> Option<i64> {
    let value = document.get_first(field)?;
    value
        .as_i64()
        .or_else(|| i64::try_from(value.as_u64()?).ok())
}

/// The words of a text, thrice; each stands at the same place in all three.
fn add_tokens(wire: &mut Map<String, Json>, name: &str, text: &str, stemmer: Stemmer) {
    let (mut stems, mut plain, mut terms) = (String::new(), String::new(), String::new());
    let mut reader = words(text);
    let mut term = String::new();
    while let Some(word) = reader.next() {
        term.clear();
        push_term(&text[word.range], reader.folded(), &mut term);
        let folded = folded_part(&term);
        push(&mut stems, &stemmer.stem(folded));
        push(&mut plain, folded);
        push(&mut terms, &term);
    }
    for (form, tokens) in [("stems", stems), ("words", plain), ("terms", terms)] {
        wire.insert(format!("{name}_{form}"), tokens.into());
    }
}

fn push(tokens: &mut String, token: &str) {
    if !tokens.is_empty() {
        tokens.push(' ');
    }
    tokens.push_str(if token.is_empty() { BLANK } else { token });
}

/// What is true of an article, each as `field:key`.
fn facts(fields: &Fields, document: &TantivyDocument) -> Vec<String> {
    let mut facts = Vec::new();
    for (name, field) in [
        ("publication", fields.publication),
        ("section", fields.section),
        ("byline", fields.byline),
        ("org", fields.organisations),
        ("org_given", fields.organisations_given),
        ("form", fields.organisation_forms),
        ("form_given", fields.organisation_forms_given),
    ] {
        facts.extend(texts(document, field).map(|term| format!("{name}:{}", unkeyed(term).0)));
    }
    for (name, field) in [
        ("url", fields.url),
        ("language", fields.language),
        ("format", fields.format),
    ] {
        facts.extend(texts(document, field).map(|value| format!("{name}:{}", fold(value))));
    }
    for (name, field) in [
        ("id", fields.id),
        ("path", fields.path),
        ("has", fields.has),
    ] {
        facts.extend(texts(document, field).map(|value| format!("{name}:{value}")));
    }
    let root = text(document, fields.file).and_then(|file| file.split(':').next());
    facts.extend(root.map(|root| format!("root:{root}")));
    facts.sort_unstable();
    facts.dedup();
    facts
}

fn add_numbers(wire: &mut Map<String, Json>, fields: &Fields, document: &TantivyDocument) {
    let date = number(document, fields.date);
    wire.insert("newest".into(), json!(date.unwrap_or(-BEYOND)));
    wire.insert("oldest".into(), json!(date.unwrap_or(BEYOND)));
    for (name, field) in [
        ("day", fields.day_first),
        ("day_last", fields.day_last),
        ("words", fields.words),
        ("added", fields.added),
    ] {
        if let Some(value) = number(document, field) {
            wire.insert(name.into(), json!(value));
        }
    }
    if let Some(first) = number(document, fields.day_first) {
        let day: Date = super::date_of(first);
        wire.insert("year".into(), json!(day.year()));
        let month = i64::from(day.year()) * 100 + i64::from(day.month());
        wire.insert("month".into(), json!(month));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::date::{DateSource, NewsDate};
    use crate::schema::{Placement, document, stored};

    fn sent(article: Article) -> (TantivyDocument, Map<String, Json>) {
        let fields = Fields::of_schema();
        let place = Placement {
            file: "news:a.txt",
            path: "a.txt",
            number: Some(7),
            format: "text",
            added: 5,
            organisations: Vec::new(),
        };
        let document = document(&fields, article, &place);
        let wire = outgoing(&fields, &document, Stemmer::new("en").unwrap());
        (document, wire)
    }

    #[test]
    fn the_index_of_a_cluster_avoids_its_traps() {
        let index: Json = serde_json::from_str(CLUSTER_INDEX).unwrap();
        let mapping = &index["doc_mapping"];
        // On a timestamp field, bounds before 13 April 1972 find nothing, without an error.
        assert!(mapping.get("timestamp_field").is_none());
        assert_eq!(mapping["mode"], "strict");
        for field in mapping["field_mappings"].as_array().unwrap() {
            let tokenizer = field["tokenizer"].as_str();
            // `raw` drops values of 255 bytes and more; so does `whitespace`, but no word of ours is so long.
            assert!(
                matches!(tokenizer, None | Some("whole" | "whitespace")),
                "{field}"
            );
        }
    }

    #[test]
    fn every_field_that_is_sent_is_one_of_the_index_and_comes_back_whole() {
        let article = Article {
            headline: "Café rates".into(),
            body: "Banks  raised U.S. rates.\n\nMore.".into(),
            date: NewsDate::from_iso("1931-04-02", DateSource::Given),
            publication: Some("The Ledger".into()),
            language: Some("EN".into()),
            ..Article::default()
        };
        let (document, wire) = sent(article.clone());
        let index: Json = serde_json::from_str(CLUSTER_INDEX).unwrap();
        let known: Vec<_> = index["doc_mapping"]["field_mappings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|field| field["name"].as_str().unwrap())
            .collect();
        for name in wire.keys() {
            assert!(known.contains(&name.as_str()), "{name}");
        }
        assert_eq!(wire["headline_stems"], "cafe rate");
        assert_eq!(wire["body_words"], "banks raised us rates more");
        assert_eq!(
            wire["body_terms"],
            "banks\0C raised us\0=U.S. rates more\0C"
        );
        assert_eq!(
            (&wire["year"], &wire["month"]),
            (&json!(1931), &json!(193_104))
        );
        assert!(wire["day"].as_i64().unwrap() < 0);
        let facts: Vec<_> = wire["facts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| f.as_str().unwrap())
            .collect();
        for fact in [
            "publication:the ledger",
            "language:en",
            "root:news",
            "has:date",
            "path:a.txt",
        ] {
            assert!(facts.contains(&fact), "{fact} in {facts:?}");
        }
        let fields = Fields::of_schema();
        let back = incoming(wire["document"].as_str().unwrap()).unwrap();
        let (before, after) = (
            stored(&fields, &document).unwrap(),
            stored(&fields, &back).unwrap(),
        );
        assert_eq!((before.id, before.locator), (after.id, after.locator));
        assert_eq!(after.article, article);
    }

    #[test]
    fn values_of_columns_are_short_and_tell_long_names_apart() {
        let name = |word: &str| format!("{} {word}", "é à".repeat(60));
        let [one, other] =
            ["one", "other"].map(|word| keyed(&crate::schema::key(&name(word)), &name(word)));
        let [first, second] = [&one, &other].map(|term| column_value(term));
        assert!(one.len() > 255 && first.len() < 255 && second.len() < 255);
        assert_ne!(unkeyed(&first).0, unkeyed(&second).0);
        assert_eq!(unkeyed(&first).0, column_key(unkeyed(&one).0));
        let short = keyed("bbc", "BBC");
        assert_eq!(column_value(&short), short);
    }

    #[test]
    fn undated_articles_come_last_in_either_order() {
        let (_, wire) = sent(Article::default());
        assert!(wire["newest"].as_i64().unwrap() < -BEYOND / 2);
        assert!(wire["oldest"].as_i64().unwrap() > BEYOND / 2);
        assert!(wire.get("day").is_none());
    }
}
