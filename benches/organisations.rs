//! How fast organisations are recognised: bytes of text a second of processor time, by the recogniser alone
//! and where it counts, in an index made with and without it.
//!
//! ```sh
//! cargo bench --bench organisations
//! ```
//!
//! *Dense* are our annotated articles, which name an organisation every seventy bytes, five times as often as a
//! newswire does; *made up* is the corpus of `examples/corpus`, with a great many distinct words.

#[path = "../examples/corpus/article.rs"]
mod article;
#[path = "../examples/corpus/random.rs"]
mod random;
#[path = "../examples/corpus/words.rs"]
mod words;

use cpu_time::ProcessTime;
use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use morgue::cli::Exit;
use morgue::enrich::organisations::{Options, Recogniser};
use std::ffi::OsString;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

/// Processor time of all threads: what else the machine does falls out of it.
struct Processor;

impl Measurement for Processor {
    type Intermediate = ProcessTime;
    type Value = Duration;

    fn start(&self) -> ProcessTime {
        ProcessTime::now()
    }

    fn end(&self, begun: ProcessTime) -> Duration {
        begun.elapsed()
    }

    fn add(&self, one: &Duration, other: &Duration) -> Duration {
        *one + *other
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, time: &Duration) -> f64 {
        WallTime.to_f64(time)
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}

/// How many made-up articles there are.
const MADE_UP: u64 = 1_000;

/// Articles of our own, put together from the annotated columns.
fn dense() -> Vec<String> {
    let columns = [
        include_str!("../tests/data/organisations/news-train.tsv"),
        include_str!("../tests/data/organisations/wire-train.tsv"),
    ];
    let documents = columns.iter().flat_map(|all| all.split("-DOCSTART-"));
    let text = |document: &str| {
        let lines = document.lines().skip(1);
        let words = lines.map(|line| line.split('\t').next().unwrap_or_default());
        let words = words.map(|word| if word.is_empty() { "\n" } else { word });
        words.collect::<Vec<_>>().join(" ")
    };
    let texts = documents.map(text);
    texts.filter(|text| !text.trim().is_empty()).collect()
}

fn made_up() -> Vec<article::Article> {
    (0..MADE_UP).map(article::Article::new).collect()
}

fn of_texts(group: &mut BenchmarkGroup<Processor>, name: &str, texts: &[String]) {
    let recogniser = Recogniser::new(&Options::default()).expect("the embedded model is sound");
    let bytes: usize = texts.iter().map(String::len).sum();
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function(name, |bench| {
        bench.iter(|| {
            for text in texts {
                black_box(recogniser.recognise("", text, None));
            }
        });
    });
}

fn recognise(criterion: &mut Criterion<Processor>) {
    let mut group = criterion.benchmark_group("recognise");
    group.sample_size(10);
    of_texts(&mut group, "dense", &dense());
    let made_up: Vec<String> = made_up().into_iter().map(|article| article.body).collect();
    of_texts(&mut group, "made up", &made_up);
    let capitals = "ACME BANK OF TOLEDO SAID ".repeat(40_000);
    of_texts(&mut group, "a megabyte of capitals", &[capitals]);
    group.finish();
}

/// Lines of articles, again and again until there are so many bytes.
fn lines(bodies: &[String], bytes: usize) -> String {
    let mut lines = String::new();
    for body in bodies.iter().cycle() {
        lines += &serde_json::json!({"headline": "", "body": body}).to_string();
        lines.push('\n');
        if lines.len() > bytes {
            break;
        }
    }
    lines
}

/// Makes an index in a directory, by one thread.
fn index(lines: &Path, more: &[&str]) {
    let place = lines.with_extension("index");
    let _ = std::fs::remove_dir_all(&place);
    let words = ["morgue", "index", "--quiet", "--threads", "1", "--index"];
    let words = words.into_iter().map(OsString::from);
    let places = [place.into_os_string(), lines.as_os_str().to_owned()];
    let more = more.iter().map(OsString::from);
    let exit = morgue::cli::run(words.chain(places).chain(more));
    assert!(exit == Exit::Found, "these articles are indexed");
}

fn indexing(criterion: &mut Criterion<Processor>) {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let mut group = criterion.benchmark_group("index");
    group.sample_size(10);
    let made_up: Vec<String> = made_up().into_iter().map(|article| article.body).collect();
    for (name, bodies) in [("dense", dense()), ("made up", made_up)] {
        let text = lines(&bodies, 4 << 20);
        let path = directory.path().join(format!("{name}.jsonl"));
        std::fs::write(&path, &text).expect("a temporary file can be written");
        group.throughput(Throughput::Bytes(text.len() as u64));
        for (kind, more) in [("without", &["--no-organisations"][..]), ("with", &[])] {
            group.bench_function(format!("{name}, {kind} organisations"), |bench| {
                bench.iter(|| index(&path, more));
            });
        }
    }
    group.finish();
}

// Plots want fonts, which a server has not.
criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(Processor).without_plots();
    targets = recognise, indexing
}
criterion_main!(benches);
