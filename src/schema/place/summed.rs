//! A file of the index that is being written, with the sums of its blocks at its end.
//!
//! The engine ends each file with a footer: JSON, its length and a mark. The sums are one more key of that
//! JSON, which the engine does not know and does not mind.

use super::sums::{FOOTER, Growing};
use std::io::{self, Write};
use tantivy::directory::{AntiCallToken, TerminatingWrite, WritePtr};

/// The mark of the engine's footer.
const MARK: u32 = 1337;

/// The length and the mark, the last bytes of a file.
pub(super) const ENDING: usize = 8;

/// How long the JSON of the footer is that ends with these bytes.
pub(super) fn footer_length(ending: &[u8]) -> Option<usize> {
    let (length, mark) = ending.split_first_chunk::<4>()?;
    let is_footer = mark == MARK.to_le_bytes();
    is_footer.then(|| u32::from_le_bytes(*length) as usize)
}

/// A footer as it stands in a file: its JSON, the length of that and the mark.
pub(super) fn ended(mut json: Vec<u8>) -> Option<Vec<u8>> {
    let length = u32::try_from(json.len()).ok()?;
    json.extend(length.to_le_bytes());
    json.extend(MARK.to_le_bytes());
    Some(json)
}

/// Sums what is written to a file.
pub(super) struct Summed {
    file: WritePtr,
    sums: Option<Growing>,
    /// What was written last: the footer is found in it when the file ends.
    held: Vec<u8>,
}

impl Summed {
    pub(super) fn new(file: WritePtr) -> Self {
        Self {
            file,
            sums: Some(Growing::new()),
            held: Vec::with_capacity(16 << 10),
        }
    }

    /// Writes the first bytes of what is held.
    fn release(&mut self, bytes: usize) -> io::Result<()> {
        let sums = self.sums.as_mut().ok_or_else(|| broken("it has ended"))?;
        sums.update(&self.held[..bytes]);
        self.file.write_all(&self.held[..bytes])?;
        self.held.drain(..bytes);
        Ok(())
    }

    /// The footer with the sums in it.
    fn footer(&mut self) -> io::Result<Vec<u8>> {
        let none = || broken("the engine gave it no footer");
        let ending = self.held.len().checked_sub(ENDING).ok_or_else(none)?;
        let length = footer_length(&self.held[ending..]).ok_or_else(none)?;
        let body = ending.checked_sub(length).ok_or_else(none)?;
        self.release(body)?;
        let sums = self.sums.take().ok_or_else(none)?;
        // One more key of the engine's object.
        let theirs = self.held[..length].strip_suffix(b"}").ok_or_else(none)?;
        ended([theirs, b",", sums.finish().as_bytes()].concat()).ok_or_else(none)
    }
}

fn broken(why: &str) -> io::Error {
    io::Error::other(format!("a file of the index cannot be ended: {why}"))
}

impl Write for Summed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if self.held.len() > 8 * FOOTER {
            self.release(self.held.len() - FOOTER)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl TerminatingWrite for Summed {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        let footer = self.footer()?;
        self.file.write_all(&footer)?;
        self.file.terminate_ref(token)
    }
}
