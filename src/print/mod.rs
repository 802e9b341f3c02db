//! Output formats: from [`Page`] and [`Table`] to bytes.
//!
//! A printer is one file and one row of [`PRINTERS`].

use crate::answer::{Page, Table};
use crate::error::Result;
use std::io::Write;

/// How answers are to look, decided once from the flags and the terminal.
#[derive(Debug, Clone, Default)]
pub struct Style {
    /// Whether to colour (terminal, not `NO_COLOR`, or `--color always`).
    pub colour: bool,
    /// The width to wrap to, in columns; `None` in a pipe: nothing is wrapped.
    pub width: Option<usize>,
    /// Whether the output is a terminal, which must be kept safe from control characters.
    pub terminal: bool,
    /// The fields to print, in order (`--fields`); empty: the format's own choice.
    pub fields: Vec<String>,
    /// End records with NUL instead of a newline (`-0`).
    pub null: bool,
}

/// An output format.
pub trait Printer: Sync {
    /// The name for `--format`.
    fn name(&self) -> &'static str;

    /// One line for help.
    fn about(&self) -> &'static str;

    /// Prints hits.
    fn page(&self, page: &Page, style: &Style, out: &mut dyn Write) -> Result<()>;

    /// Prints a table.
    fn table(&self, table: &Table, style: &Style, out: &mut dyn Write) -> Result<()>;
}

/// Every output format; the first is the default.
pub static PRINTERS: &[&dyn Printer] = &[];
