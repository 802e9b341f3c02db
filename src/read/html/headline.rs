//! The headline of a page: what it calls itself, without the site's name behind it.
//!
//! Readability's title is the start (schema.org, `OpenGraph`, `<title>`, in that order). A page title
//! often ends in the site's name ("Rates cut | The Herald"): that part goes when it is known to be the
//! site's, or when the page prints the part before it as its heading. Titles are never cut at a
//! separator alone: "Iran - the long road back" is one headline.

use super::page::{Page, non_empty, unescape};

/// What may stand between a headline and the site's name.
const SEPARATORS: &[char] = &['|', '-', '–', '—', '·', '•', '»', '/', ':', '_', '～', '｜'];
/// A longer part behind a separator is no site's name.
const LONGEST_NAME: usize = 60;

/// A headline is followed by no more names than these (site, section, author).
const MOST_NAMES: usize = 4;

/// The headline of the page; empty if it has none. `title` is Readability's title.
pub(super) fn headline(page: &Page, title: &str) -> String {
    let headings = headings(page);
    let title = non_empty(title)
        .or_else(|| page.schema("headline"))
        .or_else(|| headings.first().cloned())
        .unwrap_or_default();
    let names = site_names(page);
    complete(&without_site(&title, &names, &headings), page, &headings)
}

/// What the page prints or declares as its heading, most explicit first.
fn headings(page: &Page) -> Vec<String> {
    let declared = [
        page.article()
            .and_then(|article| article.get("headline")?.as_str())
            .and_then(|text| non_empty(&unescape(text))),
        page.text(r#"[itemprop~="headline"]"#),
        page.text(".entry-title"),
    ];
    let printed = page.document().select("h1");
    let printed = printed.iter().filter_map(|h1| non_empty(&h1.text()));
    declared
        .into_iter()
        .flatten()
        .chain(printed)
        .take(10)
        .collect()
}

/// The names the site goes by.
fn site_names(page: &Page) -> Vec<String> {
    let metas = page.meta(&["og:site_name"]).into_iter();
    metas
        .chain(page.meta(&["application-name", "apple-mobile-web-app-title"]))
        .chain(page.meta(&["twitter:site"]))
        .chain(page.schema("publisher"))
        .chain(page.addresses().iter().flat_map(|url| hosts(url)))
        .map(|name| key(&name))
        .filter(|name| name.len() > 2)
        .collect()
}

/// The host of an address as people write it: `theherald.com`, `theherald`.
fn hosts(address: &str) -> Vec<String> {
    let host = address.split('/').nth(2).unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let labels: Vec<&str> = host.split('.').collect();
    let short = labels.iter().rev().skip(1).find(|label| label.len() > 3);
    let short = short.map(|label| (*label).to_owned());
    std::iter::once(host.to_owned()).chain(short).collect()
}

/// What two spellings of a name have in common: letters and digits, lower case, no article.
fn key(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.strip_prefix("the ").unwrap_or(&lower);
    words.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The title without what stands behind a separator and is the site's name, or follows the heading.
fn without_site(title: &str, names: &[String], headings: &[String]) -> String {
    let mut only_names = true;
    let mut rest = title;
    let mut shortest = title;
    for _ in 0..MOST_NAMES {
        let Some((head, tail)) = split_last(rest) else {
            break;
        };
        if tail.chars().count() > LONGEST_NAME {
            break;
        }
        only_names &= names.contains(&key(tail));
        if only_names || headings.iter().any(|heading| heading == head) {
            shortest = head;
        }
        rest = head;
    }
    shortest.to_owned()
}

/// Splits at the last separator that stands between blanks.
fn split_last(title: &str) -> Option<(&str, &str)> {
    let at = title.rmatch_indices(SEPARATORS).find_map(|(at, sign)| {
        let blank_before = title[..at].ends_with(' ');
        let blank_after = title[at + sign.len()..].starts_with(' ');
        (blank_before && blank_after).then_some((at, sign.len()))
    })?;
    let (head, tail) = (title[..at.0].trim_end(), title[at.0 + at.1..].trim_start());
    let head = head.trim_end_matches(|c: char| SEPARATORS.contains(&c) || c == ' ');
    (!head.is_empty() && !tail.is_empty()).then_some((head, tail))
}

/// A headline that was cut with an ellipsis is completed from a longer one with the same beginning.
fn complete(headline: &str, page: &Page, headings: &[String]) -> String {
    let stem = headline.trim_end_matches(['…', '.']).trim_end();
    let is_cut = headline.ends_with('…') || headline.ends_with("...");
    if is_cut && stem.chars().count() > 20 {
        let shared = page.meta(&["og:title", "twitter:title"]);
        let longer = headings.iter().chain(&shared);
        for candidate in longer.filter(|text| text.len() > headline.len()) {
            if candidate.starts_with(stem) {
                return candidate.clone();
            }
        }
    }
    headline.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_goes_and_the_headline_stays() {
        let cases = [
            (
                "Rates cut | The Herald",
                r#"<meta property="og:site_name" content="The Herald">"#,
                "Rates cut",
            ),
            (
                "Rates cut - heraldtimes.com",
                r#"<link rel="canonical" href="https://www.heraldtimes.com/a">"#,
                "Rates cut",
            ),
            (
                "Rates cut – Business – The Herald",
                "<h1>Rates cut</h1>",
                "Rates cut",
            ),
            (
                "Iran - the long road back",
                r#"<meta property="og:site_name" content="The Herald">"#,
                "Iran - the long road back",
            ),
            (
                "The Herald",
                r#"<meta property="og:site_name" content="The Herald">"#,
                "The Herald",
            ),
            (
                "Council approves the new harbour bridge after…",
                "<h1>Council approves the new harbour bridge after ten years</h1>",
                "Council approves the new harbour bridge after ten years",
            ),
        ];
        for (title, head, expected) in cases {
            let page = Page::parse(head, None);
            assert_eq!(headline(&page, title), expected);
        }
    }
}
