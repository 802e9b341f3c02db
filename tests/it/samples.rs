//! Every sample file gives the articles that stand beside it in `.NAME.expected`.

use crate::morgue::{Archive, samples};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// Every file with what it must become.
fn pairs(dir: &Path, found: &mut Vec<(PathBuf, PathBuf)>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            pairs(&path, found);
        } else if let Some(file) = name
            .strip_prefix('.')
            .and_then(|n| n.strip_suffix(".expected"))
        {
            found.push((path.with_file_name(file), path.clone()));
        }
    }
    found.sort();
}

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// What a source does not state word for word is not compared.
fn stated(mut article: Value) -> Value {
    let fields = article.as_object_mut().unwrap();
    fields.remove("date_raw");
    fields.remove("cut");
    article
}

#[test]
fn every_sample_becomes_what_it_must() {
    let root = samples();
    let mut found = Vec::new();
    pairs(&root, &mut found);
    assert!(found.len() >= 40, "only {} samples", found.len());
    let archive = Archive::new();
    let mut wrong = Vec::new();
    for (file, expected) in &found {
        let below = file.strip_prefix(&root).unwrap().to_str().unwrap();
        let map = file.with_file_name(format!(
            ".{}.map",
            file.file_name().unwrap().to_str().unwrap()
        ));
        let mut line = format!("read {below}");
        if let Ok(map) = fs::read_to_string(map) {
            line = format!("{line} --map {}", map.trim());
        }
        let output = archive.command(&line).current_dir(&root).output().unwrap();
        let got: Vec<_> = lines(&String::from_utf8(output.stdout).unwrap())
            .into_iter()
            .map(stated)
            .collect();
        let said = String::from_utf8(output.stderr).unwrap();
        let (problems, wanted): (Vec<_>, Vec<_>) = lines(&fs::read_to_string(expected).unwrap())
            .into_iter()
            .partition(|line| line.get("problem").is_some());
        if got != wanted {
            wrong.push(difference(below, &got, &wanted));
        }
        for problem in problems {
            let place = format!("{below}:{}: ", problem["line"]);
            if !said.contains(&place) {
                wrong.push(format!("{below}: no problem `{place}` in {said}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The first field of the first article that is not as it must be.
fn difference(file: &str, got: &[Value], wanted: &[Value]) -> String {
    if got.len() != wanted.len() {
        return format!("{file}: {} articles instead of {}", got.len(), wanted.len());
    }
    for (index, (got, wanted)) in got.iter().zip(wanted).enumerate() {
        let keys = got
            .as_object()
            .unwrap()
            .keys()
            .chain(wanted.as_object().unwrap().keys());
        for key in keys {
            if got.get(key) != wanted.get(key) {
                return format!(
                    "{file} #{}: {key}\n  is     {:?}\n  not    {:?}",
                    index + 1,
                    got.get(key),
                    wanted.get(key)
                );
            }
        }
    }
    format!("{file}: differs")
}
