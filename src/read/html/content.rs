//! The text of a page: the article without the page around it.
//!
//! trafilatura finds it (precision before recall, its own fallbacks on: without them it loses a page in
//! twenty); Readability stands in where trafilatura fails or keeps next to nothing of what Readability
//! found. The publisher's own `articleBody` comes last: it is as often a teaser as the whole text; but
//! where it goes on behind what the page shows, it is the text. Both
//! extractors are foreign code on foreign markup, so a panic in them counts as a failure.

use super::cell::layout_cell;
use super::headline::letters;
use super::page::{Page, unescape};
use dom_query::Document;
use regex::{Captures, Regex};
use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;
use trafilatura::{ExtractionFocus, Options};

/// Below this share of Readability's text, trafilatura has missed the article.
const MISSED: f64 = 0.3;

/// Where the publisher's own text is so many times as long, the page shows the beginning only.
const STUB: f64 = 1.5;

/// The text of the article: paragraphs separated by a blank line. `html` is what `page` was parsed
/// from; the page's tree is used up. The headline, where the text opens with it, is left to its own field.
pub(super) fn text(html: &str, page: &mut Page, headline: &str) -> String {
    let declared = page
        .article()
        .and_then(|article| article.get("articleBody")?.as_str());
    let declared = declared.map(|body| paragraphs(&unescape(body)));
    let shown = joined_capitals(&shown(html, page), html);
    let shown = without_headline(shown, headline);
    match declared {
        Some(declared) if shown.is_empty() || is_whole(&declared, &shown) => declared,
        _ => shown,
    }
}

/// A text whose first letters, where they are printed larger than the others, stand at their words again.
fn joined_capitals(text: &str, html: &str) -> String {
    static LARGE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?m)^(\p{Lu}) (\p{L}{1,12})").expect("a fixed pattern"));
    let joined = LARGE.replace_all(text, |found: &Captures| {
        let (letter, rest) = (&found[1], &found[2]);
        let tags = format!(r">\s*{letter}(?:</[a-z0-9]+>)+{rest}");
        let is_one = Regex::new(&tags).is_ok_and(|tags| tags.is_match(html));
        format!("{letter}{}{rest}", if is_one { "" } else { " " })
    });
    joined.into_owned()
}

/// The text that a reader sees.
fn shown(html: &str, page: &mut Page) -> String {
    let cell = layout_cell(page);
    let precise = precise(cell.as_deref().unwrap_or(html)).unwrap_or_default();
    let readable = readable(page).unwrap_or_default();
    let length = |text: &str| text.chars().count() as f64;
    if length(&precise) > 0.0 && length(&precise) >= MISSED * length(&readable) {
        precise
    } else {
        readable
    }
}

fn without_headline(text: String, headline: &str) -> String {
    let first = text.lines().next().unwrap_or_default();
    match text.strip_prefix(first) {
        Some(rest) if is_headline(first, headline) => rest.trim_start().to_owned(),
        _ => text,
    }
}

/// Whether a line is the headline, or a headline without the subject before it.
fn is_headline(line: &str, headline: &str) -> bool {
    const LEAST: usize = 12;
    let (line, whole) = (letters(line), letters(headline));
    line == whole || line.chars().count() >= LEAST && whole.ends_with(&line)
}

/// Whether the publisher's own text goes on where what is shown breaks off, or is the same with its paragraphs.
fn is_whole(declared: &str, shown: &str) -> bool {
    let length = |text: &str| text.chars().count() as f64;
    let has_paragraphs = declared.contains("\n\n") && !shown.contains("\n\n");
    length(declared) >= STUB * length(shown) && begins_with(declared, shown)
        || has_paragraphs && letters(declared) == letters(shown)
}

/// Whether the beginning of a text, in letters and digits, stands in another.
fn begins_with(whole: &str, text: &str) -> bool {
    const BEGINNING: usize = 60;
    let beginning: String = letters(text).chars().take(BEGINNING).collect();
    beginning.chars().count() == BEGINNING && letters(whole).contains(&beginning)
}

/// Markup with a blank behind each line break: the extractor loses a break between two elements.
fn with_breaks(html: &str) -> Cow<'_, str> {
    static BREAK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?i)<br[^<>]{0,40}>").expect("a fixed pattern"));
    BREAK.replace_all(html, "$0 ")
}

fn precise(html: &str) -> Option<String> {
    let html = with_breaks(html);
    let options = Options::default()
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_focus(ExtractionFocus::FavorPrecision);
    let extracted = catch_unwind(AssertUnwindSafe(|| trafilatura::extract(&html, &options)));
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
    once(&paragraphs(&document.formatted_text()))
}

/// A text without long paragraphs that repeat the one before: extractors find some twice.
fn once(text: &str) -> String {
    const LONG: usize = 120;
    let mut kept: Vec<&str> = Vec::new();
    for paragraph in text.split("\n\n") {
        let before = kept.iter().rev().find(|before| before.len() >= LONG);
        if paragraph.len() < LONG || before != Some(&paragraph) {
            kept.push(paragraph);
        }
    }
    kept.join("\n\n")
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
    fn large_first_letters_stand_at_their_words() {
        let html = "<p><span class=cap>N</span>o one came.</p><p>T cells were seen.</p>";
        let text = "N o one came.\n\nT cells were seen.";
        assert_eq!(
            joined_capitals(text, html),
            "No one came.\n\nT cells were seen."
        );
    }

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
