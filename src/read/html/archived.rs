//! Pages as the Wayback Machine hands them out: with its bar above them and its address before all others.
//!
//! Both go before anything is read: the day of a capture is not that of publication.

use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// What the addresses of captures have in common.
const HOST: &[u8] = b"web.archive.org/web/";

/// The page as it was before it was archived.
pub(super) fn original(html: Cow<'_, str>) -> Cow<'_, str> {
    static BAR: LazyLock<Regex> = LazyLock::new(|| {
        let pattern =
            r"(?s)<!-- BEGIN WAYBACK TOOLBAR INSERT -->.*?<!-- END WAYBACK TOOLBAR INSERT -->";
        Regex::new(pattern).expect("a fixed pattern")
    });
    static PREFIX: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r"(?:https?:)?//web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/(https?:)";
        Regex::new(pattern).expect("a fixed pattern")
    });
    let has = |mark: &[u8]| memchr::memmem::find(html.as_bytes(), mark).is_some();
    if !has(HOST) && !has(b"WAYBACK TOOLBAR") {
        return html;
    }
    let bare = BAR.replace(&html, "");
    Cow::Owned(PREFIX.replace_all(&bare, "$1").into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captures_become_the_page() {
        let html = r#"<link rel=canonical href="https://web.archive.org/web/20120618101010/http://a.example/b"><body>
            <!-- BEGIN WAYBACK TOOLBAR INSERT --><p>18 Jun 2012</p><!-- END WAYBACK TOOLBAR INSERT --><p>Text</p>
            <img src="//web.archive.org/web/20120618101010im_/https://a.example/c">"#;
        let page = original(html.into());
        assert!(
            !page.contains("2012") && page.contains("<p>Text</p>"),
            "{page}"
        );
        assert!(
            page.contains(r#"href="http://a.example/b""#)
                && page.contains(r#"src="https://a.example/c""#)
        );
        assert!(matches!(
            original("<p>web.archive.org".into()),
            Cow::Borrowed(_)
        ));
    }
}
