//! What a page says about its article besides headline, body and dates.
//!
//! One cascade: the schema.org record, then `OpenGraph` and the other meta elements, then microdata and
//! hentry marks in the text. The publisher is the source and never one of the organisations: those come
//! from `about` and `mentions` only.

use super::json_ld::{self, names};
use super::page::{Page, microdata, non_empty, unescape};
use crate::article::{Article, Organisation};
use crate::read::language;
use dom_smoothie::Metadata;

/// Fills the article's publication, byline, section, language, address and organisations.
pub(super) fn fill(article: &mut Article, page: &Page, readable: &Metadata) {
    article.publication = publication(page);
    article.byline = byline(page, readable);
    article.section = section(page);
    article.language = language(page);
    article.url = page.addresses().into_iter().next();
    article.organisations = organisations(page);
}

fn publication(page: &Page) -> Option<String> {
    page.meta(&["og:site_name"])
        .or_else(|| page.schema("publisher"))
        .or_else(|| {
            page.attribute(
                r#"[itemprop~="publisher"] meta[itemprop~="name"]"#,
                "content",
            )
        })
        .or_else(|| page.text(r#"[itemprop~="publisher"] [itemprop~="name"]"#))
        .or_else(|| {
            page.meta(&[
                "citation_journal_title",
                "dc.publisher",
                "dcterms.publisher",
            ])
        })
        .or_else(|| page.meta(&["application-name", "publisher"]))
        .filter(|name| !name.contains("://"))
}

fn byline(page: &Page, readable: &Metadata) -> Option<String> {
    let authors = page.article().and_then(|article| article.get("author"));
    let mut people: Vec<String> = Vec::new();
    for name in names(authors) {
        let name = non_empty(&unescape(name));
        people.extend(name.filter(|name| !people.contains(name)));
    }
    let declared = Some(people.join(", "))
        .filter(|people| !people.is_empty())
        .or_else(|| page.meta(&["parsely-author", "sailthru.author", "byl", "author"]))
        .or_else(|| page.meta(&["article:author", "dc.creator", "dcterms.creator"]))
        .filter(|author| !author.contains("://"));
    declared
        .or_else(|| readable.byline.clone())
        .or_else(|| page.text(r#"[itemprop~="author"] [itemprop~="name"]"#))
        .or_else(|| page.text(r#"[itemprop~="author"]"#))
        .or_else(|| page.text(r#"a[rel~="author"], .byline .author, .author .fn, .byline"#))
        .and_then(|text| name_of(&text))
}

/// A byline without its leading "By" and without what is no name (an address, a paragraph).
fn name_of(text: &str) -> Option<String> {
    let text = non_empty(text)?;
    let lower = text.to_lowercase();
    let lead = ["by ", "von ", "par ", "por ", "di ", "door "]
        .iter()
        .find(|lead| lower.starts_with(**lead));
    let name = text.get(lead.map_or(0, |lead| lead.len())..)?.trim();
    let fits = (2..=120).contains(&name.chars().count()) && !name.contains("://");
    fits.then(|| name.to_owned())
}

fn section(page: &Page) -> Option<String> {
    page.schema("articleSection")
        .or_else(|| {
            page.meta(&[
                "article:section",
                "parsely-section",
                "section",
                "og:section",
            ])
        })
        .or_else(|| page.attribute(r#"meta[itemprop~="articleSection"]"#, "content"))
        .or_else(|| page.text(r#"[itemprop~="articleSection"]"#))
        .filter(|section| section.chars().count() <= 80 && !section.contains("://"))
}

fn language(page: &Page) -> Option<String> {
    page.attribute("html[lang]", "lang")
        .or_else(|| page.attribute("html", "xml:lang"))
        .or_else(|| page.schema("inLanguage"))
        .or_else(|| page.meta(&["content-language", "dc.language", "language", "og:locale"]))
        .and_then(|tag| language::tag(tag.split([',', ';']).next()?))
}

fn organisations(page: &Page) -> Vec<Organisation> {
    let mut found: Vec<Organisation> = Vec::new();
    let mut add = |name: &str| {
        if let Some(name) = non_empty(&unescape(name))
            && !found.iter().any(|organisation| organisation.name == name)
        {
            found.push(Organisation::given(name));
        }
    };
    for field in ["about", "mentions"] {
        let value = page.article().and_then(|article| article.get(field));
        let list = match value {
            Some(serde_json::Value::Array(list)) => list.as_slice(),
            Some(one) => std::slice::from_ref(one),
            None => &[],
        };
        let objects = list.iter().filter_map(serde_json::Value::as_object);
        for object in objects.filter(|object| json_ld::is_organisation(object)) {
            names(object.get("name")).into_iter().for_each(&mut add);
        }
    }
    let marked = r#"[itemprop~="about"][itemtype$="Organization"], [itemprop~="mentions"][itemtype$="Organization"]"#;
    for organisation in &page.document().select(marked) {
        let name = organisation.select(r#"[itemprop~="name"]"#);
        if let Some(name) = name.nodes().first().and_then(microdata) {
            add(&name);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(html: &str) -> Article {
        let page = Page::parse(html, None);
        let mut article = Article::default();
        fill(&mut article, &page, &page.readable());
        article
    }

    #[test]
    fn the_schema_record_is_read_whole() {
        let article = filled(
            r#"<html lang="de_at"><script type="application/ld+json">{"@context": "https://schema.org",
            "@type": "NewsArticle", "headline": "H", "author": [{"name": "Ann Ames"}, {"name": "Bo B&ouml;ll"}],
            "publisher": {"@type": "Organization", "name": "The Herald"}, "articleSection": ["Business", "World"],
            "url": "https://herald.example/a", "about": {"@type": "Corporation", "name": "Acme &amp; Sons"},
            "mentions": [{"@type": "Person", "name": "P"}, {"@type": "Organization", "name": "OPEC"}]}</script>"#,
        );
        assert_eq!(article.byline.as_deref(), Some("Ann Ames, Bo Böll"));
        assert_eq!(article.publication.as_deref(), Some("The Herald"));
        assert_eq!(article.section.as_deref(), Some("Business"));
        assert_eq!(article.language.as_deref(), Some("de-AT"));
        assert_eq!(article.url.as_deref(), Some("https://herald.example/a"));
        let names: Vec<_> = article
            .organisations
            .iter()
            .map(|o| o.name.as_str())
            .collect();
        assert_eq!(names, ["Acme & Sons", "OPEC"]);
    }

    #[test]
    fn meta_elements_and_marks_stand_in() {
        let article = filled(
            r#"<meta property="og:site_name" content="The Herald"><meta property="og:locale" content="en_US">
            <meta property="article:section" content="World"><link rel="canonical" href="https://herald.example/b">
            <p class="byline">By Ann Ames</p>
            <div itemprop="mentions" itemtype="http://schema.org/Organization"><b itemprop="name">OPEC</b></div>"#,
        );
        assert_eq!(article.byline.as_deref(), Some("Ann Ames"));
        assert_eq!(article.publication.as_deref(), Some("The Herald"));
        assert_eq!(article.section.as_deref(), Some("World"));
        assert_eq!(article.language.as_deref(), Some("en-US"));
        assert_eq!(article.url.as_deref(), Some("https://herald.example/b"));
        assert_eq!(article.organisations[0].name, "OPEC");
    }
}
