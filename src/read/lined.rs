//! Plain text as it is typed: lines are wrapped, and a paragraph begins where a line is indented.

use super::decode::tidy;
use std::borrow::Cow;

/// A line that goes on in the next one is of such a length, in characters: a shorter one ends by itself, and
/// where one is longer the text is not wrapped at all.
const WRAPPED: std::ops::RangeInclusive<usize> = 25..=110;

/// The text with a blank line before each paragraph that an indented line begins, and with the lines of each
/// joined. Rows of tables and items of lists stay lines of their own.
pub(super) fn paragraphs(text: &str) -> Cow<'_, str> {
    let indented = ["\n  ", "\n\t", "\n\u{3000}"];
    if !indented.iter().any(|sign| text.contains(sign)) {
        return Cow::Borrowed(text);
    }
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    let is_typed = lines.iter().skip(1).any(|line| begins(line));
    let is_wrapped = lines
        .iter()
        .all(|line| line.chars().count() <= *WRAPPED.end());
    if !is_typed {
        return Cow::Borrowed(text);
    }
    let mut typed = String::with_capacity(text.len() + text.len() / 16);
    let mut before = "";
    for line in lines {
        let goes_on = is_wrapped && is_open(before) && !line.starts_with(char::is_whitespace);
        if begins(line) {
            typed.push_str("\n\n");
            typed.push_str(line.trim_start());
        } else if goes_on && !line.is_empty() {
            typed.push(' ');
            typed.push_str(line);
        } else {
            typed.push('\n');
            typed.push_str(line);
        }
        before = line;
    }
    Cow::Owned(tidy(&typed))
}

/// Whether a line begins a paragraph: indented, and neither a row nor an item.
fn begins(line: &str) -> bool {
    const DEEPEST: usize = 8;
    let text = line.trim_start();
    let blanks = &line[..line.len() - text.len()];
    let indented = blanks.starts_with(['\t', '\u{3000}']) || blanks.len() >= 2;
    let shallow = blanks.chars().count() <= DEEPEST;
    let is_item = text.starts_with(['-', '*', '+', '•', '·', '|', '_', '=']);
    indented && shallow && !text.is_empty() && !is_item && !is_row(text)
}

/// Whether a line holds columns.
fn is_row(text: &str) -> bool {
    let text = text.trim();
    text.contains("   ") || text.contains('\t')
}

/// Whether a line may go on in the next one.
fn is_open(line: &str) -> bool {
    WRAPPED.contains(&line.chars().count()) && !is_row(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_indented_line_begins_a_paragraph() {
        for (text, expected) in [
            (
                "   The board met on Thursday and\nraised the fees.\n   Ships wait.",
                "The board met on Thursday and raised the fees.\n\nShips wait.",
            ),
            (
                "The board met on Thursday and\nraised the fees.\n\tShips wait.\n\n (By A. Reed)",
                "The board met on Thursday and raised the fees.\n\nShips wait.\n\n (By A. Reed)",
            ),
            (
                "　会議は開かれた。\n　船は待つ。",
                "会議は開かれた。\n\n船は待つ。",
            ),
            ("One.\nTwo.", "One.\nTwo."),
            ("Prices:\n  - oil\n  - gold", "Prices:\n  - oil\n  - gold"),
            (
                "Prices:\n  Oil    80\n  Gold   90\n   It rose.",
                "Prices:\n  Oil    80\n  Gold   90\n\nIt rose.",
            ),
        ] {
            assert_eq!(paragraphs(text), expected);
        }
    }
}
