//! The engine on a cluster against what a real cluster answered.
//!
//! The answers were written down by this very test, from a Quickwit 0.9.0:
//! `MORGUE_QUICKWIT_URL=http://127.0.0.1:7280 MORGUE_RECORD=1 cargo test --lib cluster_replay`.

use super::cluster_test::Cluster;
use super::query_table::{TABLE, articles};
use super::sample::{ids, meaning, query, request};
use super::{Columns, Engine, Order, Quickwit};
use crate::quickwit::Config;
use crate::quickwit::recording::Recording;
use crate::quickwit::standin::Fault;

const WRITTEN: &str = "tests/data/quickwit/exchanges.jsonl";

/// Every fourth query of the table.
fn queries() -> impl Iterator<Item = (&'static str, &'static str)> {
    let pairs = TABLE.iter().map(|(text, expected)| (*text, *expected));
    pairs.step_by(4)
}

/// Fills an archive, and asks all there is to ask.
fn scenario(server: &Recording) {
    let config = Config {
        url: server.url.clone(),
        archive: "morgue-recorded".into(),
        timeout: 2,
        patience: if std::env::var_os("MORGUE_RECORD").is_some() {
            120
        } else {
            5
        },
        ..Config::default()
    };
    let cluster = Cluster {
        standin: None,
        config,
    };
    cluster.fill(&articles(), 5, |_| {});
    let engine = cluster.open();
    assert!(queries().count() >= 40);
    for (text, expected) in queries() {
        let page = engine.search(&request(query(text), 100));
        let page = page.unwrap_or_else(|error| panic!("{text}: {error}"));
        let mut letters: Vec<_> = ids(&page)
            .iter()
            .filter_map(|id| id.chars().last())
            .collect();
        letters.sort_unstable();
        assert_eq!(letters.into_iter().collect::<String>(), expected, "{text}");
        let count = engine.count(&query(text), &meaning()).unwrap();
        assert_eq!(count, expected.len() as u64, "{text}");
    }
    rest(&engine);
}

fn rest(engine: &Quickwit) {
    let mut newest = request(query("*"), 3);
    newest.order = Order::Newest;
    assert_eq!(ids(&engine.search(&newest).unwrap()), ["f", "g", "2024/d"]);
    assert_eq!(
        engine.show("a").unwrap()[0].article.headline,
        "Banks raise rates"
    );
    assert_eq!(engine.show("2024/c.txt").unwrap()[0].id, "2024/c");
    assert_eq!(engine.days(&query("*"), &meaning()).unwrap().undated, 5);
    let statistics = engine.statistics().unwrap();
    assert_eq!(statistics.first_day.as_deref(), Some("2019-01-01"));
    assert_eq!(statistics.publications[0].name, "The Daily Ledger");
    assert_eq!(engine.articles_with("bank").unwrap(), 2);
}

#[test]
fn what_a_real_cluster_answered_is_understood() {
    let url = std::env::var("MORGUE_QUICKWIT_URL").ok();
    if let Some(url) = url.filter(|_| std::env::var_os("MORGUE_RECORD").is_some()) {
        let server = Recording::of(&url);
        scenario(&server);
        std::fs::create_dir_all("tests/data/quickwit").unwrap();
        std::fs::write(WRITTEN, server.written()).unwrap();
        return;
    }
    let written = std::fs::read_to_string(WRITTEN).unwrap();
    for fault in [
        None,
        Some((Fault::Status(429), 10)),
        Some((Fault::Status(503), 11)),
        Some((Fault::Cut, 12)),
        Some((Fault::Partial, 13)),
        Some((Fault::Silence, 90)),
    ] {
        let server = Recording::replay(&written, fault);
        scenario(&server);
        assert_eq!(server.unknown(), [], "{fault:?}");
    }
}
