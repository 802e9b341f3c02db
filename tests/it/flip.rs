//! A damaged index is noticed: whichever byte of whichever of its files is another, a search either says so
//! or answers what it answered before, and nothing of it panics. `check` finds every damage that a search
//! could meet.
//!
//! A short form tries some of the bytes; `MORGUE_FLIPS=all cargo test flip::` tries every one.

use crate::morgue::Archive;
use jiff::civil::Date;
use morgue::analysis::Stemmer;
use morgue::engine::{Embedded, Engine, Meaning, Order, Request, SnippetOptions};
use morgue::error::Error;
use morgue::index::{Progress, check};
use morgue::query::Options;
use std::fs;
use std::path::{Path, PathBuf};

/// The hits of a query as they are shown, or why there are none.
fn answer(index: &Path, query: &str) -> Result<Vec<String>, Error> {
    let request = Request {
        query: morgue::query::parse(query, &Options::new(Date::constant(2026, 11, 24)))?,
        meaning: Meaning {
            stemmer: Stemmer::new("en").unwrap(),
            loose_dates: false,
            given_only: false,
        },
        rank: morgue::engine::Rank::default(),
        order: Order::Newest,
        limit: 100,
        offset: 0,
        snippets: SnippetOptions {
            fragments: 1,
            length: 200,
        },
    };
    let engine = Embedded::open(index)?;
    let page = engine.search(&request)?;
    let statistics = engine.statistics()?;
    let mut shown = vec![format!("{} {statistics:?}", page.total)];
    shown.extend(page.hits.into_iter().map(|hit| format!("{hit:?}")));
    Ok(shown)
}

/// Whether `morgue check` finds nothing wrong.
fn is_clean(index: &Path) -> bool {
    check(index, false, &Progress::default()).is_ok_and(|report| report.faults.is_empty())
}

/// A small index with all there is: two segments, a removed article, a problem.
fn made() -> Archive {
    let archive = Archive::new();
    archive
        .file(
            "news/2024/05/01/a.txt",
            "Cocoa rises\n\nThe price of cocoa rose on the quay.\n",
        )
        .file(
            "news/2024/05/02/b.txt",
            "Coffee falls\n\nThe price of coffee fell.\n",
        )
        .file("news/empty.txt", "");
    archive
        .run("index news --quiet --no-organisations")
        .err("empty")
        .code(3);
    fs::remove_file(archive.path("news/2024/05/02/b.txt")).unwrap();
    archive.file(
        "news/2024/05/03/c.txt",
        "Cocoa again\n\nCocoa and coffee on the quay.\n",
    );
    archive.run("index --quiet").code(0);
    archive
}

fn files(index: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(index)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries.collect();
    files.sort();
    files
}

/// Puts a file in the place of another, which may still be mapped into memory.
fn replace(file: &Path, content: &[u8]) {
    let new = file.with_extension("new");
    fs::write(&new, content).unwrap();
    fs::rename(new, file).unwrap();
}

/// So that about so many of the bytes are tried.
fn step(index: &Path, tried: usize) -> usize {
    if std::env::var("MORGUE_FLIPS").is_ok() {
        return 1;
    }
    let sizes = files(index)
        .into_iter()
        .map(|file| file.metadata().unwrap());
    sizes.map(|file| file.len() as usize).sum::<usize>() / tried
}

/// Changes a byte of every `step`, and calls `judge` with the place and whether `check` finds nothing.
fn each_flip(index: &Path, step: usize, judge: impl Fn(&str, bool)) {
    let mut tried = 0;
    for file in files(index) {
        let whole = fs::read(&file).unwrap();
        for at in (0..whole.len()).step_by(step.max(1)) {
            let mut flipped = whole.clone();
            flipped[at] ^= [0x01, 0x10, 0x80, 0xff][at / step.max(1) % 4];
            replace(&file, &flipped);
            let clean = is_clean(index);
            judge(&format!("byte {at} of {}", file.display()), clean);
            tried += 1;
        }
        replace(&file, &whole);
    }
    println!("{tried} bytes were another");
    assert!(tried > 40, "{tried}");
}

#[test]
fn no_flipped_byte_changes_an_answer() {
    let archive = made();
    let index = archive.path("index");
    assert!(is_clean(&index));
    let queries = ["*", "cocoa", "\"the quay\"", "date:2024-05-03 coffee"];
    let before = queries.map(|query| answer(&index, query).unwrap());
    assert_eq!(before[0].len(), 3);
    each_flip(&index, step(&index, 600), |place, clean| {
        for (query, before) in queries.iter().zip(&before) {
            match answer(&index, query) {
                Ok(after) => assert_eq!(&after, before, "{place}: `{query}`"),
                Err(error) => assert!(!clean, "{place}: `{query}`: {error}"),
            }
        }
    });
}

#[test]
fn a_person_is_told_of_damage_and_what_to_do() {
    let archive = made();
    let index = archive.path("index");
    let before = archive.run("search cocoa --format jsonl").code(0).stdout();
    each_flip(&index, step(&index, 50).max(97), |place, _| {
        let ran = archive.run("search cocoa --format jsonl");
        let said = ran.stderr();
        if said.is_empty() {
            assert_eq!(ran.code(0).stdout(), before, "{place}");
            return;
        }
        assert!(!said.contains("must not fail"), "{place}: {said}");
        assert!(
            said.contains("`morgue check`") || said.contains("`morgue index"),
            "{place}: {said}"
        );
        assert_eq!(ran.err("").code(2).stdout(), "", "{place}");
    });
}
