//! Makes text safe for a terminal, and knows what the terminal is like.
//!
//! Text from an article is untrusted: a headline may hold escape sequences, bidi overrides or zero-width
//! characters. Nothing of that reaches a terminal. Pipes get plain bytes and do not pass through here.
//! Which colour means what is the printers' business; this file only knows what a character is worth on
//! a screen, how wide the screen is and whether it is to be coloured at all.

use std::ffi::OsStr;
use std::ops::Range;
use std::str::FromStr;
use unicode_segmentation::UnicodeSegmentation;
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

/// The text as [`safe`] makes it, but in its lines: newlines stay (`\r\n` becomes one).
pub fn safe_lines(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .map(|c| if c == '\n' || is_safe(c) { c } else { ' ' })
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

/// The text in at most `columns` columns: cut between graphemes, with `…` for what was left out.
pub fn shorten(text: &str, columns: usize) -> String {
    let (mut taken, mut used) = (0, 0);
    for (at, grapheme) in text.grapheme_indices(true) {
        let next = used + width(grapheme);
        if next > columns {
            let kept = text[..taken].trim_end();
            return if columns == 0 {
                String::new()
            } else {
                format!("{kept}…")
            };
        }
        used = next;
        // Room for the `…` is held back from what can be kept, not from what fits whole.
        if used < columns {
            taken = at + grapheme.len();
        }
    }
    text.to_owned()
}

/// The same with the end of the text kept.
pub fn shorten_front(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    // The `…` takes a column.
    let (mut kept, mut used) = (text.len(), 1);
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        used += width(grapheme);
        if used > columns {
            break;
        }
        kept = at;
    }
    match columns {
        0 => String::new(),
        _ => format!("…{}", text[kept..].trim_start()),
    }
}

/// The width of the terminal that standard output is, in columns; `None` if it is none.
pub fn columns() -> Option<usize> {
    terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0))
}

/// `--color`: whether output is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colour {
    /// On a terminal, unless `NO_COLOR` is set or the terminal is a dumb one.
    #[default]
    Auto,
    /// In a pipe too, for a pager.
    Always,
    /// Not at all.
    Never,
}

impl Colour {
    /// Every value with its name on the command line.
    pub const NAMES: &[(&str, Self)] = &[
        ("auto", Self::Auto),
        ("always", Self::Always),
        ("never", Self::Never),
    ];

    /// Whether to colour a stream, given whether it is a terminal; asks the environment.
    pub fn is_on(self, is_terminal: bool) -> bool {
        let (no_color, term) = (std::env::var_os("NO_COLOR"), std::env::var_os("TERM"));
        self.decide(is_terminal, no_color.as_deref(), term.as_deref())
    }

    /// `NO_COLOR` counts if it is not empty (<https://no-color.org>); what was typed outranks it.
    fn decide(self, is_terminal: bool, no_color: Option<&OsStr>, term: Option<&OsStr>) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => {
                is_terminal
                    && no_color.is_none_or(OsStr::is_empty)
                    && term.is_none_or(|name| name != "dumb")
            }
        }
    }
}

impl FromStr for Colour {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|&(_, colour)| colour)
            .ok_or_else(|| format!("`{name}` is not `auto`, `always` or `never`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_overrides_become_blanks() {
        assert_eq!(safe("a\u{1b}[31mb\u{202e}c\nd"), "a [31mb c d");
        assert_eq!(safe_lines("a\u{1b}b\r\nc\u{85}\n\nd"), "a b\nc \n\nd");
    }

    #[test]
    fn a_shortened_text_never_takes_more_columns_than_given() {
        for (text, columns, expected) in [
            ("cocoa", 5, "cocoa"),
            ("cocoa!", 5, "coco…"),
            ("the cocoa", 5, "the…"),
            ("可可协定", 8, "可可协定"),
            ("可可协定", 7, "可可协…"),
            ("可可协定", 6, "可可…"),
            ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
            ("cocoa", 1, "…"),
            ("cocoa", 0, ""),
            ("", 0, ""),
        ] {
            let short = shorten(text, columns);
            assert_eq!(short, expected, "{text} in {columns}");
            assert!(width(&short) <= columns);
        }
    }

    #[test]
    fn colour_is_what_was_typed_or_what_the_terminal_is() {
        let set = Some(OsStr::new("1"));
        let empty = Some(OsStr::new(""));
        for (name, is_terminal, no_color, term, expected) in [
            ("auto", true, None, None, true),
            ("auto", false, None, None, false),
            ("auto", true, set, None, false),
            ("auto", true, empty, None, true),
            ("auto", true, None, Some(OsStr::new("dumb")), false),
            ("always", false, set, None, true),
            ("never", true, None, None, false),
        ] {
            let colour: Colour = name.parse().unwrap();
            assert_eq!(
                colour.decide(is_terminal, no_color, term),
                expected,
                "{name} {is_terminal} {no_color:?} {term:?}"
            );
        }
        assert!("sometimes".parse::<Colour>().is_err());
    }
}
