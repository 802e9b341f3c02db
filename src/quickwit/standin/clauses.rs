//! The closed list of clauses, over one document.

use regex::Regex;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

type Document = Map<String, Json>;

/// The score of a document that matches; an error for what is not in the list.
pub(super) fn score(query: &Json, document: &Document) -> Result<Option<f64>, String> {
    let (kind, body) = only(query)?;
    if kind == "bool" {
        return boolean(body, document);
    }
    if matches!(kind, "match_all" | "match_none") {
        return Ok((kind == "match_all").then_some(1.0));
    }
    let (field, value) = only(body)?;
    let tokens = tokens(document, field);
    let text = |keys: &[&str], name: &str| {
        strict(value, keys).map(|()| value[name].as_str().unwrap().to_owned())
    };
    let held = |test: &dyn Fn(&str) -> bool| tokens.iter().filter(|token| test(token)).count();
    let once = |count: usize| Ok((count > 0).then_some(1.0));
    match kind {
        "term" => {
            let wanted = text(&["value", "boost"], "value")?;
            let count = held(&|token| token == wanted && is_short(token));
            let boost = value["boost"].as_f64().unwrap_or(1.0);
            Ok((count > 0).then_some(boost * count as f64 / (count as f64 + 1.2)))
        }
        "terms" => {
            let wanted = value.as_array().unwrap();
            once(held(&|token| {
                is_short(token) && wanted.iter().any(|w| w == token)
            }))
        }
        "prefix" => {
            let wanted = text(&["value"], "value")?;
            once(held(&|token| token.starts_with(&wanted)))
        }
        "regexp" => {
            let wanted = text(&["value"], "value")?;
            let regex = Regex::new(&format!("^(?:{wanted})$")).map_err(|e| e.to_string())?;
            once(held(&|token| regex.is_match(token)))
        }
        "match_phrase" => {
            let wanted = text(&["query", "slop"], "query")?;
            let wanted: Vec<_> = if is_cut(field) {
                wanted.split(' ').collect()
            } else {
                vec![&*wanted]
            };
            once(
                tokens
                    .windows(wanted.len())
                    .filter(|window| *window == wanted)
                    .count(),
            )
        }
        "range" => {
            strict(value, &["gte", "gt", "lte", "lt"])?;
            let Some(number) = document.get(field).and_then(Json::as_i64) else {
                return Ok(None);
            };
            let bound = |name: &str| value[name].as_i64();
            let inside = bound("gte").is_none_or(|b| number >= b)
                && bound("gt").is_none_or(|b| number > b)
                && bound("lte").is_none_or(|b| number <= b)
                && bound("lt").is_none_or(|b| number < b);
            Ok(inside.then_some(1.0))
        }
        kind => Err(format!("unknown query `{kind}`")),
    }
}

fn boolean(body: &Json, document: &Document) -> Result<Option<f64>, String> {
    strict(body, &["must", "filter", "must_not", "should"])?;
    let empty = Vec::new();
    let part = |name: &str| body[name].as_array().unwrap_or(&empty);
    let (mut total, mut matches) = (0.0, true);
    for (name, scored) in [("must", 1.0), ("filter", 0.0)] {
        for clause in part(name) {
            match score(clause, document)? {
                Some(score) => total += score * scored,
                None => matches = false,
            }
        }
    }
    for clause in part("must_not") {
        matches &= score(clause, document)?.is_none();
    }
    if !part("should").is_empty() {
        assert!(
            part("must").is_empty() && part("filter").is_empty(),
            "one of a choice is wanted"
        );
        let mut any = false;
        for clause in part("should") {
            let score = score(clause, document)?;
            any |= score.is_some();
            total += score.unwrap_or_default();
        }
        matches &= any;
    }
    // A negation alone matches nothing.
    matches &= ["must", "filter", "should"]
        .iter()
        .any(|name| !part(name).is_empty());
    Ok(matches.then_some(total))
}

fn only(json: &Json) -> Result<(&str, &Json), String> {
    let object = json.as_object().ok_or("no object")?;
    let mut entries = object.iter();
    match (entries.next(), entries.next()) {
        (Some((key, value)), None) => Ok((key, value)),
        _ => Err(format!("one key is wanted in {json}")),
    }
}

fn strict(json: &Json, keys: &[&str]) -> Result<(), String> {
    let object = json.as_object().ok_or("no object")?;
    match object.keys().find(|key| !keys.contains(&key.as_str())) {
        Some(odd) => Err(format!("unknown field `{odd}`")),
        None => Ok(()),
    }
}

/// Whether a real cluster finds a value as a term, or keeps it in a column.
fn is_short(value: &str) -> bool {
    value.len() < 255
}

/// Whether a field is cut at blanks; all others are indexed whole.
fn is_cut(field: &str) -> bool {
    ["_stems", "_words", "_terms"]
        .iter()
        .any(|form| field.ends_with(form))
}

/// What is indexed of a field.
fn tokens<'d>(document: &'d Document, field: &str) -> Vec<&'d str> {
    match document.get(field) {
        Some(Json::String(text)) if is_cut(field) => text.split(' ').collect(),
        Some(Json::String(text)) => vec![text],
        Some(Json::Array(texts)) => texts.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The aggregations that are asked for.
pub(super) fn aggregate(wanted: &Json, documents: &[&Document]) -> Json {
    let mut answer = Map::new();
    for (name, wanted) in wanted.as_object().into_iter().flatten() {
        answer.insert(name.clone(), one(wanted, documents));
    }
    Json::Object(answer)
}

fn one(wanted: &Json, documents: &[&Document]) -> Json {
    let field = |kind: &str| wanted[kind]["field"].as_str();
    if let Some(field) = field("terms") {
        let mut buckets: BTreeMap<String, (Json, Vec<&Document>)> = BTreeMap::new();
        for document in documents {
            let kept = |value: &Json| value.as_str().is_none_or(is_short);
            for value in values(document, field).into_iter().filter(kept) {
                let bucket = buckets
                    .entry(value.to_string())
                    .or_insert((value, Vec::new()));
                bucket.1.push(document);
            }
        }
        let bucket = |(key, inside): (Json, Vec<&Document>)| {
            let mut bucket = Map::new();
            bucket.insert("key".into(), key);
            bucket.insert("doc_count".into(), json!(inside.len()));
            if let Json::Object(inner) = aggregate(&wanted["aggs"], &inside) {
                bucket.extend(inner);
            }
            Json::Object(bucket)
        };
        let most = wanted["terms"]["size"].as_u64().unwrap_or(10) as usize;
        let other = buckets.len().saturating_sub(most);
        let buckets: Vec<_> = buckets.into_values().take(most).map(bucket).collect();
        return json!({"buckets": buckets, "sum_other_doc_count": other});
    }
    let numbers = |field: &str| {
        let each = documents
            .iter()
            .flat_map(|document| values(document, field));
        each.filter_map(|value| value.as_f64()).collect::<Vec<_>>()
    };
    let figure =
        |kind, figure: fn(Vec<f64>) -> Option<f64>| field(kind).map(|f| figure(numbers(f)));
    let least = figure("min", |n| n.into_iter().reduce(f64::min));
    let most = figure("max", |n| n.into_iter().reduce(f64::max));
    let count = figure("value_count", |n| Some(n.len() as f64));
    json!({"value": least.or(most).or(count).flatten()})
}

fn values(document: &Document, field: &str) -> Vec<Json> {
    match document.get(field) {
        Some(Json::Array(values)) => values.clone(),
        Some(value) => vec![value.clone()],
        None => Vec::new(),
    }
}

/// Whether a removal means a document.
pub(super) fn removed(removal: &str, document: &Document) -> bool {
    removal.split(" AND ").all(|part| {
        let number = |text: &str| text.parse::<u64>().unwrap();
        let batch = document["batch"].as_u64().unwrap();
        if let Some(keys) = part.strip_prefix("file_key:IN [") {
            let keys = keys.trim_end_matches(']');
            return document
                .get("file_key")
                .is_some_and(|key| keys.split(' ').any(|k| key == k));
        }
        match part.strip_prefix("batch:").unwrap() {
            bound if bound.starts_with(">=") => batch >= number(&bound[2..]),
            bound if bound.starts_with("<=") => batch <= number(&bound[2..]),
            bound => batch < number(bound.strip_prefix('<').unwrap()),
        }
    })
}
