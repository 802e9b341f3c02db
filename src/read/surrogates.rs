//! JSON with halves of characters: programs that cut texts by UTF-16 units leave `\ud83d` without its
//! other half, which no JSON reader takes. Only then, each half becomes U+FFFD.

use serde_json::Value;

/// Reads JSON, mended if it has to be.
///
/// # Errors
/// It is not JSON, whatever is done with its halves.
pub(super) fn json(text: &[u8]) -> serde_json::Result<Value> {
    serde_json::from_slice(text).or_else(|error| match mended(text) {
        Some(mended) => serde_json::from_slice(&mended),
        None => Err(error),
    })
}

/// The text with `\ufffd` for each half, of the same length; `None` if there is none.
fn mended(text: &[u8]) -> Option<Vec<u8>> {
    let mut mended: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &text[at..]) {
        at += found;
        at += match (
            unit(&text[at..]),
            unit(text.get(at + 6..).unwrap_or_default()),
        ) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (Some(0xd800..=0xdfff), _) => {
                let copy = mended.get_or_insert_with(|| text.to_vec());
                copy[at..at + 6].copy_from_slice(b"\\ufffd");
                6
            }
            _ => 2.min(text.len() - at),
        };
    }
    mended
}

/// The UTF-16 unit of an escape at the beginning of a text.
fn unit(text: &[u8]) -> Option<u16> {
    let digits = text.strip_prefix(b"\\u")?.get(..4)?;
    let digits = std::str::from_utf8(digits).ok()?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_become_marks_and_the_rest_stays() {
        for (text, expected) in [
            (r#""a \ud83d b""#, "a \u{fffd} b"),
            (r#""\udc00\ud800""#, "\u{fffd}\u{fffd}"),
            (r#""\ud83d\ude00 \ud83d""#, "😀 \u{fffd}"),
            (r#""\\ud83d \ud800""#, "\\ud83d \u{fffd}"),
            (r#""\ud83d\ude00""#, "😀"),
        ] {
            assert_eq!(json(text.as_bytes()).unwrap(), expected, "{text}");
        }
        for text in [r#""\ud83"#, r#""\ud83d"#, "\\", r#"{"a": \ud83d}"#] {
            assert!(json(text.as_bytes()).is_err(), "{text}");
        }
    }
}
