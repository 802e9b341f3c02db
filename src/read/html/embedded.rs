//! The record of the article in the data that a page carries for its scripts (`__NEXT_DATA__` and its like).
//!
//! Such data hold many articles; the one that is meant has the headline of the page. Its dates go by the usual
//! names of fields.

use super::super::FieldMap;
use super::super::fields::{Candidates, Field};
use super::super::values;
use super::page::Page;
use crate::date::{DateOptions, DateSource, NewsDate, Precision};
use dom_query::NodeRef;
use regex::Regex;
use serde_json::{Map, Value};
use std::sync::LazyLock;

/// Longer data are not looked at, in bytes.
const LONGEST: usize = 4 << 20;
/// Nor what is nested deeper.
const DEEPEST: usize = 32;

/// So many places of a script are tried as the beginning of data.
const MOST: usize = 20;

/// The dates of the article, as texts, the best first.
pub(super) fn dates(page: &Page, headline: &str) -> Vec<String> {
    if headline.is_empty() {
        return Vec::new();
    }
    let word = headline_word(headline);
    let selection = page.document().select("script");
    let mut found = Vec::new();
    for script in selection.nodes() {
        let text = script.text();
        if text.len() > LONGEST || !text.contains(word) {
            continue;
        }
        let kind = script.attr("type").unwrap_or_default();
        let data = match &*kind {
            "application/json" => serde_json::from_str(&text).into_iter().collect(),
            kind if kind.contains("ld+json") => continue,
            _ => assigned(&text),
        };
        for value in data {
            look(&value, headline, DEEPEST, &mut found);
            if let Value::Array(pool) = &value {
                look_in_pool(pool, headline, &mut found);
            }
        }
    }
    found
}

/// The data that a script assigns to names: `window.state = {...}`.
fn assigned(script: &str) -> Vec<Value> {
    static START: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"[=(]\s*[{\[]").expect("a fixed pattern"));
    let (mut found, mut at, mut tried) = (Vec::new(), 0, 0);
    while let Some(start) = START.find_at(script, at).filter(|_| tried < MOST) {
        let from = start.end() - 1;
        let mut values = serde_json::Deserializer::from_str(&script[from..]).into_iter::<Value>();
        at = start.end();
        tried += 1;
        if let Some(Ok(value)) = values.next() {
            at = from + values.byte_offset();
            found.push(value);
        }
    }
    found
}

/// Looks into data whose records name their values by where they stand in one long list, as Nuxt writes it.
fn look_in_pool(pool: &[Value], headline: &str, found: &mut Vec<String>) {
    let value = |place: &Value| {
        let at = usize::try_from(place.as_u64()?).ok()?;
        pool.get(at).filter(|value| value.is_string()).cloned()
    };
    for record in pool.iter().filter_map(Value::as_object) {
        let named = record.iter();
        let named = named.filter_map(|(name, place)| Some((name.clone(), value(place)?)));
        found.extend(dates_of(&named.collect(), headline).into_iter().flatten());
    }
}

/// The date that the scripts of a page call that of publication, if they name one day only. Data that is no JSON,
/// or broken, is not taken apart for it.
pub(super) fn unanimous(page: &Page, options: &DateOptions) -> Option<NewsDate> {
    static KEY: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r#"(?xi) (?:\\?["']|\b) (?:(?:article|content|story|page|post|news)[_.-]?)?
            (?:date_?published | publish(?:ed)?_?(?:date|at|time|on) | publi(?:cation|shing)_?(?:date|time) | pub_?date
            | display_?date | first_?published(?:_?at)? | date_?(?:de_?)?(?:publication|parution|publicatie)
            | fecha_?(?:de_?)?publicacion | data_?(?:d[ei]_?)?(?:publicacao|pubblicazione|publikacji)
            | veroeffentlicht(?:_?am)?)
            \\?["']?\s*[:=]\s*\\?["']([^"'\\]{8,40})\\?["']"#;
        Regex::new(pattern).expect("a fixed pattern")
    });
    let selection = page.document().select("script");
    let texts: Vec<_> = selection.nodes().iter().map(NodeRef::text).collect();
    let texts = texts.iter().filter(|text| text.len() <= LONGEST);
    let values = texts.flat_map(|text| KEY.captures_iter(text));
    let dates =
        values.filter_map(|found| NewsDate::read(&found[1], options, DateSource::Text).ok());
    let mut dates = dates.filter(|date| date.precision >= Precision::Day);
    let first = dates.next()?;
    dates.all(|date| date.first == first.first).then_some(first)
}

/// A word of the headline that data in which it stands hold as well, however they escape it.
fn headline_word(headline: &str) -> &str {
    let words = headline.split(|letter: char| !letter.is_ascii_alphanumeric());
    words.max_by_key(|word| word.len()).unwrap_or_default()
}

fn look(value: &Value, headline: &str, depth: usize, found: &mut Vec<String>) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    match value {
        Value::Array(items) => items
            .iter()
            .for_each(|item| look(item, headline, depth, found)),
        Value::Object(record) => {
            if let Some(dates) = dates_of(record, headline) {
                found.extend(dates);
            }
            record
                .values()
                .for_each(|inner| look(inner, headline, depth, found));
        }
        _ => {}
    }
}

/// The dates of a record, if it has the headline.
fn dates_of(record: &Map<String, Value>, headline: &str) -> Option<Vec<String>> {
    let candidates = Candidates::of(record, &FieldMap::default());
    let mut headlines = candidates.get(Field::Headline).filter_map(values::headline);
    headlines.find(|one| one == headline)?;
    let dates = candidates.get(Field::Date).filter_map(values::text);
    Some(dates.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_with_the_headline_counts() {
        let page = |data: &str| {
            let html = format!("<h1>Bridge</h1><script type='application/json'>{data}</script>");
            dates(&Page::parse(&html, None), "Bridge")
        };
        let data = r#"{"props": {"article": {"title": "Bridge", "updatedAt": "2022-02-01", "publishedAt": "2022-01-19"},
            "latest": [{"title": "Ferry", "publishedAt": "2022-02-02"}]}}"#;
        assert_eq!(page(data), ["2022-01-19"]);
        let script = |data: &str| {
            let page = Page::parse(&format!("<h1>Bridge</h1><script>{data}</script>"), None);
            let date = unanimous(&page, &DateOptions::default());
            date.map(|date| date.to_string())
        };
        for (data, date) in [
            (
                r#"x=[{"publishDate":"2019-10-17","title":"Bridge"}]"#,
                Some("2019-10-17"),
            ),
            (
                r#"x={published_at: '2019-10-17', b: {"datePublished":"2019-10-17"}}"#,
                Some("2019-10-17"),
            ),
            (
                r#"x={published_at: '2019-10-17', b: {"datePublished":"2019-10-18"}}"#,
                None,
            ),
            (r#"x={"dateModified":"2019-10-17"}"#, None),
            (r#"x={"lastPublishDate":"2019-10-17"}"#, None),
            (r"x={date_publication:'2019-10-17'}", Some("2019-10-17")),
            (
                r#"x=[{"articlePublicationDate":"10/17/2019"}]"#,
                Some("2019-10-17"),
            ),
        ] {
            assert_eq!(script(data).as_deref(), date, "{data}");
        }
        let pool = r#"[["Reactive", 1], {"title": 2, "publishedAt": 3, "updatedAt": 4}, "Bridge", "2022-01-19", "2022-02-01"]"#;
        assert_eq!(page(pool), ["2022-01-19"]);
        let state = r#"if (a = {}) {} A.content={"headlines": {"basic": "Bridge"}, "display_date": "2022-01-19"};B.feed={"items": [{"display_date": "2022-02-01"}]};"#;
        let state = Page::parse(&format!("<script>{state}</script>"), None);
        assert_eq!(dates(&state, "Bridge"), ["2022-01-19"]);
        assert_eq!(page(r#"{"title": "Ferry"}"#), Vec::<String>::new());
        assert_eq!(page(r#"{"title": "Bridge""#), Vec::<String>::new());
    }
}
