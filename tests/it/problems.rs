//! `morgue problems` and `morgue check`: the index says what is doubtful, and proves what it holds.

use crate::morgue::Archive;
use std::fs;
use std::os::unix::fs::symlink;

/// The kinds and the files that `morgue problems` lists, without the directory of the archive.
fn listed(archive: &Archive) -> Vec<String> {
    let ran = archive.run("problems --format tsv");
    let dir = format!("{}/", archive.path("").canonicalize().unwrap().display());
    let lines = ran.stdout().replace(&dir, "").replace("//", "/");
    lines
        .lines()
        .skip(1)
        .map(|line| line.split('\t').take(3).collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn problems_are_kept_with_their_files_and_go_with_them() {
    let archive = Archive::new();
    archive
        .file("news/2024/05/01/good.txt", "A good story\n\nWith a body.\n")
        .file("news/undated.txt", "A story\n\nWith a body.\n")
        .file("news/empty.txt", "")
        .file("news/dump.jsonl", "{\"headline\": \"A\", \"date\": \"2024-05-01\"}\n{\"headline\": \n")
        .file("news/ids.json", r#"[{"id": "x", "headline": "A", "body": "B", "date": "2024-05-01"}, {"id": "x", "headline": "C", "body": "D", "date": "2024-05-01"}]"#);
    symlink("nowhere.txt", archive.path("news/gone.txt")).unwrap();
    archive
        .run("index news --no-organisations")
        .err("skipped")
        .code(3);
    assert_eq!(
        listed(&archive),
        [
            "headline-only news/dump.jsonl ",
            "malformed news/dump.jsonl 2",
            "empty news/empty.txt ",
            "unreadable news/gone.txt ",
            "duplicate-id news/ids.json ",
            "duplicate-id news/ids.json ",
            "undated news/undated.txt ",
        ]
    );
    archive
        .run("problems --summary --kind empty,undated")
        .holds("empty        1")
        .code(0);
    archive
        .run("check")
        .holds("The index is whole: 5 articles of 5 files")
        .code(0);

    fs::remove_file(archive.path("news/gone.txt")).unwrap();
    fs::remove_file(archive.path("news/empty.txt")).unwrap();
    fs::remove_file(archive.path("news/ids.json")).unwrap();
    archive
        .file(
            "news/dump.jsonl",
            "{\"headline\": \"A\", \"body\": \"B\", \"date\": \"2024-05-01\"}\n",
        )
        .indexed();
    assert_eq!(listed(&archive), ["undated news/undated.txt "]);
    archive
        .run("problems --kind malformed --format jsonl")
        .code(1)
        .out("");
}

#[test]
fn a_deep_check_tells_changed_sources() {
    let archive = Archive::new();
    archive
        .file("news/same.txt", "One\n\nBody.\n")
        .file("news/rotten.txt", "Two\n\nBody.\n")
        .file("news/gone.txt", "Three\n\nBody.\n")
        .indexed();
    archive
        .run("check --deep")
        .holds("3 sources read again.")
        .code(0);
    let rotten = archive.path("news/rotten.txt");
    let time = fs::metadata(&rotten).unwrap().modified().unwrap();
    archive.file("news/rotten.txt", "Two\n\nBodi.\n");
    fs::File::options()
        .append(true)
        .open(&rotten)
        .unwrap()
        .set_modified(time)
        .unwrap();
    fs::remove_file(archive.path("news/gone.txt")).unwrap();
    archive.run("check").code(0);
    archive
        .run("check --deep")
        .holds("news/gone.txt` is no longer there")
        .holds("news/rotten.txt` has another content, but the size and time it had")
        .code(2);
}
