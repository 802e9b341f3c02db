//! The engine on a cluster against what a real cluster answered.
//!
//! The answers were written down by this very test, from a Quickwit 0.9.0:
//! `MORGUE_QUICKWIT_URL=http://127.0.0.1:7280 MORGUE_RECORD=1 cargo test --lib cluster_replay`.
//! Its articles and queries are its own: a request that was not written down, to the byte, fails it.

use super::cluster_test::Cluster;
use super::sample::{article, dated, ids, meaning, query, request};
use super::{Columns, Engine, NameField, Order, Quickwit};
use crate::article::{Article, Organisation};
use crate::quickwit::Config;
use crate::quickwit::recording::Recording;
use crate::quickwit::standin::Fault;
use crate::schema::{FORMAT, key};

const WRITTEN: &str = "tests/data/quickwit/exchanges.jsonl";

/// Query and the letters of what it must find.
#[rustfmt::skip]
const QUERIES: &[(&str, &str)] = &[
    ("harbour", "abc"), ("harbours", "abc"), ("\"harbours\"", "b"), ("=Harbour", "a"), ("pilot", "ad"),
    ("harbour AND pilot", "a"), ("harbour OR zebra", "abc"), ("harbour NOT pilot", "bc"), ("NOT harbour", "defg"),
    ("(harbour OR pilot) (strike OR ferry)", "abd"), ("(harbour OR zebra) (strike OR ferry)", "ab"),
    ("\"pilot strike\"", "a"), ("\"strike pilot\"", ""), ("tug-boats", "c"), ("ferr*", "bd"), ("*bour", "ac"),
    ("str*ke", "a"), ("headline:harbour", "a"), ("body:ferry", "bd"), ("*", "abcdefg"), ("zebra", ""),
    ("harbour NEAR/2 pilot", "a"), ("harbour PRE/1 pilot", "a"), ("SENTENCE(ferry late)", "b"), ("ATLEAST2(ferry)", "bd"),
    ("ALLCAPS(imo)", "e"), ("NOCAPS(harbour)", "ac"), ("pilto~1", "ad"), ("/ferr(y|ies)/", "bd"), ("fe?ry", "bd"),
    ("\"harbour strike\"~2", "a"), ("HLEAD(harbour)", "abc"), ("FIRST/2(the)", "ab"),
    ("date:1931", "f"), ("date:1930..1970", "fg"), ("date:>=2020", "ab"), ("date:*", "abfg"), ("-date:*", "cde"),
    ("date:1969-07-20", "g"), ("org:\"coast guard\"", "b"), ("org:~guard", "b"), ("org:*", "b"),
    ("publication:\"the tide\"", "ab"), ("publication:*tide", "ab"), ("id:c", "c"), ("path:a.txt", "a"), ("path:*.txt", "abcdefg"),
    ("root:news", "abcdefg"), ("words:<4", "e"), ("harbour date:2020-05", "a"), ("café", "d"), ("harbour^2 OR pilot", "abcd"),
];

/// A name of more bytes than a column of a cluster keeps.
fn long_name() -> String {
    format!("Pilots of {}", "the outer harbours and ".repeat(12))
}

fn articles() -> Vec<Article> {
    let tide = |article| Article {
        publication: Some("The Tide".into()),
        ..article
    };
    let guarded = Article {
        organisations: ["Coast Guard", &long_name()]
            .map(Organisation::given)
            .to_vec(),
        ..article(
            "b",
            "Ferries wait",
            "The ferry was late. Another ferry lay off the harbours.",
        )
    };
    vec![
        tide(dated(
            "2020-05-03",
            article("a", "Harbour pilots", "The harbour pilot strike goes on."),
        )),
        tide(dated("2021", guarded)),
        article("c", "Tugs", "Two tug boats left a harbour."),
        article(
            "d",
            "On the ferry",
            "A pilot had coffee in the Café of the ferry.",
        ),
        article("e", "", "IMO rules"),
        dated(
            "1931-04-02",
            article("f", "An old story", "Long ago, on the coast."),
        ),
        dated("1969-07-20", article("g", "Moon", "They walked on it.")),
    ]
}

#[test]
fn the_queries_find_the_same_on_this_machine() {
    let here = super::sample::archive(&articles(), 3);
    let mut wrong = Vec::new();
    for (text, expected) in QUERIES {
        let page = here.engine.search(&request(query(text), 100)).unwrap();
        let mut found = ids(&page);
        found.sort_unstable();
        if found.concat() != *expected {
            wrong.push((text, expected, found.concat()));
        }
    }
    assert!(wrong.is_empty(), "(query, expected, found): {wrong:#?}");
}

fn config(url: &str, patience: u64) -> Config {
    Config {
        url: url.to_owned(),
        archive: "morgue-replay-4".into(),
        timeout: 2,
        patience,
        ..Config::default()
    }
}

/// Asks all there is to ask.
fn ask(server: &Recording) {
    assert!(QUERIES.len() >= 40);
    let engine = Quickwit::open(config(&server.url, 5)).unwrap();
    for (text, expected) in QUERIES {
        let page = engine.search(&request(query(text), 100));
        let page = page.unwrap_or_else(|error| panic!("{text}: {error}"));
        let mut found = ids(&page);
        found.sort_unstable();
        assert_eq!(found.concat(), *expected, "{text}");
        let count = engine.count(&query(text), &meaning()).unwrap();
        assert_eq!(count, expected.len() as u64, "{text}");
    }
    for (order, expected) in [(Order::Newest, "bagfcde"), (Order::Oldest, "fgabcde")] {
        let mut request = request(query("*"), 7);
        request.order = order;
        assert_eq!(ids(&engine.search(&request).unwrap()).concat(), expected);
    }
    assert_eq!(
        engine.show("a").unwrap()[0].article.headline,
        "Harbour pilots"
    );
    assert_eq!(engine.show("c.txt").unwrap()[0].id, "c");
    assert_eq!(engine.days(&query("*"), &meaning()).unwrap().undated, 3);
    let statistics = engine.statistics().unwrap();
    assert_eq!(statistics.first_day.as_deref(), Some("1931-04-02"));
    assert_eq!(statistics.publications[0].articles, 2);
    assert_eq!(engine.articles_with("ferry").unwrap(), 2);
    let (all, field) = (query("*"), NameField::Organisations);
    let (guard, pilots) = ("coast guard", key(&long_name()));
    let keys = ["nobody", guard, &pilots];
    let counts = engine.name_counts(&all, &meaning(), field, &keys).unwrap();
    assert_eq!((counts.articles, &counts.with[..]), (7, &[0, 1, 1][..]));
    let question = engine.alone(&all, &meaning()).unwrap().unwrap();
    assert_eq!(engine.counted_names(&question, field, 1).unwrap(), None);
    assert_eq!(
        engine.asked_for_each(&question, field, &keys).unwrap(),
        counts
    );
}

#[test]
fn what_a_real_cluster_answered_is_understood() {
    let url = std::env::var("MORGUE_QUICKWIT_URL").ok();
    if let Some(url) = url.filter(|_| std::env::var_os("MORGUE_RECORD").is_some()) {
        let cluster = Cluster {
            standin: None,
            config: config(&url, 120),
        };
        cluster.fill(&articles(), 3, |_| {});
        let server = Recording::of(&url);
        ask(&server);
        std::fs::create_dir_all("tests/data/quickwit").unwrap();
        std::fs::write(WRITTEN, server.written()).unwrap();
        return;
    }
    // The form of an index on this machine has a number that says nothing about these documents.
    let written = std::fs::read_to_string(WRITTEN).unwrap();
    let form = regex::Regex::new(r#"format(\\*)":\d+,(\\*)"version"#).unwrap();
    let now = format!("format${{1}}\":{FORMAT},${{2}}\"version");
    let written = form.replace_all(&written, now.as_str());
    for fault in [
        None,
        Some((Fault::Status(429), 10)),
        Some((Fault::Status(503), 11)),
        Some((Fault::Cut, 12)),
        Some((Fault::Partial, 13)),
        Some((Fault::Silence, 90)),
    ] {
        let server = Recording::replay(&written, fault);
        ask(&server);
        assert_eq!(server.unknown(), [], "{fault:?}");
    }
}
