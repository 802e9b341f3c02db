//! What is exported is the whole archive, and as JSON Lines the same archive again.

use crate::morgue::{Archive, samples};
use parquet::file::reader::FileReader;
use parquet::record::RowAccessor;
use std::collections::BTreeSet;
use std::process::Command;

/// The samples, which hold every format, undated articles, residue and given organisations.
fn sampled() -> Archive {
    let archive = Archive::new();
    let news = samples();
    let line = format!("index '{}' --quiet", news.display());
    assert!(
        archive
            .command(&line)
            .output()
            .unwrap()
            .status
            .code()
            .is_some()
    );
    archive
}

fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<_> = text.lines().collect();
    lines.sort_unstable();
    lines
}

#[test]
fn an_index_of_the_export_is_the_same_archive() {
    let archive = sampled();
    let first = archive.run("export").code(0).stdout();
    assert!(first.lines().count() > 50, "the samples are more than that");
    for needle in [
        "\"cut\":[{",
        "\"origin\":\"given\"",
        "\"origin\":\"recognised\"",
        "\"date_source\":\"dateline\"",
    ] {
        assert!(first.contains(needle), "the samples show no {needle}");
    }
    assert!(
        first.lines().any(|line| !line.contains("\"date\":")),
        "the samples have an undated article"
    );
    // A date in its own name must not date what is undated.
    archive.file("2019-05-06.jsonl", &first);
    archive
        .run("index 2019-05-06.jsonl --index again --quiet")
        .code(0);
    let again = archive.run("export --index again").code(0).stdout();
    assert_eq!(sorted(&first), sorted(&again));
    for query in [
        "count date:*",
        "count org:*",
        "count section:*",
        "count publication:*",
    ] {
        let of = |index: &str| archive.run(&format!("{query} --index {index}")).stdout();
        assert_eq!(of("index"), of("again"), "{query}");
    }
    let orgs = |index: &str| {
        archive
            .run(&format!("orgs --format csv --index {index}"))
            .stdout()
    };
    assert_eq!(orgs("index"), orgs("again"));
}

#[test]
fn what_was_kept_without_a_text_is_kept_again() {
    let archive = Archive::new();
    let exported = "{\"id\":\"empty\",\"headline\":\"\",\"body\":\"\",\"cut\":[]}\n";
    archive.file("export.jsonl", exported);
    archive.run("index export.jsonl --quiet").code(0);
    archive.run("export").code(0).out(exported);
}

#[test]
fn every_format_holds_every_article() {
    let archive = sampled();
    let count: usize = archive.run("count").stdout().trim().parse().unwrap();
    let csv = archive.run("export --format csv").code(0).stdout();
    assert_eq!(
        csv::Reader::from_reader(csv.as_bytes()).records().count(),
        count
    );
    archive
        .run("export --format files -o corpus")
        .err("articles written to corpus")
        .code(0);
    let mut found = 0;
    let mut folders = vec![archive.path("corpus")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found += 1;
            }
        }
    }
    assert_eq!(found, count);
    archive
        .run("export --format files -o corpus")
        .err("`corpus` is not empty")
        .code(2);
    archive
        .run("export -o all.parquet")
        .err("articles written to all.parquet")
        .code(0);
    let bytes = std::fs::read(archive.path("all.parquet")).unwrap();
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    let file = std::fs::File::open(archive.path("all.parquet")).unwrap();
    let reader = parquet::file::reader::SerializedFileReader::new(file).unwrap();
    assert_eq!(reader.metadata().file_metadata().num_rows(), count as i64);
    let headlines: BTreeSet<String> = reader
        .get_row_iter(None)
        .unwrap()
        .map(|row| row.unwrap().get_string(3).unwrap().clone())
        .collect();
    assert!(headlines.contains("Port of Marlhaven falls silent as strike begins"));
    archive.run("export nosuchwordanywhere").code(1).out("");
}

#[test]
fn an_export_into_a_closed_pipe_ends_quietly() {
    let archive = sampled();
    let program = env!("CARGO_BIN_EXE_morgue");
    let output = Command::new("sh")
        .args(["-c", &format!("{program} export | head -n 1")])
        .env("MORGUE_INDEX", archive.path("index"))
        .env("HOME", archive.path(""))
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
