//! The addresses of a page: what it calls itself, and where it was fetched or saved from.
//!
//! Templates write `/town/bridge` or `//herald.example/town/bridge` where an address is due; it is completed
//! from the others. The front page of a site, as the canonical address of an article, is a mistake.

use super::json_ld::{self, Object};
use regex::Regex;
use std::sync::LazyLock;
use url::Url;

/// How much of a page is looked at for a note of where it was saved from, in bytes.
const HEAD: usize = 4096;

/// The address that a browser noted when it saved the page.
pub(super) fn saved_from(html: &str) -> Option<&str> {
    static NOTE: LazyLock<Regex> = LazyLock::new(|| {
        let pattern =
            r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://\S+)";
        Regex::new(pattern).expect("a fixed pattern")
    });
    let mut end = HEAD.min(html.len());
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let note = NOTE.captures(&html[..end])?;
    note.get(1).map(|address| address.as_str())
}

/// The end of the host of the first of these addresses: `uk`, `com`.
pub(super) fn top_level(addresses: &[String]) -> Option<&str> {
    let host = addresses.first()?.split('/').nth(2)?;
    host.rsplit('.').next()
}

/// What a page says of its addresses.
pub(super) struct Said<'p> {
    /// Its canonical address.
    pub(super) canonical: Option<String>,
    /// The one it is shared by.
    pub(super) shared: Option<String>,
    /// What its addresses are relative to.
    pub(super) base: Option<String>,
    /// Its schema.org records.
    pub(super) objects: &'p [Object],
    /// The one it was fetched from.
    pub(super) fetched: Option<&'p str>,
}

/// All addresses of a page: canonical, as shared, of its records, fetched from.
pub(super) fn of_page(said: Said) -> Vec<String> {
    let records = said
        .objects
        .iter()
        .filter(|object| json_ld::is_article(object));
    let records = records.flat_map(record_addresses);
    let own = said.canonical.into_iter().chain(said.shared);
    let fetched = said.fetched.map(str::to_owned);
    let candidates: Vec<String> = own.chain(records).chain(fetched).collect();
    let bases = said.base.iter().chain(&candidates);
    let mut bases = bases.filter_map(|address| absolute(address, None));
    let base = bases.next();
    let mut found: Vec<String> = Vec::new();
    for address in &candidates {
        let is_whole = !address.trim_start().starts_with("//");
        let written = absolute(address, None)
            .filter(|_| is_whole)
            .map(|_| address.trim().to_owned());
        let completed = || absolute(address, base.as_ref()).map(String::from);
        if let Some(address) = written.or_else(completed)
            && !found.contains(&address)
        {
            found.push(address);
        }
    }
    // A stable sort: front pages go last.
    found.sort_by_key(|address| absolute(address, None).is_none_or(|url| is_front(&url)));
    found
}

fn record_addresses(object: &Object) -> Vec<String> {
    let page = object.get("mainEntityOfPage");
    let id = page.and_then(|page| page.get("@id").or(Some(page)));
    let addresses = [object.get("url"), id].into_iter().flatten();
    let addresses = addresses.filter_map(|address| address.as_str());
    // What is relative in a record is an anchor as often as an address.
    addresses
        .filter(|address| absolute(address, None).is_some())
        .map(str::to_owned)
        .collect()
}

/// An address as one of the web, completed by another one where it is relative.
fn absolute(address: &str, base: Option<&Url>) -> Option<Url> {
    let address = address.trim();
    let url = match base {
        Some(base) => base.join(address),
        // `//host/path` says everything but the scheme.
        None if address.starts_with("//") => Url::parse(&format!("https:{address}")),
        None => Url::parse(address),
    };
    let url = url.ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && !address.is_empty();
    (is_web && !address.contains(char::is_whitespace)).then_some(url)
}

fn is_front(url: &Url) -> bool {
    url.path() == "/" && url.query().is_none() && url.fragment().is_none()
}

#[cfg(test)]
mod tests {
    use super::super::page::Page;

    #[test]
    fn the_canonical_address_is_completed() {
        let shared = r#"<meta property="og:url" content="https://herald.example/a?x=1">"#;
        let cases = [
            (
                r#"<link rel=canonical href="https://herald.example/A b">"#,
                None,
            ),
            (
                r#"<link rel=canonical href="https://HERALD.example/A">"#,
                Some("https://HERALD.example/A"),
            ),
            (r#"<link rel=canonical href="/town/a">"#, None),
            (
                r#"<base href="https://herald.example/"><link rel=canonical href="town/a">"#,
                Some("https://herald.example/town/a"),
            ),
            (
                r#"<link rel=canonical href="//herald.example/a">"#,
                Some("https://herald.example/a"),
            ),
            (
                &format!(r#"<link rel=canonical href="/a">{shared}"#),
                Some("https://herald.example/a"),
            ),
            (
                &format!(r#"<link rel=canonical href="https://herald.example/">{shared}"#),
                Some("https://herald.example/a?x=1"),
            ),
            (
                "<!-- saved from url=(0024)https://herald.example/a -->",
                Some("https://herald.example/a"),
            ),
            (
                "<!--\n Page saved with SingleFile \n url: https://herald.example/a \n-->",
                Some("https://herald.example/a"),
            ),
        ];
        for (html, expected) in cases {
            let page = Page::parse(html, None);
            assert_eq!(
                page.addresses().first().map(String::as_str),
                expected,
                "{html}"
            );
        }
        let page = Page::parse(
            r#"<link rel=canonical href="/a">"#,
            Some("https://herald.example/b"),
        );
        assert_eq!(
            page.addresses(),
            ["https://herald.example/a", "https://herald.example/b"]
        );
    }
}
