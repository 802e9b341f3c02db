//! A parsed web page and the places where it keeps facts about itself.
//!
//! Parsed once: the metadata, the date and the fallback extractor all look at the same tree. The values
//! handed out are unescaped and on one line; which of them to believe is decided elsewhere.

use super::addresses;
use super::json_ld::{self, Object};
use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Metadata, Readability, TextMode};
use std::collections::HashMap;

/// A parsed page.
pub(super) struct Page {
    /// The tree, wrapped in the extractor that is the fallback for the body.
    pub readability: Readability,
    /// Its schema.org records, outermost first.
    pub objects: Vec<Object>,
    /// The contents of its meta elements by lower-case name or property.
    meta: HashMap<String, Vec<String>>,
    /// The addresses it goes by: its canonical one first.
    addresses: Vec<String>,
    /// Which of the records is the article.
    article: Option<usize>,
}

impl Page {
    /// Parses a page whose markup has been limited. `fetched` is the address it came from.
    pub(super) fn parse(html: &str, fetched: Option<&str>) -> Self {
        let document = Document::from(html);
        let objects = json_ld::objects(&document);
        let meta = meta_elements(&document);
        let config = Config {
            text_mode: TextMode::Formatted,
            ..Config::default()
        };
        let readability = Readability::with_document(document, None, Some(config))
            .expect("only a document address can be refused, and none is given");
        let mut page = Self {
            readability,
            objects,
            meta,
            addresses: Vec::new(),
            article: None,
        };
        let saved = addresses::saved_from(html);
        page.addresses = addresses::of_page(addresses::Said {
            canonical: page.attribute(r#"link[rel~="canonical"]"#, "href"),
            shared: page.meta(&["og:url"]),
            base: page.attribute("base", "href"),
            objects: &page.objects,
            fetched: fetched.or(saved),
        });
        page.article = page.main_record();
        page
    }

    /// The tree.
    pub(super) fn document(&self) -> &Document {
        &self.readability.doc
    }

    /// How deep the tree really is.
    pub(super) fn depth(&self) -> usize {
        let (mut deepest, mut depth) = (0, 0);
        let mut next = Some(self.document().root());
        while let Some(node) = next {
            deepest = deepest.max(depth);
            if let Some(child) = node.first_child() {
                depth += 1;
                next = Some(child);
                continue;
            }
            let mut at = Some(node);
            next = None;
            while let Some(node) = at.filter(|_| next.is_none()) {
                next = node.next_sibling();
                at = node.parent();
                depth -= usize::from(next.is_none() && at.is_some());
            }
        }
        deepest
    }

    /// What Readability reads from the page: its title above all.
    pub(super) fn readable(&self) -> Metadata {
        self.readability
            .get_article_metadata(self.readability.parse_json_ld())
    }

    /// The schema.org record of the article, if there is one.
    pub(super) fn article(&self) -> Option<&Object> {
        self.objects.get(self.article?)
    }

    /// Which record is the article's: of several, the one with a heading of the page or its address.
    fn main_record(&self) -> Option<usize> {
        let records = self.objects.iter().enumerate();
        let records = records.filter(|(_, object)| json_ld::is_article(object));
        let records: Vec<(usize, &Object)> = records.collect();
        let first = records.first()?.0;
        if records.len() == 1 {
            return Some(first);
        }
        let titles = self.metas("og:title").iter().cloned();
        let headings = self.document().select("h1, title");
        let headings = headings.iter().map(|heading| one_line(&heading.text()));
        let titles: Vec<String> = titles.chain(headings).collect();
        let has_title = |object: &Object| {
            let headline = json_ld::strings(object.get("headline")).first().copied();
            let headline = one_line(&unescape(headline.unwrap_or_default()));
            !headline.is_empty() && titles.iter().any(|title| title.contains(&headline))
        };
        let has_address = |object: &Object| {
            let address = object.get("url").and_then(|url| url.as_str());
            address.is_some_and(|url| self.addresses.iter().any(|own| own == url))
        };
        let named = records.iter().find(|(_, object)| has_title(object));
        let named = named.or_else(|| records.iter().find(|(_, object)| has_address(object)));
        Some(named.map_or(first, |(at, _)| *at))
    }

    /// The first string of the article's schema.org field.
    pub(super) fn schema(&self, field: &str) -> Option<String> {
        let value = self.article()?.get(field);
        let first = *json_ld::names(value, &self.objects).first()?;
        non_empty(&unescape(first))
    }

    /// The content of the first meta element that goes by one of the names, in the order of the names.
    pub(super) fn meta(&self, names: &[&str]) -> Option<String> {
        names
            .iter()
            .filter_map(|name| self.meta.get(*name))
            .flatten()
            .find_map(|content| non_empty(content))
    }

    /// All contents of the meta elements of one name.
    pub(super) fn metas(&self, name: &str) -> &[String] {
        self.meta.get(name).map_or(&[], Vec::as_slice)
    }

    /// The text of the first element that a selector matches and that has any.
    pub(super) fn text(&self, selector: &str) -> Option<String> {
        let selection = self.document().select(selector);
        let mut nodes = selection.nodes().iter();
        nodes.find_map(|node| non_empty(&node.text()))
    }

    /// An attribute of the first element that a selector matches.
    pub(super) fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        let value = self.document().select_single(selector).attr(name)?;
        non_empty(&value)
    }

    /// The addresses the page goes by, the canonical one first.
    pub(super) fn addresses(&self) -> &[String] {
        &self.addresses
    }
}

fn meta_elements(document: &Document) -> HashMap<String, Vec<String>> {
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    for element in &document.select("meta[content]") {
        let content = one_line(&unescape(&element.attr_or("content", "")));
        for key in ["property", "name", "itemprop", "http-equiv"] {
            let names = element.attr_or(key, "").to_ascii_lowercase();
            for name in names.split_whitespace() {
                found
                    .entry(name.to_owned())
                    .or_default()
                    .push(content.clone());
            }
        }
    }
    found
}

/// An element's value in microdata: `content`, `datetime`, or its text.
pub(super) fn microdata(node: &NodeRef) -> Option<String> {
    ["content", "datetime"]
        .iter()
        .find_map(|name| non_empty(&node.attr(name)?))
        .or_else(|| non_empty(&node.text()))
}

/// Text with its entities resolved: they are escaped once more in scripts and attributes by mistake.
pub(super) fn unescape(text: &str) -> String {
    html_escape::decode_html_entities(text).into_owned()
}

/// Text on one line, without repeated blanks.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text on one line, unless that is nothing.
pub(super) fn non_empty(text: &str) -> Option<String> {
    Some(one_line(text)).filter(|text| !text.is_empty())
}
