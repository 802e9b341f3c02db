//! Bytes that are no text, told apart from text with control characters in it.

use super::wide;
use crate::error::{Problem, ProblemKind};
use encoding_rs::Encoding;

/// Whether a head is of a message that agencies sent over lines (IPTC 7901, ANPA 1312): its control characters are
/// signs of the format.
pub fn is_wire_copy(head: &[u8]) -> bool {
    const FILL: [u8; 8] = [0x16, 0x04, b'\r', b'\n', b' ', b'\t', 0x7f, 0];
    let begin = head.iter().position(|byte| !FILL.contains(byte));
    let rest = &head[begin.unwrap_or(head.len())..];
    if rest.starts_with(b"ZCZC") {
        return true;
    }
    let Some(header) = rest.strip_prefix(b"\x01") else {
        return false;
    };
    let header = &header[..header.len().min(16)];
    let printed = header
        .iter()
        .filter(|byte| matches!(byte, b' '..=b'~'))
        .count();
    printed >= 5 && !header.contains(&0)
}

/// Reports bytes that are no text at all: known signatures, zero bytes, many control characters.
///
/// # Errors
/// [`ProblemKind::UnknownFormat`] with what the file seems to be.
pub fn refuse_binary(head: &[u8]) -> Result<(), Problem> {
    const SIGNATURES: &[(&[u8], &str, &str)] = &[
        (
            b"%PDF-",
            "a PDF",
            ": extract its text first, for example with `pdftotext`",
        ),
        (
            b"{\\rtf",
            "an RTF document",
            ": save it as text or .docx, or convert it with `unrtf --text`",
        ),
        (
            b"\xd0\xcf\x11\xe0",
            "an old Office document",
            ": save it as text or .docx",
        ),
        (b"\x89PNG", "a PNG picture", ""),
        (b"\xff\xd8\xff", "a JPEG picture", ""),
        (b"GIF8", "a GIF picture", ""),
        (b"\x7fELF", "a program", ""),
        (b"PK\x03\x04", "a ZIP archive", ""),
        (b"\x1f\x8b", "gzip data", ""),
        (b"\x28\xb5\x2f\xfd", "Zstandard data", ""),
    ];
    let refuse = |what: &str, advice: &str| {
        let reason = format!("is {what}, not text{advice}");
        Err(Problem::new(ProblemKind::UnknownFormat, reason))
    };
    let mut signatures = SIGNATURES.iter();
    if let Some((_, what, advice)) = signatures.find(|(sign, ..)| head.starts_with(sign)) {
        return refuse(what, advice);
    }
    if Encoding::for_bom(head).is_some() || wide(head).is_some() || is_wire_copy(head) {
        return Ok(());
    }
    let sample = &head[..head.len().min(64 * 1024)];
    let control = |byte: &&u8| matches!(byte, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f);
    let controls = sample.iter().filter(control).count();
    let zeros = memchr::memchr_iter(0, sample).count();
    // A stray zero byte makes no text a program, least of all one with markup.
    let is_marked = matches!(sample.trim_ascii_start().first(), Some(b'<' | b'{' | b'['));
    let rare = if is_marked || is_printed(sample) {
        20
    } else {
        500
    };
    if zeros * rare > sample.len() || controls * 20 > sample.len() {
        return refuse("binary data", "");
    }
    Ok(())
}

/// Whether all but the zero bytes is text in UTF-8, without control characters.
fn is_printed(sample: &[u8]) -> bool {
    let mut parts = sample.split(|byte| *byte == 0);
    let last = parts.clone().count() - 1;
    parts.by_ref().enumerate().all(|(at, part)| {
        let controls = part
            .iter()
            .any(|byte| matches!(byte, 1..=8 | 0x0e..=0x1f | 0x7f));
        // The sample may end inside a character.
        let whole = std::str::from_utf8(part);
        let text =
            whole.is_ok() || at == last && whole.is_err_and(|error| error.error_len().is_none());
        text && !controls
    })
}
