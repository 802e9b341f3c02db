//! Values of a record as texts and lists: every shape in which archives write a headline, a body or a
//! list of organisations.

use super::markup::plain;
use super::nitf;
use super::xml::{self, Node};
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
        "description",
        "caption",
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
        return text_in(value).map(|text| prose(&text));
    };
    let rank = |item: &&Value| rank(item);
    let best = items.iter().filter_map(|item| rank(&item)).min()?;
    let renditions = items.iter().any(|item| rendition(item).is_some());
    let mut kept = items.iter().filter(|item| rank(item) == Some(best));
    let parts: Vec<String> = if renditions {
        let best = kept.min_by_key(|item| rendition(item));
        best.and_then(text).into_iter().collect()
    } else {
        kept.by_ref().filter_map(text).collect()
    };
    let parts: Vec<String> = parts.iter().map(|part| prose(part)).collect();
    Some(parts.join("\n\n")).filter(|body| !body.trim().is_empty())
}

/// The parts of a list of bodies that say what their role is, and that it is another than that of the text.
pub(super) fn beside_body(value: &Value) -> Vec<String> {
    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let best = items.iter().filter_map(rank).min();
    let others = items.iter().filter(|item| rank(item) != best);
    let others = others.filter(|item| item.get("role").is_some() && item.get("type").is_none());
    let texts = others.filter_map(text).map(|part| prose(&part));
    texts.filter(|text| !text.is_empty()).collect()
}

/// The text of a field: plain, HTML, or a story of NITF.
fn prose(text: &str) -> String {
    match story(text) {
        Some(nitf) => nitf::body(&nitf),
        None => plain(text),
    }
}

/// The texts of a field as they stand: its own, and those of the renditions and blocks in it.
pub(super) fn raw_texts(value: &Value) -> Vec<Cow<'_, str>> {
    match value {
        Value::Array(items) => items
            .iter()
            .filter(|item| rank(item).is_some())
            .filter_map(text_in)
            .collect(),
        other => text_in(other).into_iter().collect(),
    }
}

/// A story of NITF in a field.
pub(super) fn story(text: &str) -> Option<Node> {
    let begin = text.trim_start();
    let is_xml = ["<?xml", "<nitf", "<!DOCTYPE nitf"]
        .iter()
        .any(|sign| begin.starts_with(sign));
    let is_story = is_xml && xml::root(begin.as_bytes()).is_some_and(|root| root == "nitf");
    is_story.then(|| xml::root_of(begin).ok()).flatten()
}

/// For ninjs 2 and 3, whose bodies are renditions of one text: plain text goes first.
fn rendition(item: &Value) -> Option<u8> {
    let kind = item
        .get("contenttype")
        .or_else(|| item.get("contentType"))?;
    Some(u8::from(kind.as_str() != Some("text/plain")))
}

/// How far a part of a list is from the text of the article; none for what is no text of it. ninjs leaves the
/// names of roles to the sender.
fn rank(item: &Value) -> Option<u8> {
    const BESIDE: &[&str] = &[
        "caption", "abstract", "summary", "teaser", "headline", "title", "byline", "note", "slug",
    ];
    // Lists of typed blocks, as in the TREC Washington Post.
    if let Some(kind) = item.get("type").and_then(Value::as_str) {
        const TEXTS: &[&str] = &["html", "text", "paragraph", "header", "quote"];
        return TEXTS.iter().any(|name| kind.contains(name)).then_some(0);
    }
    match item
        .get("role")
        .and_then(Value::as_str)
        .map(str::to_lowercase)
    {
        Some(role) if BESIDE.iter().any(|name| role.contains(name)) => None,
        Some(role) if !["main", "body", "text", "article"].contains(&role.as_str()) => Some(1),
        _ => Some(0),
    }
}

/// The sections in a list; where each entry says what kind it is of (`dnltype:desk`), those that are sections,
/// else the subjects.
pub(super) fn sections(value: &Value) -> Vec<String> {
    let kind = |item: &Value| {
        let (_, kind) = item.get("type")?.as_str()?.rsplit_once(':')?;
        Some(kind.to_lowercase())
    };
    let Value::Array(items) = value else {
        return text(value).into_iter().collect();
    };
    if !items.iter().all(|item| kind(item).is_some()) {
        return list(value);
    }
    let of = |kinds: &[&str]| -> Vec<String> {
        let kept = items.iter().filter(|item| {
            let kind = kind(item).unwrap_or_default();
            kinds.iter().any(|name| kind.ends_with(name))
        });
        kept.filter_map(text).collect()
    };
    let sections = of(&["desk", "rubric", "section", "category", "ressort"]);
    if sections.is_empty() {
        of(&["subject"])
    } else {
        sections
    }
}
