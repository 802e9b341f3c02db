//! Bytes to text, once, before anything else looks at them.
//!
//! The order of evidence: a byte order mark; UTF-16 without one; valid UTF-8; what the file declares;
//! UTF-8 with a few broken places (repaired); a statistical guess. A label is believed after valid UTF-8
//! because wrong labels are common and accidental UTF-8 is not. What no evidence explains is reported:
//! text is never mangled silently.

mod binary;
mod repair;
mod stream;
mod tidy;

pub use binary::{is_wire_copy, refuse_binary};
pub use stream::Utf8Reader;
pub use tidy::tidy;

use crate::error::{Problem, ProblemKind};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use regex::bytes::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Where a file may declare its encoding, in bytes from its beginning.
const DECLARATION: usize = 2048;

/// So many times as many whole UTF-8 sequences as broken ones make a text UTF-8 with damage.
const WHOLE_PER_BROKEN: usize = 4;

/// What stands in a stream for bytes that fit no encoding: a character that no text may contain.
pub const DAMAGE: char = '\u{fdd0}';

/// Whether a record from a [`Utf8Reader`] has bytes in it that fit no encoding.
pub fn damaged(record: &[u8]) -> bool {
    let mut mark = [0; 4];
    memchr::memmem::find(record, DAMAGE.encode_utf8(&mut mark).as_bytes()).is_some()
}

/// How the bytes are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    /// UTF-8, perhaps with a few broken places.
    Utf8,
    /// Another encoding, which the bytes show or declare.
    Other(&'static Encoding),
    /// Another encoding, by its statistics alone.
    Guess(&'static Encoding),
}

/// The text of a whole file. `declared` is a label from outside (HTTP, MIME, a container), if any.
///
/// # Errors
/// The bytes are not text, or in no encoding that can be told.
pub fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Result<Cow<'a, str>, Problem> {
    refuse_binary(bytes)?;
    let (coding, mark) = settle(bytes, declared);
    let bytes = &bytes[mark..];
    match coding {
        Coding::Utf8 => match repair::repair(bytes, true) {
            Cow::Owned(text) if damaged(text.as_bytes()) => Err(undecodable()),
            text => Ok(text),
        },
        Coding::Other(encoding) | Coding::Guess(encoding) => {
            let (text, broken) = encoding.decode_without_bom_handling(bytes);
            if broken || coding == Coding::Guess(encoding) && implausible(encoding, &text) {
                return Err(undecodable());
            }
            Ok(text)
        }
    }
}

/// The beginning of a file as UTF-8 without its mark, as far as that can be told from a part.
pub fn head(bytes: &[u8]) -> Cow<'_, [u8]> {
    match settle(bytes, None) {
        (Coding::Utf8, mark) => Cow::Borrowed(&bytes[mark..]),
        (Coding::Other(encoding) | Coding::Guess(encoding), mark) => {
            let text = encoding.decode_without_bom_handling(&bytes[mark..]).0;
            Cow::Owned(text.into_owned().into_bytes())
        }
    }
}

/// The problem of bytes whose encoding cannot be told.
pub(super) fn undecodable() -> Problem {
    Problem::new(
        ProblemKind::Encoding,
        "the bytes fit no text encoding: convert the file to UTF-8 or repair it",
    )
}

/// The problem of one record with such bytes in it.
pub(super) fn undecodable_record() -> Problem {
    let reason =
        "the record has bytes that fit no text encoding: convert the file to UTF-8 or repair it";
    Problem::new(ProblemKind::Encoding, reason)
}

/// UTF-16 without a mark: nearly every second byte is zero, on one side only.
fn wide(head: &[u8]) -> Option<&'static Encoding> {
    let sample = &head[..head.len().min(1024)];
    let zeros = |first: usize| {
        sample
            .iter()
            .skip(first)
            .step_by(2)
            .filter(|&&byte| byte == 0)
            .count()
    };
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    if half < 4 {
        None
    } else if odd * 10 >= half * 7 && even * 10 <= half {
        Some(UTF_16LE)
    } else if even * 10 >= half * 7 && odd * 10 <= half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// How bytes are to be read, and how many of them are a byte order mark.
fn settle(bytes: &[u8], declared: Option<&str>) -> (Coding, usize) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let coding = if encoding == UTF_8 {
            Coding::Utf8
        } else {
            Coding::Other(encoding)
        };
        return (coding, mark);
    }
    if let Some(encoding) = wide(bytes) {
        return (Coding::Other(encoding), 0);
    }
    let (whole, broken) = sequences(bytes);
    if broken == 0 && (whole > 0 || memchr::memchr(0x1b, bytes).is_none()) {
        return (Coding::Utf8, 0);
    }
    let label = declared
        .and_then(|label| Encoding::for_label(label.as_bytes()))
        .or_else(|| declared_in(bytes))
        .filter(|encoding| encoding.is_ascii_compatible() && *encoding != UTF_8);
    if let Some(encoding) = label
        && !(encoding == WINDOWS_1252 && is_other_script(bytes))
        && !encoding.decode_without_bom_handling(bytes).1
    {
        return (Coding::Other(encoding), 0);
    }
    if whole >= WHOLE_PER_BROKEN * broken {
        return (Coding::Utf8, 0);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    match detector.guess(None, Utf8Detection::Allow) {
        encoding if encoding == UTF_8 => (Coding::Utf8, 0),
        encoding => (Coding::Guess(encoding), 0),
    }
}

/// Whether the bytes of accented letters stand side by side, as the letters of another script do: Western
/// labels stand on pages in Cyrillic or Greek.
fn is_other_script(bytes: &[u8]) -> bool {
    const LEAST: usize = 40;
    const RUN: usize = 4;
    let runs = bytes.split(|byte| *byte < 0xc0).map(<[u8]>::len);
    let (mut all, mut in_runs) = (0, 0);
    for run in runs {
        all += run;
        in_runs += if run >= RUN { run } else { 0 };
    }
    all >= LEAST && 2 * in_runs > all
}

/// The encoding that a file names in its XML declaration, its `meta` element or an `@charset` line.
fn declared_in(bytes: &[u8]) -> Option<&'static Encoding> {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i)(?:encoding|charset)\s*=\s*["']?\s*([a-z0-9_:.-]{2,40})"#)
            .expect("a fixed pattern")
    });
    let head = &bytes[..bytes.len().min(DECLARATION)];
    if !head.trim_ascii_start().starts_with(b"<") {
        return None;
    }
    Encoding::for_label(LABEL.captures(head)?.get(1)?.as_bytes())
}

/// How many multi-byte UTF-8 sequences are whole, and how many places are broken.
///
/// A sequence that only the end of the bytes cuts off counts for neither.
fn sequences(bytes: &[u8]) -> (usize, usize) {
    let (mut whole, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid();
        if !valid.is_ascii() {
            whole += valid.bytes().filter(|byte| *byte >= 0xc0).count();
        }
        broken += usize::from(!chunk.invalid().is_empty());
    }
    let cut_off = matches!(std::str::from_utf8(bytes.get(bytes.len().saturating_sub(4)..).unwrap_or_default()),
        Err(error) if error.error_len().is_none());
    (
        whole,
        broken.saturating_sub(usize::from(cut_off && broken > 0)),
    )
}

/// Whether a text in a guessed encoding looks like chance: such encodings fit nearly any bytes, so that
/// fitting proves nothing.
fn implausible(encoding: &'static Encoding, text: &str) -> bool {
    const WESTERN: &[&str] = &[
        "windows-1252",
        "windows-1250",
        "windows-1254",
        "windows-1257",
    ];
    if WESTERN.contains(&encoding.name()) {
        return scattered(text);
    }
    // Another script makes up half of a text that is written in it, or much beside markup.
    let letters = text.chars().filter(|letter| letter.is_alphabetic());
    let (foreign, all) = letters.fold((0_usize, 0_usize), |(foreign, all), letter| {
        (foreign + usize::from(!letter.is_ascii()), all + 1)
    });
    foreign * 2 < all && (foreign < 100 || foreign * 20 < all)
}

/// Whether the accented letters of a text stand as no language has them: capitals inside words, runs of
/// unrelated signs, control characters.
fn scattered(text: &str) -> bool {
    const TYPOGRAPHY: &str = "\u{a0}–—‘’‚“”„†•…‰‹›«»€£¥¢§©®°±²³·¹º¼½¾×™¿¡ª\u{ad}´¨";
    let (mut seen, mut odd) = (0_usize, 0_usize);
    let (mut before, mut run) = (' ', 0_usize);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let alone = !before.is_alphabetic()
            && matches!(
                letters.peek(),
                Some('!'..='&' | '(' | '*' | '/' | '='..='@' | '['..='`' | '{'..='~')
            );
        if letter.is_ascii() {
            run = 0;
        } else {
            seen += 1;
            run += 1;
            let strange = letter.is_control()
                || !(letter.is_alphabetic() || TYPOGRAPHY.contains(letter))
                || letter.is_uppercase() && before.is_lowercase()
                || letter.is_alphabetic() && alone
                || run > 2;
            odd += usize::from(strange);
        }
        before = letter;
    }
    odd * 3 > seen
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn encodings_are_told_apart() {
        let french = "Le président a présenté ses vœux à l’Élysée, où l’été fut très chaud.";
        let russian = "Президент представил новый план развития экономики страны.";
        let (latin, ..) = encoding_rs::WINDOWS_1252.encode(french);
        let (cyrillic, ..) = encoding_rs::WINDOWS_1251.encode(russian);
        let wide = |text: &str, mark: bool| -> Vec<u8> {
            let mark = mark.then_some(0xfeff_u16);
            mark.into_iter()
                .chain(text.encode_utf16())
                .flat_map(u16::to_le_bytes)
                .collect()
        };
        for (name, bytes, text) in [
            ("utf-8", french.as_bytes().to_vec(), french),
            (
                "with a mark",
                [b"\xef\xbb\xbf", french.as_bytes()].concat(),
                french,
            ),
            ("windows-1252", latin.to_vec(), french),
            ("windows-1251", cyrillic.to_vec(), russian),
            ("utf-16 with a mark", wide(french, true), french),
            ("utf-16 without", wide(french, false), french),
        ] {
            assert_eq!(decode(&bytes, None).expect(name), text, "{name}");
        }
    }

    #[test]
    fn labels_count_only_where_they_fit() {
        let iso = b"<?xml version='1.0' encoding='iso-8859-2'?><p>\xb3\xf3d\xbc</p>";
        assert!(decode(iso, None).expect("labelled").contains("łódź"));
        let wrong = "<meta charset=iso-8859-1><p>é</p>";
        assert_eq!(decode(wrong.as_bytes(), None).expect("utf-8"), wrong);
        let russian = "<meta charset=iso-8859-1><p>Портовый совет во вторник постановил закрыть старый мост</p>";
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(russian);
        assert_eq!(decode(&bytes, None).expect("another script"), russian);
        assert_eq!(
            decode(b"\xb3\xf3d\xbc", Some("ISO-8859-2")).expect("label"),
            "łódź"
        );
    }

    #[test]
    fn a_stray_byte_does_not_turn_the_rest() {
        let bytes = [
            " été à la fête ".repeat(3).as_bytes(),
            b"l\x92hiver",
            b"\xc3",
        ]
        .concat();
        assert!(
            decode(&bytes, None)
                .expect("mostly UTF-8")
                .ends_with("fête l’hiver")
        );
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let noise: Vec<u8> = (0..=255).cycle().take(2000).collect();
        for (bytes, kind) in [
            (&b"\x89PNG\r\n\x1a\n"[..], ProblemKind::UnknownFormat),
            (b"text with \0 inside", ProblemKind::UnknownFormat),
            (&noise, ProblemKind::UnknownFormat),
            (
                b"broken \xff\xfe\xfa\xf0 and \x81\x8d here",
                ProblemKind::Encoding,
            ),
            (b"bad \xc3( here", ProblemKind::Encoding),
        ] {
            assert_eq!(
                decode(bytes, None).expect_err("no text").kind,
                kind,
                "{bytes:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = decode(&bytes, None);
            let _ = decode(&bytes, Some("shift_jis"));
        }

        #[test]
        fn utf8_is_itself(text in "\\PC{0,60}") {
            prop_assume!(!text.contains('\u{feff}'));
            prop_assert_eq!(decode(text.as_bytes(), None).expect("text"), text.as_str());
        }
    }
}
