//! Checksums of the blocks of a file.
//!
//! CRC-32 (ISO-HDLC, as in zip), because it tells every change that lies within 32 bits for certain, and
//! any other but for one in four thousand million; and because sums of neighbours can be joined, so that a
//! file of any size has at most [`MOST`] of them.

use crc32fast::Hasher;
use memchr::memmem;
use std::num::NonZero;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use tantivy::directory::OwnedBytes;

/// Bytes of a block in all but very large files: a page of the system. A lookup in a dictionary reads some bytes
/// in each of a dozen places.
const LEAST: usize = 4 << 10;

/// So many sums a file has at most: the engine bounds what may stand at its end by 50,000 bytes.
const MOST: usize = 9600;

/// How the sums begin where they stand in a file: how many bytes each is of (the last may be of fewer), then
/// the [`digits`] of the sums.
const SIZE: &str = "\"blocks\":{\"size\":";
const CRC32: &str = ",\"crc32-85\":\"";
const END: &str = "\"}}";

/// The engine's own footer is shorter than this.
pub(super) const FOOTER: usize = 1024;

/// What stands before the sums, given the first [`FOOTER`] bytes of a footer with sums: an object that is open.
pub(super) fn before(footer: &[u8]) -> Option<&[u8]> {
    let sums = memmem::find(footer, SIZE.as_bytes())?;
    footer[..sums].strip_suffix(b",")
}

/// Digits of a sum.
const DIGITS: usize = 5;

/// The lowest digit; they are characters side by side, but for the reverse solidus.
const ZERO: u8 = b'#';

/// A sum as it stands in a file: to the base of 85, the highest digit first. A character of JSON holds no more.
fn digits(mut sum: u32) -> [u8; DIGITS] {
    let mut digits = [0; DIGITS];
    for digit in digits.iter_mut().rev() {
        *digit = ZERO + (sum % 85) as u8;
        *digit += u8::from(*digit >= b'\\');
        sum /= 85;
    }
    digits
}

/// The sum of these digits.
fn sum(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |sum, digit| {
        let digit = digit - u8::from(*digit > b'\\');
        let digit = digit.checked_sub(ZERO).filter(|digit| *digit < 85)?;
        sum.checked_mul(85)?.checked_add(digit.into())
    })
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

    /// The sums as they stand in a file: the end of a JSON object.
    pub(super) fn finish(mut self) -> String {
        if self.filled > 0 {
            self.done.push(self.open);
        }
        let mut written = format!("{SIZE}{}{CRC32}", self.size);
        let sums = self.done.into_iter().map(Hasher::finalize);
        written.extend(sums.flat_map(digits).map(char::from));
        written + END
    }
}

/// Sums of what is being read, and which blocks have been compared with theirs. The sums stay digits until
/// they are needed: of a large file few are.
pub(super) struct Sums {
    size: usize,
    blocks: usize,
    digits: OwnedBytes,
    compared: Vec<AtomicU64>,
}

impl Sums {
    /// The sums of so many bytes, from the JSON object that they end; `None` if they cannot be.
    pub(super) fn of(written: &OwnedBytes, bytes: usize) -> Option<Self> {
        let head = &written[..written.len().min(FOOTER)];
        let size = memmem::find(head, SIZE.as_bytes())? + SIZE.len();
        let end = size + memmem::find(&head[size..], CRC32.as_bytes())?;
        let (digits, last) = (end + CRC32.len(), written.len().checked_sub(END.len())?);
        if !written.ends_with(END.as_bytes()) || digits > last {
            return None;
        }
        let size: NonZero<usize> = std::str::from_utf8(&head[size..end]).ok()?.parse().ok()?;
        let blocks = bytes.div_ceil(size.get());
        if last - digits != DIGITS * blocks {
            return None;
        }
        Some(Self {
            size: size.get(),
            blocks,
            digits: written.slice(digits..last),
            compared: (0..blocks.div_ceil(64))
                .map(|_| AtomicU64::new(0))
                .collect(),
        })
    }

    fn sum(&self, block: usize) -> Option<u32> {
        sum(self.digits.get(DIGITS * block..DIGITS * (block + 1))?)
    }

    /// The blocks that hold bytes of `range` and have not been compared yet.
    pub(super) fn unread(&self, range: &Range<usize>) -> impl Iterator<Item = usize> + use<'_> {
        let blocks = range.start / self.size..range.end.div_ceil(self.size).min(self.blocks);
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
        let same = self.sum(block) == Some(crc32fast::hash(bytes));
        if same {
            self.compared[block / 64].fetch_or(1 << (block % 64), Ordering::Relaxed);
        }
        same
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLOCK: usize = 8;

    fn written(content: &[u8], step: usize) -> OwnedBytes {
        let mut growing = Growing::of_blocks(BLOCK);
        content.chunks(step).for_each(|part| growing.update(part));
        OwnedBytes::new(format!("{{\"version\":7,{}", growing.finish()).into_bytes())
    }

    #[test]
    fn a_file_of_any_size_has_few_sums_and_they_are_true() {
        let most = BLOCK * MOST;
        let content: Vec<u8> = (0..4 * most).map(|n| (n ^ (n >> 9)) as u8).collect();
        for len in [0, 1, BLOCK, BLOCK + 1, most, 2 * most + 5, content.len()] {
            let written = written(&content[..len], 1003);
            assert!(written.len() <= 100 + DIGITS * MOST, "{len}");
            let sums = Sums::of(&written, len).unwrap();
            let all = 0..len;
            for block in sums.unread(&all).collect::<Vec<_>>() {
                assert!(sums.compare(block, &content[sums.range(block, len)]));
            }
            assert_eq!(sums.unread(&all).count(), 0, "{len}");
        }
    }

    #[test]
    fn a_sum_is_what_its_digits_say() {
        for given in [0, 1, 84, 85, 57, 56 * 85 + 57, 0xdead_beef, u32::MAX] {
            let digits = digits(given);
            assert!(!digits.contains(&b'"') && !digits.contains(&b'\\'));
            assert_eq!(sum(&digits), Some(given));
        }
        for wrong in ["\"####", "####~", "xxxxx"] {
            assert_eq!(sum(wrong.as_bytes()), None, "{wrong}");
        }
    }

    #[test]
    fn only_the_blocks_of_a_range_are_compared() {
        let sums = Sums::of(&written(&[7; 10 * BLOCK], 100), 10 * BLOCK).unwrap();
        let blocks = |range| sums.unread(&range).collect::<Vec<_>>();
        assert_eq!(blocks(0..1), [0]);
        assert_eq!(blocks(BLOCK..2 * BLOCK), [1]);
        assert_eq!(blocks(2 * BLOCK - 1..3 * BLOCK + 1), [1, 2, 3]);
        assert!(sums.compare(1, &[7; BLOCK]));
        assert!(!sums.compare(2, &[8; BLOCK]));
        assert_eq!(blocks(BLOCK..3 * BLOCK), [2]);
    }

    #[test]
    fn sums_of_another_length_are_none() {
        let written = written(&[7; BLOCK + 1], 100);
        assert!(Sums::of(&written, BLOCK + 1).is_some());
        assert!(Sums::of(&written, BLOCK).is_none());
        assert!(Sums::of(&written, 3 * BLOCK).is_none());
    }

    #[test]
    fn sums_that_are_not_whole_are_none() {
        let whole = written(&[7; 3 * BLOCK], 5);
        for byte in 0..whole.len() {
            let cut = OwnedBytes::new(whole[..byte].to_vec());
            assert!(Sums::of(&cut, 3 * BLOCK).is_none(), "{byte}");
        }
        let mut other = whole.to_vec();
        let digit = other.len() - END.len() - 1;
        other[digit] = b'~';
        let sums = Sums::of(&OwnedBytes::new(other), 3 * BLOCK).unwrap();
        assert!(sums.compare(1, &[7; BLOCK]));
        assert!(!sums.compare(2, &[7; BLOCK]));
    }
}
