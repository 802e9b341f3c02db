//! Values of fields that are not running text: from `words:>1200` to a [`Filter`].

use super::context::Context;
use super::days;
use super::fields::{self, Field, FieldKind};
use super::instants;
use super::period::Fault;
use super::quotes;
use super::range::{Range, split};
use super::syntax::{Kind, Syntax};
use super::tree::{Compare, Filter, Node};
use crate::error::QueryError;

/// The condition that a value makes in the field around it.
pub(super) fn node(context: &Context, syntax: &Syntax) -> Result<Node, QueryError> {
    let span = &syntax.span;
    let (Kind::Value { core, quoted, part }, Some(field)) = (&syntax.kind, context.field) else {
        let hint = "write `field:value`";
        return Err(context
            .source
            .error(span, "this value belongs to no field", hint));
    };
    let raw = context.source.slice(core);
    let value = if *quoted {
        quotes::unescape(raw)
    } else {
        raw.into()
    };
    let value = Value {
        text: value.trim(),
        quoted: *quoted,
        part: *part,
    };
    let mut nodes: Vec<_> = filters(context, field, &value)
        .map_err(|fault| context.source.error(span, fault.reason, fault.hint))?
        .into_iter()
        .map(|filter| Node::Filter {
            filter,
            span: span.clone(),
        })
        .collect();
    Ok(match (nodes.len(), nodes.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            nodes.extend(last);
            Node::And(nodes)
        }
    })
}

/// A value as typed.
struct Value<'a> {
    text: &'a str,
    quoted: bool,
    part: bool,
}

/// All the conditions of a value, one or more.
fn filters(context: &Context, field: &Field, value: &Value) -> Result<Vec<Filter>, Fault> {
    let (text, options) = (value.text, context.options);
    if text.is_empty() {
        let hint = format!("name a value, or write `{}:*` for any", field.name);
        return Err(fault("the value is empty", hint));
    }
    check_prefix(field, value)?;
    let filter = match field.kind {
        FieldKind::Organisation => organisation(value)?,
        FieldKind::Short(short) => Filter::Field {
            field: short,
            value: with_letters(field, text)?,
        },
        FieldKind::Path => path(text)?,
        FieldKind::Date => days::filter(text, options.today)?,
        FieldKind::Added => instants::filter(text, options.today, &options.zone)?,
        FieldKind::Words => return words(text),
        FieldKind::Tag => tag(text)?,
        FieldKind::Id | FieldKind::Text(_) | FieldKind::Saved => Filter::Id(text.to_owned()),
    };
    Ok(vec![filter])
}

/// Refuses `org:(section:x)`, in which `section:x` would be the name of an organisation.
fn check_prefix(field: &Field, value: &Value) -> Result<(), Fault> {
    let own = matches!(
        field.kind,
        FieldKind::Path | FieldKind::Id | FieldKind::Tag | FieldKind::Short(_)
    );
    match fields::prefix(value.text).and_then(fields::find) {
        Some(inner) if !value.quoted && !own => Err(fault(
            format!("`{}:` has another field in it", field.name),
            format!(
                "write `{}:...` beside it, or quotation marks around the value",
                inner.name
            ),
        )),
        _ => Ok(()),
    }
}

fn organisation(value: &Value) -> Result<Filter, Fault> {
    if !value.quoted && value.text.contains(['*', '?']) {
        return Err(fault(
            "names of organisations take no wildcards",
            "write `org:~press` for every organisation whose name holds this word",
        ));
    }
    if !value.text.contains(char::is_alphanumeric) {
        return Err(fault(
            format!("`{}` names no organisation", value.text),
            "put letters or digits in it",
        ));
    }
    Ok(Filter::Organisation {
        name: value.text.to_owned(),
        part: value.part,
    })
}

/// The value of a short text, if it is more than wildcards.
fn with_letters(field: &Field, text: &str) -> Result<String, Fault> {
    if text.contains(char::is_alphanumeric) {
        return Ok(text.to_owned());
    }
    Err(fault(
        format!("`{text}` holds no letter or digit to look for"),
        format!("write `{}:*` for any value", field.name),
    ))
}

fn tag(text: &str) -> Result<Filter, Fault> {
    if text.contains(['*', '?']) {
        return Err(fault(
            "tags take no wildcards",
            "name tags joined by `OR`, or write `tag:*` for any",
        ));
    }
    Ok(Filter::Tag(text.to_owned()))
}

fn path(text: &str) -> Result<Filter, Fault> {
    let glob = globset::GlobBuilder::new(text)
        .literal_separator(true)
        .build();
    match glob {
        Ok(_) => Ok(Filter::Path(text.to_owned())),
        Err(error) => Err(fault(
            format!("the path is not a valid pattern: {}", error.kind()),
            "`*` stands for a part of a name, `**` for any folders: `path:2025/**`",
        )),
    }
}

/// `1200`, `>1200`, `500..800`.
fn words(text: &str) -> Result<Vec<Filter>, Fault> {
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<u64>().ok().filter(|_| digits).ok_or_else(|| {
            fault(
                if text.is_empty() {
                    "there is no number here".into()
                } else {
                    format!("`{text}` is not a number of words")
                },
                "write `words:>1200`, `words:500..800`, `words:..300`",
            )
        })
    };
    match split(text) {
        Range::One(one) => Ok(vec![Filter::Words(Compare::Equal, number(one)?)]),
        Range::Compared(compare, one) => Ok(vec![Filter::Words(compare, number(one)?)]),
        Range::Between(None, None) => Err(fault(
            "`..` has no end",
            "write `words:500..800`, `words:500..` or `words:..800`",
        )),
        Range::Between(from, to) => {
            let from = from.map(number).transpose()?;
            let to = to.map(number).transpose()?;
            if let (Some(from), Some(to)) = (from, to)
                && from > to
            {
                let hint = format!("write `words:{to}..{from}`");
                return Err(fault("the range ends before it begins", hint));
            }
            let least = from.map(|from| Filter::Words(Compare::AtLeast, from));
            let most = to.map(|to| Filter::Words(Compare::AtMost, to));
            Ok(least.into_iter().chain(most).collect())
        }
    }
}

fn fault(reason: impl Into<String>, hint: impl Into<String>) -> Fault {
    Fault {
        reason: reason.into(),
        hint: hint.into(),
    }
}
