//! How fast organisations are recognised: bytes of news a second on one core.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use morgue::enrich::organisations::{Options, Recogniser};
use std::hint::black_box;

/// Articles of our own, put together from the annotated columns, with many distinct words.
fn articles() -> Vec<String> {
    let columns = include_str!("../tests/data/organisations/news-train.tsv");
    let documents = columns.split("-DOCSTART-").skip(1);
    documents
        .map(|document| {
            let lines = document.lines().skip(1);
            let words = lines.map(|line| line.split('\t').next().unwrap_or_default());
            words
                .map(|word| if word.is_empty() { "\n" } else { word })
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect()
}

fn recognise(criterion: &mut Criterion) {
    let recogniser = Recogniser::new(&Options::default()).expect("the embedded model is sound");
    let articles = articles();
    let mut group = criterion.benchmark_group("organisations");
    let bytes: usize = articles.iter().map(String::len).sum();
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("news", |bench| {
        bench.iter(|| {
            for article in &articles {
                black_box(recogniser.recognise("", article, None));
            }
        });
    });
    let capitals = "ACME BANK OF TOLEDO SAID ".repeat(40_000);
    group.throughput(Throughput::Bytes(capitals.len() as u64));
    group.sample_size(10);
    group.bench_function("a megabyte of capitals", |bench| {
        bench.iter_batched(
            || (),
            |()| black_box(recogniser.recognise("", &capitals, None)),
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

// Plots want fonts, which a server has not.
criterion_group! {
    name = benches;
    config = Criterion::default().without_plots();
    targets = recognise
}
criterion_main!(benches);
