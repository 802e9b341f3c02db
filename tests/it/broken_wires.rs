//! Ways of breaking what agencies send and what it is packed in: each is said in a sentence or mended, and nothing
//! beside the broken part is lost. As `broken`, for NITF, NewsML-G2, ninjs, feeds, mail and wire copy.

use crate::morgue::Archive;
use std::io::Write as _;

fn item(guid: &str, text: &str) -> String {
    format!(
        "<newsItem guid='{guid}'><itemMeta><versionCreated>2025-09-25T10:00:00Z</versionCreated></itemMeta>\
         <contentMeta><headline>Head {guid}</headline></contentMeta><contentSet><inlineXML contenttype='application/xhtml+xml'>\
         <html><body><p>{text}</p></body></html></inlineXML></contentSet></newsItem>"
    )
}

fn message(items: &[String]) -> String {
    format!(
        "<newsMessage><itemSet>{}</itemSet></newsMessage>",
        items.concat()
    )
}

fn mail(subject: &str, more: &str, text: &str) -> String {
    format!(
        "From a@x.example Thu Sep 25 10:00:00 2025\nSubject: {subject}\nDate: Thu, 25 Sep 2025 10:00:00 +0000\n{more}\n{text}\n\n"
    )
}

fn wire(text: &str) -> String {
    format!(
        "\u{1}aba0123 4 wi 123 dpa 0456\r\n\u{2}Kopf {text} =\r\n\r\n   Der Text {text}.\r\n\u{3}251402 Sep 25\r\n\u{4}\r\n"
    )
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// Windows-1252, as far as these texts go.
fn latin(text: &str) -> Vec<u8> {
    text.chars()
        .map(|one| u8::try_from(u32::from(one)).unwrap())
        .collect()
}

/// The file, a part of what is said of it (nothing where it is mended), the bodies of its articles.
type Way = (&'static str, Vec<u8>, &'static str, &'static [&'static str]);

fn documents() -> Vec<Way> {
    let good = item("1", "One.");
    let deep = item(
        "2",
        &format!("{}deep{}", "<div>".repeat(5_000), "</div>".repeat(5_000)),
    );
    let three = [good.clone(), deep, item("3", "Three.")];
    let cut = message(&[good.clone(), item("2", "Two.")]);
    let entities = "<!DOCTYPE nitf [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\"><!ENTITY x SYSTEM \"file:///etc/passwd\">]>\
        <nitf><body><body.content><p>One &b; &x;.</p></body.content></body></nitf>";
    vec![
        ("deep.xml", message(&three).into(), "item 2: has more than 256 levels", &["One.", "Three."]),
        ("cut.xml", cut[..cut.len() - 120].into(), "not valid XML", &["One."]),
        ("entities.xml", entities.into(), "", &["One &b; &x;."]),
        (
            "attribute.xml",
            message(&[good.clone(), format!("<newsItem guid='{}'/>", "x".repeat(3_000_000)), item("3", "Three.")]).into(),
            "has neither a headline nor a body",
            &["One.", "Three."],
        ),
        ("return.xml", message(&[good]).replace("><", ">\r<").into(), "", &["One."]),
        (
            "zero.rss",
            "<rss><channel><item><title>A</title><description>On\0e.</description></item><item><title>B</title><description>Two.</description></item></channel></rss>".into(),
            "",
            &["One.", "Two."],
        ),
        (
            "label.xml",
            latin("<?xml version='1.0' encoding='utf-8'?><nitf><body><body.content><p>Café \u{96} cher.</p></body.content></body></nitf>"),
            "",
            &["Café – cher."],
        ),
    ]
}

fn records() -> Vec<Way> {
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    vec![
        (
            "deep.jsonl",
            format!("{{\"headline\": \"A\", \"body\": \"One.\", \"associations\": {deep}}}\n{{\"headline\": \"B\", \"body\": \"Two.\"}}\n").into(),
            ":1: not valid JSON: recursion limit exceeded",
            &["Two."],
        ),
        (
            "twice.json",
            r#"{"headline": "A", "headline": "B", "body": "One.", "body": "Two."}"#.into(),
            "",
            &["Two."],
        ),
        (
            "nan.jsonl",
            "{\"headline\": \"A\", \"score\": NaN, \"body\": \"One.\"}\n{\"headline\": \"B\", \"n\": 1e999, \"body\": \"Two.\"}\n".into(),
            "",
            &["One.", "Two."],
        ),
        (
            "joined.jsonl",
            "\u{feff}{\"headline\": \"A\", \"body\": \"One.\"}\r\u{feff}{\"headline\": \"B\", \"body\": \"Two.\"}\r".into(),
            "",
            &["One.", "Two."],
        ),
        (
            "story.json",
            r#"{"uri": "u", "headline": "A", "bodies": [{"contentType": "text/vnd.IPTC.NITF", "value": "<nitf><body><body.content><p>One."}]}"#.into(),
            "",
            &["One."],
        ),
    ]
}

fn messages() -> Vec<Way> {
    let mut mixed = mail("A", "Content-Type: text/plain; charset=utf-8\n", "Café un.").into_bytes();
    mixed.extend(latin(&mail(
        "B",
        "Content-Type: text/plain; charset=iso-8859-1\n",
        "Café deux.",
    )));
    mixed.extend(latin(&mail("Café", "", "Café trois.")));
    let returns = mail("A", "", "One.") + &mail("B", "", "Two.");
    let mut nested = String::new();
    for level in 0..1_000 {
        let part = format!("Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n");
        nested.push_str(&part);
    }
    let filled = wire("eins").replace("Der", "\0\0Der") + &"\0".repeat(50) + &wire("zwei");
    let unmarked = wire("eins").replace('\u{3}', "");
    vec![
        (
            "mixed.mbox",
            mixed,
            "",
            &["Café un.", "Café deux.", "Café trois."],
        ),
        (
            "return.mbox",
            returns.replace('\n', "\r").into(),
            "",
            &["One.", "Two."],
        ),
        (
            "nested.eml",
            format!("Subject: A\nMIME-Version: 1.0\n{nested}").into(),
            "",
            &[""],
        ),
        (
            "filled.iptc",
            filled.into(),
            "",
            &["Der Text eins.", "Der Text zwei."],
        ),
        ("unmarked.iptc", unmarked.into(), "", &["Der Text eins."]),
        (
            "begins.iptc",
            vec![1; 1_000_000],
            "is binary data, not text",
            &[],
        ),
    ]
}

fn packed() -> Vec<Way> {
    let whole = message(&[item("1", "One.")]);
    let mut garbage = gzip(whole.as_bytes());
    garbage.extend(b"GARBAGE".repeat(9));
    let thrice = gzip(&gzip(&gzip(whole.as_bytes())));
    let cut = gzip(message(&[item("1", "One."), item("2", "Two.")]).as_bytes());
    let bomb = format!(
        "<newsMessage><itemSet>{}</itemSet></newsMessage>",
        " ".repeat(20_000_000)
    );
    vec![
        (
            "garbage.xml.gz",
            garbage,
            "the packed data is damaged",
            &["One."],
        ),
        (
            "thrice.xml.gz",
            thrice,
            "is compressed more than twice",
            &[],
        ),
        (
            "cut.xml.gz",
            cut[..cut.len() - 12].into(),
            "the packed data is damaged (it breaks off)",
            &["One.", "Two."],
        ),
        (
            "bomb.xml.gz",
            gzip(bomb.as_bytes()),
            "unpacks to more than 200 times its size",
            &[],
        ),
    ]
}

#[test]
fn every_way_is_said_and_nothing_beside_it_lost() {
    let archive = Archive::new();
    let mut wrong = Vec::new();
    let ways = documents()
        .into_iter()
        .chain(records())
        .chain(messages())
        .chain(packed());
    for (name, bytes, said, bodies) in ways {
        archive.file(name, &bytes);
        let ran = archive.run(&format!("read {name}"));
        let found: Vec<serde_json::Value> = ran
            .stdout()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let found: Vec<_> = found
            .iter()
            .map(|one| one["body"].as_str().unwrap())
            .collect();
        let stderr = ran.stderr();
        let told = match said {
            "" => stderr.is_empty(),
            _ => stderr
                .lines()
                .any(|line| line.starts_with(name) && line.contains(said)),
        };
        if !told || found != bodies || !matches!(ran.exit(), Some(0 | 3)) {
            wrong.push(format!("{name}: {found:?} {stderr}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
