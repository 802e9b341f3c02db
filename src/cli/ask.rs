//! What is asked: the words of the query and the flags that narrow it.

use super::place::Place;
use crate::analyse::Asked;
use crate::analysis::Stemmer;
use crate::engine::{Embedded, Engine, Meaning};
use crate::enrich::organisations::key;
use crate::error::{Error, Result};
use crate::index::recogniser;
use crate::query::{self, Filter, Node, Query};
use clap::Args;
use jiff::ZonedDateTime;
use jiff::civil::Date;
use std::sync::OnceLock;

/// The flags of a command that asks a query.
#[derive(Debug, Clone, Args)]
pub(super) struct Ask {
    /// The query, in the language of `morgue help query`; `*` or nothing means every article
    #[arg(value_name = "QUERY")]
    words: Vec<String>,
    #[command(flatten)]
    narrow: Narrow,
    #[command(flatten)]
    pub(super) place: Place,
}

/// What narrows a query or says how it is meant.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Query")]
struct Narrow {
    /// Only articles that name this organisation, by its name or any alias (repeatable)
    #[arg(long, value_name = "NAME")]
    org: Vec<String>,
    /// Only articles from this day on: YYYY, YYYY-MM, YYYY-MM-DD, or `3w`, `yesterday`…
    #[arg(long, value_name = "WHEN")]
    since: Option<String>,
    /// Only articles up to this day, the last of the period named
    #[arg(long, value_name = "WHEN")]
    until: Option<String>,
    /// Words side by side are alternatives instead of all being needed
    #[arg(long)]
    any: bool,
    /// The language whose word forms are taken as one (`en`, `de`, `fr`…), or `none`
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    stem: String,
    /// Let an article dated only "2019" match any day of 2019
    #[arg(long)]
    loose_dates: bool,
    /// Let `org:` mean only organisations given by the source, not those recognised in the text
    #[arg(long)]
    given_only: bool,
}

impl Ask {
    /// Opens the index.
    pub(super) fn open(&self) -> Result<Embedded> {
        let directory = self.place.directory()?;
        let engine = Embedded::open(&directory)?;
        let settings = engine.manifest().organisations.clone();
        // Loading the names takes longer than most searches, so it waits until a name is asked for.
        let names = OnceLock::new();
        Ok(engine.with_names(Box::new(move |name| {
            let recogniser = names.get_or_init(|| recogniser(&directory, &settings).ok());
            let own = key(name);
            let canonical = match recogniser {
                Some((recogniser, _)) => recogniser.canonical_key(name),
                None => own.clone(),
            };
            // A name that stands for another is an alias of the table; its other uses are not meant.
            let known = canonical != own;
            (canonical, known)
        })))
    }

    /// The query as typed and narrowed.
    pub(super) fn query(&self) -> Result<Query> {
        self.read(&self.words.join(" "))
    }

    /// What is asked: the query and how it is meant.
    pub(super) fn asked(&self) -> Result<Asked> {
        Ok(Asked {
            query: self.query()?,
            meaning: self.meaning()?,
        })
    }

    /// Each word of the command line as a query of its own; at least one.
    pub(super) fn each_asked(&self) -> Result<Vec<Asked>> {
        if self.words.is_empty() {
            return Ok(vec![self.asked()?]);
        }
        let asked = |text: &String| {
            Ok(Asked {
                query: self.read(text)?,
                meaning: self.meaning()?,
            })
        };
        self.words.iter().map(asked).collect()
    }

    /// The days from `--since` to `--until`, if both are given.
    pub(super) fn over(&self) -> Result<Option<(Date, Date)>> {
        let (since, until) = self.narrow.days(ZonedDateTime::now().date())?;
        Ok(since.zip(until))
    }

    fn read(&self, text: &str) -> Result<Query> {
        let now = ZonedDateTime::now();
        let today = now.date();
        let options = query::Options {
            any: self.narrow.any,
            zone: now.time_zone().clone(),
            ..query::Options::new(today)
        };
        let text = if text.trim().is_empty() { "*" } else { text };
        let query = query::parse(text, &options)?;
        self.narrow.apply(query, today)
    }

    /// How the query is meant.
    pub(super) fn meaning(&self) -> Result<Meaning> {
        let narrow = &self.narrow;
        Ok(Meaning {
            stemmer: Stemmer::new(&narrow.stem).map_err(|e| Error::Usage(e.to_string()))?,
            loose_dates: narrow.loose_dates,
            given_only: narrow.given_only,
        })
    }
}

impl Narrow {
    /// Adds the conditions of the flags.
    fn apply(&self, query: Query, today: Date) -> Result<Query> {
        let mut nodes = Vec::new();
        let filter = |filter| Node::Filter { filter, span: 0..0 };
        for name in &self.org {
            if name.trim().is_empty() {
                return Err(Error::Usage("`--org` needs a name".into()));
            }
            nodes.push(filter(Filter::Organisation {
                name: name.clone(),
                part: false,
            }));
        }
        let (since, until) = self.days(today)?;
        if since.is_some() || until.is_some() {
            nodes.push(filter(Filter::Date { since, until }));
        }
        if nodes.is_empty() {
            return Ok(query);
        }
        let Query { typed, root } = query;
        match root {
            Node::All => {}
            Node::And(parts) => nodes.splice(0..0, parts).for_each(drop),
            root => nodes.insert(0, root),
        }
        let root = if nodes.len() == 1 {
            nodes.remove(0)
        } else {
            Node::And(nodes)
        };
        Ok(Query { typed, root })
    }

    /// The first and the last day of `--since` and `--until`.
    fn days(&self, today: Date) -> Result<(Option<Date>, Option<Date>)> {
        let since = day("--since", self.since.as_deref(), |text| {
            query::since(text, today)
        })?;
        let until = day("--until", self.until.as_deref(), |text| {
            query::until(text, today)
        })?;
        if let (Some(first), Some(last)) = (since, until)
            && first > last
        {
            let reason =
                format!("`--since` ({first}) is after `--until` ({last}): no day is in between");
            return Err(Error::Usage(reason));
        }
        Ok((since, until))
    }
}

/// The day a flag names; an error says which flag.
fn day(
    flag: &str,
    text: Option<&str>,
    read: impl Fn(&str) -> Result<Date>,
) -> Result<Option<Date>> {
    let Some(text) = text else { return Ok(None) };
    let named = |error| Error::Usage(format!("`{flag} {text}`: {error}"));
    read(text).map(Some).map_err(named)
}
