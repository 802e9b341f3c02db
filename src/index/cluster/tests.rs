//! Refreshes of an archive on a cluster through everything that can go wrong on the way.

use crate::error::Result;
use crate::index::{Options, OrganisationRequest, Progress, RootRequest, Summary, refresh};
use crate::quickwit::standin::{Fault, StandIn};
use crate::quickwit::{Client, Ledger};
use crate::schema::{Fields, incoming, stored};
use serde_json::json;
use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

/// A directory of articles and a cluster to hold them.
struct Case {
    directory: tempfile::TempDir,
    standin: StandIn,
}

impl Case {
    /// `files` files of one article, and one of a hundred.
    fn new(files: usize) -> Self {
        let case = Self {
            directory: tempfile::tempdir().unwrap(),
            standin: StandIn::new(),
        };
        fs::create_dir(case.root()).unwrap();
        for number in 0..files {
            case.write(
                &format!("f{number}.txt"),
                &format!("Headline {number}\n\nA common word."),
            );
        }
        let lines = (0..100).map(|n| {
            format!("{{\"id\":\"j{n}\",\"headline\":\"Line {n}\",\"body\":\"common\"}}\n")
        });
        case.write("many.jsonl", &lines.collect::<String>());
        case
    }

    fn root(&self) -> std::path::PathBuf {
        self.directory.path().join("news")
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.root().join(name), text).unwrap();
    }

    fn refresh(&self) -> Result<Summary> {
        let root = RootRequest {
            path: self.root(),
            ..RootRequest::default()
        };
        let options = Options {
            index: self.directory.path().join("index"),
            cluster: Some(self.standin.config()),
            roots: vec![root],
            organisations: OrganisationRequest::default(),
            dry_run: false,
            rebuild: false,
            memory: 64 << 20,
            threads: 2,
            wait: false,
            commit_every: Duration::from_mins(1),
        };
        refresh(&options, &Progress::default(), &|_, _| {})
    }

    /// How often each article is found, by its place.
    fn ids(&self) -> BTreeMap<String, usize> {
        let client = Client::new(self.standin.config()).unwrap();
        let ledger = Ledger::newest(&client).unwrap().unwrap();
        let body = json!({
            "size": 5000,
            "track_total_hits": true,
            "query": ledger.all("article"),
            "sort": [{"uid": {"order": "asc"}}],
        });
        let answer = client.search(&body).unwrap();
        assert_eq!(ledger.manifest.articles, answer.total);
        let mut ids = BTreeMap::new();
        for found in answer.found {
            let document = incoming(&found.document).unwrap();
            let article = stored(&Fields::of_schema(), &document).unwrap();
            *ids.entry(article.locator).or_default() += 1;
        }
        ids
    }

    /// Every article is found once, and so it is after the cluster has removed what it was told to.
    fn is_whole(&self, articles: usize) {
        for _ in 0..2 {
            let ids = self.ids();
            assert_eq!(ids.len(), articles);
            assert!(ids.values().all(|times| *times == 1));
            self.standin.remove();
        }
    }
}

fn articles(state: &crate::quickwit::standin::State) -> usize {
    let is_article = |document: &&(serde_json::Map<String, serde_json::Value>, u64)| {
        document.0["kind"] == "article"
    };
    state.documents.iter().filter(is_article).count()
}

#[test]
fn a_refresh_sends_what_changed_and_nothing_else() {
    let case = Case::new(5);
    assert_eq!(case.refresh().unwrap().articles, 105);
    case.is_whole(105);
    let sent = case.standin.state().seen.len();
    case.refresh().unwrap();
    let bulk = |from: usize| {
        case.standin.state().seen[from..]
            .iter()
            .filter(|s| s.0.contains("_bulk"))
            .count()
    };
    assert_eq!(bulk(sent), 0, "nothing changed, and something was sent");
    case.write("f1.txt", "Another headline\n\nA common word, longer.");
    fs::remove_file(case.root().join("f2.txt")).unwrap();
    case.write("f9.txt", "New\n\ncommon");
    case.refresh().unwrap();
    case.is_whole(105);
    let ids = case.ids();
    assert!(
        ids.contains_key("f1.txt") && ids.contains_key("f9.txt") && !ids.contains_key("f2.txt")
    );
    assert_eq!(
        articles(&case.standin.state()),
        105,
        "what was superseded was not removed"
    );
}

#[test]
fn no_fault_on_the_way_loses_or_doubles_an_article() {
    for fault in [
        Fault::Status(429),
        Fault::Status(503),
        Fault::Cut,
        Fault::CutBehind,
        Fault::Silence,
        Fault::HalfLater,
    ] {
        let case = Case::new(3);
        case.standin.state().faults.extend([("_bulk", fault); 2]);
        case.refresh()
            .unwrap_or_else(|error| panic!("{fault:?}: {error}"));
        case.is_whole(103);
        case.write("f1.txt", "Changed\n\ncommon common");
        case.standin.state().faults.extend([("_bulk", fault); 2]);
        case.refresh()
            .unwrap_or_else(|error| panic!("{fault:?}: {error}"));
        case.is_whole(103);
    }
}

#[test]
fn a_commit_waits_until_what_was_sent_is_found() {
    let case = Case::new(3);
    case.standin.state().lag = 4;
    case.refresh().unwrap();
    case.is_whole(103);
}

#[test]
fn a_run_that_was_killed_and_repeated_ends_equal() {
    let case = Case::new(3);
    case.refresh().unwrap();
    case.write("f1.txt", "Changed\n\ncommon and changed");
    case.write("late.txt", "Late\n\ncommon");
    // The run dies with a batch sent and nothing committed: what it sent is there, and never counts.
    let begun = case.standin.state().documents.len();
    let writer = super::ClusterWriter::begin(case.standin.config()).unwrap();
    send_uncommitted(&writer);
    drop(writer);
    assert!(case.standin.state().documents.len() > begun + 1);
    case.is_whole(103);
    case.refresh().unwrap();
    case.is_whole(104);
    assert_eq!(articles(&case.standin.state()), 104);
}

#[test]
fn what_an_interrupted_run_takes_back_never_counts() {
    use crate::index::store::Store;
    let case = Case::new(3);
    case.write("late.txt", "Late\n\ncommon");
    case.refresh().unwrap();
    let writer = super::ClusterWriter::begin(case.standin.config()).unwrap();
    // One is sent at once, the other waits.
    send_uncommitted(&writer);
    writer.withdraw("news:late.txt", 1).unwrap();
    writer.commit(&writer.manifest_for_tests()).unwrap();
    case.is_whole(104);
    assert!(case.ids().contains_key("late.txt"));
    assert_eq!(articles(&case.standin.state()), 104);
    drop(writer);
    case.refresh().unwrap();
    case.is_whole(104);
}

/// Sends an article, and a whole batch more, as a run does before it commits.
fn send_uncommitted(writer: &super::ClusterWriter) {
    use crate::index::store::Store;
    use crate::schema::{Placement, document};
    let fields = Fields::of_schema();
    for number in 0..2 {
        let article = crate::article::Article {
            headline: format!("Ghost {number}"),
            body: "common ".repeat(300_000),
            ..crate::article::Article::default()
        };
        let place = Placement {
            file: "news:late.txt",
            path: "late.txt",
            number: Some(number),
            format: "text",
            added: 1,
            organisations: Vec::new(),
        };
        writer.add(document(&fields, article, &place)).unwrap();
    }
}

#[test]
fn of_two_writers_one_ends_with_an_error() {
    use crate::index::store::Store;
    let case = Case::new(1);
    case.refresh().unwrap();
    let one = super::ClusterWriter::begin(case.standin.config()).unwrap();
    let other = super::ClusterWriter::begin(case.standin.config()).unwrap();
    let manifest = one.manifest_for_tests();
    let error = one.commit(&manifest).unwrap_err().to_string();
    assert!(error.contains("another writer"), "{error}");
    other.commit(&manifest).unwrap();
    case.is_whole(101);
}

#[test]
fn an_article_that_no_batch_can_hold_is_named() {
    let case = Case::new(0);
    case.write(
        "long.txt",
        &format!("Long\n\n{}", "common words ".repeat(400_000)),
    );
    let error = case.refresh().unwrap_err().to_string();
    assert!(
        error.contains("long.txt") && error.contains("--exclude"),
        "{error}"
    );
}

#[test]
fn removals_are_bound_to_what_was_sent_before() {
    let case = Case::new(2);
    case.refresh().unwrap();
    case.write("f0.txt", "Changed\n\ncommon once more");
    case.refresh().unwrap();
    let removals = case.standin.state().removals.clone();
    assert!(!removals.is_empty());
    assert!(
        removals.iter().all(|removal| removal.contains("batch:<")),
        "{removals:?}"
    );
}
