//! CSL-JSON: the citations of a page as one array, for citation processors (Pandoc, Zotero, citeproc).
//!
//! As in the schema of CSL 1.0.2: dates are `date-parts` with as many parts as are known, and authors are
//! literal names.

use super::{Printer, Style, citation, json_form, reprinted};
use crate::answer::{Hit, Page};
use crate::error::Result;
use serde::Serialize;
use serde::ser::Serializer;
use std::borrow::Cow;
use std::io::Write;

/// `--format csl-json`.
pub(super) struct CslJson;

impl Printer for CslJson {
    fn name(&self) -> &'static str {
        "csl-json"
    }

    fn about(&self) -> &'static str {
        "citations for citation processors (Pandoc, Zotero)"
    }

    fn page(&self, page: &Page, style: &Style, out: &mut dyn Write) -> Result<()> {
        style.without_fields(self.name())?;
        style.without_null(self.name())?;
        let pretty = style.terminal && style.topic.is_none();
        json_form::write(&Items { page, style }, pretty, style, out)?;
        Ok(out.write_all(b"\n")?)
    }
}

struct Items<'a> {
    page: &'a Page,
    style: &'a Style,
}

impl Serialize for Items<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let hits = self.page.hits.iter().enumerate();
        to.collect_seq(hits.map(|(place, hit)| {
            let note = reprinted::note(reprinted::of(self.page, place), self.style);
            Item {
                note,
                ..item(hit, self.style)
            }
        }))
    }
}

/// One item, by the names of the CSL schema.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Item<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    title: Cow<'a, str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_title: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Issued>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<Cow<'a, str>>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<Cow<'a, str>>,
    /// Where else it was printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[derive(Serialize)]
struct Name {
    literal: String,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Issued {
    date_parts: [Vec<i16>; 1],
}

fn item<'a>(hit: &'a Hit, style: &Style) -> Item<'a> {
    let article = &hit.article;
    let line = |text: &'a Option<String>| citation::line(text.as_ref(), style);
    let names = citation::authors(hit, style).into_iter();
    Item {
        id: &hit.id,
        kind: "article-newspaper",
        title: citation::title(hit, style),
        author: names.map(|literal| Name { literal }).collect(),
        container_title: line(&article.publication),
        issued: article.date.as_ref().map(|date| Issued {
            date_parts: [citation::date_parts(date)],
        }),
        section: line(&article.section),
        url: line(&article.url),
        language: line(&article.language),
        note: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::sample::{self, printed, terminal};

    #[test]
    fn items_have_the_dates_that_are_known() {
        let text = printed(&CslJson, &sample::all(), &terminal(80));
        insta::assert_snapshot!(text, @r#"
        [
          {
            "id": "reut2-001.sgm#1204",
            "type": "article-newspaper",
            "title": "Cocoa council meets on buffer stock rules",
            "author": [
              {
                "literal": "Jane Doe"
              },
              {
                "literal": "John O'Hara"
              }
            ],
            "container-title": "The Evening Ledger",
            "issued": {
              "date-parts": [
                [
                  1987,
                  3,
                  9
                ]
              ]
            },
            "section": "Commodities",
            "URL": "https://ledger.example/1987/03/09/cocoa_50%25",
            "language": "en"
          },
          {
            "id": "@evil id\t7",
            "type": "article-newspaper",
            "title": "=cmd|' /C calc'!A0  [31mred txt.exe  \"可可\", 100% {of} $5_000 & #1 \\",
            "author": [
              {
                "literal": "By-Line, Staff"
              }
            ],
            "issued": {
              "date-parts": [
                [
                  1987
                ]
              ]
            },
            "URL": "https://ledger.example/{a}\\b c"
          },
          {
            "id": "notes/x.txt",
            "type": "article-newspaper",
            "title": "[no headline]"
          }
        ]
        "#);
        let empty = sample::page(Vec::new(), 0);
        assert_eq!(printed(&CslJson, &empty, &Style::default()), "[]\n");
    }
}
