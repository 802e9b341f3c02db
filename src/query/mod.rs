//! The query language: text in, [`Query`] out. It knows no engine and no index.
//!
//! One grammar with spans, one tree. What cannot mean what it says is a [`crate::error::QueryError`]
//! with the place and a hint, never a quietly different query. The tree says what is asked in terms of
//! articles (words, positions, days, organisations); each engine compiles it in its own way.
//!
//! ```text
//! text → lexer: tokens → parser: syntax (what was written) → meaning: tree (what is asked)
//! ```
//!
//! From tightest to loosest: `NOT` `-` `+`; `NEAR/n` `PRE/n` `ADJ/n` `w/n`; `w/s`; `w/p`; `AND`; words
//! side by side (AND, or OR with [`Options::any`]); `OR`. Operators are written in capitals, so that
//! `cats and dogs` are three words; only `near/5`, `w/5`, `w/s` and their like may be small.

mod canonical;
mod context;
mod days;
mod depth;
mod fields;
pub mod help;
mod instants;
mod lexer;
mod library;
mod meaning;
mod misplaced;
mod nearest;
mod operator;
mod parser;
mod pattern;
mod period;
mod plain;
mod quotes;
mod range;
mod saved;
mod source;
mod suffix;
mod syntax;
mod token;
mod tree;
mod unspaced;
mod values;
mod words;

pub use days::{since, until};
pub use fields::{FIELDS, Field, FieldKind, find};
pub use library::{Library, QUERIES_FILE};
pub use nearest::nearest;
pub use plain::plain;
pub use tree::{Compare, Filter, Form, Node, Pattern, Query, Scope, Span, TextField, Unit, Word};

use crate::error::QueryError;
use context::{Budget, Context};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use source::Source;

/// What a query is read with.
#[derive(Clone)]
pub struct Options<'a> {
    /// Whether words side by side are alternatives instead of all being needed.
    pub any: bool,
    /// The day that `yesterday` and `3w` count from.
    pub today: Date,
    /// The zone in which the days of `added:` begin.
    pub zone: TimeZone,
    /// The text of a saved query.
    pub saved: &'a dyn Fn(&str) -> Option<String>,
    /// The names of saved queries, to suggest one where another was meant.
    pub saved_names: &'a [String],
    /// Where words are looked for if the query does not say.
    pub scope: Scope,
}

impl Options<'_> {
    /// All words needed, headline and body, days in UTC, nothing saved.
    pub fn new(today: Date) -> Self {
        Self {
            any: false,
            today,
            zone: TimeZone::UTC,
            saved: &|_| None,
            saved_names: &[],
            scope: Scope::Article,
        }
    }
}

/// Reads a query.
///
/// # Errors
/// The query cannot mean what it says: the place, the reason, and what would work.
pub fn parse(text: &str, options: &Options) -> Result<Query, QueryError> {
    let source = Source { text };
    let syntax = parser::parse(source, &lexer::tokens(source)?)?;
    let context = Context {
        source,
        options,
        any: options.any,
        scope: options.scope,
        capitals: None,
        field: None,
        place: None,
        saved: &[],
        budget: &Budget::new(),
    };
    let root = meaning::node(&context, &syntax)?;
    if depth::of(&root) > depth::DEEPEST {
        return Err(source.too_deep(&(0..text.len())));
    }
    Ok(Query {
        typed: text.to_owned(),
        root,
    })
}
