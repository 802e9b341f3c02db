//! The record of the article in the data that a page carries for its scripts (`__NEXT_DATA__` and its like).
//!
//! Such data hold many articles; the one that is meant has the headline of the page. Its dates go by the usual
//! names of fields.

use super::super::FieldMap;
use super::super::fields::{Candidates, Field};
use super::super::values;
use super::page::Page;
use dom_query::NodeRef;
use serde_json::{Map, Value};

/// Longer data are not looked at, in bytes.
const LONGEST: usize = 4 << 20;
/// Nor what is nested deeper.
const DEEPEST: usize = 32;

/// The dates of the article, as texts, the best first.
pub(super) fn dates(page: &Page, headline: &str) -> Vec<String> {
    if headline.is_empty() {
        return Vec::new();
    }
    let selection = page.document().select(r#"script[type="application/json"]"#);
    let texts = selection.nodes().iter().map(NodeRef::text);
    let texts =
        texts.filter(|text| text.len() <= LONGEST && text.contains(headline_word(headline)));
    let mut found = Vec::new();
    for text in texts {
        if let Ok(data) = serde_json::from_str(&text) {
            look(&data, headline, DEEPEST, &mut found);
        }
    }
    found
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
        assert_eq!(page(r#"{"title": "Ferry"}"#), Vec::<String>::new());
        assert_eq!(page(r#"{"title": "Bridge""#), Vec::<String>::new());
    }
}
