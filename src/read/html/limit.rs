//! Makes hostile markup harmless before any parser sees it.
//!
//! An HTML tree builder takes time quadratic in the nesting depth and in the attributes of a tag, copies
//! every unclosed `<b>` into each following paragraph, and the extractors walk the tree recursively. So
//! one pass over the tags keeps an estimate of the open elements and leaves out every tag beyond the
//! limits below; text is never left out. Browsers cap the depth at 512 too. Extractors look at all that an
//! element stands in, so many elements at that depth are too much: there are limits to both together.
//!
//! This is no parser: where it and the tree builder disagree about a missing end tag, it errs towards
//! more depth. Pages within the limits come out unchanged and are not copied.

use memchr::{memchr, memmem};
use std::borrow::Cow;
use std::collections::HashMap;

/// How many elements may be open at once.
pub(super) const DEPTH: usize = 512;
/// How many tags a page may have; more is no article.
pub(super) const ELEMENTS: usize = 200_000;
/// How deep all elements together may stand: the sum of their depths, ten times that of the largest pages.
const DEPTHS: usize = 4_000_000;
/// How many elements may be open at once where that sum is used up.
const SHALLOW: usize = 32;
/// How many attributes a tag may have.
const ATTRIBUTES: usize = 500;
/// How many formatting elements may be left open: each is copied into every paragraph that follows.
const UNCLOSED_FORMATTING: usize = 8;

const VOID: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input",
    "keygen", "link", "meta", "param", "source", "track", "wbr",
];
const RAW: &[&str] = &[
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes",
];
const FORMATTING: &[&str] = &[
    "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];
/// Start tags that end an open element of the same row, and the elements they reach through to do so:
/// besides [`INLINE`] and [`FORMATTING`] these, or (`None`) anything but a table.
const IMPLIED: &[(&[&str], Option<&[&str]>)] = &[
    (&["li"], Some(&["p", "div", "address"])),
    (&["dt", "dd"], Some(&["p", "div", "address"])),
    (&["option", "optgroup"], Some(&[])),
    (&["td", "th"], None),
    (&["tr"], None),
    (&["tbody", "thead", "tfoot"], None),
];
/// Elements whose start tag ends an open paragraph.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "ul",
];
/// Elements without a box of their own, besides [`FORMATTING`].
const INLINE: &[&str] = &[
    "a", "span", "label", "cite", "q", "sup", "sub", "abbr", "time",
];
/// End tags of other elements do not reach past these.
const BOUNDARIES: &[&str] = &[
    "table", "td", "th", "caption", "template", "object", "applet", "marquee", "button", "select",
    "html", "svg", "math",
];

/// The page without the tags that go beyond the limits; `None` if it has more than [`ELEMENTS`] tags.
pub(super) fn limit(html: &str) -> Option<Cow<'_, str>> {
    let mut open = Open::default();
    let mut kept: Option<String> = None;
    let mut copied = 0;
    let mut elements = 0;
    let mut at = 0;
    while let Some(tag) = next_tag(html, at) {
        at = tag.end;
        elements += usize::from(!tag.closing);
        if elements > ELEMENTS {
            return None;
        }
        if !open.admits(&tag) {
            let kept = kept.get_or_insert_with(|| String::with_capacity(html.len()));
            kept.push_str(&html[copied..tag.start]);
            copied = tag.end;
        } else if !tag.closing && RAW.contains(&tag.name.as_str()) {
            at = end_of_raw(html, at, &tag.name);
        }
    }
    Some(match kept {
        None => Cow::Borrowed(html),
        Some(mut kept) => {
            kept.push_str(&html[copied..]);
            Cow::Owned(kept)
        }
    })
}

/// A tag and where it stands.
struct Tag {
    start: usize,
    end: usize,
    name: String,
    closing: bool,
    closes_itself: bool,
    attributes: usize,
}

/// The next tag from `at` on; comments and declarations are stepped over.
fn next_tag(html: &str, mut at: usize) -> Option<Tag> {
    let bytes = html.as_bytes();
    loop {
        let start = at + memchr(b'<', bytes.get(at..)?)?;
        let rest = &bytes[start + 1..];
        let closing = rest.first() == Some(&b'/');
        let name_at = start + 1 + usize::from(closing);
        if rest.starts_with(b"!--") {
            let from = start + 4;
            at = memmem::find(bytes.get(from..)?, b"-->").map_or(from, |end| from + end + 3);
        } else if bytes.get(name_at).is_some_and(u8::is_ascii_alphabetic) {
            return Some(tag_at(html, start, name_at, closing));
        } else {
            at = start + 1;
        }
    }
}

/// Reads the tag whose name begins at `name_at`, as the tokenizer does: quotes may hold `>`.
fn tag_at(html: &str, start: usize, name_at: usize, closing: bool) -> Tag {
    let bytes = html.as_bytes();
    let name_end = bytes[name_at..]
        .iter()
        .position(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))
        .map_or(bytes.len(), |len| name_at + len);
    let (mut at, mut quote, mut attributes, mut value) = (name_end, None, 0, false);
    while let Some(&byte) = bytes.get(at) {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'"' | b'\'') if value => quote = Some(byte),
            (None, b'>') => break,
            (None, _) if byte.is_ascii_whitespace() || byte == b'/' => {
                let next = bytes.get(at + 1).copied().unwrap_or(b'>');
                attributes += usize::from(!next.is_ascii_whitespace() && next != b'>');
            }
            _ => {}
        }
        value = byte == b'=' || (value && byte.is_ascii_whitespace());
        at += 1;
    }
    Tag {
        start,
        end: (at + 1).min(bytes.len()),
        name: html[name_at..name_end].to_ascii_lowercase(),
        closing,
        closes_itself: at > 0 && bytes[at - 1] == b'/',
        attributes,
    }
}

/// Where the raw text of a script or the like ends: before its end tag.
fn end_of_raw(html: &str, from: usize, name: &str) -> usize {
    let bytes = html.as_bytes();
    let mut at = from;
    while let Some(found) = memmem::find(&bytes[at..], b"</") {
        let end = at + found;
        let rest = &bytes[end + 2..];
        if rest.len() >= name.len() && rest[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
            return end;
        }
        at = end + 2;
    }
    bytes.len()
}

/// The elements that are open, as far as tags alone tell.
#[derive(Default)]
struct Open {
    stack: Vec<String>,
    count: HashMap<String, usize>,
    /// Formatting elements without their end tag: the tree builder copies them on, wherever they stood.
    formatting: HashMap<String, usize>,
    unclosed: usize,
    /// The sum of the depths of all elements so far.
    depths: usize,
    /// Whether `/>` ends an element here, as in SVG.
    foreign: bool,
}

impl Open {
    /// Follows a tag; `false` if it has to go.
    fn admits(&mut self, tag: &Tag) -> bool {
        if tag.attributes > ATTRIBUTES {
            return false;
        }
        let name = tag.name.as_str();
        if tag.closing {
            self.close_formatting(name);
            self.close(name);
            return true;
        }
        if VOID.contains(&name) || (self.foreign && tag.closes_itself) {
            return true;
        }
        if let Some((row, through)) = IMPLIED.iter().find(|(row, _)| row.contains(&name)) {
            self.close_implied(row, *through);
        }
        if BLOCKS.contains(&name) {
            self.close_implied(&["p"], Some(&[]));
        }
        let deepest = if self.depths < DEPTHS { DEPTH } else { SHALLOW };
        if self.stack.len() >= deepest || !self.opens_formatting(name) {
            return false;
        }
        self.depths += self.stack.len();
        self.foreign = match name {
            "svg" | "math" => true,
            "foreignobject" | "desc" | "title" | "annotation-xml" | "div" | "p" | "span" => false,
            _ => self.foreign,
        };
        *self.count.entry(name.to_owned()).or_default() += 1;
        self.stack.push(name.to_owned());
        true
    }

    fn opens_formatting(&mut self, name: &str) -> bool {
        if FORMATTING.contains(&name) {
            if self.unclosed >= UNCLOSED_FORMATTING {
                return false;
            }
            *self.formatting.entry(name.to_owned()).or_default() += 1;
            self.unclosed += 1;
        }
        true
    }

    fn close_formatting(&mut self, name: &str) {
        if let Some(count) = self.formatting.get_mut(name).filter(|count| **count > 0) {
            *count -= 1;
            self.unclosed -= 1;
        }
    }

    /// Ends the innermost open `name`, with all that is open within it.
    fn close(&mut self, name: &str) {
        if self.count.get(name).copied().unwrap_or(0) == 0 {
            return;
        }
        let reaches_far = BOUNDARIES.contains(&name);
        let found = self.stack.iter().rposition(|open| {
            open == name || (!reaches_far && BOUNDARIES.contains(&open.as_str()))
        });
        if let Some(at) = found.filter(|at| self.stack[*at] == name) {
            self.truncate(at);
        }
    }

    /// Ends what the start tag of an element of `row` ends.
    fn close_implied(&mut self, row: &[&str], through: Option<&[&str]>) {
        let passes = |open: &str| match through {
            None => open != "table",
            Some(more) => {
                INLINE.contains(&open) || FORMATTING.contains(&open) || more.contains(&open)
            }
        };
        let found = self
            .stack
            .iter()
            .rposition(|open| row.contains(&open.as_str()) || !passes(open));
        if let Some(at) = found.filter(|at| row.contains(&self.stack[*at].as_str())) {
            self.truncate(at);
        }
    }

    fn truncate(&mut self, len: usize) {
        for closed in self.stack.drain(len..) {
            self.foreign &= !matches!(closed.as_str(), "svg" | "math");
            if let Some(count) = self.count.get_mut(&closed) {
                *count -= 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_page_stays_as_it_is() {
        let page = "<!-- <b> --><p>One<p>Two <b>bold</b><br><svg><path/><path/></svg><script>if (a<b) {}</script>";
        assert!(matches!(limit(page), Some(Cow::Borrowed(_))));
        let paragraphs = "<p>text<li>item".repeat(5_000);
        assert!(matches!(limit(&paragraphs), Some(Cow::Borrowed(_))));
    }

    #[test]
    fn tags_beyond_the_limits_go_and_text_stays() {
        let wide = format!("<div {}>kept</div>", "a=1 ".repeat(1_000));
        let cases = [
            ("<div>".repeat(2_000) + "kept", "<div>", DEPTH),
            ("<b>".repeat(2_000) + "kept", "<b>", UNCLOSED_FORMATTING),
            ("<table>".repeat(2_000) + "kept", "<table>", DEPTH),
            (
                "<div><table></div>".repeat(2_000) + "kept",
                "<table>",
                DEPTH / 2,
            ),
            ("<p><div>".repeat(2_000) + "kept", "<div>", DEPTH),
            (
                "<i id=1><p></p>".repeat(100) + "kept",
                "<i id=1>",
                UNCLOSED_FORMATTING,
            ),
            (wide, "<div", 0),
            (
                "<html><body>".to_owned() + &"<table><tr><td>".repeat(50_000) + "kept",
                "<td>",
                // 170 tables deep, then cells in the innermost row until the sum is used up.
                3_960,
            ),
        ];
        for (page, tag, left) in cases {
            let limited = limit(&page).expect("few elements");
            assert_eq!(limited.matches(tag).count(), left, "{tag}");
            assert!(limited.contains("kept"), "{tag}");
        }
    }

    #[test]
    fn too_many_elements_are_refused() {
        assert!(limit(&"<hr>".repeat(ELEMENTS + 1)).is_none());
    }
}
