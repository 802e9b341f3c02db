//! Patterns of words: what may stand at the sides of `NEAR` and inside `SENTENCE`, and what it means.

use super::context::Context;
use super::syntax::{Kind, Syntax};
use super::token::Function;
use super::tree::{Form, Pattern, Unit};
use super::words;
use crate::error::QueryError;

/// Where in a pattern something stands, which decides what it may be.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Where that is, for errors.
    name: &'static str,
    /// What words side by side must share, if they may stand here at all.
    joins: Option<Unit>,
    /// Whether `SENTENCE` and `PARAGRAPH` may stand here.
    units: bool,
    /// Whether proximity operators may stand here.
    near: bool,
}

const SIDE: Place = Place {
    name: "beside `NEAR/n` or `PRE/n`",
    joins: None,
    units: false,
    near: true,
};
const COUNTED: Place = Place {
    name: "inside `ATLEAST`",
    joins: None,
    units: false,
    near: false,
};

const fn chained(unit: Unit) -> Place {
    let name = match unit {
        Unit::Sentence => "beside `w/s`",
        Unit::Paragraph => "beside `w/p`",
    };
    Place {
        name,
        joins: None,
        units: true,
        near: true,
    }
}

const fn inside(unit: Unit) -> Place {
    let name = match unit {
        Unit::Sentence => "inside `SENTENCE`",
        Unit::Paragraph => "inside `PARAGRAPH`",
    };
    Place {
        name,
        joins: Some(unit),
        units: true,
        near: true,
    }
}

/// The pattern of a word, phrase, proximity or positional function that stands by itself.
pub(super) fn whole(context: &Context, syntax: &Syntax) -> Result<Pattern, QueryError> {
    if let Kind::Function(Function::AtLeast(times), counted) = &syntax.kind {
        return Ok(Pattern::AtLeast {
            times: *times,
            pattern: Box::new(pattern(context, counted, COUNTED)?),
        });
    }
    // Nothing is around it: what may stand beside `w/s` may stand alone.
    pattern(context, syntax, chained(Unit::Sentence))
}

fn pattern(context: &Context, syntax: &Syntax, place: Place) -> Result<Pattern, QueryError> {
    let span = &syntax.span;
    match &syntax.kind {
        Kind::Word {
            core,
            equals,
            fuzzy,
        } => words::word(context, span, core, *equals, *fuzzy),
        Kind::Phrase { core, equals, slop } => words::phrase(context, span, core, *equals, *slop),
        Kind::Regex { core } => words::regex(context, span, core),
        Kind::Or(parts) => any(context, parts, place),
        Kind::Sequence(parts) if context.any && place.joins.is_none() => any(context, parts, place),
        Kind::Sequence(parts) | Kind::And(parts) => match place.joins {
            Some(unit) => within(context, parts, unit, place),
            None => Err(refuse(context, syntax, place)),
        },
        Kind::Required(part) if place.joins.is_some() => pattern(context, part, place),
        Kind::Near {
            sides,
            distance,
            ordered,
        } if place.near => Ok(Pattern::Near {
            left: Box::new(pattern(context, &sides[0], SIDE)?),
            right: Box::new(pattern(context, &sides[1], SIDE)?),
            distance: *distance,
            ordered: *ordered,
        }),
        Kind::Within(parts, unit) if place.units => within(context, parts, *unit, chained(*unit)),
        Kind::Function(Function::Within(unit), part) if place.units => match &part.kind {
            Kind::Sequence(parts) | Kind::And(parts) => {
                within(context, parts, *unit, inside(*unit))
            }
            _ => within(context, std::slice::from_ref(part), *unit, inside(*unit)),
        },
        Kind::Function(Function::AllCaps, part) => {
            pattern(&capitals(context, syntax, Form::AllCaps)?, part, place)
        }
        Kind::Function(Function::NoCaps, part) => {
            pattern(&capitals(context, syntax, Form::NoCaps)?, part, place)
        }
        _ => Err(refuse(context, syntax, place)),
    }
}

/// The context inside `ALLCAPS` or `NOCAPS`.
pub(super) fn capitals<'a>(
    context: &Context<'a>,
    syntax: &Syntax,
    form: Form,
) -> Result<Context<'a>, QueryError> {
    if context.capitals.is_some() {
        return Err(context.source.error(
            &syntax.span,
            "`ALLCAPS` and `NOCAPS` cannot stand inside each other",
            "use one of them for each word",
        ));
    }
    Ok(Context {
        capitals: Some(form),
        ..*context
    })
}

fn any(context: &Context, parts: &[Syntax], place: Place) -> Result<Pattern, QueryError> {
    let mut all = Vec::with_capacity(parts.len());
    for part in parts {
        match pattern(context, part, place)? {
            Pattern::Any(inner) => all.extend(inner),
            other => all.push(other),
        }
    }
    Ok(Pattern::Any(all))
}

fn within(
    context: &Context,
    parts: &[Syntax],
    unit: Unit,
    place: Place,
) -> Result<Pattern, QueryError> {
    let mut all = Vec::with_capacity(parts.len());
    for part in parts {
        match pattern(context, part, place)? {
            Pattern::Within { parts, unit: same } if same == unit => all.extend(parts),
            other => all.push(other),
        }
    }
    Ok(Pattern::Within { parts: all, unit })
}

/// The error about what cannot stand at a place.
fn refuse(context: &Context, syntax: &Syntax, place: Place) -> QueryError {
    let name = place.name;
    let (what, hint) = match &syntax.kind {
        Kind::Sequence(_) | Kind::And(_) => (
            "words joined by `AND`",
            "write `SENTENCE(a b c)`, `a NEAR/5 b NEAR/5 c`, or quotation marks for a phrase",
        ),
        Kind::Not(_) => ("a negation", "put it outside: `a NEAR/5 b AND NOT c`"),
        Kind::Field(..) | Kind::Value { .. } => (
            "a field",
            "put a field of text before the whole, `headline:(a NEAR/5 b)`; join others by `AND`",
        ),
        Kind::Boost(..) => ("a weight", "put `^` after the whole: `(a NEAR/5 b)^2`"),
        Kind::Star => ("`*` alone", "name a word, or use a larger distance"),
        Kind::Required(_) => ("`+`", "leave it out: both sides must be there anyway"),
        Kind::Function(Function::Lead | Function::First(_), _) => (
            "`HLEAD` and `FIRST`",
            "put them around the whole: `HLEAD(a NEAR/5 b)`",
        ),
        Kind::Function(Function::AtLeast(_), _) => (
            "`ATLEAST`",
            "join the two with `AND`: `ATLEAST3(a) AND a NEAR/5 b`",
        ),
        Kind::Function(..) | Kind::Within(..) => (
            "`SENTENCE`, `PARAGRAPH`, `w/s` and `w/p`",
            "use a number of words instead: `a NEAR/5 b NEAR/10 c`",
        ),
        _ => (
            "a proximity",
            "count words and phrases: `ATLEAST3(bank OR \"central bank\")`",
        ),
    };
    context
        .source
        .error(&syntax.outer, format!("{what} cannot stand {name}"), hint)
}
