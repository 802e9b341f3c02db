//! Output formats: from [`Page`] and [`Table`] to bytes.
//!
//! A printer is one file and one row of [`PRINTERS`]. What can be said of a hit is written once, in
//! [`field`]; a printer chooses from it and gives it a form. Printers write as they go and build no
//! answer in memory; the caller hands them a buffered writer and flushes it.

mod article;
mod bibtex;
mod cell;
mod chart;
mod citation;
mod csl_json;
mod csv;
mod entry;
pub mod export;
pub mod field;
mod flow;
mod graph;
mod grid;
mod ids;
mod json;
mod json_form;
mod jsonl;
mod number;
mod paths;
mod reprinted;
mod ris;
#[cfg(test)]
mod sample;
mod template;
mod text;
mod trec;
mod tsv;
mod value;

pub use article::{article_json, article_text};
pub use chart::{Chart, ChartFormat};
pub use graph::{Graph, GraphFormat};
pub use grid::width;
pub use json::{Asked, write_provenance};
pub use number::{bytes, grouped};
pub use template::Template;
pub use value::Value;

use crate::answer::{Page, Table};
use crate::error::{Error, Result};
use std::borrow::Cow;
use std::io::Write;

/// How answers are to look, decided once from the flags and the terminal.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
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
    /// Whether CSV and TSV cells may begin as a spreadsheet's formula does.
    pub formulas: bool,
    /// Whether each story counts once: hits then have reprints.
    pub collapsed: bool,
    /// Which query of a batch the page answers; `None` for a single search.
    pub topic: Option<Topic>,
    /// Whether the page goes on where another ended: no header row is due.
    pub goes_on: bool,
    /// The name of the run in TREC output (`--tag`); the program's own if none is given.
    pub tag: Option<String>,
}

/// One query of a batch: its pages are printed one after the other into one output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its id, as the file of queries gives it.
    pub id: String,
    /// Whether its page is the first of the output: only that one gets a header row.
    pub first: bool,
}

impl Style {
    /// What ends a record that is one line.
    fn end(&self) -> &'static [u8] {
        if self.null { b"\0" } else { b"\n" }
    }

    /// Whether a header row is due: once an output.
    fn header(&self) -> bool {
        !self.goes_on && self.topic.as_ref().is_none_or(|topic| topic.first)
    }

    /// A text from an article in its lines: as it is for a pipe, made safe for a terminal.
    fn clean<'a>(&self, text: impl Into<Cow<'a, str>>) -> Cow<'a, str> {
        let text = text.into();
        if self.terminal {
            crate::terminal::safe_lines(&text).into()
        } else {
            text
        }
    }

    /// A text from an article on one line: newlines and tabs are blanks.
    fn clean_line<'a>(&self, text: impl Into<Cow<'a, str>>) -> Cow<'a, str> {
        let text = text.into();
        if self.terminal {
            crate::terminal::safe(&text).into()
        } else if text.contains(breaks_line) {
            text.replace(breaks_line, " ").into()
        } else {
            text
        }
    }

    /// Writes a record that is one name; in a batch after the id of its query and a tab.
    fn write_name(&self, name: &str, out: &mut dyn Write) -> Result<()> {
        if let Some(topic) = &self.topic {
            write!(out, "{}\t", self.clean_line(topic.id.as_str()))?;
        }
        // With NUL as its end a name may hold a newline, as file names do.
        let name = if self.null {
            self.clean(name)
        } else {
            self.clean_line(name)
        };
        out.write_all(name.as_bytes())?;
        Ok(out.write_all(self.end())?)
    }

    /// Refuses `--fields` for a format whose fields are fixed.
    fn without_fields(&self, format: &str) -> Result<()> {
        if self.fields.is_empty() {
            return Ok(());
        }
        Err(Error::Usage(format!(
            "`--fields` means nothing to `{format}`, whose fields are fixed: choose fields with csv, tsv, json, jsonl or text"
        )))
    }

    /// Refuses `--null` for a format whose records are not lines.
    fn without_null(&self, format: &str) -> Result<()> {
        if !self.null {
            return Ok(());
        }
        Err(Error::Usage(format!(
            "`--null` means nothing to `{format}`, whose records are not lines: use it with paths, ids, csv, tsv or jsonl"
        )))
    }
}

/// Whether a character ends or divides the cells of a line for some reader of lines.
fn breaks_line(c: char) -> bool {
    matches!(
        c,
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// An output format.
pub trait Printer: Sync {
    /// The name for `--format`.
    fn name(&self) -> &'static str;

    /// One line for help.
    fn about(&self) -> &'static str;

    /// Prints hits.
    fn page(&self, page: &Page, style: &Style, out: &mut dyn Write) -> Result<()>;

    /// Prints a table. Formats that are made of articles have none.
    fn table(&self, table: &Table, style: &Style, out: &mut dyn Write) -> Result<()> {
        let _ = (table, style, out);
        Err(Error::Usage(format!(
            "`--format {}` prints articles, and this answer is a table: use text, json, jsonl, csv or tsv",
            self.name()
        )))
    }
}

/// Every output format; the first is the default.
pub static PRINTERS: &[&dyn Printer] = &[
    &text::Text,
    &json::Json,
    &jsonl::JsonLines,
    &csv::Csv,
    &tsv::Tsv,
    &paths::Paths,
    &ids::Ids,
    &trec::Trec,
    &bibtex::Bibtex,
    &ris::Ris,
    &csl_json::CslJson,
];

/// The printer of a name.
///
/// # Errors
/// [`Error::Usage`] with every name there is.
pub fn printer(name: &str) -> Result<&'static dyn Printer> {
    PRINTERS
        .iter()
        .copied()
        .find(|printer| printer.name() == name)
        .ok_or_else(|| {
            let names: Vec<_> = PRINTERS.iter().map(|printer| printer.name()).collect();
            Error::Usage(format!(
                "there is no output format `{name}`: use one of {}",
                names.join(", ")
            ))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_printer_is_found_by_its_name_alone() {
        let names: BTreeSet<_> = PRINTERS.iter().map(|printer| printer.name()).collect();
        assert_eq!(names.len(), PRINTERS.len());
        assert!(names.iter().all(|&name| printer(name).is_ok()));
        let error = printer("xml").err().expect("there is no such format");
        assert!(
            error
                .to_string()
                .contains("`xml`: use one of text, json, jsonl")
        );
    }

    #[test]
    fn the_hint_for_tables_names_the_formats_that_have_them() {
        let mut refused = Vec::new();
        let with_tables = PRINTERS.iter().filter(|printer| {
            let printed = printer.table(&sample::table(), &Style::default(), &mut Vec::new());
            refused.extend(printed.as_ref().err().map(ToString::to_string));
            printed.is_ok()
        });
        let names: Vec<_> = with_tables.map(|printer| printer.name()).collect();
        let (last, others) = names.split_last().unwrap();
        let hint = format!("use {} or {last}", others.join(", "));
        assert_eq!(refused.len(), PRINTERS.len() - names.len());
        assert!(refused.iter().all(|error| error.ends_with(&hint)), "{hint}");
    }

    #[test]
    fn what_a_format_cannot_honour_is_refused_before_a_byte_is_written() {
        let unknown = Style {
            fields: vec!["titel".into()],
            ..Style::default()
        };
        for printer in PRINTERS {
            let mut out = Vec::new();
            let printed = printer.page(&sample::all(), &unknown, &mut out);
            assert!(
                matches!(printed, Err(Error::Usage(_))),
                "{}",
                printer.name()
            );
            assert!(out.is_empty());
        }
        let null = Style {
            null: true,
            ..Style::default()
        };
        let refusing = PRINTERS.iter().filter(|printer| {
            printer
                .page(&sample::all(), &null, &mut Vec::new())
                .is_err()
        });
        let names: Vec<_> = refusing.map(|printer| printer.name()).collect();
        assert_eq!(names, ["text", "json", "trec", "bibtex", "ris", "csl-json"]);
    }

    #[test]
    fn nothing_that_harms_a_terminal_comes_out_of_any_format() {
        let style = sample::terminal(80);
        for printer in PRINTERS {
            let text = sample::printed(*printer, &sample::all(), &style).replace("\r\n", "\n");
            let harmless = |c| matches!(c, '\n' | '\t') || crate::terminal::is_safe(c);
            assert!(text.chars().all(harmless), "{}: {text}", printer.name());
        }
    }
}
