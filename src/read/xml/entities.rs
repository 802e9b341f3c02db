//! The entities that a document declares for itself: `<!ENTITY bank "Harbour Bank">`.
//!
//! Only plain texts: an entity made of others could grow without bounds, one from elsewhere is never fetched.
//! References to those stay as they are written.

use super::super::markup::unescape;
use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

/// So many are kept of a document.
const MOST: usize = 1_000;
/// No longer texts than this (in bytes).
const LONGEST: usize = 1_000;
/// A document may grow by so much (in bytes).
const GROWTH: usize = 1 << 20;

/// What a document declares.
#[derive(Default)]
pub(super) struct Entities {
    texts: HashMap<String, String>,
    grown: usize,
}

impl Entities {
    /// Takes what a document type declares.
    pub(super) fn declare(&mut self, doctype: &str) {
        static DECLARED: LazyLock<Regex> = LazyLock::new(|| {
            let pattern = r#"<!ENTITY\s+([\w.-]+)\s+(?:"([^"<%]*)"|'([^'<%]*)')\s*>"#;
            Regex::new(pattern).expect("a fixed pattern")
        });
        for found in DECLARED.captures_iter(doctype).take(MOST) {
            let text = found.get(2).or_else(|| found.get(3));
            let text = text.map_or("", |text| text.as_str());
            let of_others = text.replace("&#", "").contains('&');
            if !of_others && text.len() <= LONGEST {
                // Of several declarations the first counts (XML 1.0, 4.2).
                let name = found[1].to_owned();
                self.texts
                    .entry(name)
                    .or_insert(unescape(text).into_owned());
            }
        }
    }

    /// What a reference stands for, or the reference itself.
    pub(super) fn resolve(&mut self, name: &str) -> String {
        let reference = format!("&{name};");
        let known = unescape(&reference).into_owned();
        if known != reference {
            return known;
        }
        match self.texts.get(name) {
            Some(text) if self.grown + text.len() <= GROWTH => {
                self.grown += text.len();
                text.clone()
            }
            _ => reference,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_texts_are_resolved() {
        let mut entities = Entities::default();
        entities.declare(
            "nitf [<!ENTITY bank \"Harbour &#x26; Bank\"><!ENTITY bank 'No'><!ENTITY twice \"&bank;&bank;\">\
             <!ENTITY file SYSTEM \"x\"><!ENTITY amp \"no\">]",
        );
        for (name, text) in [
            ("bank", "Harbour & Bank"),
            ("twice", "&twice;"),
            ("file", "&file;"),
            ("amp", "&"),
            ("eacute", "é"),
            ("other", "&other;"),
        ] {
            assert_eq!(entities.resolve(name), text);
        }
    }
}
