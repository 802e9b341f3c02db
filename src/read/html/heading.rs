//! The headline that a page prints where its title is that of the paper or of a section.
//!
//! Systems that are not told otherwise give all their pages one title ("The Herald", "News: details"). It is
//! known by this: it has the length of a name, it is shared and declared nowhere, and no heading agrees with it. Then
//! what the page prints as a heading is the headline. Where there is an `h1`, titles of two words are believed.

use super::foreign::is_foreign;
use super::headline::{LEAST, headings, key, letters, site_names};
use super::page::{Page, non_empty};
use super::title_parts::{SEPARATORS, behind};
use dom_query::NodeRef;
use std::ops::RangeInclusive;

/// How many words a headline has.
const WORDS: RangeInclusive<usize> = 3..=30;
/// Where words are not set apart, a headline is so long.
const LONG: usize = 16;
/// A part of a title with so many words is no name of a paper.
const NO_NAME: usize = 4;

/// What is printed in the place of a title that is not the article's.
pub(super) fn printed_instead(page: &Page, title: &str) -> Option<String> {
    let headings = headings(page);
    let document = page.document();
    let told = page.meta(&["og:title", "twitter:title"]);
    let is_told = told.or_else(|| page.schema("headline")).is_some();
    let has_h1 = document.select("h1").exists();
    let most = if has_h1 { 1 } else { NO_NAME - 1 };
    let is_name = |part: &str| part.split_whitespace().count() <= most && behind(part) <= LONG * 2;
    if is_told || !title.split(SEPARATORS).all(is_name) {
        return None;
    }
    let lower: Vec<NodeRef> = document.select("h2, h3").nodes().to_vec();
    let texts = lower.iter().filter_map(|node| non_empty(&node.text()));
    let mut all = headings.iter().cloned().chain(texts);
    let has_headings = has_h1 || !lower.is_empty();
    // Without headings the headline may be any line, so that a printed title is believed.
    let is_printed = || !has_headings && is_printed(page, title);
    if all.any(|heading| agree(title, &heading)) || is_printed() {
        return None;
    }
    let names = site_names(page);
    let fits = |text: &String| is_headline_long(text) && !names.contains(&key(text));
    let own = headings.iter().find(|text| fits(text)).cloned();
    let printed = || {
        only(&lower, "h2")
            .or_else(|| only(&lower, "h3"))
            .filter(fits)
    };
    let large = || in_big_print(page).filter(|_| !has_headings);
    own.or_else(printed).or_else(large)
}

/// Whether a part of the title is (a part of) a heading, or the other way round.
fn agree(title: &str, heading: &str) -> bool {
    let heading = letters(heading);
    let parts = title.split(SEPARATORS).chain([title]).map(letters);
    let mut parts = parts.filter(|part| !part.is_empty());
    let is_long = |text: &str| text.chars().count() >= LEAST;
    parts.any(|part| {
        part == heading
            || is_long(&part) && heading.contains(&part)
            || is_long(&heading) && part.contains(&heading)
    })
}

/// Whether a part of the title stands somewhere on the page.
fn is_printed(page: &Page, title: &str) -> bool {
    let printed = page.document().body().map(|body| letters(&body.text()));
    let printed = printed.unwrap_or_default();
    let mut parts = title.split(SEPARATORS).map(str::trim);
    parts.any(|part| part.contains(' ') && printed.contains(&letters(part)))
}

fn is_headline_long(text: &str) -> bool {
    WORDS.contains(&text.split_whitespace().count()) || !text.is_ascii() && behind(text) > LONG
}

/// The only heading of a rank outside navigation and other stories.
fn only(headings: &[NodeRef], name: &str) -> Option<String> {
    let own = headings
        .iter()
        .filter(|node| node.has_name(name) && !is_foreign(node, &[], ""));
    let mut texts = own.filter_map(|node| non_empty(&node.text()));
    texts.next().filter(|_| texts.next().is_none())
}

/// What a page without headings prints in large letters.
fn in_big_print(page: &Page) -> Option<String> {
    let large = page.document().select(
        r#"font[size="4"], font[size="5"], font[size="6"], font[size="7"], font[size^="+"], big"#,
    );
    let mut texts = large.iter().filter_map(|node| non_empty(&node.text()));
    texts.find(|text| WORDS.contains(&text.split_whitespace().count()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_of_a_paper_is_no_headline() {
        for (title, body, expected) in [
            (
                "News in detail",
                "<h3 itemprop=headline>Rates cut in a hurry</h3>",
                "Rates cut in a hurry",
            ),
            (
                "The Herald - Local",
                "<td>The Herald</td><h2>Rates cut in a hurry</h2>",
                "Rates cut in a hurry",
            ),
            (
                "News",
                "<h1>Rates cut in a hurry</h1><h2>What is known</h2>",
                "Rates cut in a hurry",
            ),
            (
                "The Herald",
                "<h2>Rates cut in a hurry</h2><h2>What is known so far</h2>",
                "The Herald",
            ),
            (
                "The Herald",
                "<p class=titulo>Rates cut in a hurry</p>",
                "Rates cut in a hurry",
            ),
            (
                "The Herald",
                "<font size=5>Rates cut in a hurry</font>",
                "Rates cut in a hurry",
            ),
            (
                "Rates cut",
                "<h1>Rates cut</h1><h2>In a great hurry</h2>",
                "Rates cut",
            ),
            (
                "The rates are cut once more",
                "<b>The rates are cut once more</b><h2>What is known so far</h2>",
                "The rates are cut once more",
            ),
        ] {
            let html = format!("<title>{title}</title><body>{body}</body>");
            let found = printed_instead(&Page::parse(&html, None), title);
            assert_eq!(found.as_deref().unwrap_or(title), expected, "{html}");
        }
    }
}
