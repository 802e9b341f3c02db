//! Cuts text into tokens with their byte offsets.
//!
//! The cut follows what annotated news does, because a name can only be found whole where the tokens
//! end with it: the possessive is its own token, `U.S.`, `Inc.`, `AT&T`, `Amazon.com` and `Al-Jazeera`
//! are one, `Microsoft-owned` is three. One pass over the characters; no token ever crosses a space.
//! It does not look words up and does not know languages without spaces.

use crate::analysis::plain_length;

/// What stands between a token and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// A space.
    Space,
    /// A line break.
    Line,
    /// A blank line, or the beginning of the text.
    Paragraph,
}

/// A token: a range of bytes on character boundaries, and how it is joined to the text before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    /// Where it begins.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// What stands before it.
    pub(super) gap: Gap,
}

/// Words whose full stop belongs to them and ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "Inc", "Corp", "Co", "Ltd", "Cos", "Bros", "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Gen", "Col",
    "Lt", "Sgt", "Capt", "Gov", "Sen", "Rep", "Rev", "Jr", "Sr", "No", "vs", "Jan", "Feb", "Mar",
    "Apr", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec", "Mt", "Ft", "Dept", "Univ", "Assn", "Intl",
    "Natl", "Hon", "Maj", "Cmdr", "Adm", "Pte", "Plc", "Pty", "Bhd", "Sdn", "Del", "Calif", "Fla",
    "Mass", "Conn",
];

/// Cuts `text` into tokens, in order, without overlap.
pub(super) fn tokenise(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    each_token(text, |token| tokens.push(token));
    tokens
}

/// Gives the tokens of `text`, in order, without overlap.
#[inline]
pub(super) fn each_token(text: &str, mut each: impl FnMut(Token)) {
    let mut at = 0;
    let mut gap = Gap::Paragraph;
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        if *byte == b' ' {
            gap = gap.max(Gap::Space);
            at += 1;
            continue;
        }
        let end = match plain_end(bytes, at) {
            Some(end) => end,
            None => match other_end(text, at) {
                Ok(end) => end,
                Err(end) => {
                    gap = gap.max(gap_of(&text[at..end]));
                    at = end;
                    continue;
                }
            },
        };
        each(Token {
            start: at,
            end,
            gap,
        });
        gap = Gap::None;
        at = end;
    }
}

/// Where a token ends that is no plain word; where space ends that is more than a blank, as an error.
fn other_end(text: &str, at: usize) -> Result<usize, usize> {
    let Some(c) = text[at..].chars().next() else {
        return Err(text.len());
    };
    if is_space(c) {
        return Err(at + space_len(&text[at..]));
    }
    Ok(if c.is_alphanumeric() {
        word_end(text, at)
    } else if is_possessive(&text[at..]) {
        at + c.len_utf8() + 1
    } else {
        at + c.len_utf8()
    })
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}')
}

fn space_len(text: &str) -> usize {
    text.find(|c| !is_space(c)).unwrap_or(text.len())
}

fn gap_of(space: &str) -> Gap {
    match space.bytes().filter(|b| *b == b'\n').count() {
        0 => Gap::Space,
        1 => Gap::Line,
        _ => Gap::Paragraph,
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '`')
}

/// Whether an apostrophe with a single s begins here.
fn is_possessive(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next().is_some_and(is_apostrophe)
        && matches!(chars.next(), Some('s' | 'S'))
        && !chars.next().is_some_and(char::is_alphanumeric)
}

/// Where a word of plain letters ends that nothing can join to what follows: most words of a text.
fn plain_end(bytes: &[u8], start: usize) -> Option<usize> {
    let rest = &bytes[start..];
    let (length, _) = plain_length(rest);
    if length == 0 {
        return None;
    }
    let blank = |nth: usize| matches!(rest.get(nth), None | Some(b' ' | b'\n'));
    let ends = match rest.get(length) {
        None | Some(b' ' | b'\n' | b')' | b'"' | b':' | b';' | b'?' | b'!') => true,
        Some(b',') => blank(length + 1),
        Some(b'.') => blank(length + 1) && !may_be_short(&rest[..length]),
        _ => false,
    };
    ends.then_some(start + length)
}

/// Whether a plain word may be an initial or an abbreviation, to which the full stop after it belongs.
fn may_be_short(word: &[u8]) -> bool {
    word.len() <= 6 && (!word[0].is_ascii_lowercase() || word == b"vs")
}

/// Where the word that begins at `start` ends.
fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut last = ' ';
    let mut chars = text[start..].char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let at = start + offset;
        let next = chars.peek().map(|(_, c)| *c);
        let joins = c.is_alphanumeric()
            || is_mark(c)
            || match c {
                '.' => dot_joins(&text[start..at], last, next),
                ',' => last.is_ascii_digit() && next.is_some_and(|n| n.is_ascii_digit()),
                '&' | '_' | '@' => next.is_some_and(char::is_alphanumeric),
                '-' | '\u{2010}' | '\u{2011}' => hyphen_joins(&text[at + c.len_utf8()..], last),
                c if is_apostrophe(c) => {
                    next.is_some_and(char::is_alphabetic) && !is_possessive(&text[at..])
                }
                _ => false,
            };
        if !joins {
            break;
        }
        end = at + c.len_utf8();
        last = c;
    }
    end
}

/// Combining marks stay with their letter.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn dot_joins(word: &str, last: char, next: Option<char>) -> bool {
    match next {
        Some(n) if n.is_alphanumeric() => {
            // A missing space after a sentence: "ended.The".
            !(n.is_uppercase() && last.is_lowercase())
        }
        _ if word.len() > 6 => false,
        _ => is_initials(word) || ABBREVIATIONS.contains(&word),
    }
}

/// `U`, `U.S`, `J.P`: single letters with full stops between them.
fn is_initials(word: &str) -> bool {
    let mut letter = false;
    word.chars().all(|c| {
        let fits = if letter { c == '.' } else { c.is_uppercase() };
        letter = !letter;
        fits
    }) && letter
}

/// A hyphen joins parts of a name (`Al-Jazeera`), not a name and a word of prose (`Iran-backed`).
fn hyphen_joins(rest: &str, last: char) -> bool {
    let mut letters = 0;
    for c in rest.chars() {
        if !c.is_alphanumeric() {
            return letters > 0 && letters < 4;
        }
        if !c.is_lowercase() {
            return true;
        }
        letters += 1;
        if letters >= 4 {
            break;
        }
    }
    letters > 0 && (letters < 4 || last == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        tokenise(text)
            .iter()
            .map(|t| &text[t.start..t.end])
            .collect()
    }

    #[test]
    fn names_stay_whole_and_prose_is_cut() {
        for (text, expected) in [
            ("Acme Inc. said", "Acme|Inc.|said"),
            ("the U.S. and J.P. Morgan", "the|U.S.|and|J.P.|Morgan"),
            ("AT&T, Amazon.com.", "AT&T|,|Amazon.com|."),
            ("Iran-backed Al-Jazeera", "Iran|-|backed|Al-Jazeera"),
            ("Barry’s O'Brien's", "Barry|’s|O'Brien|'s"),
            ("It ended.The end", "It|ended|.|The|end"),
            ("1,000 (IMOD)", "1,000|(|IMOD|)"),
            ("Lashkar-e-Taiba", "Lashkar-e-Taiba"),
        ] {
            assert_eq!(cut(text).join("|"), expected);
        }
    }

    #[test]
    fn blank_lines_are_told_from_line_breaks() {
        let gaps: Vec<Gap> = tokenise("a\nb\n \nc d").iter().map(|t| t.gap).collect();
        assert_eq!(
            gaps,
            [Gap::Paragraph, Gap::Line, Gap::Paragraph, Gap::Space]
        );
    }
}
