//! Whatever is counted by organisation, period, publication, section, language or tag is what a naive count over
//! the exported articles says.
//!
//! `MORGUE_FACETS_DIR=DIR cargo test facets::` counts over an archive of your own instead of a made-up one.

use crate::morgue::Archive;
use morgue::enrich::organisations::key;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Value → articles.
type Counts = BTreeMap<String, u64>;

/// Numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

const WORDS: &[&str] = &[
    "harbour", "strike", "council", "grain", "ferry", "price", "vote", "bridge", "storm", "bank",
    "quay", "tax",
];
const PAPERS: &[&str] = &[
    "Gazette",
    "GAZETTE",
    "The Courier",
    "Le Héraut",
    "Le Heraut",
    "Bay \"Star\"",
];
const SECTIONS: &[&str] = &["Business", "business", "Home News", "Sport"];
const BODIES: &[&str] = &[
    "Ostrand Bank",
    "Marlhaven Port Authority",
    "MARLHAVEN PORT AUTHORITY",
    "Dockers' Union",
];
const DATES: &[&str] = &[
    "2019",
    "2019-12",
    "2020-01-01",
    "2020-02-29T08:30:00Z",
    "2020-02",
    "2021-07-14",
    "2021-12-31",
];
const LANGUAGES: &[&str] = &["en", "fr", "de"];

/// An archive in which whatever can be there is there or not.
fn made() -> Archive {
    let archive = Archive::new();
    let mut random = Random(2_463_534_242);
    let mut lines = String::new();
    for number in 0..300 {
        let words: Vec<_> = (0..8 + random.below(20))
            .map(|_| random.of(WORDS))
            .collect();
        let mut article = serde_json::json!({
            "id": format!("a{number}"), "headline": random.of(WORDS), "body": words.join(" "),
        });
        for (field, values) in [
            ("publication", PAPERS),
            ("section", SECTIONS),
            ("date", DATES),
            ("language", LANGUAGES),
        ] {
            if random.below(5) > 0 {
                article[field] = random.of(values).into();
            }
        }
        let bodies: Vec<_> = (0..random.below(4)).map(|_| random.of(BODIES)).collect();
        article["organisations"] = bodies.into();
        let _ = writeln!(lines, "{article}");
    }
    archive.file("news.jsonl", lines);
    archive
        .run("index news.jsonl --quiet --keep-boilerplate")
        .code(0);
    archive
}

fn archive() -> Archive {
    let Ok(directory) = std::env::var("MORGUE_FACETS_DIR") else {
        return made();
    };
    let archive = Archive::new();
    let exit = archive.run(&format!("index '{directory}' --quiet")).exit();
    assert!(matches!(exit, Some(0 | 3)), "the archive is indexed");
    archive
}

fn exported(archive: &Archive, query: &str) -> Vec<Value> {
    let lines = archive.run(&format!("export '{query}'")).stdout();
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Fifty queries of words that the articles hold.
fn queries(articles: &[Value]) -> Vec<String> {
    let mut random = Random(88_172_645_463_325_252);
    let mut word = || loop {
        let article = &articles[random.below(articles.len())];
        let body = article["body"].as_str().unwrap_or_default();
        let plain =
            |word: &&str| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase());
        let words: Vec<_> = body.split_whitespace().filter(plain).collect();
        if !words.is_empty() {
            return random.of(&words).to_owned();
        }
    };
    let query = |number: usize| {
        let (one, other) = (word(), word());
        match number % 7 {
            0 | 1 => format!("\"{one}\""),
            2 => format!("\"{one}\" OR \"{other}\""),
            3 => format!("\"{one}\" AND \"{other}\""),
            4 => format!("\"{one}\" NOT \"{other}\""),
            5 => format!("headline:{one} OR \"{other}\""),
            _ => format!("{one} NEAR/9 {other}"),
        }
    };
    (0..50).map(query).collect()
}

/// A naive count: each article once for each of its values.
fn naive(articles: &[Value], values: impl Fn(&Value) -> Vec<String>) -> Counts {
    let mut counts = Counts::new();
    for article in articles {
        for value in values(article).into_iter().collect::<BTreeSet<_>>() {
            *counts.entry(value).or_default() += 1;
        }
    }
    counts
}

/// By what is the same for all spellings of a name: "AEG" and "AEG AG" are one.
fn organisations(article: &Value) -> Vec<String> {
    let all = article["organisations"].as_array().into_iter().flatten();
    all.map(|one| key(one["name"].as_str().unwrap())).collect()
}

/// The values that differ only by case or accents are one.
fn short(field: &'static str) -> impl Fn(&Value) -> Vec<String> {
    move |article| {
        article[field]
            .as_str()
            .map(morgue::schema::key)
            .into_iter()
            .collect()
    }
}

/// The first so many characters of a date, or that it has not so many.
fn period(letters: usize, wider: &'static str) -> impl Fn(&Value) -> Vec<String> {
    move |article| {
        let date = article["date"].as_str();
        vec![
            date.map_or("undated", |date| date.get(..letters).unwrap_or(wider))
                .to_owned(),
        ]
    }
}

/// Two columns of a table that is printed as CSV; nothing is left out.
fn table(archive: &Archive, line: &str) -> Counts {
    let text = archive.run(&format!("{line} --format csv")).stdout();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut counts = Counts::new();
    for row in reader.records().map(Result::unwrap) {
        *counts.entry(row[0].to_owned()).or_default() += row[1].parse::<u64>().unwrap();
    }
    counts.retain(|_, articles| *articles > 0);
    counts
}

/// How many articles match each query, asked in one run.
fn counts(archive: &Archive, queries: &[String]) -> Vec<u64> {
    archive.file("queries.txt", queries.join("\n"));
    let text = archive.run("batch queries.txt --count").stdout();
    text.lines().map(|line| line.parse().unwrap()).collect()
}

/// Where two counts differ, if they do.
#[track_caller]
fn same(counted: &Counts, naive: &Counts, what: &str) {
    let of = |counts: &Counts, value: &String| counts.get(value).copied().unwrap_or(0);
    let values = counted.keys().chain(naive.keys());
    let pairs = values.map(|value| (value, of(counted, value), of(naive, value)));
    let different: Vec<_> = pairs.filter(|(_, one, other)| one != other).collect();
    assert!(
        different.is_empty(),
        "{what}: value, counted, naive: {different:?}"
    );
}

#[test]
fn facets_are_what_a_naive_count_of_the_export_says() {
    let archive = archive();
    let all = exported(&archive, "*");
    let queries = queries(&all);
    for (number, query) in queries.iter().take(3).enumerate() {
        archive.run(&format!("tag +t{number} --query '{query}'"));
    }
    let mut asked = Vec::new();
    let mut expected = Vec::new();
    let mut matched = 0;
    for query in &queries {
        let found = exported(&archive, query);
        matched += found.len();
        let mut orgs = Counts::new();
        for (name, articles) in table(&archive, &format!("orgs '{query}'")) {
            *orgs.entry(key(&name)).or_default() += articles;
        }
        same(
            &orgs,
            &naive(&found, organisations),
            &format!("orgs {query}"),
        );
        for (by, letters) in [("year", 4), ("month", 7), ("day", 10)] {
            let wider = [
                "wider than a year",
                "wider than a month",
                "wider than a day",
            ];
            let wider = wider[letters / 3 - 1];
            let counted = table(&archive, &format!("timeline '{query}' --by {by}"));
            let expected = naive(&found, period(letters, wider));
            same(&counted, &expected, &format!("by {by}: {query}"));
        }
        for field in ["publication", "section", "language"] {
            for value in naive(&all, short(field)).into_keys() {
                asked.push(format!("({query}) AND {field}:\"{value}\""));
                expected.push(
                    naive(&found, short(field))
                        .get(&value)
                        .copied()
                        .unwrap_or(0),
                );
            }
        }
    }
    assert!(matched > 200, "{matched}");
    let counted = counts(&archive, &asked);
    assert_eq!(counted.len(), asked.len());
    for ((query, counted), expected) in asked.iter().zip(counted).zip(expected) {
        assert_eq!(counted, expected, "{query}");
    }
    let tags = table(&archive, "tag");
    for (number, query) in queries.iter().take(3).enumerate() {
        let found = exported(&archive, query).len() as u64;
        assert_eq!(
            tags.get(&format!("t{number}")).copied().unwrap_or(0),
            found,
            "{query}"
        );
    }
}
