//! Plain text as a query: topics of a test collection, headlines, sentences that nobody wrote as one.

use super::Options;
use super::meaning::{and, or};
use super::source::Source;
use super::tree::{Form, Node, Pattern, Query, Word};
use crate::error::QueryError;

/// Reads text in which nothing is an operator: its words, all of them needed or, with
/// [`Options::any`], any. Punctuation separates words, except `'`, `-`, `.` and `&` inside them.
///
/// # Errors
/// There is no word in it.
pub fn plain(text: &str, options: &Options) -> Result<Query, QueryError> {
    let separates = |c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '-' | '.' | '&');
    let mut words = Vec::new();
    for piece in text.split(separates) {
        let piece = trim(piece);
        if piece.is_empty() {
            continue;
        }
        let start = piece.as_ptr() as usize - text.as_ptr() as usize;
        words.push(Node::Text {
            scope: options.scope,
            pattern: Pattern::Word(Word {
                // Small letters find the same and are no operators when the query is printed.
                text: piece.to_lowercase(),
                form: Form::Stem,
                span: start..start + piece.len(),
            }),
        });
    }
    if words.is_empty() {
        let hint = "put letters or digits in it";
        return Err(Source { text }.error(&(0..text.len()), "there is no word in it", hint));
    }
    Ok(Query {
        typed: text.to_owned(),
        root: if options.any { or(words) } else { and(words) },
    })
}

/// The piece without punctuation around it; the last dot of `U.S.` belongs to it.
fn trim(piece: &str) -> &str {
    let outside = |c: char| !c.is_alphanumeric();
    let piece = piece.trim_start_matches(outside);
    let word = piece.trim_end_matches(outside);
    let dotted = word.contains('.') && piece[word.len()..].starts_with('.');
    &piece[..word.len() + usize::from(dotted)]
}
