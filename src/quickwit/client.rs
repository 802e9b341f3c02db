//! The exchanges with a cluster.
//!
//! A question is asked again while that can help: it does no harm asked twice. What changes something is
//! sent once; whoever sent it decides from the [`Failure`] what to do.

use super::retry::Pauses;
use super::{Answer, Config, Failure};
use crate::error::{Error, Result};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use ureq::Agent;
use ureq::tls::{Certificate, ClientCert, PemItem, PrivateKey, RootCerts, TlsConfig, parse_pem};

/// The oldest release whose answers this program was written for.
const LEAST_VERSION: (u64, u64) = (0, 9);
/// The longest answer that is read.
const LONGEST_ANSWER: u64 = 1 << 30;

/// Speaks with one node of a cluster about one archive.
pub struct Client {
    agent: Agent,
    config: Config,
    /// Answers that were taken although parts of the index failed.
    partial: AtomicU64,
}

/// What became of the lines of a batch that was answered.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Lines, by their place, that are to be sent again later.
    pub later: Vec<usize>,
    /// The first line that was refused, with the reason.
    pub refused: Option<(usize, String)>,
}

#[derive(Deserialize)]
struct Bulk {
    items: Vec<Item>,
}

/// Whatever was asked for, an item comes back as `index` or `create`.
#[derive(Deserialize)]
enum Item {
    #[serde(rename = "index", alias = "create")]
    Index(Status),
}

#[derive(Deserialize)]
struct Status {
    status: u16,
    #[serde(default)]
    error: Json,
}

impl Client {
    /// Makes ready to speak; sends nothing.
    ///
    /// # Errors
    /// If a certificate or key cannot be read.
    pub fn new(config: Config) -> Result<Self> {
        let config = config.ready()?;
        let timeout = Duration::from_secs(config.timeout.max(1));
        let agent = Agent::config_builder()
            .timeout_global(Some(timeout))
            .timeout_connect(Some(timeout.min(Duration::from_secs(10))))
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent(concat!("morgue/", env!("CARGO_PKG_VERSION")))
            .tls_config(tls(&config)?)
            .build()
            .new_agent();
        Ok(Self {
            agent,
            config,
            partial: AtomicU64::new(0),
        })
    }

    /// How the cluster is reached.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Where the archive is, for people.
    pub fn place(&self) -> String {
        format!("{} ({})", self.config.url, self.config.archive)
    }

    /// The end of a command.
    pub fn failed(&self, failure: Failure) -> Error {
        failure.error(&self.config.url)
    }

    /// The pauses between tries of something that failed for a while.
    pub(crate) fn pauses(&self) -> Pauses {
        Pauses::within(Duration::from_secs(self.config.patience))
    }

    /// Makes sure that a Quickwit of a known form answers.
    ///
    /// # Errors
    /// It does not answer, or it is something else.
    pub fn check(&self) -> Result<()> {
        let body = self.patiently(|| self.exchange("GET", "/api/v1/version", None));
        let body = match body {
            Err(Failure::Refused { status: 404, .. }) => return Err(self.other("it")),
            body => body.map_err(|failure| self.failed(failure))?,
        };
        let json: Json = serde_json::from_slice(&body).unwrap_or_default();
        let said = json["build"]["version"].as_str();
        let said = said.or_else(|| json["build"]["cargo_pkg_version"].as_str());
        let Some(said) = said else {
            return Err(self.other("it"));
        };
        let mut numbers = said
            .trim_start_matches('v')
            .split(['.', '-'])
            .map(|n| n.parse::<u64>().ok());
        match (numbers.next().flatten(), numbers.next().flatten()) {
            (Some(major), Some(minor)) if (major, minor) < LEAST_VERSION => {
                let reason = format!("is Quickwit {said}: this program needs 0.9 or later");
                Err(self.error(reason))
            }
            // A build of a branch names itself otherwise; what it cannot do it will refuse.
            _ => Ok(()),
        }
    }

    fn other(&self, what: &str) -> Error {
        self.error(format!("is no Quickwit, or {what} is not reached at this path: `--url` is the address without a path"))
    }

    fn error(&self, reason: String) -> Error {
        let url = self.config.url.clone();
        Error::Cluster { url, reason }
    }

    /// Makes the index of the archive from its definition, unless it is there.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn ensure(&self, definition: &str) -> Result<()> {
        let mut index: Json = serde_json::from_str(definition).unwrap_or_default();
        index["index_id"] = self.config.archive.as_str().into();
        let body = index.to_string();
        let made =
            self.patiently(|| self.exchange("POST", "/api/v1/indexes", Some(body.as_bytes())));
        match made {
            Err(Failure::Refused {
                status: 400,
                reason,
            }) if reason.contains("already exist") => Ok(()),
            made => made.map(drop).map_err(|failure| self.failed(failure)),
        }
    }

    /// Searches; tries again while that can help.
    ///
    /// # Errors
    /// Nothing answers within patience, the search is refused, or a part of the index fails and
    /// [`Config::partial`] is not set.
    pub fn search(&self, body: &Json) -> Result<Answer, Failure> {
        self.patiently(|| {
            let path = format!(
                "/api/v1/_elastic/{}/_search?allow_partial_search_results={}",
                self.config.archive, self.config.partial
            );
            let answer = self.exchange("POST", &path, Some(body.to_string().as_bytes()))?;
            let answer = Answer::read(&answer)?;
            if answer.failed > 0 && !self.config.partial {
                let reason = format!(
                    "{} of its parts did not answer; `--partial` answers from the others",
                    answer.failed
                );
                return Err(Failure::Unknown(reason));
            }
            if answer.failed > 0 {
                self.partial.fetch_add(1, Ordering::Relaxed);
            }
            Ok(answer)
        })
    }

    /// How many answers were taken although parts of the index failed.
    pub fn failed_parts(&self) -> u64 {
        self.partial.load(Ordering::Relaxed)
    }

    /// How many documents match; nothing else of them.
    ///
    /// # Errors
    /// As from [`Client::search`].
    pub fn count(&self, query: &Json) -> Result<u64, Failure> {
        let body = json!({"size": 0, "track_total_hits": true, "query": query});
        Ok(self.search(&body)?.total)
    }

    /// Sends lines, each a document, once.
    ///
    /// # Errors
    /// No answer that says what became of each line.
    pub fn send(&self, lines: &[String]) -> Result<Taken, Failure> {
        let mut body = String::with_capacity(lines.iter().map(|line| line.len() + 16).sum());
        for line in lines {
            body.push_str("{\"index\":{}}\n");
            body.push_str(line);
            body.push('\n');
        }
        let path = format!("/api/v1/_elastic/{}/_bulk", self.config.archive);
        let answer = self.exchange("POST", &path, Some(body.as_bytes()))?;
        let unclear = || Failure::Unknown("did not say what became of each article".into());
        let bulk: Bulk = serde_json::from_slice(&answer).map_err(|_| unclear())?;
        if bulk.items.len() != lines.len() {
            return Err(unclear());
        }
        let mut taken = Taken::default();
        for (place, Item::Index(item)) in bulk.items.into_iter().enumerate() {
            match item.status {
                200..=299 => {}
                429 | 503 => taken.later.push(place),
                _ => {
                    let reason = item.error["reason"].as_str().unwrap_or("no reason given");
                    taken.refused.get_or_insert((place, reason.to_owned()));
                }
            }
        }
        Ok(taken)
    }

    /// Asks for documents to be removed; the cluster does so when it comes to it.
    ///
    /// # Errors
    /// It is refused, or nothing answers within patience.
    pub fn remove(&self, query: &str) -> Result<(), Failure> {
        let path = format!("/api/v1/{}/delete-tasks", self.config.archive);
        let body = json!({ "query": query }).to_string();
        // The same task twice removes nothing more.
        self.patiently(|| {
            self.exchange("POST", &path, Some(body.as_bytes()))
                .map(drop)
        })
    }

    /// How many bytes the index takes.
    ///
    /// # Errors
    /// Nothing answers within patience.
    pub fn bytes(&self) -> Result<u64, Failure> {
        let path = format!("/api/v1/indexes/{}/describe", self.config.archive);
        let answer = self.patiently(|| self.exchange("GET", &path, None))?;
        let json: Json = serde_json::from_slice(&answer).unwrap_or_default();
        Ok(json["size_published_splits"].as_u64().unwrap_or_default())
    }

    fn patiently<T>(&self, mut ask: impl FnMut() -> Result<T, Failure>) -> Result<T, Failure> {
        let mut pauses = self.pauses();
        loop {
            match ask() {
                Err(failure) if failure.passes() && pauses.wait() => {}
                done => return done,
            }
        }
    }

    fn exchange(&self, method: &str, path: &str, body: Option<&[u8]>) -> Result<Vec<u8>, Failure> {
        let connection = |error: ureq::Error| Failure::of_connection(&error);
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.config.url))
            .header("content-type", "application/json");
        if let Some(authorization) = &self.config.authorization {
            request = request.header("authorization", authorization);
        }
        let wrong = |error: ureq::http::Error| Failure::Refused {
            status: 0,
            reason: error.to_string(),
        };
        let answer = match body {
            Some(body) => self.agent.run(request.body(body).map_err(wrong)?),
            None => self.agent.run(request.body(()).map_err(wrong)?),
        };
        let mut answer = answer.map_err(connection)?;
        let status = answer.status().as_u16();
        let body = answer.body_mut().with_config().limit(LONGEST_ANSWER);
        let body = body.read_to_vec().map_err(connection)?;
        if (200..300).contains(&status) {
            return Ok(body);
        }
        Err(Failure::of_status(status, &String::from_utf8_lossy(&body)))
    }
}

fn tls(config: &Config) -> Result<TlsConfig> {
    let mut tls = TlsConfig::builder();
    if let Some(path) = &config.ca {
        let roots = certificates(path)?;
        tls = tls.root_certs(RootCerts::Specific(Arc::new(roots)));
    }
    if let (Some(certificate), Some(key)) = (&config.certificate, &config.key) {
        let chain = certificates(certificate)?;
        let key = PrivateKey::from_pem(&read(key)?).map_err(|_| {
            Error::Usage(format!("`{}` holds no private key in PEM", key.display()))
        })?;
        tls = tls.client_cert(Some(ClientCert::new_with_certs(&chain, key)));
    }
    Ok(tls.build())
}

fn certificates(path: &Path) -> Result<Vec<Certificate<'static>>> {
    let pem = read(path)?;
    let certificate = |item| match item {
        Ok(PemItem::Certificate(certificate)) => Some(certificate),
        _ => None,
    };
    let found: Vec<_> = parse_pem(&pem).filter_map(certificate).collect();
    if found.is_empty() {
        let reason = format!("`{}` holds no certificate in PEM", path.display());
        return Err(Error::Usage(reason));
    }
    Ok(found)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|error| Error::io("read", path, error))
}
