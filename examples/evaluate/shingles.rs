//! The measure of the article extraction benchmark: 4-grams of words, as bags.
//!
//! A page's precision is the share of its predicted shingles that the truth has, its recall the share of
//! the true ones that were predicted; both are means over the pages, and F1 is their harmonic mean. A
//! text with fewer than four words is one shingle; a page on whose side there is nothing counts as the
//! benchmark counts it: it is left out of the mean it has no value for.

use super::{Failure, entries, read};
use flate2::read::MultiGzDecoder;
use morgue::enrich::boilerplate::{Options, clean};
use morgue::read::decode::decode;
use morgue::read::html::of_markup;
use regex::Regex;
use serde_json::Value;
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

const GRAM: usize = 4;

/// How often each shingle occurs.
pub(super) type Bag = HashMap<Vec<String>, usize>;

/// The shares of one kind of text over the pages.
#[derive(Default)]
pub(super) struct Score {
    precisions: Vec<f64>,
    recalls: Vec<f64>,
    exact: usize,
}

impl Score {
    /// Adds a page, and returns its precision and recall where it has them.
    pub(super) fn add(&mut self, expected: &Bag, found: &Bag) -> (Option<f64>, Option<f64>) {
        let hits = |(gram, n): (&Vec<String>, &usize)| *n.min(found.get(gram).unwrap_or(&0));
        let hits: usize = expected.iter().map(hits).sum();
        let (wanted, given) = (expected.values().sum(), found.values().sum());
        let (p, r) = (share(hits, given), share(hits, wanted));
        self.precisions.extend(p);
        self.recalls.extend(r);
        self.exact += usize::from(hits == wanted && hits == given);
        (p, r)
    }

    pub(super) fn print(&self, name: &str) {
        let (p, r) = (mean(&self.precisions), mean(&self.recalls));
        let (f, exact) = (2.0 * p * r / (p + r), self.exact);
        println!("{name:<10} precision {p:.4}  recall {r:.4}  F1 {f:.4}  exact {exact}");
    }
}

pub(super) fn evaluate(directory: &Path, whole_page: bool) -> Result<(), Failure> {
    let truth = fs::read_to_string(directory.join("ground-truth.json"))?;
    let truth: Value = serde_json::from_str(&truth)?;
    let word = Regex::new(r"\w+")?;
    let options = Options {
        whole_page,
        ..Options::default()
    };
    let (mut plain, mut cleaned) = (Score::default(), Score::default());
    for (name, path) in entries(&directory.join("html"))? {
        let Some(id) = name.strip_suffix(".html.gz") else {
            continue;
        };
        let Some(body) = truth[id]["articleBody"].as_str() else {
            continue;
        };
        let mut html = Vec::new();
        MultiGzDecoder::new(File::open(path)?).read_to_end(&mut html)?;
        let mut article = read(&html, truth[id]["url"].as_str());
        if whole_page {
            article.cut.clear();
            article.body = of_markup(&decode(&html, None).map_err(|problem| problem.reason)?);
        }
        let expected = bag(body, &word);
        let (p, r) = plain.add(&expected, &bag(&article.body, &word));
        clean(&mut article, &options);
        let (p2, r2) = cleaned.add(&expected, &bag(&article.body, &word));
        println!(
            "{id} {:.3} {:.3} {:.3} {:.3}",
            show(p),
            show(r),
            show(p2),
            show(r2)
        );
    }
    println!("pages {}", plain.recalls.len());
    plain.print("extracted");
    cleaned.print("cleaned");
    Ok(())
}

fn show(share: Option<f64>) -> f64 {
    share.unwrap_or(f64::NAN)
}

/// The shingles of a text.
pub(super) fn bag(text: &str, word: &Regex) -> Bag {
    let words: Vec<String> = word
        .find_iter(text)
        .map(|found| found.as_str().to_owned())
        .collect();
    let mut bag = Bag::new();
    if words.is_empty() {
        return bag;
    }
    for gram in words.windows(GRAM.min(words.len())) {
        *bag.entry(gram.to_vec()).or_default() += 1;
    }
    bag
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}
