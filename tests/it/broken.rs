//! Ways of breaking a file: each is said in one sentence or mended, and nothing else is lost by it.
//!
//! One row a way: the file, what is said of it (nothing where it is mended), and how many articles it gives
//! all the same. All files lie in one archive, which is indexed once beside a whole one.

use crate::morgue::Archive;
use std::fmt::Write as _;
use std::io::Write as _;
use std::time::{Duration, Instant};

/// A broken file.
struct Way {
    name: &'static str,
    bytes: Vec<u8>,
    /// A part of the sentence, or nothing.
    said: &'static str,
    articles: usize,
}

fn way(name: &'static str, bytes: impl Into<Vec<u8>>, said: &'static str, articles: usize) -> Way {
    Way {
        name,
        bytes: bytes.into(),
        said,
        articles,
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// So many lines of JSON that pack badly, as true ones do.
fn lines(count: u64) -> String {
    let mut lines = String::new();
    for number in 0..count {
        let noise = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        writeln!(
            lines,
            r#"{{"headline": "Story {number}", "body": "Cocoa {noise}."}}"#
        )
        .unwrap();
    }
    lines
}

fn zip(members: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in members {
        archive.start_file(*name, stored).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The bytes with one of them changed, where `text` begins.
fn spoilt(mut bytes: Vec<u8>, text: &[u8], offset: usize, byte: u8) -> Vec<u8> {
    let at = memchr::memmem::find(&bytes, text).unwrap();
    bytes[at + offset] = byte;
    bytes
}

fn nitf(body: &str) -> String {
    format!(
        "<nitf><body><body.head><hedline><hl1>Cocoa</hl1></hedline></body.head><body.content>{body}</body.content></body></nitf>"
    )
}

fn record(text: &str, length: &str) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://a.example/x\r\nContent-Length: {length}\r\n\r\n{text}\r\n\r\n"
    )
}

fn page(text: &str) -> String {
    let prose = "The harbour council met on Tuesday to hear about cocoa. ".repeat(8);
    format!("<html><body><h1>Cocoa</h1><p>{prose}</p>{text}</body></html>")
}

/// How many lines can be had of something before it fails.
fn whole_lines(mut packed: impl std::io::Read) -> usize {
    let mut text = Vec::new();
    assert!(packed.read_to_end(&mut text).is_err());
    memchr::memchr_iter(b'\n', &text).count()
}

/// Containers.
fn packed() -> Vec<Way> {
    let packed = gzip(lines(500).as_bytes());
    let sum = packed.len() - 6;
    let zstd = zstd::encode_all(lines(500).as_bytes(), 1).unwrap();
    let two = [("one.txt", "One\n\nCocoa."), ("two.txt", "Two\n\nCocoa.")];
    let locked = spoilt(zip(&two), b"PK\x03\x04", 6, 1);
    let locked = spoilt(locked, b"PK\x01\x02", 8, 1);
    let odd = [("../../etc/passwd.txt", "One\n\nCocoa."), two[1]];
    let bomb = gzip(&vec![b'a'; 64 << 20]);
    let mut wrong_sum = packed.clone();
    wrong_sum[sum] ^= 1;
    let nested = gzip(&gzip(&gzip(b"One\n\nCocoa.")));
    vec![
        way(
            "gz-cut.jsonl.gz",
            &packed[..packed.len() / 2],
            "it breaks off",
            whole_lines(flate2::read::GzDecoder::new(&packed[..packed.len() / 2])),
        ),
        way(
            "gz-sum.jsonl.gz",
            wrong_sum,
            "does not have a matching checksum",
            500,
        ),
        way(
            "gz-tail.jsonl.gz",
            [&packed[..], b"\x01junk"].concat(),
            "the packed data is damaged",
            500,
        ),
        way("gz-not.txt.gz", "One\n\nCocoa.", "", 1),
        way("gz-bomb.txt.gz", bomb, "more than 200 times its size", 0),
        way(
            "gz-nested.txt.gz.gz.gz",
            nested,
            "compressed more than twice",
            0,
        ),
        way(
            "zst-cut.jsonl.zst",
            &zstd[..zstd.len() / 2],
            "it breaks off",
            whole_lines(zstd::Decoder::new(&zstd[..zstd.len() / 2]).unwrap()),
        ),
        way("zip-names.zip", zip(&odd), "", 2),
        way(
            "zip-sum.zip",
            spoilt(zip(&two), b"One\n", 0, b'X'),
            "one.txt: cannot be read further: the packed data is damaged",
            2,
        ),
        way(
            "zip-locked.zip",
            locked,
            "one.txt: is encrypted: unpack the archive with its password",
            1,
        ),
        way(
            "zip-cut.zip",
            &zip(&two)[..60],
            "the ZIP archive is damaged",
            1,
        ),
    ]
}

/// Markup.
fn marked() -> Vec<Way> {
    let mut laughs = String::from("<!DOCTYPE nitf [<!ENTITY a \"ha\">");
    for (name, inner) in ["b", "c", "d", "e", "f", "g", "h", "i"]
        .iter()
        .zip("abcdefgh".chars())
    {
        let many = format!("&{inner};").repeat(20);
        write!(laughs, "<!ENTITY {name} \"{many}\">").unwrap();
    }
    laughs.push_str("]>");
    laughs.push_str(&nitf("<p>&i;</p>"));
    let latin: Vec<u8> = page("")
        .replace("council", "café")
        .chars()
        .map(|c| c as u8)
        .collect();
    let mislabelled = [b"<meta charset=utf-8>".to_vec(), latin].concat();
    vec![
        way(
            "cdata.nitf",
            nitf("<p><![CDATA[Cocoa</p>"),
            "a CDATA section in it is not closed",
            1,
        ),
        way(
            "entity.nitf",
            nitf("<p>Cocoa &nix; caf&eacute; &#0;</p>"),
            "",
            1,
        ),
        way("bracket.nitf", nitf("<p>Cocoa < 5 & sugar > 3</p>"), "", 1),
        way("laughs.nitf", laughs, "", 1),
        way(
            "deep.nitf",
            "<nitf>".repeat(10_000),
            "more than 256 levels",
            0,
        ),
        way(
            "prolog.xml",
            "<?xml version=\"1.0\"?>\n",
            "it has no element",
            0,
        ),
        way(
            "cut.rss",
            "<rss><channel><title>T</title><item><title>One</title></item><item><title>Tw",
            "not valid XML",
            1,
        ),
        way("label.html", mislabelled, "", 1),
        way("deep.html", "<div>".repeat(10_000) + &page(""), "", 1),
        way("tables.html", page(&"<table>".repeat(50_000)), "", 1),
        way(
            "attributes.html",
            page(&format!("<p {}>x", "a=1 ".repeat(50_000))),
            "",
            1,
        ),
        way("comment.html", page("<!-- never closed"), "", 1),
        way(
            "schema.html",
            page(&format!(
                "<script type='application/ld+json'>{}</script>",
                "[".repeat(50_000)
            )),
            "",
            1,
        ),
    ]
}

/// Records in JSON, tables and crawls.
fn recorded() -> Vec<Way> {
    let good = record("Two\n\nCocoa.", "11");
    let deep = format!(
        r#"[{{"headline": "One", "x": {}{}}}, {{"headline": "Two"}}]"#,
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    vec![
        way("deep.json", deep, "recursion limit exceeded", 1),
        way(
            "half.json",
            r#"{"headline": "Half a \ud83d character", "body": "Cocoa"}"#,
            "",
            1,
        ),
        way(
            "commas.json",
            r#"[{"headline": "One"},, {"headline": }, {"headline": "Three"}]"#,
            "not valid JSON",
            2,
        ),
        way(
            "bytes.jsonl",
            b"{\"headline\": \"One \xff\xfe\"}\n{\"headline\": \"Two \xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\"}\n"
                .as_slice(),
            ":1: the record has bytes that fit no text encoding",
            1,
        ),
        way(
            "quote.csv",
            "title,text\nA,\"never closed\nB,fine\nC,\"also fine\"\n",
            ":2: a quote is opened and never closed",
            2,
        ),
        way(
            "header.csv",
            "One,Cocoa rises\nTwo,Cocoa falls\n",
            ":1: no column has a name that is known",
            0,
        ),
        way(
            "cells.csv",
            "title,text\nA,one,two,three\nB,fine\n",
            ":2: the row has 4 cells for 2 columns",
            1,
        ),
        way(
            "cut.warc",
            record("One\n\nCocoa.", "11") + &record("Two\n\nCocoa.", "99999"),
            "the file ends inside the record: what is there of it is kept",
            2,
        ),
        way(
            "short.warc",
            record("One\n\nCocoa.", "3") + &good,
            "another length than it says",
            2,
        ),
        way(
            "long.warc",
            record("One\n\nCocoa.", "90") + &good + &good,
            "another length than it says",
            3,
        ),
    ]
}

/// Mail and texts.
fn written() -> Vec<Way> {
    let wide: Vec<u8> = "Cocoa rises\n\nIn London, cocoa rose again.\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    vec![
        way(
            "headless.mbox",
            "From a@b.example Mon Jan  1 00:00:00 2024\n\nCocoa without a header.\n\nFrom a@b.example Mon Jan  1 00:00:00 2024\nSubject: Two\n\nCocoa.\n",
            "",
            2,
        ),
        way(
            "parts.eml",
            format!(
                "Subject: Parts\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n{}--x\n\nCocoa\n--x--\n",
                "--x\nContent-Type: multipart/mixed; boundary=x\n\n".repeat(2_000)
            ),
            "",
            1,
        ),
        way(
            "unclosed.trec",
            "<DOC>\n<DOCNO>A</DOCNO>\n<TEXT>\nOne\n</TEXT>\n<DOC>\n<DOCNO>B</DOCNO>\n<TEXT>\nTwo\n</TEXT>\n</DOC>\n",
            ":1: the record is not closed",
            2,
        ),
        way(
            "colon.md",
            "---\ntitle: Cocoa: a history\nbad: [unclosed\n---\nCocoa.\n",
            "",
            1,
        ),
        way("empty.txt", "", "the file is empty", 0),
        way(
            "zeros.txt",
            b"Cocoa\n\nIt\0rose\0again.\n".as_slice(),
            "is binary data, not text",
            0,
        ),
        way("wide.txt", wide, "", 1),
        way(
            "dates.csv",
            "title,date\nA,2025-02-30\nB,0001-01-01\nC,1970-01-01T00:00:00Z\nD,2050-01-01\nE,03/04/2025\n",
            ":3: the date `0001-01-01` lies before 1600",
            5,
        ),
    ]
}

#[test]
fn every_way_is_said_and_nothing_else_lost() {
    let archive = Archive::new();
    archive.file(
        "news/whole.txt",
        "A whole story\n\nThe only one about saffron.\n",
    );
    let ways: Vec<_> = packed()
        .into_iter()
        .chain(marked())
        .chain(recorded())
        .chain(written())
        .collect();
    let begun = Instant::now();
    let (mut all, mut wrong) = (1, String::new());
    for way in &ways {
        archive.file(&format!("news/{}", way.name), &way.bytes);
        let ran = archive.run(&format!("read news/{}", way.name));
        let (said, found) = (ran.stderr(), ran.stdout().lines().count());
        let line = said.lines().find(|line| line.contains(way.said));
        let told = match way.said {
            "" => said.is_empty(),
            _ => line.is_some_and(|line| line.starts_with(&format!("news/{}", way.name))),
        };
        if !told || found != way.articles {
            writeln!(wrong, "{}: {found} articles, {said}", way.name).unwrap();
        }
        all += found;
    }
    assert_eq!(wrong, "");
    let ran = archive.run("index news --quiet --no-organisations");
    assert!(!ran.stderr().contains("please report"), "{}", ran.stderr());
    ran.err("gz-bomb").code(3);
    archive.run("count").code(0).out(&format!("{all}\n"));
    archive.run("count saffron").code(0).out("1\n");
    let most = Duration::from_mins(2);
    assert!(begun.elapsed() < most, "took {:?}", begun.elapsed());
}
