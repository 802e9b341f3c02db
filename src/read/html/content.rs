//! The text of a page: the article without the page around it.
//!
//! trafilatura finds it (precision before recall, its own fallbacks on: without them it loses a page in
//! twenty); Readability stands in where trafilatura fails or keeps next to nothing of what Readability
//! found. The publisher's own `articleBody` comes last: it is as often a teaser as the whole text. Both
//! extractors are foreign code on foreign markup, so a panic in them counts as a failure.

use super::cell::layout_cell;
use super::page::{Page, one_line, unescape};
use dom_query::Document;
use std::panic::{AssertUnwindSafe, catch_unwind};
use trafilatura::{ExtractionFocus, Options};

/// Below this share of Readability's text, trafilatura has missed the article.
const MISSED: f64 = 0.3;

/// The text of the article: paragraphs separated by a blank line. `html` is what `page` was parsed
/// from; the page's tree is used up. The headline, where the text opens with it, is left to its own field.
pub(super) fn text(html: &str, page: &mut Page, headline: &str) -> String {
    let text = whole_text(html, page);
    let first = text.lines().next().unwrap_or_default();
    match text.strip_prefix(first) {
        Some(rest) if one_line(first) == headline => rest.trim_start().to_owned(),
        _ => text,
    }
}

fn whole_text(html: &str, page: &mut Page) -> String {
    let declared = page
        .article()
        .and_then(|article| article.get("articleBody")?.as_str());
    let declared = declared.map(|body| paragraphs(&unescape(body)));
    let cell = layout_cell(page);
    let precise = precise(cell.as_deref().unwrap_or(html)).unwrap_or_default();
    let readable = readable(page).unwrap_or_default();
    let length = |text: &str| text.chars().count() as f64;
    if length(&precise) > 0.0 && length(&precise) >= MISSED * length(&readable) {
        precise
    } else if readable.is_empty() {
        declared.unwrap_or_default()
    } else {
        readable
    }
}

fn precise(html: &str) -> Option<String> {
    let options = Options::default()
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_focus(ExtractionFocus::FavorPrecision);
    let extracted = catch_unwind(AssertUnwindSafe(|| trafilatura::extract(html, &options)));
    Some(of_markup(&extracted.ok()?.ok()?.content_html))
}

fn readable(page: &mut Page) -> Option<String> {
    let article = catch_unwind(AssertUnwindSafe(|| page.readability.parse()));
    Some(paragraphs(&article.ok()?.ok()?.text_content))
}

/// The text of a piece of markup: blocks become paragraphs, everything else goes.
pub fn of_markup(html: &str) -> String {
    let document = Document::from(html);
    document
        .select("script, style, template, noscript")
        .remove();
    paragraphs(&document.formatted_text())
}

/// Text with one blank line between paragraphs and none elsewhere, and without blanks at line ends.
fn paragraphs(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim) {
        if !(line.is_empty() && lines.last().is_none_or(|last| last.is_empty())) {
            lines.push(line);
        }
    }
    lines.join("\n").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_become_paragraphs() {
        let html = "<div><h2>Title</h2><p>One <b>two</b>,\n three<br>four</p><script>x()</script>\
                    <ul><li>a</li><li>b</li></ul><p>&nbsp;</p><p>End &amp; all</p></div>";
        assert_eq!(
            of_markup(html),
            "Title\n\nOne two, three\nfour\n\na\nb\n\nEnd & all"
        );
    }
}
