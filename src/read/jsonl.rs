//! JSON Lines: one article a line. Blank lines are passed over; a line that is not JSON is reported with
//! its number and the rest goes on. Dates are understood as the first lines show, where they do.

use super::decode::{Utf8Reader, damaged, undecodable_record};
use super::lines::{Line, Lines};
use super::sample::{Sample, json_dates, settled};
use super::surrogates::{mended, without_odd_numbers};
use super::{Context, Flow, Found, Reader, Record, gather, unreadable, whole};
use crate::error::{Problem, ProblemKind};
use serde_json::Value;
use std::io::Read;

/// The reader of JSON Lines.
pub struct JsonLines;

impl Reader for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn about(&self) -> &'static str {
        "JSON Lines: one article a line, with the usual names of fields"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson", "jl"]
    }

    fn recognises(&self, head: &[u8]) -> bool {
        let head = head.trim_ascii();
        is_lines(head) || opens(head) && memchr::memchr(b'\n', head).is_none()
    }

    fn split(
        &self,
        input: Box<dyn Read + '_>,
        context: &Context,
        hand_out: &mut dyn FnMut(Record) -> Flow,
    ) -> Result<(), Problem> {
        let mut lines = Lines::new(Utf8Reader::new(input)?, context.limits.record);
        let (mut context, mut sample, mut failure) = (context.clone(), Sample::default(), None);
        while !sample.is_full() && failure.is_none() {
            match Cut::next(&mut lines) {
                Ok(Some(cut)) => {
                    let bytes = cut.text.len();
                    sample.hold(cut, bytes);
                }
                Ok(None) => break,
                Err(problem) => failure = Some(problem),
            }
        }
        if sample.records().is_empty() {
            return Err(failure.unwrap_or_else(whole::empty));
        }
        let texts = sample.records().iter().map(|cut| cut.text.as_slice());
        context.dates = settled(&json_dates(texts, &context.map), &context);
        let (mut sample, mut number) = (sample.take().into_iter(), 0);
        loop {
            let cut = match sample.next() {
                Some(cut) => Some(cut),
                None if failure.is_some() => None,
                None => Cut::next(&mut lines)?,
            };
            let Some(cut) = cut else {
                return failure.map_or(Ok(()), Err);
            };
            number += 1;
            if hand_out(cut.record(number, &context)) == Flow::Stop {
                return Ok(());
            }
        }
    }
}

/// A line that is not blank.
struct Cut {
    text: Vec<u8>,
    kept: Line,
    at: u64,
    bytes: u64,
}

impl Cut {
    fn next<R: Read>(lines: &mut Lines<R>) -> Result<Option<Self>, Problem> {
        let mut text = Vec::new();
        while let Some(kept) = lines.next(&mut text).map_err(|error| unreadable(&error))? {
            if kept == Line::TooLong || !text.iter().copied().all(is_blank) {
                return Ok(Some(Self {
                    text,
                    kept,
                    at: lines.number,
                    bytes: lines.bytes,
                }));
            }
        }
        Ok(None)
    }

    fn record(self, number: u64, context: &Context) -> Record {
        let context = context.clone();
        Record {
            number: Some(number),
            line: Some(self.at),
            bytes: self.bytes,
            read: Box::new(move || match self.kept {
                Line::Whole => article(&self.text, self.at, &context),
                Line::TooLong => Found::of_problem(context.limits.exceeded("the line").at(self.at)),
            }),
        }
    }
}

/// A blank, or a zero of a write that failed.
fn is_blank(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == 0
}

/// Whether a line begins an object.
fn opens(line: &[u8]) -> bool {
    let line = line.strip_prefix(b"\x1e").unwrap_or(line);
    let inner = line.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    inner.is_some_and(|inner| inner.is_empty() || matches!(inner[0], b'"' | b'}'))
}

/// Whether a head is of several objects, line by line: the first stands whole on its line, or another
/// line begins one.
pub(super) fn is_lines(head: &[u8]) -> bool {
    let mut lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let mut lines = lines.by_ref().filter(|line| !line.is_empty());
    match (lines.next(), lines.next()) {
        // A list that goes on is one value over several lines.
        (Some(first), Some(_)) if first.ends_with(b"[") || first.ends_with(b",") => false,
        (Some(first), Some(second)) => opens(first) && (opens(second) || first.ends_with(b"}")),
        _ => false,
    }
}

/// Reads one line.
fn article(line: &[u8], at: u64, context: &Context) -> Found {
    if damaged(line) {
        return Found::of_problem(undecodable_record().at(at));
    }
    // Files that were joined have a mark of their encoding before each.
    let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
    match parse(line) {
        Ok(Value::Object(record)) => gather::found(record, Some(at), context),
        Ok(_) => Found::of_problem(
            Problem::new(ProblemKind::Malformed, "not an object, so not an article").at(at),
        ),
        Err(error) => Found::of_problem(not_json(&error).at(at)),
    }
}

/// A record as JSON; halves of characters, and numbers that none can be, are no reason to lose it.
pub(super) fn parse(record: &[u8]) -> Result<Value, serde_json::Error> {
    serde_json::from_slice(record).or_else(|error| {
        // Zeros of a write that failed, and the sign before each text of RFC 7464.
        if memchr::memchr2(0, 0x1e, record).is_some() {
            let kept = record.iter().filter(|byte| !matches!(byte, 0 | 0x1e));
            return parse(&kept.copied().collect::<Vec<_>>());
        }
        let whole = mended(record);
        let numbers = without_odd_numbers(whole.as_deref().unwrap_or(record));
        match numbers.or(whole) {
            Some(mended) => serde_json::from_slice(&mended),
            None => Err(error),
        }
    })
}

/// Why a text is not JSON, with the column alone: the line is the record's.
pub(super) fn not_json(error: &serde_json::Error) -> Problem {
    let why = error.to_string();
    let why = why.split(" at line ").next().unwrap_or_default();
    let kind = if why.contains("recursion limit") {
        ProblemKind::Limit
    } else {
        ProblemKind::Malformed
    };
    Problem::new(
        kind,
        format!("not valid JSON: {why} at column {}", error.column()),
    )
}

#[cfg(test)]
mod tests {
    use super::super::testing::{articles, read};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn broken_lines_do_not_stop_the_rest() {
        let text = concat!(
            r#"{"title": "One", "text": "Body one.", "published": "2025-09-25T14:03:00+02:00", "orgs": ["IMF", {"name": "OPEC"}]}"#,
            "\n\n",
            r#"{"title": "Two", "text": "Bo"#,
            "\n[1]\n",
            r#"{"foo": 1}"#,
            "\n",
            r#"{"title": "Three", "date": "9999-99-99"}"#,
        );
        let found = read(&JsonLines, text.as_bytes());
        let headlines: Vec<_> = found
            .articles
            .iter()
            .map(|article| article.headline.as_str())
            .collect();
        assert_eq!(headlines, ["One", "Three"]);
        assert_eq!(found.articles[0].organisations.len(), 2);
        let problems: Vec<_> = found
            .problems
            .iter()
            .map(|problem| problem.sentence("x"))
            .collect();
        insta::assert_snapshot!(problems.join("\n"), @r"
        x:3: not valid JSON: EOF while parsing a string at column 28
        x:4: not an object, so not an article
        x:5: has neither a headline nor a body
        x:6: the date `9999-99-99` is a day that the calendar does not have
        ");
    }

    #[test]
    fn the_day_in_the_address_corrects_utc() {
        let line = r#"{"title": "A", "published": "1999-12-31T23:59:59Z", "url": "https://x.example/2000/01/01/a"}"#;
        let date = articles(&JsonLines, line.as_bytes()).remove(0).date;
        assert_eq!(
            date.map(|date| date.to_string()).as_deref(),
            Some("2000-01-01")
        );
    }

    #[test]
    fn known_shapes_are_understood() {
        for (line, headline, body, date, organisations) in [
            (
                r#"{"headline": {"main": "A"}, "lead_paragraph": "Lead.", "abstract": "Lead.", "pub_date": "2025-09-25T00:03:00+0000", "keywords": [{"name": "organizations", "value": "IMF"}, {"name": "persons", "value": "X"}]}"#,
                "A",
                "Lead.",
                "2025-09-25T00:03:00Z",
                "IMF",
            ),
            (
                r#"{"webTitle": "A", "fields": {"headline": "B", "bodyText": "Text."}, "webPublicationDate": "2025-09-25T00:03:00Z"}"#,
                "B",
                "Text.",
                "2025-09-25T00:03:00Z",
                "",
            ),
            (
                r#"{"_id": "x", "_source": {"title": "A", "text": "B", "date": "2025"}}"#,
                "A",
                "B",
                "2025",
                "",
            ),
            (
                r#"{"title": "A", "published_date": 1758805380000, "contents": [{"type": "kicker", "content": "K"}, {"type": "sanitized_html", "subtype": "paragraph", "content": "One <b>two</b>."}, {"type": "sanitized_html", "content": "Three."}]}"#,
                "A",
                "One two.\n\nThree.",
                "2025-09-25T13:03:00Z",
                "",
            ),
            (
                r#"{"title": "A", "content": "Short… [+123 chars]", "publishedAt": "2025-09-25"}"#,
                "A",
                "Short…",
                "2025-09-25",
                "",
            ),
            (
                r#"{"headlines": [{"role": "main", "value": "A"}], "bodies": [{"contentType": "text/html", "value": "<p>H</p>"}, {"contentType": "text/plain", "value": "P"}], "versionCreated": "2025-09-25T14:03:00Z", "organisations": [{"name": "IMF"}]}"#,
                "A",
                "P",
                "2025-09-25T14:03:00Z",
                "IMF",
            ),
            (
                r#"{"title": "A", "text": "B", "entities": {"organizations": [{"name": "IMF"}]}, "url": "https://x.example/2025/09/25/a"}"#,
                "A",
                "B",
                "2025-09-25",
                "IMF",
            ),
        ] {
            let articles = articles(&JsonLines, line.as_bytes());
            let article = &articles[0];
            let names: Vec<_> = article
                .organisations
                .iter()
                .map(|one| one.name.as_str())
                .collect();
            assert_eq!(
                (
                    article.headline.as_str(),
                    article.body.as_str(),
                    names.join(",").as_str()
                ),
                (headline, body, organisations)
            );
            assert_eq!(
                article.date.as_ref().map(ToString::to_string).as_deref(),
                Some(date)
            );
        }
    }

    #[test]
    fn a_map_goes_before_known_names() {
        let context = Context {
            map: std::sync::Arc::new(super::super::FieldMap {
                pairs: vec![
                    ("headline".into(), "TITEL".into()),
                    ("body".into(), "inhalt.text".into()),
                ],
            }),
            ..Context::default()
        };
        let line = br#"{"title": "no", "TITEL": "yes", "inhalt": {"text": "Body."}}"#;
        let found = super::super::testing::read_with(&JsonLines, line, &context);
        assert_eq!(
            (
                found.articles[0].headline.as_str(),
                found.articles[0].body.as_str()
            ),
            ("yes", "Body.")
        );
    }

    #[test]
    fn the_first_lines_settle_the_order_of_dates() {
        let text = "{\"title\": \"A\", \"date\": \"03/04/2025\"}\n{\"title\": \"B\", \"date\": \"25/04/2025 14:03\"}\n";
        let dates = articles(&JsonLines, text.as_bytes())
            .into_iter()
            .map(|one| one.date.map(|date| date.to_string()));
        let expected = ["2025-04-03", "2025-04-25T14:03"].map(|date| Some(date.to_owned()));
        assert_eq!(dates.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn midnights_are_times_only_where_they_are_few() {
        let line = |created: &str, time: &str| {
            format!(
                r#"{{"title": "A", "created_at": "{created}", "published": "2025-04-03T{time}"}}"#
            )
        };
        let (midnight, noon) = ("00:00:00Z", "12:10:00+02:00");
        for (times, first) in [
            (vec![midnight], "2025-04-03"),
            (vec![midnight, midnight, noon], "2025-04-03"),
            (vec![midnight, noon], "2025-04-03T00:00:00Z"),
        ] {
            // The field that is not asked for does not count.
            let lines: Vec<_> = times
                .iter()
                .map(|time| line("2025-04-03T14:03:00Z", time))
                .collect();
            let first_of = articles(&JsonLines, lines.join("\n").as_bytes()).remove(0);
            let date = first_of.date.map(|date| date.to_string());
            assert_eq!(date.as_deref(), Some(first), "{times:?}");
        }
    }

    #[test]
    fn relative_dates_count_from_the_crawl_alone() {
        let line = r#"{"title": "A", "text": "B", "published": "2 hours ago", "crawled": "2025-04-03T01:10:00Z"}"#;
        let article = articles(&JsonLines, line.as_bytes()).remove(0);
        let date = article.date.map(|date| date.to_string());
        assert_eq!(date.as_deref(), Some("2025-04-02"));
        let line = line.replace("crawled", "uncrawled");
        assert_eq!(read(&JsonLines, line.as_bytes()).articles[0].date, None);
    }

    #[test]
    fn too_long_a_line_is_reported_and_passed_over() {
        let context = Context {
            limits: super::super::Limits {
                record: 1000,
                ..super::super::Limits::default()
            },
            ..Context::default()
        };
        let text = format!(
            "{{\"title\": \"{}\"}}\n{{\"title\": \"ok\"}}\n",
            "x".repeat(300_000)
        );
        let found = super::super::testing::read_with(&JsonLines, text.as_bytes(), &context);
        assert_eq!(found.problems[0].kind, ProblemKind::Limit);
        assert_eq!(found.articles.len(), 1);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), key in "[a-z_]{1,12}", value in "[\\[\\]{}\",:a1null ]{0,30}") {
            read(&JsonLines, &bytes);
            read(&JsonLines, format!("{{\"title\": {value}, \"{key}\": [{value}]}}\n{value}").as_bytes());
        }
    }
}
