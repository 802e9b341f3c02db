//! One article, whole: for reading, or as JSON.

use super::field;
use crate::answer::Hit;
use crate::article::Origin;
use crate::error::Result;
use crate::terminal::{safe, safe_lines};
use serde_json::{Map, Value};
use std::io::Write;

/// The article as its JSON form (`schema/article.json`), with its place before it, on one line.
pub fn article_json(hit: &Hit, out: &mut dyn Write) -> Result<()> {
    let mut object = Map::new();
    object.insert("id".into(), hit.id.clone().into());
    object.insert("root".into(), hit.root.clone().into());
    object.insert("path".into(), hit.path.clone().into());
    let article = serde_json::to_value(&hit.article).map_err(std::io::Error::from)?;
    if let Value::Object(fields) = article {
        object.extend(fields.into_iter().filter(|(name, _)| name != "id"));
    }
    serde_json::to_writer(&mut *out, &object).map_err(std::io::Error::from)?;
    Ok(writeln!(out)?)
}

/// The article for people: headline, what is known of it, an empty line, the text.
pub fn article_text(hit: &Hit, terminal: bool, out: &mut dyn Write) -> Result<()> {
    let line = |text: &str| {
        if terminal {
            safe(text)
        } else {
            text.to_owned()
        }
    };
    let article = &hit.article;
    let headline = if article.headline.is_empty() {
        "(no headline)"
    } else {
        &article.headline
    };
    writeln!(out, "{}\n", line(headline))?;
    let date = article.date.as_ref().map_or_else(
        || "undated".to_owned(),
        |date| {
            let zone = date.tz_assumed();
            let zone = zone.map(|zone| format!(", zone not given: {zone} assumed"));
            format!(
                "{date} ({}, from {}{})",
                field::precision(date.precision),
                field::source(date.source),
                zone.unwrap_or_default()
            )
        },
    );
    let modified = article.modified.as_ref().map(ToString::to_string);
    for (name, value) in [
        ("Date", Some(date)),
        ("Modified", modified),
        ("Publication", article.publication.clone()),
        ("Section", article.section.clone()),
        ("Byline", article.byline.clone()),
        ("Language", article.language.clone()),
        ("Address", article.url.clone()),
        ("Id", Some(hit.id.clone())),
        ("File", Some(hit.file.clone())),
    ] {
        if let Some(value) = value {
            writeln!(out, "{name:<14}{}", line(&value))?;
        }
    }
    for (origin, name) in [(Origin::Given, "Given"), (Origin::Recognised, "Recognised")] {
        let of_origin = article.organisations.iter().filter(|o| o.origin == origin);
        for (index, organisation) in of_origin.enumerate() {
            let label = if index == 0 { name } else { "" };
            let others: Vec<_> = organisation
                .forms
                .iter()
                .filter(|form| **form != organisation.name)
                .map(String::as_str)
                .collect();
            let mut text = organisation.name.clone();
            if !others.is_empty() {
                text = format!("{text} (as {})", others.join(", "));
            }
            writeln!(out, "{label:<14}{}", line(&text))?;
        }
    }
    let body = if terminal {
        safe_lines(&article.body)
    } else {
        article.body.clone()
    };
    writeln!(out, "\n{}", body.trim_end())?;
    Ok(())
}
