//! JSON: one article, a list of articles, or a record that holds a list (`articles`, `response.docs`, …).
//!
//! The file is never held whole: a scanner walks its bytes and cuts out one element after another, so
//! that a dump of any size is read in the memory of its largest article.

use super::decode::{Utf8Reader, damaged, undecodable_record};
use super::elements::{Element, Elements};
use super::sample::{Sample, json_dates, settled};
use super::{Context, Flow, Found, Reader, Record, gather, jsonl};
use crate::error::{Problem, ProblemKind};
use serde_json::Value;
use std::io::Read;

/// The reader of JSON.
pub struct Json;

impl Reader for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "JSON: one article, a list, or a record holding a list"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn recognises(&self, head: &[u8]) -> bool {
        let head = head.trim_ascii_start();
        let (Some(first), rest) = (head.first(), head.get(1..).unwrap_or_default()) else {
            return false;
        };
        let second = rest.trim_ascii_start().first();
        match first {
            b'{' => matches!(second, Some(b'"' | b'}')) && !jsonl::is_lines(head),
            b'[' => matches!(second, Some(b'{' | b']')),
            _ => false,
        }
    }

    fn split(
        &self,
        input: Box<dyn Read + '_>,
        context: &Context,
        hand_out: &mut dyn FnMut(Record) -> Flow,
    ) -> Result<(), Problem> {
        let mut elements = Elements::new(Utf8Reader::new(input)?, context.limits.record);
        let mut context = context.clone();
        let mut sample = Some(Sample::default());
        let mut flow = Flow::Continue;
        let result = elements.each(&mut |element| {
            if let Some(held) = &mut sample {
                let bytes = element.text.as_ref().map_or(0, Vec::len);
                held.hold(element, bytes);
                if held.is_full() {
                    flow = release(&mut sample, &mut context, hand_out);
                }
            } else {
                flow = hand_out(record(element, &context));
            }
            flow
        });
        if flow == Flow::Continue {
            release(&mut sample, &mut context, hand_out);
        }
        result
    }
}

/// Hands out what was held back, now that it is known how dates are to be understood.
fn release(
    sample: &mut Option<Sample<Element>>,
    context: &mut Context,
    hand_out: &mut dyn FnMut(Record) -> Flow,
) -> Flow {
    let elements = sample.take().unwrap_or_default().take();
    let texts = elements
        .iter()
        .filter_map(|element| element.text.as_deref());
    context.dates = settled(&json_dates(texts, &context.map), context);
    for element in elements {
        if hand_out(record(element, context)) == Flow::Stop {
            return Flow::Stop;
        }
    }
    Flow::Continue
}

fn record(element: Element, context: &Context) -> Record {
    let context = context.clone();
    Record {
        number: element.number,
        line: Some(element.line),
        bytes: element.bytes,
        read: Box::new(move || match element.text {
            Some(text) => {
                let mut found = article(&text, element.line, element.number.is_none(), &context);
                if let Some(feed) = element.feed.as_deref().filter(|_| !found.finished) {
                    for article in &mut found.articles {
                        gather::of_feed(article, feed);
                    }
                }
                found
            }
            None => Found::of_problem(context.limits.exceeded("the record").at(element.line)),
        }),
    }
}

/// Reads one element; one that is the whole file may take its date from the path.
fn article(text: &[u8], line: u64, alone: bool, context: &Context) -> Found {
    if damaged(text) {
        return Found::of_problem(undecodable_record().at(line));
    }
    let mut found = match jsonl::parse(text) {
        Ok(Value::Object(record)) => gather::found(record, Some(line), context),
        Ok(_) => Found::of_problem(
            Problem::new(ProblemKind::Malformed, "not an object, so not an article").at(line),
        ),
        Err(error) => Found::of_problem(jsonl::not_json(&error).at(line + error.line() as u64 - 1)),
    };
    if alone && !found.finished {
        for article in &mut found.articles {
            article.date = article.date.take().or_else(|| context.path_date());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::testing::{articles, read, read_with};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn articles_are_found_in_every_shape() {
        for (text, count) in [
            (
                r#"{"title": "A", "text": "B", "tags": ["x"], "deep": {"a": [1, {"b": "]"}]}}"#,
                1,
            ),
            (r#"[{"title": "A"}, {"title": "B [{\"\\"}]"#, 2),
            (
                r#"{"status": "ok", "articles": [{"title": "A"}, {"title": "B"}], "n": 2}"#,
                2,
            ),
            (
                r#"{"response": {"docs": [{"headline": {"main": "A"}}], "meta": {}}}"#,
                1,
            ),
            (
                r#"{"response": {"status": "ok", "results": [{"webTitle": "A"}]}}"#,
                1,
            ),
            ("{\"title\": \"A\"}\n{\"title\": \"B\"}", 2),
            (
                r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Feed", "items": [{"title": "A", "content_html": "<p>B"}]}"#,
                1,
            ),
            (
                r#"{"data": {"search": {"totalHits": 2, "items": [{"headLine": "A"}, {"headLine": "B"}]}}}"#,
                2,
            ),
            (
                r#"{"data": [{"id": "1", "attributes": {"title": "A"}}]}"#,
                1,
            ),
            (
                r#"{"edges": [{"node": {"title": "A"}}, {"node": {"title": "B"}}]}"#,
                2,
            ),
            ("[]", 0),
        ] {
            assert_eq!(articles(&Json, text.as_bytes()).len(), count, "{text}");
        }
    }

    #[test]
    fn a_feed_says_what_holds_for_its_items() {
        let text = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "The Tide", "language": "en-GB", "authors": [{"name": "Jo Reed"}],
            "items": [{"id": "1", "title": "A", "content_text": "One."}, {"id": "2", "title": "B", "content_html": "<p>Two.", "language": "de", "authors": [{"name": "Ann Ames"}]}]}"#;
        let articles = articles(&Json, text.as_bytes());
        let of = |one: &crate::article::Article| {
            let parts = [&one.publication, &one.language, &one.byline];
            parts
                .map(|part| part.clone().unwrap_or_default())
                .join(" | ")
        };
        assert_eq!(of(&articles[0]), "The Tide | en-GB | Jo Reed");
        assert_eq!(of(&articles[1]), "The Tide | de | Ann Ames");
    }

    #[test]
    fn broken_elements_are_reported_where_they_stand() {
        let text = "[\n{\"title\": \"A\"},\n{\"title\": },\n{\"title\": \"C\"},\n{\"title\": \"D";
        let found = read(&Json, text.as_bytes());
        let headlines: Vec<_> = found
            .articles
            .iter()
            .map(|article| article.headline.as_str())
            .collect();
        assert_eq!(headlines, ["A", "C"]);
        let problems: Vec<_> = found
            .problems
            .iter()
            .map(|problem| problem.sentence("x"))
            .collect();
        insta::assert_snapshot!(problems.join("\n"), @r"
        x:3: not valid JSON: expected value at column 11
        x:5: not valid JSON: EOF while parsing a string at column 12
        ");
    }

    #[test]
    fn the_file_settles_the_order_of_its_dates() {
        let dates = |text: &str| -> Vec<String> {
            let found = read(&Json, text.as_bytes());
            let dates = found.articles.iter().filter_map(|one| one.date.as_ref());
            dates.map(ToString::to_string).collect()
        };
        let list = |language: &str, second: &str| {
            format!(
                r#"[{{"title": "A", "date": "03/04/2025"{language}}}, {{"title": "\ud83d", "date": "{second}"}}]"#
            )
        };
        for (language, second, expected) in [
            ("", "25/04/2025", ["2025-04-03", "2025-04-25"]),
            ("", "04/25/2025", ["2025-03-04", "2025-04-25"]),
            ("", "04/04/2025", ["2025-03/2025-04", "2025-04-04"]),
            (
                r#", "language": "de""#,
                "04/04/2025",
                ["2025-04-03", "2025-04-04"],
            ),
            (
                r#", "language": "en-US""#,
                "04/04/2025",
                ["2025-03-04", "2025-04-04"],
            ),
        ] {
            assert_eq!(dates(&list(language, second)), expected);
        }
    }

    #[test]
    fn an_element_over_the_limit_is_passed_over() {
        let context = Context {
            limits: super::super::Limits {
                record: 1000,
                ..super::super::Limits::default()
            },
            ..Context::default()
        };
        let long = "x".repeat(500_000);
        let text =
            format!("[{{\"title\": \"A\"}}, {{\"title\": \"{long}\"}}, {{\"title\": \"C\"}}]");
        let found = read_with(&Json, text.as_bytes(), &context);
        assert_eq!((found.articles.len(), found.problems.len()), (2, 1));
        assert_eq!(found.problems[0].kind, ProblemKind::Limit);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "[\\[\\]{}\",:a1\\\\ \n]{0,60}") {
            read(&Json, &bytes);
            read(&Json, text.as_bytes());
        }

        #[test]
        fn every_list_of_records_comes_back(titles in proptest::collection::vec("[a-z\"\\\\{}\\[\\]]{0,9}z", 1..9)) {
            let list: Vec<_> = titles.iter().map(|title| serde_json::json!({"headline": title, "body": "b", "date": "2025"})).collect();
            let text = serde_json::json!({"n": titles.len(), "articles": list}).to_string();
            let read: Vec<_> = articles(&Json, text.as_bytes()).into_iter().map(|one| one.headline).collect();
            prop_assert_eq!(read, titles);
        }
    }
}
