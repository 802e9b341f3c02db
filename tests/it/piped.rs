//! What comes through the standard input: one file, read once.

use crate::morgue::{Archive, Ran, interrupt};
use std::fs::File;
use std::io::Write;
use std::process::Stdio;
use std::time::Duration;

const MONDAY: &str = r#"{"headline":"Cranes stand still","body":"The strike began on Monday.","date":"2025-03-03"}
{"headline":"Ferry late","body":"Fog held the ferry back.","date":"2025-03-03"}
"#;
const TUESDAY: &str = r#"{"headline":"Cranes move","body":"The strike ended.","date":"2025-03-04"}
"#;

/// Runs a command line with `content` as its standard input.
fn piped(archive: &Archive, line: &str, content: &str) -> Ran {
    archive.file("piped", content);
    let input = File::open(archive.path("piped")).unwrap();
    Archive::ran(line, archive.command(line).stdin(Stdio::from(input)))
}

#[test]
fn a_pipe_is_a_file_that_its_name_replaces_and_another_adds_to() {
    let archive = Archive::new();
    piped(&archive, "index - --no-organisations", MONDAY)
        .err("added             1 file, 2 articles")
        .code(0);
    archive.run("count strike").code(0).out("1\n");
    archive
        .run("search ferry --format csv --fields path,root")
        .code(0)
        .out("path,root\nstdin#2,stdin\n");
    archive
        .run("show stdin#2")
        .code(0)
        .holds("Fog held the ferry");

    piped(&archive, "index -", TUESDAY)
        .err("articles came through a pipe before: `--stdin-name stdin` replaces them")
        .code(2);
    piped(&archive, "index - --stdin-name tuesday.jsonl", TUESDAY)
        .err("3 articles in the index")
        .code(0);
    archive.run("count strike").code(0).out("2\n");
    piped(&archive, "index - --stdin-name stdin", TUESDAY)
        .err("replaced          1 file, 1 article\n2 articles in the index")
        .code(0);
    archive.run("count ferry").code(1).out("0\n");
    archive.run("check --deep").code(0);
}

#[test]
fn what_cannot_be_read_again_stays() {
    let archive = Archive::new();
    archive.file("news/a.txt", "Harbour open\n\nShips sail.\n");
    piped(&archive, "index news - --quiet --no-organisations", MONDAY).code(0);
    archive
        .run("index")
        .err("unchanged         2 files")
        .code(0);
    archive
        .run("index --rebuild")
        .err("touched           1 file has a new time but the same content")
        .err("kept              1 of them came through a pipe")
        .err("3 articles in the index")
        .code(0);
    piped(&archive, "index - --stdin-name stdin", "")
        .err("stdin: nothing came through the pipe")
        .err("3 articles in the index")
        .code(3);
    archive.run("count ferry").code(0).out("1\n");
    piped(&archive, "index - --stdin-name news", MONDAY)
        .err("`news` is the name of")
        .code(2);
    piped(&archive, "search --from - ferry", MONDAY)
        .err("`--from` names a directory")
        .code(2);
}

#[test]
fn who_waits_for_a_silent_pipe_can_be_interrupted() {
    let archive = Archive::new();
    piped(&archive, "index - --quiet --no-organisations", TUESDAY).code(0);
    let mut command = archive.command("index - --stdin-name stdin --no-organisations");
    let command = command.stdin(Stdio::piped()).stderr(Stdio::piped());
    let mut running = command.spawn().unwrap();
    let mut input = running.stdin.take().unwrap();
    input.write_all(MONDAY.as_bytes()).unwrap();
    while !archive.path("index/writer.json").exists() {
        std::thread::sleep(Duration::from_millis(1));
    }
    std::thread::sleep(Duration::from_millis(200));
    interrupt(running.id());
    let output = running.wait_with_output().unwrap();
    drop(input);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("Interrupted"), "{said}");
    assert_eq!(output.status.code(), Some(3), "{said}");
    archive.run("index --quiet").code(0);
    archive.run("count strike").code(0).out("1\n");
    archive.run("count ferry").code(1).out("0\n");
}

#[test]
fn a_name_tells_the_date_and_problems_name_it() {
    let archive = Archive::new();
    let text = "Cranes stand still\n\nThe strike began.\n";
    piped(
        &archive,
        "index - --quiet --no-organisations --stdin-name 2025/03/05/cranes.txt",
        text,
    )
    .code(0);
    archive.run("count date:2025-03-05").code(0).out("1\n");
    let broken = "{\"headline\":\"Cut\n";
    piped(&archive, "index - --stdin-name cut.jsonl", broken)
        .err("cut.jsonl:1: ")
        .code(3);
    archive
        .run("problems --kind malformed")
        .err("")
        .holds("malformed  cut.jsonl     1 ");
}

#[test]
fn an_exported_archive_goes_through_a_pipe_whole() {
    let archive = Archive::new();
    archive.file("news/a.jsonl", format!("{MONDAY}{TUESDAY}"));
    archive.indexed();
    let exported = archive.run("export").code(0).stdout();
    let line = "index - --quiet --no-organisations --index copy";
    piped(&archive, line, &exported).code(0);
    let again = archive.run("export --index copy").code(0).stdout();
    assert_eq!(exported.lines().count(), 3);
    assert_eq!(again.lines().count(), 3);
    for day in ["2025-03-03", "2025-03-04"] {
        let line = format!("search date:{day} --format csv --fields id,headline,date,body");
        let here = archive.run(&line).code(0).stdout();
        let there = archive
            .run(&format!("{line} --index copy"))
            .code(0)
            .stdout();
        assert_eq!(here, there);
    }
}
