//! The same decoding for files too large to hold: bytes in, UTF-8 out, a chunk at a time.
//!
//! The encoding is settled at the first chunk that is not plain ASCII. From there on UTF-8 is checked and
//! repaired, other encodings are converted. A byte that fits nothing becomes [`super::DAMAGE`], so that only
//! the record it stands in is lost; in a converted encoding it ends the stream with an error, because
//! everything after it would be guesswork.

use super::repair::repair;
use super::{Coding, implausible, refuse_binary, settle, undecodable};
use crate::error::Problem;
use encoding_rs::{CoderResult, Decoder, Encoding};
use std::io::{self, Read};

/// How many bytes are looked at to settle the encoding, and converted at a time.
const CHUNK: usize = 64 * 1024;

/// Reads bytes of any encoding as UTF-8.
pub struct Utf8Reader<R> {
    input: R,
    state: State,
    raw: Vec<u8>,
    ready: Vec<u8>,
    taken: usize,
    ended: bool,
    /// Why the input ended before its end: told when what came before is handed out.
    failure: Option<io::Error>,
    /// The encoding, if it was guessed and nothing was converted yet.
    doubted: Option<&'static Encoding>,
}

enum State {
    /// Nothing but ASCII yet.
    Open,
    Utf8,
    Other(Box<Decoder>),
}

impl<R: Read> Utf8Reader<R> {
    /// Reads the beginning of the input and refuses what is not text.
    ///
    /// # Errors
    /// The input is binary, or cannot be read.
    pub fn new(input: R) -> Result<Self, Problem> {
        let mut reader = Self {
            input,
            state: State::Open,
            raw: Vec::new(),
            ready: Vec::new(),
            taken: 0,
            ended: false,
            failure: None,
            doubted: None,
        };
        reader.fill();
        if reader.raw.is_empty()
            && let Some(error) = reader.failure.take()
        {
            return Err(super::super::unreadable(&error));
        }
        refuse_binary(&reader.raw)?;
        let wide = super::wide(&reader.raw).is_some() || Encoding::for_bom(&reader.raw).is_some();
        if wide {
            reader.settle();
        }
        Ok(reader)
    }

    /// Reads until a chunk is there or the input ends.
    fn fill(&mut self) {
        if self.ended {
            return;
        }
        let missing = CHUNK.saturating_sub(self.raw.len()) as u64;
        match self.input.by_ref().take(missing).read_to_end(&mut self.raw) {
            Ok(got) => self.ended = (got as u64) < missing,
            Err(error) => {
                self.ended = true;
                self.failure = Some(error);
            }
        }
    }

    fn settle(&mut self) {
        let (coding, mark) = settle(&self.raw, None);
        self.raw.drain(..mark);
        self.state = match coding {
            Coding::Utf8 => State::Utf8,
            Coding::Other(encoding) | Coding::Guess(encoding) => {
                self.doubted = (coding == Coding::Guess(encoding)).then_some(encoding);
                State::Other(Box::new(encoding.new_decoder_without_bom_handling()))
            }
        };
    }

    /// Converts the next chunk into `ready`.
    fn convert(&mut self) -> io::Result<()> {
        self.ready.clear();
        self.taken = 0;
        self.fill();
        if matches!(self.state, State::Open) {
            if self.raw.is_ascii() && memchr::memchr(0x1b, &self.raw).is_none() {
                std::mem::swap(&mut self.raw, &mut self.ready);
                return Ok(());
            }
            self.settle();
        }
        match &mut self.state {
            State::Other(decoder) => {
                let text = convert(decoder, &self.raw, self.ended)?;
                if let Some(encoding) = self.doubted.take()
                    && implausible(encoding, &text)
                {
                    self.state = State::Utf8;
                    return self.convert();
                }
                self.ready = text.into_bytes();
                self.raw.clear();
            }
            State::Open | State::Utf8 => {
                let whole = if self.ended {
                    self.raw.len()
                } else {
                    whole_sequences(&self.raw)
                };
                let text = repair(&self.raw[..whole], self.ended).into_owned();
                self.ready = text.into_bytes();
                self.raw.drain(..whole);
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.ready.len() {
            if self.ended && self.raw.is_empty() {
                return self.failure.take().map_or(Ok(0), Err);
            }
            self.convert()?;
        }
        let count = into.len().min(self.ready.len() - self.taken);
        into[..count].copy_from_slice(&self.ready[self.taken..self.taken + count]);
        self.taken += count;
        Ok(count)
    }
}

/// Where the last sequence of a chunk that may go on in the next begins, or the end of the chunk.
fn whole_sequences(raw: &[u8]) -> usize {
    let tail = raw.len().saturating_sub(3);
    match raw[tail..].iter().rposition(|byte| *byte >= 0xc0) {
        Some(at) if std::str::from_utf8(&raw[tail + at..]).is_err() => tail + at,
        _ => raw.len(),
    }
}

/// Converts a chunk; bytes that do not fit are an error.
fn convert(decoder: &mut Decoder, raw: &[u8], last: bool) -> io::Result<String> {
    let misfit = || io::Error::new(io::ErrorKind::InvalidData, undecodable().reason);
    let room = decoder
        .max_utf8_buffer_length(raw.len())
        .ok_or_else(misfit)?;
    let mut text = String::with_capacity(room);
    match decoder.decode_to_string(raw, &mut text, last) {
        (CoderResult::InputEmpty, _, false) => Ok(text),
        // Half a character at the very end, as of UTF-16 that was cut, costs itself.
        (CoderResult::InputEmpty, _, true)
            if last && text.matches(char::REPLACEMENT_CHARACTER).count() == 1 =>
        {
            match text.strip_suffix(char::REPLACEMENT_CHARACTER) {
                Some(whole) => Ok(whole.to_owned()),
                None => Err(misfit()),
            }
        }
        _ => Err(misfit()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{DAMAGE, decode};
    use super::*;
    use encoding_rs::WINDOWS_1252;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> String {
        let mut text = String::new();
        let mut reader = Utf8Reader::new(bytes).expect("text");
        reader.read_to_string(&mut text).expect("UTF-8");
        text
    }

    #[test]
    fn a_long_stream_reads_like_a_file() {
        let ascii = "plain words ".repeat(8000);
        let text = format!("{ascii}{}", "élan vital, où l’été – ".repeat(9000));
        let (latin, ..) = WINDOWS_1252.encode(&text);
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [
            text.as_bytes(),
            &latin,
            &wide,
            &[b"\xef\xbb\xbf", text.as_bytes()].concat(),
        ] {
            assert!(read(bytes) == text);
        }
    }

    #[test]
    fn a_byte_that_fits_nothing_is_marked() {
        let plain = "plain words ".repeat(8000);
        for around in ["plain.", "été. "] {
            let bytes = [
                plain.as_bytes(),
                around.as_bytes(),
                b"\xff&",
                plain.as_bytes(),
            ]
            .concat();
            assert_eq!(read(&bytes), format!("{plain}{around}{DAMAGE}&{plain}"));
        }
    }

    #[test]
    fn what_came_before_a_failure_is_handed_out() {
        struct Failing;
        impl Read for Failing {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("broken"))
            }
        }
        let mut reader = Utf8Reader::new(b"h\xc3\xa9".chain(Failing)).expect("text");
        let mut text = Vec::new();
        assert!(reader.read_to_end(&mut text).is_err());
        assert_eq!(text, "h\u{e9}".as_bytes());
        assert!(Utf8Reader::new(Failing).is_err());
    }

    #[test]
    fn nothing_in_gives_nothing_out() {
        assert_eq!(read(b""), "");
    }

    proptest! {
        #[test]
        fn streams_and_files_agree(text in "\\PC{0,40}", times in 1_usize..2000) {
            let text = text.repeat(times);
            prop_assume!(!text.starts_with('\u{feff}'));
            prop_assert_eq!(read(text.as_bytes()), decode(text.as_bytes(), None).expect("text"));
        }
    }
}
