//! A disk that fills up or fails: whatever operation is the first that fails, the run says what happened,
//! the index opens at its last commit, and the next run completes it.
//!
//! A short form tries some operations; `MORGUE_FAILS=all cargo test failing::` tries each.

use crate::morgue::{Archive, Ran};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// `errno` of a full disk, of one that fails, and of one that is read-only of a sudden.
const ERRORS: &[(i32, &str)] = &[
    (28, "no room is left for the index at "),
    (5, "Input/output error"),
    (30, "Read-only file system"),
];

/// Compiles what lets operations fail; the linker of Rust is a C compiler.
fn shim(archive: &Archive) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/failing.c");
    let library = archive.path("failing.so");
    let mut compiler = Command::new("cc");
    compiler.args(["-Wall", "-Werror", "-shared", "-fPIC", "-o"]);
    let compiled = compiler.args([&library, &source]).arg("-ldl").status();
    assert!(compiled.unwrap().success());
    library
}

/// Some articles, in the state of a day.
fn write(archive: &Archive, day: u32) {
    for number in 0..20 {
        let text = format!(
            "Story {number}\n\nCocoa and coffee, {}.\n",
            number % 5 * day
        );
        archive.file(&format!("news/{number}.txt"), text);
    }
    let line = |n| format!("{{\"headline\": \"{day} {n}\", \"body\": \"Cocoa on the quay.\"}}\n");
    archive.file("news/wire.jsonl", (0..30).map(line).collect::<String>());
    if day > 0 {
        fs::remove_file(archive.path("news/7.txt")).unwrap();
    }
}

/// Puts a copy of the first state of the index in its place.
fn reset(archive: &Archive) {
    let _ = fs::remove_dir_all(archive.path("index"));
    fs::create_dir(archive.path("index")).unwrap();
    for entry in fs::read_dir(archive.path("first")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), archive.path("index").join(entry.file_name())).unwrap();
    }
}

/// Every article, in no order of its own.
fn content(archive: &Archive, index: &str) -> Vec<String> {
    let call = format!("search * --limit 1000 --format jsonl --index {index}");
    let output = archive.command(&call).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let expected = said.is_empty() || said.contains("under way or was interrupted");
    assert!(output.status.success() && expected, "{said}");
    let found = String::from_utf8(output.stdout).unwrap();
    let mut lines: Vec<_> = found.lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

fn failing(archive: &Archive, library: &Path, error: i32, after: u64) -> Ran {
    let call = "index news --no-organisations --quiet --threads 1 --commit-every 0";
    let mut command = archive.command(call);
    command
        .env("LD_PRELOAD", library)
        .env("FAIL_UNDER", archive.path("index").canonicalize().unwrap())
        .env("FAIL_WITH", error.to_string())
        .env("FAIL_AFTER", after.to_string());
    Archive::ran(call, &mut command)
}

#[test]
fn whatever_fails_first_nothing_is_lost() {
    let archive = Archive::new();
    let library = shim(&archive);
    write(&archive, 0);
    archive
        .run("index news --no-organisations --quiet --index first")
        .code(0);
    let before = content(&archive, "first");
    write(&archive, 1);
    archive
        .run("index news --no-organisations --quiet --index fresh")
        .code(0);
    let expected = content(&archive, "fresh");
    let all = std::env::var("MORGUE_FAILS").is_ok();
    for (error, sentence) in ERRORS {
        let (mut after, mut failures) = (0, 0);
        loop {
            reset(&archive);
            let ran = failing(&archive, &library, *error, after);
            let place = format!("error {error} after {after} operations: {}", ran.stderr());
            let succeeded = ran.stderr().is_empty();
            if succeeded {
                ran.code(0);
            } else {
                failures += 1;
                assert!(!place.contains("must not fail"), "{place}");
                ran.err(sentence).code(2);
            }
            archive.run("check --quiet").code(0).out("");
            let now = content(&archive, "index");
            assert!(
                now.iter()
                    .all(|line| before.contains(line) || expected.contains(line)),
                "{place}"
            );
            archive.run("index news --no-organisations --quiet").code(0);
            assert_eq!(content(&archive, "index"), expected, "{place}");
            if succeeded {
                break;
            }
            after = if all { after + 1 } else { 2 * after + 1 };
        }
        println!("error {error}: {failures} times an operation was the first that failed");
        assert!(failures > 5, "{failures}");
    }
}
