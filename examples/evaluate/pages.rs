//! Whole articles: `NAME.html` beside `NAME.json`, an article as `morgue read` prints it.
//!
//! The fields that the expected article has are compared, the others are not. A headline or byline is right if
//! it has the same letters and digits; a date if it is the same day or the same instant; a body counts by its
//! 4-grams. `lead` in the expected article is a standfirst, which a body may have or not.

use super::shingles::{Bag, Score, bag};
use super::{Failure, entries, read};
use morgue::article::Article;
use morgue::date::{DateOptions, DateSource, NewsDate};
use regex::Regex;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// How often a field was right, wrong and missing.
#[derive(Default)]
struct Count {
    right: usize,
    wrong: usize,
    missing: usize,
}

impl Count {
    /// Counts what was found; prints it where it is not what was expected.
    fn add(&mut self, place: &str, found: Option<&str>, expected: &str, is_right: bool) {
        match found.filter(|found| !found.is_empty()) {
            Some(_) if is_right => self.right += 1,
            Some(found) => {
                self.wrong += 1;
                println!("{place}: `{found}` is not `{expected}`");
            }
            None => {
                self.missing += 1;
                println!("{place}: nothing, `{expected}`");
            }
        }
    }

    fn print(&self, name: &str) {
        let right = self.right as f64;
        let precision = right / (self.right + self.wrong) as f64;
        let recall = right / (self.right + self.wrong + self.missing) as f64;
        let f = 2.0 * precision * recall / (precision + recall);
        println!(
            "{name:<11} right {}  wrong {}  missing {}  precision {precision:.4}  recall {recall:.4}  F1 {f:.4}",
            self.right, self.wrong, self.missing
        );
    }
}

/// Scores the pages of a directory; where `at_address`, a page is read as fetched from its `url`.
pub(super) fn evaluate(directory: &Path, at_address: bool) -> Result<(), Failure> {
    let names = ["headline", "byline", "publication", "section", "language"];
    let (mut fields, mut dates) = (names.map(|name| (name, Count::default())), Count::default());
    let (mut bodies, mut false_dates) = (Score::default(), 0);
    let word = Regex::new(r"\w+")?;
    for (file, path) in entries(directory)? {
        let Some(name) = file.strip_suffix(".html") else {
            continue;
        };
        let expected: Value =
            serde_json::from_str(&fs::read_to_string(path.with_extension("json"))?)?;
        let address = expected["url"].as_str().filter(|_| at_address);
        let article = read(&fs::read(&path)?, address);
        for (field, count) in &mut fields {
            let found = text_of(&article, field);
            if let Some(expected) = expected[*field].as_str() {
                let is_right =
                    found.is_some_and(|found| letters(&plain(found)) == letters(&plain(expected)));
                count.add(&format!("{name} {field}"), found, expected, is_right);
            }
        }
        match &expected["date"] {
            Value::String(day) => {
                let found = article.date.as_ref();
                let shown = found.map(|date| format!("{date} ({:?}, `{}`)", date.source, date.raw));
                let is_right = found.is_some_and(|date| is_same(date, day));
                dates.add(&format!("{name} date"), shown.as_deref(), day, is_right);
            }
            Value::Null if expected.get("date").is_some() => {
                false_dates += usize::from(article.date.is_some());
                println!("{name} date: {:?} on a page without one", article.date);
            }
            _ => {}
        }
        if let Some(body) = expected["body"].as_str() {
            let lead = bag(expected["lead"].as_str().unwrap_or_default(), &word);
            let (wanted, found) = (bag(body, &word), bag(&article.body, &word));
            let (p, r) = bodies.add(&wanted, &without(found, &lead, &wanted));
            println!(
                "{name} body: {:.3} {:.3}",
                p.unwrap_or(f64::NAN),
                r.unwrap_or(f64::NAN)
            );
        }
    }
    for (name, count) in fields
        .iter()
        .map(|(name, count)| (*name, count))
        .chain([("date", &dates)])
    {
        if count.right + count.wrong + count.missing > 0 {
            count.print(name);
        }
    }
    println!("dates on pages without one: {false_dates}");
    bodies.print("body");
    Ok(())
}

fn text_of<'a>(article: &'a Article, field: &str) -> Option<&'a str> {
    match field {
        "headline" => Some(&article.headline),
        "byline" => article.byline.as_deref(),
        "publication" => article.publication.as_deref(),
        "section" => article.section.as_deref(),
        _ => article.language.as_deref(),
    }
}

/// A byline with commas between its names.
fn plain(text: &str) -> String {
    let and = [
        " and ", " und ", " et ", " y ", " e ", " en ", " og ", " och ", " & ",
    ];
    and.iter()
        .fold(text.to_owned(), |text, and| text.replace(and, ", "))
}

/// What two prints of a text have in common.
fn letters(text: &str) -> String {
    let letters = text.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

fn is_same(date: &NewsDate, expected: &str) -> bool {
    let Ok(other) = NewsDate::read(expected, &DateOptions::default(), DateSource::Given) else {
        return false;
    };
    let day = date.first == date.last && date.first == other.first;
    let instant = date.time.zip(other.time);
    day || instant.is_some_and(|(one, other)| one.instant == other.instant)
}

/// The shingles of a body without those that only its lead has.
fn without(mut found: Bag, lead: &Bag, body: &Bag) -> Bag {
    found.retain(|gram, _| body.contains_key(gram) || !lead.contains_key(gram));
    found
}
