//! The test pages of Readability: titles, and the time of publication where the page gives one.
//!
//! Readability's title keeps the site's name (or the author's) where the page puts it there; a headline drops
//! it. So a headline is right if it is the title, or the title up to a separator with a name behind it; the
//! two are also counted apart.

use super::{Failure, entries, read};
use morgue::date::{DateOptions, DateSource, NewsDate};
use serde_json::Value;
use std::fs;
use std::path::Path;

pub(super) fn evaluate(directory: &Path) -> Result<(), Failure> {
    let (mut pages, mut equal, mut shortened, mut timed, mut same) = (0, 0, 0, 0, 0);
    let mut untimed: Vec<String> = Vec::new();
    for (name, path) in entries(directory)? {
        let Ok(expected) = fs::read_to_string(path.join("expected-metadata.json")) else {
            continue;
        };
        let expected: Value = serde_json::from_str(&expected)?;
        let html = fs::read(path.join("source.html"))?;
        let article = read(&html, None);
        pages += 1;
        let title = expected["title"].as_str().unwrap_or_default();
        match (words(title), words(&article.headline)) {
            (title, headline) if title == headline => equal += 1,
            (title, headline) if is_shortened(&title, &headline) => {
                shortened += 1;
                println!("{name}: `{}` from `{title}`", article.headline);
            }
            (title, headline) => println!("{name}: `{headline}` is not `{title}`"),
        }
        match expected["publishedTime"].as_str() {
            Some(time) => {
                timed += 1;
                let date = article.date.filter(|date| is_same(date, time));
                same += usize::from(date.is_some());
                if date.is_none() {
                    println!("{name}: the date is not `{time}`");
                }
            }
            None => untimed.extend(article.date.map(|date| describe(&name, &date))),
        }
    }
    println!(
        "titles right {} of {pages}: {equal} equal, {shortened} without the name behind them",
        equal + shortened
    );
    println!("published times equal {same} of {timed}");
    println!("dates on pages without a declared time: {}", untimed.len());
    for line in untimed {
        println!("  {line}");
    }
    Ok(())
}

/// Whether what the headline leaves away is a separator and a name of at most ten words.
fn is_shortened(title: &str, headline: &str) -> bool {
    let rest = title
        .strip_prefix(headline)
        .filter(|_| !headline.is_empty());
    let name = rest.and_then(|rest| {
        let signs = [" | ", " - ", " – ", " — ", " _", "_"];
        signs.iter().find_map(|sign| rest.strip_prefix(sign))
    });
    name.is_some_and(|name| (1..=10).contains(&name.split_whitespace().count()))
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the date is read from this text, or from another that says the same.
fn is_same(date: &NewsDate, text: &str) -> bool {
    date.raw == text
        || NewsDate::read(text, &DateOptions::default(), DateSource::Given)
            .is_ok_and(|other| other.time == date.time && other.first == date.first)
}

fn describe(name: &str, date: &NewsDate) -> String {
    format!("{name}: {date} ({:?}, `{}`)", date.source, date.raw)
}
