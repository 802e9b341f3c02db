//! JSON with halves of characters in it, as careless programs write it: `"\\ud83d"` without its other half.
//!
//! No such text can exist, so a parser refuses the whole record; for one broken emoji no article is lost. The same
//! holds for what Python writes for a number that is none, and for numbers beyond all bounds.

/// The JSON with every half character as U+FFFD, the sign for a broken one; nothing if it has none.
pub(super) fn mended(json: &[u8]) -> Option<Vec<u8>> {
    let (mut at, mut done, mut clean) = (0, 0, Vec::new());
    while let Some(found) = memchr::memchr(b'\\', json.get(at..)?) {
        at += found;
        match unit(json, at) {
            Some(0xd800..=0xdbff) if matches!(unit(json, at + 6), Some(0xdc00..=0xdfff)) => {
                at += 12;
            }
            Some(0xd800..=0xdfff) => {
                clean.extend_from_slice(&json[done..at]);
                clean.extend_from_slice(b"\\ufffd");
                at += 6;
                done = at;
            }
            _ => at += 2,
        }
    }
    if done == 0 {
        return None;
    }
    clean.extend_from_slice(&json[done..]);
    Some(clean)
}

/// The JSON with `null` in the place of `NaN`, `Infinity` and numbers too large to be held; nothing if it has none.
pub(super) fn without_odd_numbers(json: &[u8]) -> Option<Vec<u8>> {
    let (mut at, mut done, mut clean) = (0, 0, Vec::new());
    while let Some(first) = json.get(at) {
        if *first == b'"' {
            at = string_end(json, at);
            continue;
        }
        let is_word = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
        let length = json[at..].iter().take_while(is_word).count();
        let word = std::str::from_utf8(&json[at..at + length]).unwrap_or_default();
        let number = word.ends_with("NaN")
            || word.ends_with("Infinity")
            || first.is_ascii_digit()
            || *first == b'-';
        if length > 0 && number && word.parse::<f64>().is_ok_and(|value| !value.is_finite()) {
            clean.extend_from_slice(&json[done..at]);
            clean.extend_from_slice(b"null");
            done = at + length;
        }
        at += length.max(1);
    }
    if done == 0 {
        return None;
    }
    clean.extend_from_slice(&json[done..]);
    Some(clean)
}

/// Where a string that begins here ends.
fn string_end(json: &[u8], begin: usize) -> usize {
    let mut at = begin + 1;
    while let Some(found) = memchr::memchr2(b'"', b'\\', json.get(at..).unwrap_or_default()) {
        at += found;
        if json[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    json.len()
}

/// The number of an escape `\uXXXX` that begins here.
fn unit(json: &[u8], at: usize) -> Option<u16> {
    let digits = json.get(at..at + 6)?.strip_prefix(b"\\u")?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_none_are_null() {
        let json = br#"{"a": NaN, "b": [-Infinity, 1e999, -2.5e3], "c": "NaN \" Infinity"}"#;
        let mended = without_odd_numbers(json).expect("it has some");
        let expected = br#"{"a": null, "b": [null, null, -2.5e3], "c": "NaN \" Infinity"}"#;
        assert_eq!(mended, expected);
        for whole in [r#"{"a": 1, "b": "NaN"}"#, r#"{"a": "x\"#, "nan", ""] {
            assert_eq!(without_odd_numbers(whole.as_bytes()), None, "{whole}");
        }
    }

    #[test]
    fn halves_are_replaced_and_pairs_stay() {
        for (json, clean) in [
            (r#""a\ud83d b""#, Some(r#""a\ufffd b""#)),
            (r#""\udc00\udc00""#, Some(r#""\ufffd\ufffd""#)),
            (r#""\ud83d\ude00""#, None),
            (r#""\\ud83d""#, None),
            (r#""\ud8""#, None),
            (r#""\"#, None),
        ] {
            let mended = mended(json.as_bytes());
            assert_eq!(mended.as_deref(), clean.map(str::as_bytes), "{json}");
        }
    }
}
