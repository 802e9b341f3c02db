//! The headline of a page: what it calls itself, without the site's name behind it or before it.
//!
//! Readability's title is the start (schema.org, `OpenGraph`, `<title>`, in that order), unless nothing on the
//! page agrees with it. A page title often ends in the site's name ("Rates cut | The Herald") or begins with
//! it: that part goes when it is known to be the site's, or when the page prints or shares the rest by itself. Titles are never cut at a separator alone: "Iran - the long
//! road back" is one headline.

use super::page::{Page, non_empty, one_line};
use super::title_parts::{SEPARATORS, behind, split_last, without_lead, without_tail};
use dom_query::NodeRef;

/// A longer part behind a separator is no site's name.
const LONGEST_NAME: usize = 60;
/// A headline is followed by no more names than these (site, section, author).
const MOST_NAMES: usize = 4;
/// Shorter texts, in letters and digits, agree with a longer one by chance.
pub(super) const LEAST: usize = 12;

/// The headline of the page; empty if it has none. `title` is Readability's title.
pub(super) fn headline(page: &Page, title: &str) -> String {
    let headings = headings(page);
    let shared = page.meta(&["og:title", "twitter:title"]);
    let title = non_empty(title)
        .filter(|title| is_known(page, title, &headings, shared.as_deref()))
        .or_else(|| page.schema("headline"))
        .or_else(|| non_empty(title))
        .or_else(|| headings.first().cloned())
        .unwrap_or_default();
    let names = site_names(page);
    let title = without_site(&title, &names, &headings);
    let title = alone(&title, headings.iter().chain(&shared), &names);
    complete(&title, page, &headings)
}

/// Whether a heading, the title or the shared title of the page agrees with a text; also where it has none.
fn is_known(page: &Page, title: &str, headings: &[String], shared: Option<&str>) -> bool {
    let own = page.text("title");
    let mut others = headings
        .iter()
        .map(String::as_str)
        .chain(shared)
        .chain(own.as_deref());
    let key = letters(title);
    let agrees = |other: &str| {
        let other = letters(other);
        let (short, long) = if key.len() < other.len() {
            (&key, &other)
        } else {
            (&other, &key)
        };
        key == other || short.chars().count() >= LEAST && long.contains(short.as_str())
    };
    page.schema("headline")
        .is_none_or(|headline| headline == title)
        || others.any(agrees)
}

/// What the page prints as its heading, most explicit first.
pub(super) fn headings(page: &Page) -> Vec<String> {
    let declared = [
        page.text(r#"[itemprop~="headline"]"#),
        page.text(".entry-title"),
    ];
    let h1 = page.document().select("h1");
    let parts = h1
        .nodes()
        .iter()
        .flat_map(|h1| h1.descendants_it().filter(NodeRef::is_element));
    let whole = h1.nodes().iter().copied();
    let printed = whole
        .chain(parts)
        .filter_map(|node| non_empty(&node.text()))
        .map(|text| without_date(&text).to_owned());
    // Names of classes are asked only where there are no headings.
    let without = if h1.is_empty() {
        "[class]"
    } else {
        "h2[class]"
    };
    let named = page.document().select(without);
    let named = named.nodes().iter().filter(|node| is_headline(node));
    let named = named.filter_map(|node| non_empty(&node.text()));
    let declared = declared
        .into_iter()
        .flatten()
        .chain(page.schema("headline"));
    declared
        .chain(printed.take(10))
        .chain(named.take(3))
        .collect()
}

/// A heading without the date in numbers that stands before it.
fn without_date(heading: &str) -> &str {
    let rest = heading.trim_start_matches(|c: char| c.is_ascii_digit() || "./-".contains(c));
    let is_date = (8..=10).contains(&(heading.len() - rest.len()));
    let rest = rest.trim_start_matches([':', ' ']);
    if is_date && !rest.is_empty() {
        rest
    } else {
        heading
    }
}

/// Whether an element is named after headlines.
fn is_headline(node: &NodeRef) -> bool {
    const NAMES: &[&str] = &[
        "headline",
        "hed",
        "titre",
        "titulo",
        "titel",
        "headlinetext",
        "contentheading",
        "itemtitle",
        "titolo",
        "tytul",
    ];
    let class = node.class().unwrap_or_default();
    let mut words = class.split(|c: char| !c.is_alphanumeric());
    words.any(|word| NAMES.iter().any(|name| word.eq_ignore_ascii_case(name)))
}

/// The keys of the names the site goes by.
pub(super) fn site_names(page: &Page) -> Vec<String> {
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

/// The part of the page's title that is its host's name as people write it: `The Herald` at `theherald.com`.
pub(super) fn site_part(page: &Page) -> Option<String> {
    let hosts: Vec<String> = page
        .addresses()
        .iter()
        .flat_map(|url| hosts(url))
        .map(|host| key(&host))
        .collect();
    let title = page.text("title")?;
    let mut parts = title.split(SEPARATORS).map(str::trim);
    let part = parts.find(|part| !part.is_empty() && hosts.contains(&key(part)));
    part.map(str::to_owned)
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
pub(super) fn key(text: &str) -> String {
    let lower = text.to_lowercase();
    letters(lower.strip_prefix("the ").unwrap_or(&lower))
}

/// The letters and digits of a text, in lower case.
pub(super) fn letters(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
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
        if behind(tail) > LONGEST_NAME {
            break;
        }
        only_names &= names.contains(&key(tail));
        let is_heading = || {
            headings
                .iter()
                .any(|heading| letters(heading) == letters(head))
        };
        if only_names || is_heading() {
            shortest = head;
        }
        rest = head;
    }
    shortest.to_owned()
}

/// The title as far as a heading or the shared title goes, if what stands before or behind it is set apart.
fn alone<'t>(title: &str, others: impl Iterator<Item = &'t String>, names: &[String]) -> String {
    let whole = letters(title);
    let fits = |part: &str| {
        let part = letters(part);
        part.chars().count() >= LEAST && part.len() < whole.len() && !names.contains(&part)
    };
    let mut parts = others.filter(|part| fits(part)).map(|part| one_line(part));
    let found = parts.find_map(|part| {
        let is_name = |part: &str| names.contains(&key(part));
        let lead = without_lead(title, &part, &is_name);
        let lead = lead.filter(|rest| 2 * letters(rest).len() > whole.len());
        lead.or_else(|| without_tail(title, &part, &is_name))
    });
    found.unwrap_or(title).to_owned()
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
                "Rates cut in a hurry :: The Herald",
                "<h2 class=headline>Rates cut in a hurry</h2>",
                "Rates cut in a hurry",
            ),
            (
                "The Herald - World - Rates cut in a hurry",
                "<h1>RATES CUT IN A HURRY</h1>",
                "Rates cut in a hurry",
            ),
            (
                "Economy: Rates cut in a hurry",
                "<h1><i>Economy</i> <b>Rates cut in a hurry</b></h1>",
                "Economy: Rates cut in a hurry",
            ),
            (
                "Rates cut in a hurry MoneyTalk",
                r#"<h1>Rates cut in a hurry</h1><meta property="og:site_name" content="MoneyTalk">"#,
                "Rates cut in a hurry",
            ),
            (
                "金利が引き下げられることになった：経済新聞",
                "<h1>金利が引き下げられることになった</h1>",
                "金利が引き下げられることになった",
            ),
            (
                "The Herald",
                r#"<script type="application/ld+json">{"@type": "Article", "headline": "Rates cut in a hurry"}</script>
                <h1>Rates cut in a hurry</h1>"#,
                "Rates cut in a hurry",
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
