//! The text of a query, and errors about places in it.

use super::depth::DEEPEST;
use super::tree::Span;
use crate::error::QueryError;

/// The text that spans count in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    /// The query as typed.
    pub(super) text: &'a str,
}

impl<'a> Source<'a> {
    /// The text of a span.
    pub(super) fn slice(self, span: &Span) -> &'a str {
        &self.text[span.clone()]
    }

    /// The error about a query that nests too deep.
    pub(super) fn too_deep(self, span: &Span) -> QueryError {
        self.error(
            span,
            format!("the query nests more than {DEEPEST} deep"),
            "leave out parentheses that change nothing, or split the query",
        )
    }

    /// An error about a place, with what would work instead.
    pub(super) fn error(
        self,
        span: &Span,
        reason: impl Into<String>,
        hint: impl Into<String>,
    ) -> QueryError {
        QueryError {
            query: self.text.to_owned(),
            span: span.clone(),
            reason: reason.into(),
            hint: Some(hint.into()),
        }
    }
}
