//! The seal of the list of segments, `meta.json`: one more key at its end, which the engine does not mind.

use crate::error::Error;
use crate::schema::Manifest;
use std::path::Path;
use xxhash_rust::xxh3::xxh3_64;

/// What stands before the seal, and behind it.
const BEFORE: &[u8] = b",\n  \"seal\": \"";
const BEHIND: &[u8] = b"\"\n}\n";

/// The list with its seal.
pub(super) fn sealed(content: &[u8]) -> Vec<u8> {
    let Some(open) = content.trim_ascii_end().strip_suffix(b"}") else {
        // The engine writes an object; whatever else it might write is not for us to change.
        return content.to_vec();
    };
    let open = open.trim_ascii_end();
    [open, BEFORE, seal(open).as_bytes(), BEHIND].concat()
}

fn seal(open: &[u8]) -> String {
    format!("{:016x}", xxh3_64(open))
}

/// Whether a list of segments is what was written; one of another version of morgue, or of another program,
/// is as it is, and is told apart by whoever reads on.
pub(super) fn is_whole(content: &[u8], index: &Path) -> bool {
    has_seal(content).unwrap_or(false) || is_of_others(content, index)
}

fn has_seal(content: &[u8]) -> Option<bool> {
    let content = content.strip_suffix(BEHIND)?;
    let (open, found) = content.split_at_checked(content.len().checked_sub(16)?)?;
    let open = open.strip_suffix(BEFORE)?;
    Some(found == seal(open).as_bytes())
}

/// Whether it says itself that it is not of this version.
fn is_of_others(content: &[u8], index: &Path) -> bool {
    let Ok(list) = serde_json::from_slice::<serde_json::Value>(content) else {
        return false;
    };
    if list.get("seal").is_some() {
        return false;
    }
    let Some(payload) = list.get("payload").and_then(|payload| payload.as_str()) else {
        let segments = list.get("segments").and_then(|list| list.as_array());
        return segments.is_none_or(|segments| !segments.is_empty());
    };
    let of_ours = Manifest::of_payload(payload, index);
    matches!(
        of_ours,
        Err(Error::IndexVersion { .. } | Error::NotAnIndex(_))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_flipped_bit_breaks_the_seal() {
        let payload = Manifest {
            format: crate::schema::FORMAT,
            ..Manifest::default()
        };
        let list = serde_json::json!({"segments": [], "opstamp": 7, "payload": payload.payload()});
        let list = serde_json::to_string_pretty(&list).unwrap();
        let whole = sealed(format!("{list}\n").as_bytes());
        let index = Path::new("index");
        assert!(serde_json::from_slice::<serde_json::Value>(&whole).is_ok());
        assert!(is_whole(&whole, index));
        for bit in 0..8 * whole.len() {
            let mut flipped = whole.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(!is_whole(&flipped, index), "bit {bit}");
        }
        assert!(!is_whole(list.as_bytes(), index));
    }

    #[test]
    fn what_others_wrote_is_theirs() {
        let index = Path::new("index");
        for list in [
            r#"{"segments": [{}], "opstamp": 7}"#,
            r#"{"segments": [], "opstamp": 7, "payload": "theirs"}"#,
        ] {
            assert!(is_whole(list.as_bytes(), index), "{list}");
        }
    }
}
