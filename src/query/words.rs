//! Words, phrases and patterns of letters: from what was written to [`Word`]s.
//!
//! What is checked here: that a wildcard leaves enough letters to look for, that a regular expression
//! compiles, that a spelling distance is one the engine can honour. Cutting words at hyphens, folding
//! case and stemming are the analysis's work, not the language's.

use super::context::Context;
use super::quotes;
use super::tree::{Form, Pattern, Span, Word};
use super::unspaced;
use crate::error::QueryError;
use unicode_normalization::char::is_combining_mark;

/// How many letters a wildcard must leave to look for.
const LEAST_LITERAL: usize = 2;
/// The longest word that may have wildcards, a distance or a regular expression, in bytes.
const LONGEST: usize = 255;
/// How many bytes a compiled regular expression may take.
const LARGEST_REGEX: usize = 1 << 18;
/// The largest spelling distance.
const FARTHEST: u32 = 2;

/// A word of running text, perhaps with `=` before it or `~1` after it.
pub(super) fn word(
    context: &Context,
    span: &Span,
    core: &Span,
    equals: bool,
    fuzzy: Option<u32>,
) -> Result<Pattern, QueryError> {
    let text = context.source.slice(core);
    let wild = text.contains(['*', '?']);
    let form = match (equals, fuzzy, context.capitals) {
        (true, None, None) if !wild => exact_form(text),
        (false, Some(distance), None) if !wild => Form::Fuzzy(edits(context, span, distance)?),
        (false, None, None) if wild => Form::Wildcard,
        (false, None, None) => Form::Stem,
        (false, None, Some(form)) if !wild => form,
        _ => return Err(too_many(context, span)),
    };
    let (form, text) = match form {
        Form::Wildcard => wildcard(context, span, text)?,
        // In small letters, lest `AND.~1` be printed as an operator; nearness does not ask for case.
        Form::Fuzzy(_) => (form, &*one_word(context, span, text)?.to_lowercase()),
        _ => (form, text),
    };
    if matches!(form, Form::Fuzzy(_)) {
        unspaced::refuse(context, span, text, "a spelling distance")?;
    }
    if !text.contains(char::is_alphanumeric) {
        return Err(nothing(context, span, text));
    }
    Ok(made(text, form, span))
}

/// Text in quotation marks: one exact word or a phrase of them.
pub(super) fn phrase(
    context: &Context,
    span: &Span,
    core: &Span,
    equals: bool,
    slop: Option<u32>,
) -> Result<Pattern, QueryError> {
    let mut parts = Vec::new();
    for at in pieces(context.source.slice(core), core.start) {
        let text = quotes::unescape(context.source.slice(&at));
        if let Some(part) = quoted(context, &at, &text, equals)? {
            parts.push(part);
        }
    }
    if parts.len() > 1 {
        let slop = slop.unwrap_or(0);
        return Ok(Pattern::Phrase { parts, slop });
    }
    let Some(Pattern::Word(mut only)) = parts.pop() else {
        return Err(nothing(context, span, context.source.slice(span)));
    };
    if slop.is_some() {
        return Err(context.source.error(
            span,
            "`~` after a single word in quotation marks has nothing to move",
            "write `colour~1`, without quotation marks, for nearly this spelling",
        ));
    }
    only.span = span.clone();
    Ok(Pattern::Word(only))
}

/// A word inside quotation marks; `None` if it is only punctuation.
fn quoted(
    context: &Context,
    span: &Span,
    text: &str,
    equals: bool,
) -> Result<Option<Pattern>, QueryError> {
    // A question mark that ends a word ends a sentence: headlines are pasted in quotation marks.
    // In an address it is punctuation too.
    let asks = trim(text).trim_end_matches('?').contains('?');
    let wild = text.contains('*') || asks && is_one_word(trim(text));
    if !wild && !text.contains(char::is_alphanumeric) {
        return Ok(None);
    }
    let form = match context.capitals {
        None if equals && !wild => exact_form(text),
        None if !equals && wild => Form::Wildcard,
        None if !equals => Form::Exact,
        Some(form) if !equals && !wild => form,
        _ => return Err(too_many(context, span)),
    };
    let (form, text) = match form {
        Form::Wildcard => wildcard(context, span, text)?,
        form => (form, text),
    };
    Ok(Some(made(text, form, span)))
}

/// A regular expression.
pub(super) fn regex(context: &Context, span: &Span, core: &Span) -> Result<Pattern, QueryError> {
    let error = |reason: String, hint: &str| Err(context.source.error(span, reason, hint));
    if context.capitals.is_some() {
        return Err(too_many(context, span));
    }
    let text = short(context, span, context.source.slice(core))?.replace("\\/", "/");
    if text.trim().is_empty() {
        return error(
            "the regular expression is empty".into(),
            "`*` finds every article",
        );
    }
    if text.contains(char::is_whitespace) {
        let hint = "write one for each word, joined by `PRE/1`";
        return error(
            "a regular expression matches one word, without blanks".into(),
            hint,
        );
    }
    unspaced::refuse(context, span, &text, "a regular expression")?;
    if !context.budget.regex() {
        let hint = "split the query, or join expressions with `|` inside one";
        return error("the query has too many regular expressions".into(), hint);
    }
    match compile(&text) {
        Ok(()) => Ok(made(&text, Form::Regex, span)),
        Err((reason, hint)) => error(reason, hint),
    }
}

/// Whether a regular expression can be compiled; why not and a hint.
fn compile(text: &str) -> Result<(), (String, &'static str)> {
    let compiled = regex::RegexBuilder::new(text)
        .size_limit(LARGEST_REGEX)
        .nest_limit(32)
        .build();
    match compiled {
        Ok(_) => Ok(()),
        Err(regex::Error::CompiledTooBig(_)) => Err((
            "the regular expression is too large".into(),
            "use smaller repetitions, such as `{1,5}`",
        )),
        Err(source) => {
            let source = source.to_string();
            let why = source.lines().last().unwrap_or_default();
            let why = why.trim_start_matches("error: ");
            Err((
                format!("the regular expression is not valid: {why}"),
                "put a backslash before a character that stands for itself",
            ))
        }
    }
}

/// The word of a wildcard without punctuation around it, if enough letters are left, and how it matches.
fn wildcard<'t>(
    context: &Context,
    span: &Span,
    text: &'t str,
) -> Result<(Form, &'t str), QueryError> {
    let text = one_word(context, span, text)?;
    if let Some(text) = unspaced::plain(context, span, text)? {
        return Ok((Form::Exact, text));
    }
    let literal = text.chars().filter(|c| c.is_alphanumeric()).count();
    if literal >= LEAST_LITERAL {
        return Ok((Form::Wildcard, text));
    }
    let hint = if literal == 0 {
        "write `*` alone for every article, `body:*` for those with a body, `\"a b\"~1` for a gap"
    } else {
        "write more of the word, such as `govern*`"
    };
    Err(context.source.error(
        span,
        format!("`{text}` leaves fewer than {LEAST_LITERAL} letters to look for"),
        hint,
    ))
}

/// The text without punctuation around it, if it is one word, however words are cut.
fn one_word<'t>(context: &Context, span: &Span, text: &'t str) -> Result<&'t str, QueryError> {
    let text = short(context, span, trim(text))?;
    if is_one_word(text) {
        return Ok(text);
    }
    let typed = context.source.slice(span);
    Err(context.source.error(
        span,
        format!("`{typed}` is more than one word"),
        "write the words apart in quotation marks, such as `\"state of*\"` for `state-of*`",
    ))
}

/// Whether no punctuation could cut a text in two.
fn is_one_word(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '*' | '?' | '\'' | '’') || is_combining_mark(c))
}

fn edits(context: &Context, span: &Span, distance: u32) -> Result<u8, QueryError> {
    match u8::try_from(distance) {
        Ok(edits) if (1..=FARTHEST).contains(&distance) => Ok(edits),
        _ => Err(context.source.error(
            span,
            format!("a spelling distance of {distance} is not possible"),
            "write `~1` or `~2`; `=word` finds this very form",
        )),
    }
}

fn short<'t>(context: &Context, span: &Span, text: &'t str) -> Result<&'t str, QueryError> {
    if text.len() <= LONGEST {
        return Ok(text);
    }
    Err(context.source.error(
        span,
        format!("a pattern of more than {LONGEST} bytes matches no word"),
        "use a shorter one",
    ))
}

fn too_many(context: &Context, span: &Span) -> QueryError {
    let typed = context.source.slice(span);
    context.source.error(
        span,
        format!("`{typed}` asks for two ways of matching at once"),
        "use one of `=`, wildcards, `~1`, a regular expression, `ALLCAPS(...)`, `NOCAPS(...)`",
    )
}

fn nothing(context: &Context, span: &Span, text: &str) -> QueryError {
    context.source.error(
        span,
        format!("`{text}` holds no word to search for"),
        "put letters or digits in it",
    )
}

/// Smart case: a capital asks for this very spelling.
fn exact_form(text: &str) -> Form {
    if text.contains(char::is_uppercase) {
        Form::Spelled
    } else {
        Form::Exact
    }
}

/// The text without punctuation around it; wildcards stay.
fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '*' | '?'))
}

/// Where the words of a text stand that begins at `start`.
fn pieces(text: &str, start: usize) -> impl Iterator<Item = Span> {
    let whole = text.as_ptr() as usize;
    text.split_whitespace().map(move |piece| {
        let at = start + (piece.as_ptr() as usize - whole);
        at..at + piece.len()
    })
}

fn made(text: &str, form: Form, span: &Span) -> Pattern {
    Pattern::Word(Word {
        text: text.to_owned(),
        form,
        span: span.clone(),
    })
}
