//! Conditions on fields as clauses over facts and numbers.

use super::clause::{Clause, fact, filtered, literal, prefix, range, regexp, wild};
use crate::analysis::fold;
use crate::engine::Meaning;
use crate::error::QueryError;
use crate::query::{Compare, Filter, Span, TextField};
use crate::schema::{Manifest, day_number, key};
use globset::GlobBuilder;
use jiff::civil::Date;

/// What a condition is compiled against.
pub(super) struct Facts<'a> {
    pub(super) manifest: &'a Manifest,
    pub(super) meaning: &'a Meaning,
    pub(super) resolve: &'a dyn Fn(&str) -> (String, bool),
    pub(super) query: &'a str,
}

impl Facts<'_> {
    /// The clause of a condition that stands at `span`.
    pub(super) fn clause(&self, filter: &Filter, span: &Span) -> Result<Clause, QueryError> {
        Ok(match filter {
            Filter::Organisation { name, part } => self.organisation(name, *part),
            Filter::Date { since, until } => self.dates(*since, *until),
            Filter::Field { field, value } => text(*field, value),
            Filter::Path(pattern) => return self.path(pattern, span),
            Filter::Id(id) => Clause::exactly(fact(&format!("id:{id}"))),
            Filter::Words(compare, number) => {
                Clause::exactly(range("words", &bounds(*compare, *number)))
            }
            Filter::Added { since, until } => {
                let since = since.map(|since| ("gte", since.as_second()));
                let until = until.map(|until| ("lt", until.as_second()));
                let bounds: Vec<_> = since.into_iter().chain(until).collect();
                Clause::exactly(range("added", &bounds))
            }
            Filter::AddedLast => {
                Clause::exactly(range("added", &[("gte", self.manifest.refreshed)]))
            }
            Filter::Tag(_) | Filter::Exists("tag") => {
                return Err(QueryError {
                    query: self.query.to_owned(),
                    span: span.clone(),
                    reason: "tags stand beside the index on this machine, and this is a cluster"
                        .into(),
                    hint: Some("leave `tag:` out, or ask the index with `--index DIR`".into()),
                });
            }
            Filter::Exists(name) => Clause::exactly(fact(&format!("has:{name}"))),
        })
    }

    fn organisation(&self, name: &str, part: bool) -> Clause {
        let given = if self.meaning.given_only {
            "_given"
        } else {
            ""
        };
        if part {
            return holding(&format!("org{given}"), name);
        }
        let (key, known) = (self.resolve)(name);
        let named = Clause::exactly(fact(&format!("org{given}:{key}")));
        if known && given.is_empty() {
            return named;
        }
        // A form finds the articles in which it stands.
        let seen = Clause::exactly(fact(&format!("form{given}:{key}")));
        Clause::any(vec![named, seen])
    }

    /// Whole inside the days asked for, or with `--loose-dates` overlapping them.
    fn dates(&self, since: Option<Date>, until: Option<Date>) -> Clause {
        let (low, high) = if self.meaning.loose_dates {
            ("day_last", "day")
        } else {
            ("day", "day_last")
        };
        let mut conditions = vec![fact("has:date")];
        conditions.extend(since.map(|day| range(low, &[("gte", day_number(day))])));
        conditions.extend(until.map(|day| range(high, &[("lte", day_number(day))])));
        Clause::exactly(filtered(&conditions))
    }

    fn path(&self, pattern: &str, span: &Span) -> Result<Clause, QueryError> {
        let folder = pattern.trim_end_matches('/');
        if !pattern.contains(['*', '?', '[', '{']) {
            return Ok(Clause::any(vec![
                Clause::exactly(fact(&format!("path:{folder}"))),
                Clause::exactly(prefix("facts", &format!("path:{folder}/"))),
            ]));
        }
        let glob = GlobBuilder::new(pattern).literal_separator(true).build();
        let glob = glob.map_err(|error| QueryError {
            query: self.query.to_owned(),
            span: span.clone(),
            reason: format!("`{pattern}` is no path pattern: {}", error.kind()),
            hint: Some("`*` stands for any name, `**` for any folders: `path:2025/**`".into()),
        })?;
        // The expression is one over bytes: it means the same over characters where each is a byte and
        // runs of any are all it knows.
        let plain = pattern.is_ascii() && !pattern.contains(['?', '[', '\\']);
        let regex = glob
            .regex()
            .strip_prefix("(?-u)^")
            .and_then(|r| r.strip_suffix('$'));
        if let Some(regex) = regex.filter(|_| plain) {
            return Ok(Clause::exactly(regexp("facts", &format!("path:{regex}"))));
        }
        let literal = pattern
            .split(['*', '?', '[', '{', '\\'])
            .next()
            .unwrap_or_default();
        Ok(Clause::exactly(prefix("facts", &format!("path:{literal}"))).loosely())
    }
}

/// A short text: equal but for case and accents, with wildcards.
fn text(field: TextField, value: &str) -> Clause {
    let is_wild = value.contains(['*', '?']);
    let keyed: fn(&str) -> String = match field {
        TextField::Publication | TextField::Section | TextField::Byline => key,
        TextField::Url | TextField::Language | TextField::Format => |text| fold(text).into_owned(),
        TextField::Root => str::to_owned,
    };
    let name = match field {
        TextField::Publication => "publication",
        TextField::Section => "section",
        // "Jane Smith and John Doe" is found by either name.
        TextField::Byline if !is_wild => return holding("byline", value),
        TextField::Byline => "byline",
        TextField::Url => "url",
        TextField::Language => "language",
        TextField::Format => "format",
        TextField::Root => return Clause::exactly(fact(&format!("root:{value}"))),
    };
    if !is_wild {
        return Clause::exactly(fact(&format!("{name}:{}", keyed(value))));
    }
    let parts: Vec<_> = value.split(['*', '?']).map(keyed).collect();
    Clause::exactly(regexp("facts", &format!("{name}:{}", wild(&parts, value))))
}

/// The facts of a field in which these words stand one after the other, as whole words.
fn holding(field: &str, words: &str) -> Clause {
    let words = key(words);
    if words.is_empty() {
        return Clause::none();
    }
    let words = literal(&words);
    Clause::exactly(regexp("facts", &format!("{field}:(.* )?{words}( .*)?")))
}

fn bounds(compare: Compare, number: u64) -> Vec<(&'static str, i64)> {
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    match compare {
        Compare::Less => vec![("lt", number)],
        Compare::AtMost => vec![("lte", number)],
        Compare::Equal => vec![("gte", number), ("lte", number)],
        Compare::AtLeast => vec![("gte", number)],
        Compare::More => vec![("gt", number)],
    }
}
