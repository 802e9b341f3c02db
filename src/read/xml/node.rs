//! An element of a document, and the ways to find and read what is in it.

use super::super::decode::tidy;
use super::super::markup::{is_html, plain, unescape};
use quick_xml::events::BytesStart;

/// An element.
#[derive(Debug, Default, Clone)]
pub(in crate::read) struct Node {
    /// The name as written, with its prefix.
    pub(in crate::read) name: String,
    /// The document breaks off inside it.
    pub(in crate::read) cut: bool,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Child>,
}

/// What stands in an element.
#[derive(Debug, Clone)]
pub(super) enum Child {
    Node(Node),
    Text(String),
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

impl Node {
    pub(super) fn of(tag: &BytesStart) -> Self {
        let mut attributes = tag.html_attributes();
        // Looking for repeated names takes quadratic time; the first one counts.
        let attributes = attributes.with_checks(false).flatten().map(|attribute| {
            let value = unescape(&attribute.value).into_owned();
            (attribute.key.0.to_owned(), value)
        });
        Self {
            name: tag.name().0.to_owned(),
            cut: false,
            attributes: attributes.collect(),
            children: Vec::new(),
        }
    }

    /// The name without its prefix.
    pub(in crate::read) fn local(&self) -> &str {
        local(&self.name)
    }

    /// An attribute by its name as written, or by its local name.
    pub(in crate::read) fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|(key, _)| key == name || local(key) == name);
        found
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// The elements directly below.
    pub(in crate::read) fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.children.iter().filter_map(|child| match child {
            Child::Node(node) => Some(node),
            Child::Text(_) => None,
        })
    }

    /// The texts that stand directly in it, between its elements.
    pub(in crate::read) fn text_between(&self) -> impl Iterator<Item = &str> {
        self.children.iter().filter_map(|child| match child {
            Child::Text(text) => Some(text.as_str()),
            Child::Node(_) => None,
        })
    }

    /// The elements directly below of a local name.
    pub(in crate::read) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.nodes().filter(move |node| node.local() == name)
    }

    /// The first element along a path of local names (`a/b/c`).
    pub(in crate::read) fn at<'a>(&'a self, path: &str) -> Option<&'a Node> {
        let (name, rest) = path
            .split_once('/')
            .map_or((path, None), |(name, rest)| (name, Some(rest)));
        let mut named = self.nodes().filter(|node| node.local() == name);
        match rest {
            None => named.next(),
            Some(rest) => named.find_map(|node| node.at(rest)),
        }
    }

    /// Every element below of a local name, at any depth, in order.
    pub(in crate::read) fn deep<'a>(&'a self, name: &str) -> Vec<&'a Node> {
        let mut found = Vec::new();
        self.collect(name, &mut found);
        found
    }

    fn collect<'a>(&'a self, name: &str, found: &mut Vec<&'a Node>) {
        for node in self.nodes() {
            if node.local() == name {
                found.push(node);
            }
            node.collect(name, found);
        }
    }

    /// The texts of the elements below of some local names, each in paragraphs, without empty ones.
    pub(in crate::read) fn texts_of(&self, names: &[&str]) -> Vec<String> {
        let mut texts = Vec::new();
        for node in self.nodes() {
            if names.contains(&node.local()) {
                texts.extend(Some(node.paragraphs(&[])).filter(|text| !text.is_empty()));
            } else {
                texts.extend(node.texts_of(names));
            }
        }
        texts
    }

    /// All text below, on one line.
    pub(in crate::read) fn line(&self) -> String {
        self.line_without(&[])
    }

    /// The same without the elements of some local names.
    pub(in crate::read) fn line_without(&self, without: &[&str]) -> String {
        let mut text = String::new();
        self.flow(without, &mut text);
        let words =
            text.split(|letter: char| matches!(letter, BREAK | LINE) || letter.is_whitespace());
        let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
        // Some senders escape twice.
        tidy(&unescape(&words.join(" ")))
    }

    /// The element that holds only this one: for parts of a document that come alone.
    pub(in crate::read) fn within(self, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            cut: self.cut,
            attributes: Vec::new(),
            children: vec![Child::Node(self)],
        }
    }

    /// All text below as it stands.
    pub(in crate::read) fn raw(&self) -> String {
        let mut text = String::new();
        self.text(&mut text);
        text
    }

    fn text(&self, into: &mut String) {
        for child in &self.children {
            match child {
                Child::Text(text) => into.push_str(text),
                Child::Node(node) => node.text(into),
            }
        }
    }

    /// The text below in paragraphs, without the elements of some local names. Paragraphs, headings,
    /// list items stand apart, and so do rows of tables; white space means nothing, as in HTML, but for the ends
    /// of lines in `pre`.
    pub(in crate::read) fn paragraphs(&self, without: &[&str]) -> String {
        let mut text = String::new();
        self.flow(without, &mut text);
        let paragraphs = text.split(BREAK).map(|paragraph| {
            let lines = paragraph.split(LINE).map(|line| {
                let words: Vec<_> = line.split_whitespace().collect();
                words.join(" ")
            });
            let lines: Vec<_> = lines.filter(|line| !line.is_empty()).collect();
            lines.join("\n")
        });
        let paragraphs: Vec<_> = paragraphs
            .filter(|paragraph| !paragraph.is_empty())
            .collect();
        tidy(&paragraphs.join("\n\n"))
    }

    fn flow(&self, without: &[&str], into: &mut String) {
        for child in &self.children {
            match child {
                Child::Text(text) if is_markup(text) => {
                    // Markup in a CDATA section, or escaped.
                    let lines = plain(text)
                        .replace("\n\n", BREAK_TEXT)
                        .replace('\n', LINE_TEXT);
                    into.push(BREAK);
                    into.push_str(&lines);
                    into.push(BREAK);
                }
                Child::Text(text) => into.push_str(text),
                Child::Node(node) if without.contains(&node.local()) => {}
                Child::Node(node) => {
                    let apart = stands_apart(node.local());
                    let edge = if apart { BREAK } else { ' ' };
                    let cell = matches!(node.local(), "td" | "th" | "br");
                    if apart || cell {
                        into.push(edge);
                    }
                    let from = into.len();
                    node.flow(without, into);
                    if node.local() == "pre" {
                        let lines = into.split_off(from).replace('\n', LINE_TEXT);
                        into.push_str(&lines);
                    }
                    if apart || cell {
                        into.push(edge);
                    }
                }
            }
        }
    }
}

/// Whether a text is HTML, and not one that names an element of it.
fn is_markup(text: &str) -> bool {
    is_html(text) && ["</", "<p", "<br"].iter().any(|sign| text.contains(sign))
}

/// Between paragraphs while text is gathered: a character that XML does not allow.
const BREAK: char = '\u{1}';
const BREAK_TEXT: &str = "\u{1}";

/// Between lines that are kept, in the same way.
const LINE: char = '\u{2}';
const LINE_TEXT: &str = "\u{2}";

/// Whether an element of NITF or XHTML begins a paragraph.
fn stands_apart(name: &str) -> bool {
    const BLOCKS: &[&str] = &[
        "p",
        "block",
        "bq",
        "blockquote",
        "hl1",
        "hl2",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "dt",
        "dd",
        "tr",
        "table",
        "ul",
        "ol",
        "dl",
        "div",
        "section",
        "article",
        "figure",
        "figcaption",
        "caption",
        "pre",
        "hr",
        "note",
        "fn",
        "credit",
        "headline",
        "Paragraph",
        // Events inside a news item.
        "event",
        "name",
        "definition",
        "dates",
    ];
    BLOCKS.contains(&name)
}
