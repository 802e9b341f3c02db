//! Refreshing: only what changed is read, and the index is what a fresh one would be.

use crate::morgue::Archive;
use std::fs::{self, File};
use std::time::{Duration, SystemTime};

fn thousand() -> Archive {
    let archive = Archive::new();
    for number in 0..1000 {
        let path = format!("news/{:02}/{number:04}.txt", number % 10);
        archive.file(
            &path,
            format!("Headline {number}\n\nBody of story {number} about cocoa.\n"),
        );
    }
    archive
}

/// Ids and bodies of every article, in order of the ids.
fn content(archive: &Archive, index: &str) -> Vec<String> {
    let found = archive
        .run(&format!(
            "search * --limit 5000 --sort oldest --format csv --fields id,headline,body --index {index}"
        ))
        .code(0);
    let mut lines: Vec<_> = found.stdout().lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

#[test]
fn exactly_what_changed_is_reported_and_the_rest_left_alone() {
    let archive = thousand();
    archive
        .run("index news --no-organisations")
        .err("added         1,000 files, 1,000 articles")
        .code(0);
    archive
        .run("index")
        .err("unchanged     1,000 files\n1,000 articles in the index")
        .code(0);

    let later = SystemTime::now() + Duration::from_secs(5);
    for number in 0..10 {
        let path = archive.path(&format!("news/{:02}/{number:04}.txt", number % 10));
        File::options()
            .append(true)
            .open(path)
            .unwrap()
            .set_modified(later)
            .unwrap();
    }
    for number in 10..15 {
        let path = format!("news/{:02}/{number:04}.txt", number % 10);
        archive.file(
            &path,
            format!("Edited {number}\n\nAnother body, of coffee, {number}.\n"),
        );
    }
    for number in 20..23 {
        fs::remove_file(archive.path(&format!("news/{:02}/{number:04}.txt", number % 10))).unwrap();
    }
    for number in 30..32 {
        let from = archive.path(&format!("news/{:02}/{number:04}.txt", number % 10));
        fs::rename(from, archive.path(&format!("news/moved-{number}.txt"))).unwrap();
    }

    let ran = archive.run("index");
    let said = ran.stderr();
    for line in [
        "replaced          5 files, 5 articles\n",
        "moved             2 files, 2 articles\n",
        "removed           3 files, 3 articles\n",
        "touched          10 files have a new time but the same content\n",
        "unchanged       980 files\n",
        "997 articles in the index.",
    ] {
        assert!(said.contains(line), "no {line:?} in\n{said}");
    }
    archive.run("count coffee").code(0).out("5\n");
    archive.run("count cocoa").code(0).out("992\n");
    archive.run("show 0/moved-30.txt").err("no article").code(1);
    archive
        .run("show moved-30.txt")
        .code(0)
        .holds("Headline 30");
    archive.run("show 00/0030.txt").err("no article").code(1);

    archive
        .run("index news --quiet --no-organisations --index fresh")
        .code(0);
    assert_eq!(content(&archive, "index"), content(&archive, "fresh"));
}

#[test]
fn two_roots_may_hold_the_same_path() {
    let archive = Archive::new();
    archive
        .file("a/news/x.txt", "First\n\nThe one about apples.\n")
        .file("b/news/x.txt", "Second\n\nThe one about pears.\n");
    archive
        .run("index a/news b/news --quiet --no-organisations")
        .code(0);
    archive.run("count").code(0).out("2\n");
    archive
        .run("search * --format ids --sort oldest")
        .code(0)
        .out("news-2:x.txt\nnews:x.txt\n");
    archive.run("show news-2:x.txt").code(0).holds("Second");
    archive
        .run("show x.txt")
        .err("2 articles have the id `x.txt`")
        .code(2);
    archive
        .run("search pears --from a/news --format ids")
        .code(1)
        .out("");
}

#[test]
fn a_dry_run_changes_nothing() {
    let archive = Archive::new();
    archive.file("news/x.txt", "Headline\n\nBody.\n");
    archive
        .run("index news --dry-run")
        .err("Nothing was changed")
        .code(0);
    assert!(!archive.path("index").exists());
}
