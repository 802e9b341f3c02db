//! WARC (ISO 28500): web crawls such as CC-NEWS. Pages of successful responses become articles, and the
//! texts of WET files; requests, metadata and pictures are passed over.
//!
//! The date of the crawl only bounds the date of an article: nothing is published after it was fetched.
//! Compression of the file is undone before it comes here.

use super::decode::{decode, tidy};
use super::{Context, Flow, Found, Reader, Record, html, http, text, unreadable, whole};
use crate::article::Article;
use crate::date::{DateSource, NewsDate};
use crate::error::{Problem, ProblemKind};
use std::io::{BufRead, BufReader, Read};

/// Header lines of one record are no longer than this altogether (in bytes).
const LONGEST_HEADER: u64 = 64 * 1024;

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
        let mut input = BufReader::with_capacity(256 * 1024, input);
        let (mut records, mut number) = (0_u64, 0);
        while let Some(header) = header(&mut input)? {
            records += 1;
            let length = header.length()?;
            let wanted = header.is_wanted();
            let fits = length <= context.limits.record as u64;
            let block = if wanted && fits {
                block(&mut input, length)?
            } else {
                skip(&mut input, length)?;
                Vec::new()
            };
            if !wanted {
                continue;
            }
            number += 1;
            if hand_out(record(header, block, fits, number, length, context)) == Flow::Stop {
                return Ok(());
            }
        }
        if records == 0 {
            Err(whole::empty())
        } else {
            Ok(())
        }
    }
}

/// The named fields of a record.
#[derive(Debug, Default)]
struct Header {
    fields: Vec<(String, String)>,
}

impl Header {
    fn get(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        let found = fields.find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    fn length(&self) -> Result<u64, Problem> {
        let length = self
            .get("Content-Length")
            .and_then(|length| length.parse().ok());
        length.ok_or_else(|| {
            Problem::new(
                ProblemKind::Malformed,
                "a record does not say how long it is",
            )
        })
    }

    /// Whether the record may hold a page or its text.
    fn is_wanted(&self) -> bool {
        let kind = self.get("WARC-Type").unwrap_or_default();
        let payload = self
            .get("WARC-Identified-Payload-Type")
            .unwrap_or("text/html");
        match kind {
            "response" => payload.contains("html") || payload.contains("plain"),
            "conversion" => true,
            _ => false,
        }
    }
}

/// The header of the next record; blank lines before it are passed over, some writers leave too many.
fn header(input: &mut impl BufRead) -> Result<Option<Header>, Problem> {
    let mut header = Header::default();
    let mut begun = false;
    let mut left = LONGEST_HEADER;
    loop {
        let mut line = Vec::new();
        let read = input.by_ref().take(left).read_until(b'\n', &mut line);
        let read = read.map_err(|error| unreadable(&error))? as u64;
        left -= read;
        if read == 0 {
            let reason = if left == 0 {
                "a record has an endless header"
            } else {
                "the file ends inside a header"
            };
            return if begun || left == 0 {
                Err(Problem::new(ProblemKind::Malformed, reason))
            } else {
                Ok(None)
            };
        }
        let line = String::from_utf8_lossy(line.trim_ascii());
        match (begun, line.is_empty()) {
            (false, true) => {}
            (false, false) if line.starts_with("WARC/") => begun = true,
            (false, false) => {
                let reason = "a record does not begin with `WARC/`: what follows cannot be read";
                return Err(Problem::new(ProblemKind::Malformed, reason));
            }
            (true, true) => return Ok(Some(header)),
            (true, false) => {
                if let Some((name, value)) = line.split_once(':') {
                    header
                        .fields
                        .push((name.trim().to_owned(), value.trim().to_owned()));
                }
            }
        }
    }
}

/// The block of a record.
fn block(input: &mut impl Read, length: u64) -> Result<Vec<u8>, Problem> {
    let mut block = Vec::new();
    let read = input.take(length).read_to_end(&mut block);
    read.map_err(|error| unreadable(&error))?;
    if (block.len() as u64) < length {
        return Err(broken_off());
    }
    Ok(block)
}

fn broken_off() -> Problem {
    Problem::new(ProblemKind::Unreadable, "the file ends inside a record")
}

fn skip(input: &mut impl Read, length: u64) -> Result<(), Problem> {
    let skipped = std::io::copy(&mut input.by_ref().take(length), &mut std::io::sink());
    let skipped = skipped.map_err(|error| unreadable(&error))?;
    if skipped < length {
        return Err(broken_off());
    }
    Ok(())
}

fn record(
    header: Header,
    block: Vec<u8>,
    fits: bool,
    number: u64,
    length: u64,
    context: &Context,
) -> Record {
    let mut context = context.clone();
    let crawled = header
        .get("WARC-Date")
        .and_then(|date| NewsDate::from_iso(date, DateSource::Given));
    context.dates.today = crawled.map(|date| date.first).or(context.dates.today);
    Record {
        number: Some(number),
        line: None,
        bytes: length,
        read: Box::new(move || {
            let address = header.get("WARC-Target-URI").unwrap_or_default();
            let address = address.trim_matches(['<', '>']);
            let mut found = if !fits {
                Found::of_problem(context.limits.exceeded("the record"))
            } else if header.get("WARC-Type") == Some("conversion") {
                converted(&block, address, &context)
            } else {
                response(&block, address, &context)
            };
            for problem in &mut found.problems {
                problem.reason = format!("{address}: {}", problem.reason);
            }
            found
        }),
    }
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
    match decode(&response.body, response.charset.as_deref()) {
        Ok(html) => page(&html, address, context),
        Err(problem) => Found::of_problem(problem),
    }
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
    fn a_file_that_breaks_off_is_reported_and_the_rest_kept() {
        let file = [
            record("conversion", "One\n\nText."),
            record("conversion", "Two\n\nText."),
        ]
        .concat();
        let found = read(&Warc, &file.as_bytes()[..file.len() - 10]);
        assert_eq!((found.articles.len(), found.problems.len()), (1, 1));
        let found = read(&Warc, b"WARC/1.0\r\nContent-Length: x\r\n\r\n");
        assert_eq!(found.problems[0].kind, ProblemKind::Malformed);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), block in "(HTTP/1.1 200 OK|\r\n|Content-Type: text/html|Transfer-Encoding: chunked|[0-9a-f]|\\PC){0,30}") {
            read(&Warc, &bytes);
            read(&Warc, record("response", &block).as_bytes());
        }
    }
}
