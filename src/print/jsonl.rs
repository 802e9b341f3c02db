//! JSON Lines: one hit a line, each to be read without the others, for streams of any length.
//!
//! The hits are those of `json`, without the object around them; in a batch each also names its query.

use super::field::{self, Shape};
use super::json_form::{self, HitForm, RowForm};
use super::{Printer, Style};
use crate::answer::{Page, Table};
use crate::error::Result;
use std::io::Write;

/// `--format jsonl`.
pub(super) struct JsonLines;

impl Printer for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn about(&self) -> &'static str {
        "one JSON object a line for each article"
    }

    fn page(&self, page: &Page, style: &Style, out: &mut dyn Write) -> Result<()> {
        let fields = field::chosen(style, Shape::JsonLine)?;
        for row in field::rows(page, style) {
            let fields = &fields;
            json_form::write(&HitForm { fields, row }, false, style, out)?;
            out.write_all(style.end())?;
        }
        Ok(())
    }

    fn table(&self, table: &Table, style: &Style, out: &mut dyn Write) -> Result<()> {
        style.without_fields(self.name())?;
        let keys = &json_form::keys(table);
        for cells in &table.rows {
            json_form::write(&RowForm { keys, cells }, false, style, out)?;
            out.write_all(style.end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::Topic;
    use crate::print::sample::{self, printed, printed_table, visible};
    use serde_json::{Value, json};

    /// A validator of one hit, or of a selection of its fields.
    fn validator(definition: &str) -> jsonschema::Validator {
        let schema = include_str!("../../schema/hit.json");
        let schema: Value = serde_json::from_str(schema).unwrap();
        let part = json!({ "$defs": schema["$defs"], "$ref": format!("#/$defs/{definition}") });
        jsonschema::draft202012::new(&part).unwrap()
    }

    #[test]
    fn every_line_is_a_hit_of_the_schema() {
        let text = printed(&JsonLines, &sample::all(), &Style::default());
        let lines: Vec<Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), 3);
        for line in &lines {
            validator("hit").validate(line).unwrap();
        }
        insta::assert_snapshot!(visible(text.lines().nth(1).unwrap()), @r#"{"score":12.84,"id":"@evil id\t7","root":"inbox","path":"a dir/new\nline \"quoted\".txt","headline":"=cmd|' /C calc'!A0 \u001b[31mred\u{202e}txt.exe\r\n\"可可\", 100% {of} $5_000 & #1 \\","headline_highlights":[],"date":"1987","date_precision":"year","date_source":"path","tz_assumed":null,"organisations":[{"name":"+Apple, Inc.","forms":["+Apple, Inc."],"origin":"given","confidence":null},{"name":"国际可可\u{200b}组织","forms":["国际可可\u{200b}组织"],"origin":"given","confidence":null}],"publication":null,"byline":"By-Line, Staff","section":null,"url":"https://ledger.example/{a}\\b c","language":null,"snippet":{"text":"Größe: 可可\u001b]0;x\u0007\nbuffer\tstock","highlights":[[7,9],[16,28]],"cut_before":true,"cut_after":false},"snippets":[{"text":"Größe: 可可\u001b]0;x\u0007\nbuffer\tstock","highlights":[[7,9],[16,28]],"cut_before":true,"cut_after":false},{"text":"and cocoa","highlights":[[4,9]],"cut_before":false,"cut_after":false}]}"#);
    }

    #[test]
    fn fields_are_picked_in_order() {
        let style = Style {
            fields: vec!["words".into(), "headline".into()],
            topic: Some(Topic {
                id: "q7".into(),
                first: true,
            }),
            ..Style::default()
        };
        let page = sample::page(vec![sample::orderly()], 1);
        let text = printed(&JsonLines, &page, &style);
        assert_eq!(
            text,
            "{\"words\":16,\"headline\":\"Cocoa council meets on buffer stock rules\"}\n"
        );
        validator("selection")
            .validate(&serde_json::from_str(&text).unwrap())
            .unwrap();
        let usual = Style {
            fields: Vec::new(),
            ..style
        };
        let text = printed(&JsonLines, &page, &usual);
        assert!(
            text.starts_with(r#"{"query_id":"q7","query":"cocoa \"buffer stock\"","score":12.84,"#),
            "{text}"
        );
        validator("hit")
            .validate(&serde_json::from_str(&text).unwrap())
            .unwrap();
    }

    #[test]
    fn tables_are_lines_too() {
        let text = printed_table(&JsonLines, &sample::table(), &Style::default());
        insta::assert_snapshot!(visible(&text), @r#"
        {"organisation":"International Cocoa Organization","articles":1234567,"share":0.25,"share 2":null}
        {"organisation":"=国际\u001b[2J可可\t组织","articles":93,"share":-0.3333333333333333,"share 2":null}
        {"organisation":"\"Quoted\" Ltd","articles":0,"share":0.0,"share 2":null}
        "#);
    }
}
