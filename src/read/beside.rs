//! What a record of JSON holds beside the text of its article: pictures with their captions, stories that go with
//! it, the markup of another format. None of it is a part of the text, and none of it may be lost.

use super::fields::{Candidates, Field};
use super::{Context, gather, markup, nitf, values};
use crate::article::Article;
use serde_json::{Map, Value};

/// Completes an article by the story of NITF that is its text, and keeps what stands beside it.
pub(super) fn add(
    article: &mut Article,
    record: &Map<String, Value>,
    candidates: &Candidates,
    context: &Context,
) {
    let bodies: Vec<_> = candidates
        .get(Field::Body)
        .flat_map(values::raw_texts)
        .collect();
    if let Some(story) = bodies.iter().find_map(|body| values::story(body)) {
        fill(article, nitf::article(&story, context, &mut Vec::new()));
    }
    article.keep_beside(bodies.iter().flat_map(|body| markup::captions(body)));
    article.keep_beside(bodies_beside(candidates));
    article.keep_beside(leads(record));
    article.keep_beside(associated(record, context));
}

/// The parts of a list of bodies that are another text than the article (ninjs 2 and 3): its lead, a note.
fn bodies_beside(candidates: &Candidates) -> Vec<String> {
    let bodies = candidates.get(Field::Body).filter(|body| body.is_array());
    bodies.flat_map(values::beside_body).collect()
}

/// The lead that a record has beside its text, which is printed above it; other summaries only repeat.
fn leads(record: &Map<String, Value>) -> Vec<String> {
    const NAMES: &[&str] = &[
        "lede",
        "lead",
        "standfirst",
        "ingress",
        "vorspann",
        "chapeau",
        "entradilla",
    ];
    let is_lead = |key: &str| NAMES.iter().any(|name| key.eq_ignore_ascii_case(name));
    let leads = record.iter().filter(|(key, _)| is_lead(key));
    leads.filter_map(|(_, value)| values::body(value)).collect()
}

/// Fills what a record leaves open from the story in it.
fn fill(article: &mut Article, story: Article) {
    if article.headline.is_empty() {
        article.headline = story.headline;
    }
    article.date = article.date.take().or(story.date);
    article.byline = article.byline.take().or(story.byline);
    article.language = article.language.take().or(story.language);
    let names = article.organisations.iter().chain(&story.organisations);
    let names: Vec<_> = names.map(|one| one.name.clone()).collect();
    article.organisations = gather::given(names);
    article.keep_beside(story.cut.into_iter().map(|cut| cut.text.trim().to_owned()));
}

/// What is associated with the record (ninjs): headline and text or caption of each.
fn associated(record: &Map<String, Value>, context: &Context) -> Vec<String> {
    let items: Vec<&Value> = match record.get("associations") {
        Some(Value::Object(named)) => named.values().collect(),
        Some(Value::Array(items)) => items.iter().collect(),
        _ => Vec::new(),
    };
    let items = items.into_iter().filter_map(Value::as_object);
    let texts = items.map(|item| {
        let candidates = Candidates::of(item, &context.map);
        let headline = candidates.get(Field::Headline).find_map(values::headline);
        let text = candidates.get(Field::Body).find_map(values::body);
        let text = text.or_else(|| Some(gather::lead(&candidates)).filter(|text| !text.is_empty()));
        let text = text.or_else(|| gather::one_line(item.get("caption")?));
        let said = |line: &String| text.as_ref().is_some_and(|text| text.contains(line));
        let headline = headline.filter(|line| !said(line));
        let parts: Vec<String> = headline.into_iter().chain(text).collect();
        parts.join("\n")
    });
    texts.filter(|text| !text.is_empty()).collect()
}
