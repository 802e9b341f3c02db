//! What a file is packed in, from its first bytes: names lie too often to be asked.

use crate::error::{Problem, ProblemKind};

/// How a stream is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Not at all: a reader's business.
    Plain,
    Gzip,
    Zstd,
    Zip,
    Tar,
}

/// Packings that are known but not read, by their first bytes.
const UNREAD: &[(&[u8], &str)] = &[
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x1f\x9d", "compress"),
    (b"\x04\x22\x4d\x18", "LZ4"),
];

impl Kind {
    /// How a stream that begins so is packed.
    ///
    /// # Errors
    /// In a way that is not read.
    pub(super) fn of(head: &[u8]) -> Result<Self, Problem> {
        let kind = match head {
            [0x1f, 0x8b, ..] => Self::Gzip,
            // Zstandard may begin with frames to be skipped.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Self::Zstd,
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Self::Zip,
            _ if is_tar(head) => Self::Tar,
            _ => {
                return match UNREAD.iter().find(|(sign, _)| head.starts_with(sign)) {
                    // Text may begin with the letters `BZh`.
                    Some((sign, _)) if sign.is_ascii() && !is_binary(head) => Ok(Self::Plain),
                    Some((_, what)) => Err(unread(what)),
                    None => Ok(Self::Plain),
                };
            }
        };
        Ok(kind)
    }
}

/// A tar header says its name, with a zero behind it that no text has, or at least its checksum is right (the form
/// of 1979 has no name).
fn is_tar(head: &[u8]) -> bool {
    let Some(block) = head.first_chunk::<512>() else {
        return false;
    };
    if block[257..].starts_with(b"ustar\0") || block[257..].starts_with(b"ustar  \0") {
        return true;
    }
    let sum: u32 = block[..148]
        .iter()
        .chain(&block[156..])
        .map(|byte| u32::from(*byte))
        .sum();
    let header = tar::Header::from_byte_slice(block);
    block[0] != 0 && header.cksum().is_ok_and(|stated| stated == sum + 8 * 32)
}

fn is_binary(head: &[u8]) -> bool {
    std::str::from_utf8(&head[..head.len().min(64)]).is_err() || head.contains(&0)
}

fn unread(what: &str) -> Problem {
    let reason =
        format!("is packed by {what}, which is not read: unpack it, or pack it by gzip or zstd");
    Problem::new(ProblemKind::UnknownFormat, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_tell() {
        let mut old = tar::Header::new_old();
        old.as_old_mut().name[..5].copy_from_slice(b"a.txt");
        old.set_size(0);
        old.set_cksum();
        // Letters of a tar header where it has them, in a text.
        let chance = format!("{}ustar{}", "a ".repeat(128) + "m", "d ".repeat(200));
        for (head, kind) in [
            (&b"\x1f\x8b\x08"[..], Some(Kind::Gzip)),
            (b"\x28\xb5\x2f\xfd", Some(Kind::Zstd)),
            (b"\x52\x2a\x4d\x18", Some(Kind::Zstd)),
            (b"PK\x05\x06", Some(Kind::Zip)),
            (old.as_bytes(), Some(Kind::Tar)),
            (&[0; 512], Some(Kind::Plain)),
            (chance.as_bytes(), Some(Kind::Plain)),
            (b"BZh is no name of a format here", Some(Kind::Plain)),
            (b"BZh91AY&SY\xff\xfe", None),
            (b"\x1f\x9d\x90", None),
            (b"Rates rise", Some(Kind::Plain)),
            (b"", Some(Kind::Plain)),
        ] {
            assert_eq!(Kind::of(head).ok(), kind, "{head:?}");
        }
    }
}
