//! Records between a start tag and an end tag, cut from a stream in bounded memory.
//!
//! SGML collections put thousands of records into one file that no XML parser reads. What stands between
//! records is passed over. A record that is never closed ends where the next one begins, or the file, and is
//! read as far as it goes.

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
    /// Where in `held` begins what is not yet passed over.
    at: usize,
    /// Up to where in `held` there is no end tag, so that it is never looked for twice.
    searched: usize,
    line: u64,
    ended: bool,
    /// Why the input ended before its end: told after the records that are whole.
    failure: Option<io::Error>,
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
    let mut blocks = Blocks::new(input, tags, context.limits.record);
    let mut number = 0;
    while let Some(block) = blocks.next().map_err(|error| unreadable(&error))? {
        number += 1;
        let context = context.clone();
        let line = block.line;
        let record = Record {
            number: Some(number),
            line: Some(line),
            bytes: block.bytes,
            read: Box::new(move || {
                let text = String::from_utf8_lossy(&block.text);
                match block.problem {
                    None => read(&text, line, &context),
                    Some(problem) => damaged(read(&text, line, &context), problem.at(line)),
                }
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

/// What was read of a record with a problem: the article is kept if there is text of it.
fn damaged(found: Found, problem: Problem) -> Found {
    let kept = found
        .articles
        .iter()
        .any(|article| !article.body.is_empty());
    if !kept {
        return Found::of_problem(problem);
    }
    let reason = format!("{}: what is there of it is kept", problem.reason);
    let mut problems = found.problems;
    problems.push(Problem {
        kind: ProblemKind::Damaged,
        reason,
        ..problem
    });
    Found { problems, ..found }
}

impl<'t, R: Read> Blocks<'t, R> {
    fn new(input: R, tags: &'t Tags, limit: usize) -> Self {
        Self {
            input,
            tags,
            start: Finder::new(tags.start),
            end: Finder::new(tags.end),
            limit,
            held: Vec::new(),
            at: 0,
            searched: 0,
            line: 1,
            ended: false,
            failure: None,
        }
    }

    fn next(&mut self) -> io::Result<Option<Block>> {
        if !self.seek_start() {
            return self.failure.take().map_or(Ok(None), Err);
        }
        loop {
            let from = self.searched.max(self.at);
            if let Some(found) = self.end.find(&self.held[from..]) {
                self.searched = from + found;
                return Ok(Some(self.closed(from + found + self.tags.end.len())));
            }
            // A tag may lie across the edge to what is read next.
            self.searched = self
                .held
                .len()
                .saturating_sub(self.tags.end.len())
                .max(from);
            if self.held.len() - self.at > self.limit {
                let limits = super::Limits {
                    record: self.limit,
                    ..super::Limits::default()
                };
                return Ok(Some(self.dropped(limits.exceeded("the record"))));
            }
            if self.ended {
                return Ok(Some(self.unclosed()));
            }
            self.more();
        }
    }

    /// Reads more into what is held, and lets go of what was passed over.
    fn more(&mut self) {
        self.held.drain(..self.at);
        self.searched = self.searched.saturating_sub(self.at);
        self.at = 0;
        let mut chunk = self.input.by_ref().take(CHUNK as u64);
        match chunk.read_to_end(&mut self.held) {
            Ok(got) => self.ended = got == 0,
            Err(error) => {
                self.ended = true;
                self.failure = Some(error);
            }
        }
    }

    /// Passes over everything before the next start tag.
    fn seek_start(&mut self) -> bool {
        loop {
            if let Some(start) = self.find_start(self.at) {
                self.pass(start);
                return true;
            }
            // The name may go on, or end, in what is read next.
            let keep = self.held.len().saturating_sub(self.tags.start.len() + 1);
            self.pass(keep.max(self.at));
            if self.ended {
                return false;
            }
            self.more();
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

    /// Passes over everything before a place in what is held.
    fn pass(&mut self, to: usize) {
        let passed = &self.held[self.at..to];
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.at = to;
    }

    /// The record that ends at `end`, unless another begins inside it: then that one was never closed.
    fn closed(&mut self, end: usize) -> Block {
        match self.find_start(self.at + 1).filter(|at| *at < end) {
            Some(_) => self.unclosed(),
            None => self.cut(end, None),
        }
    }

    /// The record that has no end before the next one begins, or the input ends.
    fn unclosed(&mut self) -> Block {
        let next = self.find_start(self.at + 1);
        let reason = format!("the record is not closed by `{}`", self.tags.end);
        let problem = Problem::new(ProblemKind::Malformed, reason);
        self.cut(next.unwrap_or(self.held.len()), Some(problem))
    }

    fn cut(&mut self, end: usize, problem: Option<Problem>) -> Block {
        let line = self.line;
        let text = self.held[self.at..end].to_vec();
        self.pass(end);
        Block {
            bytes: text.len() as u64,
            text,
            line,
            problem,
        }
    }

    /// A record that is given up: everything up to the next start tag is passed over.
    fn dropped(&mut self, problem: Problem) -> Block {
        let (line, before) = (self.line, self.held.len() - self.at);
        self.pass(self.at + 1);
        let found = self.seek_start();
        let left = if found { self.held.len() - self.at } else { 0 };
        Block {
            text: Vec::new(),
            line,
            bytes: before.saturating_sub(left) as u64,
            problem: Some(problem),
        }
    }
}

/// What stands between `<name …>` and `</name>`, the first time; names as they are written.
pub(super) fn element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, content, _) = element_at(text, name)?;
    Some(content)
}

/// The same of an element that may not be closed: then all that follows.
pub(super) fn element_or_rest<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let opened = || {
        let at = text.find(&format!("<{name}>"))?;
        let rest = &text[at + name.len() + 2..];
        // The text may break off inside a tag.
        let tag = rest.rfind('<').filter(|tag| !rest[*tag..].contains('>'));
        Some(&rest[..tag.unwrap_or(rest.len())])
    };
    element(text, name).or_else(opened)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unclosed_records_stay_linear() {
        let tags = Tags {
            start: "<DOC",
            end: "</DOC>",
        };
        let context = Context {
            limits: super::super::Limits {
                record: 1_000_000,
                ..super::super::Limits::default()
            },
            ..Context::default()
        };
        for end in ["", "</DOC>"] {
            let text = format!("{}{end}", "<DOC>\n".repeat(300_000));
            let mut count = 0;
            let result = hand_out_blocks(
                text.as_bytes(),
                &tags,
                &context,
                &mut |_| {
                    count += 1;
                    Flow::Continue
                },
                |_, _, _| Found::default(),
            );
            assert_eq!((result, count), (Ok(()), 300_000));
        }
    }
}
