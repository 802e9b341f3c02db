//! Quotation marks: `"..."`, and those that word processors and newspapers write.
//!
//! `"` is closed by `"` alone; “ and „ by any of “ ” „ ", since every country pairs them otherwise;
//! « and » by each other. Inside, `\"` is a quotation mark and `\\` a backslash.

use super::source::Source;
use super::tree::Span;
use crate::error::QueryError;
use std::borrow::Cow;

/// Whether a character opens a quotation.
pub(super) fn opens(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»')
}

/// Whether `c` closes what `open` opened.
fn closes(open: char, c: char) -> bool {
    match open {
        '"' => c == '"',
        '«' => c == '»',
        '»' => c == '«',
        _ => matches!(c, '“' | '”' | '„' | '‟' | '"'),
    }
}

/// What stands between the mark at `at` and the one that closes it.
pub(super) fn inside(source: Source, at: usize) -> Result<Span, QueryError> {
    let rest = &source.text[at..];
    let open = rest.chars().next().unwrap_or('"');
    let start = at + open.len_utf8();
    let mut escaped = false;
    for (length, c) in source.text[start..].char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if closes(open, c) {
            return Ok(start..start + length);
        }
    }
    Err(source.error(
        &(at..start),
        format!("this `{open}` is never closed"),
        "close the quotation, or write `\\\"` for a mark inside one",
    ))
}

/// The end of the mark that closes `core`.
pub(super) fn end(source: Source, core: &Span) -> usize {
    let mark = source.text[core.end..].chars().next();
    core.end + mark.map_or(0, char::len_utf8)
}

/// The text without its escapes.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(&next) if c == '\\' && (next == '\\' || opens(next)) => {
                plain.push(next);
                chars.next();
            }
            _ => plain.push(c),
        }
    }
    Cow::Owned(plain)
}

/// The text with its escapes, for between `"` and `"`.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_marks_closes() {
        for quoted in ["\"x\"", "“x”", "„x“", "„x”", "”x”", "«x»", "»x«", "“x\""]
        {
            let source = Source { text: quoted };
            let core = inside(source, 0).expect(quoted);
            assert_eq!(source.slice(&core), "x");
            assert_eq!(end(source, &core), quoted.len());
        }
        assert!(inside(Source { text: "\"x”" }, 0).is_err());
    }

    #[test]
    fn escapes_come_back() {
        for text in ["a", "a\"b", "a\\b", "\\", "\\\"", "“\\”"] {
            assert_eq!(unescape(&escape(text)), text);
        }
    }
}
