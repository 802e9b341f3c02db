//! The commands of the README work as they stand there, on the sample archive.

use crate::morgue::samples;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// The lines of the README's shell blocks that call the program and nothing that a fresh machine lacks.
fn lines() -> Vec<String> {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = fs::read_to_string(readme).unwrap();
    let blocks = text.split("```").skip(1).step_by(2);
    let shell = blocks.filter_map(|block| block.strip_prefix("sh\n"));
    shell
        .flat_map(str::lines)
        .filter(|line| line.starts_with("morgue ") && !line.contains("jq"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_command_of_the_readme_runs() {
    let home = TempDir::new().unwrap();
    std::os::unix::fs::symlink(samples(), home.path().join("archive")).unwrap();
    let annotated =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/organisations/news-test.tsv");
    fs::copy(annotated, home.path().join("mine.tsv")).unwrap();
    fs::write(
        home.path().join("article.txt"),
        "The AP wrote about Hale Brewing Corp.\n",
    )
    .unwrap();
    fs::write(
        home.path().join("queries.csv"),
        "id,query\nstrikes,strike* OR walkout*\nstorms,storm* OR flood*\n",
    )
    .unwrap();
    fs::write(home.path().join("more.txt"), "Hale Brewing|Hale's\n").unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_morgue"));
    let path = format!("{}:/usr/bin:/bin", program.parent().unwrap().display());
    let lines = lines();
    assert!(lines.len() >= 8, "the README lost its commands");
    for line in lines {
        let output = Command::new("sh")
            .args(["-c", &line])
            .current_dir(home.path())
            .env_clear()
            .env("PATH", &path)
            .env("HOME", home.path())
            .output()
            .unwrap();
        let code = output.status.code();
        assert!(
            // 3: the samples hold broken records on purpose.
            matches!(code, Some(0 | 3)),
            "`{line}` ended with {code:?}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn the_first_command_finds_the_strike() {
    let home = TempDir::new().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_morgue"))
        .args(["search", "--from", "sample-data", "port strike"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .env("HOME", home.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("Port of Marlhaven falls silent as strike begins"),
        "{text}"
    );
}
