//! The engine on a cluster through what can go wrong, which only a stand-in can be made to do.

use super::cluster_test::Cluster;
use super::query_table::articles;
use super::sample::{meaning, query, request};
use super::{Engine, Order, Quickwit};
use crate::quickwit::Config;
use crate::quickwit::standin::{Fault, Papers, StandIn};
use serde_json::json;

/// What only a stand-in can be made to do.
fn faulty(faults: &[(&'static str, Fault)]) -> (StandIn, Quickwit) {
    let standin = StandIn::new();
    let cluster = Cluster {
        config: standin.config(),
        standin: Some(standin),
    };
    cluster.fill(&articles(), 5, |_| {});
    let engine = cluster.open();
    let standin = cluster.standin.unwrap();
    standin.state().faults.extend(faults);
    (standin, engine)
}

#[test]
fn a_question_is_asked_again_while_that_can_help() {
    for fault in [
        Fault::Status(429),
        Fault::Status(503),
        Fault::Status(500),
        Fault::Cut,
        Fault::CutBehind,
        Fault::Silence,
        Fault::Partial,
    ] {
        let (_standin, engine) = faulty(&[("_search", fault)]);
        assert_eq!(
            engine.count(&query("bank"), &meaning()).unwrap(),
            2,
            "{fault:?}"
        );
    }
}

#[test]
fn a_part_that_fails_is_an_error_unless_parts_are_asked_for() {
    let (standin, _) = faulty(&[]);
    let config = Config {
        patience: 1,
        ..standin.config()
    };
    let engine = Quickwit::open(config.clone()).unwrap();
    let count = |engine: &Quickwit| engine.count(&query("bank"), &meaning());
    standin
        .state()
        .faults
        .extend([("_search", Fault::Partial); 8]);
    let error = count(&engine).unwrap_err().to_string();
    assert!(error.contains("1 of its parts did not answer"), "{error}");
    standin.state().faults.clear();
    let engine = Quickwit::open(Config {
        partial: true,
        ..config
    });
    let engine = engine.unwrap();
    standin
        .state()
        .faults
        .push_back(("_search", Fault::Partial));
    assert_eq!(count(&engine).unwrap(), 2);
    assert_eq!(engine.remarks().len(), 1);
}

#[test]
fn what_is_refused_is_said_at_once() {
    let (standin, engine) = faulty(&[("_search", Fault::Status(400))]);
    let before = standin.state().seen.len();
    let error = engine
        .count(&query("bank"), &meaning())
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("answered 400: as the test wants it"),
        "{error}"
    );
    assert_eq!(standin.state().seen.len(), before + 1);
    standin.state().authorization = Some("Bearer good".into());
    let error = engine
        .count(&query("bank"), &meaning())
        .unwrap_err()
        .to_string();
    assert!(error.contains("refuses these credentials"), "{error}");
    let config = Config {
        authorization: Some("Bearer good".into()),
        ..standin.config()
    };
    let engine = Quickwit::open(config).unwrap();
    assert_eq!(engine.count(&query("bank"), &meaning()).unwrap(), 2);
}

#[test]
fn what_a_cluster_cannot_do_is_an_error_before_it_is_asked() {
    let (standin, engine) = faulty(&[]);
    let before = standin.state().seen.len();
    let mut widened = request(query("bank"), 10);
    widened.rank = super::Rank::Rm3(super::Feedback::default());
    for (request, said) in [
        (widened, "does not widen queries"),
        (
            request(query("\"central bank\"^3"), 10),
            "cannot weigh a phrase",
        ),
        (request(query("gov*^3 OR bank"), 10), "or a wildcard"),
    ] {
        let error = engine.search(&request).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
    }
    assert_eq!(standin.state().seen.len(), before);
    // A weight changes no count.
    assert_eq!(found_newest(&engine, "\"central bank\"^3"), 1);
}

fn found_newest(engine: &Quickwit, text: &str) -> u64 {
    let mut request = request(query(text), 10);
    request.order = Order::Newest;
    engine.search(&request).unwrap().total
}

#[test]
fn more_candidates_than_are_to_be_read_are_an_error() {
    let (standin, _) = faulty(&[]);
    let config = Config {
        candidates: 3,
        ..standin.config()
    };
    let engine = Quickwit::open(config).unwrap();
    let error = engine
        .count(&query("phnoe~1"), &meaning())
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("12 have to be read for it, more than 3"),
        "{error}"
    );
    assert_eq!(
        engine.count(&query("phnoe~1 apple"), &meaning()).unwrap(),
        1
    );
}

/// Why a cluster cannot be opened.
fn refusal(config: Config) -> String {
    match Quickwit::open(config) {
        Ok(_) => panic!("opened"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_cluster_of_another_version_is_refused_by_its_version() {
    for (version, said) in [
        (
            json!({"build": {"version": "0.8.2"}}),
            "is Quickwit 0.8.2: this program needs 0.9 or later",
        ),
        (json!({"version": {"number": "8.1"}}), "is no Quickwit"),
        (json!("hello"), "is no Quickwit"),
    ] {
        let standin = StandIn::new();
        standin.state().version = Some(version);
        let error = refusal(standin.config());
        assert!(error.contains(said), "{error}");
    }
    for version in ["0.9.1", "v1.0.0", "0.10.0-nightly", "nightly"] {
        let standin = StandIn::new();
        standin.state().version = Some(json!({"build": {"version": version}}));
        let error = refusal(standin.config());
        assert!(error.contains("holds no archive"), "{version}: {error}");
    }
}

#[test]
fn a_secure_cluster_is_trusted_by_its_authority_alone() {
    let papers = Papers::new(false);
    let standin = StandIn::secure(&papers);
    let trusting = |ca| Config {
        ca,
        ..standin.config()
    };
    let error = refusal(trusting(Some(papers.ca())));
    assert!(error.contains("holds no archive `morgue`"), "{error}");
    let other = Papers::new(false);
    for ca in [None, Some(other.ca())] {
        let error = refusal(trusting(ca));
        assert!(error.contains("no secure connection"), "{error}");
        assert!(
            error.contains("`ca` names a file of certificates"),
            "{error}"
        );
    }
}

#[test]
fn a_cluster_that_asks_who_is_there_is_told_by_a_certificate() {
    let papers = Papers::new(true);
    let standin = StandIn::secure(&papers);
    let with = |pair: Option<(std::path::PathBuf, std::path::PathBuf)>| {
        let (certificate, key) = pair.unzip();
        refusal(Config {
            ca: Some(papers.ca()),
            certificate,
            key,
            ..standin.config()
        })
    };
    let error = with(Some(papers.issue("reader")));
    assert!(error.contains("holds no archive `morgue`"), "{error}");
    let stranger = Papers::new(true);
    for pair in [None, Some(stranger.issue("reader"))] {
        let error = with(pair);
        assert!(error.contains("no secure connection"), "{error}");
        assert!(error.contains("certificate"), "{error}");
    }
}

#[test]
fn an_archive_that_is_not_there_and_a_cluster_that_is_not_there_are_told_apart() {
    let standin = StandIn::new();
    let error = refusal(standin.config());
    assert!(error.contains("holds no archive `morgue`"), "{error}");
    let config = Config {
        url: "http://127.0.0.1:9".into(),
        patience: 0,
        ..Config::default()
    };
    let error = refusal(config);
    assert!(error.contains("refuses connections"), "{error}");
}
