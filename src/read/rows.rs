//! Rows of a delimited file, cut from a stream in bounded memory: quotes may hold line ends.
//!
//! A quote counts only at the beginning of a cell, as in RFC 4180. One that is never closed, or closed on a
//! later line in the middle of a cell (where another cell's quote stands), costs its own line, and the lines after it are scanned anew; where that happens too often, rows are single lines from
//! there on, so that no file takes more than linear time.

use super::Limits;
use super::lines::{Line, Lines};
use crate::error::{Problem, ProblemKind};
use std::collections::VecDeque;
use std::io::{self, Read};

/// So many times the longest record may be scanned anew in one file.
const PATIENCE: u64 = 16;

/// One row, or why there is none.
pub(super) struct Row {
    pub(super) text: Vec<u8>,
    /// The line it begins at, from 1.
    pub(super) line: u64,
    pub(super) bytes: u64,
    pub(super) problem: Option<Problem>,
}

/// A physical line, kept to be scanned again after a wrong quote.
struct Kept {
    text: Vec<u8>,
    number: u64,
    bytes: u64,
    whole: Line,
}

/// Hands out rows one by one.
pub(super) struct Rows<R> {
    lines: Lines<R>,
    limits: Limits,
    again: VecDeque<Kept>,
    /// How many bytes may still be scanned anew.
    patience: u64,
    /// What separates cells; set once the first row is known.
    pub(super) delimiter: u8,
}

impl<R: Read> Rows<R> {
    pub(super) fn new(input: R, limits: Limits) -> Self {
        Self {
            lines: Lines::new(input, limits.record),
            limits,
            again: VecDeque::new(),
            patience: PATIENCE * limits.record as u64,
            delimiter: b',',
        }
    }

    /// The next row that is not blank; `None` after the last.
    pub(super) fn next(&mut self) -> io::Result<Option<Row>> {
        let first = loop {
            match self.line()? {
                None => return Ok(None),
                Some(line) if line.whole == Line::Whole && line.text.trim_ascii().is_empty() => {}
                Some(line) => break line,
            }
        };
        if first.whole == Line::TooLong {
            return Ok(Some(failed(&first, self.limits.exceeded("the row"))));
        }
        let mut open = opens(&first.text, self.delimiter, false) == State::Open;
        if !open {
            return Ok(Some(row(first)));
        }
        let mut taken = vec![first];
        let mut length = taken[0].text.len();
        while open && length <= self.limits.record && self.patience > 0 {
            let Some(next) = self.line()? else {
                break;
            };
            length = length.saturating_add(next.text.len() + 1);
            let state = opens(&next.text, self.delimiter, true);
            open = next.whole == Line::Whole && state == State::Open;
            let lost = next.whole == Line::TooLong || state == State::Misplaced;
            taken.push(next);
            if lost {
                open = true;
                break;
            }
        }
        if open {
            return Ok(Some(self.give_up(taken)));
        }
        Ok(Some(joined(taken)))
    }

    fn line(&mut self) -> io::Result<Option<Kept>> {
        if let Some(line) = self.again.pop_front() {
            return Ok(Some(line));
        }
        let mut text = Vec::new();
        let whole = self.lines.next(&mut text)?;
        Ok(whole.map(|whole| Kept {
            text,
            number: self.lines.number,
            bytes: self.lines.bytes,
            whole,
        }))
    }

    /// Reports the line whose quote is never closed, and keeps those after it.
    fn give_up(&mut self, taken: Vec<Kept>) -> Row {
        let mut taken = taken.into_iter();
        let first = taken.next();
        for line in taken.rev() {
            self.patience = self.patience.saturating_sub(line.bytes);
            self.again.push_front(line);
        }
        let reason = "a quote is opened and never closed";
        let problem = Problem::new(ProblemKind::Malformed, reason);
        first.map_or_else(
            || Row {
                text: Vec::new(),
                line: 0,
                bytes: 0,
                problem: None,
            },
            |first| failed(&first, problem),
        )
    }
}

fn row(line: Kept) -> Row {
    Row {
        text: line.text,
        line: line.number,
        bytes: line.bytes,
        problem: None,
    }
}

fn failed(line: &Kept, problem: Problem) -> Row {
    Row {
        text: Vec::new(),
        line: line.number,
        bytes: line.bytes,
        problem: Some(problem),
    }
}

fn joined(lines: Vec<Kept>) -> Row {
    let line = lines.first().map_or(0, |first| first.number);
    let bytes = lines.iter().map(|line| line.bytes).sum();
    let texts: Vec<Vec<u8>> = lines.into_iter().map(|line| line.text).collect();
    Row {
        text: texts.join(&b'\n'),
        line,
        bytes,
        problem: None,
    }
}

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Outside of quotes.
    Closed,
    /// Inside of quotes.
    Open,
    /// Outside, but the quote that was open before the line ends in the middle of a cell.
    Misplaced,
}

/// How a line ends that begins inside a quoted cell or not.
fn opens(line: &[u8], delimiter: u8, mut quoted: bool) -> State {
    let mut begins = !quoted;
    let mut carried = quoted;
    let mut at = 0;
    while at < line.len() {
        if quoted {
            match memchr::memchr(b'"', &line[at..]) {
                None => return State::Open,
                Some(quote) => at += quote + 1,
            }
            // Two quotes are one quote of the text.
            if line.get(at) == Some(&b'"') {
                at += 1;
                continue;
            }
            let rest = line[at..].trim_ascii_start();
            if carried && !rest.is_empty() && rest[0] != delimiter && line[at..][0] != delimiter {
                return State::Misplaced;
            }
            (quoted, carried) = (false, false);
            continue;
        }
        if begins && line[at] == b'"' {
            quoted = true;
            begins = false;
            at += 1;
            continue;
        }
        match memchr::memchr(delimiter, &line[at..]) {
            None => return State::Closed,
            Some(next) => at += next + 1,
        }
        begins = true;
    }
    if quoted { State::Open } else { State::Closed }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_that_closes_in_another_cell_costs_its_line_alone() {
        let text = "A,\"never closed\nB,fine\nC,\"x\"\nD,\"two\nlines\" ,e\n";
        let mut rows = Rows::new(
            text.as_bytes(),
            Limits {
                record: 10_000,
                ..Limits::default()
            },
        );
        let mut lines = Vec::new();
        while let Some(row) = rows.next().expect("memory does not fail") {
            lines.push((row.line, row.problem.is_some()));
        }
        assert_eq!(lines, [(1, true), (2, false), (3, false), (4, false)]);
    }

    #[test]
    fn wrong_quotes_on_every_line_stay_linear() {
        let text = "a\"b,\"c\n".repeat(100_000);
        let mut rows = Rows::new(
            text.as_bytes(),
            Limits {
                record: 10_000,
                ..Limits::default()
            },
        );
        let mut count = 0;
        while let Some(row) = rows.next().expect("memory does not fail") {
            assert!(row.problem.is_some());
            count += 1;
        }
        assert_eq!(count, 100_000);
    }
}
