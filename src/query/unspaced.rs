//! Patterns of letters in scripts written without spaces, where every character is a word of its own.
//!
//! There a name is a phrase of characters, found wherever it stands: `北京*` says no more than `北京`. What
//! would look inside a word longer than one character would find nothing, so it is refused.

use super::context::Context;
use super::tree::Span;
use crate::analysis::is_unspaced;
use crate::error::QueryError;

/// A word with wildcards without those that mean nothing; `None` if its script has spaces.
///
/// # Errors
/// A wildcard is left in it.
pub(super) fn plain<'t>(
    context: &Context,
    span: &Span,
    text: &'t str,
) -> Result<Option<&'t str>, QueryError> {
    if !text.contains(is_unspaced) {
        return Ok(None);
    }
    let before = text.trim_start_matches('*');
    let text = if before.starts_with(is_unspaced) {
        before
    } else {
        text
    };
    let behind = text.trim_end_matches('*');
    let text = if ends_so(behind) { behind } else { text };
    if !text.contains(['*', '?']) {
        return Ok(Some(text));
    }
    let typed = context.source.slice(span);
    Err(context.source.error(
        span,
        format!("`{typed}` has a wildcard among characters that are words of their own"),
        "write `\"北 京\"~2` for characters with others between them, `(北京 OR 南京)` for either",
    ))
}

/// Refuses a spelling distance or a regular expression.
pub(super) fn refuse(
    context: &Context,
    span: &Span,
    text: &str,
    what: &str,
) -> Result<(), QueryError> {
    if !text.contains(is_unspaced) {
        return Ok(());
    }
    let typed = context.source.slice(span);
    Err(context.source.error(
        span,
        format!("{what} is for words of letters: in `{typed}` every character is a word"),
        "write `(北京 OR 南京)` for either, `\"北 京\"~2` for characters with others between them",
    ))
}

/// Whether the last character, marks aside, is of such a script.
fn ends_so(text: &str) -> bool {
    let mark = unicode_normalization::char::is_combining_mark;
    let last = text.chars().rev().find(|c| !mark(*c));
    last.is_some_and(is_unspaced)
}
