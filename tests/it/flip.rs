//! A damaged index is noticed: whichever byte of whichever of its files is another, `check` says so, or
//! every answer is what it was; and never is an article shown that is not one of the archive.
//!
//! A short form tries some of the bytes; `MORGUE_FLIPS=all cargo test flip::` tries every one.

use crate::morgue::Archive;
use jiff::civil::Date;
use morgue::analysis::Stemmer;
use morgue::engine::{Embedded, Engine, Meaning, Order, Request, SnippetOptions};
use morgue::index::{Progress, check};
use morgue::query::Options;
use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// What is shown of an article, by its id.
type Answer = Vec<(String, String)>;

/// The hits of a query as they are shown, or `None` where an error says why not.
fn answer(index: &Path, query: &str) -> Option<Answer> {
    let search = || {
        let request = Request {
            query: morgue::query::parse(query, &Options::new(Date::constant(2026, 11, 24))).ok()?,
            meaning: Meaning {
                stemmer: Stemmer::new("en").ok()?,
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
        let page = Embedded::open(index).ok()?.search(&request).ok()?;
        let shown = |hit: morgue::answer::Hit| (hit.id, format!("{} {:?}", hit.path, hit.article));
        Some(page.hits.into_iter().map(shown).collect())
    };
    catch_unwind(AssertUnwindSafe(search)).ok().flatten()
}

/// Whether `morgue check` finds nothing wrong.
fn is_clean(index: &Path) -> bool {
    let checked = catch_unwind(|| check(index, false, &Progress::default()));
    matches!(checked, Ok(Ok(report)) if report.faults.is_empty())
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

#[test]
fn no_flipped_byte_passes_for_the_truth() {
    let archive = made();
    let index = archive.path("index");
    assert!(is_clean(&index));
    let queries = ["*", "cocoa", "\"the quay\"", "date:2024-05-03 coffee"];
    let before: Vec<Answer> = queries.map(|query| answer(&index, query).unwrap()).into();
    let articles: BTreeMap<_, _> = before[0].iter().cloned().collect();
    assert_eq!(articles.len(), 2);
    let printed = archive
        .run("search * --sort newest --format jsonl")
        .code(0)
        .stdout();
    let total: usize = files(&index)
        .iter()
        .map(|file| fs::read(file).unwrap().len())
        .sum();
    let step = if std::env::var("MORGUE_FLIPS").is_ok() {
        1
    } else {
        total / 600
    };
    let mut seen = 0;
    for file in files(&index) {
        let whole = fs::read(&file).unwrap();
        for at in (0..whole.len()).step_by(step.max(1)) {
            let mut flipped = whole.clone();
            flipped[at] ^= [0x01, 0x10, 0x80, 0xff][at % 4];
            replace(&file, &flipped);
            let place = format!("byte {at} of {}", file.display());
            let clean = is_clean(&index);
            if !clean && file.extension().is_some_and(|kind| kind == "store") {
                // The engine may ask for more memory than there is, which ends a process.
                let ran = archive
                    .run("search * --sort newest --format jsonl")
                    .stdout();
                assert!(
                    ran.lines().all(|line| printed.lines().any(|l| l == line)),
                    "{place}: {ran}"
                );
                seen += 1;
                continue;
            }
            for (query, before) in queries.iter().zip(&before) {
                let after = answer(&index, query);
                if clean {
                    assert_eq!(after.as_ref(), Some(before), "{place}: `{query}`");
                }
                for (id, shown) in after.into_iter().flatten() {
                    assert_eq!(articles.get(&id), Some(&shown), "{place}: `{query}`");
                }
            }
            seen += 1;
        }
        replace(&file, &whole);
    }
    assert!(seen > 100, "{seen}");
}
