//! CDATA sections and comments, and what looks like markup and is none.

use std::borrow::Cow;

/// The text with brackets escaped that begin no tag ("profit < 5 million"), and without the marks that begin
/// a section or comment and are never closed; what those were.
pub(super) fn mended(text: &str) -> (Cow<'_, str>, Option<&'static str>) {
    let (mut at, mut done, mut clean) = (0, 0, String::new());
    let mut unclosed = None;
    while let Some(found) = memchr::memchr(b'<', &text.as_bytes()[at..]) {
        at += found;
        let rest = &text[at..];
        if let Some(section) = SECTIONS.iter().find(|one| rest.starts_with(one.begin)) {
            if let Some(length) = section.length(rest) {
                at += length;
                continue;
            }
            unclosed = unclosed.or(Some(section.name));
            clean.push_str(&text[done..at]);
            at += section.begin.len();
            done = at;
            continue;
        }
        let begins = |next: char| next.is_alphabetic() || "/!?_:".contains(next);
        if !rest[1..].starts_with(begins) {
            clean.push_str(&text[done..at]);
            clean.push_str("&lt;");
            done = at + 1;
        }
        at += 1;
    }
    if done == 0 {
        return (Cow::Borrowed(text), unclosed);
    }
    clean.push_str(&text[done..]);
    (Cow::Owned(clean), unclosed)
}

/// What is not markup up to its end.
pub(super) struct Section {
    name: &'static str,
    pub(super) begin: &'static str,
    pub(super) end: &'static str,
}

pub(super) const SECTIONS: &[Section] = &[
    Section {
        name: "CDATA section",
        begin: "<![CDATA[",
        end: "]]>",
    },
    Section {
        name: "comment",
        begin: "<!--",
        end: "-->",
    },
];

impl Section {
    /// Its length at the beginning of a text, if it is closed. One in which another begins is not: they do
    /// not nest, so the end is that of the other.
    fn length(&self, text: &str) -> Option<usize> {
        let inner = &text[self.begin.len()..];
        let end = inner.find(self.end)?;
        let another = inner[..end].contains(self.begin);
        (!another).then_some(self.begin.len() + end + self.end.len())
    }
}
