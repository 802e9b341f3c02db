//! JSON with halves of characters in it, as careless programs write it: `"\\ud83d"` without its other half.
//!
//! No such text can exist, so a parser refuses the whole record; for one broken emoji no article is lost.

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

/// The number of an escape `\uXXXX` that begins here.
fn unit(json: &[u8], at: usize) -> Option<u16> {
    let digits = json.get(at..at + 6)?.strip_prefix(b"\\u")?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

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
