//! Lines of a stream in bounded memory, counted from 1.

use std::io::{self, BufRead, BufReader, Read};

/// Hands out lines one by one; a line over the limit is passed over without being held.
pub(super) struct Lines<R> {
    input: BufReader<R>,
    limit: usize,
    /// The number of the line handed out last.
    pub(super) number: u64,
    /// How many bytes the line handed out last took, with its end.
    pub(super) bytes: u64,
}

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// It is in the buffer, without its end.
    Whole,
    /// It was over the limit; the buffer is empty.
    TooLong,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(input: R, limit: usize) -> Self {
        Self {
            input: BufReader::with_capacity(64 * 1024, input),
            limit,
            number: 0,
            bytes: 0,
        }
    }

    /// Puts the next line into `line`; `None` after the last.
    pub(super) fn next(&mut self, line: &mut Vec<u8>) -> io::Result<Option<Line>> {
        line.clear();
        self.bytes = 0;
        let mut kept = Line::Whole;
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            let end = memchr::memchr(b'\n', buffer);
            let part = &buffer[..end.unwrap_or(buffer.len())];
            if line.len() + part.len() > self.limit {
                kept = Line::TooLong;
                *line = Vec::new();
            }
            if kept == Line::Whole {
                line.extend_from_slice(part);
            }
            let taken = part.len() + usize::from(end.is_some());
            self.input.consume(taken);
            self.bytes += taken as u64;
            if end.is_some() {
                break;
            }
        }
        if self.bytes == 0 {
            return Ok(None);
        }
        self.number += 1;
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        Ok(Some(kept))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_passed_over_and_counted() {
        let text = format!("one\r\n{}\n\nlast", "x".repeat(200_000));
        let mut lines = Lines::new(text.as_bytes(), 1000);
        let (mut line, mut seen) = (Vec::new(), Vec::new());
        while let Some(kept) = lines.next(&mut line).expect("memory does not fail") {
            let text = String::from_utf8(line.clone()).expect("text");
            seen.push((lines.number, kept, text, lines.bytes));
        }
        let expected = [
            (1, Line::Whole, "one", 5),
            (2, Line::TooLong, "", 200_001),
            (3, Line::Whole, "", 1),
            (4, Line::Whole, "last", 4),
        ];
        let expected = expected.map(|(at, kept, text, bytes)| (at, kept, text.to_owned(), bytes));
        assert_eq!(seen, expected);
    }
}
