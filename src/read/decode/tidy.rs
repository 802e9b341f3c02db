//! Text as people read it: composed letters, no invisible characters, plain spaces, one kind of line end.

use encoding_rs::WINDOWS_1252;
use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Tidies the text of a field: double encoding is undone where that is certain, then Unicode's form C;
/// soft hyphens, zero-width and control characters go, fixed spaces become spaces, lines end in `\n`,
/// no line ends in spaces, no more than one blank line stands together, and none at either end.
///
/// Tidying what is tidy changes nothing.
pub fn tidy(text: &str) -> String {
    if is_plain(text) {
        lines(text)
    } else {
        lines(&visible(text))
    }
}

/// The text without what no reader sees, in Unicode's form C.
fn visible(text: &str) -> String {
    let text = undouble(text);
    let composed: Cow<'_, str> = if text.is_ascii() || is_nfc(&text) {
        text
    } else {
        Cow::Owned(text.nfc().collect())
    };
    let mut visible = String::with_capacity(composed.len());
    let mut letters = composed.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\r' if letters.peek() == Some(&'\n') => {}
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{0b}' | '\u{0c}' => visible.push('\n'),
            '\u{a0}' | '\u{2007}' | '\u{202f}' => visible.push(' '),
            // Joiners are spelling in the scripts from Arabic on, and residue before them.
            '\u{200c}' | '\u{200d}' if visible.ends_with(|before| before >= '\u{600}') => {
                visible.push(letter);
            }
            '\n' | '\t' => visible.push(letter),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            '\u{80}'..='\u{9f}' => visible.extend(meant(letter)),
            _ if letter.is_control() => {}
            _ => visible.push(letter),
        }
    }
    visible
}

/// What windows-1252 has in the place of a control character that was read as Latin-1.
fn meant(control: char) -> Option<char> {
    let byte = [u8::try_from(u32::from(control)).ok()?];
    let (text, ..) = WINDOWS_1252.decode_without_bom_handling(&byte);
    text.chars().find(|letter| !letter.is_control())
}

/// Whether nothing of a text has to be replaced, as far as that is told at a glance: printed ASCII, dashes,
/// quotation marks and the euro sign.
fn is_plain(text: &str) -> bool {
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        // Many bytes at once where that is enough, which is nearly everywhere.
        let printed = |bytes: &[u8; 32]| bytes.iter().fold(true, |all, b| all & is_printed(*b));
        rest = match rest.split_first_chunk() {
            Some((bytes, more)) if printed(bytes) => more,
            _ => match plain_piece(rest) {
                Some(more) => more,
                None => return false,
            },
        };
    }
    true
}

fn is_printed(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\n')
}

/// What follows the first bytes of a text, 32 or a few more, if nothing of them has to be replaced.
fn plain_piece(mut rest: &[u8]) -> Option<&[u8]> {
    let end = rest.len().saturating_sub(32);
    while rest.len() > end {
        rest = match rest.split_first()? {
            (byte, more) if is_printed(*byte) => more,
            // U+2013, U+2014, U+2018 to U+201E, U+2026; U+20AC.
            (
                0xe2,
                [0x80, 0x93 | 0x94 | 0x98..=0x9e | 0xa6, more @ ..] | [0x82, 0xac, more @ ..],
            ) => more,
            _ => return None,
        };
    }
    Some(rest)
}

/// Trims lines at their end, and blank lines to one.
fn lines(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut blank = 0;
    for line in text.trim().lines().map(str::trim_end) {
        if line.is_empty() {
            blank += 1;
            continue;
        }
        if !tidy.is_empty() {
            tidy.push_str(if blank > 0 { "\n\n" } else { "\n" });
        }
        blank = 0;
        tidy.push_str(line);
    }
    tidy
}

/// Undoes UTF-8 that was read as windows-1252 and encoded again (`â€™` for `’`), if every run of
/// non-ASCII characters is of that kind; one that is not proves the text to be meant as it stands.
fn undouble(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.contains(|letter| ('\u{c2}'..='\u{f4}').contains(&letter)) {
        return Cow::Borrowed(text);
    }
    let mut repaired = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| !letter.is_ascii()) {
        let (plain, from) = rest.split_at(start);
        let end = from
            .find(|letter: char| letter.is_ascii())
            .unwrap_or(from.len());
        let (run, after) = from.split_at(end);
        let Some(meant) = single_bytes(run).and_then(|bytes| String::from_utf8(bytes).ok()) else {
            return Cow::Borrowed(text);
        };
        repaired.push_str(plain);
        repaired.push_str(&meant);
        rest = after;
    }
    repaired.push_str(rest);
    Cow::Owned(repaired)
}

/// The bytes that windows-1252 (or Latin-1, for its control characters) has for a run.
fn single_bytes(run: &str) -> Option<Vec<u8>> {
    run.chars()
        .map(|letter| {
            if let Ok(byte) = u8::try_from(u32::from(letter)) {
                return Some(byte);
            }
            let mut one = [0; 4];
            match WINDOWS_1252.encode(letter.encode_utf8(&mut one)) {
                (bytes, _, false) => bytes.first().copied(),
                _ => None,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_is_made_readable() {
        for (raw, clean) in [
            (
                "Gro\u{df}e Ko\u{ad}ali\u{ad}tion\u{200b}",
                "Große Koalition",
            ),
            ("10\u{a0}000\u{202f}€", "10 000 €"),
            ("e\u{301}te\u{301}", "été"),
            ("one\r\ntwo\rthree\u{2028}four", "one\ntwo\nthree\nfour"),
            ("\n\n a  \n\n\n\nb \n", "a\n\nb"),
            ("bell\u{7} and \u{202e}", "bell and \u{202e}"),
            ("Itâ€™s a cafÃ©", "It’s a café"),
            ("the â€™ of a café", "the â€™ of a café"),
            ("Ã‰tat", "État"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("São Paulo", "São Paulo"),
        ] {
            assert_eq!(tidy(raw), clean);
        }
    }

    proptest! {
        #[test]
        fn a_glance_tells_what_a_look_would(text in "([a-z~ \\n]|[‐-‧€₠-₯é\u{7f}\t]){0,30}") {
            if is_plain(&text) {
                prop_assert_eq!(visible(&text), text);
            }
        }

        #[test]
        fn tidying_twice_is_tidying_once(text in "(\\PC|[\\r\\n\\t ]){0,60}") {
            let once = tidy(&text);
            prop_assert_eq!(tidy(&once), once);
        }
    }
}
