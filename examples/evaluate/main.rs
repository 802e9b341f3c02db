//! Scores the reading of web pages against published data sets, which stay outside the repository.
//!
//! `cargo run --release --example evaluate -- MODE DIR`, where MODE is
//! - `html`: main text, against `ground-truth.json` and `html/*.html.gz` in DIR (4-gram shingles), as
//!   extracted and after cleaning,
//! - `whole-page`: the same for the text of the whole page, cleaned as such,
//! - `readability`: titles and publication times, against `*/expected-metadata.json` beside `source.html`,
//! - `dates`: the day of publication, against `dates.json` beside its pages,
//! - `pages`, `saved-pages`: all fields, of `NAME.html` against `NAME.json` (an article as `morgue read` prints
//!   it), with the page read as fetched from its `url`, or as a file that does not say where it came from.

mod dates;
mod pages;
mod readability;
mod shingles;

use morgue::article::Article;
use morgue::date::DateOptions;
use morgue::read::decode::decode;
use morgue::read::html;
use std::path::Path;
use std::process::ExitCode;

/// What anything here may fail with: it ends the run.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The stack that the extractors want.
const STACK: usize = 16 << 20;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let run = move || {
        let [mode, directory] = arguments.as_slice() else {
            return Err(
                "usage: evaluate html|whole-page|readability|dates|pages|saved-pages DIR".into(),
            );
        };
        let directory = Path::new(directory);
        match mode.as_str() {
            "html" => shingles::evaluate(directory, false),
            "whole-page" => shingles::evaluate(directory, true),
            "readability" => readability::evaluate(directory),
            "dates" => dates::evaluate(directory),
            "pages" => pages::evaluate(directory, true),
            "saved-pages" => pages::evaluate(directory, false),
            other => Err(format!(
                "no mode `{other}`: use html, whole-page, readability, dates, pages or saved-pages"
            )
            .into()),
        }
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(run);
    match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(Ok(()))) => ExitCode::SUCCESS,
        Ok(Ok(Err(error))) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::FAILURE,
    }
}

/// Reads a page as the index would.
fn read(bytes: &[u8], address: Option<&str>) -> Article {
    let found =
        decode(bytes, None).and_then(|html| html::article(&html, address, &DateOptions::default()));
    found
        .ok()
        .and_then(|found| found.articles.into_iter().next())
        .unwrap_or_default()
}

/// The entries of a directory with their names, in order.
fn entries(directory: &Path) -> Result<Vec<(String, std::path::PathBuf)>, Failure> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        found.push((
            entry.file_name().to_string_lossy().into_owned(),
            entry.path(),
        ));
    }
    found.sort();
    Ok(found)
}
