//! All of an article but its texts, as it is stored: JSON with short keys and without what is usual.
//!
//! An archive has as many of these as articles, so each sign counts: written as a whole, as in
//! `schema/article.json`, they took a tenth of the store. What is not there is what it mostly is: a date's
//! text the date itself, an organisation's only form its name.

use crate::article::{Article, Cut, Organisation, Origin};
use crate::date::{DateSource, NewsDate};
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// The stored form.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Packed {
    /// Whether the source gave an id: that of the document.
    #[serde(rename = "i", skip_serializing_if = "is_false")]
    has_id: bool,
    #[serde(rename = "d", skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(rename = "s", skip_serializing_if = "Option::is_none")]
    date_source: Option<DateSource>,
    #[serde(rename = "r", skip_serializing_if = "Option::is_none")]
    date_raw: Option<String>,
    #[serde(rename = "z", skip_serializing_if = "Option::is_none")]
    tz_assumed: Option<String>,
    #[serde(rename = "m", skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
    #[serde(rename = "p", skip_serializing_if = "Option::is_none")]
    publication: Option<String>,
    #[serde(rename = "b", skip_serializing_if = "Option::is_none")]
    byline: Option<String>,
    #[serde(rename = "e", skip_serializing_if = "Option::is_none")]
    section: Option<String>,
    #[serde(rename = "u", skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(rename = "l", skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(rename = "o", skip_serializing_if = "Vec::is_empty")]
    organisations: Vec<Named>,
    #[serde(rename = "c", skip_serializing_if = "Vec::is_empty")]
    cut: Vec<Cut>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands out references"
)]
fn is_false(value: &bool) -> bool {
    !value
}

/// An organisation: how it was found, its name, and its forms unless the name is the only one.
#[derive(Debug, PartialEq)]
struct Named(Organisation);

/// How an organisation was found.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Way {
    /// Recognised, so surely.
    Recognised(Option<f32>),
    /// Given by the source, as all are without a confidence.
    Given(bool),
    /// Given, and with one.
    GivenSurely([f32; 1]),
}

impl Serialize for Named {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let of = &self.0;
        let way = match (of.origin, of.confidence) {
            (Origin::Recognised, confidence) => Way::Recognised(confidence),
            (Origin::Given, None) => Way::Given(true),
            (Origin::Given, Some(confidence)) => Way::GivenSurely([confidence]),
        };
        if of.forms.as_slice() == std::slice::from_ref(&of.name) {
            return (way, &of.name).serialize(serializer);
        }
        (way, &of.name, &of.forms).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(NamedVisitor)
    }
}

struct NamedVisitor;

impl<'de> Visitor<'de> for NamedVisitor {
    type Value = Named;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("how an organisation was found, its name and its forms")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Named, A::Error> {
        let missing = || A::Error::custom("a part of an organisation is missing");
        let way: Way = parts.next_element()?.ok_or_else(missing)?;
        let name: String = parts.next_element()?.ok_or_else(missing)?;
        let forms: Option<Vec<String>> = parts.next_element()?;
        let (origin, confidence) = match way {
            Way::Recognised(confidence) => (Origin::Recognised, confidence),
            Way::Given(_) => (Origin::Given, None),
            Way::GivenSurely([confidence]) => (Origin::Given, Some(confidence)),
        };
        Ok(Named(Organisation {
            forms: forms.unwrap_or_else(|| vec![name.clone()]),
            name,
            origin,
            confidence,
        }))
    }
}

impl Packed {
    /// An article without its texts and without its id.
    pub(super) fn of(article: Article) -> Self {
        let date = article.date.as_ref().map(NewsDate::to_string);
        let tz_assumed = article.date.as_ref().and_then(NewsDate::tz_assumed);
        let (source, raw) = article.date.map(|date| (date.source, date.raw)).unzip();
        Self {
            has_id: article.id.is_some(),
            date_source: source.filter(|source| *source != DateSource::Given),
            date_raw: raw.filter(|raw| Some(raw) != date.as_ref()),
            date,
            tz_assumed,
            modified: article.modified.map(|date| date.to_string()),
            publication: article.publication,
            byline: article.byline,
            section: article.section,
            url: article.url,
            language: article.language,
            organisations: article.organisations.into_iter().map(Named).collect(),
            cut: article.cut,
        }
    }

    /// The article, `id` being that of its document.
    pub(super) fn article(self, id: String, headline: String, body: String) -> Article {
        let source = self.date_source.unwrap_or(DateSource::Given);
        let date = self.date.and_then(|iso| {
            let mut date = NewsDate::from_iso(&iso, source)?;
            if let Some(offset) = &self.tz_assumed {
                date = date.assuming_tz(offset);
            }
            let raw = self.date_raw.unwrap_or(iso);
            Some(NewsDate { raw, ..date })
        });
        let modified = self.modified;
        let organisations = self.organisations.into_iter().map(|named| named.0);
        Article {
            id: self.has_id.then_some(id),
            headline,
            body,
            organisations: organisations.collect(),
            date,
            modified: modified.and_then(|iso| NewsDate::from_iso(&iso, DateSource::Given)),
            publication: self.publication,
            byline: self.byline,
            section: self.section,
            url: self.url,
            language: self.language,
            cut: self.cut,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(article: &Article) -> (String, Article) {
        let json = serde_json::to_string(&Packed::of(article.clone())).unwrap();
        let packed: Packed = serde_json::from_str(&json).unwrap();
        let id = "the id".to_owned();
        let back = packed.article(id, article.headline.clone(), article.body.clone());
        (json, back)
    }

    fn recognised(name: &str, forms: &[&str], confidence: Option<f32>) -> Organisation {
        Organisation {
            name: name.to_owned(),
            forms: forms.iter().map(|form| (*form).to_owned()).collect(),
            origin: Origin::Recognised,
            confidence,
        }
    }

    #[test]
    fn what_is_usual_is_left_out_and_comes_back() {
        let article = Article {
            id: Some("the id".into()),
            date: NewsDate::from_iso("1931-04-02", DateSource::Given),
            organisations: vec![
                recognised("Norfield Bank", &["Norfield Bank"], Some(0.987_654_3)),
                recognised("European Union", &["EU", "European Union"], None),
                Organisation::given("Aker"),
            ],
            ..Article::default()
        };
        let (json, back) = stored(&article);
        assert_eq!(
            json,
            r#"{"i":true,"d":"1931-04-02","o":[[0.9876543,"Norfield Bank"],[null,"European Union",["EU","European Union"]],[true,"Aker"]]}"#
        );
        assert_eq!(back, article);
        assert_eq!(stored(&Article::default()).0, "{}");
    }

    #[test]
    fn what_is_not_usual_comes_back_too() {
        let mut given = Organisation::given("Aker");
        given.confidence = Some(0.5);
        given.forms.clear();
        let date = NewsDate::from_iso("1987-03-02T10:15", DateSource::Text).unwrap();
        let article = Article {
            headline: "Rates".into(),
            body: "They rose.".into(),
            organisations: vec![given],
            date: Some(NewsDate {
                raw: "2 March 1987, 10:15".into(),
                ..date.assuming_tz("UTC+01:00")
            }),
            modified: NewsDate::from_iso("1987-03-03", DateSource::Given),
            publication: Some("The Ledger".into()),
            byline: Some("A. Reporter".into()),
            section: Some("Business".into()),
            url: Some("http://example.org/".into()),
            language: Some("de-AT".into()),
            cut: vec![Cut {
                at: 3,
                text: "Share".into(),
            }],
            ..Article::default()
        };
        assert_eq!(stored(&article).1, article);
    }
}
