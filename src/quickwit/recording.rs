//! Exchanges with a real cluster: written down once, and given back to the same requests.
//!
//! `tests/data/quickwit/exchanges.jsonl` holds what a Quickwit 0.9.0 answered. A request that is not in it, to
//! the byte, is not answered, and fails the test: so a change of what is sent is seen, and has to be tried on
//! a real cluster again.

use super::standin::{Fault, reply, request};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::{HashMap, VecDeque};
use std::io::BufReader;
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// One exchange.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Exchange {
    pub(crate) path: String,
    pub(crate) body: String,
    pub(crate) status: u16,
    pub(crate) answer: String,
}

/// A server of one test: it passes requests on and writes them down, or answers as was written down.
pub(crate) struct Recording {
    pub(crate) url: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// The cluster that requests are passed on to, if any is.
    real: Option<String>,
    written: Vec<Exchange>,
    /// The answers to a request, in their order; the last one stays.
    known: HashMap<(String, String), VecDeque<Exchange>>,
    unknown: Vec<(String, String)>,
    /// What goes wrong with every so many searches.
    fault: Option<(Fault, usize)>,
    searches: usize,
}

impl Recording {
    /// Passes requests on to a cluster.
    pub(crate) fn of(real: &str) -> Self {
        Self::serve(State {
            real: Some(real.trim_end_matches('/').to_owned()),
            ..State::default()
        })
    }

    /// Answers as was written down; every `each`th search goes wrong.
    pub(crate) fn replay(text: &str, fault: Option<(Fault, usize)>) -> Self {
        let mut state = State {
            fault,
            ..State::default()
        };
        for line in text.lines() {
            let exchange: Exchange = serde_json::from_str(line).unwrap();
            let key = (exchange.path.clone(), exchange.body.clone());
            state.known.entry(key).or_default().push_back(exchange);
        }
        Self::serve(state)
    }

    fn serve(state: State) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(state));
        let shared = state.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = shared.clone();
                std::thread::spawn(move || answer(stream, &state));
            }
        });
        Self { url, state }
    }

    /// What was written down, a line for each exchange.
    pub(crate) fn written(&self) -> String {
        let state = self.state.lock().unwrap();
        let lines = state
            .written
            .iter()
            .map(|exchange| serde_json::to_string(exchange).unwrap() + "\n");
        lines.collect()
    }

    /// The requests to which nothing was written down.
    pub(crate) fn unknown(&self) -> Vec<(String, String)> {
        self.state.lock().unwrap().unknown.clone()
    }
}

fn answer(mut stream: TcpStream, state: &Mutex<State>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let Some((path, _, body)) = request(&mut reader) else {
        return;
    };
    let mut state = state.lock().unwrap();
    let fault = state.fault_of(&path);
    match fault {
        Some(Fault::Cut | Fault::CutBehind) => return,
        Some(Fault::Status(status)) => return reply(&mut stream, status, "{}"),
        Some(Fault::Silence) => {
            drop(state);
            std::thread::sleep(std::time::Duration::from_secs(3));
            return;
        }
        Some(Fault::Partial | Fault::HalfLater) | None => {}
    }
    let exchange = match state.real.clone() {
        Some(real) => {
            let exchange = passed_on(&real, path, body);
            let again = state
                .written
                .last()
                .is_some_and(|last| (&last.path, &last.body) == (&exchange.path, &exchange.body));
            // Asked again at once: somebody waits for the last answer.
            if again {
                state.written.pop();
            }
            state.written.push(exchange.clone());
            exchange
        }
        None => state.remembered(path, body),
    };
    let mut answer = exchange.answer;
    if fault == Some(Fault::Partial) {
        let mut json: Json = serde_json::from_str(&answer).unwrap();
        json["_shards"]["failed"] = 1.into();
        answer = json.to_string();
    }
    reply(&mut stream, exchange.status, &answer);
}

impl State {
    fn fault_of(&mut self, path: &str) -> Option<Fault> {
        let (fault, each) = self.fault.filter(|_| path.contains("_search"))?;
        self.searches += 1;
        self.searches.is_multiple_of(each).then_some(fault)
    }

    fn remembered(&mut self, path: String, body: String) -> Exchange {
        let key = (path, body);
        let Some(answers) = self.known.get_mut(&key) else {
            let (path, body) = key.clone();
            self.unknown.push(key);
            let answer = r#"{"message":"nobody ever asked that"}"#.into();
            return Exchange {
                path,
                body,
                status: 400,
                answer,
            };
        };
        if answers.len() > 1 {
            return answers.pop_front().unwrap();
        }
        answers[0].clone()
    }
}

fn passed_on(real: &str, path: String, body: String) -> Exchange {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .into();
    let url = format!("{real}{path}");
    let answer = if body.is_empty() {
        agent.get(&url).call()
    } else {
        agent
            .post(&url)
            .content_type("application/json")
            .send(&body)
    };
    let mut answer = answer.unwrap();
    let text = answer.body_mut().read_to_string().unwrap();
    let text = serde_json::from_str::<Json>(&text).map_or(text, |json| json.to_string());
    // Where the cluster keeps things is nobody's business.
    let places =
        regex::Regex::new(r#""(index_uri|build_target|commit_tags)":("[^"]*"|\[[^\]]*\])"#);
    Exchange {
        status: answer.status().as_u16(),
        answer: places
            .unwrap()
            .replace_all(&text, r#""$1":null"#)
            .into_owned(),
        path,
        body,
    }
}
