//! The members of a gzip stream, one behind the other (RFC 1952, 2.2): a damaged one costs itself, not those behind it.
//!
//! Crawls are packed record by record. Where a member is damaged, the next one is looked for by the bytes that its
//! header must have, and what was wrong is told at the end. Zeros behind the last member fill a block of a tape.

use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, Read};

/// How much of the input is read at a time.
const BUFFER: usize = 128 << 10;
/// How much of what was unpacked is kept: where a member was cut off, the next one is taken for its rest for a while.
const KEPT: usize = 32 << 10;
/// A header without what may be missing in it.
const HEADER: usize = 10;

/// The packed bytes.
struct Packed<R> {
    input: R,
    held: Vec<u8>,
    at: usize,
    /// From here on the next member may begin.
    from: usize,
}

impl<R: Read> Packed<R> {
    /// Reads on, and lets go of what came long before; whether there was more.
    fn more(&mut self) -> io::Result<bool> {
        let gone = self.at.saturating_sub(KEPT);
        self.held.drain(..gone);
        self.at -= gone;
        self.from = self.from.saturating_sub(gone);
        let mut part = self.input.by_ref().take(BUFFER as u64);
        Ok(part.read_to_end(&mut self.held)? > 0)
    }

    /// Goes on at the next member behind a damaged one; whether there is one.
    fn seek(&mut self) -> io::Result<bool> {
        loop {
            let mut starts = memchr::memmem::find_iter(&self.held[self.from..], b"\x1f\x8b\x08");
            let from = self.from;
            if let Some(at) = starts.find(|at| is_header(&self.held[from + at..])) {
                self.at = from + at;
                return Ok(true);
            }
            // A header may lie across the edge to what is read next.
            self.from = self.held.len().saturating_sub(HEADER - 1).max(from);
            self.at = self.held.len();
            if !self.more()? {
                return Ok(false);
            }
        }
    }
}

impl<R: Read> Read for Packed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Packed<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.held.len() {
            self.more()?;
        }
        Ok(&self.held[self.at..])
    }

    fn consume(&mut self, count: usize) {
        self.at += count;
    }
}

/// Where the reading is.
enum State<R> {
    /// In a member.
    Member(Box<GzDecoder<Packed<R>>>),
    /// Behind one that is whole, or before the first.
    Between(Packed<R>),
    /// In one that is damaged.
    Lost(Packed<R>),
    End,
}

/// Unpacks all members.
pub(super) struct Members<R> {
    state: State<R>,
    /// What was wrong first.
    failure: Option<io::Error>,
}

impl<R: Read> Members<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            state: State::Between(Packed {
                input,
                held: Vec::new(),
                at: 0,
                from: 0,
            }),
            failure: None,
        }
    }
}

impl<R: Read> State<R> {
    /// The next member, if there is one; zeros before it are passed over.
    fn next(mut input: Packed<R>) -> io::Result<Self> {
        loop {
            let held = input.fill_buf()?;
            if held.is_empty() {
                return Ok(Self::End);
            }
            let zeros = held.iter().take_while(|byte| **byte == 0).count();
            if zeros == 0 {
                input.from = input.at + 1;
                return Ok(Self::Member(Box::new(GzDecoder::new(input))));
            }
            input.consume(zeros);
        }
    }

    /// The member behind a damaged one.
    fn behind(mut input: Packed<R>) -> io::Result<Self> {
        if input.seek()? {
            Self::next(input)
        } else {
            Ok(Self::End)
        }
    }
}

/// Whether bytes are what programs write before a member: known flags, level and system.
fn is_header(bytes: &[u8]) -> bool {
    match bytes.first_chunk::<HEADER>() {
        Some([_, _, _, flags, _, _, _, _, level, system]) => {
            flags & 0xe0 == 0
                && [0, 2, 4].contains(level)
                && [0, 3, 7, 10, 11, 255].contains(system)
        }
        None => false,
    }
}

impl<R: Read> Read for Members<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.state, State::End) {
                State::Member(mut decoder) => match decoder.read(into) {
                    Ok(0) if !into.is_empty() => {
                        self.state = State::Between(decoder.into_inner());
                    }
                    Ok(read) => {
                        self.state = State::Member(decoder);
                        return Ok(read);
                    }
                    Err(error) => {
                        self.failure.get_or_insert(error);
                        self.state = State::Lost(decoder.into_inner());
                    }
                },
                State::Between(input) => self.state = State::next(input)?,
                State::Lost(input) => self.state = State::behind(input)?,
                State::End => return self.failure.take().map_or(Ok(0), Err),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn packed(text: &str) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        packer.write_all(text.as_bytes()).expect("memory");
        packer.finish().expect("memory")
    }

    fn unpacked(bytes: &[u8]) -> (String, bool) {
        let mut text = Vec::new();
        let whole = Members::new(bytes).read_to_end(&mut text).is_ok();
        (String::from_utf8_lossy(&text).into_owned(), whole)
    }

    #[test]
    fn a_damaged_member_costs_itself() {
        let [one, two, three] = ["one ", "two ", "three"].map(packed);
        let zeros = vec![0; 512];
        let long = packed(&"The tide turned, and so did the ships. ".repeat(50));
        let half = long[..long.len() / 2].to_vec();
        let (text, whole) = unpacked(&[&one[..], &half, &three].concat());
        assert!(text.ends_with("three") && !whole, "{text}");
        let mut wrong = two.clone();
        wrong[12] ^= 0xff;
        for (parts, text, whole) in [
            (vec![&one, &two, &three], "one two three", true),
            (vec![&one, &three, &zeros], "one three", true),
            (vec![&one, &zeros, &three], "one three", true),
            (vec![&one, &two[..8].to_vec(), &three], "one three", false),
            (vec![&one, &b"garbage".to_vec()], "one ", false),
            (vec![&one[..9].to_vec()], "", false),
        ] {
            let bytes: Vec<u8> = parts.into_iter().flatten().copied().collect();
            assert_eq!(unpacked(&bytes), (text.to_owned(), whole));
        }
        let bytes = [one, wrong, three].concat();
        let (text, whole) = unpacked(&bytes);
        assert!(text.starts_with("one ") && text.ends_with("three") && !whole);
    }
}
