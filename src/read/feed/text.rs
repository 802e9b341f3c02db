//! The text of an item: its fullest form, whatever the element is called, in plain text, HTML, XHTML, NITF or Base64.

use super::super::decode::tidy;
use super::super::xml::Node;
use super::super::{Context, markup, nitf};
use super::child;
use mail_parser::decoders::base64::base64_decode;

/// The elements that hold the text, the longest form first.
const TEXTS: &[&str] = &[
    "content:encoded",
    "content",
    "xhtml:body",
    "body",
    "fullitem",
    "description",
    "summary",
    "dc:description",
    "itunes:summary",
    "media:description",
];

/// The texts of an item: its own, and that of the medium it is about.
fn texts(item: &Node) -> impl Iterator<Item = &Node> {
    let own = TEXTS.iter().filter_map(|name| child(item, name));
    let medium = item
        .nodes()
        .filter(|node| matches!(node.name.as_str(), "media:group" | "media:content"));
    own.chain(medium.filter_map(|node| child(node, "media:description")))
}

/// The longest form of the text that the item has.
pub(super) fn body(item: &Node) -> String {
    let mut texts = texts(item).map(|text| match text.attribute("type") {
        Some("text") => tidy(&text.raw()),
        // XHTML, or a story of NITF.
        _ if text.nodes().next().is_some() => {
            story(text).paragraphs(&["head", "media", "figcaption", "script", "style"])
        }
        _ => markup::plain(&content(text)),
    });
    texts.find(|text| !text.is_empty()).unwrap_or_default()
}

/// Where the text stands in XHTML, or in a story of NITF.
fn story(text: &Node) -> &Node {
    let inner = ["body.content", "body"].iter();
    let inner = inner.flat_map(|name| text.deep(name)).next();
    inner.unwrap_or(text)
}

/// The story of NITF that is the text, where an item leaves its author to it.
pub(super) fn author(item: &Node, context: &Context) -> Option<String> {
    let story = texts(item).flat_map(|text| text.deep("nitf")).next()?;
    nitf::article(story, context, &mut Vec::new()).byline
}

/// The captions of the pictures in the text.
pub(super) fn captions(item: &Node) -> Vec<String> {
    let captions = texts(item).flat_map(|text| match text.nodes().next() {
        Some(_) => story(text).texts_of(&["figcaption", "media-caption"]),
        None => markup::captions(&content(text)),
    });
    captions.collect()
}

/// The content of an element as it stands, or what its Base64 says.
pub(super) fn content(node: &Node) -> String {
    let raw = node.raw();
    let kind = node.attribute("type").unwrap_or_default();
    let is_text = ["text", "html", "xhtml", ""].contains(&kind) || kind.starts_with("text/");
    let coded = match node.attribute("mode") {
        Some(mode) => mode == "base64",
        // RFC 4287, 4.1.3.3: whatever is neither text nor XML.
        None => !is_text && !kind.ends_with("+xml") && !kind.ends_with("/xml"),
    };
    let letter = |letter: char| {
        letter.is_ascii_alphanumeric() || "+/=".contains(letter) || letter.is_ascii_whitespace()
    };
    let decoded = coded && raw.chars().all(letter);
    let decoded = decoded
        .then(|| base64_decode(raw.trim().as_bytes()))
        .flatten();
    decoded
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .unwrap_or(raw)
}
