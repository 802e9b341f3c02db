//! Conditions on fields as queries of Tantivy.
//!
//! A value is compared with the terms of the field's dictionary, which are few beside the articles; what
//! matches becomes a set of terms. So wildcards, parts of names and folding cost no second field.

use super::chosen::Chosen;
use super::lexicon::Lexicons;
use crate::analysis::fold;
use crate::engine::Meaning;
use crate::error::QueryError;
use crate::query::{Compare, Filter, Span, TextField};
use crate::schema::{Fields, Manifest, day_number, key, unkeyed};
use globset::GlobBuilder;
use std::collections::BTreeSet;
use std::ops::Bound;
use tantivy::query::{BooleanQuery, EmptyQuery, Query, RangeQuery, TermQuery, TermSetQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

/// What a filter is compiled against.
pub(super) struct Filters<'a> {
    pub(super) fields: &'a Fields,
    pub(super) searcher: &'a Searcher,
    pub(super) lexicons: &'a Lexicons,
    pub(super) manifest: &'a Manifest,
    pub(super) meaning: &'a Meaning,
    pub(super) resolve: &'a dyn Fn(&str) -> (String, bool),
    pub(super) query: &'a str,
}

type Compiled = tantivy::Result<Result<Box<dyn Query>, QueryError>>;

/// A query for one raw term.
pub(super) fn term(field: Field, value: &str) -> Box<dyn Query> {
    let term = Term::from_field_text(field, value);
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn both(one: Box<dyn Query>, other: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(BooleanQuery::intersection(vec![one, other]))
}

impl Filters<'_> {
    /// The query for a filter that stands at `span`.
    pub(super) fn compile(&self, filter: &Filter, span: &Span) -> Compiled {
        let fields = self.fields;
        Ok(Ok(match filter {
            Filter::Organisation { name, part } => self.organisation(name, *part)?,
            Filter::Date { since, until } => {
                self.dates(since.map(day_number), until.map(day_number))
            }
            Filter::Field { field, value } => self.text(*field, value)?,
            Filter::Path(pattern) => return self.path(pattern, span),
            Filter::Id(id) => {
                let found = self.lexicons.addresses(self.searcher, fields.id, id)?;
                Box::new(Chosen::new(&found, self.searcher))
            }
            // The compiler looks tags up beside the index before it asks here.
            Filter::Tag(_) => Box::new(EmptyQuery),
            Filter::Words(compare, number) => words(fields.words, *compare, *number),
            Filter::Added { since, until } => range(
                |second| Term::from_field_i64(fields.added, second),
                since.map_or(Bound::Unbounded, |t| Bound::Included(t.as_second())),
                until.map_or(Bound::Unbounded, |t| Bound::Excluded(t.as_second())),
            ),
            Filter::AddedLast => range(
                |second| Term::from_field_i64(fields.added, second),
                Bound::Included(self.manifest.refreshed),
                Bound::Unbounded,
            ),
            Filter::Exists(name) => term(fields.has, name),
        }))
    }

    fn organisation(&self, name: &str, part: bool) -> tantivy::Result<Box<dyn Query>> {
        let field = if self.meaning.given_only {
            self.fields.organisations_given
        } else {
            self.fields.organisations
        };
        if part {
            let words = key(name);
            return self.terms(field, "", |term| contains_words(unkeyed(term).0, &words));
        }
        let (key, known) = (self.resolve)(name);
        let named = self.terms(field, &format!("{key}\0"), |_| true)?;
        // A form finds the articles in which it stands: one that only articles define (`IMOD`), and one
        // that the source gave for what the text calls by another name.
        let forms = match (self.meaning.given_only, known) {
            (true, _) => self.fields.organisation_forms_given,
            (false, true) => return Ok(named),
            (false, false) => self.fields.organisation_forms,
        };
        let seen = term(forms, &key);
        Ok(Box::new(BooleanQuery::union(vec![named, seen])))
    }

    /// Whole inside the days asked for, or with `--loose-dates` overlapping them.
    fn dates(&self, since: Option<i64>, until: Option<i64>) -> Box<dyn Query> {
        let (low, high) = if self.meaning.loose_dates {
            (self.fields.day_last, self.fields.day_first)
        } else {
            (self.fields.day_first, self.fields.day_last)
        };
        let bound = |day: Option<i64>| day.map_or(Bound::Unbounded, Bound::Included);
        let dated = term(self.fields.has, "date");
        let mut query = dated;
        if since.is_some() {
            let after = range(
                |d| Term::from_field_i64(low, d),
                bound(since),
                Bound::Unbounded,
            );
            query = both(query, after);
        }
        if until.is_some() {
            let before = range(
                |d| Term::from_field_i64(high, d),
                Bound::Unbounded,
                bound(until),
            );
            query = both(query, before);
        }
        query
    }

    fn text(&self, field: TextField, value: &str) -> tantivy::Result<Box<dyn Query>> {
        let fields = self.fields;
        let keyed = match field {
            TextField::Publication => fields.publication,
            TextField::Section => fields.section,
            TextField::Byline => {
                if !value.contains(['*', '?']) {
                    // "Jane Smith and John Doe" is found by either name.
                    let words = key(value);
                    return self.terms(fields.byline, "", |t| contains_words(unkeyed(t).0, &words));
                }
                fields.byline
            }
            TextField::Url => return self.plain(fields.url, value),
            TextField::Language => return self.plain(fields.language, value),
            TextField::Format => return self.plain(fields.format, value),
            TextField::Root => return self.terms(fields.file, &format!("{value}:"), |_| true),
        };
        if value.contains(['*', '?']) {
            let wild = Wild::new(&value.split(['*', '?']).map(key).collect::<Vec<_>>(), value);
            return self.terms(keyed, "", |term| wild.matches(unkeyed(term).0));
        }
        self.terms(keyed, &format!("{}\0", key(value)), |_| true)
    }

    /// A field without display form: equal but for case, with wildcards.
    fn plain(&self, field: Field, value: &str) -> tantivy::Result<Box<dyn Query>> {
        let parts: Vec<_> = value
            .split(['*', '?'])
            .map(|part| fold(part).into_owned())
            .collect();
        let wild = Wild::new(&parts, value);
        self.terms(field, "", |term| wild.matches(&fold(term)))
    }

    fn path(&self, pattern: &str, span: &Span) -> Compiled {
        let folder = pattern.trim_end_matches('/');
        if !pattern.contains(['*', '?', '[', '{']) {
            let inside = format!("{folder}/");
            let found = self.terms(self.fields.path, folder, |path| {
                path == folder || path.starts_with(&inside)
            });
            return found.map(Ok);
        }
        match GlobBuilder::new(pattern).literal_separator(true).build() {
            Ok(glob) => {
                let matcher = glob.compile_matcher();
                let literal = pattern
                    .split(['*', '?', '[', '{', '\\'])
                    .next()
                    .unwrap_or("");
                self.terms(self.fields.path, literal, |path| matcher.is_match(path))
                    .map(Ok)
            }
            Err(error) => Ok(Err(QueryError {
                query: self.query.to_owned(),
                span: span.clone(),
                reason: format!("`{pattern}` is no path pattern: {}", error.kind()),
                hint: Some("`*` stands for any name, `**` for any folders: `path:2025/**`".into()),
            })),
        }
    }

    /// The articles with any term of `field` that begins with `prefix` and passes `test`.
    fn terms(
        &self,
        field: Field,
        prefix: &str,
        test: impl Fn(&str) -> bool,
    ) -> tantivy::Result<Box<dyn Query>> {
        let mut found = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let mut stream = index.terms().range().ge(prefix.as_bytes()).into_stream()?;
            while let Some((bytes, _)) = stream.next() {
                if !bytes.starts_with(prefix.as_bytes()) {
                    break;
                }
                let Ok(text) = std::str::from_utf8(bytes) else {
                    continue;
                };
                if test(text) && !found.contains(text) {
                    found.insert(text.to_owned());
                }
            }
        }
        if found.is_empty() {
            return Ok(Box::new(EmptyQuery));
        }
        let terms = found.iter().map(|text| Term::from_field_text(field, text));
        Ok(Box::new(TermSetQuery::new(terms)))
    }
}

/// Whether `words` stand in `text` one after the other, as whole words.
fn contains_words(text: &str, words: &str) -> bool {
    !words.is_empty() && format!(" {text} ").contains(&format!(" {words} "))
}

/// A value with `*` and `?`.
struct Wild {
    regex: Option<regex::Regex>,
}

impl Wild {
    /// `parts` are the folded pieces of `value` between its wildcards.
    fn new(parts: &[String], value: &str) -> Self {
        let wildcards = value.chars().filter(|c| matches!(c, '*' | '?'));
        let mut pattern = String::from("^");
        for (part, wildcard) in parts.iter().zip(wildcards.map(Some).chain([None])) {
            pattern += &regex::escape(part);
            pattern += match wildcard {
                Some('*') => ".*",
                Some(_) => ".",
                None => "$",
            };
        }
        Self {
            regex: regex::Regex::new(&pattern).ok(),
        }
    }

    fn matches(&self, text: &str) -> bool {
        self.regex
            .as_ref()
            .is_some_and(|regex| regex.is_match(text))
    }
}

fn words(field: Field, compare: Compare, number: u64) -> Box<dyn Query> {
    let (low, high) = match compare {
        Compare::Less => (Bound::Unbounded, Bound::Excluded(number)),
        Compare::AtMost => (Bound::Unbounded, Bound::Included(number)),
        Compare::Equal => (Bound::Included(number), Bound::Included(number)),
        Compare::AtLeast => (Bound::Included(number), Bound::Unbounded),
        Compare::More => (Bound::Excluded(number), Bound::Unbounded),
    };
    range(|n| Term::from_field_u64(field, n), low, high)
}

fn range<T>(term: impl Fn(T) -> Term, low: Bound<T>, high: Bound<T>) -> Box<dyn Query> {
    Box::new(RangeQuery::new(low.map(&term), high.map(&term)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_names_are_whole_words() {
        assert!(contains_words("associated press", "press"));
        assert!(!contains_words("express group", "press"));
        assert!(!contains_words("press", ""));
    }

    #[test]
    fn wildcards_stand_where_they_were_typed() {
        let wild = Wild::new(&["new york".into(), String::new()], "New York*");
        assert!(wild.matches("new york times") && !wild.matches("the new york times"));
    }
}
