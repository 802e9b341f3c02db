//! Errors about pieces of a query that cannot stand where they do.

use super::quotes;
use super::source::Source;
use super::syntax::{Kind as Made, Syntax};
use super::token::{Kind, Token};
use super::tree::Span;
use crate::error::QueryError;

/// Refuses tokens that touch where a blank is missing: `"a"b`, `(a)b`.
pub(super) fn check_touching(
    source: Source,
    last: Option<&Token>,
    at: usize,
    c: char,
) -> Result<(), QueryError> {
    let Some(last) = last else {
        return Ok(());
    };
    let suffix = matches!(c, ')' | '^' | '~');
    let glued = match last.kind {
        Kind::Close => !suffix && c != '(',
        Kind::Phrase { .. }
        | Kind::Regex { .. }
        | Kind::Tilde(_)
        | Kind::Boost(_)
        | Kind::Value { .. } => !suffix,
        Kind::Word { .. } | Kind::Star => quotes::opens(c),
        _ => false,
    };
    if !glued {
        return Ok(());
    }
    let span = at..at + c.len_utf8();
    Err(source.error(
        &span,
        format!("`{c}` stands at once after `{}`", source.slice(&last.span)),
        "put a blank between them, or quotation marks around both",
    ))
}

/// Refuses `bank *`, which was surely meant as `bank*`.
pub(super) fn check_star(source: Source, left: &Syntax, right: &Syntax) -> Result<(), QueryError> {
    let (star, word) = match (&left.kind, &right.kind) {
        (Made::Star, Made::Word { .. }) => (left, right),
        (Made::Word { .. }, Made::Star) => (right, left),
        _ => return Ok(()),
    };
    if left.span != left.outer || right.span != right.outer {
        return Ok(());
    }
    let typed = [left, right].map(|part| source.slice(&part.span));
    Err(source.error(
        &star.span,
        "`*` alone means every article",
        format!(
            "write `{}` without a blank, or only `{}`",
            typed.concat(),
            source.slice(&word.span)
        ),
    ))
}

/// Refuses an operator or a second field where a field needs its value.
pub(super) fn check_value(source: Source, field: &Span, token: &Token) -> Result<(), QueryError> {
    let name = source.slice(field);
    let (reason, hint) = match token.kind {
        Kind::Field(_) => (
            format!("`{name}` has another field as its value"),
            "name one field for each value".to_owned(),
        ),
        Kind::Minus | Kind::Plus => (
            format!("the sign stands after `{name}`"),
            format!("put it before the field: `-{name}...`"),
        ),
        Kind::And | Kind::Or | Kind::Not | Kind::Near { .. } | Kind::Within(_) => (
            format!("`{name}` has an operator as its value"),
            "put it in quotation marks if it is a word".to_owned(),
        ),
        _ => return Ok(()),
    };
    Err(source.error(&token.span, reason, hint))
}

/// The error about a token that cannot stand here, or about the end.
pub(super) fn unexpected(source: Source, tokens: &[Token], at: usize) -> QueryError {
    let before = at.checked_sub(1).map(|at| &tokens[at]);
    let here = tokens.get(at);
    let name = |token: &Token| source.slice(&token.span).to_owned();
    let quote = "put it in quotation marks if it is a word";
    let (span, reason, hint) = match (before, here) {
        (_, Some(token)) if matches!(token.kind, Kind::Tilde(_) | Kind::Boost(_)) => (
            &token.span,
            format!("`{}` stands after nothing it could change", name(token)),
            "write `~` and `^` at once after a word, a phrase or a parenthesis, each once",
        ),
        (Some(token), None) if token.kind == Kind::Open => {
            return never_closed(source, &token.span);
        }
        (Some(token), _) if is_operator(&token.kind) => (
            &token.span,
            format!("`{}` has nothing after it", name(token)),
            quote,
        ),
        (_, Some(token)) if matches!(token.kind, Kind::Close) => (
            &token.span,
            "this parenthesis was never opened".to_owned(),
            "leave it out, or open one before it",
        ),
        (_, Some(token)) => (
            &token.span,
            format!("`{}` has nothing before it", name(token)),
            quote,
        ),
        (Some(token), None) => (
            &token.span,
            format!("`{}` has nothing after it", name(token)),
            quote,
        ),
        (None, None) => (&(0..0), "the query is empty".to_owned(), quote),
    };
    source.error(span, reason, hint)
}

/// The error about a parenthesis without its partner.
pub(super) fn never_closed(source: Source, open: &Span) -> QueryError {
    source.error(
        open,
        "this parenthesis is never closed",
        "close it with `)`, or put it in quotation marks",
    )
}

fn is_operator(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::And | Kind::Or | Kind::Not | Kind::Near { .. } | Kind::Within(_)
    )
}
