//! How fast readers are, in bytes a second: cutting a file into records and reading all of them, on one core.
//!
//! The data is generated: many articles of a few paragraphs in the form of each format. `cargo bench --bench read`
//! prints MiB/s of processor time, so that other work on the machine does not count; beside each reader
//! stands the bare parser of its syntax, which makes no articles.

use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use morgue::read::{Context, Flow, Reader, by_name};
use std::fmt::Write;
use std::hint::black_box;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

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

/// A bare parser: its name, a text for it, and what it does.
type Bare = (&'static str, String, fn(&str));

fn bare() -> [Bare; 5] {
    [
        ("jsonl, bare: serde_json", json_lines(), |text| {
            for line in text.lines() {
                black_box(serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
            }
        }),
        ("reuters, bare: records cut out", reuters(), |text| {
            black_box(cut(by_name("reuters").expect("a format"), text));
        }),
        ("html, bare: dom_query", page(1, &paragraphs(1)), |text| {
            black_box(dom_query::Document::from(text));
        }),
        ("nitf, bare: quick-xml", nitf(1, &paragraphs(1)), |text| {
            let mut reader = quick_xml::Reader::from_str(text);
            while black_box(reader.read_event().expect("XML")) != quick_xml::events::Event::Eof {}
        }),
        ("warc, bare: records cut out", warc(), |text| {
            black_box(cut(by_name("warc").expect("a format"), text));
        }),
    ]
}

/// Cuts a file into its records and reads none of them; how many there are.
fn cut(reader: &dyn Reader, text: &str) -> usize {
    let mut records = 0;
    let input = Box::new(text.as_bytes());
    let result = reader.split(input, &Context::default(), &mut |record| {
        black_box(record);
        records += 1;
        Flow::Continue
    });
    result.expect("generated files are whole");
    records
}

/// The time that a thread is given by the processor; elsewhere than on Linux the time that goes by.
struct ProcessorTime;

static WALL: WallTime = WallTime;

impl ProcessorTime {
    fn now() -> Duration {
        static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
        let spent = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
        let spent = spent.and_then(|text| text.split(' ').next()?.parse().ok());
        spent.map_or_else(|| BEGUN.elapsed(), Duration::from_nanos)
    }
}

impl Measurement for ProcessorTime {
    type Intermediate = Duration;
    type Value = Duration;

    fn start(&self) -> Duration {
        Self::now()
    }

    fn end(&self, begun: Duration) -> Duration {
        Self::now().saturating_sub(begun)
    }

    fn add(&self, one: &Duration, other: &Duration) -> Duration {
        *one + *other
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        value.as_nanos() as f64
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WALL.formatter()
    }
}

fn readers(criterion: &mut Criterion<ProcessorTime>) {
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
    for (name, text, parse) in bare() {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(name), &text, |bench, text| {
            bench.iter(|| parse(text));
        });
    }
    group.finish();
}

// Plots want fonts, which a server has not.
criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(ProcessorTime).without_plots();
    targets = readers
}
criterion_main!(benches);
