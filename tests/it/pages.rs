//! Dates on pages of many makers: each page of `tests/data/pages` gives the day that `expected.txt` beside them has.
//!
//! All of them are invented, in the manner of the systems and newspapers that they are named after: where those
//! put their dates, what stands beside them, in which language.

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
