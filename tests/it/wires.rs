//! What agencies and press databases send, in their many variants: each file of `tests/data/wires` gives the
//! articles and problems that `expected.txt` beside them lists.
//!
//! All of it is invented, in the forms that the agencies document: their names for things, their nesting, what
//! they leave out. A row is a file, then what it gives: `name: value` for the fields that are there, and `beside:`
//! for what is kept without being a part of the text.

use crate::morgue::Archive;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The fields of an article in the list, in this order.
const FIELDS: &[&str] = &[
    "id",
    "headline",
    "date",
    "modified",
    "publication",
    "byline",
    "section",
    "language",
    "organisations",
    "body",
];

fn list(article: &Value, into: &mut String) {
    for field in FIELDS {
        let value = match &article[*field] {
            Value::String(text) => text.replace("\n\n", " ¶ ").replace('\n', " / "),
            Value::Array(names) => {
                let names: Vec<_> = names
                    .iter()
                    .filter_map(|name| name["name"].as_str())
                    .collect();
                names.join("; ")
            }
            _ => continue,
        };
        writeln!(into, "  {field}: {value}").unwrap();
    }
    for cut in article["cut"].as_array().into_iter().flatten() {
        let text = cut["text"].as_str().unwrap().trim();
        writeln!(
            into,
            "  beside: {}",
            text.replace("\n\n", " ¶ ").replace('\n', " / ")
        )
        .unwrap();
    }
    into.push('\n');
}

#[test]
fn every_variant_gives_what_is_listed() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/wires");
    let mut names: Vec<_> = fs::read_dir(&directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "expected.txt")
        .collect();
    names.sort();
    assert!(names.len() >= 20);
    let archive = Archive::new();
    let mut got = String::new();
    for name in &names {
        let mut command = archive.command(&format!("read {name}"));
        let output = command.current_dir(&directory).output().unwrap();
        writeln!(got, "{name}").unwrap();
        for line in String::from_utf8(output.stdout).unwrap().lines() {
            list(&serde_json::from_str(line).unwrap(), &mut got);
        }
        for line in String::from_utf8(output.stderr).unwrap().lines() {
            writeln!(got, "  problem: {line}\n").unwrap();
        }
    }
    let expected = fs::read_to_string(directory.join("expected.txt")).unwrap();
    for (at, (got, expected)) in got.lines().zip(expected.lines()).enumerate() {
        assert_eq!(got, expected, "line {} of expected.txt", at + 1);
    }
    assert_eq!(got.lines().count(), expected.lines().count());
}
