//! The dictionaries of the words and ids of an archive, which the engine would read whole to look up one.
//!
//! The engine keeps the dictionaries of all fields of a segment in one file, and opens one by reading it from end
//! to end, so that each of its blocks would be compared with its sum. Of a large archive they are tens of
//! megabytes, and a query needs some blocks of them. So where an archive is asked, the engine finds empty
//! dictionaries for these fields, and the real ones are handed out here, to be compared as far as they
//! are walked.

use super::super::Fields;
use super::checked::Checked;
use crate::error::Damage;
use std::collections::HashMap;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::directory::{FileHandle, FileSlice, OwnedBytes};
use tantivy::index::SegmentId;
use tantivy::schema::Field;
use tantivy_common::{BinarySerializable, VInt};

/// How the engine names the files with the dictionaries of a segment.
pub(super) const EXTENSION: &str = "term";

/// Under this number of its field the engine would find the real dictionary; it asks for number 0.
const REAL: u64 = 1;

/// A dictionary without a term as the engine writes it, which takes longer than all else of a query: the version
/// and type of its transducer, the node of its root, its size and where the root is; how long the table of blocks
/// is and how many terms there are; how long these two are; versions.
const EMPTY: &[u8] = &[
    2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 18, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0,
    0, 1, 0, 0, 0,
];

/// The real dictionaries of each segment that was opened.
#[derive(Debug, Clone, Default)]
pub struct Dictionaries {
    opened: Arc<Mutex<HashMap<PathBuf, OfFields>>>,
}

/// The dictionaries of one segment.
type OfFields = Vec<(Field, Dictionary)>;

/// The dictionary of one field of one segment, as the engine wrote it.
#[derive(Debug, Clone)]
pub struct Dictionary {
    /// The file and the place it was taken from; none if the segment has no term of the field.
    place: Option<(Arc<Checked>, Range<usize>)>,
    bytes: OwnedBytes,
}

impl Dictionaries {
    /// The fields whose dictionaries are here, which are large and are asked for few terms.
    pub fn fields() -> [Field; 3] {
        let fields = Fields::of_schema();
        [fields.headline, fields.body, fields.id]
    }

    /// The dictionary of a field of a segment; `None` if it has none.
    pub fn of(&self, segment: SegmentId, field: Field) -> Option<Dictionary> {
        let path = Path::new(&segment.uuid_string()).with_extension(EXTENSION);
        let opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let mut fields = opened.get(&path)?.iter();
        let (_, dictionary) = fields.find(|(of, _)| *of == field)?;
        Some(dictionary.clone())
    }

    /// Takes the dictionaries of these fields out of a file, and gives back what the engine is to see of it.
    ///
    /// # Errors
    /// [`Damage`] of the table of its parts.
    pub(super) fn take(&self, path: &Path, file: Checked) -> io::Result<Arc<Checked>> {
        let fields = &Self::fields();
        let parts = Parts::read(&file)?;
        let shown = parts.without(fields)?;
        let file = Arc::new(file.ending_with(parts.end, &shown));
        let mut taken = Vec::new();
        for field in fields {
            let range = parts.of(*field);
            let bytes = range.clone().map(|range| file.uncompared(range));
            let dictionary = Dictionary {
                bytes: bytes.unwrap_or_else(|| Ok(OwnedBytes::new(EMPTY)))?,
                place: range.map(|range| (file.clone(), range)),
            };
            taken.push((*field, dictionary));
        }
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        opened.insert(path.to_owned(), taken);
        Ok(file)
    }
}

impl Dictionary {
    /// These bytes of it.
    ///
    /// # Errors
    /// They are not what was written, or it has not so many.
    pub fn bytes(&self, range: Range<usize>) -> io::Result<&[u8]> {
        self.compare(range.clone())?;
        let missing = || io::Error::new(io::ErrorKind::UnexpectedEof, "a dictionary is cut off");
        self.bytes.get(range).ok_or_else(missing)
    }

    /// Makes sure that these bytes of it are what was written.
    ///
    /// # Errors
    /// They are not.
    pub fn compare(&self, range: Range<usize>) -> io::Result<()> {
        let Some((file, place)) = &self.place else {
            return Ok(());
        };
        let end = range.end.min(self.bytes.len());
        file.compare(&(place.start + range.start.min(end)..place.start + end))
    }

    /// All of it, of which nothing is known to be what was written but what [`Dictionary::compare`] was asked for.
    pub fn uncompared(&self) -> &OwnedBytes {
        &self.bytes
    }

    /// As a file, each byte of which is compared before it is given out.
    pub fn file(&self) -> FileSlice {
        match &self.place {
            Some((file, place)) => FileSlice::new(file.clone()).slice(place.clone()),
            None => FileSlice::new(Arc::new(self.bytes.clone())),
        }
    }
}

/// The table at the end of a file that has a part for each field.
struct Parts {
    all: Vec<Part>,
    /// Where the last of them ends.
    end: usize,
}

/// A part begins where the one before it ends.
struct Part {
    field: Field,
    number: u64,
    start: usize,
}

impl Parts {
    /// Reads the table: its parts, and its length in the last four bytes.
    fn read(file: &Checked) -> io::Result<Self> {
        let cut = || Damage::of(file.path(), 0..file.shown());
        let table_end = file.shown().checked_sub(4).ok_or_else(cut)?;
        let length = u32::deserialize(&mut &*file.read_bytes(table_end..file.shown())?)?;
        let end = table_end.checked_sub(length as usize).ok_or_else(cut)?;
        let table = file.read_bytes(end..table_end)?;
        let mut rest = &*table;
        let mut all = Vec::new();
        let mut start = 0;
        for _ in 0..VInt::deserialize(&mut rest)?.0 {
            start += VInt::deserialize(&mut rest)?.0 as usize;
            let field = Field::deserialize(&mut rest)?;
            let number = VInt::deserialize(&mut rest)?.0;
            if start > end {
                return Err(cut().into());
            }
            all.push(Part {
                field,
                number,
                start,
            });
        }
        Ok(Self { all, end })
    }

    /// Where the dictionary of a field is.
    fn of(&self, field: Field) -> Option<Range<usize>> {
        let number = self.all.iter().position(|part| part.field == field)?;
        let end = self.all.get(number + 1).map_or(self.end, |next| next.start);
        Some(self.all[number].start..end)
    }

    /// What may stand behind the last part, so that these fields have empty dictionaries: those, and another
    /// table.
    fn without(&self, fields: &[Field]) -> io::Result<Vec<u8>> {
        let mut written = Vec::new();
        let mut table = Vec::new();
        let mut last = 0;
        let mut add = |field: Field, number: u64, start: usize| {
            VInt((start - last) as u64).serialize(&mut table)?;
            last = start;
            field.serialize(&mut table)?;
            VInt(number).serialize(&mut table)
        };
        for part in &self.all {
            let is_hidden = fields.contains(&part.field);
            let number = if is_hidden { REAL } else { part.number };
            add(part.field, number, part.start)?;
        }
        for field in fields {
            add(*field, 0, self.end + written.len())?;
            written.extend(EMPTY);
        }
        let table = counted(self.all.len() + fields.len(), &table)?;
        let length = u32::try_from(table.len()).map_err(io::Error::other)?;
        written.extend(table);
        length.serialize(&mut written)?;
        Ok(written)
    }
}

fn counted(parts: usize, table: &[u8]) -> io::Result<Vec<u8>> {
    let mut counted = Vec::new();
    VInt(parts as u64).serialize(&mut counted)?;
    counted.extend(table);
    Ok(counted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::termdict::TermDictionaryBuilder;

    #[test]
    fn an_empty_dictionary_is_what_the_engine_writes() {
        let builder = TermDictionaryBuilder::create(Vec::new()).unwrap();
        assert_eq!(builder.finish().unwrap(), EMPTY);
    }
}
