//! Records between a start tag and an end tag, cut from a stream in bounded memory.
//!
//! SGML collections put thousands of records into one file that no XML parser reads. What stands between
//! records is passed over. A record that is never closed ends where the next one begins.

use super::{Context, Flow, Found, Record, unreadable, whole};
use crate::error::{Problem, ProblemKind};
use memchr::memmem::Finder;
use std::io::{self, Read};

/// How much is read at a time.
const CHUNK: usize = 64 * 1024;

/// The tags around a record, without the closing bracket: `<DOC`, `</DOC>`.
pub(super) struct Tags {
    pub(super) start: &'static str,
    pub(super) end: &'static str,
}

/// A record as it was cut out.
struct Block {
    text: Vec<u8>,
    line: u64,
    bytes: u64,
    problem: Option<Problem>,
}

struct Blocks<'t, R> {
    input: R,
    tags: &'t Tags,
    start: Finder<'t>,
    end: Finder<'t>,
    limit: usize,
    held: Vec<u8>,
    line: u64,
    ended: bool,
}

/// Cuts the input into the records between the tags and hands them out; `read` makes articles of each.
///
/// # Errors
/// The input fails, or holds no record at all.
pub(super) fn hand_out_blocks(
    input: impl Read,
    tags: &Tags,
    context: &Context,
    hand_out: &mut dyn FnMut(Record) -> Flow,
    read: fn(&str, u64, &Context) -> Found,
) -> Result<(), Problem> {
    let mut blocks = Blocks {
        input,
        tags,
        start: Finder::new(tags.start),
        end: Finder::new(tags.end),
        limit: context.limits.record,
        held: Vec::new(),
        line: 1,
        ended: false,
    };
    let mut number = 0;
    while let Some(block) = blocks.next().map_err(|error| unreadable(&error))? {
        number += 1;
        let context = context.clone();
        let line = block.line;
        let record = Record {
            number: Some(number),
            line: Some(line),
            bytes: block.bytes,
            read: Box::new(move || match block.problem {
                None => read(&String::from_utf8_lossy(&block.text), line, &context),
                Some(problem) => Found::of_problem(problem.at(line)),
            }),
        };
        if hand_out(record) == Flow::Stop {
            return Ok(());
        }
    }
    match number {
        0 if blocks.line == 1 && blocks.held.is_empty() => Err(whole::empty()),
        0 => {
            let reason = format!("holds no record that begins with `{}>`", tags.start);
            Err(Problem::new(ProblemKind::Malformed, reason))
        }
        _ => Ok(()),
    }
}

impl<R: Read> Blocks<'_, R> {
    fn next(&mut self) -> io::Result<Option<Block>> {
        if !self.seek_start()? {
            return Ok(None);
        }
        let line = self.line;
        let mut searched = 0_usize;
        loop {
            // A tag may lie across the edge of what was searched before.
            let from = searched.saturating_sub(self.tags.end.len());
            if let Some(at) = self.end.find(&self.held[from..]) {
                let end = from + at + self.tags.end.len();
                return Ok(Some(self.closed(end, line)));
            }
            searched = self.held.len();
            if searched > self.limit {
                let limits = super::Limits { record: self.limit };
                return self.dropped(limits.exceeded("the record"), line).map(Some);
            }
            if self.ended {
                let reason = format!("the record is not closed by `{}`", self.tags.end);
                let problem = Problem::new(ProblemKind::Malformed, reason);
                return self.dropped(problem, line).map(Some);
            }
            self.more()?;
        }
    }

    /// Reads more into what is held.
    fn more(&mut self) -> io::Result<()> {
        let got = self
            .input
            .by_ref()
            .take(CHUNK as u64)
            .read_to_end(&mut self.held)?;
        self.ended = got == 0;
        Ok(())
    }

    /// Passes over everything before the next start tag.
    fn seek_start(&mut self) -> io::Result<bool> {
        loop {
            if let Some(at) = self.find_start(0) {
                self.pass(at);
                return Ok(true);
            }
            // The name may go on, or end, in what is read next.
            let keep = (self.tags.start.len() + 1).min(self.held.len());
            self.pass(self.held.len() - keep);
            if self.ended {
                return Ok(false);
            }
            self.more()?;
        }
    }

    /// Where the next start tag is: the name, and not a longer one that begins with it.
    fn find_start(&self, from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            at += self.start.find(self.held.get(at..)?)?;
            let next = self.held.get(at + self.tags.start.len());
            if next.is_some_and(|next| *next == b'>' || next.is_ascii_whitespace()) {
                return Some(at);
            }
            at += 1;
        }
    }

    fn pass(&mut self, count: usize) {
        self.line += memchr::memchr_iter(b'\n', &self.held[..count]).count() as u64;
        self.held.drain(..count);
    }

    /// The record that ends at `end`, unless another begins inside it: then that one was never closed.
    fn closed(&mut self, end: usize, line: u64) -> Block {
        let inner = self.find_start(1).filter(|at| *at < end);
        let (end, problem) = match inner {
            None => (end, None),
            Some(next) => {
                let reason = format!("the record is not closed by `{}`", self.tags.end);
                (next, Some(Problem::new(ProblemKind::Malformed, reason)))
            }
        };
        let text = self.held[..end].to_vec();
        self.pass(end);
        Block {
            bytes: text.len() as u64,
            text,
            line,
            problem,
        }
    }

    /// A record that is given up: everything up to the next start tag is passed over.
    fn dropped(&mut self, problem: Problem, line: u64) -> io::Result<Block> {
        let bytes = self.held.len() as u64;
        self.pass(1);
        self.seek_start()?;
        Ok(Block {
            text: Vec::new(),
            line,
            bytes,
            problem: Some(problem),
        })
    }
}

/// What stands between `<name …>` and `</name>`, the first time; names as they are written.
pub(super) fn element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, content, _) = element_at(text, name)?;
    Some(content)
}

/// The same with the attributes before and what follows after.
pub(super) fn element_at<'a>(text: &'a str, name: &str) -> Option<(&'a str, &'a str, &'a str)> {
    let mut rest = text;
    loop {
        let at = memchr::memmem::find(rest.as_bytes(), format!("<{name}").as_bytes())?;
        let after = &rest[at + 1 + name.len()..];
        if after.starts_with(|next: char| next == '>' || next.is_whitespace()) {
            let (attributes, content) = after.split_once('>')?;
            let (content, rest) = content.split_once(&format!("</{name}>"))?;
            return Some((attributes, content, rest));
        }
        rest = after;
    }
}
