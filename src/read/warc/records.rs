//! Cuts a WARC file into its records.
//!
//! Records say how long they are. Where one says it wrong, so that no record begins behind it, it is cut
//! again: at the first record that begins inside it, or behind it, whichever there is. Nothing but the
//! record itself is in doubt then.

use super::super::{Limits, unreadable};
use crate::error::{Problem, ProblemKind};
use std::io::{self, BufRead, BufReader, Read};

/// Header lines of one record are no longer than this altogether (in bytes).
const LONGEST_HEADER: u64 = 64 * 1024;

/// Blocks that nobody wants are held up to this size (in bytes): another record may begin inside them.
const HELD: u64 = 1 << 20;

/// The named fields of a record.
#[derive(Debug, Default)]
pub(super) struct Header {
    fields: Vec<(String, String)>,
}

impl Header {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        let found = fields.find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Whether the record may hold a page or its text.
    pub(super) fn is_wanted(&self) -> bool {
        let kind = self.get("WARC-Type").unwrap_or_default();
        let payload = self
            .get("WARC-Identified-Payload-Type")
            .unwrap_or("text/html");
        match kind {
            "response" => payload.contains("html") || payload.contains("plain"),
            "conversion" => true,
            _ => false,
        }
    }
}

/// A record as it was cut out.
#[derive(Debug)]
pub(super) struct Cut {
    pub(super) header: Header,
    /// Its content, unless it is over the limit or not wanted.
    pub(super) block: Option<Vec<u8>>,
    /// How many bytes it took.
    pub(super) bytes: u64,
    /// It has another length than it says.
    pub(super) misjudged: bool,
    /// The file ends inside it.
    pub(super) broken_off: bool,
}

/// What stands where a record should begin.
enum Next {
    Header(Header),
    /// Something else; the bytes up to the end of its line.
    Stray(Vec<u8>),
    End,
}

/// Hands out records one by one.
pub(super) struct Records<R> {
    input: Source<R>,
    limits: Limits,
    /// The record that was read last: what follows shows whether it was cut right.
    pending: Option<Cut>,
}

impl<R: Read> Records<R> {
    pub(super) fn new(input: R, limits: Limits) -> Self {
        Self {
            input: Source::new(input),
            limits,
            pending: None,
        }
    }

    /// The next record; `None` after the last.
    ///
    /// # Errors
    /// The input fails, or ends inside a record.
    pub(super) fn next(&mut self) -> Result<Option<Cut>, Problem> {
        loop {
            match header(&mut self.input)? {
                Next::Stray(bytes) => self.cut_again(&bytes)?,
                Next::End => return Ok(self.pending.take()),
                Next::Header(header) => {
                    let done = self.pending.take();
                    match self.content(header) {
                        Ok(cut) => self.pending = Some(cut),
                        // The record before is whole all the same; the next call fails again.
                        Err(problem) if done.is_none() => return Err(problem),
                        Err(problem) => self.input.failure = Some(problem),
                    }
                    if done.is_some() {
                        return Ok(done);
                    }
                }
            }
        }
    }

    /// Reads what belongs to a header.
    fn content(&mut self, header: Header) -> Result<Cut, Problem> {
        let said = header.get("Content-Length");
        let said: Option<u64> = said.and_then(|length| length.parse().ok());
        let length = said.unwrap_or(0);
        let mut cut = Cut {
            header,
            block: None,
            bytes: length,
            misjudged: said.is_none(),
            broken_off: false,
        };
        let most = if cut.header.is_wanted() {
            self.limits.record as u64
        } else {
            HELD
        };
        if length > most {
            return self.skipped(cut, most);
        }
        let mut block = Vec::new();
        let read = self.input.by_ref().take(length).read_to_end(&mut block);
        if let Err(error) = read {
            // Told after what there is of the record.
            self.input.failure = Some(unreadable(&error));
            cut.broken_off = true;
        } else if (block.len() as u64) < length {
            match begins_inside(&block) {
                Some(at) => {
                    self.input.give_back(&block.split_off(at));
                    cut.misjudged = true;
                }
                None => cut.broken_off = true,
            }
        }
        cut.block = Some(block);
        Ok(cut)
    }

    /// Passes over a record that is too long, unless another begins soon: then its length is wrong.
    fn skipped(&mut self, mut cut: Cut, most: u64) -> Result<Cut, Problem> {
        let mut block = Vec::new();
        let read = self.input.by_ref().take(most).read_to_end(&mut block);
        read.map_err(|error| unreadable(&error))?;
        if let Some(at) = begins_inside(&block) {
            self.input.give_back(&block.split_off(at));
            cut.misjudged = true;
            cut.block = Some(block);
            return Ok(cut);
        }
        let left = cut.bytes - block.len() as u64;
        drop(block);
        let mut rest = self.input.by_ref().take(left);
        let skipped = io::copy(&mut rest, &mut io::sink());
        match skipped.map_err(|error| unreadable(&error))? {
            skipped if skipped < left => Err(broken_off()),
            _ => Ok(cut),
        }
    }

    /// Cuts the last record again, behind which something stands that is no record.
    fn cut_again(&mut self, stray: &[u8]) -> Result<(), Problem> {
        let mut lost = Vec::new();
        let block = match &mut self.pending {
            Some(cut) => {
                cut.misjudged = true;
                cut.block.as_mut().unwrap_or(&mut lost)
            }
            None => &mut lost,
        };
        let (length, mut more) = (block.len(), stray.to_vec());
        // What begins at the end of the block is told by the line behind it.
        let mut ahead = self.input.by_ref().take(LONGEST_HEADER);
        let read = ahead.read_until(b'\n', &mut more);
        read.map_err(|error| unreadable(&error))?;
        block.extend_from_slice(&more);
        let begins = begins_inside(block).filter(|at| *at < length);
        let inside = block.split_off(begins.unwrap_or(length));
        self.input.give_back(&inside);
        if begins.is_some() {
            return Ok(());
        }
        loop {
            let mut line = Vec::new();
            let room = (self.limits.record as u64).max(1);
            let read = self.input.by_ref().take(room).read_until(b'\n', &mut line);
            read.map_err(|error| unreadable(&error))?;
            if line.is_empty() {
                return Ok(());
            }
            let begins = begins_at_end(&line).or(line.starts_with(b"WARC/").then_some(0));
            if let Some(at) = begins {
                self.input.give_back(&line.split_off(at));
                return Ok(());
            }
            if block.len() + line.len() <= self.limits.record {
                block.extend_from_slice(&line);
            }
        }
    }
}

/// Where in a block another record begins.
fn begins_inside(block: &[u8]) -> Option<usize> {
    let mut found = memchr::memmem::find_iter(block, b"WARC/");
    found.find(|at| match block[..*at].last() {
        Some(b'\n') => block.get(at + 5).is_some_and(u8::is_ascii_digit),
        _ => is_begun(&block[*at..]),
    })
}

/// Whether bytes are the first line of a record and the beginning of its header. So a record is told that follows
/// where another was cut off in the middle of a line.
fn is_begun(bytes: &[u8]) -> bool {
    let mut lines = bytes.split_inclusive(|byte| *byte == b'\n');
    let version = lines.next().unwrap_or_default();
    let field = lines.next().unwrap_or_default().to_ascii_lowercase();
    is_version(version) && (field.starts_with(b"warc-") || field.starts_with(b"content-"))
}

/// Whether a line, its end included, is the first of a record: `WARC/1.0`.
fn is_version(line: &[u8]) -> bool {
    let version = line.strip_suffix(b"\n").map(<[u8]>::trim_ascii_end);
    let version = version.and_then(|line| line.strip_prefix(b"WARC/"));
    version.is_some_and(|version| {
        !version.is_empty() && version.iter().all(|b| b.is_ascii_digit() || *b == b'.')
    })
}

/// Where in a line, its end included, the first line of a record stands.
fn begins_at_end(line: &[u8]) -> Option<usize> {
    let at = memchr::memmem::rfind(line, b"WARC/")?;
    is_version(&line[at..]).then_some(at)
}

fn broken_off() -> Problem {
    Problem::new(ProblemKind::Unreadable, "the file ends inside a record")
}

/// The header of the next record; blank lines before it are passed over, some writers leave too many.
fn header<R: Read>(input: &mut Source<R>) -> Result<Next, Problem> {
    if let Some(problem) = input.failure.take() {
        return Err(problem);
    }
    let mut header = Header::default();
    let (mut begun, mut left, mut raw) = (false, LONGEST_HEADER, Vec::new());
    loop {
        let from = raw.len();
        let read = input.by_ref().take(left).read_until(b'\n', &mut raw);
        left -= read.map_err(|error| unreadable(&error))? as u64;
        if raw.len() == from {
            return match (begun, left) {
                (false, 1..) => Ok(Next::End),
                (_, 0) => Err(malformed("a record has an endless header")),
                (true, _) => Err(malformed("the file ends inside a header")),
            };
        }
        let line = String::from_utf8_lossy(raw[from..].trim_ascii());
        match (begun, line.is_empty()) {
            (false, true) => {}
            (false, false) if line.starts_with("WARC/") => begun = true,
            (false, false) => return Ok(Next::Stray(raw)),
            (true, true) => return Ok(Next::Header(header)),
            // The record was cut off in its header.
            (true, false) if begins_at_end(&raw[from..]).is_some() => header.fields.clear(),
            (true, false) => {
                if let Some((name, value)) = line.split_once(':') {
                    let field = (name.trim().to_owned(), value.trim().to_owned());
                    header.fields.push(field);
                }
            }
        }
    }
}

fn malformed(reason: &str) -> Problem {
    Problem::new(ProblemKind::Malformed, reason)
}

/// A buffered input that takes bytes back.
struct Source<R> {
    input: BufReader<R>,
    again: Vec<u8>,
    taken: usize,
    /// What is wrong with what comes next.
    failure: Option<Problem>,
}

impl<R: Read> Source<R> {
    fn new(input: R) -> Self {
        Self {
            input: BufReader::with_capacity(256 * 1024, input),
            again: Vec::new(),
            taken: 0,
            failure: None,
        }
    }

    /// The bytes come next again.
    fn give_back(&mut self, bytes: &[u8]) {
        let mut again = bytes.to_vec();
        again.extend_from_slice(&self.again[self.taken..]);
        (self.again, self.taken) = (again, 0);
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut buffer = self.fill_buf()?;
        let read = buffer.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: Read> BufRead for Source<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken < self.again.len() {
            Ok(&self.again[self.taken..])
        } else {
            self.input.fill_buf()
        }
    }

    fn consume(&mut self, count: usize) {
        if self.taken < self.again.len() {
            self.taken += count;
        } else {
            self.input.consume(count);
        }
    }
}
