//! Writes a corpus of made-up news articles, the same for the same numbers, to measure on.
//!
//! ```sh
//! cargo run --release --example corpus -- lines 100000 > corpus.jsonl
//! cargo run --release --example corpus -- files 100000 DIR
//! cargo run --release --example corpus -- queries 1000 > queries.txt
//! ```
//!
//! An article has about 2.7 kB. Words follow Zipf's law over English function words and 300,000 made-up
//! words with English endings; there are names of people and organisations, figures, dates, datelines,
//! repeated stories and the residue of pages, about as often as in a newswire. It measures speed and size;
//! it says nothing of what is found.

mod article;
mod queries;
mod random;
mod words;

use article::Article;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

fn main() -> io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["lines", count] => lines(number(count)?),
        ["files", count, directory] => files(number(count)?, Path::new(directory)),
        ["queries", count] => queries::write(number(count)?, &mut io::stdout().lock()),
        _ => Err(wrong("use: corpus lines N | files N DIR | queries N")),
    };
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

fn wrong(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, why.to_owned())
}

fn number(word: &str) -> io::Result<u64> {
    word.parse()
        .map_err(|_| wrong("the number of articles or queries must be a number"))
}

/// The articles as JSON Lines on standard output.
fn lines(count: u64) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    for number in 0..count {
        serde_json::to_writer(&mut out, &Article::new(number))?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

/// The articles as text files, a directory a day.
fn files(count: u64, directory: &Path) -> io::Result<()> {
    for number in 0..count {
        let article = Article::new(number);
        let day = directory.join(article.date.replace('-', "/"));
        fs::create_dir_all(&day)?;
        let text = format!("{}\n\n{}\n", article.headline, article.body);
        fs::write(day.join(format!("{number}.txt")), text)?;
    }
    Ok(())
}
