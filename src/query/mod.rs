//! The query language: text in, [`Query`] out. It knows no engine and no index.
//!
//! One grammar with spans, one tree. What cannot mean what it says is a [`crate::error::QueryError`]
//! with the place and a hint, never a quietly different query. The tree says what is asked in terms of
//! articles (words, positions, days, organisations); each engine compiles it in its own way.

mod tree;

pub use tree::{Compare, Filter, Form, Node, Pattern, Query, Scope, Span, TextField, Unit, Word};
