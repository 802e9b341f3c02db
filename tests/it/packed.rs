//! Texts that are packed with what was learned from the archive come back as they were, whatever is done to it.

use crate::morgue::Archive;
use std::fmt::Write;
use std::fs;

/// So many articles are more than a dictionary is learned from.
const MANY: u64 = 1500;

/// The body of an article: words in an order that hardly repeats.
fn body(number: u64) -> String {
    let mut state = number * 7919 + 1;
    let words = (0..300).map(|_| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        format!("w{}", (state >> 33) % 3000)
    });
    words.collect::<Vec<_>>().join(" ")
}

fn lines(numbers: std::ops::Range<u64>) -> String {
    let mut lines = String::new();
    for number in numbers {
        let body = body(number);
        writeln!(
            lines,
            r#"{{"id":"a{number}","headline":"Story {number}","body":"{body}"}}"#
        )
        .unwrap();
    }
    lines
}

/// Whether every article comes back as it was written.
fn is_whole(archive: &Archive, numbers: std::ops::Range<u64>) {
    let exported = archive.run("export --format jsonl").code(0).stdout();
    let mut seen = 0;
    for line in exported.lines() {
        let article: serde_json::Value = serde_json::from_str(line).unwrap();
        let number: u64 = article["id"].as_str().unwrap()[1..].parse().unwrap();
        assert!(numbers.contains(&number));
        assert_eq!(article["body"], body(number), "{number}");
        seen += 1;
    }
    assert_eq!(seen, numbers.end - numbers.start);
    archive.run("check --deep").code(0);
}

/// How many dictionaries the last commit says there are.
fn learned(archive: &Archive) -> usize {
    let list = fs::read_to_string(archive.path("index/meta.json")).unwrap();
    let said = list.split_once(r#"\"dictionaries\":"#);
    said.map_or(0, |(_, rest)| {
        rest.split(',').next().unwrap().parse().unwrap()
    })
}

#[test]
fn articles_come_back_through_every_change_of_the_index() {
    let archive = Archive::new();
    archive.file("news/a.jsonl", lines(0..20));
    archive.run("index news --quiet --no-organisations").code(0);
    assert_eq!(learned(&archive), 0, "there is too little to learn from");
    archive.file("news/b.jsonl", lines(20..MANY));
    archive.run("index --quiet").code(0);
    assert_eq!(learned(&archive), 1);
    is_whole(&archive, 0..MANY);

    archive.file("news/c.jsonl", lines(MANY..MANY + 20));
    archive.run("index --quiet").code(0);
    assert_eq!(learned(&archive), 1, "what was learned is used again");
    is_whole(&archive, 0..MANY + 20);

    archive.run("index --quiet --rebuild").code(0);
    assert_eq!(learned(&archive), 1);
    is_whole(&archive, 0..MANY + 20);
    archive.run("index --quiet --reorganise").code(0);
    assert_eq!(learned(&archive), 1);
    is_whole(&archive, 0..MANY + 20);
    fs::remove_file(archive.path("news/a.jsonl")).unwrap();
    fs::remove_file(archive.path("news/c.jsonl")).unwrap();
    archive.run("index --quiet").code(0);
    is_whole(&archive, 20..MANY);
}
