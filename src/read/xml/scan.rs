//! Finds the tags of a document as it comes in, without making a tree of it.
//!
//! What stands in closed CDATA sections and comments is no tag. Sections that are not closed are markup, as in
//! the tree.

use super::sections::{SECTIONS, Section};
use std::io::{self, Read};
use std::ops::Range;

/// How much is read at a time.
const CHUNK: u64 = 128 << 10;
/// No tag is longer than this.
const LONGEST_TAG: usize = 64 << 10;

/// A tag in what is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    /// Where it stands.
    pub(super) span: Range<usize>,
    /// Where its name stands.
    name: Range<usize>,
    pub(super) closing: bool,
    /// It has no content (`<a/>`).
    pub(super) empty: bool,
}

/// A document as it comes in.
pub(super) struct Scan<R> {
    input: R,
    pub(super) held: Vec<u8>,
    /// From here on it is needed.
    pub(super) begin: usize,
    /// Up to here tags were looked for.
    pub(super) at: usize,
    /// A section longer than this is taken for one that is not closed.
    limit: usize,
    ended: bool,
    /// Why the input ended before its end.
    pub(super) failure: Option<io::Error>,
}

impl<R: Read> Scan<R> {
    pub(super) fn new(input: R, limit: usize) -> Self {
        Self {
            input,
            held: Vec::new(),
            begin: 0,
            at: 0,
            limit,
            ended: false,
            failure: None,
        }
    }

    /// The name of a tag as written.
    pub(super) fn name(&self, tag: &Tag) -> &[u8] {
        &self.held[tag.name.clone()]
    }

    /// The next tag, behind which the next one is looked for; `None` at the end.
    pub(super) fn next(&mut self) -> Option<Tag> {
        loop {
            let Some(found) = memchr::memchr(b'<', &self.held[self.at..]) else {
                self.at = self.held.len();
                if !self.more() {
                    return None;
                }
                continue;
            };
            self.at += found;
            // Enough to tell what begins here.
            while self.held.len() - self.at < 9 && self.more() {}
            let rest = &self.held[self.at..];
            if let Some(section) = SECTIONS
                .iter()
                .find(|one| rest.starts_with(one.begin.as_bytes()))
            {
                self.pass(section);
                continue;
            }
            let closing = rest.get(1) == Some(&b'/');
            let from = 1 + usize::from(closing);
            let begins = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'_' || *byte >= 0x80;
            let end = rest.get(from).is_some_and(begins).then(|| self.tag_end());
            match end.flatten() {
                Some(length) => return Some(self.tag(from, length, closing)),
                None => self.at += 1,
            }
        }
    }

    fn tag(&mut self, from: usize, length: usize, closing: bool) -> Tag {
        let span = self.at..self.at + length;
        let inner = &self.held[span.start + from..span.end - 1];
        let ends = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'/';
        let name = inner.iter().position(ends).unwrap_or(inner.len());
        let tag = Tag {
            name: span.start + from..span.start + from + name,
            closing,
            empty: inner.ends_with(b"/"),
            span,
        };
        self.at = tag.span.end;
        tag
    }

    /// How long the tag is that begins here.
    fn tag_end(&mut self) -> Option<usize> {
        let (mut length, mut quote) = (1, None);
        while length < LONGEST_TAG {
            let Some(byte) = self.held.get(self.at + length).copied() else {
                if self.more() {
                    continue;
                }
                return None;
            };
            length += 1;
            match (quote, byte) {
                (Some(mark), _) if byte == mark => quote = None,
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'>') => return Some(length),
                (None, b'<') => return None,
                _ => {}
            }
        }
        None
    }

    /// Goes behind a section, or behind its mark alone if it is not closed.
    fn pass(&mut self, section: &Section) {
        let (begin, end) = (section.begin.as_bytes(), section.end.as_bytes());
        let mut searched = begin.len();
        loop {
            let inner = &self.held[self.at..];
            let found = memchr::memmem::find(&inner[searched..], end).map(|at| searched + at);
            let until = found.unwrap_or(inner.len());
            let another = memchr::memmem::find(&inner[begin.len()..until], begin).is_some();
            match found {
                Some(found) if !another => {
                    self.at += found + end.len();
                    return;
                }
                None if !another && inner.len() <= self.limit => {}
                _ => break,
            }
            searched = inner.len().saturating_sub(end.len()).max(begin.len());
            if !self.more() {
                break;
            }
        }
        self.at += begin.len();
    }

    /// Reads on; false at the end.
    fn more(&mut self) -> bool {
        if self.ended {
            return false;
        }
        if self.begin > 0 {
            self.held.drain(..self.begin);
            self.at -= self.begin;
            self.begin = 0;
        }
        let before = self.held.len();
        let read = self.input.by_ref().take(CHUNK).read_to_end(&mut self.held);
        match read {
            Ok(got) => self.ended = got == 0,
            Err(error) => {
                self.ended = true;
                self.failure = Some(error);
            }
        }
        self.held.len() > before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let mut scan = Scan::new(text.as_bytes(), 1000);
        let mut found = Vec::new();
        while let Some(tag) = scan.next() {
            let name = String::from_utf8_lossy(scan.name(&tag)).into_owned();
            let before = if tag.closing { "/" } else { "" };
            let after = if tag.empty { "/" } else { "" };
            found.push(format!("{before}{name}{after}"));
        }
        found
    }

    #[test]
    fn tags_are_what_is_no_text() {
        for (text, expected) in [
            ("<a b='>'>x<c:d/></a>", "a c:d/ /a"),
            ("<a>1 < 2 <b>AT&T</b>", "a b /b"),
            ("<a><![CDATA[<b>]]><c></a><!-- <d> --><e>", "a c /a e"),
            ("<a><![CDATA[<b></a><c><![CDATA[<d>]]></c>", "a b /a c /c"),
            ("<?xml v='1'?><!DOCTYPE a><a", ""),
        ] {
            assert_eq!(names(text).join(" "), expected, "{text}");
        }
    }
}
