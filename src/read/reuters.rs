//! Reuters-21578, distribution 1.0: newswire of 1987 in SGML (Lewis 1997, the collection's README).
//!
//! It looks like XML and is not. A record has a headline and a body, or is a `BRIEF` (headline alone), or
//! `UNPROC` (text that could not be taken apart, without a headline). The field `COMPANIES` is always
//! empty; `ORGS` holds codes such as `opec`, which stay as they are. The dateline is an element of its
//! own and not part of the body.

use super::blocks::{Tags, element, element_at, element_or_rest, hand_out_blocks};
use super::decode::{DAMAGE, Utf8Reader, tidy};
use super::markup::unescape;
use super::{Context, Flow, Found, Reader, Record, gather};
use crate::article::Article;
use crate::error::{Problem, ProblemKind};
use std::io::Read;

const TAGS: Tags = Tags {
    start: "<REUTERS",
    end: "</REUTERS>",
};

/// A line that is indented by so many spaces begins a paragraph.
const INDENT: &str = "    ";

/// The reader of Reuters-21578.
pub struct Reuters;

impl Reader for Reuters {
    fn name(&self) -> &'static str {
        "reuters"
    }

    fn about(&self) -> &'static str {
        "Reuters-21578 SGML: many records in a file"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn recognises(&self, head: &[u8]) -> bool {
        let head = head.trim_ascii_start();
        head.starts_with(b"<!DOCTYPE lewis") || head.starts_with(b"<REUTERS ")
    }

    fn split(
        &self,
        input: Box<dyn Read + '_>,
        context: &Context,
        hand_out: &mut dyn FnMut(Record) -> Flow,
    ) -> Result<(), Problem> {
        hand_out_blocks(Utf8Reader::new(input)?, &TAGS, context, hand_out, article)
    }
}

/// Reads one record.
fn article(record: &str, line: u64, context: &Context) -> Found {
    let mut problems = Vec::new();
    let closed = element_at(record, "TEXT").map(|(attributes, text, _)| (attributes, text));
    let opened = || Some(("", element_or_rest(record, "TEXT")?));
    let Some((attributes, text)) = closed.or_else(opened) else {
        let problem = Problem::new(ProblemKind::Malformed, "the record has no `TEXT`");
        return Found::of_problem(problem.at(line));
    };
    let whole = attributes.contains("\"UNPROC\"").then_some(text);
    let body = whole.or_else(|| element_or_rest(text, "BODY"));
    let date = element(record, "DATE").map(|date| unescape(date).into_owned());
    let date = gather::read_date(date, context, &mut problems);
    let orgs = element(record, "ORGS").unwrap_or_default();
    let codes = orgs.split("<D>").skip(1);
    let codes = codes.filter_map(|code| Some(code.split_once("</D>")?.0.to_owned()));
    let headline = element(text, "TITLE").map(resolved);
    // Not checked for emptiness: one record of the collection is empty, and it is counted as one.
    let article = Article {
        id: attribute(record, "NEWID").map(str::to_owned),
        headline: headline.map(|title| one_line(&title)).unwrap_or_default(),
        body: body.map(paragraphs).unwrap_or_default(),
        organisations: gather::given(codes),
        date,
        publication: Some("Reuters".to_owned()),
        ..Article::default()
    };
    for problem in &mut problems {
        problem.line = Some(line);
    }
    Found {
        articles: vec![article],
        problems,
        ..Found::default()
    }
}

/// The text of an element: references resolved, control characters gone, and with them the bytes that
/// fit no encoding, because the collection is ASCII and they are noise of the wire.
fn resolved(text: &str) -> String {
    tidy(&unescape(text).replace(DAMAGE, ""))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The value of an attribute of the record's own tag.
fn attribute<'a>(record: &'a str, name: &str) -> Option<&'a str> {
    let (tag, _) = record.split_once('>')?;
    let (_, value) = tag.split_once(&format!("{name}=\""))?;
    Some(value.split_once('"')?.0)
}

/// The paragraphs of a body: an indented line begins one, its lines are joined. The agency's sign-off
/// (`Reuter`, alone on the last line) is a paragraph of its own.
fn paragraphs(body: &str) -> String {
    let body = resolved(body);
    let mut text = String::with_capacity(body.len());
    for line in body.lines().filter(|line| !line.is_empty()) {
        let begins = line.starts_with(INDENT) || line.trim().eq_ignore_ascii_case("reuter");
        let mut apart = if begins { "\n\n" } else { " " };
        for word in line.split_whitespace() {
            if !text.is_empty() {
                text.push_str(apart);
            }
            text.push_str(word);
            apart = " ";
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::testing::{articles, read};
    use super::*;
    use proptest::prelude::*;

    const RECORD: &str = concat!(
        "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS TOPICS=\"YES\" OLDID=\"5\" NEWID=\"7\">\n",
        "<DATE> 2-MAR-1987 15:01:01.79</DATE>\n<ORGS><D>opec</D><D>imf</D></ORGS>\n<TEXT>&#2;\n",
        "<TITLE>CRUDE &lt;OIL>\n  UP</TITLE>\n<DATELINE>    VIENNA, March 2 - </DATELINE><BODY>First line\n",
        "goes on.\n    Second &lt;OIL.N> one.\n Reuter\n&#3;</BODY></TEXT>\n</REUTERS>\n",
    );

    #[test]
    fn a_record_becomes_an_article() {
        let articles = articles(&Reuters, RECORD.as_bytes());
        let printed = serde_json::to_string_pretty(&articles).expect("serialises");
        insta::assert_snapshot!(printed, @r#"
        [
          {
            "id": "7",
            "headline": "CRUDE <OIL> UP",
            "body": "First line goes on.\n\nSecond <OIL.N> one.\n\nReuter",
            "organisations": [
              {
                "name": "opec",
                "forms": [
                  "opec"
                ],
                "origin": "given"
              },
              {
                "name": "imf",
                "forms": [
                  "imf"
                ],
                "origin": "given"
              }
            ],
            "date": "1987-03-02T15:01:01.79",
            "date_source": "given",
            "date_raw": "2-MAR-1987 15:01:01.79",
            "tz_assumed": "UTC",
            "publication": "Reuters",
            "cut": []
          }
        ]
        "#);
    }

    #[test]
    fn unclosed_and_dateless_records_do_not_take_others_along() {
        let unclosed = RECORD.replace("</REUTERS>", "");
        let broken = RECORD.replace("15:01:01.79", "605:12:19.12");
        let unprocessed = RECORD
            .replace("<TEXT>", "<TEXT TYPE=\"UNPROC\">")
            .replace("<TITLE>", "<T>");
        let text = [unclosed.as_str(), &broken, &unprocessed, &unclosed].concat();
        let found = read(&Reuters, text.as_bytes());
        assert_eq!(found.articles.len(), 4);
        let day = found.articles[1].date.as_ref().map(ToString::to_string);
        assert_eq!(day.as_deref(), Some("1987-03-02"));
        assert_eq!(found.articles[2].headline, "");
        let kinds: Vec<_> = found
            .problems
            .iter()
            .map(|problem| (problem.kind, problem.line))
            .collect();
        assert_eq!(
            kinds,
            [
                (ProblemKind::Damaged, Some(2)),
                (ProblemKind::Date, Some(15)),
                (ProblemKind::Damaged, Some(41)),
            ]
        );
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), parts in proptest::collection::vec(0_usize..9, 0..20)) {
            read(&Reuters, &bytes);
            let tags = ["<REUTERS ", "</REUTERS>", "<TEXT", ">", "</TEXT>", "<BODY>", "</BODY>", "é\n    ", "NEWID=\""];
            let text: String = parts.into_iter().map(|part| tags[part]).collect();
            read(&Reuters, text.as_bytes());
        }
    }
}
