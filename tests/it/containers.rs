//! Packed files: what is inside is found, dated and named; what cannot be unpacked is said.

use crate::morgue::Archive;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const LINES: &str = "{\"headline\": \"One\", \"body\": \"Cocoa one.\"}\nbroken\n\
    {\"id\": \"given\", \"headline\": \"Two\", \"body\": \"Cocoa two.\"}\n";

fn gzip(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes.as_ref()).unwrap();
    packed.finish().unwrap()
}

fn zstd(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    zstd::encode_all(bytes.as_ref(), 1).unwrap()
}

/// A tar archive; names are taken as they are, also those that tools refuse to write.
fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        archive.append(&header, *bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn text(headline: &str) -> Vec<u8> {
    format!("{headline}\n\nA story about cocoa.\n").into_bytes()
}

/// Indexes `news`, which has problems, and gives what was said.
fn said(archive: &Archive) -> String {
    let ran = archive.run("index news --no-organisations");
    let said = ran.stderr();
    ran.err("skipped").code(3);
    said
}

#[track_caller]
fn says(said: &str, lines: &[&str]) {
    for line in lines {
        assert!(said.contains(line), "no {line:?} in\n{said}");
    }
}

/// The ids of all articles, in order of their names.
fn ids(archive: &Archive) -> Vec<String> {
    let found = archive
        .run("search * --limit 100 --format ids")
        .code(0)
        .stdout();
    let mut ids: Vec<_> = found.lines().map(str::to_owned).collect();
    ids.sort();
    ids
}

#[test]
fn a_packed_file_is_read_as_the_file() {
    let archive = Archive::new();
    let members = [
        gzip(LINES),
        gzip("{\"headline\": \"Three\", \"body\": \"x\"}\n"),
    ]
    .concat();
    archive
        .file("news/2024-05-01.txt.gz", gzip(text("Packed")))
        .file("news/a.jsonl.gz", members)
        .file("news/b.jsonl.zst", [zstd(LINES), zstd(LINES)].concat())
        .file("news/c.txt.gz", text("Packed in name only"))
        .file("news/d.txt.gz.zst", zstd(gzip(text("Twice"))));
    says(
        &said(&archive),
        &[
            "a.jsonl.gz:2: not valid JSON",
            "b.jsonl.zst:5: not valid JSON",
        ],
    );
    archive.run("count").code(0).out("10\n");
    archive.run("show a.jsonl.gz#4").code(0).holds("Three");
    archive
        .run("search packed --format ids")
        .code(0)
        .out("2024-05-01.txt.gz\nc.txt.gz\n");
    archive.run("count date:2024-05-01").code(0).out("1\n");
    archive.run("show d.txt.gz.zst").code(0).holds("Twice");
}

#[test]
fn members_of_archives_have_paths_and_dates_of_their_own() {
    let archive = Archive::new();
    let members: &[(&str, &[u8])] = &[
        ("./2024/05/01/a.txt", &text("Dated")),
        ("deep/lines.jsonl.gz", &gzip(LINES)),
        (".hidden/x.txt", &text("Hidden")),
        ("../../etc/up.txt", &text("Up")),
        ("/etc/absolute.txt", &text("Absolute")),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0"),
    ];
    let tar = tar(members);
    archive
        .file("news/x.tar", &tar)
        .file("news/x.tgz", gzip(&tar))
        .file("news/x.tar.zst", zstd(&tar))
        .file("news/x.zip", zip(members))
        .file(
            "news/nest.tar.gz",
            gzip(self::tar(&[(
                "in.zip",
                &zip(&[("y.txt", &text("Nested"))]),
            )])),
        );
    let said = said(&archive);
    let mut expected = vec!["nest.tar.gz/in.zip/y.txt".to_owned()];
    for outer in ["x.tar", "x.tar.zst", "x.tgz", "x.zip"] {
        says(
            &said,
            &[
                &format!("news/{outer}: deep/lines.jsonl.gz:2: not valid JSON"),
                &format!("news/{outer}: picture.png: is a PNG picture"),
            ],
        );
        for inner in [
            "2024/05/01/a.txt",
            "deep/lines.jsonl.gz#1",
            "etc/absolute.txt",
            "etc/up.txt",
        ] {
            expected.push(format!("{outer}/{inner}"));
        }
        expected.push(format!("news:{outer}/deep/lines.jsonl.gz#3"));
        archive
            .run(&format!("show {outer}/deep/lines.jsonl.gz#3"))
            .code(0)
            .holds("Cocoa two");
    }
    expected.sort();
    assert_eq!(ids(&archive), expected);
    archive.run("count date:2024-05-01").code(0).out("4\n");
    archive.run("count path:x.zip/etc/**").code(0).out("2\n");
}

#[test]
fn an_archive_that_changes_is_replaced_as_one_file() {
    let archive = Archive::new();
    archive.file(
        "news/x.zip",
        zip(&[("a.txt", &text("A")), ("b.txt", &text("B"))]),
    );
    archive
        .run("index news --no-organisations")
        .err("added             1 file, 2 articles")
        .code(0);
    archive.run("index").err("unchanged         1 file").code(0);
    archive.file(
        "news/x.zip",
        zip(&[("b.txt", &text("B")), ("other.txt", &text("C"))]),
    );
    archive
        .run("index")
        .err("replaced          1 file, 2 articles")
        .code(0);
    assert_eq!(ids(&archive), ["x.zip/b.txt", "x.zip/other.txt"]);
}

#[test]
fn what_cannot_be_unpacked_is_said_and_the_rest_kept() {
    let archive = Archive::new();
    let two = tar(&[
        ("a.txt", &text("First")),
        ("b.txt", &text("Second").repeat(2000)),
    ]);
    let mut state = 1_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        b'a' + (state >> 24) as u8 % 26
    })
    .take(40_000)
    .collect();
    let packed = gzip(tar(&[("a.txt", &text("Kept")), ("b.txt", &noise)]));
    let mut encrypted = zip(&[("secret.txt", &text("Secret")), ("open.txt", &text("Open"))]);
    // The flag of the first member, in its header and in the directory.
    let directory = encrypted
        .windows(4)
        .position(|at| at == b"PK\x01\x02")
        .unwrap();
    encrypted[6] |= 1;
    encrypted[directory + 8] |= 1;
    let whole = zip(&[("z.txt", &text("Zip"))]);
    archive
        .file("news/cut.tar", &two[..two.len() - 20_000])
        .file("news/cut.tgz", &packed[..packed.len() - 5000])
        .file("news/cut.zip", &whole[..whole.len() - 10])
        .file("news/secret.zip", encrypted)
        .file("news/bzip2.txt.bz2", b"BZh91AY&SY\x00\xff\xfe")
        .file(
            "news/three.zip",
            zip(&[("2.zip", &zip(&[("3.zip", &whole)]))]),
        )
        .file("news/empty.tar", [0; 1024])
        .file(
            "news/office.docx",
            zip(&[("[Content_Types].xml", b"<Types/>")]),
        );
    let said = said(&archive);
    says(
        &said,
        &[
            "news/cut.tar: b.txt: cannot be read further: the archive breaks off in it",
            "news/cut.tgz: b.txt: cannot be read further: the packed data is damaged",
            "news/cut.zip: the ZIP archive is damaged",
            "news/secret.zip: secret.txt: is encrypted",
            "news/bzip2.txt.bz2: is packed by bzip2",
            "news/three.zip: 2.zip/3.zip: is an archive in an archive in an archive",
            "news/empty.tar: ",
            "news/office.docx: is an Office document",
        ],
    );
    assert_eq!(
        ids(&archive),
        [
            "cut.tar/a.txt",
            "cut.tar/b.txt",
            "cut.tgz/a.txt",
            "cut.tgz/b.txt",
            "cut.zip/z.txt",
            "secret.zip/open.txt"
        ]
    );
}

#[test]
fn a_bomb_is_stopped_and_the_rest_kept() {
    let archive = Archive::new();
    let zeros = vec![b'x'; 30 << 20];
    archive
        .file("news/bomb.txt.gz", gzip(&zeros))
        .file("news/bomb.jsonl.zst", zstd(&zeros))
        .file(
            "news/bomb.zip",
            zip(&[("0.txt", &zeros), ("good.txt", &text("Good"))]),
        );
    says(
        &said(&archive),
        &[
            "news/bomb.txt.gz: cannot be read further: unpacks to more than 200 times its size",
            "news/bomb.jsonl.zst: cannot be read further: unpacks to more than 200 times its size",
            "news/bomb.zip: 0.txt: cannot be read further: unpacks to more than 200 times its size",
        ],
    );
    assert_eq!(ids(&archive), ["bomb.zip/good.txt"]);
}

#[test]
fn files_of_word_processors_are_read_as_their_text() {
    let archive = Archive::new();
    let word = "<w:document><w:body><w:p><w:r><w:t>Pilots strike</w:t></w:r></w:p><w:p/>\
        <w:p><w:r><w:t xml:space=\"preserve\">By Ines Calloway</w:t></w:r></w:p><w:p/>\
        <w:p><w:r><w:t>The pilots of the harbour </w:t><w:t>went on strike &amp; stayed out.</w:t></w:r></w:p>\
        </w:body></w:document>";
    let open = "<office:document-content><office:body><office:text><text:h>Ferries wait</text:h><text:p/>\
        <text:p>The ferries of the harbour waited.</text:p></office:text></office:body></office:document-content>";
    let docx = zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", word.as_bytes()),
    ]);
    let odt = zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", open.as_bytes()),
        ("META-INF/manifest.xml", b"<manifest/>"),
    ]);
    archive
        .file("news/2019-05-03.docx", &docx)
        .file("news/box.zip", zip(&[("ferries.odt", &odt)]));
    archive.run("index news --quiet --no-organisations").code(0);
    assert_eq!(ids(&archive), ["2019-05-03.docx", "box.zip/ferries.odt"]);
    archive
        .run("search harbour --format jsonl --sort newest --fields headline,byline,date")
        .holds("\"Pilots strike\"")
        .holds("\"Ines Calloway\"")
        .holds("\"2019-05-03\"")
        .holds("\"Ferries wait\"");
    let table = zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", b"<w/>"),
    ]);
    let cut = &docx[..docx.len() / 2];
    archive
        .file("news/table.xlsx", table)
        .file("news/cut.docx", cut);
    let said = said(&archive);
    says(
        &said,
        &[
            "table.xlsx: is a table of Excel",
            "save it as CSV",
            "cut.docx: the ZIP archive is damaged",
        ],
    );
    archive.run("count harbour").out("2\n");
}
