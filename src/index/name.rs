//! The name that a file has in the index: its path below the root, with `/`, as text.
//!
//! Old archives hold names in old encodings, and what those bytes meant nobody knows. They are written as
//! `%E9`, as in an address, so that the file is indexed, named and found again; in such a name `%` itself is
//! `%25`. Names in UTF-8 stay as they are.

use std::borrow::Cow;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The path below `base`; of `base` itself, its name. `None` if it is not below.
pub(super) fn below(base: &Path, full: &Path) -> Option<String> {
    let below = full.strip_prefix(base).ok()?;
    if below.as_os_str().is_empty() {
        return Some(text(base.file_name()?.as_encoded_bytes()).into_owned());
    }
    let mut path = String::with_capacity(below.as_os_str().len());
    for part in below.components() {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(&text(part.as_os_str().as_encoded_bytes()));
    }
    Some(path)
}

/// Where the file of a name is: the other way of [`below`].
pub(super) fn full(base: &Path, below: &str) -> PathBuf {
    let plain = base.join(below);
    if plain.exists() {
        return plain;
    }
    bytes(below).map_or(plain, |bytes| base.join(path(bytes)))
}

fn text(name: &[u8]) -> Cow<'_, str> {
    if let Ok(name) = std::str::from_utf8(name) {
        return name.into();
    }
    let mut text = String::new();
    for chunk in name.utf8_chunks() {
        text.push_str(&chunk.valid().replace('%', "%25"));
        for byte in chunk.invalid() {
            write!(text, "%{byte:02X}").expect("a string takes what is written");
        }
    }
    text.into()
}

/// The bytes of a name that holds escapes, if it can be one of [`text`].
fn bytes(name: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(name.len());
    let mut parts = name.split('%');
    bytes.extend(parts.next()?.bytes());
    for part in parts {
        bytes.push(u8::from_str_radix(part.get(..2)?, 16).ok()?);
        bytes.extend(part[2..].bytes());
    }
    Some(bytes)
}

#[cfg(unix)]
fn path(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}

/// Elsewhere names are no bytes: such a file is found by walking, and not by its name.
#[cfg(not(unix))]
fn path(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_utf_8_stay_as_they_are() {
        let base = Path::new("/news");
        for name in ["a.txt", "2024/50% off.txt", "caf\u{e9}/%E9.txt"] {
            assert_eq!(below(base, &base.join(name)).as_deref(), Some(name));
        }
        assert_eq!(below(base, base).as_deref(), Some("news"));
        assert_eq!(below(base, Path::new("/other/a.txt")), None);
    }

    #[cfg(unix)]
    #[test]
    fn other_names_are_escaped_and_lead_back_to_their_files() {
        let base = tempfile::tempdir().unwrap();
        for (name, escaped) in [
            (&b"caf\xe9 100%.txt"[..], "caf%E9 100%25.txt"),
            (b"\xff\xfe", "%FF%FE"),
            ("é\u{1f600}.txt".as_bytes(), "é\u{1f600}.txt"),
            (b"50%.txt", "50%.txt"),
        ] {
            let file = base.path().join(path(name.to_vec()));
            std::fs::write(&file, "x").unwrap();
            assert_eq!(below(base.path(), &file).as_deref(), Some(escaped));
            assert_eq!(full(base.path(), escaped), file);
        }
    }
}
