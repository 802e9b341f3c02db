//! One writer at a time: a second one says who the first is, gives up or waits; searching goes on.

use crate::morgue::Archive;
use std::fs::File;
use std::process::Stdio;
use std::time::Duration;

/// An archive whose index is older than its files, and the lock of that index.
fn held() -> (Archive, File) {
    let archive = Archive::new();
    archive
        .file("news/a.txt", "First\n\nA body about cocoa.\n")
        .indexed();
    archive.file("news/b.txt", "Second\n\nA body about cocoa.\n");
    let lock = File::options()
        .write(true)
        .open(archive.path("index/.tantivy-writer.lock"))
        .unwrap();
    lock.lock().unwrap();
    let note = format!(
        r#"{{"pid": {}, "since": "2026-11-24T04:12:29Z", "version": "0.1.0"}}"#,
        std::process::id()
    );
    archive.file("index/writer.json", note);
    (archive, lock)
}

#[test]
fn a_second_writer_says_who_the_first_is() {
    let (archive, lock) = held();
    let who = format!(
        "(process {}, since 2026-11-24T04:12:29Z)",
        std::process::id()
    );
    archive
        .run("index news")
        .err(&who)
        .err("or use `--wait`")
        .code(75);
    archive.run("index --reorganise").err(&who).code(75);
    archive.run("count cocoa").code(0).out("1\n");
    drop(lock);
    archive.indexed();
    assert!(!archive.path("index/writer.json").exists());
    archive.run("count cocoa").code(0).out("2\n");
}

#[test]
fn a_note_that_was_left_behind_is_not_believed() {
    let (archive, _lock) = held();
    let note = r#"{"pid": 4194999, "since": "2026-11-24T04:12:29Z", "version": "0.1.0"}"#;
    archive.file("index/writer.json", note);
    let ran = archive.run("index news");
    assert!(!ran.stderr().contains("4194999"), "{}", ran.stderr());
    ran.err("another writer holds the index").code(75);
}

#[test]
fn a_writer_can_wait() {
    let (archive, lock) = held();
    let mut waiting = archive.command("index news --wait --no-organisations");
    let waiting = waiting.stderr(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(500));
    // Another writer was there in between: what was planned before is out of date.
    archive.file("news/c.txt", "Third\n\nA body about cocoa.\n");
    drop(lock);
    let output = waiting.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    assert!(
        said.contains("waiting for the writer that holds the index"),
        "{said}"
    );
    archive.run("index --quiet").code(0);
    archive.run("count cocoa").code(0).out("3\n");
}

#[cfg(unix)]
#[test]
fn who_may_read_the_index_may_read_its_lists() {
    use std::os::unix::fs::PermissionsExt;
    let archive = Archive::new();
    archive.file("news/a.txt", "Cocoa rises\n\nThe price of cocoa rose.\n");
    archive.run("index news --quiet").code(0);
    let mode = |name: &str| {
        let metadata = std::fs::metadata(archive.path("index").join(name)).unwrap();
        metadata.permissions().mode() & 0o777
    };
    for list in ["meta.json", ".managed.json"] {
        assert_eq!(mode(list), mode(".tantivy-writer.lock"), "{list}");
    }
}
