//! Values of a record as texts and lists: every shape in which archives write a headline, a body or a
//! list of organisations.

use super::markup::plain;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// The text of a value: itself, its number, or what an object holds under the usual names.
pub(super) fn text(value: &Value) -> Option<String> {
    text_in(value).map(Cow::into_owned)
}

/// The same, not copied where it stands in the value.
pub(super) fn text_in(value: &Value) -> Option<Cow<'_, str>> {
    const HOLDERS: &[&str] = &[
        "main",
        "value",
        "text",
        "name",
        "by",
        "content",
        "rendered",
        "label",
        "title",
        "original",
        "#text",
        "$date",
        "$oid",
        "$numberLong",
        "eng",
        "en",
        "default",
    ];
    match value {
        Value::String(text) => Some(text.as_str().into()).filter(|_| !text.trim().is_empty()),
        Value::Number(number) => Some(number.to_string().into()),
        Value::Object(inner) => HOLDERS.iter().find_map(|key| match inner.get(*key) {
            Some(value @ (Value::String(_) | Value::Number(_))) => text_in(value),
            Some(value @ Value::Object(_)) if *key == "label" || *key == "$date" => text_in(value),
            _ => None,
        }),
        Value::Array(items) => items.iter().find_map(text_in),
        Value::Null | Value::Bool(_) => None,
    }
}

/// A text on one line, without markup.
pub(super) fn one_line(text: &str) -> String {
    let plain = plain(text);
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A headline: a text or a record of one; of a list the one whose role is `main`, else the first.
///
/// A list of anything but values is none: keys such as `subject` hold topics.
pub(super) fn headline(value: &Value) -> Option<String> {
    let chosen = match value {
        Value::Array(items) => {
            let mut records = items.iter().filter(|item| item.get("value").is_some());
            let main = records
                .clone()
                .find(|item| item.get("role").is_some_and(|role| role == "main"));
            main.or_else(|| records.next())?
        }
        other => other,
    };
    let line = one_line(&text_in(chosen)?);
    (!line.is_empty()).then_some(line)
}

/// The texts of a list, or of one value that stands for a list.
pub(super) fn list(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(text).collect(),
        Value::String(joined) => split(joined),
        other => text(other).into_iter().collect(),
    }
}

/// The items of a list in one cell: JSON or Python brackets, else separated by `;` or `|`.
fn split(joined: &str) -> Vec<String> {
    let joined = joined.trim();
    if joined.starts_with('[') && joined.ends_with(']') {
        if let Ok(Value::Array(items)) = serde_json::from_str(joined) {
            return items.iter().filter_map(text).collect();
        }
        let inner = joined[1..joined.len() - 1].split(',');
        return named(inner.map(|item| item.trim().trim_matches(['\'', '"'])));
    }
    named(joined.split([';', '|']))
}

fn named<'a>(items: impl Iterator<Item = &'a str>) -> Vec<String> {
    let items = items.map(str::trim).filter(|item| !item.is_empty());
    items.map(str::to_owned).collect()
}

/// The organisations among `keywords` and `concepts`, where those say what kind each entry is of.
pub(super) fn labelled_organisations(record: &Map<String, Value>) -> Vec<String> {
    let mut found = Vec::new();
    for key in ["keywords", "concepts", "entities", "tags"] {
        let Some(Value::Array(items)) = record.get(key) else {
            continue;
        };
        let kept = items.iter().filter(|item| is_organisation(item));
        found.extend(kept.filter_map(labelled_name));
    }
    found
}

/// The kinds are `name: organizations` (New York Times), `type: org` (Event Registry), `types: […]`.
fn is_organisation(item: &Value) -> bool {
    const KINDS: &[&str] = &[
        "organizations",
        "organisations",
        "organization",
        "organisation",
        "org",
    ];
    let kind = |value: &Value| {
        let text = value.as_str().unwrap_or_default().to_lowercase();
        KINDS.contains(&text.as_str())
    };
    ["name", "type", "types", "label"]
        .iter()
        .any(|key| match item.get(key) {
            Some(Value::Array(kinds)) => kinds.iter().any(kind),
            Some(value) => kind(value),
            None => false,
        })
}

/// The name of such an entry: not the field that says its kind.
fn labelled_name(item: &Value) -> Option<String> {
    let keys = [
        "value",
        "text",
        "surface_form",
        "surface_forms",
        "title",
        "label",
        "name",
    ];
    let names = keys.iter().filter_map(|key| item.get(key)).filter_map(text);
    let kinds = [
        "organizations",
        "organisations",
        "organization",
        "organisation",
        "org",
    ];
    names
        .into_iter()
        .find(|name| !kinds.contains(&name.to_lowercase().as_str()))
}

/// The text of a body: one value, paragraphs in a list, or one of several renditions.
pub(super) fn body(value: &Value) -> Option<String> {
    let Value::Array(items) = value else {
        return text_in(value).map(|text| plain(&text));
    };
    let renditions = items.iter().any(|item| rendition(item).is_some());
    let parts: Vec<String> = if renditions {
        let best = items
            .iter()
            .filter(|item| body_part(item))
            .min_by_key(|item| rendition(item));
        best.and_then(text).into_iter().collect()
    } else {
        let kept = items.iter().filter(|item| body_part(item));
        kept.filter_map(text).collect()
    };
    let parts: Vec<String> = parts.iter().map(|part| plain(part)).collect();
    Some(parts.join("\n\n")).filter(|body| !body.trim().is_empty())
}

/// For ninjs 2 and 3, whose bodies are renditions of one text: plain text goes first.
fn rendition(item: &Value) -> Option<u8> {
    let kind = item
        .get("contenttype")
        .or_else(|| item.get("contentType"))?;
    Some(u8::from(kind.as_str() != Some("text/plain")))
}

/// For lists of typed blocks (TREC Washington Post): only those that hold text of the article.
fn body_part(item: &Value) -> bool {
    match item.get("type").and_then(Value::as_str) {
        None => {
            !item.is_object()
                || item
                    .get("role")
                    .is_none_or(|role| role == "main" || role == "body")
        }
        Some(kind) => ["html", "text", "paragraph", "header", "quote"]
            .iter()
            .any(|name| kind.contains(name)),
    }
}
