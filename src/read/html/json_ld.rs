//! Finds the schema.org records of a page (JSON-LD), also where they are not quite valid JSON.
//!
//! Publishers nest their article in `@graph`, in arrays, in `mainEntity`, write several records one after
//! another, and name what stands elsewhere by its `@id`. Where a script is no valid JSON, `mend.rs` tries
//! to make it so. What the fields mean for an article is the business of `metadata.rs`.

use super::mend::mend;
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
        for value in parse(&script.text()) {
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

/// Whether an object is of one of these types.
pub(super) fn has_type(object: &Object, names: &[&str]) -> bool {
    strings(object.get("@type")).iter().any(|kind| {
        let kind = kind.rsplit(['/', ':', '#']).next().unwrap_or(kind);
        names.iter().any(|name| kind.eq_ignore_ascii_case(name))
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

/// The names of a value: strings, or objects with a `name`, or arrays of either; an object that is only
/// referred to is looked up among the `objects` of the page.
pub(super) fn names<'v>(value: Option<&'v Value>, objects: &'v [Object]) -> Vec<&'v str> {
    let mut found = Vec::new();
    let mut next: Vec<&Value> = value.into_iter().collect();
    while let Some(value) = next.pop() {
        match value {
            Value::String(text) => found.push(text.as_str()),
            Value::Array(values) => next.extend(values.iter().rev()),
            Value::Object(object) => {
                let named = |object: &'v Object| strings(object.get("name")).first().copied();
                found.extend(named(object).or_else(|| named(referred(object, objects)?)));
            }
            _ => {}
        }
    }
    found
}

/// The object that another one refers to by its `@id`.
fn referred<'v>(object: &Object, objects: &'v [Object]) -> Option<&'v Object> {
    let id = object.get("@id")?.as_str()?;
    let mut others = objects.iter();
    others.find(|other| other.len() > 1 && other.get("@id").and_then(Value::as_str) == Some(id))
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

/// Reads a script as JSON, mended where it is not. There may be several values in it.
fn parse(script: &str) -> Vec<Value> {
    let text = script
        .find("<![CDATA[")
        .map_or(script, |at| &script[at + "<![CDATA[".len()..]);
    let Some(start) = text.find(['{', '[']) else {
        return Vec::new();
    };
    let text = &text[start..];
    let found = values(text);
    if !found.is_empty() {
        return found;
    }
    // Some systems escape their scripts as if they were text.
    if text.contains("&quot;") && !text.contains('"') {
        return values(&mend(&html_escape::decode_html_entities(text)));
    }
    values(&mend(text))
}

/// The JSON values at the beginning; what follows them (a semicolon, `//]]>`) does not matter.
fn values(text: &str) -> Vec<Value> {
    let values = serde_json::Deserializer::from_str(text).into_iter();
    values.map_while(Result::ok).collect()
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
            r#"{"@type": "BreadcrumbList"} {"@type": "newsarticle", "headline": "H"}"#,
            "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;H&quot;}",
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
    fn names_come_as_text_as_objects_or_by_reference() {
        let page = r#"<script type="application/ld+json">[{"@id": "/cy", "name": "Cy"}, {"@id": "/di"}]</script>"#;
        let objects = objects(&Document::from(page));
        let value = serde_json::json!(["Ann", [{"name": "Bo"}], {"url": "x"}, 3, {"@id": "/cy"}, {"@id": "/di"}]);
        assert_eq!(names(Some(&value), &objects), ["Ann", "Bo", "Cy"]);
    }
}
