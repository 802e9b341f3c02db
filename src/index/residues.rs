//! What the articles of a folder have in common around their texts, as far as it is known; which folders
//! are to be learned.
//!
//! Folders of dates (`2024/05/28`) are no folders of their own: what is above them counts. Nothing is
//! learned of folders with hardly a file. How they are learned is the business of `learn.rs`.

use super::walk::Found;
use crate::enrich::boilerplate::Residue;
use crate::schema::Manifest;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A folder with fewer files is looked at only for files that hold many articles.
const FILES: usize = 5;
/// A file of so many bytes may hold many articles.
const BYTES: u64 = 8 << 10;
/// Files of these extensions are one article each.
const SINGLE: &[&str] = &[
    "html", "htm", "xhtml", "txt", "md", "markdown", "nitf", "xml", "eml",
];

/// A folder that is to be learned, with its files.
#[derive(Debug)]
pub(super) struct Due {
    /// Its root's place among the roots.
    pub(super) root: usize,
    /// `ROOT:FOLDER`.
    pub(super) key: String,
    pub(super) bytes: u64,
    pub(super) files: Vec<Found>,
}

/// The folder of a file, without its dates.
fn folder(path: &str) -> &str {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let is_date = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_digit())
            && part
                .chars()
                .all(|letter| letter.is_ascii_digit() || "-_.".contains(letter))
    };
    let mut end = 0;
    for part in folder.split('/') {
        if is_date(part) {
            return folder[..end].trim_end_matches('/');
        }
        end += part.len() + 1;
    }
    folder
}

fn may_hold_many(found: &Found) -> bool {
    let name = found.path.to_lowercase();
    let name = [".gz", ".zst"]
        .iter()
        .find_map(|packed| name.strip_suffix(packed))
        .unwrap_or(&name);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    found.size >= BYTES && !SINGLE.contains(&extension)
}

/// Under which key the folder of a file is kept.
fn key(root: &str, path: &str) -> String {
    format!("{root}:{}", folder(path))
}

/// Which folders of a root are to be learned, and which are to be read again for what was learned before.
pub(super) fn plan_root(
    manifest: &mut Manifest,
    root: usize,
    files: &[Found],
    everything: bool,
) -> (Vec<Due>, HashSet<String>) {
    let (name, off) = {
        let root = &manifest.roots[root];
        (root.name.clone(), root.reading.keep_boilerplate)
    };
    let mut folders: BTreeMap<String, Vec<Found>> = BTreeMap::new();
    for found in files.iter().filter(|_| !off) {
        folders
            .entry(key(&name, &found.path))
            .or_default()
            .push(found.clone());
    }
    let of_root = format!("{name}:");
    manifest
        .common
        .retain(|key, _| !key.starts_with(&of_root) || folders.contains_key(key));
    let (mut due, mut anew) = (Vec::new(), HashSet::new());
    for (key, files) in folders {
        let bytes = files.iter().map(|found| found.size).sum();
        let known = manifest.common.get(&key);
        if known.is_some_and(|known| known.pending) {
            anew.insert(key.clone());
        }
        let grown = known.is_none_or(|known| !known.full && bytes >= known.bytes.saturating_mul(2));
        let worth = files.len() >= FILES || files.iter().any(may_hold_many);
        if worth && (grown || everything) {
            due.push(Due {
                root,
                key,
                bytes,
                files,
            });
        }
    }
    (due, anew)
}

/// Whether a file is in one of the folders.
pub(super) fn is_in(folders: &HashSet<String>, root: &str, path: &str) -> bool {
    !folders.is_empty() && folders.contains(&key(root, path))
}

/// What is known of every folder, as it is applied.
#[derive(Debug, Default)]
pub(super) struct Residues {
    folders: HashMap<String, Residue>,
}

impl Residues {
    pub(super) fn of(manifest: &Manifest) -> Self {
        let common = manifest
            .common
            .iter()
            .filter(|(_, common)| !common.lines.is_empty());
        let folders =
            common.map(|(key, common)| (key.clone(), Residue::of(common.lines.iter().copied())));
        Self {
            folders: folders.collect(),
        }
    }

    /// Of the folder of a file, by its path below a root.
    pub(super) fn get(&self, root: &str, path: &str) -> Option<&Residue> {
        if self.folders.is_empty() {
            return None;
        }
        self.folders.get(&key(root, path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_no_folders() {
        for (path, expected) in [
            ("a.txt", ""),
            ("gazette/a.txt", "gazette"),
            ("gazette/2024/05/28/a.txt", "gazette"),
            ("gazette/2024-05/28/a.txt", "gazette"),
            ("2024/gazette/a.txt", ""),
            ("news/7days/a.txt", "news/7days"),
        ] {
            assert_eq!(folder(path), expected, "{path}");
        }
    }
}
