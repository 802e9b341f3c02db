//! The engine on a cluster against the engine on this machine: the same articles, asked the same.
//!
//! Without a cluster, a stand-in on the loopback interface answers; with `MORGUE_QUICKWIT_URL`, that cluster
//! does, in an archive of its own that is left behind.

use super::query_table::{TABLE, articles};
use super::sample::{archive, article, dated, ids, made, meaning, query, request};
use super::{Columns, Engine, NameField, Order, Quickwit};
use crate::analysis::Stemmer;
use crate::article::Article;
use crate::quickwit::standin::StandIn;
use crate::quickwit::{Client, Config, Ledger, Retired, Taken, batches_of, uid};
use crate::schema::{CLUSTER_INDEX, FORMAT, Fields, Manifest, Root, outgoing};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// An archive on a cluster, real or not.
pub(super) struct Cluster {
    pub(super) standin: Option<StandIn>,
    pub(super) config: Config,
}

impl Cluster {
    pub(super) fn new(name: &str) -> Self {
        if let Ok(url) = std::env::var("MORGUE_QUICKWIT_URL") {
            let now = jiff::Timestamp::now().as_millisecond();
            let config = Config {
                url,
                archive: format!("morgue-test-{name}-{now}"),
                ..Config::default()
            };
            return Self {
                standin: None,
                config,
            };
        }
        let standin = StandIn::new();
        let config = standin.config();
        Self {
            standin: Some(standin),
            config,
        }
    }

    /// Sends articles, `per_batch` of them at a time, and a ledger by which they count.
    pub(super) fn fill(
        &self,
        articles: &[Article],
        per_batch: usize,
        ledger: impl FnOnce(&mut Ledger),
    ) {
        let client = Client::new(self.config.clone()).unwrap();
        client.ensure(CLUSTER_INDEX).unwrap();
        let fields = Fields::of_schema();
        let english = Stemmer::new("en").unwrap();
        let (mut batch, mut sent) = (batches_of(1).0, 0);
        for (part, articles) in articles.chunks(per_batch).enumerate() {
            batch += 1;
            let mut lines = Vec::new();
            for (place, article) in articles.iter().enumerate() {
                let document = made(&fields, article, part as i64);
                lines.push(line(outgoing(&fields, &document, english), batch, place));
            }
            assert_eq!(client.send(&lines).unwrap(), Taken::default());
            sent += articles.len();
            // What is found was written: what comes next goes to another part of the index.
            await_found(&client, sent);
        }
        let mut own = Ledger {
            manifest: Manifest {
                format: FORMAT,
                articles: articles.len() as u64,
                fingerprint: "f".into(),
                refreshed: 1,
                roots: vec![Root {
                    name: "news".into(),
                    path: "/news".into(),
                    ..Root::default()
                }],
                ..Manifest::default()
            },
            stem: "en".into(),
            revision: 1,
            committed: batch,
            ..Ledger::default()
        };
        ledger(&mut own);
        let mut document = Map::new();
        document.insert("kind".into(), "ledger".into());
        document.insert("document".into(), own.text().into());
        client.send(&[line(document, batch + 1, 0)]).unwrap();
        await_found(&client, articles.len() + 1);
    }

    pub(super) fn open(&self) -> Quickwit {
        Quickwit::open(self.config.clone()).unwrap()
    }
}

/// Waits until so many documents are found.
fn await_found(client: &Client, documents: usize) {
    let begun = Instant::now();
    let all = json!({"match_all": {}});
    while client.count(&all).unwrap() < documents as u64 {
        assert!(begun.elapsed() < Duration::from_mins(2), "nothing is found");
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn line(mut document: Map<String, Json>, batch: u64, place: usize) -> String {
    document.insert("batch".into(), json!(batch));
    document.insert("uid".into(), json!(uid(batch, place)));
    document.insert("revision".into(), json!(1));
    Json::Object(document).to_string()
}

/// The letters of the ids found, sorted.
fn found(engine: &Quickwit, text: &str) -> String {
    let page = engine.search(&request(query(text), 100));
    let page = page.unwrap_or_else(|error| panic!("{text}: {error}"));
    let letters = |id: &&str| id.chars().last();
    let mut letters: Vec<char> = ids(&page).iter().filter_map(letters).collect();
    letters.sort_unstable();
    let count = engine.count(&query(text), &meaning()).unwrap();
    assert_eq!((count, page.total), (letters.len() as u64, count), "{text}");
    letters.into_iter().collect()
}

#[test]
fn a_cluster_finds_what_this_machine_finds() {
    for per_batch in [5, 3] {
        let cluster = Cluster::new("table");
        cluster.fill(&articles(), per_batch, |_| {});
        let engine = cluster.open();
        let mut wrong = Vec::new();
        for (text, expected) in TABLE {
            let is_other = *text == "added:last" && per_batch == 3;
            let found = found(&engine, text);
            if found != *expected && !is_other {
                wrong.push((text, expected, found));
            }
        }
        assert!(wrong.is_empty(), "(query, expected, found): {wrong:#?}");
    }
}

#[test]
fn other_stems_and_meanings_find_the_same_too() {
    let here = archive(&articles(), 5);
    let cluster = Cluster::new("meanings");
    cluster.fill(&articles(), 5, |_| {});
    let there = cluster.open();
    for stem in ["none", "de"] {
        let meaning = super::Meaning {
            stemmer: Stemmer::new(stem).unwrap(),
            loose_dates: true,
            given_only: true,
        };
        for text in [
            "banks",
            "govern",
            "date:2019-05",
            "org:apple",
            "org:~press",
            "NOT banks",
        ] {
            let expected = here.engine.count(&query(text), &meaning).unwrap();
            assert_eq!(
                there.count(&query(text), &meaning).unwrap(),
                expected,
                "{text} in {stem}"
            );
        }
    }
}

#[test]
fn orders_are_total_and_pages_are_parts_of_them() {
    let same = |id: &str| article(id, "", "same words here");
    let articles = [
        same("z"),
        dated("1931", same("y")),
        dated("2021", same("x")),
        same("b"),
        dated("2021", same("a")),
        dated("2019-03", same("c")),
    ];
    let cluster = Cluster::new("orders");
    cluster.fill(&articles, 6, |_| {});
    let engine = cluster.open();
    for (order, expected) in [
        (Order::Relevance, "axcybz"),
        (Order::Newest, "axcybz"),
        (Order::Oldest, "ycaxbz"),
    ] {
        for (offset, limit) in [(0, 6), (2, 2), (0, 1), (5, 10), (6, 10), (0, 0)] {
            let mut request = request(query("same"), limit);
            (request.order, request.offset) = (order, offset);
            let page = engine.search(&request).unwrap();
            let expected: String = expected.chars().skip(offset).take(limit).collect();
            assert_eq!(ids(&page).concat(), expected, "{order:?} {offset} {limit}");
            assert_eq!(page.total, 6);
        }
    }
}

#[test]
fn dates_before_1972_are_found() {
    let articles: Vec<_> = [
        "1899-12-31",
        "1931-04-02",
        "1969-07-20",
        "1972-04-12",
        "1972-04-14",
    ]
    .iter()
    .zip('a'..)
    .map(|(date, id)| dated(date, article(&id.to_string(), "", "moon")))
    .collect();
    let cluster = Cluster::new("dates");
    cluster.fill(&articles, 5, |_| {});
    let engine = cluster.open();
    for (text, expected) in [
        ("date:1930..1970", "bc"),
        ("date:>=1960", "cde"),
        ("date:..1972-04-13", "abcd"),
        ("moon date:1899", "a"),
    ] {
        assert_eq!(found(&engine, text), expected, "{text}");
    }
}

#[test]
fn what_does_not_count_is_neither_found_nor_counted() {
    let articles: Vec<_> = ('a'..='d')
        .map(|id| article(&id.to_string(), "", "word"))
        .collect();
    let cluster = Cluster::new("counting");
    let first = batches_of(1).0 + 1;
    // One article a batch: `b` never counted, `c` was read again later, `d` came after the last commit.
    cluster.fill(&articles, 1, |ledger| {
        ledger.retired.push(Retired {
            from: first + 1,
            to: first + 1,
        });
        let key = crate::schema::file_key("news:c.txt");
        ledger.superseded = BTreeMap::from([(first + 3, vec![key])]);
        ledger.committed = first + 2;
    });
    let engine = cluster.open();
    for text in ["word", "word NEAR/3 word OR word", "root:news"] {
        assert_eq!(found(&engine, text), "a", "{text}");
    }
    assert!(engine.show("b").unwrap().is_empty());
    assert_eq!(engine.days(&query("word"), &meaning()).unwrap().total(), 1);
}

#[test]
fn columns_are_those_of_this_machine() {
    let here = archive(&articles(), 5);
    let cluster = Cluster::new("columns");
    cluster.fill(&articles(), 5, |_| {});
    let there = cluster.open();
    for text in ["*", "bank", "bank NEAR/9 apple", "strike OR one"] {
        let (query, meaning) = (query(text), meaning());
        let days = here.engine.days(&query, &meaning).unwrap();
        assert_eq!(there.days(&query, &meaning).unwrap(), days, "{text}");
        for field in [
            NameField::Organisations,
            NameField::GivenOrganisations,
            NameField::Publication,
        ] {
            let names = |engine: &dyn Columns| {
                let mut all = Vec::new();
                let mut each = |values: super::Values| all.push((values.names.len(), values.days));
                let names = engine.values(&query, &meaning, field, &mut each).unwrap();
                let mut names: Vec<_> = names
                    .into_iter()
                    .map(|name| (name.key, name.name))
                    .collect();
                names.sort();
                all.sort_unstable();
                (names, all)
            };
            assert_eq!(names(&there), names(&here.engine), "{text} {field:?}");
        }
        let keys = ["apple", "associated press", "the ledger", "nobody"];
        for field in [NameField::Organisations, NameField::Publication] {
            let expected = here
                .engine
                .name_counts(&query, &meaning, field, &keys)
                .unwrap();
            let held = there.name_counts(&query, &meaning, field, &keys).unwrap();
            assert_eq!(held, expected, "{text} {field:?}");
        }
        let lines = |engine: &dyn Columns| {
            let mut lines = Vec::new();
            let mut each = |line: super::Line| {
                lines.push((line.id, line.kwic.left, line.kwic.node, line.date));
                Ok(())
            };
            engine
                .concordance(&query, &meaning, 3, Order::Oldest, &mut each)
                .unwrap();
            lines
        };
        assert_eq!(lines(&there), lines(&here.engine), "{text}");
    }
    assert_eq!(
        there.articles_with("bank").unwrap(),
        here.engine.articles_with("bank").unwrap()
    );
    let (one, other) = (
        there.statistics().unwrap(),
        here.engine.statistics().unwrap(),
    );
    assert_eq!(
        (one.first_day, one.last_day, one.undated),
        (other.first_day, other.last_day, other.undated)
    );
    assert_eq!(one.publications, other.publications);
}

#[test]
fn names_are_counted_alike_however_long_or_many_they_are() {
    let mut articles = articles();
    // Two spellings of one name in one article.
    articles[0]
        .organisations
        .push(crate::article::Organisation::given("ASSOCIATED PRESS"));
    let long = format!("Bank of {}Harbours", "Northern Ports, ".repeat(18));
    let given = crate::article::Organisation::given(&long);
    articles[0].organisations.push(given);
    let here = archive(&articles, 5);
    let cluster = Cluster::new("names");
    cluster.fill(&articles, 5, |_| {});
    let there = cluster.open();
    assert_eq!(found(&there, &format!("org:\"{long}\"")), "a");
    let long = crate::schema::key(&long);
    let keys = ["associated press", "apple inc", "nobody", &long];
    for text in ["*", "bank"] {
        let (query, meaning) = (query(text), meaning());
        let field = NameField::Organisations;
        let expected = here.engine.name_counts(&query, &meaning, field, &keys);
        let expected = expected.unwrap();
        let question = there.alone(&query, &meaning).unwrap().unwrap();
        assert_eq!(there.counted_names(&question, field, 1).unwrap(), None);
        let each = there.asked_for_each(&question, field, &keys).unwrap();
        assert_eq!(each, expected, "{text}");
        let counted = there.name_counts(&query, &meaning, field, &keys).unwrap();
        assert_eq!(counted, expected, "{text}");
        assert_eq!(counted.with, [1, 1, 0, 1], "{text}");
    }
}

#[test]
fn shared_ids_are_told_apart_and_places_name_one_article() {
    let mut articles = articles();
    articles.truncate(3);
    let cluster = Cluster::new("ids");
    cluster.fill(&articles, 5, |_| {});
    let engine = cluster.open();
    assert_eq!(
        engine.show("a").unwrap()[0].article.headline,
        "Banks raise rates"
    );
    assert_eq!(engine.show("news:2024/c.txt").unwrap().len(), 1);
    assert_eq!(engine.show("2024/c.txt").unwrap()[0].id, "2024/c");
    assert!(engine.show("zebra").unwrap().is_empty());
}
