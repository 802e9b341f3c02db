//! Makes text safe for a terminal.
//!
//! Text from an article is untrusted: a headline may hold escape sequences, bidi overrides or zero-width
//! characters. Nothing of that reaches a terminal. Pipes get plain bytes and do not pass through here.
//! Colours are the printers' business; this file only knows what a character is worth on a screen.

use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// Whether a character may reach a terminal: not a control, bidi or zero-width one.
///
/// Bidi controls are those of UAX #9 (U+061C, U+200E/F, U+202A–E, U+2066–9).
pub fn is_safe(c: char) -> bool {
    !(c.is_control()
        || matches!(c,
            '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2028}' | '\u{2029}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}'))
}

/// The text on one line, every unsafe character as one blank; runs of blanks are kept.
pub fn safe(text: &str) -> String {
    text.chars()
        .map(|c| if is_safe(c) { c } else { ' ' })
        .collect()
}

/// The text as [`safe`] makes it, and where `span` (bytes) lies in it.
pub fn one_line(text: &str, span: &Range<usize>) -> (String, Range<usize>) {
    let before = safe(&text[..span.start]);
    let inside = safe(&text[span.clone()]);
    let start = before.len();
    let end = start + inside.len();
    (before + &inside + &safe(&text[span.end..]), start..end)
}

/// How many columns a text takes on a terminal (UAX #11).
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_overrides_become_blanks() {
        assert_eq!(safe("a\u{1b}[31mb\u{202e}c\nd"), "a [31mb c d");
    }
}
