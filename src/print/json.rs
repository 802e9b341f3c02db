//! JSON: the whole answer as one object, with where it comes from.
//!
//! The form is versioned (`format_version`) and described by `schema/hit.json`. Every hit has the same
//! keys; what an article does not have is `null`. The same query on the same index gives the same bytes,
//! so nothing here tells the time.

use super::field::{self, Field, Shape};
use super::json_form::{self, HitForm, RowForm};
use super::{Printer, Style};
use crate::answer::{Page, Provenance, Table};
use crate::error::Result;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use std::io::Write;

/// The form of the answer to a search. It changes where a script that reads it would have to change.
const HITS_VERSION: &str = "morgue.hits/1";

/// The form of a file of provenance.
const PROVENANCE_VERSION: &str = "morgue.provenance/1";

/// The form of a table.
const TABLE_VERSION: &str = "morgue.table/1";

/// `--format json`.
pub(super) struct Json;

impl Printer for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "one JSON object with the query, the index and the hits (in a batch: one a line)"
    }

    fn page(&self, page: &Page, style: &Style, out: &mut dyn Write) -> Result<()> {
        style.without_null(self.name())?;
        let fields = field::chosen(style, Shape::Json)?;
        let form = PageForm {
            page,
            style,
            fields: &fields,
        };
        let pretty = style.terminal && style.topic.is_none();
        json_form::write(&form, pretty, style, out)?;
        Ok(out.write_all(b"\n")?)
    }

    fn table(&self, table: &Table, style: &Style, out: &mut dyn Write) -> Result<()> {
        style.without_null(self.name())?;
        style.without_fields(self.name())?;
        let form = TableForm {
            keys: &json_form::keys(table),
            table,
        };
        json_form::write(&form, style.terminal, style, out)?;
        Ok(out.write_all(b"\n")?)
    }
}

struct PageForm<'a> {
    page: &'a Page,
    style: &'a Style,
    fields: &'a [&'static Field],
}

impl Serialize for PageForm<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let id = self.style.topic.as_ref().map(|topic| topic.id.as_str());
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("format_version", HITS_VERSION)?;
        provenance(&mut map, &self.page.provenance, id)?;
        map.serialize_entry("total", &self.page.total)?;
        if let Some(collapsed) = &self.page.collapsed {
            map.serialize_entry("total_collapsed", &collapsed.total)?;
        }
        map.serialize_entry("offset", &self.page.offset)?;
        map.serialize_entry("hits", &Hits(self))?;
        map.end()
    }
}

struct Hits<'a>(&'a PageForm<'a>);

impl Serialize for Hits<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let fields = self.0.fields;
        let rows = field::rows(self.0.page, self.0.style);
        to.collect_seq(rows.map(|row| HitForm { fields, row }))
    }
}

struct TableForm<'a> {
    keys: &'a [String],
    table: &'a Table,
}

impl Serialize for TableForm<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let keys = self.keys;
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("format_version", TABLE_VERSION)?;
        if let Some(source) = &self.table.provenance {
            provenance(&mut map, source, None)?;
        }
        map.serialize_entry("total", &self.table.total)?;
        map.serialize_entry("columns", keys)?;
        map.serialize_entry("rows", &Rows(self))?;
        map.end()
    }
}

struct Rows<'a>(&'a TableForm<'a>);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let keys = self.0.keys;
        let rows = self.0.table.rows.iter();
        to.collect_seq(rows.map(|cells| RowForm { keys, cells }))
    }
}

/// Who asked and when, beside what an answer says of itself.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The id of the query in a batch.
    pub id: Option<&'a str>,
    /// The time of asking, RFC 3339.
    pub time: &'a str,
}

/// Writes where an answer comes from on one line (`--provenance FILE`). The time stands only here: an
/// answer itself is the same bytes whenever it is asked for.
pub fn write_provenance(source: &Provenance, asked: Asked<'_>, out: &mut dyn Write) -> Result<()> {
    struct Form<'a>(&'a Provenance, Asked<'a>);

    impl Serialize for Form<'_> {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            let mut map = to.serialize_map(None)?;
            map.serialize_entry("format_version", PROVENANCE_VERSION)?;
            provenance(&mut map, self.0, self.1.id)?;
            map.serialize_entry("asked", self.1.time)?;
            map.end()
        }
    }

    json_form::write(&Form(source, asked), false, &Style::default(), out)?;
    Ok(out.write_all(b"\n")?)
}

/// Where an answer comes from: `query`, `index`, `version`.
fn provenance<M: SerializeMap>(
    map: &mut M,
    source: &Provenance,
    id: Option<&str>,
) -> Result<(), M::Error> {
    #[derive(Serialize)]
    struct Query<'a> {
        id: Option<&'a str>,
        typed: &'a str,
        parsed: &'a str,
    }
    #[derive(Serialize)]
    struct Index<'a> {
        fingerprint: &'a str,
        articles: u64,
    }
    let query = Query {
        id,
        typed: &source.query,
        parsed: &source.parsed,
    };
    let index = Index {
        fingerprint: &source.fingerprint,
        articles: source.articles,
    };
    map.serialize_entry("query", &query)?;
    map.serialize_entry("index", &index)?;
    map.serialize_entry("version", source.version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::field::FIELDS;
    use crate::print::sample::{self, printed, printed_table, terminal};
    use serde_json::Value;

    const SCHEMA: &str = include_str!("../../schema/hit.json");

    fn schema() -> Value {
        serde_json::from_str(SCHEMA).unwrap()
    }

    fn assert_valid(text: &str) -> Value {
        let answer = serde_json::from_str(text).unwrap();
        let validator = jsonschema::draft202012::new(&schema()).unwrap();
        let errors: Vec<_> = validator
            .iter_errors(&answer)
            .map(|e| e.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:#?}\n{text}");
        answer
    }

    #[test]
    fn the_answer_is_what_the_schema_says() {
        let text = printed(&Json, &sample::all(), &Style::default());
        assert_eq!(text.lines().count(), 1);
        let answer = assert_valid(&text);
        assert_eq!(
            answer["hits"][1]["snippet"]["highlights"],
            serde_json::json!([[7, 9], [16, 28]])
        );
        assert_valid(&printed(
            &Json,
            &sample::page(Vec::new(), 0),
            &Style::default(),
        ));
    }

    #[test]
    fn reprints_are_in_the_schema_and_only_where_they_were_asked_for() {
        let style = Style {
            collapsed: true,
            ..Style::default()
        };
        let answer = assert_valid(&printed(&Json, &sample::collapsed(false), &style));
        assert_eq!(answer["total_collapsed"], 900);
        assert_eq!(answer["hits"][0]["reprint_count"], 3);
        assert_eq!(
            answer["hits"][0]["reprints"][0]["date"],
            "1987-03-10T08:00:00Z"
        );
        assert_eq!(answer["hits"][1]["reprints"], serde_json::json!([]));
        let plain = printed(&Json, &sample::all(), &Style::default());
        assert!(!plain.contains("reprint") && !plain.contains("collapsed"));
    }

    #[test]
    fn the_schema_knows_every_field_and_no_other() {
        let schema = schema();
        let known = schema["$defs"]["selection"]["properties"]
            .as_object()
            .unwrap();
        let names: Vec<_> = FIELDS.iter().map(|field| field.name).collect();
        assert_eq!(known.keys().collect::<Vec<_>>(), names);
        assert_eq!(
            schema["properties"]["format_version"]["const"],
            HITS_VERSION
        );
        let broken = serde_json::json!({ "format_version": HITS_VERSION, "hits": [] });
        assert!(!jsonschema::is_valid(&schema, &broken));
    }

    #[test]
    fn a_hit_has_every_key() {
        let page = sample::page(vec![sample::bare()], 1);
        insta::assert_snapshot!(printed(&Json, &page, &terminal(80)), @r#"
        {
          "format_version": "morgue.hits/1",
          "query": {
            "id": null,
            "typed": "cocoa \"buffer stock\"",
            "parsed": "(cocoa AND \"buffer stock\")"
          },
          "index": {
            "fingerprint": "b1946ac92492d234",
            "articles": 21578
          },
          "version": "0.1.0",
          "total": 1,
          "offset": 0,
          "hits": [
            {
              "score": null,
              "id": "notes/x.txt",
              "root": "inbox",
              "path": "notes/x.txt",
              "headline": "",
              "headline_highlights": [],
              "date": null,
              "date_precision": null,
              "date_source": null,
              "tz_assumed": null,
              "organisations": [],
              "publication": null,
              "byline": null,
              "section": null,
              "url": null,
              "language": null,
              "snippet": null,
              "snippets": []
            }
          ]
        }
        "#);
    }

    #[test]
    fn a_terminal_gets_escapes_that_mean_the_same() {
        let plain = printed(&Json, &sample::all(), &Style::default());
        let safe = printed(&Json, &sample::all(), &terminal(80));
        assert_eq!(safe, crate::terminal::safe_lines(&safe));
        assert_eq!(assert_valid(&safe), assert_valid(&plain));
    }

    #[test]
    fn provenance_stands_alone_too() {
        let mut out = Vec::new();
        let asked = Asked {
            id: None,
            time: "2026-11-24T03:00:00Z",
        };
        write_provenance(&sample::all().provenance, asked, &mut out).unwrap();
        let alone: Value = serde_json::from_slice(&out).unwrap();
        let answer = assert_valid(&printed(&Json, &sample::all(), &Style::default()));
        assert_eq!(alone["asked"], "2026-11-24T03:00:00Z");
        for key in ["query", "index", "version"] {
            assert_eq!(alone[key], answer[key]);
        }
    }

    #[test]
    fn tables_keep_every_column() {
        let text = printed_table(&Json, &sample::table(), &terminal(80));
        insta::assert_snapshot!(text, @r#"
        {
          "format_version": "morgue.table/1",
          "query": {
            "id": null,
            "typed": "cocoa \"buffer stock\"",
            "parsed": "(cocoa AND \"buffer stock\")"
          },
          "index": {
            "fingerprint": "b1946ac92492d234",
            "articles": 21578
          },
          "version": "0.1.0",
          "total": 412,
          "columns": [
            "organisation",
            "articles",
            "share",
            "share 2"
          ],
          "rows": [
            {
              "organisation": "International Cocoa Organization",
              "articles": 1234567,
              "share": 0.25,
              "share 2": null
            },
            {
              "organisation": "=国际\u001b[2J可可\t组织",
              "articles": 93,
              "share": -0.3333333333333333,
              "share 2": null
            },
            {
              "organisation": "\"Quoted\" Ltd",
              "articles": 0,
              "share": 0.0,
              "share 2": null
            }
          ]
        }
        "#);
    }
}
