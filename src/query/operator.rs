//! Which bare words are operators.
//!
//! `AND`, `OR`, `NOT` and the functions are operators in capitals only; `near/5`, `w/5`, `w/s` in any
//! case, since no word looks like them. What nearly is an operator is an error, never a word.

use super::nearest::nearest;
use super::source::Source;
use super::token::{FUNCTIONS, Function, Kind};
use super::tree::{Span, Unit};
use crate::error::QueryError;

/// The largest number that an operator takes; no article is so long that more would say something.
pub(super) const LARGEST: u32 = 10_000;

/// What comes after a bare word: some operators depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// A parenthesis, at once.
    Open,
    /// A parenthesis, after blanks.
    BlankOpen,
    /// Anything else.
    Other,
}

/// The operator that the bare word at `span` is; `None` for a word.
pub(super) fn operator(
    source: Source,
    span: &Span,
    after: After,
) -> Result<Option<Kind>, QueryError> {
    let word = source.slice(span);
    match word {
        "AND" => return Ok(Some(Kind::And)),
        "OR" => return Ok(Some(Kind::Or)),
        "NOT" => return Ok(Some(Kind::Not)),
        "*" => return Ok(Some(Kind::Star)),
        "&&" | "||" | "&" | "|" | "!" => {
            return Err(source.error(
                span,
                format!("`{word}` is not an operator"),
                "the operators are `AND`, `OR` and `NOT`, in capitals",
            ));
        }
        _ => {}
    }
    if let Some(kind) = proximity(source, span)? {
        return Ok(Some(kind));
    }
    function(source, span, after)
}

/// `NEAR/5`, `PRE/5`, `ADJ/5`, `w/5`, `w/s`, `w/p`.
fn proximity(source: Source, span: &Span) -> Result<Option<Kind>, QueryError> {
    let word = source.slice(span);
    let (name, distance) = word.split_once('/').unwrap_or((word, ""));
    let upper = name.to_ascii_uppercase();
    if upper == "W" {
        match distance.to_ascii_lowercase().as_str() {
            "s" | "sent" => return Ok(Some(Kind::Within(Unit::Sentence))),
            "p" | "para" => return Ok(Some(Kind::Within(Unit::Paragraph))),
            _ => {}
        }
    }
    let known = matches!(upper.as_str(), "NEAR" | "PRE" | "ADJ" | "W");
    if known && !distance.is_empty() && distance.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(Some(Kind::Near {
            distance: number(source, span, distance, "a distance")?,
            ordered: matches!(upper.as_str(), "PRE" | "ADJ"),
        }));
    }
    // `w/o` is a word; only what is written in capitals is surely meant as an operator.
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    if !matches!(stem, "NEAR" | "PRE" | "ADJ") {
        return Ok(None);
    }
    let digits = &name[stem.len()..];
    let example = if digits.is_empty() { "5" } else { digits };
    Err(source.error(
        span,
        format!("`{word}` does not say how many words apart"),
        format!(
            "write `{stem}/{example}`, or `\"{}\"` for the word",
            word.to_lowercase()
        ),
    ))
}

/// `SENTENCE`, `ATLEAST3`, `FIRST/50` and their like, which need a parenthesis after them.
fn function(source: Source, span: &Span, after: After) -> Result<Option<Kind>, QueryError> {
    let word = source.slice(span);
    let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let count = &word[stem.len()..];
    let first = word.strip_prefix("FIRST/");
    let opens = after != After::Other;
    let found = match word {
        "SENTENCE" if opens => Function::Within(Unit::Sentence),
        "PARAGRAPH" if opens => Function::Within(Unit::Paragraph),
        "HLEAD" => Function::Lead,
        "ALLCAPS" => Function::AllCaps,
        "NOCAPS" => Function::NoCaps,
        _ if stem == "ATLEAST" => Function::AtLeast(number(source, span, count, "a count")?),
        _ if first.is_some() || word == "FIRST" && opens => Function::First(number(
            source,
            span,
            first.unwrap_or_default(),
            "a number of words",
        )?),
        _ => return looks_like_function(source, span, after).map(|()| None),
    };
    if opens {
        return Ok(Some(Kind::Function(found)));
    }
    Err(source.error(
        span,
        format!("`{word}` needs parentheses after it"),
        format!(
            "write `{word}(...)`, or `\"{}\"` for the word",
            word.to_lowercase()
        ),
    ))
}

/// Refuses `sentence(`, `SENTANCE(` and `NATO(`: the name would silently become a word.
fn looks_like_function(source: Source, span: &Span, after: After) -> Result<(), QueryError> {
    let word = source.slice(span);
    let stem = word.trim_end_matches(|c: char| c.is_ascii_digit() || c == '/');
    let known = FUNCTIONS.iter().any(|name| name.eq_ignore_ascii_case(stem));
    let capitals = word.chars().count() > 1 && !word.contains(char::is_lowercase);
    if after != After::Open || !(known || capitals && stem.contains(char::is_alphabetic)) {
        return Ok(());
    }
    let hint = match nearest(stem, FUNCTIONS.iter().copied()) {
        Some(name) => format!("did you mean `{name}(`?"),
        None => format!("put a blank after `{word}` if it is a word"),
    };
    Err(source.error(span, format!("there is no operator `{word}(...)`"), hint))
}

/// Refuses what would silently lose its first character, or is none.
pub(super) fn check_word(source: Source, span: &Span) -> Result<(), QueryError> {
    let word = source.slice(span);
    let first = word.chars().next().unwrap_or(' ');
    let (reason, hint) = match first {
        '<' | '>' => (
            format!("`{first}` compares numbers and dates"),
            "put a field before it: `words:>1200`, `date:>=2024`",
        ),
        '!' => (
            "`!` is not an operator".into(),
            "write `-word` or `NOT word`",
        ),
        '–' | '—' | '−' if word.len() > first.len_utf8() => (
            format!("`{first}` is a dash, not a minus"),
            "write `-word` or `NOT word`",
        ),
        _ if !word.contains(|c: char| c.is_alphanumeric() || matches!(c, '*' | '?')) => (
            format!("`{word}` holds no word to search for"),
            "leave it out, or put it in quotation marks with the words around it",
        ),
        _ => return Ok(()),
    };
    Err(source.error(span, reason, hint))
}

/// A number from 1 to [`LARGEST`].
pub(super) fn number(
    source: Source,
    span: &Span,
    digits: &str,
    what: &str,
) -> Result<u32, QueryError> {
    let word = source.slice(span);
    match digits.parse::<u32>() {
        Ok(0) => Err(source.error(
            span,
            format!("`{word}` finds nothing"),
            "the number is at least 1",
        )),
        Ok(number) if number <= LARGEST => Ok(number),
        Ok(_) => Err(too_large(source, span, what)),
        Err(_) if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => {
            Err(too_large(source, span, what))
        }
        Err(_) => {
            let example = match word.split_once('/') {
                Some((name, _)) => format!("{name}/50"),
                None if word == "FIRST" => "FIRST/50".to_owned(),
                None => format!("{word}3"),
            };
            Err(source.error(
                span,
                format!("`{word}` needs {what}"),
                format!("write `{example}(...)`"),
            ))
        }
    }
}

fn too_large(source: Source, span: &Span, what: &str) -> QueryError {
    source.error(
        span,
        format!("{what} over {LARGEST} says nothing"),
        "use `AND` to find words anywhere in an article",
    )
}
