//! Lines that a site prints under every article: found by how often they come back, not by a phrase.
//!
//! A sample of one folder's articles is fed first; then its residue is known. A line counts once an
//! article, in a form without case and punctuation (after `CCNet`, Wenzek et al. 2020). It is residue if it
//! is short, comes back often enough, and nearly always stands at the head or the tail: syndicated copy and
//! quotations come back too, but in the middle.
//!
//! In doubt a line stays. In wire reports of earnings the lines that come back are the news ("Net 12 mln vs
//! 9 mln", "Pay April 15"): so digits make a difference, unlike in `CCNet`, single words ("Reuter") are no
//! residue, and a tenth of the articles must have the line. A site prints its own under all of them.

use super::cut::{apply, ranges, restore};
use super::lines::Lines;
use crate::article::Article;
use std::collections::{HashMap, HashSet};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// The longest line, in characters, that can be residue: wire copy has longer ones.
const LONGEST: usize = 200;
/// How many articles are a sample: feeding more changes nothing.
pub const SAMPLE: usize = 2_000;
/// In so many articles of a sample a line must stand, and in such a share of them.
const LEAST: u32 = 5;
const SHARE: f64 = 0.1;
/// A line of fewer words is no residue.
const WORDS: usize = 2;
/// In such a share of its occurrences it must stand at the head or the tail.
const AT_AN_END: f64 = 0.8;
/// The head and the tail of a text, as shares of its lines.
const HEAD: f64 = 0.15;
const TAIL: f64 = 0.7;
/// How many lines of one text are counted, from either end.
const LINES: usize = 200;

/// A count of the lines of a sample.
#[derive(Debug, Default)]
pub struct Repeated {
    /// How many articles were fed, and how many of them are no copies of another.
    fed: usize,
    articles: usize,
    /// The lines of all of them, long ones too.
    seen: HashSet<u64>,
    /// By line: in how many articles it stands, and in how many of them at an end.
    lines: HashMap<u64, (u32, u32)>,
}

/// The lines that are residue in a folder.
#[derive(Debug, Default, Clone)]
pub struct Residue {
    lines: HashSet<u64>,
}

impl Repeated {
    /// Counts the lines of an article; nothing happens once the sample is full. Copies and new versions of
    /// one article count once: what they have in common is their text.
    pub fn feed(&mut self, article: &Article) {
        if self.is_full() {
            return;
        }
        self.fed += 1;
        let lines = Lines::of(&article.body);
        if self.is_copy(&lines) {
            return;
        }
        self.articles += 1;
        let count = lines.all.len();
        let mut seen = HashSet::new();
        for (at, line) in lines.all.iter().enumerate() {
            let counted = at < LINES || at + LINES >= count;
            let Some(key) = key(line.text).filter(|key| counted && seen.insert(*key)) else {
                continue;
            };
            let entry = self.lines.entry(key).or_default();
            entry.0 += 1;
            entry.1 += u32::from(is_at_an_end(at, count));
        }
    }

    /// Whether more than half of a text was seen in other articles; from now on it was.
    fn is_copy(&mut self, lines: &Lines) -> bool {
        let (mut known, mut all) = (0, 0);
        for line in lines.all.iter().take(2 * LINES) {
            all += line.text.len();
            if !self.seen.insert(xxh3_64(line.text.as_bytes())) {
                known += line.text.len();
            }
        }
        known * 2 > all
    }

    /// Whether the sample is full.
    pub fn is_full(&self) -> bool {
        self.fed >= SAMPLE
    }

    /// What of the lines is residue.
    pub fn residue(&self) -> Residue {
        let least = LEAST.max((SHARE * self.articles as f64).ceil() as u32);
        let is_residue =
            |(all, ends): (u32, u32)| all >= least && f64::from(ends) >= AT_AN_END * f64::from(all);
        let lines = self.lines.iter().filter(|(_, counts)| is_residue(**counts));
        Residue {
            lines: lines.map(|(key, _)| *key).collect(),
        }
    }
}

impl Residue {
    /// The residue that was learned before.
    pub fn of(lines: impl IntoIterator<Item = u64>) -> Self {
        Self {
            lines: lines.into_iter().collect(),
        }
    }

    /// What stands for the lines, in order.
    pub fn lines(&self) -> Vec<u64> {
        let mut lines: Vec<_> = self.lines.iter().copied().collect();
        lines.sort_unstable();
        lines
    }

    /// Cuts the repeated lines at the head and the tail of the body, unless that would be over half of it.
    /// What was cut before stays cut.
    pub fn clean(&self, article: &mut Article) {
        if self.lines.is_empty() {
            return;
        }
        let raw = restore(article);
        let gone = ranges(article);
        let mut lines = Lines::of(&raw);
        for line in &mut lines.all {
            line.keep = !gone.iter().any(|range| range.contains(&line.range.start));
        }
        let before = lines.kept_bytes();
        let is_residue: Vec<bool> = lines
            .all
            .iter()
            .map(|line| !line.keep || key(line.text).is_some_and(|key| self.lines.contains(&key)))
            .collect();
        let count = lines.all.len();
        for (at, line) in lines.all.iter_mut().enumerate() {
            line.keep &= !(is_residue[at] && is_at_an_end(at, count));
        }
        if lines.kept_bytes() * 2 >= before {
            apply(article, &raw, &lines.dropped());
        }
    }
}

/// Whether a line is among the first or last three, or in the head or the tail.
fn is_at_an_end(at: usize, count: usize) -> bool {
    let share = at as f64 / count as f64;
    at < 3 || at + 3 >= count || !(HEAD..TAIL).contains(&share)
}

/// What is the same in two prints of a line; nothing for long ones and for those of hardly a word.
fn key(line: &str) -> Option<u64> {
    if line.chars().count() > LONGEST {
        return None;
    }
    let parts = line.split(|letter: char| !letter.is_alphanumeric());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let is_word = |part: &&&str| part.chars().all(char::is_alphabetic);
    if parts.iter().filter(is_word).count() < WORDS {
        return None;
    }
    let mut hash = Xxh3::new();
    let letters = parts.iter().flat_map(|part| part.chars());
    for letter in letters.flat_map(char::to_lowercase) {
        hash.update(&u32::from(letter).to_le_bytes());
    }
    Some(hash.digest())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(body: String) -> Article {
        Article {
            body,
            ..Article::default()
        }
    }

    #[test]
    fn what_comes_back_at_the_ends_is_residue() {
        let mut repeated = Repeated::default();
        let page = |n: usize| {
            let text = format!(
                "Paragraph {n} of its own, number {} of many.",
                "x".repeat(n + 1)
            );
            let middle = "“We will see,” the minister said.";
            format!(
                "HERALD online: daily\n\n{text}\n\n{text}{text}\n\n{text} More.\n\n{middle}\n\n{text} Yet more.\n\n{text} And more.\n\n{text} End.\n\n{text} Really.\n\nCall us on 555."
            )
        };
        for n in 0..20 {
            repeated.feed(&article(page(n)));
        }
        let residue = repeated.residue();
        let mut cleaned = article(page(7));
        residue.clean(&mut cleaned);
        assert!(!cleaned.body.contains("HERALD"));
        assert!(!cleaned.body.contains("Call us"));
        assert!(cleaned.body.contains("We will see"));
        assert_eq!(restore(&cleaned), page(7));
        let once = cleaned.clone();
        residue.clean(&mut cleaned);
        assert_eq!(cleaned, once);
    }

    #[test]
    fn figures_and_single_words_are_news() {
        let mut repeated = Repeated::default();
        for n in 0..40 {
            let text = format!("Shr {n} cts vs {n} cts\n\nPay April {}\n\nReuter", n % 15);
            repeated.feed(&article(text));
        }
        assert!(repeated.residue().lines.is_empty());
    }

    #[test]
    fn versions_of_one_article_show_nothing() {
        let mut repeated = Repeated::default();
        for n in 0..8 {
            let text =
                "The council met.\n\nIt voted for the bridge that the town has wanted for years.";
            repeated.feed(&article(format!("{text}\n\nVersion {n} of the story.")));
        }
        assert!(repeated.residue().lines.is_empty());
    }

    #[test]
    fn few_articles_show_nothing() {
        let mut repeated = Repeated::default();
        for _ in 0..4 {
            repeated.feed(&article("Same line\n\nText".into()));
        }
        assert!(repeated.residue().lines.is_empty());
    }
}
