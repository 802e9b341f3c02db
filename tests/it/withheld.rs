//! What agencies take back or hold under embargo: said, with the places, and read when it may be.

use crate::morgue::Archive;
use std::path::Path;
use std::process::Command;

fn item(guid: &str, status: &str, meta: &str) -> String {
    format!(
        "<newsItem guid='{guid}'><itemMeta><versionCreated>2025-09-25T10:00:00Z</versionCreated>{meta}\
         <pubStatus qcode='stat:{status}'/></itemMeta><contentMeta><headline>Cocoa of {guid}</headline></contentMeta>\
         <contentSet><inlineData contenttype='text/plain'>Cocoa on the quay.</inlineData></contentSet></newsItem>"
    )
}

#[test]
fn an_article_that_is_taken_back_elsewhere_is_named_with_both_places() {
    let revision = |revision: &str, status: &str| {
        format!(
            "<NewsML><NewsItem><Identification><NewsIdentifier><PublicIdentifier>urn:newsml:w.example:20250925:A1:{revision}</PublicIdentifier>\
             </NewsIdentifier></Identification><NewsManagement><FirstCreated>20250925T100000Z</FirstCreated><Status FormalName='{status}'/></NewsManagement>\
             <NewsComponent><NewsLines><HeadLine>Cocoa</HeadLine></NewsLines><ContentItem><DataContent><p>Cocoa rose.</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
        )
    };
    let archive = Archive::new();
    archive
        .file("news/1.xml", item("urn:x:1", "usable", ""))
        .file("news/2.xml", item("urn:x:2", "usable", ""))
        .file("news/3.xml", item("urn:x:1", "canceled", ""))
        .file("news/4.xml", revision("1", "Usable"))
        .file("news/5.xml", revision("2U", "Canceled"))
        .file(
            "news/6.json",
            r#"{"uri": "urn:x:9", "headline": "Gone", "pubstatus": "canceled"}"#,
        );
    archive
        .run("index news --no-organisations")
        .err("news/3.xml: the article `urn:x:1` is withdrawn by its sender (`canceled`): not read")
        .err("3 withheld")
        .code(3);
    let ran = archive.run("problems --kind withdrawn --format tsv");
    let rows: Vec<_> = ran.stdout().lines().skip(1).map(str::to_owned).collect();
    assert_eq!(rows.len(), 2, "{rows:?}");
    for (row, parts) in rows.iter().zip([
        [
            "news/1.xml",
            "urn:x:1",
            "news/3.xml`: it is kept as it was sent, and found",
        ],
        [
            "news/4.xml",
            "urn:newsml:w.example:20250925:A1:1",
            "news/5.xml`: it is kept",
        ],
    ]) {
        for part in parts {
            assert!(row.replace("//", "/").contains(part), "{part}: {row}");
        }
    }
    archive.run("count cocoa").out("3\n").code(0);

    std::fs::remove_file(archive.path("news/3.xml")).unwrap();
    std::fs::remove_file(archive.path("news/5.xml")).unwrap();
    archive
        .run("index news --no-organisations")
        .err("removed")
        .code(0);
    archive.run("problems --kind withdrawn").code(1);
}

/// Compiles what moves the calendar; the linker of Rust is a C compiler.
fn clock(archive: &Archive) -> String {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/clock.c");
    let library = archive.path("clock.so");
    let mut compiler = Command::new("cc");
    compiler.args(["-Wall", "-Werror", "-shared", "-fPIC", "-o"]);
    let compiled = compiler.args([&library, &source]).arg("-ldl").status();
    assert!(compiled.unwrap().success());
    library.display().to_string()
}

#[test]
fn an_embargoed_item_goes_in_by_the_run_after_its_day() {
    const DAY: i64 = 24 * 60 * 60;
    let archive = Archive::new();
    let clock = clock(&archive);
    let run = |call: &str, day: i64| {
        let mut command = archive.command(call);
        command
            .env("LD_PRELOAD", &clock)
            .env("MORGUE_CLOCK", (day * DAY).to_string());
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (
            text(output.stdout),
            text(output.stderr),
            output.status.code(),
        )
    };
    let until = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(3 * 24);
    let embargoed = format!("<embargoed>{until}</embargoed>");
    let message = format!(
        "<newsMessage><itemSet>{}{}</itemSet></newsMessage>",
        item("urn:x:1", "usable", ""),
        item("urn:x:2", "usable", &embargoed)
    );
    archive.file("news/wire.xml", message);
    let day = until.to_string()[..10].to_owned();

    let (_, said, code) = run("index news --no-organisations", 0);
    let sentence = format!(
        "the article `urn:x:2` is under embargo until {day}: the first run from then on reads it"
    );
    assert!(said.contains(&sentence), "{said}");
    assert_eq!(code, Some(3));
    assert_eq!(run("count cocoa", 0).0, "1\n");
    assert!(run("problems --kind withheld", 0).0.contains("urn:x:2"));

    run("index news --no-organisations", 2);
    assert_eq!(run("count cocoa", 2).0, "1\n");

    let (_, said, code) = run("index news --no-organisations", 4);
    assert_eq!(
        (run("count cocoa", 4).0.as_str(), code),
        ("2\n", Some(0)),
        "{said}"
    );
    assert_eq!(run("problems --kind withheld", 4).2, Some(1));
}
