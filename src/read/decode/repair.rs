//! UTF-8 with damage: stray bytes of windows-1252 are read as such where that is certain, others marked.

use super::DAMAGE;
use encoding_rs::WINDOWS_1252;
use std::borrow::Cow;

/// The text of bytes that are UTF-8 in the main. A sequence that the end of the input cuts off is left
/// out; what cannot be told becomes [`DAMAGE`].
pub(super) fn repair(bytes: &[u8], ended: bool) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len() + 16);
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        at += chunk.valid().len() + chunk.invalid().len();
        let before = chunk.valid().bytes().next_back().unwrap_or(b' ');
        let after = bytes.get(at).copied().unwrap_or(b' ');
        match chunk.invalid() {
            [] => {}
            [byte] if is_meant(*byte, before, after) => {
                text.push_str(&WINDOWS_1252.decode_without_bom_handling(&[*byte]).0);
            }
            cut if ended && at == bytes.len() && is_beginning(cut) => {}
            _ => text.push(DAMAGE),
        }
    }
    Cow::Owned(text)
}

/// Whether bytes are the beginning of a longer UTF-8 sequence.
fn is_beginning(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

/// Whether a stray byte is certainly one of windows-1252: its quotes and dashes, or an accented letter
/// beside a letter (a capital not after a small one).
fn is_meant(byte: u8, before: u8, after: u8) -> bool {
    let beside_letter = before.is_ascii_alphabetic() || after.is_ascii_alphabetic();
    match byte {
        0x81 | 0x8d | 0x8f | 0x90 | 0x9d | 0xd7 | 0xf7 | 0xfe | 0xff => false,
        0x80..=0x9f => true,
        0xc0..=0xde => beside_letter && !before.is_ascii_lowercase(),
        0xdf..=0xff => beside_letter,
        _ => false,
    }
}
