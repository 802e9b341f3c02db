//! Hostile input: whatever a file holds, it costs little, harms nothing that is shown, and keeps no other
//! file out of the index. Bombs in archives are in `containers.rs`, what is merely broken in `bad_input.rs`.

use crate::morgue::Archive;
use std::fmt::Write;
use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

/// So long a hostile file of some megabytes may take in a build without optimisation, beside other tests.
const PATIENCE: Duration = Duration::from_mins(1);

/// Indexes one hostile file beside a good one, and says what was said of it.
fn said(name: &str, content: impl AsRef<[u8]>) -> (Archive, String) {
    let archive = Archive::new();
    archive
        .file(
            "news/good.txt",
            "A good story\n\nWith a body about cocoa.\n",
        )
        .file(&format!("news/{name}"), content);
    let begun = Instant::now();
    let ran = archive.run("index news --no-organisations --quiet");
    assert!(begun.elapsed() < PATIENCE, "{name}: {:?}", begun.elapsed());
    let said = ran.stderr();
    assert!(matches!(ran.exit(), Some(0 | 3)), "{name}: {said}");
    archive.run("count cocoa").code(0).out("1\n");
    archive.run("check --quiet").code(0).out("");
    (archive, said)
}

#[test]
fn entities_are_not_expanded_without_end() {
    let mut bomb = String::from("<?xml version=\"1.0\"?>\n<!DOCTYPE nitf [<!ENTITY a \"lol\">\n");
    for (one, next) in "abcdefghi".chars().zip("bcdefghij".chars()) {
        let ten = format!("&{one};").repeat(10);
        writeln!(bomb, "<!ENTITY {next} \"{ten}\">").unwrap();
    }
    bomb += "]>\n<nitf><head><title>T</title></head><body><body.content><p>&j;</p></body.content></body></nitf>";
    let (archive, _) = said("bomb.xml", bomb);
    let shown = archive.run("search * --format jsonl").code(0).stdout();
    assert!(!shown.contains("lollol"), "{shown}");
    let (archive, _) = said(
        "file.xml",
        "<?xml version=\"1.0\"?>\n<!DOCTYPE nitf [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n\
         <nitf><head><title>T</title></head><body><body.content><p>&x;</p></body.content></body></nitf>",
    );
    let shown = archive.run("search * --format jsonl").code(0).stdout();
    assert!(!shown.contains("root:"), "{shown}");
}

#[test]
fn depth_is_bounded() {
    const DEEP: usize = 100_000;
    for (name, content) in [
        ("deep.json", "[".repeat(DEEP)),
        (
            "deep.jsonl",
            format!("{{\"body\": {}1{}}}\n", "[".repeat(DEEP), "]".repeat(DEEP)),
        ),
        (
            "deep.html",
            format!("<html><body>{}A deep text.", "<div>".repeat(DEEP)),
        ),
        (
            "tables.html",
            format!(
                "<html><body>{}A deep text.",
                "<table><tr><td>".repeat(DEEP / 2)
            ),
        ),
        ("deep.xml", format!("<nitf><body>{}", "<p>".repeat(DEEP))),
        (
            "deep.md",
            format!("---\na: {}\n---\nText\n", "[".repeat(DEEP)),
        ),
    ] {
        let (_, said) = said(name, content);
        assert!(!said.contains("please report"), "{said}");
    }
}

#[test]
fn what_a_terminal_would_obey_is_not_printed() {
    let headline = "Red \u{1b}[31malert\u{7}\u{202e}desrever\u{2066}\u{200b} \u{0}end";
    let record = serde_json::json!({"headline": headline, "body": format!("Body {headline}"), "id": headline});
    let (archive, _) = said("escape.json", format!("[{record}]"));
    // For a terminal more is taken out (tests of the printers); a pipe keeps the marks of direction that a
    // text may need.
    for call in [
        "search alert",
        "search alert --color always",
        "search alert --format tsv",
        "search alert --format paths",
        "search alert --format bibtex",
        "concordance alert",
        "show escape.json#1",
        "problems",
    ] {
        let ran = archive.run(call);
        let shown = ran.stdout() + &ran.stderr();
        let obeyed = ['\u{7}', '\u{8}', '\0', '\u{9b}'];
        assert!(!shown.contains(obeyed), "{call}: {shown:?}");
        assert!(!shown.contains("\u{1b}[31malert"), "{call}: {shown:?}");
        let colours = call.contains("always");
        assert!(colours || !shown.contains('\u{1b}'), "{call}: {shown:?}");
    }
}

#[test]
fn a_cell_starts_no_formula() {
    let record = serde_json::json!({"headline": "=HYPERLINK(\"http://x.example\")", "body": "+cmd on the quay."});
    let (archive, _) = said("cell.json", format!("[{record}]"));
    let call = "search hyperlink --format csv --fields headline,path";
    let shown = archive.run(call).code(0).stdout();
    assert!(shown.contains("\"'=HYPERLINK("), "{shown}");
}

#[test]
fn a_headline_of_megabytes_is_held_whole() {
    let headline = "Quay ".repeat(400_000);
    let record = serde_json::json!({"headline": headline, "body": "Text"});
    let (archive, said) = said("long.json", format!("[{record}]"));
    assert!(!said.contains("please report"), "{said}");
    let shown = archive.run("search quay --format jsonl").code(0).json();
    assert_eq!(
        shown["headline"].as_str().map(str::len),
        Some(headline.trim_end().len())
    );
}

#[test]
fn dates_at_both_ends_do_not_wrap() {
    let dates = [
        ("1650-07-01", "1650-07-01"),
        ("1677-09-20", "1677-09-20"),
        ("1677-09-22T00:12:43Z", "1677-09-22T00:12:43Z"),
        ("1599-12-31", ""),
        ("2262-04-12", ""),
        ("9999-12-31", ""),
        ("0001-01-01", ""),
        ("-9999-01-01", ""),
    ];
    let record = |(number, (date, _)): (usize, &(&str, &str))| {
        format!(
            "{{\"id\": \"{number}\", \"headline\": \"H{number}\", \"body\": \"Tulips.\", \"date\": \"{date}\"}}\n"
        )
    };
    let lines: String = dates.iter().enumerate().map(record).collect();
    let (archive, said) = said("early.jsonl", lines);
    for refused in ["1599-12-31", "2262-04-12", "9999-12-31", "0001-01-01"] {
        assert!(said.contains(refused), "{refused} in {said}");
    }
    for (number, (given, held)) in dates.iter().enumerate() {
        let call = format!("search tulips headline:H{number} --format jsonl");
        let shown = archive.run(&call).code(0).json()["date"].clone();
        assert_eq!(shown.as_str().unwrap_or_default(), *held, "{given}");
    }
    archive.run("count tulips --until 1650").code(0).out("1\n");
    archive.run("count date:1677").code(0).out("2\n");
    let sorted = archive.run("search tulips date:* --sort oldest --format ids");
    assert_eq!(sorted.code(0).stdout(), "0\n1\n2\n");
    archive
        .run("timeline tulips --by year --format csv --since 1650 --until 1677")
        .holds("1650")
        .code(0);
}

#[test]
fn lone_surrogates_and_control_bytes_become_text() {
    let (archive, _) = said(
        "odd.json",
        br#"[{"headline": "Lone \ud800 half", "body": "NUL \u0000 and \u0001 tulips"}]"#,
    );
    let shown = archive.run("search tulips --format jsonl").code(0).stdout();
    assert!(!shown.contains('\0'), "{shown}");
}

#[test]
fn devices_are_named_and_not_read() {
    let archive = Archive::new();
    archive.file(
        "news/good.txt",
        "A good story\n\nWith a body about cocoa.\n",
    );
    symlink("/dev/zero", archive.path("news/zero.txt")).unwrap();
    archive
        .run("index news --no-organisations --quiet")
        .err("news/zero.txt: not a regular file")
        .code(3);
    archive
        .run("read /dev/zero")
        .err("/dev/zero: is binary data")
        .code(3);
}

#[test]
fn limits_are_options_and_kept() {
    let archive = Archive::new();
    archive
        .file(
            "news/good.txt",
            "A good story\n\nWith a body about cocoa.\n",
        )
        .file(
            "news/wire.jsonl",
            format!(
                "{{\"headline\": \"Long\", \"body\": \"{}\"}}\n",
                "tulips ".repeat(1000)
            ),
        );
    archive
        .run("index news --no-organisations --quiet --max-record 2K")
        .err("longer than 2048 bytes: split it, or allow more with `--max-record`")
        .code(3);
    archive
        .run("index --quiet --rebuild")
        .err("longer than 2048 bytes")
        .code(3);
    archive.run("count tulips").code(1).out("0\n");
    archive
        .run("index news --no-organisations --quiet --max-record 8K")
        .code(0);
    archive.run("count tulips").code(0).out("1\n");
}
