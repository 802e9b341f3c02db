//! WARC (ISO 28500): web crawls such as CC-NEWS. Pages of successful responses become articles, and the
//! texts of WET files; requests, metadata and pictures are passed over.
//!
//! The date of the crawl only bounds the date of an article: nothing is published after it was fetched, and
//! "2 hours ago" is counted from it.
//! Compression of the file is undone before it comes here.

mod records;

use super::decode::{decode, tidy};
use super::{Context, Flow, Found, Reader, Record, html, http, text, whole};
use crate::article::Article;
use crate::date::{DateSource, NewsDate};
use crate::error::{Problem, ProblemKind};
use records::{Cut, Records};
use std::io::Read;

/// The reader of WARC.
pub struct Warc;

impl Reader for Warc {
    fn name(&self) -> &'static str {
        "warc"
    }

    fn about(&self) -> &'static str {
        "WARC web crawls (CC-NEWS), and their texts (WET)"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["warc", "wet"]
    }

    fn recognises(&self, head: &[u8]) -> bool {
        head.trim_ascii_start().starts_with(b"WARC/")
    }

    fn split(
        &self,
        input: Box<dyn Read + '_>,
        context: &Context,
        hand_out: &mut dyn FnMut(Record) -> Flow,
    ) -> Result<(), Problem> {
        let mut records = Records::new(input, context.limits);
        let (mut any, mut number) = (false, 0);
        while let Some(cut) = records.next()? {
            any = true;
            if !cut.header.is_wanted() {
                continue;
            }
            number += 1;
            if hand_out(record(cut, number, context)) == Flow::Stop {
                return Ok(());
            }
        }
        if any { Ok(()) } else { Err(whole::empty()) }
    }
}

fn record(cut: Cut, number: u64, context: &Context) -> Record {
    let mut context = context.clone();
    let crawled = cut
        .header
        .get("WARC-Date")
        .and_then(|date| NewsDate::from_iso(date, DateSource::Given));
    context.dates.today = crawled
        .as_ref()
        .map(|date| date.first)
        .or(context.dates.today);
    context.dates.crawled = crawled;
    Record {
        number: Some(number),
        line: None,
        bytes: cut.bytes,
        read: Box::new(move || {
            let address = cut.header.get("WARC-Target-URI").unwrap_or_default();
            let address = address.trim_matches(['<', '>']);
            let mut found = match &cut.block {
                None => Found::of_problem(context.limits.exceeded("the record")),
                Some(block) if cut.header.get("WARC-Type") == Some("conversion") => {
                    converted(block, address, &context)
                }
                Some(block) => response(block, address, &context),
            };
            if cut.misjudged {
                let reason = "the record has another length than it says: read up to the next one";
                found
                    .problems
                    .push(Problem::new(ProblemKind::Malformed, reason));
            }
            if cut.broken_off {
                found.problems.extend(broken_off(&found));
            }
            for problem in &mut found.problems {
                problem.reason = format!("{address}: {}", problem.reason);
            }
            found
        }),
    }
}

/// What is said of a record inside which the file ends.
fn broken_off(found: &Found) -> Option<Problem> {
    let reason = match (found.articles.is_empty(), found.problems.is_empty()) {
        (false, _) => "the file ends inside the record: what is there of it is kept",
        (true, true) => "the file ends inside the record, before there is a text",
        (true, false) => return None,
    };
    Some(Problem::new(ProblemKind::Damaged, reason))
}

/// The text of a WET record, whose first line is the title of the page.
fn converted(block: &[u8], address: &str, context: &Context) -> Found {
    let article = decode(block, None).map(|text| {
        let text = tidy(&text);
        let (headline, body) = text::headline(&text);
        let date = NewsDate::from_path(address);
        Article {
            headline: headline.to_owned(),
            body: body.to_owned(),
            date: date.filter(|date| date.plausible(&context.dates).is_ok()),
            url: Some(address.to_owned()),
            ..Article::default()
        }
    });
    Found::checked(article, Vec::new(), None)
}

/// The page of a response; one that is no page, or was not found, gives nothing.
fn response(block: &[u8], address: &str, context: &Context) -> Found {
    let response = match http::parse(block, context.limits) {
        Ok(response) => response,
        Err(problem) => return Found::of_problem(problem),
    };
    if !response.is_page() {
        return Found::default();
    }
    if let (Some(problem), true) = (&response.damaged, response.body.is_empty()) {
        return Found::of_problem(problem.clone());
    }
    let mut found = match decode(&response.body, response.charset.as_deref()) {
        Ok(html) => page(&html, address, context),
        Err(problem) => Found::of_problem(problem),
    };
    found.problems.extend(response.damaged);
    found
}

/// Hands a page to the reader of web pages, with the address it was fetched from.
fn page(page: &str, address: &str, context: &Context) -> Found {
    html::article(page, Some(address), &context.dates).unwrap_or_else(Found::of_problem)
}

#[cfg(test)]
mod tests {
    use super::super::testing::read;
    use super::*;
    use proptest::prelude::*;

    fn record(kind: &str, block: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://x.example/2025/09/25/a\r\n\
             WARC-Date: 2025-09-26T10:00:00Z\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    }

    #[test]
    fn texts_are_articles_and_other_records_are_passed_over() {
        let not_found = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>No";
        let picture = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nPNG";
        let file = [
            record("warcinfo", "software: x"),
            record("conversion", "Rates rise\nOne.\n"),
            record("response", not_found),
            record("response", picture),
            "\r\n".to_owned(),
            record("conversion", "Two\n\nText."),
        ]
        .concat();
        let found = read(&Warc, file.as_bytes());
        assert_eq!(found.problems, []);
        let headlines: Vec<_> = found
            .articles
            .iter()
            .map(|one| one.headline.as_str())
            .collect();
        assert_eq!(headlines, ["Rates rise", "Two"]);
        let date = found.articles[0].date.as_ref().map(ToString::to_string);
        assert_eq!(date.as_deref(), Some("2025-09-25"));
    }

    #[test]
    fn a_relative_date_counts_from_the_crawl() {
        let text =
            "The harbour board met to hear what the new bridge will cost the town. ".repeat(4);
        let page = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><article><h1>Bridge</h1>\
             <p class=date>3 hours ago</p><p>{text}</p></article></body></html>"
        );
        let file = record("response", &page).replace("/2025/09/25/a", "/a");
        let article = read(&Warc, file.as_bytes()).articles.remove(0);
        let date = article.date.map(|date| (date.to_string(), date.raw));
        assert_eq!(date, Some(("2025-09-26".into(), "3 hours ago".into())));
    }

    #[test]
    fn a_record_that_is_cut_off_anywhere_costs_itself() {
        let [one, two, three] = ["One\n\nText.", "Two\n\nSome text.\n", "Three\n\nText."]
            .map(|text| record("conversion", text));
        for cut in 0..two.len() {
            let found = read(&Warc, [&one, &two[..cut], &three].concat().as_bytes());
            let headlines = found.articles.iter().map(|one| one.headline.as_str());
            let headlines: Vec<_> = headlines.collect();
            let (first, last) = (headlines.first(), headlines.last());
            assert_eq!((first, last), (Some(&"One"), Some(&"Three")), "at {cut}");
            assert_eq!(
                found.articles.last().map(|last| last.body.as_str()),
                Some("Text.")
            );
        }
    }

    #[test]
    fn a_file_that_breaks_off_is_reported_and_the_rest_kept() {
        let file = [
            record("conversion", "One\n\nText."),
            record("conversion", "Two\n\nText."),
        ]
        .concat();
        let found = read(&Warc, &file.as_bytes()[..file.len() - 7]);
        assert_eq!((found.articles.len(), found.problems.len()), (2, 1));
        assert_eq!(found.articles[1].body, "Te");
        assert_eq!(found.problems[0].kind, ProblemKind::Damaged);
        // Where nothing of the text is left, that is said.
        let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body>";
        let file = record("response", page);
        for length in [file.len() - 30, file.len() - 8] {
            let found = read(&Warc, &file.as_bytes()[..length]);
            assert_eq!(
                (found.articles.len(), found.problems.len()),
                (0, 1),
                "{length}"
            );
        }
    }

    #[test]
    fn a_wrong_length_costs_no_other_record() {
        let (one, two) = (
            record("conversion", "One\n\nText of it."),
            record("conversion", "Two\n\nText."),
        );
        for wrong in ["3", "60", "9999", "x", ""] {
            let one = one.replace("Content-Length: 16", &format!("Content-Length: {wrong}"));
            let found = read(&Warc, format!("{one}{two}{two}").as_bytes());
            let texts: Vec<_> = found
                .articles
                .iter()
                .map(|one| (one.headline.as_str(), one.body.as_str()))
                .collect();
            assert_eq!(
                texts,
                [("One", "Text of it."), ("Two", "Text."), ("Two", "Text.")],
                "{wrong}"
            );
            assert_eq!(found.problems.len(), 1, "{wrong}: {:?}", found.problems);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), block in "(HTTP/1.1 200 OK|\r\n|Content-Type: text/html|Transfer-Encoding: chunked|[0-9a-f]|\\PC){0,30}") {
            read(&Warc, &bytes);
            read(&Warc, record("response", &block).as_bytes());
        }
    }
}
