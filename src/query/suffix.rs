//! What follows a word at once: `~2` and `^2`.

use super::operator::LARGEST;
use super::quotes;
use super::source::Source;
use super::token::{Kind, Token};
use crate::error::QueryError;

/// The largest weight that `^` takes.
const HEAVIEST: f32 = 1000.0;

/// The length of the text up to a blank, a parenthesis, a quotation mark, `^` or `~`.
pub(super) fn extent(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '^' | '~') || quotes::opens(c))
        .unwrap_or(text.len())
}

/// `^2`, which begins at `at`.
pub(super) fn boost(source: Source, at: usize) -> Result<Token, QueryError> {
    let number = &source.text[at + 1..];
    let number = &number[..extent(number)];
    let span = at..at + 1 + number.len();
    match number.parse::<f32>().ok().filter(|_| is_decimal(number)) {
        Some(factor) if factor > 0.0 && factor <= HEAVIEST => Ok(Token {
            kind: Kind::Boost(factor),
            span,
        }),
        _ => Err(source.error(
            &span,
            format!("`{}` is not a weight", source.slice(&span)),
            "write `^2` or `^0.5`: a number over 0, at most 1000",
        )),
    }
}

/// `~2`, which begins at `at`.
pub(super) fn tilde(source: Source, at: usize) -> Result<Token, QueryError> {
    let digits = &source.text[at + 1..];
    let digits = &digits[..extent(digits)];
    let span = at..at + 1 + digits.len();
    let plain = digits.bytes().all(|b| b.is_ascii_digit());
    match digits.parse::<u32>() {
        Ok(number) if plain && number <= LARGEST => Ok(Token {
            kind: Kind::Tilde(number),
            span,
        }),
        _ => Err(source.error(
            &span,
            format!("`{}` is not a distance", source.slice(&span)),
            "write `colour~1` for nearly this spelling, `\"a b\"~3` for words nearly together",
        )),
    }
}

/// Where `^2` begins at the end of a value, in which `^` is otherwise a character like any other.
pub(super) fn boost_start(value: &str) -> Option<usize> {
    let at = value.rfind('^')?;
    (at > 0 && is_decimal(&value[at + 1..])).then_some(at)
}

fn is_decimal(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}
