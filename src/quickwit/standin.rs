//! What a cluster does, as far as this program relies on it, on the loopback interface of a test.
//!
//! It is no recording of a real one: it was written from what was seen of Quickwit 0.9.0, and answers from the
//! documents it was sent by looking at each. It is strict: a body with anything that is not in the closed list
//! of what we send is refused. Faults are put in its way by the test: statuses, cut connections before or
//! after a request took effect, silence, parts that fail.

mod clauses;
mod secure;

use clauses::{aggregate, score};
pub(crate) use secure::Papers;
use serde_json::{Map, Value as Json, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

/// What goes wrong with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is answered with this status, and has no effect.
    Status(u16),
    /// The connection is cut before it has an effect.
    Cut,
    /// It takes effect, and the connection is cut.
    CutBehind,
    /// It takes effect, and no answer comes.
    Silence,
    /// A part of the index does not answer.
    Partial,
    /// Of a batch, every other line is to be sent again.
    HalfLater,
}

/// The state of the cluster.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) made: bool,
    pub(crate) documents: Vec<(Map<String, Json>, u64)>,
    /// Removals that were asked for and not carried out.
    pub(crate) removals: Vec<String>,
    /// What goes wrong with requests whose path holds a text, one after the other.
    pub(crate) faults: VecDeque<(&'static str, Fault)>,
    /// So many searches pass before a document is found.
    pub(crate) lag: u64,
    pub(crate) searches: u64,
    /// Path and body of each request.
    pub(crate) seen: Vec<(String, String)>,
    /// The `Authorization` that is asked for.
    pub(crate) authorization: Option<String>,
    /// What it says to be, if not what this program was written for.
    pub(crate) version: Option<Json>,
}

/// A cluster for one test.
pub(crate) struct StandIn {
    pub(crate) url: String,
    state: Arc<Mutex<State>>,
}

impl StandIn {
    pub(crate) fn new() -> Self {
        Self::listening("http", serve)
    }

    /// One that is reached by TLS only.
    pub(crate) fn secure(papers: &Papers) -> Self {
        let papers = papers.server();
        Self::listening("https", move |stream, state| {
            serve(secure::stream(&papers, stream), state);
        })
    }

    fn listening(
        scheme: &str,
        serve: impl Fn(TcpStream, &Mutex<State>) + Clone + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("{scheme}://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State::default()));
        let shared = state.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (state, serve) = (shared.clone(), serve.clone());
                std::thread::spawn(move || serve(stream, &state));
            }
        });
        Self { url, state }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// A configuration that reaches it, and has little patience.
    pub(crate) fn config(&self) -> super::Config {
        super::Config {
            url: self.url.clone(),
            timeout: 2,
            patience: 5,
            ..super::Config::default()
        }
    }

    /// Carries out what removals were asked for.
    pub(crate) fn remove(&self) {
        let mut state = self.state();
        for removal in std::mem::take(&mut state.removals) {
            state
                .documents
                .retain(|(document, _)| !clauses::removed(&removal, document));
        }
    }
}

fn serve(mut stream: impl Read + Write, state: &Mutex<State>) {
    let Some((path, authorization, body)) = request(&mut BufReader::new(&mut stream)) else {
        return;
    };
    let mut state = state.lock().unwrap();
    state.seen.push((path.clone(), body.clone()));
    let next = state.faults.front().copied();
    let fault = next
        .filter(|(at, _)| path.contains(at))
        .map(|(_, fault)| fault);
    if fault.is_some() {
        state.faults.pop_front();
    }
    let (status, answer) = match fault {
        Some(Fault::Cut) => return,
        Some(Fault::Status(status)) => (status, json!({"message": "as the test wants it"})),
        _ if state.authorization.is_some() && state.authorization != authorization => {
            (401, json!({}))
        }
        _ => state.answer(&path, &body, fault),
    };
    drop(state);
    match fault {
        Some(Fault::CutBehind) => return,
        Some(Fault::Silence) => std::thread::sleep(Duration::from_secs(3)),
        _ => {}
    }
    reply(&mut stream, status, &answer.to_string());
}

pub(super) fn reply(stream: &mut impl Write, status: u16, answer: &str) {
    let length = answer.len();
    // Whoever cut the connection needs no answer.
    let _ = write!(
        stream,
        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
         connection: close\r\n\r\n{answer}"
    );
}

pub(super) fn request(reader: &mut impl BufRead) -> Option<(String, Option<String>, String)> {
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let path = line.split_whitespace().nth(1)?.to_owned();
    let (mut length, mut authorization) = (0, None);
    loop {
        line.clear();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().ok()?,
            "authorization" => authorization = Some(value.to_owned()),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((path, authorization, String::from_utf8(body).ok()?))
}

impl State {
    fn answer(&mut self, path: &str, body: &str, fault: Option<Fault>) -> (u16, Json) {
        let path = path.split('?').next().unwrap_or(path);
        let absent = || {
            (
                404,
                json!({"status": 404, "error": {"reason": "no such index"}}),
            )
        };
        match path {
            "/api/v1/version" => {
                let usual = json!({"build": {"version": "0.9.0"}});
                (200, self.version.clone().unwrap_or(usual))
            }
            "/api/v1/indexes" if self.made => (400, json!({"message": "index already exists"})),
            "/api/v1/indexes" => {
                self.made = true;
                (200, json!({}))
            }
            _ if !self.made => absent(),
            "/api/v1/_elastic/morgue/_bulk" => self.bulk(body, fault),
            "/api/v1/_elastic/morgue/_search" => self.search(body, fault),
            "/api/v1/indexes/morgue/describe" => (200, json!({"size_published_splits": 4096})),
            "/api/v1/morgue/delete-tasks" => {
                let body: Json = serde_json::from_str(body).unwrap();
                self.removals
                    .push(body["query"].as_str().unwrap().to_owned());
                (200, json!({"opstamp": self.removals.len()}))
            }
            _ => absent(),
        }
    }

    fn bulk(&mut self, body: &str, fault: Option<Fault>) -> (u16, Json) {
        assert!(body.len() < 10 << 20, "a batch of {} bytes", body.len());
        let mut items = Vec::new();
        for (number, line) in body.lines().enumerate() {
            if number % 2 == 0 {
                assert_eq!(line, "{\"index\":{}}");
                continue;
            }
            let later = fault == Some(Fault::HalfLater) && number % 4 == 1;
            let status = if later { 429 } else { 201 };
            if !later {
                let document = serde_json::from_str(line).unwrap();
                self.documents.push((document, self.searches + self.lag));
            }
            items.push(json!({"index": {"status": status, "error": null}}));
        }
        (200, json!({"took": 1, "errors": false, "items": items}))
    }

    fn search(&mut self, body: &str, fault: Option<Fault>) -> (u16, Json) {
        self.searches += 1;
        let body: Json = serde_json::from_str(body).unwrap();
        let known = [
            "size",
            "track_total_hits",
            "query",
            "sort",
            "search_after",
            "aggs",
        ];
        let odd = body
            .as_object()
            .unwrap()
            .keys()
            .find(|key| !known.contains(&key.as_str()));
        if let Some(odd) = odd {
            return (400, json!({"message": format!("unknown field `{odd}`")}));
        }
        assert_eq!(
            body["track_total_hits"], true,
            "a total that may be a bound"
        );
        let size = body["size"].as_u64().unwrap() as usize;
        assert!(size <= 10_000);
        let sort = body["sort"].as_array().cloned().unwrap_or_default();
        assert!(sort.len() <= 2, "a cluster sorts by two keys at most");
        let mut found = Vec::new();
        for (document, visible) in &self.documents {
            if *visible >= self.searches {
                continue;
            }
            match score(&body["query"], document) {
                Err(odd) => return (400, json!({"message": odd})),
                Ok(None) => {}
                Ok(Some(score)) => found.push((keys(&sort, document, score), document)),
            }
        }
        let all: Vec<_> = found.iter().map(|(_, document)| *document).collect();
        let aggregations = aggregate(&body["aggs"], &all);
        let (total, descending) = (found.len(), descending(&sort));
        // Behind the keys, in an order that nobody may rely on.
        found.reverse();
        found.sort_by(|one, other| compare(&one.0, &other.0, &descending));
        if let Some(after) = body["search_after"].as_array() {
            let after: Vec<_> = after.iter().map(|key| key.as_f64().unwrap()).collect();
            found.retain(|(keys, _)| compare(keys, &after, &descending).is_gt());
        }
        let failed = u64::from(fault == Some(Fault::Partial));
        let hits = found.iter().take(size).map(|(keys, document)| {
            let keys: Vec<_> = keys.iter().map(|key| json!(key)).collect();
            json!({"_index": "morgue", "_source": {"document": document["document"]}, "sort": keys})
        });
        let hits: Vec<_> = hits.collect();
        let answer = json!({
            "took": 1, "timed_out": false, "aggregations": aggregations,
            "_shards": {"total": 2, "successful": 2 - failed, "skipped": 0, "failed": failed},
            "hits": {"total": {"value": total, "relation": "eq"}, "hits": hits},
        });
        (200, answer)
    }
}

fn keys(sort: &[Json], document: &Map<String, Json>, score: f64) -> Vec<f64> {
    let field = |key: &Json| key.as_object().unwrap().keys().next().unwrap().clone();
    let value = |name: String| match name.as_str() {
        "_score" => score,
        name => document[name].as_f64().unwrap(),
    };
    sort.iter().map(field).map(value).collect()
}

fn descending(sort: &[Json]) -> Vec<bool> {
    let order = |key: &Json| key.as_object().unwrap().values().next().unwrap()["order"] == "desc";
    sort.iter().map(order).collect()
}

fn compare(one: &[f64], other: &[f64], descending: &[bool]) -> std::cmp::Ordering {
    let each = one.iter().zip(other).zip(descending);
    let order = each.map(|((one, other), descending)| match descending {
        true => other.total_cmp(one),
        false => one.total_cmp(other),
    });
    order.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
}
