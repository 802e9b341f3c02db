//! Where pages keep their dates: the fields of schema.org, the meta elements, marks in the text.
//!
//! Only their texts are handed out, the best first; what they mean is for `date.rs` to settle.

use super::find;
use super::foreign::{is_foreign, is_of_change};
use super::json_ld::{self, Object};
use super::page::{Page, microdata};
use dom_query::NodeRef;
use serde_json::Value;

/// Meta elements that say "published".
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "rnews:datepublished",
    "shareaholic:article_published_time",
];
/// Meta elements that say "date", each in its own way.
const DATED: &[&str] = &[
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "article_date_original",
    "originalpublicationdate",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.created",
    "dcterms.date",
    "dc.date",
    "pubdate",
    "publishdate",
    "publish_date",
    "publish-date",
    "published-date",
    "publication_date",
    "publication-date",
    "date_published",
    "article.published",
    "article.created",
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "displaydate",
    "date",
    "created",
    "article:create_date",
    "article:post_date",
    "bt:pubdate",
    "issue_date",
    "pdate",
    "ptime",
    "article:published_date",
    "article:publicationdate",
    "analyticsattributes.articledate",
    "content_create_date",
    "date_created",
    "datecreated",
    "dateposted",
    "dc.date.publication",
    "dc:created",
    "dc:date",
    "doc_date",
    "gentime",
    "mediator_published_time",
    "og:datepublished",
    "og:pubdate",
    "og:publish_date",
    "og:regdate",
    "publish_time",
    "published_date",
    "published_time",
    "publisheddate",
    "rbpubdate",
    "release_date",
    "twt-published-at",
    "video:release_date",
    "vr:published_time",
    "weibo:article:create_at",
    "published_at",
    "pub_date",
    "publicationdate",
    "article_publish_date",
    "article:publish_date",
    "article:publish_time",
    "article:date",
    "article.date_published",
    "creation_date",
    "date.created",
    "dc.terms.created",
];
/// Meta elements that say "changed".
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "og:modified_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
    "modified",
    "revised",
];
/// Types of records whose dates are not those of a text.
const NO_TEXTS: &[&str] = &[
    "WebSite",
    "Organization",
    "NewsMediaOrganization",
    "Person",
    "Comment",
    "Event",
    "Product",
    "ImageObject",
    "SoftwareApplication",
];
/// Elements of the hentry kind: a time that is marked as the entry's.
const ENTRY: &str = "time.entry-date, time.published, time[pubdate], time[class*=\"publish\"], abbr.published, \
                     .dt-published, .published time, .entry-date time, .post-date time, time.post-date, \
                     time.timestamp, time.date";

/// The texts of the fields that are meant for nothing but the publication of this article.
pub(super) fn strong_texts(page: &Page) -> Vec<String> {
    let article = page.article().into_iter();
    let mut texts: Vec<String> = article.flat_map(schema_dates).take(1).collect();
    texts.extend(PUBLISHED.iter().flat_map(|name| page.metas(name)).cloned());
    texts
}

/// The texts of the other fields that may say when the page was published, the best first.
pub(super) fn weaker_texts(page: &Page) -> Vec<String> {
    let marked = |selector: &str| -> Vec<String> {
        let selection = page.document().select(selector);
        let nodes = selection.nodes().iter();
        let nodes = nodes.filter(|node| !is_foreign(node, &[], "")).take(5);
        nodes.filter_map(microdata).collect()
    };
    let mut texts = page.metas("datepublished").to_vec();
    texts.extend(marked(
        r#"[itemprop~="datePublished"], [itemprop~="dateCreated"]"#,
    ));
    let texts_of = |object: &&Object| !json_ld::has_type(object, NO_TEXTS);
    texts.extend(page.objects.iter().filter(texts_of).flat_map(schema_dates));
    texts.extend(marked(ENTRY));
    texts.extend(DATED.iter().flat_map(|name| page.metas(name)).cloned());
    texts.extend(first_time(page));
    texts
}

/// The first time that is marked as such; one of a change only where there is no other.
fn first_time(page: &Page) -> Option<String> {
    let times = page.document().select("time[datetime]");
    let own = times
        .nodes()
        .iter()
        .filter(|node| !is_foreign(node, &[], ""));
    let own: Vec<&NodeRef> = own.take(5).collect();
    let is_changed = |node: &NodeRef| {
        let before = node.prev_sibling().map(|before| before.text());
        is_of_change(node, &before.unwrap_or_default()) || find::says_change(&node.text())
    };
    let published = own.iter().find(|node| !is_changed(node));
    microdata(published.or_else(|| own.first())?)
}

fn schema_dates(object: &Object) -> Vec<String> {
    let fields = ["datePublished", "dateCreated", "uploadDate"].iter();
    let fields = fields.filter_map(|field| first_text(object.get(*field)?));
    fields.collect()
}

/// A value as text: a string or number, the first of a list, the value of an object.
fn first_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => first_text(values.first()?),
        Value::Object(object) => object
            .get("@value")
            .and_then(Value::as_str)
            .map(str::to_owned),
        _ => None,
    }
}

/// The texts of the fields that say when the page was changed.
pub(super) fn modified_texts(page: &Page) -> Vec<String> {
    let fields = page
        .objects
        .iter()
        .filter(|object| json_ld::is_article(object));
    let fields = fields.filter_map(|object| object.get("dateModified")?.as_str());
    let mut texts: Vec<String> = fields.map(str::to_owned).collect();
    texts.extend(MODIFIED.iter().flat_map(|name| page.metas(name)).cloned());
    let marked = page
        .document()
        .select(r#"[itemprop~="dateModified"], time.updated"#);
    texts.extend(marked.nodes().iter().take(5).filter_map(microdata));
    texts
}
