//! An answer that is one table: how it is printed, how much of it, and where it comes from.

use super::output::{Chosen, Output, Record};
use super::{finish, stdout};
use crate::answer::{Provenance, Table};
use crate::error::Result;
use crate::print::Style;
use clap::Args;

/// So many rows people see unless they ask for more.
const ROWS: usize = 20;

/// `--limit` of a command that lists everything where the list is for a program.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct RowsFlag {
    /// How many rows at most [default: 20 as text, else all]
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<usize>,
}

/// What a table will be printed on, made ready before anything is asked.
pub(super) struct Sheet {
    printer: Chosen,
    pub(super) style: Style,
    record: Option<Record>,
}

impl Sheet {
    /// Makes it ready.
    ///
    /// # Errors
    /// If the format is none, or `--provenance` names a file that cannot be written.
    pub(super) fn new(output: &Output) -> Result<Self> {
        let (printer, style) = output.printer()?;
        Ok(Self {
            printer,
            style,
            record: output.record()?,
        })
    }

    /// Whether people read it.
    pub(super) fn is_text(&self) -> bool {
        self.printer.name() == "text"
    }

    /// How many rows at most.
    pub(super) fn rows(&self, flag: RowsFlag) -> usize {
        let usual = if self.is_text() { ROWS } else { usize::MAX };
        flag.limit.unwrap_or(usual)
    }

    /// Prints the table, and writes down where each of its figures comes from.
    pub(super) fn print(mut self, table: &Table, sources: &[Provenance]) -> Result<()> {
        self.write_down(sources)?;
        let mut out = stdout();
        self.printer.table(table, &self.style, &mut out)?;
        finish(out)
    }

    /// Writes down where figures come from that are printed elsewhere.
    pub(super) fn write_down(&mut self, sources: &[Provenance]) -> Result<()> {
        let Some(mut record) = self.record.take() else {
            return Ok(());
        };
        for source in sources {
            record.add(source, None)?;
        }
        record.finish()
    }
}
