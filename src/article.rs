//! An article: what every reader yields and the index holds.
//!
//! Four fields are the mission (headline, body, organisations, date); the others are what archives
//! record and researchers filter on. A field that the source did not give is `None` or empty, never
//! guessed. `schema/article.json` describes the JSON form.

use crate::date::{DateSource, NewsDate};
use serde::{Deserialize, Serialize};

/// One article, as a reader yields it and as the index gives it back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Record", into = "Record")]
pub struct Article {
    /// The record's own id, if its source gave one.
    pub id: Option<String>,
    /// The headline on one line; empty if there is none.
    pub headline: String,
    /// The text: paragraphs separated by a blank line, no markup.
    pub body: String,
    /// Organisations, given by the source or recognised in the text.
    pub organisations: Vec<Organisation>,
    /// When it was published.
    pub date: Option<NewsDate>,
    /// When it was last changed; never stands in for `date`.
    pub modified: Option<NewsDate>,
    /// The newspaper, agency or site.
    pub publication: Option<String>,
    /// Who wrote it, as printed but without a leading "By".
    pub byline: Option<String>,
    /// The section or desk.
    pub section: Option<String>,
    /// Its canonical address.
    pub url: Option<String>,
    /// Its language as a BCP 47 tag (`en`, `de-AT`).
    pub language: Option<String>,
    /// What the cleaning took out of the body and what stands beside it, so that nothing is lost.
    pub cut: Vec<Cut>,
}

impl Article {
    /// How many words headline and body have.
    pub fn words(&self) -> u64 {
        let count = |text| crate::analysis::count(text) as u64;
        count(&self.headline) + count(&self.body)
    }

    /// Keeps what stands beside the text, such as the captions of its pictures: as cut behind the body, or
    /// as the body where there is no other. What the text says itself is not kept again.
    pub fn keep_beside(&mut self, texts: impl IntoIterator<Item = String>) {
        let alone = self.body.is_empty();
        for text in texts {
            let known = |line: &str| {
                let kept = self.cut.iter().any(|cut| cut.text.contains(line));
                kept || self.body.contains(line) || self.headline == line
            };
            if text.lines().all(known) {
                continue;
            }
            if alone {
                let apart = if self.body.is_empty() { "" } else { "\n\n" };
                self.body.push_str(apart);
                self.body.push_str(&text);
            } else {
                self.cut.push(Cut {
                    at: self.body.len(),
                    text: format!("\n\n{text}"),
                });
            }
        }
    }

    /// Whether there is neither a headline nor a body: such a record is reported, not indexed.
    pub fn is_empty(&self) -> bool {
        self.headline.trim().is_empty() && self.body.trim().is_empty()
    }
}

/// A piece of residue that was cut from a body, or a text that stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    /// Where in the cleaned body it stood, in bytes.
    pub at: usize,
    /// The text that was cut, byte for byte.
    pub text: String,
}

/// An organisation of an article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its canonical name.
    pub name: String,
    /// The forms seen in the article (or given), in order of appearance, without repeats.
    pub forms: Vec<String>,
    /// Whether the source gave it or it was recognised in the text.
    pub origin: Origin,
    /// How sure the recogniser was, 0 to 1; a given organisation has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
}

impl Organisation {
    /// An organisation that the source names.
    pub fn given(name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            forms: vec![name.clone()],
            name,
            origin: Origin::Given,
            confidence: None,
        }
    }
}

/// Where an organisation came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Named in the source's metadata.
    Given,
    /// Found in the text by the recogniser.
    Recognised,
}

/// The flat JSON form of an [`Article`], as in `schema/article.json`.
#[derive(Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[derive(Default)]
struct Record {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    headline: String,
    body: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    organisations: Vec<Organisation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_source: Option<DateSource>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_raw: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tz_assumed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publication: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    byline: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// Always written: by it our own output is known again and read back exactly.
    cut: Vec<Cut>,
}

impl From<Article> for Record {
    fn from(article: Article) -> Self {
        let (date_source, date_raw) = article
            .date
            .as_ref()
            .map(|date| (date.source, date.raw.clone()))
            .unzip();
        let tz_assumed = article.date.as_ref().and_then(NewsDate::tz_assumed);
        Self {
            id: article.id,
            headline: article.headline,
            body: article.body,
            organisations: article.organisations,
            date: article.date.map(|date| date.to_string()),
            date_source,
            date_raw,
            tz_assumed,
            modified: article.modified.map(|date| date.to_string()),
            publication: article.publication,
            byline: article.byline,
            section: article.section,
            url: article.url,
            language: article.language,
            cut: article.cut,
        }
    }
}

impl From<Record> for Article {
    fn from(record: Record) -> Self {
        let source = record.date_source.unwrap_or(DateSource::Given);
        let raw = record.date_raw;
        let date = record.date.and_then(|iso| {
            let date = NewsDate::from_iso(&iso, source)?;
            let date = match &record.tz_assumed {
                Some(offset) => date.assuming_tz(offset),
                None => date,
            };
            Some(NewsDate {
                raw: raw.unwrap_or(iso),
                ..date
            })
        });
        Self {
            id: record.id,
            headline: record.headline,
            body: record.body,
            organisations: record.organisations,
            date,
            modified: record
                .modified
                .and_then(|iso| NewsDate::from_iso(&iso, DateSource::Given)),
            publication: record.publication,
            byline: record.byline,
            section: record.section,
            url: record.url,
            language: record.language,
            cut: record.cut,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_the_text_is_kept_once() {
        let mut article = Article {
            headline: "Ferry".into(),
            body: "One.\n\nTwo.".into(),
            ..Article::default()
        };
        let beside = ["Ferry\nTwo.", "A caption", "A caption", "Ferry\nAnother"];
        article.keep_beside(beside.map(String::from));
        let kept: Vec<_> = article.cut.iter().map(|cut| cut.text.as_str()).collect();
        assert_eq!(kept, ["\n\nA caption", "\n\nFerry\nAnother"]);
        assert_eq!(article.cut[1].at, article.body.len());
        let mut picture = Article::default();
        picture.keep_beside(["One".into(), "Two".into()]);
        assert_eq!(
            (picture.body.as_str(), picture.cut.len()),
            ("One\n\nTwo", 0)
        );
    }
}
