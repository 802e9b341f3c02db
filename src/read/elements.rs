//! Cuts a stream of JSON into the records that may be articles, in bounded memory.
//!
//! It knows only strings, brackets and the names of lists; whether an element is valid JSON is found out
//! when it is read. Several values may follow each other, with or without commas.

use super::unreadable;
use super::{Flow, whole};
use crate::error::{Problem, ProblemKind};
use serde_json::{Map, Value};
use std::io::{BufRead, BufReader, Read};
use std::sync::Arc;

/// The names of lists whose elements are articles.
const LISTS: &[&str] = &[
    "articles",
    "docs",
    "documents",
    "results",
    "items",
    "posts",
    "stories",
    "entries",
    "news",
    "records",
    "data",
    "hits",
    "rows",
    "edges",
];

/// The names of records that may hold such a list.
const WRAPPERS: &[&str] = &[
    "response", "data", "result", "feed", "hits", "payload", "search",
];

/// Such records may stand in each other, so many deep.
const WRAPPED: usize = 3;

/// The names of texts that only an article has.
const TEXTS: &[&str] = &["body", "text", "content", "body_text"];

/// Strings that are read to know a key are no longer than this.
const LONGEST_KEY: usize = 256;

/// One record that may be an article.
pub(super) struct Element {
    /// Its number from 1, or none if it is the whole file.
    pub(super) number: Option<u64>,
    pub(super) line: u64,
    pub(super) bytes: u64,
    /// Its bytes, unless it is over the limit.
    pub(super) text: Option<Vec<u8>>,
    /// What the feed that it is an item of says of itself.
    pub(super) feed: Option<Arc<Map<String, Value>>>,
}

type HandOut<'a> = dyn FnMut(Element) -> Flow + 'a;

/// What stands before the list of a JSON Feed (version 1 or 1.1), if it is one.
fn feed(mut before: Vec<u8>) -> Option<Map<String, Value>> {
    before.extend_from_slice(b"]}");
    let Ok(Value::Object(feed)) = serde_json::from_slice(&before) else {
        return None;
    };
    let version = feed.get("version")?.as_str()?;
    version.contains("jsonfeed.org/version").then_some(feed)
}

/// The scanner.
pub(super) struct Elements<R> {
    input: BufReader<R>,
    limit: usize,
    line: u64,
    number: u64,
    /// What the receiver of the elements said last.
    flow: Flow,
    /// The bytes of the element that is being cut out; `None` once it is over the limit or not wanted.
    kept: Option<Vec<u8>>,
    taken: u64,
    /// Whether the record has shown a text: then its lists are parts of an article.
    has_text: bool,
    feed: Option<Arc<Map<String, Value>>>,
}

impl<R: Read> Elements<R> {
    pub(super) fn new(input: R, limit: usize) -> Self {
        Self {
            input: BufReader::with_capacity(64 * 1024, input),
            limit,
            line: 1,
            number: 0,
            flow: Flow::Continue,
            kept: None,
            taken: 0,
            has_text: false,
            feed: None,
        }
    }

    /// Hands out every element.
    ///
    /// # Errors
    /// The input fails, is empty, or goes on with something that is no JSON.
    pub(super) fn each(&mut self, hand_out: &mut HandOut) -> Result<(), Problem> {
        let mut values = 0;
        while self.flow == Flow::Continue {
            match self.peek()? {
                None if values == 0 => return Err(whole::empty()),
                None => break,
                Some(b'[') => {
                    self.skip(1);
                    self.list(hand_out)?;
                }
                Some(b'{') => self.record(hand_out)?,
                Some(_) => return Err(self.malformed("expected `{` or `[`")),
            }
            values += 1;
        }
        Ok(())
    }

    fn malformed(&self, why: &str) -> Problem {
        Problem::new(ProblemKind::Malformed, format!("not valid JSON: {why}")).at(self.line)
    }

    /// The elements of a list up to its end.
    fn list(&mut self, hand_out: &mut HandOut) -> Result<(), Problem> {
        while self.flow == Flow::Continue {
            match self.peek()? {
                None => return Err(self.malformed("the list is not closed")),
                Some(b']') => {
                    self.skip(1);
                    return Ok(());
                }
                Some(b'}' | b':') => return Err(self.malformed("expected an element of the list")),
                Some(_) => {
                    self.begin();
                    let line = self.line;
                    let whole = self.value()?;
                    self.number += 1;
                    let number = Some(self.number);
                    self.finish(number, line, hand_out);
                    if !whole {
                        // The element itself is reported as broken.
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    }

    /// A record at the top: an article, or the holder of a list.
    fn record(&mut self, hand_out: &mut HandOut) -> Result<(), Problem> {
        self.begin();
        let line = self.line;
        let before = self.number;
        let lists = self.members(0, hand_out)?;
        if lists == 0 {
            let more = before > 0 || self.peek()?.is_some();
            self.number += 1;
            let number = more.then_some(self.number);
            self.finish(number, line, hand_out);
        }
        Ok(())
    }

    /// Walks the members of a record and hands out the lists among them; how many lists there were.
    fn members(&mut self, depth: usize, hand_out: &mut HandOut) -> Result<usize, Problem> {
        let mut lists = 0;
        self.keep(1);
        while self.flow == Flow::Continue {
            match self.peek()? {
                None => return Ok(lists),
                Some(b'}') => {
                    self.keep(1);
                    return Ok(lists);
                }
                Some(b'"') => {
                    let key = self.key()?;
                    self.has_text |= TEXTS.contains(&key.as_str());
                    if self.peek()? == Some(b':') {
                        self.keep(1);
                    }
                    lists += self.member(&key, depth, hand_out)?;
                }
                Some(_) => {
                    if !self.value()? {
                        return Ok(lists);
                    }
                }
            }
        }
        Ok(lists)
    }

    /// The value of a member: walked into where it may hold articles, else kept as it is.
    fn member(
        &mut self,
        key: &str,
        depth: usize,
        hand_out: &mut HandOut,
    ) -> Result<usize, Problem> {
        match self.peek()? {
            Some(b'[') if LISTS.contains(&key) => {
                self.keep(1);
                if self.peek()? != Some(b'{') || self.has_text {
                    return self.rest_of_list().map(|()| 0);
                }
                self.feed = self.kept.take().and_then(feed).map(Arc::new);
                self.list(hand_out)?;
                Ok(1)
            }
            Some(b'{') if depth < WRAPPED && WRAPPERS.contains(&key) => {
                self.members(depth + 1, hand_out)
            }
            Some(_) => self.value().map(|_| 0),
            None => Ok(0),
        }
    }

    /// Keeps the rest of a list whose bracket is already kept.
    fn rest_of_list(&mut self) -> Result<(), Problem> {
        loop {
            match self.peek()? {
                None => return Ok(()),
                Some(b']') => {
                    self.keep(1);
                    return Ok(());
                }
                Some(_) => {
                    if !self.value()? {
                        return Ok(());
                    }
                }
            }
        }
    }

    fn begin(&mut self) {
        self.kept = Some(Vec::new());
        self.taken = 0;
        self.has_text = false;
    }

    fn finish(&mut self, number: Option<u64>, line: u64, hand_out: &mut HandOut) {
        self.flow = hand_out(Element {
            number,
            line,
            bytes: self.taken,
            text: self.kept.take(),
            feed: self.feed.clone(),
        });
    }

    /// The next byte that is not space; commas are kept and passed over.
    fn peek(&mut self) -> Result<Option<u8>, Problem> {
        loop {
            let buffer = self.fill()?;
            if buffer.is_empty() {
                return Ok(None);
            }
            let blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == b',';
            let blanks = buffer.iter().take_while(|byte| blank(byte)).count();
            let next = buffer.get(blanks).copied();
            self.keep(blanks);
            if next.is_some() {
                return Ok(next);
            }
        }
    }

    fn fill(&mut self) -> Result<&[u8], Problem> {
        self.input.fill_buf().map_err(|error| unreadable(&error))
    }

    /// Takes bytes of the buffer into the element.
    fn keep(&mut self, count: usize) {
        let buffer = &self.input.buffer()[..count];
        if let Some(kept) = &mut self.kept {
            if kept.len() + count > self.limit {
                self.kept = None;
            } else {
                kept.extend_from_slice(buffer);
            }
        }
        self.skip(count);
    }

    fn skip(&mut self, count: usize) {
        let buffer = &self.input.buffer()[..count];
        self.line += memchr::memchr_iter(b'\n', buffer).count() as u64;
        self.taken += count as u64;
        self.input.consume(count);
    }

    /// Keeps one value; `false` if the input ends inside it.
    fn value(&mut self) -> Result<bool, Problem> {
        let mut depth = 0_usize;
        loop {
            let Some(first) = self.peek()? else {
                return Ok(false);
            };
            match first {
                b'"' => {
                    self.key()?;
                }
                b'{' | b'[' => {
                    depth += 1;
                    self.keep(1);
                }
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    self.keep(1);
                }
                b':' => self.keep(1),
                _ => self.word()?,
            }
            if depth == 0 {
                return Ok(true);
            }
        }
    }

    /// Keeps a number, a literal or what stands in its place.
    fn word(&mut self) -> Result<(), Problem> {
        loop {
            let buffer = self.fill()?;
            let ends = |byte: &u8| byte.is_ascii_whitespace() || br#",:"{}[]"#.contains(byte);
            let end = buffer.iter().position(ends);
            let count = end.unwrap_or(buffer.len());
            self.keep(count);
            if end.is_some() || count == 0 {
                return Ok(());
            }
        }
    }

    /// Keeps a string with its quotes; what it says, as far as a key goes.
    fn key(&mut self) -> Result<String, Problem> {
        self.keep(1);
        let mut key = Vec::new();
        loop {
            let buffer = self.fill()?;
            if buffer.is_empty() {
                break;
            }
            let end = memchr::memchr2(b'"', b'\\', buffer);
            let count = end.unwrap_or(buffer.len());
            let room = LONGEST_KEY.saturating_sub(key.len()).min(count);
            key.extend_from_slice(&buffer[..room]);
            let closes = end.is_some_and(|at| buffer[at] == b'"');
            self.keep(count);
            match end {
                None => {}
                Some(_) if closes => {
                    self.keep(1);
                    break;
                }
                Some(_) => {
                    // The backslash, and what it escapes.
                    self.keep(1);
                    let escaped = usize::from(!self.fill()?.is_empty());
                    self.keep(escaped);
                }
            }
        }
        Ok(String::from_utf8_lossy(&key).to_lowercase())
    }
}
