//! Records held back until it is known how the dates of their file are to be read.
//!
//! `03/04/2025` alone can be two days; beside `25/04/2025` it is one. A midnight may be a time, but where most
//! times are midnights it is none. So the first records of a file wait until there are enough of them to tell,
//! and are handed out in order after that. What they tell holds for the whole file and depends on it alone, so
//! that it is the same whenever the file is read again.

use super::{Context, FieldMap, fields};
use crate::date::DateOptions;
use regex::bytes::Regex;
use std::sync::LazyLock;

/// So many records are looked at, at most.
const RECORDS: usize = 5_000;

/// So many dates are looked at, at most.
const DATES: usize = 10_000;

/// Of so many records the fields with a name for dates are looked at.
const FIRST: usize = 100;

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

/// How dates are to be understood in a file with some dates, each with how good the name of its field is: whether
/// midnights are times is told by the best field alone.
pub(super) fn settled(dates: &[(usize, String)], context: &Context) -> DateOptions {
    let best = dates.iter().map(|(rank, _)| *rank).min();
    let of_best = |(rank, _): &&(usize, String)| Some(*rank) == best;
    let texts = dates.iter().filter(of_best).map(|(_, text)| text.as_str());
    let by_midnights = context.dates.of_source(texts);
    let texts = dates.iter().map(|(_, text)| text.as_str());
    DateOptions {
        order: context.dates.of_source(texts).order,
        ..by_midnights
    }
}

/// The dates in some JSON records: whatever is written like `03/04/2025`, and of the first records what has a name
/// for dates.
pub(super) fn json_dates<'a>(
    records: impl Iterator<Item = &'a [u8]> + Clone,
    map: &FieldMap,
) -> Vec<(usize, String)> {
    static NUMERIC: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#""([0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4})[" T,]"#).expect("a fixed pattern")
    });
    static VALUE: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r#""([^"\\\n]{1,60})"\s*:\s*(?:"([^"\\\n]{4,40})"|([0-9]{9,13})\b)"#;
        Regex::new(pattern).expect("a fixed pattern")
    });
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).ok();
    let first = records.clone().take(FIRST);
    let named = first.flat_map(|record| VALUE.captures_iter(record));
    let named = named.filter_map(|found| {
        let name = std::str::from_utf8(&found[1]).ok()?;
        let value = found.get(2).or_else(|| found.get(3))?;
        Some((fields::date_rank(name, map)?, text(value.as_bytes())?))
    });
    let numeric = records.flat_map(|record| NUMERIC.captures_iter(record));
    let numeric = numeric.filter_map(|found| Some((usize::MAX, text(&found[1])?)));
    named.chain(numeric.take(DATES)).collect()
}
