//! Who writes to an index: a note beside the engine's lock.
//!
//! The lock itself is the engine's: the system frees it when a process ends, however it ends. It cannot
//! say who holds it, so a writer leaves a note, which is for people only: nothing depends on it, and one
//! that a killed writer left behind is not believed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};

/// The name of the note in the directory of the index.
pub(super) const NOTE: &str = "writer.json";

/// What the note says.
#[derive(Debug, Serialize, Deserialize)]
struct Note {
    pid: u32,
    /// RFC 3339, UTC.
    since: String,
    version: String,
}

/// The note of this process; dropping it takes the note away.
#[derive(Debug)]
pub(super) struct Holding {
    path: PathBuf,
}

impl Holding {
    /// Leaves a note in the index at `index`, whose lock this process holds.
    pub(super) fn new(index: &Path) -> Self {
        let path = index.join(NOTE);
        let note = Note {
            pid: std::process::id(),
            since: now().to_string(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let text = serde_json::to_string(&note).expect("a note is always JSON");
        // Without a note others only learn less: a full disk is better met by what has to be written.
        let _ = fs::write(&path, text);
        Self { path }
    }
}

impl Drop for Holding {
    fn drop(&mut self) {
        // The lock may already be another's, and the note too.
        if read(&self.path).is_some_and(|note| note.pid == std::process::id()) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Who writes to the index at `index`, and since when, as far as the note there can be believed.
pub fn holder(index: &Path) -> Option<String> {
    let note = read(&index.join(NOTE)).filter(|note| is_running(note.pid))?;
    let since: Timestamp = note.since.parse().ok()?;
    Some(format!("process {}, since {since}", note.pid))
}

fn read(path: &Path) -> Option<Note> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// The second is enough.
fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}

/// Whether a process is running; taken for granted where the system has no `/proc` to tell.
fn is_running(pid: u32) -> bool {
    !Path::new("/proc/self").exists() || Path::new(&format!("/proc/{pid}")).exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_lives_as_long_as_its_writer() {
        let index = tempfile::tempdir().unwrap();
        let holding = Holding::new(index.path());
        let who = holder(index.path()).unwrap();
        assert!(who.contains(&std::process::id().to_string()), "{who}");
        drop(holding);
        assert_eq!(holder(index.path()), None);
        assert!(!index.path().join(NOTE).exists());
    }

    #[test]
    fn what_cannot_be_a_note_is_not_believed() {
        let index = tempfile::tempdir().unwrap();
        for text in [
            "",
            "{}",
            r#"{"pid": 4194999, "since": "2026-01-01T00:00:00Z", "version": "0"}"#,
        ] {
            fs::write(index.path().join(NOTE), text).unwrap();
            assert_eq!(holder(index.path()), None, "{text}");
        }
    }
}
