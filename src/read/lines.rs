//! Lines of a stream in bounded memory, counted from 1.

use std::io::{self, BufRead, BufReader, Read};

/// How much is read at a time.
const CHUNK: usize = 64 * 1024;

/// Hands out lines one by one; a line over the limit is passed over without being held.
pub(super) struct Lines<R> {
    input: BufReader<R>,
    limit: usize,
    /// What ends a line: in a file of old that has no other end, a carriage return.
    end: Option<u8>,
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
            input: BufReader::with_capacity(CHUNK, input),
            limit,
            end: None,
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
            let ends = *self.end.get_or_insert_with(|| line_end(buffer));
            let end = memchr::memchr(ends, buffer);
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

/// What ends the lines of a file with this beginning.
fn line_end(beginning: &[u8]) -> u8 {
    let returns = memchr::memchr(b'\r', beginning).filter(|at| at + 1 < beginning.len());
    match memchr::memchr(b'\n', beginning) {
        None if returns.is_some() => b'\r',
        _ => b'\n',
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

    #[test]
    fn carriage_returns_alone_end_lines_where_nothing_else_does() {
        for (text, expected) in [
            ("one\rtwo\r", vec!["one", "two"]),
            ("one\rtwo\nthree", vec!["one\rtwo", "three"]),
            ("one\r\ntwo", vec!["one", "two"]),
        ] {
            let mut lines = Lines::new(text.as_bytes(), 1000);
            let (mut line, mut seen) = (Vec::new(), Vec::new());
            while lines
                .next(&mut line)
                .expect("memory does not fail")
                .is_some()
            {
                seen.push(String::from_utf8(line.clone()).expect("text"));
            }
            assert_eq!(seen, expected);
        }
    }
}
