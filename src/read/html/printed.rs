//! The date that is printed beside a headline, where a reader would look for it.
//!
//! Elements named after dates are asked first, from the headline downwards: above it stands the date of
//! the visit, far below it stand those of other articles. Then the plain text that follows the headline.

use super::find;
use super::page::one_line;
use crate::date::{DateOptions, NewsDate};
use dom_query::{Document, NodeRef};

/// Parts of class and id names that announce a date.
const NAMES: &[&str] = &[
    "date",
    "time",
    "publish",
    "byline",
    "meta",
    "posted",
    "created",
    "datum",
    "fecha",
    "data",
    "info",
    "author",
    "entry",
    "submitted",
    "kicker",
    "dato",
];
/// Elements whose dates belong to something else.
const FOREIGN: &[&str] = &[
    "comment",
    "related",
    "sidebar",
    "footer",
    "widget",
    "copyright",
    "recommend",
];
/// The text of an element that holds a date and little else, in characters.
const SHORT: usize = 200;
/// How much text below the headline is searched, in characters.
const BELOW: usize = 1_500;
/// How many elements are looked into.
const LOOKS: usize = 2_000;

/// The date printed nearest below the headline, else the last above it.
pub(super) fn near_headline(
    document: &Document,
    headline: &str,
    options: &DateOptions,
) -> Option<NewsDate> {
    let nodes = document.root().descendants();
    let heading = heading(&nodes, headline);
    let (above, below) = nodes.split_at(heading.unwrap_or(0));
    marked(below.iter(), options)
        .or_else(|| plain(below, options))
        .or_else(|| marked(above.iter().rev(), options))
}

/// Where the headline stands among the nodes.
fn heading(nodes: &[NodeRef], headline: &str) -> Option<usize> {
    let headings: Vec<usize> = (0..nodes.len())
        .filter(|at| nodes[*at].has_name("h1") || nodes[*at].has_name("h2"))
        .take(LOOKS)
        .collect();
    let is_headline = |at: &&usize| {
        short_text(&nodes[**at], 2 * SHORT).is_some_and(|text| one_line(&text) == headline)
    };
    let exact = headings.iter().find(is_headline);
    exact
        .or_else(|| headings.iter().find(|at| nodes[**at].has_name("h1")))
        .copied()
}

fn marked<'a, 'b: 'a>(
    nodes: impl Iterator<Item = &'a NodeRef<'b>>,
    options: &DateOptions,
) -> Option<NewsDate> {
    let mut looks = 0;
    for node in nodes.filter(|node| node.is_element()) {
        if !is_marked(node) {
            continue;
        }
        looks += 1;
        if looks > LOOKS {
            return None;
        }
        let texts = ["datetime", "data-date", "data-datetime", "title", "content"];
        let texts = texts
            .iter()
            .filter_map(|name| node.attr(name))
            .map(|text| text.to_string());
        let texts = texts.chain(short_text(node, SHORT));
        for text in texts {
            if let Some(date) = find::first(&text, options) {
                return Some(date);
            }
        }
    }
    None
}

/// Whether an element is named after a date and does not belong to something else.
fn is_marked(node: &NodeRef) -> bool {
    let is_time = node.has_name("time");
    let class = node.class().unwrap_or_default().to_ascii_lowercase();
    let id = node.id_attr().unwrap_or_default().to_ascii_lowercase();
    let named = |names: &[&str]| {
        names
            .iter()
            .any(|name| class.contains(name) || id.contains(name))
    };
    (is_time || named(NAMES)) && !named(FOREIGN)
}

/// The text of a node, unless it is longer than `most` characters.
fn short_text(node: &NodeRef, most: usize) -> Option<String> {
    let mut text = String::new();
    for inner in node.descendants_it() {
        if inner.is_text() && !in_script(&inner) {
            text.push_str(&inner.text());
            text.push(' ');
            if text.len() > 4 * most {
                return None;
            }
        }
    }
    let text = one_line(&text);
    (text.chars().count() <= most).then_some(text)
}

fn in_script(node: &NodeRef) -> bool {
    node.parent().is_some_and(|parent| {
        ["script", "style", "noscript"]
            .iter()
            .any(|name| parent.has_name(name))
    })
}

/// A date in the plain text of the nodes.
fn plain(nodes: &[NodeRef], options: &DateOptions) -> Option<NewsDate> {
    let mut text = String::new();
    for node in nodes
        .iter()
        .filter(|node| node.is_text() && !in_script(node))
    {
        text.push_str(&one_line(&node.text()));
        text.push(' ');
        if text.len() > BELOW {
            break;
        }
    }
    find::first(&text, options)
}
