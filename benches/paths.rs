//! How fast the paths are that every article and every query takes: words, documents, the indexer, queries.
//!
//! `cargo bench --bench paths` prints bytes or queries a second on one core; `benches/compare.py` measures
//! the whole program beside others.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use jiff::civil::date;
use morgue::analysis::{Stemmer, count, sign, words};
use morgue::article::Article;
use morgue::cli::Exit;
use morgue::engine::{Embedded, Engine, Meaning, Order, Rank, Request, SnippetOptions};
use morgue::enrich::{boilerplate, language};
use morgue::query::{self, Query};
use morgue::schema::{Fields, Placement, document, tokenizers};
use std::ffi::OsString;
use std::fmt::Write;
use std::hint::black_box;
use std::path::Path;

/// How many articles there are.
const ARTICLES: usize = 500;

const NAMES: &[&str] = &["Marlhaven", "Ostrand", "Vellamo", "Karsby", "Pontarle"];

/// An article of its own words among common ones.
fn body(number: usize) -> String {
    let mut body = String::new();
    for at in 0..24 {
        let name = NAMES[(number + at) % NAMES.len()];
        let _ = write!(
            body,
            "The council of {name} agreed on Tuesday that ship{number} and quay{at} are to be sold for {at}.5 \
             million, and that the dues will be raised again. "
        );
        if at % 4 == 3 {
            body += "\n\n";
        }
    }
    body.trim_end().to_owned()
}

fn article(number: usize) -> Article {
    Article {
        headline: format!("Quay {number} to be sold"),
        body: body(number),
        ..Article::default()
    }
}

fn texts(criterion: &mut Criterion) {
    let articles: Vec<Article> = (0..ARTICLES).map(article).collect();
    let bytes: usize = articles.iter().map(|article| article.body.len()).sum();
    let mut group = criterion.benchmark_group("text");
    group.throughput(Throughput::Bytes(bytes as u64));
    let mut each = |name: &str, work: &mut dyn FnMut(&Article)| {
        group.bench_function(name, |bench| {
            bench.iter(|| articles.iter().for_each(&mut *work));
        });
    };
    each("words", &mut |article| {
        black_box(words(&article.body).count());
    });
    each("counting words", &mut |article| {
        black_box(count(&article.body));
    });
    each("signature and count", &mut |article| {
        black_box(sign(&article.body));
    });
    let mut analyser = tokenizers().get("news").expect("our tokenizer");
    each("terms", &mut |article| {
        let mut stream = analyser.token_stream(&article.body);
        while stream.advance() {
            black_box(stream.token());
        }
    });
    let stemmer = Stemmer::new("en").expect("English has a stemmer");
    each("words and stems", &mut |article| {
        let mut words = words(&article.body);
        while words.next().is_some() {
            black_box(stemmer.stem(words.folded()));
        }
    });
    each("language", &mut |article| {
        black_box(language::detect(&article.body));
    });
    each("boilerplate and a copy", &mut |article| {
        let mut article = article.clone();
        black_box(boilerplate::clean(
            &mut article,
            &boilerplate::Options::default(),
        ));
    });
    group.finish();
}

fn documents(criterion: &mut Criterion) {
    let fields = Fields::of_schema();
    let place = Placement {
        file: "archive:2025/news.jsonl",
        path: "2025/news.jsonl",
        number: Some(1),
        format: "jsonl",
        added: 0,
        organisations: Vec::new(),
    };
    criterion.bench_function("a document of an article", |bench| {
        bench.iter_batched(
            || article(1),
            |article| black_box(document(&fields, article, &place)),
            BatchSize::SmallInput,
        );
    });
}

/// An index of all articles in a directory, without organisations.
fn index(directory: &Path) {
    let lines = directory.join("news.jsonl");
    let text = (0..ARTICLES).fold(String::new(), |mut text, number| {
        let article =
            serde_json::json!({"headline": format!("Quay {number}"), "body": body(number)});
        let _ = writeln!(text, "{article}");
        text
    });
    std::fs::write(&lines, text).expect("a temporary file can be written");
    let index = directory.join("index");
    let _ = std::fs::remove_dir_all(&index);
    let command = [
        "morgue",
        "index",
        "--quiet",
        "--no-organisations",
        "--threads",
        "1",
        "--index",
    ];
    let command = command.into_iter().map(OsString::from);
    let exit = morgue::cli::run(command.chain([index.into_os_string(), lines.into_os_string()]));
    assert!(exit == Exit::Found, "generated articles are indexed");
}

fn read(text: &str) -> Query {
    query::parse(text, &query::Options::new(date(2025, 9, 25))).expect("a query")
}

fn request(text: &str, fragments: usize) -> Request {
    Request {
        query: read(text),
        meaning: Meaning {
            stemmer: Stemmer::new("en").expect("English has a stemmer"),
            loose_dates: false,
            given_only: false,
        },
        rank: Rank::Bm25,
        order: Order::Relevance,
        limit: 10,
        offset: 0,
        snippets: SnippetOptions {
            fragments,
            ..SnippetOptions::default()
        },
    }
}

fn asking(criterion: &mut Criterion) {
    let directory = tempfile::tempdir().expect("a temporary directory");
    criterion.bench_function("parse a query", |bench| {
        bench.iter(|| {
            read(black_box(
                "(strike OR walkout) AND \"port authority\" NOT date:2019..2020",
            ))
        });
    });
    let mut group = criterion.benchmark_group("index");
    group.sample_size(10);
    group.throughput(Throughput::Elements(ARTICLES as u64));
    group.bench_function("articles", |bench| bench.iter(|| index(directory.path())));
    group.finish();
    let engine = Embedded::open(&directory.path().join("index")).expect("an index");
    let mut group = criterion.benchmark_group("search");
    for (name, query) in [
        ("word", "sold"),
        ("phrase", "\"council of ostrand\""),
        ("and", "ship7 raised"),
    ] {
        for (kind, fragments) in [("hits", 0), ("hits with passages", 1)] {
            let request = request(query, fragments);
            group.bench_function(format!("{name}: {kind}"), |bench| {
                bench.iter(|| black_box(engine.search(&request).expect("an answer")));
            });
        }
    }
    group.finish();
}

// Plots want fonts, which a server has not.
criterion_group! {
    name = benches;
    config = Criterion::default().without_plots();
    targets = texts, documents, asking
}
criterion_main!(benches);
