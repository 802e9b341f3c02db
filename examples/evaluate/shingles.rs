//! The measure of the article extraction benchmark: 4-grams of words, as bags.
//!
//! A page's precision is the share of its predicted shingles that the truth has, its recall the share of
//! the true ones that were predicted; both are means over the pages, and F1 is their harmonic mean. A
//! text with fewer than four words is one shingle; a page on whose side there is nothing counts as the
//! benchmark counts it: it is left out of the mean it has no value for.

use super::{Failure, entries, read};
use flate2::read::MultiGzDecoder;
use regex::Regex;
use serde_json::Value;
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

const GRAM: usize = 4;

/// How often each shingle occurs.
type Bag = HashMap<Vec<String>, usize>;

pub(super) fn evaluate(directory: &Path) -> Result<(), Failure> {
    let truth: Value =
        serde_json::from_str(&fs::read_to_string(directory.join("ground-truth.json"))?)?;
    let word = Regex::new(r"\w+")?;
    let (mut precisions, mut recalls, mut exact, mut pages) = (Vec::new(), Vec::new(), 0, 0);
    for (name, path) in entries(&directory.join("html"))? {
        let Some(id) = name.strip_suffix(".html.gz") else {
            continue;
        };
        let Some(body) = truth[id]["articleBody"].as_str() else {
            continue;
        };
        let mut html = Vec::new();
        MultiGzDecoder::new(File::open(path)?).read_to_end(&mut html)?;
        let article = read(&html, truth[id]["url"].as_str());
        let (expected, found) = (bag(body, &word), bag(&article.body, &word));
        let hits: usize = expected
            .iter()
            .map(|(gram, n)| *n.min(found.get(gram).unwrap_or(&0)))
            .sum();
        let (wanted, given) = (
            expected.values().sum::<usize>(),
            found.values().sum::<usize>(),
        );
        pages += 1;
        exact += usize::from(hits == wanted && hits == given);
        let (p, r) = (share(hits, given), share(hits, wanted));
        precisions.extend(p);
        recalls.extend(r);
        println!(
            "{id} {:.3} {:.3}",
            p.unwrap_or(f64::NAN),
            r.unwrap_or(f64::NAN)
        );
    }
    let (p, r) = (mean(&precisions), mean(&recalls));
    println!(
        "pages {pages}  precision {p:.4}  recall {r:.4}  F1 {:.4}  exact {exact}",
        2.0 * p * r / (p + r)
    );
    Ok(())
}

fn bag(text: &str, word: &Regex) -> Bag {
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
