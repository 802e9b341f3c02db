//! What a page says about its article besides headline, body and dates.
//!
//! One cascade: the schema.org record, then `OpenGraph` and the other meta elements, then microdata and
//! hentry marks in the text. The publisher is the source and never one of the organisations: those come
//! from `about` and `mentions` only.

use super::byline::byline;
use super::headline::{key, site_names, site_part};
use super::json_ld::{self, names};
use super::page::{Page, microdata, non_empty, unescape};
use crate::article::{Article, Organisation};
use crate::read::language;

/// Fills the article's publication, byline, section, language, address and organisations.
pub(super) fn fill(article: &mut Article, page: &Page) {
    let houses = site_names(page);
    let is_house = |name: &str| {
        let is_host = !name.contains(' ') && name.contains('.') && !name.ends_with('.');
        is_host || houses.contains(&key(name))
    };
    article.publication = publication(page);
    article.byline = byline(page, &article.headline, &is_house);
    article.section = section(page, &article.headline);
    article.language = language(page);
    article.url = page.addresses().first().cloned();
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
        .or_else(|| record_name(page, &["WebSite", "NewsMediaOrganization"]))
        .or_else(|| site_part(page))
        .filter(|name| !name.contains("://"))
}

/// The name of the first record of one of these types.
fn record_name(page: &Page, types: &[&str]) -> Option<String> {
    let mut records = page
        .objects
        .iter()
        .filter(|object| json_ld::has_type(object, types));
    records.find_map(|object| non_empty(&unescape(object.get("name")?.as_str()?)))
}

fn section(page: &Page, headline: &str) -> Option<String> {
    page.schema("articleSection")
        .or_else(|| {
            page.meta(&[
                "article:section",
                "parsely-section",
                "section",
                "og:section",
                "og:article:section",
                "cxenseparse:section",
            ])
        })
        .or_else(|| page.attribute(r#"meta[itemprop~="articleSection"]"#, "content"))
        .or_else(|| page.text(r#"[itemprop~="articleSection"]"#))
        .or_else(|| breadcrumbs(page, headline))
        .filter(|section| section.chars().count() <= 80 && !section.contains("://"))
}

/// The first step of the trail of links to the article behind the front page.
fn breadcrumbs(page: &Page, headline: &str) -> Option<String> {
    let steps = schema_steps(page).unwrap_or_else(|| {
        let marked = page
            .document()
            .select(r#"[itemtype$="BreadcrumbList"] [itemprop~="name"]"#);
        marked
            .iter()
            .filter_map(|step| non_empty(&step.text()))
            .collect()
    });
    let house = site_names(page);
    let mut steps = steps.into_iter().filter(|step| {
        let step = key(step);
        !FRONT.contains(&step.as_str()) && !house.contains(&step) && step != key(headline)
    });
    steps.next()
}

/// What sites call their front page, as keys.
const FRONT: &[&str] = &[
    "home",
    "homepage",
    "frontpage",
    "startseite",
    "start",
    "accueil",
    "inicio",
    "portada",
    "início",
    "inizio",
    "voorpagina",
    "главная",
    "главнаястраница",
    "головна",
    "stronagłówna",
    "etusivu",
    "forside",
    "startsidan",
    "hem",
    "hjem",
    "anasayfa",
    "ホーム",
    "トップ",
    "top",
    "首页",
    "首頁",
    "홈",
    "الرئيسية",
    "خانه",
    "αρχική",
    "domů",
    "kezdőlap",
    "acasă",
];

/// The names of the steps in a record of type `BreadcrumbList`.
fn schema_steps(page: &Page) -> Option<Vec<String>> {
    let mut lists = page.objects.iter();
    let list = lists.find(|object| json_ld::has_type(object, &["BreadcrumbList"]))?;
    let steps = list.get("itemListElement")?.as_array()?.iter();
    let names = steps.filter_map(|step| {
        let name = step.get("name").or_else(|| step.get("item")?.get("name"));
        non_empty(&unescape(name?.as_str()?))
    });
    Some(names.collect())
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
            names(object.get("name"), &page.objects)
                .into_iter()
                .for_each(&mut add);
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
        fill(&mut article, &page);
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
