//! HTML fragments in the fields of other formats: told apart from plain text, and turned into paragraphs.
//!
//! Whole web pages are another matter and another module; a fragment has no boilerplate to remove.

use super::decode::tidy;
use super::lined;
use dom_query::Document;
use encoding_rs::WINDOWS_1252;
use regex::{Captures, Regex};
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

/// References to control characters: of U+0080 to U+009F browsers make what windows-1252 has for the byte.
static CONTROL: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = "&#(?:0*([0-9]{1,2}|1[2-5][0-9])|[xX]0*([0-9a-fA-F]{1,2}));";
    Regex::new(pattern).expect("a fixed pattern")
});

/// The text of a field that may be HTML: paragraphs without markup, entities resolved, tidied.
pub(super) fn plain(text: &str) -> String {
    if is_html(text) {
        fragment(text)
    } else {
        tidy(&lined::paragraphs(&unescape(text)))
    }
}

/// Whether a text has HTML elements in it, not only angle brackets.
pub(super) fn is_html(text: &str) -> bool {
    static KNOWN: LazyLock<Regex> = LazyLock::new(|| {
        let names = "p|br|div|span|a|em|strong|b|i|u|ul|ol|li|h[1-6]|blockquote|figure|figcaption|img|picture|\
            table|thead|tbody|tfoot|tr|td|th|dl|dt|dd|pre|center|font|section|article|aside|header|footer|nav|main|\
            hr|q|cite|sup|sub|small|big|html|body|script|style|noscript|iframe|frameset|embed|object|applet|param|\
            video|audio|svg|canvas|form|input|button|textarea|ins|del|strike|s|tt|code|kbd|samp|abbr|acronym|address|\
            mark|ruby|rt|wbr|nobr|blink|marquee|link|meta";
        Regex::new(&format!(r"(?i)</?(?:{names})(?:\s[^<>]*|/)?>")).expect("a fixed pattern")
    });
    memchr::memchr(b'<', text.as_bytes()).is_some() && KNOWN.is_match(text)
}

/// Resolves character references in a text without elements; those of control characters go.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let meant = CONTROL.replace_all(text, |found: &Captures| {
        let decimal = found.get(1).map(|digits| digits.as_str().parse());
        let number = decimal.or_else(|| Some(u8::from_str_radix(found.get(2)?.as_str(), 16)));
        let letter = number.and_then(Result::ok).unwrap_or_default();
        if letter.is_ascii() && !letter.is_ascii_control()
            || matches!(letter, b'\n' | b'\t' | b'\r')
        {
            return found[0].to_owned();
        }
        let (text, ..) = WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&letter));
        text.chars().filter(|one| !one.is_control()).collect()
    });
    match html_escape::decode_html_entities(&meant) {
        Cow::Owned(resolved) => Cow::Owned(resolved),
        Cow::Borrowed(_) => meant,
    }
}

/// The paragraphs of an HTML fragment.
pub(super) fn fragment(html: &str) -> String {
    if deepest(html) > DEEPEST {
        return tidy(&unescape(&TAG.replace_all(html, " ")));
    }
    let document = Document::fragment(html);
    document
        .select("script, style, noscript, template, iframe, object > param")
        .remove();
    // Terms and what is said of them stand on lines of their own.
    document.select("dt, dd").before_html("<br>");
    let captions = document.select(CAPTIONS);
    if captions.is_empty() {
        return tidy(&document.formatted_text());
    }
    let whole = tidy(&document.formatted_text());
    captions.remove();
    let text = tidy(&document.formatted_text());
    if text.is_empty() { whole } else { text }
}

/// What stands under a picture: no part of the text, unless there is no other.
const CAPTIONS: &str = "figure figcaption";

/// The captions of the pictures in a text that may be HTML, which [`plain`] leaves out.
pub(super) fn captions(html: &str) -> Vec<String> {
    if !html.contains("<figcaption") || deepest(html) > DEEPEST {
        return Vec::new();
    }
    let document = Document::fragment(html);
    let captions = document.select(CAPTIONS);
    let texts = captions
        .nodes()
        .iter()
        .map(|node| tidy(&node.formatted_text()));
    texts.filter(|text| !text.is_empty()).collect()
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
            ("<dl><dt>Wind</dt><dd>9 knots</dd></dl>", "Wind\n9 knots"),
            (
                "Text <iframe src='x'>No frames</iframe>goes on",
                "Text goes on",
            ),
            (
                "Don&#146;t &#x96; they won&#8217;t&#7;&#12;",
                "Don’t – they won’t",
            ),
        ] {
            assert_eq!(plain(text), clean);
        }
        let figure =
            "<p>Text</p><figure><img src=x><figcaption>A <b>ferry</b></figcaption></figure>";
        assert_eq!(captions(figure), ["A ferry"]);
        let unclosed = "<p>a".repeat(1000);
        assert_eq!(plain(&unclosed).matches("\n\n").count(), 999);
        let deep = format!("{}text", "<div>".repeat(100_000));
        assert_eq!(plain(&deep), "text");
    }
}
