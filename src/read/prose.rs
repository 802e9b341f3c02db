//! The prose of a Markdown text: marks, link targets, pictures and rules go, the words stay.
//!
//! Not a Markdown parser: for searching, a mark left over does less harm than a word lost.

use super::decode::tidy;
use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// What goes, and what stays of it, in this order.
static RULES: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    [
        // Comments, and tags of HTML.
        (r"(?s)<!--.*?-->", ""),
        (r"</?[A-Za-z][^<>\n]*>", ""),
        // Pictures and shortcodes.
        (r"!\[[^\]\n]*\]\([^)\n]*\)", ""),
        (r"\{\{[<%][^}\n]*[>%]\}\}", ""),
        // Links keep their words; the lines that define targets go.
        (r"(?m)^[ \t]*\[[^\]\n]+\]:[ \t]*\S+.*$", ""),
        (r"\[([^\]\n]*)\]\([^)\n]*\)", "$1"),
        (r"\[\^[^\]\n]*\]", ""),
        (r"\[([^\]\n]+)\]\[[^\]\n]*\]", "$1"),
        // Rules, underlines of headings, fences of code.
        (r"(?m)^[ \t]*(?:[-*_=][ \t]*){3,}$", ""),
        (r"(?m)^[ \t]*(?:```|~~~).*$", ""),
        // Marks at the beginning of a line.
        (r"(?m)^[ \t]{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$", "$1"),
        (r"(?m)^[ \t]{0,3}(?:>[ \t]?)+", ""),
        (r"(?m)^[ \t]*[*+-][ \t]+", "- "),
        // Emphasis and code.
        (r"\*{1,3}([^\s*](?:[^*\n]*[^\s*])?)\*{1,3}", "$1"),
        (r"(^|\W)_{1,3}([^_\n]+)_{1,3}(\W|$)", "$1$2$3"),
        (r"~~([^~\n]+)~~", "$1"),
        (r"`+([^`\n]+)`+", "$1"),
        (r"\\([\\`*_{}\[\]()#+.!>-])", "$1"),
    ]
    .into_iter()
    .map(|(pattern, stays)| (Regex::new(pattern).expect("a fixed pattern"), stays))
    .collect()
});

/// The words of a Markdown text, tidied, in its paragraphs.
pub(super) fn prose(markdown: &str) -> String {
    let mut text = Cow::Owned(markdown.replace("\r\n", "\n"));
    for (rule, stays) in RULES.iter() {
        if let Cow::Owned(changed) = rule.replace_all(&text, *stays) {
            text = Cow::Owned(changed);
        }
    }
    tidy(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        for (markdown, text) in [
            ("A [link](http://x.example/a_b) here", "A link here"),
            ("![picture](x.png)\n\nText", "Text"),
            (
                "## Head\n\n> quoted *word* and __more__",
                "Head\n\nquoted word and more",
            ),
            ("* one\n* two", "- one\n- two"),
            ("snake_case_name stays", "snake_case_name stays"),
            ("5 * 3 * 2", "5 * 3 * 2"),
            ("a\n\n---\n\nb", "a\n\nb"),
            ("text[^1]\n\n[^1]: note http://x.example", "text"),
        ] {
            assert_eq!(prose(markdown), text);
        }
    }
}
