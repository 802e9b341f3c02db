//! Every commit holds whole files: whoever searches while an index is brought up to date sees each file as
//! it was or as it is, never in between and never twice.
//!
//! `MORGUE_ARCHIVE=DIR cargo test --release whole::every_search` does it with an archive of your own.

use crate::morgue::{Archive, interrupt};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// Asked all the while.
const QUERIES: &[&str] = &["*", "body:*", "harbour", "first", "second"];
/// With this a commit is due whenever one is possible.
const ALWAYS: &str = "--no-organisations --quiet --commit-every 0";

/// So many wire stories of an edition.
fn stories(edition: &str, count: usize) -> String {
    let story = |n| {
        format!(
            "{{\"headline\": \"Story {n}\", \"body\": \"The {edition} story of the harbour, number {n}. {}\"}}\n",
            "Ships wait on the roads, and prices fell again. ".repeat(6)
        )
    };
    (0..count).map(story).collect()
}

/// Files of some articles each, and one of very many.
fn write(archive: &Archive, edition: &str, many: usize) {
    for wire in 0..12 {
        archive.file(&format!("news/wire-{wire:02}.jsonl"), stories(edition, 60));
    }
    archive.file("news/agency.jsonl", stories(edition, many));
}

/// The counts of the queries in one commit.
fn counts(archive: &Archive) -> Vec<u64> {
    let ran = archive.run("batch queries.txt --count").code(0);
    let lines = ran.stdout();
    lines.lines().map(|line| line.parse().unwrap()).collect()
}

/// What was seen while a run was at work, and of how many commits.
struct Seen {
    counts: BTreeSet<Vec<u64>>,
    commits: usize,
    searches: usize,
}

/// Runs a line and asks until it ends, `every` so often.
fn watch(archive: &Archive, line: &str, every: Duration) -> Seen {
    archive.file("queries.txt", QUERIES.join("\n"));
    let mut running = archive.command(line).spawn().unwrap();
    let (mut seen, mut commits, mut searches) = (BTreeSet::new(), BTreeSet::new(), 0);
    let ended = loop {
        let begun = Instant::now();
        let ended = running.try_wait().unwrap();
        commits.insert(std::fs::read(archive.path("index/meta.json")).unwrap());
        seen.insert(counts(archive));
        searches += 1;
        if let Some(ended) = ended {
            break ended;
        }
        std::thread::sleep(every.saturating_sub(begun.elapsed()));
    };
    assert!(matches!(ended.code(), Some(0 | 3)), "`{line}` failed");
    Seen {
        counts: seen,
        commits: commits.len(),
        searches,
    }
}

#[test]
fn every_search_sees_all_articles_while_everything_is_read_again() {
    let archive = Archive::new();
    let (news, every) = match std::env::var("MORGUE_ARCHIVE") {
        Ok(news) => (news, Duration::from_millis(125)),
        Err(_) => ("news".into(), Duration::ZERO),
    };
    write(&archive, "first", 1500);
    let made = archive.run(&format!("index {news} --no-organisations --quiet"));
    // An archive of somebody's own may hold what cannot be read.
    assert!(matches!(made.exit(), Some(0 | 3)), "{}", made.stderr());
    let seen = watch(&archive, &format!("index --rebuild {ALWAYS}"), every);
    println!(
        "{} searches of {} commits saw {:?}",
        seen.searches, seen.commits, seen.counts
    );
    assert!(seen.commits > 3, "only {} commits were seen", seen.commits);
    assert_eq!(seen.counts.len(), 1, "{:?}", seen.counts);
    archive.run("check --quiet").code(0).out("");
}

#[test]
fn a_file_of_many_articles_is_replaced_at_once() {
    let archive = Archive::new();
    write(&archive, "first", 1500);
    archive.run("index news --no-organisations --quiet").code(0);
    archive.file("news/agency.jsonl", stories("second", 1400));
    for wire in 0..6 {
        archive.file(&format!("news/wire-{wire:02}.jsonl"), stories("first", 61));
    }
    let seen = watch(&archive, &format!("index {ALWAYS}"), Duration::ZERO);
    for counts in &seen.counts {
        let [all, bodies, harbour, first, second] = counts[..] else {
            panic!("{counts:?}")
        };
        assert!(all == bodies && all == harbour && all == first + second);
        assert!(
            matches!((second, first), (0, 2220..=2226) | (1400, 720..=726)),
            "{counts:?}"
        );
    }
    assert!(seen.commits > 2, "only {} commits were seen", seen.commits);
    assert_eq!(counts(&archive)[..], [2126, 2126, 2126, 726, 1400]);
}

#[test]
fn files_that_were_moved_are_found_all_the_while() {
    let archive = Archive::new();
    write(&archive, "first", 600);
    archive.run("index news --no-organisations --quiet").code(0);
    let before = archive.path("news/wire-");
    for wire in 0..12 {
        let from = format!("{}{wire:02}.jsonl", before.display());
        std::fs::write(&from, stories("moved", 40 + wire)).unwrap();
    }
    archive.run("index --quiet").code(0);
    for wire in 0..12 {
        let from = format!("{}{wire:02}.jsonl", before.display());
        std::fs::rename(from, archive.path(&format!("news/later-{wire:02}.jsonl"))).unwrap();
    }
    archive.file("queries.txt", QUERIES.join("\n"));
    let expected = BTreeSet::from([counts(&archive)]);
    let mut running = archive.command(&format!("index {ALWAYS}")).spawn().unwrap();
    let mut seen = BTreeSet::new();
    while running.try_wait().unwrap().is_none() {
        let output = archive.command("batch queries.txt --count").output();
        let found = String::from_utf8(output.unwrap().stdout).unwrap();
        seen.insert(found.lines().map(|line| line.parse().unwrap()).collect());
    }
    assert_eq!(seen, expected);
    let ran = archive.run("search path:later-* --limit 0 --format ids");
    assert_eq!(ran.stderr(), "");
    archive.run("count path:wire-*").code(1).out("0\n");
}

#[test]
fn interrupted_in_the_middle_of_a_file_what_it_gave_before_stays() {
    let archive = Archive::new();
    write(&archive, "first", 300);
    archive.run("index news --no-organisations --quiet").code(0);
    archive.file("news/agency.jsonl", stories("second", 20_000));
    let mut command = archive.command("index --no-organisations");
    let running = command.stderr(Stdio::piped()).spawn().unwrap();
    while !Path::exists(&archive.path("index/writer.json")) {
        std::thread::sleep(Duration::from_millis(1));
    }
    std::thread::sleep(Duration::from_millis(200));
    interrupt(running.id());
    let output = running.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("`morgue index` goes on from here"), "{said}");
    assert_eq!(output.status.code(), Some(3), "{said}");
    archive.file("queries.txt", QUERIES.join("\n"));
    assert_eq!(counts(&archive)[..], [1020, 1020, 1020, 1020, 0]);
    archive.run("check --quiet").code(0).out("");
    archive.run("index --quiet").code(0);
    assert_eq!(counts(&archive)[..], [20_720, 20_720, 20_720, 720, 20_000]);
}
