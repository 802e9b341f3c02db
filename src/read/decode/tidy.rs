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
    let plain = |byte: u8| byte.is_ascii_graphic() || matches!(byte, b' ' | b'\n');
    if text.bytes().all(plain) {
        return lines(text);
    }
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
            _ if letter.is_control() => {}
            _ => visible.push(letter),
        }
    }
    lines(&visible)
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
        fn tidying_twice_is_tidying_once(text in "(\\PC|[\\r\\n\\t ]){0,60}") {
            let once = tidy(&text);
            prop_assert_eq!(tidy(&once), once);
        }
    }
}
