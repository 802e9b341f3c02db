//! How fast readers are, in bytes a second: cutting a file into records and reading all of them, on one core.
//!
//! The data is generated: many articles of a few paragraphs in the form of each format. `cargo bench read`
//! prints MB/s; a bare JSON parser stands beside the readers for comparison.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use morgue::read::{Context, Flow, Reader, by_name};
use std::fmt::Write;
use std::hint::black_box;

/// How many articles a generated file holds.
const ARTICLES: usize = 200;

const SENTENCE: &str =
    "The harbour council of Marlhaven agreed on Tuesday to pay 1.2 million for the new quay. ";

/// One article: its number, and its paragraphs.
fn paragraphs(number: usize) -> Vec<String> {
    (0..6)
        .map(|at| {
            format!(
                "Paragraph {at} of story {number}. {}",
                SENTENCE.repeat(3 + (number + at) % 4)
            )
        })
        .collect()
}

/// One file of articles, each in the form that `form` gives to its number and paragraphs.
fn file(head: &str, form: impl Fn(usize, &[String]) -> String, tail: &str) -> String {
    let mut text = head.to_owned();
    for number in 0..ARTICLES {
        text += &form(number, &paragraphs(number));
    }
    text + tail
}

fn json_lines() -> String {
    let line = |number: usize, body: &[String]| {
        let article = serde_json::json!({
            "headline": format!("Quay number {number} to be built"),
            "body": body.join("\n\n"),
            "date": "2025-09-25",
            "publication": "Harbour Gazette",
        });
        format!("{article}\n")
    };
    file("", line, "")
}

fn reuters() -> String {
    let story = |number: usize, body: &[String]| {
        format!(
            "<REUTERS TOPICS=\"YES\" NEWID=\"{number}\">\n<DATE>26-FEB-1987 15:01:01.79</DATE>\n\
             <TEXT>&#2;\n<TITLE>QUAY {number} TO BE BUILT</TITLE>\n<DATELINE>MARLHAVEN, Feb 26 - </DATELINE>\
             <BODY>{}\n Reuter\n&#3;</BODY></TEXT>\n</REUTERS>\n",
            body.join("\n    ")
        )
    };
    file("<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n", story, "")
}

/// The paragraphs as elements.
fn elements(body: &[String]) -> String {
    body.iter().fold(String::new(), |mut text, paragraph| {
        let _ = write!(text, "<p>{paragraph}</p>");
        text
    })
}

fn page(number: usize, body: &[String]) -> String {
    let menu = "<li><a href='/x'>Section</a></li>".repeat(30);
    format!(
        "<!DOCTYPE html><html><head><title>Quay {number} - Harbour Gazette</title>\
         <meta property='article:published_time' content='2025-09-25T10:00:00Z'></head>\
         <body><nav><ul>{menu}</ul></nav><article><h1>Quay {number} to be built</h1>{}</article>\
         <footer><ul>{menu}</ul></footer></body></html>",
        elements(body)
    )
}

fn nitf(number: usize, body: &[String]) -> String {
    format!(
        "<?xml version='1.0'?><nitf><head><docdata><date.issue norm='20250925T100000Z'/></docdata></head>\
         <body><body.head><hedline><hl1>Quay {number}</hl1></hedline></body.head>\
         <body.content>{}</body.content></body></nitf>",
        elements(body)
    )
}

fn warc() -> String {
    let record = |number: usize, body: &[String]| {
        let block = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{}",
            page(number, body)
        );
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://gazette.example/{number}\r\n\
             WARC-Date: 2025-09-26T10:00:00Z\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    };
    file("", record, "")
}

/// Reads a file to its end; how many articles it has.
fn read(reader: &dyn Reader, text: &str) -> usize {
    let mut articles = 0;
    let result = reader.split(
        Box::new(text.as_bytes()),
        &Context::default(),
        &mut |record| {
            articles += black_box((record.read)()).articles.len();
            Flow::Continue
        },
    );
    result.expect("generated files are whole");
    articles
}

fn readers(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read");
    group.sample_size(10);
    for (name, text, articles) in [
        ("jsonl", json_lines(), ARTICLES),
        ("reuters", reuters(), ARTICLES),
        ("html", page(1, &paragraphs(1)), 1),
        ("nitf", nitf(1, &paragraphs(1)), 1),
        ("warc", warc(), ARTICLES),
    ] {
        let reader = by_name(name).expect("a format of the table");
        assert_eq!(read(reader, &text), articles, "{name} is read whole");
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(name), &text, |bench, text| {
            bench.iter(|| read(reader, text));
        });
    }
    let text = json_lines();
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_with_input("bare JSON parser", &text, |bench, text| {
        bench.iter(|| {
            for line in text.lines() {
                black_box(serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
            }
        });
    });
    group.finish();
}

// Plots want fonts, which a server has not.
criterion_group! {
    name = benches;
    config = Criterion::default().without_plots();
    targets = readers
}
criterion_main!(benches);
