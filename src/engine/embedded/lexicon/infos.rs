//! Where the postings of each term of a dictionary are, by the number of the term.
//!
//! The engine keeps them in blocks of 256 terms. The first of a block is written out, in a table of the blocks;
//! the others follow each other in fixed numbers of bits: where their postings and their positions begin, counted
//! from those of the first, and in how many articles they are. They end where those of the next begin.

use crate::schema::Dictionary;
use std::io;
use std::ops::Range;
use tantivy::postings::TermInfo;

/// Terms of a block.
const BLOCK: u64 = 256;

/// Bytes of a block in the table: where its bits begin, its first term, and three numbers of bits.
const META: usize = 8 + FIRST + 3;
/// Bytes of a term that is written out.
const FIRST: usize = 4 + 8 + 4 + 8 + 4;

/// Where the infos of a dictionary are.
pub(super) struct Infos {
    metas: usize,
    bits: usize,
    end: usize,
}

/// A block in the table.
struct Meta {
    /// Where its bits begin.
    offset: usize,
    first: TermInfo,
    /// In how many bits each of the others has its frequency, its offset in the postings and in the positions.
    widths: [usize; 3],
}

impl Infos {
    /// Of the part of a dictionary that they take: the length of the table, how many terms there are, both.
    ///
    /// # Errors
    /// The beginning of them is damaged.
    pub(super) fn new(dictionary: &Dictionary, range: Range<usize>) -> io::Result<Self> {
        let metas = range.start + 16;
        let table = &mut dictionary.bytes(range.start..metas)?;
        let bits = metas.saturating_add(number(table, 8)?);
        Ok(Self {
            metas,
            bits,
            end: range.end,
        })
    }

    /// Of the term of a number.
    ///
    /// # Errors
    /// What is read for it is damaged.
    pub(super) fn get(&self, dictionary: &Dictionary, term: u64) -> io::Result<TermInfo> {
        let start = self.metas + META * (term / BLOCK) as usize;
        let meta = Meta::read(dictionary.bytes(start..start + META)?)?;
        let Some(behind) = (term % BLOCK).checked_sub(1) else {
            return Ok(meta.first);
        };
        let [frequency, postings, positions] = meta.widths;
        let width = postings + positions + frequency;
        let first = width * behind as usize;
        // What tells where it ends is of the next term.
        let start = self.bits + meta.offset + first / 8;
        let end = (start + 2 + 2 * width / 8 + 8).min(self.end);
        let bits = Bits(dictionary.bytes(start..end)?);
        let at = first % 8;
        let [from, to] = [at, at + width].map(|at| bits.get(at, postings));
        let before = meta.first.postings_range.start;
        let postings_range = before + from..before + to;
        let [from, to] = [at, at + width].map(|at| bits.get(at + postings, positions));
        let before = meta.first.positions_range.start;
        Ok(TermInfo {
            doc_freq: bits.get(at + postings + positions, frequency) as u32,
            postings_range,
            positions_range: before + from..before + to,
        })
    }
}

impl Meta {
    fn read(mut bytes: &[u8]) -> io::Result<Self> {
        let bytes = &mut bytes;
        let offset = number(bytes, 8)?;
        let doc_freq = number(bytes, 4)? as u32;
        let [postings_range, positions_range] = [range(bytes)?, range(bytes)?];
        Ok(Self {
            offset,
            first: TermInfo {
                doc_freq,
                postings_range,
                positions_range,
            },
            widths: [number(bytes, 1)?, number(bytes, 1)?, number(bytes, 1)?],
        })
    }
}

/// A beginning and a length.
fn range(bytes: &mut &[u8]) -> io::Result<Range<usize>> {
    let start = number(bytes, 8)?;
    Ok(start..start + number(bytes, 4)?)
}

/// A number of so many bytes, the lowest first.
pub(super) fn number(bytes: &mut &[u8], size: usize) -> io::Result<usize> {
    let cut = || io::Error::from(io::ErrorKind::UnexpectedEof);
    let taken = bytes.split_off(..size).ok_or_else(cut)?;
    Ok(taken
        .iter()
        .rev()
        .fold(0, |all, byte| all << 8 | usize::from(*byte)))
}

/// Numbers of any width, the lowest bits first; behind the last byte all are zero.
struct Bits<'b>(&'b [u8]);

impl Bits<'_> {
    /// The number of `width` bits, at most 56, from a bit on.
    fn get(&self, bit: usize, width: usize) -> usize {
        let bytes = self.0.get(bit / 8..).unwrap_or_default();
        let mut number = [0; 8];
        let taken = bytes.len().min(8);
        number[..taken].copy_from_slice(&bytes[..taken]);
        let number = u64::from_le_bytes(number) >> (bit % 8);
        (number & ((1 << width) - 1)) as usize
    }
}
