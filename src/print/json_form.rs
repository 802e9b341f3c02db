//! The JSON forms of hits and rows, shared by `json` and `jsonl`; `schema/hit.json` describes them.
//!
//! They are written straight from the page: nothing is built in memory, and a score keeps the digits of
//! its `f32` (through `serde_json::Value` it would become 12.84000015258789).

use super::Style;
use super::field::{Field, Row};
use crate::answer::{Cell, Table};
use crate::error::{Error, Result};
use crate::terminal;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::ser::PrettyFormatter;
use std::collections::HashMap;
use std::io::{self, Write};

/// A hit: every field by its name.
pub(super) struct HitForm<'a> {
    /// The fields, in order.
    pub(super) fields: &'a [&'static Field],
    /// The hit.
    pub(super) row: Row<'a>,
}

impl Serialize for HitForm<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(
            self.fields
                .iter()
                .map(|field| (field.name, field.value(self.row))),
        )
    }
}

/// A row of a table: every cell by the name of its column.
pub(super) struct RowForm<'a> {
    /// The names, as [`keys`] makes them.
    pub(super) keys: &'a [String],
    /// The cells.
    pub(super) cells: &'a [Cell],
}

impl Serialize for RowForm<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.keys.len()))?;
        for (key, cell) in self.keys.iter().zip(self.cells) {
            match cell {
                Cell::Text(text) => map.serialize_entry(key, text)?,
                Cell::Count(count) => map.serialize_entry(key, count)?,
                Cell::Figure(figure) => map.serialize_entry(key, figure)?,
                Cell::Nothing => map.serialize_entry(key, &())?,
            }
        }
        map.end()
    }
}

/// The columns as keys of an object: a second `share` becomes `share 2`, as keys must differ.
pub(super) fn keys(table: &Table) -> Vec<String> {
    let mut seen: HashMap<&str, u32> = HashMap::new();
    let count = |name| {
        let times = seen.entry(name).or_default();
        *times += 1;
        match *times {
            1 => String::from(name),
            more => format!("{name} {more}"),
        }
    };
    table
        .columns
        .iter()
        .map(String::as_str)
        .map(count)
        .collect()
}

/// Writes one value; on a terminal without the characters that would do something to it.
pub(super) fn write(
    value: &impl Serialize,
    pretty: bool,
    style: &Style,
    out: &mut dyn Write,
) -> Result<()> {
    let written = if style.terminal {
        write_to(value, pretty, Escaping(out))
    } else {
        write_to(value, pretty, out)
    };
    // Only the writer below can fail: keys are strings, and floats that are no numbers become `null`.
    written.map_err(|error| Error::from(io::Error::from(error)))
}

fn write_to(value: &impl Serialize, pretty: bool, out: impl Write) -> serde_json::Result<()> {
    if pretty {
        let formatter = PrettyFormatter::new();
        let mut serializer = serde_json::Serializer::with_formatter(out, formatter);
        value.serialize(&mut serializer)
    } else {
        serde_json::to_writer(out, value)
    }
}

/// Writes the characters that [`terminal::is_safe`] refuses as `\uXXXX`, which is the same JSON.
///
/// JSON has such characters only inside strings, but for the newlines of the pretty form. The serializer
/// hands strings over whole, so a piece never ends within a character.
struct Escaping<'a>(&'a mut dyn Write);

impl Write for Escaping<'_> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let Ok(text) = std::str::from_utf8(piece) else {
            return Err(io::Error::other("JSON that is not UTF-8"));
        };
        let mut rest = text;
        while let Some(at) = rest.find(|c| c != '\n' && !terminal::is_safe(c)) {
            let (before, after) = rest.split_at(at);
            self.0.write_all(before.as_bytes())?;
            let mut characters = after.chars();
            let unsafe_one = characters
                .next()
                .map(|c| c.encode_utf16(&mut [0; 2]).to_vec());
            for unit in unsafe_one.into_iter().flatten() {
                write!(self.0, "\\u{unit:04x}")?;
            }
            rest = characters.as_str();
        }
        self.0.write_all(rest.as_bytes())?;
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
