//! Bad input: each is reported as `path:line: why`, everything else is indexed, and the exit code is 3.

use crate::morgue::Archive;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{Cursor, Write as _};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::process::Command;

#[test]
fn every_bad_input_is_named_and_the_rest_indexed() {
    let archive = Archive::new();
    let mut lines = String::new();
    for number in 1..=6000 {
        if number == 5000 {
            lines.push_str("{\"headline\": \"cut\", \"body\": \"in the mid\n");
        } else {
            let line =
                format!("{{\"headline\": \"Line {number}\", \"body\": \"A body of {number}.\"}}\n");
            lines.push_str(&line);
        }
    }
    archive
        .file("news/good.txt", "A good story\n\nWith a body.\n")
        .file("news/empty.txt", "")
        .file("news/long.txt", "word ".repeat(14_000_000))
        .file(
            "news/binary.txt",
            [0u8, 159, 146, 150, 0, 1, 2, 3, 255, 0, 7].repeat(50),
        )
        .file("news/dump.jsonl", &lines)
        .file(
            "news/dates.json",
            r#"{"headline": "When", "body": "A body.", "date": "9999-99-99"}"#,
        );
    let fifo = Command::new("mkfifo")
        .arg(archive.path("news/pipe.txt"))
        .status();
    assert!(fifo.unwrap().success());
    symlink(".", archive.path("news/loop")).unwrap();
    let ran = archive.run("index news --no-organisations");
    let said = ran.stderr();
    for line in [
        "news/empty.txt: ",
        "news/binary.txt: ",
        "news/long.txt:",
        "news/dump.jsonl:5000: ",
        "news/pipe.txt: not a regular file",
        "news/loop: a link that leads back",
        "news/dates.json",
        "doubtful",
    ] {
        assert!(said.contains(line), "no {line:?} in\n{said}");
    }
    ran.err("skipped           6 inputs").code(3);
    archive.run("count").code(0).out("6001\n");
    archive.run("count -- -date:*").code(0).out("6001\n");
}

#[test]
fn invalid_bytes_are_repaired_or_reported_never_dropped() {
    let archive = Archive::new();
    archive.file(
        "news/latin.txt",
        b"Caf\xe9 reopens\n\nThe caf\xe9 on the quay reopens.\n",
    );
    archive.run("index news --quiet --no-organisations").code(0);
    archive.run("count café").code(0).out("1\n");
}

#[test]
fn the_standard_input_is_read() {
    let archive = Archive::new();
    archive
        .file(
            "one.jsonl",
            "{\"headline\": \"One\", \"body\": \"Cocoa.\"}\n",
        )
        .file("page.zip", zipped("a/two.txt", "Two\n\nCocoa."));
    for (file, headline) in [("one.jsonl", "One"), ("page.zip", "Two")] {
        let mut command = archive.command("read -");
        command.stdin(File::open(archive.path(file)).unwrap());
        let line = Archive::ran("read -", &mut command).code(0).stdout();
        assert!(
            line.contains(&format!("\"headline\":\"{headline}\"")),
            "{line}"
        );
    }
}

fn zipped(name: &str, text: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file(name, options).unwrap();
    archive.write_all(text.as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_name_in_an_old_encoding_is_indexed_named_and_found_again() {
    let archive = Archive::new();
    archive.file("news/plain.txt", "Plain\n\nA harbour story.\n");
    let old = archive
        .path("news")
        .join(OsStr::from_bytes(b"2019-05-03-caf\xe9.txt"));
    std::fs::write(&old, "Old name\n\nAnother harbour story.\n").unwrap();
    archive.run("index news --quiet").code(0);
    let path = "2019-05-03-caf%E9.txt";
    archive
        .run("search harbour --format paths --sort newest")
        .holds(path);
    archive
        .run(&format!("show {path}"))
        .holds("Another harbour");
    archive.run("count date:2019-05-03").code(0).out("1\n");
    archive.run("check --deep --quiet").code(0);
    archive
        .run("index news")
        .err("unchanged         2 files")
        .code(0);
    // A file that already has the name is the one that keeps it; the other is told.
    archive.file(
        &format!("news/{path}"),
        "New name\n\nA third harbour story.\n",
    );
    archive.run("index news --quiet").err("rename one").code(3);
    archive.run("count harbour").out("2\n");
    std::fs::remove_file(old).unwrap();
    archive.run("index news --quiet").code(0);
    archive
        .run(&format!("show {path}"))
        .holds("A third harbour");
}
