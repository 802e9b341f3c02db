//! Checksums of the blocks of a file.
//!
//! CRC-32 (ISO-HDLC, as in zip), because it tells every change that lies within 32 bits for certain, and
//! any other but for one in four thousand million; and because sums of neighbours can be joined, so that a
//! file of any size has at most [`MOST`] of them.

use crc32fast::Hasher;
use serde::{Deserialize, Serialize};
use std::fmt::Write;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes of a block in all but very large files.
const LEAST: usize = 16 << 10;

/// So many sums a file has at most: the engine bounds what may stand at its end.
const MOST: usize = 4096;

/// The sums as they stand in a file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Written {
    /// How many bytes each is of; the last may be of fewer.
    size: usize,
    /// Eight hexadecimal digits each.
    crc32: String,
}

/// Sums of what is being written.
pub(super) struct Growing {
    size: usize,
    /// The sum and length of each block.
    done: Vec<Hasher>,
    open: Hasher,
    filled: usize,
}

impl Growing {
    pub(super) fn new() -> Self {
        Self::of_blocks(LEAST)
    }

    fn of_blocks(size: usize) -> Self {
        Self {
            size,
            done: Vec::new(),
            open: Hasher::new(),
            filled: 0,
        }
    }

    pub(super) fn update(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(self.size - self.filled));
            self.open.update(now);
            self.filled += now.len();
            if self.filled == self.size {
                self.done.push(std::mem::take(&mut self.open));
                self.filled = 0;
                self.halve();
            }
            bytes = later;
        }
    }

    /// Joins neighbours where there are too many sums.
    fn halve(&mut self) {
        if self.done.len() < MOST {
            return;
        }
        self.size *= 2;
        let joined = self.done.chunks(2).map(|pair| {
            let mut sum = pair[0].clone();
            pair.iter().skip(1).for_each(|next| sum.combine(next));
            sum
        });
        self.done = joined.collect();
    }

    pub(super) fn finish(mut self) -> Written {
        if self.filled > 0 {
            self.done.push(self.open);
        }
        let mut crc32 = String::with_capacity(8 * self.done.len());
        for sum in self.done {
            let digits = write!(crc32, "{:08x}", sum.finalize());
            digits.expect("a string takes all that is written to it");
        }
        Written {
            size: self.size,
            crc32,
        }
    }
}

/// Sums of what is being read, and which blocks have been compared with theirs.
#[derive(Debug)]
pub(super) struct Sums {
    size: usize,
    crc32: Vec<u32>,
    compared: Vec<AtomicU64>,
}

impl Sums {
    /// The sums of so many bytes; `None` if they cannot be.
    pub(super) fn of(written: &Written, bytes: usize) -> Option<Self> {
        let (size, digits) = (written.size, written.crc32.as_bytes());
        if size == 0 || digits.len() != 8 * bytes.div_ceil(size) {
            return None;
        }
        let sum = |digits| u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
        let crc32: Vec<u32> = digits.chunks(8).map(sum).collect::<Option<_>>()?;
        let words = 0..crc32.len().div_ceil(64);
        Some(Self {
            size,
            compared: words.map(|_| AtomicU64::new(0)).collect(),
            crc32,
        })
    }

    /// The blocks that hold bytes of `range` and have not been compared yet.
    pub(super) fn unread(&self, range: &Range<usize>) -> impl Iterator<Item = usize> + use<'_> {
        let blocks = range.start / self.size..range.end.div_ceil(self.size).min(self.crc32.len());
        blocks.filter(|block| {
            self.compared[block / 64].load(Ordering::Relaxed) & (1 << (block % 64)) == 0
        })
    }

    /// The bytes of a block of a file that has so many.
    pub(super) fn range(&self, block: usize, bytes: usize) -> Range<usize> {
        let start = block * self.size;
        start..bytes.min(start + self.size)
    }

    /// Whether a block is what it was when it was written.
    pub(super) fn compare(&self, block: usize, bytes: &[u8]) -> bool {
        let same = crc32fast::hash(bytes) == self.crc32[block];
        if same {
            self.compared[block / 64].fetch_or(1 << (block % 64), Ordering::Relaxed);
        }
        same
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: usize = 8;

    fn written(content: &[u8], step: usize) -> Written {
        let mut growing = Growing::of_blocks(SIZE);
        content.chunks(step).for_each(|part| growing.update(part));
        growing.finish()
    }

    #[test]
    fn a_file_of_any_size_has_few_sums_and_they_are_true() {
        let most = SIZE * MOST;
        let content: Vec<u8> = (0..4 * most).map(|n| (n ^ (n >> 9)) as u8).collect();
        for len in [0, 1, SIZE, SIZE + 1, most, 2 * most + 5, content.len()] {
            let written = written(&content[..len], 1003);
            assert!(written.crc32.len() <= 8 * MOST, "{len}");
            let sums = Sums::of(&written, len).unwrap();
            let all = 0..len;
            for block in sums.unread(&all).collect::<Vec<_>>() {
                assert!(sums.compare(block, &content[sums.range(block, len)]));
            }
            assert_eq!(sums.unread(&all).count(), 0, "{len}");
        }
    }

    #[test]
    fn only_the_blocks_of_a_range_are_compared() {
        let sums = Sums::of(&written(&[7; 10 * SIZE], 100), 10 * SIZE).unwrap();
        let blocks = |range| sums.unread(&range).collect::<Vec<_>>();
        assert_eq!(blocks(0..1), [0]);
        assert_eq!(blocks(SIZE..2 * SIZE), [1]);
        assert_eq!(blocks(2 * SIZE - 1..3 * SIZE + 1), [1, 2, 3]);
        assert!(sums.compare(1, &[7; SIZE]));
        assert!(!sums.compare(2, &[8; SIZE]));
        assert_eq!(blocks(SIZE..3 * SIZE), [2]);
    }

    #[test]
    fn sums_of_another_length_are_none() {
        let written = written(&[7; SIZE + 1], 100);
        assert!(Sums::of(&written, SIZE + 1).is_some());
        assert!(Sums::of(&written, SIZE).is_none());
        assert!(Sums::of(&written, 3 * SIZE).is_none());
    }
}
