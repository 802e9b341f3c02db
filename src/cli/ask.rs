//! What is asked: the words of the query and the flags that narrow it.

use super::hint::{tags, unknown_tags};
use super::place::Place;
use crate::analyse::Asked;
use crate::analysis::Stemmer;
use crate::engine::{Columns, Embedded, Meaning};
use crate::error::{Error, Result};
use crate::query::{self, Filter, Form, Library, Node, Pattern, Query, Scope, Word};
use crate::terminal::safe;
use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

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
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
pub(super) struct Narrow {
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
    /// Take the query as plain words: nothing in it is an operator
    #[arg(long)]
    plain: bool,
    /// The language whose word forms are taken as one (`en`, `de`, `fr`…), or `none`
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    stem: String,
    /// Let an article dated only "2019" match any day of 2019: one day in common is enough
    #[arg(long)]
    loose_dates: bool,
    /// Let `org:` mean only organisations given by the source, not those recognised in the text
    #[arg(long)]
    given_only: bool,
}

impl Ask {
    /// Opens the archive.
    pub(super) fn open(&self) -> Result<Box<dyn Columns>> {
        self.place.open()
    }

    /// Opens the index on this machine, for what no other engine does.
    pub(super) fn embedded(&self, what: &str) -> Result<Embedded> {
        self.place.embedded(what)
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
        let text = if text.trim().is_empty() { "*" } else { text };
        let saved = Library::for_query(text, &self.place.directory()?)?;
        let query = self.narrow.query(text, &saved, &self.narrow.now(text))?;
        unknown_tags(&tags(&query), &self.place)?;
        Ok(query)
    }

    /// How the query is meant.
    pub(super) fn meaning(&self) -> Result<Meaning> {
        self.narrow.meaning()
    }
}

impl Narrow {
    /// The time, in the user's zone where the query or a flag can name a day by today: to find the zone, its
    /// whole database is looked through, which takes as long as a search.
    fn now(&self, text: &str) -> ZonedDateTime {
        if self.since.is_none() && self.until.is_none() && text.split(' ').all(has_no_today) {
            return ZonedDateTime::new(Timestamp::now(), TimeZone::UTC);
        }
        ZonedDateTime::now()
    }

    /// A query typed at `now` beside `saved` ones, narrowed.
    pub(super) fn query(&self, text: &str, saved: &Library, now: &ZonedDateTime) -> Result<Query> {
        let today = now.date();
        if self.plain {
            return self.apply(self.plain_words(text)?, today);
        }
        let named = |name: &str| saved.get(name).map(str::to_owned);
        let options = query::Options {
            any: self.any,
            saved: &named,
            saved_names: saved.names(),
            zone: now.time_zone().clone(),
            ..query::Options::new(today)
        };
        self.apply(query::parse(text, &options)?, today)
    }

    /// The same, its text taken as plain words of which any may match.
    pub(super) fn loosely(&self) -> Self {
        let mut loose = self.clone();
        loose.plain = true;
        loose.any = true;
        loose
    }

    /// A query that is the words of a text and nothing else.
    fn plain_words(&self, text: &str) -> Result<Query> {
        let word = |word: crate::analysis::Word| Node::Text {
            scope: Scope::Article,
            pattern: Pattern::Word(Word {
                text: text[word.range.clone()].to_owned(),
                form: Form::Stem,
                span: word.range,
            }),
        };
        let mut nodes: Vec<_> = crate::analysis::words(text).map(word).collect();
        let root = match (nodes.len(), self.any) {
            (0, _) => {
                let reason = format!("`{}` holds no word to search for", safe(text));
                return Err(Error::Usage(reason));
            }
            (1, _) => nodes.remove(0),
            (_, true) => Node::Or(nodes),
            (_, false) => Node::And(nodes),
        };
        Ok(Query {
            typed: text.to_owned(),
            root,
        })
    }

    /// How queries are meant.
    pub(super) fn meaning(&self) -> Result<Meaning> {
        Ok(Meaning {
            stemmer: Stemmer::new(&self.stem).map_err(|e| Error::Usage(e.to_string()))?,
            loose_dates: self.loose_dates,
            given_only: self.given_only,
        })
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
}

/// Whether a word of a query surely does not depend on what day it is: it names no field, or a date in figures.
fn has_no_today(word: &str) -> bool {
    match word.trim_start_matches('(').strip_prefix("date:") {
        Some(date) => date
            .chars()
            .all(|c| c.is_ascii_digit() || "<>=.-()".contains(c)),
        None => word
            .chars()
            .all(|c| c.is_alphanumeric() || "\"'()*-".contains(c)),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_depends_on_today_asks_for_the_zone() {
        for text in [
            "port* (\"two words\" OR x-y)",
            "a (date:>=2014-03..2015)",
            "",
        ] {
            assert!(text.split(' ').all(has_no_today), "{text}");
        }
        for text in [
            "date:3w",
            "date:today",
            "added:2014",
            "query:x",
            "(date:2014-w3)",
            "P1Y/",
        ] {
            assert!(!text.split(' ').all(has_no_today), "{text}");
        }
    }
}
