//! The list of typical words is what a naive count over the articles says, however it was made.

use crate::morgue::Archive;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    /// A word of sixty, the first far more often than the last, in one of three spellings.
    fn word(&mut self) -> String {
        let number = self.below(60).min(self.below(60)).min(self.below(60));
        let letter = |number: u64| char::from(b'a' + (number % 26) as u8);
        let word = format!("{}{}o", letter(number), letter(number / 26 + 7));
        match self.below(6) {
            0 => word.to_uppercase(),
            1 => word[..1].to_uppercase() + &word[1..],
            2 if number == 5 => "1987".into(),
            _ => word,
        }
    }

    fn text(&mut self, words: u64) -> String {
        let words: Vec<_> = (0..words).map(|_| self.word()).collect();
        words.join(" ")
    }
}

/// The words of an article, headline and body apart.
type Texts = [Vec<String>; 2];

/// Every word and every two words side by side of an article, once.
fn terms(texts: &Texts) -> BTreeSet<String> {
    let mut terms = BTreeSet::new();
    for text in texts {
        terms.extend(text.iter().cloned());
        terms.extend(text.windows(2).map(|two| two.join(" ")));
    }
    terms
}

fn counted(articles: &[Texts], of: impl Fn(&BTreeSet<String>) -> bool) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for terms in articles.iter().map(terms).filter(of) {
        for term in terms {
            *counts.entry(term).or_default() += 1;
        }
    }
    counts
}

/// Dunning's statistic as he writes it, from the four cells.
fn g2(matching: u64, of_matching: u64, all: u64, of_all: u64) -> f64 {
    let (here, there) = (matching, all - matching);
    let (not_here, not_there) = (of_matching - here, of_all - of_matching - there);
    let part = |articles: u64| articles as f64 * (articles.max(1) as f64).ln();
    let cells: f64 = [here, there, not_here, not_there].map(part).iter().sum();
    let sums = [all, of_all - all, of_matching, of_all - of_matching].map(part);
    2.0 * (cells - sums.iter().sum::<f64>() + part(of_all))
}

/// What `morgue terms` has to print for one word: term, articles, archive, G2 to two decimals.
fn expected(articles: &[Texts], word: &str, limit: usize) -> Vec<(String, u64, u64, f64)> {
    let all = counted(articles, |_| true);
    let matching = counted(articles, |terms| terms.contains(word));
    let (of_matching, of_all) = (
        matching.get(word).copied().unwrap_or(0),
        articles.len() as u64,
    );
    let everywhere = |word: &str| all[word] > 100.max(of_all / 4);
    let lettered = |word: &str| word.chars().any(char::is_alphabetic);
    let mut rows = Vec::new();
    for (term, here) in matching {
        let there = all[&term];
        let kept = term
            .split(' ')
            .all(|word| lettered(word) && !everywhere(word));
        let typical = here * of_all > there * of_matching;
        if kept && typical && here >= 3 {
            rows.push((g2(here, of_matching, there, of_all), term, here, there));
        }
    }
    rows.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    let rounded = |g2: f64| (g2 * 100.0).round() / 100.0;
    let row = |(g2, term, here, there)| (term, here, there, rounded(g2));
    rows.into_iter().map(row).take(limit).collect()
}

fn printed(archive: &Archive, query: &str, limit: usize) -> Vec<(String, u64, u64, f64)> {
    let line = format!("terms {query} --limit {limit} --format jsonl");
    let table = archive.run(&line).stdout();
    let row = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let count = |name: &str| row[name].as_u64().unwrap();
        let term = row["term"].as_str().unwrap().to_owned();
        (
            term,
            count("articles"),
            count("archive"),
            row["G2"].as_f64().unwrap(),
        )
    };
    table.lines().map(row).collect()
}

/// Equal but for the order of what is equally typical by either way of reckoning.
#[track_caller]
fn equal(one: &[(String, u64, u64, f64)], other: &[(String, u64, u64, f64)], query: &str) {
    let plain = |rows: &[(String, u64, u64, f64)]| {
        let mut rows: Vec<_> = rows
            .iter()
            .map(|row| (row.0.clone(), row.1, row.2))
            .collect();
        rows.sort();
        rows
    };
    assert_eq!(plain(one), plain(other), "{query}");
    for (one, other) in one.iter().zip(other) {
        assert!(
            (one.3 - other.3).abs() < 0.011,
            "{query}: {one:?} {other:?}"
        );
    }
}

#[test]
fn typical_terms_are_those_of_a_naive_count() {
    let archive = Archive::new();
    let mut random = Random(88_172_645_463_325_252);
    let mut files = Vec::new();
    for number in 0..12 {
        let mut lines = String::new();
        let mut articles: Vec<Texts> = Vec::new();
        for _ in 0..50 {
            let (words, more) = (random.below(6), 1 + random.below(40));
            let texts = [random.text(words), random.text(more)];
            let line = serde_json::json!({"headline": texts[0], "body": texts[1]});
            let _ = writeln!(lines, "{line}");
            let folded = |text: &String| text.split_whitespace().map(str::to_lowercase).collect();
            articles.push(texts.each_ref().map(folded));
        }
        archive.file(&format!("news/{number}.jsonl"), lines);
        files.push(articles);
    }
    let index = "index news --quiet --no-organisations --keep-boilerplate";
    for removed in [0, 5] {
        // The second time some articles are gone, and their postings are still there.
        for number in 0..removed {
            std::fs::remove_file(archive.path(&format!("news/{number}.jsonl"))).unwrap();
        }
        archive.run(index).code(0);
        let articles = files[removed..].concat();
        let mut found = 0;
        // From the commonest, in most articles, to what fewer hold than one in fifty.
        for number in [0, 1, 2, 4, 8, 16, 24, 36, 48, 55] {
            let letter = |number: u32| char::from(b'a' + (number % 26) as u8);
            let word = format!("{}{}o", letter(number), letter(number / 26 + 7));
            let query = format!("={word}");
            for limit in [5, 10_000] {
                let expected = expected(&articles, &word, limit);
                found += expected.len();
                equal(&printed(&archive, &query, limit), &expected, &query);
            }
        }
        assert!(found > 200, "{found}");
    }
}
