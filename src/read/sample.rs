//! Records held back until it is known how the numeric dates of their file are to be read.
//!
//! `03/04/2025` alone can be two days; beside `25/04/2025` it is one. So the first records of a file wait
//! until there are enough of them to tell, and are handed out in order after that.

use crate::date::DateOrder;
use regex::bytes::Regex;
use std::sync::LazyLock;

/// So many records are looked at, at most.
const RECORDS: usize = 5_000;

/// So many bytes of records are held, at most.
const BYTES: usize = 8 << 20;

/// The first records of a file.
pub(super) struct Sample<T> {
    held: Vec<T>,
    bytes: usize,
}

impl<T> Default for Sample<T> {
    fn default() -> Self {
        Self {
            held: Vec::new(),
            bytes: 0,
        }
    }
}

impl<T> Sample<T> {
    /// Holds a record of so many bytes.
    pub(super) fn hold(&mut self, record: T, bytes: usize) {
        self.held.push(record);
        self.bytes += bytes;
    }

    /// Whether there are enough.
    pub(super) fn is_full(&self) -> bool {
        self.held.len() >= RECORDS || self.bytes >= BYTES
    }

    /// What is held.
    pub(super) fn records(&self) -> &[T] {
        &self.held
    }

    /// Hands back what is held.
    pub(super) fn take(&mut self) -> Vec<T> {
        self.bytes = 0;
        std::mem::take(&mut self.held)
    }
}

/// The order of day and month that the numeric dates of some JSON records show.
pub(super) fn shown_order<'a>(records: impl Iterator<Item = &'a [u8]>) -> Option<DateOrder> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#""([0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4})[" T,]"#).expect("a fixed pattern")
    });
    let dates = records.flat_map(|record| DATE.captures_iter(record));
    let dates = dates.filter_map(|date| std::str::from_utf8(date.get(1)?.as_bytes()).ok());
    DateOrder::settle(dates)
}
