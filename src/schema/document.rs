//! Articles as documents of the index, and back.

use super::record::Packed;
use super::{Fields, key, keyed};
use crate::analysis::{Signature, sign, words};
use crate::article::Article;
use jiff::civil::Date;
use tantivy::TantivyDocument;
use tantivy::schema::Value;
use xxhash_rust::xxh3::Xxh3;

/// The day from which days are counted.
const EPOCH: Date = Date::constant(1970, 1, 1);
const SECONDS_A_DAY: i64 = 86_400;

/// Where an article stands, beside what it says.
#[derive(Debug, Clone)]
pub struct Placement<'a> {
    /// `ROOT:PATH` of its file.
    pub file: &'a str,
    /// The path below the root.
    pub path: &'a str,
    /// The record's number in the file.
    pub number: Option<u64>,
    /// The name of the format it was read from.
    pub format: &'a str,
    /// When it enters the index, seconds since 1970.
    pub added: i64,
    /// The terms of its organisations.
    pub organisations: Vec<OrganisationTerms>,
}

impl Placement<'_> {
    /// The path, with `#N` where a file holds several articles.
    pub fn locator(&self) -> String {
        locator(self.path, self.number)
    }
}

fn locator(path: &str, number: Option<u64>) -> String {
    number.map_or_else(|| path.to_owned(), |n| format!("{path}#{n}"))
}

/// How one organisation is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationTerms {
    /// The key of its canonical name.
    pub key: String,
    /// The canonical name.
    pub name: String,
    /// The keys of the forms seen.
    pub forms: Vec<String>,
    /// Whether the source gave it.
    pub given: bool,
}

/// The days since 1970-01-01.
pub fn day_number(day: Date) -> i64 {
    i64::from((day - EPOCH).get_days())
}

/// The day that is so many days after 1970-01-01; at the ends of the calendar, the last day it has.
pub fn date_of(number: i64) -> Date {
    EPOCH.saturating_add(jiff::Span::new().days(number.clamp(-4_000_000, 4_000_000)))
}

/// The document of an article.
pub fn document(fields: &Fields, article: Article, place: &Placement) -> TantivyDocument {
    // Both texts, and both again packed.
    let capacity = article.body.len() * 3 / 2 + article.headline.len() + 1024;
    let mut document = TantivyDocument::with_capacity(capacity);
    document.add_text(fields.kind, "article");
    let id = article.id.clone().unwrap_or_else(|| place.locator());
    document.add_text(fields.id, id);
    document.add_text(fields.file, place.file);
    document.add_text(fields.path, place.path);
    if let Some(number) = place.number {
        document.add_u64(fields.number, number);
    }
    document.add_text(fields.format, place.format);
    document.add_i64(fields.added, place.added);
    add_measures(&mut document, fields, &article);
    document.add_text(fields.headline, &article.headline);
    document.add_text(fields.body, &article.body);
    add_organisations(&mut document, fields, &place.organisations);
    add_date(&mut document, fields, &article);
    add_short_texts(&mut document, fields, &article);
    add_presence(&mut document, fields, &article);
    let packed = Packed::of(article);
    let json = serde_json::to_string(&packed).expect("an article is always JSON");
    let seal = seal(fields, &document, &json);
    document.add_text(fields.record, format!("{json}\n{seal}"));
    document
}

/// Stands for everything that is stored of an article. The engine notices damage to its files only when it
/// is asked to; by its seal an article is never shown as another than was indexed.
fn seal(fields: &Fields, document: &TantivyDocument, json: &str) -> String {
    let mut hash = Xxh3::new();
    let stored = [
        fields.id,
        fields.file,
        fields.path,
        fields.headline,
        fields.body,
    ];
    for field in stored {
        let text = document.get_first(field).and_then(|value| value.as_str());
        hash.update(text.unwrap_or_default().as_bytes());
        // A byte that no text holds.
        hash.update(&[0xff]);
    }
    let number = document.get_first(fields.number).and_then(|n| n.as_u64());
    hash.update(&number.unwrap_or_default().to_le_bytes());
    hash.update(json.as_bytes());
    format!("{:016x}", hash.digest())
}

/// How long the article is, and what stands for its text: its body, or where it has none its headline, so
/// that a story under another headline is still the same.
fn add_measures(document: &mut TantivyDocument, fields: &Fields, article: &Article) {
    let (of_body, mut signature) = sign(&article.body);
    let of_headline = if of_body == 0 {
        let (of_headline, of_its_text) = sign(&article.headline);
        signature = of_its_text;
        of_headline
    } else {
        words(&article.headline).count() as u64
    };
    document.add_u64(fields.words, of_headline + of_body);
    for number in signature.iter().flat_map(Signature::packed) {
        document.add_u64(fields.signature, number);
    }
}

/// Notes which fields the article has, so that `date:*` and `-date:*` can be asked.
fn add_presence(document: &mut TantivyDocument, fields: &Fields, article: &Article) {
    for (name, present) in [
        ("headline", !article.headline.is_empty()),
        ("body", !article.body.is_empty()),
        ("org", !article.organisations.is_empty()),
        ("date", article.date.is_some()),
        ("publication", article.publication.is_some()),
        ("section", article.section.is_some()),
        ("byline", article.byline.is_some()),
        ("url", article.url.is_some()),
        ("language", article.language.is_some()),
    ] {
        if present {
            document.add_text(fields.has, name);
        }
    }
}

fn add_organisations(
    document: &mut TantivyDocument,
    fields: &Fields,
    organisations: &[OrganisationTerms],
) {
    for organisation in organisations {
        let term = keyed(&organisation.key, &organisation.name);
        if organisation.given {
            document.add_text(fields.organisations_given, &term);
            for form in &organisation.forms {
                document.add_text(fields.organisation_forms_given, form);
            }
        }
        document.add_text(fields.organisations, &term);
        for form in &organisation.forms {
            document.add_text(fields.organisation_forms, form);
        }
    }
}

fn add_date(document: &mut TantivyDocument, fields: &Fields, article: &Article) {
    let Some(date) = &article.date else { return };
    let first = day_number(date.first);
    let second = date
        .time
        .map_or(first * SECONDS_A_DAY, |time| time.instant.as_second());
    document.add_i64(fields.date, second);
    document.add_i64(fields.day_first, first);
    document.add_i64(fields.day_last, day_number(date.last));
}

fn add_short_texts(document: &mut TantivyDocument, fields: &Fields, article: &Article) {
    for (field, text) in [
        (fields.publication, &article.publication),
        (fields.section, &article.section),
        (fields.byline, &article.byline),
    ] {
        if let Some(text) = text {
            document.add_text(field, keyed(&key(text), text));
        }
    }
    if let Some(url) = &article.url {
        document.add_text(fields.url, url);
    }
    if let Some(language) = &article.language {
        document.add_text(fields.language, language);
    }
}

/// An article as it stands in the index.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Its id; another article may have the same.
    pub id: String,
    /// `ROOT:PATH` of its file.
    pub file: String,
    /// The path below the root, with `#N` where a file holds several articles.
    pub locator: String,
    /// The article.
    pub article: Article,
}

/// Reads a document back; `None` if it is no article, not one of ours, or damaged.
pub fn stored(fields: &Fields, document: &TantivyDocument) -> Option<Stored> {
    let text = |field| Some(document.get_first(field)?.as_str()?.to_owned());
    let number = document.get_first(fields.number).and_then(|n| n.as_u64());
    Some(Stored {
        id: text(fields.id)?,
        file: text(fields.file)?,
        locator: locator(&text(fields.path)?, number),
        article: article(fields, document)?,
    })
}

/// The article of a document; `None` if it is damaged.
pub fn article(fields: &Fields, document: &TantivyDocument) -> Option<Article> {
    let text = |field| Some(document.get_first(field)?.as_str()?.to_owned());
    let record = text(fields.record)?;
    let (json, sealed) = record.rsplit_once('\n')?;
    if sealed != seal(fields, document, json) {
        return None;
    }
    let packed: Packed = serde_json::from_str(json).ok()?;
    Some(packed.article(text(fields.id)?, text(fields.headline)?, text(fields.body)?))
}
