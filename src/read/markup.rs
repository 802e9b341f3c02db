//! HTML fragments in the fields of other formats: told apart from plain text, and turned into paragraphs.
//!
//! Whole web pages are another matter and another module; a fragment has no boilerplate to remove.

use super::decode::tidy;
use dom_query::Document;
use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Deeper nesting than this is never text; the HTML parser's time grows with its square.
const DEEPEST: usize = 512;

/// Elements that do not nest: they have no end tag, or end by themselves where the next one begins.
const FLAT: &[&str] = &[
    "br", "img", "hr", "input", "meta", "link", "source", "wbr", "col", "embed", "p", "li", "dt",
    "dd", "tr", "td", "th", "option",
];

static TAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)([^<>]*)>").expect("a fixed pattern")
});

static CONTROL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("&#(?:[0-9]{1,2}|1[2-5][0-9]);").expect("a fixed pattern"));

/// The text of a field that may be HTML: paragraphs without markup, entities resolved, tidied.
pub(super) fn plain(text: &str) -> String {
    if is_html(text) {
        fragment(text)
    } else {
        tidy(&unescape(text))
    }
}

/// Whether a text has HTML elements in it, not only angle brackets.
pub(super) fn is_html(text: &str) -> bool {
    static KNOWN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)</?(?:p|br|div|span|a|em|strong|b|i|u|ul|ol|li|h[1-6]|blockquote|figure|figcaption|img|table|thead|tbody|tr|td|th|dl|dt|dd|pre|center|font|section|article|hr|q|cite|sup|sub|small|html|body)(?:\s[^<>]*|/)?>")
            .expect("a fixed pattern")
    });
    memchr::memchr(b'<', text.as_bytes()).is_some() && KNOWN.is_match(text)
}

/// Resolves character references in a text without elements; those of control characters go.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let resolved = html_escape::decode_html_entities(text);
    match CONTROL.replace_all(&resolved, "") {
        Cow::Owned(clean) => Cow::Owned(clean),
        Cow::Borrowed(_) => resolved,
    }
}

/// The paragraphs of an HTML fragment.
pub(super) fn fragment(html: &str) -> String {
    if deepest(html) > DEEPEST {
        return tidy(&unescape(&TAG.replace_all(html, " ")));
    }
    let document = Document::fragment(html);
    document
        .select("script, style, noscript, template")
        .remove();
    let whole = tidy(&document.formatted_text());
    if !html.contains("<figcaption") {
        return whole;
    }
    // What stands under a picture is no part of the text, unless there is no other.
    document.select("figure figcaption").remove();
    let text = tidy(&document.formatted_text());
    if text.is_empty() { whole } else { text }
}

/// How deep the elements of a fragment nest at most, reckoned from its tags alone.
fn deepest(html: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for tag in TAG.captures_iter(html) {
        if tag[3].ends_with('/') || FLAT.contains(&tag[2].to_ascii_lowercase().as_str()) {
            continue;
        }
        if &tag[1] == "/" {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_paragraphs() {
        for (text, clean) in [
            (
                "<p>One <b>bold</b> word.</p><p>Two&nbsp;&amp; three.</p>",
                "One bold word.\n\nTwo & three.",
            ),
            ("AT&amp;T said &#8220;no&#8221;", "AT&T said “no”"),
            ("if a < b and c > d", "if a < b and c > d"),
            ("line<br/>break", "line\nbreak"),
            ("<pre>Oil   80\nGold  90</pre>", "Oil   80\nGold  90"),
            ("<script>x()</script><p>Text</p>", "Text"),
            (
                "<p>Text</p><figure><img src=x><figcaption>A ferry</figcaption></figure>",
                "Text",
            ),
            (
                "<figure><img src=x><figcaption>A ferry</figcaption></figure>",
                "A ferry",
            ),
        ] {
            assert_eq!(plain(text), clean);
        }
        let unclosed = "<p>a".repeat(1000);
        assert_eq!(plain(&unclosed).matches("\n\n").count(), 999);
        let deep = format!("{}text", "<div>".repeat(100_000));
        assert_eq!(plain(&deep), "text");
    }
}
