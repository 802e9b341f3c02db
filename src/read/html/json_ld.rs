//! Finds the schema.org records of a page (JSON-LD), also where they are not quite valid JSON.
//!
//! Publishers nest their article in `@graph`, in arrays, in `mainEntity`; they forget to escape line
//! breaks, leave trailing commas, and wrap the script in comment or CDATA marks. All of that is read.
//! What the fields mean for an article is the business of `metadata.rs`.

use dom_query::Document;
use serde_json::{Map, Value};

/// One schema.org object.
pub(super) type Object = Map<String, Value>;

/// How many objects of a page are looked at; more is no help.
const OBJECTS: usize = 500;

/// The types that are an article.
const ARTICLES: &[&str] = &[
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "AskPublicNewsArticle",
    "AdvertiserContentArticle",
    "SatiricalArticle",
    "ScholarlyArticle",
    "TechArticle",
    "Article",
    "BlogPosting",
    "LiveBlogPosting",
    "SocialMediaPosting",
    "DiscussionForumPosting",
    "Report",
    "Review",
];

/// The types that are an organisation.
const ORGANISATIONS: &[&str] = &[
    "Organization",
    "Corporation",
    "NewsMediaOrganization",
    "GovernmentOrganization",
    "EducationalOrganization",
    "CollegeOrUniversity",
    "NGO",
    "SportsOrganization",
    "SportsTeam",
    "PerformingGroup",
    "MusicGroup",
    "Airline",
    "LocalBusiness",
    "MedicalOrganization",
    "PoliticalParty",
    "WorkersUnion",
    "Consortium",
    "ResearchOrganization",
];

/// All schema.org objects of the page, outermost first.
pub(super) fn objects(document: &Document) -> Vec<Object> {
    let mut found = Vec::new();
    for script in &document.select(r#"script[type*="ld+json"]"#) {
        if let Some(value) = parse(&script.text()) {
            collect(value, &mut found);
        }
    }
    found
}

/// Whether an object is an article.
pub(super) fn is_article(object: &Object) -> bool {
    has_type(object, ARTICLES)
}

/// Whether an object is an organisation.
pub(super) fn is_organisation(object: &Object) -> bool {
    has_type(object, ORGANISATIONS)
}

fn has_type(object: &Object, names: &[&str]) -> bool {
    strings(object.get("@type")).iter().any(|kind| {
        let kind = kind.rsplit(['/', ':', '#']).next().unwrap_or(kind);
        names.contains(&kind)
    })
}

/// The strings of a value: itself, or those of an array.
pub(super) fn strings(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The names of a value: strings, or objects with a `name`, or arrays of either.
pub(super) fn names(value: Option<&Value>) -> Vec<&str> {
    fn one(value: &Value) -> Option<&str> {
        match value {
            Value::String(text) => Some(text.as_str()),
            Value::Object(object) => strings(object.get("name")).first().copied(),
            _ => None,
        }
    }
    match value {
        Some(Value::Array(values)) => values.iter().filter_map(one).collect(),
        Some(value) => one(value).into_iter().collect(),
        None => Vec::new(),
    }
}

/// Walks into arrays, `@graph` and `mainEntity`, without recursion on the depth of the input: the
/// parser has bounded it.
fn collect(value: Value, found: &mut Vec<Object>) {
    let mut next = vec![value];
    while let Some(value) = next.pop() {
        match value {
            Value::Array(values) => next.extend(values.into_iter().rev()),
            Value::Object(object) if found.len() < OBJECTS => {
                for key in ["mainEntity", "mainEntityOfPage", "@graph"] {
                    if let Some(inner @ (Value::Array(_) | Value::Object(_))) = object.get(key) {
                        next.push(inner.clone());
                    }
                }
                found.push(object);
            }
            _ => {}
        }
    }
}

/// Reads a script as JSON, mended where it is not.
fn parse(script: &str) -> Option<Value> {
    let text = script
        .find("<![CDATA[")
        .map_or(script, |at| &script[at + "<![CDATA[".len()..]);
    let start = text.find(['{', '['])?;
    let text = &text[start..];
    first_value(text).or_else(|| first_value(&mend(text)))
}

/// The first JSON value; what follows it (a semicolon, `//]]>`) does not matter.
fn first_value(text: &str) -> Option<Value> {
    serde_json::Deserializer::from_str(text)
        .into_iter()
        .next()?
        .ok()
}

/// Escapes raw control characters in strings, drops commas before a closing bracket and backslashes that
/// escape nothing.
fn mend(text: &str) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut in_string = false;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' if in_string => match characters.next() {
                Some(next @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => {
                    mended.extend(['\\', next]);
                }
                Some(next) => mended.push(next),
                None => {}
            },
            '"' => {
                in_string = !in_string;
                mended.push(c);
            }
            _ if in_string && c.is_control() => mended.push(' '),
            '}' | ']' if !in_string => {
                let kept = mended.trim_end().trim_end_matches(',').len();
                mended.truncate(kept);
                mended.push(c);
            }
            _ => mended.push(c),
        }
    }
    mended
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_found_wherever_they_are_nested() {
        let scripts = [
            r#"{"@type": "NewsArticle", "headline": "H"}"#,
            r#"[{"@type": "WebSite"}, {"@type": ["Thing", "Article"], "headline": "H"}]"#,
            r#"{"@graph": [{"@type": "WebPage"}, {"@type": "http://schema.org/BlogPosting", "headline": "H"}]}"#,
            r#"{"@type": "WebPage", "mainEntity": {"@type": "ReportageNewsArticle", "headline": "H"}}"#,
            "//<![CDATA[\n{\"@type\": \"NewsArticle\", \"headline\": \"H\"};\n//]]>",
            "{\"@type\": \"NewsArticle\", \"description\": \"two\nlines\", \"headline\": \"H\",}",
            r#"{"@type": "NewsArticle", "description": "it\'s", "headline": "H", "keywords": ["a",],}"#,
        ];
        for script in scripts {
            let page = format!(r#"<script type="application/ld+json">{script}</script>"#);
            let objects = objects(&Document::from(page));
            let article = objects.iter().find(|object| is_article(object));
            let headline = article.and_then(|article| article.get("headline"));
            assert_eq!(headline, Some(&Value::from("H")), "{script}");
        }
    }

    #[test]
    fn names_come_as_text_or_as_objects() {
        let value = serde_json::json!(["Ann", {"name": "Bo"}, {"url": "x"}, 3]);
        assert_eq!(names(Some(&value)), ["Ann", "Bo"]);
    }
}
