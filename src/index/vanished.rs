//! Files that the index knows and that are no longer where they were.
//!
//! What one gave stays until it is known whether the file was moved: then the articles of the old place go
//! with the same commit that brings those of the new one, and no search misses them in between.

use super::change::Records;
use crate::schema::FileRecord;
use std::collections::HashMap;

/// Vanished files by the hash and the size of their content.
#[derive(Debug, Default)]
pub(super) struct Vanished {
    by_content: HashMap<(u64, u64), Vec<String>>,
}

impl Vanished {
    /// Of files by their keys.
    pub(super) fn new(keys: Vec<String>, records: &Records) -> Self {
        let mut by_content: HashMap<_, Vec<_>> = HashMap::new();
        for key in keys.into_iter().rev() {
            if let Some(record) = records.get(&key) {
                by_content.entry(content(record)).or_default().push(key);
            }
        }
        Self { by_content }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.by_content.values().map(Vec::len).sum()
    }

    /// The file that a new one was before it was moved.
    pub(super) fn moved_to(&mut self, record: &FileRecord) -> Option<String> {
        // Of what was not read to its end nobody knows the content.
        let known = record.hash != 0;
        self.by_content
            .get_mut(&content(record))
            .filter(|_| known)?
            .pop()
    }

    /// Those that were not moved: they are gone.
    pub(super) fn gone(&mut self) -> Vec<String> {
        let mut keys: Vec<_> = self.by_content.drain().flat_map(|(_, keys)| keys).collect();
        keys.sort_unstable();
        keys
    }
}

fn content(record: &FileRecord) -> (u64, u64) {
    (record.hash, record.size)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(hash: u64) -> FileRecord {
        FileRecord {
            size: 10,
            mtime: 0,
            hash,
            articles: 1,
            problems: 0,
        }
    }

    #[test]
    fn each_vanished_file_was_moved_once_at_most() {
        let known = [("news:a", 1), ("news:b", 1), ("news:c", 2)];
        let records: Records = known
            .iter()
            .map(|(key, hash)| ((*key).to_owned(), record(*hash)))
            .collect();
        let keys = known.iter().map(|(key, _)| (*key).to_owned()).collect();
        let mut vanished = Vanished::new(keys, &records);
        assert_eq!(vanished.len(), 3);
        assert_eq!(vanished.moved_to(&record(9)), None);
        assert_eq!(vanished.moved_to(&record(1)).as_deref(), Some("news:a"));
        assert_eq!(vanished.gone(), ["news:b", "news:c"]);
        assert_eq!(vanished.moved_to(&record(1)), None);
    }
}
