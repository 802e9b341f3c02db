//! Pages of many makers, and scraped texts with residue, all of them invented.
//!
//! Each page of `tests/data/pages` gives the day that `expected.txt` beside them has: they are made in the manner of
//! the systems and newspapers that they are named after, where those put their dates, what stands beside them, in
//! which language. Each page of `tests/data/pages/whole` gives the fields that the `.json` beside it has, and so does
//! each text of `tests/data/dumps`; a date of `null` is that of a page that tells none, whatever else is dated there.

use crate::morgue::Archive;
use serde_json::Value;
use std::fs;
use std::path::Path;

#[test]
fn every_page_gives_the_day_of_its_publication() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pages");
    let expected = fs::read_to_string(directory.join("expected.txt")).unwrap();
    let archive = Archive::new();
    let mut wrong = Vec::new();
    assert!(expected.lines().count() >= 50);
    for line in expected.lines() {
        let (name, day) = line.split_once(' ').unwrap();
        let mut command = archive.command(&format!("read {name}"));
        let output = command.current_dir(&directory).output().unwrap();
        let article: Value = serde_json::from_slice(&output.stdout).unwrap();
        let date = article["date"].as_str().unwrap_or_default();
        if date.split('T').next() != Some(day) {
            wrong.push(format!("{name}: {date} is not {day}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Reads all files of a directory with an extension by one command, and returns those that differ from what is expected.
fn differing(directory: &str, extension: &str) -> (usize, Vec<String>) {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join(directory);
    let files = fs::read_dir(&directory)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .collect();
    files.sort();
    let names = files.iter().map(|path| path.file_name().unwrap());
    let mut command = Archive::new().command("read");
    let output = command
        .args(names)
        .current_dir(&directory)
        .output()
        .unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    let articles: Vec<Value> = output
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(articles.len(), files.len(), "each file gives an article");
    let mut wrong = Vec::new();
    for (path, article) in files.iter().zip(&articles) {
        let expected = fs::read_to_string(path.with_extension("json")).unwrap();
        let expected: Value = serde_json::from_str(&expected).unwrap();
        for (field, value) in expected.as_object().unwrap() {
            let found = match &article[field] {
                Value::String(date) if field == "date" => date.split('T').next().unwrap().into(),
                other => other.clone(),
            };
            if found != *value {
                wrong.push(format!(
                    "{}: {field} is {found}, not {value}",
                    path.display()
                ));
            }
        }
    }
    (files.len(), wrong)
}

#[test]
fn pages_come_out_whole() {
    let (pages, wrong) = differing("tests/data/pages/whole", "html");
    assert!(pages > 100 && wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn scraped_texts_come_out_without_their_residue() {
    let (texts, wrong) = differing("tests/data/dumps", "txt");
    assert!(texts >= 19 && wrong.is_empty(), "{}", wrong.join("\n"));
}
